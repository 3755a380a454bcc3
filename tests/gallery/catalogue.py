"""The scenes there are, of every area; an area's own module is one line here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from tests.gallery import (
    scenes_charts,
    scenes_diagrams,
    scenes_dialogs,
    scenes_importing,
    scenes_measures,
    scenes_network,
    scenes_print,
    scenes_rooms,
    scenes_rooms_diagrams,
    scenes_table,
)
from tests.gallery.scene import Scene, Sheet

SCENES: tuple[Scene, ...] = (
    *scenes_rooms.SCENES,
    *scenes_rooms_diagrams.SCENES,
    *scenes_dialogs.SCENES,
    *scenes_importing.SCENES,
    *scenes_table.SCENES,
    *scenes_charts.SCENES,
    *scenes_measures.SCENES,
    *scenes_network.SCENES,
)
SHEETS: tuple[Sheet, ...] = (*scenes_print.SHEETS, *scenes_charts.SHEETS, *scenes_diagrams.SHEETS)

Shown = TypeVar("Shown", Scene, Sheet)


def chosen(found: Iterable[Shown], words: Iterable[str]) -> list[Shown]:
    """The scenes whose name is one of these words or begins with one and a dash; all where there are no words."""
    wanted = list(words)
    return [one for one in found if not wanted or any(f"{one.name}-".startswith(f"{word}-") for word in wanted)]

"""What the hub's pages cost when the teams grow many: as many statements for sixteen teams as for two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from netdesk.hub.dictionary import read_uses
from netdesk.hub.library import candidates, read_matrix
from netdesk.hub.network import network_sentence, read_drivers, read_network, read_rows, read_shared
from netdesk.hub.teams import roster
from netdesk.store.workspace import Workspace
from tests.gallery.hubs import make_hub

READINGS: dict[str, Callable[[Workspace], Any]] = {
    "names": roster,
    "first teams": lambda ws: (read_rows(ws, [team for team, _name in roster(ws)[:2]]), network_sentence(ws)),
    "the whole network": read_network,
    "shared measures": read_shared,
    "drivers": read_drivers,
    "library": lambda ws: (read_matrix(ws), candidates(ws)),
    "dictionary": read_uses,
}


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that runs meanwhile."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def hubs(tmp_path: Path) -> Iterator[tuple[Workspace, Workspace]]:
    """A hub with two teams and one with sixteen."""
    made = []
    for teams in (2, 16):
        folder = tmp_path / str(teams)
        folder.mkdir()
        made.append(make_hub(folder, teams))
    yield made[0], made[1]
    for ws in made:
        ws.close()


def test_that_no_reading_asks_the_database_more_often_when_there_are_more_teams(
    hubs: tuple[Workspace, Workspace],
) -> None:
    for name, read in READINGS.items():
        counts = []
        for ws in hubs:
            with ws.edit("Move on") as edit:  # what was read is known until the log has moved
                edit.add("insight", {"text": name})
            with statements() as found:
                read(ws)
            counts.append(len(found))
        assert counts[0] == counts[1] and counts[0] > 0, (name, counts)

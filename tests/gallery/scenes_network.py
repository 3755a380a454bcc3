"""The Network room of a hub: with six teams, with sixty, and with none."""

from __future__ import annotations

from collections.abc import Callable

from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages.network import NetworkPage
from tests.gallery.scene import HUB, LARGE_HUB, NEW_HUB, Scene
from tests.gallery.scenes_rooms import room

EVERY = (HUB, LARGE_HUB, NEW_HUB)


def is_read(window: MainWindow) -> bool:
    """Whether what the open tab shows has been read."""
    page = window.page()
    assert isinstance(page, NetworkPage)
    page.part.finish()
    return True


def work_of_a_team(window: MainWindow) -> None:
    """What the first team by name has published."""
    from netdesk.hub.teams import roster

    window.go("network", roster(window.context.workspace)[0][0])


def _scene(name: str, show: Callable[[MainWindow], None], on: tuple[str, ...] = EVERY) -> Scene:
    return Scene(name, show, ready=is_read, on=on)


SCENES: tuple[Scene, ...] = (
    _scene("network", room("network", "teams")),
    _scene("network-measures", room("network", "measures")),
    _scene("network-drivers", room("network", "drivers"), (HUB,)),
    _scene("network-library", room("network", "library")),
    _scene("network-dictionary", room("network", "dictionary"), (HUB, NEW_HUB)),
    _scene("network-work", work_of_a_team, (HUB,)),
)

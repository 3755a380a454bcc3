"""Where the window stood and what was open in it, kept on this computer for the next start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QGuiApplication

from netdesk.ui.rooms import HUB_ROOM, ROOMS

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow

#: Of so many workspaces the page is remembered.
PLACES = 20
#: So much of the window's top must lie on a screen, or it cannot be taken hold of.
GRIP = (160, 40)


def reachable(window: QRect, screens: Sequence[QRect]) -> bool:
    """Whether enough of the window's top lies on one of the screens to move it by."""
    top = QRect(window.left(), window.top(), window.width(), GRIP[1])
    return any(top.intersected(one).width() >= GRIP[0] and top.intersected(one).height() >= GRIP[1] for one in screens)


def kept(window: MainWindow, before: dict[str, Any]) -> dict[str, Any]:
    """What to keep when the window closes, given what was kept before."""
    places = before.get("places")
    places = dict(places) if isinstance(places, dict) else {}
    places.pop(window.context.workspace.workspace_id, None)
    places = dict(list(places.items())[1 - PLACES :])
    places[window.context.workspace.workspace_id] = list(window.place())
    geometry = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
    return {"geometry": geometry, "places": places}


def restore_frame(window: MainWindow, before: dict[str, Any]) -> None:
    """Put the window where it stood, if that place is on a screen today, with its rail as it was."""
    geometry = before.get("geometry")
    if isinstance(geometry, str) and window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore"))):
        screens = [one.availableGeometry() for one in QGuiApplication.screens()]
        if not reachable(window.geometry(), screens) and screens:
            window.resize(window.size().boundedTo(screens[0].size()))
            window.move(screens[0].center() - window.rect().center())
    if before.get("narrow_rail") is True:
        window.rail.set_narrow(True)


def restore_looks(window: MainWindow, before: dict[str, Any]) -> None:
    """What was put away stays away and the inspector stands open again; to be called before the window shows a page."""
    dismissed = before.get("dismissed")
    if isinstance(dismissed, list):
        window.dismissed = {room for room in dismissed if room in dict((*ROOMS, HUB_ROOM))}
    window.side.wanted = before.get("inspector") is True


def place_before(workspace_id: str, before: dict[str, Any]) -> tuple[str, str]:
    """The room that was open in this workspace, and the thing in it; else Home."""
    places = before.get("places")
    place = places.get(workspace_id) if isinstance(places, dict) else None
    if isinstance(place, list) and len(place) == 2 and all(isinstance(one, str) for one in place):
        return place[0], place[1]
    return "home", ""

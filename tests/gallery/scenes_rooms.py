"""The rooms: each as it opens, and what can be opened in it."""

from __future__ import annotations

from collections.abc import Callable

from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages.cycles import CyclesPage
from tests.gallery.scene import FULL, Scene


def room(name: str, target: str = "") -> Callable[[MainWindow], None]:
    """Opens a room, and a part of it."""
    return lambda window: window.go(name, target)


def view_of_cycles(view: str) -> Callable[[MainWindow], None]:
    """Opens the tests as board, list, calendar or ramps."""

    def show(window: MainWindow) -> None:
        window.go("cycles")
        page = window.page()
        assert isinstance(page, CyclesPage)
        page.show_view(view)

    return show


def nth(name: str, kind: str, place: int) -> Callable[[MainWindow], None]:
    """Opens the record at this place of its kind's list, in its room."""
    return lambda window: window.go(name, window.context.workspace.select(kind)[place]["id"])


def cycle_in(stage: str, depth: str = "full") -> Callable[[MainWindow], None]:
    """Opens the sheet of the first test in this stage, at this depth."""

    def show(window: MainWindow) -> None:
        found = window.context.workspace.select("cycle", stage=stage)
        window.go("cycles", found[0]["id"])
        window.findChild(object, f"cycle_depth_{depth}").click()

    return show


def narrow_home(window: MainWindow) -> None:
    """Home with the rail folded to its icons and news in the banner."""
    window.go("home")
    window.rail.set_narrow(True)
    window.banner.tell(
        "Received: 14 records are new or changed. 1 conflict waits for you.", "Look", lambda: None, passing=True
    )


def outgoing_is_read(window: MainWindow) -> bool:
    """Whether the list of what would leave is there."""
    window.pages["sharing"].outgoing.finish()
    return True


def charts_are_read(window: MainWindow) -> bool:
    """Whether the page says what its charts say."""
    return not window.page().reading  # type: ignore[attr-defined]


SCENES: tuple[Scene, ...] = (
    Scene("home", room("home"), ready=charts_are_read),
    Scene("purpose", room("purpose")),
    Scene("measures", room("measures"), ready=charts_are_read),
    *(Scene(f"measures-{n + 1}", nth("measures", "measure", n), on=(FULL,)) for n in range(3)),
    Scene("cycles", view_of_cycles("board")),
    *(Scene(f"cycles-{view}", view_of_cycles(view), on=(FULL,)) for view in ("list", "calendar", "ramps")),
    Scene("cycle-plan", cycle_in("plan"), on=(FULL,)),
    Scene("cycle-plan-quick", cycle_in("plan", "quick"), on=(FULL,)),
    Scene("cycle-plan-guided", cycle_in("plan", "guided"), on=(FULL,)),
    Scene("cycle-do", cycle_in("do"), on=(FULL,)),
    Scene("cycle-closed", cycle_in("closed"), on=(FULL,)),
    Scene("sharing", room("sharing", "out"), ready=outgoing_is_read),
    Scene("sharing-hub", room("sharing", "hub"), ready=outgoing_is_read, on=(FULL,)),
    Scene("sharing-in", room("sharing", "in")),
    Scene("sharing-conflicts", room("sharing", "conflicts")),
    Scene("sharing-people", room("sharing", "people")),
    Scene("narrow", narrow_home, on=(FULL,)),
)

"""The rooms of the two diagrams: as they open, with a box chosen, in a session, and with what has changed."""

from __future__ import annotations

from collections.abc import Callable

from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages.causes import CausesPage
from netdesk.ui.pages.theory import TheoryPage
from netdesk.ui.widgets.chain import ChainPanel
from tests.gallery.scene import FULL, Scene

Show = Callable[[MainWindow], None]


def causes(window: MainWindow) -> CausesPage:
    """The Causes room, open, with nothing chosen and no session running."""
    window.go("causes")
    page = window.page()
    assert isinstance(page, CausesPage)
    page.session.stop()
    page.acts.select([])
    page.diagram.fold_outline(False)
    return page


def theory(window: MainWindow) -> TheoryPage:
    """The Theory room, open, with nothing chosen and nothing compared."""
    window.go("theory")
    page = window.page()
    assert isinstance(page, TheoryPage)
    if not page.inspector.versions.isHidden():
        page.inspector.versions.close_panel()
    page.acts.select([])
    return page


def opened(room: Callable[[MainWindow], object]) -> Show:
    """The room as it opens."""

    def show(window: MainWindow) -> None:
        room(window)

    return show


def cause_chosen(window: MainWindow) -> None:
    """The cause with evidence on both sides."""
    page = causes(window)
    found = max(page.acts.entries.values(), key=lambda one: len(one.evidence))
    page.acts.select_node(found.cause["id"])


def outline_hidden(window: MainWindow) -> None:
    """A cause chosen, the outline hidden so that the diagram has its room."""
    cause_chosen(window)
    page = window.page()
    assert isinstance(page, CausesPage)
    page.diagram.fold_outline(True)


def session_at(step: int) -> Show:
    """The guided session at a step, with two causes written and hidden."""

    def show(window: MainWindow) -> None:
        page = causes(window)
        window.context.workspace.set_setting(f"silent:{page.acts.root}", ["Bus 12 is late", "No form in Hmong"])
        page.session.start()
        page.session.show_step(step)

    return show


def node_chosen(kind: str, place: int) -> Show:
    """The n-th driver or change idea, with its chain."""

    def show(window: MainWindow) -> None:
        page = theory(window)
        nodes = [line.spot for line in page.acts.lines if page.acts.kind_of(line.spot.node) == kind]
        page.acts.select([nodes[place]])
        page.inspector.refresh()

    return show


def changes(window: MainWindow) -> None:
    """What is different since the version that was kept."""
    theory(window).show_changes()


def field_open(window: MainWindow) -> None:
    """The field for one more why."""
    cause_chosen(window)
    page = window.page()
    assert isinstance(page, CausesPage)
    page.diagram.canvas.hands.begin_new("below")


def chain_is_read(window: MainWindow) -> bool:
    """Whether every chain that is asked for is there."""
    for panel in window.findChildren(ChainPanel):
        panel.finish()
    return True


SCENES: tuple[Scene, ...] = (
    Scene("causes", opened(causes)),
    Scene("causes-chosen", cause_chosen, on=(FULL,), ready=chain_is_read),
    Scene("causes-wide", outline_hidden, on=(FULL,), ready=chain_is_read),
    Scene("causes-field", field_open, on=(FULL,), ready=chain_is_read),
    Scene("causes-silence", session_at(1), on=(FULL,)),
    Scene("causes-sort", session_at(2), on=(FULL,)),
    Scene("causes-vote", session_at(4), on=(FULL,)),
    Scene("theory", opened(theory)),
    Scene("theory-driver", node_chosen("driver", 1), on=(FULL,), ready=chain_is_read),
    Scene("theory-idea", node_chosen("change_idea", 0), on=(FULL,), ready=chain_is_read),
    Scene("theory-changes", changes, on=(FULL,)),
)

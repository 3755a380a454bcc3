"""A change of colours: in sight at once, out of sight in portions, each widget once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from netdesk.ui import recolour, theme
from netdesk.ui.main_window import MainWindow
from netdesk.ui.recolour import keep_coloured, recolouring
from netdesk.ui.widgets.autosave import AutosaveText

from .driving import wait_for


class Counted(QObject):
    """Counts the events of one type that come to one widget."""

    def __init__(self, widget: QWidget, *types: QEvent.Type) -> None:
        super().__init__(widget)
        self.types, self.count = types, 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() in self.types
        return False


@pytest.fixture
def two_rooms(window: MainWindow) -> Iterator[MainWindow]:
    """The window on Home with Purpose made, in light colours; in those of the system afterwards."""
    theme.set_mode(QApplication.instance(), "light")
    window.go("home")
    wait_for_colours()
    yield window
    theme.set_mode(QApplication.instance(), "system")
    wait_for_colours()


def wait_for_colours() -> None:
    wait_for(lambda: not recolouring().waiting, "every widget to have its colours")


def test_that_what_is_in_sight_comes_first_and_the_rest_in_portions(two_rooms: MainWindow) -> None:
    field = two_rooms.pages["purpose"].findChild(AutosaveText)
    title = two_rooms.header.title
    counted = Counted(field, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
    seen: list[str] = []
    gone = QLabel()
    keep_coloured(title, lambda: seen.append(theme.tokens().ground))
    keep_coloured(gone, lambda: seen.append("gone"))
    gone.deleteLater()
    two_rooms.set_mode("dark")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    recolouring().take_turn()
    assert title.palette().windowText().color().name().upper() == theme.DARK.text
    assert field.palette().text().color().name().upper() == theme.LIGHT.text
    left = [recolouring().waiting]
    while recolouring().waiting:
        recolouring().take_turn()
        left.append(recolouring().waiting)
    taken = [before - after for before, after in pairwise(left)]
    assert len(taken) > 2 and max(taken) <= recolour.PORTION
    assert field.palette().text().color().name().upper() == theme.DARK.text
    assert 0 < counted.count <= 4  # the same widget had 76 when Qt changed the sheet by itself
    assert seen == [theme.LIGHT.ground, "gone", theme.DARK.ground]


def test_that_a_room_opened_meanwhile_waits_no_turn_and_typing_goes_on(two_rooms: MainWindow) -> None:
    two_rooms.set_mode("dark")
    recolouring().take_turn()
    two_rooms.go("purpose")
    field = two_rooms.page().findChild(AutosaveText)
    recolouring().take_turn()
    assert recolouring().waiting and field.palette().text().color().name().upper() == theme.DARK.text
    field.setFocus()
    QTest.keyClicks(field, "What would")
    two_rooms.set_mode("light")
    wait_for_colours()
    assert field.plain() == "What would" and field.textCursor().position() == len("What would")
    assert two_rooms.focusWidget() is field and field.autosave.dirty

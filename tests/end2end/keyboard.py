"""Hands on the keyboard and nothing else: real key events to whatever has the focus, in dialogs and file boxes too.

A script is a generator of what the hands do: `press`, `text` and `until`. It looks at the screen (which field has the
focus, what a list shows) as a person does, and never calls anything of the program. Keys are sent from the event loop,
so a dialog that waits for its answer gets them like any other window.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

PATIENCE = 15.0
MOST_TABS = 120

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True, slots=True)
class Press:
    """One key with its modifiers: a key action."""

    key: Qt.Key
    modifiers: Qt.KeyboardModifier = PLAIN


@dataclass(frozen=True, slots=True)
class Text:
    """Words typed: not counted as key actions."""

    words: str


@dataclass(frozen=True, slots=True)
class Until:
    """Wait until something can be seen."""

    holds: Callable[[], Any]
    what: str


Hand = Press | Text | Until
Script = Iterator[Hand]


class Keyboard(QObject):
    """Plays a script while the program's own event loops run; ``actions`` counts the key actions so far."""

    def __init__(self, script: Script) -> None:
        super().__init__()
        self._script = script
        self._waits: Until | None = None
        self._since = 0.0
        self._busy = False
        #: Whether a key is about to fall that the next one must wait for.
        self._falling = False
        #: What waited for an answer when each key that is still down was struck.
        self._down: list[QWidget | None] = []
        self.actions = 0
        self.trouble: BaseException | None = None
        self.done = False
        self._clock = QTimer(self, interval=1)
        self._clock.timeout.connect(self._tick)

    def play(self) -> None:
        """Begin; keys fall as soon as an event loop runs."""
        self._clock.start()

    def run(self) -> None:
        """Play to the end; raises what went wrong."""
        self.play()
        while not self.done:
            QTest.qWait(5)
        self._clock.stop()
        if self.trouble is not None:
            raise self.trouble

    def _tick(self) -> None:
        if self.done and self.trouble is not None:
            # What waits for an answer would wait for ever.
            modal = QApplication.activeModalWidget()
            if modal is not None:
                modal.close()
        if self._busy or self.done or self._falling:
            return
        # Qt lets events run within a key: the next one falls only once it is up, or if it has opened a dialog.
        if self._down and QApplication.activeModalWidget() is self._down[-1]:
            return
        if QApplication.activeWindow() is None:
            bring_back()
            return
        self._busy = True
        try:
            self._next()
        except StopIteration:
            self._end(None)
        except BaseException as error:
            self._end(error)
        finally:
            self._busy = False

    def _next(self) -> None:
        if self._waits is not None:
            if not self._waits.holds():
                assert time.monotonic() < self._since + PATIENCE, f"waited in vain for {self._waits.what}"
                return
            self._waits = None
        hand = next(self._script)
        if isinstance(hand, Until):
            self._waits, self._since = hand, time.monotonic()
            return
        if isinstance(hand, Press):
            self.actions += 1
        # Not from within the script: a key may open a dialog, and the script goes on in that.
        self._falling, since = True, time.monotonic()
        QTimer.singleShot(0, self, lambda: self._strike(hand, since))

    def _strike(self, hand: Press | Text, since: float) -> None:
        if QGuiApplication.focusWindow() is None and time.monotonic() < since + PATIENCE:
            bring_back()  # a window that has just come or gone: a person waits for it too
            QTimer.singleShot(10, self, lambda: self._strike(hand, since))
            return
        self._falling = False
        self._down.append(QApplication.activeModalWidget())
        try:
            strike(hand)
        except AssertionError as error:
            self._end(error)
        finally:
            self._down.pop()

    def _end(self, trouble: BaseException | None) -> None:
        self.trouble, self.done = trouble, True


def bring_back() -> None:
    """What a window manager does when a dialog has closed: the window behind it is active again."""
    popup = Qt.WindowType.Popup
    shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowType() != popup]
    modal = QApplication.activeModalWidget()
    for one in (modal, *reversed(shown)):
        if one is not None:
            one.activateWindow()
            return


def strike(hand: Press | Text) -> None:
    """Send the keys where the focus is."""
    target = QGuiApplication.focusWindow()
    assert target is not None, "no window has the focus"
    if isinstance(hand, Text):
        for letter in hand.words:
            QTest.keyClick(target, letter)
    else:
        QTest.keyClick(target, hand.key, hand.modifiers)


# What hands do


def seen() -> str:
    """The name of what has the focus."""
    found = QApplication.focusWidget()
    return found.objectName() if found is not None else ""


def window_with(name: str) -> QWidget | None:
    """The window or dialog of this name, if it is in front."""
    found = QApplication.activeModalWidget() or QApplication.activeWindow()
    return found if found is not None and found.objectName() == name else None


def tab_to(name: str) -> Script:
    """Press Tab until something has the focus; AssertionError where Tab does not lead there."""
    for _n in range(MOST_TABS):
        if seen() == name:
            return
        before = QApplication.focusWidget()
        yield Press(Qt.Key.Key_Tab)
        yield Until(lambda before=before: QApplication.focusWidget() is not before, f"Tab to leave {seen()}")
    raise AssertionError(f"Tab does not lead to {name}; it is at {seen()}")


def fill(name: str, words: str) -> Script:
    """Go to a field, replace what is in it, and leave it by Tab."""
    yield from tab_to(name)
    yield Press(Qt.Key.Key_A, CONTROL)
    yield Text(words)
    yield Press(Qt.Key.Key_Tab)


def do(name: str) -> Script:
    """Go to a button and press it with the space bar."""
    yield from tab_to(name)
    yield Press(Qt.Key.Key_Space)


def step_to(group: str, value: str) -> Script:
    """Go to a row of choices by Tab, along it by arrows, and choose: Tab knows only the choice that holds."""
    for _n in range(MOST_TABS):
        if seen().startswith(f"{group}_"):
            break
        before = QApplication.focusWidget()
        yield Press(Qt.Key.Key_Tab)
        yield Until(lambda before=before: QApplication.focusWidget() is not before, f"Tab to leave {seen()}")
    for _n in range(10):
        if seen() == f"{group}_{value}":
            yield Press(Qt.Key.Key_Space)
            return
        before = QApplication.focusWidget()
        yield Press(Qt.Key.Key_Right)
        yield Until(lambda before=before: QApplication.focusWidget() is not before, f"the arrow to leave {seen()}")
    raise AssertionError(f"{group} has no {value}")


def pick(name: str, words: str) -> Script:
    """Go to a list of choices and step down it until it shows these words."""
    yield from tab_to(name)
    yield Press(Qt.Key.Key_Home)
    for _n in range(40):
        combo = QApplication.focusWidget()
        assert isinstance(combo, QComboBox)
        shown = combo.currentText()
        if shown == words:
            return
        yield Press(Qt.Key.Key_Down)
        yield Until(lambda shown=shown: shown_by(name) != shown, f"another choice of {name}")
    raise AssertionError(f"{name} does not offer {words}")


def shown_by(name: str) -> str:
    """What the list of choices with the focus shows, "" while it has not got it."""
    combo = QApplication.focusWidget()
    return combo.currentText() if isinstance(combo, QComboBox) and combo.objectName() == name else ""


def file_box(path: str) -> Script:
    """Answer a file box: its line has the focus and what it proposes is replaced."""
    yield Until(lambda: QApplication.activeModalWidget() is not None and seen() == "fileNameEdit", "the file box")
    yield Press(Qt.Key.Key_A, CONTROL)
    yield Text(path)
    for _n in range(2):  # the first Return may only close the list of names that the box proposes
        yield Press(Qt.Key.Key_Return)
        pressed = time.monotonic()
        yield Until(lambda t=pressed: seen() != "fileNameEdit" or time.monotonic() > t + 0.3, "the box to close")
        if seen() != "fileNameEdit":
            return

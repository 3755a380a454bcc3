"""Driving the real window as a person does: find by name, click, type, answer dialogs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread, current_thread
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QThread, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QScrollArea, QWidget

PATIENCE = 10.0


@dataclass
class Answers:
    """Answers to the message boxes and file dialogs; what was asked is kept."""

    folder: Path
    saved_as: str = ""
    opened: Path | None = None
    said: str | None = ""
    agreed: bool = True
    asked: list[str] = field(default_factory=list)

    def confirm(self, question: str) -> bool:
        self.asked.append(question)
        return self.agreed

    def words(self, question: str) -> str | None:
        self.asked.append(question)
        return self.said

    def open_path(self, title: str) -> Path | None:
        self.asked.append(title)
        return self.opened

    def save_path(self, title: str, proposed: str) -> Path | None:
        self.asked.append(title)
        return self.folder / (self.saved_as or proposed)

    def tell(self, text: str) -> None:
        self.asked.append(text)


def wait_for(holds: Callable[[], Any], what: str) -> None:
    """Let the program run until something holds; an AssertionError naming it where it does not in time."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, f"waited in vain for {what}"
        QTest.qWait(10)
        # qWait keeps Python to itself; threads that work in the background get on in this pause.
        QThread.msleep(3)


def noted_threads(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> list[Thread]:
    """The threads in which charts are read from now on, one entry a chart; ``module`` is what asks for them."""
    threads: list[Thread] = []
    read = module.chart_of

    def noting(context: Any, measure: str) -> Any:
        threads.append(current_thread())
        return read(context, measure)

    monkeypatch.setattr(module, "chart_of", noting)
    return threads


def find(window: QWidget, name: str, which: int = 0) -> Any:
    """The visible widget of this object name; waits for one that is about to be shown."""
    until = time.monotonic() + PATIENCE
    while True:
        found = [one for one in window.findChildren(QWidget, name) if one.isVisibleTo(window)]
        if len(found) > which:
            return found[which]
        assert time.monotonic() < until, f"there is no visible {name}"
        QTest.qWait(5)


def show(widget: QWidget) -> None:
    """Scroll until the widget can be seen, as a person would before clicking."""
    area = widget.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(widget)
        area = area.parentWidget()
    QTest.qWait(1)


def click(window: QWidget, name: str, which: int = 0) -> None:
    """Click the middle of a widget with the mouse."""
    widget = find(window, name, which)
    assert widget.isEnabled(), f"{name} is off"
    show(widget)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QRect(QPoint(), widget.size()).center())
    QTest.qWait(1)


def visit(window: QWidget, room: str) -> None:
    """Press a room in the rail, and wait until its page is made, open, and has read what it says beside the window."""
    click(window, f"rail_{room}")
    wait_for(lambda: window.page().room == room, f"the room {room}")  # type: ignore[attr-defined]
    wait_for(lambda: not getattr(window.page(), "reading", False), f"{room} to be read")  # type: ignore[attr-defined]


def type_into(window: QWidget, name: str, text: str, which: int = 0, *, leave: bool = True) -> None:
    """Click into a field, replace what is there by typing, and leave it by Tab."""
    widget = find(window, name, which)
    show(widget)
    # After a dialog the window is active again only when the window system says so.
    window.window().activateWindow()
    wait_for(window.window().isActiveWindow, "the window to be active")
    QTest.mouseClick(getattr(widget, "viewport", lambda: widget)(), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    wait_for(widget.hasFocus, f"the cursor in {name}")
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    QTest.keyClicks(widget, text)
    if leave:
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    QTest.qWait(1)


def choose(window: QWidget, name: str, words: str, which: int = 0) -> None:
    """Choose from a list by keyboard: arrows until its words stand there."""
    combo = find(window, name, which)
    assert isinstance(combo, QComboBox)
    show(combo)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _n in range(combo.count()):
        if combo.currentText() == words:
            return
        QTest.keyClick(combo, Qt.Key.Key_Down)
        QTest.qWait(1)
        combo = find(window, name, which)
    raise AssertionError(f"{name} does not offer {words}")


def in_dialog(name: str, deed: Callable[[Any], object]) -> None:
    """When the modal dialog of this name opens, do this in it (the deed closes it)."""
    until = time.monotonic() + PATIENCE

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog.objectName() == name:
            try:
                deed(dialog)
            except BaseException:
                dialog.reject()  # else the window waits for an answer for ever
                raise
        elif time.monotonic() < until:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def press(window: QWidget, key: Qt.Key, *, control: bool = True, shift: bool = False) -> None:
    """Press a shortcut where the focus is."""
    modifiers = Qt.KeyboardModifier.NoModifier
    if control:
        modifiers |= Qt.KeyboardModifier.ControlModifier
    if shift:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)
    QTest.qWait(1)

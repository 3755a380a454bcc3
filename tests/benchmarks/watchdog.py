"""Counts what keeps the window waiting: `python -m tests.benchmarks.watchdog FILE` drives the pages of a workspace.

Every event of the program goes through `Watched.notify`; one whose handlers take longer than a person notices is
printed with the step that was being taken. The steps are taken from within events, as a person's keys and presses are.
Where a handler waits in a loop of its own, as opening a workspace does, events are handled meanwhile: each of them
counts by itself, and what the handler does before, between and after them counts by itself too.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt, QThread, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow

#: What a person does not notice, in seconds.
UNNOTICED = 0.050
#: How long a person looks at Home before going on, in milliseconds.
LOOKED_AT_MS = 3_000
#: How many points are pasted into a measure, a day each.
PASTED = 5_000

Take = Callable[[str, Callable[[], object]], None]


#: Events that only a loop hands on; all others may be sent from within a handler, and belong to its time.
BY_A_LOOP = {QEvent.Type.Timer, QEvent.Type.MetaCall, QEvent.Type.DeferredDelete, QEvent.Type.UpdateRequest}


class Watched(QApplication):
    """The program, with a clock on every event that is handled."""

    def __init__(self) -> None:
        super().__init__([])
        self.step = "start"
        self.slow: list[tuple[str, str, float]] = []
        self.handled = 0
        self._names: list[str] = []
        self._begun = 0.0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self._names and event.type() not in BY_A_LOOP:
            return super().notify(receiver, event)
        if self._names:
            self._note()
        self._names.append(f"{event.type().name} to {receiver.objectName() or type(receiver).__name__}")
        self.handled += 1
        self._begun = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self._note()
            self._names.pop()
            self._begun = time.thread_time()

    def _note(self) -> None:
        """Note the handler that has been at work since `_begun`, if that was long."""
        took = time.thread_time() - self._begun
        if took > UNNOTICED:
            self.slow.append((self.step, self._names[-1], took))


def drive(app: Watched, path: Path) -> None:
    """Open the workspace and go through its pages, a chart, a sheet, typing, finding and undo."""
    from netdesk.core.garbage import uncollected
    from netdesk.ui import app as program

    program.make_application()
    opened: list[MainWindow] = []

    def take(step: str, deed: Callable[[], object]) -> None:
        app.step = step
        QTimer.singleShot(0, app, deed)
        for _turn in range(12):
            QTest.qWait(5)

    def open_window() -> None:
        with uncollected():  # as the program does at its start
            opened.append(program.open_window(path, remembered=False))

    take("open the workspace", open_window)
    app.step = "look at Home"
    QTest.qWait(LOOKED_AT_MS)
    window = opened[0]
    workspace = window.context.workspace
    measure, cycle = workspace.select("measure")[0]["id"], workspace.select("cycle")[0]["id"]
    for turn in ("first", "second"):
        for room in window.pages:
            take(f"{turn} visit to {room}", lambda room=room: window.findChild(QObject, f"rail_{room}").click())
            while window.page().room != room:
                QTest.qWait(5)
        take(f"{turn} look at a measure", lambda: window.go("measures", measure))
        take(f"{turn} look at a cycle", lambda: window.go("cycles", cycle))
        for view in ("list", "calendar", "ramps", "board"):
            take(f"{turn} look at the {view}", lambda view=view: (window.go("cycles"), window.page().show_view(view)))
    plan = {"plan": "Mai calls at nine."}
    take("an edit", lambda: window.context.put("Edit the plan", "cycle", cycle, plan))
    take("undo", lambda: window.findChild(QObject, "action_undo").trigger())
    work_in_a_long_grid(window, take)
    take("dark colours", lambda: window.set_mode("dark"))
    window.go("cycles", cycle)
    title = next(one for one in window.findChildren(QObject, "cycle_plan"))
    title.setFocus()
    for letter in "Call":
        take("typing", lambda letter=letter: QTest.keyClick(title, letter))
    take("leave the field", lambda: QTest.keyClick(title, Qt.Key.Key_Tab))
    take("close", window.close)


def let_read(window: MainWindow) -> None:
    """Go on until what is open has been read: in threads, which get on while this one sleeps."""
    until = time.monotonic() + 20
    while (window.context.busy or window.page().reading) and time.monotonic() < until:  # type: ignore[attr-defined]
        QTest.qWait(5)
        QThread.msleep(5)
    QTest.qWait(50)


def work_in_a_long_grid(window: MainWindow, take: Take) -> None:
    """Paste thousands of points into a measure, change a cell, add a point, look at its chart from near."""
    from netdesk.operations.measures import add_measure

    days = [date(2006, 1, 2) + timedelta(days=n) for n in range(PASTED)]
    fields = {"name": "Minutes", "unit": "minutes", "every": "day", "better": "up"}
    long = window.context.edit("Add a measure", add_measure, fields).value
    take("open a measure without points", lambda: window.go("measures", long))
    grid = window.findChild(QTableView, "points_grid")
    QGuiApplication.clipboard().setText("\n".join(f"{day}\t{10 + n % 7}" for n, day in enumerate(days)))
    take("paste 5,000 rows", grid.paste)
    let_read(window)
    assert grid.model().rowCount() == PASTED + 1
    for what, row in (("change a cell", PASTED // 2), ("enter a point", PASTED)):
        grid.setCurrentIndex(grid.model().index(row, 1))
        take(what, lambda: QTest.keyClick(grid, "4"))
        editor = grid.findChild(QLineEdit)
        take(what, lambda editor=editor: QTest.keyClick(editor, Qt.Key.Key_Return))
        let_read(window)
    assert grid.model().rowCount() == PASTED + 2
    take("undo in a long grid", lambda: window.findChild(QObject, "action_undo").trigger())
    let_read(window)
    take("zoom into a long chart", lambda: window.findChild(QObject, "chart_zoom_in").click())
    let_read(window)
    take("from a long grid to Home", lambda: window.go("home"))
    take("open a long grid", lambda: window.go("measures", long))
    let_read(window)


def pace() -> float:
    """What a million additions take here and now, in milliseconds: by it one sitting can be read beside another."""
    begun, found = time.thread_time(), 0
    for number in range(1_000_000):
        found += number
    assert found
    return (time.thread_time() - begun) * 1000


def main() -> int:
    """Drive, then print every slow event, worst first; always 0: what is slow is a figure, not a fault."""
    app = Watched()
    before = pace()
    drive(app, Path(sys.argv[1]))
    print(f"{app.handled} events handled, {len(app.slow)} over {UNNOTICED * 1000:.0f} ms")
    print(f"a million additions took {before:.0f} ms at the beginning, {pace():.0f} ms at the end")
    for step, name, took in sorted(app.slow, key=lambda one: -one[2]):
        print(f"{took * 1000:7.0f} ms  {step}: {name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

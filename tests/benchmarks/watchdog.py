"""Counts what keeps the window waiting: `python -m tests.benchmarks.watchdog FILE` drives the pages of a workspace.

What is timed is each turn of the event loop: the processor time that the window's thread takes between two looks for
what a person does. One handler or several are at work in it, so no handler takes longer than its turn. Turns that take
longer than a person notices are printed with the step that was being taken, and beside them the turns that were the
longest by the clock on the wall: what waits for a thread takes no processor time.

The steps are taken from within events, as a person's keys and presses are; where a handler waits in a loop of its own,
as opening a workspace does, the turns of that loop count by themselves.
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
os.environ["QT_NO_GLIB"] = "1"  # Qt's own loop says at each turn that it begins

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QObject, Qt, QThread, QTimer
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
#: After so many looks without anything to wait for all is read: between a work and what it leads to there is a gap.
QUIET = 10
#: So many turns are printed also where none is slow.
AT_LEAST = 8

Take = Callable[[str, Callable[[], object]], None]


class Watch(QObject):
    """A clock on every turn of the event loop of this thread.

    Qt's dispatcher says when a turn begins, and when it is about to sleep. Nothing of Python's is called for single
    events: that takes longer than most of them.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.step = "start"
        #: Every turn: the step that was being taken, its processor time, and its time by the clock on the wall.
        self.turns: list[tuple[str, float, float]] = []
        self._asleep = False
        self._begin()
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self._turn)
        dispatcher.aboutToBlock.connect(self._sleep)

    def wait(self, milliseconds: int) -> None:
        """Let the program go on for so long; what whoever drives it did before does not count."""
        self._begin()
        QTest.qWait(milliseconds)
        self._turn()

    def _begin(self) -> None:
        self._begun, self._begun_at = time.thread_time(), time.perf_counter()

    def _sleep(self) -> None:
        self._turn()
        self._asleep = True

    def _turn(self) -> None:
        if not self._asleep:
            took, waited = time.thread_time() - self._begun, time.perf_counter() - self._begun_at
            self.turns.append((self.step, took, waited))
        self._asleep = False
        self._begin()


def drive(app: QApplication, watch: Watch, path: Path) -> None:
    """Open the workspace and go through its pages, a chart, a sheet, typing, finding and undo."""
    from netdesk.core.garbage import uncollected
    from netdesk.ui import app as program

    program.make_application()
    opened: list[MainWindow] = []

    def take(step: str, deed: Callable[[], object]) -> None:
        watch.step = step
        QTimer.singleShot(0, app, deed)
        for _turn in range(12):
            watch.wait(5)

    def open_window() -> None:
        with uncollected():  # as the program does at its start
            opened.append(program.open_window(path, remembered=False))

    take("open the workspace", open_window)
    watch.step = "look at Home"
    watch.wait(LOOKED_AT_MS)
    window = opened[0]
    workspace = window.context.workspace
    measure, cycle = workspace.select("measure")[0]["id"], workspace.select("cycle")[0]["id"]
    for turn in ("first", "second"):
        for room in window.pages:
            take(f"{turn} visit to {room}", lambda room=room: window.findChild(QObject, f"rail_{room}").click())
            while window.page().room != room:
                watch.wait(5)
        take(f"{turn} look at a measure", lambda: window.go("measures", measure))
        take(f"{turn} look at a cycle", lambda: window.go("cycles", cycle))
        take(f"{turn} look at all cycles", lambda: window.go("cycles"))
        for view in ("list", "calendar", "ramps", "board"):
            take(f"{turn} look at the {view}", lambda view=view: window.page().show_view(view))
    plan = {"plan": "Mai calls at nine."}
    take("an edit", lambda: window.context.put("Edit the plan", "cycle", cycle, plan))
    take("undo", lambda: window.findChild(QObject, "action_undo").trigger())
    work_in_a_long_grid(watch, window, take)
    take("dark colours", lambda: window.set_mode("dark"))
    window.go("cycles", cycle)
    title = next(one for one in window.findChildren(QObject, "cycle_plan"))
    title.setFocus()
    for letter in "Call":
        take("typing", lambda letter=letter: QTest.keyClick(title, letter))
    take("leave the field", lambda: QTest.keyClick(title, Qt.Key.Key_Tab))
    take("close", window.close)


def let_read(watch: Watch, window: MainWindow) -> None:
    """Go on until what is open has been read: in threads, which get on while this one sleeps."""
    until, quiet = time.monotonic() + 20, 0
    while quiet < QUIET and time.monotonic() < until:
        watch.wait(5)
        QThread.msleep(5)
        quiet = 0 if window.context.busy or window.page().reading else quiet + 1  # type: ignore[attr-defined]


def work_in_a_long_grid(watch: Watch, window: MainWindow, take: Take) -> None:
    """Paste thousands of points into a measure, change a cell, add a point, look at its chart from near."""
    from netdesk.operations.measures import add_measure

    days = [date(2006, 1, 2) + timedelta(days=n) for n in range(PASTED)]
    fields = {"name": "Minutes", "unit": "minutes", "every": "day", "better": "up"}
    long = window.context.edit("Add a measure", add_measure, fields).value
    take("open a measure without points", lambda: window.go("measures", long))
    grid = window.findChild(QTableView, "points_grid")
    QGuiApplication.clipboard().setText("\n".join(f"{day}\t{10 + n % 7}" for n, day in enumerate(days)))
    take("paste 5,000 rows", grid.paste)
    let_read(watch, window)
    assert grid.model().rowCount() == PASTED + 1
    for what, row in (("change a cell", PASTED // 2), ("enter a point", PASTED)):
        grid.setCurrentIndex(grid.model().index(row, 1))
        take(what, lambda: QTest.keyClick(grid, "4"))
        editor = grid.findChild(QLineEdit)
        take(what, lambda editor=editor: QTest.keyClick(editor, Qt.Key.Key_Return))
        let_read(watch, window)
    assert grid.model().rowCount() == PASTED + 2
    take("undo in a long grid", lambda: window.findChild(QObject, "action_undo").trigger())
    let_read(watch, window)
    take("zoom into a long chart", lambda: window.findChild(QObject, "chart_zoom_in").click())
    let_read(watch, window)
    take("from a long grid to Home", lambda: window.go("home"))
    take("open a long grid", lambda: window.go("measures", long))
    let_read(watch, window)


def pace() -> float:
    """What a million additions take here and now, in milliseconds: by it one sitting can be read beside another."""
    begun, found = time.thread_time(), 0
    for number in range(1_000_000):
        found += number
    assert found
    return (time.thread_time() - begun) * 1000


def check(app: QApplication, watch: Watch) -> None:
    """See that the watch notes a handler that takes too long, also in a loop that another handler waits in."""

    def work() -> None:
        until = time.thread_time() + 1.2 * UNNOTICED
        while time.thread_time() < until:
            pass

    def wait_in_a_loop() -> None:
        loop = QEventLoop()
        QTimer.singleShot(0, app, work)
        QTimer.singleShot(0, app, loop.quit)
        loop.exec()

    for deed in (work, wait_in_a_loop):
        QTimer.singleShot(0, app, deed)
        watch.wait(10)
    assert [took > UNNOTICED for _step, took, _waited in watch.turns].count(True) == 2
    watch.turns.clear()


def main() -> int:
    """Drive, then print the slowest turns, worst first; always 0: what is slow is a figure, not a fault."""
    app = QApplication([])
    watch = Watch(app)
    check(app, watch)
    before = pace()
    drive(app, watch, Path(sys.argv[1]))
    slowest = sorted(watch.turns, key=lambda one: -one[1])
    slow = sum(took > UNNOTICED for _step, took, _waited in slowest)
    print(f"{len(slowest)} turns of the loop, {slow} over {UNNOTICED * 1000:.0f} ms")
    print(f"a million additions took {before:.0f} ms at the beginning, {pace():.0f} ms at the end")
    for step, took, _waited in slowest[: max(slow, AT_LEAST)]:
        print(f"{took * 1000:7.0f} ms  {step}")
    print("by the clock on the wall, with what threads and other programs took meanwhile:")
    for step, _took, waited in sorted(watch.turns, key=lambda one: -one[2])[:AT_LEAST]:
        print(f"{waited * 1000:7.0f} ms  {step}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""`make bench`: the chart panned, the grid scrolled and pasted into, each against a bare baseline of the same run."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytest.importorskip("PySide6")

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QThread
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from netdesk.core.chart_input import Annotation, ChartInput, Goal, Span
from netdesk.core.charts import analyse
from netdesk.operations.measures import add_measure
from netdesk.store.workspace import Workspace
from netdesk.ui import app as program
from netdesk.ui.charts.measure_chart import MeasureChart
from netdesk.ui.main_window import MainWindow
from tests.benchmarks.measure import say
from tests.ui.driving import show, wait_for

pytestmark = pytest.mark.bench

FRAMES = 120
ROWS = 5_000
FIRST = date(2006, 1, 2)


def many(count: int) -> tuple[list[date], list[float]]:
    """Days and values of a long chart with a step in it."""
    chance = random.Random(3)
    days = [FIRST + timedelta(days=n) for n in range(count)]
    return days, [round(10 + chance.random() * 5 + (3 if n > count * 0.8 else 0), 2) for n in range(count)]


class Painted(QObject):
    """Counts how often a view is painted."""

    def __init__(self, widget: Any) -> None:
        super().__init__(widget)
        self.count = 0
        widget.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def frames(step: Callable[[int], object], widget: Any) -> tuple[float, float]:
    """(median, 95th percentile) of a frame in milliseconds: the step and its repaint."""
    QTest.qWait(50)
    painted = Painted(widget)
    taken = []
    for n in range(FRAMES):
        start = time.perf_counter()
        step(n)
        widget.viewport().repaint()
        taken.append((time.perf_counter() - start) * 1000)
    assert painted.count >= FRAMES - 1, "a frame that is not painted takes no time"
    taken = sorted(taken[1:])
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


@pytest.fixture
def app() -> QApplication:
    return program.make_application()


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    Workspace.create(tmp_path / "team.netdesk", team="Team", person="Ana").close()
    made = program.open_window(tmp_path / "team.netdesk", remembered=False)
    made.resize(1280, 720)
    yield made
    made.close()


def test_that_a_chart_of_500_points_is_panned_within_a_frame(app: QApplication) -> None:
    days, values = many(500)
    spans = tuple(Span(f"Cycle {n}", days[n * 40], days[n * 40 + 12]) for n in range(12))
    notes = tuple(Annotation(days[n * 41 + 7], f"Something happened {n}") for n in range(12))
    result = analyse(values, better="up", splits=(200,))
    chart = ChartInput(
        "Five hundred days", tuple(days), tuple(values), result, unit="minutes", better="up", goal=Goal(16.0),
        spans=spans, annotations=notes,
    )  # fmt: skip
    ours = MeasureChart(name="chart", interactive=True)
    ours.resize(1200, 320)
    ours.show()
    start = time.perf_counter()
    ours.show_chart(chart)
    ours.finish()
    shown = time.perf_counter() - start
    start = time.perf_counter()
    ours.zoom_by(4)
    ours.finish()
    ours.viewport().repaint()
    zoomed = time.perf_counter() - start
    most = ours.pan[1]
    assert most > 1000, "the chart must be wider than what is seen"
    median, slow = frames(lambda n: ours.pan_to(most * n / FRAMES), ours)

    bare = pg.PlotWidget()
    bare.plot(range(500), values, symbol="o", antialias=True)
    bare.resize(1200, 320)
    bare.show()
    bare.viewport().repaint()
    bare_median, bare_slow = frames(lambda n: bare.setXRange(n * 3, n * 3 + 125, padding=0), bare)
    say("chart of 500 points, a frame while panning", f"{median:.1f} ms ({slow:.1f})", "<= 16 ms")
    say("bare pyqtgraph, 1 px line and symbols alone", f"{bare_median:.1f} ms ({bare_slow:.1f})")
    say("ours / bare", f"{median / bare_median:.2f}x")
    say("shown the first time", f"{shown * 1000:.0f} ms")
    say("drawn anew, four times as wide", f"{zoomed * 1000:.0f} ms")
    for one in (ours, bare):
        one.hide()
        one.deleteLater()


def test_that_a_grid_of_5000_rows_is_pasted_into_and_scrolled(window: MainWindow) -> None:
    days, values = many(ROWS)
    block = "\n".join(f"{day.isoformat()}\t{value}" for day, value in zip(days, values, strict=True))
    with window.context.workspace.edit("Add") as edit:
        measure = add_measure(edit, {"name": "Minutes", "unit": "minutes", "every": "day", "better": "up"})
    window.go("measures", measure)
    grid = window.findChild(QTableView, "points_grid")
    longest = 0.0
    QGuiApplication.clipboard().setText(block)
    start = last = time.perf_counter()
    grid.paste()
    while grid.model().rowCount() < ROWS or window.page().reading:  # type: ignore[attr-defined]
        QTest.qWait(5)
        QThread.msleep(5)  # qWait keeps Python to itself; the reading goes on in this pause
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    took = time.perf_counter() - start
    QTest.qWait(2_000)  # what is drawn late moves the grid
    show(grid)
    bar = grid.verticalScrollBar()
    median, slow = frames(lambda n: bar.setValue(bar.maximum() * n // FRAMES), grid)
    assert grid.model().rowCount() == ROWS + 1

    from PySide6.QtGui import QStandardItem, QStandardItemModel

    plain = QStandardItemModel()
    for n in range(ROWS):
        plain.appendRow([QStandardItem(str(one)) for one in (days[n], values[n], "", "")])
    bare = QTableView()
    bare.setModel(plain)
    bare.resize(grid.size())
    bare.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    bare.show()
    bare_bar = bare.verticalScrollBar()
    bare_median, _slow = frames(lambda n: bare_bar.setValue(bare_bar.maximum() * n // FRAMES), bare)
    start = time.perf_counter()
    window.context.put("Change a point", "observation", grid.model().line(ROWS // 2).id, {"value": {"v": "1"}})
    changed = time.perf_counter() - start
    wait_for(lambda: not window.page().reading, "the chart")  # type: ignore[attr-defined]
    followed = time.perf_counter() - start
    say("grid of 5,000 rows, a frame while scrolling", f"{median:.1f} ms ({slow:.1f})", "<= 16 ms")
    say("bare table view of the same cells", f"{bare_median:.1f} ms")
    say("ours / bare", f"{median / bare_median:.2f}x")
    say("5,000 rows pasted, read and charted", f"{took:.2f} s")
    say("longest the window was held meanwhile", f"{longest * 1000:.0f} ms")
    say("one cell changed among 5,000", f"{changed * 1000:.0f} ms")
    say("until its chart has followed, beside the window", f"{followed * 1000:.0f} ms")
    bare.hide()
    bare.deleteLater()

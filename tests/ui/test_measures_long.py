"""A measure with many points is read, computed and drawn beside the window; what a person does there never waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from sqlalchemy import event

from netdesk.core.charts import analyse
from netdesk.core.drawing import Line, Polyline, Primitive, Rect, Text
from netdesk.operations.measures import PointRow, set_points
from netdesk.ui.charts import layers, measure_chart
from netdesk.ui.charts.painter import paint
from netdesk.ui.charts.prepared import AT_ONCE, SPARK_POINTS, spark_of
from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages import measure as page
from netdesk.ui.pages.points_grid import PointsGrid
from netdesk.ui.steps import at_once

from .driving import find, wait_for
from .workbench import chart_of, minutes, shifted, undo, week

MANY = AT_ONCE + 30


def long_measure(window: MainWindow, **fields: Any) -> str:
    """A measure with more points than are read at once, opened and read; its id."""
    made = minutes(window, [10 + n % 5 for n in range(MANY)], **fields)
    wait_for(lambda: not window.page().reading, "the chart")  # type: ignore[attr-defined]
    return made


def grid_of(window: MainWindow) -> PointsGrid:
    grid = find(window, "points_grid")
    grid.setFocus()
    return grid


def value_at(grid: PointsGrid, row: int) -> str:
    return str(grid.model().index(row, grid.model().columns.index("value")).data())


def type_in(grid: PointsGrid, row: int, text: str) -> None:
    """Type over a cell and press Enter; what follows Enter has happened, what is read beside the window has not."""
    grid.setCurrentIndex(grid.model().index(row, grid.model().columns.index("value")))
    QTest.keyClick(grid, text[0])
    editor = next(one for one in grid.findChildren(QLineEdit) if one.isVisible())
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wait_for(lambda: not grid.editing, "the cell to close")
    QTest.qWait(5)


def values_of(window: MainWindow) -> list[float | None]:
    return [point.value for point in window.pages["measures"]._made.chart.result.points]  # type: ignore[attr-defined]


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[threading.Thread]]:
    """The threads in which measures are read and charts are drawn from now on."""
    noted: dict[str, list[threading.Thread]] = {"read": [], "drawn": []}

    def noting(name: str, deed: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            noted[name].append(threading.current_thread())
            return deed(*given)

        return run

    monkeypatch.setattr(page, "read_measure", noting("read", page.read_measure))
    monkeypatch.setattr(measure_chart, "draw_sheet", noting("drawn", measure_chart.draw_sheet))
    return noted


class Gate:
    """Holds the readings of measures until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open = threading.Event()
        self.begun = 0
        self._read = page.read_measure
        monkeypatch.setattr(page, "read_measure", self._held)

    def _held(self, *given: Any) -> Any:
        self.begun += 1
        read = self._read(*given)  # what it says is settled; it only arrives late
        self.open.wait(10)
        return read


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(monkeypatch)
    yield made
    made.open.set()


def test_that_many_points_are_read_and_drawn_off_the_window_s_thread(
    window: MainWindow, threads: dict[str, list[threading.Thread]]
) -> None:
    long_measure(window)
    chart = chart_of(window)
    assert len(chart.places) == MANY and len(values_of(window)) == MANY
    chart.zoom_by(4)
    wait_for(lambda: not chart.drawing_on, "the chart")
    assert chart.zoom == 4 and chart.drawing.width > 3 * chart.width()
    type_in(grid_of(window), 3, "44")
    wait_for(lambda: values_of(window)[3] == 44, "the chart with the new number")
    assert threads["read"] and threads["drawn"]
    # While it was made it had no more points than are read at once: nothing.
    beside = [one for name in ("read", "drawn") for one in threads[name] if one is threading.main_thread()]
    assert not beside


def test_that_few_points_are_there_at_once(
    window: MainWindow, threads: dict[str, list[threading.Thread]]
) -> None:
    minutes(window, shifted())
    window.context.put("Edit", "measure", window.page().opened(), {"unit": "pages"})
    assert not window.page().reading  # type: ignore[attr-defined]
    assert set(threads["read"]) == {threading.main_thread()}


def test_that_a_changed_cell_stands_at_once_and_the_chart_follows(window: MainWindow, gate: Gate) -> None:
    gate.open.set()
    long_measure(window)
    grid = grid_of(window)
    resets: list[bool] = []
    grid.model().modelReset.connect(lambda: resets.append(True))
    gate.open.clear()
    type_in(grid, 3, "44")
    assert value_at(grid, 3) == "44" and grid.currentIndex().row() == 4
    assert values_of(window)[3] != 44 and not resets
    gate.open.set()
    wait_for(lambda: values_of(window)[3] == 44, "the chart with the new number")
    assert not resets, "rows that are as they were are not shown anew"
    type_in(grid, MANY, "55")
    assert grid.currentIndex().row() == MANY + 1, "the next point is typed below"
    type_in(grid, MANY + 1, "56")
    wait_for(lambda: values_of(window)[-2:] == [55, 56], "the chart with the new points")
    grid.setCurrentIndex(grid.model().index(1, 1))
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert grid.model().rowCount() == MANY + 2 and grid.model().line(1).period == week(2)
    undo(window)
    assert grid.model().line(1).period == week(1)
    wait_for(lambda: not window.page().reading, "the reading")  # type: ignore[attr-defined]
    assert [line.period for line in (grid.model().line(row) for row in range(3))] == [week(0), week(1), week(2)]


def test_that_an_older_reading_never_takes_the_place_of_a_newer_one(window: MainWindow, gate: Gate) -> None:
    gate.open.set()
    measure = long_measure(window)
    gate.open.clear()
    begun = gate.begun
    for number in (41, 42, 43):  # the first is read before the others are made, and comes after them
        with window.context.workspace.edit("Change a point") as edit:
            set_points(edit, measure, [PointRow(week(5), {"v": str(number)})])
        wait_for(lambda: gate.begun > begun, "the first reading")
    shown: list[float | None] = []
    chart_of(window).moved.connect(lambda: shown.append(values_of(window)[5]))
    gate.open.set()
    wait_for(lambda: values_of(window)[5] == 43, "the newest number")
    wait_for(lambda: not window.page().reading, "the chart")  # type: ignore[attr-defined]
    assert values_of(window)[5] == 43 and set(shown) <= {43.0}


def test_that_what_is_read_late_never_stands_under_another_measure_s_name(window: MainWindow, gate: Gate) -> None:
    gate.open.set()
    long, short = long_measure(window), minutes(window, shifted())
    gate.open.clear()
    window.go("measures", long)
    grid, chart, fields = find(window, "points_grid"), chart_of(window), find(window, "page_title")
    assert fields.text() == "Minutes read" and grid.model().rowCount() == 0 and chart.places == ()
    assert not window.findChild(QWidget, "measure_name").isVisible(), "another measure's fields cannot be written in"
    gate.open.set()
    window.go("measures", short)  # is there at once; the other's reading arrives after it
    wait_for(lambda: not window.page().reading, "the reading")  # type: ignore[attr-defined]
    QTest.qWait(20)
    assert len(values_of(window)) == grid.model().rowCount() - 1 == len(shifted())
    window.go("measures", long)
    window.page()._view.enter_point()  # type: ignore[attr-defined]
    assert grid.model().rowCount() == MANY + 1 and grid.editing, "who enters a point at once has the table at once"


def test_that_a_reading_that_comes_while_a_cell_is_typed_in_leaves_it(window: MainWindow, gate: Gate) -> None:
    gate.open.set()
    measure = long_measure(window)
    grid = grid_of(window)
    gate.open.clear()
    window.context.put("Edit", "measure", measure, {"unit": "pages"})
    grid.setCurrentIndex(grid.model().index(2, 1))
    QTest.keyClick(grid, "7")
    gate.open.set()
    wait_for(lambda: not window.page()._view._reader.reading, "the reading")  # type: ignore[attr-defined]
    editor = next(one for one in grid.findChildren(QLineEdit) if one.isVisible())
    assert grid.editing and editor.text() == "7"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wait_for(lambda: values_of(window)[2] == 7, "what was typed")
    assert window.pages["measures"]._made.chart.unit == "pages"  # type: ignore[attr-defined]


def test_that_one_point_is_written_without_reading_all_others(window: MainWindow) -> None:
    measure = long_measure(window)
    read: list[str] = []
    workspace = window.context.workspace

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        read.append(statement)

    with workspace.edit("Change a point") as edit:
        engine = edit.connection.engine
        event.listen(engine, "before_cursor_execute", note)
        set_points(edit, measure, [PointRow(week(5), {"v": "9"})])
        event.remove(engine, "before_cursor_execute", note)
    assert read and not [one for one in read if "FROM observation" in one and "observation.measure =" in one]


TICKS: list[Primitive] = [Line(x, 0, x, 3, "control") for x in range(50)]
PARTS: list[Primitive] = [Polyline(((x, 10.0), (x + 1.0, 20.0)), "common", 1.5) for x in range(50)]
OVER: list[Primitive] = [Rect(0, 0, 50, 30, fill="sunken"), Line(0, 5, 50, 5, "text"), Text(1, 9, "a", 9, 5)]


def test_that_a_picture_painted_in_portions_is_the_picture_painted_at_once(
    qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    children, area = (*TICKS, *OVER, *TICKS), QRectF(0, 0, 60, 40)
    whole = at_once(layers.in_portions(children, area, 1.0)).toImage()
    monkeypatch.setattr(layers, "PORTION", 7)
    portions = layers.in_portions(children, area, 1.0)
    pauses = 0
    try:
        while True:
            next(portions)
            pauses += 1
    except StopIteration as end:
        assert end.value.toImage() == whole
    assert pauses == (len(children) - 1) // 7


class Counting(QPainter):
    """Counts how often lines are handed to Qt."""

    calls = 0

    def drawLines(self, *given: Any) -> None:
        Counting.calls += 1
        super().drawLines(*given)


def test_that_straight_lines_of_one_look_in_a_row_are_painted_in_one_go_and_in_their_order(qapp: Any) -> None:
    image = QImage(60, 40, QImage.Format.Format_ARGB32_Premultiplied)
    Counting.calls = 0
    painter = Counting(image)
    paint(painter, [*TICKS, *PARTS, *OVER])
    painter.end()
    assert Counting.calls == 3
    assert image.pixelColor(20, 15) == image.pixelColor(40, 25), "what comes later covers what came before"


def test_that_a_chart_the_size_of_a_word_has_two_points_a_pixel_and_its_extremes() -> None:
    values = [10.0 + n % 7 for n in range(5_000)]
    values[777], values[4_321] = 99.0, -99.0
    spark = spark_of(analyse(values))
    assert spark is not None and len(spark.values) <= SPARK_POINTS + 2
    assert {(0, values[0]), (777, 99.0), (4_321, -99.0), (4_999, values[-1])} <= set(spark.values)
    few = spark_of(analyse(values[:30]))
    assert few is not None and [value for _n, value in few.values] == values[:30]
    assert spark_of(analyse([1.0])) is None

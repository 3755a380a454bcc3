"""What the tests of the workbench share: a measure in the open window, its chart and its grid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from netdesk.operations.measures import PointRow, add_measure, set_points
from netdesk.ui.charts.measure_chart import MeasureChart
from netdesk.ui.dialogs.reason import Reason
from netdesk.ui.main_window import MainWindow

from .driving import click, find, in_dialog, press, show, wait_for

START = date(2025, 9, 1)
LOW, HIGH = (10, 14, 11, 13, 12), (21, 24, 22, 25, 23)


def week(n: int) -> date:
    """The Monday of a week from the first point on."""
    return START + timedelta(weeks=n)


def shifted(low: int = 14, high: int = 10) -> list[int]:
    """Values that rise for good after the low ones."""
    return [LOW[n % 5] for n in range(low)] + [HIGH[n % 5] for n in range(high)]


def minutes(window: MainWindow, values: Sequence[float] | None = None, **fields: Any) -> str:
    """A measure of minutes with a point a week, opened; its id."""
    with window.context.workspace.edit("Add") as edit:
        start = {"name": "Minutes read", "unit": "minutes", "better": "up", "every": "week"}
        definition = {"text": "Minutes read at home", "since": START.isoformat()}
        measure = add_measure(edit, {**start, **fields}, definition=definition)
        rows = [PointRow(week(n), {"v": value}) for n, value in enumerate(shifted() if values is None else values)]
        set_points(edit, measure, rows)
    window.go("measures", measure)
    wait_for(lambda: chart_of(window).places or not rows, "the chart")
    QTest.qWait(20)  # what is laid out late moves the points
    return measure


def chart_of(window: MainWindow) -> MeasureChart:
    """The chart that is shown."""
    return window.findChild(MeasureChart, "measure_chart")


def point_at(chart: MeasureChart, index: int) -> QPoint:
    """Where a point is, in the pixels of what takes the mouse."""
    return chart.position_of(index).toPoint()


def click_point(window: MainWindow, index: int, *, shift: bool = False) -> None:
    """Click a point with the mouse."""
    chart = chart_of(window)
    show(chart)
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, keys, point_at(chart, index))


def drag_over(window: MainWindow, first: int, last: int) -> None:
    """Drag with the mouse from left of a point to another."""
    chart = chart_of(window)
    show(chart)
    start = point_at(chart, first) - QPoint(6, 40)
    end = point_at(chart, last) + QPoint(4, 0)
    QTest.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for part in (0.2, 0.6, 1.0):
        at = QPointF(start) + (QPointF(end) - QPointF(start)) * part
        QTest.mouseMove(chart.viewport(), at.toPoint())
        QTest.qWait(1)
    QTest.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, pos=end)


def give_reason(text: str) -> None:
    """Write the reason into the dialog that the next deed opens."""

    def fill(dialog: Reason) -> None:
        QTest.keyClicks(find(dialog, "reason_text"), text)
        click(dialog, "reason_accept")

    in_dialog("reason", fill)


def undo(window: MainWindow) -> None:
    """Ctrl+Z; after a dialog the window is active again only when the window system says so."""
    window.activateWindow()
    wait_for(window.isActiveWindow, "the window to be active")
    press(window, Qt.Key.Key_Z)


def act(window: MainWindow, deed: str, reason: str = "") -> None:
    """Press a deed under the chart, with its reason if it asks one."""
    if reason:
        give_reason(reason)
    click(window, f"deed_{deed}")

"""The measures of a cycle in its Study: the chart with the test's days marked, the predictions beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QWidget

from netdesk.core import drawing
from netdesk.core.drawing import Line, Marker
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.charts.measure_chart import MeasureChart
from netdesk.ui.charts.prepared import chart_of
from netdesk.ui.context import Context
from netdesk.ui.pages.cycle_tile import span_of
from netdesk.ui.shown import shown_date
from netdesk.ui.widgets.basic import column, empty, label, row
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.sides import Sides

SIDE_WIDTH = 208
LEAST_BAND = 6.0

Record = dict[str, Any]


class CycleChart(MeasureChart):
    """A measure's chart with the days of one cycle as a tinted band behind the data."""

    _days: tuple[date, date] | None = None

    def mark(self, start: date | None, end: date | None) -> None:
        """Mark these days; None marks none."""
        self._days = None if start is None else (start, max(start, end or start))
        self.viewport().update()

    def band(self) -> QRectF | None:
        """The marked days in this widget's pixels; None where none are marked or they lie outside the chart."""
        chart, drawn = self._chart, self.drawing
        if self._days is None or chart is None or drawn is None:
            return None
        flat = list(drawing.flat(drawn.children))
        grid = [one for one in flat if isinstance(one, Line) and one.stroke == "grid" and one.y1 == one.y2]
        marks = [one for one in flat if isinstance(one, Marker) and one.stroke in ("chart_ground", "common")]
        days = [chart.dates[point.index] for point in chart.result.points if point.value is not None]
        dated = [day for day in days if isinstance(day, date)]
        if not grid or len(dated) < 2 or len(marks) != len(dated) or dated[0] == dated[-1]:
            return None
        per_day = (marks[-1].x - marks[0].x) / (dated[-1] - dated[0]).days
        left, right = (marks[0].x + (day - dated[0]).days * per_day for day in self._days)
        least, most = min(one.x1 for one in grid), max(one.x2 for one in grid)
        if right < least or left > most:
            return None
        left, right = max(left, least), min(max(right, left + LEAST_BAND), most)
        top, bottom = min(one.y1 for one in grid), max(one.y1 for one in grid)
        scale = theme.px(100) / 100
        return QRectF(left * scale, top * scale, (right - left) * scale, (bottom - top) * scale)

    def drawBackground(self, painter: QPainter, area: QRectF) -> None:
        super().drawBackground(painter, area)
        band = self.band()
        if band is not None:
            painter.fillRect(band, QColor(theme.tokens().accent_tint))


class StudyChart(QWidget):
    """One linked measure at a time: chart at the left; what was predicted and what the chart says at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._cycle: Record = {}
        self._measure = ""
        self._choice = ChoiceField(_("Measure"), name="cycle_measure", quiet=True)
        self._choice.chosen.connect(self._choose)
        self._choice.setMaximumWidth(theme.px(360))
        self._chart = CycleChart(name="cycle_chart", height=236)
        self._swatch = QFrame()
        self._swatch.setProperty("role", "tinted")
        self._swatch.setFixedSize(theme.px(14), theme.px(14))
        self._span = label("", "second", wrap=True, name="cycle_span")
        span = row(spacing=6)
        span.addWidget(self._swatch, 0, Qt.AlignmentFlag.AlignTop)
        span.addWidget(self._span, 1)
        self._span_part = QWidget()
        self._span_part.setLayout(span)
        self._predicted = column(spacing=4, margins=(8, 6, 8, 8))
        self._tinted = QFrame()
        self._tinted.setProperty("role", "tinted")
        self._tinted.setLayout(self._predicted)
        self._says_head = label(_("What it says"), "head")
        self._says = label("", "second", wrap=True, name="cycle_chart_says")
        side = QWidget()
        side.setLayout(column(self._span_part, self._tinted, self._says_head, self._says, 1, spacing=6))
        line = Sides(spacing=12)
        line.add(column(self._chart, 1), 1)
        line.add(side, width=SIDE_WIDTH)
        self.setLayout(column(self._choice, line, spacing=4, margins=(8, 8, 0, 8)))

    def show_cycle(self, cycle: Record, items: Sequence[Record], questions: Sequence[Record]) -> None:
        """Show the measures that the cycle's data go into; hides where there is none."""
        workspace = self._context.workspace
        measures = {}
        for one in items:
            found = workspace.get("measure", one["measure"]) if one.get("measure") else None
            if found is not None:
                measures[found["id"]] = found.get("name") or _("Unnamed measure")
        self.setVisible(bool(measures))
        if not measures:
            return
        if self._measure not in measures or cycle.get("id") != self._cycle.get("id"):
            self._measure = next(iter(measures))
        self._cycle = cycle
        self._choice.show_choices(list(measures.items()), self._measure)
        self._choice.setVisible(len(measures) > 1)
        self._show_predicted(questions)
        self._show_chart()

    def _choose(self, measure: str) -> None:
        self._measure = measure
        self._show_chart()

    def _show_predicted(self, questions: Sequence[Record]) -> None:
        empty(self._predicted)
        predicted = [one["prediction"] for one in questions if one.get("prediction")]
        self._tinted.setVisible(bool(predicted))
        self._predicted.addWidget(label(_("We predicted"), "accent"))
        for words in predicted:
            self._predicted.addWidget(label(words, wrap=True, name="chart_prediction"))

    def _show_chart(self) -> None:
        try:
            chart = chart_of(self._context, self._measure)
        except NetDeskError as error:
            self._chart.hide()
            self._span_part.hide()
            self._says.setText(error.user_text)
            return
        start, end = span_of(self._cycle, self._context.today())
        self._chart.show()
        self._chart.mark(start, end)
        self._chart.show_chart(chart)
        self._span_part.setVisible(start is not None)
        if start is not None:
            days = " – ".join(dict.fromkeys(shown_date(day.isoformat()) for day in (start, end or start)))
            self._span.setText(_("This cycle: {days}").format(days=days))
        says = [part for part in (chart.result.says, chart.result.chance_words) if part]
        self._says_head.setVisible(bool(says))
        self._says.setText(" ".join(says))

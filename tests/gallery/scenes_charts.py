"""Charts as drawings: on the screen in light and dark, and as printed pages in grey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from netdesk.core.chart_drawing import draw_chart
from netdesk.core.chart_panels import draw_panels
from netdesk.core.chart_stack import draw_stack
from netdesk.core.charts import analyse
from netdesk.core.drawing import Drawing
from netdesk.reports.chart import ChartPage, page_of_chart, page_of_line, page_pdf
from netdesk.reports.pages import spoken
from netdesk.ui.charts.painter import colour_of, paint
from netdesk.ui.main_window import MainWindow
from tests.core.chart_samples import attendance_with_limits, causal_line, six_groups, sixty_points
from tests.gallery.scene import FULL, Scene, Sheet

PRINTED = date(2026, 3, 3)
MARGIN = 16.0


class Picture(QWidget):
    """A drawing at its own size, in the theme's colours."""

    def __init__(self, made: Drawing, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        self.setWindowTitle(made.title)
        self.setAccessibleName(made.title)
        self.setAccessibleDescription(made.description)
        self._made = made
        self.resize(round(made.width + 2 * MARGIN), round(made.height + 2 * MARGIN))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), colour_of("chart_ground"))
        painter.translate(MARGIN, MARGIN)
        paint(painter, self._made.children)


def plain_run() -> Drawing:
    """The plain view of a run chart."""
    chart = attendance_with_limits()
    run = analyse(chart.values, chart.denominators, freeze=12, exclude=(7,), better="up", target=0.93)
    chart = replace(chart, result=run, goal_steps=(), definitions=(), reasons=())
    return draw_chart(chart, plain=True, width=880)


def groups() -> Drawing:
    """Six groups side by side."""
    return draw_panels(six_groups(), title="Weekly attendance, Grade 7", subtitle="% of student-days", width=880)


def page(make: Callable[[], ChartPage], paper: str, lang: str) -> bytes:
    """A page of a chart as a PDF."""
    with spoken(lang):
        signed = replace(make(), team="Grade 7 attendance team", school="Lincoln Middle School")
    return page_pdf(signed, paper=paper, lang=lang, printed_on=PRINTED)


def whole() -> ChartPage:
    """A chart with everything on it, and its groups."""
    return page_of_chart(attendance_with_limits(), six_groups())


def _scene(name: str, make: Callable[[], Drawing]) -> Scene:
    def show(window: MainWindow) -> QWidget:
        return Picture(make(), window)

    return Scene(name, show, on=(FULL,))


SCENES: tuple[Scene, ...] = (
    _scene("chart-run-plain", plain_run),
    _scene("chart-p-prime", lambda: draw_chart(attendance_with_limits(), width=880)),
    _scene("chart-groups", groups),
    _scene("chart-causal-line", lambda: draw_stack(causal_line(), width=880)),
    _scene("chart-sixty-points", lambda: draw_chart(sixty_points(), width=880)),
)
SHEETS: tuple[Sheet, ...] = (
    Sheet("print-chart", lambda paper, lang: page(whole, paper, lang)),
    Sheet("print-chart-sixty", lambda paper, lang: page(lambda: page_of_chart(sixty_points()), paper, lang)),
    Sheet("print-causal-line", lambda paper, lang: page(lambda: page_of_line(causal_line()), paper, lang)),
)

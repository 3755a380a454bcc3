"""The run chart of the screen: pyqtgraph draws the data and answers the pointer, the shared drawing says the rest.

Where everything lies is computed once, by core.chart_drawing, for screen and print alike. Its words, brackets, bands
and lines are painted behind; its points and the line between them become pyqtgraph's, so that they can be pointed at.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netdesk.core import drawing
from netdesk.core.chart_drawing import draw_chart
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_scales import period_labels, value_text
from netdesk.core.drawing import Drawing, Marker, Polyline, Primitive
from netdesk.ui import theme
from netdesk.ui.charts.painter import colour_of, paint

LEAST_PLOT = 96.0
_SYMBOLS = {"circle": "o", "square": "s", "diamond": "d", "triangle": "t1"}


class _Behind(pg.GraphicsObject):
    """The part of the drawing that only looks."""

    def __init__(self) -> None:
        super().__init__()
        self._children: tuple[Primitive, ...] = ()
        self._area = QRectF(0, 0, 1, 1)

    def show_children(self, children: tuple[Primitive, ...], area: QRectF) -> None:
        self.prepareGeometryChange()
        self._children, self._area = children, area
        self.update()

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, *_args: Any) -> None:
        paint(painter, self._children)


class RunChart(pg.GraphicsView):
    """A run chart that fills its width; what it says in words is its accessible description."""

    # pyqtgraph resizes the view while it is being made.
    _chart: ChartInput | None = None

    def __init__(self, *, name: str, height: int = 300, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, background=None)
        self.setObjectName(name)
        self._height = theme.px(height)
        self.setMinimumHeight(self._height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(pg.GraphicsView.Shape.NoFrame)
        self._view = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._view.invertY(True)
        self.setCentralItem(self._view)
        self._behind = _Behind()
        self._view.addItem(self._behind, ignoreBounds=True)
        self._curves: list[pg.PlotCurveItem] = []
        self._points = pg.ScatterPlotItem(hoverable=True, tip=lambda x, y, data: data, hoverSize=12)
        self._points.setZValue(10)
        self._view.addItem(self._points, ignoreBounds=True)
        self.drawing: Drawing | None = None
        theme.news().changed.connect(self._draw)

    def show_chart(self, chart: ChartInput) -> None:
        """Show this chart."""
        self._chart = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.result.words)
        self._draw()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(480), self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not within Qt's own resizing: a height changed there is put back by the outer resize.
        QTimer.singleShot(0, self, self._draw)

    def _draw(self) -> None:
        if self._chart is None or self.width() < 80:
            return
        scale = theme.px(100) / 100
        width, height = self.width() / scale, self._height / scale
        chart = self._chart
        first = draw_chart(chart, width=width, plot_height=LEAST_PLOT)
        plot = max(LEAST_PLOT, height - (first.height - LEAST_PLOT))
        made = draw_chart(chart, width=width, plot_height=plot)
        wanted = max(self._height, round(made.height * scale))
        if self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)
        self.drawing = made
        self._show(made, QRectF(0, 0, width, wanted / scale))

    def _show(self, made: Drawing, area: QRectF) -> None:
        assert self._chart is not None
        self.setBackground(QColor(theme.tokens().chart_ground))
        self._view.setRange(area, padding=0, disableAutoRange=True)
        children = tuple(drawing.flat(made.children))
        marks = [child for child in children if _is_point(child)]
        lines = [child for child in children if _is_data_line(child)]
        valued = [point for point in self._chart.result.points if point.value is not None]
        if len(marks) != len(valued):  # an empty chart, or one whose points are not drawn one by one
            marks, lines = [], []
        taken = {id(child) for child in (*marks, *lines)}
        self._behind.show_children(tuple(child for child in children if id(child) not in taken), area)
        self._show_lines(lines)
        self._show_points(marks)

    def _show_lines(self, lines: list[Any]) -> None:
        for curve in self._curves:
            self._view.removeItem(curve)
        self._curves = []
        by_look: dict[drawing.Role, list[Polyline]] = {}
        for line in lines:
            by_look.setdefault(line.stroke, []).append(line)
        for role, pieces in by_look.items():
            ends = np.array([point for piece in pieces for point in piece.points], dtype=float)
            # Thick antialiased paths are slow in Qt: in segments the same line costs a fifth.
            curve = pg.PlotCurveItem(
                ends[:, 0], ends[:, 1], connect="pairs", antialias=True, pen=_pen(role, pieces[0].width)
            )
            curve.setSegmentedLineMode("on")
            curve.setZValue(5)
            self._view.addItem(curve, ignoreBounds=True)
            self._curves.append(curve)

    def _show_points(self, marks: list[Any]) -> None:
        assert self._chart is not None
        words = self._point_words()
        scale = theme.px(100) / 100
        self._points.setData(
            [
                {
                    "pos": (mark.x, mark.y),
                    "size": mark.size * scale * (1.1 if mark.shape == "diamond" else 1.0),
                    "symbol": _SYMBOLS[mark.shape],
                    "brush": colour_of(mark.fill),
                    "pen": _pen(mark.stroke, mark.stroke_width) if mark.stroke else None,
                    "data": words[n],
                }
                for n, mark in enumerate(marks)
            ]
        )

    def _point_words(self) -> list[str]:
        chart = self._chart
        assert chart is not None
        labels = period_labels(chart.dates)
        words = []
        for point in chart.result.points:
            if point.value is None:
                continue
            text = value_text(point.value, chart.unit, percent=chart.percent)
            words.append(f"{labels[point.index]}: {text}")
        return words


def _is_point(child: Primitive) -> bool:
    """Points have a halo of the ground, or (excluded ones) are filled with it."""
    return isinstance(child, Marker) and child.fill is not None and (
        child.stroke == "chart_ground" or (child.fill == "chart_ground" and child.stroke == "common")
    )


def _is_data_line(child: Primitive) -> bool:
    return isinstance(child, Polyline) and child.fill is None and len(child.points) == 2 and child.width == 1.5


def _pen(role: drawing.Role, width: float) -> QPen:
    pen = QPen(colour_of(role), width)
    pen.setCosmetic(True)
    return pen

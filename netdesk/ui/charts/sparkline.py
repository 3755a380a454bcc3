"""A chart the size of a word, for lists: the line, its median, and the last point in its mark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from netdesk.core.charts import Result
from netdesk.core.drawing import Marker
from netdesk.ui import theme
from netdesk.ui.charts.painter import paint
from netdesk.ui.charts.prepared import Spark, spark_of


class Sparkline(QWidget):
    """Shows a result's values; silent for screen readers, since the words stand beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._spark: Spark | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(140), theme.px(36))

    def show_result(self, result: Result) -> None:
        """Show this result."""
        self._spark = spark_of(result)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._spark is not None:
            painter = QPainter(self)
            paint_spark(painter, QRectF(self.rect()), self._spark)
            painter.end()


def paint_spark(painter: QPainter, area: QRectF, spark: Spark) -> None:
    """Paint the values as a line in the area and the last of them as its mark."""
    at = paint_line(painter, area, spark.values, spark.centre)
    paint(painter, (Marker(at.x(), at.y(), spark.shape, 7, spark.role, "chart_ground", 1.0),))


def paint_line(
    painter: QPainter, area: QRectF, values: Sequence[tuple[int, float]], centre: float | None
) -> QPointF:
    """Paint (place, value) pairs as a line in the area, over their centre line; where the last one lies."""
    low, high = min(value for _n, value in values), max(value for _n, value in values)
    first, last = values[0][0], values[-1][0]
    left, across = area.left() + 5, (area.width() - 12) / max(1, last - first)
    bottom, up = area.bottom() - 6, (area.height() - 12) / (high - low) if high > low else 0.0
    if not up:
        bottom = area.center().y()

    def place(index: int, value: float) -> QPointF:
        return QPointF(left + across * (index - first), bottom - up * (value - low))

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if centre is not None and low <= centre <= high:
        painter.setPen(QPen(QColor(theme.tokens().control), 1))
        painter.drawLine(place(first, centre), place(last, centre))
    painter.setPen(QPen(QColor(theme.tokens().common), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([place(index, value) for index, value in values]))
    return place(*values[-1])

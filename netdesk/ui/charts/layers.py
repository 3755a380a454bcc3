"""The layers of a chart on the screen: what lies still, painted once, and what is chosen."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from netdesk.core.drawing import Primitive, Text
from netdesk.ui.charts.painter import colour_of, paint


class Picture(pg.GraphicsObject):
    """Primitives painted once; shown again and again as they are."""

    def __init__(self, z: float) -> None:
        super().__init__()
        self.setZValue(z)
        self._children: tuple[Primitive, ...] = ()
        self._ground: tuple[QRectF, ...] = ()
        self._area = QRectF(0, 0, 1, 1)
        self._kept: QPixmap | None = None

    def show_children(
        self, children: tuple[Primitive, ...], area: QRectF, ground: tuple[QRectF, ...] = ()
    ) -> None:
        """Show these, over rectangles of the chart's ground."""
        self.prepareGeometryChange()
        self._children, self._area, self._ground, self._kept = children, area, ground, None
        self.update()

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, *_args: Any) -> None:
        device = painter.device()
        ratio = device.devicePixelRatioF() * painter.worldTransform().m11()
        if self._kept is None or abs(self._kept.devicePixelRatioF() - ratio) > 1e-6:
            self._kept = self._painted(ratio)
        painter.drawPixmap(self._area.topLeft(), self._kept)

    def _painted(self, ratio: float) -> QPixmap:
        kept = QPixmap(max(1, round(self._area.width() * ratio)), max(1, round(self._area.height() * ratio)))
        kept.setDevicePixelRatio(ratio)
        kept.fill(Qt.GlobalColor.transparent)
        painter = QPainter(kept)
        painter.translate(-self._area.topLeft())
        for place in self._ground:
            painter.fillRect(place, colour_of("chart_ground"))
        paint(painter, self._children)
        painter.end()
        return kept


class Words(pg.GraphicsObject):
    """The words of a zoomed chart that move with its data: those are shown that are seen whole."""

    def __init__(self, z: float) -> None:
        super().__init__()
        self.setZValue(z)
        self._words: tuple[Text, ...] = ()
        self.seen: tuple[Text, ...] = ()
        self._area = QRectF(0, 0, 1, 1)

    def show_words(self, words: tuple[Text, ...], area: QRectF) -> None:
        """Have these to show, as far as `look` says."""
        self.prepareGeometryChange()
        self._words, self.seen, self._area = words, (), area

    def look(self, left: float, right: float, axis: float) -> None:
        """Show what lies between here and there, or is wider and seen in part; below the axis there is room beside the
        data, so a date is shown as long as its tick is."""

        def seen(one: Text) -> bool:
            over = one.width / 2 if one.y > axis else 0.0
            inside = one.left >= left - over and one.left + one.width <= right + over
            return inside or (one.width > right - left and one.left < right and one.left + one.width > left)

        now = tuple(filter(seen, self._words))
        if now != self.seen:
            self.seen = now
            self.update()

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, *_args: Any) -> None:
        paint(painter, self.seen)


class Chosen(pg.GraphicsObject):
    """The chosen range as a tinted band, and a ring round the point that the cursor or the pointer is at."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(-10)
        self.band: QRectF | None = None
        self.ring: QPointF | None = None
        self._area = QRectF(0, 0, 1, 1)

    def show_marks(self, band: QRectF | None, ring: QPointF | None, area: QRectF) -> None:
        self.prepareGeometryChange()
        self.band, self.ring, self._area = band, ring, area
        self.update()

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, *_args: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.band is not None:
            painter.fillRect(self.band, colour_of("accent_tint"))
        if self.ring is not None:
            painter.setPen(QPen(colour_of("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self.ring, 8.0, 8.0)

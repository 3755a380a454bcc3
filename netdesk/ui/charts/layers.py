"""The layers of a chart on the screen: what lies still, painted once, and what is chosen."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from netdesk.core.drawing import Primitive, Role, Text
from netdesk.ui import theme
from netdesk.ui.charts.graphs import pyqtgraph as pg
from netdesk.ui.charts.painter import colour_of, paint
from netdesk.ui.charts.sheet import Look
from netdesk.ui.steps import at_once

_SYMBOLS = {"circle": "o", "square": "s", "diamond": "d", "triangle": "t1"}
#: So many primitives are painted in one go, where a picture is painted in portions.
PORTION = 1_500


def in_portions(
    children: tuple[Primitive, ...], area: QRectF, ratio: float, ground: tuple[QRectF, ...] = ()
) -> Generator[None, None, QPixmap]:
    """Primitives painted over rectangles of the chart's ground, with pauses, so that other events can come in between.

    ``ratio`` is the number of pixels to a unit of the drawing.
    """
    kept = QPixmap(max(1, round(area.width() * ratio)), max(1, round(area.height() * ratio)))
    kept.setDevicePixelRatio(ratio)
    kept.fill(Qt.GlobalColor.transparent)
    for begin in range(0, max(1, len(children)), PORTION):
        if begin:
            yield
        painter = QPainter(kept)
        painter.translate(-area.topLeft())
        if not begin:
            for place in ground:
                painter.fillRect(place, colour_of("chart_ground"))
        paint(painter, children[begin : begin + PORTION])
        painter.end()
    return kept


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
        self,
        children: tuple[Primitive, ...],
        area: QRectF,
        ground: tuple[QRectF, ...] = (),
        kept: QPixmap | None = None,
    ) -> None:
        """Show these, over rectangles of the chart's ground; ``kept`` is what they look like, if painted before."""
        self.prepareGeometryChange()
        self._children, self._area, self._ground, self._kept = children, area, ground, kept
        self.update()

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, *_args: Any) -> None:
        device = painter.device()
        ratio = device.devicePixelRatioF() * painter.worldTransform().m11()
        if self._kept is None or abs(self._kept.devicePixelRatioF() - ratio) > 1e-6:
            self._kept = at_once(in_portions(self._children, self._area, ratio, self._ground))
        painter.drawPixmap(self._area.topLeft(), self._kept)


class Points:
    """The points of a chart, one cloud a look: spots that differ among themselves would each be dressed one by one."""

    def __init__(self, view: pg.ViewBox) -> None:
        self._view = view
        self._clouds: dict[Look, pg.ScatterPlotItem] = {}

    def show_clouds(self, clouds: Mapping[Look, Any]) -> None:
        """Show these, each the x and y of its points."""
        scale = theme.px(100) / 100
        for look in [one for one in self._clouds if one not in clouds]:
            self._view.removeItem(self._clouds.pop(look))
        for look, (xs, ys) in clouds.items():
            if look not in self._clouds:
                self._clouds[look] = pg.ScatterPlotItem()
                self._clouds[look].setZValue(10)
                self._view.addItem(self._clouds[look], ignoreBounds=True)
            self._clouds[look].setData(
                x=xs,
                y=ys,
                symbol=_SYMBOLS[look.shape],
                size=look.size * scale * (1.1 if look.shape == "diamond" else 1.0),
                brush=colour_of(look.fill) if look.fill else None,
                pen=_pen(look.stroke, look.width) if look.stroke else None,
            )


def _pen(role: Role, width: float) -> QPen:
    pen = QPen(colour_of(role), width)
    pen.setCosmetic(True)
    return pen


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

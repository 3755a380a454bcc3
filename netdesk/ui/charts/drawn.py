"""A drawing that fills its width and is as high as it needs: what print paints, on the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netdesk.core.drawing import Drawing
from netdesk.ui import theme
from netdesk.ui.charts.painter import colour_of, paint
from netdesk.ui.recolour import keep_coloured


class Drawn(QWidget):
    """Shows what ``draw`` makes for a width; its words are the accessible description."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._draw: Callable[[float], Drawing] | None = None
        self._kept: QPixmap | None = None
        self.drawing: Drawing | None = None
        keep_coloured(self, self._draw_again)

    def show_drawing(self, draw: Callable[[float], Drawing]) -> None:
        """Show this, drawn to the width there is."""
        self._draw = draw
        self._draw_again()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(480), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            # Not within Qt's own resizing: a height changed there is put back by the outer resize.
            QTimer.singleShot(0, self, self._draw_again)

    def _draw_again(self) -> None:
        if self._draw is None or self.width() < 80:
            return
        scale = theme.px(100) / 100
        self.drawing = self._draw(self.width() / scale)
        self._kept = None
        self.setAccessibleName(self.drawing.title)
        self.setAccessibleDescription(self.drawing.description)
        height = round(self.drawing.height * scale)
        if self.minimumHeight() != height:
            self.setFixedHeight(height)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.drawing is None:
            return
        ratio = self.devicePixelRatioF()
        if self._kept is None or abs(self._kept.devicePixelRatioF() - ratio) > 1e-6:
            self._kept = self._painted(self.drawing, ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._kept)
        painter.end()

    def _painted(self, made: Drawing, ratio: float) -> QPixmap:
        kept = QPixmap(max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))
        kept.setDevicePixelRatio(ratio)
        kept.fill(colour_of("chart_ground") if theme.tokens().dark else Qt.GlobalColor.transparent)
        painter = QPainter(kept)
        scale = theme.px(100) / 100
        painter.scale(scale, scale)
        paint(painter, made.children)
        painter.end()
        return kept

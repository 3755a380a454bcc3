"""Two small painted marks: how far the way from start to goal is, and which of the four stages a test has reached."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from netdesk.core.records import STAGES
from netdesk.ui import theme


class Way(QWidget):
    """A line from the start to the goal with a mark where it is now; its words lie above and below, never over it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("home_way")
        self._share = 0.0
        self._start = self._now = self._goal = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_way(self, start: str, now: str, goal: str, share: float) -> None:
        """Show the three in words, and the share (0-1) of the way that is made."""
        self._start, self._now, self._goal, self._share = start, now, goal, share
        self.setAccessibleName(", ".join(part for part in (start, now, goal) if part))
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), self._line() * 2 + theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), self._line() * 2 + theme.px(24))

    def _line(self) -> int:
        return round(QFontMetricsF(theme.font(12)).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens()
        high, mid = self._line(), self._line() + theme.px(12)
        left, right = float(theme.px(8)), float(self.width() - theme.px(8))
        at = left + (right - left) * self._share
        painter.setPen(QPen(QColor(colours.grid), theme.px(5)))
        painter.drawLine(QPointF(left, mid), QPointF(right, mid))
        painter.setPen(QPen(QColor(colours.improvement), theme.px(5)))
        if self._share > 0:
            painter.drawLine(QPointF(left, mid), QPointF(at, mid))
        painter.setPen(QPen(QColor(colours.text), 1.6))
        painter.setBrush(QColor(colours.surface))
        painter.drawEllipse(QPointF(left, mid), theme.px(5), theme.px(5))
        painter.setPen(QPen(QColor(colours.text), 2, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(right, mid - theme.px(11)), QPointF(right, mid + theme.px(9)))
        half = theme.px(6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.improvement if self._share > 0 else colours.common))
        painter.drawRect(QRectF(at - half, mid - half, 2 * half, 2 * half))
        bold = theme.font(12, bold=True)
        self._words(painter, self._now, bold, at, 0, colours.improvement if self._share > 0 else colours.text)
        below = high + theme.px(22)
        self._words(painter, self._start, theme.font(12), left, below, colours.second)
        self._words(painter, self._goal, bold, right, below, colours.text)
        painter.end()

    def _words(self, painter: QPainter, text: str, font: QFont, x: float, top: float, colour: str) -> None:
        metrics = QFontMetricsF(font)
        room = float(self.width()) if top == 0 else self.width() / 2 - theme.px(4)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(shown) + 2
        place = min(max(0.0, x - width / 2), self.width() - width)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QRectF(place, top, width, self._line()), Qt.AlignmentFlag.AlignLeft, shown)


class StageMarks(QWidget):
    """Four marks: a ticked box for each stage gone through, a half circle for the one in hand, circles for the rest."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self._at = STAGES.index(stage) if stage in STAGES else 0
        self.setFixedSize(theme.px(70), theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens()
        accent, quiet = QColor(colours.accent), QColor(colours.control)
        size, step, top = theme.px(11), theme.px(18), theme.px(2)
        for n in range(4):
            box = QRectF(1 + n * step, top, size, size)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if n < self._at:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(accent)
                painter.drawRoundedRect(box, 2, 2)
                painter.setPen(QPen(QColor(colours.on_accent), 1.6))
                painter.drawPolyline(
                    [
                        QPointF(box.left() + size * 0.22, box.top() + size * 0.52),
                        QPointF(box.left() + size * 0.43, box.top() + size * 0.73),
                        QPointF(box.left() + size * 0.78, box.top() + size * 0.28),
                    ]
                )
            else:
                painter.setPen(QPen(accent if n == self._at else quiet, 1.4))
                painter.drawEllipse(box)
                if n == self._at:
                    painter.setBrush(accent)
                    painter.drawChord(box, 90 * 16, 180 * 16)
        painter.end()

"""Marks of states painted as core.status_marks draws them, and two bars that show evidence beside votes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netdesk.core import status_marks
from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.charts.painter import paint


class StateMark(QWidget):
    """The shape of a state; the word beside it says the same, so it is silent for screen readers."""

    def __init__(self, shape: status_marks.Shape | None = None) -> None:
        super().__init__()
        self._shape = shape
        self.setFixedSize(theme.px(16), theme.px(16))

    def show_shape(self, shape: status_marks.Shape | None) -> None:
        """Show this shape."""
        self._shape = shape
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._shape is None:
            return
        painter = QPainter(self)
        scale = theme.px(100) / 100
        painter.scale(scale, scale)
        paint(painter, status_marks.shape(self._shape, 8, 8))
        painter.end()


class TwoBars(QWidget):
    """How much evidence there is and how many votes, each against the most of any cause, with its number."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("votes_beside_evidence")
        self._rows: tuple[tuple[str, int, int, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_numbers(self, evidence: int, votes: int, most_evidence: int, most_votes: int) -> None:
        """Show these two."""
        self._rows = (
            (_("Evidence"), evidence, max(1, most_evidence), "accent"),
            (_("Votes"), votes, max(1, most_votes), "common"),
        )
        said = [_("{name}: {n}").format(name=name, n=n) for name, n, _most, _role in self._rows]
        self.setAccessibleName(", ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens()
        painter.setFont(theme.font(12))
        words = max((painter.fontMetrics().horizontalAdvance(name) for name, *_rest in self._rows), default=0)
        left, right = words + theme.px(12), self.width() - theme.px(24)
        for n, (name, count, most, role) in enumerate(self._rows):
            top = n * theme.px(22)
            middle = top + theme.px(11)
            painter.setFont(theme.font(12))
            painter.setPen(QColor(colours.second))
            painter.drawText(QRectF(0, top, words + 4, theme.px(22)), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.sunken))
            painter.drawRoundedRect(QRectF(left, middle - 5, right - left, 10), 3, 3)
            if count > 0:
                painter.setBrush(QColor(getattr(colours, role)))
                painter.drawRoundedRect(QRectF(left, middle - 5, (right - left) * min(1, count / most), 10), 3, 3)
            painter.setPen(QColor(colours.text))
            painter.setFont(theme.font(12, bold=True))
            area = QRectF(right, top, theme.px(24), theme.px(22))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(count))
        painter.end()

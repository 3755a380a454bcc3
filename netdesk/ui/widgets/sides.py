"""Parts beside each other where there is room for them, below each other where there is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QWidget

from netdesk.ui import theme

#: Qt's own word for "no limit".
_ANY_WIDTH = 16_777_215


class Sides(QWidget):
    """A row that turns into a column when it is narrower than its parts need: at 200 % nothing is cut off.

    ``turned`` says that it has become a column, or is a row again.
    """

    turned = Signal(bool)

    def __init__(self, *, spacing: int = 16, margins: Sequence[int] = (0, 0, 0, 0)) -> None:
        super().__init__()
        self._line: QBoxLayout = QHBoxLayout()
        self._line.setSpacing(theme.px(spacing))
        self._line.setContentsMargins(*(theme.px(margin) for margin in margins))
        # The least width is then ours to say: that of the widest part, not of all together.
        self._line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._widths: dict[QWidget, int] = {}
        self._stretches: list[int] = []
        self.setLayout(self._line)

    def add(self, part: QWidget | QLayout, stretch: int = 0, *, width: int = 0) -> None:
        """Add a part with its share of the width, or with a fixed ``width`` in design pixels while it is a row."""
        if isinstance(part, QLayout):
            holder = QWidget()
            holder.setLayout(part)
            part = holder
        if width:
            self._widths[part] = theme.px(width)
            part.setFixedWidth(theme.px(width))
        self._stretches.append(stretch)
        self._line.addWidget(part, stretch)

    def add_stretch(self) -> None:
        """Keep what follows at the other end."""
        self._stretches.append(1)
        self._line.addStretch(1)

    @property
    def stacked(self) -> bool:
        """Whether the parts are below each other now."""
        return self._line.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        sides = self._line.contentsMargins()
        widest = max(self._needs(narrow=True), default=0)
        return QSize(widest + sides.left() + sides.right(), self._line.minimumSize().height())

    def sizeHint(self) -> QSize:
        return self._line.sizeHint().expandedTo(self.minimumSizeHint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()
        return super().event(event)

    def _needs(self, *, narrow: bool = False) -> list[int]:
        """The least width of every part that is shown."""
        found = []
        for n in range(self._line.count()):
            taken = self._line.itemAt(n)
            part = taken.widget()
            if part is not None and not part.isHidden():
                hint = part.minimumSizeHint().width()
                if not narrow and isinstance(part, Sides):
                    hint = part.row_width()
                least = hint if part in self._widths else max(hint, part.minimumWidth())
                found.append(least if narrow else max(least, self._widths.get(part, 0)))
        return found

    def row_width(self) -> int:
        """The width from which on all parts stand beside each other."""
        needs = self._needs()
        sides = self._line.contentsMargins()
        return sum(needs) + self._line.spacing() * max(len(needs) - 1, 0) + sides.left() + sides.right()

    def _turn(self) -> None:
        stacked = self.row_width() > self.width()
        if stacked == self.stacked:
            return
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._line.setDirection(way)
        for n, stretch in enumerate(self._stretches):
            self._line.setStretch(n, 0 if stacked else stretch)
        for part, width in self._widths.items():
            part.setMinimumWidth(0 if stacked else width)
            part.setMaximumWidth(_ANY_WIDTH if stacked else width)
        self.turned.emit(stacked)
        self.updateGeometry()

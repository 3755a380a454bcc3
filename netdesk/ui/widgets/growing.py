"""A long list that is filled as far as one looks: what lies further down is made when it comes near."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from netdesk.ui.widgets.basic import column, empty, scrolled

#: How near the end, in heights of the view, the next parts are made.
NEAR = 1.0


class Growing(QWidget):
    """A scrolled column. When its end comes near the next of the parts that were put off is made, or ``more`` called,
    which adds parts or does nothing with none left. Its bar stands in the ``right`` margin, if that is wide enough."""

    def __init__(self, more: Callable[[], object] | None = None, *, spacing: int = 12, right: int = 0) -> None:
        super().__init__()
        self._more = more or self._make_next
        self._put_off: list[Callable[[], QWidget]] = []
        self._column = column(spacing=spacing)
        inner = QWidget()
        whole = column(self._column, spacing=0, margins=(0, 0, right, 0))
        whole.addStretch(1)
        inner.setLayout(whole)
        self._area = scrolled(inner)
        bar = self._area.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self._look())
        bar.rangeChanged.connect(lambda _low, _high: self._look())
        self.setLayout(column(self._area, spacing=0))

    def clear(self) -> None:
        """Take everything out, and look at the top."""
        empty(self._column)
        self._put_off = []

    def put_off(self, parts: Sequence[Callable[[], QWidget]]) -> None:
        """Make these at the end, the first now and each other one when a person comes near."""
        self._put_off += parts
        self._make_next()

    def add(self, parts: Sequence[QWidget]) -> None:
        """Add these at the end."""
        for one in parts:
            self._column.addWidget(one)
        QTimer.singleShot(0, self, self._look)

    def count(self) -> int:
        """How many parts there are by now."""
        return self._column.count()

    def to_top(self) -> None:
        """Look at the first part."""
        self._area.verticalScrollBar().setValue(0)

    def _make_next(self) -> None:
        if self._put_off:
            self.add([self._put_off.pop(0)()])

    def _look(self) -> None:
        bar = self._area.verticalScrollBar()
        if self.isVisible() and bar.maximum() - bar.value() <= NEAR * self._area.viewport().height():
            self._more()

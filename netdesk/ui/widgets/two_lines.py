"""A list of records in two lines each, painted rather than built, so that thousands scroll as easily as five."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from netdesk.ui import theme
from netdesk.ui.icons import pixmap

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TwoLines:
    """One row: icon, name, what is said under it, and up to three short words at the right. A ``head`` is a heading."""

    name: str
    says: str = ""
    icon: str = ""
    columns: tuple[str, ...] = ()
    level_icon: str = ""
    head: bool = False
    kind: str = ""
    id: str = ""


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[TwoLines, ...] = ()

    def show_rows(self, rows: Sequence[TwoLines]) -> None:
        """Show these rows in place of those before."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (one.name, one.says, *one.columns) if part)
        if role == Qt.ItemDataRole.ToolTipRole and not one.head:
            return "\n".join(part for part in (one.name, one.says) if part)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.rows[index.row()].head:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Painter(QStyledItemDelegate):
    """Paints one row; ``widths`` are the shares of the columns at the right, in design pixels."""

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        self._widths = widths

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        one = index.model().rows[index.row()]  # type: ignore[attr-defined]
        bold, plain = QFontMetrics(theme.font(13, bold=True)), QFontMetrics(theme.font(12))
        height = plain.height() + theme.px(14) if one.head else bold.height() + plain.height() + theme.px(16)
        return QSize(theme.px(200), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        one: TwoLines = index.model().rows[index.row()]  # type: ignore[attr-defined]
        colours, area = theme.tokens(), QRect(option.rect)
        state, view = option.state, option.widget
        painter.save()
        if state & QStyle.StateFlag.State_Selected and not one.head:
            painter.fillRect(area, QColor(colours.accent_tint))
        painter.setPen(QColor(colours.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inside = area.adjusted(theme.px(20), 0, -theme.px(20), -1)
        if view is not None:
            # The columns stand under their heads whether there is a scroll bar or not.
            inside.setRight(view.width() - theme.px(20))
        if one.head:
            self._words(painter, inside, one.name, 12, colours.second, bold=True)
            painter.restore()
            return
        if one.icon:
            side = theme.px(16)
            painter.drawPixmap(inside.left(), area.top() + theme.px(9), pixmap(one.icon, colours.second, side))
        inside.setLeft(inside.left() + theme.px(28))
        top = QRect(inside.left(), area.top() + theme.px(6), inside.width(), 0)
        top.setHeight(QFontMetrics(theme.font(13, bold=True)).height())
        self._columns(painter, top, one)
        room = sum(theme.px(width) for width in self._widths[: len(one.columns)]) + theme.px(12)
        name = top.adjusted(0, 0, -room, 0)
        self._words(painter, name, one.name, 13, colours.text, bold=True)
        below = QRect(name.left(), top.bottom() + theme.px(2), name.width(), QFontMetrics(theme.font(12)).height())
        self._words(painter, below, one.says, 12, colours.second)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        painter.restore()

    def _columns(self, painter: QPainter, line: QRect, one: TwoLines) -> None:
        colours = theme.tokens()
        right = line.right()
        for n in range(len(one.columns) - 1, -1, -1):
            width = theme.px(self._widths[n])
            cell = QRect(right - width + 1, line.top(), width, line.height())
            right -= width
            last = n == len(one.columns) - 1
            if n == 1 and one.level_icon:
                side = theme.px(14)
                painter.drawPixmap(cell.left(), cell.top() + 1, pixmap(one.level_icon, colours.second, side))
                cell.setLeft(cell.left() + theme.px(20))
            self._words(painter, cell, one.columns[n], 12, colours.text, right=last)

    def _words(
        self, painter: QPainter, room: QRect, text: str, size: float, colour: str, *, bold: bool = False,
        right: bool = False,
    ) -> None:  # fmt: skip
        font = theme.font(size, bold=bold)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)


class TwoLineList(QListView):
    """The list. ``opened`` carries kind and id of the row that was double-clicked or entered."""

    opened = Signal(str, str)

    def __init__(self, *, name: str, accessible: str, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; border-radius: 0; }")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._rows = _Rows()
        self._painter = _Painter(widths)
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.activated.connect(self._open)

    def show_rows(self, rows: Sequence[TwoLines]) -> None:
        """Show these rows."""
        self._rows.show_rows(rows)

    def rows(self) -> tuple[TwoLines, ...]:
        """The rows that are shown, headings among them."""
        return self._rows.rows

    def _open(self, index: QModelIndex) -> None:
        one = self._rows.rows[index.row()]
        if one.id:
            self.opened.emit(one.kind, one.id)

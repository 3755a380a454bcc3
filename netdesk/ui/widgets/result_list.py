"""A list of found things under headings: name, where it matched with the matching words strong, keys at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from netdesk.store.search import MARK_END, MARK_START
from netdesk.ui import theme
from netdesk.ui.icons import pixmap

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Result:
    """One row. ``note`` stands behind the title, ``right`` at the row's end, ``snippet`` below."""

    title: str
    note: str = ""
    right: str = ""
    snippet: str = ""
    icon: str = ""
    heading: bool = False
    act: Callable[[], object] | None = None

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        snippet = self.snippet.replace(MARK_START, "").replace(MARK_END, "")
        return ", ".join(part for part in (self.title, self.note, snippet, self.right) if part)


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Result] = []

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        return row.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def show_rows(self, rows: Sequence[Result]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()


class _Painted(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = _row_of(index)
        return QSize(0, theme.px(28 if row.heading else 46 if row.snippet else 32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, colours, rect = _row_of(index), theme.tokens(), option.rect
        painter.save()
        if row.heading:
            painter.setFont(theme.font(12, bold=True))
            painter.setPen(QColor(colours.second))
            inside = rect.adjusted(theme.px(8), theme.px(6), 0, 0)
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, row.title)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(QColor(colours.accent_tint))
            painter.setPen(QColor(colours.accent))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
        left = rect.left() + theme.px(10)
        size = theme.px(16)
        if row.icon:
            place = QRect(left, rect.top() + (theme.px(32) - size) // 2, size, size)
            painter.drawPixmap(place, pixmap(row.icon, colours.accent if chosen else colours.second, size))
            left += theme.px(26)
        right = self._paint_right(painter, row, rect)
        upper = QRect(left, rect.top(), right - left, theme.px(30 if row.snippet else 32))
        self._paint_title(painter, row, upper)
        if row.snippet:
            below = QRect(left, rect.top() + theme.px(25), rect.right() - left - theme.px(8), theme.px(18))
            _paint_snippet(painter, row.snippet, below)
        painter.restore()

    def _paint_right(self, painter: QPainter, row: Result, rect: QRect) -> int:
        edge = rect.right() - theme.px(10)
        if not row.right:
            return edge
        painter.setFont(theme.font(12))
        painter.setPen(QColor(theme.tokens().second))
        width = QFontMetrics(painter.font()).horizontalAdvance(row.right)
        place = QRect(edge - width, rect.top(), width + 2, rect.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, row.right)
        return edge - width - theme.px(12)

    def _paint_title(self, painter: QPainter, row: Result, place: QRect) -> None:
        painter.setFont(theme.font(13))
        painter.setPen(QColor(theme.tokens().text))
        metrics = QFontMetrics(painter.font())
        shown = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        taken = metrics.horizontalAdvance(shown) + theme.px(10)
        if row.note and place.width() - taken > theme.px(40):
            painter.setFont(theme.font(12))
            painter.setPen(QColor(theme.tokens().quiet if not row.icon else theme.tokens().second))
            rest = place.adjusted(taken, 0, 0, 0)
            note = QFontMetrics(painter.font()).elidedText(row.note, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, note)


def _row_of(index: Index) -> Result:
    model = index.model()
    assert isinstance(model, _Rows)
    return model.rows[index.row()]


def _paint_snippet(painter: QPainter, snippet: str, place: QRect) -> None:
    colours, left = theme.tokens(), place.left()
    for n, piece in enumerate(snippet.replace(MARK_END, MARK_START).split(MARK_START)):
        strong = n % 2 == 1
        painter.setFont(theme.font(12, bold=strong))
        painter.setPen(QColor(colours.text if strong else colours.second))
        metrics = QFontMetrics(painter.font())
        room = place.right() - left
        if room <= theme.px(12):
            return
        shown = metrics.elidedText(piece, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, place.top(), room + 2, place.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        left += metrics.horizontalAdvance(shown)


class ResultList(QListView):
    """The list itself; ``chosen`` is sent with the `Result` on a click. Headings cannot be chosen."""

    chosen = Signal(object)

    def __init__(self, *, name: str, accessible: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self._rows = _Rows()
        self.setModel(self._rows)
        self.setItemDelegate(_Painted(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # arrows in the line above move it
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.clicked.connect(self._on_clicked)

    def show_results(self, rows: Sequence[Result]) -> None:
        """Show these, the first that can be chosen chosen."""
        self._rows.show_rows(rows)
        self.scrollToTop()
        self.step(1)
        self.scrollToTop()

    def results(self) -> list[Result]:
        """The rows shown, headings among them."""
        return list(self._rows.rows)

    def current(self) -> Result | None:
        """The chosen row."""
        index = self.currentIndex()
        return self._rows.rows[index.row()] if index.isValid() else None

    def step(self, by: int) -> None:
        """Move the choice, over headings, as far as there are rows."""
        rows = self._rows.rows
        index = self.currentIndex()
        at = index.row() if index.isValid() else -1
        direction = 1 if by > 0 else -1
        places = range(at + direction, len(rows) if direction > 0 else -1, direction)
        reachable = [n for n in places if not rows[n].heading][: abs(by)]
        if reachable:
            self.setCurrentIndex(self._rows.index(reachable[-1]))
            if not any(not one.heading for one in rows[: reachable[-1]]):
                self.scrollToTop()  # the heading above the first row shows too

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self._rows.rows[index.row()]
        if not row.heading:
            self.chosen.emit(row)

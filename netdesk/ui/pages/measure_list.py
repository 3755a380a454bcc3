"""The list of measures, painted rather than built, so that hundreds scroll as easily as five."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.charts.prepared import Spark

#: Of a row, in design pixels: its height, what stands round its parts, and how wide picture and value are.
HEIGHT = 54
LEFT, BETWEEN, RIGHT = 20, 16, 20
PICTURE, VALUE = 140, 104
#: Of the width that is left, what the name takes, and the words.
NAME_SHARE, WORDS_SHARE = 5, 3
#: So much of it there is at least while the picture is shown.
LEAST_WORDS = 200

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Says:
    """What the chart of a measure says: its last value, its line, the reading's letter with its look, and words."""

    value: str = ""
    spark: Spark | None = None
    letter: str = ""
    look: str = "tag"
    words: str = ""


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure: id, name, kind, and what its chart says as far as it has been read."""

    id: str
    name: str
    kind: str
    says: Says = field(default=Says())

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return ", ".join(part for part in (self.name, self.kind, self.says.value, self.says.words) if part)


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[MeasureLine] = []
        #: What was read last: it stands in the rows until what is true now has been read.
        self.says: Mapping[str, Says] = {}

    def show(self, lines: Sequence[MeasureLine]) -> None:
        """Show these; where the same measures stand in the same order, the rows stay and are painted anew."""
        same = [one.id for one in lines] == [one.id for one in self.lines]
        if not same:
            self.beginResetModel()
        self.lines = list(lines)
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def line_at(self, index: _Index) -> MeasureLine:
        """The line of this row, with what its chart says."""
        one = self.lines[index.row()]
        return MeasureLine(one.id, one.name, one.kind, self.says.get(one.id, one.says))

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self.line_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return one.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return one.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (one.name, one.says.words) if part)
        return None


class _Painter(QStyledItemDelegate):
    """Paints one row: name over kind, the line, the last value, and what it says."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(theme.px(300), theme.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model, area = index.model(), QRect(option.rect)
        assert isinstance(model, _Lines)
        one, colours = model.line_at(index), theme.tokens()
        painter.save()
        if index.row():
            painter.setPen(QColor(colours.border))
            painter.drawLine(area.topLeft(), area.topRight())
        inside = area.adjusted(theme.px(LEFT), theme.px(6), -theme.px(RIGHT), -theme.px(6))
        free = inside.width() - theme.px(VALUE + 2 * BETWEEN)
        # With large text in a small window the words need the room; the chart itself is one press away.
        room = theme.px(PICTURE + BETWEEN)
        room = room if free - room >= theme.px(LEAST_WORDS) else 0
        free -= room
        names = QRect(inside.left(), inside.top(), free * NAME_SHARE // (NAME_SHARE + WORDS_SHARE), inside.height())
        under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        colour = colours.accent if under else colours.text
        _write(painter, _upper(names) if one.kind else names, one.name, 13, colour, bold=True)
        _write(painter, _lower(names), one.kind, 12, colours.second)
        left = names.right() + theme.px(BETWEEN)
        if room and one.says.spark is not None:
            from netdesk.ui.charts.sparkline import paint_spark  # at use, as all charts

            high = theme.px(36)
            top = inside.top() + (inside.height() - high) / 2
            painter.save()
            paint_spark(painter, QRectF(left, top, theme.px(PICTURE), high), one.says.spark)
            painter.restore()
        left += room
        value = QRect(left, inside.top(), theme.px(VALUE), inside.height())
        _write(painter, value, one.says.value, 13, colours.text, bold=True, right=True)
        rest = QRect(value.right() + theme.px(BETWEEN), inside.top(), 0, inside.height())
        rest.setRight(inside.right())
        if one.says.letter:
            rest.setLeft(_tag(painter, rest, one.says) + theme.px(8))
        _write(painter, rest, one.says.words, 12, colours.second)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(QRectF(area).adjusted(2, 2, -2, -2), 4, 4)
        painter.restore()


def _upper(area: QRect) -> QRect:
    return QRect(area.left(), area.top(), area.width(), area.height() // 2)


def _lower(area: QRect) -> QRect:
    return QRect(area.left(), area.top() + area.height() // 2, area.width(), area.height() - area.height() // 2)


def _write(
    painter: QPainter, room: QRect, text: str, size: float, colour: str, *, bold: bool = False, right: bool = False
) -> None:
    font = theme.font(size, bold=bold)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, room.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)


def _tag(painter: QPainter, room: QRect, says: Says) -> int:
    """Paint the reading's letter as the style sheet's tags look; where it ends."""
    colours, font = theme.tokens(), theme.font(11, bold=True)
    metrics = QFontMetrics(font)
    wide, high = metrics.horizontalAdvance(says.letter) + 12, metrics.height() + 4
    area = QRectF(room.left(), room.top() + (room.height() - high) / 2, wide, high)
    filled = says.look in ("improvement", "neutral")
    colour = QColor(colours.common if says.look == "tag" else getattr(colours, says.look))
    edge = 2.0 if says.look == "concern" else 1.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if filled else QPen(colour, edge))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    inset = 0.0 if filled else edge / 2
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), 4, 4)
    painter.setFont(font)
    painter.setPen(QColor(colours.chart_ground if filled else colours.text))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, says.letter)
    painter.restore()
    return room.left() + wide


class MeasureList(QListView):
    """The list; ``opened`` carries the id of the row that was pressed or entered."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("measures_list")
        self.setAccessibleName(_("Measures"))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self._lines = _Lines()
        self._painter = _Painter()
        self.setModel(self._lines)
        self.setItemDelegate(self._painter)
        self.clicked.connect(lambda index: self.opened.emit(self._lines.line_at(index).id))

    def show_lines(self, lines: Sequence[MeasureLine]) -> None:
        """Show these measures; the row one was at, and the place one looked at, stay."""
        at, place = self.currentIndex(), self.verticalScrollBar().value()
        was = self._lines.line_at(at).id if at.isValid() else ""
        self._lines.show(lines)
        now = next((n for n, one in enumerate(lines) if one.id == was), -1)
        if now >= 0 and now != self.currentIndex().row():
            self.setCurrentIndex(self._lines.index(now))
        self.setMaximumHeight(len(lines) * theme.px(HEIGHT) + 4)  # and no higher: what stands below stays near
        self.setMinimumHeight(min(len(lines), 3) * theme.px(HEIGHT) + 4)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(place)

    def show_says(self, says: Mapping[str, Says]) -> None:
        """Show what the charts of these measures say."""
        self._lines.says = says
        self._lines.show(self._lines.lines)

    def lines(self) -> list[MeasureLine]:
        """The rows as they are shown."""
        return [self._lines.line_at(self._lines.index(n)) for n in range(self._lines.rowCount())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and at.isValid():
            self.opened.emit(self._lines.line_at(at).id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._lines.rowCount():
            self.setCurrentIndex(self._lines.index(0))

"""The words of an outline's lines: wrapped to its width, measured and painted."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from netdesk.core import status_marks
from netdesk.core import text as text_measures
from netdesk.ui import theme
from netdesk.ui.charts.painter import paint
from netdesk.ui.diagram.acts import Line

INDENT = 14
MARK = 16
_SIZE, _LEADING = 12.0, 17.0
_ASIDE_SIZE, _ASIDE_LEADING = 11.0, 15.0
#: So many lines are wrapped in one step.
_PORTION = 30
_Wrapped = tuple[tuple[str, ...], tuple[str, ...]]


class OutlineWords(QStyledItemDelegate):
    """Paints a line: its mark, its words wrapped and never cut, and what is said aside.

    ``look_of`` gives of an index its line, whether it is the current one and whether it is cut. Lines are wrapped to
    ``width``; while that is not known (0) they are as high as one line of words and nothing of them is painted.
    """

    def __init__(self, parent: QObject, look_of: Callable[..., tuple[Line | None, bool, bool]]) -> None:
        super().__init__(parent)
        self._look_of = look_of
        self.width = 0
        self._known: dict[tuple[object, ...], _Wrapped] = {}

    def taking_width(self, width: int, lines: Sequence[Line]) -> Generator[None, None, None]:
        """Wrap these lines to another width, with pauses, and have them so wide from then on."""
        known: dict[tuple[object, ...], _Wrapped] = {}
        for n, line in enumerate(lines, start=1):
            known[_key(line)] = _wrap(line, width)
            if n % _PORTION == 0:
                yield
        self.width, self._known = width, known

    def _wrapped(self, line: Line) -> _Wrapped:
        key = _key(line)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _wrap(line, self.width)
        return found

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line, _current, _cut = self._look_of(index)
        if line is None:
            return QSize(0, 0)
        words, aside = self._wrapped(line) if self.width else (("",), ())
        height = theme.px(len(words) * _LEADING + len(aside) * _ASIDE_LEADING + 6)
        return QSize(int(_room(line.depth, self.width)), height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line, current, cut = self._look_of(index)
        if line is None or not self.width:
            return
        colours = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(colours.accent_tint))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 4, 4)
        if current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(colours.accent))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -2), 4, 4)
        colour = colours.quiet if line.faint or cut else colours.text
        x, y = area.left() + theme.px(4), area.top() + theme.px(3)
        if line.mark:
            painter.save()
            painter.translate(x + theme.px(7), y + theme.px(_LEADING / 2))
            painter.scale(theme.px(100) / 100, theme.px(100) / 100)
            paint(painter, status_marks.shape(line.mark, 0, 0, 10.0))
            painter.restore()
            x += theme.px(MARK + 2)
        words, aside = self._wrapped(line)
        painter.setFont(theme.font(_SIZE, bold=line.bold))
        painter.setPen(QColor(colour))
        for text in words:
            painter.drawText(QRect(x, y, area.width(), theme.px(_LEADING)), Qt.AlignmentFlag.AlignVCenter, text)
            y += theme.px(_LEADING)
        painter.setFont(theme.font(_ASIDE_SIZE))
        painter.setPen(QColor(colours.quiet))
        for text in aside:
            painter.drawText(QRect(x, y, area.width(), theme.px(_ASIDE_LEADING)), Qt.AlignmentFlag.AlignVCenter, text)
            y += theme.px(_ASIDE_LEADING)
        painter.restore()


def _key(line: Line) -> tuple[object, ...]:
    """What of a line decides how its words wrap."""
    return line.depth, line.text, line.aside, line.bold, line.mark is None


def _room(depth: int, width: int) -> float:
    return max(60.0, width - theme.px(INDENT) * (depth + 1) - theme.px(8))


def _wrap(line: Line, width: int) -> _Wrapped:
    scale = theme.px(100) / 100
    room = _room(line.depth, width) / scale - (MARK + 4 if line.mark else 0)
    words = tuple(one.text for one in text_measures.wrap(line.text or " ", room, _SIZE, line.bold))
    aside = tuple(one.text for one in text_measures.wrap(line.aside, room, _ASIDE_SIZE)) if line.aside else ()
    return words, aside

"""A painted surface that opens a cycle: a card of the board, a bar of the calendar, a step of the staircase."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton

from netdesk.i18n import _, ngettext
from netdesk.operations import cycles
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.shown import choice_words, shown_date, shown_number

Record = dict[str, Any]


class Tile(QAbstractButton):
    """A rounded surface, pressed by mouse, Space or Enter. ``tint`` paints it in the accent's light colour."""

    def __init__(self, accessible: str, pressed: Callable[[], object], *, name: str, tint: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._tint = tint
        self.clicked.connect(lambda _checked=False: pressed())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_surface(painter)
        painter.end()

    def paint_surface(self, painter: QPainter) -> None:
        """Paint the ground and the edge; thicker with the focus."""
        colours = theme.tokens()
        width = 2.0 if self.hasFocus() else 1.0
        edge = colours.accent if self.hasFocus() else colours.control if self.underMouse() else colours.border
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(colours.accent_tint if self._tint else colours.surface))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)

    def write(
        self,
        painter: QPainter,
        area: QRectF,
        text: str,
        *,
        size: float = 12,
        bold: bool = False,
        role: str = "text",
        right: bool = False,
    ) -> None:
        """Write one line in the colour of a role, ended by … where it has no room."""
        painter.setFont(theme.font(size, bold=bold))
        painter.setPen(QColor(getattr(theme.tokens(), role)))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | side, shown)

    def write_tag(self, painter: QPainter, area: QRectF, text: str) -> None:
        """Write words in a frame, as the style sheet's tags look, at the left of the area; in two lines if need be."""
        lines = tag_lines(text, int(area.width()))
        line_high = QFontMetrics(theme.font(11, bold=True)).height()
        wide = min(tag_width(text), area.width())
        high = line_high * len(lines) + 4
        frame = QRectF(area.left(), area.top() + (area.height() - high) / 2, wide, high)
        painter.setPen(QPen(QColor(theme.tokens().common), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        for n, words in enumerate(lines):
            line = QRectF(frame.left() + 6, frame.top() + 2 + n * line_high, frame.width() - 11, line_high)
            self.write(painter, line, words, size=11, bold=True)


def tag_width(text: str) -> int:
    """How wide the frame round a tag's word is."""
    return QFontMetrics(theme.font(11, bold=True)).horizontalAdvance(text) + 12


def tag_lines(text: str, width: int) -> list[str]:
    """A tag's words in one line where they have room in the frame, else in two."""
    return [text] if tag_width(text) <= width else broken(text, theme.font(11, bold=True), max(width - 12, 20), 2)


def broken(text: str, font: QFont, width: int, most: int) -> list[str]:
    """The text in at most so many lines of this width, broken between words; the last may still be too long."""
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption())
    lines: list[str] = []
    layout.beginLayout()
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start = line.textStart()
        lines.append(text[start:] if len(lines) == most - 1 else text[start : start + line.textLength()].rstrip())
    layout.endLayout()
    return lines or [""]


def kept_together(text: str) -> str:
    """The text, its numbers not to be parted from what they count, or a day from its month."""
    return re.sub(r"(?<=\d) |(?<!,) (?=\d)", "\N{NO-BREAK SPACE}", text)


def title_of(cycle: Record) -> str:
    """The cycle's title on one line."""
    return " ".join((cycle.get("title") or _("Cycle without a title")).split())


def scale_words(cycle: Record) -> str:
    """How many of what, "" where nobody said."""
    return f"{shown_number(cycle.get('scope'))} {cycle.get('scope_unit', '')}".strip()


def day_words(cycle: Record) -> str:
    """From when to when, as it was, else as planned."""
    first = cycle.get("started") or cycle.get("planned_start")
    last = cycle.get("ended") or cycle.get("planned_end")
    return " – ".join(dict.fromkeys(shown_date(day) for day in (first, last) if day))


def wait_words(context: Context, cycle: Record) -> str:
    """A gentle word where a Study waits, else ""."""
    days = cycles.study_waits(cycle, context.today())
    if days is None:
        return ""
    return ngettext("Study waits, {n} day", "Study waits, {n} days", days).format(n=days)


def spoken(context: Context, cycle: Record) -> str:
    """Everything a tile shows, as a screen reader says it."""
    words = choice_words()
    parts = [title_of(cycle), words[cycle.get("stage") or "plan"], scale_words(cycle), day_words(cycle)]
    if cycle.get("decision"):
        parts.append(words[cycle["decision"]])
    parts.append(wait_words(context, cycle))
    return ", ".join(part for part in parts if part)


def span_of(cycle: Record, today: date) -> tuple[date | None, date | None]:
    """The first and last day of a cycle: as it was, else as planned; a running one goes until today or its plan."""
    first = cycle.get("started") or cycle.get("planned_start")
    if not first:
        return None, None
    start = date.fromisoformat(first)
    last = cycle.get("ended") or cycle.get("planned_end")
    end = date.fromisoformat(last) if last else None
    if end is None and cycle.get("stage") == "do":
        end = today
    return start, None if end is None else max(start, end)

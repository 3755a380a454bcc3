"""The board: every test in the column of its stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from netdesk.core.records import STAGES
from netdesk.i18n import _, ngettext
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.icons import picture, pixmap
from netdesk.ui.pages.cycle_depth import DECISION_ICONS
from netdesk.ui.pages.cycle_tile import (
    Tile,
    broken,
    day_words,
    kept_together,
    scale_words,
    spoken,
    tag_lines,
    title_of,
    wait_words,
)
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.basic import button, column, empty, label, row
from netdesk.ui.widgets.sides import Sides

#: So many tests stand in a column, and so many closed ones; the list has them all.
SHOWN = 20
CLOSED_SHOWN = 8
#: Of a card, at both sides, and the least width of a column: with less room the stages stand below each other.
SIDE, NARROWEST = 10, 110
#: For so many widths a card keeps what it measured.
WIDTHS = 32

Record = dict[str, Any]


class CycleCard(Tile):
    """One test on the board: its title in up to three lines, its decision, and in up to two its scale and days, and
    whether it waits."""

    def __init__(self, context: Context, cycle: Record, opened: Callable[[str], object]) -> None:
        super().__init__(spoken(context, cycle), lambda: opened(cycle["id"]), name=f"card_{cycle['id']}")
        self._title, self._decision = title_of(cycle), cycle.get("decision") or ""
        self._lines = [kept_together(words) for words in (scale_words(cycle), day_words(cycle)) if words]
        self._waits = kept_together(wait_words(context, cycle))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        # Its layout asks for many widths, again and again: by each, the lines and the height.
        self._measured: dict[int, tuple[list[str], list[str], int]] = {}
        # Long words end in … on the card; the whole is one hover away.
        self.setToolTip(self._title)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        return self._measured_in(width - 2 * theme.px(SIDE))[2]

    def _measured_in(self, room: int) -> tuple[list[str], list[str], int]:
        """The lines of the title, those below it, and how high the card is."""
        if room not in self._measured:
            if len(self._measured) >= WIDTHS:  # a window that is being made wider asks for no end of them
                self._measured.clear()
            self._measured[room] = self._measure(room)
        return self._measured[room]

    def _measure(self, room: int) -> tuple[list[str], list[str], int]:
        strong, plain = (QFontMetrics(theme.font(size, bold=bold)).height() for size, bold in ((13, True), (12, False)))
        title = broken(self._title, theme.font(13, bold=True), max(room, 20), 3)
        lines = [line for words in self._lines for line in broken(words, theme.font(12), max(room, 20), 2)]
        high = strong * len(title) + (plain + theme.px(4)) * (len(lines) + bool(self._decision))
        high += (plain * len(tag_lines(self._waits, room)) + theme.px(8)) * bool(self._waits)
        return title, lines, int(high + theme.px(17))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_surface(painter)
        left, top, room = theme.px(SIDE), float(theme.px(8)), self.width() - 2 * theme.px(SIDE)
        high = QFontMetrics(theme.font(13, bold=True)).height()
        title, lines, _height = self._measured_in(room)
        for words in title:
            self.write(painter, QRectF(left, top, room, high), words, size=13, bold=True)
            top += high
        high = QFontMetrics(theme.font(12)).height()
        if self._decision:
            name, role = DECISION_ICONS[self._decision]
            size = theme.px(14)
            top += theme.px(4)
            painter.drawPixmap(
                left, round(top + (high - size) / 2), pixmap(name, getattr(theme.tokens(), role), size)
            )
            after = size + theme.px(5)
            words = choice_words()[self._decision]
            self.write(painter, QRectF(left + after, top, room - after, high), words, role="second")
            top += high
        for words in lines:
            top += theme.px(4)
            self.write(painter, QRectF(left, top, room, high), words, role="second")
            top += high
        if self._waits:
            high *= len(tag_lines(self._waits, room))
            self.write_tag(painter, QRectF(left, top + theme.px(6), room, high), self._waits)
        painter.end()


class Board(QWidget):
    """Five columns, Plan to closed; ``opened`` is called with the id of the card that was pressed."""

    def __init__(self, context: Context, opened: Callable[[str], object], see_all: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("cycle_board")
        self._context, self._opened, self._see_all = context, opened, see_all
        self._sides = Sides(spacing=12)
        self.setLayout(column(self._sides, spacing=0))
        self._columns: dict[str, QVBoxLayout] = {}
        #: What each column shows: how many cycles, and each card's id and words.
        self._shown: dict[str, tuple[int, list[tuple[str, str]]]] = {}

    def clear(self) -> None:
        """Show nothing."""
        for lines in self._columns.values():
            empty(lines, unseen=True)
        self._shown = {}

    def show_cycles(self, found: list[Record]) -> None:
        """Show these cycles: in hand in their order, closed ones newest first. A column that shows the same stays."""
        for stage in STAGES:
            here = [one for one in found if (one.get("stage") or "plan") == stage]
            if stage == "closed":
                here.sort(key=lambda one: one.get("ended") or one.get("started") or "", reverse=True)
            most = CLOSED_SHOWN if stage == "closed" else SHOWN
            shows = len(here), [(one["id"], spoken(self._context, one)) for one in here[:most]]
            if stage not in self._columns:
                self._columns[stage] = self._new_column(stage)
            if self._shown.get(stage) != shows:
                self._shown[stage] = shows
                empty(self._columns[stage])
                self._fill(self._columns[stage], stage, here, most)

    def _new_column(self, stage: str) -> QVBoxLayout:
        made, lines = QWidget(), column(spacing=8)
        made.setObjectName(f"board_{stage}")
        made.setMinimumWidth(theme.px(NARROWEST))
        self._sides.add(made, 1)
        made.setLayout(lines)
        return lines

    def _fill(self, lines: QVBoxLayout, stage: str, here: list[Record], most: int) -> None:
        head = row(picture(f"stage-{stage}", "accent", 16), spacing=6, margins=(2, 0, 2, 2))
        head.addWidget(label(choice_words()[stage], "step"), 1)
        head.addWidget(label(str(len(here)), "second"))
        lines.addLayout(head)
        shown = here[:most]
        for cycle in shown:
            lines.addWidget(CycleCard(self._context, cycle, self._opened))
        if not here:
            nothing: QLabel = label(_("None"), "quiet")
            nothing.setContentsMargins(theme.px(2), 0, 0, 0)
            lines.addWidget(nothing)
        more = len(here) - len(shown)
        if more:
            words = ngettext("{n} more in the list", "{n} more in the list", more).format(n=more)
            lines.addWidget(button(words, self._see_all, name="board_more", role="link"), 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)

"""The board: every test in the column of its stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from netdesk.core.records import STAGES
from netdesk.i18n import _, ngettext
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.icons import picture
from netdesk.ui.pages.cycle_depth import DECISION_ICONS
from netdesk.ui.pages.cycle_tile import Tile, day_words, scale_words, spoken, title_of, unpressed, wait_words
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.basic import button, column, empty, label, row
from netdesk.ui.widgets.frame import ElidedLabel

#: So many tests stand in a column, and so many closed ones; the list has them all.
SHOWN = 20
CLOSED_SHOWN = 8

Record = dict[str, Any]


class CycleCard(Tile):
    """One test on the board."""

    def __init__(self, context: Context, cycle: Record, opened: Callable[[str], object]) -> None:
        super().__init__(spoken(context, cycle), lambda: opened(cycle["id"]), name=f"card_{cycle['id']}")
        lines = column(spacing=4, margins=(10, 8, 10, 9))
        title = ElidedLabel(title_of(cycle), "strong", lines=3)
        lines.addWidget(unpressed(title))
        decision = cycle.get("decision")
        if decision:
            line = row(unpressed(picture(*DECISION_ICONS[decision], 14)), spacing=5)
            line.addWidget(unpressed(label(choice_words()[decision], "second")), 1)
            lines.addLayout(line)
        for words in (scale_words(cycle), day_words(cycle)):
            if words:
                lines.addWidget(unpressed(ElidedLabel(words, "second")))
        waits = wait_words(context, cycle)
        if waits:
            lines.addLayout(row(unpressed(label(waits, "tag", name="card_waits")), 1, margins=(0, 2, 0, 0)))
        self.setLayout(lines)
        # Long words end in … on the card; the whole is one hover away.
        self.setToolTip(title_of(cycle))


class Board(QWidget):
    """Five columns, Plan to closed; ``opened`` is called with the id of the card that was pressed."""

    def __init__(self, context: Context, opened: Callable[[str], object], see_all: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("cycle_board")
        self._context, self._opened, self._see_all = context, opened, see_all
        self._columns = row(spacing=12)
        self.setLayout(self._columns)

    def clear(self) -> None:
        """Show nothing."""
        empty(self._columns)

    def show_cycles(self, found: list[Record]) -> None:
        """Show these cycles: in hand in their order, closed ones newest first."""
        empty(self._columns)
        for stage in STAGES:
            here = [one for one in found if (one.get("stage") or "plan") == stage]
            if stage == "closed":
                here.sort(key=lambda one: one.get("ended") or one.get("started") or "", reverse=True)
            made = QWidget()
            made.setObjectName(f"board_{stage}")
            made.setLayout(self._column(stage, here))
            self._columns.addWidget(made, 1)

    def _column(self, stage: str, here: list[Record]) -> Any:
        head = row(picture(f"stage-{stage}", "accent", 16), spacing=6, margins=(2, 0, 2, 2))
        head.addWidget(label(choice_words()[stage], "step"), 1)
        head.addWidget(label(str(len(here)), "second"))
        lines = column(head, spacing=8)
        shown = here[: CLOSED_SHOWN if stage == "closed" else SHOWN]
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
        return lines

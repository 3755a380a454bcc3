"""Ramps: cycles that follow each other as a staircase, each step as high as its test is large."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from netdesk.core.records import STAGES
from netdesk.i18n import _, ngettext
from netdesk.operations import cycles
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.icons import pixmap
from netdesk.ui.pages.cycle_depth import DECISION_ICONS
from netdesk.ui.pages.cycle_tile import Tile, scale_words, spoken, title_of
from netdesk.ui.shown import choice_words, shown_date
from netdesk.ui.widgets.basic import Card, column, empty, label
from netdesk.ui.widgets.portions import add_in_portions

LEAST_STEP = 76
RISE = 92
WIDEST_STEP = 338
#: Between tests that are no steps of one ramp.
APART = 8
#: More steps than these go on in a second staircase.
STEPS_A_ROW = 7
ALONE_A_ROW = 3
#: So many ramps, and rows of tests that stand alone, are shown, and added at each "Show more".
RAMPS_SHOWN = 8
ROWS_SHOWN = 12

Record = dict[str, Any]


def step_heights(steps: list[Record]) -> list[float]:
    """How high each step stands, 0 to 1: by the logarithm of its scale where all are counted in the same unit (a
    test of 150 is then two rises above one of 5, not thirty), else evenly.
    """
    scopes = [float(one.get("scope") or 0) for one in steps]
    units = {" ".join((one.get("scope_unit") or "").casefold().split()) for one in steps}
    if len(units) == 1 and min(scopes) > 0 and max(scopes) > min(scopes):
        low, high = math.log(min(scopes)), math.log(max(scopes))
        return [(math.log(scope) - low) / (high - low) for scope in scopes]
    return [n / max(len(steps) - 1, 1) for n in range(len(steps))]


class Step(Tile):
    """One cycle of a ramp: its number, scale, title and decision at the top of a block that stands on the floor."""

    def __init__(self, context: Context, cycle: Record, number: int, opened: Callable[[str], object]) -> None:
        words = spoken(context, cycle)
        if number:
            words = _("Step {n}: {cycle}").format(n=number, cycle=words)
        done = cycle.get("stage") == "closed"
        super().__init__(words, lambda: opened(cycle["id"]), name=f"step_{cycle['id']}", tint=done)
        self._cycle, self._number = cycle, number
        self.setToolTip(title_of(cycle))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_surface(painter)
        cycle, line = self._cycle, theme.px(18)
        left, top = theme.px(10), theme.px(7)
        room = self.width() - 2 * left
        scale = scale_words(cycle)
        first = " · ".join(part for part in (str(self._number or ""), scale) if part)
        lines = [(first, True), (title_of(cycle), False)] if self._number else [(title_of(cycle), True), (scale, False)]
        for n, (words, bold) in enumerate(lines):
            self.write(painter, QRectF(left, top + n * line, room, line), words, bold=bold)
        decision, stage = cycle.get("decision"), cycle.get("stage") or "plan"
        look = DECISION_ICONS[decision] if decision else (f"stage-{stage}", "accent")
        size = theme.px(14)
        y = top + 2 * line + (line - size) // 2
        painter.drawPixmap(left, y, pixmap(look[0], getattr(theme.tokens(), look[1]), size))
        when = cycle.get("ended") or cycle.get("started") or cycle.get("planned_start")
        parts = [choice_words()[decision or stage], shown_date(when)]
        words = ", ".join(part for part in parts if part)
        self.write(painter, QRectF(left + size + 6, y - 2, room - size - 6, line), words)
        painter.end()


class Staircase(QWidget):
    """The steps of one ramp beside each other, blocks on one floor; ``first`` 0 for tests that are no ramp."""

    def __init__(self, context: Context, steps: list[Record], first: int, opened: Callable[[str], object]) -> None:
        super().__init__()
        self._heights = step_heights(steps) if first else [0.0] * len(steps)
        self._ramp = bool(first)
        self._steps = []
        for n, cycle in enumerate(steps):
            made = Step(context, cycle, first + n if first else 0, opened)
            made.setParent(self)
            self._steps.append(made)
        self._rise = theme.px(RISE) if first and len(steps) > 1 else 0
        self.setFixedHeight(theme.px(LEAST_STEP) + self._rise)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120) * len(self._steps), theme.px(LEAST_STEP) + self._rise)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min((self.width() - 1) / max(len(self._steps), 1), theme.px(WIDEST_STEP))
        apart = 0 if self._ramp else theme.px(APART) + 1
        for n, (step, height) in enumerate(zip(self._steps, self._heights, strict=True)):
            tall = theme.px(LEAST_STEP) + round(self._rise * height)
            left, right = round(n * width), round((n + 1) * width)
            # One pixel over the neighbour: two edges side by side would look like a double line.
            step.setGeometry(left, self.height() - tall, right - left + 1 - apart, tall)


class Ramps(QWidget):
    """Every ramp as its staircase; tests that stand alone are named below."""

    def __init__(self, context: Context, opened: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("cycle_ramps")
        self._context, self._opened = context, opened
        self._lines = column(spacing=16)
        self.setLayout(self._lines)

    def clear(self) -> None:
        """Show nothing."""
        empty(self._lines, unseen=True)

    def show_cycles(self, found: list[Record], every: list[Record]) -> None:
        """Show the ramps of ``every`` cycle that have at least one of the found ones, whole; those in hand first."""
        empty(self._lines)
        wanted = {one["id"] for one in found}
        here = [ramp for ramp in cycles.ramps(every) if wanted & {one["id"] for one in ramp}]
        long = [ramp for ramp in here if len(ramp) > 1]
        alone = [ramp[0] for ramp in here if len(ramp) == 1]
        long.sort(key=lambda ramp: all(one.get("stage") == "closed" for one in ramp))
        if long:
            holder = column(spacing=16)
            self._lines.addLayout(holder)
            add_in_portions(holder, len(long), lambda n: self._ramp(long[n]), portion=RAMPS_SHOWN, name="ramps_more")
        if alone:
            self._lines.addWidget(self._alone(alone))
        self._lines.addStretch(1)

    def _ramp(self, ramp: list[Record]) -> Card:
        steps = ngettext("{n} step", "{n} steps", len(ramp)).format(n=len(ramp))
        card = Card(title_of(ramp[0]), name=f"ramp_{ramp[0]['id']}", note=steps)
        idea = self._context.workspace.get("change_idea", ramp[0]["idea"]) if ramp[0].get("idea") else None
        if idea is not None and idea.get("name"):
            card.body.addWidget(label(_("Tests the idea: {idea}").format(idea=idea["name"]), "second", wrap=True))
        for start in range(0, len(ramp), STEPS_A_ROW):
            part = ramp[start : start + STEPS_A_ROW]
            card.body.addWidget(Staircase(self._context, part, start + 1, self._opened))
        card.title.setWordWrap(True)
        card.heading.setStretch(0, 1)  # a long title takes the room before it wraps
        card.heading.setStretch(1, 0)
        return card

    def _alone(self, alone: list[Record]) -> Card:
        order = {stage: n for n, stage in enumerate(STAGES)}
        alone = sorted(alone, key=lambda one: order[one.get("stage") or "plan"])
        card = Card(_("Cycles that stand alone"), name="ramp_alone", note=str(len(alone)))
        words = _("A next cycle, a little larger, makes a ramp: five families, one class, the whole grade.")
        card.body.addWidget(label(words, "second", wrap=True))
        rows = [alone[start : start + ALONE_A_ROW] for start in range(0, len(alone), ALONE_A_ROW)]
        add_in_portions(
            card.body, len(rows), lambda n: Staircase(self._context, rows[n], 0, self._opened),
            portion=ROWS_SHOWN, name="alone_more", holds=lambda n: len(rows[n]),
        )  # fmt: skip
        return card

"""The Cycles room: every test by its stage, and one at a time on its sheet."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

from netdesk.core.records import STAGES
from netdesk.i18n import _, ngettext
from netdesk.operations import cycles
from netdesk.store.edit import Edit
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.dialogs.cycle import NewCycle
from netdesk.ui.icons import picture
from netdesk.ui.pages.cycle import CycleView
from netdesk.ui.shown import choice_words, shown_date, shown_number
from netdesk.ui.widgets.basic import Card, ElidedButton, button, column, empty, label, row, rule, scrolled
from netdesk.ui.widgets.frame import ElidedLabel, HeaderButton, HeaderContent, Page

OF_CYCLES = {
    "cycle", "question", "amendment", "data_item", "task", "field_note", "measure", "observation", "change_idea",
}  # fmt: skip


def make_cycle(edit: Edit, title: str, question: str | None, prediction: str | None, because: str | None) -> str:
    """Add a quick cycle; its id."""
    return cycles.add_cycle(edit, title, question=question, prediction=prediction, because=because)


def stage_icon(stage: str) -> tuple[str, str]:
    """The shape and colour role of a stage."""
    return f"stage-{stage}", "accent"


class CycleRow(QFrame):
    """One cycle in the list: its stage as shape and word, title, what it asks or what was decided."""

    opened = Signal(str)

    def __init__(self, context: Context, cycle: dict[str, Any]) -> None:
        super().__init__()
        self._id = cycle["id"]
        stage = cycle.get("stage") or "plan"
        words = choice_words()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        title = cycle.get("title") or _("Test without a title")
        line = row(spacing=12, margins=(20, 4, 20, 4))
        line.addWidget(picture(*stage_icon(stage), 16), 0, Qt.AlignmentFlag.AlignVCenter)
        stage_word = label(words[stage], "second")
        stage_word.setMinimumWidth(48)
        line.addWidget(stage_word)
        opener = ElidedButton(title, lambda: self.opened.emit(self._id), name=f"open_cycle_{self._id}")
        line.addWidget(opener, 4)
        line.addWidget(ElidedLabel(self._about(context, cycle), "second"), 5)
        dates = " – ".join(shown_date(cycle[name]) for name in ("started", "ended") if cycle.get(name))
        when = label(dates, "quiet")
        when.setFixedWidth(theme.px(170))
        when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(when)
        self.setLayout(line)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.opened.emit(self._id)

    def _about(self, context: Context, cycle: dict[str, Any]) -> str:
        decision = cycle.get("decision")
        if decision:
            text = choice_words()[decision]
            return f"{text}: {cycle['decision_because']}" if cycle.get("decision_because") else text
        questions = context.workspace.select("question", cycle=self._id)
        parts = []
        if cycle.get("scope"):
            parts.append(f"{shown_number(cycle['scope'])} {cycle.get('scope_unit', '')}".strip())
        if questions:
            parts.append(ngettext("{n} question", "{n} questions", len(questions)).format(n=len(questions)))
        return " · ".join(parts)


class CyclesPage(Page):
    """What is being tried, and what came of it."""

    room = "cycles"
    refreshes_on_going = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._open = ""
        self._list = column(spacing=16, margins=(24, 16, 24, 16))
        inner = QWidget()
        inner.setLayout(self._list)
        self._made: CycleView | None = None
        self._stack = QStackedLayout()
        self._stack.addWidget(scrolled(inner))
        self.setLayout(self._stack)

    @property
    def _view(self) -> CycleView:
        """The sheet, made when the first cycle is opened: its chart takes time to load."""
        if self._made is None:
            self._made = CycleView(self._context)
            self._stack.addWidget(self._made)
        return self._made

    @property
    def open_cycle(self) -> str:
        """The id of the cycle whose sheet is open, "" for the list."""
        return self._open

    def header(self) -> HeaderContent:
        can = not self._context.read_only
        if not self._open:
            return HeaderContent(
                _("Cycles"),
                _("Small tests: plan, do, study, act. Predict before you look."),
                buttons=(HeaderButton("add_cycle", _("Add a test"), self.add_cycle, "plus", main=True, enabled=can),),
            )
        cycle = self._view.cycle
        stage = cycle.get("stage") or "plan"
        steps = {
            "plan": (_("Start the test"), lambda: self._view.step("do")),
            "do": (_("Go on to Study"), lambda: self._view.step("study")),
            "study": (_("Go on to Act"), lambda: self._view.step("act")),
            "act": (_("Close the test"), lambda: self._view.step("closed")),
            "closed": (_("Plan the next test"), self._plan_next),
        }
        text, deed = steps[stage]
        where = choice_words()[stage]
        if cycle.get("ramp"):
            where = _("Cycle {n} of its ramp, {stage}").format(n=shown_number(cycle["ramp"]), stage=where)
        return HeaderContent(
            cycle.get("title") or _("Test without a title"),
            crumbs=((_("Cycles"), lambda: self.go("")), (where, None)),
            buttons=(
                HeaderButton("print_cycle", _("Print"), lambda: self._context.go.emit("print", ""), "print"),
                HeaderButton("step_cycle", text, deed, main=True, enabled=can),
            ),
        )

    def go(self, target: str) -> None:
        self._context.save_typing()
        self._open = target if target and self._context.workspace.get("cycle", target) else ""
        if self._open:
            self._view.show_cycle(self._open)
            self._stack.setCurrentWidget(self._view)
        else:
            self._stack.setCurrentIndex(0)
            self._show_list()
        self.header_changed.emit()

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        if changed is not None and not {kind for kind, _id in changed} & OF_CYCLES:
            return
        if not self._open:
            self._show_list()
        elif self._context.workspace.get("cycle", self._open) is None:
            self.go("")
        else:
            self._view.show_cycle(self._open, changed)
            if changed is None or ("cycle", self._open) in changed:
                self.header_changed.emit()

    def can_print(self) -> bool:
        return bool(self._open)

    def add_cycle(self) -> None:
        """Ask for a test in four fields, add it and open it."""
        dialog = NewCycle(self)
        if dialog.exec():
            answers = [dialog.answer(name) for name in ("title", "question", "prediction", "because")]
            outcome = self._context.edit(cycles.ADD_CYCLE, make_cycle, *answers)
            if outcome:
                self.go(outcome.value)
        dialog.deleteLater()

    def _plan_next(self) -> None:
        outcome = self._context.edit(cycles.NEXT_CYCLE, cycles.next_cycle, self._open)
        if outcome:
            self.go(outcome.value)

    def _show_list(self) -> None:
        empty(self._list)
        found = self._context.workspace.select("cycle")
        if not found:
            self._list.addWidget(self._nothing_yet())
        order = {stage: n for n, stage in enumerate(STAGES)}
        in_hand = [one for one in found if one.get("stage") != "closed"]
        in_hand.sort(key=lambda one: -order.get(one.get("stage") or "plan", 0))
        closed = [one for one in found if one.get("stage") == "closed"]
        closed.sort(key=lambda one: one.get("ended") or "", reverse=True)
        for title, some in ((_("In hand"), in_hand), (_("Closed"), closed)):
            if some:
                card = Card(title, name=f"cycles_{'closed' if some is closed else 'in_hand'}", note=str(len(some)))
                card.body.setContentsMargins(0, 4, 0, 4)
                card.body.setSpacing(0)
                for n, one in enumerate(some):
                    if n:
                        card.body.addWidget(rule())
                    made = CycleRow(self._context, one)
                    made.opened.connect(self.go)
                    card.body.addWidget(made)
                self._list.addWidget(card)
        self._list.addStretch(1)

    def _nothing_yet(self) -> Card:
        card = Card(name="cycles_empty")
        card.body.setContentsMargins(32, 32, 32, 32)
        words = _(
            "A test tries one idea in a small way: five families, one class, one week. You say what you expect before "
            "you look, then compare. A prediction that turns out wrong teaches the most."
        )
        card.body.addWidget(label(_("No tests yet"), "section"))
        card.body.addWidget(label(words, wrap=True))
        if not self._context.read_only:
            adding = button(_("Add a test"), self.add_cycle, name="first_cycle", icon="plus")
            card.body.addLayout(row(adding, 1))
        return card

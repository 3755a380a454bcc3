"""The Cycles room: every test on a board, in a list, a calendar or as ramps, and one at a time on its sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QWidget

from netdesk.i18n import _
from netdesk.operations import cycles
from netdesk.store.edit import Edit
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.dialogs.cycle import NewCycle
from netdesk.ui.pages.cycle import PART_KINDS, CycleView
from netdesk.ui.pages.cycle_board import Board
from netdesk.ui.pages.cycle_calendar import Calendar
from netdesk.ui.pages.cycle_depth import roomy
from netdesk.ui.pages.cycle_list import CycleList, Filters, matching
from netdesk.ui.pages.cycle_ramps import Ramps
from netdesk.ui.pages.story_parts import nothing
from netdesk.ui.shown import choice_words, shown_number
from netdesk.ui.steps import AHEAD_MS, Built, Steps, imported
from netdesk.ui.widgets.basic import Card, Segments, button, column, empty, label, row, scrolled
from netdesk.ui.widgets.frame import HeaderButton, HeaderContent, Page
from netdesk.ui.widgets.sides import Sides

OF_CYCLES = {
    "cycle", "question", "amendment", "data_item", "task", "field_note", "cycle_person", "person", "measure",
    "observation", "phase", "change_idea", "calendar_gap",
}  # fmt: skip


def make_cycle(
    edit: Edit, title: str, question: str | None, prediction: str | None, start: date | None, end: date | None
) -> str:
    """Add a quick cycle; its id."""
    days = {"planned_start": start, "planned_end": end}
    fields = {name: day.isoformat() for name, day in days.items() if day is not None}
    return cycles.add_cycle(edit, title, question=question, prediction=prediction, fields=fields)


class CyclesPage(Page):
    """What is being tried, and what came of it."""

    room = "cycles"
    least_width = 900
    refreshes_on_going = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._open = ""
        self._made: CycleView | None = None
        self._built = Built(self._build_view)
        self._ahead: Steps | None = None
        self._read: tuple[int, date] | None = None
        self._every: list[dict[str, Any]] = []
        self._shown: tuple[object, ...] | None = None
        self._stack = QStackedLayout(self)  # with its parent, else what is put in would open as windows

    def build(self) -> Iterator[None]:
        """Make the views of all tests under the filters that narrow them."""
        views = (("board", _("Board")), ("list", _("List")), ("calendar", _("Calendar")), ("ramps", _("Ramps")))
        self._which = Segments(views, name="cycles_view", accessible=_("Show cycles as"))
        roomy(self._which, (view for view, _words in views)).show_value("board")
        self._which.chosen.connect(lambda _view: self._show_list())
        self._filters = Filters(self._context)
        self._filters.changed.connect(self._on_filter)
        self._bar = Sides(spacing=16)
        self._none = column()
        self._none_part = QWidget()
        self._none_part.setLayout(self._none)
        inner, whole, parts = QWidget(), QWidget(), column(spacing=0)
        # With large text the filters stand one under the other and would fill the page: there they scroll with it.
        large = theme.px(100) >= 150
        over = [self._bar] if large else []
        lines = column(*over, self._none_part, spacing=8 if large else 0, margins=(24, 4, 24, 16))
        inner.setLayout(lines)
        if not large:
            parts.addLayout(column(self._bar, spacing=0, margins=(24, 12, 24, 8)))
        parts.addWidget(scrolled(inner), 1)
        whole.setLayout(parts)
        self._stack.addWidget(whole)
        yield
        self._bar.add(self._which)
        self._bar.add(self._filters, 1)
        yield from self._filters.build()
        self._board = Board(self._context, self.go, lambda: self.show_view("list"))
        self._all = CycleList(self._context, self.go)
        self._calendar = Calendar(self._context, self.go, lambda: self.show_view("list"))
        self._ramps = Ramps(self._context, self.go)
        self._views: dict[str, Board | CycleList | Calendar | Ramps] = {
            "board": self._board, "list": self._all, "calendar": self._calendar, "ramps": self._ramps
        }  # fmt: skip
        for view in self._views.values():
            lines.addWidget(view, 1)

    @property
    def _view(self) -> CycleView:
        """The sheet, made when the first cycle is opened, or while the tests are looked at."""
        self._built.finish()
        assert self._made is not None
        return self._made

    def fill(self) -> Iterator[None]:
        self._read_all()
        yield
        self._show_list()
        yield

    def _build_view(self) -> Iterator[None]:
        made = CycleView(self._context)
        self._stack.addWidget(made)
        yield from made.build()
        self._made = made
        # What is asked of the database for the first time takes longest: a sheet asks for all of this.
        workspace = self._context.workspace
        for kind in (*PART_KINDS, "question"):
            yield
            workspace.select(kind, cycle="")
        yield
        workspace.select("cycle", next="")
        cycles.amendments_of(workspace, "")
        for kind in ("cycle", "publication"):
            workspace.get(kind, "")

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
                buttons=(HeaderButton("add_cycle", _("Add a cycle"), self.add_cycle, "plus", main=True, enabled=can),),
            )
        cycle = self._view.cycle
        stage = cycle.get("stage") or "plan"
        following = self._context.workspace.get("cycle", cycle["next"]) if cycle.get("next") else None
        steps = {
            "plan": (_("Start the cycle"), lambda: self._view.step("do")),
            "do": (_("Go on to Study"), lambda: self._view.step("study")),
            "study": (_("Go on to Act"), lambda: self._view.step("act")),
            "act": (_("Close the cycle"), lambda: self._view.step("closed")),
            "closed": (_("Plan the next cycle"), self._view.plan_next),
        }
        text, deed = steps[stage]
        if stage == "closed" and following is not None:
            text, deed = _("Open the next cycle"), lambda: self.go(following["id"])
            can = True
        where = choice_words()[stage]
        if cycle.get("ramp"):
            where = _("Cycle {n} of its ramp, {stage}").format(n=shown_number(cycle["ramp"]), stage=where)
        return HeaderContent(
            cycle.get("title") or _("Cycle without a title"),
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
        if target == "new":  # Home's quick test
            QTimer.singleShot(0, self, self.add_cycle)

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        if changed is not None and not {kind for kind, _id in changed} & OF_CYCLES:
            return
        if not self._open:
            self._show_list(anew=changed is None)
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
        dialog = NewCycle(self, self._context.today())
        if dialog.exec():
            answers = [dialog.answer(name) for name in ("title", "question", "prediction")]
            outcome = self._context.edit(cycles.ADD_CYCLE, make_cycle, *answers, *dialog.when)
            if outcome:
                self.go(outcome.value)
        dialog.deleteLater()

    def show_view(self, view: str) -> None:
        """Show all tests as "board", "list", "calendar" or "ramps"."""
        self._which.show_value(view)
        self._show_list()

    def _on_filter(self) -> None:
        if self._filters.value("decision") == "abandon" and "text" not in self._filters.asked():
            # The shelf: its lessons stand in the list.
            self._which.show_value("list")
        self._show_list()

    def _read_all(self, *, anew: bool = False) -> tuple[int, date]:
        """Read all cycles where anything changed, and offer what they can be narrowed by; when they were read."""
        now = (self._context.told_changes, self._context.today())
        if anew or now != self._read:
            self._read, self._every = now, self._context.workspace.select("cycle")
            self._bar.setVisible(bool(self._every))
            if self._every:
                self._filters.offer()
        return now

    def _show_list(self, *, anew: bool = False) -> None:
        now = self._read_all(anew=anew)
        some = bool(self._every)
        asked = self._filters.asked() if some else {}
        wanted = (now, self._which.value(), asked)
        if wanted == self._shown and not anew:  # coming back to what still stands there
            return
        self._shown = wanted
        if some and self._ahead is None:
            self._ahead = Steps(self, imported("netdesk.ui.charts.drawn", self._built.steps()), pause=AHEAD_MS)
        self._filters.show_narrowed()
        found = matching(self._context, asked) if asked else self._every
        empty(self._none)
        if not found:
            self._none.addWidget(self._none_found() if some else self._nothing_yet())
            self._none.addStretch(1)
        self._none_part.setVisible(not found)
        chosen = self._which.value() or "board"
        for name, view in self._views.items():
            view.setVisible(bool(found) and name == chosen)
            if name != chosen:
                view.clear()  # what is not seen must not cost the next change of colours anything
        if not found:
            return
        if chosen == "list":
            self._all.show_cycles(found, shelf=asked.get("decision") == "abandon")
        elif chosen == "calendar":
            self._calendar.show_cycles(found)
        elif chosen == "ramps":
            self._ramps.show_cycles(found, self._every)
        else:
            self._board.show_cycles(found)

    def _none_found(self) -> Card:
        card = Card(name="cycles_none_found")
        card.body.addWidget(label(_("No cycle answers to all of this."), "section"))
        card.body.addLayout(row(button(_("Show all"), self._filters.clear, name="none_found_clear"), 1))
        return card

    def _nothing_yet(self) -> Card:
        words = _(
            "A cycle tests one idea in a small way: five families, one class, one week. You say what you expect before "
            "you look, then compare. A prediction that turns out wrong teaches the most."
        )
        adding = button(_("Add a cycle"), self.add_cycle, name="first_cycle", icon="plus")
        return nothing(_("No cycles yet"), words, name="cycles_empty", act=None if self._context.read_only else adding)

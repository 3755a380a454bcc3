"""The Table room: unfinished work shown on purpose, what waits for us, and what came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QWidget

from netdesk.i18n import _, ngettext
from netdesk.operations.feedback import (
    AGREE_ON_STAGE,
    GIVE_FEEDBACK,
    REPLY,
    Stage,
    agree_on_stage,
    give,
    read_stage,
    reply,
)
from netdesk.operations.practice import PracticeWork, pack, practise, practised
from netdesk.operations.purpose import members
from netdesk.operations.source import title_of
from netdesk.operations.table import (
    PUT_ON_TABLE,
    RELEASE,
    TAKE_OFF_TABLE,
    OnTable,
    Table,
    put_on_table,
    read_table,
    release,
    withdraw,
)
from netdesk.ui import ask, theme
from netdesk.ui.context import Context
from netdesk.ui.dialogs.table import AgreeOnStage, Answer, PutOnTable
from netdesk.ui.outgoing import kind_words
from netdesk.ui.pages.sharing_held import room_of
from netdesk.ui.pages.story_parts import nothing
from netdesk.ui.pages.table_copy import before_and_after, copy_card, links, practice_cards, question_card
from netdesk.ui.pages.table_feedback import WIDTH, FeedbackSide
from netdesk.ui.widgets.basic import Card, button, column, empty, fit_bold, label, scrolled
from netdesk.ui.widgets.frame import HeaderButton, HeaderContent, Page
from netdesk.ui.widgets.sides import Sides

#: What can be put on the table, in the order in which it is offered.
SHOWN_KINDS = ("cycle", "change_idea", "fishbone", "measure", "driver", "aim", "problem", "charter", "why_together")
OF_TABLE = {"pin", "feedback", "reply", "stage_step", "person", "team"}
_CHIP = 30
LEAST_HEIGHT = 300


class TablePage(Page):
    """Work put before others with a question; ``go`` takes a pin's id."""

    room = "table"
    refreshes_on_going = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._open = ""
        self._comparing = False
        self._table: Table | None = None
        self._shown: tuple[object, ...] | None = None

    def build(self) -> Iterator[None]:
        self._chips = column(spacing=8)
        self._body = column(spacing=12)
        inner = QWidget()
        inner.setLayout(column(self._chips, self._body, 1, spacing=12, margins=(24, 16, 24, 16)))
        self._sides = Sides(spacing=0)
        self.setLayout(column(scrolled(self._sides), spacing=0))
        self._copy = scrolled(inner, whole=True)
        self._sides.add(self._copy, 1)
        yield
        self._side = FeedbackSide()
        self._side.given.connect(self._give)
        self._side.answer.connect(self._answer)
        self._side.agree.connect(self.agree)
        self._side.release.connect(self._release)
        self._side.opened.connect(lambda kind, record: self._context.go.emit(room_of(kind), record))
        self._sides.turned.connect(self._give_heights)
        self._sides.add(self._side, width=WIDTH)

    def fill(self) -> Iterator[None]:
        yield from self._showing()

    def header(self) -> HeaderContent:
        can = not self._context.read_only
        words = _("Put something here")
        buttons = [HeaderButton("put_on_table_button", words, self.put, "plus", main=True, enabled=can)]
        pin = self._pin()
        if pin is not None:
            printing = HeaderButton("print_pin", _("Print for the table"), self._print, "print")
            buttons.insert(0, printing)
        return HeaderContent(
            _("On the table"),
            _("Unfinished work, shown on purpose, with the question we cannot answer alone."),
            buttons=tuple(buttons),
        )

    def go(self, target: str) -> None:
        self._context.save_typing()
        if self._comparing or self._shown != self._asked(target):  # else what is asked for still stands there
            self._comparing = False
            self._open = target
            self._show()
        self.header_changed.emit()

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        if changed is not None and not {kind for kind, _id in changed} & OF_TABLE:
            return
        self._show()
        self.header_changed.emit()

    # Deeds

    def put(self, of: str = "") -> None:
        """Ask what to show, with which question, and put it on the table."""
        context = self._context
        choices = self._showable()
        if not choices:
            context.failed.emit(_("There is nothing to show yet. Begin a cycle, an aim or a fishbone first."))
            return
        assert self._table is not None
        kinds = read_stage(context.workspace).kinds
        pins = [(one.id, one.title) for one in (*self._table.mine, *self._table.over) if one.mine]
        dialog = PutOnTable(self, choices, kinds, context.today(), chosen=of, pins=pins)
        if dialog.exec():
            fields = dialog.fields()
            shown, question = dialog.of(), dialog.question()
            outcome = context.edit(PUT_ON_TABLE, lambda edit: put_on_table(edit, shown, question, **fields))
            if outcome:
                self.go(outcome.value)
        dialog.deleteLater()

    def take_off(self) -> None:
        """Take the open pin off the table, after asking; then say what that means for copies sent."""
        pin = self._pin()
        question = _("Take this off the table? What was said about it stays with you.")
        if pin is None or not ask.confirm(self, _("Take off the table"), question, _("Take off the table")):
            return
        today = self._context.today()
        outcome = self._context.edit(TAKE_OFF_TABLE, lambda edit: withdraw(edit, pin.id, today=today))
        if outcome:
            self._context.told.emit(outcome.value, "", None)

    def agree(self) -> None:
        """Ask for the stage of feedback that the team agrees on."""
        workspace = self._context.workspace
        people = [one for one in members(workspace) if one.get("name")]
        # Whoever admits the hub has its person on the list; the team's agreement is the team's.
        apart = [one["name"] for one in people if one.get("tier") == "hub" and not workspace.hub]
        dialog = AgreeOnStage(self, read_stage(workspace), [one["name"] for one in people], apart)
        if dialog.exec():
            names, to, because = dialog.agreed_by(), dialog.to(), dialog.because()
            today = self._context.today()
            self._context.edit(
                AGREE_ON_STAGE, lambda edit: agree_on_stage(edit, to, names, on=today, because=because or None)
            )
        dialog.deleteLater()

    def _give(self, kind: str, text: str, seen: str, spot: object) -> None:
        pin = self._pin()
        if pin is None:
            self._practise(kind, text, seen)
            return
        where = spot if isinstance(spot, int) else None
        self._context.edit(
            GIVE_FEEDBACK, lambda edit: give(edit, pin.id, kind, text, evidence_seen=seen or None, spot=where)
        )

    def _practise(self, kind: str, text: str, seen: str) -> None:
        work = self._open
        self._context.attempt(lambda: practise(self._context.workspace, work, kind, text, evidence_seen=seen))
        self._show()

    def _answer(self, feedback: str) -> None:
        pin = self._pin()
        said = next((one for one in pin.feedback if one.id == feedback), None) if pin else None
        if said is None:
            return
        dialog = Answer(self, said.text, self._showable())
        if dialog.exec():
            text, built = dialog.text(), dialog.built_on()
            self._context.edit(REPLY, lambda edit: reply(edit, feedback, text, built_on=built))
        dialog.deleteLater()

    def _release(self) -> None:
        pin = self._pin()
        if pin is not None:
            outcome = self._context.edit(RELEASE, release, pin.id)
            if outcome:
                self._context.told.emit(outcome.value, "", None)

    def _print(self) -> None:
        self._context.go.emit("print", "")

    def _showable(self) -> list[tuple[str, str]]:
        found = []
        for kind in SHOWN_KINDS:
            for one in self._context.workspace.select(kind):
                title = title_of(one)
                if title:
                    found.append((one["id"], _("{kind}: {title}").format(kind=kind_words(kind), title=title)))
        return found

    # Showing

    def _pin(self) -> OnTable | None:
        if self._table is None:
            return None
        return next((one for one in _all(self._table) if one.id == self._open), None)

    def _asked(self, target: str) -> tuple[object, ...]:
        return self._context.told_changes, self._context.today(), target

    def _show(self) -> None:
        for _part in self._showing():
            pass

    def _showing(self) -> Iterator[None]:
        """Show the table as it is now, with pauses between its parts."""
        context, asked = self._context, self._asked(self._open)
        self._table = read_table(context.workspace, context.today())
        pins = _all(self._table)
        if self._pin() is None and self._open not in {one.id for one in pack()}:
            self._open = pins[0].id if pins else ""
        stage = read_stage(context.workspace)
        yield
        practising = self._practice(stage)
        self._show_chips(practising)
        yield
        empty(self._body)
        work = next((one for one in practising if one.id == self._open), None)
        if work is not None:
            self._show_practice(work, stage)
        else:
            self._side.show_pin(self._pin(), stage, read_only=context.read_only)
            yield
            self._show_pin(pins)
        self._shown = asked

    def _show_pin(self, pins: Sequence[OnTable]) -> None:
        context, pin = self._context, self._pin()
        if pin is None:
            self._body.addWidget(self._nothing_yet())
            return
        taking_off = self.take_off if pin.mine and not pin.over and not context.read_only else None
        self._body.addWidget(question_card(pin, context.today(), taking_off))
        ways = links(pin, self.go, self._compare, comparing=self._comparing)
        if ways is not None:
            self._body.addWidget(ways)
        other = next((one for one in pins if one.id in (pin.before, pin.after)), None)
        if self._comparing and other is not None:
            earlier, later = (other, pin) if other.id == pin.before else (pin, other)
            self._body.addWidget(before_and_after(earlier, later))
        else:
            self._body.addWidget(copy_card(pin))

    def _compare(self) -> None:
        self._comparing = not self._comparing
        self._show()

    def _practice(self, stage: Stage) -> tuple[PracticeWork, ...]:
        """The pieces to practise on: offered at stage 0, and for as long as one of them is open."""
        works = pack()
        return works if stage.stage == "0" or self._open in {one.id for one in works} else ()

    def _show_practice(self, work: PracticeWork, stage: Stage) -> None:
        for card in practice_cards(work):
            self._body.addWidget(card)
        written = [one for one in practised(self._context.workspace) if one.work == work.id]
        self._side.show_practice(work, stage, written, read_only=self._context.read_only)

    def _show_chips(self, practising: tuple[PracticeWork, ...]) -> None:
        empty(self._chips)
        assert self._table is not None
        group = QButtonGroup(self)
        sections = (
            (_("Ours"), self._table.mine),
            (_("Waits for you"), self._table.waits),
            (_("From others"), tuple(one for one in self._table.others if one not in self._table.waits)),
            (_("No longer on the table"), self._table.over),
        )
        for title, pins in sections:
            if pins:
                chips = [(pin.id, pin.title or kind_words(pin.kind), len(pin.feedback)) for pin in pins]
                self._chips.addLayout(self._chip_row(title, chips, group))
        if practising:
            works = [(one.id, one.title, 0) for one in practising]
            self._chips.addLayout(self._chip_row(_("To practice on"), works, group))

    def _chip_row(self, title: str, chips: list[tuple[str, str, int]], group: QButtonGroup) -> QBoxLayout:
        flow = column(label(title, "head"), spacing=4)
        for start in range(0, len(chips), 3):
            line = Sides(spacing=8)  # below each other where three have no room beside the feedback
            for id_, name, count in chips[start : start + 3]:
                line.add(self._chip(id_, name, count, group))
            line.add_stretch()
            flow.addWidget(line)
        return flow

    def _chip(self, id_: str, name: str, count: int, group: QButtonGroup) -> QWidget:
        short = name if len(name) <= _CHIP else name[: _CHIP - 1].rstrip() + "…"
        shown = f"{short}  {count}" if count else short
        made = button(shown.replace("&", "&&"), lambda: self.go(id_), name="pin_chip", role="segment")
        made.setProperty("first", True)
        made.setProperty("last", True)
        made.setCheckable(True)
        made.setChecked(id_ == self._open)
        made.setToolTip(name)
        said = ngettext("{what}, {n} piece of feedback", "{what}, {n} pieces of feedback", count)
        made.setAccessibleName(said.format(what=name, n=count))
        fit_bold(made)
        group.addButton(made)
        return made

    def _nothing_yet(self) -> Card:
        words = _(
            "Put a cycle, a fishbone or an idea here before it is finished, with one question. The others see it as it "
            "stands and tell you what works and what they would ask. You begin with strengths; critique comes when the "
            "team has agreed to it."
        )
        adding = button(_("Put something here"), self.put, name="first_pin", icon="plus")
        return nothing(
            _("Nothing is on the table"), words, name="table_empty", act=None if self._context.read_only else adding
        )

    def _give_heights(self, stacked: bool) -> None:
        # Below each other each part needs a height of its own, and the page scrolls.
        least = theme.px(LEAST_HEIGHT) if stacked else 0
        self._copy.setMinimumHeight(least)
        self._side.setMinimumHeight(least)


def _all(table: Table) -> tuple[OnTable, ...]:
    return (*table.mine, *table.others, *table.over)

"""The list of tests, and what narrows it; with it the shelf of what does not work here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from netdesk.core.records import KINDS, STAGES
from netdesk.i18n import _, ngettext
from netdesk.operations import cycles, people
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.icons import picture
from netdesk.ui.pages.cycle_depth import DECISION_ICONS
from netdesk.ui.pages.cycle_tile import day_words, scale_words, title_of, wait_words
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.basic import Card, ElidedButton, button, column, empty, label, row, rule
from netdesk.ui.widgets.choices import QuietCombo
from netdesk.ui.widgets.frame import ElidedLabel
from netdesk.ui.widgets.sides import Sides

DECISIONS = KINDS["cycle"].fields["decision"].choices
TYPING_PAUSE_MS = 200
#: So many rows a card shows, and adds at each "Show more": each row is a handful of widgets.
SHOWN = 40

Record = dict[str, Any]


class Filters(Sides):
    """What narrows the tests shown: words, stage, change idea, person, decision; ``changed`` when one changes."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=6)
        self._context = context
        self._words = QLineEdit()
        self._words.setObjectName("filter_text")
        self._words.setAccessibleName(_("Find in cycles"))
        self._words.setPlaceholderText(_("Find in cycles"))
        self._words.setClearButtonEnabled(True)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self._words.textChanged.connect(lambda _text: self._pause.start())
        self._combos: dict[str, QuietCombo] = {}
        room = self._words.fontMetrics().horizontalAdvance(self._words.placeholderText())
        self._words.setMinimumWidth(room + theme.px(48))
        self.add(self._words, 3)
        for name, title in (
            ("stage", _("Stage")),
            ("idea", _("Change idea")),
            ("person", _("Person")),
            ("decision", _("Decision")),
        ):
            made = QuietCombo()
            made.setObjectName(f"filter_{name}")
            made.setAccessibleName(_("Only cycles with this: {filter}").format(filter=title))
            made.activated.connect(lambda _index: self.changed.emit())
            self._combos[name] = made
            self.add(made, 2)
        self._clear = button(_("Show all"), self.clear, name="filter_clear", role="link")
        self.add(self._clear)

    def offer(self) -> None:
        """Offer the stages, ideas, people and decisions there are now; what is chosen stays."""
        workspace = self._context.workspace
        words = choice_words()
        ideas = [(one["id"], one.get("name") or _("Unnamed idea")) for one in workspace.select("change_idea")]
        named = sorted(people.names(workspace).items(), key=lambda one: one[1].casefold())
        decisions = [(one, words[one]) for one in DECISIONS]
        shelf = [(one, _("Abandon: what does not work here") if one == "abandon" else text) for one, text in decisions]
        for name, every, offered in (
            ("stage", _("All stages"), [(one, words[one]) for one in STAGES]),
            ("idea", _("All ideas"), ideas),
            ("person", _("Everybody"), named),
            ("decision", _("All decisions"), shelf),
        ):
            combo, chosen = self._combos[name], self.value(name)
            combo.clear()
            combo.addItem(every, "")
            for value, text in offered:
                combo.addItem(text, value)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))
            combo.setVisible(bool(offered))
            combo.setToolTip(combo.currentText())
            widest = max(combo.fontMetrics().horizontalAdvance(combo.itemText(n)) for n in range(combo.count()))
            combo.view().setMinimumWidth(min(widest + theme.px(32), theme.px(420)))
        self._clear.setVisible(bool(self.asked()))

    def value(self, name: str) -> str:
        """What is chosen for "stage", "idea", "person" or "decision"; "" for all."""
        return self._combos[name].currentData() or ""

    def asked(self) -> dict[str, str]:
        """Everything that narrows the tests now, as `find_cycles` takes it."""
        asked = {"text": self._words.text().strip()} | {name: self.value(name) for name in self._combos}
        return {name: value for name, value in asked.items() if value}

    def clear(self) -> None:
        """Narrow nothing."""
        self._words.blockSignals(True)
        self._words.clear()
        self._words.blockSignals(False)
        for combo in self._combos.values():
            combo.setCurrentIndex(0)
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


class CycleRow(QFrame):
    """One cycle in the list: its stage as shape and word, title, what it asks or what was decided."""

    def __init__(self, context: Context, cycle: Record, opened: Callable[[str], object], *, lessons: bool) -> None:
        super().__init__()
        self._id, self._opened = cycle["id"], opened
        stage = cycle.get("stage") or "plan"
        decision = cycle.get("decision")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        line = row(spacing=12)
        look = DECISION_ICONS[decision] if decision else (f"stage-{stage}", "accent")
        line.addWidget(picture(*look, 16), 0, Qt.AlignmentFlag.AlignVCenter)
        stage_word = label(choice_words()[decision or stage], "second")
        stage_word.setMinimumWidth(theme.px(56))
        line.addWidget(stage_word)
        line.addWidget(ElidedButton(title_of(cycle), self._open, name=f"open_cycle_{self._id}"), 4)
        about = row(spacing=8)
        waits = wait_words(context, cycle)
        if waits:
            about.addWidget(label(waits, "tag", name="row_waits"), 0, Qt.AlignmentFlag.AlignVCenter)
        about.addWidget(ElidedLabel(self._about(context, cycle), "second"), 1)
        line.addLayout(about, 5)
        when = label(day_words(cycle), "quiet")
        when.setFixedWidth(theme.px(190))
        when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(when)
        lines = column(line, spacing=2, margins=(20, 4, 20, 4))
        if lessons:
            lines.addLayout(self._lessons(context, cycle))
        self.setLayout(lines)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._open()

    def _open(self) -> None:
        self._opened(self._id)

    def _about(self, context: Context, cycle: Record) -> str:
        if cycle.get("decision_because"):
            return str(cycle["decision_because"])
        questions = context.workspace.select("question", cycle=self._id)
        parts = [scale_words(cycle)]
        if questions:
            parts.append(ngettext("{n} question", "{n} questions", len(questions)).format(n=len(questions)))
        return " · ".join(part for part in parts if part)

    def _lessons(self, context: Context, cycle: Record) -> Any:
        """What was learned, whole: it stands on the shelf so that nobody has to learn it again."""
        lessons = [cycle["study"]] if cycle.get("study") else []
        lessons += [
            one["learned"] for one in context.workspace.select("question", cycle=self._id) if one.get("learned")
        ]
        made = column(spacing=2, margins=(96, 0, 190, 6))
        for words in lessons or [_("What it taught is not written down yet.")]:
            made.addWidget(label(words, "body" if lessons else "quiet", wrap=True, name="lesson"))
        return made


class CycleList(QWidget):
    """The tests in hand and the closed ones; with the decision abandon, the shelf with its lessons."""

    def __init__(self, context: Context, opened: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("cycle_list")
        self._context, self._opened = context, opened
        self._lines = column(spacing=16)
        self.setLayout(self._lines)

    def clear(self) -> None:
        """Show nothing."""
        empty(self._lines)

    def show_cycles(self, found: list[Record], *, shelf: bool) -> None:
        """Show these cycles in cards."""
        empty(self._lines)
        order = {stage: n for n, stage in enumerate(STAGES)}
        in_hand = [one for one in found if one.get("stage") != "closed"]
        in_hand.sort(key=lambda one: -order.get(one.get("stage") or "plan", 0))
        closed = [one for one in found if one.get("stage") == "closed"]
        closed.sort(key=lambda one: one.get("ended") or "", reverse=True)
        groups = [("in_hand", _("In hand"), in_hand), ("closed", _("Closed"), closed)]
        if shelf:
            groups = [("shelf", _("What does not work here"), [*closed, *in_hand])]
        for name, title, some in groups:
            if some:
                self._lines.addWidget(self._card(name, title, some, lessons=shelf))
        self._lines.addStretch(1)

    def _card(self, name: str, title: str, some: list[Record], *, lessons: bool) -> Card:
        card = Card(title, name=f"cycles_{name}", note=str(len(some)))
        card.body.setContentsMargins(0, 4, 0, 4)
        card.body.setSpacing(0)
        if lessons:
            words = _("Knowing this is worth as much as a success: nobody here has to find it out again.")
            about = label(words, "second", wrap=True)
            about.setContentsMargins(theme.px(20), theme.px(4), theme.px(20), theme.px(6))
            card.body.addWidget(about)
        self._add_rows(card, some, 0, lessons=lessons)
        return card

    def _add_rows(self, card: Card, some: list[Record], begin: int, *, lessons: bool) -> QWidget | None:
        """Add the next rows to a card, and a button for those after them; the first of the rows."""
        first: QWidget | None = None
        for n, one in enumerate(some[begin : begin + SHOWN], begin):
            if n:
                card.body.addWidget(rule())
            made = CycleRow(self._context, one, self._opened, lessons=lessons)
            card.body.addWidget(made)
            first = first or made
        rest = len(some) - begin - SHOWN
        if rest > 0:
            text = ngettext("Show {n} more", "Show {n} more", min(rest, SHOWN)).format(n=min(rest, SHOWN))
            more = button(text, lambda: go_on(), name="list_more", role="link")
            card.body.addWidget(more, 0, Qt.AlignmentFlag.AlignHCenter)

        def go_on() -> None:
            more.hide()
            more.deleteLater()
            shown = self._add_rows(card, some, begin + SHOWN, lessons=lessons)
            opener = shown.findChild(ElidedButton) if shown is not None else None
            if opener is not None:  # the keyboard goes on where the eye does
                opener.setFocus(Qt.FocusReason.TabFocusReason)

        return first


def matching(context: Context, asked: dict[str, str]) -> list[Record]:
    """The cycles that answer to the filters."""
    return cycles.find_cycles(context.workspace, **asked)

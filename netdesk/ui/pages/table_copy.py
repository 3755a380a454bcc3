"""The question, and under it the frozen copy with its numbered spots; earlier and later copies side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from netdesk.i18n import _, format_date, ngettext
from netdesk.operations.practice import PracticeWork
from netdesk.operations.table import OnTable, Part, frozen_parts
from netdesk.ui import theme
from netdesk.ui.icons import picture
from netdesk.ui.outgoing import kind_words
from netdesk.ui.pages.table_feedback import spot_mark
from netdesk.ui.widgets.basic import Card, boxed, button, column, label, row
from netdesk.ui.widgets.sides import Sides


def days_left(until: date | None, today: date) -> str:
    """How long it lies on the table, in words."""
    if until is None:
        return _("On the table with no end")
    if until < today:
        return _("Was on the table until {day}").format(day=format_date(until))
    left = (until - today).days
    if left == 0:
        return _("On the table until today")
    words = ngettext("{n} day left", "{n} days left", left).format(n=left)
    return _("On the table until {day}, {left}").format(day=format_date(until), left=words)


def question_card(pin: OnTable, today: date, take_off: Callable[[], object] | None) -> QFrame:
    """What is asked, of whom, and until when; with the way to take it off the table, if it may be."""
    head = _("What we are asking") if pin.mine else _("What {team} asks").format(team=pin.team or _("another team"))
    facts = Sides(spacing=16)
    shown = _("Shown to the network") if pin.audience == "network" else _("Shown to our team")
    sign = picture("globe" if pin.audience == "network" else "people", "second", 14)
    facts.add(row(sign, label(shown, "second"), 1, spacing=6))
    facts.add(label(days_left(pin.until, today), "second", name="pin_until"), 1)
    if take_off is not None:
        facts.add(button(_("Take off the table"), take_off, name="take_off", role="link"))
    question = label(pin.question, "aim", wrap=True, name="pin_question", selectable=True)
    inside = column(label(head, "accent"), question, facts, spacing=6, margins=(20, 12, 20, 12))
    return boxed(inside, "next", name="pin")


def copy_card(pin: OnTable, *, title: str = "") -> Card:
    """The frozen copy: each part with its number."""
    card = Card(title or pin.title or _("Without a name"), name="frozen_copy")
    card.title.setWordWrap(True)
    stood = _("{kind}, as it stood on {day}").format(kind=kind_words(pin.kind), day=format_date(pin.on))
    if theme.px(100) < 150:
        card.note.setText(stood)
    else:  # in large text the heading has no room for it
        card.body.addWidget(label(stood, "second", wrap=True))
    for part in frozen_parts(pin.frozen):
        card.body.addLayout(_part(part))
    return card


def practice_cards(work: PracticeWork) -> tuple[QFrame, Card]:
    """The question of a piece to practise on, and its numbered lines."""
    head = _("Outside work to practice on. {source}").format(source=work.source)
    question = label(work.question, "aim", wrap=True, name="pin_question", selectable=True)
    asked = boxed(column(label(head, "accent", wrap=True), question, spacing=6, margins=(20, 12, 20, 12)), "next")
    card = Card(work.title, name="practice_work")
    card.title.setWordWrap(True)
    for n, (line, text) in enumerate(work.lines, 1):
        card.body.addLayout(_part(Part(n, work.kind, line, text)))
    return asked, card


def _part(part: Part) -> QBoxLayout:
    line = row(spacing=12)
    line.addWidget(spot_mark(part.spot), 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(column(label(part.label, "strong"), label(part.text, wrap=True, selectable=True), spacing=2), 1)
    return line


def before_and_after(earlier: OnTable, later: OnTable) -> QWidget:
    """Two copies of the same work side by side."""
    made = QWidget()
    line = row(spacing=16)
    line.addWidget(copy_card(earlier, title=_("Before: {what}").format(what=earlier.title)), 1)
    line.addWidget(copy_card(later, title=_("After: {what}").format(what=later.title)), 1)
    made.setLayout(line)
    return made


def links(
    pin: OnTable, go: Callable[[str], object], compare: Callable[[], object], *, comparing: bool
) -> QWidget | None:
    """Ways to the copies before and after this one; None where there is none."""
    if not pin.before and not pin.after:
        return None
    line = row(spacing=8)
    words = _("Show this copy alone") if comparing else _("Before and after, side by side")
    line.addWidget(button(words, compare, name="compare_copies", role="link"))
    if pin.before:
        line.addWidget(button(_("The copy before"), lambda: go(pin.before), name="copy_before", role="link"))
    if pin.after:
        line.addWidget(button(_("The copy after"), lambda: go(pin.after), name="copy_after", role="link"))
    line.addStretch(1)
    made = QWidget()
    made.setLayout(line)
    return made

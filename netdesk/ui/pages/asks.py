"""Asks: concrete, to somebody, sized in minutes; ours with their answers, and those that wait for us."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QBoxLayout, QSpinBox, QWidget

from netdesk.i18n import N_, _, format_date, ngettext
from netdesk.operations.asks import ANSWER, ASK, Asked, answer, ask, decline, read_asks
from netdesk.operations.others import team_names
from netdesk.operations.purpose import members
from netdesk.ui.context import Context
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.pages.story_parts import Link, entry, fill, nothing
from netdesk.ui.widgets.autosave import AutosaveText
from netdesk.ui.widgets.basic import Card, boxed, column, empty, label, labelled, scrolled
from netdesk.ui.widgets.choices import ChoiceField

DECLINE = N_("Set an ask aside")


def minutes_field(name: str, title: str, value: int) -> QSpinBox:
    """A number of minutes."""
    made = QSpinBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setRange(0, 600)
    made.setSingleStep(5)
    made.setValue(value)
    made.setSuffix(" " + _("minutes"))
    return made


class NewAsk(Asking):
    """Asks what is wanted, of whom, and how many minutes it takes."""

    def __init__(self, parent: QWidget | None, teams: list[tuple[str, str]], people: list[str]) -> None:
        super().__init__(
            parent,
            name="new_ask",
            title=_("Ask for something"),
            words=_("Concrete, to somebody, and small: people answer what they can size."),
            deed=_("Ask"),
        )
        self._text = AutosaveText(
            name="ask_text",
            accessible=_("What do you ask for?"),
            hint=_("Send us the words of your text message to families"),
            lines=2,
        )
        self._to = ChoiceField(_("Of whom?"), name="ask_to")
        offered = [(f"team:{name}", name) for _id, name in teams] + [(f"person:{name}", name) for name in people]
        self._to.show_choices(offered, offered[0][0] if offered else "")
        self._minutes = minutes_field("ask_minutes", _("How many minutes does it take?"), 10)
        self._text.textChanged.connect(self._check)
        self.body.addWidget(labelled(_("What do you ask for?"), self._text))
        self.body.addWidget(labelled(_("How many minutes does it take?"), self._minutes))
        self.body.addWidget(self._to)
        self._check()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self._text.plain().strip()))

    def arguments(self) -> dict[str, Any]:
        """The arguments of `operations.asks.ask`."""
        sort, _colon, name = self._to.value().partition(":")
        return {
            "text": self._text.plain().strip(),
            "minutes": self._minutes.value(),
            "to_team": name if sort == "team" else None,
            "to_person": name if sort == "person" else None,
        }


class AnswerAsk(Asking):
    """Asks for the answer and the minutes it took."""

    def __init__(self, parent: QWidget | None, asked: Asked) -> None:
        super().__init__(parent, name="answer_ask", title=_("Answer what was asked"), deed=_("Answer"))
        self.body.addWidget(boxed(column(label(asked.text, wrap=True), margins=(12, 8, 12, 8)), "tinted"))
        self._words = AutosaveText(name="answer_ask_text", accessible=_("Your answer"), lines=3)
        self._minutes = minutes_field("answer_ask_minutes", _("How many minutes did it take?"), asked.minutes or 0)
        self._words.textChanged.connect(self._check)
        self.body.addWidget(labelled(_("Your answer"), self._words))
        self.body.addWidget(labelled(_("How many minutes did it take?"), self._minutes))
        self._check()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self.words()))

    def words(self) -> str:
        """The answer, as typed."""
        return self._words.plain().strip()

    def minutes(self) -> int | None:
        """The minutes it took; None where nothing was said."""
        return self._minutes.value() or None


class Asks(QWidget):
    """Those that wait for us first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._column = column(spacing=16)
        inner = QWidget()
        inner.setLayout(self._column)
        self.setLayout(column(scrolled(inner), spacing=0))

    def refresh(self) -> None:
        """Show them as they are now."""
        empty(self._column)
        found = read_asks(self._context.workspace)
        waiting = [one for one in found if one.for_us and not one.own and one.state == "asked"]
        ours = [one for one in found if one.own]
        others = [one for one in found if one not in waiting and one not in ours]
        if not found:
            words = _(
                "An ask is one concrete thing, put to somebody, with the minutes it takes. It leaves with the next "
                "file for the hub, and the answer comes back the same way."
            )
            self._column.addWidget(nothing(_("Nothing is asked yet"), words, name="asks_empty"))
        for title, name, some in (
            (_("Waits for you"), "asks_waiting", waiting),
            (_("We asked"), "asks_ours", ours),
            (_("Others asked"), "asks_others", others),
        ):
            if some:
                self._column.addWidget(fill(Card(title, name=name), [self._one(one) for one in some]))
        self._column.addStretch(1)

    def new_ask(self) -> None:
        """Ask for the words of an ask, and make it."""
        workspace = self._context.workspace
        teams = [(root, name) for root, name in team_names(workspace).items() if root and name]
        people = [one["name"] for one in members(workspace) if one.get("name")]
        dialog = NewAsk(self, teams, people)
        if dialog.exec():
            arguments = dialog.arguments()
            self._context.edit(ASK, lambda edit: ask(edit, **arguments))
        dialog.deleteLater()

    def _answer(self, asked: Asked) -> None:
        dialog = AnswerAsk(self, asked)
        if dialog.exec():
            words, minutes = dialog.words(), dialog.minutes()
            self._context.edit(ANSWER, lambda edit: answer(edit, asked.id, words, minutes=minutes))
        dialog.deleteLater()

    def _one(self, one: Asked) -> QBoxLayout:
        size = ngettext("{n} minute", "{n} minutes", one.minutes or 0).format(n=one.minutes) if one.minutes else ""
        whom = one.to_team or one.to_person or _("everybody")
        by = one.by_team or _("our team")
        facts = (_("{by} asks {whom}").format(by=by, whom=whom), size, format_date(one.on))
        quiet = ", ".join(part for part in facts if part)
        said = _("{team}: {words}")
        lines = [said.format(team=given.by_team or _("A team"), words=given.words) for given in one.answers]
        links: list[Link] = []
        if one.state == "asked" and not self._context.read_only:
            if one.for_us:
                links.append((_("Answer"), "answer_this_ask", lambda: self._answer(one)))
            if one.own:
                links.append(
                    (_("Set aside"), "decline_ask", lambda: self._context.edit(DECLINE, decline, one.id))
                )
        return entry(one.text, *lines, quiet=(quiet,), links=links)


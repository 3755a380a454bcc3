"""Putting work on the table, agreeing on how feedback is given, and answering it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from netdesk.core.typed import read_date
from netdesk.errors import NetDeskError
from netdesk.i18n import _, language
from netdesk.operations.feedback import Stage, prompts, stage_words
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.widgets.autosave import AutosaveLine, AutosaveText
from netdesk.ui.widgets.basic import boxed, column, label, labelled, row
from netdesk.ui.widgets.choices import ChoiceField


def _tick(name: str, words: str, *, on: bool = False) -> QCheckBox:
    made = QCheckBox(words)
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setChecked(on)
    return made


class PutOnTable(Asking):
    """Asks what to show, the question, the feedback wanted, for whom and until when.

    ``fields`` are the arguments of `operations.table.put_on_table`; ``choices`` are (id, words) of what can be shown.
    """

    def __init__(
        self,
        parent: QWidget | None,
        choices: Sequence[tuple[str, str]],
        kinds: Sequence[str],
        today: date,
        *,
        chosen: str = "",
        pins: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(
            parent,
            name="put_on_table",
            title=_("Put something on the table"),
            words=_("It need not be finished. The others see it as it stands now; you go on working on yours."),
            deed=_("Put on the table"),
            width=600,
        )
        self._today = today
        self._of = ChoiceField(_("What do you show?"), name="put_what")
        self._of.show_choices(choices, chosen or (choices[0][0] if choices else ""))
        self._question = AutosaveText(
            name="put_question",
            accessible=_("What do you want to know?"),
            hint=_("Will this still work when Mai makes the calls instead of Rosa?"),
            lines=2,
        )
        self._kinds = {kind: _tick(f"put_wanted_{kind}", prompts(kind)[0], on=True) for kind in kinds}
        self._audience = ChoiceField(_("Who sees it?"), name="put_audience")
        self._audience.show_choices(
            [("team", _("Our team")), ("network", _("The whole network, with the next file for the hub"))], "team"
        )
        self._until = AutosaveLine(
            name="put_until", accessible=_("Until when?"), hint=_("Mar 13, or empty for no end")
        )
        self._hold = _tick("put_hold", _("Keep critical comments back until I ask for them"))
        self._before = ChoiceField(_("It follows on from"), name="put_before")
        self._before.show_choices([("", _("Nothing earlier")), *pins], "")
        self._before.setVisible(bool(pins))
        self._problem = label("", "problem", wrap=True, name="put_problem")
        self._problem.hide()
        self.until: date | None = None
        self.body.addWidget(self._of)
        self.body.addWidget(labelled(_("What do you want to know?"), self._question))
        if self._kinds:
            wanted = column(label(_("What feedback helps now?"), "label"), spacing=4)
            wanted.addLayout(row(*self._kinds.values(), 1, spacing=16))
            self.body.addLayout(wanted)
        self.body.addLayout(row(self._audience, labelled(_("Until when?"), self._until), spacing=12))
        self.body.addWidget(self._before)
        if "cool" in self._kinds:
            self.body.addWidget(self._hold)
        self.body.addWidget(self._problem)
        self._question.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self._question.plain().strip()) and bool(self._of.value()))

    def accept(self) -> None:
        text = self._until.text().strip()
        try:
            self.until = read_date(text, language(), self._today) if text else None
            if self.until is not None and self.until < self._today:
                raise NetDeskError(_("That day is over. Choose one that is still to come."))
        except NetDeskError as error:
            self._problem.setText(error.user_text)
            self._problem.show()
            self._until.setFocus()
            return
        super().accept()

    def of(self) -> str:
        """The id of what is shown."""
        return self._of.value()

    def question(self) -> str:
        """The question, as typed."""
        return self._question.plain().strip()

    def fields(self) -> dict[str, Any]:
        """The other arguments of `put_on_table`."""
        return {
            "wanted": [kind for kind, tick in self._kinds.items() if tick.isChecked()],
            "audience": self._audience.value(),
            "until": self.until,
            "hold": "cool" in self._kinds and self._hold.isChecked(),
            "before": self._before.value() or None,
        }


class AgreeOnStage(Asking):
    """Asks which stage of feedback the team agrees on, and who agreed: a record, not a switch.

    ``apart`` are those of ``people`` who work at the hub; they are ticked only by hand.
    """

    def __init__(
        self, parent: QWidget | None, stage: Stage, people: Sequence[str], apart: Collection[str] = ()
    ) -> None:
        super().__init__(
            parent,
            name="agree_on_stage",
            title=_("How we give feedback"),
            words=_("Decide this together. It is kept with the date and the names, and can be changed back."),
            deed=_("We agree"),
            width=560,
        )
        self._stage = ChoiceField(_("From now on"), name="agree_stage")
        proposed = stage.next or stage.stage
        self._stage.show_choices([(one, f"{one}  {stage_words(one)[0]}") for one in "0123"], proposed)
        self._stage.chosen.connect(lambda _value: self._show())
        self._meaning = label("", wrap=True, name="agree_meaning")
        self._people = {name: _tick(f"agree_{n}", name, on=name not in apart) for n, name in enumerate(people)}
        self._because = AutosaveText(
            name="agree_because", accessible=_("Why now?"), hint=_("Two months of strengths; we want to go further")
        )
        self.body.addWidget(self._stage)
        self.body.addWidget(boxed(column(self._meaning, margins=(12, 8, 12, 8)), "tinted"))
        agreed = column(label(_("Who agreed?"), "label"), spacing=4)
        for tick in self._people.values():
            agreed.addWidget(tick)
            tick.toggled.connect(lambda _on: self._check())
        self.body.addLayout(agreed)
        self.body.addWidget(labelled(_("Why now?"), self._because))
        self._show()

    def _show(self) -> None:
        self._meaning.setText(stage_words(self.to())[1])
        self._check()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self.agreed_by()))

    def to(self) -> str:
        """The stage agreed on."""
        return self._stage.value()

    def agreed_by(self) -> list[str]:
        """The names of who agreed."""
        return [name for name, tick in self._people.items() if tick.isChecked()]

    def because(self) -> str:
        """The reason, as typed."""
        return self._because.plain().strip()


class Answer(Asking):
    """Asks for an answer to feedback, and what of ours was changed because of it."""

    def __init__(self, parent: QWidget | None, said: str, ours: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            parent,
            name="answer_feedback",
            title=_("Answer, or say what you built on it"),
            deed=_("Answer"),
        )
        self.body.addWidget(boxed(column(label(said, wrap=True), margins=(12, 8, 12, 8)), "tinted"))
        self._text = AutosaveText(name="answer_text", accessible=_("Your answer"), lines=2)
        self._built = ChoiceField(_("What did you change because of it?"), name="answer_built")
        self._built.show_choices([("", _("Nothing yet")), *ours], "")
        self._text.textChanged.connect(self._check)
        self._built.chosen.connect(lambda _value: self._check())
        self.body.addWidget(labelled(_("Your answer"), self._text))
        self.body.addWidget(self._built)
        self._check()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self.text() or self.built_on()))

    def text(self) -> str:
        """The answer, as typed."""
        return self._text.plain().strip()

    def built_on(self) -> str | None:
        """The id of what was changed, or None."""
        return self._built.value() or None

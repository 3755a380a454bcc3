"""Two moments of a team's purpose: what changed the aim, and the problem seen anew."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from netdesk.i18n import _
from netdesk.ui.context import Context
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.evidence_link import EvidenceChoice
from netdesk.ui.widgets.autosave import AutosaveText
from netdesk.ui.widgets.basic import boxed, column, label, labelled


class ChangeAim(Asking):
    """Shows the sentence as it now reads and asks what changed it."""

    def __init__(self, parent: QWidget | None, context: Context, sentence: str) -> None:
        super().__init__(
            parent,
            name="change_aim_dialog",
            title=_("This changes our aim"),
            words=_("The sentence is kept as it now reads, with the reason and today's date."),
            deed=_("Keep this version"),
            width=560,
        )
        self.body.addWidget(boxed(column(label(sentence, "aim", wrap=True), margins=(12, 8, 12, 8)), "tinted"))
        question, hint = _("What changed it: data, a cycle, a voice?"), _("Twelve weeks of data gave us a baseline")
        self._because = AutosaveText(name="change_aim_because", accessible=question, hint=hint, lines=2)
        self.body.addWidget(labelled(question, self._because))
        self._link = EvidenceChoice(context, name="change_aim_evidence")
        self._link.show_link(None)
        self.body.addWidget(self._link)
        self.body.addStretch(1)

    def because(self) -> str:
        """The reason, as typed."""
        return self._because.plain().strip()

    def evidence_link(self) -> str | None:
        """The id of the record that was named as evidence, or None."""
        return self._link.value() or None


class NewProblem(Asking):
    """Asks how the team sees the problem now; the version before stays."""

    def __init__(self, parent: QWidget | None, context: Context, statement: str) -> None:
        super().__init__(
            parent,
            name="new_problem",
            title=_("We see the problem differently now"),
            words=_("The words before stay in the history, with their evidence."),
            deed=_("Keep this version"),
            width=560,
        )
        asked = _("The problem, as you see it today")
        self._statement = AutosaveText(name="new_problem_statement", accessible=asked, lines=3)
        self._statement.set_plain(statement)
        self.body.addWidget(labelled(asked, self._statement))
        asked, hint = _("What made you see it so"), _("Half the absences fall on six bus stops")
        self._evidence = AutosaveText(name="new_problem_evidence", accessible=asked, hint=hint, lines=2)
        self.body.addWidget(labelled(asked, self._evidence))
        self._link = EvidenceChoice(context, name="new_problem_link")
        self._link.show_link(None)
        self.body.addWidget(self._link)
        self.body.addStretch(1)
        self._statement.textChanged.connect(self._check)
        self._check()

    def statement(self) -> str:
        """The problem in the new words."""
        return self._statement.plain().strip()

    def evidence(self) -> str:
        """What made the team see it so."""
        return self._evidence.plain().strip()

    def evidence_link(self) -> str | None:
        """The id of the record that was named as evidence, or None."""
        return self._link.value() or None

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self.statement()))

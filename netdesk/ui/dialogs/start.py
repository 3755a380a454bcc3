"""The first start: three fields that may be left empty, or the example team, or a workspace that is there already."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from netdesk.i18n import _
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.widgets.basic import boxed, button, column, label, row

#: What the dialog ends with besides accepted and rejected.
OPEN_OTHER = 2
OPEN_EXAMPLE = 3


class NewTeam(Asking):
    """Asks for the team's name, the school and one's own name; each may be left empty and written later."""

    def __init__(self, parent: QWidget | None, *, first: bool = False) -> None:
        super().__init__(
            parent,
            name="new_team",
            title=_("Welcome to NetDesk") if first else _("A new workspace"),
            words=_(
                "One file on this computer will hold your team's whole work. No account, no internet. "
                "What you leave empty here can be written later."
            ),
            deed=_("Start"),
        )
        self._lines: dict[str, QLineEdit] = {}
        for name, title, hint in (
            ("team", _("Team"), _("Grade 7 attendance")),
            ("school", _("School"), _("Lincoln Middle")),
            ("person", _("Your name"), _("Rosa Ortiz")),
        ):
            line = QLineEdit()
            line.setObjectName(f"new_team_{name}")
            line.setAccessibleName(title)
            line.setPlaceholderText(hint)
            line.setMaxLength(200)
            words = label(title, "label")
            words.setBuddy(line)
            self._lines[name] = line
            self.body.addLayout(column(words, line, spacing=4))
        if first:
            self.body.addWidget(self._instead())

    def answer(self, name: str) -> str | None:
        """What was typed for "team", "school" or "person"; None for nothing."""
        return self._lines[name].text().strip() or None

    def _instead(self) -> QWidget:
        """The two other ways to begin."""
        example = button(
            _("Open the example team"), lambda: self.done(OPEN_EXAMPLE), name="new_team_example", role="plain"
        )
        other = button(
            _("Open a workspace that is there"), lambda: self.done(OPEN_OTHER), name="new_team_open", role="link"
        )
        words = _("Or look around first: a school team's year of work, invented from end to end.")
        return boxed(
            column(label(words, "second", wrap=True), row(example, other, 1, spacing=12), margins=(12, 10, 12, 10)),
            "tinted",
        )

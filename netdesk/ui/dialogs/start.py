"""The first start: three fields, or a workspace that is there already."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from netdesk.i18n import _
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.widgets.basic import button, column, label, row

OPEN_OTHER = 2


class NewTeam(Asking):
    """Asks for the team's name, school and one's own name; only the first is needed."""

    def __init__(self, parent: QWidget | None, *, first: bool = False) -> None:
        super().__init__(
            parent,
            name="new_team",
            title=_("Welcome to NetDesk") if first else _("A new workspace"),
            words=_("One file on this computer will hold your team's whole work. No account, no internet."),
            deed=_("Make the workspace"),
        )
        self._lines: dict[str, QLineEdit] = {}
        for name, title, hint in (
            ("team", _("Team"), _("Grade 7 attendance")),
            ("school", _("School"), _("Lincoln Middle")),
            ("person", _("Your name"), ""),
        ):
            line = QLineEdit()
            line.setObjectName(f"new_team_{name}")
            line.setAccessibleName(title)
            line.setPlaceholderText(hint)
            words = label(title, "label")
            words.setBuddy(line)
            self._lines[name] = line
            self.body.addLayout(column(words, line, spacing=4))
        if first:
            words_other = _("Open a workspace that is there")
            other = button(words_other, lambda: self.done(OPEN_OTHER), name="new_team_open", role="link")
            self.body.addLayout(row(other, 1))
        self._lines["team"].textChanged.connect(lambda text: self.accept_button.setEnabled(bool(text.strip())))
        self.accept_button.setEnabled(False)

    def answer(self, name: str) -> str | None:
        """What was typed for "team", "school" or "person"; None for nothing."""
        return self._lines[name].text().strip() or None

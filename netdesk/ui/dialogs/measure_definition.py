"""The definition changed: from a day on something else is counted, and the old words stay with the old points."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from netdesk.i18n import N_, _
from netdesk.operations.measure_marks import DEFINED
from netdesk.ui import theme
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.dialogs.reason import asked_day
from netdesk.ui.widgets.basic import column, label

#: field of the definition → (title, hint)
WORDS = {
    "text": (N_("Definition"), N_("What exactly is counted, so that two people would count the same?")),
    "numerator": (N_("Counted"), N_("How many …")),
    "denominator": (N_("Out of"), N_("… out of how many")),
    "exclusions": (N_("Left out"), N_("Who or what does not count")),
    "source": (N_("Source"), N_("Where the numbers come from")),
}


class NewDefinition(Asking):
    """The definition in use, to be changed, and the day from which the new one holds."""

    def __init__(self, parent: QWidget | None, definition: dict[str, Any], since: date) -> None:
        super().__init__(
            parent,
            name="new_definition",
            title=_("The definition changed"),
            words=_(
                "From this day on something else is counted. The old definition stays with the old points, and the "
                "chart shows a break between them."
            ),
            deed=_("Change the definition"),
        )
        self._day = asked_day("new_definition_since", _("Since"))
        self._day.setDate(QDate(since.year, since.month, since.day))
        self.body.addLayout(column(label(_("Since"), "label"), self._day, spacing=4))
        self._texts: dict[str, QLineEdit | QPlainTextEdit] = {}
        for name in DEFINED:
            title, hint = WORDS[name]
            made: QLineEdit | QPlainTextEdit = QPlainTextEdit() if name == "text" else QLineEdit()
            if isinstance(made, QPlainTextEdit):
                made.setPlainText(definition.get(name, ""))
                made.setFixedHeight(theme.px(64))
                made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                made.setTabChangesFocus(True)
            else:
                made.setText(definition.get(name, ""))
            made.setObjectName(f"new_definition_{name}")
            made.setAccessibleName(_(title))
            made.setPlaceholderText(_(hint))
            self._texts[name] = made
            self.body.addLayout(column(label(_(title), "label"), made, spacing=4))

    @property
    def since(self) -> date:
        """The day from which it holds."""
        day = self._day.date()
        return date(day.year(), day.month(), day.day())

    def fields(self) -> dict[str, str | None]:
        """All the words of the new definition."""
        found = {
            name: (one.toPlainText() if isinstance(one, QPlainTextEdit) else one.text()).strip()
            for name, one in self._texts.items()
        }
        return {name: text or None for name, text in found.items()}

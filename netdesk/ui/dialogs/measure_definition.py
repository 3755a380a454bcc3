"""The definition changed: from a day on something else is counted, and the old words stay with the old points."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from netdesk.core.typed import read_date
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _, format_date, language
from netdesk.operations.measure_marks import DEFINED
from netdesk.ui import theme
from netdesk.ui.dialogs.base import AskedLine, Asking
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
        self.since = self._today = since
        self._day = AskedLine(_("Since"), name="new_definition_since")
        self._day.edit.set_plain(format_date(since))
        self.body.addWidget(self._day)
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

    def accept(self) -> None:
        """Close with `since`, the day from which it holds; one that cannot be read keeps the dialog open, told why."""
        try:
            self.since = read_date(self._day.edit.plain(), language(), self._today)
        except NetDeskError as error:
            self._day.tell(error.user_text)
            return
        super().accept()

    def fields(self) -> dict[str, str | None]:
        """All the words of the new definition."""
        found = {
            name: (one.toPlainText() if isinstance(one, QPlainTextEdit) else one.text()).strip()
            for name, one in self._texts.items()
        }
        return {name: text or None for name, text in found.items()}

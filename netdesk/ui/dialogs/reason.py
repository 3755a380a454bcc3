"""Asks why: every mark on a chart carries its reason, so that those who come later can follow it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from netdesk.i18n import N_, _
from netdesk.ui import theme
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.widgets.basic import column, label

#: The four that must hold before a chart is split where it improved (statistics: rephasing).
CONDITIONS = (
    N_("The change has lasted: it is a run, not one good point."),
    N_("You know what caused it."),
    N_("It is the way you want to go."),
    N_("You expect it to stay."),
)


class Reason(Asking):
    """A title, what the deed will do, and one text that must not be empty; `reason` is what was written."""

    def __init__(
        self,
        parent: QWidget | None,
        *,
        title: str,
        words: str,
        deed: str,
        question: str = "",
        conditions: Sequence[str] = (),
        text: str = "",
    ) -> None:
        super().__init__(parent, name="reason", title=title, words=words, deed=deed)
        for condition in conditions:
            self.body.addWidget(label(f"•  {_(condition)}", "second", wrap=True))
        asked = question or _("Why?")
        self._text = QPlainTextEdit(text)
        self._text.setObjectName("reason_text")
        self._text.setAccessibleName(asked)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(theme.px(72))
        self.body.addLayout(column(label(asked, "label"), self._text, spacing=4))
        self._text.textChanged.connect(self._allow)
        self._allow()

    @property
    def reason(self) -> str:
        """What was written."""
        return self._text.toPlainText().strip()

    def _allow(self) -> None:
        self.accept_button.setEnabled(bool(self.reason))

"""A new cycle in four fields, and an amendment to a locked prediction."""

from __future__ import annotations

from PySide6.QtWidgets import QTextEdit, QWidget

from netdesk.i18n import _
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.widgets.autosave import AutosaveText
from netdesk.ui.widgets.basic import column, label


def _labelled(title: str, editor: QTextEdit) -> QWidget:
    words = label(title, "label")
    words.setBuddy(editor)
    made = QWidget()
    made.setLayout(column(words, editor, spacing=4))
    return made


class NewCycle(Asking):
    """Asks for a test: what will be tried, the question, the prediction and because. Only the first is needed."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            parent,
            name="new_cycle",
            title=_("A new test"),
            words=_("Small and soon: one teacher, one class, one week. Write down what you expect before you look."),
            deed=_("Add test"),
        )
        asked = (
            ("title", _("What will you try?"), _("Call 12 families on the first morning, for two weeks")),
            ("question", _("What do you want to learn?"), _("Will families answer before 9:30?")),
            ("prediction", _("What do you expect?"), _("Two calls in three are answered")),
            ("because", _("Because …"), _("Most are home at 8:15")),
        )
        self._texts: dict[str, AutosaveText] = {}
        for name, title, hint in asked:
            made = AutosaveText(name=f"new_cycle_{name}", accessible=title, hint=hint)
            self._texts[name] = made
            self.body.addWidget(_labelled(title, made))
        self._texts["title"].textChanged.connect(self._allow)
        self._texts["title"].setFocus()
        self._allow()

    def answer(self, name: str) -> str | None:
        """What was typed for "title", "question", "prediction" or "because"; None for nothing."""
        return self._texts[name].plain().strip() or None

    def _allow(self) -> None:
        self.accept_button.setEnabled(self.answer("title") is not None)


class Amend(Asking):
    """Asks for a later word on a locked prediction, which itself stays as it was."""

    def __init__(self, parent: QWidget | None, prediction: str) -> None:
        super().__init__(
            parent,
            name="amend",
            title=_("Amend a locked prediction"),
            words=_("“{prediction}” stays as it was. Your later word stands beside it, with its date.").format(
                prediction=prediction
            ),
            deed=_("Amend"),
        )
        asked = (
            ("prediction", _("What do you expect now?")),
            ("because", _("Because …")),
            ("reason", _("What made you change your mind?")),
        )
        self._texts: dict[str, AutosaveText] = {}
        for name, title in asked:
            made = AutosaveText(name=f"amend_{name}", accessible=title)
            self._texts[name] = made
            self.body.addWidget(_labelled(title, made))
        self._texts["prediction"].textChanged.connect(self._allow)
        self._allow()

    def answer(self, name: str) -> str | None:
        """What was typed for "prediction", "because" or "reason"; None for nothing."""
        return self._texts[name].plain().strip() or None

    def _allow(self) -> None:
        self.accept_button.setEnabled(self.answer("prediction") is not None)

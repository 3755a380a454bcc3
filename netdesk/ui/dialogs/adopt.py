"""Taking up a change of another team: what is kept, what is changed, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from netdesk.i18n import _
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.widgets.autosave import AutosaveText
from netdesk.ui.widgets.basic import boxed, column, label, labelled
from netdesk.ui.widgets.choices import ChoiceField


class Adopt(Asking):
    """Asks for keep, change and why; ``drivers`` are (id, name) of ours under which an idea can hang."""

    def __init__(
        self, parent: QWidget | None, title: str, team: str, described: str, drivers: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(
            parent,
            name="adopt",
            title=_("Take up “{title}”").format(title=title),
            words=_("{team} will learn that you use it and what you changed: that is what they can learn from.").format(
                team=team or _("The other team")
            ),
            deed=_("Take it up"),
            width=560,
        )
        if described:
            self.body.addWidget(boxed(column(label(described, wrap=True), margins=(12, 8, 12, 8)), "tinted"))
        asked = (
            ("keep", _("What do you keep?"), _("The call on the first morning, before 9:30")),
            ("change", _("What do you change?"), _("The front office calls, not the teachers")),
            ("because", _("Why?"), _("Our teachers have first period at 8:15")),
        )
        self._texts: dict[str, AutosaveText] = {}
        for name, question, hint in asked:
            made = AutosaveText(name=f"adopt_{name}", accessible=question, hint=hint, lines=2)
            self._texts[name] = made
            made.textChanged.connect(self._check)
            self.body.addWidget(labelled(question, made))
        self._driver = ChoiceField(_("Which of our drivers does it move?"), name="adopt_driver")
        self._driver.show_choices([("", _("None yet")), *drivers], "")
        self._driver.setVisible(bool(drivers))
        self.body.addWidget(self._driver)
        self._check()

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self.answer("keep") or self.answer("change")))

    def answer(self, name: str) -> str:
        """The words for "keep", "change" or "because"."""
        return self._texts[name].plain().strip()

    def driver(self) -> str | None:
        """The id of the driver it shall hang under, or None."""
        return self._driver.value() or None

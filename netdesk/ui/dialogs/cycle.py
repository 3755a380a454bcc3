"""A new cycle in four fields, and an amendment to a locked prediction."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QWidget

from netdesk.core.typed import read_date
from netdesk.errors import NetDeskError
from netdesk.i18n import _, language
from netdesk.ui.dialogs.base import AskedLine, Asking
from netdesk.ui.widgets.autosave import AutosaveText
from netdesk.ui.widgets.basic import labelled

_BETWEEN = re.compile(r"\s*[–—]\s*|\s+(?:-|to|until|till|through|a|al|hasta)\s+", re.IGNORECASE)


def read_when(text: str, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of a typed span: "Dec 1 – Dec 12", "Dec 1 – 12", "tomorrow", or nothing.

    NetDeskError where it cannot be read, or ends before it begins.
    """
    plain = " ".join(text.split())
    if not plain:
        return None, None
    days = re.fullmatch(r"([^\W\d]+\.?\s\d{1,2})-(\d{1,2})", plain)
    if days:  # "Dec 1-12" are twelve days, not a day of 2012
        plain = f"{days[1]} – {days[2]}"
    try:
        return read_date(plain, language(), today), None
    except NetDeskError:
        ends = [part for part in _BETWEEN.split(plain, maxsplit=1) if part]
        if len(ends) != 2:
            raise
    start = read_date(ends[0], language(), today)
    end = _same_month(start, ends[1]) if ends[1].isdigit() else read_date(ends[1], language(), today)
    if end < start and not re.search(r"\d{4}", ends[1]):
        # Without a year a date is the nearest one; the end of a test comes after its start.
        end = end.replace(year=end.year + 1)
    if end < start:
        raise NetDeskError(_("The last day lies before the first one. Write them like Dec 1 – Dec 12."))
    return start, end


def _same_month(start: date, day: str) -> date:
    try:
        return start.replace(day=int(day))
    except ValueError as error:
        raise NetDeskError(_('There is no day "{day}" in that month.').format(day=day)) from error


class NewCycle(Asking):
    """Asks for a quick test: what will be tried, the question, the prediction and when. Only the first is needed."""

    def __init__(self, parent: QWidget | None, today: date | None = None) -> None:
        super().__init__(
            parent,
            name="new_cycle",
            title=_("A new cycle"),
            words=_("Small and soon: one teacher, one class, one week. Write down what you expect before you look."),
            deed=_("Add cycle"),
        )
        self._today = today or date.today()
        self.when: tuple[date | None, date | None] = (None, None)
        asked = (
            ("title", _("What will you try?"), _("Call 12 families on the first morning, for two weeks")),
            ("question", _("What do you want to learn?"), _("Will families answer before 9:30?")),
            ("prediction", _("What do you expect, and why?"), _("Two calls in three, because most are home at 8:15")),
        )
        self._texts: dict[str, AutosaveText] = {}
        for name, title, hint in asked:
            made = AutosaveText(name=f"new_cycle_{name}", accessible=title, hint=hint)
            self._texts[name] = made
            self.body.addWidget(labelled(title, made))
        # One line, so that Enter adds the test.
        hint = _("Dec 1 – Dec 12, or only the first day, or nothing yet")
        self._when = AskedLine(_("When?"), name="new_cycle_when", hint=hint)
        self.body.addWidget(self._when)
        self._texts["title"].textChanged.connect(self._allow)
        self._texts["title"].setFocus()
        self._allow()

    def answer(self, name: str) -> str | None:
        """What was typed for "title", "question" or "prediction"; None for nothing."""
        return self._texts[name].plain().strip() or None

    def accept(self) -> None:
        """Close with the answers; a day that cannot be read keeps the dialog open and says why."""
        if self.answer("title") is None:
            return
        try:
            self.when = read_when(self._when.edit.plain(), self._today)
        except NetDeskError as error:
            self._when.tell(error.user_text)
            return
        super().accept()

    def _allow(self) -> None:
        self.accept_button.setEnabled(self.answer("title") is not None)


class Amend(Asking):
    """Asks for a later word on a locked prediction, which itself stays as it was."""

    def __init__(self, parent: QWidget | None, prediction: str) -> None:
        said = _("“{prediction}” stays as it was. Your later word stands beside it, with its date.")
        nothing = _("Nothing was predicted, and that stays so. Your later word stands beside it, with its date.")
        super().__init__(
            parent,
            name="amend",
            title=_("Amend a locked prediction"),
            words=said.format(prediction=prediction) if prediction else nothing,
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
            self.body.addWidget(labelled(title, made))
        self._texts["prediction"].textChanged.connect(self._allow)
        self._texts["because"].textChanged.connect(self._allow)
        self._allow()

    def answer(self, name: str) -> str | None:
        """What was typed for "prediction", "because" or "reason"; None for nothing."""
        return self._texts[name].plain().strip() or None

    def _allow(self) -> None:
        self.accept_button.setEnabled(any(self.answer(name) for name in ("prediction", "because")))

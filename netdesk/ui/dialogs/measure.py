"""A new measure: its name, what it counts, and which way is better."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from netdesk.i18n import _
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.basic import labelled, row
from netdesk.ui.widgets.choices import ChoiceField


class NewMeasure(Asking):
    """Asks for a measure; `fields` and `definition` are what `operations.measures.add_measure` takes."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            parent,
            name="new_measure",
            title=_("A new measure"),
            words=_("A measure is a number you can collect again and again. The rest can wait."),
            deed=_("Add measure"),
        )
        words = choice_words()
        self._name = self._line("new_measure_name", _("Name"), _("Weekly attendance, Grade 7"))
        self._counted = ChoiceField(_("What one point is"), name="new_measure_counted")
        self._counted.show_choices(
            [("share", _("So many out of so many (28 of 30)")), ("number", _("One number (14 minutes)"))], "share"
        )
        self._numerator = self._line("new_measure_numerator", _("How many …"), _("student-days present"))
        self._denominator = self._line("new_measure_denominator", _("… out of"), _("student-days possible"))
        self._unit = self._line("new_measure_unit", _("Unit"), _("minutes"))
        self._type = ChoiceField(_("Kind"), name="new_measure_type")
        self._type.show_choices([(one, words[one]) for one in ("outcome", "process", "balancing", "driver")], "outcome")
        self._better = ChoiceField(_("Better is"), name="new_measure_better")
        self._better.show_choices([(one, words[one]) for one in ("up", "down", "neither")], "up")
        self._every = ChoiceField(_("One point a"), name="new_measure_every")
        self._every.show_choices([(one, words[one]) for one in ("day", "week", "2 weeks", "month", "term")], "week")
        self._share_part, self._number_part = QWidget(), QWidget()
        lines = (self._name, self._numerator, self._denominator, self._unit)
        name, numerator, denominator, unit = (labelled(one.accessibleName(), one) for one in lines)
        self._share_part.setLayout(row(numerator, denominator, spacing=12))
        self._number_part.setLayout(row(unit, spacing=12))
        for part in (name, self._counted, self._share_part, self._number_part):
            self.body.addWidget(part)
        self.body.addLayout(row(self._type, self._better, self._every, spacing=12))
        self._counted.chosen.connect(lambda _value: self._show_parts())
        self._name.textChanged.connect(lambda text: self.accept_button.setEnabled(bool(text.strip())))
        self.accept_button.setEnabled(False)
        self._show_parts()
        self._name.setFocus()

    def fields(self) -> dict[str, Any]:
        """The measure's fields."""
        found = {
            "name": self._name.text().strip(),
            "type": self._type.value(),
            "better": self._better.value(),
            "every": self._every.value(),
            "unit": "%" if self._is_share() else self._unit.text().strip(),
        }
        return {name: value for name, value in found.items() if value}

    def definition(self) -> dict[str, Any] | None:
        """The first definition: what is counted out of what; None for a plain number."""
        if not self._is_share():
            return None
        return {
            "numerator": self._numerator.text().strip() or _("how many"),
            "denominator": self._denominator.text().strip() or _("out of how many"),
        }

    def _is_share(self) -> bool:
        return self._counted.value() == "share"

    def _show_parts(self) -> None:
        self._share_part.setVisible(self._is_share())
        self._number_part.setVisible(not self._is_share())

    @staticmethod
    def _line(name: str, title: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setAccessibleName(title)
        made.setPlaceholderText(hint)
        made.setToolTip(hint)
        return made

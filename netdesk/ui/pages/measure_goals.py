"""The goal of a measure: one number, or dated steps towards it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from netdesk.i18n import N_, _
from netdesk.operations.measure_marks import ADD_GOAL, EDIT_GOAL, goal_steps
from netdesk.ui.context import Context, add_record, delete_record
from netdesk.ui.shown import read_field, shown_value
from netdesk.ui.widgets.autosave import Field
from netdesk.ui.widgets.basic import button, column, label, row
from netdesk.ui.widgets.rows import FieldsRow, Rows


class Goals(QWidget):
    """A field while there is one goal; a row a step where there are more."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("measure_goals")
        self._context = context
        self._measure = ""
        self._since: Callable[[], str] = str
        self._one = Field(_("Goal"), context, name="measure_goal", hint="93", quiet=True)
        self._head = label(_("Goals, each from a day on"), "head")
        self._head.setContentsMargins(8, 0, 0, 0)
        self._steps = Rows(self._row, name="goal_steps")
        add = button(_("Add a dated goal"), self._add, name="add_goal_step", role="link", icon="plus")
        add.setEnabled(not context.read_only)
        self.setLayout(column(self._one, self._head, self._steps, row(add, 1), spacing=4))

    def _row(self) -> FieldsRow:
        columns = (("value", _("Goal"), "93", 2), ("from", _("From"), _("Jan 5, 2026"), 3))
        return FieldsRow(
            self._context, "target_step", columns, edit_label=EDIT_GOAL, delete_label=N_("Remove a goal")
        )

    def show_goals(self, measure: str, since: Callable[[], str]) -> None:
        """Show this measure's goals; a first one holds from the day on that ``since`` tells."""
        self._measure, self._since = measure, since
        steps = goal_steps(self._context.workspace, measure)
        several = len(steps) > 1
        self._one.setVisible(not several)
        self._head.setVisible(several)
        value = shown_value("target_step", "value", steps[-1]) if steps else ""
        self._one.show_value(("measure", measure, "goal"), value, self._save_one)
        self._steps.show_records(steps if several else [])

    def _save_one(self, text: str) -> bool:
        value = read_field("target_step", "value", text, self._context.today())
        steps = goal_steps(self._context.workspace, self._measure)
        if steps and value is None:
            return bool(self._context.edit(EDIT_GOAL, delete_record, "target_step", steps[-1]["id"]))
        if steps:
            return bool(self._context.put(EDIT_GOAL, "target_step", steps[-1]["id"], {"value": value}))
        if value is None:
            return True
        fields = {"measure": self._measure, "from": self._since(), "value": value}
        return bool(self._context.edit(EDIT_GOAL, add_record, "target_step", fields))

    def _add(self) -> None:
        self._context.save_typing()
        steps = goal_steps(self._context.workspace, self._measure)
        today = self._context.today().isoformat()
        # A first goal holds from the first point on; each further one begins today and goes on from the last.
        fields = {"measure": self._measure, "from": today if steps else self._since()}
        if steps and steps[-1].get("value") is not None:
            fields["value"] = steps[-1]["value"]
        made = self._context.edit(ADD_GOAL, add_record, "target_step", fields)
        if made and len(steps) > 0:
            self._steps.row_of(made.value).take_focus()
        elif made:
            self._one.edit.setFocus()

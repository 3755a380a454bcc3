"""The school calendar: breaks that all charts shade, so that a week without school is no missing point."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from netdesk.i18n import N_, _
from netdesk.operations.measure_marks import ADD_GAP, edit_break
from netdesk.ui import theme
from netdesk.ui.context import Context, add_record
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.widgets.basic import button, column, label, row, scrolled
from netdesk.ui.widgets.rows import FieldsRow, Rows

COLUMNS = (
    ("name", N_("What"), N_("Winter break"), 3),
    ("from", N_("First day"), N_("Dec 22, 2025"), 2),
    ("to", N_("Last day"), N_("Jan 2, 2026"), 2),
)


class SchoolCalendar(Asking):
    """The breaks as rows, each saved as it is typed; closing changes nothing more."""

    def __init__(self, parent: QWidget | None, context: Context) -> None:
        super().__init__(
            parent,
            name="school_calendar",
            title=_("School calendar"),
            words=_(
                "Days without school are shaded on every chart, and the line goes on over them: a week of holidays is "
                "no missing point."
            ),
            deed=_("Done"),
            width=600,
        )
        self._context = context
        self._cancel.hide()  # every row is an edit of its own, taken back by undo
        self._rows = Rows(self._row, name="calendar_gaps")
        self._problem = label("", "problem", wrap=True, name="calendar_problem")
        self._problem.hide()
        self._none = label(_("No breaks yet."), "quiet", name="calendar_none")
        inner = QWidget()
        inner.setLayout(column(self._none, self._rows, 1, spacing=4))
        area = scrolled(inner)
        area.setMinimumHeight(theme.px(200))
        self.body.addWidget(area, 1)
        self.body.addWidget(self._problem)
        adding = button(_("Add a break"), self._add, name="add_gap", icon="plus")
        adding.setEnabled(not context.read_only)
        self.body.addLayout(row(adding, 1))
        context.changed.connect(self._refresh)
        context.failed.connect(self._show_problem)  # the window's own line lies behind this dialog
        self._refresh()

    def _row(self) -> FieldsRow:
        columns = tuple((field, _(title), _(hint), stretch) for field, title, hint, stretch in COLUMNS)
        return FieldsRow(
            self._context,
            "calendar_gap",
            columns,
            edit_label=N_("Edit a school break"),
            delete_label=N_("Delete a school break"),
            operation=edit_break,
        )

    def _refresh(self, *_changed: object) -> None:
        found = sorted(self._context.workspace.select("calendar_gap"), key=lambda one: one.get("from") or "9999")
        self._rows.show_records(found)
        self._problem.hide()
        self._none.setVisible(not found)

    def _show_problem(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.show()

    def _add(self) -> None:
        today = self._context.today()
        monday = today + timedelta(days=7 - today.weekday())
        fields = {"from": monday.isoformat(), "to": (monday + timedelta(days=4)).isoformat()}
        made = self._context.edit(ADD_GAP, add_record, "calendar_gap", fields)
        if made:
            self._rows.row_of(made.value).take_focus()

    def done(self, result: int) -> None:
        self._context.save_typing()
        self._context.changed.disconnect(self._refresh)
        self._context.failed.disconnect(self._show_problem)
        super().done(result)

"""A growing list of editable rows, one a record, kept in step without rebuilding what is typed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QToolButton, QWidget

from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.context import Context, delete_record, put_fields
from netdesk.ui.icons import put_icon
from netdesk.ui.shown import read_field, shown_value
from netdesk.ui.widgets.autosave import Field
from netdesk.ui.widgets.basic import column, row

Record = dict[str, Any]


class FieldsRow(QWidget):
    """One record as fields beside each other, with a button to delete it.

    ``columns`` are (field, accessible title, hint, stretch); texts grow in height as words come. ``operation`` puts
    fields of the record, as `put_fields` does.
    """

    def __init__(
        self,
        context: Context,
        kind: str,
        columns: tuple[tuple[str, str, str, int], ...],
        *,
        edit_label: str,
        delete_label: str,
        strong_first: bool = True,
        operation: Callable[..., Any] = put_fields,
    ) -> None:
        super().__init__()
        self._context, self._kind, self._edit_label = context, kind, edit_label
        self._operation = operation
        self._fields: dict[str, Field] = {}
        self.record = ""
        line = row(spacing=4)
        for n, (field, title, hint, stretch) in enumerate(columns):
            made = Field(
                title, context, name=f"{kind}_{field}", hint=hint, many=True, quiet=True, strong=strong_first and n == 0
            )
            made.title.hide()
            self._fields[field] = made
            line.addWidget(made, stretch, Qt.AlignmentFlag.AlignTop)
        delete = QToolButton()
        delete.setObjectName(f"{kind}_delete")
        delete.setAccessibleName(_("Delete"))
        delete.setToolTip(_(delete_label))
        put_icon(delete, "close", "quiet")
        delete.setEnabled(not context.read_only)
        delete.clicked.connect(lambda: context.edit(delete_label, delete_record, kind, self.record))
        line.addWidget(delete, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)

    def show_record(self, record: Record) -> None:
        """Show the record's values."""
        self.record = record["id"]
        for name, field in self._fields.items():
            field.show_value((self._kind, self.record, name), shown_value(self._kind, name, record), self._saver(name))

    def _saver(self, name: str) -> Callable[[str], bool]:
        def save(text: str) -> bool:
            value = read_field(self._kind, name, text, self._context.today())
            return bool(self._context.edit(self._edit_label, self._operation, self._kind, self.record, {name: value}))

        return save

    def take_focus(self) -> None:
        """Put the cursor in the first field."""
        next(iter(self._fields.values())).edit.setFocus(Qt.FocusReason.OtherFocusReason)


#: How long after the last row was taken the next one is made ahead, in milliseconds.
REST_MS = 300


class Rows(QWidget):
    """Rows made by ``make``, one for each record shown; a new record's row gets the cursor when asked.

    Where rows take their time, `make_ahead` keeps one ready, out of sight, for the record that comes next.
    """

    def __init__(self, make: Callable[[], Any], *, name: str, spacing: int = 2) -> None:
        super().__init__()
        self.setObjectName(name)
        self._make = make
        self._rows: dict[str, Any] = {}
        self._ready: Any = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.make_ahead)
        self._column = column(spacing=spacing)
        self.setLayout(self._column)

    def show_records(self, records: list[Record]) -> None:
        """Show exactly these records, in this order; rows that stay keep their widgets and what is typed in them."""
        wanted = [record["id"] for record in records]
        for gone in [id_ for id_ in self._rows if id_ not in wanted]:
            widget = self._rows.pop(gone)
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for place, record in enumerate(records):
            widget = self._rows.get(record["id"])
            if widget is None:
                widget = self._rows[record["id"]] = self._taken()
            if self._column.indexOf(widget) != place:
                self._column.removeWidget(widget)
                self._column.insertWidget(place, widget)
            widget.show_record(record)
        self.setVisible(bool(records))

    def make_ahead(self) -> None:
        """Have a row ready for the next record, and from now on always."""
        if self._ready is None:
            self._ready = self._make()
            self._ready.hide()
            self._ready.setParent(self)

    def _taken(self) -> Any:
        made, self._ready = self._ready, None
        if made is None:
            return self._make()
        made.show()
        self._rest.start()
        return made

    def fill(self, records: list[Record]) -> Iterator[None]:
        """Show these records for the first time, with a pause after each row: rows of fields take their time."""
        for count in range(1, len(records)):
            self.show_records(records[:count])
            yield
        self.show_records(records)
        yield

    def row_of(self, record: str) -> Any:
        """The widget of a record."""
        return self._rows[record]

    def all(self) -> list[Any]:
        """The rows in their order."""
        return [self._column.itemAt(n).widget() for n in range(self._column.count())]


def least_height(widget: QWidget, rows: int) -> None:
    """Give a widget at least this many rows of a table."""
    widget.setMinimumHeight(theme.px(26) * rows)

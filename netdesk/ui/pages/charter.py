"""The charter: the question that keeps the team up, what was tried, who is affected and missing, members, norms."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from netdesk.core.records import derive_id
from netdesk.i18n import N_, _
from netdesk.operations import people, purpose
from netdesk.ui import theme
from netdesk.ui.context import Context, add_record
from netdesk.ui.pages.members import MemberRow
from netdesk.ui.widgets.autosave import Field, Save
from netdesk.ui.widgets.basic import QUIET_INSET, Card, button, column, label, row, rule
from netdesk.ui.widgets.rows import FieldsRow, Rows

#: field → edit label
LABELS = {
    "burning_question": N_("Edit burning question"),
    "why_now": N_("Edit why now"),
    "boundaries": N_("Edit boundaries"),
    "who_is_affected": N_("Edit who is affected"),
    "who_is_missing": N_("Edit who is missing"),
}


class CharterCard(Card):
    """The charter on one sheet, every line of it editable in place."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Charter"), name="charter")
        self._context = context
        self._record = derive_id("charter", [context.workspace.team_id])
        self._fields: dict[str, Field] = {}
        self.body.setSpacing(8)
        self.body.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(12))

    def build(self) -> Iterator[None]:
        """Make what is on the sheet, with pauses; each section goes to its place as it is made."""
        self._section(self._field("burning_question", _("Burning question"), _("What would it take …?"), large=True))
        self._section(self._field("why_now", _("Why now"), _("What makes this the time?")))
        yield
        self._tried = self._records(
            "tried_before",
            _("Tried before, and what happened"),
            (("what", _("What was tried"), _("What"), 2), ("happened", _("What happened"), _("What happened"), 3)),
            add=(N_("Add thing tried before"), _("Add what was tried")),
            edit_label=N_("Edit thing tried before"),
            delete_label=N_("Delete thing tried before"),
        )
        yield
        affected = self._field("who_is_affected", _("Who is affected"), _("How many, and how do you know?"))
        missing = self._field("who_is_missing", _("Who is missing here"), _("Whose voice is not in the room?"))
        pair = QWidget()
        line = row(spacing=16)
        line.addWidget(affected, 1, Qt.AlignmentFlag.AlignTop)
        line.addWidget(missing, 1, Qt.AlignmentFlag.AlignTop)
        pair.setLayout(line)
        self._section(pair)
        self._section(self._field("boundaries", _("Boundaries"), _("What is out of bounds: money, time, groups?")))
        yield
        self._people = self._rows_of(
            "person", _("Members and roles"), lambda: MemberRow(self._context), (people.ADD_PERSON, _("Add a member"))
        )
        self._norms = self._records(
            "norm",
            _("Working norms"),
            (("text", _("Norm"), _("How we work together"), 1),),
            add=(N_("Add norm"), _("Add a norm")),
            edit_label=N_("Edit norm"),
            delete_label=N_("Delete norm"),
        )
        self.body.addStretch(1)

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        """Show the charter as it is now."""
        kinds = None if changed is None else {kind for kind, _id in changed}
        workspace = self._context.workspace
        if kinds is None or "charter" in kinds:
            record = workspace.get("charter", self._record) or {}
            for name, field in self._fields.items():
                field.show_value(("charter", self._record, name), record.get(name, ""), self._saver(name))
        for kind, rows in (("tried_before", self._tried), ("person", self._people), ("norm", self._norms)):
            if kinds is None or kind in kinds:
                rows.show_records(purpose.members(workspace) if kind == "person" else workspace.select(kind))

    def fill(self) -> Iterator[None]:
        """Show the charter for the first time, with pauses."""
        workspace = self._context.workspace
        self.refresh({("charter", self._record)})
        yield
        for rows, records in (
            (self._tried, workspace.select("tried_before")),
            (self._people, purpose.members(workspace)),
            (self._norms, workspace.select("norm")),
        ):
            yield from rows.fill(records)

    def _section(self, widget: QWidget) -> None:
        if self.body.count():
            self.body.addWidget(rule())
        self.body.addWidget(widget)

    def _field(self, name: str, title: str, hint: str, *, large: bool = False) -> Field:
        made = Field(
            title, self._context, name=f"charter_{name}", hint=hint, many=True, head=True, quiet=True, large=large
        )
        self._fields[name] = made
        return made

    def _records(
        self,
        kind: str,
        title: str,
        columns: tuple[tuple[str, str, str, int], ...],
        *,
        add: tuple[str, str],
        edit_label: str,
        delete_label: str,
    ) -> Rows:
        def make() -> FieldsRow:
            return FieldsRow(
                self._context,
                kind,
                columns,
                edit_label=edit_label,
                delete_label=delete_label,
                strong_first=kind != "norm",
            )

        return self._rows_of(kind, title, make, add)

    def _rows_of(self, kind: str, title: str, make: Callable[[], QWidget], add: tuple[str, str]) -> Rows:
        rows = Rows(make, name=f"rows_{kind}")

        def add_one() -> None:
            outcome = self._context.edit(add[0], add_record, kind, {"active": True} if kind == "person" else {})
            if outcome:
                rows.row_of(outcome.value).take_focus()

        adding = button(add[1], add_one, name=f"add_{kind}", role="link", icon="plus")
        adding.setEnabled(not self._context.read_only)
        head = label(title, "head")
        head.setContentsMargins(theme.px(QUIET_INSET), 0, 0, 0)
        box = QWidget()
        box.setLayout(column(head, rows, row(adding, 1, margins=(4, 0, 0, 0)), spacing=2))
        self._section(box)
        return rows

    def _saver(self, name: str) -> Save:
        def save(text: str) -> bool:
            value = text.rstrip() or None
            return bool(self._context.edit(LABELS[name], purpose.put_single, "charter", self._record, {name: value}))

        return save

"""The frozen copy that a pin carries: what may be published of an item and its parts, as it was at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from netdesk.core.changes import canonical
from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.models import RECORD_TABLES
from netdesk.store.publish import kind_of, parts_of, projection
from netdesk.store.staged import team_stage

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

#: The longest frozen copy, in bytes of its canonical JSON.
MOST_BYTES = 200_000
#: What is itself about the table, or is nothing by itself, cannot lie on it.
NOT_FOR_THE_TABLE = frozenset({"pin", "feedback", "reply", "notice", "contribution", "ask", "library_entry"})


def freeze(edit: Edit, values: dict[str, Any], space: str) -> None:
    """Fill in what the program writes of a new pin: the frozen copy and the team's stage now."""
    edit.flush()
    if space != edit.spaces["team"]:
        raise NetDeskError(_("A table has others around it: put this on the team's table, not on your own."))
    of = values.get("of")
    kind = kind_of(edit.connection, of) if of else None
    if of is None or kind is None or kind not in RECORD_TABLES:
        raise NetDeskError(_('A pin needs "of": the id of the item to put on the table.'))
    copy = frozen_copy(edit, kind, of)
    size = len(canonical(copy).encode())
    if size > MOST_BYTES:
        raise NetDeskError(
            _("This is too much for the table: {size} KB, and {most} KB are the most. Put a part of it on.").format(
                size=round(size / 1000), most=MOST_BYTES // 1000
            )
        )
    values["frozen"] = copy
    values["stage"] = team_stage(edit.connection)


def frozen_copy(edit: Edit, kind: str, record: str) -> dict[str, Any]:
    """{"kind", "id", "fields", "parts": [{"kind", "id", "fields"}]} of a record of the team, by the publishing rule."""
    if not KINDS[kind].shared or kind in NOT_FOR_THE_TABLE:
        raise NetDeskError(_("A {kind} cannot be put on the table.").format(kind=_(KINDS[kind].label)))
    table = RECORD_TABLES[kind]
    team = edit.spaces["team"]
    row = edit.connection.execute(
        select(table).where(table.c.id == record, table.c.space == team, table.c.alive)
    ).first()
    if row is None:
        raise NetDeskError(_("Only an item of the team can be put on its table. Move it to the team level first."))
    parts = []
    left_out: set[str] = set()
    for part, found in parts_of(edit.connection, team, kind, record):
        fields = projection(part, found)
        if fields is None:
            left_out.add(found.id)
        elif fields.get("observation") not in left_out:
            parts.append({"kind": part, "id": found.id, "fields": fields})
    return {"kind": kind, "id": record, "fields": projection(kind, row) or {}, "parts": parts}

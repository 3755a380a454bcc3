"""Settling a conflict: one ordinary edit, so that it syncs and closes the conflict everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from netdesk.core.fields import canonical_value
from netdesk.core.fold import Conflict
from netdesk.core.records import KINDS, LINK
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.models.log import CONFLICT
from netdesk.store import guards
from netdesk.store.refold import conflict_of

if TYPE_CHECKING:
    from netdesk.store.edit import Edit


def settle(edit: Edit, conflict_id: str, keep: int | None, text: str | None) -> None:
    """Keep value number ``keep`` (from 1) of a conflict, or write ``text`` instead of all of them."""
    edit.flush()
    row = edit.connection.execute(select(CONFLICT).where(CONFLICT.c.id == conflict_id)).first()
    if row is None:
        raise NetDeskError(_("There is no open conflict {id}. It may be settled already.").format(id=conflict_id))
    conflict = conflict_of(row)
    if keep is not None and not 1 <= keep <= len(conflict.versions):
        raise NetDeskError(
            _("This conflict has the values 1 to {n}. Name one of them.").format(n=len(conflict.versions))
        )
    if text is not None and conflict.type not in ("value", "text"):
        raise NetDeskError(_("This conflict is not about a text. Keep one of its numbered values."))
    if conflict.type == "link":
        _settle_link(edit, conflict, keep or 1)
    elif conflict.type == "edit-vs-delete":
        _settle_life(edit, conflict, keep or 1)
    else:
        _settle_field(edit, conflict, keep, text)


def _settle_field(edit: Edit, conflict: Conflict, keep: int | None, text: str | None) -> None:
    state = edit.need(conflict.kind, conflict.record)
    field = conflict.field or ""
    value = conflict.versions[(keep or 1) - 1].value if text is None else text
    spec = KINDS[conflict.kind].fields.get(field)
    if spec is not None and value is not None:
        value = canonical_value(spec, value)
    if conflict.type == "move" and value:
        guards.check_tree(edit, conflict.kind, conflict.record, state.values, value[0])
    edit.write_put(edit.need(conflict.kind, conflict.record), field, value)


def _settle_life(edit: Edit, conflict: Conflict, keep: int) -> None:
    if keep == 2:
        edit.delete(conflict.kind, conflict.record)
    else:
        edit.write_restore(edit.need(conflict.kind, conflict.record))


def _settle_link(edit: Edit, conflict: Conflict, keep: int) -> None:
    state = edit.find(LINK, conflict.record)
    if state is None:
        raise NetDeskError(_("This link is gone already."))
    if keep == 2:
        # As long as the other way round stands this refuses, naming the circle; without it the link shows by itself.
        guards.check_link(edit, state.values["parent"], state.values["child"])
    else:
        edit.write_delete(state)

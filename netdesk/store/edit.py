"""The transaction of an edit: the verbs add, put, move, delete, restore, publish, and every check of type and guard.

Window, commands and ``apply`` all come through here. A verb appends changes to the log and keeps the touched rows in
memory; ``flush`` writes them before the next question to the database and at the end. Where a record has nothing but
one head a register, its row is brought up to date from what the change says (no history is read); where it has
more (a conflict, a deletion, a lock), it is folded again from the log.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from netdesk.core.changes import DELETE
from netdesk.core.clock import new_id
from netdesk.core.fields import canonical_value
from netdesk.core.fold import LIFE
from netdesk.core.order import MAX_KEY, order_between, rekey
from netdesk.core.records import KINDS, LINK, LISTS, Kind, derive_id, derived_parts, is_id
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.models.log import CHANGE
from netdesk.store import guards
from netdesk.store.log import changes_from
from netdesk.store.rows import check_kind, record_of, select_rows
from netdesk.store.writing import RowState, Writing


class Edit(Writing):
    """An edit in progress. Made by ``Workspace.edit``; of no use after its ``with`` block."""

    # Reading inside the edit

    def get(self, kind: str, record: str) -> dict[str, Any] | None:
        """The living record as it stands now, with this edit's own changes; None if there is none."""
        state = self.find(kind, record)
        if state is None or not state.alive:
            return None
        return {"id": record, "space": state.space, **{n: v for n, v in state.values.items() if v is not None}}

    def select(
        self, kind: str, *, space: str | None = None, deleted: bool = False, **equals: Any
    ) -> list[dict[str, Any]]:
        """Living records of a kind whose fields equal the given values; ``space`` a level name (else team and me)."""
        return self.select_where(kind, equals, space=space, deleted=deleted)

    def select_where(
        self, kind: str, equals: dict[str, Any], *, space: str | None = None, deleted: bool = False
    ) -> list[dict[str, Any]]:
        """The same, with the fields' names as data."""
        self.flush()
        spaces = [self.space_id(space)] if space else [self.spaces["team"], self.spaces["me"]]
        rows = select_rows(self.connection, kind, spaces, deleted=deleted, equals=equals)
        return [record_of(kind, row) for row in rows]

    def space_id(self, level: str) -> str:
        """The space of a level's name."""
        found = self.spaces.get(level)
        if found is None:
            raise NetDeskError(_('This workspace has no level "{level}".').format(level=level))
        return found

    def need(self, kind: str, record: str) -> RowState:
        """The state of a living record that may be written here, or one sentence why not."""
        state = self.find(kind, record)
        if state is None or not state.alive:
            raise NetDeskError(
                _("There is no {kind} {id} here, or it was deleted. Check the id in a dump.").format(
                    kind=_(KINDS[kind].label), id=record
                )
            )
        guards.check_writable(self, state.space)
        if state.computed:
            raise NetDeskError(
                _("This amendment shows a change that came after the lock. Add an amendment of your own beside it.")
            )
        return state

    # The verbs

    def add(self, kind: str, fields: dict[str, Any], *, id: str | None = None, level: str = "team") -> str:
        """Make a record and return its id. ``level`` is "team" or "me". A dead record of a derived kind comes back."""
        check_kind(kind)
        if level not in ("team", "me"):
            raise NetDeskError(_('A record is made at the level "team" or "me"; publish it afterwards.'))
        spec = KINDS[kind]
        values = self._canonical(spec, fields)
        if kind == "observation":
            values.setdefault("ordinal", "0")
        record = self._id_for(spec, values, id)
        space = self.space_id(level)
        state = self.find(kind, record)
        taken = state is not None and (state.alive or not spec.derived or state.space != space)
        if taken or (id is not None and state is None and self._is_known(record)):
            raise NetDeskError(
                _("There is already such a {kind} ({id}). Change that one instead.").format(
                    kind=_(spec.label), id=record
                )
            )
        guards.check_add(self, kind, record, values, space)
        self._place(spec, values, space)
        if state is None:
            self.write_new(kind, record, space, values)
        else:
            self.write_record(kind, record, space, values)
        return record

    def _is_known(self, record: str) -> bool:
        """Whether a record of any kind has this id: one id with two kinds would be one record to the fold."""
        if record in self.states:
            return True
        query = select(CHANGE.c.seq).where(CHANGE.c.record == record).limit(1)
        # A dump's ids were compared with each other before it was loaded.
        return not self.loading and self.connection.execute(query).first() is not None

    def put(self, kind: str, record: str, fields: dict[str, Any]) -> None:
        """Give fields new values (None clears). A value that is already there is no change."""
        state = self.need(kind, record)
        spec = KINDS[kind]
        values = self._canonical(spec, fields)
        for name in fields:
            values.setdefault(name, None)
        values = {name: one for name, one in values.items() if self._differs(state, name, one)}
        if not values:
            return
        guards.check_put(self, kind, state.record, state.values, values, state.space)
        before = dict(state.values)
        for name, value in values.items():
            self.write_put(state, name, value)
        guards.after_put(self, kind, record, before, values)

    def _differs(self, state: RowState, name: str, value: Any) -> bool:
        # With several heads even the shown value is news: putting it again is a person's decision for it.
        return state.values.get(name) != value or len(self.heads_of(state).get(name, ())) > 1

    def move(self, kind: str, record: str, *, parent: str | None = None, after: str | None = None) -> None:
        """Put a record behind its sibling ``after`` (first, if None), under ``parent`` in a tree."""
        state = self.need(kind, record)
        if kind not in LISTS:
            raise NetDeskError(
                _("A {kind} stands in no list, so it cannot be moved.").format(kind=_(KINDS[kind].label))
            )
        field = "order" if kind == LINK else "pos"
        siblings = [one for one in self._siblings(state, parent) if one.record != record]
        place = 0
        if after is not None:
            found = [index for index, one in enumerate(siblings) if one.record == after]
            if not found:
                raise NetDeskError(_("The record to put this after is not in that list. Name one that is, or none."))
            place = found[0] + 1
        key = self._key_at(siblings, place, field)
        self.put(kind, record, {field: key if field == "order" else [parent, key]})

    def delete(self, kind: str, record: str) -> None:
        """Delete a record with all that belongs to it: children in a tree, links in the driver graph, parts."""
        state = self.need(kind, record)
        guards.check_delete(self, kind, state.record)
        for child_kind, child in guards.deleted_with(self, kind, record):
            found = self.find(child_kind, child)
            # A row that only shows a late change goes with its question by itself.
            if found is not None and found.alive and not found.computed:
                self.write_delete(found)
        self.write_delete(self.need(kind, record))

    def restore(self, kind: str, record: str) -> None:
        """Bring a deleted record back as it was, with what was deleted together with it."""
        state = self.find(kind, record)
        if state is None:
            raise NetDeskError(
                _("There is no {kind} {id} here to restore.").format(kind=_(KINDS[kind].label), id=record)
            )
        if state.alive or LIFE not in self.heads_of(state):
            raise NetDeskError(
                _("This {kind} was not deleted, so there is nothing to restore.").format(kind=_(KINDS[kind].label))
            )
        guards.check_writable(self, state.space)
        for other_kind, other in self._deleted_together(state):
            found = self.find(other_kind, other)
            if found is not None and not found.alive:
                guards.check_restore(self, other_kind, found.values)
                self.write_restore(found)

    def _deleted_together(self, state: RowState) -> list[tuple[str, str]]:
        """(kind, id) of all that went in the same edit as this record's deletion, itself first."""
        self.flush()
        deleted: list[tuple[str, str]] = []
        for stream, seq in self.heads_of(state).get(LIFE, []):
            x = select(CHANGE.c.x).where(CHANGE.c.stream == stream, CHANGE.c.seq == seq).scalar_subquery()
            query = select(CHANGE.c.stream, CHANGE.c.body).where(CHANGE.c.stream == stream, CHANGE.c.x == x)
            for change in changes_from(self.connection.execute(query), self.log.stream_by_id):
                if change.k == DELETE and change.kind in KINDS:
                    deleted.append((change.kind, change.record))
        found = [(state.kind, state.record)]
        for owner in found:  # grows while it is walked: parts of parts, children of children
            for kind, record in deleted:
                other = self.find(kind, record)
                if (kind, record) not in found and other is not None and guards.belongs_to(kind, other.values, owner):
                    found.append((kind, record))
        return found

    # Values, ids, places

    def _canonical(self, spec: Kind, fields: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, value in fields.items():
            field = spec.fields.get(name)
            if field is None:
                raise NetDeskError(
                    _('"{field}" is no field of the kind {kind}. Its fields are: {names}.').format(
                        kind=_(spec.label), field=name, names=", ".join(spec.fields)
                    )
                )
            stored = canonical_value(field, value)
            if stored is not None:
                values[name] = stored
        return values

    def _id_for(self, spec: Kind, values: dict[str, Any], given: str | None) -> str:
        if given is not None and not is_id(given):
            raise NetDeskError(_('"{id}" is no id: an id has 32 digits 0-9 and a-f, in lower case.').format(id=given))
        if not spec.derived:
            return given or new_id(self.random_bytes)
        derived = derive_id(spec.name, derived_parts(spec, values, self.team))
        if given is not None and given != derived:
            raise NetDeskError(
                _("The id of a {kind} follows from what it is about and would be {id}. Leave the id out.").format(
                    kind=_(spec.label), id=derived
                )
            )
        return derived

    def _place(self, spec: Kind, values: dict[str, Any], space: str) -> None:
        """Give a new record that was not placed a place at the end of its list."""
        if "pos" in spec.fields and "pos" not in values:
            state = RowState(spec.name, "", space, fresh=True)
            state.values = values
            values["pos"] = [None, self._key_at(self._siblings(state, None), None, "pos")]
        elif spec.name == LINK and "order" not in values:
            state = RowState(spec.name, "", space, fresh=True)
            state.values = values
            values["order"] = self._key_at(self._siblings(state, None), None, "order")

    def _siblings(self, state: RowState, parent: str | None) -> list[RowState]:
        """The living records of the list this one stands in, in order."""
        owner = LISTS[state.kind]
        equals = {owner: state.values.get(owner)} if owner else {}
        self.flush()
        rows = select_rows(self.connection, state.kind, [state.space], equals=equals)
        found = []
        for row in rows:
            if state.kind != LINK and (row.pos or [None])[0] != parent:
                continue
            sibling = self.find(state.kind, row.id)
            if sibling is not None:
                found.append(sibling)
        return found

    def _key_at(self, siblings: list[RowState], place: int | None, field: str) -> str:
        def key_of(state: RowState) -> str | None:
            value = state.values.get(field)
            return value if field == "order" else (value or [None, None])[1]

        place = len(siblings) if place is None else place
        before = key_of(siblings[place - 1]) if place > 0 else None
        after = key_of(siblings[place]) if place < len(siblings) else None
        try:
            key = order_between(before, after, self.random_bytes)
        except ValueError:
            key = ""
        if key and len(key) <= MAX_KEY:
            return key
        fresh = rekey(len(siblings) + 1, self.random_bytes)
        for sibling, new in zip(siblings, fresh[:place] + fresh[place + 1 :], strict=True):
            old = sibling.values.get("pos") or [None, ""]
            self.write_put(sibling, field, new if field == "order" else [old[0], new])
        return fresh[place]

    def note_references(self, kind: str, values: dict[str, Any], space: str) -> None:
        """Remember what these values name, to be looked for at the end of the edit."""
        for name, value in values.items():
            field = KINDS[kind].fields.get(name)
            if field is not None and field.type == "ref" and value is not None and not self.loading:
                self.named.setdefault((kind, name, space), set()).add(value)

    # Settling conflicts, publishing, levels: see their modules

    def settle(self, conflict: str, keep: int | None = None, *, text: str | None = None) -> None:
        """Settle a conflict by one of its numbered values, or by a text of one's own."""
        from netdesk.store.settle import settle

        settle(self, conflict, keep, text)

    def publish(self, kind: str, record: str) -> None:
        """Publish a record with its parts, or bring what is published up to date."""
        from netdesk.store.publish import publish

        publish(self, kind, record)

    def unpublish(self, kind: str, record: str) -> None:
        """Take a published record back; copies already sent remain."""
        from netdesk.store.publish import unpublish

        unpublish(self, kind, record)

    def level(self, kind: str, record: str, to: str) -> None:
        """Move a record with its parts between the levels me and team."""
        from netdesk.store.publish import change_level

        change_level(self, kind, record, to)

    def finish(self) -> None:
        """Last checks over the whole edit, then write what is left."""
        self.flush()
        guards.check_references(self)

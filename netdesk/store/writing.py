"""An edit's memory of the rows it touches, and the changes it writes: the half of ``edit`` that checks nothing.

A row with nothing but one head a register is brought up to date from what a change says, and no history is read;
where there is more (a conflict, a deletion, a lock), the row is folded again from the log.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, func, select, update

from netdesk.core.changes import DELETE, NEW, PUT, RESTORE, Change
from netdesk.core.clock import RandomBytes
from netdesk.core.fold import LIFE
from netdesk.core.records import KINDS, LINK, SALTED, TREES
from netdesk.models import RECORD_TABLES
from netdesk.models.log import CHANGE, CONFLICT, HEAD
from netdesk.store.bulk import insert_rows, insert_tuples
from netdesk.store.log import EditNote, Log
from netdesk.store.refold import COPY_OF, COPY_TEAM, HEAD_COLUMNS, refold_links, refold_records
from netdesk.store.rows import check_kind
from netdesk.store.staged import STAGED, withhold

_SELECT_HEADS = select(HEAD.c.field, HEAD.c.stream, HEAD.c.seq).where(HEAD.c.record == bindparam("record"))
_MOVE_HEAD = (
    update(HEAD)
    .where(
        HEAD.c.record == bindparam("b_record"),
        HEAD.c.field == bindparam("b_field"),
        HEAD.c.stream == bindparam("b_stream"),
        HEAD.c.seq == bindparam("b_seq"),
    )
    .values(stream=bindparam("n_stream"), seq=bindparam("n_seq"))
)
_SELECT_ROW = {kind: select(table).where(table.c.id == bindparam("id")) for kind, table in RECORD_TABLES.items()}
_SEEN = (
    select(CHANGE.c.stream, func.max(CHANGE.c.seq))
    .where(CHANGE.c.record == bindparam("record"))
    .group_by(CHANGE.c.stream)
)

Head = tuple[int, int]


@cache
def _update_of(kind: str, names: frozenset[str]) -> Update:
    """The statement that sets these columns of one row; made once, because making it takes longer than running it."""
    table = RECORD_TABLES[kind]
    values: dict[Any, Any] = {table.c[name]: bindparam(name) for name in sorted(names)}
    return update(table).where(table.c.id == bindparam("b_id")).values(values)


class RowState:
    """One touched record while the edit runs: its fields as the row shows them, its heads, and what must be written."""

    __slots__ = (
        *("kind", "record", "space", "fresh", "alive", "computed", "withheld"),
        *("values", "heads", "stamps", "dirty", "refold"),
    )

    def __init__(self, kind: str, record: str, space: str, *, fresh: bool) -> None:
        self.kind = kind
        self.record = record
        self.space = space
        self.fresh = fresh
        self.alive = True
        self.values: dict[str, Any] = {}
        self.heads: dict[str, list[Head]] | None = {} if fresh else None
        self.stamps: dict[str, Any] = {}
        self.dirty: set[str] = set()
        self.refold = False
        #: A row that only shows what other changes say (a late amendment): it has no changes of its own.
        self.computed = False
        #: Feedback that waits out of sight: its row is not alive, though nobody deleted it.
        self.withheld = False


class Writing:
    """The log, the connection and the touched rows of one edit in progress."""

    def __init__(
        self,
        log: Log,
        connection: Connection,
        note: EditNote,
        *,
        device: str,
        spaces: dict[str, str],
        team: str,
        device_person: str,
        random_bytes: RandomBytes,
    ) -> None:
        self.log = log
        self.connection = connection
        self.note = note
        self.device = device
        self.spaces = spaces
        self.team = team
        self.device_person = device_person
        self.random_bytes = random_bytes
        self.changed: set[tuple[str, str]] = set()
        self.states: dict[str, RowState] = {}
        #: References written by this edit, checked at its end: (kind, field, space) → ids named.
        self.named: dict[tuple[str, str, str], set[str]] = {}
        self._moved_heads: dict[tuple[str, str], tuple[Head, Head]] = {}
        self._new_heads: dict[tuple[str, str], Head] = {}
        self._replay_links: set[str] = set()
        self._restage = False
        #: Loading a dump: guards on what people may write are off, ids are kept.
        self.loading = False
        #: The program itself writes (a frozen copy, a picture): set by the operation that makes it, for its own add.
        self.by_program = False

    @property
    def is_hub(self) -> bool:
        """Whether this is the hub's workspace: what it publishes goes to the whole network."""
        return self.spaces.get("published", "").startswith("H:")

    @property
    def writer(self) -> str:
        """The person this edit is by."""
        return self.note.person or self.device_person

    def find(self, kind: str, record: str) -> RowState | None:
        """The state of a record, living or deleted; None where there is no row of this kind."""
        check_kind(kind)
        state = self.states.get(record)
        if state is not None:
            return state if state.kind == kind else None
        row = self.connection.execute(_SELECT_ROW[kind], {"id": record}).first()
        if row is None:
            return None
        state = RowState(kind, record, row.space, fresh=False)
        state.alive = row.alive
        state.values = {f.name: getattr(row, f.attribute) for f in KINDS[kind].fields.values()}
        state.withheld = kind == "feedback" and row.withheld
        if (kind == LINK and row.skipped) or state.withheld:
            state.refold = True
        state.computed = kind == "amendment" and row.computed
        if row.copy_of:
            state.values[COPY_OF] = row.copy_of
        if row.copy_team:
            state.values[COPY_TEAM] = row.copy_team
        self.states[record] = state
        return state

    def heads_of(self, state: RowState) -> dict[str, list[Head]]:
        """The stored heads of a record: {field: [(stream, sequence)]}."""
        if state.heads is None:
            self._flush_log()
            state.heads = {}
            for field, stream, seq in self.connection.execute(_SELECT_HEADS, {"record": state.record}):
                state.heads.setdefault(field, []).append((stream, seq))
        return state.heads

    def ref_of(self, head: Head) -> str:
        return f"{self.log.stream_by_id(head[0]).device}.{head[1]}"

    # Writing changes (no checks: the verbs, undo and the publishing rule have made them)

    def write_new(self, kind: str, record: str, space: str, values: dict[str, Any]) -> None:
        values = {name: one for name, one in values.items() if one is not None}
        spec = KINDS[kind]
        salts = {n: self._salt() for n in values if n in spec.fields and spec.fields[n].type in SALTED}
        change = self._append(space, NEW, kind, record, value=values, salt=salts or None)
        state = self.states.get(record)
        head = (self.log.stream(space, self.device).id, change.seq)
        if state is None or state.fresh:
            state = RowState(kind, record, space, fresh=True)
            state.values = dict.fromkeys(spec.fields)
            self._new_heads.update({(record, name): head for name in values})
            self.states[record] = state
        else:
            state.refold = True
        self.heads_of(state).update({name: [head] for name in values})
        state.alive = True
        state.values.update(values)
        self._stamp(state, "created", change)
        self._stamp(state, "changed", change)

    def write_record(self, kind: str, record: str, space: str, fields: dict[str, Any]) -> None:
        """Make this record say exactly this, whatever it said before: new, brought back, or changed; else nothing."""
        state = self.find(kind, record)
        if state is None:
            self.write_new(kind, record, space, fields)
            return
        if not state.alive and LIFE in self.heads_of(state):
            self.write_restore(state)
        elif not state.alive:
            # Nobody deleted it: a link hidden by the circle it closed, or its first change has not come here yet.
            self.write_new(kind, record, space, {n: v for n, v in fields.items() if n not in self.heads_of(state)})
        for name in {**dict.fromkeys(KINDS[kind].fields), **fields}:
            if state.values.get(name) != fields.get(name):
                self.write_put(state, name, fields.get(name))

    def write_put(self, state: RowState, name: str, value: Any) -> None:
        heads = self.heads_of(state)
        old = heads.get(name, [])
        field = KINDS[state.kind].fields.get(name)
        salt = self._salt() if field is not None and field.type in SALTED and value is not None else None
        change = self._append(
            state.space,
            PUT,
            state.kind,
            state.record,
            field=name,
            value=value,
            replaces=tuple(self.ref_of(head) for head in old),
            salt=salt,
        )
        new = (self.log.stream(state.space, self.device).id, change.seq)
        if len(old) > 1 or LIFE in heads or state.kind == "question":
            state.refold = True
        elif name == "pos" and state.kind in TREES:
            state.refold = state.refold or self._in_conflict(state)
        if len(old) > 1:
            pass  # the refold makes the heads anew
        elif old:
            self._replace_head(state.record, name, old[0], new)
        else:
            self._new_heads[state.record, name] = new
        heads[name] = [new]
        state.values[name] = value
        state.dirty.add(name)
        self._stamp(state, "changed", change)

    def _replace_head(self, record: str, name: str, old: Head, new: Head) -> None:
        # A head made earlier in this edit may not be stored yet: then it is replaced where it waits.
        if (record, name) in self._new_heads:
            self._new_heads[record, name] = new
        else:
            stored = self._moved_heads.get((record, name), (old, new))[0]
            self._moved_heads[record, name] = (stored, new)

    def write_delete(self, state: RowState) -> None:
        heads = self.heads_of(state)
        self._flush_log()
        seen: dict[str, int] = {}
        for stream, seq in self.connection.execute(_SEEN, {"record": state.record}):
            device = self.log.stream_by_id(stream).device
            seen[device] = max(seen.get(device, 0), seq)
        change = self._append(state.space, DELETE, state.kind, state.record, seen=seen)
        head = (self.log.stream(state.space, self.device).id, change.seq)
        if not state.refold and self._is_plain(state, heads):
            self._new_heads[state.record, LIFE] = head
        else:
            state.refold = True
        heads.setdefault(LIFE, []).append(head)
        state.alive = False
        state.dirty.add("alive")
        self._stamp(state, "changed", change)
        if state.kind == LINK:
            self._replay_links.add(state.space)

    def _is_plain(self, state: RowState, heads: dict[str, list[Head]]) -> bool:
        """Whether nothing stands beside the row that a deletion takes along: conflicts, late amendments, deletions."""
        if LIFE in heads or state.kind == "question" or any(len(found) > 1 for found in heads.values()):
            return False
        return state.kind not in TREES or not self._in_conflict(state)

    def _in_conflict(self, state: RowState) -> bool:
        query = select(CONFLICT.c.id).where(CONFLICT.c.record == state.record).limit(1)
        return self.connection.execute(query).first() is not None

    def write_restore(self, state: RowState) -> None:
        heads = self.heads_of(state)
        deletes = heads.pop(LIFE, [])
        change = self._append(
            state.space, RESTORE, state.kind, state.record, replaces=tuple(self.ref_of(head) for head in deletes)
        )
        state.refold = True
        state.alive = True
        state.dirty.add("alive")
        self._stamp(state, "changed", change)
        if state.kind == LINK:
            self._replay_links.add(state.space)

    def _append(self, space: str, k: str, kind: str, record: str, **parts: Any) -> Change:
        self.changed.add((kind, record))
        return self.log.append(Change(space, self.device, 0, "", k, kind, record, **parts), self.note)

    def _salt(self) -> str:
        return self.random_bytes(16).hex()

    def _stamp(self, state: RowState, prefix: str, change: Change) -> None:
        # A refold in between may have let go of this state; what is written on it must not be lost.
        self.states[state.record] = state
        self._restage = self._restage or state.kind in STAGED
        state.stamps.update(
            {
                f"{prefix}_t": change.t,
                f"{prefix}_w": change.w,
                f"{prefix}_by": change.person,
                f"{prefix}_device": change.device,
            }
        )

    # Writing rows

    def _flush_log(self) -> None:
        self.log.flush(self.connection)

    def flush(self) -> None:
        """Bring log, heads and rows in the database up to this moment of the edit."""
        self._flush_log()
        if self._moved_heads:
            moved = [
                {"b_record": r, "b_field": f, "b_stream": o[0], "b_seq": o[1], "n_stream": n[0], "n_seq": n[1]}
                for (r, f), (o, n) in self._moved_heads.items()
            ]
            self.connection.execute(_MOVE_HEAD, moved)
            self._moved_heads = {}
        if self._new_heads:
            new = [(record, field, *head) for (record, field), head in self._new_heads.items()]
            insert_tuples(self.connection, HEAD, HEAD_COLUMNS, new)
            self._new_heads = {}
        fresh: dict[str, list[dict[str, Any]]] = {}
        refold = []
        for state in self.states.values():
            if state.refold and (state.dirty or state.stamps):
                refold.append(state)
            elif state.fresh:
                fresh.setdefault(state.kind, []).append(self._row(state))
                state.fresh = False
            elif state.dirty:
                self._update_row(state)
            if not state.refold:
                state.dirty, state.stamps = set(), {}
        for kind, rows in fresh.items():
            insert_rows(self.connection, RECORD_TABLES[kind], rows)
        if refold:
            self._refold(refold)
        for space in self._replay_links:
            self._forget(refold_links(self.connection, self.log, space))
        self._replay_links = set()
        if self._restage:
            self._restage = False
            self._forget(withhold(self.connection))

    def _refold(self, states: list[RowState]) -> None:
        touched = refold_records(self.connection, self.log, [state.record for state in states])
        self._forget(touched | {(state.kind, state.record) for state in states})

    def _forget(self, touched: set[tuple[str, str]]) -> None:
        """Read these again when next asked for: the fold knows better than this edit what they look like."""
        self.changed |= touched
        for _kind, record in touched:
            self.states.pop(record, None)

    def _row(self, state: RowState) -> dict[str, Any]:
        fields = KINDS[state.kind].fields
        row = {field.attribute: state.values.get(field.name) for field in fields.values()}
        row.update(id=state.record, space=state.space, alive=state.alive, unknown=False)
        row["copy_of"] = state.values.get(COPY_OF)
        row["copy_team"] = state.values.get(COPY_TEAM)
        row.update(state.stamps)
        return row

    def _update_row(self, state: RowState) -> None:
        fields = KINDS[state.kind].fields
        values = {fields[name].attribute: state.values[name] for name in state.dirty if name in fields}
        if "alive" in state.dirty:
            values["alive"] = state.alive
        if COPY_TEAM in state.dirty:
            values["copy_team"] = state.values[COPY_TEAM]
        named = {**values, **state.stamps}
        self.connection.execute(_update_of(state.kind, frozenset(named)), {"b_id": state.record, **named})

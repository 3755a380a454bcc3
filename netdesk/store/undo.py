"""Undo and redo, read from the log: taking back is a new edit with the inverse changes, so it outlives a restart
and syncs like any other.

An edit that takes back edit x carries ``"undo": x`` in its note. Redo takes back the taking back. Where someone
else's newer value has arrived meanwhile, it is left alone and said.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from netdesk.core.changes import DELETE, NEW, PUT, RESTORE, Change, change_of, parse_line
from netdesk.core.fold import value_in
from netdesk.core.records import KINDS
from netdesk.i18n import N_
from netdesk.models.log import CHANGE
from netdesk.store.edit import Edit
from netdesk.store.log import Streams, changes_from

#: The edit that makes a workspace: it is not taken back.
START_LABEL = N_("Start the workspace")


class Undone(NamedTuple):
    """What an undo or redo did: the deed's label, how many changes it made, what newer work it left alone."""

    label: str
    changes: int
    left_alone: list[tuple[str, str, str | None]]


@dataclass(frozen=True)
class Entry:
    """One edit of this device as the log tells it; ``depth`` 0 the deed itself, 1 its undo, 2 its redo, …"""

    x: int
    label: str
    args: tuple[str | int, ...]
    person: str | None
    w: int
    undo: int | None
    depth: int


def entries(connection: Connection, log: Streams, device: str, person: str, device_person: str) -> Iterator[Entry]:
    """This person's edits on this device, newest first, one entry an edit."""
    last = -1
    for x, body in _notes(connection, log, device):
        if x == last:
            continue
        last = x
        entry = _entry(connection, log, device, x, body)
        if (entry.person or device_person) == person and entry.label != START_LABEL:
            yield entry


def _notes(connection: Connection, log: Streams, device: str) -> Iterator[tuple[int, dict[str, Any]]]:
    def of_stream(stream: int) -> Iterator[tuple[int, dict[str, Any]]]:
        below = None
        while True:
            query = select(CHANGE.c.x, CHANGE.c.seq, CHANGE.c.body).where(CHANGE.c.stream == stream, CHANGE.c.edit == 1)
            if below is not None:
                query = query.where(CHANGE.c.x < below)
            rows = connection.execute(query.order_by(CHANGE.c.x.desc()).limit(50)).all()
            for row in rows:
                yield row[0], parse_line(bytes(row[2]))
            if len(rows) < 50:
                return
            below = rows[-1][0]

    own = [of_stream(stream.id) for stream in log.streams() if stream.device == device]
    return heapq.merge(*own, key=lambda one: -one[0])


def _entry(connection: Connection, log: Streams, device: str, x: int, body: dict[str, Any]) -> Entry:
    note = body["e"]
    depth = 0
    undo = note.get("undo")
    target = undo
    while target is not None:
        depth += 1
        target = _note_of(connection, log, device, target).get("undo")
    return Entry(x, note["l"], tuple(note.get("a", ())), body.get("u"), body.get("w", 0), undo, depth)


def _note_of(connection: Connection, log: Streams, device: str, x: int) -> dict[str, Any]:
    own = [stream.id for stream in log.streams() if stream.device == device]
    query = select(CHANGE.c.body).where(CHANGE.c.stream.in_(own), CHANGE.c.x == x, CHANGE.c.edit == 1).limit(1)
    body = connection.execute(query).scalar()
    return parse_line(bytes(body))["e"] if body is not None else {}


def next_undo(found: Iterator[Entry]) -> Entry | None:
    """The edit to take back: the newest that still stands (a redo stands for the deed it brought back)."""
    cancelled: set[int] = set()
    for entry in found:
        if entry.x in cancelled:
            continue
        if entry.undo is not None:
            cancelled.add(entry.undo)
        if entry.depth % 2 == 0:
            return entry
    return None


def next_redo(found: Iterator[Entry]) -> Entry | None:
    """The undo to take back: the newest that still stands; a new deed since then ends the chance to redo."""
    cancelled: set[int] = set()
    for entry in found:
        if entry.x in cancelled:
            continue
        if entry.undo is not None:
            cancelled.add(entry.undo)
        if entry.depth == 0:
            return None
        if entry.depth % 2 == 1:
            return entry
    return None


def changes_of_edit(connection: Connection, log: Streams, device: str, x: int) -> list[Change]:
    """All changes of one edit of a device, in every space, in the order they were made."""
    found: list[Change] = []
    for stream in log.streams():
        if stream.device != device:
            continue
        first = select(CHANGE.c.seq).where(CHANGE.c.stream == stream.id, CHANGE.c.x == x, CHANGE.c.edit == 1)
        start = connection.execute(first.limit(1)).scalar()
        if start is None:
            continue
        after = select(func.min(CHANGE.c.x)).where(CHANGE.c.stream == stream.id, CHANGE.c.x > x, CHANGE.c.edit == 1)
        next_x = connection.execute(after).scalar()
        query = select(CHANGE.c.stream, CHANGE.c.body).where(CHANGE.c.stream == stream.id, CHANGE.c.seq >= start)
        if next_x is not None:
            end = select(CHANGE.c.seq).where(CHANGE.c.stream == stream.id, CHANGE.c.x == next_x, CHANGE.c.edit == 1)
            query = query.where(CHANGE.c.seq < end.scalar_subquery())
        found += changes_from(connection.execute(query.order_by(CHANGE.c.seq)), log.stream_by_id)
    return sorted(found, key=lambda change: change.order)


def take_back(edit: Edit, x: int) -> Undone:
    """Write the inverse of edit ``x`` of this device into the running edit."""
    connection, log = edit.connection, edit.log
    left: list[tuple[str, str, str | None]] = []
    made = 0
    for change in reversed(changes_of_edit(connection, log, edit.device, x)):
        if change.kind not in KINDS:
            continue
        if _inverse(edit, change):
            made += 1
        elif change.k in (NEW, PUT, DELETE, RESTORE):
            left.append((change.kind, change.record, change.field))
    if not made:
        # Nothing could be taken back, yet the stack must move on: a note carries the mark.
        edit.log.append(Change(edit.spaces["team"], edit.device, 0, "", "note"), edit.note)
    edit.flush()
    return Undone("", made, left[::-1])


def _inverse(edit: Edit, change: Change) -> bool:
    """Write the inverse of one change; False where newer work of someone else stands on it."""
    state = edit.find(change.kind, change.record)
    if state is None:
        return False
    if change.k == PUT:
        heads = edit.heads_of(state).get(change.field or "", [])
        if len(heads) != 1 or not _is_own(edit, heads[0], change):
            return False
        edit.write_put(state, change.field or "", _value_before(edit, change))
        return True
    if change.k in (NEW, RESTORE):
        if not state.alive or _others_wrote(edit, change):
            return False
        edit.write_delete(state)
        return True
    if change.k == DELETE and not state.alive:
        edit.write_restore(state)
        return True
    return False


def _is_own(edit: Edit, head: tuple[int, int], change: Change) -> bool:
    """Whether a head was written on this device by the same person: then it is this edit's, or what undo made of it."""
    stream = edit.log.stream_by_id(head[0])
    if stream.device != edit.device:
        return False
    query = select(CHANGE.c.body).where(CHANGE.c.stream == head[0], CHANGE.c.seq == head[1])
    edit.log.flush(edit.connection)
    body = parse_line(bytes(edit.connection.execute(query).scalar_one()))
    return bool((body.get("u") or edit.device_person) == (change.person or edit.device_person))


def _others_wrote(edit: Edit, change: Change) -> bool:
    edit.log.flush(edit.connection)
    query = select(CHANGE.c.stream, CHANGE.c.body).where(CHANGE.c.record == change.record)
    for other in changes_from(edit.connection.execute(query), edit.log.stream_by_id):
        if other.device != edit.device or other.person != change.person:
            return True
    return False


def _value_before(edit: Edit, change: Change) -> Any:
    """What the field showed before this change: the winner among the heads that it replaced; None for none."""
    before = []
    for ref in change.replaces:
        device, _dot, seq = ref.partition(".")
        stream = edit.log.stream(change.space, device)
        query = select(CHANGE.c.body).where(CHANGE.c.stream == stream.id, CHANGE.c.seq == int(seq))
        body = edit.connection.execute(query).scalar()
        if body is not None:
            before.append(change_of(parse_line(bytes(body)), change.space, device))
    if not before:
        return None
    return value_in(max(before, key=lambda one: one.order), change.field or "")

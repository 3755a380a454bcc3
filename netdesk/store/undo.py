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

from sqlalchemy import Connection, bindparam, func, select

from netdesk.core.changes import DELETE, NEW, PUT, RESTORE, Change, change_of, parse_line
from netdesk.core.fold import LIFE, value_in
from netdesk.core.records import KINDS, TREES
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


@dataclass(frozen=True, slots=True)
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
    for x in _numbers(connection, log, device):
        entry = _entry(connection, log, device, x)
        if (entry.person or device_person) == person and entry.label != START_LABEL:
            yield entry


_PAGE = 200
_NUMBERS = (
    select(CHANGE.c.x)
    .where(CHANGE.c.stream == bindparam("stream"), CHANGE.c.edit == 1, CHANGE.c.x < bindparam("below"))
    .order_by(CHANGE.c.x.desc())
    .limit(_PAGE)
)
_FIRST_CHANGE = select(CHANGE.c.body).where(
    CHANGE.c.stream == bindparam("stream"), CHANGE.c.x == bindparam("x"), CHANGE.c.edit == 1
)
_NO_EDIT = 1 << 53


def _own_streams(log: Streams, device: str) -> list[int]:
    return [stream.id for stream in log.streams() if stream.device == device]


def _numbers(connection: Connection, log: Streams, device: str) -> Iterator[int]:
    """The numbers of a device's edits, newest first; the index alone answers."""

    def of_stream(stream: int) -> Iterator[int]:
        below = _NO_EDIT
        while True:
            found = connection.execute(_NUMBERS, {"stream": stream, "below": below}).scalars().all()
            yield from found
            if len(found) < _PAGE:
                return
            below = found[-1]

    last = None
    for x in heapq.merge(*(of_stream(stream) for stream in _own_streams(log, device)), reverse=True):
        if x != last:  # an edit in two spaces is one
            yield x
        last = x


def _entry(connection: Connection, log: Streams, device: str, x: int) -> Entry:
    """What edit ``x`` was. Edits never change, so each is read once: a long stack of undone ones stays quick."""
    known: dict[tuple[str, int], Entry] = log.edits
    waiting: list[tuple[int, dict[str, Any]]] = []
    target: int | None = x
    while target is not None and (device, target) not in known:
        body = _first_change(connection, log, device, target)
        waiting.append((target, body))
        target = body["e"].get("undo")
    depth = -1 if target is None else known[device, target].depth
    for number, body in reversed(waiting):
        depth += 1
        note = body["e"]
        args = tuple(note.get("a", ()))
        known[device, number] = Entry(number, note["l"], args, body.get("u"), body.get("w", 0), note.get("undo"), depth)
    return known[device, x]


def _first_change(connection: Connection, log: Streams, device: str, x: int) -> dict[str, Any]:
    for stream in _own_streams(log, device):
        body = connection.execute(_FIRST_CHANGE, {"stream": stream, "x": x}).scalar()
        if body is not None:
            return parse_line(bytes(body))
    raise KeyError(x)


def next_undo(found: Iterator[Entry]) -> Entry | None:
    """The edit to take back: the newest that still stands (a redo stands for the deed it brought back)."""
    return next((entry for entry in _standing(found) if entry.depth % 2 == 0), None)


def next_redo(found: Iterator[Entry]) -> Entry | None:
    """The undo to take back: the newest that still stands; a new deed since then ends the chance to redo."""
    standing = next((entry for entry in _standing(found) if entry.depth % 2 == 1 or entry.depth == 0), None)
    return standing if standing is not None and standing.depth else None


def _standing(found: Iterator[Entry]) -> Iterator[Entry]:
    """The edits that no later one took back, the newest first."""
    cancelled: set[int] = set()
    for entry in found:
        if entry.x in cancelled:
            continue
        if entry.undo is not None:
            cancelled.add(entry.undo)
        yield entry


_EDGE = select(CHANGE.c.seq).where(CHANGE.c.stream == bindparam("stream"), CHANGE.c.edit == 1)
#: The changes of an edit lie between its first one and the first one of the stream's next edit.
_CHANGES_OF_EDIT = (
    select(CHANGE.c.stream, CHANGE.c.body)
    .where(
        CHANGE.c.stream == bindparam("stream"),
        CHANGE.c.seq >= _EDGE.where(CHANGE.c.x == bindparam("x")).limit(1).scalar_subquery(),
        CHANGE.c.seq
        < func.coalesce(
            _EDGE.where(CHANGE.c.x > bindparam("x")).order_by(CHANGE.c.x).limit(1).scalar_subquery(), _NO_EDIT
        ),
    )
    .order_by(CHANGE.c.seq)
)


def changes_of_edit(connection: Connection, log: Streams, device: str, x: int) -> list[Change]:
    """All changes of one edit of a device, in every space, in the order they were made."""
    found: list[Change] = []
    for stream in _own_streams(log, device):
        found += changes_from(connection.execute(_CHANGES_OF_EDIT, {"stream": stream, "x": x}), log.stream_by_id)
    return sorted(found, key=lambda change: change.order)


def take_back(edit: Edit, x: int) -> Undone:
    """Write the inverse of edit ``x`` of this device into the running edit."""
    connection, log = edit.connection, edit.log
    left: list[tuple[str, str, str | None]] = []
    made = 0
    for change in _in_undo_order(changes_of_edit(connection, log, edit.device, x)):
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


def _in_undo_order(changes: list[Change]) -> list[Change]:
    """Newest first; but a lock comes behind the texts of its question, since it holds those written before it."""
    ordered = changes[::-1]
    for lock in [change for change in ordered if change.k == PUT and change.field == "locked_at"]:
        texts = [place for place, one in enumerate(ordered) if one.k == PUT and one.record == lock.record]
        ordered.insert(texts[-1] + 1, lock)
        ordered.remove(lock)
    return ordered


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
        if change.kind in TREES and change.field == "pos":
            # The old place may now hang under this very record: then the replay keeps it here and lists the move.
            state.refold = True
        return True
    if change.k in (NEW, RESTORE):
        if not (state.alive or state.withheld) or _others_wrote(edit, change):
            return False
        edit.write_delete(state)
        return True
    if change.k == DELETE and not state.alive and LIFE in edit.heads_of(state):
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
    """Whether someone else's work stands on the record that was not there yet when it was made or brought back."""
    edit.log.flush(edit.connection)
    query = select(CHANGE.c.stream, CHANGE.c.body).where(CHANGE.c.record == change.record)
    found = changes_from(edit.connection.execute(query), edit.log.stream_by_id)
    # What the cancelled deletions had seen was there before: bringing back a teammate's record can be taken back too.
    known: dict[str, int] = {}
    for delete in found:
        if delete.k == DELETE and delete.ref in change.replaces:
            for device, seq in (delete.seen or {}).items():
                known[device] = max(known.get(device, 0), seq)
    return any(
        other.seq > known.get(other.device, 0)
        for other in found
        if other.k != DELETE and (other.device != edit.device or other.person != change.person)
    )


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

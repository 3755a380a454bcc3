"""The history, and conflicts, as people and scripts read them: who did what, when, before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from netdesk.core.changes import DELETE, NEW, PURGED, PUT, RESTORE, Change
from netdesk.core.fold import value_in
from netdesk.i18n import _
from netdesk.models import RECORD_TABLES
from netdesk.models.log import CHANGE, CONFLICT
from netdesk.store.log import Streams, changes_from
from netdesk.store.refold import COPY_OF, COPY_TEAM, chunks, conflict_of
from netdesk.store.staged import withheld_records


def iso(w: int) -> str:
    """An instant as people's clocks said it: "2026-03-01T12:00:00Z"."""
    try:
        return datetime.fromtimestamp(w, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return ""


class People:
    """Names for devices and persons: who a change is by."""

    def __init__(self, connection: Connection, persons_of_devices: dict[str, str]) -> None:
        table = RECORD_TABLES["person"]
        self._names = {row.id: row.name for row in connection.execute(select(table.c.id, table.c.name)) if row.name}
        self._devices = persons_of_devices

    def of(self, device: str, person: str | None) -> str:
        """The person's name; their id where no name is known, else the device's."""
        who = person or self._devices.get(device)
        return str(self._names.get(who or "", who or device))


def label_of(label: str, args: Iterable[str | int]) -> str:
    """An edit's label in the reader's language, with its arguments in place."""
    words = _(label)
    try:
        return words.format(*args)
    except (IndexError, KeyError, ValueError):
        return words


def history(
    connection: Connection,
    log: Streams,
    people: People,
    spaces: Iterable[str],
    records: Iterable[tuple[str, str]] | None = None,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """Edits with their changes, newest first; what was changed of these (kind, id) where ``records`` are given."""
    streams = [stream.id for stream in log.streams() if stream.space in set(spaces)]
    rows = select(CHANGE.c.stream, CHANGE.c.body)
    queries = [rows.where(CHANGE.c.stream.in_(streams))]
    if records is not None:
        queries = [rows.where(CHANGE.c.record.in_(part)) for part in chunks(id_ for _kind, id_ in records)]
    waiting = withheld_records(connection)
    read = (change for query in queries for change in changes_from(connection.execute(query), log.stream_by_id))
    changes = sorted((change for change in read if change.record not in waiting), key=lambda c: c.order)
    notes = _notes(connection, log, changes)
    taken_back = _taken_back(notes)
    values: dict[tuple[str, str, str], Any] = {}
    edits: dict[tuple[str, int], list[Change]] = defaultdict(list)
    before: dict[tuple[str, str], dict[str, Any]] = {}
    for change in changes:
        edits[change.device, change.x].append(change)
        before[change.space, change.ref] = _before(change, values)
    ordered = sorted(edits.items(), key=lambda one: one[1][0].order, reverse=True)
    found = []
    for (device, x), members in ordered[:limit]:
        note = notes.get((device, x), {})
        shown = [line for change in members for line in _lines(change, before[change.space, change.ref])]
        if records is not None and not shown:
            continue
        found.append(
            {
                "edit": f"{device}.{x}",
                "label": label_of(note.get("l", ""), note.get("a", ())),
                "person": people.of(device, members[0].person),
                "when": iso(members[0].w),
                "undone": (device, x) in taken_back,
                "changes": shown,
            }
        )
    return found


def _notes(connection: Connection, log: Streams, changes: list[Change]) -> dict[tuple[str, int], dict[str, Any]]:
    """{(device, edit number): its note}, from the changes at hand or else from the log."""
    notes = {(c.device, c.x): c.edit for c in changes if c.edit is not None}
    missing = {(c.device, c.x) for c in changes} - notes.keys()
    for device, x in missing:
        own = [stream.id for stream in log.streams() if stream.device == device]
        query = select(CHANGE.c.stream, CHANGE.c.body).where(
            CHANGE.c.stream.in_(own), CHANGE.c.x == x, CHANGE.c.edit == 1
        )
        for change in changes_from(connection.execute(query.limit(1)), log.stream_by_id):
            notes[device, x] = change.edit or {}
    if missing:
        devices = {device for device, _x in notes}
        own = [stream.id for stream in log.streams() if stream.device in devices]
        query = select(CHANGE.c.stream, CHANGE.c.body).where(CHANGE.c.stream.in_(own), CHANGE.c.edit == 1)
        for change in changes_from(connection.execute(query), log.stream_by_id):
            if change.edit and "undo" in change.edit:
                notes.setdefault((change.device, change.x), change.edit)
    return notes


def _taken_back(notes: dict[tuple[str, int], dict[str, Any]]) -> set[tuple[str, int]]:
    """The edits that do not stand: named by an undo that itself stands."""
    gone: set[tuple[str, int]] = set()
    for (device, x), note in sorted(notes.items(), key=lambda one: -one[0][1]):
        if "undo" in note and (device, x) not in gone:
            gone.add((device, note["undo"]))
    return gone


def _before(change: Change, values: dict[tuple[str, str, str], Any]) -> dict[str, Any]:
    """The fields' values before a change; ``values`` remembers what every change so far wrote."""
    found: dict[str, Any] = {}
    if change.k == NEW and change.value is not PURGED:
        for name in change.value:
            values[change.space, change.ref, f"{change.record}/{name}"] = value_in(change, name)
    elif change.k == PUT:
        name = change.field or ""
        key = f"{change.record}/{name}"
        replaced = [values[change.space, ref, key] for ref in change.replaces if (change.space, ref, key) in values]
        found[name] = replaced[-1] if replaced else None
        values[change.space, change.ref, key] = value_in(change, name)
    return found


def _lines(change: Change, before: dict[str, Any]) -> list[dict[str, Any]]:
    def line(field: str | None, old: Any, new: Any) -> dict[str, Any]:
        return {"kind": change.kind, "record": change.record, "field": field, "before": old, "after": new}

    if change.k == NEW and change.value is not PURGED:
        hidden = (COPY_OF, COPY_TEAM)
        return [line(name, None, value) for name, value in sorted(change.value.items()) if name not in hidden]
    if change.k == PUT:
        return [line(change.field, before.get(change.field or ""), value_in(change, change.field or ""))]
    if change.k == DELETE:
        return [line(None, "present", "deleted")]
    if change.k == RESTORE:
        return [line(None, "deleted", "present")]
    return []


def conflicts(connection: Connection, people: People, spaces: Iterable[str]) -> list[dict[str, Any]]:
    """Open conflicts with their numbered values, in the order of kind, record and field."""
    query = select(CONFLICT).where(CONFLICT.c.space.in_(list(spaces)))
    waiting = withheld_records(connection)
    found = []
    for row in connection.execute(query):
        if row.record in waiting:
            continue
        conflict = conflict_of(row)
        found.append(
            {
                "id": conflict.id,
                "kind": conflict.kind,
                "record": conflict.record,
                "field": conflict.field,
                "type": conflict.type,
                "values": [
                    {"n": n, "value": one.value, "person": people.of(one.device, one.person), "when": iso(one.w)}
                    for n, one in enumerate(conflict.versions, 1)
                ],
            }
        )
    return sorted(found, key=lambda one: (one["kind"], one["record"], one["field"] or "", one["type"]))

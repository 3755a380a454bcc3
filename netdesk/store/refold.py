"""Rows from changes: what ``core.fold`` says of records, written into their tables in bulk.

Everything here can be thrown away and made again from the log; ``refold_all`` does so when the fold or the table of
records has changed, and ``check`` compares.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from netdesk.core.changes import NEW, PUT, RESTORE, Change, canonical
from netdesk.core.fold import (
    Conflict,
    Folded,
    Link,
    Position,
    Version,
    conflict_id,
    fold_record,
    move_conflict,
    replay_links,
    replay_tree,
    value_in,
)
from netdesk.core.pace import Pace
from netdesk.core.records import KINDS, LINK, TREES, Field, derive_id
from netdesk.models import RECORD_TABLES
from netdesk.models.log import CHANGE, CONFLICT, HEAD
from netdesk.store.bulk import insert_rows, insert_tuples
from netdesk.store.log import Log, Streams, changes_from
from netdesk.store.staged import STAGED, withhold

CHUNK = 500
HEAD_COLUMNS = ("record", "field", "stream", "seq")
COPY_OF = "_source"
#: Of a copy that the hub passes on: the team (its first card's fingerprint) whose copy it was made from.
COPY_TEAM = "_team"


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in parts that fit into one statement's parameters."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def read_changes(connection: Connection, log: Streams, records: Iterable[str]) -> dict[str, list[Change]]:
    """All changes on these records: {record: changes}."""
    found: dict[str, list[Change]] = defaultdict(list)
    for part in chunks(records):
        query = select(CHANGE.c.stream, CHANGE.c.body).where(CHANGE.c.record.in_(part))
        for change in changes_from(connection.execute(query), log.stream_by_id):
            found[change.record].append(change)
    return found


def refold(
    connection: Connection, log: Log, changes: dict[str, list[Change]], *, fresh: set[str], pace: Pace | None = None
) -> set[tuple[str, str]]:
    """Fold these records from all their changes and write their rows; ``fresh`` records have no rows yet.

    Returns the (kind, id) of every row that was written, tree positions and links included.
    """
    pace = pace or Pace()
    folded = [one for one in (fold_record(found) for found in pace.over(changes.values())) if one is not None]
    _write(connection, log, folded, {one.record for one in folded if one.record not in fresh})
    pace.step()
    touched = {(one.kind, one.record) for one in folded}
    spaces: dict[str, set[str]] = defaultdict(set)
    for one in folded:
        if one.kind in TREES or one.kind == LINK:
            spaces[one.kind].add(one.changed.space)
    for kind, found_spaces in spaces.items():
        for space in found_spaces:
            touched |= (
                refold_links(connection, log, space) if kind == LINK else refold_tree(connection, log, space, kind)
            )
    if STAGED & {one.kind for one in folded}:
        touched |= withhold(connection)
    return touched


def refold_records(connection: Connection, log: Log, records: Iterable[str]) -> set[tuple[str, str]]:
    """Fold these records again from the log."""
    return refold(connection, log, read_changes(connection, log, records), fresh=set())


def refold_all(connection: Connection, log: Log) -> None:
    """Throw every row, head and conflict away and make them again from the log."""
    for table in (HEAD, CONFLICT, *RECORD_TABLES.values()):
        connection.execute(delete(table))
    query = select(CHANGE.c.record).where(CHANGE.c.record.is_not(None)).distinct()
    for part in chunks(row[0] for row in connection.execute(query).all()):
        changes = read_changes(connection, log, part)
        folded = [one for one in (fold_record(found) for found in changes.values()) if one is not None]
        _write(connection, log, folded, set())
    for space in {stream.space for stream in log.streams()}:
        for kind in TREES:
            refold_tree(connection, log, space, kind)
        refold_links(connection, log, space)
    withhold(connection)


# Rows


def _write(connection: Connection, log: Log, folded: Sequence[Folded], known: set[str]) -> None:
    """Replace the rows, heads and conflicts of these records; only ``known`` ones have any so far."""
    kinds = {one.record: one.kind for one in folded if one.record in known}
    for part in chunks(known):
        connection.execute(delete(HEAD).where(HEAD.c.record.in_(part)))
        connection.execute(delete(CONFLICT).where(CONFLICT.c.record.in_(part)))
        for kind in {kinds[record] for record in part} & RECORD_TABLES.keys():
            table = RECORD_TABLES[kind]
            connection.execute(delete(table).where(table.c.id.in_([r for r in part if kinds[r] == kind])))
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    heads: list[tuple[str, str, int, int]] = []
    streams: dict[tuple[str, str], int] = {}
    conflicts: list[dict[str, Any]] = []
    for one in folded:
        for field, found in one.heads.items():
            for change in found:
                stream = streams.get((change.space, change.device))
                if stream is None:
                    stream = log.stream(change.space, change.device).id
                    streams[change.space, change.device] = stream
                heads.append((one.record, field, stream, change.seq))
        if one.kind not in RECORD_TABLES:
            continue
        rows[one.kind].append(row_of(one))
        conflicts += [conflict_row(c, one.changed.space) for c in one.conflicts if not _tree_move(c)]
    insert_tuples(connection, HEAD, HEAD_COLUMNS, heads)
    for kind, found_rows in rows.items():
        insert_rows(connection, RECORD_TABLES[kind], found_rows)
    insert_rows(connection, CONFLICT, conflicts)
    questions = [one for one in folded if one.kind == "question"]
    if questions:
        _write_late_amendments(connection, questions)


def _tree_move(conflict: Conflict) -> bool:
    return conflict.type == "move" and conflict.kind in TREES


def row_of(folded: Folded) -> dict[str, Any]:
    """The table row of a folded record: column name → value. What this version cannot hold is flagged, not lost."""
    fields = KINDS[folded.kind].fields
    unknown = False
    row: dict[str, Any] = {field.attribute: None for field in fields.values()}
    for name, value in folded.values.items():
        field = fields.get(name)
        if name == COPY_OF:
            row["copy_of"] = value if isinstance(value, str) else None
        elif name == COPY_TEAM:
            row["copy_team"] = value if isinstance(value, str) else None
        elif field is not None and (value is None or storable(field, value)):
            row[field.attribute] = value
        else:
            unknown = True
    first = folded.created or folded.changed
    row.setdefault("copy_of", None)
    row.setdefault("copy_team", None)
    row.update(id=folded.record, space=folded.changed.space, alive=folded.alive, unknown=unknown)
    row.update(stamp("created", first))
    row.update(stamp("changed", folded.changed))
    return row


def stamp(prefix: str, change: Change) -> dict[str, Any]:
    """Who made a change and when, as columns."""
    return {
        f"{prefix}_t": change.t,
        f"{prefix}_w": change.w,
        f"{prefix}_by": change.person,
        f"{prefix}_device": change.device,
    }


def storable(field: Field, value: Any) -> bool:
    """Whether a value from elsewhere has the form this field's column and its readers rely on."""
    kind = field.type
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "list":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if kind == "pos":
        return (
            isinstance(value, list)
            and len(value) == 2
            and (value[0] is None or isinstance(value[0], str))
            and isinstance(value[1], str)
        )
    if kind == "pair":
        return (
            isinstance(value, dict)
            and set(value) in ({"v"}, {"n", "d"})
            and all(isinstance(one, str) and _is_number(one) for one in value.values())
        )
    if kind == "num":
        return isinstance(value, str) and _is_number(value)
    return kind == "json" or isinstance(value, str)


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit() and text.isascii() and len(text) <= 64


def conflict_row(conflict: Conflict, space: str) -> dict[str, Any]:
    return {
        "id": conflict.id,
        "space": space,
        "kind": conflict.kind,
        "record": conflict.record,
        "field": conflict.field,
        "type": conflict.type,
        "versions": canonical([version._asdict() for version in conflict.versions]),
    }


def conflict_of(row: Any) -> Conflict:
    """The conflict back from its row."""
    versions = tuple(
        Version(v["value"], v["device"], v["person"], v["w"], tuple(v["refs"])) for v in json.loads(row.versions)
    )
    return Conflict(row.id, row.kind, row.record, row.field, row.type, versions)


def _write_late_amendments(connection: Connection, questions: Sequence[Folded]) -> None:
    """Show what came later than a lock as amendments: computed rows, made from the changes themselves."""
    table = RECORD_TABLES["amendment"]
    for part in chunks(one.record for one in questions):
        connection.execute(delete(table).where(table.c.question.in_(part), table.c.computed))
    rows: dict[str, dict[str, Any]] = {}
    for question in questions:
        for change in question.late if question.alive else ():
            record = derive_id("amendment", [question.record, change.device, str(change.x)])
            row = rows.setdefault(record, _late_row(record, question.record, change))
            for name in ("prediction", "because"):
                if change.k == NEW or change.field == name:
                    row[name] = value_in(change, name)
    insert_rows(connection, table, list(rows.values()))


def _late_row(record: str, question: str, change: Change) -> dict[str, Any]:
    row: dict[str, Any] = {field.attribute: None for field in KINDS["amendment"].fields.values()}
    row.update(id=record, question=question, space=change.space, alive=True, unknown=False, copy_of=None, computed=True)
    row["copy_team"] = None
    row.update(stamp("created", change))
    row.update(stamp("changed", change))
    return row


# Trees and links


def refold_tree(connection: Connection, log: Log, space: str, kind: str) -> set[tuple[str, str]]:
    """Replay every move in this kind's trees of a space; returns the records whose place or conflict changed."""
    table = RECORD_TABLES[kind]
    rows = {
        row.id: row
        for row in connection.execute(select(table.c.id, table.c.pos, table.c.alive).where(table.c.space == space))
    }
    changes = read_changes(connection, log, rows)
    writes: dict[str, list[Change]] = {}
    positions: list[Position] = []
    for record, found in changes.items():
        writes[record] = [c for c in found if (c.k == PUT and c.field == "pos") or (c.k == NEW and value_in(c, "pos"))]
        for change in writes[record]:
            value = value_in(change, "pos")
            if value is not None and storable(KINDS[kind].fields["pos"], value):
                positions.append(Position(change.order, record, value[0], value[1]))
    place, skipped = replay_tree(positions)
    touched: set[tuple[str, str]] = set()
    conflicts: list[dict[str, Any]] = []
    for record, row in rows.items():
        shown = list(place[record]) if record in place else row.pos
        if shown != row.pos:
            connection.execute(update(table).where(table.c.id == record).values(pos=shown))
            touched.add((kind, record))
        conflict = move_conflict(kind, record, writes.get(record, []), skipped, shown) if row.alive else None
        if conflict is not None:
            conflicts.append(conflict_row(conflict, space))
    old = {row[0] for row in connection.execute(_move_conflicts_of(space, kind).with_only_columns(CONFLICT.c.record))}
    connection.execute(
        delete(CONFLICT).where(CONFLICT.c.space == space, CONFLICT.c.kind == kind, CONFLICT.c.type == "move")
    )
    insert_rows(connection, CONFLICT, conflicts)
    return touched | {(kind, record) for record in old ^ {c["record"] for c in conflicts}}


def _move_conflicts_of(space: str, kind: str) -> Any:
    return select(CONFLICT).where(CONFLICT.c.space == space, CONFLICT.c.kind == kind, CONFLICT.c.type == "move")


def refold_links(connection: Connection, log: Log, space: str) -> set[tuple[str, str]]:
    """Replay the driver graph's links of a space; a link that would close a cycle is hidden and listed."""
    table = RECORD_TABLES[LINK]
    query = select(table.c.id, table.c.parent, table.c.child, table.c.alive, table.c.skipped).where(
        table.c.space == space, (table.c.alive | table.c.skipped)
    )
    rows = {row.id: row for row in connection.execute(query)}
    changes = read_changes(connection, log, rows)
    links = []
    newest: dict[str, Change] = {}
    for record, row in rows.items():
        lives = [c for c in changes[record] if c.k in (NEW, RESTORE)]
        if lives and row.parent and row.child:
            newest[record] = max(lives, key=lambda c: c.order)
            links.append(Link(newest[record].order, record, row.parent, row.child))
    hidden = replay_links(links)
    touched: set[tuple[str, str]] = set()
    for record, row in rows.items():
        if (record in hidden) != row.skipped:
            values = {"skipped": record in hidden, "alive": record not in hidden}
            connection.execute(update(table).where(table.c.id == record).values(**values))
            touched.add((LINK, record))
    connection.execute(delete(CONFLICT).where(CONFLICT.c.space == space, CONFLICT.c.type == "link"))
    conflicts = [_link_conflict(rows[record], newest[record]) for record in sorted(hidden)]
    insert_rows(connection, CONFLICT, [conflict_row(one, space) for one in conflicts])
    return touched


def _link_conflict(row: Any, change: Change) -> Conflict:
    shown = Version(None, change.device, change.person, change.w, (change.ref,))
    wanted = Version({"parent": row.parent, "child": row.child}, change.device, change.person, change.w, (change.ref,))
    return Conflict(conflict_id(row.id, None, "link"), LINK, row.id, None, "link", (shown, wanted))


def known_records(connection: Connection, records: Iterable[str]) -> set[str]:
    """Which of these ids already have changes in the log."""
    found: set[str] = set()
    for part in chunks(records):
        found |= {
            row[0] for row in connection.execute(select(CHANGE.c.record).where(CHANGE.c.record.in_(part)).distinct())
        }
    return found

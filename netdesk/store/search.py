"""Finding: a full-text index over every record's words, kept on this computer only, and the list of deleted records.

The index is a small database of its own in the data folder, never part of the workspace or its log. It notes how far
it has read each device's stream; what came after is read again before the next search, so it can be thrown away at any
time. Words match by their beginnings, without regard to case and accents.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from netdesk import paths
from netdesk.core.records import KINDS, OWNED
from netdesk.models import RECORD_TABLES
from netdesk.store.files import uri_of
from netdesk.store.history import iso
from netdesk.store.refold import chunks
from netdesk.store.schema import fold_mark
from netdesk.store.staged import STAGED
from netdesk.store.workspace import Workspace

#: Around the words that matched, in a snippet; neither is a letter of any text.
MARK_START, MARK_END = "\x02", "\x03"
FORMAT = "1"
_SHORT, _LONG = ("text",), ("long", "list")

_ALL_FEEDBACK = "SELECT id FROM place WHERE kind = 'feedback'"
_TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT);
CREATE VIRTUAL TABLE words USING fts5(
    name, body, kind UNINDEXED, id UNINDEXED, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
CREATE TABLE place (id TEXT PRIMARY KEY, kind TEXT, row INTEGER);
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One record that matches; ``snippet`` shows where, the matching words between MARK_START and MARK_END."""

    kind: str
    id: str
    snippet: str


class SearchIndex:
    """The index of one open workspace. May be used from any thread, by one at a time; close it before the workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def refresh(self) -> int:
        """Bring the index up to date; gives how many records were read again. The first time reads them all."""
        with self._lock:
            connection = self._open()
            state = dict(connection.execute("SELECT name, value FROM state"))
            read = json.loads(state.get("read", "{}"))
            now = self._vector()
            if state.get("mark") != self._mark() or not _only_grown(read, now):
                changed = self._everything(connection)
            elif read == now:
                return 0
            else:
                changed = self._changed(connection, read, now)
            with _transaction(connection):
                notes = {"mark": self._mark(), "read": json.dumps(now)}
                connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", notes.items())
            return changed

    def find(self, words: str, *, names_only: bool = False, limit: int = 60) -> list[Found]:
        """Records in which every typed word begins some word, the best first; ``names_only`` looks at short texts."""
        query = query_of(words)
        if not query:
            return []
        if names_only:
            query = f"name : ({query})"
        with self._lock:
            rows = self._open().execute(
                "SELECT kind, id, snippet(words, -1, ?, ?, '…', 14) FROM words WHERE words MATCH ? "
                "ORDER BY bm25(words, 6.0, 1.0), rowid LIMIT ?",
                (MARK_START, MARK_END, query, limit),
            )
            return [Found(*row) for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        # Two programs may look at one workspace; only the one that writes keeps an index on disk.
        if not self._workspace.read_only:
            with contextlib.suppress(OSError, sqlite3.Error):
                self._connection = self._open_file()
        if self._connection is None:
            self._connection = _with_tables(_connect(":memory:"))
        return self._connection

    def _open_file(self) -> sqlite3.Connection:
        folder = paths.data_dir() / "search"
        folder.mkdir(mode=0o700, exist_ok=True)
        file = folder / f"{self._workspace.workspace_id}.sqlite"
        with contextlib.suppress(sqlite3.Error):
            connection = _connect(uri_of(file, "mode=rw"))
            try:
                if connection.execute("SELECT value FROM state WHERE name = 'format'").fetchone() == (FORMAT,):
                    return connection
            except sqlite3.Error:
                connection.close()
                raise
            connection.close()
        for end in ("", "-journal"):  # none yet, of another form, or damaged: made anew
            file.with_name(file.name + end).unlink(missing_ok=True)
        return _with_tables(_connect(uri_of(file, "mode=rwc")))

    def _mark(self) -> str:
        return f"{fold_mark()} {sorted(self._space_ids())}"

    def _space_ids(self) -> list[str]:
        spaces = self._workspace.spaces
        found = [spaces[name] for name in ("team", "me") if name in spaces]
        if self._workspace.hub:
            found += sorted({one.space for one in self._workspace.log.streams() if one.space.startswith("N:")})
        return found

    def _vector(self) -> dict[str, int]:
        wanted = set(self._space_ids())
        streams = self._workspace.log.streams()
        return {f"{one.space} {one.device}": one.seq for one in streams if one.space in wanted}

    def _everything(self, connection: sqlite3.Connection) -> int:
        found = [row for kind in KINDS for row in self._rows(kind, None)]
        with _transaction(connection):
            connection.execute("DELETE FROM words")
            connection.execute("DELETE FROM place")
            _insert(connection, found)
        connection.execute("INSERT INTO words(words) VALUES ('optimize')")
        return len(found)

    def _changed(self, connection: sqlite3.Connection, read: dict[str, int], now: dict[str, int]) -> int:
        changed: dict[str, set[str]] = {}
        for stream, seq in now.items():
            space, device = stream.split(" ")
            if seq > read.get(stream, 0):
                for line in self._workspace.log.lines(space, device, read.get(stream, 0)):
                    body = json.loads(line)
                    if body.get("T") in KINDS:
                        changed.setdefault(body["T"], set()).add(body["r"])
        questions = changed.get("question", set())
        # A stage that rose or fell, or a pin that was released, shows or hides feedback that itself did not change.
        restaged = bool(STAGED & changed.keys())
        with _transaction(connection):
            found = [row for kind, ids in changed.items() for row in self._rows(kind, ids)]
            # Amendments that a late change makes have no change of their own.
            found += [row for row in self._rows("amendment", questions, by="question") if questions]
            if restaged:
                _forget(connection, [row[0] for row in connection.execute(_ALL_FEEDBACK)])
                found += self._rows("feedback", None)
            ids = {one for some in changed.values() for one in some} | {row[3] for row in found}
            _forget(connection, ids)
            _insert(connection, list({row[3]: row for row in found}.values()))
        # What was written over or deleted shall not linger in the index's own pages.
        connection.execute("INSERT INTO words(words) VALUES ('optimize')")
        return len(ids)

    def _rows(self, kind: str, ids: set[str] | None, by: str = "id") -> Iterator[tuple[str, str, str, str]]:
        """(short words, long words, kind, id) of living records that have any words."""
        table = RECORD_TABLES[kind]
        fields = [field for field in KINDS[kind].fields.values() if field.type in (*_SHORT, *_LONG)]
        if not fields:
            return
        columns = [table.c[field.attribute] for field in fields]
        query = select(table.c.id, *columns).where(
            table.c.alive, table.c.space.in_(self._space_ids()), or_(*(one.is_not(None) for one in columns))
        )
        queries = [query] if ids is None else [query.where(table.c[by].in_(part)) for part in chunks(sorted(ids))]
        with self._workspace.read() as session:
            for one in queries:
                for row in session.connection().execute(one):
                    short = [_plain(v) for v, f in zip(row[1:], fields, strict=True) if v and f.type in _SHORT]
                    long = [_plain(v) for v, f in zip(row[1:], fields, strict=True) if v and f.type in _LONG]
                    yield "\n".join(short), "\n".join(long), kind, row[0]


def query_of(words: str) -> str:
    """What was typed as a question to the index: every word by its beginning; "" where there is no word in it."""
    cleaned = "".join(letter if letter.isalnum() or _joins(letter) else " " for letter in words)
    return " ".join(f'"{word}"*' for word in cleaned.split())


def deleted_records(workspace: Workspace) -> list[dict[str, Any]]:
    """What was deleted and can be restored, newest first: kind, record (its fields), person, when, w.

    Parts that went with their owner are left out: they come back with it.
    """
    spaces = [workspace.spaces[name] for name in ("team", "me") if name in workspace.spaces]
    found: list[dict[str, Any]] = []
    gone: set[str] = set()
    with workspace.read() as session:
        connection = session.connection()
        people = workspace._people(connection)
        for kind, table in RECORD_TABLES.items():
            query = select(table.c.id, table.c.changed_w, table.c.changed_by, table.c.changed_device)
            if "withheld" in table.c:
                query = query.where(~table.c.withheld)
            for row in connection.execute(query.where(~table.c.alive, table.c.space.in_(spaces), ~table.c.unknown)):
                gone.add(row.id)
                person = people.of(row.changed_device, row.changed_by)
                found.append(
                    {"kind": kind, "id": row.id, "person": person, "when": iso(row.changed_w), "w": row.changed_w}
                )
    for one in found:
        rows = workspace.select(one["kind"], deleted=True, id=one["id"])
        one["record"] = rows[0] if rows else {"id": one["id"]}
    kept = [one for one in found if KINDS[one["kind"]].shared_fields or one["kind"] == "task"]
    kept = [one for one in kept if not any(one["record"].get(field) in gone for field in owner_fields(one["kind"]))]
    return sorted(kept, key=lambda one: (-one["w"], one["kind"], one["id"]))


def owner_fields(kind: str) -> list[str]:
    """The fields by which a part names what it belongs to; empty for a record that stands by itself."""
    return [field for parts in OWNED.values() for part, field in parts if part == kind]


def owner_of(kind: str, record: dict[str, Any]) -> tuple[str, str] | None:
    """(kind, id) of what a part belongs to, as far as its own fields tell; None for what stands by itself."""
    for owner, parts in OWNED.items():
        for part, field in parts:
            if part == kind and record.get(field):
                return owner, str(record[field])
    return None


def _joins(letter: str) -> bool:
    # Marks that stand on letters belong to the word; the index drops or keeps them by its own rule.
    return "\u0300" <= letter <= "\u036f"


def _plain(value: Any) -> str:
    return "\n".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _only_grown(read: dict[str, int], now: dict[str, int]) -> bool:
    return all(now.get(stream, -1) >= seq for stream, seq in read.items())


def _connect(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, uri=name.startswith("file:"), isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA secure_delete=ON")
        # It can be made anew from the workspace at any time, so it need not survive a power cut.
        connection.execute("PRAGMA synchronous=OFF")
    except sqlite3.Error:  # a damaged file is noticed at the first statement
        connection.close()
        raise
    return connection


def _with_tables(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.executescript(_TABLES)
    connection.execute("INSERT INTO state VALUES ('format', ?)", (FORMAT,))
    return connection


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _insert(connection: sqlite3.Connection, rows: Iterable[tuple[str, str, str, str]]) -> None:
    for row in rows:
        cursor = connection.execute("INSERT INTO words(name, body, kind, id) VALUES (?, ?, ?, ?)", row)
        connection.execute("INSERT OR REPLACE INTO place VALUES (?, ?, ?)", (row[3], row[2], cursor.lastrowid))


def _forget(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    for one in ids:
        connection.execute("DELETE FROM words WHERE rowid IN (SELECT row FROM place WHERE id = ?)", (one,))
        connection.execute("DELETE FROM place WHERE id = ?", (one,))

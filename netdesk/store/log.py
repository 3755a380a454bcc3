"""The append-only log of one workspace, and the one connection that may write it.

Nobody else holds a writing connection: ``Workspace`` hands out edits and receives, which append changes here and
refold the touched rows in the same transaction.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from netdesk.core.arriving import Arrived
from netdesk.core.changes import (
    Change,
    chain_next,
    chain_on,
    chain_start,
    change_of,
    head_message,
    header_of,
    line_of,
    parse_line,
)
from netdesk.core.clock import Clock, Now
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.i18n import _
from netdesk.models.log import CHANGE, STREAM
from netdesk.store.bulk import insert_tuples
from netdesk.store.files import plain_words, writer_engine


class Stream(NamedTuple):
    """One device's log in one space: how far we hold it, its chain there, and its last signed head."""

    id: int
    space: str
    device: str
    seq: int
    chain: bytes
    t: str
    x: int
    head_seq: int
    head_sig: str | None


@dataclass
class EditNote:
    """What the first change of an edit carries in each stream: its number, label, arguments, and what it undoes."""

    x: int
    label: str
    args: list[str | int]
    undo: int | None = None
    person: str | None = None
    w: int = 0

    def as_json(self) -> dict[str, Any]:
        note: dict[str, Any] = {"l": self.label}
        if self.args:
            note["a"] = self.args
        if self.undo is not None:
            note["undo"] = self.undo
        return note


_CHANGE_COLUMNS = ("stream", "seq", "record", "x", "edit", "chain", "body")
_INSERT_STREAM = insert(STREAM)
_UPDATE_STREAM = (
    update(STREAM)
    .where(STREAM.c.id == bindparam("b_id"))
    .values(
        seq=bindparam("b_seq"),
        chain=bindparam("b_chain"),
        t=bindparam("b_t"),
        x=bindparam("b_x"),
        head_seq=bindparam("b_head_seq"),
        head_sig=bindparam("b_head_sig"),
    )
)
_SELECT_STREAMS = select(STREAM)


class Streams:
    """How far each stream is held, as stored when it was last loaded; a reader's half of the log."""

    def __init__(self, now: Now) -> None:
        self.clock = Clock(now)
        #: What ``undo`` has read of edits so far, by device and number: edits never change.
        self.edits: dict[tuple[str, int], Any] = {}
        self._streams: dict[tuple[str, str], Stream] = {}
        self._by_id: dict[int, Stream] = {}

    def load(self, connection: Connection) -> None:
        """Read the streams as they are stored."""
        self._streams = {}
        self._by_id = {}
        for row in connection.execute(_SELECT_STREAMS):
            stream = Stream(*row)
            self._put_stream(stream)
            self.clock.see(stream.t)

    def _put_stream(self, stream: Stream) -> None:
        self._streams[stream.space, stream.device] = stream
        self._by_id[stream.id] = stream

    def streams(self, space: str | None = None) -> list[Stream]:
        return [stream for stream in self._streams.values() if space in (None, stream.space)]

    def stream_by_id(self, stream: int) -> Stream:
        return self._by_id[stream]

    def find_stream(self, space: str, device: str) -> Stream | None:
        return self._streams.get((space, device))

    def vector(self, space: str) -> dict[str, int]:
        """{device: highest sequence held} of a space."""
        return {stream.device: stream.seq for stream in self.streams(space) if stream.seq}

    def changes(
        self, connection: Connection, space: str, device: str, after: int = 0, upto: int | None = None
    ) -> Iterator[tuple[str | None, bytes]]:
        """(record, line) of a stream's changes in their order; the lines byte for byte as they were made."""
        stream = self._streams.get((space, device))
        if stream is None:
            return
        query = select(CHANGE.c.record, CHANGE.c.body).where(CHANGE.c.stream == stream.id, CHANGE.c.seq > after)
        if upto is not None:
            query = query.where(CHANGE.c.seq <= upto)
        for part in connection.execute(query.order_by(CHANGE.c.seq)).partitions(1000):
            for record, body in part:
                yield record, bytes(body)

    def lines(
        self, connection: Connection, space: str, device: str, after: int = 0, upto: int | None = None
    ) -> Iterator[bytes]:
        """The stored lines of a stream in their order, byte for byte as they were made."""
        return (line for _record, line in self.changes(connection, space, device, after, upto))

    def chain_at(self, connection: Connection, space: str, device: str, seq: int) -> bytes:
        """The chain's value after change ``seq`` of a stream (0: its start)."""
        stream = self._streams.get((space, device))
        if seq == 0 or stream is None:
            return chain_start(space, device)
        query = select(CHANGE.c.chain).where(CHANGE.c.stream == stream.id, CHANGE.c.seq == seq)
        return bytes(connection.execute(query).scalar_one())


class Log(Streams):
    """The writer of one workspace file. All use goes through ``transaction``; leaving it by an exception undoes all."""

    def __init__(self, path: Path, now: Now) -> None:
        super().__init__(now)
        self.path = path
        self._lock = threading.RLock()
        with plain_words(path):
            self.__engine = writer_engine(path)
            self.__connection = self.__engine.connect()
        #: The device that writes here, and how it signs (message → hex); set by the workspace.
        self.own_device = ""
        self.sign: Callable[[bytes], str] | None = None
        self._pending: list[tuple[Any, ...]] = []
        self._touched: set[tuple[str, str]] = set()
        self._stored: set[int] = set()
        self._active = False

    def close(self) -> None:
        with self._lock:
            self.__connection.close()
            self.__engine.dispose()

    def load(self, connection: Connection) -> None:
        super().load(connection)
        self._stored = set(self._by_id)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One BEGIN IMMEDIATE … COMMIT, or nothing. Only this thread writes until it ends; it does not nest."""
        with self._lock:
            if self._active:
                raise RuntimeError("an edit inside an edit")
            self._active = True
            before = (dict(self._streams), dict(self._by_id), set(self._stored))
            try:
                with plain_words(self.path), self.__connection.begin():
                    yield self.__connection
                    self.flush(self.__connection)
            except BaseException:
                self._streams, self._by_id, self._stored = before
                raise
            finally:
                self._pending = []
                self._touched = set()
                self._active = False

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the main file, so that a copy of that file alone is whole."""
        with self._lock, plain_words(self.path):
            if not self._active:
                self._pragma("wal_checkpoint(TRUNCATE)")

    def pragma(self, name: str) -> Any:
        """The writer's value of a pragma (a test reads the safe ones back)."""
        with self._lock:
            return self._pragma(name)

    def _pragma(self, name: str) -> Any:
        # Outside a transaction, which SQLAlchemy would begin: a checkpoint inside one cannot work.
        row = self.__connection.connection.dbapi_connection.execute(f"PRAGMA {name}").fetchone()  # type: ignore[union-attr]
        return row[0] if row else None

    # Streams

    def stream(self, space: str, device: str) -> Stream:
        """The stream, made empty where it is new (it is stored with its first change)."""
        found = self._streams.get((space, device))
        if found is None:
            new_id = max(self._by_id, default=0) + 1
            found = Stream(new_id, space, device, 0, chain_start(space, device), "0" * 16, 0, 0, None)
            self._put_stream(found)
        return found

    def last_edit(self, device: str) -> int:
        """The number of the device's newest edit in any space."""
        return max((stream.x for stream in self._streams.values() if stream.device == device), default=0)

    # Appending

    def append(self, change: Change, note: EditNote) -> Change:
        """Add a change made here to its stream: sequence, clock, line and chain are given to it here."""
        stream = self.stream(change.space, change.device)
        first = stream.x != note.x
        change = change._replace(
            seq=stream.seq + 1,
            t=self.clock.tick(),
            x=note.x,
            w=note.w,
            person=note.person,
            edit=note.as_json() if first else None,
        )
        line = line_of(change)
        chain = chain_next(stream.chain, header_of(json.loads(line)))
        self._pending.append((stream.id, change.seq, change.record or None, change.x, int(first), chain, line))
        self._put_stream(stream._replace(seq=change.seq, chain=chain, t=change.t, x=note.x))
        self._touched.add((change.space, change.device))
        return change

    def append_foreign(
        self,
        space: str,
        device: str,
        arrived: Iterable[Arrived],
        head: tuple[int, str] | None,
    ) -> tuple[list[Change], bytes]:
        """Add changes made elsewhere, of checked shape and in their order, after what we hold of the stream.

        Returns the changes and the chain's end, for the caller to compare with the signed one. RefusedFile where a
        sequence is missing or a clock goes back.
        """
        stream = self.stream(space, device)
        seq, chain, t, x = stream.seq, stream.chain, stream.t, stream.x
        changes: list[Change] = []
        number, pend = stream.id, self._pending.append
        for line, body, link in arrived:
            if body["s"] != seq + 1 or body["t"] <= t:
                raise RefusedFile(_("The changes in this file are not in their order. Ask for the file again."))
            seq, t, x = seq + 1, body["t"], body.get("x", x)
            chain = chain_on(chain, link)
            pend((number, seq, body.get("r"), x, int("e" in body), chain, line))
            changes.append(change_of(body, space, device))
        stream = stream._replace(seq=seq, chain=chain, t=t, x=x)
        if head is not None:
            stream = stream._replace(head_seq=head[0], head_sig=head[1])
        self._put_stream(stream)
        self._touched.add((space, device))
        self.clock.see(t)
        return changes, chain

    def _sign_head(self, stream: Stream) -> Stream:
        # Signed when written, not when sent: a backup or copy has no keys of its own, and what its forerunner never
        # vouched for could be passed on by nobody.
        if stream.device == self.own_device and stream.seq > stream.head_seq and self.sign is not None:
            message = head_message(stream.space, stream.device, stream.seq, stream.chain)
            stream = stream._replace(head_seq=stream.seq, head_sig=self.sign(message))
            self._put_stream(stream)
        return stream

    def flush(self, connection: Connection) -> None:
        """Write what is pending: the changes, and how far their streams reach."""
        if self._pending:
            insert_tuples(connection, CHANGE, _CHANGE_COLUMNS, self._pending)
            self._pending = []
        for key in sorted(self._touched):
            stream = self._sign_head(self._streams[key])
            if stream.id in self._stored:
                connection.execute(_UPDATE_STREAM, {f"b_{name}": one for name, one in stream._asdict().items()})
            else:
                connection.execute(_INSERT_STREAM, stream._asdict())
                self._stored.add(stream.id)
        self._touched = set()


def changes_from(rows: Iterable[Any], stream_of: Callable[[int], Stream]) -> list[Change]:
    """Changes from rows of (stream id, body), as the fold wants them."""
    found = []
    for stream_id, body in rows:
        stream = stream_of(stream_id)
        found.append(change_of(parse_line(bytes(body)), stream.space, stream.device))
    return found


def need_open(log: Log | None) -> Log:
    """The log of a workspace open for writing, or a sentence."""
    if log is None:
        raise NetDeskError(_("This workspace is open for reading only."))
    return log

"""Connections to a workspace file, and what SQLite's troubles mean for a person."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool, StaticPool

from netdesk.errors import NetDeskError, RefusedFile
from netdesk.i18n import _

#: Every connection that may write. FULL, so that a commit that was answered survives a power cut; the two fullfsync
#: pragmas matter on macOS, where fsync alone does not reach the disk.
WRITER_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=ON",
    "PRAGMA checkpoint_fullfsync=ON",
    "PRAGMA foreign_keys=OFF",
    "PRAGMA trusted_schema=OFF",
)
READER_PRAGMAS = ("PRAGMA query_only=ON", "PRAGMA trusted_schema=OFF")
BUSY_SECONDS = 10.0


def uri_of(path: Path, mode: str) -> str:
    # The name's own bytes: on Linux a name need not be UTF-8.
    return f"file:{quote(os.fsencode(path.absolute()))}?{mode}"


def open_sqlite(path: Path, mode: str) -> sqlite3.Connection:
    """A plain connection; ``mode`` is an SQLite URI query such as "mode=rw"."""
    return sqlite3.connect(
        uri_of(path, mode), uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
    )


def writer_engine(path: Path) -> Engine:
    """The engine of the one writer: a single connection whose every transaction begins IMMEDIATE."""

    def connect() -> sqlite3.Connection:
        connection = open_sqlite(path, "mode=rw")
        try:
            for pragma in WRITER_PRAGMAS:
                connection.execute(pragma)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin_immediate(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]

    return engine


class _Kept(QueuePool):
    """Keeps connections for the next reading, until its engine is disposed of: what comes back later is closed."""

    _disposed = False

    def dispose(self) -> None:
        self._disposed = True
        super().dispose()

    def recreate(self) -> QueuePool:
        """What an engine has after it was disposed of: for a reading that comes too late, and keeps nothing open."""
        made = super().recreate()
        assert isinstance(made, _Kept)
        made._disposed = True
        return made

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        if self._disposed:
            record.close()
        else:
            super()._do_return_conn(record)


def reader_engine(path: Path, mode: str = "mode=rw") -> Engine:
    """Readers' engine: each connection is query-only, so no road through it can write.

    Those given back are kept for the next reading: a new one reads the whole schema first, which takes ten times as
    long as most of what is asked.
    """

    def connect() -> sqlite3.Connection:
        connection = open_sqlite(path, mode)
        try:
            for pragma in READER_PRAGMAS:
                connection.execute(pragma)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=_Kept, max_overflow=-1, pool_use_lifo=True)

    @event.listens_for(engine, "checkout")
    def stay_query_only(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.execute(READER_PRAGMAS[0])  # whatever the reader before it did

    return engine


def sentence_for(error: BaseException, path: Path) -> NetDeskError | None:
    """What a database error means for the person, as one sentence; None where it is a bug of ours."""
    original = error.orig if isinstance(error, DBAPIError) else error
    text = str(original).lower()
    name = path.name
    if "full" in text and isinstance(original, sqlite3.Error):
        return NetDeskError(
            _("The disk is full, so nothing of this was kept; all work before it is safe. Free some space, try again.")
        )
    if isinstance(original, sqlite3.DatabaseError) and ("malformed" in text or "not a database" in text):
        return RefusedFile(_("{name} is damaged. Open its latest backup, or ask for help.").format(name=name))
    if isinstance(original, sqlite3.OperationalError):
        if "readonly" in text or "read-only" in text:
            return NetDeskError(
                _("{name} cannot be written. Ask for the right to change it, or save a copy.").format(name=name)
            )
        if "locked" in text or "busy" in text:
            return NetDeskError(_("{name} is busy. Wait a moment and try again.").format(name=name))
        if "i/o error" in text:
            return NetDeskError(
                _("The disk did not take or give the data, so nothing of this was kept. Check the disk, try again.")
            )
        if "unable to open" in text:
            return NetDeskError(_("{name} cannot be opened. Check that it is there and yours.").format(name=name))
    return None


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn the database's troubles into sentences; bugs stay bugs."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        sentence = sentence_for(error, path)
        if sentence is None:
            raise
        raise sentence from error

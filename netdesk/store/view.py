"""The change log for those who only read it: what a bundle is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Engine, select

from netdesk.models.log import CHANGE
from netdesk.store.files import plain_words
from netdesk.store.log import Stream, Streams
from netdesk.store.refold import chunks


class LogView:
    """Reads the log over query-only connections."""

    def __init__(self, log: Streams, reader: Engine, path: Path) -> None:
        self._log = log
        self._reader = reader
        self._path = path

    def streams(self, space: str | None = None) -> list[Stream]:
        """How far each stream is held here, with its chain and last signed head."""
        return self._log.streams(space)

    def vector(self, space: str) -> dict[str, int]:
        """{device: highest sequence held} of a space."""
        return self._log.vector(space)

    def changes(
        self, space: str, device: str, after: int = 0, upto: int | None = None
    ) -> Iterator[tuple[str | None, bytes]]:
        """(record, line) of a stream's changes in their order, the lines byte for byte."""
        with plain_words(self._path), self._reader.connect() as connection:
            yield from self._log.changes(connection, space, device, after, upto)

    def lines(self, space: str, device: str, after: int = 0, upto: int | None = None) -> Iterator[bytes]:
        """The stored lines of a stream in their order, byte for byte."""
        return (line for _record, line in self.changes(space, device, after, upto))

    def chain_at(self, space: str, device: str, seq: int) -> bytes:
        """The chain's value after change ``seq`` of a stream (0: its start)."""
        with plain_words(self._path), self._reader.connect() as connection:
            return self._log.chain_at(connection, space, device, seq)

    def space_of(self, records: Iterable[str]) -> dict[str, str]:
        """The space of each of these records that has changes here."""
        found: dict[str, str] = {}
        with plain_words(self._path), self._reader.connect() as connection:
            for part in chunks(records):
                query = select(CHANGE.c.record, CHANGE.c.stream).where(CHANGE.c.record.in_(part)).distinct()
                for record, stream in connection.execute(query):
                    found[record] = self._log.stream_by_id(stream).space
        return found

"""A workspace: one SQLite file that holds a team's whole improvement work."""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from netdesk.core.clock import Now, RandomBytes, new_id
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.i18n import _
from netdesk.models.log import CARD, META
from netdesk.store import backup, device, files, publish, schema
from netdesk.store import dump as dumps
from netdesk.store import history as deeds
from netdesk.store import undo as undoing
from netdesk.store.edit import Edit
from netdesk.store.exchange import Exchange
from netdesk.store.local import Safety
from netdesk.store.lock import FileLock
from netdesk.store.log import EditNote, Log
from netdesk.store.open_file import Subscriber
from netdesk.store.receiving import store_card
from netdesk.store.refold import refold_all
from netdesk.store.rows import living_row, record_of, select_rows
from netdesk.store.view import LogView


class Workspace(Exchange, Safety):
    """An open workspace file. Made by ``create``, ``create_waiting`` or ``open``; close it, or use it in a ``with``.

    Reading goes through ``get``, ``select`` and ``read`` on query-only connections; the only ways to change anything
    are ``edit``, ``undo``, ``redo`` and ``receiving``.
    """

    def __init__(self, path: Path, now: Now, random_bytes: RandomBytes) -> None:
        super().__init__(path, now, random_bytes)
        self._lock: FileLock | None = None
        self._unpublished: tuple[list[tuple[int, int]], list[tuple[str, str]]] | None = None

    # Making and opening

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        team: str,
        school: str | None = None,
        network: str | None = None,
        person: str | None = None,
        hub: bool = False,
        dump: dict[str, Any] | None = None,
        now: Now = time.time,
        random_bytes: RandomBytes = os.urandom,
    ) -> Workspace:
        """Make a new team's (or hub's) workspace file and open it. NetDeskError where the file is already there."""
        from netdesk.store.start import start_team

        return _make(
            Path(path),
            now,
            random_bytes,
            lambda made: start_team(made, team, school, network, person, hub=hub, document=dump),
        )

    @classmethod
    def create_waiting(
        cls,
        path: Path | str,
        *,
        person_id: str,
        now: Now = time.time,
        random_bytes: RandomBytes = os.urandom,
    ) -> Workspace:
        """Make a new member's workspace that waits for its invite: it has keys and nothing else."""
        from netdesk.store.start import start_waiting

        return _make(Path(path), now, random_bytes, lambda made: start_waiting(made, person_id))

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        read_only: bool = False,
        as_person: str | None = None,
        now: Now = time.time,
        random_bytes: RandomBytes = os.urandom,
    ) -> Workspace:
        """Open a workspace; where another holds it, for reading only (``locked_by`` says by whom).

        ``as_person`` is the id or name of the person who writes, on a shared computer. RefusedFile where the file is
        damaged, foreign or of a newer format; nothing is changed then.
        """
        path = Path(path)
        schema.check_file(path)
        found = cls(path, now, random_bytes)
        try:
            with _damage_named(path):
                found._open(read_only=read_only)
                if as_person is not None:
                    found.write_as(as_person)
        except BaseException:
            found.close()
            raise
        return found

    def _open(self, *, read_only: bool) -> None:
        if not read_only and os.access(self.path, os.W_OK):
            lock = FileLock(self.path)
            if lock.acquire(self._who()):
                self._lock = lock
            else:
                holder = lock.holder()
                self.locked_by = _words_for(holder) if holder else None
        if self._lock is None:
            with files.plain_words(self.path):
                self._open_for_reading()
            return
        self._start_writing()
        writer = self._need_writer()
        with writer.transaction() as connection:
            self._load(connection)
            # A newer minor format opens too: what this version does not know, it keeps.
            if schema.upgrade(connection):
                refold_all(connection, writer)
                self.store_meta(connection, {"fold": schema.fold_mark()})
        self._bind_device()

    def _open_for_reading(self) -> None:
        mode = "mode=ro"
        try:
            with self._connection() as connection:
                connection.execute(select(META)).all()
        except Exception:
            # A folder that cannot be written has no place for the shared-memory file; read the file as it lies there.
            mode = "mode=ro&immutable=1"
            self._reader.dispose()
            self._reader = files.reader_engine(self.path, mode)
        with self._connection() as connection:
            self._load(connection)

    def _start_writing(self) -> None:
        self._writer = Log(self.path, self.now)
        self.read_only = False

    def _load(self, connection: Connection) -> None:
        self._meta = {row.key: row.value or "" for row in connection.execute(select(META))}
        if self._writer is not None:
            self._writer.load(connection)

    def _bind_device(self) -> None:
        """Go on as the device this file names, or become a new one where it is a copy."""
        writer = self._need_writer()
        own = {s.space: s.seq for s in writer.streams() if s.device == self._meta.get("device") and s.seq}
        if not self._is_copy and not device.bound_here(self._meta, self.path, own):
            self._become_new_device()
            own = {}
        if not self._is_copy:
            device.bind(self._meta, self.path, own)
        self._sign_as_own_device()

    def _become_new_device(self) -> None:
        entries, made, old = device.new_device(self._meta)
        root = self._meta.get("root")
        with self._need_writer().transaction() as connection:
            if old is not None and root:
                for team in {row[0] for row in connection.execute(select(CARD.c.team).distinct())}:
                    card = device.successor_card(self._cards(connection), old, made, team)
                    if card is not None:
                        store_card(connection, card)
            self.store_meta(connection, entries)

    def _who(self) -> dict[str, object]:
        with contextlib.suppress(Exception):
            who = getpass.getuser()
            return {"who": who, "host": platform.node(), "pid": os.getpid(), "since": int(self._now())}
        return {"who": "", "host": platform.node(), "pid": os.getpid(), "since": int(self._now())}

    def close(self) -> None:
        """Back up where it is time, fold the log into the file, and let go of it."""
        if self._writer is not None:
            with contextlib.suppress(Exception):
                if not self._is_copy:
                    self.note_sequences()
                    self._backup_if_due()
                self._writer.checkpoint()
            self._reader.dispose()  # who closes last folds the log in
            self._writer.close()
            self._writer = None
            self.read_only = True
        self._reader.dispose()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def write_as(self, name: str) -> None:
        """From now on edits are by this person (an id or a name): several people share one computer."""
        if name == self.writer_id:
            return
        people = [one for one in self.select("person") if name in (one["id"], one.get("name"))]
        if len(people) != 1:
            raise NetDeskError(
                _('There is no one person "{name}" in this team. Name one of its people.').format(name=name)
            )
        self._as_person = people[0]["id"]

    # Editing

    @contextlib.contextmanager
    def edit(self, label: str, *args: str | int, initiator: object = None) -> Iterator[Edit]:
        """One deed: everything in the ``with`` block is kept, or nothing. ``label`` is the deed in the imperative."""
        if self.waiting:
            raise NetDeskError(_("This workspace waits for its invite. Take the invite in first."))
        note = EditNote(0, label, list(args))
        with self._editing(note, initiator) as running:
            yield running

    @contextlib.contextmanager
    def _editing(self, note: EditNote, initiator: object) -> Iterator[Edit]:
        log = self._need_writer()
        meta = self._meta
        try:
            with log.transaction() as connection:
                note.x = log.last_edit(self.device_id) + 1
                note.w = int(self._now())
                note.person = self._as_person if self._as_person != self.person_id else None
                running = Edit(
                    log,
                    connection,
                    note,
                    device=self.device_id,
                    spaces=self.spaces,
                    team=self.team_id,
                    device_person=self.person_id,
                    random_bytes=self.random_bytes,
                )
                yield running
                running.finish()
        except BaseException:
            self._meta = meta
            raise
        if running.changed:
            self._tell(running.changed, initiator)

    def _start_transaction(self) -> contextlib.AbstractContextManager[Connection]:
        """The writer's transaction, for the first moments of a file (``store.start``)."""
        return self._need_writer().transaction()

    def _start_edit(self, note: EditNote) -> contextlib.AbstractContextManager[Edit]:
        """The edit that fills a new file (``store.start``)."""
        return self._editing(note, None)

    def undo(self) -> undoing.Undone:
        """Take back this person's newest edit that still stands."""
        return self._toggle(undoing.next_undo, _("There is nothing to undo."))

    def redo(self) -> undoing.Undone:
        """Bring back what was undone last, if nothing new was done since."""
        return self._toggle(undoing.next_redo, _("There is nothing to redo."))

    def _toggle(
        self, choose: Callable[[Iterator[undoing.Entry]], undoing.Entry | None], nothing: str
    ) -> undoing.Undone:
        self._need_writer()
        entry = self._next(choose)
        if entry is None:
            raise NetDeskError(nothing)
        note = EditNote(0, entry.label, list(entry.args), undo=entry.x)
        with self._editing(note, None) as running:
            done = undoing.take_back(running, entry.x)
        return done._replace(label=deeds.label_of(entry.label, entry.args))

    def _next(self, choose: Callable[[Iterator[undoing.Entry]], undoing.Entry | None]) -> undoing.Entry | None:
        if self._writer is None or self.waiting:
            return None
        with self._connection() as connection:
            found = undoing.entries(connection, self._writer, self.device_id, self.writer_id, self.person_id)
            return choose(found)

    def undo_label(self) -> str | None:
        """What undo would take back, in the reader's language."""
        entry = self._next(undoing.next_undo)
        return deeds.label_of(entry.label, entry.args) if entry else None

    def redo_label(self) -> str | None:
        """What redo would bring back, in the reader's language."""
        entry = self._next(undoing.next_redo)
        return deeds.label_of(entry.label, entry.args) if entry else None

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Be told after each edit and receive: callback({(kind, id)}, initiator). Returns the way to stop."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    # Reading

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A session over the entities of ``netdesk.models`` that cannot write by any road."""
        with self._connection() as connection, Session(connection, autoflush=False) as session:
            yield session

    def get(self, kind: str, record: str) -> dict[str, Any] | None:
        """A living record: id, space and its filled fields; None where there is none."""
        with self._connection() as connection:
            row = living_row(connection, kind, record)
            return None if row is None else record_of(kind, row)

    def select(
        self, kind: str, *, space: str | None = None, deleted: bool = False, **equals: Any
    ) -> list[dict[str, Any]]:
        """Records of a kind whose fields equal the given values; the team's and one's own, or those of one level."""
        with self._connection() as connection:
            rows = select_rows(connection, kind, self._space_ids(space), deleted=deleted, equals=equals)
            return [record_of(kind, row) for row in rows]

    def _space_ids(self, level: str | None) -> list[str]:
        if level is None:
            return [self.spaces[name] for name in ("team", "me") if name in self.spaces]
        if self.hub and level == "published":
            return [stream for stream in {s.space for s in self._streams_log().streams()} if stream.startswith("N:")]
        if level not in ("me", "team", "published", "hub", "network"):
            raise NetDeskError(_('There is no level "{level}".').format(level=level))
        return [self.spaces[level]] if level in self.spaces else []

    @property
    def log(self) -> LogView:
        """The change log, for reading."""
        return LogView(self._streams_log(), self._reader, self.path)

    def history(self, *records: tuple[str, str], limit: int | None = None) -> list[dict[str, Any]]:
        """Edits with their changes, newest first, of everything or of these (kind, id) (commands page, ``history``)."""
        with self._connection() as connection:
            people, spaces = self._people(connection), self._space_ids(None)
            return deeds.history(connection, self._streams_log(), people, spaces, records or None, limit)

    def conflicts(self) -> list[dict[str, Any]]:
        """Open conflicts (commands page, ``conflicts``)."""
        with self._connection() as connection:
            return deeds.conflicts(connection, self._people(connection), self._space_ids(None))

    def dump(self, *, space: str | None = None, deleted: bool = False, history: bool = False) -> dict[str, Any]:
        """The content as open JSON (commands page, ``dump``): the team's records, or those of another level."""
        with self._connection() as connection:
            level = space or "team"
            copies = level not in ("me", "team")
            document = dumps.dump(connection, self._space_ids(level), deleted=deleted, copies=copies)
            if history:
                document["history"] = dumps.change_log(connection, self._streams_log(), self._space_ids(level))
            return document

    def unpublished_changes(self) -> list[tuple[str, str]]:
        """(kind, id) of published records that have changed since they were published."""
        if not self.root:
            return []
        # Asked after every edit by the status line, and by each sending: as long as the log has not moved, the answer
        # has not either.
        reached = sorted((stream.id, stream.seq) for stream in self._streams_log().streams())
        if self._unpublished is None or self._unpublished[0] != reached:
            with self._connection() as connection:
                self._unpublished = (reached, publish.changed_since_published(connection, self.spaces))
        return list(self._unpublished[1])

    def small_groups(self) -> list[tuple[str, str]]:
        """(kind, id) of observations that are never published because their groups are small."""
        with self._connection() as connection:
            return publish.held_back(connection, self.spaces) if self.root else []

    @contextlib.contextmanager
    def preview_copy(self) -> Iterator[Workspace]:
        """A temporary whole copy, open for writing, to try something on; it writes as the same device."""
        with tempfile.TemporaryDirectory(prefix="netdesk-preview-") as folder:
            target = Path(folder) / self.path.name
            backup.copy_database(self.path, target)
            copy = Workspace(target, self._now, self.random_bytes)
            copy._is_copy = True
            try:
                copy._open(read_only=False)
                yield copy
            finally:
                copy.close()


def _make(path: Path, now: Now, random_bytes: RandomBytes, start: Callable[[Workspace], None]) -> Workspace:
    """Make a workspace file whole under another name, then give it its own: a kill leaves no half workspace."""
    if path.exists():
        raise NetDeskError(_("{name} is already there. Choose another name, or open it.").format(name=path))
    if not path.parent.is_dir():
        raise NetDeskError(_("There is no folder {name}. Make it, or name another.").format(name=path.parent))
    part = path.with_name(f"{path.name}.{new_id(os.urandom)[:8]}.part")
    try:
        with files.plain_words(path):
            sqlite3.connect(files.uri_of(part, "mode=rwc"), uri=True).close()
            part.touch()
            made = Workspace(part, now, random_bytes)
            made._start_writing()
            try:
                start(made)
                made.checkpoint()
                device.bind(made._meta, path, {})
            finally:
                if made._writer is not None:
                    made._writer.close()
                    made._writer = None
                made.close()
        if path.exists():
            raise NetDeskError(_("{name} is already there. Choose another name, or open it.").format(name=path))
        part.rename(path)
    except OSError as error:
        raise NetDeskError(
            _("{name} cannot be made there ({why}). Choose another folder.").format(name=path.name, why=error.strerror)
        ) from error
    finally:
        for leftover in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm", "-journal"))):
            with contextlib.suppress(OSError):
                leftover.unlink()
    return Workspace.open(path, now=now, random_bytes=random_bytes)


@contextlib.contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    """Where the file turns out damaged, name its latest sound backup."""
    try:
        with files.plain_words(path):
            yield
    except RefusedFile as refused:
        latest = backup.latest_for_path(path)
        if latest is None:
            raise
        raise RefusedFile(
            _("{why} Its latest backup is from {when}: {file}").format(
                why=refused.user_text, when=latest.when, file=latest.path
            )
        ) from refused


def _words_for(holder: dict[str, object]) -> str:
    """Who holds a lock, in words."""
    since = ""
    with contextlib.suppress(ValueError, TypeError, OverflowError, OSError):
        since = datetime.fromtimestamp(float(str(holder.get("since")))).strftime("%H:%M")
    return _("{who} on {host} since {since}").format(
        who=holder.get("who") or "?", host=holder.get("host") or "?", since=since or "?"
    )

"""What the parts of a workspace share: its place, its connections, what the file says of itself."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection, delete, insert

from netdesk.core.clock import Now, RandomBytes
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.models.log import META
from netdesk.store import device, files, keys
from netdesk.store.log import Log, Streams, need_open

Subscriber = Callable[[set[tuple[str, str]], object], None]


class OpenFile:
    """An open workspace file: the reader's connections, the writer where there is one, and the file's own entries."""

    def __init__(self, path: Path, now: Now, random_bytes: RandomBytes) -> None:
        self.path = path
        self.random_bytes = random_bytes
        self.read_only = True
        self.locked_by: str | None = None
        self._now = now
        self._writer: Log | None = None
        self._meta: dict[str, str] = {}
        self._as_person: str | None = None
        self._subscribers: list[Subscriber] = []
        self._is_copy = False
        self._view_log = Streams(now)
        self._reader = files.reader_engine(path)

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Connection]:
        with files.plain_words(self.path), self._reader.connect() as connection:
            yield connection

    def _need_writer(self) -> Log:
        if self._writer is None and self.locked_by:
            raise NetDeskError(
                _("{name} is open elsewhere: {who}. Close it there first.").format(
                    name=self.path.name, who=self.locked_by
                )
            )
        return need_open(self._writer)

    def _streams_log(self) -> Streams:
        if self._writer is not None:
            return self._writer
        # Another program may be writing: look again.
        with self._connection() as connection:
            self._view_log.load(connection)
        return self._view_log

    @property
    def now(self) -> Now:
        """The wall clock, seconds since 1970; the demo moves it along its story."""
        return self._now

    @now.setter
    def now(self, now: Now) -> None:
        self._now = now
        if self._writer is not None:
            self._writer.clock.now = now

    @property
    def workspace_id(self) -> str:
        return self._meta["workspace"]

    @property
    def device_id(self) -> str:
        return self._meta["device"]

    @property
    def person_id(self) -> str:
        """The person whose device this is."""
        return self._meta["person"]

    @property
    def writer_id(self) -> str:
        """The person that edits are by: on a shared computer it may be another than the device's own."""
        return self._as_person or self.person_id

    @property
    def team_id(self) -> str:
        """The id of the team's record ("" while the workspace waits for its invite)."""
        return self._meta.get("team", "")

    @property
    def root(self) -> str | None:
        """The fingerprint of the team's first card; None while the workspace waits for its invite."""
        return self._meta.get("root") or None

    @property
    def hub(self) -> bool:
        return bool(self._meta.get("hub"))

    @property
    def waiting(self) -> bool:
        return bool(self._meta.get("waiting"))

    @property
    def network(self) -> str | None:
        """The fingerprint of the hub's first card, once known."""
        return self._meta.get("network") or None

    @property
    def spaces(self) -> dict[str, str]:
        """Space ids by level name: me, team, published, hub, and network once it is known."""
        found = {"me": f"P:{self._meta.get('person', '')}"}
        if self.root:
            found |= {"team": f"T:{self.root}", "published": f"N:{self.root}", "hub": f"F:{self.root}"}
        if self.network:
            found["network"] = f"H:{self.network}"
        if self.hub and self.root:
            # What the hub publishes goes to all its teams; "published" there are the teams' spaces, which it reads.
            found["published"] = f"H:{self.root}"
        return found

    def set_network(self, network: str) -> None:
        """Note which network the team's hub belongs to."""
        with self._need_writer().transaction() as connection:
            self.store_meta(connection, {"network": network})

    def store_meta(self, connection: Connection, entries: dict[str, str]) -> None:
        """Write entries about the file itself, in the running transaction."""
        connection.execute(delete(META).where(META.c.key.in_(list(entries))))
        connection.execute(insert(META), [{"key": key, "value": value} for key, value in entries.items()])
        self._meta = {**self._meta, **entries}

    def _sign_as_own_device(self) -> None:
        """From now on the writer signs the heads of this device's streams; the keys are read at the first change."""
        if self._writer is None:
            return
        workspace = self._meta["workspace"]
        loaded: list[keys.DeviceKeys | None] = []

        def sign(message: bytes) -> str:
            if not loaded:
                loaded.append(keys.load_keys(workspace))
            if loaded[0] is None:
                raise NetDeskError(
                    _("The keys of this workspace are gone from this computer. Close the workspace and open it again.")
                )
            return loaded[0].sign(message)

        self._writer.own_device = self._meta["device"]
        self._writer.sign = sign

    def note_sequences(self) -> None:
        """Note beside the keys how far this device has written: before anything is sent, and on closing."""
        if self._is_copy or self._writer is None or not self._meta.get("instance"):
            return
        own = {s.space: s.seq for s in self._writer.streams() if s.device == self.device_id and s.seq}
        device.bind(self._meta, self.path, own)

    def _tell(self, changed: set[tuple[str, str]], initiator: object) -> None:
        for callback in list(self._subscribers):
            callback(changed, initiator)

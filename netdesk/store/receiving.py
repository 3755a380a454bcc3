"""Taking in other devices' changes: one transaction, all or nothing, the same fold as for one's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, func, insert, select

from netdesk.core.arriving import Arrived
from netdesk.core.cards import Card, fingerprint, team_of
from netdesk.core.changes import Change, canonical
from netdesk.core.pace import Pace
from netdesk.models import RECORD_TABLES
from netdesk.models.log import BUNDLE, CARD, CONFLICT, PEER, PEER_HEARD
from netdesk.store.log import Log
from netdesk.store.refold import known_records, read_changes, refold

if TYPE_CHECKING:
    from netdesk.store.open_file import OpenFile


class Report(NamedTuple):
    """What a receive changed: records by kind, the (kind, id) of each, and open conflicts before and after."""

    changed: dict[str, int]
    records: set[tuple[str, str]]
    conflicts_before: int
    conflicts_after: int


class Receiving:
    """A receive in progress; made by ``Workspace.receiving``."""

    def __init__(self, workspace: OpenFile, log: Log, connection: Connection) -> None:
        self.workspace = workspace
        self.log = log
        self.connection = connection
        self.meta: dict[str, str] = {}
        self.report: Report | None = None
        self._before = self._conflicts()
        self._arrived: dict[str, list[Change]] = defaultdict(list)
        self._count = 0

    def _conflicts(self) -> int:
        return int(self.connection.execute(select(func.count()).select_from(CONFLICT)).scalar_one())

    def append(
        self,
        space: str,
        device: str,
        arrived: Iterable[Arrived],
        head: tuple[int, str] | None,
    ) -> bytes:
        """Add a stream's new changes; returns the chain's end. RefusedFile where order or form is wrong."""
        changes, chain = self.log.append_foreign(space, device, arrived, head)
        for change in changes:
            if change.record:
                self._arrived[change.record].append(change)
        self._count += len(changes)
        return chain

    def add_card(self, card: Card) -> None:
        """Keep a membership card."""
        store_card(self.connection, card)

    def complete(self, root: str, team_record: str | None = None) -> None:
        """Tell a waiting workspace which team it belongs to."""
        self.meta["root"] = root
        self.meta["waiting"] = ""
        if team_record:
            self.meta["team"] = team_record

    def set_network(self, network: str) -> None:
        """Note which network the team's hub belongs to."""
        self.meta["network"] = network

    def acknowledge(self, peer: str, vectors: dict[str, dict[str, int]]) -> None:
        """Note what a peer says, in a signed bundle, to hold. What it once held it still holds: numbers only go up."""
        known = {
            (row.space, row.device): row.seq for row in self.connection.execute(select(PEER).where(PEER.c.peer == peer))
        }
        rows = [
            {"peer": peer, "space": space, "device": device, "seq": max(seq, known.get((space, device), 0))}
            for space, vector in vectors.items()
            for device, seq in vector.items()
        ]
        if rows:
            self.connection.execute(insert(PEER).prefix_with("OR REPLACE", dialect="sqlite"), rows)

    def heard_from(self, peer: str, w: int) -> None:
        """Note when a peer's bundle was made."""
        known = self.connection.execute(select(PEER_HEARD.c.w).where(PEER_HEARD.c.peer == peer)).scalar()
        if known is None or known < w:
            row = {"peer": peer, "w": w}
            self.connection.execute(insert(PEER_HEARD).prefix_with("OR REPLACE", dialect="sqlite"), row)

    def note_bundle(self, bundle: str, sha256: str, device: str) -> None:
        """Write the bundle into the ledger of what was taken in."""
        row = {"id": bundle, "sha256": sha256, "device": device, "w": int(self.log.clock.now()), "changes": self._count}
        self.connection.execute(insert(BUNDLE), row)

    def finish(self, pace: Pace | None = None) -> Report:
        """Fold what arrived and say what changed; nothing is kept before the ``with`` block ends well."""
        pace = pace or Pace()
        pace.expect(len(self._arrived))
        known = known_records(self.connection, self._arrived)
        self.log.flush(self.connection)
        changes = {record: found for record, found in self._arrived.items() if record not in known}
        if known:
            changes.update(read_changes(self.connection, self.log, known))
        touched = refold(self.connection, self.log, changes, fresh=changes.keys() - known, pace=pace)
        self._arrived = defaultdict(list)
        if self.meta:
            self.workspace.store_meta(self.connection, self.meta)
            if self.meta.get("root") and not self.meta.get("team"):
                self._find_team()
        changed: dict[str, int] = defaultdict(int)
        for kind, _record in touched:
            changed[kind] += 1
        self.report = Report(dict(sorted(changed.items())), touched, self._before, self._conflicts())
        return self.report

    def _find_team(self) -> None:
        table = RECORD_TABLES["team"]
        query = select(table.c.id).where(table.c.space == f"T:{self.meta['root']}").order_by(table.c.created_t)
        team = self.connection.execute(query.limit(1)).scalar()
        if team:
            self.workspace.store_meta(self.connection, {"team": team})


def store_card(connection: Connection, card: Card) -> None:
    """Keep a card; the same card twice is one."""
    row = {"id": fingerprint(card), "device": card["device"], "team": team_of(card), "body": canonical(card)}
    known = connection.execute(select(CARD.c.id).where(CARD.c.id == row["id"])).first()
    if known is None:
        connection.execute(insert(CARD), row)

"""What ``sync`` stands on: receiving, cards, acknowledgements, the ledger of bundles, and a copy to try things on."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sqlalchemy import Connection, select

from netdesk.core import cards as card_rules
from netdesk.models.log import BUNDLE, CARD, PEER, PEER_HEARD
from netdesk.store import history
from netdesk.store.open_file import OpenFile
from netdesk.store.receiving import Receiving, store_card


@lru_cache(maxsize=4096)
def _parsed(body: str) -> card_rules.Card:
    card: card_rules.Card = json.loads(body)
    return card


def _card_in(body: str) -> card_rules.Card:
    """The card in a stored line: cards never change, and a hub of hundreds looks at them again and again."""
    return dict(_parsed(body))


class Exchange(OpenFile):
    """A workspace's dealings with other devices."""

    @contextlib.contextmanager
    def receiving(self, initiator: object = None) -> Iterator[Receiving]:
        """One transaction that takes other devices' changes in, all or nothing."""
        log = self._need_writer()
        meta = self._meta
        try:
            with log.transaction() as connection:
                running = Receiving(self, log, connection)
                yield running
                if running.report is None:
                    running.finish()
        except BaseException:
            self._meta = meta
            raise
        if running.report and running.report.records:
            self._tell(running.report.records, initiator)

    def _cards(self, connection: Connection) -> list[card_rules.Card]:
        return [_card_in(row[0]) for row in connection.execute(select(CARD.c.body).order_by(CARD.c.id))]

    def cards(self, teams: Iterable[str] | None = None) -> list[card_rules.Card]:
        """Every membership card known here, of all teams or of these: a hub with hundreds reads only those it needs."""
        with self._connection() as connection:
            if teams is None:
                return self._cards(connection)
            query = select(CARD.c.body).where(CARD.c.team.in_(sorted(teams))).order_by(CARD.c.id)
            return [_card_in(row[0]) for row in connection.execute(query)]

    def admitted_by(self) -> list[str]:
        """The teams that admitted this workspace as their hub."""
        with self._connection() as connection:
            query = select(CARD.c.team, CARD.c.body).where(CARD.c.device == self.device_id)
            return sorted({team for team, body in connection.execute(query) if _card_in(body)["role"] == "hub"})

    def add_cards(self, cards: Iterable[card_rules.Card]) -> None:
        """Keep membership cards."""
        with self._need_writer().transaction() as connection:
            for card in cards:
                store_card(connection, card)

    def peers(self) -> dict[str, dict[str, dict[str, int]]]:
        """What each peer acknowledged to hold: {device: {space: {device: sequence}}}."""
        found: dict[str, dict[str, dict[str, int]]] = {}
        with self._connection() as connection:
            for row in connection.execute(select(PEER)):
                found.setdefault(row.peer, {}).setdefault(row.space, {})[row.device] = row.seq
        return found

    def last_heard(self) -> dict[str, int]:
        """When each peer's newest bundle was made: {device: seconds since 1970}."""
        with self._connection() as connection:
            return {row.peer: row.w for row in connection.execute(select(PEER_HEARD))}

    def teams_heard(self) -> dict[str, int]:
        """When the newest bundle of each team's own devices was made: {team: seconds since 1970}."""
        query = select(CARD.c.team, PEER_HEARD.c.w, CARD.c.body).join(PEER_HEARD, PEER_HEARD.c.peer == CARD.c.device)
        found: dict[str, int] = {}
        with self._connection() as connection:
            for team, w, body in connection.execute(query):
                if _card_in(body)["role"] != "hub":
                    found[team] = max(found.get(team, 0), w)
        return found

    def bundle_seen(self, bundle: str) -> bool:
        """Whether a bundle of this id was taken in before."""
        with self._connection() as connection:
            return connection.execute(select(BUNDLE.c.id).where(BUNDLE.c.id == bundle)).first() is not None

    def _people(self, connection: Connection) -> history.People:
        devices = {card["device"]: card["person"] for card in self._cards(connection)}
        return history.People(connection, {**devices, self.device_id: self.person_id})

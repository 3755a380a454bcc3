"""Teams that are nothing but what they send: keys, cards and signed files, without a workspace behind them.

A hub cannot tell them from others. It takes their files in by the one road, with every check, so a hub of sixty or
three hundred teams is made in the time that the hub takes, not in that of as many workspaces.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from netdesk.core.cards import fingerprint, make_card, signed_card
from netdesk.core.changes import (
    NEW,
    PUT,
    Change,
    canonical,
    chain_next,
    chain_start,
    head_message,
    header_of,
    line_of,
    parse_line,
)
from netdesk.core.clock import Clock, Now
from netdesk.core.records import KINDS, SALTED
from netdesk.store.keys import keys_from
from netdesk.store.publish import copy_id
from netdesk.store.refold import COPY_OF
from netdesk.store.workspace import Workspace
from netdesk.sync.container import write_container
from netdesk.sync.join import request
from netdesk.sync.manifest import Manifest, Range, SpacePart
from netdesk.sync.trust import card_name

CHANGES = "changes/0000.jsonl"


def asked_by(hub: Workspace, folder: Path) -> str:
    """The digest of a new request of the hub: any number of teams can answer it."""
    request(hub, "Hana", folder / "hub.request")
    return str(hub.setting("requests")[-1])


class PaperTeam:
    """A team that admitted the hub, and its one stream of published copies as the publishing rule writes them."""

    def __init__(self, hub: Workspace, name: str, seed: int, now: Now) -> None:
        self.name = name
        self.now = now
        self.random = random.Random(seed)
        self._keys = keys_from({half: self.random.randbytes(32).hex() for half in ("sign", "seal")})
        self._clock = Clock(now)
        person = self.random.randbytes(16).hex()
        genesis = make_card(
            sign_public=self._keys.sign_public, seal_public=self._keys.seal_public, person=person, role="owner",
            by=self._keys.device, serial=0,
        )  # fmt: skip
        own = signed_card(genesis, self._keys.sign)
        self.id = fingerprint(own)
        theirs = next(card for card in hub.cards() if card["device"] == hub.device_id)
        admitted = make_card(
            sign_public=theirs["sign"], seal_public=theirs["seal"], person=theirs["person"], role="hub",
            by=self._keys.device, serial=1, team=self.id, network=hub.root,
        )  # fmt: skip
        self._cards = [own, signed_card(admitted, self._keys.sign)]
        self._to = hub.device_id
        self.space = f"N:{self.id}"
        self._lines: list[bytes] = []
        self._chains = [chain_start(self.space, self._keys.device)]
        #: The change that last said something of a register: {(record, field): its name}.
        self._heads: dict[tuple[str, str], str] = {}
        self._sent = 0

    def publish(self, kind: str, fields: Mapping[str, Any], source: str = "") -> str:
        """Publish a record of the team; its own id, by which others name it."""
        source = source or self.random.randbytes(16).hex()
        copy = copy_id(self.space, kind, source)
        values = {**fields, COPY_OF: source}
        known = KINDS[kind].fields
        salts = {name: self._salt() for name in values if name in known and known[name].type in SALTED}
        ref = self._append(NEW, kind, copy, value=values, salt=salts or None)
        self._heads.update({(copy, name): ref for name in values})
        return source

    def put(self, kind: str, source: str, field: str, value: Any) -> None:
        """Publish another value of a field of a published record."""
        copy = copy_id(self.space, kind, source)
        salt = self._salt() if KINDS[kind].fields[field].type in SALTED else None
        before = self._heads.get((copy, field))
        replaces = (before,) if before else ()
        self._heads[copy, field] = self._append(
            PUT, kind, copy, field=field, value=value, replaces=replaces, salt=salt
        )

    def _append(self, k: str, kind: str, record: str, **parts: Any) -> str:
        seq = len(self._lines) + 1
        change = Change(
            self.space, self._keys.device, seq, self._clock.tick(), k, kind, record, x=1, w=int(self.now()),
            edit={"l": "Publish"} if seq == 1 else None, **parts,
        )  # fmt: skip
        line = line_of(change)
        self._lines.append(line)
        self._chains.append(chain_next(self._chains[-1], header_of(parse_line(line))))
        return change.ref

    def _salt(self) -> str:
        return self.random.randbytes(16).hex()

    def write(self, path: Path, *, answering: str = "") -> Path:
        """Write what was published since the last file; ``answering`` a request it is the hub's invite, with all."""
        basis = 0 if answering else self._sent
        held, self._sent = len(self._lines), len(self._lines)
        device, vector = self._keys.device, {self._keys.device: held} if held else {}
        ranges, changes = [], []
        if held > basis:
            after = self._chains[held]
            sign = self._keys.sign(head_message(self.space, device, held, after))
            ranges = [Range(self.space, device, basis + 1, held, self._chains[basis], after, sign, CHANGES)]
            changes = [(CHANGES, b"\n".join(self._lines[basis:]) + b"\n")]
        invite = {"request": answering, "compared": True, "name": self.name}
        manifest = Manifest(
            bundle=self.random.randbytes(16).hex(),
            kind="invite" if answering else "delta" if basis else "full",
            team=self.id,
            device=device,
            to=[self._to],
            created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.now())),
            spaces={self.space: SpacePart(vector, {device: basis} if basis else {}, ranges)},
            invite=invite if answering else None,
        )
        cards = [(card_name(card), canonical(card).encode()) for card in self._cards]
        write_container(
            path, manifest.wire(), [*cards, *changes], sign_public=self._keys.sign_public, sign=self._keys.sign,
            now=self.now(),
        )  # fmt: skip
        return path

"""A small network for the tests of bundles: teams, teammates and a hub, on one computer with one set clock."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from netdesk.core.cards import Card
from netdesk.store import keys
from netdesk.store.keys import DeviceKeys, verify
from netdesk.store.workspace import Workspace
from netdesk.sync import join, receive, send
from netdesk.sync.container import Container, read_container, write_container

START = 1_772_366_400.0  # 2026-03-01


class Network:
    """Workspaces of one test by name; every one is closed at its end. Time only moves when a test moves it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.time = START
        self.random = random.Random(7)
        self.open: list[Workspace] = []

    def now(self) -> float:
        return self.time

    def keep(self, workspace: Workspace) -> Workspace:
        self.open.append(workspace)
        return workspace

    def team(self, person: str = "Ana", *, name: str = "Lincoln Reading", hub: bool = False) -> Workspace:
        path = self.folder / f"{person.lower()}.netdesk"
        return self.keep(
            Workspace.create(path, team=name, person=person, hub=hub, now=self.now, random_bytes=self.random.randbytes)
        )

    def waiting(self, person: str) -> tuple[Workspace, Path, str]:
        """A workspace that waits for its invite, its request and the six words."""
        path, asked = self.folder / f"{person.lower()}.netdesk", self.folder / f"{person.lower()}.request"
        words = join.request(path, person, asked, now=self.now, random_bytes=self.random.randbytes)
        return self.keep(Workspace.open(path, now=self.now, random_bytes=self.random.randbytes)), asked, words

    def member(self, owner: Workspace, person: str = "Ben", role: str = "member") -> Workspace:
        found, asked, words = self.waiting(person)
        invite = self.folder / f"invite-{person}.ndsync"
        join.admit(owner, asked, role=role, words=words, out=invite)
        assert self.receive(found, invite)["received"]
        return found

    def admit_hub(self, team: Workspace, hub: Workspace) -> None:
        asked, invite = self.folder / "hub.request", self.folder / f"hub-{team.path.stem}.ndsync"
        words = join.request(hub, "Hana", asked)
        join.admit(team, asked, role="hub", words=words, out=invite)
        assert self.receive(hub, invite)["received"]

    def share(self, ws: Workspace, receiver: str = "team", **options: Any) -> Path:
        self.time += 60
        return Path(send.share(ws, receiver, self.folder, **options)["file"])

    def receive(self, ws: Workspace, *bundles: Path, trust: bool = False) -> dict[str, Any]:
        return receive.receive(ws, list(bundles), trust=trust)

    def repack(
        self,
        bundle: Path,
        signer: Workspace | DeviceKeys,
        change: Callable[[dict[str, Any], dict[str, bytes]], None],
    ) -> Path:
        """The bundle with its manifest and parts changed, signed anew: what a hostile but known sender can make."""
        container = read_container(bundle, verify)
        manifest, parts = dict(container.manifest), parts_of(container)
        change(manifest, parts)
        manifest.pop("entries")
        own = keys.load_keys(signer.workspace_id) if isinstance(signer, Workspace) else signer
        assert own is not None
        path = bundle.with_name(f"repacked-{self.random.randbytes(4).hex()}.ndsync")
        write_container(path, manifest, list(parts.items()), sign_public=own.sign_public, sign=own.sign, now=self.time)
        return path


def parts_of(container: Container) -> dict[str, bytes]:
    """The listed parts of a bundle by name."""
    return {name: container.part(name) for name in container.manifest["entries"]}


def content_of(ws: Workspace) -> tuple[Any, ...]:
    """All that a refused bundle must leave as it was: records, log, cards, acknowledgements, settings of joining."""
    log = {(s.space, s.device): (s.seq, bytes(s.chain), s.head_seq) for s in ws.log.streams()}
    return ws.dump(deleted=True), log, ws.cards(), ws.peers(), ws.spaces, ws.conflicts(), ws.setting("team_names")


def add_cycle(ws: Workspace, title: str) -> str:
    with ws.edit("Add cycle") as edit:
        return str(edit.add("cycle", {"title": title, "stage": "plan"}))


def add_measure(ws: Workspace, pairs: list[tuple[int, int]]) -> str:
    with ws.edit("Add measure") as edit:
        measure = edit.add("measure", {"name": "Attendance", "better": "up"})
        for n, (above, below) in enumerate(pairs):
            value = {"n": str(above), "d": str(below)}
            period = f"2026-{n // 28 + 1:02d}-{n % 28 + 1:02d}"
            edit.add("observation", {"measure": measure, "period": period, "value": value})
    return str(measure)


def device_keys(seed: str) -> DeviceKeys:
    """Keys of a device that no workspace has, from a seed."""
    return keys.make_keys(hashlib.sha256(seed.encode()).hexdigest()[:32], random.Random(seed).randbytes)


def card_of(ws: Workspace) -> Card:
    return next(card for card in ws.cards() if card["device"] == ws.device_id)


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    made = Network(tmp_path)
    yield made
    for workspace in reversed(made.open):
        workspace.close()

"""Three teams and a hub on one computer, with the short ways by which their tests act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from netdesk.hub.collect import collect
from netdesk.hub.giving_back import return_all
from netdesk.operations import feedback
from netdesk.store.workspace import Workspace
from netdesk.sync import join, receive, send
from tests.sync.conftest import Network

TODAY = date(2026, 3, 2)


class Exchange(Network):
    """A network whose hub collects from all its teams and returns to each, as often as a test says."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.rounds = 0
        self.hub = self.team("Hana", name="River Hub", hub=True)
        self.teams: dict[str, Workspace] = {}

    def member_team(self, name: str, stage: str = "0") -> Workspace:
        ws = self.team(f"Lead of {name}", name=name)
        self.teams[name] = ws
        with ws.edit("Publish the team") as edit:
            edit.put("team", ws.team_id, {"school": f"{name} School"})
            edit.publish("team", ws.team_id)
        agree(ws, stage)
        asked, invite = self.folder / "hub.request", self.folder / f"hub-{ws.path.stem}.ndsync"
        words = join.request(self.hub, "Hana", asked)
        join.admit(ws, asked, role="hub", words=words, out=invite)
        assert self.receive(self.hub, invite)["received"]
        return ws

    def round(self) -> dict[str, Path]:
        """Every team sends, the hub collects, returns, and every team takes in; the returned bundle of each."""
        self.rounds += 1
        self.time += 86_400
        out, back = self.folder / f"out{self.rounds}", self.folder / f"back{self.rounds}"
        out.mkdir()
        back.mkdir()
        for name, ws in self.teams.items():
            send.share(ws, "hub", out / f"{name}.ndsync", publish=True)
        result = collect(self.hub, [out])
        assert len(result["received"]) == len(self.teams), result
        found = {one.team: one.file for one in return_all(self.hub, back)}
        for name, ws in self.teams.items():
            self.time += 60
            assert receive.receive(ws, [found[name]])["received"]
        return found


def agree(ws: Workspace, to: str, on: date = TODAY) -> None:
    if to != "0":
        with ws.edit(feedback.AGREE_ON_STAGE) as edit:
            feedback.agree_on_stage(edit, to, ["Ana", "Ben"], on=on)


def add(ws: Workspace, kind: str, *, publish: bool = False, **fields: Any) -> str:
    with ws.edit("Add") as edit:
        record = str(edit.add(kind, fields))
        if publish:
            edit.publish(kind, record)
        return record


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[Exchange]:
    made = Exchange(tmp_path)
    yield made
    for workspace in reversed(made.open):
        workspace.close()

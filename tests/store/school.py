"""Workspaces for the tests of the store: one clock, one source of chance, and exchange of streams without bundles."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from netdesk import paths
from netdesk.core.arriving import read_line
from netdesk.core.changes import canonical
from netdesk.store import keys
from netdesk.store.workspace import Workspace

START = 1_772_366_400.0  # 2026-03-01


#: Fresh workspaces by what was asked for: the file's bytes, the workspace's id, the files of its keys. Making one
#: takes a quarter of a second, and nearly every test begins with one.
_made: dict[tuple[str, ...], tuple[bytes, str, dict[str, str]]] = {}


def _fresh(path: Path, asked: tuple[str, ...], make: Callable[[], Workspace]) -> None:
    """Put a workspace as ``make`` makes it at the path, with its keys in this test's data folder; made once a run."""
    made = _made.get(asked)
    if made is None or (paths.keys_dir() / made[1]).exists():  # the second of a kind in one data folder is made anew
        with make() as workspace:
            folder = paths.keys_dir() / workspace.workspace_id
        files = {one.name: one.read_text() for one in folder.iterdir()}
        _made.setdefault(asked, (path.read_bytes(), folder.name, files))
        return
    content, workspace_id, files = made
    path.write_bytes(content)
    folder = paths.keys_dir() / workspace_id
    folder.mkdir(mode=0o700)
    for name, text in files.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o600)
    noted = json.loads(files[keys.BINDING_NAME])
    (folder / keys.BINDING_NAME).write_text(json.dumps({**noted, "path": str(path.absolute()), "inode": ""}))


class School:
    """Workspaces by name in one folder; every one is closed at the end. The clock ticks a second a look."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.time = START + 1000
        self.open_ones: list[Workspace] = []

    def now(self) -> float:
        self.time += 1
        return self.time

    def keep(self, workspace: Workspace) -> Workspace:
        self.open_ones.append(workspace)
        return workspace

    def path(self, name: str) -> Path:
        return self.folder / f"{name.lower()}.netdesk"

    def team(self, person: str = "Ana", **options: Any) -> Workspace:
        """A new team's workspace."""
        path = self.path(person)

        def make() -> Workspace:
            chance = random.Random(person)
            return Workspace.create(
                path, team="Lincoln", person=person, now=lambda: START, random_bytes=chance.randbytes, **options
            )

        if path.exists() or "dump" in options:
            return self.keep(make())
        _fresh(path, ("team", person, repr(sorted(options.items()))), make)
        return self.open(path)

    def member(self, owner: Workspace, person: str = "Ben") -> Workspace:
        """A teammate's workspace that holds what the owner's holds."""
        person_id = random.Random(person).randbytes(16).hex()
        with owner.edit("Add person") as edit:
            edit.add("person", {"name": person, "active": True}, id=person_id)
        path = self.path(person)
        _fresh(path, ("member", person), lambda: Workspace.create_waiting(path, person_id=person_id))
        made = self.open(path)
        hand_over(owner, made, join=True)
        return made

    def open(self, name: str | Path, **options: Any) -> Workspace:
        path = name if isinstance(name, Path) else self.path(name)
        return self.keep(Workspace.open(path, now=self.now, random_bytes=self.random.randbytes, **options))

    def reopen(self, workspace: Workspace, **options: Any) -> Workspace:
        workspace.close()
        return self.open(workspace.path, **options)

    def close(self) -> None:
        for workspace in reversed(self.open_ones):
            workspace.close()


def hand_over(source: Workspace, target: Workspace, *, join: bool = False, upto: dict[str, int] | None = None) -> None:
    """Give the target all lines of the shared spaces that it lacks; ``upto`` limits how far by device."""
    with target.receiving() as receiving:
        for stream in source.log.streams():
            if stream.space[0] not in "TN":
                continue
            have = target.log.vector(stream.space).get(stream.device, 0)
            last = stream.seq if upto is None else min(stream.seq, upto.get(stream.device, 0))
            lines = list(source.log.lines(stream.space, stream.device, have, last))
            if lines:
                arrived = [read_line(one) for one in lines]
                chain = receiving.append(stream.space, stream.device, arrived, None)
                assert chain == source.log.chain_at(stream.space, stream.device, last)
        if join:
            for card in source.cards():
                receiving.add_card(card)
            receiving.complete(source.root or "", source.team_id)


def exchange(*workspaces: Workspace) -> None:
    """Everyone gets everything."""
    for source in workspaces:
        for target in workspaces:
            if source is not target:
                hand_over(source, target)


def text_of(workspace: Workspace, spaces: Iterable[str] = ("me", "team", "published")) -> str:
    """All that a person can see, as one text."""
    return canonical([workspace.dump(space=space) for space in spaces])


def shared_text(workspace: Workspace) -> str:
    """What two replicas of a team must hold alike, conflicts included (names of persons follow from cards)."""
    conflicts = [
        {**one, "values": [{**value, "person": ""} for value in one["values"]]} for one in workspace.conflicts()
    ]
    spaces = [workspace.dump(space=space, deleted=True) for space in ("team", "published")]
    return canonical([*spaces, [one for one in conflicts if one["kind"]]])


def rows_of(workspace: Workspace, tables: Iterable[str] | None = None) -> dict[str, list[str]]:
    """Every row of every record table, of heads and of conflicts, as they are stored."""
    from sqlalchemy import select

    from netdesk.models import RECORD_TABLES
    from netdesk.models.log import CONFLICT, HEAD

    found: dict[str, list[str]] = {}
    with workspace.read() as session:
        for table in (*RECORD_TABLES.values(), HEAD, CONFLICT):
            if tables is None or table.name in tables:
                rows = session.execute(select(table)).all()
                found[table.name] = sorted(json.dumps([*row], default=str, sort_keys=True) for row in rows)
    return found


def add(workspace: Workspace, kind: str, *, level: str = "team", **fields: Any) -> str:
    """One edit that adds one record."""
    with workspace.edit("Add") as edit:
        return str(edit.add(kind, fields, level=level))


def put(workspace: Workspace, kind: str, record: str, **fields: Any) -> None:
    """One edit that puts fields."""
    with workspace.edit("Change") as edit:
        edit.put(kind, record, fields)

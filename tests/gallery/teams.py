"""The workspaces that the scenes are opened on."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from netdesk.core.records import KINDS
from netdesk.store.workspace import Workspace
from netdesk.sync import join, receive, send
from tests.gallery.scene import EMPTY, FULL, LONG
from tests.ui.sample_team import TODAY, at, make_sample_team

NAME = (
    "Wolverhampton-Featherstonehaugh Consolidated Intermediate School District’s Ninth-Grade On-Track Improvement "
    "Team for Attendance, Belonging and Algebra Course Completion in the Northeastern Valley, 2026"
)


def make_team(name: str, folder: Path) -> Workspace:
    """The workspace of this name in the folder, open, at a fixed day."""
    made = {FULL: _full, EMPTY: _empty, LONG: _long}[name](folder)
    made.now = lambda: at(TODAY)
    return made


def _empty(folder: Path) -> Workspace:
    return Workspace.create(
        folder / "empty.netdesk",
        team="Grade 7 attendance",
        school="Lincoln Middle",
        person="Rosa Ortiz",
        now=lambda: at(date(2026, 3, 1)),
        random_bytes=random.Random(3).randbytes,
    )


def _full(folder: Path) -> Workspace:
    """The sample team with a teammate, a conflict with her, a long cycle, a Study that is due and something deleted."""
    workspace = make_sample_team(folder / "full.netdesk")
    _with_a_teammate(workspace, folder)
    with workspace.edit("Plan a test") as edit:
        edit.add(
            "cycle",
            {"title": "Breakfast at the bus stop", "stage": "do", "started": "2026-02-02", "planned_end": "2026-02-13"},
        )
        gone = edit.add("cycle", {"title": "Pizza on Fridays"})
    with workspace.edit("Delete") as edit:
        edit.delete("cycle", gone)
    return workspace


def _with_a_teammate(workspace: Workspace, folder: Path) -> None:
    path, asked, invite = (folder / name for name in ("mai.netdesk", "mai.request", "mai-invite.ndsync"))
    workspace.now = lambda: at(date(2026, 2, 26))
    words = join.request(path, "Mai Vang", asked)
    join.admit(workspace, asked, words=words, out=invite)
    charter = workspace.select("charter")[0]["id"]
    with Workspace.open(path) as mai:
        mai.now = lambda: at(date(2026, 2, 27))
        receive.receive(mai, [invite])
        first, second = folder / "first.ndsync", folder / "second.ndsync"
        send.share(workspace, "team", first)
        receive.receive(mai, [first])
        with mai.edit("Edit the charter") as edit:
            edit.put("charter", charter, {"boundaries": "Grade 7 only. No new money, no new staff."})
        with workspace.edit("Edit the charter") as edit:
            edit.put("charter", charter, {"boundaries": "Grade 7 and new families. No new money."})
        send.share(mai, "team", second)
        receive.receive(workspace, [second])


def _long(folder: Path) -> Workspace:
    """The sample team with 200 characters in every name and sentence of one line."""
    workspace = make_sample_team(folder / "long.netdesk")
    with workspace.edit("Write long names") as edit:
        for kind in KINDS.values():
            fields = [one.name for one in kind.fields.values() if one.type == "text" and not one.written_by_program]
            if kind.name in ("amendment", "publication") or not fields:
                continue
            for record in workspace.select(kind.name):
                found = {name: NAME[:200] for name in fields if isinstance(record.get(name), str)}
                if found and kind.name != "aim":
                    edit.put(kind.name, record["id"], found)
    return workspace

"""The workspaces that the scenes are opened on."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from netdesk.core.records import KINDS
from netdesk.operations import causes, drivers, theory_versions
from netdesk.store.workspace import Workspace
from netdesk.sync import join, receive, send
from tests.gallery.hubs import make_hub
from tests.gallery.scene import EMPTY, FULL, HUB, LARGE_HUB, LONG, LONG_HUB, NEW_HUB
from tests.ui.sample_team import TODAY, at, make_sample_team

NAME = (
    "Wolverhampton-Featherstonehaugh Consolidated Intermediate School District’s Ninth-Grade On-Track Improvement "
    "Team for Attendance, Belonging and Algebra Course Completion in the Northeastern Valley, 2026"
)


def make_team(name: str, folder: Path) -> Workspace:
    """The workspace of this name in the folder, open, at a fixed day."""
    hubs = {HUB: 6, LARGE_HUB: 60, NEW_HUB: 0, LONG_HUB: 6}
    if name in hubs:
        return make_hub(folder, hubs[name], words=NAME[:200] if name == LONG_HUB else "")
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
    _with_diagrams(workspace)
    _with_a_teammate(workspace, folder)
    with workspace.edit("Plan a cycle") as edit:
        edit.add(
            "cycle",
            {"title": "Breakfast at the bus stop", "stage": "do", "started": "2026-02-02", "planned_end": "2026-02-13"},
        )
        gone = edit.add("cycle", {"title": "Pizza on Fridays"})
    with workspace.edit("Delete") as edit:
        edit.delete("cycle", gone)
    return workspace


CAUSES = [
    (0, "People"), (1, "Families hear too late"), (2, "The list is ready at 11"), (1, "No one knows the new students"),
    (0, "Process"), (1, "Letters take nine days"), (1, "Calls come from an unknown number"), (0, "Policy"),
    (1, "Late counts like absent"), (1, "Absence words are legal words"), (0, "Place"), (1, "Bus 12 skips rainy days"),
    (1, "Front gate shuts at 8:05"), (0, "Materials"), (1, "Old phone numbers on file"), (1, "No form in Hmong"),
    (0, "Environment"), (1, "Harvest work starts at 5"), (1, "Flu season"),
]  # fmt: skip
NODES = [
    (0, "Families know the same morning"), (1, "Reach a family by 9:30"), (2, "Morning phone check-in with families"),
    (2, "Text before the call"), (1, "One adult knows each student"), (2, "Homeroom buddies"),
    (0, "Students want to be in first period"), (1, "First period begins with something to come for"),
    (2, "Breakfast cart in first period"), (0, "Hard mornings have a way to school"),
    (1, "A plan for the morning that goes wrong"), (2, "Absence letter in plain words"), (2, "Automatic robocalls"),
    (1, "A second way to get a ride"), (2, "Carpool list by bus stop"),
]  # fmt: skip


def _with_diagrams(workspace: Workspace) -> None:
    """A fishbone with evidence and votes, and a theory with a version kept before its last change."""
    with workspace.edit("Ask why") as edit:
        edit.add("problem", {"statement": "1 in 5 misses two or more days a month", "since": "2025-08-18"})
        effect = "One in five of our seventh graders misses two or more days a month"
        fishbone = causes.add_fishbone(edit, effect, preset="blank")
        pasted = causes.paste_causes(edit, fishbone, None, CAUSES)
        made = dict(zip([words for _depth, words in CAUSES], pasted, strict=True))
        late, bus = made["Families hear too late"], made["Bus 12 skips rainy days"]
        cycle = edit.select("cycle")[0]["id"]
        causes.add_evidence(edit, late, "for", "Median hour of the first call: 11:20", source_kind="data")
        causes.add_evidence(edit, late, "for", "“I would have driven him”: 9 of 14", source_kind="family voice")
        causes.add_evidence(edit, late, "for", "Reached families: 5 of 9 came the same day", link=cycle)
        causes.add_evidence(edit, late, "against", "Four families knew and kept the child home")
        for words in ("Letters take nine days", "Calls come from an unknown number", "Old phone numbers on file"):
            causes.add_evidence(edit, made[words], "for", "Seen on 8 of 10 days", source_kind="observation")
            causes.set_cause(edit, made[words], "status", "supported")
        causes.set_cause(edit, late, "status", "supported")
        causes.set_cause(edit, made["Late counts like absent"], "status", "ruled_out")
        causes.vote(edit, bus, workspace.person_id, 3)
    with workspace.edit("Draw the theory") as edit:
        aim = edit.select("aim")[0]["id"]
        nodes = dict(zip([words for _depth, words in NODES], drivers.paste_nodes(edit, aim, NODES), strict=True))
        first, idea = nodes["Families know the same morning"], nodes["Morning phone check-in with families"]
        edit.put("driver", first, {"from_cause": late})
        one = nodes["One adult knows each student"]
        drivers.link_under(edit, nodes["Students want to be in first period"], [one])
        drivers.link(edit, one, idea, strength="weak")
        reached = next(one for one in edit.select("measure") if "reached" in one["name"])
        edit.put("measure", reached["id"], {"of": nodes["Reach a family by 9:30"]})
        for cycle in edit.select("cycle"):
            edit.put("cycle", cycle["id"], {"idea": idea})
        theory_versions.keep_version(edit, aim, name="After the winter", because="Calls failed", on=date(2026, 1, 5))
    with workspace.edit("Change the theory") as edit:
        drivers.delete_nodes(edit, [nodes["Automatic robocalls"]])
        drivers.rename_node(edit, nodes["Carpool list by bus stop"], "Carpool list by street")
        drivers.add_below(edit, nodes["A second way to get a ride"], "Walking group from Oak Street")


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
    _with_diagrams(workspace)
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

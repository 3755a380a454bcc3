"""What a bundle would carry, record by record, before it leaves: the real bundle is made of a copy and read back."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netdesk.core.changes import NEW
from netdesk.core.pace import Pace, Step, no_step
from netdesk.core.records import KINDS
from netdesk.i18n import N_, _, ngettext
from netdesk.operations.people import names
from netdesk.operations.publish import SMALL_GROUP, SMALL_GROUPS, Caution, cautions, what_leaves
from netdesk.operations.source import title_of
from netdesk.store.keys import verify
from netdesk.store.publish import copy_id
from netdesk.store.workspace import Workspace
from netdesk.sync.container import read_container
from netdesk.sync.manifest import manifest_of, read_lines
from netdesk.sync.send import share

#: Parts are counted with the record they belong to instead of being listed one by one.
OWNERS = {
    "observation": "measure", "measure_definition": "measure", "target_step": "measure", "phase": "measure",
    "annotation": "measure", "question": "cycle", "data_item": "cycle", "task": "cycle", "field_note": "cycle",
    "aim_version": "aim", "cause": "fishbone",
}  # fmt: skip
#: Kinds that only say how other records hang together; they travel, but nobody knows them by a name.
QUIET = frozenset({"publication", "driver_link", "cause_vote", "cycle_person"})


@dataclass(frozen=True, slots=True)
class Leaving:
    """One record that would leave: what it is, its level and how many changes of it and its parts are carried.

    ``id`` is the team's own record (of a published copy, its source; "" where that is not known); ``bytes`` its part
    of the file; ``parts`` how many records of each kind of part are new or changed with it.
    """

    kind: str
    title: str
    level: str
    changes: int
    id: str = ""
    bytes: int = 0
    is_new: bool = False
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """Something that stays: why it stays (``group``), what it is, and what can be done about it.

    Groups: "small" to protect small groups, "team" not published, "never" never published, "me" only this person's.
    """

    group: str
    kind: str
    id: str
    title: str
    words: str
    deed: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The whole of the next bundle: its records, its size, what is held back and why."""

    receiver: str
    records: tuple[Leaving, ...]
    bytes: int
    full: bool
    held_back: tuple[dict[str, str], ...]
    held: tuple[Held, ...] = ()
    cautions: tuple[Caution, ...] = ()
    page: str = ""


LEVELS = {"P": "me", "T": "team", "N": "published", "F": "hub", "H": "network"}


def plan(
    workspace: Workspace, receiver: str, *, full: bool = False, publish: bool = False, step: Step = no_step
) -> Outgoing:
    """What ``share`` to this receiver would write now; nothing is changed or kept. NetDeskError as ``share`` raises."""
    with workspace.preview_copy() as copy, tempfile.TemporaryDirectory(prefix="netdesk-outgoing-") as folder:
        made = share(copy, receiver, Path(folder), full=full, publish=publish, step=step)
        container = read_container(Path(made["file"]), verify)
        manifest = manifest_of(container)
        pace = Pace(step)
        found: dict[tuple[str, str, str], _Carried] = {}
        for space, part in manifest.spaces.items():
            for one in part.ranges:
                pace.expect(one.last - one.first + 1)
                for line, body, _link in pace.over(read_lines(container, one)):
                    kind, record = body.get("T", ""), body.get("r", "")
                    key = _owner(copy, kind, record, LEVELS.get(space[0], space))
                    found.setdefault(key, _Carried()).add(key, kind, record, body.get("k", ""), len(line))
        weight = sum(one.bytes for one in found.values()) or 1
        sources = _sources(copy, {key for key in found if key[2] == "published"})
        records = [
            one.leaving(copy, key, sources.get(key[1], key[1]), made["bytes"] / weight)
            for key, one in found.items()
            if key[0] not in QUIET
        ]
        order = {kind: n for n, kind in enumerate(KINDS)}
        records.sort(key=lambda one: (one.level, order.get(one.kind, len(order)), one.title))
        published = made["held_back"] or any(one.level == "published" for one in records)
        return Outgoing(
            receiver,
            tuple(records),
            made["bytes"],
            made["full"],
            tuple(made["held_back"]),
            tuple(staying(copy, to_hub=receiver != "team")),
            tuple(_cautions(copy, records)) if published else (),
            container.part("summary.html").decode(),
        )


@dataclass(slots=True)
class _Carried:
    """What a bundle carries of one record and its parts, as its lines are read."""

    changes: int = 0
    bytes: int = 0
    is_new: bool = False
    parts: dict[str, set[str]] = field(default_factory=dict)

    def add(self, key: tuple[str, str, str], kind: str, record: str, change: str, size: int) -> None:
        self.changes += 1
        self.bytes += size
        if (kind, record) == key[:2]:
            self.is_new = self.is_new or change == NEW
        else:
            self.parts.setdefault(kind, set()).add(record)

    def leaving(self, ws: Workspace, key: tuple[str, str, str], source: str, rate: float) -> Leaving:
        kind, record, level = key
        parts = tuple((part, len(ids)) for part, ids in sorted(self.parts.items()))
        size = max(1, round(self.bytes * rate))
        return Leaving(kind, _title(ws, kind, record), level, self.changes, source, size, self.is_new, parts)


def _sources(ws: Workspace, keys: set[tuple[str, str, str]]) -> dict[str, str]:
    """{id of a published copy: id of the record it shows}."""
    space = ws.spaces.get("published")
    if not space or not keys:
        return {}
    kinds = {kind for kind, _id, _level in keys if kind in KINDS}
    return {copy_id(space, kind, one["id"]): one["id"] for kind in kinds for one in ws.select(kind, deleted=True)}


#: What people publish by itself; the rest goes with one of these or is only named.
PUBLISHABLE = ("team", "aim", "charter", "problem", "fishbone", "change_idea", "measure", "cycle")


def staying(ws: Workspace, *, to_hub: bool) -> list[Held]:
    """What a bundle leaves out, as plain as what it takes: for the hub all that is not published, always one's own."""
    found: list[Held] = []
    if to_hub and not ws.hub:
        found += _small(ws) + _unpublished(ws)
        counts = {kind: len(ws.select(kind, space="team")) for kind, spec in KINDS.items() if not spec.shared}
        named = [f"{kind_words(kind)}: {count}" for kind, count in counts.items() if count and kind != "publication"]
        if named:
            found.append(Held("never", "task", "", _("Tasks, comments and votes"), "; ".join(named)))
    for kind in KINDS:
        for one in ws.select(kind, space="me"):
            if not KINDS[kind].part_of:
                found.append(Held("me", kind, one["id"], title_of(one) or kind_words(kind), _("Never leaves you")))
    drafts = len(ws.drafts())
    if drafts:
        words = ngettext("{n} text being typed", "{n} texts being typed", drafts).format(n=drafts)
        found.append(Held("me", "draft", "", words, _("Drafts are never sent")))
    return found


def _small(ws: Workspace) -> list[Held]:
    counts: dict[str, int] = {}
    for _kind, record in ws.small_groups():
        measure = (ws.get("observation", record) or {}).get("measure", "")
        counts[measure] = counts.get(measure, 0) + 1
    found = []
    for measure, count in counts.items():
        words = ngettext("{n} point from a group under {least}", "{n} points from groups under {least}", count)
        title = title_of(ws.get("measure", measure) or {}) or kind_words("measure")
        found.append(Held("small", "measure", measure, title, words.format(n=count, least=SMALL_GROUP), "look"))
    answers = ws.setting(SMALL_GROUPS, {})
    for one in ws.select("measure", space="team"):
        if answers.get(one["id"]) is True:
            words = _("You said that groups under {least} stand behind its numbers").format(least=SMALL_GROUP)
            found.append(Held("small", "measure", one["id"], title_of(one), words, "look"))
    return found


def _unpublished(ws: Workspace) -> list[Held]:
    published = {one["of"] for one in ws.select("publication") if one.get("of")}
    small = {one for one, answer in ws.setting(SMALL_GROUPS, {}).items() if answer is True}
    found = []
    for kind in PUBLISHABLE:
        for one in ws.select(kind, space="team"):
            if one["id"] not in published | small and title_of(one):
                # Without it the others learn that a team took an idea up, but not where it works.
                words = _("Name and school of the team") if kind == "team" else kind_words(kind)
                found.append(Held("team", kind, one["id"], title_of(one), words, "publish"))
    return found


def _cautions(ws: Workspace, records: list[Leaving]) -> list[Caution]:
    """What a person should read again in what would leave the team: mail addresses, telephone numbers, names."""
    people = names(ws).values()
    found: list[Caution] = []
    for one in records:
        if one.level == "published" and one.kind in PUBLISHABLE and ws.get(one.kind, one.id):
            found += cautions(what_leaves(ws, one.kind, one.id), people)
    return found


def part_words(kind: str, count: int) -> str:
    """How many parts of a kind, in words: "3 points"."""
    one, many = {
        "observation": (N_("{n} point"), N_("{n} points")),
        "measure_definition": (N_("{n} definition"), N_("{n} definitions")),
        "target_step": (N_("{n} target"), N_("{n} targets")),
        "phase": (N_("{n} phase"), N_("{n} phases")),
        "annotation": (N_("{n} note on the chart"), N_("{n} notes on the chart")),
        "question": (N_("{n} question"), N_("{n} questions")),
        "amendment": (N_("{n} amendment"), N_("{n} amendments")),
        "data_item": (N_("{n} thing to collect"), N_("{n} things to collect")),
        "task": (N_("{n} task"), N_("{n} tasks")),
        "field_note": (N_("{n} field note"), N_("{n} field notes")),
        "aim_version": (N_("{n} version"), N_("{n} versions")),
        "cause": (N_("{n} cause"), N_("{n} causes")),
    }.get(kind, (N_("{n} part"), N_("{n} parts")))
    return ngettext(one, many, count).format(n=count)


def kind_words(kind: str) -> str:
    """A kind in words, such as "Measure"."""
    found = KINDS.get(kind)
    text = _(found.label) if found else kind
    return text[:1].upper() + text[1:]


def _owner(workspace: Workspace, kind: str, record: str, level: str) -> tuple[str, str, str]:
    """The record under which a change is listed: the owner of a part, else the record itself."""
    owner_kind = OWNERS.get(kind)
    if owner_kind:
        found = _find(workspace, kind, record)
        name = "fishbone" if kind == "cause" else owner_kind
        if found and found.get(name):
            owner = found[name]
            # Parts of a published copy name the owner's source; the copy itself is what travels with them.
            if level == "published":
                owner = copy_id(workspace.spaces["published"], owner_kind, owner)
            return owner_kind, owner, level
    return kind, record, level


def _title(workspace: Workspace, kind: str, record: str) -> str:
    found = _find(workspace, kind, record)
    if found is None:
        return _("{kind}, deleted").format(kind=kind_words(kind))
    return title_of(found) or kind_words(kind)


def _find(workspace: Workspace, kind: str, record: str) -> dict[str, Any] | None:
    return workspace.get(kind, record) if kind in KINDS else None

"""Adopt a change: an idea or test from the library, with what is kept, what is changed and why; and its lineage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.drivers import link
from netdesk.operations.others import Seen, by, called, seen, team_names
from netdesk.operations.source import Record, known_fields, title_of

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

ADOPT: Final = N_("Take up a change idea")
ADOPT_ENTRY: Final = N_("Use a measure of the dictionary")

#: Decisions that mean a change was kept; "abandon" is a finding of the same standing.
KEPT: Final = ("adopt", "adapt", "scale")
#: What a test takes along from the one it was taken up from; predictions are each team's own.
_CARRIED: Final = ("purpose", "scope", "scope_unit", "tier", "plan")


@dataclass(frozen=True, slots=True)
class Tested:
    """A test of an idea: its title, stage, decision with the reason ("" without), and when it ended."""

    id: str
    title: str
    stage: str
    decision: str
    because: str
    ended: str
    people: str


@dataclass(frozen=True, slots=True)
class TakenUp:
    """One team's use of an idea or test of another: who, where, what was kept and changed, and what came of it.

    ``from_id`` is what was taken up, ``of`` what it became; ``team`` who took it up, ``school`` where (if published).
    """

    lineage: str
    from_id: str
    from_title: str
    from_team: str
    of: str
    of_title: str
    team: str
    school: str
    own: bool
    keep: str
    change: str
    because: str
    on: date
    tests: tuple[Tested, ...]

    @property
    def decision(self) -> str:
        """What the newest finished test decided; "" while none has."""
        decided = [one for one in self.tests if one.decision]
        return max(decided, key=lambda one: one.ended).decision if decided else ""

    @property
    def mattered(self) -> bool:
        """Whether something came of it: a test that ended in a decision, a "no" as much as a "yes"."""
        return bool(self.decision)


@dataclass(frozen=True, slots=True)
class Shelf:
    """An entry of the change library: whose idea it is, what was found, its tests, and who has taken it up."""

    id: str
    idea: str
    name: str
    description: str
    found: str
    team: str
    own: bool
    tests: tuple[Tested, ...]
    taken_up: tuple[TakenUp, ...]
    ours: bool


def adopt_idea(
    edit: Edit,
    idea: str,
    *,
    keep: str,
    change: str,
    because: str,
    parent: str | None = None,
    tell: bool = True,
) -> str:
    """Make an idea of another team ours, saying what is kept, what is changed and why; our idea's id.

    ``idea`` is the other team's idea as the library names it, ``parent`` a driver of ours to hang it under. ``tell``
    publishes our idea and its lineage, so that they learn of it with the next bundles.
    """
    entry, copy = _on_shelf(edit, idea)
    name = (copy or {}).get("name") or (entry or {}).get("name")
    if not name:
        raise NetDeskError(_("This idea is not in the library here. Take the hub's newest bundle in, then try again."))
    description = (copy or {}).get("description") or (entry or {}).get("description")
    fields = {"name": name, "description": description, "research": (copy or {}).get("research")}
    ours = edit.add("change_idea", known_fields("change_idea", fields))
    team = _whose(edit, entry, copy)
    lineage = _note_lineage(edit, ours, idea, team, keep=keep, change=change, because=because)
    edit.put("change_idea", ours, {"origin": lineage})
    if parent is not None:
        link(edit, parent, ours)
    if tell:
        edit.publish("change_idea", ours)
        edit.publish("lineage", lineage)
    return ours


def adopt_cycle(
    edit: Edit, cycle: str, *, keep: str, change: str, because: str, title: str | None = None, tell: bool = True
) -> str:
    """Plan a cycle of ours from another team's, with its questions but none of its predictions; our cycle's id."""
    copy = _copy_of(edit, "cycle", cycle)
    if copy is None:
        raise NetDeskError(_("This cycle is not in the library here. Take the hub's newest bundle in, then try again."))
    fields = {name: copy.get(name) for name in _CARRIED}
    ours = edit.add("cycle", {"stage": "plan", "depth": "guided", "title": title or copy.get("title") or _("A cycle")})
    edit.put("cycle", ours, known_fields("cycle", fields))
    for question in edit.select("question", space="network", cycle=cycle):
        edit.add("question", known_fields("question", {"cycle": ours, "text": question.get("text")}))
    lineage = _note_lineage(edit, ours, cycle, _whose(edit, None, copy), keep=keep, change=change, because=because)
    if tell:
        edit.publish("cycle", ours)
        edit.publish("lineage", lineage)
    return ours


def _note_lineage(edit: Edit, of: str, from_id: str, team: str, *, keep: str, change: str, because: str) -> str:
    if not (keep.strip() or change.strip()):
        raise NetDeskError(_("Say what you keep or what you change: that is what the other team can learn from."))
    fields = {
        "of": of,
        "from_team": team or None,
        "from_id": from_id,
        "keep": keep or None,
        "change": change or None,
        "because": because or None,
    }
    return edit.add("lineage", known_fields("lineage", fields))


def _copy_of(edit: Edit, kind: str, record: str) -> Record | None:
    for level in ("network", "hub"):
        if level in edit.spaces:
            found = edit.select(kind, space=level, copy_of=record)
            if found:
                return found[0]
    return None


def _on_shelf(edit: Edit, idea: str) -> tuple[Record | None, Record | None]:
    entries = edit.select("library_entry", space="network", idea=idea) if "network" in edit.spaces else []
    return (entries[0] if entries else None), _copy_of(edit, "change_idea", idea)


def _whose(edit: Edit, entry: Record | None, copy: Record | None) -> str:
    if entry is not None and entry.get("from_team"):
        return str(entry["from_team"])
    root = (copy or {}).get("copy_team")
    for team in edit.select("team", space="network") if root and "network" in edit.spaces else ():
        if team.get("copy_team") == root and team.get("name"):
            return str(team["name"])
    return ""


def read_library(ws: Workspace) -> tuple[Shelf, ...]:
    """The change library as this team sees it, the newest entries first."""
    names = team_names(ws)
    cycles = by("idea", seen(ws, "cycle"))
    ideas = {one.id: one for one in seen(ws, "change_idea")}
    used = taken_up(ws)
    found = []
    for one in seen(ws, "library_entry"):
        idea = str(one.fields.get("idea") or "")
        of = ideas.get(idea)
        uses = tuple(use for use in used if use.from_id == idea)
        found.append(
            Shelf(
                id=one.id,
                idea=idea,
                name=str(one.fields.get("name") or ""),
                description=str(one.fields.get("description") or ""),
                found=str(one.fields.get("found") or ""),
                team=str(one.fields.get("from_team") or (names.get(of.team, "") if of else "")),
                own=of is not None and of.own,
                tests=tuple(_tested(cycle) for cycle in cycles.get(idea, ())),
                taken_up=uses,
                ours=any(use.own for use in uses),
            )
        )
    return tuple(reversed(found))


def taken_up(ws: Workspace) -> tuple[TakenUp, ...]:
    """Every use of one team's idea or test by another that is known here: ours of others', theirs of ours.

    Counted from the lineage records alone; who wrote what about it elsewhere plays no part.
    """
    names = team_names(ws)
    schools = {one.team: str(one.fields.get("school") or "") for one in seen(ws, "team")}
    records = seen(ws, "change_idea", "cycle")
    here = {one.id: one for one in records}
    cycles = by("idea", [one for one in records if one.kind == "cycle"])
    found = []
    for one in seen(ws, "lineage"):
        of, from_id = str(one.fields.get("of") or ""), str(one.fields.get("from_id") or "")
        origin, became = here.get(from_id), here.get(of)
        tests = [became] if became is not None and became.kind == "cycle" else cycles.get(of, [])
        found.append(
            TakenUp(
                lineage=one.id,
                from_id=from_id,
                from_title=title_of(origin.fields) if origin else "",
                from_team=_origin_team(one, origin, names),
                of=of,
                of_title=title_of(became.fields) if became else "",
                team=called(one, names),
                school=schools.get(one.team, ""),
                own=one.own,
                keep=str(one.fields.get("keep") or ""),
                change=str(one.fields.get("change") or ""),
                because=str(one.fields.get("because") or ""),
                on=one.on,
                tests=tuple(_tested(cycle) for cycle in tests),
            )
        )
    return tuple(found)


def _origin_team(lineage: Seen, origin: Seen | None, names: dict[str, str]) -> str:
    if origin is not None and names.get(origin.team):
        return names[origin.team]
    return str(lineage.fields.get("from_team") or "")


def _tested(cycle: Seen) -> Tested:
    said = {name: str(cycle.fields.get(name) or "") for name in ("title", "stage", "decision", "ended", "people")}
    return Tested(
        cycle.id, said["title"], said["stage"], said["decision"], str(cycle.fields.get("decision_because") or ""),
        said["ended"], said["people"],
    )  # fmt: skip

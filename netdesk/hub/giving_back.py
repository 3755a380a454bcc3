"""What the hub sends back: one bundle a team, with feedback on its pins, who uses its ideas, asks, thanks, the shelves.

All of it is made again from what teams have published each time: what was taken back, or is no longer agreed to, goes
out of the copies with the next return.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from netdesk.core.pace import Step, no_step
from netdesk.core.records import FEEDBACK_BY_STAGE, derive_id
from netdesk.errors import NetDeskError
from netdesk.hub.teams import row_of
from netdesk.i18n import N_, _, ngettext
from netdesk.operations.adopt import TakenUp, taken_up
from netdesk.operations.contributions import came_of
from netdesk.operations.others import Seen, by, seen, team_names
from netdesk.operations.source import plain, title_of
from netdesk.store.publish import copy_id
from netdesk.store.returning import Passed, pass_on
from netdesk.store.staged import HELD, known_stage
from netdesk.sync.send import share

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

#: Passes a record on to a team.
Send = Callable[[str, Seen], None]

RETURN: Final = N_("Return to the teams")
_KINDS: Final = (
    "team", "pin", "feedback", "reply", "notice", "ask", "insight", "contribution", "lineage", "change_idea", "cycle",
    "question", "library_entry",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Returned:
    """The bundle for one team: its file, size, and how many records of each kind it carries."""

    team: str
    file: Path
    bytes: int
    records: dict[str, int]


def return_all(ws: Workspace, out: Path, *, full: bool = False) -> list[Returned]:
    """Write one bundle for each team into the folder; NetDeskError where there is no team yet, or no such folder."""
    return list(returning(ws, out, full=full))


def returning(ws: Workspace, out: Path, *, full: bool = False, step: Step = no_step) -> Iterator[Returned]:
    """The same team by team, each as soon as its bundle is written; what ``step`` raises ends the work before the next.

    ``step`` is told how many bundles are written, of how many.
    """
    if not ws.hub:
        raise NetDeskError(_("This is a team's workspace. Only a hub's returns bundles to teams."))
    teams = ws.admitted_by()
    if not teams:
        raise NetDeskError(_("No team has admitted this hub yet. Send a team the hub's request to join first."))
    if not out.is_dir():
        raise NetDeskError(_("There is no folder {name}. Make it first.").format(name=out))
    prepare(ws)
    names = team_names(ws)
    for n, team in enumerate(sorted(teams, key=lambda one: (names.get(one, "").casefold(), one))):
        step(n, len(teams))
        made = share(ws, team, out / _file_name(names.get(team, team), ws, team), full=full)
        yield Returned(names.get(team, team), Path(made["file"]), made["bytes"], made["records"])


def _file_name(name: str, ws: Workspace, team: str) -> str:
    import time

    from netdesk.sync.container import SUFFIX
    from netdesk.sync.send import slug

    stamp = time.strftime("%Y%m%d-%H%M", time.localtime(ws.now()))
    return f"for-{slug(name)}_{stamp}_{team[:4]}{SUFFIX}"


def prepare(ws: Workspace) -> int:
    """Write the uptake notices, and bring what each team and the network is to see up to date; how much changed."""
    with ws.edit(RETURN) as edit:
        _write_notices(edit, ws)
    with ws.edit(RETURN) as edit:
        wanted = wanted_in(ws)
        return pass_on(edit, {space: wanted.get(space, []) for space in (*_team_spaces(ws), edit.spaces["network"])})


def _team_spaces(ws: Workspace) -> list[str]:
    return [f"F:{team}" for team in ws.admitted_by()]


def wanted_in(ws: Workspace) -> dict[str, list[Passed]]:
    """{space: what is to be passed on into it}: the hub space of each team, and the network's."""
    found: dict[str, list[Passed]] = {}
    records: dict[str, list[Seen]] = {kind: [] for kind in _KINDS}
    for one in seen(ws, *_KINDS):
        records[one.kind].append(one)
    names = _teams_by_name(ws)

    def send(team: str, one: Seen) -> None:
        """To the team it concerns: not to ourselves, and not back to whose it is."""
        if team and team != one.team:
            found.setdefault(f"F:{team}", []).append(_passed(one, ws))

    # What was said stays with the pin's team when it takes the pin off the table.
    _send_feedback(records, {one.id: one for one in seen(ws, "pin", deleted=True)}, send)
    for one in (*records["notice"], *records["ask"]):
        send(names.get(plain(one.fields.get("to_team")), ""), one)
    whose = {one.id: one.team for kind in _KINDS for one in records[kind]}
    for one in records["contribution"]:
        send(whose.get(str(one.fields.get("what")), ""), one)
    for one in records["insight"]:
        if str(one.fields.get("from")) in {ask.id for ask in records["ask"]}:
            send(whose.get(str(one.fields.get("from")), ""), one)
    for one in records["lineage"]:
        team = whose.get(str(one.fields.get("from_id")), "")
        for part in (one, *_became(one, records)):
            send(team, part)
    network = [*_on_the_table(records), *records["team"], *_shelved(records)]
    # Of the hub's own only its name: the rest goes there by its own publishing.
    shared = {(one.kind, one.id): one for one in network if not one.own or one.kind == "team"}
    found[ws.spaces["network"]] = [_passed(one, ws) for one in shared.values()]
    return found


def _teams_by_name(ws: Workspace) -> dict[str, str]:
    """{name without case: team}, by the name its invite gave and the one it gave itself since."""
    members = set(ws.admitted_by())
    known = [*ws.setting("team_names", {}).items(), *team_names(ws).items()]
    return {plain(name): team for team, name in known if team in members}


def _passed(one: Seen, ws: Workspace) -> Passed:
    return Passed(one.kind, row_of(one, copy_id), one.team or str(ws.root))


def _send_feedback(records: dict[str, list[Seen]], pins: dict[str, Seen], send: Send) -> None:
    given = {one.id: one for one in records["feedback"]}
    for one in given.values():
        pin = pins.get(str(one.fields.get("pin")))
        if pin is not None and _may_reach(one, pin):
            send(pin.team, one)
    for one in records["reply"]:
        said = given.get(str(one.fields.get("feedback")))
        if said is not None:
            send(said.team, one)


def _may_reach(feedback: Seen, pin: Seen) -> bool:
    """Whether the pin's team has agreed to this kind, and does not hold it back; by its published copy of today."""
    kind = str(feedback.fields.get("kind"))
    allowed = FEEDBACK_BY_STAGE[known_stage(pin.fields.get("stage"))]
    return kind in allowed and not (kind == HELD and pin.fields.get("hold"))


def _on_the_table(records: dict[str, list[Seen]]) -> list[Seen]:
    return [one for one in records["pin"] if one.fields.get("audience") == "network"]


def _became(lineage: Seen, records: dict[str, list[Seen]]) -> list[Seen]:
    """What was made of an idea that was taken up: the other team's idea or test, and the tests of that idea."""
    of = lineage.fields.get("of")
    return [
        *(one for one in records["change_idea"] if one.id == of),
        *(one for one in records["cycle"] if of in (one.id, one.fields.get("idea"))),
    ]


def _shelved(records: dict[str, list[Seen]]) -> list[Seen]:
    """What stands behind the library's entries: the ideas, their tests with the questions, and who took them up."""
    shelved = {one.fields.get("idea") for one in records["library_entry"]}
    ideas = [one for one in records["change_idea"] if one.id in shelved]
    cycles = [one for one in records["cycle"] if one.fields.get("idea") in shelved]
    sources = {*shelved, *(one.id for one in cycles)}
    found = [*ideas, *cycles]
    for one in records["lineage"]:
        if one.fields.get("from_id") in sources:
            found += [one, *_became(one, records)]
    tests = {one.id for one in found if one.kind == "cycle"}
    return [*found, *(one for one in records["question"] if one.fields.get("cycle") in tests)]


# Uptake notices


def _write_notices(edit: Edit, ws: Workspace) -> None:
    """One notice for each idea or test that other teams use: who, and what they changed. Made anew where that grew."""
    names = team_names(ws)
    sources = {one.id: one for one in seen(ws, "change_idea", "cycle")}
    wanted: dict[str, dict[str, Any]] = {}
    for from_id, lineages in by("from_id", seen(ws, "lineage")).items():
        source = sources.get(from_id)
        uses = [use for use in taken_up(ws) if use.from_id == from_id]
        ids = {one.id for one in lineages if source is not None and one.team != source.team}
        uses = [use for use in uses if use.lineage in ids]
        if source is None or source.own or not uses:
            continue
        wanted[derive_id("notice", ["uptake", from_id])] = {
            "to_team": names.get(source.team, ""),
            "about": from_id,
            "type": "uptake",
            "lineage": uses[-1].lineage,
            "text": notice_text(title_of(source.fields), uses),
        }
    for record, fields in wanted.items():
        state = edit.find("notice", record)
        if state is None:
            edit.add("notice", fields, id=record)
        elif not state.alive:
            edit.restore("notice", record)
        if state is not None:
            edit.put("notice", record, fields)
    for one in edit.select("notice", type="uptake"):
        if one["id"] not in wanted and one["id"] == derive_id("notice", ["uptake", one.get("about")]):
            edit.delete("notice", one["id"])


def notice_text(title: str, uses: list[TakenUp]) -> str:
    """ "Your idea is in use at two teams; here is what they changed", and what came of it, team by team."""
    teams = list(dict.fromkeys(use.team for use in uses))
    first = ngettext(
        "“{title}” is in use at {n} other team. Here is what they changed.",
        "“{title}” is in use at {n} other teams. Here is what they changed.",
        len(teams),
    ).format(title=title, n=len(teams))
    lines = [first]
    for use in uses:
        where = f"{use.team} ({use.school})" if use.school else use.team
        parts = [
            _("They keep: {words}").format(words=use.keep) if use.keep else "",
            _("They change: {words}").format(words=use.change) if use.change else _("They change nothing."),
            _("Because: {words}").format(words=use.because) if use.because else "",
            came_of(use),
        ]
        lines.append(f"{where}. " + " ".join(_ended(part) for part in parts if part))
    return "\n".join(lines)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else sentence + "."

"""The change library: entries made from published copies, and the matrix of ideas and teams, computed from lineage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from netdesk.errors import NetDeskError
from netdesk.hub.network import panel_of
from netdesk.hub.teams import read_teams
from netdesk.i18n import N_, _
from netdesk.operations.adopt import TakenUp, Tested, read_library, taken_up
from netdesk.operations.copies import Copies
from netdesk.operations.others import seen, team_names
from netdesk.operations.source import known_fields, title_of

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

ADD_TO_LIBRARY: Final = N_("Add to the change library")
CHANGE_ENTRY: Final = N_("Change an entry of the library")
_KINDS: Final = (
    "team", "change_idea", "cycle", "data_item", "measure", "observation", "exclusion", "phase", "target_step", "aim",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """What one team did with an idea: its role ("origin" or "taken up"), its decision, what it kept and changed.

    ``spark`` are the plotted values of the measure that its tests collect (None where a point is missing), ``centre``
    its own centre line; both empty where nothing was published.
    """

    team: str
    team_name: str
    role: str
    decision: str
    tests: tuple[Tested, ...]
    keep: str
    change: str
    because: str
    measure: str
    spark: tuple[float | None, ...]
    centre: float | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An idea of the library: what is known of it, and a cell for each team that tests it; others have none."""

    entry: str
    idea: str
    name: str
    description: str
    found: str
    from_team: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Ideas down, teams across (by name)."""

    teams: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published idea that is not in the library yet, with how many tests of it have ended."""

    idea: str
    name: str
    description: str
    team_name: str
    ended: int


def add_to_library(edit: Edit, idea: str, *, name: str, description: str, from_team: str, found: str) -> str:
    """Put a published idea into the library, for all teams with the next return; the entry's id."""
    if edit.select("library_entry", idea=idea):
        raise NetDeskError(_("This idea is in the library already. Change its entry instead."))
    fields = {"idea": idea, "name": name, "description": description, "from_team": from_team, "found": found}
    made = edit.add("library_entry", known_fields("library_entry", {k: v or None for k, v in fields.items()}))
    edit.publish("library_entry", made)
    return made


def change_entry(edit: Edit, entry: str, fields: dict[str, str]) -> None:
    """Change what an entry says; the teams read it with the next return."""
    if not fields.get("name", "").strip():
        raise NetDeskError(_("An entry of the library needs a name."))
    edit.put("library_entry", entry, {name: words or None for name, words in fields.items()})
    edit.publish("library_entry", entry)


def candidates(ws: Workspace) -> tuple[Candidate, ...]:
    """Published ideas that are not in the library, by team and name."""
    shelved = {one.get("idea") for one in ws.select("library_entry")}
    taken = {one.fields.get("of") for one in seen(ws, "lineage")}
    names = team_names(ws)
    ended: dict[str, int] = {}
    for one in seen(ws, "cycle"):
        if one.fields.get("decision") and one.fields.get("idea"):
            ended[str(one.fields["idea"])] = ended.get(str(one.fields["idea"]), 0) + 1
    found = [
        Candidate(
            one.id, title_of(one.fields), str(one.fields.get("description") or ""), names.get(one.team, ""),
            ended.get(one.id, 0),
        )
        for one in seen(ws, "change_idea")
        if not one.own and one.id not in shelved and one.id not in taken
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.team_name.casefold(), one.name.casefold())))


def read_matrix(ws: Workspace) -> Matrix:
    """The library as a matrix of ideas and teams."""
    teams = read_teams(ws, *_KINDS)
    ideas = {idea: copies for copies in teams.values() for idea in copies.records.get("change_idea", {})}
    lineages = {one.id: one.team for one in seen(ws, "lineage")}
    uses: dict[str, list[TakenUp]] = {}
    for use in taken_up(ws):
        uses.setdefault(use.from_id, []).append(use)
    rows = []
    for shelf in read_library(ws):
        cells = []
        origin = ideas.get(shelf.idea)
        if origin is not None:
            cells.append(_cell(origin, "origin", shelf.idea, shelf.tests, "", "", ""))
        # A team may take up the idea itself, or one of the tests of it.
        for from_id in (shelf.idea, *(test.id for test in shelf.tests)):
            for use in uses.get(from_id, ()):
                copies = teams.get(lineages.get(use.lineage, ""))
                if copies is not None:
                    cells.append(_cell(copies, "taken up", use.of, use.tests, use.keep, use.change, use.because))
        rows.append(
            MatrixRow(
                shelf.id, shelf.idea, shelf.name, shelf.description, shelf.found, shelf.team,
                tuple(sorted(cells, key=lambda one: (one.role != "origin", one.team_name.casefold()))),
            )
        )  # fmt: skip
    return Matrix(tuple((team, copies.name) for team, copies in teams.items()), tuple(rows))


def _cell(
    copies: Copies, role: str, of: str, tests: tuple[Tested, ...], keep: str, change: str, because: str
) -> Cell:
    decided = [one for one in tests if one.decision]
    decision = max(decided, key=lambda one: one.ended).decision if decided else ""
    name, spark, centre = _spark(copies, of, tests)
    return Cell(
        copies.team, copies.name, role, decision, tests, keep, change, because, name, spark, centre
    )


def _spark(copies: Copies, of: str, tests: tuple[Tested, ...]) -> tuple[str, tuple[float | None, ...], float | None]:
    """The measure that the tests collect, or that is of the idea, or the aim's: the first that is published."""
    ids = {one.id for one in tests}
    wanted = [str(one.get("measure")) for one in copies.select("data_item") if one.get("cycle") in ids]
    wanted += [one["id"] for one in copies.select("measure", of=of)]
    wanted += [str(one.get("measure")) for one in copies.select("aim")]
    for name in wanted:
        measure = copies.get("measure", name)
        panel = panel_of(copies, measure) if measure is not None else None
        if panel is not None and panel.chart is not None:
            points = panel.chart.result.points
            centre = next((one.centre for one in reversed(points) if one.centre is not None), None)
            return panel.name, tuple(one.value for one in points), centre
    return "", (), None

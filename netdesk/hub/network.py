"""The network seen as a whole: who was heard from, what is being tested, where data moves, who works on what.

Teams stand in the order of their names, always. Nothing is added up over teams and nobody is ranked: each chart has its
own centre line, and what is counted by another definition stands apart.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_words import variation_words
from netdesk.hub.teams import read_teams
from netdesk.i18n import _
from netdesk.operations.copies import Copies, chart_from
from netdesk.operations.dictionary import differences, newest_definitions, newest_entries
from netdesk.operations.network_aim import AimFit, fit, network_aims
from netdesk.operations.others import seen
from netdesk.operations.source import Record, title_of

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace

#: What a team's chart is made of.
OF_CHARTS = ("measure", "measure_definition", "observation", "exclusion", "phase", "target_step")
KINDS = ("team", "aim", "driver", "change_idea", "cycle", *OF_CHARTS)


@dataclass(frozen=True, slots=True)
class OpenCycle:
    """A test that has not ended: its title, stage and the idea it tests ("" if not published)."""

    id: str
    title: str
    stage: str
    idea: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One team's chart of a measure, with its own centre line. ``chart`` is None where there is nothing to draw.

    ``reading`` is the chart's last word ("improvement-high", "concern-low", "common" …, None: too early to say),
    ``words`` says it. ``differs`` names what is counted otherwise than the shared definition says.
    """

    team: str
    team_name: str
    measure: str
    name: str
    chart: ChartInput | None
    reading: str | None
    words: str
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedMeasure:
    """A measure of the dictionary: the teams that count by it, and apart from them those that count otherwise."""

    entry: str
    name: str
    panels: tuple[Panel, ...]
    apart: tuple[Panel, ...]
    not_yet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team: when it was last heard from (seconds since 1970; None: not yet), its tests, and signals in words."""

    team: str
    name: str
    school: str
    last_heard: int | None
    cycles: tuple[OpenCycle, ...]
    signals: tuple[str, ...]
    aim: AimFit | None


@dataclass(frozen=True, slots=True)
class SharedDriver:
    """A driver by its name, and the teams that work on it."""

    name: str
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkView:
    """All that the Network page shows."""

    teams: tuple[TeamRow, ...]
    measures: tuple[SharedMeasure, ...]
    drivers: tuple[SharedDriver, ...]
    aim: str


def read_network(ws: Workspace) -> NetworkView:
    """The network from what its teams have published; read in a fixed number of statements."""
    teams = read_teams(ws, *KINDS)
    drawn = {team: _panels(copies) for team, copies in teams.items()}
    return NetworkView(
        _team_rows(ws, teams, drawn), _shared(ws, teams, drawn), _drivers(teams), network_sentence(ws)
    )


def read_rows(ws: Workspace, of: Collection[str]) -> tuple[TeamRow, ...]:
    """These teams' rows alone: what a page of three hundred shows first is read as fast as that of six."""
    teams = read_teams(ws, *KINDS, of=of)
    return _team_rows(ws, teams, {team: _panels(copies) for team, copies in teams.items()})


def read_shared(ws: Workspace) -> tuple[SharedMeasure, ...]:
    """The dictionary's measures with each team's own chart."""
    teams = read_teams(ws, *OF_CHARTS)
    return _shared(ws, teams, {team: _panels(copies, linked=True) for team, copies in teams.items()})


def read_drivers(ws: Workspace) -> tuple[SharedDriver, ...]:
    """The drivers by name, with the teams that work on each."""
    return _drivers(read_teams(ws, "driver"))


def network_sentence(ws: Workspace) -> str:
    """The network's own aim as a sentence; "" while there is none."""
    aims = network_aims(ws)
    return fit("", aims[-1], aims[-1], _own_measures(ws)).sentence if aims else ""


def _own_measures(ws: Workspace) -> dict[str, Record]:
    return {one["id"]: one for one in ws.select("measure")}


def _team_rows(ws: Workspace, teams: dict[str, Copies], drawn: dict[str, list[Panel]]) -> tuple[TeamRow, ...]:
    heard, aims, own_measures = ws.teams_heard(), network_aims(ws), _own_measures(ws)
    rows = []
    for team, copies in teams.items():
        found = [_signal_words(panel) for panel in drawn[team] if _is_signal(panel.reading)]
        rows.append(
            TeamRow(
                team=team,
                name=copies.name,
                school=str(next(iter(copies.select("team")), {}).get("school") or ""),
                last_heard=heard.get(team),
                cycles=tuple(_open_cycles(copies)),
                signals=tuple(found),
                aim=_fit(copies, aims, own_measures),
            )
        )
    return tuple(rows)


def _is_signal(reading: str | None) -> bool:
    return reading is not None and reading != "common"


def _signal_words(panel: Panel) -> str:
    """The signal itself, in plain words; the team's page tells by which rule."""
    assert panel.chart is not None
    _letter, words, _look = variation_words(panel.chart.result)
    return _("{measure}: {words}").format(measure=panel.name, words=words)


def _open_cycles(copies: Copies) -> list[OpenCycle]:
    found = []
    for one in copies.select("cycle"):
        if one.get("stage") != "closed":
            idea = copies.get("change_idea", str(one.get("idea"))) or {}
            found.append(OpenCycle(one["id"], title_of(one), str(one.get("stage") or "plan"), title_of(idea)))
    return found


def _panels(copies: Copies, *, linked: bool = False) -> list[Panel]:
    """A panel for each measure; ``linked``: of those alone that count by an entry of the dictionary."""
    return [panel_of(copies, one) for one in copies.select("measure") if one.get("dictionary") or not linked]


def panel_of(copies: Copies, measure: Record) -> Panel:
    """The chart of one team's measure, analysed by the team's own settings."""
    chart = chart_from(copies, measure, copies.name)
    reading, words = (chart.result.variation, chart.result.says) if chart is not None else (None, "")
    return Panel(copies.team, copies.name, measure["id"], str(measure.get("name") or ""), chart, reading, words)


def _shared(
    ws: Workspace, teams: dict[str, Copies], drawn: dict[str, list[Panel]]
) -> tuple[SharedMeasure, ...]:
    found = []
    for entry in newest_entries(seen(ws, "dictionary_entry")):
        versions = {entry.id, *entry.older}
        panels: list[Panel] = []
        apart: list[Panel] = []
        not_yet: list[str] = []
        for team, copies in teams.items():
            definitions = newest_definitions(copies.select("measure_definition"))
            mine = [one for one in drawn[team] if _uses(copies, one, versions)]
            for panel in mine:
                measure = copies.get("measure", panel.measure) or {}
                differs = differences(measure, definitions.get(panel.measure, {}), entry.fields)
                (apart if differs else panels).append(_with(panel, differs))
            if not mine:
                not_yet.append(copies.name)
        name = str(entry.fields.get("name") or "")
        found.append(SharedMeasure(entry.id, name, tuple(panels), tuple(apart), tuple(not_yet)))
    return tuple(found)


def _uses(copies: Copies, panel: Panel, versions: set[str]) -> bool:
    return str((copies.get("measure", panel.measure) or {}).get("dictionary")) in versions


def _with(panel: Panel, differs: tuple[str, ...]) -> Panel:
    return Panel(
        panel.team, panel.team_name, panel.measure, panel.name, panel.chart, panel.reading, panel.words, differs
    )


def _drivers(teams: dict[str, Copies]) -> tuple[SharedDriver, ...]:
    """Drivers by name, those that more teams share first to be seen; a team counts once for each."""
    found: dict[str, tuple[str, list[str]]] = {}
    for copies in teams.values():
        for one in copies.select("driver"):
            name = " ".join(str(one.get("name") or "").split())
            if name:
                _shown, working = found.setdefault(name.casefold(), (name, []))
                if copies.name not in working:
                    working.append(copies.name)
    rows = [SharedDriver(name, tuple(working)) for name, working in found.values()]
    return tuple(sorted(rows, key=lambda one: (-len(one.teams), one.name.casefold())))


def _fit(copies: Copies, aims: list[Record], own_measures: dict[str, Record]) -> AimFit | None:
    theirs = [one for one in copies.select("aim") if one.get("active", True)]
    if not theirs or not aims:
        return None
    aim = theirs[-1]
    parent = next((one for one in aims if one["id"] == aim.get("parent")), aims[-1])
    return fit(copies.name, aim, parent, {**own_measures, **copies.records.get("measure", {})})


def status(ws: Workspace) -> dict[str, list[dict[str, object]]]:
    """The network in short, JSON-ready: {"teams": [{"team", "last_heard", "cycles_open", "signals"}]}, by name."""
    from netdesk.store.history import iso

    return {
        "teams": [
            {
                "team": row.name,
                "last_heard": None if row.last_heard is None else iso(row.last_heard),
                "cycles_open": len(row.cycles),
                "signals": list(row.signals),
            }
            for row in read_network(ws).teams
        ]
    }

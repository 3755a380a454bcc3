"""What one team has published, as the hub may read it: its aim, ideas, tests with what came of them, and charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netdesk.hub.network import KINDS, Panel, panel_of
from netdesk.hub.teams import read_teams
from netdesk.operations.aims import compose_sentence
from netdesk.operations.source import title_of

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PublishedTest:
    """A published test: title, stage, the idea it tests, what was planned, what was learned and decided, and why."""

    id: str
    title: str
    stage: str
    idea: str
    plan: str
    learned: tuple[str, ...]
    decision: str
    because: str


@dataclass(frozen=True, slots=True)
class TeamWork:
    """All that a team's page at the hub shows; ``ideas`` are (name, description)."""

    team: str
    name: str
    school: str
    aim: str
    drivers: tuple[str, ...]
    ideas: tuple[tuple[str, str], ...]
    tests: tuple[PublishedTest, ...]
    panels: tuple[Panel, ...]


def read_work(ws: Workspace, team: str) -> TeamWork | None:
    """The published work of a team; None for one that has not admitted this hub."""
    copies = read_teams(ws, *KINDS, "question", of=[team]).get(team)
    if copies is None:
        return None
    aims = [one for one in copies.select("aim") if one.get("active", True)]
    sentence = ""
    if aims:
        measure = copies.get("measure", str(aims[-1].get("measure"))) or {}
        sentence = compose_sentence(aims[-1], measure_name=measure.get("name", ""), unit=measure.get("unit", ""))
    tests = []
    for one in copies.select("cycle"):
        idea = copies.get("change_idea", str(one.get("idea"))) or {}
        questions = copies.select("question", cycle=one["id"])
        learned = [str(asked["learned"]) for asked in questions if asked.get("learned")]
        said = {name: str(one.get(name) or "") for name in ("plan", "decision", "decision_because")}
        tests.append(
            PublishedTest(
                one["id"], title_of(one), str(one.get("stage") or "plan"), title_of(idea), said["plan"],
                tuple(learned), said["decision"], said["decision_because"],
            )
        )  # fmt: skip
    return TeamWork(
        team=team,
        name=copies.name,
        school=str(next(iter(copies.select("team")), {}).get("school") or ""),
        aim=sentence,
        drivers=tuple(str(one["name"]) for one in copies.select("driver") if one.get("name")),
        ideas=tuple((title_of(one), str(one.get("description") or "")) for one in copies.select("change_idea")),
        tests=tuple(tests),
        panels=tuple(panel_of(copies, one) for one in copies.select("measure")),
    )

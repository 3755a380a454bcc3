"""Hubs that the Network room is shown on: so many teams, each with a measure, a driver, an aim and tests."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from netdesk.hub.collect import collect
from netdesk.hub.dictionary import add_entry
from netdesk.hub.library import add_to_library
from netdesk.store.workspace import Workspace
from tests.hub.paper import PaperTeam, asked_by
from tests.ui.sample_team import TODAY, at

PLACES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Hazel", "Juniper", "Larch", "Maple", "Nettle", "Oak")
SCHOOLS = ("Primary School", "Elementary", "Middle School", "Upper School", "Community School")
DRIVERS = (
    "Reach a family by 9:30",
    "An adult who knows you",
    "A plan for the morning that goes wrong",
    "First period begins with something to come for",
    "A second way to get a ride",
)
TESTS = (
    "Homeroom calls first",
    "A card for the first five minutes",
    "Walk in together from the bus",
    "Breakfast at the door until 8:20",
    "One question at the gate",
)
#: The fields in which a team's own words stand.
SAID = frozenset({"name", "school", "title", "what", "for_whom", "keep", "change", "because", "decision_because"})
#: The idea that travelled is known before its team's file comes, so that the library can name it.
IDEA = random.Random("text first").randbytes(16).hex()


@dataclass(frozen=True, slots=True)
class Shared:
    """What the hub gave all teams: its aim, its measure and the entry of the dictionary that they count by."""

    aim: str
    entry: str


def make_hub(folder: Path, teams: int, *, words: str = "") -> Workspace:
    """A hub with so many teams; the one file of each, its invite, brought all that it has published.

    ``words`` stand for everything that the teams write.
    """
    hub = Workspace.create(
        folder / "hub.netdesk", team="River Hub", person="Hana", hub=True, now=lambda: at(TODAY),
        random_bytes=random.Random(5).randbytes,
    )  # fmt: skip
    if teams:
        inbox = folder / "inbox"
        inbox.mkdir()
        shared, asked = _prepare(hub), asked_by(hub, folder)
        for number in range(teams):
            _team(hub, number, shared, words).write(inbox / f"{number:02d}.ndsync", answering=asked)
        assert len(collect(hub, [inbox])["received"]) == teams
        with hub.edit("Add to the change library") as edit:
            add_to_library(
                edit, IDEA, name=words or "Text first, then call", description="A text at 8:15, a call at 9:00",
                from_team=words or "Alder", found="Half of the families answer the text.",
            )  # fmt: skip
    return hub


def _prepare(hub: Workspace) -> Shared:
    with hub.edit("Prepare") as edit:
        entry = add_entry(
            edit, {"name": "Weekly attendance", "unit": "%", "better": "up", "text": "Days attended of possible"}
        )
        measure = edit.add("measure", {"name": "Weekly attendance", "unit": "%", "better": "up", "dictionary": entry})
        aim = edit.add(
            "aim",
            {"what": "more days attended", "for_whom": "students of the network", "measure": measure,
             "from": "86", "to": "93", "by": "2026-06-19", "active": True},
        )  # fmt: skip
    return Shared(aim, entry)


class _Worded(PaperTeam):
    """A team that says these words wherever it says something in its own."""

    words = ""

    def publish(self, kind: str, fields: Mapping[str, Any], source: str = "") -> str:
        said = dict.fromkeys(SAID & fields.keys(), self.words) if self.words else {}
        return super().publish(kind, {**fields, **said}, source)


def _team(hub: Workspace, number: int, shared: Shared, words: str) -> PaperTeam:
    """A team's published work, the same for the same number; some publish more than others, a few nearly nothing."""
    chance = random.Random(number)
    made_on = at(TODAY - timedelta(days=(0, 1, 4, 9, 16, 33)[number % 6]))
    place = PLACES[number % len(PLACES)]
    name = f"{place} {number // len(PLACES) + 1}" if number >= len(PLACES) else place
    team = _Worded(hub, words or name, number, lambda: made_on)
    team.words = words
    team.publish("team", {"name": name, "school": f"{place} {SCHOOLS[number % len(SCHOOLS)]}"})
    team.publish("driver", {"name": DRIVERS[number % 3]})
    if number % 7 == 3:
        team.publish("driver", {"name": DRIVERS[3 + number % 2]})
    measure = _count(team, number, shared) if number % 13 != 11 else ""
    _aim(team, number, shared, measure)
    for n in range((1, 2, 0, 1, 5, 1)[number % 6]):
        stage = chance.choice(["plan", "do", "do", "study"])
        team.publish("cycle", {"title": TESTS[(number + n) % len(TESTS)], "stage": stage})
    if number < 6:
        _idea(team, number)
    return team


def _aim(team: PaperTeam, number: int, shared: Shared, measure: str) -> None:
    if number % 8 == 6:
        return
    fields = {"what": "more days attended", "for_whom": f"students in grade {6 + number % 4}", "measure": measure,
              "from": "84", "to": "92", "by": "2026-09-30" if number % 9 == 4 else "2026-06-12",
              "active": True}  # fmt: skip
    if number % 5 != 2:
        fields["parent"] = shared.aim
    team.publish("aim", {key: value for key, value in fields.items() if value != ""})


def _idea(team: PaperTeam, number: int) -> None:
    """The first team's idea, or how another took it up, and the test of it with what was decided."""
    ours = IDEA if not number else ""
    ours = team.publish("change_idea", {"name": "Text first, then call"}, source=ours)
    if number:
        team.publish(
            "lineage",
            {"of": ours, "from_id": IDEA, "from_team": PLACES[0], "by_team": team.name, "keep": "The text",
             "change": "The bus driver signs it", "because": "Families know him"},
        )  # fmt: skip
    decision = ("adapt", "adopt", "abandon", "repeat", "scale", "")[number]
    title = "Six families" if number else "Text 5 families"
    decided = {"decision": decision, "decision_because": "Five answered.", "ended": "2026-02-20"} if decision else {}
    team.publish("cycle", {"title": title, "idea": ours, "stage": "closed" if decision else "do", **decided})


def _count(team: PaperTeam, number: int, shared: Shared) -> str:
    """Eighteen weeks by the shared definition; every fifth team counts otherwise, and some are only starting."""
    chance = random.Random(number)
    source = team.publish(
        "measure",
        {"name": "Weekly attendance", "type": "outcome", "unit": "%", "better": "up", "chart": "run", "rules": "anhoej",
         "dictionary": shared.entry},
    )  # fmt: skip
    text = "Days without being late" if number % 5 == 4 else "Days attended of possible"
    start = date(2025, 11, 3)
    team.publish("measure_definition", {"measure": source, "since": start.isoformat(), "text": text})
    level, lift = 82 + number % 9, (0, 5, 0, -5)[number % 4]
    for week in range(18 if number % 11 != 9 else 4):
        count = level + chance.randint(-2, 2) + (lift if week > 8 else 0)
        period = (start + timedelta(weeks=week)).isoformat()
        value = {"n": str(count), "d": "100"}
        team.publish("observation", {"measure": source, "period": period, "ordinal": "0", "value": value})
    return source

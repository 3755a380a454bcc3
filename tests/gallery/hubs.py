"""Hubs that the Network room is shown on: so many teams, each with a measure, a driver, an idea and tests."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from netdesk.hub.dictionary import add_entry
from netdesk.hub.library import add_to_library
from netdesk.operations import adopt
from netdesk.operations.dictionary import read_dictionary, use_entry
from netdesk.operations.measures import PointRow, set_points
from netdesk.store.workspace import Workspace
from tests.hub.conftest import Exchange, add

PLACES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Hazel", "Juniper", "Larch", "Maple")
DRIVERS = ("Reach a family by 9:30", "An adult who knows you", "A plan for the morning that goes wrong")


def make_hub(folder: Path, teams: int) -> Workspace:
    """A hub with so many teams, after three rounds of files: the last brought tests of an idea taken up."""
    if not teams:
        return Workspace.create(folder / "hub.netdesk", team="River Hub", person="Hana", hub=True)
    made = Exchange(folder)
    found = [made.member_team(f"{PLACES[n % 10]} {n // 10 + 1}" if n > 9 else PLACES[n]) for n in range(teams)]
    idea = add(found[0], "change_idea", publish=True, name="Text first, then call")
    add(found[0], "cycle", publish=True, title="Text 5 families", idea=idea, stage="closed", decision="adapt",
        decision_because="Half answered the text.", ended="2026-02-09")  # fmt: skip
    for n, ws in enumerate(found):
        add(ws, "driver", publish=True, name=DRIVERS[n % 3])
        add(ws, "cycle", publish=True, title=f"Homeroom {n + 1} calls first", stage="do")
    made.round()
    with made.hub.edit("Prepare") as edit:
        add_entry(edit, {"name": "Weekly attendance", "unit": "%", "better": "up", "text": "Days attended of possible"})
        add_to_library(edit, idea, name="Text first, then call", description="A text at 8:15, a call at 9:00",
                       from_team="Alder", found="Half of the families answer the text.")  # fmt: skip
    made.round()
    for n, ws in enumerate(found):
        _count(ws, n)
    for n, ws in enumerate(found[1:6]):
        with ws.edit(adopt.ADOPT) as edit:
            ours = adopt.adopt_idea(edit, idea, keep="The text", change="The bus driver signs it", because="Known")
        decision = ("adopt", "abandon", "repeat", "scale", "")[n]
        add(ws, "cycle", publish=True, title="Six families", idea=ours, stage="closed" if decision else "do",
            **({"decision": decision, "decision_because": "Five answered.", "ended": "2026-03-09"} if decision else {}))
    made.round()
    for ws in found:
        ws.close()
    return made.hub


def _count(ws: Workspace, number: int) -> None:
    chance = random.Random(number)
    (entry,) = read_dictionary(ws).entries
    with ws.edit("Count by it") as edit:
        made = use_entry(edit, entry.id, since=date(2025, 11, 3))
        level = 84 + number % 9
        rows = [
            PointRow(date(2025, 11, 3) + timedelta(weeks=n), {"n": level + chance.randint(-2, 2) + n // 9, "d": 100})
            for n in range(18)
        ]
        set_points(edit, made, rows)
        edit.publish("measure", made)
    if number % 5 == 4:
        with ws.edit("Count otherwise") as edit:
            (definition,) = ws.select("measure_definition")
            edit.put("measure_definition", definition["id"], {"text": "Days without being late"})

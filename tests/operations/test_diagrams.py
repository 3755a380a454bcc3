"""From records to the layout's input: evidence beside votes, measures with reading, states from cycles, versions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netdesk import Workspace
from netdesk.core import outline
from netdesk.core.layout import place_drivers, place_fishbone
from netdesk.core.theory_difference import differences
from netdesk.errors import NetDeskError
from netdesk.operations import aims, causes, cycles, diagrams, drivers, measures, theory_versions

TODAY = date(2026, 3, 2)


@pytest.fixture
def made(workspace: Workspace) -> dict[str, str]:
    with workspace.edit("Make a theory") as edit:
        ids = {"problem": edit.add("problem", {"statement": "1 in 5 misses days", "since": "2025-08-18"})}
        ids["fishbone"] = causes.add_fishbone(edit, "One in five", preset="blank", problem=ids["problem"])
        ids["bone"] = causes.add_cause(edit, ids["fishbone"], "People", category=True)
        ids["late"] = causes.add_cause(edit, ids["fishbone"], "Families hear too late", parent=ids["bone"])
        ids["bus"] = causes.add_cause(edit, ids["fishbone"], "Bus 12 skips rainy days", parent=ids["bone"])
        for side in ("for", "for", "against"):
            causes.add_evidence(edit, ids["late"], side, "We looked")
        edit.put("cause", ids["late"], {"status": "supported"})
        causes.vote(edit, ids["bus"], edit.writer, 3)
        ids["measure"] = edit.add("measure", {"name": "Reached by 9:30", "unit": "%"})
        ids["aim"] = aims.add_aim(edit, {"what": "Raise attendance", "to": "93"})
        ids["p"] = drivers.add_driver(edit, ids["aim"], "Families know", definition="The same morning")
        ids["q"] = drivers.add_driver(edit, ids["aim"], "Students want to come")
        edit.put("measure", ids["measure"], {"of": ids["p"]})
        ids["i"] = drivers.add_idea(edit, "Phone calls", parent=ids["p"])
        drivers.link(edit, ids["q"], ids["i"], strength="weak")
        ids["j"] = drivers.add_idea(edit, "Letters", parent=ids["q"])
        rows = [
            measures.PointRow(date(2025, 9, 1) + timedelta(weeks=n), {"n": 50 + n % 5 + 20 * (n > 11), "d": 100})
            for n in range(24)
        ]
        measures.set_points(edit, ids["measure"], rows)
        ids["cycle"] = cycles.add_cycle(edit, "12 families", fields={"idea": ids["i"]})
        cycles.start_do(edit, ids["cycle"], today=TODAY)
    return ids


def test_that_evidence_stands_beside_votes(workspace: Workspace, made: dict[str, str]) -> None:
    given = diagrams.fishbone_input(workspace, made["fishbone"])
    assert given.second_line == "Effect, since Aug 2025"
    said = {cause.text: (cause.status, cause.second_line) for cause in given.causes}
    assert said == {
        "People": ("open", ""),
        "Families hear too late": ("supported", "2 for, 1 against"),
        "Bus 12 skips rainy days": ("open", "no evidence · 3 votes"),
    }
    assert len(place_fishbone(given).boxes) == 4


def test_that_a_box_tells_measure_reading_gap_and_state(workspace: Workspace, made: dict[str, str]) -> None:
    given = diagrams.driver_input(workspace)
    nodes = {node.id: node for node in given.nodes}
    value, reading = nodes[made["p"]].rows
    assert (value.mark, value.words, len(value.values)) == ("measure", "73%, Feb 9", 24)
    assert (reading.letter, reading.words) == ("S", "above the median")
    assert [row.mark for row in nodes[made["q"]].rows] == ["no_measure"]
    assert [row.words for row in nodes[made["i"]].rows] == ["Testing, cycle 1"]
    assert [(row.mark, row.words) for row in nodes[made["j"]].rows] == [("no_test", "no cycle yet")]
    assert (nodes[made["i"]].status, nodes[made["j"]].status) == ("testing", "untested")
    assert {(one.parent, one.child): one.strength for one in given.links}[made["q"], made["i"]] == "weak"
    assert [column.kind for column in place_drivers(given).columns] == ["aim", "primary", "idea"]


def test_that_the_text_of_a_theory_tells_what_its_boxes_tell(workspace: Workspace, made: dict[str, str]) -> None:
    text = outline.write(outline.driver_entries(diagrams.driver_input(workspace)))
    assert "    Families know (The same morning; 73%, Feb 9; above the median)\n" in text


def test_that_questions_do_not_grow_with_the_theory(workspace: Workspace, made: dict[str, str]) -> None:
    class Counting:
        def __init__(self) -> None:
            self.asked: list[str] = []

        def get(self, kind: str, record: str, /) -> dict[str, object] | None:
            self.asked.append(kind)
            return workspace.get(kind, record)

        def select(self, kind: str, **equals: object) -> list[dict[str, object]]:
            self.asked.append(kind)
            return workspace.select(kind, **equals)

    few, many = Counting(), Counting()
    diagrams.driver_input(few, made["aim"])
    with workspace.edit("More") as edit:
        for n in range(30):
            drivers.add_idea(edit, f"Idea {n}", parent=made["p"])
    diagrams.driver_input(many, made["aim"])
    assert few.asked == many.asked
    assert len(few.asked) == len(set(few.asked)), "each kind is read once"


def test_that_a_theory_without_an_aim_says_what_to_do(workspace: Workspace) -> None:
    with pytest.raises(NetDeskError, match="Write the aim first"):
        diagrams.driver_input(workspace)


def test_that_a_version_keeps_the_theory_and_tells_what_is_different_since(
    workspace: Workspace, made: dict[str, str]
) -> None:
    with workspace.edit(theory_versions.KEEP_THEORY) as edit:
        kept = theory_versions.keep_version(edit, made["aim"], name="First", because="Kickoff", on=TODAY)
    with workspace.edit("Rename a driver") as edit:
        edit.put("driver", made["q"], {"name": "First period is worth it"})
        edit.delete("change_idea", made["j"])
    before = theory_versions.version_input(workspace, kept)
    found = differences(before, diagrams.driver_input(workspace))
    assert [one.words for one in found] == [
        "“Letters” was taken away.",
        "“Students want to come” now reads “First period is worth it”.",
    ]
    assert [one["name"] for one in theory_versions.versions(workspace, made["aim"])] == ["First"]
    assert theory_versions.versions(workspace, "0" * 32) == []
    assert workspace.get("theory_version", kept)["because"] == "Kickoff"  # type: ignore[index]


def test_that_only_the_program_writes_pictures_and_a_version_without_one_says_so(workspace: Workspace) -> None:
    with pytest.raises(NetDeskError, match="written only by the program"), workspace.edit("Add") as edit:
        edit.add("theory_version", {"name": "By hand", "picture": {"nodes": []}})
    with workspace.edit("Add") as edit:
        told = edit.add("theory_version", {"name": "Spring", "on": "2026-01-05"})
    assert theory_versions.versions(workspace) == []
    with pytest.raises(NetDeskError, match="no picture"):
        theory_versions.version_input(workspace, told)
    for damaged in ({}, {"nodes": [{}], "links": []}, {"nodes": [{"id": 1, "kind": "aim", "text": "x"}], "links": []}):
        assert theory_versions.theory_in(damaged) is None

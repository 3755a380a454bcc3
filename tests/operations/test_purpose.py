"""Purpose beside the aim: versions of the problem, why together, members, evidence by name, several aims."""

from __future__ import annotations

from datetime import date

from netdesk import Workspace
from netdesk.core.records import derive_id
from netdesk.operations import aims, cycles, measures, purpose

TODAY = date(2026, 3, 3)


def test_that_each_way_to_see_the_problem_is_a_version_and_the_newest_is_first(workspace: Workspace) -> None:
    with workspace.edit("Problem") as edit:
        first = purpose.put_problem(edit, None, {"statement": "They miss school"}, today=date(2025, 9, 1))
        purpose.put_problem(edit, first, {"evidence": "The register"}, today=TODAY)
        second = purpose.new_problem(edit, "Six bus stops", since=TODAY, evidence="The map")
        third = purpose.new_problem(edit, "One bus stop", since=TODAY)
    found = purpose.problems(workspace)
    assert [one["id"] for one in found] == [third, second, first]
    assert (found[2]["since"], found[2]["evidence"]) == ("2025-09-01", "The register")


def test_that_why_together_is_one_record_and_says_when_its_review_is_due(workspace: Workspace) -> None:
    record = derive_id("why_together", [workspace.team_id])
    with workspace.edit("Together") as edit:
        purpose.put_single(edit, "why_together", record, {"theory": "Six teams", "found": None})
        purpose.put_single(edit, "why_together", record, {"review_on": "2026-03-03"})
    together = workspace.get("why_together", record) or {}
    assert (together["theory"], together["review_on"]) == ("Six teams", "2026-03-03")
    assert purpose.review_is_due(together, TODAY)
    assert not purpose.review_is_due(together, date(2026, 3, 2))
    assert not purpose.review_is_due({**together, "found": "It did."}, TODAY)


def test_that_who_leaves_the_team_keeps_the_name_on_what_was_done(workspace: Workspace) -> None:
    with workspace.edit("Add") as edit:
        person = edit.add("person", {"name": "Mai", "active": True})
    workspace.write_as("Mai")
    with workspace.edit("Aim") as edit:
        aim = aims.add_aim(edit, {"what": "Raise attendance"})
    workspace.write_as("Ana")
    with workspace.edit("Leave") as edit:
        purpose.leave_team(edit, person)
    assert [one["name"] for one in purpose.members(workspace)] == ["Ana"]
    assert purpose.authors(workspace, "aim", [aim]) == {aim: "Mai"}


def test_that_measures_tests_and_chart_notes_can_be_named_as_evidence(workspace: Workspace) -> None:
    with workspace.edit("Work") as edit:
        measure = measures.add_measure(edit, {"name": "Days attended"})
        note = edit.add("annotation", {"measure": measure, "on": "2026-01-05", "text": "Text first"})
        cycle = cycles.add_cycle(edit, "12 families")
        problem = purpose.new_problem(edit, "Six bus stops", since=TODAY)
    found = [(one.kind, one.id, one.title) for one in purpose.evidence_choices(workspace)]
    assert found == [
        ("measure", measure, "Days attended"),
        ("cycle", cycle, "12 families"),
        ("annotation", note, "Text first"),
    ]
    seen = purpose.evidence_of(workspace, problem)
    assert seen is not None
    assert (seen.kind, seen.title) == ("problem", "Six bus stops")
    assert purpose.evidence_of(workspace, "0" * 32) is None
    assert purpose.evidence_of(workspace, None) is None


def test_that_of_several_aims_one_is_in_use(workspace: Workspace) -> None:
    with workspace.edit("Aims") as edit:
        first = aims.add_aim(edit, {"what": "Raise attendance"})
        second = aims.add_another_aim(edit, {"what": "Raise reading"})
    assert (aims.aim_in_use(workspace) or {})["id"] == second
    with workspace.edit("Back") as edit:
        aims.use_aim(edit, first)
    assert (aims.aim_in_use(workspace) or {})["id"] == first
    assert [bool(one.get("active")) for one in workspace.select("aim")].count(True) == 1

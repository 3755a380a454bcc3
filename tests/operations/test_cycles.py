"""Cycles: plan, lock, study, decide, go on."""

from __future__ import annotations

from datetime import date

import pytest

from netdesk import Workspace
from netdesk.errors import NetDeskError
from netdesk.operations import cycles

TODAY = date(2026, 3, 2)


def started(workspace: Workspace) -> tuple[str, str]:
    """A quick cycle whose test has begun, and its question."""
    with workspace.edit(cycles.ADD_CYCLE) as edit:
        cycle = cycles.add_cycle(
            edit, "Call home", question="Who answers?", prediction="7 of 10", because="They did last year",
            fields={"scope": "5", "scope_unit": "families"},
        )  # fmt: skip
    with workspace.edit(cycles.START_DO) as edit:
        cycles.start_do(edit, cycle, today=TODAY)
    return cycle, workspace.select("question", cycle=cycle)[0]["id"]


def test_that_a_quick_cycle_is_planned_in_four_fields(workspace: Workspace) -> None:
    with workspace.edit(cycles.ADD_CYCLE) as edit:
        cycle = cycles.add_cycle(edit, "Call home", question="Who answers?", prediction="7", because="last year")
    found = workspace.get("cycle", cycle)
    assert found is not None
    assert (found["title"], found["stage"], found["depth"]) == ("Call home", "plan", "quick")
    question = workspace.select("question", cycle=cycle)[0]
    assert (question["text"], question["prediction"], question["because"]) == ("Who answers?", "7", "last year")
    assert "locked_at" not in question


def test_that_starting_the_test_locks_the_prediction_and_notes_the_day(workspace: Workspace) -> None:
    cycle, question = started(workspace)
    found = workspace.get("cycle", cycle)
    assert found is not None
    assert (found["stage"], found["started"]) == ("do", "2026-03-02")
    assert workspace.get("question", question)["locked_at"].endswith("Z")  # type: ignore[index]
    with pytest.raises(NetDeskError, match="amendment"), workspace.edit("Edit") as edit:
        edit.put("question", question, {"prediction": "9 of 10"})
    workspace.undo()
    assert "locked_at" not in workspace.get("question", question)  # type: ignore[operator]


def test_that_a_locked_prediction_changes_by_an_amendment_beside_it(workspace: Workspace) -> None:
    _cycle, question = started(workspace)
    with workspace.edit(cycles.AMEND) as edit:
        cycles.amend(edit, question, prediction="5 of 10", reason="Two phones are off")
    assert workspace.get("question", question)["prediction"] == "7 of 10"  # type: ignore[index]
    amendment = workspace.select("amendment", question=question)[0]
    assert (amendment["prediction"], amendment["reason"]) == ("5 of 10", "Two phones are off")
    with pytest.raises(NetDeskError), workspace.edit(cycles.AMEND) as edit:
        cycles.amend(edit, question, reason="no words")


def test_that_an_open_prediction_needs_no_amendment(workspace: Workspace) -> None:
    with workspace.edit(cycles.ADD_CYCLE) as edit:
        cycle = cycles.add_cycle(edit, "Call home")
        question = cycles.add_question(edit, cycle, "Who answers?", prediction="7")
        with pytest.raises(NetDeskError, match="not locked"):
            cycles.amend(edit, question, prediction="8")


def test_that_a_question_after_the_fact_has_no_prediction(workspace: Workspace) -> None:
    cycle, _question = started(workspace)
    with pytest.raises(NetDeskError, match="already begun"), workspace.edit(cycles.ADD_QUESTION) as edit:
        cycles.add_question(edit, cycle, "What else?", prediction="I knew it")
    with workspace.edit(cycles.ADD_QUESTION) as edit:
        cycles.add_question(edit, cycle, "What else did we see?")
    assert len(workspace.select("question", cycle=cycle)) == 2


def test_that_the_stages_keep_the_days_that_were_given(workspace: Workspace) -> None:
    cycle, question = started(workspace)
    with workspace.edit(cycles.STUDY) as edit:
        cycles.step_to(edit, cycle, "study", today=date(2026, 3, 9))
        cycles.study_question(edit, question, observed="4 of 10", matched="no", learned="Evenings work better")
        cycles.step_to(edit, cycle, "act", today=date(2026, 3, 11))
        cycles.decide(edit, cycle, "adapt", "Call after six", people="10")
        cycles.step_to(edit, cycle, "closed", today=date(2026, 3, 12))
    found = workspace.get("cycle", cycle)
    assert found is not None
    assert (found["started"], found["ended"], found["stage"], found["people"]) == (
        "2026-03-02",
        "2026-03-09",
        "closed",
        "10",
    )
    assert cycles.is_finished(found)
    assert cycles.next_stage(found) is None
    with pytest.raises(NetDeskError, match="stages"), workspace.edit(cycles.STEP_CYCLE) as edit:
        cycles.step_to(edit, cycle, "done", today=TODAY)


def test_that_the_next_cycle_carries_forward_all_but_the_prediction(workspace: Workspace) -> None:
    cycle, _question = started(workspace)
    with workspace.edit("Add data to collect") as edit:
        edit.add("data_item", {"cycle": cycle, "what": "answered calls", "who": "Mai", "minutes": "5"})
    with workspace.edit(cycles.NEXT_CYCLE) as edit:
        second = cycles.next_cycle(edit, cycle, fields={"scope": "25"})
    with workspace.edit(cycles.NEXT_CYCLE) as edit:
        third = cycles.next_cycle(edit, second)
    made = workspace.get("cycle", second)
    assert made is not None
    assert (made["series"], made["ramp"], made["scope"], made["scope_unit"]) == (cycle, "2", "25", "families")
    assert (made["title"], made["stage"], "started" in made) == ("Call home", "plan", False)
    question = workspace.select("question", cycle=second)[0]
    assert (question["text"], "prediction" in question, "locked_at" in question) == ("Who answers?", False, False)
    assert workspace.select("data_item", cycle=second)[0]["what"] == "answered calls"
    assert workspace.get("cycle", cycle)["next"] == second  # type: ignore[index]
    last = workspace.get("cycle", third)
    assert last is not None
    assert (last["series"], last["ramp"]) == (cycle, "3")


def test_that_an_ideas_status_follows_from_its_cycles() -> None:
    def cycle(stage: str, decision: str | None = None, ended: str = "") -> dict[str, str]:
        return {"stage": stage, "ended": ended} | ({"decision": decision} if decision else {})

    assert cycles.idea_status([]) == "untested"
    assert cycles.idea_status([cycle("plan")]) == "untested"
    assert cycles.idea_status([cycle("closed", "adopt"), cycle("do")]) == "testing"
    assert (
        cycles.idea_status([cycle("closed", "abandon", "2026-02-01"), cycle("closed", "adapt", "2026-01-01")])
        == "abandoned"
    )
    assert cycles.idea_status([cycle("closed", "scale")]) == "adopted"


def test_that_hints_name_what_a_test_still_lacks(workspace: Workspace) -> None:
    with workspace.edit(cycles.ADD_CYCLE) as edit:
        cycle = cycles.add_cycle(edit, "Everybody at once", fields={"scope": "400"})
        assert len(cycles.hints(edit, cycle)) == 3
    good, _question = started(workspace)
    assert len(cycles.hints(workspace, good)) == 1  # no measure is tied to it yet

"""Cycles: found, in ramps, waiting for their Study, with people and with later words on locked predictions."""

from __future__ import annotations

import itertools
import random
from datetime import date
from pathlib import Path

import pytest

from netdesk import Workspace
from netdesk.operations import cycles, people
from netdesk.sync import join, receive, send

TODAY = date(2026, 3, 2)


def titles(found: list[dict[str, object]]) -> list[object]:
    return [one.get("title") for one in found]


def make(workspace: Workspace, title: str, **fields: object) -> str:
    with workspace.edit(cycles.ADD_CYCLE) as edit:
        return cycles.add_cycle(edit, title, fields=fields)


def test_that_cycles_are_found_by_every_word_in_them_and_their_questions_and_notes(workspace: Workspace) -> None:
    first = make(workspace, "Call home", plan="Rosa calls at 8:15")
    second = make(workspace, "Buddies")
    with workspace.edit("Edit") as edit:
        cycles.add_question(edit, first, "Who answers?", prediction="Two in three")
        edit.add("field_note", {"cycle": second, "text": "Nobody CALLED on Monday"})
    assert titles(cycles.find_cycles(workspace, text="call")) == ["Call home", "Buddies"]
    assert titles(cycles.find_cycles(workspace, text="three rosa")) == ["Call home"]
    assert titles(cycles.find_cycles(workspace, text="monday")) == ["Buddies"]
    assert cycles.find_cycles(workspace, text="rosa monday") == []


def test_that_the_questions_of_each_cycle_are_counted(workspace: Workspace) -> None:
    first, second, bare = (make(workspace, title) for title in ("Call home", "Buddies", "Bare"))
    with workspace.edit("Edit") as edit:
        gone = [cycles.add_question(edit, cycle, "Who?") for cycle in (first, first, second, bare)][-1]
        edit.delete("question", gone)
    assert cycles.question_counts(workspace) == {first: 2, second: 1}


def test_that_cycles_are_found_by_stage_idea_person_and_decision_together(workspace: Workspace) -> None:
    with workspace.edit("Add") as edit:
        idea = edit.add("change_idea", {"name": "Text first"})
        mai = people.add_person(edit, "Mai")
        luis = people.add_person(edit, "Luis")
    planned = make(workspace, "Planned", idea=idea)
    dropped = make(workspace, "Dropped", idea=idea, stage="plan")
    with workspace.edit("Edit") as edit:
        cycles.join_cycle(edit, planned, mai, "calls")
        edit.add("task", {"cycle": dropped, "what": "Print", "who": luis})
        cycles.step_to(edit, dropped, "closed", today=TODAY)
        cycles.decide(edit, dropped, "abandon", "Nobody came")
    assert titles(cycles.find_cycles(workspace, idea=idea)) == ["Planned", "Dropped"]
    assert titles(cycles.find_cycles(workspace, idea=idea, stage="plan")) == ["Planned"]
    assert titles(cycles.find_cycles(workspace, person=mai)) == ["Planned"]
    assert titles(cycles.find_cycles(workspace, person=luis)) == ["Dropped"]
    assert titles(cycles.find_cycles(workspace, decision="abandon")) == ["Dropped"]
    assert cycles.find_cycles(workspace, decision="abandon", person=mai) == []


def test_that_a_person_joins_a_cycle_once_and_can_come_back(workspace: Workspace) -> None:
    cycle = make(workspace, "Call home")
    with workspace.edit("Add") as edit:
        mai = people.add_person(edit, "Mai")
    with workspace.edit(cycles.JOIN_CYCLE) as edit:
        joined = cycles.join_cycle(edit, cycle, mai, "calls")
    with workspace.edit("Take out") as edit:
        edit.delete("cycle_person", joined)
    assert workspace.select("cycle_person", cycle=cycle) == []
    with workspace.edit(cycles.JOIN_CYCLE) as edit:
        assert cycles.join_cycle(edit, cycle, mai) == joined
    assert [one["person"] for one in workspace.select("cycle_person", cycle=cycle)] == [mai]


@pytest.mark.parametrize(
    ("cycle", "days"),
    [
        ({"stage": "do", "planned_end": "2026-02-20"}, 10),
        ({"stage": "do", "planned_end": "2026-02-23"}, 7),
        ({"stage": "do", "planned_end": "2026-02-24"}, None),
        ({"stage": "do"}, None),
        ({"stage": "study", "ended": "2026-02-20"}, 10),
        ({"stage": "study", "planned_end": "2026-02-20", "ended": "2026-03-01"}, None),
        ({"stage": "plan", "planned_end": "2026-01-01"}, None),
        ({"stage": "closed", "ended": "2026-01-01"}, None),
    ],
)
def test_that_a_study_waits_a_week_after_do_has_ended(cycle: dict[str, str], days: int | None) -> None:
    assert cycles.study_waits(cycle, TODAY) == days


def test_that_ramps_follow_series_and_next_whatever_order_they_come_in(workspace: Workspace) -> None:
    first = make(workspace, "Five families")
    with workspace.edit(cycles.NEXT_CYCLE) as edit:
        second = cycles.next_cycle(edit, first, title="One class")
        third = cycles.next_cycle(edit, second, title="Whole grade")
    make(workspace, "Alone")
    with workspace.edit("Link") as edit:
        fourth = edit.add("cycle", {"title": "By another road", "ramp": "4"})
        edit.put("cycle", third, {"next": fourth})
    every = workspace.select("cycle")
    for some in itertools.permutations(every):
        found = {frozenset(titles(ramp)): titles(ramp) for ramp in cycles.ramps(list(some))}
        assert sorted(found.values(), key=len) == [
            ["Alone"], ["Five families", "One class", "Whole grade", "By another road"],
        ]  # fmt: skip


def test_that_a_ramp_whose_first_step_is_gone_stays_together() -> None:
    left = [
        {"id": "2" * 32, "series": "1" * 32, "ramp": "2"},
        {"id": "3" * 32, "series": "1" * 32, "ramp": "3"},
        {"id": "4" * 32},
    ]
    assert [[one["id"][0] for one in ramp] for ramp in cycles.ramps(left)] == [["2", "3"], ["4"]]


def test_that_hints_speak_of_predictions_only_while_one_can_be_made(workspace: Workspace) -> None:
    cycle = make(workspace, "Buddies")
    assert any("prediction" in words for words in cycles.hints(workspace, cycle))
    with workspace.edit(cycles.START_DO) as edit:
        cycles.start_do(edit, cycle, today=TODAY)
    assert not any("prediction" in words for words in cycles.hints(workspace, cycle))


def test_that_a_change_from_elsewhere_after_the_lock_is_a_late_amendment_and_the_lock_holds(tmp_path: Path) -> None:
    chance = random.Random(3)
    clock = [1_772_366_400.0]
    ways = {"now": lambda: clock[0], "random_bytes": chance.randbytes}
    ana = Workspace.create(tmp_path / "ana.netdesk", team="Lincoln", person="Ana", **ways)
    words = join.request(tmp_path / "ben.netdesk", "Ben", tmp_path / "ben.request", **ways)
    join.admit(ana, tmp_path / "ben.request", role="member", words=words, out=tmp_path / "invite.ndsync")
    ben = Workspace.open(tmp_path / "ben.netdesk", **ways)
    with ana, ben:
        with ana.edit(cycles.ADD_CYCLE) as edit:
            cycle = cycles.add_cycle(edit, "Call home", question="Who answers?", prediction="7 of 10")
        question = ana.select("question", cycle=cycle)[0]["id"]
        receive.receive(ben, [tmp_path / "invite.ndsync"], trust=False)
        clock[0] += 60
        receive.receive(ben, [Path(send.share(ana, "team", tmp_path)["file"])], trust=False)
        with ben.edit("Edit a prediction") as edit:
            edit.put("question", question, {"prediction": "9 of 10"})
        clock[0] += 60
        with ana.edit(cycles.START_DO) as edit:
            cycles.start_do(edit, cycle, today=TODAY)
            cycles.amend(edit, question, prediction="8 of 10", reason="Two phones work again")
        receive.receive(ana, [Path(send.share(ben, "team", tmp_path)["file"])], trust=False)
        assert ana.get("question", question)["prediction"] == "7 of 10"  # type: ignore[index]
        found = {one["prediction"]: one for one in cycles.amendments_of(ana, question)}
        assert (found["8 of 10"]["late"], found["9 of 10"]["late"]) == (False, True)
        assert found["8 of 10"]["reason"] == "Two phones work again"
        assert found["9 of 10"]["by"] == "Ben"
        assert found["9 of 10"]["on"].startswith("2026-03-01T")

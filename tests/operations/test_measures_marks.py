"""What people say about a chart is a record with its reason, one undo step, and can be taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netdesk import Workspace, analyse
from netdesk.core.chart_input import ChartInput
from netdesk.errors import NetDeskError
from netdesk.operations import measure_marks as marks
from netdesk.operations import measures
from netdesk.operations.measures import PointRow, chart_settings, point_id, series, set_points

START = date(2025, 9, 1)
DAYS = [START + timedelta(weeks=n) for n in range(24)]


@pytest.fixture
def measure(workspace: Workspace) -> str:
    with workspace.edit(measures.ADD_MEASURE) as edit:
        made = measures.add_measure(
            edit,
            {"name": "Minutes", "unit": "minutes", "better": "up"},
            definition={"text": "Minutes read", "source": "Log", "since": START.isoformat()},
        )
        set_points(edit, made, [PointRow(day, {"v": 10 + n % 5 + (9 if n >= 14 else 0)}) for n, day in enumerate(DAYS)])
    return made


def chart(workspace: Workspace, measure: str, better: str = "up") -> ChartInput:
    drawn = series(workspace, measure)
    settings = {**chart_settings(workspace, measure, drawn), "better": better}
    result = analyse(drawn.values, drawn.denominators, **settings)
    return ChartInput("Minutes", drawn.dates, drawn.values, result, better=better)


def test_that_points_are_left_out_with_one_reason_and_come_back_by_undo(workspace: Workspace, measure: str) -> None:
    points = [point_id(measure, day) for day in DAYS[2:5]]
    before = workspace.dump()
    with workspace.edit(marks.LEAVE_OUT) as edit:
        marks.leave_out(edit, points, "  Flood: school was closed ")
    assert series(workspace, measure).excluded == (2, 3, 4)
    assert {one["reason"] for one in workspace.select("exclusion")} == {"Flood: school was closed"}
    workspace.undo()
    assert workspace.dump() == before
    workspace.redo()
    with workspace.edit(marks.TAKE_BACK_IN) as edit:
        marks.take_back_in(edit, points)
    assert series(workspace, measure).excluded == ()
    with workspace.edit(marks.LEAVE_OUT) as edit:  # a point taken back in can be left out again
        marks.leave_out(edit, points[:1], "Counted twice")
        marks.leave_out(edit, points[:1], "Counted three times")
    assert [one["reason"] for one in workspace.select("exclusion")] == ["Counted three times"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_that_no_mark_is_made_without_its_reason(workspace: Workspace, measure: str, reason: str) -> None:
    before = workspace.dump(history=True)
    for mark in (
        lambda edit: marks.leave_out(edit, [point_id(measure, DAYS[0])], reason),
        lambda edit: marks.split_at(edit, measure, DAYS[14], reason),
        lambda edit: marks.freeze_first(edit, measure, 12, reason),
        lambda edit: marks.judge(edit, point_id(measure, DAYS[0]), reason),
    ):
        with pytest.raises(NetDeskError, match="reason"), workspace.edit("Mark") as edit:
            mark(edit)
    with pytest.raises(NetDeskError, match="words"), workspace.edit("Mark") as edit:
        marks.annotate(edit, measure, DAYS[0], reason)
    assert workspace.dump(history=True) == before


def test_that_a_split_starts_a_phase_and_removing_it_lets_the_one_before_go_on(
    workspace: Workspace, measure: str
) -> None:
    with workspace.edit(marks.SPLIT) as edit:
        phase = marks.split_at(edit, measure, DAYS[14], "Calls began")
        assert marks.split_at(edit, measure, DAYS[14], "Calls began on Dec 8") == phase
    shown = chart(workspace, measure)
    assert [one.start for one in shown.result.phases] == [0, 14]
    assert marks.phase_at(workspace, measure, shown, 14)["reason"] == "Calls began on Dec 8"
    assert marks.phase_at(workspace, measure, shown, 0) is None
    with workspace.edit(marks.UNSPLIT) as edit:
        marks.remove_split(edit, phase)
    assert len(chart(workspace, measure).result.phases) == 1


def test_that_a_chart_has_one_frozen_baseline_which_can_be_let_go(workspace: Workspace, measure: str) -> None:
    with workspace.edit(marks.FREEZE) as edit:
        first = marks.freeze_first(edit, measure, 12, "Before any change")
        split = marks.split_at(edit, measure, DAYS[14], "Calls began.")
    assert chart_settings(workspace, measure, series(workspace, measure))["freeze"] == 12
    with workspace.edit(marks.FREEZE) as edit:
        assert marks.freeze_first(edit, measure, 6, "Settled", starts=DAYS[14]) == split
    phases = {one["id"]: one for one in workspace.select("phase", measure=measure)}
    assert first not in phases
    assert (phases[split]["frozen_points"], phases[split]["reason"]) == ("6", "Calls began. Settled")
    assert marks.frozen_phase(workspace, measure)["id"] == split
    with workspace.edit(marks.UNFREEZE) as edit:
        marks.unfreeze(edit, split)
    assert marks.frozen_phase(workspace, measure) is None
    assert workspace.get("phase", split) is not None
    with pytest.raises(NetDeskError, match="later point"), workspace.edit(marks.FREEZE) as edit:
        marks.freeze_first(edit, measure, 1, "One point")


def test_that_a_point_is_judged_and_judged_anew(workspace: Workspace, measure: str) -> None:
    point = point_id(measure, DAYS[3])
    with workspace.edit(marks.JUDGE) as edit:
        one = marks.judge(edit, point, "Fire drill")
        assert marks.judge(edit, point, "Fire drill, twice") == one
    found = workspace.get("judgement", one)
    assert (found["astronomical"], found["because"]) == (True, "Fire drill, twice")


def test_that_a_changed_definition_is_a_version_of_its_own(workspace: Workspace, measure: str) -> None:
    with workspace.edit(marks.DEFINE_AGAIN) as edit:
        marks.define_again(edit, measure, DAYS[10], {"text": "Minutes read at home"})
    old, new = marks.definitions(workspace, measure)
    assert (old["text"], new["text"], new["source"]) == ("Minutes read", "Minutes read at home", "Log")
    assert new["since"] == DAYS[10].isoformat()
    for since, fields, why in (
        (DAYS[10], {"text": "Other"}, "on that day or later"),
        (DAYS[12], {"text": "Minutes read at home"}, "Nothing differs"),
    ):
        with pytest.raises(NetDeskError, match=why), workspace.edit(marks.DEFINE_AGAIN) as edit:
            marks.define_again(edit, measure, since, fields)
    with workspace.edit(marks.EDIT_DEFINITION) as edit:
        marks.set_definition(edit, measure, {"text": "Minutes read at home, any book"}, START.isoformat())
    assert [one["text"] for one in marks.definitions(workspace, measure)] == [
        "Minutes read",
        "Minutes read at home, any book",
    ]


def test_that_a_split_is_proposed_where_a_wanted_shift_began_and_nowhere_else(
    workspace: Workspace, measure: str
) -> None:
    before = workspace.dump(history=True)
    proposed = marks.split_proposal(chart(workspace, measure))
    assert proposed == marks.SplitProposal(14, DAYS[14], 10)
    assert marks.split_proposal(chart(workspace, measure, better="down")) is None
    assert marks.split_proposal(chart(workspace, measure, better="neither")) is None
    assert workspace.dump(history=True) == before, "the program proposes, it never draws again"
    with workspace.edit(marks.SPLIT) as edit:
        marks.split_at(edit, measure, DAYS[14], "Calls began")
    assert marks.split_proposal(chart(workspace, measure)) is None


def test_that_a_shift_that_has_ended_is_no_reason_to_split(workspace: Workspace, measure: str) -> None:
    with workspace.edit(measures.ENTER_POINTS) as edit:
        set_points(edit, measure, [PointRow(DAYS[23], {"v": 8})])
    assert marks.split_proposal(chart(workspace, measure)) is None


def test_that_a_subgroup_is_found_by_its_name_or_made(workspace: Workspace, measure: str) -> None:
    with workspace.edit("Add") as edit:
        made = marks.subgroup_named(edit, measure, "Grade  7")
        assert marks.subgroup_named(edit, measure, "grade 7") == made
    assert [one["name"] for one in workspace.select("subgroup", measure=measure)] == ["Grade 7"]

"""Measures: a block of points is one edit, and the charts get what the records say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netdesk import Workspace, analyse
from netdesk.errors import NetDeskError
from netdesk.operations import measures
from netdesk.operations.measures import PointRow, PointsChanged, set_points


def monday(n: int) -> date:
    return date(2026, 1, 5) + timedelta(weeks=n)


@pytest.fixture
def measure(workspace: Workspace) -> str:
    with workspace.edit(measures.ADD_MEASURE) as edit:
        return measures.add_measure(
            edit, {"name": "Days attended", "unit": "%", "better": "up"}, definition={"text": "Present at 9:00"}
        )


def enter(workspace: Workspace, measure: str, *rows: PointRow) -> PointsChanged:
    with workspace.edit(measures.ENTER_POINTS) as edit:
        return set_points(edit, measure, rows)


def test_that_a_new_measure_has_its_definition_and_a_chart(workspace: Workspace, measure: str) -> None:
    found = workspace.get("measure", measure)
    assert found is not None
    assert (found["chart"], found["rules"], found["better"]) == ("run", "anhoej", "up")
    assert workspace.select("measure_definition", measure=measure)[0]["text"] == "Present at 9:00"


def test_that_a_pasted_block_is_one_undo_step(workspace: Workspace, measure: str) -> None:
    before = workspace.dump()
    rows = [PointRow(monday(n), {"n": 20 + n, "d": 30}) for n in range(24)]
    assert enter(workspace, measure, *rows) == PointsChanged(24, 0, 0)
    assert len(workspace.select("observation", measure=measure)) == 24
    workspace.undo()
    assert workspace.dump() == before


def test_that_the_same_block_twice_changes_nothing(workspace: Workspace, measure: str) -> None:
    rows = [PointRow(monday(n), {"v": n}) for n in range(5)]
    enter(workspace, measure, *rows)
    before = workspace.dump(history=True)
    assert enter(workspace, measure, *rows) == PointsChanged(0, 0, 0)
    assert workspace.dump(history=True) == before


def test_that_a_row_adds_changes_or_takes_away_its_own_point_only(workspace: Workspace, measure: str) -> None:
    enter(workspace, measure, *[PointRow(monday(n), {"v": n}) for n in range(3)])
    changed = enter(
        workspace, measure, PointRow(monday(0), None), PointRow(monday(1), {"n": 3, "d": 9}, "snow day"),
        PointRow(monday(7), {"v": "7.50"}), PointRow(monday(9), None),
    )  # fmt: skip
    assert changed == PointsChanged(1, 1, 1)
    found = {one["period"]: (one["value"], one.get("note")) for one in workspace.select("observation", measure=measure)}
    assert found == {
        "2026-01-12": ({"n": "3", "d": "9"}, "snow day"),
        "2026-01-19": ({"v": "2"}, None),
        "2026-02-23": ({"v": "7.5"}, None),
    }
    enter(workspace, measure, PointRow(monday(0), {"v": 1}))  # a point that was taken away comes back
    assert len(workspace.select("observation", measure=measure)) == 4


def test_that_subgroups_and_several_points_in_a_period_stay_apart(workspace: Workspace, measure: str) -> None:
    with workspace.edit("Add a sub-group") as edit:
        group = edit.add("subgroup", {"measure": measure, "name": "Grade 7"})
        set_points(edit, measure, [PointRow(monday(0), {"v": 1}), PointRow(monday(0), {"v": 2}, ordinal=1)])
        set_points(edit, measure, [PointRow(monday(0), {"v": 3})], subgroup=group)
    assert measures.series(workspace, measure).values == (1.0, 2.0)
    assert measures.series(workspace, measure, subgroup=group).values == (3.0,)
    point = workspace.select("observation", subgroup=group)[0]
    assert point["id"] == measures.point_id(measure, monday(0), subgroup=group)


def test_that_one_bad_value_keeps_the_whole_block_out(workspace: Workspace, measure: str) -> None:
    before = workspace.dump(history=True)
    with pytest.raises(NetDeskError, match="greater than 0"):
        enter(workspace, measure, PointRow(monday(0), {"v": 1}), PointRow(monday(1), {"n": 1, "d": 0}))
    assert workspace.dump(history=True) == before


def test_that_the_series_is_in_order_of_time_with_denominators(workspace: Workspace, measure: str) -> None:
    enter(
        workspace, measure, PointRow(monday(2), {"n": 27, "d": 30}), PointRow(monday(0), {"n": 24, "d": 30}),
        PointRow(monday(1), {"v": 85}),
    )  # fmt: skip
    drawn = measures.series(workspace, measure)
    assert drawn.dates == (monday(0), monday(1), monday(2))
    assert (drawn.values, drawn.denominators) == ((24.0, 0.85, 27.0), (30.0, 1.0, 30.0))


def test_that_single_values_have_no_denominators(workspace: Workspace, measure: str) -> None:
    enter(workspace, measure, PointRow(monday(0), {"v": "85.5"}))
    drawn = measures.series(workspace, measure)
    assert (drawn.values, drawn.denominators) == ((85.5,), None)
    assert measures.series(workspace, measure, subgroup="f" * 32).values == ()


def test_that_phases_exclusions_and_goals_become_arguments_of_the_analysis(workspace: Workspace, measure: str) -> None:
    enter(workspace, measure, *[PointRow(monday(n), {"v": n % 5}) for n in range(20)])
    with workspace.edit(measures.ADD_PHASE) as edit:
        measures.add_phase(edit, measure, reason="A baseline before any change", frozen_points=8)
        measures.add_phase(edit, measure, reason="Calls began", starts=monday(10))
        measures.exclude_point(edit, measures.point_id(measure, monday(3)), "Flood: school was closed")
        edit.add("target_step", {"measure": measure, "from": "2026-05-01", "value": "4"})
        edit.add("target_step", {"measure": measure, "from": "2026-01-01", "value": "3"})
    drawn = measures.series(workspace, measure)
    settings = measures.chart_settings(workspace, measure, drawn)
    assert settings == {
        "chart": "run", "rules": "anhoej", "splits": (10,), "freeze": 8, "exclude": (3,), "target": 4.0, "better": "up",
    }  # fmt: skip
    result = analyse(drawn.values, drawn.denominators, **settings)
    assert [phase.start for phase in result.phases] == [0, 10]


def test_that_a_goal_in_per_cent_is_a_share_where_parts_of_a_whole_are_plotted(
    workspace: Workspace, measure: str
) -> None:
    with workspace.edit(measures.ENTER_POINTS) as edit:
        edit.add("target_step", {"measure": measure, "from": "2026-01-01", "value": "93"})
        set_points(edit, measure, [PointRow(monday(0), {"v": 85})])
    single = measures.series(workspace, measure)
    assert measures.chart_settings(workspace, measure, single)["target"] == 93.0
    enter(workspace, measure, PointRow(monday(0), {"n": 27, "d": 30}))
    counted = measures.series(workspace, measure)
    assert measures.chart_settings(workspace, measure, counted)["target"] == 0.93


def test_that_a_measure_that_is_gone_is_said(workspace: Workspace, measure: str) -> None:
    with workspace.edit("Delete") as edit:
        edit.delete("measure", measure)
    with pytest.raises(NetDeskError, match="deleted"):
        enter(workspace, measure, PointRow(monday(0), {"v": 1}))

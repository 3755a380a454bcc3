"""A measure's records become its chart: everything that a person wrote down about it is on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from netdesk import Workspace
from netdesk.core.chart_input import DefinitionChange, GoalStep
from netdesk.core.charts import analyse
from netdesk.errors import NetDeskError
from netdesk.operations import charts, measures
from netdesk.operations.causal import MOST, causal_line
from netdesk.operations.drivers import add_driver, add_idea, link

LABEL = "Fill the example"
START = date(2025, 9, 1)


def weeks(count: int) -> list[date]:
    return [START + timedelta(weeks=week) for week in range(count)]


def attended(workspace: Workspace, count: int = 16, **fields: Any) -> str:
    """A measure of so many weeks, 650 of 740 and one more each week."""
    with workspace.edit(LABEL) as edit:
        measure = measures.add_measure(
            edit, {"name": "Attendance", "unit": "%", "better": "up", "chart": "p", "every": "week", **fields}
        )
        rows = [measures.PointRow(day, {"n": str(650 + n), "d": "740"}) for n, day in enumerate(weeks(count))]
        measures.set_points(edit, measure, rows)
    return measure


def test_that_phases_frozen_points_exclusions_and_judgements_come_with_their_reasons(workspace: Workspace) -> None:
    measure = attended(workspace)
    days = weeks(16)
    with workspace.edit(LABEL) as edit:
        measures.add_phase(edit, measure, reason="Text first", starts=days[8])
        measures.add_phase(edit, measure, reason="Baseline of the fall", frozen_points=6)
        drill, flu = (measures.point_id(measure, days[n]) for n in (3, 12))
        measures.exclude_point(edit, drill, "Fire drill")
        edit.add("judgement", {"observation": flu, "astronomical": True, "because": "flu"})
    chart = charts.chart_input(workspace, measure)
    assert chart.reasons == ("Baseline of the fall", "Text first")
    assert [(phase.start, phase.baseline) for phase in chart.result.phases] == [(0, 5), (8, 6)]
    assert chart.left_out == {3: "Fire drill"}
    assert [point.index for point in chart.result.points if point.excluded] == [3]
    assert chart.judged == {12}
    assert chart.ids[12] == flu
    assert chart.days_apart == 7
    expected = analyse(chart.values, chart.denominators, chart="p", splits=(8,), freeze=6, exclude=(3,), better="up",
                       can_be_negative=False)  # fmt: skip
    assert chart.result == expected


def test_that_goals_go_in_dated_steps_and_each_point_is_held_against_its_own(workspace: Workspace) -> None:
    measure = attended(workspace, better="up")
    days = weeks(16)
    with workspace.edit(LABEL) as edit:
        edit.add("aim", {"what": "attend", "measure": measure, "to": "95", "by": "2026-05-29", "active": True})
    assert charts.chart_input(workspace, measure).goal.value == pytest.approx(0.95)  # type: ignore[union-attr]
    with workspace.edit(LABEL) as edit:
        for on, value in ((days[8], "93"), (None, "0.91"), (days[15] + timedelta(90), "97")):
            fields = {"measure": measure, "value": value, **({"from": on.isoformat()} if on else {})}
            edit.add("target_step", fields)
    chart = charts.chart_input(workspace, measure)
    assert [(step.since, step.value) for step in chart.goal_steps] == [
        (None, pytest.approx(0.91)), (days[8], pytest.approx(0.93)), (days[15] + timedelta(90), pytest.approx(0.97)),
    ]  # fmt: skip
    assert chart.goal is not None
    assert (chart.goal.value, chart.goal.by) == (pytest.approx(0.93), date(2026, 5, 29))
    assert chart.result.targets is not None
    assert [chart.result.targets[n] for n in (0, 7, 8, 15)] == [pytest.approx(one) for one in (0.91, 0.91, 0.93, 0.93)]
    assert isinstance(chart.goal_steps[0], GoalStep)


def test_that_only_a_definition_that_changed_among_the_points_breaks_the_line(workspace: Workspace) -> None:
    measure = attended(workspace)
    days = weeks(16)
    with workspace.edit(LABEL) as edit:
        for since, text in ((days[0], "full days"), (days[5], "half days too"), (days[15] + timedelta(9), "hours")):
            edit.add("measure_definition", {"measure": measure, "since": since.isoformat(), "text": text})
    assert charts.chart_input(workspace, measure).definitions == (DefinitionChange(days[5], "half days too"),)


def test_that_several_observations_of_a_period_are_one_point_of_a_chart_of_averages(workspace: Workspace) -> None:
    with workspace.edit(LABEL) as edit:
        measure = measures.add_measure(edit, {"name": "Minutes", "chart": "xbar", "every": "day"})
        rows = [
            measures.PointRow(day, {"v": str(10 + n + place)}, ordinal=place)
            for n, day in enumerate(weeks(12)) for place in range(3)
        ]  # fmt: skip
        measures.set_points(edit, measure, rows)
        measures.exclude_point(edit, measures.point_id(measure, weeks(12)[2], ordinal=1), "misread")
        for place in range(3):
            measures.exclude_point(edit, measures.point_id(measure, weeks(12)[5], ordinal=place), "trip")
    chart = charts.chart_input(workspace, measure)
    assert chart.result.chart == "xbar"
    assert len(chart.dates) == 12 and chart.dates[1] == weeks(12)[1]
    assert chart.samples is not None
    assert chart.samples[0] == (10.0, 11.0, 12.0)
    assert chart.samples[2] == (12.0, 14.0)  # the misread one is no part of its period
    assert chart.left_out == {5: "trip"}
    assert chart.values[0] == pytest.approx(11.0)
    with workspace.edit(LABEL) as edit:
        edit.put("measure", measure, {"chart": "run"})
    assert len(charts.chart_input(workspace, measure).dates) == 36


def test_that_each_sub_group_has_its_own_chart_and_a_small_one_is_hidden(workspace: Workspace) -> None:
    measure = attended(workspace)
    with workspace.edit(LABEL) as edit:
        groups = {name: edit.add("subgroup", {"measure": measure, "name": name}) for name in ("One", "Two", "Empty")}
        for name, size in (("One", 50), ("Two", 9)):
            rows = [measures.PointRow(day, {"n": str(5 + n % 3), "d": str(size + n)}) for n, day in enumerate(weeks(4))]
            measures.set_points(edit, measure, rows, subgroup=groups[name])
    found = charts.groups_of(workspace, measure)
    assert list(found) == [groups["One"], groups["Two"]]
    assert found[groups["One"]].hidden == frozenset()
    small = found[groups["Two"]]
    assert small.hidden == {0}  # nine; the others are ten and more
    assert small.values[0] is None and small.result.points[0].value is None
    assert small.title == "Attendance · Two"
    assert charts.chart_input(workspace, measure).hidden == frozenset()


def test_that_a_chart_that_cannot_be_drawn_is_a_run_chart_that_says_why(workspace: Workspace) -> None:
    with workspace.edit(LABEL) as edit:
        measure = measures.add_measure(edit, {"name": "Minutes", "chart": "p", "rules": "nelson"})
        measures.set_points(edit, measure, [measures.PointRow(day, {"v": "3"}) for day in weeks(4)])
    chart = charts.chart_input(workspace, measure)
    assert (chart.result.chart, chart.result.rules) == ("run", "anhoej")
    (caution,) = chart.cautions
    assert caution.startswith("Drawn as a run chart:") and "denominator" in caution


def test_that_a_lower_limit_below_zero_is_shown_only_where_there_can_be_such_values(workspace: Workspace) -> None:
    def lowest(unit: str, values: list[str]) -> float:
        with workspace.edit(LABEL) as edit:
            measure = measures.add_measure(edit, {"name": "x", "chart": "i", "unit": unit})
            rows = [measures.PointRow(day, {"v": one}) for day, one in zip(weeks(len(values)), values, strict=True)]
            measures.set_points(edit, measure, rows)
        points = charts.chart_input(workspace, measure).result.points
        return min(point.lcl for point in points if point.lcl is not None)

    values = ["1", "9", "2", "8", "1", "9", "2", "8", "1", "9", "2", "8"]
    assert lowest("%", values) == 0
    assert lowest("points", values) < 0


def theory(workspace: Workspace) -> dict[str, str]:
    """An aim with an outcome, two drivers with a measure each, an idea under both with a process and two cycles."""
    outcome = attended(workspace, type="outcome")
    with workspace.edit(LABEL) as edit:
        aim = edit.add("aim", {"what": "attend", "measure": outcome})
        first, second = add_driver(edit, aim, "Reach families"), add_driver(edit, aim, "Know why")
        idea = add_idea(edit, "Call before nine", parent=first)
        link(edit, second, idea)
        made = {"aim": aim, "first": first, "second": second, "idea": idea, "outcome": outcome}
        for name, of, kind in (
            ("reached", first, "driver"), ("reasons", second, "driver"), ("calls", idea, "process"),
            ("minutes", aim, "balancing"),
        ):  # fmt: skip
            made[name] = measures.add_measure(edit, {"name": name, "type": kind, "of": of})
            measures.set_points(edit, made[name], [measures.PointRow(day, {"v": "4"}) for day in weeks(5)])
        made["cycle"] = edit.add("cycle", {"title": "Five", "idea": idea, "started": "2025-09-08", "stage": "do"})
        edit.add("data_item", {"cycle": made["cycle"], "measure": made["calls"]})
        edit.add("cycle", {"title": "Elsewhere", "started": "2025-09-09", "stage": "do"})
    return made


def test_that_the_causal_line_goes_from_process_over_drivers_to_the_outcome(workspace: Workspace) -> None:
    made = theory(workspace)
    stack = causal_line(workspace, made["aim"])
    told = [(one.level, one.chart.title) for one in stack.storeys]
    assert told == [
        ("process", "calls"), ("driver", "reached"), ("driver", "reasons"), ("outcome", "Attendance"),
    ]  # fmt: skip
    assert [span.label for span in stack.spans] == ["Five"]
    assert stack.spans[0].end is None
    # A driver shows its own way only: down to its ideas, up to its aims.
    of_driver = causal_line(workspace, made["second"])
    assert [one.chart.title for one in of_driver.storeys] == ["calls", "reasons", "Attendance"]
    of_measure = causal_line(workspace, made["calls"])
    assert of_measure.title == "calls"
    assert {one.chart.title for one in of_measure.storeys} == {"calls", "reached", "reasons", "Attendance"}
    assert [one.chart.title for one in causal_line(workspace, made["outcome"]).storeys][-1] == "Attendance"


def test_that_a_line_too_long_keeps_the_nearest_and_one_without_measures_says_so(workspace: Workspace) -> None:
    made = theory(workspace)
    with workspace.edit(LABEL) as edit:
        for n in range(MOST):
            measures.add_measure(edit, {"name": f"more {n}", "type": "process", "of": made["idea"]})
    stack = causal_line(workspace, made["reached"])
    assert len(stack.storeys) == MOST
    assert "reached" in [one.chart.title for one in stack.storeys]
    with workspace.edit(LABEL) as edit:
        lonely = edit.add("aim", {"what": "read"})
    with pytest.raises(NetDeskError, match="no measure"):
        causal_line(workspace, lonely)
    with pytest.raises(NetDeskError, match="deleted"):
        causal_line(workspace, "f" * 32)

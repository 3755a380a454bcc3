"""From a real workspace to the sheet: what was entered is what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from netdesk.errors import NetDeskError
from netdesk.i18n import N_
from netdesk.operations import aims, cycles, drivers, measures
from netdesk.reports import collect
from netdesk.reports.cycle import cycle_pdf
from netdesk.store.workspace import Workspace

LABEL = N_("Fill the example")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "team.netdesk", team="Grade 7", school="Lincoln", person="Rosa Ortiz") as made:
        yield made


def attendance(workspace: Workspace) -> dict[str, str]:
    """An aim, a driver, an idea, a measure of 14 weeks with a goal, and two cycles of a ramp."""
    with workspace.edit(LABEL) as edit:
        measure = edit.add(
            "measure", {"name": "Attendance", "unit": "%", "better": "up", "chart": "p", "type": "outcome"}
        )
        definition = {"numerator": "days attended", "denominator": "days possible", "since": "2025-08-18"}
        edit.add("measure_definition", {"measure": measure, **definition})
        aim = aims.add_aim(edit, {"what": "raise attendance", "from": "89", "to": "93", "by": "2026-05-29",
                                  "measure": measure, "active": True})
        driver = drivers.add_driver(edit, aim, "Reach families early")
        idea = drivers.add_idea(edit, "Call before nine", parent=driver)
        days = [date(2025, 9, 1) + timedelta(weeks=week) for week in range(14)]
        measures.set_points(
            edit, measure, [measures.PointRow(day, {"n": str(650 + n), "d": "740"}) for n, day in enumerate(days)]
        )
        edit.add("phase", {"measure": measure, "starts": "2025-11-03", "reason": "Text first"})
        edit.add("annotation", {"measure": measure, "on": "2025-09-15", "text": "New bell schedule"})
        edit.add("calendar_gap", {"name": "Fall break", "from": "2025-10-11", "to": "2025-10-19"})
        first = cycles.add_cycle(edit, "Five families", question="Will they answer?", prediction="Most", because="home",
                                 fields={"idea": idea, "ramp": "1", "scope": "5", "scope_unit": "families"})
        question = edit.select("question", cycle=first)[0]["id"]
        edit.add("data_item", {"cycle": first, "measure": measure, "what": "calls", "minutes": "4"})
        edit.add("task", {"cycle": first, "what": "Pick five", "done": True, "due": "2025-09-20"})
        edit.add("field_note", {"cycle": first, "text": "Two rang back", "expected": "not as planned",
                                "on": "2025-09-22T15:00:00Z"})
        cycles.start_do(edit, first, today=date(2025, 9, 22))
    with workspace.edit(LABEL) as edit:
        cycles.amend(edit, question, prediction="Half", reason="two phones broke")
        cycles.study_question(edit, question, observed="3 of 5", matched="partly", learned="Text works")
        cycles.step_to(edit, first, "act", today=date(2025, 10, 3))
        cycles.decide(edit, first, "adapt", "a text goes first", people="5")
        second = cycles.next_cycle(edit, first, title="The whole grade")
    return {"measure": measure, "first": first, "second": second}  # fmt: skip


def test_that_the_sheet_holds_what_the_records_hold(workspace: Workspace) -> None:
    ids = attendance(workspace)
    sheet = collect.collect_cycle(workspace, ids["first"])
    assert (sheet.title, sheet.team, sheet.school) == ("Five families", "Grade 7", "Lincoln")
    assert (sheet.ramp, sheet.of, sheet.scope, sheet.scope_unit) == (1, 2, Decimal(5), "families")
    assert (sheet.started, sheet.ended) == (date(2025, 9, 22), date(2025, 10, 3))
    assert (sheet.decision, sheet.decision_because, sheet.people) == ("adapt", "a text goes first", Decimal(5))
    assert sheet.next_title == "cycle 2: The whole grade"
    assert "raise attendance" in sheet.aim.lower() and "93" in sheet.aim
    assert (sheet.idea, sheet.trail) == ("Call before nine", ("the driver “Reach families early”",))
    (question,) = sheet.questions
    assert (question.prediction, question.matched, question.learned) == ("Most", "partly", "Text works")
    assert question.locked_at is not None
    (amendment,) = question.amendments
    assert (amendment.prediction, amendment.reason, amendment.by) == ("Half", "two phones broke", "Rosa Ortiz")
    assert amendment.on is not None
    assert sheet.tasks[0].done and sheet.tasks[0].due == date(2025, 9, 20)
    assert sheet.field_notes[0].expected == "not as planned"
    assert (sheet.data_items[0].measure, sheet.data_items[0].minutes) == ("Attendance", Decimal(4))


def test_that_the_chart_is_the_measures_chart(workspace: Workspace) -> None:
    ids = attendance(workspace)
    (chart,) = collect.collect_cycle(workspace, ids["first"]).charts
    assert chart.title == "Attendance"
    assert chart.subtitle == "days attended, in % of: days possible"
    assert len(chart.dates) == 14 and chart.percent
    assert chart.result.chart == "p"
    assert [phase.start for phase in chart.result.phases] == [0, 9]
    assert chart.reasons == ("", "Text first")
    assert chart.goal is not None and chart.goal.value == pytest.approx(0.93) and chart.goal.by == date(2026, 5, 29)
    assert [span.label for span in chart.spans] == ["1"]  # the second has no day yet
    assert chart.annotations[0].text == "New bell schedule"
    assert chart.gaps[0].name == "Fall break"


def test_that_a_measure_alone_shows_the_cycles_that_collect_it(workspace: Workspace) -> None:
    ids = attendance(workspace)
    with workspace.read() as session:
        chart = collect.chart_input(session, ids["measure"])
    assert len(chart.spans) == 1
    assert chart.spans[0].start == date(2025, 9, 22)


def test_that_a_collected_sheet_prints(workspace: Workspace) -> None:
    ids = attendance(workspace)
    for cycle in (ids["first"], ids["second"]):
        sheet = collect.collect_cycle(workspace, cycle)
        assert cycle_pdf(sheet, printed_on=date(2026, 3, 3)).startswith(b"%PDF")


def test_that_a_deleted_part_is_not_printed(workspace: Workspace) -> None:
    ids = attendance(workspace)
    with workspace.edit(LABEL) as edit:
        edit.delete("task", edit.select("task", cycle=ids["first"])[0]["id"])
    assert collect.collect_cycle(workspace, ids["first"]).tasks == ()


def test_that_a_bare_cycle_makes_a_bare_sheet(workspace: Workspace) -> None:
    with workspace.edit(LABEL) as edit:
        cycle = edit.add("cycle", {"title": "Alone"})
    sheet = collect.collect_cycle(workspace, cycle)
    assert (sheet.title, sheet.ramp, sheet.charts, sheet.aim, sheet.questions) == ("Alone", None, (), "", ())


def test_that_a_cycle_that_is_not_there_is_named(workspace: Workspace) -> None:
    with pytest.raises(NetDeskError, match="f" * 32):
        collect.collect_cycle(workspace, "f" * 32)

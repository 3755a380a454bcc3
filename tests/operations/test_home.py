"""What Home says and which one step it suggests: the first of the ordered list that holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from netdesk import Workspace
from netdesk.operations import aims, cycles, measures
from netdesk.operations.home import SENT_TO_HUB, day, read_home
from netdesk.operations.measures import PointRow
from netdesk.operations.next_step import Reading, next_step, what_next

TODAY = date(2026, 3, 3)
AIM = {"what": "Raise attendance", "for_whom": "grade 7", "from": "89", "to": "93", "by": "2026-05-29"}


def noon(of: date) -> float:
    return datetime(of.year, of.month, of.day, 18, tzinfo=UTC).timestamp()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    clock = lambda: noon(TODAY)  # noqa: E731
    with Workspace.create(tmp_path / "team.netdesk", team="Lincoln", person="Ana", now=clock) as made:
        yield made


def step_of(workspace: Workspace, *readings: Reading) -> tuple[str, str, str]:
    found = next_step(read_home(workspace, TODAY), readings)
    return found.code, found.room, found.target


def with_measure(workspace: Workspace, last: date = TODAY, **aim: str) -> str:
    with workspace.edit("Start") as edit:
        fields = {"name": "Days attended", "unit": "%", "every": "week"}
        measure = measures.add_measure(edit, fields)
        rows = [PointRow(last - timedelta(days=7 * n), {"n": 900 - n, "d": 1000}) for n in range(3)]
        measures.set_points(edit, measure, rows)
        aims.add_aim(edit, {**AIM, "measure": measure, **aim})
    return measure


def with_cycle(workspace: Workspace, stage: str, *, title: str = "Call 12 families", **fields: str) -> str:
    with workspace.edit("Plan") as edit:
        cycle = cycles.add_cycle(
            edit, title, question="Will they answer?", prediction="2 in 3", because="home at 8", fields=fields
        )
        if stage != "plan":
            cycles.step_to(edit, cycle, stage, today=TODAY - timedelta(days=30))
    return cycle


def test_that_without_an_aim_the_step_is_to_write_one(workspace: Workspace) -> None:
    assert step_of(workspace) == ("no_aim", "purpose", "")


def test_that_an_aim_without_words_is_no_aim_yet(workspace: Workspace) -> None:
    with workspace.edit("Start") as edit:
        aims.add_aim(edit, {"for_whom": "grade 7"})
    assert step_of(workspace)[0] == "no_aim"


def test_that_an_aim_without_a_measure_asks_for_one(workspace: Workspace) -> None:
    with workspace.edit("Start") as edit:
        aims.add_aim(edit, AIM)
    assert step_of(workspace) == ("no_measure", "measures", "")
    with workspace.edit("Measure") as edit:
        measures.add_measure(edit, {"name": "Days"})
    assert step_of(workspace) == ("no_measure", "purpose", "")


@pytest.mark.parametrize(("days_ago", "is_late"), [(10, False), (11, True)])
def test_that_a_measure_is_late_after_one_and_a_half_periods(
    workspace: Workspace, days_ago: int, is_late: bool
) -> None:
    measure = with_measure(workspace, TODAY - timedelta(days=days_ago))
    assert (step_of(workspace) == ("late_point", "measures", measure)) is is_late


def test_that_school_holidays_do_not_make_a_measure_late(workspace: Workspace) -> None:
    with_measure(workspace, TODAY - timedelta(days=11))
    with workspace.edit("Holiday") as edit:
        edit.add("calendar_gap", {"name": "Break", "from": "2026-02-23", "to": "2026-02-27"})
    assert step_of(workspace)[0] != "late_point"


def test_that_a_measure_nobody_waits_for_and_nobody_feeds_is_out_of_use(workspace: Workspace) -> None:
    with_measure(workspace)
    with workspace.edit("Old") as edit:
        old = measures.add_measure(edit, {"name": "Old", "every": "week"})
        measures.set_points(edit, old, [PointRow(date(2025, 9, 1), {"v": 3})])
    assert step_of(workspace)[0] == "next_test"
    cycle = with_cycle(workspace, "do")
    with workspace.edit("Need it again") as edit:
        edit.add("data_item", {"cycle": cycle, "measure": old})
    assert step_of(workspace) == ("late_point", "measures", old)


def test_that_a_do_that_ended_a_week_ago_without_a_study_comes_next(workspace: Workspace) -> None:
    with_measure(workspace)
    cycle = with_cycle(workspace, "do", planned_end="2026-02-25")
    assert step_of(workspace)[0] == "next_test"
    with workspace.edit("Earlier") as edit:
        edit.put("cycle", cycle, {"planned_end": "2026-02-24"})
    assert step_of(workspace) == ("study", "cycles", cycle)
    with workspace.edit("Study") as edit:
        cycles.study_question(edit, edit.select("question", cycle=cycle)[0]["id"], observed="17 of 26")
    assert step_of(workspace)[0] == "next_test"


def test_that_an_unread_signal_comes_next_and_a_read_one_does_not(workspace: Workspace) -> None:
    measure = with_measure(workspace)
    signal = Reading(measure, "Days", "S", "improvement", "a shift up", "9 points.", True, "S:2026-01-05", True)
    assert step_of(workspace, signal) == ("signal", "measures", measure)
    read = Reading(measure, "Days", "S", "improvement", "a shift up", "9 points.", True, "S:2026-01-05", False)
    assert step_of(workspace, read)[0] == "next_test"


@pytest.mark.parametrize(
    ("kind", "stage", "hold", "waits"),
    [("warm", "1", False, True), ("probing", "1", False, False), ("cool", "3", False, True), ("cool", "3", True, False),
     ("warm", "0", False, False)],
)  # fmt: skip
def test_that_an_answer_waits_only_where_its_stage_lets_it_be_shown(
    workspace: Workspace, kind: str, stage: str, hold: bool, waits: bool
) -> None:
    with_measure(workspace)
    cycle = with_cycle(workspace, "plan")
    with workspace.edit("Pin") as edit:
        edit.add("stage_step", {"to": "3", "agreed_by": ["Ana"], "on": "2026-01-01"})
        edit.by_program = True  # the program notes the stage of the day
        pin = edit.add("pin", {"of": cycle, "question": "Who else tried?", "stage": "3", "hold": hold})
    with workspace.edit("Answer") as edit:
        feedback = edit.add("feedback", {"pin": pin, "kind": kind, "text": "We did.", "by_team": "Roosevelt"})
        edit.add("stage_step", {"to": stage, "agreed_by": ["Ana"], "on": "2026-02-01"})
    assert (step_of(workspace)[0] == "answer") is waits
    if waits:
        with workspace.edit("Reply") as edit:
            edit.add("reply", {"feedback": feedback, "text": "Thank you."})
        assert step_of(workspace)[0] == "next_test"


def test_that_published_work_that_waits_two_weeks_asks_to_be_sent(workspace: Workspace) -> None:
    measure = with_measure(workspace)
    workspace.now = lambda: noon(TODAY - timedelta(days=14))
    with workspace.edit("Publish") as edit:
        edit.publish("measure", measure)
    assert step_of(workspace)[:2] == ("unsent", "sharing")
    workspace.set_setting(SENT_TO_HUB, noon(TODAY - timedelta(days=13)))
    assert step_of(workspace)[0] == "next_test"


def test_that_else_the_next_test_in_the_ramp_comes_next(workspace: Workspace) -> None:
    with_measure(workspace)
    assert step_of(workspace) == ("next_test", "cycles", "")
    cycle = with_cycle(workspace, "closed")
    with workspace.edit("Decide") as edit:
        cycles.decide(edit, cycle, "adapt", "Text first.")
    assert step_of(workspace) == ("next_test", "cycles", cycle)
    with workspace.edit("Go on") as edit:
        following = cycles.next_cycle(edit, cycle)
    assert step_of(workspace) == ("next_test", "cycles", following)


def test_that_the_aim_tells_where_it_stands_and_how_many_days_are_left(workspace: Workspace) -> None:
    with_measure(workspace)
    aim = read_home(workspace, TODAY).aim
    assert aim is not None
    assert (aim.start, aim.now, aim.goal, aim.days_left) == (89, 90, 93, 87)
    assert aim.share == pytest.approx(0.25)
    assert aim.sentence.startswith("By May 29, 2026, raise attendance for grade 7 from 89% to 93%")


def test_that_an_aim_that_goes_down_makes_its_way_too(workspace: Workspace) -> None:
    with_measure(workspace, **{"from": "94", "to": "86"})
    aim = read_home(workspace, TODAY).aim
    assert aim is not None
    assert aim.share == pytest.approx(0.5)


def test_that_each_open_test_has_its_next_step(workspace: Workspace) -> None:
    with_cycle(workspace, "plan", title="Carpool", planned_start="2026-03-09")
    with_cycle(workspace, "do", title="Calls", planned_end="2026-02-20")
    with_cycle(workspace, "act", title="Letters")
    with workspace.edit("Plan") as edit:
        cycles.add_cycle(edit, "No prediction", question="Will it?")
    found = {one.record["title"]: what_next(one, TODAY) for one in read_home(workspace, TODAY).cycles}
    assert found == {
        "Letters": ("decide", "adopt, adapt or abandon"),
        "Calls": ("study", "11 days since the Do"),
        "Carpool": ("start", "on Mar 9, 2026"),
        "No prediction": ("write a prediction", ""),
    }
    assert read_home(workspace, TODAY).cycles[0].record["title"] == "Letters"


def test_that_a_day_is_read_from_dates_and_instants_alone() -> None:
    assert day("2026-03-03T10:00:00Z") == TODAY
    assert [day(said) for said in (None, "", "soon, perhaps", 5)] == [None] * 4


def test_that_home_is_read_in_few_statements_however_much_there_is(workspace: Workspace) -> None:
    with_measure(workspace)
    for n in range(6):
        with_cycle(workspace, "do", title=f"Test {n}")
    count: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        count.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        read_home(workspace, TODAY)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(count) <= 16, count


def test_that_copies_of_our_published_work_double_nothing_on_home(workspace: Workspace) -> None:
    with_measure(workspace)
    cycle = with_cycle(workspace, "do")
    before = read_home(workspace, TODAY)
    with workspace.edit("Publish") as edit:
        edit.publish("cycle", cycle)
    after = read_home(workspace, TODAY)
    assert [len(one.questions) for one in after.cycles] == [len(one.questions) for one in before.cycles] == [1]

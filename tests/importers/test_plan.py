"""Taking a sheet in: compared with what is there, one edit, the same file twice no change, and a remembered map."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netdesk import Workspace
from netdesk.errors import NetDeskError
from netdesk.importers.files import read_data
from netdesk.importers.guess import MeasureSide, guess
from netdesk.importers.mapping import Mapping, from_json, to_json
from netdesk.importers.plan import IMPORT_POINTS, REMEMBERED, ImportPlan, remember, take_in
from netdesk.importers.reading import read_points
from tests.importers.conftest import TODAY, Planner, said

FIRST = "Week,Present,Enrolled,Notes\n2024-01-08,28,30,\n2024-01-15,27,30,fog\n2024-01-22,30,30,\n"


def take(workspace: Workspace, plan: ImportPlan) -> None:
    with workspace.edit(IMPORT_POINTS) as edit:
        take_in(edit, plan)


def test_that_the_same_file_twice_changes_nothing(workspace: Workspace, attendance: str, plan: Planner) -> None:
    take(workspace, plan(FIRST, attendance))
    again = plan(FIRST, attendance)
    assert [one.state for one in again.points] == ["same"] * 3
    assert not again.changes_something


def test_that_a_changed_cell_is_one_shown_change(workspace: Workspace, attendance: str, plan: Planner) -> None:
    take(workspace, plan(FIRST, attendance))
    found = plan(FIRST.replace("27,30", "29,30"), attendance)
    changed = [one for one in found.points if one.state != "same"]
    assert [(one.state, one.before, one.point.value) for one in changed] == [
        ("changed", {"n": "27", "d": "30"}, {"n": "29", "d": "30"})
    ]
    take(workspace, found)
    assert not plan(FIRST.replace("27,30", "29,30"), attendance).changes_something


def test_that_taking_in_is_one_undo_step(workspace: Workspace, attendance: str, plan: Planner) -> None:
    before = workspace.dump()
    take(workspace, plan(FIRST, attendance))
    assert len(workspace.select("observation", measure=attendance)) == 3
    workspace.undo()
    assert workspace.dump() == before


def test_that_a_row_gone_from_the_file_takes_nothing_away(workspace: Workspace, attendance: str, plan: Planner) -> None:
    take(workspace, plan(FIRST, attendance))
    shorter = plan("\n".join(FIRST.splitlines()[:2]) + "\n", attendance)
    assert not shorter.changes_something
    assert len(workspace.select("observation", measure=attendance)) == 3


def test_that_sub_groups_are_made_once(workspace: Workspace, attendance: str, plan: Planner) -> None:
    text = "Week,Grade,Present,Enrolled\n2024-01-08,Grade 6,14,15\n2024-01-08,Grade 7,13,15\n"
    take(workspace, plan(text, attendance))
    assert [one["name"] for one in workspace.select("subgroup", measure=attendance)] == ["Grade 6", "Grade 7"]
    again = plan(text.replace("Grade 7", "GRADE 7"), attendance)
    assert (again.new_groups, again.changes_something) == ((), False)


def test_that_a_map_is_remembered_for_the_same_heads(workspace: Workspace, minutes: str, plan: Planner) -> None:
    text = "Day,First,Second\n2024-01-08,1,9\n2024-01-15,2,8\n"
    by_hand = plan(text, minutes).guess.mapping.with_column("value", 2)
    chosen = plan(text, minutes, mapping=by_hand)
    assert said(chosen) == [("2024-01-08", "9"), ("2024-01-15", "8")]
    remember(workspace.set_setting, chosen)
    kept: dict[str, Any] = workspace.setting(REMEMBERED + minutes)
    assert said(plan(text + "2024-01-22,3,7\n", minutes, remembered=kept))[-1] == ("2024-01-22", "7")
    other = plan("Day,One,Two\n2024-01-08,1,9\n", minutes, remembered=kept)
    assert other.guess.mapping.heads == ("Day", "One", "Two")


def test_that_a_measure_of_pairs_takes_no_single_number(workspace: Workspace, attendance: str, plan: Planner) -> None:
    take(workspace, plan(FIRST, attendance))
    found = plan("Week,Rate\n2024-02-05,91\n", attendance)
    assert found.points == ()
    assert "needs two" in found.reading.problems[0].why


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([], "JSON object"),
        ({"periods": 0}, 'knows no "periods"'),
        ({"period": "A", "value": 1}, '"period" of the map cannot be'),
        ({"period": 0}, 'needs "period"'),
        ({"period": 0, "n": 1}, 'needs "period"'),
        ({"period": 0, "value": 1, "decimal": ";"}, '"decimal"'),
        ({"period": 0, "value": True}, '"value"'),
    ],
)
def test_that_a_wrong_map_is_refused_by_its_part(document: Any, words: str) -> None:
    with pytest.raises(NetDeskError, match=words):
        from_json(document)


def test_that_a_map_beyond_the_sheet_is_refused(minutes: str, plan: Planner) -> None:
    with pytest.raises(NetDeskError, match="names column 9"):
        plan(FIRST, minutes, mapping=Mapping(period=0, value=9))


days = st.integers(0, 300).map(lambda n: date(2023, 8, 28) + timedelta(days=n))
numbers = st.decimals(min_value=0, max_value=999, places=2, allow_nan=False)


@given(
    table=st.dictionaries(days, numbers, min_size=4, max_size=30),
    separator=st.sampled_from([",", ";", "\t"]),
    order=st.sampled_from(["iso", "mdy", "dmy", "words"]),
    comma=st.booleans(),
    title=st.booleans(),
)
def test_that_any_way_of_writing_a_table_gives_the_table(
    table: dict[date, Decimal], separator: str, order: str, comma: bool, title: bool
) -> None:
    comma = comma and separator != ","
    if order in ("mdy", "dmy") and all(day.day <= 12 for day in table):
        order = "iso"
    form = {"iso": "%Y-%m-%d", "mdy": "%m/%d/%Y", "dmy": "%d/%m/%Y", "words": "%d %B %Y"}[order]
    lines = [f"{day.strftime(form)}{separator}{str(n).replace('.', ',') if comma else n}" for day, n in table.items()]
    text = "\n".join([*(["Our school"] if title else []), f"Date{separator}Value", *lines])
    side = MeasureSide({"name": "Minutes"})
    found = guess(read_data(text.encode(), "data"), side)
    reading = read_points(found.sheet, found.mapping, side, today=TODAY)
    assert {one.period: Decimal(one.value["v"]) for one in reading.points} == table
    assert reading.problems == ()
    assert from_json(to_json(found.mapping)) == found.mapping

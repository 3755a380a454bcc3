"""All cycles: board, list, calendar and ramps, narrowed by filters, by mouse and by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from sqlalchemy import Engine, event

from netdesk.operations import cycles
from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages.cycle_board import CycleCard
from netdesk.ui.pages.cycle_calendar import Bar, weeks_of
from netdesk.ui.pages.cycle_list import CycleRow
from netdesk.ui.pages.cycle_ramps import step_heights
from netdesk.ui.pages.cycle_tile import kept_together

from .driving import choose, click, find, type_into, wait_for
from .sample_team import TODAY, at

VIEWS = ("board", "list", "calendar", "ramps")


@pytest.fixture
def team(sample: MainWindow) -> MainWindow:
    """The sample team on the day of the sample, with an abandoned test, one whose Study waits, and a third step."""
    workspace = sample.context.workspace
    workspace.now = lambda: at(TODAY)
    with workspace.edit("Add tests") as edit:
        dropped = cycles.add_cycle(edit, "Phone tree", question="Do parents call?", prediction="Half")
        cycles.start_do(edit, dropped, today=date(2026, 1, 12))
        question = edit.select("question", cycle=dropped)[0]["id"]
        cycles.study_question(edit, question, matched="no", learned="Parents do not know each other's numbers.")
        cycles.decide(edit, dropped, "abandon", "Nobody called anybody.")
        cycles.step_to(edit, dropped, "closed", today=date(2026, 1, 26))
        days = {"planned_start": "2026-02-02", "planned_end": "2026-02-13"}
        waiting = cycles.add_cycle(edit, "Breakfast", question="Who comes?", prediction="4 of 5", fields=days)
        cycles.start_do(edit, waiting, today=date(2026, 2, 2))
        second = next(one for one in edit.select("cycle") if one.get("ramp") == "2")
        cycles.next_cycle(edit, second["id"], title="Whole school", fields={"scope": "900"})
    sample.go("cycles")
    return sample


def id_of(window: MainWindow, title: str) -> str:
    return str(next(one["id"] for one in window.context.workspace.select("cycle") if one["title"] == title))


def in_sight(window: MainWindow, prefix: str) -> list[str]:
    """The titles of the cycles whose tile or row is in sight."""
    titles = {one["id"]: one["title"] for one in window.context.workspace.select("cycle")}
    buttons = [one for one in window.pages["cycles"].findChildren(QAbstractButton) if one.isVisibleTo(window)]
    found = [one.objectName().removeprefix(prefix) for one in buttons if one.objectName().startswith(prefix)]
    return [titles[one] for one in found]


def test_that_the_board_has_every_test_in_the_column_of_its_stage(team: MainWindow) -> None:
    def cards(stage: str) -> list[str]:
        column = find(team, f"board_{stage}")
        return [one.accessibleName().split(",")[0] for one in column.findChildren(QAbstractButton)]

    columns = {stage: cards(stage) for stage in ("plan", "do", "study", "act", "closed")}
    assert columns == {
        "plan": ["Text first", "Whole school"],
        "do": ["Homeroom buddies", "Breakfast"],
        "study": [],
        "act": [],
        "closed": ["Phone tree", "12 families"],
    }


def test_that_the_stages_stand_below_each_other_where_their_columns_would_be_too_narrow(team: MainWindow) -> None:
    plan, closed = find(team, "board_plan"), find(team, "board_closed")
    assert plan.y() == closed.y() and plan.x() < closed.x()
    team.pages["cycles"].setFixedWidth(560)
    wait_for(lambda: plan.x() == closed.x() and plan.geometry().bottom() < closed.y(), "one stage below the other")
    assert plan.width() == find(team, "cycle_board").width()


def test_that_what_a_card_says_breaks_into_lines_but_no_date_does() -> None:
    assert kept_together("Feb 2, 2026 – Feb 13, 2026") == "Feb\xa02, 2026\xa0– Feb\xa013, 2026"
    assert kept_together("Study waits, 18 days") == "Study waits, 18\xa0days"


def test_that_a_study_that_waits_is_gently_shown_on_the_board_and_in_the_list(team: MainWindow) -> None:
    waits = [one.accessibleName() for one in team.findChildren(CycleCard) if "waits" in one.accessibleName()]
    assert len(waits) == 1 and waits[0].endswith("Study waits, 18 days")
    click(team, "cycles_view_list")
    assert [one.accessibleName() for one in team.findChildren(CycleRow) if "waits" in one.accessibleName()] == waits


@pytest.mark.parametrize(("view", "prefix"), [("board", "card_"), ("list", "open_cycle_"), ("ramps", "step_")])
def test_that_a_test_opens_from_every_view_by_mouse_and_by_keyboard(team: MainWindow, view: str, prefix: str) -> None:
    cycle = id_of(team, "Homeroom buddies")
    for key in (None, Qt.Key.Key_Space, Qt.Key.Key_Return):
        team.go("cycles")
        click(team, f"cycles_view_{view}")
        if key is None:
            click(team, f"{prefix}{cycle}")
        else:
            tile = find(team, f"{prefix}{cycle}")
            tile.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(tile, key)
        assert team.open_cycle() == cycle


def test_that_the_calendar_shows_a_test_over_its_days_and_steps_by_months(team: MainWindow) -> None:
    click(team, "cycles_view_calendar")
    assert find(team, "calendar_month").text() == "March 2026"
    assert "Breakfast" not in in_sight(team, "bar_")
    click(team, "month_before")
    assert find(team, "calendar_month").text() == "February 2026"
    QTest.qWait(5)
    bars = [one for one in team.findChildren(QWidget, f"bar_{id_of(team, 'Breakfast')}") if one.isVisibleTo(team)]
    assert len(bars) == 2
    week = bars[0].parentWidget()
    assert abs(bars[0].width() - week.width() * 6 / 7) < 12  # Monday to Saturday, where the week begins on Sunday
    click(team, "month_before")
    click(team, "month_before")
    assert find(team, "calendar_month").text() == "December 2025"
    assert "12 families, two weeks" in in_sight(team, "bar_")
    click(team, "calendar_today")
    assert find(team, "calendar_month").text() == "March 2026"
    click(team, f"bar_{id_of(team, 'Homeroom buddies')}")
    assert team.open_cycle() == id_of(team, "Homeroom buddies")


@pytest.mark.parametrize("month", [date(2026, 2, 1), date(2026, 3, 31), date(2025, 12, 15), date(2024, 2, 29)])
def test_that_the_weeks_of_a_month_hold_all_its_days_once(month: date) -> None:
    weeks = weeks_of(month)
    days = [start.toordinal() + n for start in weeks for n in range(7)]
    assert days == list(range(days[0], days[0] + len(days)))
    inside = [date.fromordinal(day) for day in days if date.fromordinal(day).month == month.month]
    assert inside[0].day == 1
    assert len(inside) >= 28
    assert all(any((start.toordinal() + n) in (one.toordinal() for one in inside) for n in range(7)) for start in weeks)


def test_that_a_ramp_rises_with_the_scale_of_its_tests(team: MainWindow) -> None:
    click(team, "cycles_view_ramps")
    QTest.qWait(5)
    steps = [
        find(team, f"step_{id_of(team, title)}")
        for title in ("12 families, two weeks", "Text first, whole grade", "Whole school")
    ]
    assert [one.x() for one in steps] == sorted(one.x() for one in steps)
    assert steps[0].height() < steps[1].height() < steps[2].height()
    assert steps[0].accessibleName().startswith("Step 1: 12 families, two weeks, Closed")
    assert "Adapt" in steps[0].accessibleName()


def test_that_steps_are_as_high_as_their_scale_or_even_where_it_is_not_known() -> None:
    same = [{"scope": scope, "scope_unit": "families"} for scope in ("5", "50", "500")]
    assert step_heights(same) == pytest.approx([0.0, 0.5, 1.0])
    fewer = [{"scope": scope, "scope_unit": "families"} for scope in ("50", "5")]
    assert step_heights(fewer) == pytest.approx([1.0, 0.0])
    mixed = [{"scope": "5", "scope_unit": "families"}, {"scope": "2", "scope_unit": "classes"}, {}]
    assert step_heights(mixed) == [0.0, 0.5, 1.0]
    assert step_heights([{}]) == [0.0]


def test_that_filters_narrow_every_view_and_are_cleared_in_one_press(team: MainWindow) -> None:
    click(team, "cycles_view_list")
    type_into(team, "filter_text", "TREE phone", leave=False)
    wait_for(lambda: in_sight(team, "open_cycle_") == ["Phone tree"], "the search")
    assert find(team, "filter_text").hasFocus()
    click(team, "cycles_view_board")
    assert in_sight(team, "card_") == ["Phone tree"]
    choose(team, "filter_stage", "Plan")
    find(team, "filter_stage").activated.emit(1)
    assert find(team, "cycles_none_found").isVisible()
    click(team, "none_found_clear")
    assert len(in_sight(team, "card_")) == 6
    assert find(team, "filter_text").text() == ""


def test_that_the_shelf_shows_abandoned_tests_with_what_they_taught(team: MainWindow) -> None:
    choose(team, "filter_decision", "Abandon: what does not work here")
    combo = find(team, "filter_decision")
    combo.activated.emit(combo.currentIndex())
    assert find(team, "cycles_shelf").title.text() == "What does not work here"
    assert in_sight(team, "open_cycle_") == ["Phone tree"]
    assert [one.text() for one in team.findChildren(QLabel, "lesson") if one.isVisibleTo(team)] == [
        "Parents do not know each other's numbers."
    ]


def test_that_everything_on_the_page_has_a_name_and_is_reached_by_tab(team: MainWindow) -> None:
    page = team.pages["cycles"]
    for view in VIEWS:
        click(team, f"cycles_view_{view}")
        QTest.qWait(1)
        wanted = {
            one for one in page.findChildren(QWidget)
            if one.isVisibleTo(team) and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
            and one.window() is team
        }  # fmt: skip
        assert wanted
        assert [one.objectName() for one in wanted if not one.accessibleName()] == []
        reached = set()
        find(team, f"cycles_view_{view}").setFocus()
        for _n in range(80):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            reached.add(QApplication.focusWidget())
        assert wanted <= reached


def test_that_an_empty_room_says_what_it_is_for_and_offers_one_act(window: MainWindow) -> None:
    window.go("cycles")
    assert find(window, "first_cycle").isEnabled()
    assert not [one for one in window.findChildren(QWidget, "filter_text") if one.isVisibleTo(window)]


def test_that_names_of_200_letters_do_not_widen_any_view(team: MainWindow) -> None:
    long = "Elternabendvorbereitungsgespräche " * 6
    with team.context.workspace.edit("Edit") as edit:
        for one in edit.select("cycle"):
            edit.put("cycle", one["id"], {"title": f"{one['title']} {long}"[:200]})
    page = team.pages["cycles"]
    for view in VIEWS:
        click(team, f"cycles_view_{view}")
        QTest.qWait(5)
        shown = find(team, {"board": "cycle_board", "list": "cycle_list"}.get(view, f"cycle_{view}"))
        assert shown.width() <= page.width()
        assert page.width() <= team.width()


def test_that_the_board_stays_as_it_is_until_something_changes(team: MainWindow) -> None:
    card = team.findChildren(CycleCard)[0]
    team.go("home")
    team.go("cycles")
    assert team.findChildren(CycleCard)[0] is card
    team.context.put("Edit the title", "cycle", id_of(team, "Homeroom buddies"), {"title": "Homeroom pairs"})
    assert any(one.accessibleName().startswith("Homeroom pairs") for one in team.findChildren(CycleCard))


def test_that_a_column_of_the_board_in_which_nothing_changes_keeps_its_cards(team: MainWindow) -> None:
    closed, studied = (find(team, f"board_{stage}").findChildren(CycleCard) for stage in ("closed", "do"))
    assert closed and studied
    named = studied[0].objectName().removeprefix("card_")
    team.context.put("Edit the title", "cycle", named, {"title": "Homeroom pairs"})
    assert find(team, "board_closed").findChildren(CycleCard) == closed
    assert find(team, "board_do").findChildren(CycleCard)[0].accessibleName().startswith("Homeroom pairs")
    cards = find(team, "board_do").findChildren(CycleCard)
    team.context.put("Edit the plan", "cycle", named, {"plan": "What the board does not show"})
    assert find(team, "board_do").findChildren(CycleCard) == cards


def test_that_another_view_of_the_same_tests_reads_them_no_second_time(team: MainWindow) -> None:
    read: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        read.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for view in ("list", "calendar", "ramps", "board"):
            click(team, f"cycles_view_{view}")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert read and not [one for one in read if "cycle.plan" in one and "cycle.id =" not in one]


def test_that_many_tests_come_in_portions_by_mouse_and_keyboard(team: MainWindow) -> None:
    with team.context.workspace.edit("Add many tests") as edit:
        day = {"planned_start": TODAY.isoformat(), "planned_end": TODAY.isoformat()}
        for n in range(60):
            cycles.add_cycle(edit, f"Call {n}", question="Who answers?", prediction="Half", fields=day)
    planned = len(team.context.workspace.select("cycle", stage="plan"))
    column = find(team, "board_plan")
    assert len(column.findChildren(CycleCard)) == 20
    assert find(column, "board_more").text() == f"{planned - 20} more in the list"
    click(column, "board_more")
    in_hand = [one for one in team.context.workspace.select("cycle") if one.get("stage") != "closed"]
    assert len(find(team, "cycles_in_hand").findChildren(CycleRow)) == 40
    assert team.findChildren(CycleCard) == [], "what is out of sight costs nothing"
    more = find(team, "list_more")
    more.setFocus()
    QTest.keyClick(more, Qt.Key.Key_Space)
    rows = find(team, "cycles_in_hand").findChildren(CycleRow)
    assert len(rows) == len(in_hand) and rows[40] is QApplication.focusWidget()
    team.page().show_view("calendar")
    bars = find(team, "cycle_calendar").findChildren(Bar)
    assert find(team, "calendar_more").isVisible() and 12 <= len(bars) < 60
    team.go("home")
    told = f"All {len(in_hand)} cycles in hand"
    wait_for(lambda: find(team, "home_cycles_all").text() == told, "Home to be read")

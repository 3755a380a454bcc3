"""Definition, goals, sub-groups, calendar and the causal line: each from the Measures room, each an edit."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from netdesk.core.drawing import texts
from netdesk.i18n import format_date
from netdesk.operations.measures import PointRow, add_measure, set_points
from netdesk.ui.main_window import MainWindow

from .driving import Answers, choose, click, find, in_dialog, type_into, wait_for
from .workbench import chart_of, minutes, shifted, undo, week


def words_in(window: MainWindow, name: str) -> str:
    made = find(window, name).drawing
    return " ".join(one.text for one in texts(made)) if made is not None else ""


def test_that_a_changed_definition_is_a_new_version_and_a_break_on_the_chart(window: MainWindow) -> None:
    measure = minutes(window)
    workspace = window.context.workspace

    def fill(dialog) -> None:
        day, text = find(dialog, "new_definition_since"), find(dialog, "new_definition_text")
        assert day.text() == format_date(window.context.today()), "written as everywhere else"
        text.selectAll()
        QTest.keyClicks(text, "Minutes read anywhere")
        day.selectAll()
        QTest.keyClicks(day, "no day")
        click(dialog, "new_definition_accept")
        assert dialog.isVisible() and "no day" in find(dialog, "new_definition_since_problem").text()
        day.selectAll()
        QTest.keyClicks(day, "Nov 10, 2025")
        click(dialog, "new_definition_accept")

    in_dialog("new_definition", fill)
    click(window, "change_definition")
    found = sorted(workspace.select("measure_definition", measure=measure), key=lambda one: one["since"])
    assert [(one["since"], one["text"]) for one in found] == [
        ("2025-09-01", "Minutes read at home"),
        ("2025-11-10", "Minutes read anywhere"),
    ]
    assert "Until Nov 10, 2025: Minutes read at home" in find(window, "older_definitions").text()
    assert [one.since for one in window.pages["measures"]._made.chart.definitions] == [date(2025, 11, 10)]
    assert workspace.undo_label() == "Change the definition"
    type_into(window, "definition_source", "Reading log")
    newest = max(workspace.select("measure_definition", measure=measure), key=lambda one: one["since"])
    assert newest["source"] == "Reading log", "words are mended in the version in use"
    undo(window)
    undo(window)
    assert len(workspace.select("measure_definition", measure=measure)) == 1


def test_that_kind_aim_person_and_rules_are_chosen_and_a_chart_is_suggested_with_its_reason(
    window: MainWindow,
) -> None:
    with window.context.workspace.edit("Add") as edit:
        aim = edit.add("aim", {"what": "Children read 20 minutes a day", "active": True})
        person = edit.add("person", {"name": "Mai Vang", "active": True})
    measure = minutes(window)
    workspace = window.context.workspace
    choose(window, "measure_of", "Aim: Children read 20 minutes a day")
    choose(window, "measure_collector", "Mai Vang")
    choose(window, "measure_rules", "IHI")
    type_into(window, "measure_minutes", "4")
    found = workspace.get("measure", measure)
    assert (found["of"], found["collector"], found["rules"], found["minutes"]) == (aim, person, "ihi", "4")
    advice = find(window, "chart_advice").text()
    assert advice.startswith("Suggested: I chart")
    click(window, "take_chart_advice")
    assert workspace.get("measure", measure)["chart"] == "i"
    assert find(window, "chart_kind").whole().startswith("I chart")
    assert find(window, "chart_advice").text().startswith("It fits these numbers.")


def test_that_goals_go_in_dated_steps(window: MainWindow) -> None:
    measure = minutes(window)
    workspace = window.context.workspace
    type_into(window, "measure_goal", "20")
    steps = workspace.select("target_step", measure=measure)
    assert [(one["from"], one["value"]) for one in steps] == [("2025-09-01", "20")]
    click(window, "add_goal_step")
    wait_for(lambda: len(workspace.select("target_step", measure=measure)) == 2, "the second goal")
    type_into(window, "target_step_from", "2026-01-05", which=1)
    type_into(window, "target_step_value", "25", which=1)
    steps = sorted(workspace.select("target_step", measure=measure), key=lambda one: one["from"])
    assert [(one["from"], one["value"]) for one in steps] == [("2025-09-01", "20"), ("2026-01-05", "25")]
    assert [step.value for step in window.pages["measures"]._made.chart.goal_steps] == [20.0, 25.0]
    click(window, "target_step_delete")
    assert len(workspace.select("target_step", measure=measure)) == 1
    assert find(window, "measure_goal").text() == "25"


def test_that_sub_groups_stand_side_by_side_with_the_gap_in_words_and_small_ones_hidden(
    window: MainWindow, answers: Answers
) -> None:
    with window.context.workspace.edit("Add") as edit:
        measure = add_measure(edit, {"name": "On time", "unit": "%", "better": "up", "every": "week"})
        for name, rate, size in (("Grade 6", 0.9, 100), ("Grade 7", 0.7, 100), ("New arrivals", 0.5, 6)):
            group = edit.add("subgroup", {"measure": measure, "name": name})
            rows = [PointRow(week(n), {"n": round(rate * size) + n % 2, "d": size}) for n in range(12)]
            set_points(edit, measure, rows, subgroup=group)
    window.go("measures", measure)
    picture = find(window, "groups_picture")
    wait_for(lambda: picture.drawing is not None, "the groups")
    shown = words_in(window, "groups_picture")
    assert "Grade 6" in shown and "fewer than 10" in shown and "50%" not in shown
    said = picture.accessibleDescription()
    assert "Grade 6" in said and "Grade 7" in said and "20 percentage points" in said
    assert "The gap:" in shown
    answers.saved_as = "groups.pdf"
    click(window, "groups_save")
    wait_for((answers.folder / "groups.pdf").exists, "the groups' file")
    choose(window, "measure_group", "Grade 7")
    wait_for(lambda: len(chart_of(window).places) == 12, "the group's own chart")
    assert "group" not in find(window, "points_grid").model().columns
    type_into(window, "subgroup_name", "Year 7", which=1)
    assert "Year 7" in [one["name"] for one in window.context.workspace.select("subgroup")]


def test_that_the_causal_line_puts_process_driver_and_outcome_on_one_axis_with_its_caution(
    window: MainWindow, answers: Answers
) -> None:
    with window.context.workspace.edit("Add") as edit:
        aim = edit.add("aim", {"what": "Read 20 minutes a day", "active": True})
        for name, kind in (("Minutes read", "outcome"), ("Books taken home", "driver"), ("Bags packed", "process")):
            measure = add_measure(edit, {"name": name, "type": kind, "of": aim, "unit": "a day", "better": "up"})
            set_points(edit, measure, [PointRow(week(n), {"v": value}) for n, value in enumerate(shifted())])
    window.go("measures")
    click(window, "causal_line_open")
    picture = find(window, "causal_line")
    wait_for(lambda: picture.drawing is not None, "the causal line")
    shown = words_in(window, "causal_line")
    places = [shown.index(one) for one in ("Process: Bags packed", "Driver: Books taken home", "Outcome: Minutes read")]
    assert places == sorted(places)
    assert "does not prove" in shown and "does not prove" in picture.accessibleDescription()
    answers.saved_as = "line.svg"
    click(window, "line_save")
    wait_for((answers.folder / "line.svg").exists, "the line's file")
    assert "does not prove" in (answers.folder / "line.svg").read_text(encoding="utf-8")
    click(window, f"line_open_{measure}")
    assert find(window, "page_title").whole() == "Bags packed"
    window.pages["measures"]._made._open_line()
    wait_for(lambda: find(window, "page_title").whole() == "Bags packed", "the line of the measure")
    find(window, "causal_line")
    window.back()
    assert find(window, "measures_list").isVisible()


def test_that_a_break_moves_whole_by_its_first_day_and_never_ends_before_it(window: MainWindow) -> None:
    window.go("measures")
    workspace = window.context.workspace
    seen: list[Any] = []

    def write(dialog: QWidget, field: str, text: str) -> None:
        widget = find(dialog, f"calendar_gap_{field}")
        widget.setFocus()
        widget.selectAll()
        QTest.keyClicks(widget, text)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        [gap] = workspace.select("calendar_gap")
        seen.append((gap["from"], gap["to"]))

    def fill(dialog: QWidget) -> None:
        click(dialog, "add_gap")
        write(dialog, "from", "2030-12-23")
        write(dialog, "to", "2030-12-20")
        seen.append(find(dialog, "calendar_problem").text())
        write(dialog, "to", "2031-01-03")
        seen.append(dialog.findChild(QLabel, "calendar_problem").isVisible())
        click(dialog, "school_calendar_accept")

    in_dialog("school_calendar", fill)
    click(window, "school_calendar_open")
    assert seen == [
        ("2030-12-23", "2030-12-27"),
        ("2030-12-23", "2030-12-27"),
        "A school break cannot end on 2030-12-20, before it begins on 2030-12-23. Change one of the two days.",
        ("2030-12-23", "2031-01-03"),
        False,
    ]


def test_that_school_breaks_are_kept_in_the_calendar_and_shaded(window: MainWindow) -> None:
    minutes(window)
    window.go("measures")
    workspace = window.context.workspace

    def fill(dialog) -> None:
        click(dialog, "add_gap")
        for field, text in (("name", "Winter break"), ("from", "2025-12-22"), ("to", "2026-01-02")):
            widget = find(dialog, f"calendar_gap_{field}")
            widget.setFocus()
            widget.selectAll()
            QTest.keyClicks(widget, text)
            QTest.keyClick(widget, Qt.Key.Key_Tab)
        click(dialog, "school_calendar_accept")

    in_dialog("school_calendar", fill)
    click(window, "school_calendar_open")
    gaps = workspace.select("calendar_gap")
    assert [(one["name"], one["from"], one["to"]) for one in gaps] == [("Winter break", "2025-12-22", "2026-01-02")]
    window.go("measures", workspace.select("measure")[0]["id"])
    assert [one.name for one in window.pages["measures"]._made.chart.gaps] == ["Winter break"]


def test_that_every_control_of_the_workbench_has_a_name_to_be_read(window: MainWindow) -> None:
    minutes(window)
    chart_of(window).select(4, 4)
    page = window.pages["measures"]
    nameless = [
        one.objectName() or type(one).__name__
        for one in page.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(one, QLabel)
        if not one.accessibleName() and one.focusProxy() is None
    ]
    assert nameless == []

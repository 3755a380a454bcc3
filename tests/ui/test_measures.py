"""The Measures room: typing and pasting points, each as one undo step, and the chart that reads them."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from netdesk.operations.measures import add_measure
from netdesk.ui.charts.measure_chart import MeasureChart
from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages import measures as measures_page

from .driving import choose, click, find, in_dialog, noted_threads, press, show, type_into, wait_for

MONDAYS = [date(2025, 9, 1) + timedelta(days=7 * n) for n in range(24)]


def weekly(shares: bool = True) -> str:
    """24 rows as a spreadsheet copies them, with a heading."""
    low, high = (88, 87, 89, 86, 88, 90), (93, 94, 92, 95, 93, 94)
    values = [low[n % 6] if n < 12 else high[n % 6] for n in range(24)]
    if shares:
        lines = [f"{day:%m/%d/%Y}\t{value}\t100\t{value}%" for day, value in zip(MONDAYS, values, strict=True)]
        return "\n".join(["Week\tPresent\tPossible\tRate", *lines]) + "\n"
    return "\n".join(f"{day.isoformat()}\t{value}" for day, value in zip(MONDAYS, values, strict=True))


def open_new_measure(window: MainWindow, *, share: bool = True) -> str:
    with window.context.workspace.edit("Add a measure") as edit:
        definition = {"numerator": "present", "denominator": "possible"} if share else None
        fields = {"name": "Weekly attendance", "unit": "%" if share else "minutes", "better": "up", "every": "week"}
        measure = add_measure(edit, fields, definition=definition)
    window.go("measures", measure)
    return measure


def paste(window: MainWindow, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    grid = find(window, "points_grid")
    show(grid)
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def type_cell(window: MainWindow, column: int, text: str, row: int | None = None) -> None:
    """Type into a cell of the grid; without a row into the empty one at the end."""
    grid = find(window, "points_grid")
    model = grid.model()
    grid.setFocus()
    grid.setCurrentIndex(model.index(model.rowCount() - 1 if row is None else row, column))
    QTest.keyClick(grid, Qt.Key.Key_F2)
    editor = next(one for one in grid.findChildren(QLineEdit) if one.isVisible())
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.qWait(1)


def test_that_a_measure_is_added_by_its_dialog_and_opens(window: MainWindow) -> None:
    window.go("measures")

    def fill(dialog) -> None:
        QTest.keyClicks(find(dialog, "new_measure_name"), "Families reached")
        QTest.keyClicks(find(dialog, "new_measure_numerator"), "calls answered")
        QTest.keyClicks(find(dialog, "new_measure_denominator"), "calls made")
        click(dialog, "new_measure_accept")

    in_dialog("new_measure", fill)
    click(window, "first_measure")
    measures = window.context.workspace.select("measure")
    assert [(one["name"], one["unit"], one["every"]) for one in measures] == [("Families reached", "%", "week")]
    definitions = window.context.workspace.select("measure_definition", measure=measures[0]["id"])
    assert [one["denominator"] for one in definitions] == ["calls made"]
    assert find(window, "page_title").whole() == "Families reached"


def test_that_24_pasted_rows_are_24_observations_and_one_undo_step(window: MainWindow) -> None:
    measure = open_new_measure(window)
    paste(window, weekly())
    workspace = window.context.workspace
    found = workspace.select("observation", measure=measure)
    assert len(found) == 24
    first = min(found, key=lambda one: one["period"])
    assert (first["period"], first["value"]) == ("2025-09-01", {"n": "88", "d": "100"})
    assert workspace.undo_label() == "Enter points"
    assert "Enter points" in window.findChild(object, "action_undo").text()
    press(window, Qt.Key.Key_Z)
    assert workspace.select("observation", measure=measure) == []
    press(window, Qt.Key.Key_Z, shift=True)
    assert len(workspace.select("observation", measure=measure)) == 24


def test_that_the_chart_names_the_shift_and_its_chance(window: MainWindow) -> None:
    open_new_measure(window)
    paste(window, weekly())
    assert "shift" in find(window, "chart_says").text().lower()
    assert "Boring causes first" in find(window, "chart_check_first").text()
    assert "charts in 100" in find(window, "chart_chance").text()
    assert find(window, "chart_tag").text() == "S"
    chart = window.findChild(MeasureChart, "measure_chart")
    assert len(chart.places) == 24
    assert chart.accessibleDescription()


def test_that_problems_of_a_block_are_shown_before_anything_goes_in(window: MainWindow) -> None:
    measure = open_new_measure(window)
    seen: list[str] = []

    def read(dialog) -> None:
        seen.append(find(dialog, "paste_summary").text())
        seen.append(find(dialog, "paste_problems").findChild(QLabel).text())
        click(dialog, "paste_preview_cancel")

    in_dialog("paste_preview", read)
    paste(window, "2025-09-01\t20\t30\n2025-09-08\tabout 20\t30\n2025-09-15\t22\t30")
    assert seen == [
        "2 rows can be read. 1 row cannot be taken in; it is left as it is in your spreadsheet.",
        "Row 2: 2025-09-08  about 20  30",
    ]
    assert window.context.workspace.select("observation", measure=measure) == []


def test_that_pasting_the_same_block_again_changes_nothing(window: MainWindow) -> None:
    open_new_measure(window)
    paste(window, weekly())
    history = len(window.context.workspace.history())
    paste(window, weekly())
    assert len(window.context.workspace.history()) == history
    assert find(window, "banner_words").text() == "These points were all there."


@pytest.mark.parametrize(("text", "value"), [("14", {"v": "14"}), ("14.5", {"v": "14.5"}), ("1,234", {"v": "1234"})])
def test_that_a_number_typed_in_the_empty_row_is_a_point(window: MainWindow, text: str, value: dict) -> None:
    measure = open_new_measure(window, share=False)
    type_cell(window, 1, text)
    found = window.context.workspace.select("observation", measure=measure)
    assert [one["value"] for one in found] == [value]
    wait_for(lambda: find(window, "points_grid").model().rowCount() == 2, "the next empty row")


def test_that_a_share_waits_in_its_row_for_its_other_half(window: MainWindow) -> None:
    measure = open_new_measure(window)
    type_cell(window, 1, "28")
    assert window.context.workspace.select("observation", measure=measure) == []
    type_cell(window, 2, "30")
    found = window.context.workspace.select("observation", measure=measure)
    assert [one["value"] for one in found] == [{"n": "28", "d": "30"}]


def test_that_what_is_no_number_is_told_beside_the_grid(window: MainWindow) -> None:
    measure = open_new_measure(window, share=False)
    type_cell(window, 1, "many")
    assert "is not a number" in find(window, "grid_problem").text()
    assert window.context.workspace.select("observation", measure=measure) == []


def test_that_deleting_rows_takes_their_points_away_as_one_step(window: MainWindow) -> None:
    measure = open_new_measure(window, share=False)
    paste(window, weekly(shares=False))
    grid = find(window, "points_grid")
    grid.setCurrentIndex(grid.model().index(0, 1))
    grid.selectionModel().select(grid.model().index(1, 1), grid.selectionModel().SelectionFlag.Select)
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    workspace = window.context.workspace
    assert len(workspace.select("observation", measure=measure)) == 22
    press(window, Qt.Key.Key_Z)
    assert len(workspace.select("observation", measure=measure)) == 24


def test_that_the_goal_and_the_definition_are_typed_in_the_inspector(window: MainWindow) -> None:
    measure = open_new_measure(window)
    paste(window, weekly())
    type_into(window, "measure_goal", "93")
    type_into(window, "definition_text", "Present for at least half the day")
    workspace = window.context.workspace
    assert [one["value"] for one in workspace.select("target_step", measure=measure)] == ["93"]
    assert workspace.select("measure_definition", measure=measure)[0]["text"] == "Present for at least half the day"
    chart = window.findChild(MeasureChart, "measure_chart")
    wait_for(lambda: "Goal 93%" in words_of(chart), "the goal line's label")


def words_of(chart: MeasureChart) -> str:
    from netdesk.core.drawing import texts

    return " ".join(one.text for one in texts(chart.drawing)) if chart.drawing else ""


def test_that_a_measure_of_the_aim_is_shown_to_be_for_it_without_being_told(window: MainWindow) -> None:
    measure = open_new_measure(window)
    purpose = find(window, "measure_of")
    assert purpose.currentText() == "Nothing yet"
    with window.context.workspace.edit("Write the aim") as edit:
        edit.add("aim", {"what": "Raise attendance", "measure": measure, "active": True})
        driver = edit.add("driver", {"name": "Families hear early"})
    window.go("home")
    window.go("measures", measure)
    assert purpose.currentText() == "Aim: Raise attendance"
    assert purpose.findText("Nothing yet") < 0 and purpose.count() == 2
    choose(window, "measure_of", "Driver: Families hear early")
    assert window.context.workspace.get("measure", measure)["of"] == driver


def test_that_publishing_is_an_act_and_marks_later_changes(window: MainWindow) -> None:
    measure = open_new_measure(window)
    paste(window, weekly())
    choose(window, "measure_level", "Published: our team and the hub")
    workspace = window.context.workspace
    assert len(workspace.select("observation", space="published")) == 24
    type_into(window, "measure_name", "Attendance by week")
    assert ("measure", measure) in workspace.unpublished_changes()
    assert find(window, "status_unshared").text() == "1 published record changed"


def test_that_the_list_tells_each_measure_s_last_value_and_reading(sample: MainWindow) -> None:
    sample.go("measures")
    wait_for(lambda: not sample.page().reading, "the readings of the list")
    spoken = [one.spoken() for one in find(sample, "measures_list").lines()]
    words = " | ".join(spoken)
    assert "76.9%" in words and "above the median" in words and "too early to say" in words
    assert len(spoken) == len(sample.context.workspace.select("measure"))


def test_that_a_measure_opens_from_the_list_by_mouse_and_keyboard_and_its_row_is_kept(sample: MainWindow) -> None:
    sample.go("measures")
    shown = find(sample, "measures_list")
    ids = [one.id for one in shown.lines()]
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Down)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert sample.page().opened() == ids[1]
    sample.back()
    assert shown.currentIndex().row() == 1 and shown.isVisible()
    place = shown.visualRect(shown.model().index(0, 0)).center()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert sample.page().opened() == ids[0]


def test_that_a_hundred_measures_cost_no_widget_more_than_one(window: MainWindow) -> None:
    window.go("measures")
    add_measures(window, 1)
    shown = find(window, "measures_list")
    before = len(shown.findChildren(QWidget))
    add_measures(window, 99)
    assert len(shown.lines()) == 100 and len(shown.findChildren(QWidget)) == before


def test_that_the_view_of_a_measure_is_made_in_steps_while_the_list_is_looked_at(window: MainWindow) -> None:
    add_measures(window, 1)
    window.go("measures")
    page = window.page()
    assert not page._built.whole
    wait_for(lambda: page._built.whole, "the view to be made")
    made = page._made
    page.go(window.context.workspace.select("measure")[0]["id"])
    assert page._view is made and made.isVisible()


def add_measures(window: MainWindow, count: int) -> None:
    with window.context.workspace.edit("Add measures") as edit:
        for n in range(count):
            edit.add("measure", {"name": f"Measure {n}", "unit": "days"})


def test_that_what_the_list_says_is_computed_off_the_window_s_thread(
    sample: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = noted_threads(monkeypatch, measures_page)
    sample.go("measures")
    wait_for(lambda: not sample.page().reading, "the readings of the list")
    assert len(threads) == len(sample.context.workspace.select("measure")) > 0
    assert threading.main_thread() not in threads

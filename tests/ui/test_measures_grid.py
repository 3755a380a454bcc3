"""The grid has a spreadsheet's keys; what is pasted, filled, cut or corrected is one undo step each."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages.points_grid import PointsGrid

from .driving import click, find, in_dialog, wait_for
from .workbench import minutes, undo, week

NO_KEYS, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def grid_of(window: MainWindow) -> PointsGrid:
    grid = find(window, "points_grid")
    grid.setFocus()
    return grid


def go_to(grid: PointsGrid, row: int, name: str) -> None:
    grid.setCurrentIndex(grid.model().index(row, grid.model().columns.index(name)))


def cell(grid: PointsGrid, row: int, name: str) -> str:
    return grid.model().index(row, grid.model().columns.index(name)).data()


def place(grid: PointsGrid) -> tuple[int, str]:
    at = grid.currentIndex()
    return at.row(), grid.model().columns[at.column()]


def write(grid: PointsGrid, text: str, *, end: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type over the cell as in a spreadsheet: the first letter opens it and replaces what is there."""
    QTest.keyClick(grid, text[0])
    editor = next(one for one in grid.findChildren(QLineEdit) if one.isVisible())
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, end)
    wait_for(lambda: not grid.editing, "the cell to close")
    QTest.qWait(10)


def values(window: MainWindow, measure: str) -> dict[str, object]:
    found = window.context.workspace.select("observation", measure=measure)
    return {one["period"]: one["value"] for one in sorted(found, key=lambda one: one["period"])}


def paste(window: MainWindow, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(grid_of(window), Qt.Key.Key_V, CONTROL)


def test_that_typing_over_goes_down_with_enter_and_right_with_tab(window: MainWindow) -> None:
    measure = minutes(window, [10, 11, 12, 13])
    grid = grid_of(window)
    go_to(grid, 1, "value")
    write(grid, "21")
    assert place(grid) == (2, "value")
    write(grid, "22", end=Qt.Key.Key_Tab)
    assert place(grid) == (2, "reading")
    assert list(values(window, measure).values()) == [{"v": "10"}, {"v": "21"}, {"v": "22"}, {"v": "13"}]
    QTest.keyClick(grid, Qt.Key.Key_Home)
    assert place(grid) == (2, "period")
    QTest.keyClick(grid, Qt.Key.Key_End, CONTROL)
    assert place(grid) == (4, "note")
    QTest.keyClick(grid, Qt.Key.Key_Home, CONTROL)
    assert place(grid) == (0, "period")
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert place(grid) == (1, "period")
    go_to(grid, 4, "value")
    write(grid, "14")
    assert place(grid) == (5, "value"), "the next period waits"
    write(grid, "15")
    assert list(values(window, measure))[4:] == [week(4).isoformat(), week(5).isoformat()]


def test_that_copy_cut_and_fill_down_work_on_what_is_chosen_as_one_step_each(window: MainWindow) -> None:
    measure = minutes(window, [10, 11, 12, 13])
    grid = grid_of(window)
    go_to(grid, 0, "value")
    QTest.keyClick(grid, Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(grid, Qt.Key.Key_Down, SHIFT)
    QTest.keyClick(grid, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "10\n11\n12"
    QTest.keyClick(grid, Qt.Key.Key_D, CONTROL)
    assert [one["v"] for one in values(window, measure).values()] == ["10", "10", "10", "13"]
    assert window.context.workspace.undo_label() == "Fill down"
    undo(window)
    assert [one["v"] for one in values(window, measure).values()] == ["10", "11", "12", "13"]
    grid = grid_of(window)
    grid.select_rows(2, 3)
    QTest.keyClick(grid, Qt.Key.Key_X, CONTROL)
    assert QGuiApplication.clipboard().text() == "Sep 15, 2025\t12\t\nSep 22, 2025\t13\t"
    assert len(values(window, measure)) == 2
    paste(window, QGuiApplication.clipboard().text())
    assert [one["v"] for one in values(window, measure).values()] == ["10", "11", "12", "13"], "cut and pasted back"


def test_that_a_note_is_cleared_alone_and_a_point_with_all_it_has(window: MainWindow) -> None:
    measure = minutes(window, [10, 11])
    grid = grid_of(window)
    go_to(grid, 0, "note")
    write(grid, "Snow day")
    assert cell(grid, 0, "note") == "Snow day"
    go_to(grid, 0, "note")
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert (cell(grid, 0, "note"), len(values(window, measure))) == ("", 2)
    assert window.context.workspace.undo_label() == "Clear notes"
    go_to(grid, 0, "value")
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert list(values(window, measure)) == [week(1).isoformat()]


def test_that_a_corrected_period_moves_its_point_and_never_covers_another(window: MainWindow) -> None:
    measure = minutes(window, [10, 11, 12])
    grid = grid_of(window)
    go_to(grid, 0, "period")
    write(grid, "2025-10-06")
    assert values(window, measure) == {
        "2025-09-08": {"v": "11"}, "2025-09-15": {"v": "12"}, "2025-10-06": {"v": "10"},
    }  # fmt: skip
    before = window.context.workspace.dump(history=True)
    go_to(grid, 0, "period")
    write(grid, "2025-09-15")
    assert "already" in find(window, "banner_words").text()
    go_to(grid, 3, "period")
    write(grid, "2025-09-15")
    go_to(grid, 3, "value")
    write(grid, "99")
    assert "already" in find(window, "grid_problem").text()
    assert window.context.workspace.dump(history=True) == before


def test_that_sub_groups_and_notes_are_pasted_with_their_preview_as_one_step(window: MainWindow) -> None:
    measure = minutes(window, [])
    workspace = window.context.workspace
    before = workspace.dump()
    seen: list[str] = []

    def agree(dialog) -> None:
        seen.append(find(dialog, "paste_summary").text())
        click(dialog, "paste_preview_accept")

    block = "Week\tGrade\tMinutes\tNote\n" + "\n".join(
        f"{week(n).isoformat()}\t{grade}\t{10 + n}\t{'Fair' if n == 1 else ''}"
        for n in range(3)
        for grade in ("Grade 6", "Grade 7")
    )
    in_dialog("paste_preview", agree)
    paste(window, block)
    assert "2 new sub-groups are made: Grade 6, Grade 7." in seen[0]
    names = {one["id"]: one["name"] for one in workspace.select("subgroup", measure=measure)}
    assert sorted(names.values()) == ["Grade 6", "Grade 7"]
    found = workspace.select("observation", measure=measure)
    assert len(found) == 6
    assert {one.get("note") for one in found if one["period"] == week(1).isoformat()} == {"Fair"}
    grid = grid_of(window)
    assert "group" in grid.model().columns
    assert cell(grid, 0, "group") == "Grade 6"
    undo(window)
    assert workspace.dump() == before
    in_dialog("paste_preview", agree)
    paste(window, block)
    paste(window, block)
    assert "were all there" in find(window, "banner_words").text(), "the same block again changes nothing"
    go_to(grid_of(window), 0, "group")
    write(grid, "Grade 8")
    assert "Grade 8" in [one["name"] for one in workspace.select("subgroup", measure=measure)]
    assert len(workspace.select("observation", measure=measure)) == 6


def test_that_several_observations_of_a_period_are_counted_and_kept_apart(window: MainWindow) -> None:
    measure = minutes(window, [], chart="xbar")
    paste(window, "\n".join(f"{week(n // 3).isoformat()}\t{10 + n}" for n in range(6)))
    found = window.context.workspace.select("observation", measure=measure)
    assert sorted((one["period"], one["ordinal"]) for one in found) == [
        (week(n // 3).isoformat(), str(n % 3)) for n in range(6)
    ]
    grid = grid_of(window)
    assert cell(grid, 1, "ordinal") == "2"
    go_to(grid, 6, "value")
    write(grid, "17")
    assert len(window.context.workspace.select("observation", measure=measure, period=week(1).isoformat())) == 4


def test_that_a_school_break_is_no_missing_point_and_a_missing_week_is_no_zero(window: MainWindow) -> None:
    measure = minutes(window, [10, 11, 12])
    grid = grid_of(window)
    go_to(grid, 1, "value")
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert [one["v"] for one in values(window, measure).values()] == ["10", "12"]
    chart = window.pages["measures"]._made.chart
    assert [point.value for point in chart.result.points] == [10.0, 12.0]
    assert chart.dates == (week(0), week(2))


def test_that_the_inspector_takes_a_long_paste_beside_the_window(window: MainWindow) -> None:
    measure = minutes(window, [], every="day")
    days = [date.fromordinal(date(2024, 1, 1).toordinal() + n) for n in range(400)]
    paste(window, "\n".join(f"{day.isoformat()}\t{n % 7}" for n, day in enumerate(days)))
    workspace = window.context.workspace
    wait_for(lambda: len(workspace.select("observation", measure=measure)) == 400, "the rows")
    wait_for(lambda: not window.context.busy, "the window to be free")
    wait_for(lambda: find(window, "banner_words").text() == "400 points are in.", "the news")
    assert workspace.undo_label() == "Enter points"
    undo(window)
    assert workspace.select("observation", measure=measure) == []


def test_that_a_change_that_comes_while_a_measure_is_still_to_be_read_waits_for_the_reading(window: MainWindow) -> None:
    measure = minutes(window)
    model = grid_of(window).model()
    (first, *_rest) = window.context.workspace.select("observation", measure=measure)
    before = model.rowCount()
    model.show_nothing()
    model.take_changed({first["id"]})
    assert model.rowCount() == 0
    window.pages["measures"].refresh()
    wait_for(lambda: model.rowCount() == before, "the points to be read")

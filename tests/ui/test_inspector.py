"""The inspector at the right: history in place, reasons and what came of it, room, keyboard, and what is remembered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from netdesk.ui import app as program
from netdesk.ui import theme, window_state
from netdesk.ui.dialogs.deleted import Deleted
from netdesk.ui.inspector import Inspector
from netdesk.ui.main_window import MainWindow
from netdesk.ui.record_history import history_of
from netdesk.ui.side import WIDTH

from .driving import click, find, in_dialog, press, type_into


def read(window: MainWindow) -> Inspector:
    """The inspector when all that it shows is read."""
    window.side.inspector.finish()
    QApplication.processEvents()
    return window.side.inspector


def texts(window: MainWindow, beginning: str) -> dict[str, str]:
    found = [one for one in window.side.inspector.findChildren(QLabel) if one.objectName().startswith(beginning)]
    return {one.objectName(): one.accessibleName() or one.text() for one in found if one.isVisibleTo(window)}


def test_that_the_history_shows_before_and_after_and_restores_a_value_as_an_edit(window: MainWindow) -> None:
    workspace = window.context.workspace
    with workspace.edit("Plan a cycle") as edit:
        cycle = edit.add("cycle", {"title": "Buddies", "plan": "Call twelve families by nine"})
    with workspace.edit("Edit the cycle") as edit:
        edit.put("cycle", cycle, {"plan": "Call twenty families by nine"})
    window.go("cycles", cycle)
    press(window, Qt.Key.Key_H)
    read(window)
    assert texts(window, "history_deed_") == {"history_deed_0": "Edit the cycle", "history_deed_1": "Plan a cycle"}
    before = find(window, "history_before_0_0")
    assert before.accessibleName() == "Before: Call twelve families by nine"
    assert ">twelve</span>" in before.text().replace("> twelve", ">twelve") and "line-through" in before.text()
    assert "twenty</span>" in find(window, "history_after_0_0").text()
    click(window, "restore_before_0_0")
    read(window)
    assert texts(window, "history_deed_")["history_deed_0"] == "Restore an older value"
    assert workspace.get("cycle", cycle)["plan"] == "Call twelve families by nine"
    assert workspace.undo_label() == "Restore an older value"


def test_that_a_sheet_s_history_holds_its_parts_and_leaves_out_the_threads_between_them(sample: MainWindow) -> None:
    workspace = sample.context.workspace
    question = workspace.select("question")[0]
    edits = history_of(workspace, "cycle", question["cycle"])
    kinds = {line["kind"] for edit in edits for line in edit["changes"]}
    assert {"cycle", "question"} <= kinds
    assert len({edit["edit"] for edit in edits}) == len(edits)
    sample.side.show_history("cycle", question["cycle"])
    read(sample)
    shown = " ".join(texts(sample, "history_after").values())
    assert question["prediction"] in shown and question["cycle"] not in shown


def test_that_a_locked_prediction_is_not_restored_and_the_banner_says_why(sample: MainWindow) -> None:
    workspace = sample.context.workspace
    locked = next(one for one in workspace.select("question") if one.get("locked_at"))
    sample.side.show_history("question", locked["id"])
    line = {"kind": "question", "record": locked["id"], "field": "prediction"}
    history = read(sample).history
    history._restore(line, "Something else")
    assert workspace.get("question", locked["id"])["prediction"] == locked["prediction"]
    assert find(sample, "banner_words").text()
    assert not history._may_restore({**line, "field": "locked_at"}, None)


def test_that_the_reasons_and_what_came_of_it_lead_on_by_keyboard(sample: MainWindow) -> None:
    with sample.context.workspace.edit("Plan") as edit:
        later = edit.add("cycle", {"title": "The whole school"})
        first = edit.add("cycle", {"title": "One class", "next": later})
    sample.go("cycles", later)
    press(sample, Qt.Key.Key_H)
    read(sample)
    link = find(sample, "inspector_why_0")
    assert link.accessibleName() == "One class"
    assert find(sample, "inspector_came_none").text()
    for _step in range(6):
        if QApplication.focusWidget() is link:
            break
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert sample.place() == ("cycles", first)
    press(sample, Qt.Key.Key_H)
    read(sample)
    assert find(sample, "inspector_came_0").accessibleName() == "The whole school"


def test_that_it_follows_what_is_open_or_written_in_and_says_what_to_do_without(sample: MainWindow) -> None:
    sample.resize(1500, 800)
    sample.go("sharing")
    sample.side.set_open(True)
    assert find(sample, "inspector_empty").text().startswith("Open one thing")
    cycle = sample.context.workspace.select("cycle")[0]
    sample.go("cycles", cycle["id"])
    read(sample)
    assert sample.side.inspector.subject == ("cycle", cycle["id"])
    assert find(sample, "inspector_title").whole() == cycle["title"]
    sample.go("purpose")
    type_into(sample, "norm_text", "We begin on time.", leave=False)
    find(sample, "norm_text").clearFocus()
    find(sample, "norm_text").setFocus()
    assert sample.side.inspector.subject is not None and sample.side.inspector.subject[0] == "norm"


def test_that_history_without_a_thing_in_hand_says_what_to_do(window: MainWindow) -> None:
    window.go("sharing")
    press(window, Qt.Key.Key_H)
    assert "Open one thing first" in find(window, "banner_words").text()
    window.go("purpose")
    type_into(window, "aim_what", "Raise attendance", leave=False)
    press(window, Qt.Key.Key_H)
    assert window.side.inspector.subject[0] == "aim"


def test_that_the_keyboard_opens_reads_and_leaves_it_and_comes_back_where_it_was(sample: MainWindow) -> None:
    sample.go("purpose")
    field = find(sample, "aim_what")
    field.setFocus()
    press(sample, Qt.Key.Key_H)
    assert sample.side.inspector.holds_focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not sample.side.inspector.isVisible()
    assert QApplication.focusWidget() is field
    press(sample, Qt.Key.Key_I)
    assert sample.side.inspector.isVisible()
    press(sample, Qt.Key.Key_I)
    assert not sample.side.inspector.isVisible()


@pytest.mark.parametrize(("width", "docked"), [(1280, True), (1000, False)])
def test_that_it_stands_beside_the_page_only_where_there_is_room(
    sample: MainWindow, width: int, docked: bool
) -> None:
    sample.go("purpose")
    sample.side.set_open(True)
    sample.resize(width, 720)
    QApplication.processEvents()
    assert sample.side.docked == sample.side.inspector.isVisible() == docked
    stack = sample.page().parentWidget()
    assert stack.width() == sample.side.width() - (theme.px(WIDTH) if docked else 0)
    sample.resize(1280, 720)
    QApplication.processEvents()
    assert sample.side.docked


def test_that_without_room_it_comes_as_a_drawer_and_goes_when_one_turns_away(sample: MainWindow) -> None:
    sample.resize(1000, 720)
    sample.go("purpose")
    assert not sample.side.has_room
    press(sample, Qt.Key.Key_H)
    assert sample.side.inspector.isVisible() and not sample.side.docked
    assert sample.side.inspector.geometry().right() == sample.side.rect().right()
    find(sample, "aim_what").setFocus()
    assert not sample.side.inspector.isVisible()
    press(sample, Qt.Key.Key_H)
    sample.go("home")
    assert not sample.side.inspector.isVisible()
    assert QApplication.focusWidget() is sample.rail
    assert not sample.side.wanted


def test_that_at_larger_text_a_window_of_1280_shows_it_only_as_a_drawer(sample: MainWindow) -> None:
    app = QApplication.instance()
    sample.side.set_open(True)
    try:
        theme.set_text_size(app, 150)
        sample.side.arrange()
        assert not sample.side.docked and not sample.side.inspector.isVisible()
    finally:
        theme.set_text_size(app, 100)


def test_that_this_computer_remembers_it(sample: MainWindow) -> None:
    sample.go("purpose")
    sample.side.set_open(True)
    assert program._remembered()["inspector"] is True
    assert sample.findChild(object, "action_inspector").isChecked()
    click(sample, "inspector_close")
    assert program._remembered()["inspector"] is False
    assert not sample.findChild(object, "action_inspector").isChecked()
    window_state.restore_looks(sample, {"inspector": True})
    sample.go("purpose")
    assert sample.side.inspector.isVisible()


def test_that_a_deleted_record_shows_its_history_from_the_list_of_deleted(sample: MainWindow) -> None:
    cycle = sample.context.workspace.select("cycle")[0]
    with sample.context.workspace.edit("Delete") as edit:
        edit.delete("cycle", cycle["id"])
    in_dialog("deleted", lambda dialog: click(dialog, "deleted_history_0"))
    sample.findChild(object, "action_deleted").trigger()
    read(sample)
    assert isinstance(Deleted, type) and find(sample, "inspector_title").whole() == cycle["title"]
    assert find(sample, "inspector_gone").text() == "deleted"

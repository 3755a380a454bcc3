"""The Purpose room: the sentence writes itself, notes are gentle, everything typed is kept."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from netdesk.ui.main_window import MainWindow

from .driving import Answers, choose, click, find, type_into

PARTS = {
    "aim_what": "Raise weekly attendance",
    "aim_for_whom": "our 148 seventh graders",
    "aim_from": "89",
    "aim_to": "93",
    "aim_by": "May 29, 2026",
}


def type_aim(window: MainWindow) -> None:
    for name, text in PARTS.items():
        type_into(window, name, text)


def test_that_the_sentence_writes_itself_while_one_types(window: MainWindow) -> None:
    type_into(window, "aim_what", "Raise weekly attendance", leave=False)
    assert window.context.workspace.select("aim") == []
    assert find(window, "aim_sentence").toPlainText() == "Raise weekly attendance."
    type_aim(window)
    sentence = find(window, "aim_sentence").toPlainText()
    assert sentence == "By May 29, 2026, raise weekly attendance for our 148 seventh graders from 89 to 93."


def test_that_parts_typed_into_an_empty_page_make_one_aim(window: MainWindow) -> None:
    type_aim(window)
    aims = window.context.workspace.select("aim")
    assert len(aims) == 1
    stored = {name: aims[0][name] for name in ("what", "for_whom", "from", "to", "by")}
    assert stored == {
        "what": "Raise weekly attendance",
        "for_whom": "our 148 seventh graders",
        "from": "89",
        "to": "93",
        "by": "2026-05-29",
    }


def test_that_notes_name_what_is_missing_and_ticks_what_is_there(window: MainWindow) -> None:
    type_into(window, "aim_what", "Raise weekly attendance by calling families")
    assert "number" in find(window, "lint_no_number").text()
    assert "names a solution" in find(window, "lint_solution").text()
    type_into(window, "aim_to", "93")
    assert not window.findChildren(QLabel, "lint_no_number")
    assert find(window, "tick_no_number").isVisible()


def test_that_a_solution_can_be_moved_to_the_ideas_and_brought_back_by_one_undo(window: MainWindow) -> None:
    type_into(window, "aim_what", "Raise weekly attendance by calling families")
    click(window, "lint_move")
    workspace = window.context.workspace
    assert workspace.select("aim")[0]["what"] == "Raise weekly attendance"
    assert [one["name"] for one in workspace.select("change_idea")] == ["Calling families"]
    assert find(window, "aim_what").toPlainText() == "Raise weekly attendance"
    click_undo(window)
    assert workspace.select("change_idea") == []
    assert find(window, "aim_what").toPlainText().endswith("by calling families")


def test_that_a_kept_solution_is_not_named_again(window: MainWindow) -> None:
    type_into(window, "aim_what", "Raise weekly attendance by calling families")
    click(window, "lint_keep")
    assert window.findChildren(QLabel, "lint_solution") == []


def test_that_a_date_that_is_none_stays_in_its_field_with_a_sentence(window: MainWindow) -> None:
    type_into(window, "aim_by", "next spring sometime")
    assert "is not a date" in find(window, "aim_by_problem").text()
    assert find(window, "aim_by").text() == "next spring sometime"
    assert window.context.workspace.select("aim") == []
    type_into(window, "aim_by", "May 29, 2026")
    assert window.context.workspace.select("aim")[0]["by"] == "2026-05-29"
    assert not find(window, "aim_by").property("problem")


def test_that_the_measure_is_part_of_the_sentence(sample: MainWindow) -> None:
    choose(sample, "aim_measure", "Families reached by 9:30")
    assert "measured by families reached by 9:30" in find(sample, "aim_sentence").toPlainText()
    assert sample.context.workspace.undo_label() == "Link measure to the aim"


def test_that_a_changed_aim_keeps_its_sentence_with_the_reason(sample: MainWindow, answers: Answers) -> None:
    answers.said = "Cycle 2 took 14 minutes a morning. More is within reach."
    type_into(sample, "aim_to", "94")
    click(sample, "change_aim")
    versions = sample.context.workspace.select("aim_version")
    newest = max(versions, key=lambda one: one["on"])
    assert newest["because"] == answers.said
    assert "from 89% to 94%" in newest["sentence"]
    assert len(versions) == 3


def test_that_the_charter_is_typed_in_place(window: MainWindow) -> None:
    type_into(window, "charter_burning_question", "What would it take?")
    type_into(window, "charter_boundaries", "Grade 7 only")
    charters = window.context.workspace.select("charter")
    assert len(charters) == 1
    assert charters[0]["burning_question"] == "What would it take?"
    assert charters[0]["boundaries"] == "Grade 7 only"


def test_that_what_was_tried_is_added_row_by_row(window: MainWindow) -> None:
    click(window, "add_tried_before")
    QTest.keyClicks(find(window, "tried_before_what"), "Robocalls")
    type_into(window, "tried_before_happened", "Families blocked the number")
    stored = window.context.workspace.select("tried_before")
    assert [(one["what"], one["happened"]) for one in stored] == [("Robocalls", "Families blocked the number")]
    click(window, "tried_before_delete")
    assert window.context.workspace.select("tried_before") == []


def click_undo(window: MainWindow) -> None:
    window.findChild(object, "action_undo").trigger()

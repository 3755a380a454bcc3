"""The Purpose room: the sentence writes itself, notes are gentle, everything typed is kept."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QTextEdit, QWidget

from netdesk.ui.main_window import MainWindow

from .driving import choose, click, find, in_dialog, type_into

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


def change_aim(window: MainWindow, because: str, evidence: str) -> None:
    def answer(dialog) -> None:
        QTest.keyClicks(dialog.findChild(QTextEdit, "change_aim_because"), because)
        choose(dialog, "change_aim_evidence", evidence)
        dialog.accept_button.click()

    in_dialog("change_aim_dialog", answer)
    click(window, "change_aim")


def test_that_a_changed_aim_keeps_its_sentence_with_the_reason_and_the_evidence(sample: MainWindow) -> None:
    type_into(sample, "aim_to", "94")
    change_aim(sample, "Cycle 2 took 14 minutes.", "Measure: Families reached by 9:30")
    workspace = sample.context.workspace
    versions = workspace.select("aim_version")
    newest = max(versions, key=lambda one: one["on"])
    assert newest["because"] == "Cycle 2 took 14 minutes."
    assert "from 89% to 94%" in newest["sentence"]
    assert len(versions) == 3
    measure = next(one for one in workspace.select("measure") if one["name"] == "Families reached by 9:30")
    assert newest["evidence_link"] == measure["id"]
    click(sample, f"evidence_{newest['id']}")
    assert sample.page().room == "measures"


def test_that_the_history_of_the_aim_says_who_kept_each_version(sample: MainWindow) -> None:
    words = [one.text() for one in find(sample, "aim_history").findChildren(QLabel)]
    assert words.count("Rosa Ortiz") == 2


def test_that_another_aim_can_be_added_and_the_one_in_use_chosen(sample: MainWindow) -> None:
    workspace = sample.context.workspace
    first = workspace.select("aim")[0]
    click(sample, "aim_another")
    assert find(sample, "aim_what").toPlainText() == ""
    type_into(sample, "aim_what", "Raise reading")
    assert find(sample, "aim_in_use").currentText() == "Raise reading."
    combo = find(sample, "aim_in_use")
    combo.setCurrentIndex(combo.findData(first["id"]))
    combo.activated.emit(combo.currentIndex())
    assert find(sample, "aim_what").toPlainText() == first["what"]
    assert [one["id"] for one in workspace.select("aim") if one.get("active")] == [first["id"]]


def test_that_the_problem_is_typed_in_place_and_seen_anew_as_a_version(window: MainWindow) -> None:
    type_into(window, "problem_statement", "They miss school")
    type_into(window, "problem_evidence", "The register")
    workspace = window.context.workspace
    assert [(one["statement"], one["evidence"]) for one in workspace.select("problem")] == [
        ("They miss school", "The register")
    ]

    def answer(dialog) -> None:
        assert dialog.findChild(QTextEdit, "new_problem_statement").toPlainText() == "They miss school"
        QTest.keyClicks(dialog.findChild(QTextEdit, "new_problem_evidence"), "The map")
        dialog.accept_button.click()

    in_dialog("new_problem", answer)
    click(window, "problem_anew")
    assert len(workspace.select("problem")) == 2
    assert find(window, "problem_evidence").toPlainText() == "The map"
    assert "The register" in [one.text() for one in find(window, "problem").findChildren(QLabel)]


def test_that_why_together_has_a_prediction_a_day_and_asks_when_the_day_has_come(window: MainWindow) -> None:
    type_into(window, "together_theory", "Six teams learn faster")
    type_into(window, "together_prediction", "One idea taken, one given")
    type_into(window, "together_review_on", "Jan 5, 2026")
    stored = window.context.workspace.select("why_together")
    assert len(stored) == 1
    assert stored[0]["review_on"] == "2026-01-05"
    assert find(window, "together_due").isVisible()
    type_into(window, "together_found", "We took one.")
    assert not window.findChild(QWidget, "together_due").isVisible()


def test_that_only_one_s_own_row_asks_whether_one_may_be_named(sample: MainWindow) -> None:
    workspace = sample.context.workspace
    boxes = [one for one in sample.findChildren(QCheckBox, "person_agrees") if one.isVisibleTo(sample)]
    assert len(boxes) == 1
    click(sample, "person_agrees")
    agreed = [one["id"] for one in workspace.select("person") if one.get("agrees")]
    assert agreed == [workspace.writer_id]


def test_that_a_member_is_added_with_a_tier_and_taken_off_the_list(window: MainWindow) -> None:
    click(window, "add_person")
    QTest.keyClicks(find(window, "person_name", 1), "Mai Vang")
    type_into(window, "person_role_title", "front office", 1)
    combo = find(window, "person_tier", 1)
    combo.setCurrentIndex(combo.findData("school"))
    combo.activated.emit(combo.currentIndex())
    workspace = window.context.workspace
    mai = next(one for one in workspace.select("person") if one.get("name") == "Mai Vang")
    assert (mai["role_title"], mai["tier"], mai["active"]) == ("front office", "school", True)
    click(window, "person_off")
    assert (workspace.get("person", mai["id"]) or {})["active"] is False
    assert len([one for one in window.findChildren(QTextEdit, "person_name") if one.isVisibleTo(window)]) == 1


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

"""The Cycles room: predictions before Do, locked by the start, compared in Study, decided in Act, printed."""

from __future__ import annotations

import io

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from netdesk.ui.main_window import MainWindow

from .driving import Answers, choose, click, find, in_dialog, type_into, wait_for

QUESTION = {
    "new_cycle_title": "Call 12 families for two weeks",
    "new_cycle_question": "Will families answer by 9:30?",
    "new_cycle_prediction": "2 calls in 3 are answered",
    "new_cycle_when": "2025-12-01 to 2025-12-12",
}


def add_test(window: MainWindow) -> str:
    """A new cycle by its dialog; its id."""
    window.go("cycles")

    def fill(dialog) -> None:
        for name, text in QUESTION.items():
            QTest.keyClicks(find(dialog, name), text)
        click(dialog, "new_cycle_accept")

    in_dialog("new_cycle", fill)
    click(window, "add_cycle")
    return window.open_cycle()


def question_of(window: MainWindow, cycle: str) -> dict:
    return window.context.workspace.select("question", cycle=cycle)[0]


def test_that_a_test_is_added_in_four_fields(window: MainWindow) -> None:
    cycle = add_test(window)
    stored = window.context.workspace.get("cycle", cycle)
    assert (stored["title"], stored["stage"], stored["depth"]) == ("Call 12 families for two weeks", "plan", "quick")
    assert (stored["planned_start"], stored["planned_end"]) == ("2025-12-01", "2025-12-12")
    question = question_of(window, cycle)
    assert question["text"] == "Will families answer by 9:30?"
    assert question["prediction"] == "2 calls in 3 are answered"
    assert window.context.workspace.undo_label() == "Add a cycle"


def test_that_starting_the_test_locks_the_prediction_with_its_time(window: MainWindow) -> None:
    cycle = add_test(window)
    type_into(window, "question_prediction", "3 calls in 4 are answered")
    click(window, "step_cycle")
    question = question_of(window, cycle)
    assert question["locked_at"]
    assert question["prediction"] == "3 calls in 4 are answered"
    assert find(window, "locked_prediction").text() == "3 calls in 4 are answered"
    assert [one for one in window.findChildren(QLabel) if one.text().startswith("locked ")]
    assert not any(one.isVisibleTo(window) for one in window.findChildren(object, "question_prediction"))


def test_that_undoing_the_start_unlocks_the_prediction(window: MainWindow) -> None:
    cycle = add_test(window)
    click(window, "step_cycle")
    window.findChild(object, "action_undo").trigger()
    assert window.context.workspace.get("cycle", cycle)["stage"] == "plan"
    assert "locked_at" not in question_of(window, cycle)
    assert find(window, "question_prediction").toPlainText() == "2 calls in 3 are answered"


def test_that_a_test_without_prediction_is_asked_about_and_not_refused(window: MainWindow, answers: Answers) -> None:
    cycle = add_test(window)
    type_into(window, "question_prediction", "")
    answers.agreed = False
    click(window, "step_cycle")
    assert "No prediction" in answers.asked[-1]
    assert window.context.workspace.get("cycle", cycle)["stage"] == "plan"
    answers.agreed = True
    click(window, "step_cycle")
    assert window.context.workspace.get("cycle", cycle)["stage"] == "do"


def test_that_a_later_word_on_a_locked_prediction_stands_beside_it(window: MainWindow) -> None:
    cycle = add_test(window)
    click(window, "step_cycle")

    def fill(dialog) -> None:
        QTest.keyClicks(find(dialog, "amend_prediction"), "1 call in 3")
        QTest.keyClicks(find(dialog, "amend_reason"), "the number shows as unknown")
        click(dialog, "amend_accept")

    in_dialog("amend", fill)
    click(window, "amend_prediction")
    question = question_of(window, cycle)
    amendments = window.context.workspace.select("amendment", question=question["id"])
    assert [one["prediction"] for one in amendments] == ["1 call in 3"]
    assert question["prediction"] == "2 calls in 3 are answered"
    assert find(window, "amendment").text() == "Later: 1 call in 3"


def test_that_a_cycle_goes_from_plan_to_a_printed_summary(window: MainWindow, answers: Answers) -> None:
    from pypdf import PdfReader

    cycle = add_test(window)
    click(window, "cycle_depth_guided")
    type_into(window, "cycle_plan", "Rosa calls at 8:15.")
    click(window, "step_cycle")
    click(window, "add_field_note")
    type_into(window, "field_note_text", "Three calls, done by 8:41.")
    click(window, "step_cycle")
    choose(window, "question_matched", "Not as predicted")
    type_into(window, "question_observed", "9 of 26 calls answered")
    type_into(window, "question_learned", "Unknown numbers go unanswered.")
    type_into(window, "cycle_study", "The call works once it is answered.")
    click(window, "step_cycle")
    click(window, "cycle_decision_adapt")
    type_into(window, "cycle_decision_because", "Next, a text goes first.")
    click(window, "step_cycle")
    stored = window.context.workspace.get("cycle", cycle)
    assert (stored["stage"], stored["decision"]) == ("closed", "adapt")
    answers.saved_as = "summary.pdf"
    click(window, "print_cycle")
    preview = find(window, "preview")
    wait_for(lambda: preview.ready, "the preview")
    click(preview, "preview_save")
    wait_for(lambda: (answers.folder / "summary.pdf").exists(), "the summary")
    pages = PdfReader(io.BytesIO((answers.folder / "summary.pdf").read_bytes())).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (
        "Call 12 families for two weeks",
        "2 calls in 3 are answered",
        "9 of 26 calls answered",
        "Unknown numbers go unanswered.",
        "Next, a text goes first.",
    ):
        assert words in text
    wait_for(lambda: find(window, "banner_words").text() == "The summary is in summary.pdf.", "the news of it")


def test_that_the_next_test_carries_the_plan_forward_and_opens(sample: MainWindow) -> None:
    workspace = sample.context.workspace
    before = next(one for one in workspace.select("cycle") if one["title"] == "Text first, whole grade")
    sample.go("cycles", before["id"])
    for _step in ("do", "study", "act", "closed"):
        click(sample, "step_cycle")
    click(sample, "step_cycle")
    made = workspace.get("cycle", sample.open_cycle())
    assert made["id"] != before["id"]
    assert (made["plan"], made["ramp"], made["stage"]) == (before["plan"], "3", "plan")
    sample.go("cycles", before["id"])
    assert find(sample, "open_next_cycle").text().strip() == "Next: Text first, whole grade"


def test_that_the_linked_measure_s_chart_stands_on_the_sheet(sample: MainWindow) -> None:
    workspace = sample.context.workspace
    closed = next(one for one in workspace.select("cycle") if one["stage"] == "closed")
    sample.go("cycles", closed["id"])
    chart = find(sample, "cycle_chart")
    assert chart.accessibleName() == "Families reached by 9:30"
    assert find(sample, "cycle_chart_says").text()


def test_that_tab_in_a_dialog_goes_through_the_fields_before_the_buttons(window: MainWindow) -> None:
    order: list[str] = []

    def walk(dialog) -> None:
        for _n in range(5):
            order.append(dialog.focusWidget().objectName())
            QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        click(dialog, "new_cycle_cancel")

    in_dialog("new_cycle", walk)
    window.go("cycles")
    click(window, "add_cycle")
    fields = ["new_cycle_title", "new_cycle_question", "new_cycle_prediction", "new_cycle_when"]
    assert order == [*fields, "new_cycle_cancel"]

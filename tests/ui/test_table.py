"""The Table room: work put before others with a question, feedback within the team's stage, and what came of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from netdesk.operations import feedback, table
from netdesk.ui.main_window import MainWindow

from .driving import Answers, choose, click, find, in_dialog, type_into

QUESTION = "Will this work when Mai makes the calls?"


def words(window: MainWindow) -> str:
    """Everything that the open page says."""
    QTest.qWait(1)
    page = window.page()
    parts: list[Any] = [one for one in page.findChildren(QLabel) if one.isVisible()]
    parts += [one for one in page.findChildren(QPushButton) if one.isVisible()]
    return "\n".join(one.text() for one in parts)


def agree(window: MainWindow, stage: str) -> None:
    with window.context.workspace.edit(feedback.AGREE_ON_STAGE) as edit:
        feedback.agree_on_stage(edit, stage, ["Rosa Ortiz"], on=date(2026, 3, 2))


def put(window: MainWindow, **more: Any) -> str:
    workspace = window.context.workspace
    cycle = workspace.select("cycle", stage="closed")[0]["id"]
    with workspace.edit(table.PUT_ON_TABLE) as edit:
        return table.put_on_table(edit, cycle, QUESTION, **more)


def test_that_an_empty_table_says_what_it_is_for(sample: MainWindow) -> None:
    sample.go("table")
    assert "Nothing is on the table" in words(sample)
    assert find(sample, "first_pin").isEnabled()


def test_that_unfinished_work_is_put_on_the_table_with_a_question(sample: MainWindow) -> None:
    sample.go("table")

    def fill(dialog: Any) -> None:
        assert not find(dialog, "put_on_table_accept").isEnabled()
        type_into(dialog, "put_question", QUESTION)
        choose(dialog, "put_audience", "The whole network, with the next file for the hub")
        click(dialog, "put_on_table_accept")

    in_dialog("put_on_table", fill)
    click(sample, "put_on_table_button")
    (pin,) = sample.context.workspace.select("pin")
    assert (pin["question"], pin["audience"]) == (QUESTION, "network")
    assert find(sample, "pin_question").text() == QUESTION
    assert "Shown to the network" in words(sample)


def test_that_a_day_that_is_over_is_no_end(sample: MainWindow) -> None:
    sample.go("table")

    def fill(dialog: Any) -> None:
        type_into(dialog, "put_question", QUESTION)
        type_into(dialog, "put_until", "2020-01-01")
        click(dialog, "put_on_table_accept")
        assert "is over" in find(dialog, "put_problem").text()
        dialog.reject()

    in_dialog("put_on_table", fill)
    click(sample, "put_on_table_button")
    assert sample.context.workspace.select("pin") == []


@pytest.mark.parametrize(
    ("stage", "kinds"),
    [
        ("0", []),
        ("1", ["warm"]),
        ("2", ["warm", "clarifying", "probing"]),
        ("3", ["warm", "clarifying", "probing", "cool"]),
    ],
)
def test_that_a_kind_above_the_stage_has_no_box_and_no_word(sample: MainWindow, stage: str, kinds: list[str]) -> None:
    if stage != "0":
        agree(sample, stage)
    put(sample)
    sample.go("table")
    page = sample.page()
    offered = [kind for kind in feedback.PROMPTS if page.findChild(QPushButton, f"feedback_kind_{kind}") is not None]
    assert sorted(offered) == sorted(kinds)
    for kind, (name, _purpose, _stems) in feedback.PROMPTS.items():
        if kind not in kinds:
            assert name not in words(sample)


def test_that_feedback_is_said_with_its_spot_and_answered(sample: MainWindow) -> None:
    agree(sample, "2")
    put(sample)
    sample.go("table")
    click(sample, "feedback_kind_probing")
    type_into(sample, "feedback_text", "What does Mai leave undone?")
    type_into(sample, "feedback_seen", "The plan names her twice")
    sample.page().findChild(object, "feedback_spot").setCurrentIndex(2)
    click(sample, "feedback_add")
    (given,) = sample.context.workspace.select("feedback")
    assert (given["kind"], given["text"], given["spot"]) == ("probing", "What does Mai leave undone?", "2")
    assert given["evidence_seen"] == "The plan names her twice"

    def fill(dialog: Any) -> None:
        type_into(dialog, "answer_text", "Dan counts the late slips now.")
        click(dialog, "answer_feedback_accept")

    in_dialog("answer_feedback", fill)
    click(sample, "answer")
    assert sample.context.workspace.select("reply")[0]["text"] == "Dan counts the late slips now."
    assert "Dan counts the late slips now." in words(sample)


def test_that_a_stage_is_agreed_on_by_name(sample: MainWindow) -> None:
    sample.go("table")

    def fill(dialog: Any) -> None:
        choose(dialog, "agree_stage", "1  Strengths")
        for box in dialog.findChildren(object):
            if box.objectName() == "agree_0":
                box.setChecked(False)
        click(dialog, "agree_on_stage_accept")

    in_dialog("agree_on_stage", fill)
    click(sample, "stage_change")
    (step,) = sample.context.workspace.select("stage_step")
    assert step["to"] == "1"
    assert "Rosa Ortiz" not in step["agreed_by"]
    assert step["agreed_by"]
    assert "Stage 1: Strengths" in words(sample)


def test_that_the_hub_s_person_is_not_ticked_among_those_who_agree(sample: MainWindow) -> None:
    with sample.context.workspace.edit("Admit Hana") as edit:
        edit.add("person", {"name": "Hana", "active": True, "tier": "hub"})
    sample.go("table")
    ticked: dict[str, bool] = {}

    def fill(dialog: Any) -> None:
        ticked.update({box.text(): box.isChecked() for box in dialog.findChildren(QCheckBox)})
        click(dialog, "agree_on_stage_accept")

    in_dialog("agree_on_stage", fill)
    click(sample, "stage_change")
    assert [name for name, on in ticked.items() if not on] == ["Hana"] and len(ticked) > 1
    assert "Hana" not in sample.context.workspace.select("stage_step")[0]["agreed_by"]


def test_that_a_copy_tells_days_as_people_write_them(sample: MainWindow) -> None:
    put(sample)
    sample.go("table")
    said = words(sample)
    assert "Prediction locked on: " in said
    assert not re.search(r"\d{4}-\d\d-\d\dT", said)


def test_that_held_back_comments_appear_only_when_asked_for(sample: MainWindow) -> None:
    agree(sample, "3")
    pin = put(sample, hold=True)
    with sample.context.workspace.edit(feedback.GIVE_FEEDBACK) as edit:
        feedback.give(edit, pin, "cool", "I could not find who calls on Fridays.")
    sample.go("table", pin)
    assert "Fridays" not in words(sample)
    click(sample, "release_held")
    assert "Fridays" in words(sample)


def test_that_taking_off_says_what_becomes_of_copies(sample: MainWindow, answers: Answers) -> None:
    put(sample)
    sample.go("table")
    click(sample, "take_off")
    assert "off the table" in sample.banner.words.text()
    assert "No longer on the table" in words(sample)
    assert sample.page().findChild(QPushButton, "take_off") is None


def test_that_the_copy_stays_as_it_was(sample: MainWindow) -> None:
    put(sample)
    sample.go("table")
    before = words(sample)
    workspace = sample.context.workspace
    cycle = workspace.select("cycle", stage="closed")[0]["id"]
    sample.context.put("Edit plan", "cycle", cycle, {"plan": "Quite another plan."})
    sample.go("table")
    assert words(sample) == before

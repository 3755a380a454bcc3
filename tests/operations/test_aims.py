"""The aim: a sentence of its parts, and gentle notes on what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from netdesk.operations.aims import CODES, compose_sentence, lint, solution_in

WHOLE: dict[str, Any] = {
    "what": "Raise weekly attendance",
    "for_whom": "our 148 seventh graders",
    "from": "89",
    "to": "93",
    "by": "2026-05-29",
    "measure": "0" * 32,
}


def test_that_the_whole_aim_reads_as_one_sentence() -> None:
    sentence = compose_sentence(WHOLE, measure_name="Days attended", unit="%")
    assert sentence == (
        "By May 29, 2026, raise weekly attendance for our 148 seventh graders from 89% to 93%, "
        "measured by days attended."
    )


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({}, ""),
        ({"what": "Fewer course failures."}, "Fewer course failures."),
        ({"what": "fewer failures", "to": "12.50"}, "Fewer failures to 12.5."),
        ({"what": "GPA", "for_whom": "of grade 9"}, "GPA of grade 9."),
        ({"what": "GPA up", "by": "2026-01-02"}, "By January 2, 2026, GPA up."),
        ({"what": "Read\n  more", "for_whom": "  "}, "Read more."),
        ({"from": "1200"}, "From 1,200."),
    ],
)
def test_that_missing_parts_are_left_out(parts: dict[str, Any], sentence: str) -> None:
    assert compose_sentence(parts) == sentence


def test_that_a_unit_in_words_follows_the_number() -> None:
    assert compose_sentence({"what": "Cut waiting", "from": "9", "to": "2"}, unit="days").endswith(
        "from 9 days to 2 days."
    )


def test_that_a_whole_aim_has_no_notes() -> None:
    assert lint(WHOLE) == []


def test_that_an_empty_aim_has_a_note_for_each_part() -> None:
    assert [note.code for note in lint({})] == [code for code in CODES if code != "solution"]


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("to", "no_number"),
        ("by", "no_date"),
        ("for_whom", "no_group"),
        ("from", "no_baseline"),
        ("measure", "no_measure"),
    ],
)
def test_that_each_missing_part_is_noted(part: str, code: str) -> None:
    aim = {name: value for name, value in WHOLE.items() if name != part}
    assert [note.code for note in lint(aim)] == [code]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("Raise weekly attendance by calling families", "by calling families"),
        ("Raise attendance by promptly calling families", "by promptly calling families"),
        ("Implement the reading programme", "Implement the reading programme"),
        ("Raise fluency through daily partner reading", "through daily partner reading"),
        ("Subir la asistencia mediante llamadas", "mediante llamadas"),
    ],
)
def test_that_a_solution_named_as_aim_is_marked(what: str, words: str) -> None:
    span = solution_in(what)
    assert span is not None
    assert what[span[0] : span[1]] == words
    assert "solution" in [note.code for note in lint({**WHOLE, "what": what})]


@pytest.mark.parametrize(
    "what",
    [
        "Raise weekly attendance",
        "Raise attendance by spring",
        "Cut failures by the beginning of May",
        "Useful feedback",
        "",
    ],
)
def test_that_an_end_is_no_solution(what: str) -> None:
    assert solution_in(what) is None

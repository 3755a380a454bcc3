"""Blocks from spreadsheets: what is read, what is passed over, what is a problem; nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from netdesk.errors import NetDeskError
from netdesk.ui.pasted import Block, next_period, read_block

TODAY = date(2026, 3, 3)


def read(text: str, *, shares: bool | None = None, start: date | None = None, lang: str = "en") -> Block:
    return read_block(text, shares=shares, every="week", start=start, lang=lang, today=TODAY)


def values(block: Block) -> list[tuple[str, object]]:
    return [(row.period.isoformat(), row.value) for row in block.rows]


@pytest.mark.parametrize(
    ("line", "lang", "period", "value"),
    [
        ("2026-01-05\t85", "en", "2026-01-05", {"v": "85"}),
        ("1/5/2026\t85.5", "en", "2026-01-05", {"v": "85.5"}),
        ("5/1/2026\t85,5", "es_ES", "2026-01-05", {"v": "85.5"}),
        ("05.01.2026\t85", "en", "2026-01-05", {"v": "85"}),
        ("Jan 5, 2026\t85 %", "en", "2026-01-05", {"v": "85"}),
        ("5 de enero de 2026\t1.234,5", "es_ES", "2026-01-05", {"v": "1234.5"}),
        ("2026-01-05\t28\t30", "en", "2026-01-05", {"n": "28", "d": "30"}),
        ("2026-01-05\t28/30", "en", "2026-01-05", {"n": "28", "d": "30"}),
        ("2026-01-05\t28\t30\t93.3%", "en", "2026-01-05", {"n": "28", "d": "30"}),
    ],
)
def test_that_a_line_is_read_by_the_language(line: str, lang: str, period: str, value: dict) -> None:
    block = read(line, lang=lang)
    assert block.problems == ()
    assert values(block) == [(period, value)]


def test_that_headings_and_empty_rows_are_passed_over_and_missing_is_not_zero() -> None:
    block = read("Week\tMinutes\tNote\r\n2026-01-05\t14\tsnow day\r\n\r\n2026-01-12\t\r\n2026-01-19\t0\r\n")
    assert block.heading
    assert values(block) == [("2026-01-05", {"v": "14"}), ("2026-01-19", {"v": "0"})]
    assert [row.note for row in block.rows] == ["snow day", None]


def test_that_dates_count_as_dates_where_half_the_rows_have_one() -> None:
    block = read("2026-03-02\t684\t740\nnext week\t690\t740", shares=True)
    assert values(block) == [("2026-03-02", {"n": "684", "d": "740"})]
    assert "is not a date" in block.problems[0].why


def test_that_numbers_without_dates_are_the_periods_from_here_on() -> None:
    block = read("14\n\n16\n", start=date(2026, 1, 5))
    assert values(block) == [("2026-01-05", {"v": "14"}), ("2026-01-12", {"v": "16"})]


@pytest.mark.parametrize(
    ("line", "shares", "why"),
    [
        ("2026-01-05\tmany", None, "is not a number"),
        ("2026-13-05\t14", None, "no day of the calendar"),
        ("2026-01-05\t28", True, "needs two"),
        ("2026-01-05\t28\t30", False, "takes one a row"),
        ("2026-01-05\t3\t0", True, "Out of 0"),
        ("13/1/2026\t14", None, "no month 13"),
    ],
)
def test_that_what_cannot_be_read_is_a_problem_with_its_line(line: str, shares: bool | None, why: str) -> None:
    good = "2026-02-02\t28\t30" if shares else "2026-02-02\t28"
    block = read(f"{line}\n{good}", shares=shares)
    assert [(one.line, why in one.why) for one in block.problems] == [(1, True)]
    assert len(block.rows) == 1


def test_that_of_two_rows_for_one_period_the_later_counts_and_the_other_is_told() -> None:
    block = read("2026-01-05\t14\n2026-01-05\t15")
    assert values(block) == [("2026-01-05", {"v": "15"})]
    assert "comes twice" in block.problems[0].why


@pytest.mark.parametrize("text", ["", " \n\t\n", "\r\n"])
def test_that_an_empty_clipboard_is_said_in_a_sentence(text: str) -> None:
    with pytest.raises(NetDeskError, match="no rows"):
        read(text)


@pytest.mark.parametrize(
    ("day", "every", "following"),
    [
        (date(2026, 1, 5), "week", date(2026, 1, 12)),
        (date(2026, 1, 2), "day", date(2026, 1, 5)),
        (date(2026, 1, 31), "month", date(2026, 2, 28)),
        (date(2026, 11, 15), "term", date(2027, 2, 15)),
        (date(2026, 1, 5), None, date(2026, 1, 12)),
    ],
)
def test_that_the_next_period_follows_the_measure_s_pace(day: date, every: str | None, following: date) -> None:
    assert next_period(day, every) == following


@pytest.mark.parametrize(
    ("text", "groups", "found", "fresh"),
    [
        ("2026-01-05\tGrade 7\t14\n2026-01-05\tGrade 8\t15", (), ["Grade 7", "Grade 8"], ("Grade 7", "Grade 8")),
        ("2026-01-05\t14\tgrade 7\n2026-01-12\t15\tGrade  7", ("Grade 7",), ["grade 7", "Grade  7"], ()),
        ("Day\tMinutes\tGroup\n2026-01-05\t14\tA\n2026-01-12\t15\t", (), ["A", ""], ("A",)),
        ("2026-01-05\t14\tsnow day\n2026-01-12\t15\t", (), ["", ""], ()),
    ],
)
def test_that_a_column_of_names_is_the_sub_group_and_other_words_are_notes(
    text: str, groups: tuple[str, ...], found: list[str], fresh: tuple[str, ...]
) -> None:
    block = read_block(text, shares=False, every="week", start=None, lang="en", today=TODAY, groups=groups)
    assert block.problems == ()
    assert [row.group for row in block.rows] == found
    assert block.new_groups == fresh


def test_that_rows_of_one_period_are_observations_where_several_are_collected() -> None:
    text = "2026-01-05\t14\n2026-01-05\t15\n2026-01-12\t16"
    block = read_block(text, shares=False, every="week", start=None, lang="en", today=TODAY, samples=True)
    assert [(row.period.day, row.ordinal) for row in block.rows] == [(5, 0), (5, 1), (12, 0)]
    there = [{"period": "2026-01-05", "ordinal": "1", "value": {"v": "9"}}]
    assert block.replaced(there, {}) == 1

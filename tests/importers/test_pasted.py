"""Blocks from spreadsheets: what is read, what is passed over, what is a problem; nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from netdesk.errors import NetDeskError
from netdesk.importers.pasted import Block, next_period, read_block

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


def test_that_a_cell_with_a_line_end_is_one_cell_and_a_lone_mark_swallows_no_rows() -> None:
    block = read('2026-01-05\t14\t"Fog,\nlate bus"\n2026-01-12\t15\t')
    assert [(row.period.day, row.note) for row in block.rows] == [(5, "Fog, late bus"), (12, None)]
    block = read('2026-01-05\t14\t"half a foot\n2026-01-12\t15\t5" of snow\n2026-01-19\t16\t"\n2026-01-26\t17')
    assert [row.period.day for row in block.rows] == [5, 12, 19, 26]


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
        ("2026-01-05\t14\tgrade 7\n2026-01-12\t15\tGrade  7", ("Grade 7",), ["grade 7", "Grade 7"], ()),
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


@pytest.mark.parametrize("nobody", ["n/a", "-", "—", "#N/A", "absent", ""])
def test_that_words_for_nothing_are_missing_and_counted_as_such(nobody: str) -> None:
    block = read(f"2026-01-05\t14\n2026-01-12\t{nobody}\n2026-01-19\t0")
    assert (values(block), block.empty) == ([("2026-01-05", {"v": "14"}), ("2026-01-19", {"v": "0"})], 1)
    assert block.problems == ()


def test_that_a_mark_for_nothing_in_the_first_row_is_its_period_and_no_heading() -> None:
    block = read("-\n14\n15", start=date(2026, 1, 5))
    assert values(block) == [("2026-01-12", {"v": "14"}), ("2026-01-19", {"v": "15"})]


@pytest.mark.parametrize(
    ("line", "shares", "why"),
    [
        ("2026-01-05\t<10\t30", True, "hides a small number"),
        ("2026-01-05\t=A1*2", None, "formula without its result"),
        ("2026-01-05\t#DIV/0!\t30", True, "error of the spreadsheet"),
        ("2026-01-05\t28\t", True, "needs two"),
        ("2026-01-05\t28\tn/a", True, "needs two"),
        ("2026-01-05\t85 %", True, "needs two"),
        ("2026-01-05\t28/30", False, "has single values"),
        ("\t28\t30", True, "no date in this row"),
    ],
)
def test_that_what_stands_in_place_of_a_number_is_told_and_never_made_up(
    line: str, shares: bool | None, why: str
) -> None:
    good = "2026-02-02\t28\t30" if shares else "2026-02-02\t28"
    block = read(f"{line}\n{good}", shares=shares)
    assert [why in one.why for one in block.problems] == [True]
    assert len(block.rows) == 1


def test_that_a_block_that_shows_another_order_of_days_is_read_by_it_and_that_is_said() -> None:
    block = read("5/1/2026\t14\n12/1/2026\t15\n19/1/2026\t16\n26/1/2026\t17")
    assert [day for day, _value in values(block)] == ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]
    assert block.doubts == ("Dates such as 5/1/2026 are read with the day first.",)
    assert read("1/5/2026\t14\n1/12/2026\t15\n1/19/2026\t16").doubts == (), "the language's own order goes without"


def test_that_a_spreadsheet_s_plain_numbers_for_days_are_days_and_that_is_said() -> None:
    block = read("45299\t14\n45306\t15\n45313\t16")
    assert [day for day, _value in values(block)] == ["2024-01-08", "2024-01-15", "2024-01-22"]
    assert block.doubts == ("Numbers such as 45299 are read as days.",)
    assert read("Week\tMinutes\n2026-01-05\t14\n2026-01-12\t15").doubts == ()


def test_that_days_in_both_orders_leave_those_that_can_be_two_to_a_person() -> None:
    block = read("5/1/2026\t14\n13/1/2026\t15\n1/20/2026\t16\n3/3/2026\t17")
    assert values(block) == [("2026-01-20", {"v": "16"}), ("2026-03-03", {"v": "17"})]
    assert ["can be two days" in block.problems[0].why, "no month 13" in block.problems[1].why] == [True, True]


def test_that_the_marks_in_other_cells_say_what_a_thousand_is() -> None:
    block = read("2026-01-05\t12,5\n2026-01-12\t1,250")
    assert values(block) == [("2026-01-05", {"v": "12.5"}), ("2026-01-12", {"v": "1.25"})]
    assert "1,250" in block.doubts[0]
    both = read("2026-01-05\t12,5\n2026-01-12\t1,250\n2026-01-19\t12.5")
    assert [row.value["v"] for row in both.rows] == ["12.5", "12.5"]
    assert "can be read as" in both.problems[0].why

"""The same table copied and opened as a file: the same observations, for both ways read a cell by one module."""

from __future__ import annotations

from datetime import date

import pytest

from netdesk.importers.files import read_data
from netdesk.importers.guess import MeasureSide, guess
from netdesk.importers.pasted import read_block
from netdesk.importers.reading import read_points
from tests.importers.conftest import TODAY

Point = tuple[date, dict[str, str], str]

SINGLE = [
    "2024-01-08\t12.5\n2024-01-15\t14",
    "8/1/2024\t12\n15/1/2024\t14\n22/1/2024\t13",
    "1/8/2024\t12\n1/15/2024\t14\n1/22/2024\t13",
    "1/4/2024\t12\n6/5/2024\t14\n3/6/2024\t13",
    "08.01.2024\t12,5\n15.01.2024\t1,250",
    "8 January 2024 \t 1,250\n15 January 2024\t1,400",
    "Jan 8, 2024\t85 %\nJan 15, 2024\t90%",
    "2024-W02\t12\n2024-W03\t14",
    "Q1 2024\t12\nQ2 2024\t14",
    "2024-01-08 08:30\t12\n2024-01-15T00:00:00\t14",
    "45299\t12.5\n45306\t14\n45313\t13.25",
    "2024-01-08\t12\n2024-01-09\tn/a\n2024-01-10\t-\n2024-01-11\t\n2024-01-12\t0",
    "2024-01-08\t12\n2024-01-15\t=7*2\n2024-01-22\t#REF!\n2024-01-29\t<10\n2024-02-05\t1.2.3",
    "8/1/2024\t12\n13/1/2024\t13\n1/20/2024\t14\n1/27/2024\t15",
    '2024-01-08\t12\t"fog,\nlate bus"\n2024-01-15\t14\tsaid "a lot" of snow\n2024-01-22\t15',
    '2024-01-08\t12\t"half a foot\n2024-01-15\t14\t5" of snow\n2024-01-22\t15\t"',
    "2024-01-08\t12,5\n2024-01-15\t12.5\n2024-01-22\t1,250",
    "2024-01-08\t−3\n2024-01-15\t1 234,5\n2024-01-22\t１２",
]
SHARES = [
    "2024-01-08\t28\t30\n2024-01-15\t27\t30",
    "2024-01-08\t28 of 30\n2024-01-15\t27/30\n2024-01-22\t30 out of 30",
    "2024-01-08\t28\t30\n2024-01-15\t\t30\n2024-01-22\tn/a\t30\n2024-01-29\t0\t0\n2024-02-05\t0\t30",
    "2024-01-08\t28\t30\n2024-01-15\t<10\t30\n2024-01-22\t28\t",
    "2024-01-08\t28\t30\t93.3%\n2024-01-15\t27\t30\t90%",
]


def by_clipboard(text: str, lang: str, side: MeasureSide) -> list[Point]:
    block = read_block(text, shares=side.pairs, every="week", start=None, lang=lang, today=TODAY)
    return [(row.period, dict(row.value), row.note or "") for row in block.rows]


def by_file(text: str, lang: str, side: MeasureSide) -> list[Point]:
    found = guess(read_data(text.encode(), "data.csv"), side, lang=lang)
    points = read_points(found.sheet, found.mapping, side, today=TODAY).points
    return [(one.period, one.value, one.note) for one in points]


@pytest.mark.parametrize("lang", ["en", "en_GB", "es", "es_ES"])
@pytest.mark.parametrize("text", SINGLE)
def test_that_a_table_of_single_values_is_the_same_pasted_and_imported(text: str, lang: str) -> None:
    table, side = f"Week\tMinutes\tNote\n{text}\n", MeasureSide({"name": "Minutes"}, pairs=False)
    assert by_clipboard(table, lang, side) == by_file(table, lang, side)


@pytest.mark.parametrize("text", SHARES)
def test_that_a_table_of_so_many_out_of_so_many_is_the_same_pasted_and_imported(text: str) -> None:
    table, side = f"Week\tPresent\tEnrolled\n{text}\n", MeasureSide({"name": "Present"}, pairs=True)
    pasted = by_clipboard(table, "en", side)
    assert pasted
    assert pasted == by_file(table, "en", side)


def test_that_one_day_alone_turns_the_order_of_a_copied_block_no_more_than_of_a_typed_day() -> None:
    table, side = "1/8/2024\t12\n1/15/2024\t14\n", MeasureSide({"name": "Minutes"}, pairs=False)
    assert by_clipboard(table, "en_GB", side) == [], "refused with its reason; nothing there says how it is read"
    assert [day.day for day, _value, _note in by_file(table, "en_GB", side)] == [8, 15], "shown, and can be turned"

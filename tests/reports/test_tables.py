"""Tables out: what a spreadsheet is given, and that it runs nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netdesk.core.chart_table import ChartTable, table_of, table_text
from netdesk.errors import WrongUsage
from netdesk.reports.tables import sheet_name, table_csv, table_file, table_xlsx, text_cell
from tests.core.chart_samples import attendance_with_limits, six_groups

MADE = date(2026, 3, 3)
EVIL = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "\r=1")


def table() -> ChartTable:
    return table_of(attendance_with_limits())


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_that_each_point_is_a_row_with_its_lines_reading_and_note() -> None:
    made = table()
    assert [column.name for column in made.columns] == [
        "When", "Numerator", "Denominator", "Value", "Average", "Lower limit", "Upper limit", "Reading", "Note",
    ]  # fmt: skip
    assert len(made.shown) == 24
    assert made.shown[0][:4] == ("Aug 18, 2025", "667", "740", "90.1%")
    assert made.shown[7][7] == "left out: Fire drill week"
    assert made.shown[9][8] == "4 days: holiday"
    assert made.cells[0][0] == date(2025, 8, 18)
    assert made.cells[0][3] == pytest.approx(667 / 740)


def test_that_signals_stand_in_the_table_as_letters_and_words() -> None:
    panel = six_groups()[3].chart
    hidden = table_of(panel)
    first = min(panel.hidden)
    assert hidden.shown[first][3] == "" and "fewer than 10" in hidden.shown[first][-1]
    assert hidden.shown[first][1:3] == ("", "")  # neither the numerator nor the denominator
    assert "not shown: fewer than 10 in the group" in table_text(hidden)


def test_that_a_compact_table_leaves_out_lines_that_never_move() -> None:
    still = six_groups()[0].chart
    assert "Median" in [column.name for column in table_of(still).columns]
    assert [column.name for column in table_of(still, compact=True).columns] == ["When", "Counted", "Value"]
    assert "Average" in [column.name for column in table_of(attendance_with_limits(), compact=True).columns]


def test_that_csv_has_plain_dates_and_all_digits() -> None:
    rows = rows_of(table_csv(table()))
    assert len(rows) == 25
    assert rows[1][0] == "2025-08-18" and rows[1][1:3] == ["667", "740"]
    assert float(rows[1][3]) == 667 / 740


def test_that_a_workbook_has_real_dates_numbers_and_a_head_that_stays() -> None:
    book = openpyxl.load_workbook(io.BytesIO(table_xlsx(table(), made_on=MADE)))
    sheet = book.active
    assert sheet.title == "Weekly attendance, Grade 7"
    assert sheet.freeze_panes == "A2" and sheet["A1"].font.bold
    assert sheet["A2"].value.date() == date(2025, 8, 18) and sheet["A2"].number_format == "yyyy-mm-dd"
    assert sheet["D2"].value == pytest.approx(667 / 740) and sheet["D2"].number_format == "0.0%"
    assert sheet["B2"].value == 667 and sheet["B2"].number_format == "General"
    assert sheet.max_row == 25


@pytest.mark.parametrize("evil", EVIL)
def test_that_no_cell_is_taken_for_a_formula(evil: str) -> None:
    chart = replace(attendance_with_limits(), notes=(evil,) * 24, title=evil, left_out={7: evil})
    made = table_of(chart)
    assert rows_of(table_csv(made))[1][-1].startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(table_xlsx(made, made_on=MADE))).active
    for row in sheet.iter_rows():
        assert all(cell.data_type != "f" for cell in row)
    assert str(sheet.cell(2, 9).value).startswith("'")


@given(st.text("=+-@\t\r\n '\"a1,;\x00\x0b[]:*?/\\é…\ufffe", max_size=40))
def test_that_any_words_come_back_as_text(words: str) -> None:
    safe = text_cell(words)
    assert safe.lstrip()[:1] not in {"=", "+", "-", "@"} and safe[:1] not in {"\t", "\r", "\n"}
    assert 1 <= len(sheet_name(words)) <= 31
    assert not set(sheet_name(words)) & set("\\/*?:[]")


def test_that_the_ending_says_the_form() -> None:
    assert table_file(table(), ".csv", made_on=MADE) == table_csv(table())
    assert table_file(table(), ".xlsx", made_on=MADE).startswith(b"PK")
    with pytest.raises(WrongUsage, match="ods"):
        table_file(table(), ".ods", made_on=MADE)


def test_that_letters_no_workbook_can_hold_are_left_out_and_long_words_end_in_an_ellipsis() -> None:
    chart = replace(attendance_with_limits(), notes=("a\x00b\x0bc", "x" * 40_000, *([""] * 22)))
    sheet = openpyxl.load_workbook(io.BytesIO(table_xlsx(table_of(chart), made_on=MADE))).active
    assert sheet.cell(2, 9).value == "abc"
    assert len(sheet.cell(3, 9).value) == 32_767 and sheet.cell(3, 9).value.endswith("…")

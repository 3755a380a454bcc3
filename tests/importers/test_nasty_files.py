"""Twenty and more files as schools have them: taken in rightly, or refused by row or whole with the reason."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest

from netdesk.errors import NetDeskError, RefusedFile
from netdesk.importers import files
from netdesk.importers.files import read_data
from netdesk.importers.plan import ImportPlan
from tests.importers.conftest import Planner, book, said

PAIRS = [("2024-01-08", "28/30"), ("2024-01-15", "27/30"), ("2024-01-22", "30/30")]
SINGLES = [("2024-01-08", "12.5"), ("2024-01-15", "14"), ("2024-01-22", "13.25")]
PLAIN = "Week,Present,Enrolled\n2024-01-08,28,30\n2024-01-15,27,30\n2024-01-22,30,30\n"


def why(plan: ImportPlan) -> list[tuple[int, str]]:
    return [(one.row, one.why) for one in plan.reading.problems]


def passed(plan: ImportPlan) -> list[int]:
    return [one.row for one in plan.reading.passed]


def test_that_a_plain_table_is_read_whole(plan: Planner, attendance: str) -> None:
    found = plan(PLAIN, attendance)
    assert said(found) == PAIRS
    assert (why(found), passed(found), found.guess.doubts) == ([], [], ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_that_byte_order_marks_and_old_encodings_are_read(plan: Planner, minutes: str, encoding: str) -> None:
    text = "Fecha,Minutos,Nota\n2024-01-08,12.5,mañana\n2024-01-15,14,\n2024-01-22,13.25,\n"
    found = plan(text.encode(encoding), minutes)
    assert said(found) == SINGLES
    assert found.points[0].point.note == "mañana"


def test_that_an_old_encoding_is_said(plan: Planner) -> None:
    data = read_data("Semana;año\n2024-01-08;3\n".encode("cp1252"), "data")
    assert "older Windows program" in data.notes[0]


def test_that_semicolons_with_decimal_commas_are_read(plan: Planner, minutes: str) -> None:
    found = plan("Woche;Minuten\n08.01.2024;12,5\n15.01.2024;14\n22.01.2024;13,25\n", minutes)
    assert said(found) == SINGLES
    assert (found.guess.mapping.decimal, found.guess.mapping.order) == (",", "dmy")


def test_that_tabs_and_a_line_that_names_the_separator_are_read(plan: Planner, minutes: str) -> None:
    assert said(plan("Date\tValue\n2024-01-08\t12.5\n2024-01-15\t14\n2024-01-22\t13.25\n", minutes)) == SINGLES
    found = plan('sep=|\nDate|Value\n2024-01-08|12.5\n2024-01-15|"14"\n2024-01-22|13.25\n2024-01-29|x\n', minutes)
    assert said(found) == SINGLES
    assert why(found)[0][0] == 6  # as the spreadsheet counts


def test_that_decimal_commas_inside_quotes_are_read(plan: Planner, minutes: str) -> None:
    assert said(plan('Date,Value\n2024-01-08,"12,5"\n2024-01-15,"14"\n2024-01-22,"13,25"\n', minutes)) == SINGLES


def test_that_a_thousand_that_could_be_one_is_said(plan: Planner, minutes: str) -> None:
    found = plan('Date,Value\n2024-01-08,"1,250"\n2024-01-15,"1,400"\n', minutes)
    assert said(found) == [("2024-01-08", "1250"), ("2024-01-15", "1400")]
    assert "1,250" in found.guess.doubts[0]
    assert said(plan("Date;Value\n2024-01-08;1,250\n2024-01-15;1,400\n", minutes))[0] == ("2024-01-08", "1.25")


def test_that_heads_merged_over_columns_are_joined(plan: Planner, attendance: str) -> None:
    rows = [
        ["Attendance 2024", None, None],
        [None, "Students", None],
        ["Week of", "present", "enrolled"],
        [date(2024, 1, 8), 28, 30],
        [date(2024, 1, 15), 27, 30],
        [date(2024, 1, 22), 30, 30],
    ]
    found = plan(book(("Sheet1", rows), merged=["A1:C1", "B2:C2"]), attendance)
    assert said(found) == PAIRS
    assert found.guess.mapping.heads[1] == "present Students"


def test_that_titles_above_and_totals_below_are_no_data(plan: Planner, attendance: str) -> None:
    above = "Lincoln Middle School\nReport of May 2024\n\n"
    below = "\nTotal,85,90\nAverage,28.3,30\nPrinted by the office,,\n"
    found = plan(above + PLAIN + below, attendance)
    assert said(found) == PAIRS
    assert why(found) == []
    assert len(passed(found)) == 3


def test_that_days_decide_the_order_of_day_and_month(plan: Planner, minutes: str) -> None:
    assert said(plan("Date,Value\n8/1/2024,12.5\n15/1/2024,14\n22/1/2024,13.25\n", minutes)) == SINGLES
    assert said(plan("Date,Value\n1/8/2024,12.5\n1/15/2024,14\n1/22/2024,13.25\n", minutes)) == SINGLES


def test_that_time_running_forward_decides_the_order_where_no_day_does(plan: Planner, minutes: str) -> None:
    found = plan("Date,Value\n1/4/2024,12\n6/5/2024,14\n3/6/2024,13\n", minutes)
    assert [day for day, _value in said(found)] == ["2024-04-01", "2024-05-06", "2024-06-03"]
    assert found.guess.doubts == ()


def test_that_an_open_order_is_settled_by_the_language_and_said(plan: Planner, minutes: str) -> None:
    american = plan("Date,Value\n1/2/2024,12\n", minutes)
    assert said(american) == [("2024-01-02", "12")]
    assert american.guess.doubts == ("Dates such as 1/2/2024 are read with the month first.",)
    spanish = plan("Date,Value\n1/2/2024,12\n", minutes, lang="es")
    assert said(spanish) == [("2024-02-01", "12")]
    assert "day first" in spanish.guess.doubts[0]


def test_that_serial_numbers_are_days_where_nothing_else_is(plan: Planner, minutes: str) -> None:
    assert said(plan("Week,Minutes\n45299,12.5\n45306,14\n45313,13.25\n", minutes)) == SINGLES
    rows = [["Week", "Minutes"], [45299, 12.5], [45306, 14], [45313, 13.25]]
    assert said(plan(book(("A", rows)), minutes)) == SINGLES


def test_that_words_for_nothing_are_missing_and_not_zero(plan: Planner, minutes: str) -> None:
    text = "Date,Value\n2024-01-08,12.5\n2024-01-09,n/a\n2024-01-10,-\n2024-01-11,\n2024-01-15,14\n2024-01-22,13.25\n"
    found = plan(text, minutes)
    assert said(found) == SINGLES
    assert passed(found) == [3, 4, 5]


def test_that_a_held_back_count_is_told_and_never_made_up(plan: Planner, attendance: str) -> None:
    found = plan(PLAIN + "2024-01-29,<10,30\n2024-02-05,28,fewer than 10\n", attendance)
    assert said(found) == PAIRS
    assert [row for row, _text in why(found)] == [5, 6]
    assert "hides a small number" in why(found)[0][1]


def test_that_pairs_in_one_cell_are_read(plan: Planner, attendance: str) -> None:
    found = plan("Week,Result\n2024-01-08,28 of 30\n2024-01-15,27/30\n2024-01-22,30 out of 30\n", attendance)
    assert said(found) == PAIRS


def test_that_per_cent_is_read_as_the_measure_counts_it(plan: Planner, attendance: str) -> None:
    found = plan("Week,Rate\n2024-01-08,85 %\n2024-01-15,90%\n", attendance)
    assert said(found) == [("2024-01-08", "85"), ("2024-01-15", "90")]
    fractions = plan(book(("A", [["Week", "Rate"], [date(2024, 1, 8), 0.85], [date(2024, 1, 15), 0.9]])), attendance)
    assert said(fractions) == [("2024-01-08", "85"), ("2024-01-15", "90")]
    assert "0.85 is read as 85" in fractions.guess.doubts[0]


def test_that_cells_shown_as_per_cent_are_per_cent(plan: Planner, attendance: str) -> None:
    import openpyxl

    made = openpyxl.Workbook()
    made.active.append(["Week", "Rate"])
    for n, value in ((8, 0.853), (15, 0.9)):
        made.active.append([datetime(2024, 1, n), value])
        made.active.cell(made.active.max_row, 2).number_format = "0%"
    out = io.BytesIO()
    made.save(out)
    made.close()
    assert said(plan(out.getvalue(), attendance)) == [("2024-01-08", "85.3"), ("2024-01-15", "90")]


def test_that_formulas_are_told_and_never_run_or_taken_for_nothing(plan: Planner, minutes: str) -> None:
    found = plan("Date,Value\n2024-01-08,12.5\n2024-01-15,=A1+3\n2024-01-22,=cmd|' /C calc'!A0\n", minutes)
    assert said(found) == SINGLES[:1]
    assert [row for row, _text in why(found)] == [3, 4]
    rows = [["Date", "Value"], [date(2024, 1, 8), 12.5], [date(2024, 1, 15), "=7*2"]]
    uncalculated = plan(book(("A", rows)), minutes)
    assert said(uncalculated) == SINGLES[:1]
    assert "formula without its result" in why(uncalculated)[0][1]


def test_that_one_period_with_two_numbers_is_left_to_a_person(plan: Planner, attendance: str) -> None:
    found = plan(PLAIN + "2024-01-22,29,30\n2024-01-08,28,30\n", attendance)
    assert said(found) == PAIRS[:2]  # the repeated week that says the same counts once
    assert [row for row, _text in why(found)] == [4, 5]
    assert "rows 4, 5" in why(found)[0][1]


def test_that_of_two_sheets_one_is_read_and_the_other_named(plan: Planner, attendance: str) -> None:
    head = ["Week", "Present", "Enrolled"]
    rows = [head, [date(2024, 1, 8), 28, 30], [date(2024, 1, 15), 27, 30], [date(2024, 1, 22), 30, 30]]
    other = [head, [date(2024, 1, 8), 1, 2]]
    data = book(("Cover", [["How to read this"]]), ("Grade 7", rows), ("Grade 8", other))
    found = plan(data, attendance)
    assert said(found) == PAIRS
    assert "Grade 7" in found.guess.doubts[0]
    assert "Grade 8" in found.guess.doubts[0]
    assert said(plan(data, attendance, sheet="Grade 8")) == [("2024-01-08", "1/2")]
    with pytest.raises(NetDeskError, match="no sheet Grade 9"):
        plan(data, attendance, sheet="Grade 9")


def test_that_a_hidden_sheet_is_never_read_by_itself(plan: Planner, attendance: str) -> None:
    rows = [["Week", "Present", "Enrolled"], [date(2024, 1, 8), 28, 30]]
    shown = [["Week", "Present", "Enrolled"], [date(2024, 1, 15), 27, 30]]
    assert said(plan(book(("Old", rows), ("New", shown), hidden=["Old"]), attendance)) == [("2024-01-15", "27/30")]
    # a workbook needs one visible sheet; one with nothing in it shows that the hidden one stays unread
    with pytest.raises(NetDeskError, match=r"hidden|No column"):
        plan(book(("Old", rows), ("Empty", []), hidden=["Old"]), attendance)


def test_that_periods_in_columns_are_read(plan: Planner, attendance: str) -> None:
    text = ",Jan 8 2024,Jan 15 2024,Jan 22 2024\nPresent,28,27,30\nEnrolled,30,30,30\n"
    found = plan(text, attendance)
    assert said(found) == PAIRS
    assert found.guess.mapping.turned


def test_that_sub_groups_are_told_apart(plan: Planner, attendance: str) -> None:
    text = "Week,Grade,Present,Enrolled\n2024-01-08,6,14,15\n2024-01-08,7,13,15\n".replace(",6,", ",Grade 6,").replace(
        ",7,", ",Grade 7,"
    )
    found = plan(text + "2024-01-15,Grade 6,15,15\n2024-01-15,Grade 7,12,15\n", attendance)
    assert [(one.point.group, one.point.value["n"]) for one in found.points] == [
        ("Grade 6", "14"),
        ("Grade 7", "13"),
        ("Grade 6", "15"),
        ("Grade 7", "12"),
    ]
    assert found.new_groups == ("Grade 6", "Grade 7")


def test_that_far_too_many_rows_are_refused_with_what_to_do(plan: Planner, minutes: str) -> None:
    rows = "".join(f"2024-01-{n % 28 + 1:02},{n}\n" for n in range(200_000))
    with pytest.raises(NetDeskError, match="more than 50000 rows"):
        plan("Date,Value\n" + rows, minutes)


def test_that_two_hundred_thousand_empty_rows_are_no_rows(plan: Planner, attendance: str) -> None:
    assert said(plan(PLAIN + ",,\n" * 200_000, attendance)) == PAIRS


@pytest.mark.parametrize("empty", [b"", b"\n\n", b"\xef\xbb\xbf", b"\0\0\0"])
def test_that_an_empty_file_is_said_to_be_empty(empty: bytes) -> None:
    with pytest.raises(NetDeskError, match="is empty"):
        read_data(empty, "data.csv")


def test_that_a_table_without_dates_or_numbers_says_what_is_needed(plan: Planner, minutes: str) -> None:
    for text in ("Name,Room\nAna,12\nBen,14\n", "just words\n", "Date,Value\n2024-01-08,\n2024-01-15,n/a\n"):
        with pytest.raises(NetDeskError, match="No column with dates"):
            plan(text, minutes)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old form"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"%PDF-1.7\n%...", "is a PDF"),
        (b"SQLite format 3\0" + b"\0" * 100, "workspace or database"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
        (b"PK\x03\x04 not really a zip", "damaged"),
        (b"a,b\0c\n1,2", "neither a spreadsheet nor text"),
    ],
)
def test_that_a_wrong_file_is_known_by_its_content(data: bytes, words: str) -> None:
    with pytest.raises(RefusedFile, match=words):
        read_data(data, "data.xlsx")


def test_that_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.txt", "hello")
    with pytest.raises(RefusedFile, match="no Excel workbook"):
        read_data(out.getvalue(), "data.xlsx")


def test_that_a_workbook_named_csv_and_text_named_xlsx_are_read_by_content(plan: Planner, attendance: str) -> None:
    rows = [["Week", "Present", "Enrolled"], [date(2024, 1, 8), 28, 30]]
    assert read_data(book(("A", rows)), "data.csv").sheets[0].name == "A"
    assert read_data(PLAIN.encode(), "data.xlsx").sheets[0].rows[0].cells[0] == "Week"


def test_that_a_damaged_workbook_is_refused_in_one_sentence() -> None:
    whole = book(("A", [["Week", "Value"], [date(2024, 1, 8), 28]]))
    for cut in range(40, len(whole), len(whole) // 12):
        with pytest.raises(RefusedFile):
            read_data(whole[:cut], "data.xlsx")
    for at in range(60, len(whole), 151):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        try:
            read_data(bytes(broken), "data.xlsx")
        except NetDeskError as error:
            assert error.user_text.endswith(".")


def test_that_a_zip_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_INFLATED", 8 << 20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (9 << 20))
    assert len(out.getvalue()) < 100_000
    with pytest.raises(RefusedFile, match="unpacks to more"):
        read_data(out.getvalue(), "data.xlsx")

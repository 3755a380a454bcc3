"""Tables out: a chart's rows as CSV and XLSX, for a spreadsheet that must not run what a person once typed.

A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a line end) is written with an
apostrophe before it (OWASP, "CSV injection"); numbers and dates stay numbers and dates.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from typing import Final

from netdesk.core.chart_table import Cell, ChartTable
from netdesk.errors import WrongUsage
from netdesk.i18n import _

#: What a spreadsheet takes for a formula, also after spaces.
_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\n]")
# XML has no place for these, so a workbook has none either.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: A workbook's cell holds no more letters than this.
_LONGEST: Final = 32_767
#: Days before this are no dates to a spreadsheet.
_FIRST_DAY: Final = date(1900, 3, 1)


def table_csv(table: ChartTable) -> bytes:
    """The rows as CSV in UTF-8 with a byte-order mark, by which spreadsheets know it; dates as 2026-01-05, numbers
    with a decimal point and all their digits."""
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerow([text_cell(column.name) for column in table.columns])
    for row in table.cells:
        writer.writerow([_written(cell) for cell in row])
    return held.getvalue().encode("utf-8-sig")


def table_xlsx(table: ChartTable, *, made_on: date) -> bytes:
    """The rows as a workbook of one sheet, its head bold and kept in sight; dates and numbers as such."""
    import openpyxl
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime(made_on.year, made_on.month, made_on.day)
    book.properties.creator, book.properties.title = "NetDesk", _CONTROL.sub("", table.title)
    sheet = book.active
    sheet.title = sheet_name(table.title)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(table.columns, 1):
        head = sheet.cell(1, number, text_cell(column.name))
        head.font, head.alignment = Font(bold=True), Alignment(horizontal="right" if column.numbers else "left")
        widest = max((len(row[number - 1]) for row in table.shown), default=0)
        sheet.column_dimensions[head.column_letter].width = min(max(len(column.name), widest) + 3, 60)
    for place, row in enumerate(table.cells, 2):
        for number, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(place, number)
            if isinstance(value, str):
                cell.value = text_cell(value)
                cell.data_type = "s"  # a text, whatever it looks like
            elif isinstance(value, date) and value < _FIRST_DAY:
                cell.value = value.isoformat()
            else:
                cell.value = value
                if isinstance(value, date):
                    cell.number_format = "yyyy-mm-dd"
                elif table.percent and table.columns[number - 1].plotted:
                    cell.number_format = "0.0%"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def table_file(table: ChartTable, ending: str, *, made_on: date) -> bytes:
    """The rows in the form that a file's ending asks for: ".csv" or ".xlsx"; WrongUsage for another."""
    if ending == ".csv":
        return table_csv(table)
    if ending == ".xlsx":
        return table_xlsx(table, made_on=made_on)
    raise WrongUsage(_("A table is written as .csv or .xlsx; {ending} is neither.").format(ending=ending or "?"))


def text_cell(words: str) -> str:
    """A text as a spreadsheet may safely hold it."""
    plain = _CONTROL.sub("", words)
    safe = f"'{plain}" if _FORMULA.match(plain) else plain
    return safe if len(safe) <= _LONGEST else safe[: _LONGEST - 1] + "…"


def sheet_name(title: str) -> str:
    """A sheet's name: at most 31 letters, without those that workbooks refuse."""
    plain = re.sub(r"[\\/*?:\[\]]", " ", _CONTROL.sub("", title)).strip().strip("'")
    return " ".join(plain.split())[:31].strip().strip("'") or _("Chart")


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float | int):
        return repr(float(cell)).removesuffix(".0")
    return cell.isoformat() if isinstance(cell, date) else text_cell(cell)

"""A data file opened by its content, not its name: its sheets as rows of cells.

A cell is text as written (trimmed, "" where empty), an exact number, or a day. What a spreadsheet shows as per cent
comes as such text ("85 %"), so that 0.85 and 85 cannot be taken for one another further on; a formula that was never
calculated comes as its own text, so that it is told and not taken for an empty cell.
"""

from __future__ import annotations

import csv
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from netdesk.core.pace import Step, no_step
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.i18n import _
from netdesk.importers.cells import Cell, tidied

#: More rows than any measure has: a raw export with a row for each pupil and day ends here, with a sentence.
MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 400
MOST_BYTES: Final = 64 * 1024 * 1024
MOST_INFLATED: Final = 512 * 1024 * 1024
_STEP_ROWS: Final = 1_000

# openpyxl lets every fault of a file through as it comes: of the zip, of the XML, or a value where it expects another.
_FAULTS: Final = (
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, AssertionError, SyntaxError, EOFError, OSError),
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, OverflowError),
)
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEPARATORS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row: its number in the file (from 1, as the spreadsheet shows it) and its cells."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int | None) -> Cell:
        """The cell of a column; "" where there is none."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its filled rows in order. ``separator`` is the mark between a CSV's cells, "" for a spreadsheet."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    separator: str = ""
    transposed: bool = False

    def turned(self) -> Sheet:
        """The sheet with rows and columns exchanged: periods that stood in columns then stand in rows."""
        width = max((len(row.cells) for row in self.rows), default=0)
        rows = (Row(n + 1, tuple(row.cell(n) for row in self.rows)) for n in range(width))
        filled = tuple(row for row in rows if any(cell != "" for cell in row.cells))
        return Sheet(self.name, filled, self.hidden, self.separator, not self.transposed)


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file's sheets, the hidden ones marked, and what was noticed in opening it (sentences)."""

    name: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def open_data(path: Path, step: Step = no_step) -> DataFile:
    """The sheets of a CSV (any usual separator and encoding) or XLSX file.

    Raises NetDeskError where there is nothing in it or far too much, RefusedFile where it is no such file.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise NetDeskError(_("{name} cannot be read ({why}).").format(name=path.name, why=error.strerror)) from error
    if path.is_dir():
        raise NetDeskError(_("{name} is a folder. Choose the file in it.").format(name=path.name))
    if size > MOST_BYTES:
        raise NetDeskError(
            _("{name} is larger than any table of a measure. Save only the sheet you need.").format(name=path.name)
        )
    return read_data(path.read_bytes(), path.name, step)


def read_data(data: bytes, name: str, step: Step = no_step) -> DataFile:
    """The sheets of a file's bytes; errors as in `open_data`."""
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise NetDeskError(_("{name} is empty. Save the sheet again, with its numbers.").format(name=name))
    _refuse_foreign(data, name)
    if data.startswith(b"PK\x03\x04"):
        return _read_workbook(data, name, step)
    text, notes = _decoded(data, name)
    return DataFile(name, (text_sheet(text, name, step),), notes)


def _refuse_foreign(data: bytes, name: str) -> None:
    start = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if data.startswith(_OLD_EXCEL):
        why = _("{name} is in Excel's old form, or locked by a password. Save it as .xlsx or CSV, without a password.")
    elif start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        why = _("{name} is a web page with the name of a spreadsheet. Open it and save it as .xlsx or CSV.")
    elif data.startswith(b"%PDF"):
        why = _("{name} is a PDF. Open the spreadsheet it was made from and save that as .xlsx or CSV.")
    elif data.startswith(b"SQLite format 3\0"):
        why = _("{name} is a workspace or database, not a spreadsheet. Open it from the File menu.")
    elif data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        why = _("{name} is a picture. Numbers come in as .xlsx or CSV.")
    else:
        return
    raise RefusedFile(why.format(name=name))


# Text


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                break
    if b"\0" in data:
        raise RefusedFile(_("{name} is neither a spreadsheet nor text. Save it as .xlsx or CSV.").format(name=name))
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        note = _("Letters with accents were read as an older Windows program writes them; look whether they are right.")
        return data.decode("cp1252", errors="replace"), (note,)


def text_sheet(text: str, name: str, step: Step = no_step, *, separator: str = "") -> Sheet:
    """One sheet of separated text; the separator is the one that most of the first lines share, if it is not given.

    A cell in quotation marks may hold line ends. Where a mark has no other, none of them is taken for such, or the rest
    of the text would be one cell.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    separator, rest = (separator, lines) if separator else _separator(lines)
    lone = rest.count('"') % 2 == 1
    try:
        source = io.StringIO(rest, newline="")
        plain = csv.reader(source, delimiter=separator, quoting=csv.QUOTE_NONE)
        rows = plain if lone else csv.reader(source, delimiter=separator)
        # A head line "sep=;" that Excel writes is no row, yet counts in the numbers that Excel shows.
        first = 1 if rest is lines else 2
        return Sheet(
            name, tuple(_filled(((n, row) for n, row in enumerate(rows, start=first)), step)), False, separator
        )
    except csv.Error as error:
        raise NetDeskError(
            _("{name} is no CSV that can be read ({why}). Save the sheet again.").format(name=name, why=error)
        ) from None


def _separator(text: str) -> tuple[str, str]:
    first, _newline, rest = text.partition("\n")
    if found := re.fullmatch(r'"?sep=(.)"?', first.strip(), re.IGNORECASE):
        return found[1], rest
    sample = [line for line in text.split("\n", 60)[:60] if line.strip()]
    best = max(
        _SEPARATORS,
        key=lambda mark: (sum(_outside_quotes(line, mark) > 0 for line in sample), -_SEPARATORS.index(mark)),
    )
    # A decimal comma stands in as many lines as the semicolon that parts the cells.
    if best == "," and sum(";" in line for line in sample) * 2 >= len(sample):
        best = ";"
    if best == "," and sum("\t" in line for line in sample) * 2 >= len(sample):
        best = "\t"
    return best, text


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _filled(rows: Iterable[tuple[int, Iterable[Any]]], step: Step) -> Iterator[Row]:
    count = 0
    for number, values in rows:
        if number % _STEP_ROWS == 0:
            step(number, 0)
        cells = [_cell(value) for value in values]
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise NetDeskError(
                _(
                    "This sheet has more than {rows} rows or {columns} columns of data: more than one measure holds. "
                    "Make a table with one row a period first."
                ).format(rows=MOST_ROWS, columns=MOST_COLUMNS)
            )
        yield Row(number, tuple(cells))


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, str):
        return tidied(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return _number(value)


def _number(value: int | float | Decimal) -> Decimal | str:
    number = Decimal(str(value))
    if not number.is_finite():
        return str(value)
    # Excel keeps fifteen digits; what stands behind them is the noise of binary fractions.
    plain = Decimal(f"{number:.15g}") if isinstance(value, float) else number
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() and abs(plain) < 10**15 else plain


# Workbooks


def _read_workbook(data: bytes, name: str, step: Step) -> DataFile:
    formulas = _check_zip(data, name)
    sheets = list(_sheets(data, name, step, values=True))
    if formulas:
        sheets = _with_formulas(sheets, list(_sheets(data, name, step, values=False)))
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise NetDeskError(_("{name} holds no rows. Save the sheet again, with its numbers.").format(name=name))
    return DataFile(name, filled)


def _check_zip(data: bytes, name: str) -> bool:
    """Whether any sheet has formulas. RefusedFile where the zip is damaged, no workbook, or inflates beyond measure."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if sum(one.file_size for one in entries) > MOST_INFLATED:
                raise RefusedFile(
                    _("{name} unpacks to more than any spreadsheet holds, so it was not opened.").format(name=name)
                )
            sheets = [one for one in entries if re.fullmatch(r"xl/worksheets/[^/]+\.xml", one.filename)]
            if "[Content_Types].xml" not in archive.namelist() or not sheets:
                raise RefusedFile(
                    _("{name} is a zip, but no Excel workbook. Save the sheet as .xlsx or CSV.").format(name=name)
                )
            return any(_holds(archive, one.filename, b"<f") for one in sheets)
    except (*_FAULTS, RuntimeError) as error:
        raise RefusedFile(
            _("{name} is damaged and cannot be opened. Copy or save it again.").format(name=name)
        ) from error


def _holds(archive: zipfile.ZipFile, entry: str, wanted: bytes) -> bool:
    with archive.open(entry) as file:
        before = b""
        while part := file.read(1 << 20):
            if re.search(re.escape(wanted) + rb"[ >/]", before + part):
                return True
            before = part[-8:]
    return False


def _sheets(data: bytes, name: str, step: Step, *, values: bool) -> Iterator[Sheet]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and print settings that are not needed here
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
                rows = ((n, map(_value, row)) for n, row in enumerate(sheet.iter_rows(), start=1))
                yield Sheet(sheet.title, tuple(_filled(rows, step)), sheet.sheet_state != "visible")
            book.close()
        except _FAULTS as error:
            raise RefusedFile(
                _("{name} is damaged and cannot be opened. Copy or save it again.").format(name=name)
            ) from error


def _value(cell: Any) -> Any:
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in (cell.number_format or ""):
        number = _number(float(value) * 100)
        return f"{number} %"
    return value


def _with_formulas(values: list[Sheet], written: list[Sheet]) -> list[Sheet]:
    """The calculated values; where a formula was never calculated, its text."""
    made = []
    for sheet, other in zip(values, written, strict=True):
        known = {row.number: row for row in sheet.rows}
        rows = []
        for row in other.rows:
            have = known.get(row.number)
            cells = [
                cell if isinstance(cell, str) and cell.startswith("=") and (not have or have.cell(n) == "") else
                (have.cell(n) if have else "")
                for n, cell in enumerate(row.cells)
            ]  # fmt: skip
            rows.append(Row(row.number, tuple(cells)))
        made.append(Sheet(sheet.name, tuple(rows), sheet.hidden))
    return made

"""What one cell says: a day, a number, a pair, a share, nothing, or something that must be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from netdesk.core.fields import number
from netdesk.core.typed import read_date, read_number, read_pair
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.importers.files import Cell
from netdesk.importers.words import MISSING

#: The days that a spreadsheet's serial numbers name: 20,000 is in 1954, 60,000 in 2064.
SERIALS: Final = (20_000, 60_000)
_SERIAL_START: Final = date(1899, 12, 30)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.?m\.?)?Z?$", re.IGNORECASE)
_ISO_WEEK = re.compile(r"(\d{4})[- ]?W(?:eek)? ?(\d{1,2})", re.IGNORECASE)
_QUARTER = re.compile(r"(?:Q|T)([1-4])[ /-](\d{4})|(\d{4})[ /-]?(?:Q|T)([1-4])", re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?", re.ASCII)
_SUPPRESSED = re.compile(r"(?:[<>≤≥]|less than|fewer than|under|menos de)\s*=?\s*\d", re.IGNORECASE)
_MONTH_WORD = re.compile(r"[^\W\d_]{3,}", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Habits:
    """How a column writes: the order of day and month, the decimal mark, and whether numbers are days.

    ``order`` is "mdy" or "dmy", ``decimal`` "." or ","; ``serials`` is true where a number such as 45,292 is a day.
    """

    order: str = "mdy"
    decimal: str = "."
    serials: bool = False

    @property
    def date_language(self) -> str:
        """A language that writes dates in this order."""
        return "en_US" if self.order == "mdy" else "en_GB"

    @property
    def number_language(self) -> str:
        """A language that writes numbers with this mark."""
        return "en_US" if self.decimal == "." else "es_ES"


def is_missing(cell: Cell) -> bool:
    """Whether nobody counted here."""
    return isinstance(cell, str) and cell.casefold() in MISSING


def is_formula(cell: Cell) -> bool:
    """Whether a formula stands here in place of its result (or text that a spreadsheet would run as one)."""
    return isinstance(cell, str) and cell.startswith("=")


def looks_like_date(cell: Cell, serials: bool = False) -> bool:
    """Whether the cell can be a day, whatever the order of its parts."""
    if isinstance(cell, date):
        return True
    if isinstance(cell, Decimal):
        return serials and _is_serial(cell)
    plain = _without_time(cell)
    if serials and re.fullmatch(r"\d{5}", plain):
        return _is_serial(Decimal(plain))
    if _ISO_WEEK.fullmatch(plain) or _QUARTER.fullmatch(plain):
        return True
    if found := _SLASHED.fullmatch(plain):
        # 12/30 without a year is a share as often as a day, and 12.5 is a number.
        return found[4] is not None
    if re.fullmatch(r"\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?", plain, re.ASCII):
        return re.fullmatch(r"\d{4}\.\d{1,2}", plain) is None
    if not _MONTH_WORD.search(plain) or not re.search(r"\d", plain):
        return False
    try:
        read_date(plain, "en_US", date(2026, 1, 1))
    except NetDeskError as error:
        return "month of a year" in error.user_text
    return True


def read_day(cell: Cell, habits: Habits, today: date) -> date:
    """The day a cell names. NetDeskError where it names none, or more than one."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Decimal) or re.fullmatch(r"\d{5}", cell):
        serial = Decimal(cell)
        if habits.serials and _is_serial(serial):
            return _SERIAL_START + timedelta(days=int(serial))
        raise NetDeskError(_('"{text}" is a number, not a date.').format(text=cell))
    plain = _without_time(cell)
    if found := _ISO_WEEK.fullmatch(plain):
        try:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            raise NetDeskError(_('"{text}" is no week of that year.').format(text=cell)) from None
    if found := _QUARTER.fullmatch(plain):
        return date(int(found[2] or found[3]), 3 * int(found[1] or found[4]) - 2, 1)
    return read_date(plain, habits.date_language, today)


def _is_serial(number_: Decimal) -> bool:
    return number_ == number_.to_integral_value() and SERIALS[0] <= number_ <= SERIALS[1]


def _without_time(cell: str) -> str:
    return _TIME.sub("", cell.strip())


def looks_like_value(cell: Cell) -> bool:
    """Whether the cell can be a number, a share or a pair; not whether it can be read without doubt."""
    if isinstance(cell, Decimal):
        return True
    if isinstance(cell, date) or looks_like_date(cell):
        return False
    if _SUPPRESSED.match(cell):
        return True
    return (
        bool(re.search(r"\d", cell))
        and re.fullmatch(r"[-+−–\d.,'’\s%/⁄÷]+|.*\d\s*(?:of|out of|de)\s*\d.*", cell) is not None
    )


def stands_for_number(cell: Cell) -> bool:
    """Whether a spreadsheet's formula or error stands where a number would."""
    return isinstance(cell, str) and cell.startswith(("=", "#"))


def read_value(cell: Cell, habits: Habits) -> dict[str, str] | None:
    """{"v"}, {"n", "d"} or None where nobody counted. NetDeskError where it cannot be taken as a number."""
    if isinstance(cell, Decimal):
        return {"v": number(cell)}
    if isinstance(cell, date):
        raise NetDeskError(_("Here stands a date where a number is expected."))
    refuse_no_number(cell)
    return None if is_missing(cell) else read_pair(cell, habits.number_language)


def read_count(cell: Cell, habits: Habits) -> str | None:
    """One number, None where nobody counted. NetDeskError where it cannot be taken as one."""
    if isinstance(cell, Decimal):
        return number(cell)
    if isinstance(cell, date):
        raise NetDeskError(_("Here stands a date where a number is expected."))
    refuse_no_number(cell)
    if is_missing(cell):
        return None
    if "%" in cell:
        raise NetDeskError(_('"{text}" is a share; this column counts.').format(text=cell))
    return read_number(cell, habits.number_language)


def refuse_no_number(cell: str) -> None:
    """NetDeskError for what spreadsheets write in place of a number: held-back counts, formulas, errors."""
    if _SUPPRESSED.match(cell):
        raise NetDeskError(
            _(
                '"{text}" hides a small number; it is left out, since any number put in its place would be made up.'
            ).format(text=cell)
        )
    if is_formula(cell):
        raise NetDeskError(
            _(
                '"{text}" is a formula without its result. In the spreadsheet, save once more, or paste values only.'
            ).format(text=cell if len(cell) < 40 else cell[:39] + "…")
        )
    if cell.startswith("#") and cell.casefold() not in MISSING:
        raise NetDeskError(_('"{text}" is an error of the spreadsheet, not a number. Mend it there.').format(text=cell))


def order_of(cells: list[Cell]) -> str | None:
    """The order of day and month that these cells show: "mdy", "dmy", or None where either would do.

    A part over 12 decides. Where none does, the order in which the days stand one after another decides, if only one
    of the two gives it.
    """
    found = [match for cell in cells if isinstance(cell, str) and (match := _SLASHED.fullmatch(_without_time(cell)))]
    if any(int(one[1]) > 12 for one in found):
        return "dmy"
    if any(int(one[3]) > 12 for one in found):
        return "mdy"
    if not found:
        return "mdy"
    if all(one[2] == "." for one in found):
        return "dmy"
    rising = [order for order in ("mdy", "dmy") if _rising(found, order)]
    return rising[0] if len(rising) == 1 else None


def _rising(found: list[re.Match[str]], order: str) -> bool:
    """Whether the days follow one another in time when read in this order."""
    days = []
    for one in found:
        month, day = (int(one[1]), int(one[3])) if order == "mdy" else (int(one[3]), int(one[1]))
        if one[4] is None:
            return False
        try:
            days.append(date(int(one[4]) + (2000 if len(one[4]) == 2 else 0), month, day))
        except ValueError:
            return False
    return len(days) > 2 and all(earlier < later for earlier, later in pairwise(days))


def decimal_of(cells: list[Cell], separator: str) -> str | None:
    """The decimal mark these cells show: ".", ",", or None where either would do."""
    texts = [cell.rstrip(" %") for cell in cells if isinstance(cell, str) and re.search(r"\d[.,]\d", cell)]
    for text in texts:
        marks = re.findall(r"[.,]", text)
        last = marks[-1]
        whole, _mark, rest = text.rpartition(last)
        if len(set(marks)) == 2 or (len(marks) == 1 and (len(rest) != 3 or whole.lstrip("-−–") in ("0", ""))):
            return str(last)
        if len(marks) > 1:
            return "." if last == "," else ","
    if not texts:
        return "."
    return "," if separator == ";" and all("," in text for text in texts) else None

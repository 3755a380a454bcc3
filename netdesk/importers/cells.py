"""What one cell says: a day, a number, a pair, a share, nothing, or something that must be told.

Files and the clipboard read their cells here and nowhere else, so the same table gives the same observations by
either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from netdesk.core.fields import number
from netdesk.core.typed import decimal_mark, read_date, read_number, read_pair, reads_day_first
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.importers.words import MISSING

#: Text as written and tidied ("" where empty), an exact number, or a day.
Cell = str | Decimal | date
#: One number {"v"}, or how many out of how many {"n", "d"}.
Pair = dict[str, str]

#: The days that a spreadsheet's serial numbers name: 20,000 is in 1954, 60,000 in 2064.
SERIALS: Final = (20_000, 60_000)
_SERIAL_START: Final = date(1899, 12, 30)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]\.?m\.?)?Z?$", re.IGNORECASE)
_ISO_WEEK = re.compile(r"(\d{4})[- ]?W(?:eek)? ?(\d{1,2})", re.IGNORECASE)
_QUARTER = re.compile(r"(?:Q|T)([1-4])[ /-](\d{4})|(\d{4})[ /-]?(?:Q|T)([1-4])", re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?", re.ASCII)
_SUPPRESSED = re.compile(r"(?:[<>≤≥]|less than|fewer than|under|menos de)\s*=?\s*\d", re.IGNORECASE)
_MONTH_WORD = re.compile(r"[^\W\d_]{3,}", re.UNICODE)
#: A number that is a thousand and more with one mark, and between 1 and 999 with three decimals with the other.
_TWO_WAYS = re.compile(r"[-−–+]?[1-9]\d{0,2}[.,]\d{3}")
_LANGUAGES: Final = {".": "en_US", ",": "es_ES", "": "es"}


@dataclass(frozen=True, slots=True)
class Habits:
    """How a column writes: the order of day and month, the decimal mark, and whether numbers are days.

    ``order`` is "mdy" or "dmy"; with ``mixed`` other rows write the other order, and a day that can be either is
    refused. ``decimal`` is ".", "," or "" where it is not known, and a number that needs it is refused. ``serials`` is
    true where a number such as 45,292 is a day.
    """

    order: str = "mdy"
    decimal: str = "."
    serials: bool = False
    mixed: bool = False

    @property
    def date_language(self) -> str:
        """A language that writes dates in this order."""
        return "en_US" if self.order == "mdy" else "en_GB"

    @property
    def number_language(self) -> str:
        """A language that writes numbers with this mark; one that writes both ways where it is not known."""
        return _LANGUAGES[self.decimal]


def tidied(text: str) -> str:
    """A cell's text with single spaces and nothing that cannot be seen."""
    return " ".join(text.replace("\u200b", "").split())


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
    if is_missing(cell):
        raise NetDeskError(_("There is no date in this row."))
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
    if habits.mixed and (parts := _slashed(plain)) and max(int(parts[1]), int(parts[3])) <= 12 and parts[1] != parts[3]:
        raise NetDeskError(
            _(
                '"{text}" can be two days, since these rows write day and month in both orders. Write it like {iso}.'
            ).format(text=cell, iso=today.isoformat())
        )
    return read_date(plain, habits.date_language, today)


def are_serial_days(cells: Sequence[Cell], headed: bool) -> bool:
    """Whether a column of numbers is one of days: its head says so, or nearly all rise within the days of our time."""
    days = [cell for cell in cells if looks_like_date(cell, serials=True)]
    numbers = [Decimal(str(cell)) for cell in days if not isinstance(cell, date) and re.fullmatch(r"\d{5}", str(cell))]
    if len(numbers) * 2 <= len(days):
        return False  # they are written as days
    rising = all(a <= b for a, b in pairwise(numbers)) and len(set(numbers)) > 2
    return len(days) > 1 and (headed or (rising and len(days) * 5 >= len(cells) * 4))


def _slashed(plain: str) -> re.Match[str] | None:
    """The parts of a day whose order is open; a point between them is written only where the day comes first."""
    found = _SLASHED.fullmatch(plain)
    return found if found and found[2] != "." else None


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


def read_value(cell: Cell, habits: Habits) -> Pair | None:
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


def read_single(cell: Cell, habits: Habits, pairs: bool | None) -> Pair | None:
    """What the one cell of a row says; ``pairs`` whether the measure counts so many out of so many (None: either).

    None where nobody counted. NetDeskError where it is no number, or not of the measure's kind.
    """
    value = read_value(cell, habits)
    if value is None:
        return None
    if "d" in value:
        if pairs is False:
            raise NetDeskError(_("A share of two numbers, but this measure has single values."))
        return _checked_pair(value["n"], value["d"])
    if pairs:
        raise NetDeskError(_("One number, but this measure needs two: how many, and out of how many."))
    return value


def read_share(n_cell: Cell, d_cell: Cell, habits: Habits) -> Pair | None:
    """What the two cells of a row say; None where nobody counted, NetDeskError where they are no such two numbers."""
    n, d = read_count(n_cell, habits), read_count(d_cell, habits)
    if n is None:
        return None  # a roll that stands in every row is no count
    if d is None:
        raise NetDeskError(_("Out of how many is missing in this row."))
    return _checked_pair(n, d)


def _checked_pair(n: str, d: str) -> Pair | None:
    if Decimal(d) == 0 and Decimal(n) == 0:
        return None
    if Decimal(d) <= 0:
        raise NetDeskError(_("Out of {d} is no share. Leave the row empty where nothing was counted.").format(d=d))
    return {"n": n, "d": d}


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

    A part over 12 decides, unless others speak against it. Where none does, the order in which the days stand one
    after another decides, if only one of the two gives it.
    """
    found = [match for cell in cells if isinstance(cell, str) and (match := _SLASHED.fullmatch(_without_time(cell)))]
    shown = [order for order, part in (("dmy", 1), ("mdy", 3)) if any(int(one[part]) > 12 for one in found)]
    if shown:
        return shown[0] if len(shown) == 1 else None
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


def open_days(cells: Iterable[Cell]) -> list[re.Match[str]]:
    """The days whose order of day and month is open, in their parts: day or month, mark, the other, year or None."""
    return [parts for cell in cells if isinstance(cell, str) and (parts := _slashed(_without_time(cell)))]


def proofs(cells: Iterable[Cell], order: str) -> int:
    """How many cells can only be days in this order: "mdy" or "dmy"."""
    month, day = (1, 3) if order == "mdy" else (3, 1)
    return sum(int(parts[month]) <= 12 < int(parts[day]) for parts in open_days(cells))


def shown_order(cells: Sequence[Cell], own: str) -> str:
    """The order that the cells show, or ``own`` where they show none.

    One cell alone turns the order of no others, being a slip as easily as a habit, unless all days then follow one
    another in time.
    """
    other = "dmy" if own == "mdy" else "mdy"
    if proofs(cells, own):
        return own
    shown = proofs(cells, other)
    found = open_days(cells)
    rising = _rising(found, other) and (shown > 0 or not _rising(found, own))
    return other if shown > 1 or rising else own


def own_order(lang: str) -> str:
    """The order of day and month in a language."""
    return "dmy" if reads_day_first(lang) else "mdy"


def can_be_two(cell: Cell) -> bool:
    """Whether the cell is a thousand and more by one decimal mark, and has three decimals by the other."""
    return isinstance(cell, str) and _TWO_WAYS.fullmatch(cell.rstrip(" %")) is not None


def decimal_of(cells: Iterable[Cell], separator: str) -> str | None:
    """The decimal mark these cells show: ".", ",", "" where they show both, None where either would do."""
    texts = [cell.rstrip(" %") for cell in cells if isinstance(cell, str) and re.search(r"\d[.,]\d", cell)]
    shown = set()
    for text in texts:
        marks = re.findall(r"[.,]", text)
        last = marks[-1]
        whole, _mark, rest = text.rpartition(last)
        if len(set(marks)) == 2 or (len(marks) == 1 and (len(rest) != 3 or whole.lstrip("-−–") in ("0", ""))):
            shown.add(str(last))
        elif len(marks) > 1:
            shown.add("." if last == "," else ",")
    if shown:
        return shown.pop() if len(shown) == 1 else ""
    if not texts:
        return "."
    return "," if separator == ";" and all("," in text for text in texts) else None


def own_decimal(lang: str) -> str:
    """The decimal mark of a language; "" for one that is written both ways."""
    return decimal_mark(lang) or ""

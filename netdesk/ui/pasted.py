"""A block copied from a spreadsheet, read into rows of points: dates, numbers by the language, per cent, n and d.

Nothing is guessed silently: a cell that cannot be read, or can be read in two ways, becomes a problem with its line,
and its row is left out until the person mends it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from netdesk.core.typed import read_date, read_number, read_pair
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.operations.measures import PointRow

#: More rows than any school's measure has; a whole sheet pasted by mistake ends here.
MOST_ROWS = 5_000
Pair = dict[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the block that cannot be taken in, as it was and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Block:
    """The rows that can be taken in, the problems, and whether a line of headings was passed over."""

    rows: tuple[PointRow, ...]
    problems: tuple[Problem, ...]
    heading: bool = False


def next_period(day: date, every: str | None) -> date:
    """The period after this one; a week where the measure does not say."""
    if every == "day":
        step = 3 if day.weekday() == 4 else 1  # the school's next day after Friday is Monday
        return day + timedelta(days=step)
    if every == "2 weeks":
        return day + timedelta(days=14)
    if every in ("month", "term"):
        months = 1 if every == "month" else 3
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        for last in (day.day, 30, 29, 28):
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    return day + timedelta(days=7)


def read_block(
    text: str, *, shares: bool | None, every: str | None, start: date | None, lang: str, today: date
) -> Block:
    """Read a pasted block: tab-separated cells, a row a line.

    ``shares`` says whether the measure counts so many out of so many (None: it has no points yet, either will do).
    Without a column of dates the rows are the periods from ``start`` on. Empty values are passed over: missing is not
    zero. Raises NetDeskError where there is no row at all or far too many.
    """
    lines = [line.split("\t") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    cells = [[cell.strip() for cell in line] for line in lines]
    filled = [(n, line) for n, line in enumerate(cells, start=1) if any(line)]
    if not filled:
        raise NetDeskError(_("The clipboard holds no rows. Copy the cells in your spreadsheet first."))
    if len(filled) > MOST_ROWS:
        raise NetDeskError(_("That is {n} rows; at most {most} fit at once.").format(n=len(filled), most=MOST_ROWS))
    heading = len(filled) > 1 and not any(_looks_filled(cell, lang, today) for cell in filled[0][1])
    if heading:
        filled = filled[1:]
    dated = _mostly(filled, lambda line: _is_date(line[0], lang, today) and len([cell for cell in line if cell]) > 1)
    rows, problems = [], []
    period = start or today
    for number, line in filled:
        try:
            if dated:
                period = read_date(line[0], lang, today)
            value, note = _value_of(line[1:] if dated else line, shares, lang)
            if value is not None:
                rows.append(PointRow(period, value, note))
        except NetDeskError as error:
            problems.append(Problem(number, "  ".join(cell for cell in line if cell), error.user_text))
        if not dated:
            period = next_period(period, every)
    rows, doubled = _apart(rows)
    return Block(tuple(rows), tuple(problems + doubled), heading)


def _value_of(cells: Sequence[str], shares: bool | None, lang: str) -> tuple[Pair | None, str | None]:
    """The value and note of a row's cells after its date."""
    filled = [cell for cell in cells if cell]
    if not filled or not cells[0]:
        return None, None
    numbers = [cell for cell in cells[:2] if cell and _is_number(cell, lang) and "%" not in cell]
    if len(numbers) == 2:
        if shares is False:
            raise NetDeskError(_("Two numbers, but this measure takes one a row. Copy the one column that counts."))
        rest = [cell for cell in cells[2:] if cell and not cell.endswith("%")]
        pair = {"n": read_number(numbers[0], lang), "d": read_number(numbers[1], lang)}
        if pair["d"] == "0":
            raise NetDeskError(_("Out of 0 is no share. Leave the row empty where nothing was counted."))
        return pair, " ".join(rest) or None
    value = read_pair(cells[0], lang)
    if shares and value is not None and "v" in value and "%" not in cells[0]:
        raise NetDeskError(_("One number, but this measure needs two: how many, and out of how many."))
    rest = [cell for cell in cells[1:] if cell]
    return value, " ".join(rest) or None


def _apart(rows: list[PointRow]) -> tuple[list[PointRow], list[Problem]]:
    """Of rows with one period the last counts; the others are told."""
    last = {row.period: n for n, row in enumerate(rows)}
    kept = [row for n, row in enumerate(rows) if last[row.period] == n]
    lost = [row for n, row in enumerate(rows) if last[row.period] != n]
    why = _("This period comes twice; the later row counts.")
    return kept, [Problem(0, row.period.isoformat(), why) for row in lost]


def _mostly(filled: list[tuple[int, list[str]]], holds: Callable[[list[str]], bool]) -> bool:
    return sum(1 for _number, line in filled if holds(line)) * 2 >= len(filled)


def _looks_filled(cell: str, lang: str, today: date) -> bool:
    return _is_date(cell, lang, today) or _is_number(cell, lang) or any(letter.isdigit() for letter in cell)


def _is_number(cell: str, lang: str) -> bool:
    try:
        read_number(cell, lang)
    except NetDeskError:
        # Ambiguous marks are a number all the same, whose reading is then told as a problem.
        return cell[:1].isdigit() and all(letter.isdigit() or letter in ".,'’ " for letter in cell)
    return True


def _is_date(cell: str, lang: str, today: date) -> bool:
    if _is_number(cell, lang) and "-" not in cell and cell.count(".") < 2:
        return False
    try:
        read_date(cell, lang, today)
    except NetDeskError:
        # A day and month in the other order is a date that cannot be taken, not a number.
        return sum(cell.count(mark) for mark in "/-.") == 2 and any(letter.isdigit() for letter in cell)
    return True

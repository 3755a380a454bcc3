"""A block copied from a spreadsheet, read into rows of points: dates, numbers by the language, per cent, n and d.

Its cells are read as those of a file are, by `cells`. Nothing is guessed silently: a cell that cannot be read, or can
be read in two ways, becomes a problem with its line, and its row is left out until the person mends it; where the block
itself shows another way of writing than the language's, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from netdesk.core.typed import read_date
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.importers import words
from netdesk.importers.cells import (
    Habits,
    Pair,
    are_serial_days,
    can_be_two,
    decimal_of,
    is_missing,
    looks_like_date,
    looks_like_value,
    open_days,
    own_decimal,
    own_order,
    proofs,
    read_day,
    read_share,
    read_single,
    shown_order,
    stands_for_number,
)
from netdesk.importers.files import text_sheet

#: More rows than any school's measure has; a whole sheet pasted by mistake ends here.
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the block that cannot be taken in, as it was and why."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One row of a block; ``group`` is the name of its sub-group, "" for none; a ``note`` of None says nothing."""

    period: date
    value: Mapping[str, object]
    note: str | None = None
    ordinal: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """The rows that can be taken in, the problems, whether a line of headings was passed over, and new sub-groups.

    ``empty`` counts the rows in which nobody counted; ``doubts`` says how the block was read where that is not the
    language's way (sentences).
    """

    rows: tuple[PastedRow, ...]
    problems: tuple[Problem, ...]
    heading: bool = False
    new_groups: tuple[str, ...] = ()
    empty: int = 0
    doubts: tuple[str, ...] = ()

    def replaced(self, there: Sequence[Mapping[str, Any]], groups: Mapping[str, str]) -> int:
        """How many points that are there would change; ``groups`` are names of sub-groups by their ids."""
        names = {id_: _folded(name) for id_, name in groups.items()}
        before = {
            (one.get("period"), names.get(one.get("subgroup") or "", ""), int(one.get("ordinal") or 0)): one
            for one in there
        }
        keys = [((row.period.isoformat(), _folded(row.group), row.ordinal), row) for row in self.rows]
        return sum(1 for key, row in keys if key in before and before[key].get("value") != row.value)


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
    text: str,
    *,
    shares: bool | None,
    every: str | None,
    start: date | None,
    lang: str,
    today: date,
    groups: Collection[str] = (),
    group: str = "",
    samples: bool = False,
) -> Block:
    """Read a pasted block: tab-separated cells, a row a line.

    ``shares`` says whether the measure counts so many out of so many (None: it has no points yet, either will do).
    Without a column of dates the rows are the periods from ``start`` on. Empty values are passed over: missing is not
    zero. ``groups`` are the names of the sub-groups there are: a column with such names (or headed "group", or of words
    before the numbers) is the sub-group; rows without one are of ``group``. With ``samples`` several rows of one period
    are several observations. Raises NetDeskError where there is no row at all or far too many.
    """
    sheet = text_sheet(text, _("The clipboard"), separator="\t")
    filled = [(row.number, [str(cell) for cell in row.cells]) for row in sheet.rows]
    if not filled:
        raise NetDeskError(_("The clipboard holds no rows. Copy the cells in your spreadsheet first."))
    if len(filled) > MOST_ROWS:
        raise NetDeskError(_("That is {n} rows; at most {most} fit at once.").format(n=len(filled), most=MOST_ROWS))
    heading = len(filled) > 1 and _is_heading(filled[0][1], lang, today)
    heads = filled[0][1] if heading else []
    filled = filled[1:] if heading else filled
    serials = _serials(filled, heads)
    dated = serials or _mostly(
        filled, lambda line: _is_date(line[0], lang, today) and len([cell for cell in line if cell]) > 1
    )
    habits, doubts = _habits([line for _number, line in filled], lang, dated=dated, serials=serials)
    at = _group_column(filled, heads, groups, habits) if dated else None
    rows, problems = [], []
    empty = 0
    period = start or today
    for number, line in filled:
        try:
            if dated:
                period = read_day(line[0], habits, today)
            named = line[at] if at is not None and at < len(line) else ""
            numbers = [cell for n, cell in enumerate(line) if n != at][1 if dated else 0 :]
            value, note = _value_of(numbers, shares, habits)
            if value is not None:
                rows.append(PastedRow(period, value, note, group=named or group))
            else:
                empty += 1
        except NetDeskError as error:
            problems.append(Problem(number, "  ".join(cell for cell in line if cell), error.user_text))
        if not dated:
            period = next_period(period, every)
    rows, doubled = (_numbered(rows), []) if samples else _apart(rows)
    known = {_folded(one) for one in (*groups, "")}
    fresh = dict.fromkeys(row.group for row in rows if _folded(row.group) not in known)
    return Block(tuple(rows), tuple(problems + doubled), heading, tuple(fresh), empty, doubts)


def _is_heading(line: Sequence[str], lang: str, today: date) -> bool:
    """Whether a first line names the columns: no day or number in it, nor marks such as "-" where one would be."""
    if any(_is_date(cell, lang, today) or any(letter.isdigit() for letter in cell) for cell in line):
        return False
    return not all(is_missing(cell) and not cell.isalpha() for cell in line)


def _serials(filled: Sequence[tuple[int, Sequence[str]]], heads: Sequence[str]) -> bool:
    """Whether the first column has days as a spreadsheet's plain numbers, with something counted beside them."""
    beside = all(any(line[1:]) for _number, line in filled)
    headed = bool(heads and words.words_of(heads[0]) & words.PERIOD)
    return beside and are_serial_days([line[0] for _number, line in filled], headed)


def _habits(lines: Sequence[Sequence[str]], lang: str, *, dated: bool, serials: bool) -> tuple[Habits, tuple[str, ...]]:
    """How the block writes days and numbers: by the language, but where its cells show another way; that is said."""
    days = [line[0] for line in lines] if dated else []
    numbers = [cell for line in lines for cell in (line[1:] if dated else line) if looks_like_value(cell)]
    order, doubts = shown_order(days, own_order(lang)), []
    if order != own_order(lang):
        sentence = (
            _("Dates such as {example} are read with the day first.")
            if order == "dmy"
            else _("Dates such as {example} are read with the month first.")
        )
        doubts.append(sentence.format(example=open_days(days)[0][0]))
    decimal = decimal_of(numbers, "\t")
    decimal = own_decimal(lang) if decimal is None else decimal
    two_ways = next((cell for cell in numbers if can_be_two(cell)), None)
    if two_ways and decimal and decimal != own_decimal(lang):
        sentence = _("Numbers such as {example} are read with “{mark}” as the mark of thousands.")
        doubts.append(sentence.format(example=two_ways, mark="," if decimal == "." else "."))
    if serials:
        doubts.append(_("Numbers such as {example} are read as days.").format(example=days[0]))
    mixed = proofs(days, "mdy" if order == "dmy" else "dmy") > 0
    return Habits(order, decimal, serials, mixed), tuple(doubts)


def _group_column(
    filled: list[tuple[int, list[str]]], heads: Sequence[str], groups: Collection[str], habits: Habits
) -> int | None:
    """Which column names the sub-group: by its heading, by names that are known, or words before the numbers."""
    said = {_folded(one) for one in (_("Sub-group"), _("Subgroup"), _("Group"), _("Grade"), _("Class"))}
    for n, head in enumerate(heads):
        if n and _folded(head) in said:
            return n
    known = {_folded(one) for one in groups}
    for n in range(1, max(len(line) for _number, line in filled)):
        if known and _mostly(filled, lambda line, n=n: len(line) > n and _folded(line[n]) in known):  # type: ignore[misc]
            return n

    def words_first(line: list[str]) -> bool:
        if len(line) < 3 or not any(letter.isalpha() for letter in line[1]):
            return False
        in_its_place = is_missing(line[1]) or looks_like_value(line[1]) or stands_for_number(line[1])
        return not in_its_place and _can_be_read(line[2], habits)

    return 1 if _mostly(filled, words_first) else None


def _can_be_read(cell: str, habits: Habits) -> bool:
    try:
        return read_single(cell, habits, None) is not None
    except NetDeskError:
        return False


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _numbered(rows: list[PastedRow]) -> list[PastedRow]:
    """Several rows of one period are its observations, counted from 0."""
    counts: dict[tuple[date, str], int] = {}
    made = []
    for row in rows:
        key = (row.period, _folded(row.group))
        counts[key] = counts.get(key, -1) + 1
        made.append(replace(row, ordinal=counts[key]))
    return made


def _value_of(cells: Sequence[str], shares: bool | None, habits: Habits) -> tuple[Pair | None, str | None]:
    """The value and note of a row's cells after its date."""
    if not cells or is_missing(cells[0]):
        return None, None
    if len(cells) > 1 and all(map(_is_count, cells[:2])):
        if shares is False:
            raise NetDeskError(_("Two numbers, but this measure takes one a row. Copy the one column that counts."))
        rest = [cell for cell in cells[2:] if cell and not cell.endswith("%")]
        return read_share(cells[0], cells[1], habits), " ".join(rest) or None
    rest = [cell for cell in cells[1:] if cell]
    return read_single(cells[0], habits, shares), " ".join(rest) or None


def _is_count(cell: str) -> bool:
    """Whether a count stands here, or what a spreadsheet shows in its place; not a share or a pair."""
    if stands_for_number(cell):
        return True
    is_pair = any(mark in cell for mark in "/⁄÷") or re.search(r"\d\s*(?:of|de)\s*\d", cell)
    return looks_like_value(cell) and "%" not in cell and not is_pair


def _apart(rows: list[PastedRow]) -> tuple[list[PastedRow], list[Problem]]:
    """Of rows with one period (and one sub-group) the last counts; the others are told."""
    last = {(row.period, _folded(row.group)): n for n, row in enumerate(rows)}
    kept = [row for n, row in enumerate(rows) if last[row.period, _folded(row.group)] == n]
    lost = [row for n, row in enumerate(rows) if last[row.period, _folded(row.group)] != n]
    why = _("This period comes twice; the later row counts.")
    return kept, [Problem(0, f"{row.period.isoformat()} {row.group}".strip(), why) for row in lost]


def _mostly(filled: list[tuple[int, list[str]]], holds: Callable[[list[str]], bool]) -> bool:
    return sum(1 for _number, line in filled if holds(line)) * 2 >= len(filled)


def _is_date(cell: str, lang: str, today: date) -> bool:
    """Whether the first cell of a row can be its day: what a file takes for one, or a person may type."""
    if looks_like_date(cell):
        return True
    if looks_like_value(cell) and "/" not in cell:
        return False
    try:
        read_date(cell, lang, today)
    except NetDeskError:
        return False
    return True

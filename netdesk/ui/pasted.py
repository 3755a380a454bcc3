"""A block copied from a spreadsheet, read into rows of points: dates, numbers by the language, per cent, n and d.

Nothing is guessed silently: a cell that cannot be read, or can be read in two ways, becomes a problem with its line,
and its row is left out until the person mends it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from netdesk.core.typed import read_date, read_number, read_pair
from netdesk.errors import NetDeskError
from netdesk.i18n import _

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
class PastedRow:
    """One row of a block; ``group`` is the name of its sub-group, "" for none; a ``note`` of None says nothing."""

    period: date
    value: Mapping[str, object]
    note: str | None = None
    ordinal: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """The rows that can be taken in, the problems, whether a line of headings was passed over, and new sub-groups."""

    rows: tuple[PastedRow, ...]
    problems: tuple[Problem, ...]
    heading: bool = False
    new_groups: tuple[str, ...] = ()

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
    lines = [line.split("\t") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    cells = [[cell.strip() for cell in line] for line in lines]
    filled = [(n, line) for n, line in enumerate(cells, start=1) if any(line)]
    if not filled:
        raise NetDeskError(_("The clipboard holds no rows. Copy the cells in your spreadsheet first."))
    if len(filled) > MOST_ROWS:
        raise NetDeskError(_("That is {n} rows; at most {most} fit at once.").format(n=len(filled), most=MOST_ROWS))
    heading = len(filled) > 1 and not any(_looks_filled(cell, lang, today) for cell in filled[0][1])
    heads = filled[0][1] if heading else []
    filled = filled[1:] if heading else filled
    dated = _mostly(filled, lambda line: _is_date(line[0], lang, today) and len([cell for cell in line if cell]) > 1)
    at = _group_column(filled, heads, groups, lang) if dated else None
    rows, problems = [], []
    period = start or today
    for number, line in filled:
        try:
            if dated:
                period = read_date(line[0], lang, today)
            named = line[at] if at is not None and at < len(line) else ""
            numbers = [cell for n, cell in enumerate(line) if n != at][1 if dated else 0 :]
            value, note = _value_of(numbers, shares, lang)
            if value is not None:
                rows.append(PastedRow(period, value, note, group=named or group))
        except NetDeskError as error:
            problems.append(Problem(number, "  ".join(cell for cell in line if cell), error.user_text))
        if not dated:
            period = next_period(period, every)
    rows, doubled = (_numbered(rows), []) if samples else _apart(rows)
    known = {_folded(one) for one in (*groups, "")}
    fresh = dict.fromkeys(row.group for row in rows if _folded(row.group) not in known)
    return Block(tuple(rows), tuple(problems + doubled), heading, tuple(fresh))


def _group_column(
    filled: list[tuple[int, list[str]]], heads: Sequence[str], groups: Collection[str], lang: str
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
        is_text = len(line) > 2 and any(letter.isalpha() for letter in line[1])
        return is_text and not _is_pair(line[1], lang) and _is_pair(line[2], lang)

    return 1 if _mostly(filled, words_first) else None


def _is_pair(cell: str, lang: str) -> bool:
    try:
        return read_pair(cell, lang) is not None
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


def _apart(rows: list[PastedRow]) -> tuple[list[PastedRow], list[Problem]]:
    """Of rows with one period (and one sub-group) the last counts; the others are told."""
    last = {(row.period, _folded(row.group)): n for n, row in enumerate(rows)}
    kept = [row for n, row in enumerate(rows) if last[row.period, _folded(row.group)] == n]
    lost = [row for n, row in enumerate(rows) if last[row.period, _folded(row.group)] != n]
    why = _("This period comes twice; the later row counts.")
    return kept, [Problem(0, f"{row.period.isoformat()} {row.group}".strip(), why) for row in lost]


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

"""From the rows of a sheet to points, each with its row; every row that gives none is told with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from netdesk.core.fields import number
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.importers import words
from netdesk.importers.cells import Habits, Pair, looks_like_date, proofs, read_day, read_share, read_single
from netdesk.importers.files import Row, Sheet
from netdesk.importers.guess import MeasureSide
from netdesk.importers.mapping import Mapping


@dataclass(frozen=True, slots=True)
class ReadPoint:
    """One point as read: ``group`` is the sub-group's name as written, "" for none; ``row`` its number in the sheet."""

    row: int
    period: date
    value: Pair
    group: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RowTold:
    """A row that gives no point: its number, its cells in one line, and why."""

    row: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sheet says. ``problems`` need a person; ``passed`` rows are no data (empty, totals, repeated heads)."""

    points: tuple[ReadPoint, ...]
    problems: tuple[RowTold, ...]
    passed: tuple[RowTold, ...]


def read_points(sheet: Sheet, mapping: Mapping, measure: MeasureSide, *, today: date) -> Reading:
    """Read every row from the mapping's first on. Rows of one period and group that differ are all problems."""
    rows = [row for row in sheet.rows if row.number >= mapping.first_row]
    mixed = proofs([row.cell(mapping.period) for row in rows], "dmy" if mapping.order == "mdy" else "mdy") > 0
    habits = Habits(mapping.order, mapping.decimal, mapping.serials, mixed)
    points: list[ReadPoint] = []
    problems: list[RowTold] = []
    passed: list[RowTold] = []
    for row in rows:
        why_not = _no_data(row, mapping)
        if why_not is not None:
            passed.append(_told(row, why_not))
            continue
        try:
            point = _read_row(row, mapping, habits, measure, today)
        except NetDeskError as error:
            problems.append(_told(row, error.user_text))
            continue
        if point is None:
            passed.append(_told(row, _("Nothing was counted; missing is not zero, so the period stays empty.")))
        else:
            points.append(point)
    kept, doubled = _apart(points)
    return Reading(tuple(kept), tuple(sorted((*problems, *doubled), key=lambda one: one.row)), tuple(passed))


def _no_data(row: Row, mapping: Mapping) -> str | None:
    """Why a row is passed over without more ado; None for a row of data."""
    period = row.cell(mapping.period)
    if looks_like_date(period, mapping.serials):
        return None
    first = next((str(cell) for cell in row.cells if cell != ""), "")
    if words.words_of(first) & words.TOTALS or (isinstance(period, str) and words.words_of(period) & words.TOTALS):
        return _("A row that sums up the others.")
    written = [str(cell) for cell in row.cells if cell != ""]
    if mapping.heads and any(mapping.heads) and all(text in head for text, head in _beside_heads(row, mapping)):
        return _("The heads once more.")
    if len(written) == 1 and not isinstance(row.cells[-1], Decimal):
        return _("A line of words, without numbers.")
    return None


def _beside_heads(row: Row, mapping: Mapping) -> list[tuple[str, str]]:
    filled = [(n, str(cell)) for n, cell in enumerate(row.cells) if cell != ""]
    return [(text, mapping.heads[n] if n < len(mapping.heads) else "") for n, text in filled]


def _told(row: Row, why: str) -> RowTold:
    text = "  ".join(str(cell) for cell in row.cells if cell != "")
    return RowTold(row.number, text if len(text) <= 120 else text[:119] + "…", why)


def _read_row(row: Row, mapping: Mapping, habits: Habits, measure: MeasureSide, today: date) -> ReadPoint | None:
    period = read_day(row.cell(mapping.period), habits, today)
    value = _read_value(row, mapping, habits, measure)
    if value is None:
        return None
    note = str(row.cell(mapping.note)) if mapping.note is not None else ""
    group = str(row.cell(mapping.group)) if mapping.group is not None else ""
    return ReadPoint(row.number, period, value, group, note)


def _read_value(row: Row, mapping: Mapping, habits: Habits, measure: MeasureSide) -> Pair | None:
    if mapping.value is None:
        return read_share(row.cell(mapping.n), row.cell(mapping.d), habits)
    cell = row.cell(mapping.value)
    value = read_single(cell, habits, measure.pairs)
    if value is not None and "v" in value and mapping.fraction and not (isinstance(cell, str) and cell.endswith("%")):
        return {"v": number(Decimal(value["v"]) * 100)}
    return value


def _apart(points: Sequence[ReadPoint]) -> tuple[list[ReadPoint], list[RowTold]]:
    """Points of one period and group: those that say the same count once; those that differ are all told."""
    by_place: dict[tuple[date, str], list[ReadPoint]] = {}
    for point in points:
        by_place.setdefault((point.period, point.group.casefold()), []).append(point)
    kept, told = [], []
    for same in by_place.values():
        if all(one.value == same[0].value for one in same):
            kept.append(same[0])
            continue
        rows = ", ".join(str(one.row) for one in same)
        why = _("The rows {rows} have one period and different numbers. Keep the right one in the sheet.").format(
            rows=rows
        )
        told += [RowTold(one.row, f"{one.period.isoformat()}  {one.group}".strip(), why) for one in same]
    return kept, told

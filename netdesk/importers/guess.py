"""Which column is what: a proposal from the cells and the words above them, with all that is uncertain said.

The period's column is the one with the most days in it; rows above the first of them are titles and heads. Where no
column has days but a row has, the sheet is turned. Numbers are told apart by their heads, by the measure's own words,
and by what holds in every row (a part is never more than its whole).
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping as Fields
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.importers import words
from netdesk.importers.cells import (
    Cell,
    are_serial_days,
    can_be_two,
    decimal_of,
    is_missing,
    looks_like_date,
    looks_like_value,
    order_of,
    own_decimal,
    own_order,
    stands_for_number,
)
from netdesk.importers.files import DataFile, Row, Sheet
from netdesk.importers.mapping import Mapping


@dataclass(frozen=True, slots=True)
class MeasureSide:
    """What is known of the measure: its record, newest definition, names of sub-groups, and whether points are pairs.

    ``pairs`` is None where it has no points yet.
    """

    record: Fields[str, Any]
    definition: Fields[str, Any] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    pairs: bool | None = None

    @property
    def per_cent(self) -> bool:
        """Whether single values are counted in per cent."""
        return str(self.record.get("unit") or "").strip().casefold() in ("%", "percent", "per cent", "por ciento")


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposal: the sheet as it is to be read, the mapping, and what a person should look at (sentences)."""

    sheet: Sheet
    mapping: Mapping
    doubts: tuple[str, ...] = ()


def guess(
    data: DataFile, measure: MeasureSide, *, lang: str = "en", sheet: str = "", remembered: Mapping | None = None
) -> Guess:
    """A proposal for the file: the remembered mapping where its heads are there again, else a new guess.

    ``lang`` settles the order of day and month, and the decimal mark, where the cells leave both open; that is said
    among the doubts. NetDeskError where no sheet has days and numbers.
    """
    if remembered is not None:
        found = _remembered(data, remembered, sheet)
        if found is not None:
            return found
    wanted = _candidates(data, sheet)
    guesses = [made for one in wanted if (made := _guess_sheet(one, measure, lang)) is not None]
    if not guesses:
        raise NetDeskError(
            _(
                "No column with dates and a column with numbers were found in {name}. A table for NetDesk has one row "
                "for each period: its date, and the number or the two numbers of that period."
            ).format(name=data.name)
        )
    best = guesses[0]
    others = [one.sheet.name for one in guesses[1:]]
    doubts = list(best.doubts)
    if others and not sheet:
        doubts.append(
            _("The sheet {name} is read; the file also has {others}.").format(
                name=best.sheet.name, others=", ".join(others)
            )
        )
    return replace(best, doubts=tuple(doubts))


def apply_mapping(data: DataFile, mapping: Mapping) -> Guess:
    """The sheet a given mapping speaks of. NetDeskError where the file has no such sheet or too few columns."""
    sheet = _named(data, mapping.sheet) if mapping.sheet else _candidates(data, "")[0]
    sheet = sheet.turned() if mapping.turned else sheet
    width = max((len(row.cells) for row in sheet.rows), default=0)
    columns = [mapping.period, mapping.value, mapping.n, mapping.d, mapping.group, mapping.note]
    for column in columns:
        if column is not None and column >= width:
            raise NetDeskError(
                _("The map names column {n}, but the sheet has only {width}.").format(n=column, width=width)
            )
    return Guess(sheet, replace(mapping, sheet=sheet.name))


def _candidates(data: DataFile, sheet: str) -> list[Sheet]:
    if sheet:
        return [_named(data, sheet)]
    shown = [one for one in data.sheets if not one.hidden]
    if not shown:
        raise NetDeskError(
            _(
                "All sheets with numbers in {name} are hidden. Show the one you mean in the spreadsheet, and save."
            ).format(name=data.name)
        )
    return shown


def _named(data: DataFile, name: str) -> Sheet:
    for one in data.sheets:
        if one.name == name:
            return one
    raise NetDeskError(
        _("There is no sheet {sheet} in {name}. It has: {names}.").format(
            sheet=name, name=data.name, names=", ".join(one.name for one in data.sheets)
        )
    )


def _remembered(data: DataFile, mapping: Mapping, sheet: str) -> Guess | None:
    for one in data.sheets:
        if one.hidden or (sheet and one.name != sheet):
            continue
        turned = one.turned() if mapping.turned else one
        first = next((n for n, row in enumerate(turned.rows) if row.number >= mapping.first_row), None)
        if first is not None and mapping.heads and heads_above(turned, first) == mapping.heads:
            return Guess(turned, replace(mapping, sheet=one.name))
    return None


def _guess_sheet(sheet: Sheet, measure: MeasureSide, lang: str) -> Guess | None:
    for one in (sheet, sheet.turned()):
        found = _period_column(one)
        if found is not None:
            column, serials, first = found
            made = _guess_columns(
                one, measure, lang, Mapping(sheet.name, turned=one.transposed, period=column, serials=serials), first
            )
            if made is not None:
                return made
    return None


def _period_column(sheet: Sheet) -> tuple[int, bool, int] | None:
    """The column of days, whether they are serial numbers, and the place of the first row that has one."""
    width = max((len(row.cells) for row in sheet.rows[:200]), default=0)
    best: tuple[int, int] | None = None
    for column in range(width):
        count = sum(looks_like_date(row.cell(column)) for row in sheet.rows[:200])
        if count and (best is None or count > best[0]):
            best = (count, column)
    if best is not None and (best[0] > 1 or len(sheet.rows) <= 4):
        return best[1], False, _first(sheet, best[1], False)
    for column in range(width):
        cells = [row.cell(column) for row in sheet.rows[:200]]
        headed = any(words.words_of(str(cell)) & words.PERIOD for cell in cells if isinstance(cell, str))
        if are_serial_days(cells, headed):
            return column, True, _first(sheet, column, True)
    return None


def _first(sheet: Sheet, column: int, serials: bool) -> int:
    return next(n for n, row in enumerate(sheet.rows) if looks_like_date(row.cell(column), serials))


def heads_above(sheet: Sheet, first: int) -> tuple[str, ...]:
    """The words over each column: up to three lines of heads above the first row of data, joined, the lowest first.

    A head that is merged over several columns stands in the first of them only, and holds for those after it up to
    the next. A line with its first cell alone filled is a title, not a head.
    """
    lines: list[Row] = []
    for place in range(first - 1, max(first - 4, -1), -1):
        row = sheet.rows[place]
        filled = [n for n, cell in enumerate(row.cells) if cell != ""]
        if filled == [0] or any(isinstance(cell, Decimal | date) for cell in row.cells):
            break
        lines.insert(0, row)
    width = max((len(row.cells) for row in sheet.rows), default=0)
    heads = [""] * width
    for depth, row in enumerate(lines):
        last = ""
        for column in range(width):
            text = str(row.cell(column))
            merged = depth < len(lines) - 1 and not text and column > 0
            last = text or (last if merged else "")
            heads[column] = f"{last} {heads[column]}".strip()
    return tuple(heads)


def _guess_columns(sheet: Sheet, measure: MeasureSide, lang: str, draft: Mapping, first: int) -> Guess | None:
    body = [row for row in sheet.rows[first:] if looks_like_date(row.cell(draft.period), draft.serials)]
    heads = heads_above(sheet, first)
    width = max(len(row.cells) for row in body)
    columns = {n: [row.cell(n) for row in body] for n in range(width) if n != draft.period}
    numeric = [n for n, cells in columns.items() if _is_numeric(cells)]
    text = [n for n, cells in columns.items() if n not in numeric and any(isinstance(c, str) and c for c in cells)]
    mapping = replace(draft, heads=heads, first_row=sheet.rows[first].number)
    mapping, doubts = _number_columns(mapping, columns, numeric, measure)
    if not mapping.whole:
        return None
    mapping = replace(
        mapping,
        note=next((n for n in text if words.words_of(_head(heads, n)) & words.NOTE), None),
        group=_group_column(body, mapping, heads, text, measure),
    )
    mapping, more = _habits(sheet, mapping, body, columns, measure, lang)
    return Guess(sheet, mapping, tuple(doubts + more))


def _head(heads: Sequence[str], column: int) -> str:
    return heads[column] if column < len(heads) else ""


def _is_numeric(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not is_missing(cell) and not stands_for_number(cell)]
    return bool(filled) and sum(looks_like_value(cell) for cell in filled) * 2 > len(filled)


def _number_columns(
    mapping: Mapping, columns: dict[int, list[Cell]], numeric: Sequence[int], measure: MeasureSide
) -> tuple[Mapping, list[str]]:
    """The columns of the value, or of how many and out of how many."""
    heads = mapping.heads
    shares = [n for n in numeric if _is_share(columns[n], _head(heads, n))]
    counts = [n for n in numeric if n not in shares]
    pairs = [n for n in numeric if sum(_is_pair(cell) for cell in columns[n]) * 2 > len(columns[n])]
    if pairs and measure.pairs is not False:
        return replace(mapping, value=pairs[0]), []
    if measure.pairs is not False and len(counts) >= 2:
        n, d, sure = _n_and_d(counts, columns, heads, measure)
        if n is not None and (sure or measure.pairs or measure.definition.get("denominator") or len(counts) == 2):
            doubts = [] if sure else [_doubt_of_pair(heads, n, d)]
            return replace(mapping, n=n, d=d), doubts
    if not numeric:
        return mapping, []
    value = _value_column(numeric, shares, counts, heads, measure)
    doubts = []
    if len(numeric) > 1:
        doubts.append(_("Of several columns with numbers, “{head}” is taken.").format(head=_shown(heads, value)))
    return replace(mapping, value=value), doubts


def _is_share(cells: Sequence[Cell], head: str) -> bool:
    filled = [cell for cell in cells if not is_missing(cell)]
    marked = sum(isinstance(cell, str) and cell.endswith("%") for cell in filled) * 2 > len(filled)
    return marked or ("%" in head) or bool(words.words_of(head) & words.SHARE)


def _is_pair(cell: Cell) -> bool:
    return isinstance(cell, str) and any(mark in cell.casefold() for mark in ("/", " of ", " de ", "⁄", "÷"))


def _n_and_d(
    counts: Sequence[int], columns: dict[int, list[Cell]], heads: Sequence[str], measure: MeasureSide
) -> tuple[int | None, int | None, bool]:
    """The two columns of a part and its whole, and whether their heads say so."""
    n_words, d_words = measure.definition.get("numerator") or "", measure.definition.get("denominator") or ""
    by_head = [
        (_alike(_head(heads, n), n_words, words.NUMERATOR) + _alike(_head(heads, d), d_words, words.DENOMINATOR), n, d)
        for n in counts
        for d in counts
        if n != d and _part_of(columns[n], columns[d])
    ]
    if not by_head:
        return None, None, False
    score, n, d = max(by_head, key=lambda one: (one[0], -one[1], -one[2]))
    return n, d, score >= 1.0


def _alike(head: str, wanted: str, known: frozenset[str]) -> float:
    if not head:
        return 0.0
    score = 1.0 if words.words_of(head) & known else 0.0
    if wanted:
        plain, other = head.casefold(), wanted.casefold()
        score += 1.0 if plain in other or other in plain else difflib.SequenceMatcher(None, plain, other).ratio() / 2
    return score


def _part_of(parts: Sequence[Cell], wholes: Sequence[Cell]) -> bool:
    both = [(a, b) for a, b in zip(parts, wholes, strict=True) if isinstance(a, Decimal) and isinstance(b, Decimal)]
    if both:
        return all(a <= b for a, b in both)
    texts = [(a, b) for a, b in zip(parts, wholes, strict=True) if isinstance(a, str) and isinstance(b, str)]
    numbers = [(float(a), float(b)) for a, b in texts if a.isdecimal() and b.isdecimal()]
    return bool(numbers) and all(a <= b for a, b in numbers)


def _doubt_of_pair(heads: Sequence[str], n: int, d: int | None) -> str:
    return _("“{n}” is taken as how many, and “{d}” as out of how many, since it is never the smaller one.").format(
        n=_shown(heads, n), d=_shown(heads, d)
    )


def _value_column(
    numeric: Sequence[int], shares: Sequence[int], counts: Sequence[int], heads: Sequence[str], measure: MeasureSide
) -> int:
    if measure.per_cent and shares:
        return shares[0]
    name = str(measure.record.get("name") or "")
    ranked = sorted(counts or numeric, key=lambda n: (-_alike(_head(heads, n), name, words.VALUE), n))
    return ranked[0]


def _shown(heads: Sequence[str], column: int | None) -> str:
    if column is None:
        return ""
    return _head(heads, column) or _("column {letter}").format(letter=column_letter(column))


def column_letter(column: int) -> str:
    """The name a spreadsheet gives a column: A, B, … Z, AA."""
    letters, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def _group_column(
    body: Sequence[Row], mapping: Mapping, heads: Sequence[str], text: Sequence[int], measure: MeasureSide
) -> int | None:
    """A column of names that tells rows with one period apart: sub-groups the measure has, or a head that says so."""
    days = [row.cell(mapping.period) for row in body]
    known = {name.casefold() for name in measure.groups}
    for n in text:
        names = [str(row.cell(n)).casefold() for row in body]
        if n == mapping.note:
            continue
        if known and sum(name in known for name in names) * 2 > len(names):
            return n
        few = len(set(names)) <= 24
        apart = len(set(days)) < len(days) and len(set(zip(days, names, strict=True))) == len(days)
        if few and apart and (words.words_of(_head(heads, n)) & words.GROUP or known):
            return n
    return None


def _habits(
    sheet: Sheet, mapping: Mapping, body: Sequence[Row], columns: dict[int, list[Cell]], measure: MeasureSide, lang: str
) -> tuple[Mapping, list[str]]:
    """How days and numbers are written; what the cells leave open is settled by the language, and said."""
    doubts = []
    order = order_of([row.cell(mapping.period) for row in body])
    if order is None:
        order = own_order(lang)
        example = str(body[0].cell(mapping.period))
        sentence = (
            _("Dates such as {example} are read with the day first.")
            if order == "dmy"
            else _("Dates such as {example} are read with the month first.")
        )
        doubts.append(sentence.format(example=example))
    numbers = [cell for n in (mapping.value, mapping.n, mapping.d) if n is not None for cell in columns[n]]
    decimal = decimal_of(numbers, sheet.separator)
    if not decimal:
        # Where the cells show both marks the language says nothing of them either.
        decimal = own_decimal(lang) if decimal is None else ""
        doubts += _doubt_of_decimals(numbers, decimal)
    fraction = _are_fractions(mapping, columns, measure)
    if fraction:
        doubts.append(_("The numbers lie between 0 and 1 and the measure is in per cent: 0.85 is read as 85."))
    return replace(mapping, order=order, decimal=decimal, fraction=fraction), doubts


def _doubt_of_decimals(numbers: Sequence[Cell], decimal: str) -> list[str]:
    example = next((str(cell) for cell in numbers if can_be_two(cell)), None)
    if example is None:
        return []
    if not decimal:
        return [
            _("Numbers such as {example} can be read in two ways. Say how decimals are written.").format(
                example=example
            )
        ]
    sentence = _("Numbers such as {example} are read with “{mark}” as the mark of thousands.")
    return [sentence.format(example=example, mark="," if decimal == "." else ".")]


def _are_fractions(mapping: Mapping, columns: dict[int, list[Cell]], measure: MeasureSide) -> bool:
    if mapping.value is None or not measure.per_cent:
        return False
    numbers = [cell for cell in columns[mapping.value] if isinstance(cell, Decimal)]
    return bool(numbers) and all(0 <= one <= 1 for one in numbers) and any(one not in (0, 1) for one in numbers)

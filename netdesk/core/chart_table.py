"""A chart's data as a table: one row a point, with its lines and its reading in words. Its twin for every reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from netdesk import i18n
from netdesk.core import chart_scales, chart_words
from netdesk.core.chart_input import ChartInput
from netdesk.core.charts import Point
from netdesk.i18n import _

Cell = float | date | str | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, whether numbers stand in it (set at the right), and whether these are plotted values."""

    name: str
    numbers: bool = False
    plotted: bool = False


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The rows of a chart. `shown` are cells as people read them, `cells` the values behind them; `letters` are the
    marks of each row, empty for an everyday point; `percent` says that plotted values are parts of a whole."""

    title: str
    columns: tuple[Column, ...]
    shown: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[Cell, ...], ...]
    letters: tuple[tuple[str, ...], ...]
    percent: bool = False


def table_of(chart: ChartInput, *, compact: bool = False) -> ChartTable:
    """The chart's points as rows, in the order of the chart; columns that would be empty in every row are left out.

    A `compact` one, for paper, has what was counted in one column, and leaves out lines that stay the same all along:
    they stand beside it in words.
    """
    result = chart.result
    counted = chart.denominators is not None
    moves = not compact or _varies([point.centre for point in result.points])
    limits = chart_words.has_limits(result) and (not compact or _varies([point.ucl for point in result.points]))
    read = not compact or any(chart_words.point_letters(chart, point) for point in result.points)
    columns = [Column(_("When"))]
    if counted and compact:
        columns.append(Column(_("Counted"), True))
    elif counted:
        columns += [Column(_("Numerator"), True), Column(_("Denominator"), True)]
    columns.append(Column(_("Value"), True, True))
    columns += [Column(chart_words.centre_name(result), True, True)] if moves else []
    columns += [Column(name, True, True) for name in (_("Lower limit"), _("Upper limit"))] if limits else []
    columns += [Column(_("Reading"))] if read else []
    columns += [Column(_("Note"))] if any(chart.notes) else []
    rows = [_row(chart, point, lines=moves, limits=limits, read=read, compact=compact) for point in result.points]
    return ChartTable(
        title=chart.title,
        columns=tuple(columns),
        shown=tuple(shown for shown, _cells, _letters in rows),
        cells=tuple(cells for _shown, cells, _letters in rows),
        letters=tuple(letters for _shown, _cells, letters in rows),
        percent=chart.percent,
    )


def _varies(values: list[float | None]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and max(known) - min(known) > 1e-9 * max(abs(max(known)), abs(min(known)))


def _row(
    chart: ChartInput, point: Point, *, lines: bool, limits: bool, read: bool, compact: bool
) -> tuple[tuple[str, ...], tuple[Cell, ...], tuple[str, ...]]:
    letters = chart_words.point_letters(chart, point)
    period = chart.dates[point.index]
    shown, cells = [chart_words.when(period)], [period if isinstance(period, date) else str(period)]
    numbers = _counted(chart, point, compact)
    numbers.append((_value(chart, point.value), point.value))
    numbers += [(_value(chart, point.centre, 1), point.centre)] if lines else []
    if limits:
        numbers += [(_value(chart, point.lcl, 1), point.lcl), (_value(chart, point.ucl, 1), point.ucl)]
    reading = _("; ").join(words for _letter, words in letters)
    texts = [*([reading] if read else []), *([chart.notes[point.index]] if any(chart.notes) else [])]
    shown_row = (*shown, *(words for words, _cell in numbers), *texts)
    cell_row: tuple[Cell, ...] = (*cells, *(cell for _words, cell in numbers), *texts)
    return shown_row, cell_row, tuple(letter for letter, _words in letters if letter)


def _counted(chart: ChartInput, point: Point, compact: bool) -> list[tuple[str, Cell]]:
    """Numerator and denominator, of a chart that has them; nothing of a group that is too small to show."""
    if chart.denominators is None:
        return []
    hidden = point.index in chart.hidden
    above = None if hidden else chart.values[point.index]
    below = None if hidden else chart.denominators[point.index]
    if not compact:
        return [(_plain(above), above), (_plain(below), below)]
    both = "" if above is None or below is None else _("{n} of {all}").format(n=_plain(above), all=_plain(below))
    return [(both, both)]


def _plain(number: float | None) -> str:
    return "" if number is None else i18n.format_number(number)


def _value(chart: ChartInput, value: float | None, more: int = 0) -> str:
    if value is None:
        return ""
    values = [point.value for point in chart.result.points if point.value is not None]
    places = chart_scales.value_places(values, percent=chart.percent)
    return chart_scales.value_text(value, "", percent=chart.percent, places=places + (0 if chart.percent else more))


def table_text(table: ChartTable) -> str:
    """The table as plain text in columns, for a text file or a terminal."""
    heads = [column.name for column in table.columns]
    widths = [max(len(row[n]) for row in (heads, *table.shown)) for n in range(len(heads))]
    lines = []
    for row in (heads, *table.shown):
        cells = [
            cell.rjust(width) if column.numbers else cell.ljust(width)
            for cell, width, column in zip(row, widths, table.columns, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)

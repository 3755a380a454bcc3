"""analyse: a chart's lines, signals and words for a CSV file of numbers, without any workspace."""

from __future__ import annotations

import argparse
import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from netdesk.cli.common import Commands, add_command, add_json, print_json, read_bytes, say, write_whole
from netdesk.cli.printing import check_form
from netdesk.core.typed import read_number
from netdesk.errors import NetDeskError
from netdesk.i18n import _, format_number

if TYPE_CHECKING:
    from netdesk.core.charts import Phase, Result

CHARTS: Final = ("run", "i", "mr", "p", "pp", "u", "up", "c", "g", "t", "xbar", "s", "iprime")
RULES: Final = ("anhoej", "ihi", "mdc", "nelson", "western-electric")
COLUMNS: Final = ("period", "value", "denominator")
MISSING: Final = frozenset({"", "na", "n/a", "nan", "null", "-"})


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a data file: periods as written, numbers or None, denominators or None for the whole column.

    Once grouped for xbar and s charts, each value is its sub-group.
    """

    periods: tuple[str, ...]
    values: tuple[Any, ...]
    denominators: tuple[float | None, ...] | None


def add_to(commands: Commands) -> None:
    """Add analyse to the table of commands."""
    analyse = add_command(
        commands,
        "analyse",
        _analyse,
        _("analyse a CSV of period,value[,denominator] as a run or control chart"),
        _("Points are counted from 0. For xbar and s, rows with one period are a sub-group."),
    )
    analyse.add_argument("data", metavar="DATA.csv", help=_("- is standard input"))
    analyse.add_argument("--chart", required=True, metavar="|".join(CHARTS), help=_("the chart"))
    analyse.add_argument(
        "--rules", default="anhoej", metavar="|".join(RULES), help=_("rules for signals (default anhoej)")
    )
    analyse.add_argument("--freeze", type=int, metavar="N", help=_("the first N points of each phase set its lines"))
    analyse.add_argument(
        "--split-at",
        type=int,
        nargs="+",
        action="extend",
        default=[],
        metavar="N",
        help=_("a new phase starts at point N"),
    )
    analyse.add_argument(
        "--exclude",
        type=int,
        nargs="+",
        action="extend",
        default=[],
        metavar="N",
        help=_("leave point N out of the lines"),
    )
    analyse.add_argument("--target", type=_number, metavar="X", help=_("the goal, in plotted units"))
    analyse.add_argument("--better", choices=("up", "down", "neither"), default="neither", help=_("which way is good"))
    analyse.add_argument(
        "--no-screening", action="store_true", help=_("keep moving ranges that stand out in the limits")
    )
    analyse.add_argument(
        "--runs-table", choices=("exact", "printed"), default="exact", help=_("the IHI table of runs (default exact)")
    )
    analyse.add_argument("--out", metavar="FILE.svg|.pdf|.png", help=_("the page of the chart"))
    add_json(analyse)


def _number(text: str) -> float:
    try:
        return float(read_number(text))
    except NetDeskError as error:
        raise argparse.ArgumentTypeError(error.user_text) from None


def _analyse(args: argparse.Namespace) -> int:
    from netdesk.core.charts import analyse

    _check_out(args)
    table = read_table(read_bytes(args.data), args.lang)
    if args.chart in ("xbar", "s"):
        table = by_subgroups(table)
    result = analyse(
        table.values,
        table.denominators,
        chart=args.chart,
        rules=args.rules,
        freeze=args.freeze,
        splits=tuple(args.split_at),
        exclude=tuple(args.exclude),
        target=args.target,
        better=args.better,
        screening=not args.no_screening,
        runs_table=args.runs_table,
    )
    if args.out:
        write_whole(args.out, _drawn(args, table, result))
        say(_("Wrote {path}.").format(path=args.out))
    if args.json:
        print_json(result.to_dict())
    else:
        _print_words(table, result)
    return 0


def _check_out(args: argparse.Namespace) -> None:
    if args.out:
        check_form(args.out)


def read_table(data: bytes, lang: str = "en") -> Table:
    """The numbers of a CSV file (comma, semicolon or tab; UTF-8); NetDeskError names the line that cannot be read.

    With a head line its columns may stand in any order; without one they are period, value and denominator.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NetDeskError(_("The data file is not UTF-8 text. Save it as CSV in UTF-8.")) from None
    if "\0" in text:
        raise NetDeskError(_("The data file is not text. Save the sheet as CSV."))
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count) if any(mark in first for mark in ",;\t") else ","
    try:
        rows = [
            (n, [cell.strip() for cell in row])
            for n, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise NetDeskError(_("The data file is no CSV ({why}). Save the sheet as CSV.").format(why=error)) from None
    places, body = _columns(rows)
    if not body:
        raise NetDeskError(_("The data file holds no rows. It needs the columns period,value[,denominator]."))
    periods, values, denominators = [], [], []
    for n, row in body:
        cells = [row[place] if place is not None and place < len(row) else "" for place in places]
        periods.append(cells[0])
        values.append(_cell(cells[1], n, lang))
        denominators.append(_cell(cells[2], n, lang))
    counted = places[2] is not None and any(one is not None for one in denominators)
    return Table(tuple(periods), tuple(values), tuple(denominators) if counted else None)


def by_subgroups(table: Table) -> Table:
    """The rows of one period as one sub-group, in the order in which the periods first come."""
    groups: dict[str, list[float | None]] = {}
    for period, value in zip(table.periods, table.values, strict=True):
        groups.setdefault(period, []).append(value)
    return Table(tuple(groups), tuple(groups.values()), table.denominators)


def _columns(rows: list[tuple[int, list[str]]]) -> tuple[list[int | None], list[tuple[int, list[str]]]]:
    """Where period, value and denominator stand, and the rows below the head line."""
    if not rows:
        return [0, 1, 2], []
    head = [cell.lower() for cell in rows[0][1]]
    if "value" in head:
        return [head.index(name) if name in head else None for name in COLUMNS], rows[1:]
    if len(head) < 2:
        raise NetDeskError(_("The data file needs the columns period,value[,denominator]; it has one column only."))
    return [0, 1, 2 if len(head) > 2 else None], rows


def _cell(text: str, line: int, lang: str) -> float | None:
    if text.lower() in MISSING:
        return None
    try:
        return float(read_number(text, lang))
    except NetDeskError as error:
        raise NetDeskError(_("Line {n}: {what}").format(n=line, what=error.user_text)) from None


def _drawn(args: argparse.Namespace, table: Table, result: Result) -> bytes:
    """The page of the chart in the form that the file's name asks for."""
    from netdesk.core.chart_input import ChartInput, Goal
    from netdesk.reports.chart import page_of_chart, written

    chart = ChartInput(
        title=_("Standard input") if args.data == "-" else Path(args.data).stem,
        dates=_dates(table.periods),
        values=tuple(point.value for point in result.points) if args.chart in ("xbar", "s") else table.values,
        result=result,
        denominators=table.denominators,
        goal=None if args.target is None else Goal(args.target),
        better=args.better,
    )
    form = Path(args.out).suffix.lower()
    return written(page_of_chart(chart), form, lang=args.lang, printed_on=date.today())


def _dates(periods: tuple[str, ...]) -> tuple[date | str, ...]:
    """The periods as days if all are ISO dates, else as written."""
    try:
        return tuple(date.fromisoformat(one) for one in periods)
    except ValueError:
        return periods


def _print_words(table: Table, result: Result) -> None:
    print(result.words)
    if result.chance_method:
        print(result.chance_method)
    for phase in result.phases:
        print(
            _("Points {start}-{end}: {lines}, longest run {run}, crossings {crossings}.").format(
                start=phase.start,
                end=phase.end,
                lines=_lines_in_words(result, phase),
                run=phase.longest_run,
                crossings=phase.crossings,
            )
        )
    for point in result.points:
        if point.signals:
            period = table.periods[point.index]
            print(f"{period}  {_shown(point.value)}  {', '.join(point.signals)}")


def _lines_in_words(result: Result, phase: Phase) -> str:
    """The centre, and the limits of the phase's last point that has some."""
    text = _("median {centre}") if result.chart in ("run", "g") else _("average {centre}")
    last = next(
        (point for point in reversed(result.points[phase.start : phase.end + 1]) if point.ucl is not None), None
    )
    if last is not None:
        text = _("{line}, limits {lcl} to {ucl}").format(line=text, lcl=_shown(last.lcl), ucl=_shown(last.ucl))
    return text.format(centre=_shown(phase.centre))


def _shown(number: float | None) -> str:
    return "?" if number is None else format_number(number)

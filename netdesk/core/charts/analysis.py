"""The one door of the engine: `analyse`."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from netdesk.core.charts import constants, lines, reading, rules, runs, series
from netdesk.core.charts.lines import Lines
from netdesk.core.charts.result import Arrays, Phase, Result
from netdesk.core.charts.rules import Judged, Marks
from netdesk.core.charts.series import Mask, Numbers, Series
from netdesk.errors import WrongUsage
from netdesk.i18n import _

_LIMIT_RULES = {"western-electric": "we1", "nelson": "nelson1"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for every phase of a chart."""

    chart: str
    rules: str
    freeze: int | None
    screening: bool
    runs_table: str
    can_be_negative: bool


def analyse(
    values: Sequence[Any],
    denominators: Sequence[float | None] | None = None,
    *,
    chart: str = "run",
    rules: str = "anhoej",
    freeze: int | None = None,
    splits: Sequence[int] = (),
    exclude: Collection[int] = (),
    target: float | Sequence[float | None] | None = None,
    better: str = "neither",
    screening: bool = True,
    runs_table: str = "exact",
    can_be_negative: bool = True,
) -> Result:
    """The chart of a series: lines, runs analysis, signals, readings, words and what chance alone would do.

    `values` are numbers, None or NaN where missing; for `xbar` and `s` each is a sequence of numbers. With
    `denominators` the plotted value is value / denominator; p, pp, u and up charts need them. Indices are 0-based:
    `splits` are the indices at which a new phase starts, `exclude` those left out of lines and runs (they stay on the
    chart). `freeze` is the count of points, from the start of each phase and with missing and excluded ones counted,
    that set its centre and its spread. `target` and the lines are in plotted units; a target may be a sequence with
    one entry a point, where it changes in dated steps. `better` says which way is good. `screening` leaves moving
    ranges above 3.267 times their mean out of the limits, once (not on mr charts). `can_be_negative=False` ends the
    lower limit of an i or iprime chart at 0.

    The centre of a run chart is the median (Perla, Provost & Murray 2011). Points on it neither count nor break a
    run, equal neighbours neither count nor break a trend; values equal to nine digits of the largest are equal.

    Raises NetDeskError (WrongUsage for names and indices that are not known) with one sentence for people.
    """
    series.check_choices(chart, rules, better, runs_table)
    if freeze is not None and freeze < 1:
        raise WrongUsage(_("A frozen baseline needs at least one point; {freeze} was given.").format(freeze=freeze))
    given = series.read_series(chart, values, denominators)
    count = given.value.size
    excluded = series.excluded_points(exclude, count)
    series.check_signs(chart, given, excluded)
    targets = series.targets_of(target, count)
    settings = Settings(chart, rules, freeze, screening, runs_table, can_be_negative)
    canvas = Canvas(count)
    phases, marks = [], []
    for start, end in series.phase_spans(count, splits):
        phase, found = _analyse_phase(given.part(start, end), excluded[start : end + 1], start, settings, canvas)
        phases.append(phase)
        marks.append(found)
    readings = reading.readings_of([one for found in marks for one in found], canvas.side, better)
    arrays = Arrays(canvas.value, canvas.centre, canvas.lcl, canvas.ucl, excluded, readings)
    icons = _icons(arrays, phases, better, targets)
    return Result(
        chart, rules, better, runs_table, screening, targets, arrays, tuple(phases), tuple(marks), *icons
    )


class Canvas:
    """The arrays of the whole chart while its phases fill them, one entry a point."""

    def __init__(self, count: int) -> None:
        self.value, self.centre, self.lcl, self.ucl = np.full((4, count), math.nan)
        self.side = np.zeros(count, dtype=np.int8)


def _analyse_phase(
    own: Series, excluded: Mask, start: int, settings: Settings, canvas: Canvas
) -> tuple[Phase, tuple[Marks, ...]]:
    size = own.value.size
    frozen = settings.freeze if settings.freeze is not None and settings.freeze < size else None
    sets = ~excluded
    if frozen is not None:
        sets[frozen:] = False
    if settings.chart == "mr":
        own = Series(series.moving_ranges(own.value, excluded))
    line = lines.lines_of(
        settings.chart, own, sets, screening=settings.screening, can_be_negative=settings.can_be_negative
    )
    there = ~np.isnan(own.value)
    judged = _judged(own.value, there & ~excluded, line, start, settings.runs_table)
    span = slice(start, start + size)
    canvas.value[span], canvas.centre[span] = own.value, line.centre
    every = judged.value.size == size
    canvas.side[span] = judged.side if every else runs.sides(own.value, line.centre, judged.within)
    found: list[Marks] = []
    if settings.chart != "run":
        canvas.lcl[span], canvas.ucl[span] = line.at(-3.0), line.at(3.0)
        found += _outside(own.value, canvas.lcl[span], canvas.ucl[span], judged.within, start, settings.rules)
    sigma_signal = bool(found)
    of_runs, runs_signal = rules.find_signals(settings.rules, settings.chart, judged)
    baseline = int(np.count_nonzero(there & sets)) if frozen is not None else None
    phase = _phase(judged, size - int(np.count_nonzero(excluded)), size, baseline, runs_signal, sigma_signal)
    return phase, (*found, *of_runs)


def _judged(value: Numbers, counts: Mask, line: Lines, start: int, runs_table: str) -> Judged:
    """The values that count, with their sides and runs."""
    place = counts.nonzero()[0]
    own = value if place.size == value.size else value[place]
    within = series.equal_within(own)
    side = runs.sides(own, line.centre, within)
    useful = side.nonzero()[0]
    return Judged(own, place + start, side, useful, runs.stretches(side[useful]), line, within, runs_table, start)


def _outside(
    value: Numbers, lcl: Numbers, ucl: Numbers, within: float, start: int, rule_set: str
) -> list[Marks]:
    signs = rules.outside(value, lcl, ucl, within)
    places = signs.nonzero()[0]
    if not places.size:
        return []
    rule = _LIMIT_RULES.get(rule_set, "limits")
    return [Marks(rule, places + start, signs[places], np.arange(places.size))]


def _phase(
    judged: Judged, n: int, size: int, baseline: int | None, runs_signal: bool, sigma_signal: bool
) -> Phase:
    n_useful = judged.useful.size
    found = judged.same_side.count
    above = int(np.count_nonzero(judged.side > 0))
    centre = float(judged.lines.centre)
    return Phase(
        start=judged.start,
        end=judged.start + size - 1,
        centre=None if math.isnan(centre) else centre,
        n=n,
        n_useful=n_useful,
        longest_run=int(found.max()) if found.size else 0,
        longest_run_limit=runs.longest_run_limit(n_useful),
        crossings=max(found.size - 1, 0),
        crossings_limit=runs.crossings_limit(n_useful),
        runs=found.size,
        runs_limits=runs.runs_limits(above, n_useful - above, judged.runs_table),
        runs_signal=runs_signal,
        sigma_signal=sigma_signal,
        baseline=baseline,
        values=judged.value.size,
    )


def _icons(
    arrays: Arrays, phases: Sequence[Phase], better: str, targets: tuple[float | None, ...] | None
) -> tuple[str | None, str | None]:
    """Variation and assurance: the latest point decides, as in Making Data Count.

    A chart without limits says nothing about its latest point before it has ten useful points.
    """
    counted = (~np.isnan(arrays.value) & ~arrays.excluded).nonzero()[0]
    if not counted.size:
        return None, None
    latest = int(counted[-1])
    lcl, ucl = float(arrays.lcl[latest]), float(arrays.ucl[latest])
    phase = next(one for one in phases if one.start <= latest <= one.end)
    variation = None
    if not math.isnan(ucl) or phase.n_useful >= constants.FEWEST_USEFUL:
        variation = reading.variation_of(reading.READINGS[int(arrays.reading[latest])], better)
    if targets is None:
        return variation, None
    within = series.equal_within(arrays.value[counted])
    return variation, reading.assurance_of(targets[latest], lcl, ucl, better, within)

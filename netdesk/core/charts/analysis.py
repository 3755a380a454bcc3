"""The one door of the engine: `analyse`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from netdesk.core.charts import chance, constants, reading, rules, runs, series, words
from netdesk.core.charts.result import Phase, Point, Result
from netdesk.errors import WrongUsage
from netdesk.i18n import _


@dataclass(frozen=True, slots=True)
class PhaseAnalysis:
    """One phase with the sides of its points and what its rules found; the words are made from it."""

    phase: Phase
    side_of: tuple[int, ...]
    signals: rules.PhaseSignals


def analyse(
    values: Sequence[float | None],
    denominators: Sequence[float | None] | None = None,
    *,
    chart: str = "run",
    rules: str = "anhoej",
    freeze: int | None = None,
    splits: Sequence[int] = (),
    exclude: Collection[int] = (),
    target: float | None = None,
    better: str = "neither",
    screening: bool = True,
    runs_table: str = "exact",
) -> Result:
    """The chart of a series: lines, runs analysis, signals, readings, words and what chance alone would do.

    `values` are numbers, None or NaN where missing; with `denominators` the plotted value is value / denominator.
    Indices are 0-based: `splits` are the indices at which a new phase starts, `exclude` those left out of lines and
    runs (they stay on the chart). `freeze` is the count of points, from the start of each phase and with missing and
    excluded ones counted, that set its centre. `target` and the centre are in plotted units. `better` says which way
    is good. `screening` is for charts with limits and leaves a run chart as it is.

    The centre of a run chart is the median (Perla, Provost & Murray 2011). Points on it neither count nor break a
    run, equal neighbours neither count nor break a trend; values equal to nine digits of the largest are equal.

    Raises NetDeskError (WrongUsage for names and indices that are not known) with one sentence for people.
    """
    series.check_choices(chart, rules, better, runs_table)
    plotted = series.plotted_values(values, denominators)
    if freeze is not None and freeze < 1:
        raise WrongUsage(_("A frozen baseline needs at least one point; {freeze} was given.").format(freeze=freeze))
    left_out = _excluded(exclude, len(plotted))
    counted = tuple(None if index in left_out else value for index, value in enumerate(plotted))
    within = series.equal_within(plotted)
    analysed = tuple(
        _analyse_phase(counted, left_out, span, freeze, rules, within, runs_table)
        for span in series.phase_spans(len(plotted), splits)
    )
    points = tuple(
        point for number, one in enumerate(analysed) for point in _points_of(one, number, plotted, left_out, better)
    )
    chance_alone = chance.chance_of_signal(rules, [one.phase for one in analysed])
    says = words.what_it_says([(one.phase, one.signals) for one in analysed], points, rules, better, target)
    signalling = any(point.signals for point in points)
    return Result(
        chart=chart,
        rules=rules,
        better=better,
        runs_table=runs_table,
        target=target,
        points=points,
        phases=tuple(one.phase for one in analysed),
        variation=_variation(analysed, points, better),
        assurance=None,  # a run chart has no limits to hold a target against
        chance_alone=chance_alone,
        says=says,
        check_first=words.boring_causes_first() if signalling else "",
        chance_words=words.chance_in_words(chance_alone),
    )


def _excluded(exclude: Collection[int], count: int) -> frozenset[int]:
    left_out = frozenset(exclude)
    for index in sorted(left_out):
        if not 0 <= index < count:
            raise WrongUsage(
                _("Point {index} cannot be left out: the chart has points 0 to {last}.").format(
                    index=index, last=count - 1
                )
            )
    return left_out


def _analyse_phase(
    counted: Sequence[float | None],
    left_out: frozenset[int],
    span: tuple[int, int],
    freeze: int | None,
    rule_set: str,
    within: float,
    runs_table: str,
) -> PhaseAnalysis:
    start, end = span
    own = counted[start : end + 1]
    frozen = freeze if freeze is not None and freeze < len(own) else None
    baseline = [value for value in own[:frozen] if value is not None]
    centre = series.median(baseline)
    side_of = runs.sides(own, centre, within)
    found = runs.find_runs(side_of, start)
    n_useful = sum(1 for side in side_of if side)
    signals = (
        rules.anhoej(found, n_useful)
        if rule_set == "anhoej"
        else rules.ihi(found, own, within, start, runs_table)
    )
    phase = Phase(
        start=start,
        end=end,
        centre=centre,
        n=sum(1 for index in range(start, end + 1) if index not in left_out),
        n_useful=n_useful,
        longest_run=max((len(run.indices) for run in found), default=0),
        longest_run_limit=runs.longest_run_limit(n_useful),
        crossings=max(len(found) - 1, 0),
        crossings_limit=runs.crossings_limit(n_useful),
        runs=len(found),
        runs_limits=runs.runs_limits(*rules.counts_of_sides(found), runs_table),
        runs_signal=signals.runs_signal,
        sigma_signal=False,
        baseline=len(baseline) if frozen is not None else None,
        values=sum(1 for value in own if value is not None),
    )
    return PhaseAnalysis(phase, side_of, signals)


def _points_of(
    one: PhaseAnalysis, number: int, plotted: Sequence[float | None], left_out: frozenset[int], better: str
) -> list[Point]:
    shift_side = {index: run.side for run in one.signals.shifts for index in run.indices}
    trend_steps: dict[int, list[int]] = {}
    for indices, direction in one.signals.trends:
        for index in indices:
            trend_steps.setdefault(index, []).append(direction)
    points = []
    for offset, side in enumerate(one.side_of):
        index = one.phase.start + offset
        directions = [shift_side[index]] if index in shift_side else []
        directions += trend_steps.get(index, [])
        names = ["shift"] if index in shift_side else []
        names += ["trend"] if index in trend_steps else []
        names += [name for name in one.signals.whole if side]
        points.append(
            Point(
                index=index,
                value=plotted[index],
                centre=one.phase.centre,
                lcl=None,
                ucl=None,
                phase=number,
                excluded=index in left_out,
                signals=tuple(names),
                reading=reading.reading_of(directions, better, side if one.signals.whole else 0),
            )
        )
    return points


def _variation(analysed: Sequence[PhaseAnalysis], points: Sequence[Point], better: str) -> str | None:
    # The latest point decides (as in Making Data Count), and only where the phase has enough points to be judged.
    latest = next((point for point in reversed(points) if point.value is not None and not point.excluded), None)
    if latest is None or analysed[latest.phase].phase.n_useful < constants.FEWEST_USEFUL:
        return None
    return reading.variation_of(latest.reading, better)

"""The numbers of the stories: seeded noise around the levels that a sheet gives.

A series is drawn again (from the same seed, so always alike) until its chart says what the story says: a shift that
the product's own rules signal, or no signal at all; and medians near the levels. That keeps the sentences true for
every seed.
"""

from __future__ import annotations

import random
import statistics
from dataclasses import dataclass
from datetime import date

from netdesk.core.charts import Result, analyse
from netdesk.demo.school_year import WEEKS, SchoolWeeks
from netdesk.demo.sheet import Measure, Subgroup

#: A story that cannot be drawn in so many tries is told wrongly: its levels do not show what it claims.
TRIES = 400


@dataclass(frozen=True)
class Point:
    """One observation to be: its period, the school week it is entered after, numerator or value, denominator."""

    period: date
    week: int
    value: str
    out_of: str | None = None
    note: str = ""
    subgroup: str = ""

    @property
    def plotted(self) -> float:
        """The value as charts show it: a proportion where there is a denominator."""
        return float(self.value) / float(self.out_of) if self.out_of else float(self.value)


def series(measure: Measure, weeks: SchoolWeeks, seed: str) -> list[Point]:
    """The whole measure's points in order of time, without those of its sub-groups (see `subgroup_series`)."""
    times = [(day, week) for day, week in _times(measure, weeks) if not _is_missing(measure, week)]
    for attempt in range(TRIES):
        rng = random.Random(f"{seed}/{measure.key}/{attempt}")
        points = [_point(measure, weeks, day, week, rng) for day, week in times]
        if _tells_the_story(measure, points):
            return points
    raise ValueError(f"no series in {TRIES} tries shows what the story says of {measure.key}")


def subgroup_series(measure: Measure, group: Subgroup, points: list[Point], seed: str) -> list[Point]:
    """Points of one sub-group at the same periods, around the whole's own values plus the group's distance."""
    rng = random.Random(f"{seed}/{measure.key}/{group.key}")
    drawn = []
    for point in points:
        out_of = max(4, round(group.out_of * rng.uniform(0.85, 1.12)))
        share = point.plotted + group.offset + rng.gauss(0, measure.noise * 2)
        count = min(out_of, max(0, round(share * out_of)))
        drawn.append(Point(point.period, point.week, str(count), str(out_of), subgroup=group.key))
    return drawn


def chart(measure: Measure, points: list[Point]) -> Result:
    """The measure's run chart as the product analyses it, with the story's frozen baseline, phases and exclusions."""
    # As `operations.measures.chart_settings` has it: the newest freeze holds within each phase.
    freeze = next((phase.frozen_points for phase in reversed(measure.phases) if phase.frozen_points), None)
    splits = [
        next(i for i, point in enumerate(points) if point.week >= phase.week)
        for phase in measure.phases
        if phase.week is not None
    ]
    excluded_weeks = {exclusion.week for exclusion in measure.exclusions}
    exclude = [i for i, point in enumerate(points) if point.week in excluded_weeks]
    return analyse(
        [float(point.value) for point in points],
        [float(point.out_of) for point in points if point.out_of] if measure.out_of else None,
        chart="run",
        rules=measure.rules,
        freeze=freeze,
        splits=splits,
        exclude=exclude,
        better=measure.better,
    )


def _times(measure: Measure, weeks: SchoolWeeks) -> list[tuple[date, int]]:
    last = WEEKS if measure.stop is None else measure.stop
    if measure.every == "month":
        return [(day, week) for day, week in weeks.months() if measure.start <= week < last]
    step = 2 if measure.every == "2 weeks" else 1
    return [(weeks.mondays[week], week) for week in range(measure.start, last, step)]


def _is_missing(measure: Measure, week: int) -> bool:
    return any(first <= week <= last for first, last in measure.missing)


def level_at(measure: Measure, week: int) -> float:
    """The level that the story gives for this week, in plotted units."""
    return [level for start, level in measure.levels if start <= week][-1]


def _point(measure: Measure, weeks: SchoolWeeks, day: date, week: int, rng: random.Random) -> Point:
    note = next((text for at, text in measure.notes if at == week), "")
    odd = next((exclusion.value for exclusion in measure.exclusions if exclusion.week == week), None)
    shown = (level_at(measure, week) if odd is None else odd) + rng.gauss(0, measure.noise)
    if measure.out_of is None:
        text = f"{max(0.0, shown):.{measure.places}f}"
        return Point(day, week, text, note=note)
    if measure.by_day:
        out_of = measure.out_of * weeks.days(week)
    else:
        out_of = max(1, round(measure.out_of * rng.uniform(0.92, 1.0)))
    count = min(out_of, max(0, round(shown * out_of)))
    return Point(day, week, str(count), str(out_of), note)


def _tells_the_story(measure: Measure, points: list[Point]) -> bool:
    excluded = {exclusion.week for exclusion in measure.exclusions}
    for (start, level), (end, _) in zip(measure.levels, (*measure.levels[1:], (WEEKS, 0.0)), strict=True):
        held = [point.plotted for point in points if start <= point.week < end and point.week not in excluded]
        # A median of k points scatters by about 1.25 sd/sqrt(k); half a sd keeps "from 89% to 93%" true as rounded.
        if len(held) >= 4 and abs(statistics.median(held) - level) > max(0.5 * measure.noise, 10**-measure.places / 50):
            return False
    frozen = next((phase.frozen_points for phase in measure.phases if phase.week is None), None)
    if frozen:
        held = [point.plotted for point in points[:frozen]]
        if abs(statistics.median(held) - measure.levels[0][1]) > 0.5 * measure.noise:
            return False
    if measure.shape == "free":
        return True
    result = chart(measure, points)
    if measure.shape == "steady":
        return not any(point.signals for point in result.points) and not any(p.runs_signal for p in result.phases)
    turn = measure.turn or 0
    good = any("shift" in point.signals and point.reading == "improvement" for point in result.points)
    runs = [i for i, point in enumerate(result.points) if {"shift", "trend"} & set(point.signals)]
    return good and all(points[i].week >= turn for i in runs)

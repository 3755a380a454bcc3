"""The lines of one phase: where its centre lies and how far one sigma reaches, chart by chart.

Formulas: Anhøj, "Mastering Statistical Process Control Charts in Healthcare", as computed by his qicharts2; Laney 2002
for p′ and u′; Taylor 2018 for I′; Nelson 1994 for t. A point's own denominator or sub-group size sets its own sigma.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from netdesk.core.charts import constants
from netdesk.core.charts.series import Mask, Numbers, Series, mean, median


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a phase in plotted units.

    `centre` is drawn and judged by the runs rules; `middle` is what the limits lie about: a g chart has its median as
    centre and its mean as middle, a t chart its limits in y^(1/3.6). `sigma` is one number, or one a point; nan where
    there are no limits.
    """

    centre: float
    middle: float
    sigma: float | Numbers = math.nan
    floor: float = -math.inf
    ceiling: float = math.inf
    power: float = 1.0

    def at(self, sigmas: float) -> float | Numbers:
        """The line so many sigmas above (or, negative, below) the middle, cut where the chart's range ends."""
        line = self.middle + sigmas * self.sigma
        if self.power != 1.0:
            line = np.maximum(line, 0.0) ** self.power
        if self.floor > -math.inf:
            line = np.maximum(line, self.floor)
        if self.ceiling < math.inf:
            line = np.minimum(line, self.ceiling)
        return line


@dataclass(frozen=True, slots=True)
class Baseline:
    """The numbers of a phase and which of its points set the lines: inside the frozen part and not excluded."""

    series: Series
    sets: Mask
    screening: bool

    def present(self, numbers: Numbers) -> Numbers:
        """Those of `numbers` that set the lines and are not missing."""
        chosen = numbers[self.sets]
        return chosen[~np.isnan(chosen)]

    def mean_range(self, ranges: Numbers) -> float:
        """The mean of the moving ranges that are there; screened: once more without those above 3.267 times it.

        A series without any variation keeps no range below that; its mean range stays 0.
        """
        there = ranges[~np.isnan(ranges)]
        found = mean(there)
        if self.screening and there.size:
            kept = there[there < constants.LARGEST_RANGE * found]
            if kept.size < there.size and kept.size:
                found = mean(kept)
        return found

    def pooled(self) -> float:
        """Sum of numerators over sum of denominators, of the points that have both; nan of nothing."""
        assert self.series.numerator is not None and self.series.denominator is not None
        there = self.sets & ~np.isnan(self.series.value)
        below = math.fsum(self.series.denominator[there].tolist())
        return math.fsum(self.series.numerator[there].tolist()) / below if below else math.nan


def apart(values: Numbers) -> Numbers:
    """The distance of each value from the one before it; nan beside a gap."""
    return np.abs(values[1:] - values[:-1])


def lines_of(chart: str, series: Series, sets: Mask, *, screening: bool, can_be_negative: bool) -> Lines:
    """The lines of a phase whose points `sets` set them. `series.value` of an mr chart holds its moving ranges."""
    return _LINES[chart](Baseline(series, sets, screening), can_be_negative)


def _run(baseline: Baseline, _can_be_negative: bool) -> Lines:
    centre = median(baseline.present(baseline.series.value))
    return Lines(centre, centre)


def _individuals(baseline: Baseline, can_be_negative: bool) -> Lines:
    own = baseline.series.value[baseline.sets]
    centre = mean(own[~np.isnan(own)])
    sigma = baseline.mean_range(apart(own)) / constants.RANGE_TO_SIGMA
    return Lines(centre, centre, sigma, _floor(baseline, can_be_negative))


def _floor(baseline: Baseline, can_be_negative: bool) -> float:
    """0 for a measure that is said never to be negative, as long as no value belies it."""
    if can_be_negative or bool((baseline.series.value < 0).any()):
        return -math.inf
    return 0.0


def _moving_range(baseline: Baseline, _can_be_negative: bool) -> Lines:
    centre = mean(baseline.present(baseline.series.value))
    return Lines(centre, centre, (constants.LARGEST_RANGE - 1) * centre / 3, 0.0)


def _proportion(baseline: Baseline, _can_be_negative: bool) -> Lines:
    centre = baseline.pooled()
    return Lines(centre, centre, _share_sigma(baseline, centre), 0.0, 1.0)


def _proportion_prime(baseline: Baseline, _can_be_negative: bool) -> Lines:
    centre = baseline.pooled()
    return Lines(centre, centre, _widened(baseline, centre, _share_sigma(baseline, centre)), 0.0, 1.0)


def _rate(baseline: Baseline, _can_be_negative: bool) -> Lines:
    centre = baseline.pooled()
    return Lines(centre, centre, _rate_sigma(baseline, centre), 0.0)


def _rate_prime(baseline: Baseline, _can_be_negative: bool) -> Lines:
    centre = baseline.pooled()
    return Lines(centre, centre, _widened(baseline, centre, _rate_sigma(baseline, centre)), 0.0)


def _share_sigma(baseline: Baseline, centre: float) -> Numbers:
    assert baseline.series.denominator is not None
    return np.sqrt(max(centre * (1 - centre), 0.0) / baseline.series.denominator)


def _rate_sigma(baseline: Baseline, centre: float) -> Numbers:
    assert baseline.series.denominator is not None
    return np.sqrt(centre / baseline.series.denominator)


def _widened(baseline: Baseline, centre: float, sigma: Numbers) -> Numbers:
    """Laney's sigma: that of the chart times how widely the standardised points really vary."""
    if not bool((sigma > 0).any()):
        return sigma  # all nothing or all of it: no variation to widen
    scores = ((baseline.series.value - centre) / sigma)[baseline.sets]
    return sigma * (baseline.mean_range(apart(scores)) / constants.RANGE_TO_SIGMA)


def _count(baseline: Baseline, _can_be_negative: bool) -> Lines:
    centre = mean(baseline.present(baseline.series.value))
    return Lines(centre, centre, math.sqrt(centre), 0.0)


def _opportunities(baseline: Baseline, _can_be_negative: bool) -> Lines:
    own = baseline.present(baseline.series.value)
    middle = mean(own)
    return Lines(median(own), middle, math.sqrt(middle * (middle + 1)), 0.0)


def _time(baseline: Baseline, _can_be_negative: bool) -> Lines:
    own = baseline.series.value[baseline.sets] ** (1 / constants.T_POWER)
    middle = mean(own[~np.isnan(own)])
    sigma = baseline.mean_range(apart(own)) / constants.RANGE_TO_SIGMA
    return Lines(middle**constants.T_POWER, middle, sigma, 0.0, power=constants.T_POWER)


def _averages(baseline: Baseline, _can_be_negative: bool) -> Lines:
    size, means = baseline.series.size, baseline.series.numerator
    assert size is not None and means is not None
    there = baseline.sets & ~np.isnan(means)
    count = float(size[there].sum())
    centre = math.fsum((size[there] * means[there]).tolist()) / count if count else math.nan
    within = _spread_within(baseline)
    return Lines(centre, centre, within / (_c4_of(size) * np.sqrt(size)))


def _deviations(baseline: Baseline, _can_be_negative: bool) -> Lines:
    assert baseline.series.size is not None
    centre = _spread_within(baseline)
    unbiased = _c4_of(baseline.series.size)
    return Lines(centre, centre, centre * np.sqrt(1 - unbiased**2) / unbiased, 0.0)


def _spread_within(baseline: Baseline) -> float:
    """The mean standard deviation of sub-groups of one size; of several sizes, the pooled one."""
    size, spread = baseline.series.size, baseline.series.spread
    assert size is not None and spread is not None
    there = baseline.sets & ~np.isnan(spread)
    sizes = size[~np.isnan(size)]
    if not there.any():
        return math.nan
    if float(sizes.min()) == float(sizes.max()):
        return mean(spread[there])
    free = size[there] - 1
    return math.sqrt(math.fsum((free * spread[there] ** 2).tolist()) / float(free.sum()))


def _c4_of(sizes: Numbers) -> Numbers:
    return np.array([math.nan if math.isnan(one) else constants.c4(int(one)) for one in sizes.tolist()])


def _individuals_prime(baseline: Baseline, can_be_negative: bool) -> Lines:
    centre = baseline.pooled()
    below, value = baseline.series.denominator, baseline.series.value
    assert below is not None
    distance = apart(value[baseline.sets])
    inverse = 1 / below[baseline.sets]
    one = baseline.mean_range(math.sqrt(math.pi / 2) * distance / np.sqrt(inverse[1:] + inverse[:-1]))
    return Lines(centre, centre, one / np.sqrt(below), _floor(baseline, can_be_negative))


_LINES = {
    "run": _run, "i": _individuals, "mr": _moving_range, "p": _proportion, "pp": _proportion_prime, "u": _rate,
    "up": _rate_prime, "c": _count, "g": _opportunities, "t": _time, "xbar": _averages, "s": _deviations,
    "iprime": _individuals_prime,
}  # fmt: skip

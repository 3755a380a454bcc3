"""From what was given to what is plotted: missing, excluded and equal values, and the phases they fall into."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from netdesk.core.charts import constants
from netdesk.errors import NetDeskError, WrongUsage
from netdesk.i18n import _

Numbers: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Indices: TypeAlias = npt.NDArray[np.intp]
Signs: TypeAlias = npt.NDArray[np.int8]

#: What sums of a few hundred numbers lose to binary fractions, relative to their size.
_ROUNDING = 1e-13


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of a chart, one entry a point, nan where there is none.

    `value` is in plotted units (of an mr chart: still the values, the ranges are made phase by phase). `numerator` and
    `denominator` are None for a chart without; a missing denominator, or one of 0, is nan. `size` and `spread` are the
    count and the standard deviation of each sub-group.
    """

    value: Numbers
    numerator: Numbers | None = None
    denominator: Numbers | None = None
    size: Numbers | None = None
    spread: Numbers | None = None

    def part(self, start: int, end: int) -> Series:
        """The points `start` to `end`, inclusive."""
        if start == 0 and end == self.value.size - 1:
            return self
        cut = slice(start, end + 1)
        rest = (None if one is None else one[cut] for one in (self.numerator, self.denominator, self.size, self.spread))
        return Series(self.value[cut], *rest)


def read_series(chart: str, values: Sequence[Any], denominators: Sequence[float | None] | None) -> Series:
    """What was given, as the chart plots it: value, value / denominator, or a sub-group's mean or deviation.

    Raises NetDeskError where the two differ in length, a number is no finite number or one the chart cannot take.
    """
    if chart in constants.CHARTS_OF_SUBGROUPS:
        return _subgroups(chart, values, denominators)
    given = _numbers(values)
    if denominators is None:
        if chart in constants.CHARTS_OF_PARTS:
            raise NetDeskError(
                _("A {chart} chart needs a denominator for each value: out of how many?").format(chart=chart)
            )
        ones = np.ones(given.size) if chart == "iprime" else None
        series = Series(given, given if chart == "iprime" else None, ones)
    else:
        series = _parts(chart, given, _numbers(denominators))
    return series


def _numbers(values: Iterable[Any]) -> Numbers:
    """Numbers as an array, nan for None; NetDeskError for one without end."""
    numbers = np.array(values if isinstance(values, (list, tuple, np.ndarray)) else list(values), dtype=np.float64)
    if numbers.ndim != 1:
        raise NetDeskError(_("Several values at one point need an x̄ or s chart; this chart takes one value a point."))
    endless = np.isinf(numbers)
    if endless.any():
        raise NetDeskError(
            _("The value of point {n} is without end. Correct it, or leave it empty.").format(
                n=int(endless.argmax()) + 1
            )
        )
    return numbers


def _parts(chart: str, above: Numbers, below: Numbers) -> Series:
    if chart in ("c", "g", "t"):
        raise NetDeskError(
            _("A {chart} chart takes no denominators. Leave them out, or choose a u or p chart.").format(chart=chart)
        )
    if below.size != above.size:
        raise NetDeskError(
            _("There are {values} values but {denominators} denominators. Give one denominator for each value.").format(
                values=above.size, denominators=below.size
            )
        )
    negative = below < 0
    if negative.any():
        raise NetDeskError(
            _("The denominator of point {n} is below zero. Correct it, or leave it empty.").format(
                n=int(negative.argmax()) + 1
            )
        )
    below = np.where((below == 0) | np.isnan(above), np.nan, below)  # a missing point has no limits of its own
    return Series(above / below, above, below)


def check_signs(chart: str, series: Series, excluded: Mask) -> None:
    """NetDeskError for a value the chart cannot take: below zero, more than all, or no time between two events."""
    if chart == "t":
        at_once = (series.value == 0) & ~excluded
        if at_once.any():
            raise NetDeskError(
                _("Point {n} has no time between its events, which a t chart cannot show. Use a finer unit of time.")
                .format(n=int(at_once.argmax()) + 1)
            )  # fmt: skip
    if chart not in constants.CHARTS_FROM_ZERO:
        return
    negative = series.value < 0
    if negative.any():
        raise NetDeskError(
            _("The value of point {n} is below zero, which a {chart} chart cannot show.").format(
                n=int(negative.argmax()) + 1, chart=chart
            )
        )
    if chart in ("p", "pp"):
        over = series.value > 1
        if over.any():
            raise NetDeskError(
                _("Point {n} counts more than there are: its value is larger than its denominator.").format(
                    n=int(over.argmax()) + 1
                )
            )


def _subgroups(chart: str, values: Sequence[Any], denominators: Sequence[float | None] | None) -> Series:
    if denominators is not None:
        raise NetDeskError(
            _("A {chart} chart takes no denominators. Leave them out, or choose a u or p chart.").format(chart=chart)
        )
    means, spreads, sizes = [], [], []
    for n, group in enumerate(values):
        if not hasattr(group, "__iter__"):
            raise NetDeskError(_("An x̄ or s chart needs several values at each point; point {n} is one number.").format(
                n=n + 1
            ))  # fmt: skip
        own = _numbers(group)
        own = own[~np.isnan(own)]
        sizes.append(own.size)
        means.append(mean(own))
        spreads.append(
            math.sqrt(math.fsum(((own - means[-1]) ** 2).tolist()) / (own.size - 1)) if own.size > 1 else math.nan
        )
    shown = np.array(means if chart == "xbar" else spreads, dtype=np.float64)
    size = np.array(sizes, dtype=np.float64)
    size[size == 0] = np.nan
    return Series(shown, np.array(means, dtype=np.float64), None, size, np.array(spreads, dtype=np.float64))


def mean(values: Numbers) -> float:
    """The mean, summed without rounding, so that fifteen times 0.1 has the mean 0.1; nan of nothing."""
    return math.fsum(values.tolist()) / values.size if values.size else math.nan


def median(values: Numbers) -> float:
    """The middle value, or the mean of the two middle ones; nan of nothing."""
    if not values.size:
        return math.nan
    ordered = np.sort(values)
    middle = values.size // 2
    upper = float(ordered[middle])
    return upper if values.size % 2 else math.fsum((float(ordered[middle - 1]), upper)) / 2


def moving_ranges(values: Numbers, excluded: Mask) -> Numbers:
    """The distance of each point from the one before it that is not excluded; nan at the first and beside a gap.

    A range bridges an excluded point, but not a missing one.
    """
    ranges = np.full(values.size, np.nan)
    kept = (~excluded).nonzero()[0]
    before = np.searchsorted(kept, np.arange(values.size), side="left") - 1
    has = before >= 0
    ranges[has] = np.abs(values[has] - values[kept[before[has]]])
    return ranges


def equal_within(present: Numbers) -> float:
    """The distance within which two values of this series count as equal: half the ninth digit of the largest.

    (87.1 + 87.3) / 2 is not 87.2 in binary, yet a true 87.2 must lie on that median. Where a large common offset uses
    up those digits (1,000,000,000.251 beside 1,000,000,000.874), the nine digits are those of the spread, but never
    finer than the rounding that a few sums of numbers of this size leave.
    """
    if not present.size:
        return 0.0
    highest, lowest = float(present.max()), float(present.min())
    largest = max(highest, -lowest)
    if largest == 0:
        return 0.0
    by_size = _half_ninth_digit(largest)
    spread = highest - lowest
    if spread == 0 or by_size <= spread * 1e-6:
        return by_size
    return min(by_size, max(_half_ninth_digit(spread), _ROUNDING * largest))


def _half_ninth_digit(number: float) -> float:
    return 0.5 * 10.0 ** (math.floor(math.log10(number)) - 8)


def phase_spans(count: int, splits: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """(start, end) of each phase, end inclusive. A split is the index at which a new phase starts.

    Raises WrongUsage for a split that is not inside the series.
    """
    if not count:
        return ()
    starts = sorted(set(splits))
    for split in starts:
        if not 0 < split < count:
            raise WrongUsage(
                _("A new phase cannot start at point {split}: the chart has points 0 to {last}, and one starts at 0.")
                .format(split=split, last=count - 1)
            )  # fmt: skip
    bounds = [0, *starts, count]
    return tuple((bounds[i], bounds[i + 1] - 1) for i in range(len(bounds) - 1))


def excluded_points(exclude: Collection[int], count: int) -> Mask:
    """Which points are left out; WrongUsage for an index the chart does not have."""
    left_out = np.zeros(count, dtype=np.bool_)
    for index in sorted(exclude):
        if not 0 <= index < count:
            raise WrongUsage(
                _("Point {index} cannot be left out: the chart has points 0 to {last}.").format(
                    index=index, last=count - 1
                )
            )
        left_out[index] = True
    return left_out


def targets_of(target: float | Sequence[float | None] | None, count: int) -> tuple[float | None, ...] | None:
    """The target of each point: one number for all, or one entry a point (None before the first step)."""
    if target is None:
        return None
    if not isinstance(target, Iterable):
        return (float(target),) * count
    steps = tuple(None if one is None or math.isnan(one) else float(one) for one in target)
    if len(steps) != count:
        raise WrongUsage(
            _("There are {targets} targets for {points} points. Give one target, or one for each point.").format(
                targets=len(steps), points=count
            )
        )
    return steps


def check_choices(chart: str, rules: str, better: str, runs_table: str) -> None:
    """Raise WrongUsage for a name that is not known."""
    for name, known, what in (
        (chart, constants.CHARTS, "chart"),
        (rules, constants.RULES, "rule set"),
        (better, constants.BETTER, "direction of good"),
        (runs_table, constants.RUNS_TABLES, "runs table"),
    ):
        if name not in known:
            # Four sentences, so that each can be translated as a whole.
            text = {
                "chart": _('There is no chart "{name}". Choose one of: {known}.'),
                "rule set": _('There is no rule set "{name}". Choose one of: {known}.'),
                "direction of good": _('There is no direction of good "{name}". Choose one of: {known}.'),
                "runs table": _('There is no runs table "{name}". Choose one of: {known}.'),
            }[what]
            raise WrongUsage(text.format(name=name, known=", ".join(known)))

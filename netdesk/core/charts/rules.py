"""The rule sets: which points of a phase signal, by which rule and in which direction.

Anhøj, IHI and Making Data Count mark the whole pattern (of two in three: the points beyond), Western Electric and
Nelson mark from the point that completes it on, as qcc does. Missing and excluded points are passed over; points on
the centre neither count nor break a run, equal neighbours neither count nor break a trend.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from netdesk.core.charts import constants, runs
from netdesk.core.charts.lines import Lines
from netdesk.core.charts.runs import Stretches
from netdesk.core.charts.series import Indices, Mask, Numbers, Signs


@dataclass(frozen=True, slots=True)
class Marks:
    """The points that one rule marks in one phase, ordered by pattern.

    `index` are indices of the chart, `direction` +1 high or rising, -1 low or falling, 0 neither, and `pattern` the
    number of the pattern each belongs to: a turning point is in two trends, so an index may stand here twice.
    """

    rule: str
    index: Indices
    direction: Signs
    pattern: Indices


@dataclass(frozen=True, slots=True)
class Judged:
    """A phase ready for its rules: the values that count (in order), their indices in the chart, and the lines.

    `useful` are the places (not indices) of the values off the centre, `same_side` the stretches of their sides.
    """

    value: Numbers
    index: Indices
    side: Signs
    useful: Indices
    same_side: Stretches
    lines: Lines
    within: float
    runs_table: str
    start: int

    def beyond(self, sigmas: float, way: int) -> Mask:
        """Which values lie beyond the line so many sigmas up (`way` +1) or down (-1), each by its own sigma."""
        line = self.lines.at(way * sigmas)
        if isinstance(line, np.ndarray) and line.size != self.value.size:
            line = line[self.index - self.start]
        return self.value > line + self.within if way > 0 else self.value < line - self.within


def outside(value: Numbers, lcl: Numbers, ucl: Numbers, within: float) -> Signs:
    """+1 above the upper limit, -1 below the lower one, else 0; of excluded points too."""
    return (value > ucl + within).view(np.int8) - (value < lcl - within).view(np.int8)


def find_signals(rule_set: str, chart: str, phase: Judged) -> tuple[list[Marks], bool]:
    """What the rule set finds in a phase besides points outside the limits, and whether its rules of runs signal.

    The last is, for Anhøj, a run too long or too few crossings; for IHI, a count of runs outside its limits; for the
    others a run too long. A chart of moving ranges has none of these: its neighbours share a point.
    """
    if chart == "mr" or not phase.value.size:
        return [], False
    return _RULE_SETS[rule_set](phase)


def _anhoej(phase: Judged) -> tuple[list[Marks], bool]:
    """Anhøj & Olesen 2014: a run longer than expected, or fewer crossings; for any number of points, as qicharts2."""
    n_useful = phase.useful.size
    limit, fewest = runs.longest_run_limit(n_useful), runs.crossings_limit(n_useful)
    if limit is None or fewest is None:
        return [], False
    found = _shifts(phase, "shift", limit + 1)
    if phase.same_side.first.size - 1 < fewest:
        found += _whole_phase(phase, "crossings")
    return found, bool(found)


def _ihi(phase: Judged) -> tuple[list[Marks], bool]:
    """IHI: shift of 6, trend of 5, too few or too many runs (Perla, Provost & Murray 2011).

    The astronomical point is a person's judgement and not found here.
    """
    found = _shifts(phase, "shift", constants.IHI_SHIFT) + _trends(phase, "trend", constants.IHI_TREND)
    above = int(np.count_nonzero(phase.side > 0))
    limits = runs.runs_limits(above, phase.useful.size - above, phase.runs_table)
    if limits is None or limits[0] <= phase.same_side.first.size <= limits[1]:
        return found, False
    return [*found, *_whole_phase(phase, "runs")], True


def _mdc(phase: Judged) -> tuple[list[Marks], bool]:
    """NHS England, Making Data Count: 7 rising or falling, 2 of 3 in the outer third of the limits, 7 on one side."""
    shifts = _shifts(phase, "shift", constants.MDC_SHIFT)
    found = _trends(phase, "trend", constants.MDC_TREND) + _two_close_in_three(phase) + shifts
    return found, bool(shifts)


def _western_electric(phase: Judged) -> tuple[list[Marks], bool]:
    """Western Electric 1956, rules 2 to 4 (rule 1 is a point outside the limits)."""
    shifts = _shifts(phase, "we4", constants.WE_SHIFT, completing=True)
    return _most_beyond(phase, "we2", 2, 3, 2.0) + _most_beyond(phase, "we3", 4, 5, 1.0) + shifts, bool(shifts)


def _nelson(phase: Judged) -> tuple[list[Marks], bool]:
    """Nelson 1984, tests 2 to 8 (test 1 is a point outside the limits)."""
    shifts = _shifts(phase, "nelson2", constants.NELSON_SHIFT, completing=True)
    found = shifts + _trends(phase, "nelson3", constants.NELSON_TREND, completing=True)
    found += _alternating(phase) + _most_beyond(phase, "nelson5", 2, 3, 2.0) + _most_beyond(phase, "nelson6", 4, 5, 1.0)
    return found + _near_and_far(phase), bool(shifts)


_RULE_SETS: dict[str, Callable[[Judged], tuple[list[Marks], bool]]] = {
    "anhoej": _anhoej, "ihi": _ihi, "mdc": _mdc, "western-electric": _western_electric, "nelson": _nelson,
}  # fmt: skip


def _shifts(phase: Judged, rule: str, length: int, *, completing: bool = False) -> list[Marks]:
    """Runs of `length` or more useful points on one side."""
    long = phase.same_side.count >= length
    if not long.any():
        return []
    places, pattern = phase.same_side.places(long, length - 1 if completing else 0)
    return [Marks(rule, phase.index[phase.useful[places]], phase.same_side.value[long][pattern], pattern)]


def _trends(phase: Judged, rule: str, length: int, *, completing: bool = False) -> list[Marks]:
    """`length` or more points all rising or all falling; a turning point belongs to both."""
    moved, signs = runs.steps(phase.value, phase.within)
    same = runs.stretches(signs)
    long = same.count >= length - 1
    if not long.any():
        return []
    # A stretch of steps begins at the point before its first step.
    ends = Stretches(same.first, same.count + 1, same.value)
    places, pattern = ends.places(long, length - 1 if completing else 0)
    return [Marks(rule, phase.index[moved[places]], same.value[long][pattern], pattern)]


def _whole_phase(phase: Judged, rule: str) -> list[Marks]:
    nothing = np.zeros(phase.useful.size, dtype=np.intp)
    return [Marks(rule, phase.index[phase.useful], nothing.astype(np.int8), nothing)]


def _has_zones(phase: Judged) -> bool:
    """True where there is room between the limits: a run chart has none, nor has a chart without any variation."""
    sigma = phase.lines.sigma
    return bool((sigma > 0).any()) if isinstance(sigma, np.ndarray) else sigma > 0


def _windows(mask: Mask, width: int) -> Indices:
    """How many of the `width` places up to each place are True; of the places from `width` - 1 on."""
    counts = np.concatenate(((0,), np.cumsum(mask)))
    return counts[width:] - counts[:-width]


def _two_close_in_three(phase: Judged) -> list[Marks]:
    """Making Data Count: three points on one side of the mean, two of them beyond two sigmas and within three.

    The points beyond two sigmas are marked. One outside the limits is a signal of its own and no "close" one.
    """
    found: list[Marks] = []
    if phase.value.size < 3 or not _has_zones(phase):
        return found
    for way in (1, -1):
        far = phase.beyond(2.0, way)
        if np.count_nonzero(far) < 2:
            continue
        close = far & ~phase.beyond(3.0, way)
        ends = ((_windows(close, 3) >= 2) & (_windows(phase.side == way, 3) == 3)).nonzero()[0]
        window = np.zeros(close.size, dtype=np.bool_)
        for shift in range(3):
            window[ends + shift] = True
        found += _marked(phase, "two_of_three", close & window, way, reach=2)
    return found


def _most_beyond(phase: Judged, rule: str, most: int, width: int, sigmas: float) -> list[Marks]:
    """`most` of `width` points in a row beyond so many sigmas on one side.

    Marked is the last of the `width`, if it is one of those beyond: a point that came back completes nothing.
    """
    found: list[Marks] = []
    if phase.value.size < width or not _has_zones(phase):
        return found
    for way in (1, -1):
        far = phase.beyond(sigmas, way)
        if np.count_nonzero(far) < most:
            continue
        completed = np.concatenate((np.zeros(width - 1, dtype=np.bool_), _windows(far, width) >= most)) & far
        found += _marked(phase, rule, completed, way)
    return found


def _alternating(phase: Judged) -> list[Marks]:
    """Nelson's test 4: 14 or more points in a row that go up and down by turns; an equal neighbour ends it."""
    signs = runs.sides(phase.value[1:] - phase.value[:-1], 0.0, phase.within)
    turned = signs[1:] * signs[:-1] < 0
    turns = constants.NELSON_ALTERNATING - 2
    if np.count_nonzero(turned) < turns:
        return []
    return _marked(phase, "nelson4", _completed(turned, turns, phase.value.size), 0)


def _near_and_far(phase: Judged) -> list[Marks]:
    """Nelson's tests 7 and 8: 15 in a row within one sigma of the centre; 8 in a row farther, on both sides."""
    if phase.value.size < constants.NELSON_FAR or not _has_zones(phase):
        return []
    above, below = phase.beyond(1.0, 1), phase.beyond(1.0, -1)
    far = above | below
    size, count, width = far.size, np.count_nonzero(far), constants.NELSON_FAR
    found: list[Marks] = []
    if size - count >= constants.NELSON_NEAR:
        found += _marked(phase, "nelson7", _completed(~far, constants.NELSON_NEAR, size), 0)
    if count >= width:
        apart = _completed(far, width, size)
        apart[width - 1 :] &= (_windows(above, width) > 0) & (_windows(below, width) > 0)
        found += _marked(phase, "nelson8", apart, 0)
    return found


def _completed(mask: Mask, width: int, size: int) -> Mask:
    """Of `size` places, those that end `width` True places in a row; `mask` may lack the first ones."""
    completed = np.zeros(size, dtype=np.bool_)
    full = _windows(mask, width) == width
    completed[size - full.size :] = full
    return completed


def _marked(phase: Judged, rule: str, mask: Mask, direction: int, reach: int = 1) -> list[Marks]:
    """Marks of the values in `mask`; those not more than `reach` places apart are one pattern."""
    places = mask.nonzero()[0]
    if not places.size:
        return []
    pattern = np.concatenate(((0,), np.cumsum(np.diff(places) > reach)))
    return [Marks(rule, phase.index[places], np.full(places.size, direction, dtype=np.int8), pattern)]

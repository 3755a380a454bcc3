"""Runs and crossings about a centre line, and the laws that say how many to expect."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from netdesk.core.charts import constants
from netdesk.core.charts.series import Indices, Mask, Numbers, Signs

_ZERO = np.zeros(1, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive useful points on one side: their indices and the side (+1 above, -1 below)."""

    indices: tuple[int, ...]
    side: int


@dataclass(frozen=True, slots=True)
class Stretches:
    """Where a sequence stays the same: first place, count of places and the value of each stretch, in order."""

    first: Indices
    count: Indices
    value: Signs

    def places(self, chosen: Mask, skip: int = 0) -> tuple[Indices, Indices]:
        """The places of the chosen stretches without the first `skip` of each, and the stretch each belongs to."""
        counts = self.count[chosen] - skip
        firsts = self.first[chosen] + skip
        group = np.repeat(np.arange(counts.size), counts)
        return np.arange(group.size) - np.repeat(np.cumsum(counts) - counts, counts) + firsts[group], group


def stretches(sequence: Signs) -> Stretches:
    """The stretches of equal neighbours in a sequence."""
    if not sequence.size:
        nothing = np.zeros(0, dtype=np.intp)
        return Stretches(nothing, nothing, sequence)
    turns = (sequence[1:] != sequence[:-1]).nonzero()[0] + 1
    first = np.concatenate((_ZERO, turns))
    count = np.concatenate((turns, (sequence.size,))) - first
    return Stretches(first, count, sequence[first])


def sides(values: Numbers, centre: float, within: float) -> Signs:
    """+1 above, -1 below, 0 on the centre (or for a value that is missing)."""
    apart = values - centre
    return (apart > within).view(np.int8) - (apart < -within).view(np.int8)


def steps(values: Numbers, within: float) -> tuple[Indices, Signs]:
    """The places of the values that differ from the one before them (and the first), and the signs of those steps.

    A repeat of the previous value neither counts in a trend nor breaks it, so it is not among the places.
    """
    moved = (np.abs(values[1:] - values[:-1]) > within).nonzero()[0] + 1
    places = np.concatenate((_ZERO, moved)) if values.size else moved
    left = values[places]
    return places, np.where(left[1:] > left[:-1], np.int8(1), np.int8(-1))


def longest_run_limit(n_useful: int) -> int | None:
    """The longest run still expected, round(log2 n) + 3; a longer one is a shift (Anhøj & Olesen 2014)."""
    return round(math.log2(n_useful)) + 3 if n_useful > 0 else None


@lru_cache(maxsize=1024)
def crossings_limit(n_useful: int) -> int | None:
    """The fewest crossings still expected: the smallest k with P(X <= k) >= 0.05, X binomial (n_useful - 1, 1/2)."""
    if n_useful <= 0:
        return None
    steps = n_useful - 1
    if steps > constants.EXACT_UP_TO:
        return _crossings_limit_of_many(steps)
    k, below, ways = 0, 1, 1
    while below * 20 < 2**steps:  # whole numbers, so that no rounding decides
        ways = ways * (steps - k) // (k + 1)
        k += 1
        below += ways
    return k


def _crossings_limit_of_many(steps: int) -> int:
    """The same for long series: the law summed in floating point from ten standard deviations below its mean."""
    start = int(steps / 2 - 5 * math.sqrt(steps))
    first = math.lgamma(steps + 1) - math.lgamma(start + 1) - math.lgamma(steps - start + 1) - steps * math.log(2)
    k = np.arange(start, steps // 2)
    ways = np.concatenate(((0.0,), np.cumsum(np.log((steps - k) / (k + 1)))))
    return start + int(np.searchsorted(np.cumsum(np.exp(first + ways)), 0.05))


@lru_cache(maxsize=4096)
def runs_law(above: int, below: int) -> tuple[float, ...]:
    """P(R = r) for r = 0, 1, 2, ... runs of `above` and `below` points in random order (Swed & Eisenhart 1943).

    P(R = 2k) = 2 C(a-1, k-1) C(b-1, k-1) / C(a+b, a);
    P(R = 2k+1) = [C(a-1, k) C(b-1, k-1) + C(a-1, k-1) C(b-1, k)] / C(a+b, a).
    """
    if above < 0 or below < 0:
        raise ValueError("counts of points are not negative")
    if above == 0 or below == 0:
        return (1.0,) if above + below == 0 else (0.0, 1.0)
    ways = math.comb(above + below, above)
    law = [0.0, 0.0]
    for runs in range(2, 2 * min(above, below) + 2):
        k = runs // 2
        if runs % 2 == 0:
            count = 2 * math.comb(above - 1, k - 1) * math.comb(below - 1, k - 1)
        else:
            count = math.comb(above - 1, k) * math.comb(below - 1, k - 1)
            count += math.comb(above - 1, k - 1) * math.comb(below - 1, k)
        law.append(count / ways)
    return tuple(law)


@lru_cache(maxsize=4096)
def exact_runs_limits(above: int, below: int) -> tuple[int, int]:
    """The fewest and most runs still expected, each tail of the exact law at most 2.5 %; its normal form over 1,000."""
    if above + below > constants.EXACT_UP_TO:
        return _normal_runs_limits(above, below)
    law = runs_law(above, below)
    # A hair of room: a tail that is exactly 1/40 in whole numbers must not fall to the last bit of a sum.
    room = constants.RUNS_TAIL + 1e-12
    low, tail = 0, 0.0
    while low < len(law) - 1 and tail + law[low] <= room:
        tail += law[low]
        low += 1
    high, tail = len(law) - 1, 0.0
    while high > low and tail + law[high] <= room:
        tail += law[high]
        high -= 1
    return low, high


def _normal_runs_limits(above: int, below: int) -> tuple[int, int]:
    """Mean 1 + 2ab/n, variance 2ab(2ab - n) / (n²(n - 1)), with half a run of continuity (Swed & Eisenhart 1943)."""
    n, pairs = above + below, 2 * above * below
    mean = 1 + pairs / n
    reach = 1.959963984540054 * math.sqrt(max(pairs * (pairs - n), 0) / (n * n * (n - 1)))
    return max(math.ceil(mean - reach - 0.5), 1), math.floor(mean + reach + 0.5)


def runs_limits(above: int, below: int, table: str = "exact") -> tuple[int, int] | None:
    """The fewest and most runs still expected; None under ten useful points, where the field uses no runs rule.

    "printed" looks up the 2011 table by the count of useful points alone; outside 10 to 60 the exact law answers.
    """
    if above + below < constants.FEWEST_USEFUL:
        return None
    if table == "printed":
        printed = constants.PRINTED_RUNS_LIMITS.get(above + below)
        if printed is not None:
            return printed
    return exact_runs_limits(above, below)

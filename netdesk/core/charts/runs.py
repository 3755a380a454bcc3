"""Runs and crossings about a centre line, and the laws that say how many to expect."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from netdesk.core.charts import constants


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive useful points on one side: their indices and the side (+1 above, -1 below)."""

    indices: tuple[int, ...]
    side: int


def sides(values: Sequence[float | None], centre: float | None, within: float) -> tuple[int, ...]:
    """+1 above, -1 below, 0 for a point that is not useful: missing (or excluded), or on the centre."""
    if centre is None:
        return (0,) * len(values)
    return tuple(
        0 if value is None or abs(value - centre) <= within else (1 if value > centre else -1) for value in values
    )


def find_runs(side_of: Sequence[int], first_index: int = 0) -> tuple[Run, ...]:
    """The runs of a phase. A point on the centre, a missing or an excluded point neither counts nor breaks a run."""
    found: list[Run] = []
    current: list[int] = []
    current_side = 0
    for offset, side in enumerate(side_of):
        if side == 0:
            continue
        if side != current_side and current:
            found.append(Run(tuple(current), current_side))
            current = []
        current_side = side
        current.append(first_index + offset)
    if current:
        found.append(Run(tuple(current), current_side))
    return tuple(found)


def find_trends(
    values: Sequence[float | None], length: int, within: float, first_index: int = 0
) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Each stretch of `length` or more points all rising (+1) or all falling (-1): (indices, direction).

    A repeat of the previous value neither counts nor breaks; a missing or excluded point (None) is passed over;
    crossing the centre does not matter. A turning point belongs to both stretches.
    """
    found: list[tuple[tuple[int, ...], int]] = []
    current: list[int] = []
    direction = 0
    last: float | None = None
    for offset, value in enumerate(values):
        if value is None or (last is not None and abs(value - last) <= within):
            continue
        index = first_index + offset
        step = 0 if last is None else (1 if value > last else -1)
        if step in (0, direction):
            current.append(index)
        else:
            if direction and len(current) >= length:
                found.append((tuple(current), direction))
            current = [*current[-1:], index]
            direction = step
        last = value
    if direction and len(current) >= length:
        found.append((tuple(current), direction))
    return tuple(found)


def longest_run_limit(n_useful: int) -> int | None:
    """The longest run still expected, round(log2 n) + 3; a longer one is a shift (Anhøj & Olesen 2014)."""
    return round(math.log2(n_useful)) + 3 if n_useful > 0 else None


@lru_cache(maxsize=1024)
def crossings_limit(n_useful: int) -> int | None:
    """The fewest crossings still expected: the smallest k with P(X <= k) >= 0.05, X binomial (n_useful - 1, 1/2)."""
    if n_useful <= 0:
        return None
    steps = n_useful - 1
    below = 0
    for k in range(steps + 1):
        below += math.comb(steps, k)
        if below * 20 >= 2**steps:  # whole numbers, so that no rounding decides
            return k
    return steps


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
    """The fewest and most runs still expected, each tail of the exact law at most 2.5 %."""
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

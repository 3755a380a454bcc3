"""How often chance alone would show a signal at this length: the sentence under each chart.

The noise is independent values of one continuous distribution: no ties, no drift, no season. Each phase is judged on
its own, so a chart of several phases signals unless none of them does.

- Anhøj, centre from all points: exact. The signs about the median are a random order of equally many of both, and
  orders with no long run and enough crossings are counted as pairs of compositions (ordered sums) with parts no
  longer than the limit.
- Everything else (IHI, whose trends hang together with its shifts and runs; any frozen baseline): a table made once by
  `chance_simulation`, 200,000 series for each length, seed and script kept with it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from netdesk.core.charts import runs
from netdesk.core.charts.chance_table import FROZEN, FROZEN_FIRST, WHOLE, WHOLE_FIRST
from netdesk.core.charts.result import Phase

# Beyond the table the chance of a quiet chart shrinks by a steady factor a point; it is read off the last rows.
_SLOPE_ROWS = 30


def chance_of_signal(rules: str, phases: Sequence[Phase]) -> float | None:
    """The probability, 0-1, that noise with these phases shows at least one signal of `rules`; None without points."""
    judged = [phase for phase in phases if phase.values]
    if not judged:
        return None
    quiet = math.prod(1.0 - _chance_in_phase(rules, phase) for phase in judged)
    return 1.0 - quiet


def _chance_in_phase(rules: str, phase: Phase) -> float:
    if phase.baseline is not None and phase.baseline < phase.values:
        if phase.baseline == 0:
            return 0.0
        return frozen_chance(rules, phase.baseline, phase.values - phase.baseline)
    return anhoej_chance(phase.n_useful) if rules == "anhoej" else whole_chance(rules, phase.values)


@lru_cache(maxsize=512)
def anhoej_chance(n_useful: int) -> float:
    """Exact probability of Anhøj's signal in `n_useful` points about their own median.

    Of C(n, n/2) orders of the signs, those with r runs, none longer than L, number the product of the compositions
    of both counts into their runs, with parts of at most L; they are quiet if r - 1 crossings are enough.
    """
    limit, fewest = runs.longest_run_limit(n_useful), runs.crossings_limit(n_useful)
    if limit is None or fewest is None:
        return 0.0
    above = n_useful // 2
    below = n_useful - above
    quiet = 0
    for count in range(fewest + 1, n_useful + 1):
        more, fewer = (count + 1) // 2, count // 2
        quiet += _compositions(above, more, limit) * _compositions(below, fewer, limit)
        quiet += _compositions(above, fewer, limit) * _compositions(below, more, limit)
    return 1.0 - quiet / math.comb(n_useful, above)


@lru_cache(maxsize=65536)
def _compositions(total: int, parts: int, longest: int) -> int:
    """Ways to write `total` as an ordered sum of `parts` whole numbers from 1 to `longest` (inclusion-exclusion)."""
    if parts == 0:
        return 1 if total == 0 else 0
    ways = 0
    for over in range(parts + 1):
        rest = total - over * longest - 1
        if rest < parts - 1:
            break
        ways += (-1) ** over * math.comb(parts, over) * math.comb(rest, parts - 1)
    return ways


def whole_chance(rules: str, count: int) -> float:
    """From the table: probability of a signal in `count` points about their own median."""
    return _from_row(WHOLE[rules], WHOLE_FIRST, count)


def frozen_chance(rules: str, baseline: int, later: int) -> float:
    """From the table: probability of a signal in `baseline` points that set the median and `later` ones after them."""
    rows = FROZEN[rules]
    row = rows[min(max(baseline - FROZEN_FIRST, 0), len(rows) - 1)]
    return _from_row(row, 1, later)


def _from_row(row: Sequence[int], first: int, count: int) -> float:
    """Rows hold ten-thousandths; before the first entry no signal is possible, after the last the trend goes on."""
    if count < first:
        return 0.0
    if count - first < len(row):
        return row[count - first] / 10_000
    steps = min(_SLOPE_ROWS, len(row) - 1)
    quiet_last, quiet_before = 1 - row[-1] / 10_000, 1 - row[-1 - steps] / 10_000
    if quiet_last <= 0 or quiet_before <= 0:
        return 1.0
    beyond = count - first - (len(row) - 1)
    return float(1 - quiet_last * min(1.0, quiet_last / quiet_before) ** (beyond / steps))

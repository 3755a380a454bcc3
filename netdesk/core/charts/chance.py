"""How often chance alone would show a signal at this length: the sentence under each chart.

The noise is independent values without drift or season: any continuous distribution for run charts, the chart's own
for the others (`chance_simulation.noise_of`). Each phase is judged on its own, so a chart of several phases signals
unless none of them does.

- Anhøj on a run chart, median of all points: exact. The signs about the median are a random order of equally many of
  both, and orders with no long run and enough crossings are counted as pairs of compositions (ordered sums) with parts
  no longer than the limit. Beyond 200 points: the chance of a long run in fair tosses and that of few crossings, as if
  the two were independent.
- Everything else: a table made once by `chance_simulation`, 60,000 series for each length, seed and script kept with
  it. p′, u′ and I′ charts are read as I charts, p, u, c and x̄ charts as charts with a known sigma: with very small
  denominators or counts their points are few-valued and the sentence is a rough one. So it is with g charts, whose
  noise is that of rare events: at 20 cases between events chance signals 1 to 4 charts in 100 less often than is told.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from functools import lru_cache

from netdesk.core.charts import runs
from netdesk.core.charts.chance_frozen import BASELINES, FROZEN
from netdesk.core.charts.chance_table import LENGTHS, WHOLE
from netdesk.core.charts.result import Phase

_FAMILY = {"iprime": "i", "pp": "i", "up": "i", "p": "known", "u": "known", "c": "known", "xbar": "known"}
_FROZEN_FAMILY = {"i-unscreened": "i", "t": "i", "s": "known"}
_EXACT_UP_TO = 200
#: Series simulated for each entry of the tables.
SERIES = 60_000
# Beyond the table the chance of a quiet chart shrinks by a steady factor a point; it is read off the last rows.
_SLOPE_ROWS = 20


def chance_of_signal(chart: str, rules: str, phases: Sequence[Phase], *, screening: bool = True) -> float | None:
    """The probability, 0-1, that noise with these phases shows at least one signal of `rules`; None without points."""
    judged = [phase for phase in phases if phase.values]
    if not judged:
        return None
    family = _FAMILY.get(chart, chart)
    if family == "i" and not screening:
        family = "i-unscreened"
    return 1.0 - math.prod(1.0 - _chance_in_phase(family, rules, phase) for phase in judged)


def is_exact(chart: str, rules: str, phases: Sequence[Phase]) -> bool:
    """Whether `chance_of_signal` counts these phases exactly; else it reads the simulation's table."""
    counted = (phase.baseline is None and phase.n_useful <= _EXACT_UP_TO for phase in phases if phase.values)
    return chart == "run" and rules == "anhoej" and all(counted)


def _chance_in_phase(family: str, rules: str, phase: Phase) -> float:
    if phase.baseline is not None and phase.baseline < phase.values:
        if phase.baseline == 0:
            return 0.0
        return frozen_chance(family, rules, phase.baseline, phase.values - phase.baseline)
    if family == "run" and rules == "anhoej":
        return anhoej_chance(phase.n_useful)
    return whole_chance(family, rules, phase.values)


@lru_cache(maxsize=512)
def anhoej_chance(n_useful: int) -> float:
    """Exact probability of Anhøj's signal in `n_useful` points about their own median.

    Of C(n, n/2) orders of the signs, those with r runs, none longer than L, number the product of the compositions
    of both counts into their runs, with parts of at most L; they are quiet if r - 1 crossings are enough.
    """
    limit, fewest = runs.longest_run_limit(n_useful), runs.crossings_limit(n_useful)
    if limit is None or fewest is None:
        return 0.0
    if n_useful > _EXACT_UP_TO:
        return _anhoej_chance_of_many(n_useful, limit, fewest)
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
    for over in range(min(parts, (total - parts) // longest) + 1):
        ways += (-1) ** over * math.comb(parts, over) * math.comb(total - over * longest - 1, parts - 1)
    return ways


def _anhoej_chance_of_many(n_useful: int, limit: int, fewest: int) -> float:
    """For long series: no run over `limit` in fair tosses, and not fewer than `fewest` crossings by the normal law."""
    # P(no long run in n tosses) for n = 1, 2, ...: each toss loses the orders whose run has just become too long.
    quiet = [1.0] * limit
    quiet.append(1 - 0.5**limit)
    while len(quiet) < 20 * limit:
        quiet.append(quiet[-1] - quiet[-limit - 1] * 0.5 ** (limit + 1))
    kept = quiet[-1] * (quiet[-1] / quiet[-2]) ** (n_useful - len(quiet))  # by now a steady factor a toss
    # Ordered about their own median, the points make n/2 + 1 runs, with the variance of n - 1 fair tosses.
    apart = (fewest - 0.5 - n_useful / 2) / (math.sqrt(n_useful - 1) / 2)
    few = 0.5 * math.erfc(-apart / math.sqrt(2))
    return 1.0 - kept * (1.0 - few)


def whole_chance(family: str, rules: str, count: int) -> float:
    """From the table: probability of a signal in `count` points that set their own lines."""
    row = WHOLE[family]["anhoej" if family == "mr" else rules]
    if count < LENGTHS[0]:
        return 0.0
    if count >= LENGTHS[-1]:
        return _beyond(row[-1], row[-5], LENGTHS[-1] - LENGTHS[-5], count - LENGTHS[-1])
    place = bisect.bisect_right(LENGTHS, count) - 1
    share = (count - LENGTHS[place]) / (LENGTHS[place + 1] - LENGTHS[place])
    return (row[place] + share * (row[place + 1] - row[place])) / 10_000


def frozen_chance(family: str, rules: str, baseline: int, later: int) -> float:
    """From the table: probability of a signal in `baseline` points that set the lines and `later` ones after them.

    Between two baselines of the table it is read at the same total count, on which the limits of the runs depend.
    """
    family = _FROZEN_FAMILY.get(family, family)
    rules = "anhoej" if family == "mr" else rules
    baseline = min(max(baseline, BASELINES[0]), BASELINES[-1])
    place = min(bisect.bisect_right(BASELINES, baseline) - 1, len(BASELINES) - 2)
    low, high = BASELINES[place], BASELINES[place + 1]
    share = (baseline - low) / (high - low)
    chance = _frozen_at(family, rules, place, baseline + later)
    return chance + share * (_frozen_at(family, rules, place + 1, baseline + later) - chance) if share else chance


def _frozen_at(family: str, rules: str, place: int, total: int) -> float:
    row, later = FROZEN[family][rules][place], total - BASELINES[place]
    if later < 1:
        return whole_chance(family, rules, total)
    if later <= len(row):
        return row[later - 1] / 10_000
    return _beyond(row[-1], row[-1 - _SLOPE_ROWS], _SLOPE_ROWS, later - len(row))


def _beyond(last: int, before: int, steps: int, beyond: int) -> float:
    """The trend of the table's end goes on: the chance of a quiet chart shrinks by the same factor a point."""
    quiet_last, quiet_before = 1 - last / 10_000, 1 - before / 10_000
    if quiet_last <= 0 or quiet_before <= 0:
        return 1.0
    return float(1 - quiet_last * min(1.0, quiet_last / quiet_before) ** (beyond / steps))

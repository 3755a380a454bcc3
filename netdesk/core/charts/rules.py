"""The rule sets for run charts: which points, and which phases, signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netdesk.core.charts import constants, runs
from netdesk.core.charts.runs import Run


@dataclass(frozen=True, slots=True)
class PhaseSignals:
    """What a rule set found in one phase.

    `shifts` are runs that are too long, `trends` (indices, direction), `whole` the ids of rules that speak of the
    phase as a whole ("runs", "crossings").
    """

    shifts: tuple[Run, ...]
    trends: tuple[tuple[tuple[int, ...], int], ...]
    whole: tuple[str, ...]
    runs_signal: bool


def anhoej(found: Sequence[Run], n_useful: int) -> PhaseSignals:
    """Anhøj's rules: a run longer than expected, or fewer crossings than expected (Anhøj & Olesen 2014).

    `runs_signal` is true for either, for any number of points, as in qicharts2.
    """
    limit = runs.longest_run_limit(n_useful)
    fewest = runs.crossings_limit(n_useful)
    shifts = tuple(run for run in found if limit is not None and len(run.indices) > limit)
    too_few = fewest is not None and len(found) - 1 < fewest
    return PhaseSignals(shifts, (), ("crossings",) if too_few else (), bool(shifts) or too_few)


def ihi(
    found: Sequence[Run], values: Sequence[float | None], within: float, first_index: int, runs_table: str
) -> PhaseSignals:
    """IHI's rules: shift of 6, trend of 5, too few or too many runs (Perla, Provost & Murray 2011).

    `runs_signal` says that the count of runs is outside its limits. The astronomical point is a person's judgement
    and not found here.
    """
    shifts = tuple(run for run in found if len(run.indices) >= constants.IHI_SHIFT)
    trends = runs.find_trends(values, constants.IHI_TREND, within, first_index)
    limits = runs.runs_limits(*counts_of_sides(found), runs_table)
    outside = limits is not None and not limits[0] <= len(found) <= limits[1]
    return PhaseSignals(shifts, trends, ("runs",) if outside else (), outside)


def counts_of_sides(found: Sequence[Run]) -> tuple[int, int]:
    """How many useful points lie above and below."""
    above = sum(len(run.indices) for run in found if run.side > 0)
    return above, sum(len(run.indices) for run in found) - above

"""`make bench`: the engine of the charts against the peers' timings and against bare numpy in the same run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from netdesk.core.charts import analyse, constants
from tests.benchmarks.measure import median_seconds, once, say

pytestmark = pytest.mark.bench

SERIES, POINTS, LONG = 1_000, 24, 100_000

# The peers' figures in seconds, from the golden vectors' TIMINGS.md (2 vCPU AMD EPYC, R 4.2.2, compute only): they
# cannot be run here, so these ratios compare two machines; the one to bare numpy below compares like with like.
QIC_I, QIC_RUN, QIC_CORE = 19.3, 16.9, 0.47
QCC, NHS_PLOT_THE_DOTS = 0.43, 121.0
LONG_QIC_I, LONG_QCC, LONG_NHS, LONG_CORE_I = 58.9, 1.11, 2.39, 0.012


def thousand() -> list[list[float]]:
    source = np.random.default_rng(1)
    return [source.normal(10, 2, POINTS).tolist() for _series in range(SERIES)]


def bare_numpy(values: Sequence[float]) -> tuple[float, float, int, int]:
    """The least that can be called an I chart with Anhøj's rules: no options, no ties, no gaps, no readings."""
    given = np.array(values)
    centre = given.mean()
    ranges = np.abs(given[1:] - given[:-1])
    width = 3 * ranges[ranges < 3.267 * ranges.mean()].mean() / 1.128
    above = given > centre
    turns = (above[1:] != above[:-1]).nonzero()[0]
    longest = int(np.diff(turns, prepend=-1, append=given.size - 1).max())
    return float(centre - width), float(centre + width), longest, turns.size


@pytest.mark.parametrize(("chart", "qic"), [("run", QIC_RUN), ("i", QIC_I)])
def test_that_a_thousand_short_series_are_timed_for_every_rule_set(chart: str, qic: float) -> None:
    given = thousand()
    bare = median_seconds(lambda: [bare_numpy(values) for values in given])
    total = 0.0
    for rules in constants.RULES:
        seconds = median_seconds(lambda rules=rules: [analyse(one, chart=chart, rules=rules) for one in given])
        total += seconds
        say(f"1,000 x 24 points, {chart} chart, {rules}", f"{seconds:.3f} s")
        say("  qicharts2's qic() / ours", f"{qic / seconds:.0f}x", ">= 100x")
        say("  qicharts2's bare core / ours", f"{QIC_CORE / seconds:.1f}x", ">= 3x")
        say("  ours / bare numpy I chart", f"{seconds / bare:.1f}x")
    say(f"1,000 x 24 points, {chart} chart, all five rule sets one by one", f"{total:.3f} s")
    say("  qcc (limits and its rules) / ours, mean of the sets", f"{QCC / (total / 5):.1f}x")
    say("  NHSRplotthedots / ours, mean of the sets", f"{NHS_PLOT_THE_DOTS / (total / 5):.0f}x")
    said = once(lambda: [analyse(one, chart=chart, rules="ihi").to_dict() for one in given])
    say(f"1,000 x 24 points, {chart} chart, ihi, with points, words and chance", f"{said:.3f} s")
    # The same charts must have come out: counted, not only timed.
    assert sum(bool(analyse(one, chart=chart).marks[0]) for one in given) < SERIES // 4
    assert analyse(given[0], chart="i").points[0].ucl == pytest.approx(bare_numpy(given[0])[1])


@pytest.mark.parametrize("chart", ["run", "i"])
def test_that_one_very_long_series_is_timed_for_every_rule_set(chart: str) -> None:
    given = np.random.default_rng(2).normal(size=LONG).tolist()
    bare = median_seconds(lambda: bare_numpy(given))
    for rules in constants.RULES:
        seconds = median_seconds(lambda rules=rules: analyse(given, chart=chart, rules=rules))
        say(f"100,000 points, {chart} chart, {rules}", f"{seconds * 1000:.0f} ms", "<= 50 ms")
        say("  qicharts2's qic() / ours", f"{LONG_QIC_I / seconds:.0f}x")
        say("  qcc / ours", f"{LONG_QCC / seconds:.0f}x")
        say("  NHSRplotthedots / ours", f"{LONG_NHS / seconds:.0f}x")
        say("  ours / qicharts2's bare core", f"{seconds / LONG_CORE_I:.1f}x")
        say("  ours / bare numpy I chart", f"{seconds / bare:.1f}x")
    result = analyse(given, chart=chart)
    assert result.phases[0].n == LONG and len(result.points) == LONG


def test_that_the_door_stays_light() -> None:
    program = "import sys, netdesk; print(any(name in sys.modules for name in ('numpy', 'PySide6', 'pandas')))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
    seconds = median_seconds(lambda: subprocess.run([sys.executable, "-c", "import netdesk"], check=True), rounds=3)
    charts = median_seconds(
        lambda: subprocess.run([sys.executable, "-c", "from netdesk import analyse"], check=True), rounds=3
    )
    say("import netdesk", f"{seconds * 1000:.0f} ms")
    say("from netdesk import analyse (numpy with it)", f"{charts * 1000:.0f} ms")

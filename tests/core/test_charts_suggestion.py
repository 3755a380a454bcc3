"""Which chart fits, read from the shape of the numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from netdesk.core.charts import analyse, suggest_chart
from netdesk.errors import WrongUsage

SOURCE = np.random.default_rng(4)
MANY = [300] * 24
ATTENDANCE = [int(n) for n in SOURCE.binomial(300, 0.9, 24)]
DRIFTING = [int(SOURCE.binomial(300, level)) for level in np.linspace(0.95, 0.6, 24)[SOURCE.permutation(24)]]
TARDIES = [int(n) for n in SOURCE.poisson(60, 24)]
CLUSTERS = [int(SOURCE.poisson(level)) for level in SOURCE.choice([5, 60], 24)]
EXPOSURE = [2.5 * 7] * 24


@pytest.mark.parametrize(
    ("values", "below", "kind", "chart", "because"),
    [
        ([12.5, 13.25] * 12, None, None, "i", "One measurement"),
        ([12.0, 13.0] * 12, None, "measurement", "i", "One measurement"),
        (TARDIES, None, None, "c", "Counts of events"),
        (CLUSTERS, None, None, "i", "vary otherwise"),
        (CLUSTERS, None, "count", "c", "Counts of events"),
        ([7] * 24, None, None, "i", "vary otherwise"),
        ([0] * 24, None, None, "c", "Counts of events"),
        (ATTENDANCE, MANY, None, "p", "p chart"),
        (DRIFTING, MANY, None, "pp", "p′ chart"),
        (TARDIES, MANY, "rate", "u", "u chart"),
        (TARDIES, EXPOSURE, None, "u", "u chart"),
        (CLUSTERS, EXPOSURE, None, "up", "u′ chart"),
        ([30] * 24, [30] * 24, None, "p", "p chart"),
        ([61.5, 60.25] * 12, [20, 25] * 12, None, "iprime", "I′ chart"),
        ([3, 4] * 12, [20, 25] * 12, "measurement", "iprime", "I′ chart"),
        ([[4, 5, 6], [5, 5, 7]] * 12, None, None, "xbar", "s chart of their spread"),
        ([[4.0], [5.0], [None, 6.0]] * 8, None, None, "i", "single measurement"),
        ([3.5, 9.0] * 12, None, "time-between", "t", "waiting times"),
        ([35, 90] * 12, None, "cases-between", "g", "rare events"),
        ([3.0, 4.0, None] * 3, None, None, "run", "limits need 12 points, and there are 6"),
        (ATTENDANCE[:5], MANY[:5], None, "run", "limits need 12"),
        ([], None, None, "run", "there are 0"),
    ],
)
def test_that_the_shape_of_the_data_chooses_the_chart(
    values: list[Any], below: list[float] | None, kind: str | None, chart: str, because: str
) -> None:
    suggestion = suggest_chart(values, below, kind=kind)
    assert (suggestion.chart, because in suggestion.reason) == (chart, True), suggestion
    if values:
        singles = [next((n for n in one if n is not None), None) for one in values] if chart == "i" and isinstance(
            values[0], list) else values  # fmt: skip
        assert analyse(singles, below, chart=chart).chart == chart  # it can be drawn


def test_that_rare_events_are_better_charted_by_the_time_between_them() -> None:
    for values, below in (([0, 0, 0, 1] * 6, None), ([30, 30, 30, 29] * 6, [30] * 24), ([0, 0, 1], [9, 9, 9])):
        assert "between events" in suggest_chart(values, below).instead
    assert suggest_chart([0, 1, 2, 0] * 6).instead == ""
    assert suggest_chart([0, 1] * 12, [9, 0] * 12).chart == "p"  # a point without cases is no point


def test_that_a_kind_that_is_not_known_is_refused() -> None:
    with pytest.raises(WrongUsage, match="wish"):
        suggest_chart([1, 2], kind="wish")

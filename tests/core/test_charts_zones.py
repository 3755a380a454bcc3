"""Zones are those of each point's own sigma, after gaps and exclusions too."""

from __future__ import annotations

import math

from netdesk.core.charts import analyse

#: Half of a hundred and of four hundred: one sigma is 0.05 there, 0.025 here.
BELOW = [100, 400] * 8


def share_of(below: list[int], sigmas: list[float]) -> list[float]:
    return [n * (0.5 + sigma * math.sqrt(0.25 / n)) for n, sigma in zip(below, sigmas, strict=True)]


def test_that_two_of_three_are_judged_by_each_points_own_sigma() -> None:
    sigmas = [0.0] * 12 + [2.2, 0.1, 2.2, -0.3]
    for rules, rule, expected in (("western-electric", "we2", [14]), ("mdc", "two_of_three", [12, 14])):
        result = analyse(share_of(BELOW, sigmas), BELOW, chart="p", rules=rules, freeze=12)
        assert [point.index for point in result.points if rule in point.signals] == expected
    # The same distance in per cent is four sigmas of the large points and half of that of the small ones.
    even = [n * 0.5 for n in BELOW[:12]] + [n * 0.61 for n in BELOW[12:]]
    result = analyse(even, BELOW, chart="p", rules="western-electric", freeze=12)
    assert [point.index for point in result.points if "we1" in point.signals] == [13, 15]
    assert [point.index for point in result.points if "we2" in point.signals] == [13, 14, 15]


def test_that_a_gap_shifts_no_zone_to_the_neighbour() -> None:
    sigmas = [0.0] * 12 + [2.2, 0.1, 2.2, -0.3]
    values = share_of(BELOW, sigmas)
    holed = [*values[:5], None, *values[5:]]
    for gap, exclude in ((None, ()), (400, (5,))):
        below = [*BELOW[:5], gap, *BELOW[5:]]
        given = holed if gap is None else [*values[:5], 390, *values[5:]]
        result = analyse(given, below, chart="p", rules="mdc", freeze=13, exclude=exclude)
        assert [point.index for point in result.points if "two_of_three" in point.signals] == [13, 15]

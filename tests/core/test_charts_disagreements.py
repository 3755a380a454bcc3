"""Where the field's tools disagree on one input, and where they are known to be wrong: our side of each, and why."""

from __future__ import annotations

import functools
import itertools
import math
import operator
import statistics

import pytest

from netdesk.core.charts import Result, analyse, constants
from netdesk.errors import NetDeskError
from tests.core import chart_vectors as vectors

SWINGING = [10.0, 12.0] * 6
OUTLIER = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


def marked(result: Result, rule: str) -> list[int]:
    return [point.index for point in result.points if rule in point.signals]


def series(name: str) -> list[float | None]:
    found: list[float | None] = vectors.load("synthetic")["series"][name]["y"]
    return found


def limits(result: Result, index: int = -1) -> tuple[float, float, float]:
    point = result.points[index]
    assert point.lcl is not None and point.centre is not None and point.ucl is not None
    return point.lcl, point.centre, point.ucl


# Constants


def test_that_individuals_limits_use_3_over_1_128() -> None:
    # 2.66 (NHSRplotthedots, ggQC) is this rounded, pbcharts' 1.12838 is finer than the field's tables: no point changes
    # sides by it, so we agree with most tools to the last digit.
    assert limits(analyse(SWINGING, chart="i")) == pytest.approx((11 - 6 / 1.128, 11, 11 + 6 / 1.128), rel=1e-12)


def test_that_moving_range_limits_use_3_267() -> None:
    assert limits(analyse(SWINGING, chart="mr")) == pytest.approx((0, 2, 6.534), rel=1e-12)


def test_that_subgroup_constants_are_exact_for_any_size() -> None:
    # Printed tables end at 25 and are rounded to three digits.
    for size, c4 in ((2, 0.7979), (5, 0.9400), (10, 0.9727), (25, 0.9896)):
        assert constants.c4(size) == pytest.approx(c4, abs=5e-5)
    groups = [[1.0, 2.0] * 20, [2.0, 4.0] * 20] * 6
    s = statistics.mean(statistics.stdev(group) for group in groups)
    wide = 3 * s / (constants.c4(40) * math.sqrt(40))
    assert limits(analyse(groups, chart="xbar")) == pytest.approx((2.25 - wide, 2.25, 2.25 + wide))
    assert math.isnan(constants.c4(1))


# Screening of moving ranges


def test_that_screening_is_the_default_and_can_be_switched_off() -> None:
    assert limits(analyse(OUTLIER, chart="i")) == pytest.approx((-0.72, 1.94, 4.60), abs=0.005)
    assert limits(analyse(OUTLIER, chart="i", screening=False)) == pytest.approx((-3.06, 1.94, 6.95), abs=0.01)


def test_that_the_prime_charts_are_screened_too() -> None:
    for chart in ("pp", "up", "iprime", "t"):
        below = None if chart == "t" else [50] * len(OUTLIER)
        values = [value if value < 10 else 49 for value in OUTLIER]
        screened, whole = (analyse(values, below, chart=chart, screening=one) for one in (True, False))
        assert limits(screened)[2] < limits(whole)[2], chart


def test_that_screening_happens_once() -> None:
    # A second round would drop more ranges of this series.
    values = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 20.0]
    ranges = [abs(after - before) for before, after in itertools.pairwise(values)]
    once = [one for one in ranges if one < 3.267 * statistics.mean(ranges)]
    twice = [one for one in once if one < 3.267 * statistics.mean(once)]
    assert len(ranges) > len(once) > len(twice)
    _low, centre, high = limits(analyse(values, chart="i"))
    assert high - centre == pytest.approx(3 * statistics.mean(once) / 1.128)


@pytest.mark.parametrize("chart", ["i", "mr", "c", "iprime"])
@pytest.mark.parametrize("screening", [True, False])
def test_that_no_point_of_a_constant_series_is_outside(chart: str, screening: bool) -> None:
    # Three tools have no limits here, and a plain sum puts every 0.1 below its own mean.
    for value, count in ((0.1, 15), (3.3, 30), (1e-7, 24), (0.7, 7)):
        result = analyse([value] * count, chart=chart, screening=screening, rules="nelson")
        assert marked(result, "nelson1") == []
        if chart in ("i", "iprime"):
            assert limits(result) == pytest.approx((value, value, value), rel=1e-12)


def test_that_one_point_off_a_constant_series_leaves_no_width() -> None:
    # As every tool that screens: the one range is dropped, sigma is 0 and the centre lies between.
    result = analyse([5.0] * 19 + [6.0], chart="i")
    assert len(marked(result, "limits")) == 20
    assert len(marked(analyse([5.0] * 19 + [6.0], chart="i", screening=False), "limits")) == 1


# Centre line and limits


def test_that_a_g_chart_has_the_median_as_centre_and_limits_from_the_mean() -> None:
    values = [1, 2, 3, 10, 4]
    assert limits(analyse(values, chart="g")) == pytest.approx((0, 3, 4 + 3 * math.sqrt(20)))
    assert limits(analyse([*values, 90], chart="g", freeze=5)) == pytest.approx((0, 3, 4 + 3 * math.sqrt(20)))


def test_that_a_run_chart_keeps_its_median_where_many_points_share_one_value() -> None:
    values = series("syn_ties_60pct_same")
    assert analyse(values).phases[0].centre == statistics.median(value for value in values if value is not None)


def test_that_p_and_u_limits_end_where_their_range_ends_and_are_still_drawn() -> None:
    # qicharts shows no line there, ggQC draws 130 %.
    low, centre, high = limits(analyse([1, 1, 2, 1, 1, 2, 1, 1] * 2, [2] * 16, chart="p"))
    assert (low, high) == (0, 1) and 0 < centre < 1
    assert limits(analyse([1, 0, 2, 1] * 4, [9] * 16, chart="u"))[0] == 0
    assert limits(analyse([1, 0, 2, 1] * 4, chart="c"))[0] == 0
    assert limits(analyse([[1, 2, 3], [4, 9, 1]] * 6, chart="s"))[0] == 0


def test_that_individuals_limits_are_not_clipped_unless_the_measure_cannot_be_negative() -> None:
    values = [1.0, 9.0, 2.0, 8.0] * 3
    assert limits(analyse(values, chart="i"))[0] < 0
    assert limits(analyse(values, chart="i", can_be_negative=False))[0] == 0
    assert limits(analyse([-1.0, *values], chart="i", can_be_negative=False))[0] < 0


def test_that_constant_limits_go_on_over_a_missing_point_and_stepped_ones_do_not() -> None:
    assert analyse([1.0, None, 3.0, 2.0], chart="i").points[1].ucl is not None
    assert analyse([1, None, 3, 2], [9, None, 9, 9], chart="p").points[1].ucl is None
    assert analyse([1, None, 3, 2], [9, 9, 9, 9], chart="u").points[1].ucl is None


def test_that_subgroups_of_one_size_use_the_mean_deviation_and_of_several_the_pooled_one() -> None:
    equal = [[1.0, 2.0, 3.0], [2.0, 4.0, 9.0], [5.0, 6.0, 6.0]] * 4
    deviations = [statistics.stdev(group) for group in equal]
    assert limits(analyse(equal, chart="s"))[1] == pytest.approx(statistics.mean(deviations))
    uneven = [*equal, [1.0, 7.0]]
    free = [len(group) - 1 for group in uneven]
    pooled = math.sqrt(
        sum(n * statistics.stdev(group) ** 2 for n, group in zip(free, uneven, strict=True)) / sum(free)
    )
    assert limits(analyse(uneven, chart="s"))[1] == pytest.approx(pooled)
    _low, centre, high = limits(analyse(uneven, chart="xbar"))
    assert centre == pytest.approx(statistics.mean(value for group in uneven for value in group))
    assert high - centre == pytest.approx(3 * pooled / (constants.c4(2) * math.sqrt(2)))


def test_that_an_empty_subgroup_is_absent_and_one_of_one_value_has_no_limits() -> None:
    groups = [[1.0, 2.0, 3.0], [2.0, 4.0, 9.0], [5.0, 6.0], [4.0, 4.0, 1.0]]
    with_empty = analyse([*groups[:2], [None], *groups[2:]], chart="s")
    assert limits(with_empty)[1:] == pytest.approx(limits(analyse(groups, chart="s"))[1:])
    single = analyse([*groups, [3.0]], chart="xbar").points[-1]
    assert single.value == 3.0 and single.ucl is None
    assert analyse([[1.0], [2.0]], chart="s").phases[0].centre is None


def test_that_i_prime_takes_its_sigma_from_the_baseline() -> None:
    # qicharts2 freezes the centre only; then the points after a change widen the limits they are judged by.
    values, below = [1, 3, 2, 3, 1, 2, 90, 10, 80], [10] * 9
    frozen = analyse(values, below, chart="iprime", freeze=6)
    alone = analyse(values[:6], below[:6], chart="iprime")
    assert limits(frozen) == pytest.approx(limits(alone))
    left_out = analyse([*values[:6], 90], below[:7], chart="iprime", exclude=(6,))
    assert limits(left_out) == pytest.approx(limits(alone))
    assert left_out.points[6].signals == ("limits",)


def test_that_a_moving_range_bridges_an_excluded_point_but_not_a_missing_one() -> None:
    bridged = analyse([1.0, 2.0, 99.0, 5.0, 6.0], chart="i", exclude=(2,), screening=False)
    assert limits(bridged)[2] - 3.5 == pytest.approx(3 * statistics.mean([1, 3, 1]) / 1.128)
    missing = analyse([1.0, 2.0, None, 5.0, 6.0], chart="i", screening=False)
    assert limits(missing)[2] - 3.5 == pytest.approx(3 * 1 / 1.128)
    ranges = analyse([1.0, 2.0, 99.0, 5.0, None, 6.0, 8.0], chart="mr", exclude=(2,))
    assert [point.value for point in ranges.points] == [None, 1, 97, 3, None, None, 2]
    assert ranges.phases[0].centre == 2


def test_that_a_t_chart_refuses_no_time_at_all_unless_the_point_is_left_out() -> None:
    # One tool stops without a word, one replaces it by 0.1: the limits would hang on that number.
    with pytest.raises(NetDeskError, match="Point 2 "):
        analyse([3.0, 0.0, 4.0], chart="t")
    assert analyse([3.0, 0.0, 4.0], chart="t", exclude=(1,)).points[1].value == 0.0


# Runs, shifts, trends


def test_that_a_point_on_the_centre_ends_no_run_and_lies_on_no_side() -> None:
    # It ends the run in NHSRplotthedots, PowerBI-SPC and qcc; ggQC, pyspc and Minitab count it as below or alike.
    values = [6, 7, 8, 5, 9, 10, 11, 1, 2, 3, 4, 1, 2]
    assert marked(analyse(values, rules="ihi"), "shift")[:6] == [0, 1, 2, 4, 5, 6]
    on_mean = [1.0] * 4 + [3.0] + [1.0] * 3 + [5.0] * 7
    for rules, rule, expected in (
        ("mdc", "shift", [0, 1, 2, 3, 5, 6, 7, *range(8, 15)]),
        ("western-electric", "we4", []),
        ("nelson", "nelson2", []),
    ):
        result = analyse(on_mean, chart="i", rules=rules)
        assert result.phases[0].centre == pytest.approx(3.0)
        assert marked(result, rule) == expected
    eight = [1.0] * 4 + [3.0] + [1.0] * 4 + [5.0] * 8
    assert marked(analyse(eight, chart="i", rules="western-electric"), "we4") == [8, 16]


def test_that_points_on_the_centre_are_not_alike_to_a_side() -> None:
    # pyspc counts them as lying on the same side: nine of these would be a run.
    values = [5.0, 5.0, 5.0, 6.0, 5.0, 5.0, 5.0, 5.0, 5.0, 4.0, 5.0, 5.0]
    result = analyse(values, rules="nelson")
    assert result.phases[0].n_useful == 2 and marked(result, "nelson2") == []


def test_that_the_count_of_runs_leaves_points_on_the_line_out() -> None:
    # Minitab counts them as below and so makes other runs of whole numbers.
    assert analyse([1, 3, 2, 3, 2, 1, 2, 3, 1, 2]).phases[0].runs == 5


def test_that_a_repeat_ends_no_trend_under_any_rule_set() -> None:
    # It does in NHSRplotthedots, PowerBI-SPC and qcc; the literature leaves the repeat out.
    rising = [1, 2, 3, 3, 4, 5, 6, 7]
    assert marked(analyse(rising[:6], rules="ihi"), "trend") == [0, 1, 2, 4, 5]
    assert marked(analyse(rising, rules="mdc"), "trend") == [0, 1, 2, 4, 5, 6, 7]
    assert marked(analyse(rising, rules="nelson"), "nelson3") == [6, 7]


def test_that_each_rule_set_has_its_own_lengths() -> None:
    for rules, rule, length in (("ihi", "shift", 6), ("mdc", "shift", 7)):
        assert marked(analyse([9.0] * length + [1.0] * length, rules=rules), rule) == list(range(2 * length))
        assert marked(analyse([9.0] * (length - 1) + [1.0] * (length - 1), rules=rules), rule) == []
    for rules, rule, length in (("western-electric", "we4", 8), ("nelson", "nelson2", 9)):
        assert marked(analyse([9.0] * length + [1.0] * length, rules=rules), rule) == [length - 1, 2 * length - 1]
        assert marked(analyse([9.0] * (length - 1) + [1.0] * (length - 1), rules=rules), rule) == []
    for rules, rule, length in (("ihi", "trend", 5), ("mdc", "trend", 7), ("nelson", "nelson3", 6)):
        assert marked(analyse([*range(length)], rules=rules), rule)[-1] == length - 1
        assert marked(analyse([*range(length - 1)], rules=rules), rule) == []


def test_that_anhoejs_limit_grows_with_the_length() -> None:
    for n_useful, longest in ((10, 6), (24, 8), (60, 9), (100, 10)):
        result = analyse([1.0, 9.0] * (n_useful // 2))
        assert result.phases[0].longest_run_limit == longest


def test_that_western_electric_and_nelson_mark_from_the_completing_point_on_and_others_the_whole() -> None:
    values = [9.0] * 10 + [1.0] * 10
    assert marked(analyse(values, rules="western-electric"), "we4") == [7, 8, 9, 17, 18, 19]
    assert marked(analyse(values, rules="nelson"), "nelson2") == [8, 9, 18, 19]
    assert marked(analyse(values, rules="mdc"), "shift") == list(range(20))
    assert marked(analyse(values), "shift") == list(range(20))


STEADY = [9.0, 11.0] * 8


def frozen_on_steady(rules: str, *later: float) -> Result:
    """Centre 10, sigma 2 / 1.128 = 1.773: two sigmas are 13.55, three 15.32, one 11.77."""
    return analyse([*STEADY, *later], chart="i", rules=rules, freeze=16, screening=False)


def test_that_making_data_counts_two_in_three_needs_one_side_and_two_close_points() -> None:
    # PowerBI-SPC lets the third lie anywhere and counts points outside the limits; ggQC wants two in a row.
    assert marked(frozen_on_steady("mdc", 14.0, 11.0, 14.0), "two_of_three") == [16, 18]
    assert marked(frozen_on_steady("mdc", 14.0, 9.0, 14.0), "two_of_three") == []
    assert marked(frozen_on_steady("mdc", 16.0, 11.0, 14.0), "two_of_three") == []
    assert marked(frozen_on_steady("mdc", 6.0, 9.0, 6.0), "two_of_three") == [16, 18]
    assert marked(frozen_on_steady("mdc", 14.0, 14.0, 14.0), "two_of_three") == [16, 17, 18]


def test_that_the_zone_rules_mark_the_completing_point_if_it_lies_beyond() -> None:
    assert marked(frozen_on_steady("western-electric", 14.0, 9.0, 14.0, 9.0), "we2") == [18]
    assert marked(frozen_on_steady("western-electric", 14.0, 14.0, 9.0), "we2") == [17]
    assert marked(frozen_on_steady("nelson", 16.0, 9.0, 14.0), "nelson5") == [18]
    assert marked(frozen_on_steady("western-electric", 14.0, 9.0, 6.0), "we2") == []
    assert marked(frozen_on_steady("western-electric", 12.0, 12.0, 9.0, 12.0, 12.0), "we3") == [20]
    assert marked(frozen_on_steady("nelson", 8.0, 8.0, 8.0, 8.0), "nelson6") == [19]
    assert marked(frozen_on_steady("nelson", 12.0, 8.0) , "nelson6") == []


def test_that_nelsons_other_tests_find_their_patterns() -> None:
    assert marked(frozen_on_steady("nelson"), "nelson4") == [13, 14, 15]
    assert marked(frozen_on_steady("nelson"), "nelson7") == [14, 15]
    far = [12.0, 8.0, 8.0, 12.0, 12.0, 8.0, 12.0, 8.0, 8.0]
    assert marked(frozen_on_steady("nelson", *far), "nelson8") == [23, 24]
    assert marked(frozen_on_steady("nelson", *[12.0] * 9), "nelson8") == []
    assert marked(frozen_on_steady("nelson", 16.0), "nelson1") == [16]
    tied = [*STEADY[:7], 11.0, *STEADY[7:13]]
    assert marked(analyse(tied, rules="nelson"), "nelson4") == []


def test_that_a_point_keeps_every_rule_that_it_breaks() -> None:
    # NHSRplotthedots names one, and a trend hides a seven on one side.
    point = analyse([1, 2, 3, 4, 5, 6, 7, 50, 51, 52, 53, 54, 55, 56], chart="i", rules="mdc").points[-1]
    assert {"trend", "shift"} <= set(point.signals)


def test_that_moving_ranges_have_no_rules_of_runs() -> None:
    # Neighbouring ranges share a point, so they are never in random order.
    values = [float(n * n) for n in range(30)]
    for rules in constants.RULES:
        phase = analyse(values, chart="mr", rules=rules).phases[0]
        assert not phase.runs_signal
        signals = {name for point in analyse(values, chart="mr", rules=rules).points for name in point.signals}
        assert signals <= {"limits", "we1", "nelson1"}
    assert phase.longest_run > 9


def test_that_each_phase_is_analysed_by_itself() -> None:
    # qicharts takes the whole chart.
    values = [1, 2] * 6 + [8, 9] * 6
    assert [phase.runs for phase in analyse(values, splits=(12,)).phases] == [12, 12]
    assert not any(point.signals for point in analyse(values, splits=(12,)).points)


def test_that_an_excluded_point_can_lie_outside_the_limits_and_counts_in_no_run() -> None:
    result = analyse([*STEADY, 40.0], chart="i", exclude=(16,))
    assert result.points[16].signals == ("limits",) and result.phases[0].sigma_signal
    assert limits(result) == pytest.approx(limits(analyse(STEADY, chart="i")))
    assert "limit" not in result.words.split("If nothing")[0].replace("No point is outside the limits", "")


def test_that_a_freeze_works_with_phases_and_sets_centre_and_spread() -> None:
    # qicharts2 drops the freeze without a word where there are phases.
    one, two = [*STEADY, 30.0, 50.0], [*[2 * value for value in STEADY], 0.0, 90.0]
    both = analyse([*one, *two], chart="i", freeze=16, splits=(18,))
    assert limits(both, 17) == pytest.approx(limits(analyse(one[:16], chart="i")))
    assert limits(both, -1) == pytest.approx(limits(analyse(two[:16], chart="i")))
    assert [phase.baseline for phase in both.phases] == [16, 16]


def test_that_the_newer_bounds_of_boxes_are_not_used() -> None:
    # Best box and cut box change the verdict in 10 and 12 of 389 phases and are called experimental by their author.
    differing = 0
    for case in vectors.cases("synthetic", "qicharts2", "run"):
        for ours, theirs in zip(vectors.ours(case).phases, case.peer["phases"], strict=True):
            assert ours.runs_signal == bool(theirs["runs_signal"])
            differing += bool(theirs["runs_signal_bestbox"]) != ours.runs_signal
    assert differing


def test_that_nothing_is_redrawn_by_itself() -> None:
    # Two tools re-base a chart when a run is long enough, and never by the same rule; here a person splits.
    assert len(analyse(series("syn_rb_steps_up")).phases) == 1


# Floating point


def test_that_means_are_summed_without_rounding() -> None:
    assert functools.reduce(operator.add, [0.1] * 15) / 15 != 0.1
    assert analyse([0.1] * 15, chart="i").phases[0].centre == 0.1
    for chart in ("i", "run"):
        assert analyse(series("syn_const_tenth"), chart=chart).phases[0].n_useful == 0


def test_that_a_trend_is_not_made_of_rounding() -> None:
    creeping = [1.0 + n * 5e-15 for n in range(12)]
    assert not any(point.signals for point in analyse(creeping, rules="ihi").points)

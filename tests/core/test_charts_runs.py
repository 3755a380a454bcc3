"""The engine of the run chart, against hand-checked oracles and against what trusted tools compute."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from netdesk.core.charts import Result, analyse, constants, runs
from netdesk.errors import NetDeskError, WrongUsage
from tests.core import chart_vectors as vectors

TABLES = json.loads((vectors.DATA / "tables.json").read_text(encoding="utf-8"))


def signals(result: Result, name: str) -> list[int]:
    return [point.index for point in result.points if name in point.signals]


def test_that_ihi_shifts_and_trends_are_those_of_runchart() -> None:
    tried = 0
    for case in vectors.cases("synthetic", "runchart", "run"):
        tried += 1
        points = vectors.ours(case, "ihi").points
        result = vectors.ours(case, "ihi")
        # That tool also names the points on the median inside a shift, and the repeats inside a trend.
        theirs = {index - 1 for index in case.peer["shift_points"]}
        on_median = {p.index for p in points if p.value is not None and p.value == p.centre}
        assert set(signals(result, "shift")) == theirs - on_median, case.id
        in_trends = {index - 1 for trend in case.peer["trends"] for index in trend}
        values = [point.value for point in points]
        repeats = {
            index
            for index in in_trends
            if values[index] == next((v for v in reversed(values[:index]) if v is not None), math.nan)
        }
        assert set(signals(result, "trend")) == in_trends - repeats, case.id
    assert tried > 50


@pytest.mark.parametrize("row", TABLES["runs_limits"], ids=lambda row: str(row["n_useful"]))
def test_that_the_exact_runs_limits_are_those_of_the_independent_table(row: dict[str, Any]) -> None:
    above = row["n_useful"] // 2
    below = row["n_useful"] - above
    exact = row["exact_0025"]
    low, high = runs.exact_runs_limits(above, below)
    law = runs.runs_law(above, below)
    assert (low, high) == (exact["lower"], exact["upper"])
    assert sum(law[:low]) == pytest.approx(exact["p_below"])
    assert sum(law[high + 1 :]) == pytest.approx(exact["p_above"])


def test_that_anhoejs_limits_are_those_of_the_independent_table() -> None:
    for row in TABLES["anhoej_limits"]:
        assert runs.longest_run_limit(row["n_useful"]) == row["longest_run_max"]
        assert runs.crossings_limit(row["n_useful"]) == row["n_crossings_min"]


def test_that_the_law_uses_the_real_counts_above_and_below() -> None:
    # 20 useful points about a frozen median, 4 above and 16 below, cannot make as many runs as 10 and 10.
    assert runs.exact_runs_limits(10, 10) == (7, 15)
    assert runs.exact_runs_limits(4, 16) == (5, 9)
    baseline = [1.0, 9.0] * 4
    result = analyse([*baseline, *[1.0] * 12], rules="ihi", freeze=8)
    assert result.phases[0].centre == 5.0
    assert result.phases[0].runs_limits == runs.exact_runs_limits(4, 16)


def test_that_the_runs_rule_judges_by_the_real_counts() -> None:
    # Five runs of 4 above and 16 below are as expected; of 10 and 10 they would be too few.
    result = analyse([1.0, 1.0, 9.0, 9.0] * 2 + [1.0] * 12, rules="ihi", freeze=8)
    assert (result.phases[0].runs, result.phases[0].runs_signal) == (5, False)


# The oracles of the field study, each checkable by hand.


def test_that_six_on_one_side_are_a_shift_and_five_are_none() -> None:
    result = analyse([7, 8, 7, 8, 7, 8, 1, 2, 1, 2, 1, 2], rules="ihi")
    assert result.phases[0].centre == 4.5
    assert signals(result, "shift") == list(range(12))
    none = analyse([7, 8, 7, 8, 7, 1, 2, 1, 2, 1, 7, 8, 1, 2, 7, 8, 1, 2], rules="ihi")
    assert none.phases[0].longest_run == 5
    assert signals(none, "shift") == []


def test_that_five_rising_are_a_trend_and_equal_values_are_none() -> None:
    assert signals(analyse([5, 4, 5, 4, 1, 2, 3, 4, 5, 4, 5, 4], rules="ihi"), "trend") == [4, 5, 6, 7, 8]
    assert signals(analyse([3] * 8, rules="ihi"), "trend") == []


def test_that_an_equal_neighbour_neither_counts_in_a_trend_nor_breaks_it() -> None:
    assert signals(analyse([1, 2, 3, 3, 4, 5], rules="ihi"), "trend") == [0, 1, 2, 4, 5]
    assert signals(analyse([1, 2, 3, 3, 4], rules="ihi"), "trend") == []


def test_that_a_turning_point_belongs_to_both_trends() -> None:
    result = analyse([1, 2, 3, 4, 5, 4, 3, 2, 1], rules="ihi")
    assert signals(result, "trend") == list(range(9))


def test_that_a_missing_value_is_passed_over_and_is_no_zero() -> None:
    result = analyse([1, 2, None, 3, math.nan, 4, 5, 9, 8], rules="ihi")
    assert signals(result, "trend") == [0, 1, 3, 5, 6, 7]
    assert result.points[2].value is None
    assert result.phases[0].centre == 4.0


def test_that_points_on_the_median_neither_count_nor_break_a_shift() -> None:
    # A sum of signs would lose this run, and a tool that calls the median "below" would too.
    result = analyse([6, 7, 8, 5, 9, 10, 11, 1, 2, 3, 4, 1, 2], rules="ihi")
    assert result.phases[0].centre == 5
    assert result.phases[0].n_useful == 12
    assert signals(result, "shift")[:6] == [0, 1, 2, 4, 5, 6]


def test_that_a_true_value_lies_on_its_median_in_spite_of_binary_fractions() -> None:
    assert (87.1 + 87.3) / 2 != 87.2
    frozen = analyse([87.1, 87.3, 87.2, 80.0, 95.0], freeze=2)
    assert frozen.phases[0].centre != 87.2 and frozen.phases[0].n_useful == 4


def test_that_too_many_and_too_few_runs_signal() -> None:
    swinging = analyse([1, 9] * 6, rules="ihi").phases[0]
    assert (swinging.runs, swinging.runs_signal) == (12, True)
    sticky_values = [1, 2, 3, 4, 3, 2, 9, 8, 7, 8, 9, 8]
    exact = analyse(sticky_values, rules="ihi")
    printed = analyse(sticky_values, rules="ihi", runs_table="printed")
    assert (exact.phases[0].runs, exact.phases[0].runs_limits) == (2, (4, 10))
    assert (printed.phases[0].runs_signal, printed.phases[0].runs_limits) == (True, (3, 11))
    assert "runs" in exact.points[0].signals


def test_that_the_printed_rows_named_unverified_are_rows_of_the_table() -> None:
    assert set(constants.PRINTED_ROWS_UNVERIFIED) < set(constants.PRINTED_RUNS_LIMITS)
    assert set(constants.PRINTED_RUNS_LIMITS) == set(range(10, 61))


def test_that_no_runs_rule_is_used_under_ten_useful_points() -> None:
    assert analyse([1, 9] * 4, rules="ihi").phases[0].runs_limits is None


def test_that_a_freeze_works_within_each_phase() -> None:
    # One peer drops the freeze without a word where there are phases.
    values = [1, 2, 3, 9, 9, 9, 10, 20, 30, 90, 90, 90]
    result = analyse(values, freeze=3, splits=(6,))
    assert [phase.centre for phase in result.phases] == [2, 20]
    assert [phase.centre for phase in analyse(values, splits=(6,)).phases] == [6, 60]


def test_that_a_freeze_counts_missing_and_excluded_points() -> None:
    result = analyse([None, 2, 100, 4, 9, 9], freeze=4, exclude=(2,))
    assert result.phases[0].centre == 3


def test_that_an_excluded_point_stays_but_counts_in_no_median_and_no_run() -> None:
    values = [5, 5, 1, 9, 1, 9, 1, 9, 1, 9, 500]
    result = analyse(values, exclude=(10,), rules="ihi")
    assert result.points[10].excluded and result.points[10].value == 500
    assert result.points[10].signals == ()
    assert result.phases[0].centre == 5
    assert result.phases[0].n == 10


def test_that_one_series_frozen_or_not_gives_another_answer() -> None:
    series = [10, 12, 11, 13, 10, 12, 11, 13, 12, 11, 10, 12, *[20, 21] * 6]
    assert analyse(series, freeze=12).phases[0].centre == 11.5
    frozen = analyse(series, freeze=12, better="up")
    assert [p.reading for p in frozen.points[12:]] == ["improvement"] * 12
    assert frozen.variation == "improvement-high"
    assert analyse(series, freeze=12, better="down").variation == "concern-high"
    assert analyse(series, freeze=12).variation == "neutral-high"


def test_that_rates_are_plotted_as_value_over_denominator() -> None:
    result = analyse([5, 3, 4, None, 2], [10, 0, None, 10, 10])
    assert [point.value for point in result.points] == [0.5, None, None, None, 0.2]


def test_that_the_dictionary_is_the_public_form() -> None:
    document = json.loads(json.dumps(analyse(list(range(12)), better="up", target=5).to_dict()))
    assert set(document) == {
        "chart", "rules", "points", "phases", "variation", "assurance", "chance_alone", "words",
    }  # fmt: skip
    assert set(document["points"][0]) == {
        "index", "value", "centre", "lcl", "ucl", "phase", "excluded", "signals", "reading",
    }  # fmt: skip
    assert set(document["phases"][0]) == {
        "start", "end", "centre", "n", "n_useful", "longest_run", "longest_run_limit", "crossings",
        "crossings_limit", "runs_signal", "sigma_signal", "runs", "runs_limits",
    }  # fmt: skip
    assert document["points"][0]["lcl"] is None
    assert document["assurance"] is None


def test_that_a_series_without_points_is_analysed_too() -> None:
    assert analyse([]).to_dict()["phases"] == []
    nothing = analyse([None, None])
    assert nothing.phases[0].centre is None and nothing.chance_alone is None
    assert nothing.variation is None


@pytest.mark.parametrize(
    "options",
    [{"chart": "pie"}, {"rules": "gut"}, {"better": "sideways"}, {"splits": (0,)},
     {"splits": (4,)}, {"exclude": (4,)}, {"freeze": 0}, {"runs_table": "mine"}],
)  # fmt: skip
def test_that_what_is_not_known_is_refused_in_one_sentence(options: dict[str, Any]) -> None:
    with pytest.raises(WrongUsage) as refused:
        analyse([1, 2, 3, 4], **options)
    assert refused.value.user_text.endswith(".") or "points 0 to 3" in refused.value.user_text


@pytest.mark.parametrize(("values", "below"), [([1, 2], [1]), ([math.inf], None), ([1], [-2])])
def test_that_numbers_that_make_no_sense_are_refused(values: list[float], below: list[float] | None) -> None:
    with pytest.raises(NetDeskError):
        analyse(values, below)



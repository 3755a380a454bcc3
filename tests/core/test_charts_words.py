"""What is said under a chart: in plain words, the boring cause first, and what chance alone would do."""

from __future__ import annotations

import itertools
import re
import statistics
from dataclasses import replace

import numpy as np
import pytest

from netdesk.core.charts import analyse, chance, chance_simulation, constants, words
from netdesk.errors import WrongUsage

SHIFTED = [10, 12, 11, 13, 10, 12, 11, 13, 12, 11, 10, 12, *[20, 21] * 6]


def signals_in_noise(chart: str, rules: str, count: int, freeze: int | None, series: int) -> float:
    """The share of noise series that the engine itself, not the simulation's walk, finds signals in."""
    source = np.random.default_rng(7)
    hits = 0
    for _series in range(series):
        noise = noise_for(chart, count, source)
        hits += any(analyse(noise, chart=chart, rules=rules, freeze=freeze).marks[0])
    return hits / series


def noise_for(chart: str, count: int, source: np.random.Generator) -> np.ndarray:
    """Noise of the chart's own law: a g chart counts the cases between events that are rare, in whole numbers."""
    if chart == "g":
        return source.geometric(1 / 1_000, count) - 1.0
    return source.exponential(20, count) if chart == "t" else source.normal(50, 9, count)


@pytest.mark.parametrize("rules", constants.RULES)
@pytest.mark.parametrize(("chart", "count", "freeze"), [("run", 24, None), ("i", 24, None), ("i", 24, 12)])
def test_that_the_chance_told_is_the_chance_that_noise_shows(
    rules: str, chart: str, count: int, freeze: int | None
) -> None:
    told = analyse([float(n) for n in range(count)], chart=chart, rules=rules, freeze=freeze).chance_alone
    assert told is not None
    # 500 series: three standard errors are at most 6.7 points; the soak test has the fine grain.
    assert signals_in_noise(chart, rules, count, freeze, 500) == pytest.approx(told, abs=0.067)


@pytest.mark.soak
@pytest.mark.parametrize("rules", constants.RULES)
@pytest.mark.parametrize("chart", ["run", "i", "t", "g", "mr"])
@pytest.mark.parametrize("count", [10, 24, 52])
def test_that_the_chance_told_holds_within_one_and_a_half_points(chart: str, rules: str, count: int) -> None:
    told = analyse([float(n) for n in range(1, count + 1)], chart=chart, rules=rules).chance_alone
    assert signals_in_noise(chart, rules, count, None, 20_000) == pytest.approx(told, abs=0.015)


@pytest.mark.parametrize("family", chance_simulation.FAMILIES)
def test_that_the_table_is_what_the_committed_simulation_makes(family: str) -> None:
    for count in (10, 24, 52):
        shares = chance_simulation.simulate(family, None, count, 10_000, 11, each_length=False)
        for rules, by_length in shares.items():
            assert by_length[count] == pytest.approx(chance.whole_chance(family, rules, count), abs=0.015)
        if family == "run":
            assert shares["anhoej"][count] == pytest.approx(chance.anhoej_chance(count), abs=0.01)


@pytest.mark.parametrize("family", chance_simulation.FROZEN_FAMILIES)
def test_that_the_frozen_table_is_what_the_committed_simulation_makes(family: str) -> None:
    for baseline in (12, 18):
        shares = chance_simulation.simulate(family, baseline, baseline + 24, 10_000, 11, each_length=True)
        for rules, by_length in shares.items():
            for later in (1, 8, 24):
                told = chance.frozen_chance(family, rules, baseline, later)
                assert by_length[baseline + later] == pytest.approx(told, abs=0.015), (rules, baseline, later)


def test_that_several_phases_have_more_chances_to_signal() -> None:
    noise = [float(n % 7) for n in range(48)]
    whole, cut = analyse(noise, rules="ihi"), analyse(noise, rules="ihi", splits=(24,))
    one = chance.whole_chance("run", "ihi", 24)
    assert cut.chance_alone == pytest.approx(1 - (1 - one) ** 2)
    assert whole.chance_alone == pytest.approx(chance.whole_chance("run", "ihi", 48))


def test_that_lengths_beyond_the_table_go_on_without_a_jump() -> None:
    rows = [chance.whole_chance("run", "ihi", count) for count in range(100, 200)]
    assert all(later - earlier >= -0.004 for earlier, later in itertools.pairwise(rows))
    assert max(abs(later - earlier) for earlier, later in itertools.pairwise(rows)) < 0.01
    assert rows[-1] < 1.0
    frozen = [chance.frozen_chance("run", "anhoej", 60, later) for later in range(50, 90)]
    assert statistics.mean(frozen[-10:]) > statistics.mean(frozen[:10])


def test_that_the_boring_cause_comes_before_any_claim() -> None:
    said = analyse(SHIFTED, freeze=12, better="up").words
    assert said.index("entered right") < said.index("A shift up, the wanted way")
    assert "13 points above the baseline median, up to the latest" in said
    assert "8 is the most expected of 24 points" in said
    assert "about 8 charts in 100" in said


def test_that_a_quiet_chart_says_so_and_blames_nothing() -> None:
    said = analyse([4, 7, 3, 8, 5, 6, 2, 9, 4, 7, 5, 6]).words
    assert "only everyday variation" in said
    assert "entered" not in said


def test_that_too_few_points_say_so() -> None:
    result = analyse([1, 5, 2, 6, 3])
    assert "Too early to say: there are 4 points off the median; the rules need 10." in result.words
    assert "everyday variation" not in result.words
    assert result.variation is None


def test_that_each_phase_is_told_apart() -> None:
    result = analyse([*SHIFTED, *[5, 9] * 6], freeze=12, splits=(24,))
    assert "Phase 1: A shift up" in result.words


def test_that_the_goal_is_told_where_a_side_is_better() -> None:
    assert "The last point meets the goal." in analyse([1, 2, 3] * 4, target=3, better="up").words
    assert "not at the goal yet" in analyse([1, 2, 3] * 4, target=2, better="down").words
    assert "goal" not in analyse([1, 2, 3] * 4, target=2).words


SWINGING = [9.0, 11.0] * 8
FAR = [12.0, 8.0, 8.0, 12.0, 12.0, 8.0, 12.0, 8.0, 8.0]


@pytest.mark.parametrize(
    ("chart", "rules", "values", "sentence", "source"),
    [
        ("i", "anhoej", [*SWINGING, 30.0], "Above the upper limit, the wanted way: point 17", "Shewhart 1931"),
        ("i", "ihi", [*SWINGING, -9.0], "Below the lower limit, not the wanted way: point 17", "Shewhart 1931"),
        ("i", "anhoej", [*SWINGING, 30.0, 31.0, 30.0, 31.0, 30.0], "points 19, 20 and 21, and 2 earlier ones", "1931"),
        ("run", "anhoej", SHIFTED, "A shift up, the wanted way: 13 points above the", "Anhøj & Olesen 2014"),
        ("run", "anhoej", ([1] * 6 + [9] * 6) * 2, "crosses its middle too seldom", "Anhøj & Olesen 2014"),
        ("run", "ihi", [1, 2, 3, 4, 5, 1], "A trend up, the wanted way: 5 points rising, up to point 5", "Perla"),
        ("run", "ihi", [1, 9] * 8, "Too many runs, so the line swings", "Perla, Provost & Murray 2011"),
        ("run", "ihi", [1] * 8 + [9] * 8, "Too few runs, so the points hang together", "Perla, Provost & Murray 2011"),
        ("run", "mdc", [9, 8, 7, 6, 5, 4, 3, 2], "A trend down, not the wanted way: 8 points falling", "NHS England"),
        ("i", "mdc", [*SWINGING, 14.0, 11.0, 14.0], "crowd far above the middle, the wanted way: points 17 and 19",
         "Making Data Count"),
        ("run", "mdc", [9] * 7 + [1] * 7, "7 points below the median, up to the latest", "Making Data Count"),
        ("i", "western-electric", [*SWINGING, 30.0], "Above the upper limit", "rule 1: outside the limits"),
        ("i", "western-electric", [*SWINGING, 6.0, 11.0, 6.0], "far below the middle, not the wanted way: point 19",
         "rule 2"),
        ("i", "western-electric", [*SWINGING, *[12.0] * 9], "Points crowd far above", "rule 3"),
        ("run", "western-electric", [9] * 9 + [1] * 9, "9 points above the median, up to point 9", "rule 4"),
        ("i", "nelson", [*SWINGING, 30.0], "Above the upper limit", "test 1"),
        ("run", "nelson", [9] * 9 + [1] * 9, "9 points above the median, up to point 9", "test 2"),
        ("run", "nelson", [1, 2, 3, 4, 5, 6, 7, 1], "7 points rising, up to point 7", "test 3"),
        ("run", "nelson", SWINGING, "go up and down by turns, up to point 16", "test 4"),
        ("i", "nelson", [*SWINGING, 14.0, 11.0, 14.0], "far above the middle", "test 5"),
        ("i", "nelson", [*SWINGING, *[12.0] * 8], "points 20 to 24", "test 6"),
        ("i", "nelson", SWINGING, "very close to the middle, up to point 16", "test 7"),
        ("i", "nelson", [*SWINGING, *FAR], "keep away from the middle on both sides, up to point 25", "test 8"),
    ],
)  # fmt: skip
def test_that_every_signal_is_told_with_its_rule_and_source(
    chart: str, rules: str, values: list[float], sentence: str, source: str
) -> None:
    freeze = 16 if values[:16] == SWINGING else 12 if values is SHIFTED else None
    result = analyse(values, chart=chart, rules=rules, freeze=freeze, better="up", screening=False)
    assert sentence in result.says
    named = {words.source_of(signal.rule, rules) for signal in result.signals}
    assert any(source in one for one in named) and all(f"({one})" in result.says for one in named)


def test_that_every_rule_of_every_set_has_a_source() -> None:
    ids = {
        "anhoej": ("limits", "shift", "crossings"),
        "ihi": ("limits", "shift", "trend", "runs"),
        "mdc": ("limits", "shift", "trend", "two_of_three"),
        "western-electric": ("we1", "we2", "we3", "we4"),
        "nelson": tuple(f"nelson{n}" for n in range(1, 9)),
    }
    for rules, names in ids.items():
        for name in names:
            assert any(year in words.source_of(name, rules) for year in ("1931", "1956", "1984", "2011", "2014", "NHS"))


def test_that_of_many_patterns_the_latest_are_told_and_the_rest_counted() -> None:
    said = analyse([9] * 6 + [1] * 6 + [9] * 6 + [1] * 6 + [9] * 6 + [1] * 6, rules="ihi").words
    assert said.count("A shift") == 3 and "3 earlier ones of the same kind" in said
    assert "1 earlier one of the same kind" in analyse(([9] * 6 + [1] * 6) * 2, rules="ihi").words


def test_that_a_side_is_named_by_the_chart_and_its_baseline() -> None:
    assert words.shift_label(1, 1, False) == "1 point above the median"
    assert words.shift_label(9, -1, True) == "9 points below the baseline median"
    assert words.shift_label(9, 1, True) == "9 points above the baseline median"
    assert words.shift_label(2, -1, False, "g") == "2 points below the median"
    assert words.shift_label(9, 1, False, "i") == "9 points above the average"
    assert words.shift_label(9, -1, False, "p") == "9 points below the average"
    assert words.shift_label(9, 1, True, "u") == "9 points above the baseline average"
    assert words.shift_label(1, -1, True, "c") == "1 point below the baseline average"


@pytest.mark.parametrize("rules", constants.RULES)
@pytest.mark.parametrize("chart", ["run", "i", "mr"])
def test_that_a_quiet_chart_of_any_kind_says_so(chart: str, rules: str) -> None:
    noise = [5, 19, 3, 9, 4, 16, 15, 16, 13, 7, 4, 16, 1, 13, 14, 20]
    result = analyse(noise, chart=chart, rules=rules)
    assert not any(point.signals for point in result.points)
    assert ("only everyday variation" in result.words and "median" not in result.words) or chart == "run"
    assert result.check_first == ""


def test_that_limits_of_few_points_are_called_a_trial() -> None:
    assert "they rest on 5 points, 12 are wanted" in analyse([1, 5, 2, 6, 3], chart="i").words
    assert "they rest on 1 point, 12" in analyse([1, 5, 2, 6, 3] * 4, chart="i", freeze=1).words
    assert "trial" not in analyse([1, 5, 2, 6, 3] * 3, chart="i").words
    assert "this phase has 4 points off the median" in analyse([1, 5, 2, 6, 3] * 3, splits=(10,)).words


def test_that_points_at_the_end_of_the_scale_ask_for_the_time_between_events() -> None:
    advice = "use time between events"
    rare = analyse([0] * 10 + [1, 0, 2, 0, 3, 0] * 2, rules="anhoej").words
    assert advice in rare and "shift" not in rare and "crosses" not in rare
    assert advice in analyse([30] * 12 + [29] * 6, [30] * 18, chart="p").words
    assert advice in analyse([30] * 12 + [29] * 6, [30] * 18).words
    assert advice in analyse([100] * 12 + [93, 87] * 3).words
    assert advice not in analyse([0] * 9 + [1, 2, 3] * 3).words  # half, not more
    assert advice not in analyse([0] * 12 + [-1, 1] * 3).words  # 0 is no end of this scale
    assert advice not in analyse([1] * 12 + [2] * 6).words
    assert advice not in analyse([0] * 12 + [1, 2] * 3, chart="g").words  # it is one
    assert advice not in analyse([None, 5.0], exclude=(1,)).words
    assert "everyday" not in analyse([0] * 12 + [1], chart="c").words


def test_that_an_excluded_point_is_not_spoken_of() -> None:
    result = analyse([*SWINGING, 90.0], chart="i", exclude=(16,))
    assert result.points[16].signals == ("limits",)
    assert "point 17" not in result.words
    both = analyse([*SWINGING, 90.0, 95.0], chart="i", exclude=(16,), freeze=16)
    assert "point 18" in both.words and "17" not in both.says


def test_that_the_goal_may_come_in_dated_steps() -> None:
    steps = [None] * 4 + [8.0] * 6 + [30.0] * 6
    result = analyse(SWINGING, chart="i", target=steps, better="up")
    assert (result.target, result.assurance) == (30.0, "fail")
    assert "will not be met without a change" in result.words
    assert analyse(SWINGING, chart="i", target=[8.0] * 16, better="up").assurance == "inconsistent"
    assert analyse(SWINGING, chart="i", target=[*[8.0] * 15, None], better="up").assurance is None
    assert analyse(SWINGING, chart="i", target=30, better="down").assurance == "pass"
    assert "again and again" in analyse(SWINGING, chart="i", target=-30, better="up").words
    assert "by chance" in analyse(SWINGING, chart="i", target=10, better="up").words
    assert analyse(SWINGING, target=10, better="up").assurance is None  # a run chart has no limits to hold it against
    with pytest.raises(WrongUsage, match="2 targets for 16 points"):
        analyse(SWINGING, target=[1.0, 2.0])


def test_that_chance_in_words_is_plain_at_both_ends() -> None:
    assert words.chance_in_words(None) == ""
    assert "fewer than 1 chart in 100" in words.chance_in_words(0.001)
    assert "nearly every chart" in words.chance_in_words(0.999)
    assert "about 1 chart in 100" in words.chance_in_words(0.011)
    assert words.what_it_says(analyse([])) == "There are no points yet."
    assert analyse([]).variation is None and analyse([], target=3.0).target is None


def test_that_the_method_of_the_chance_is_stated() -> None:
    assert analyse([1, 2, 3]).chance_method.startswith("Counted exactly")
    for other in (
        analyse([1, 2, 3], rules="ihi"), analyse([1, 2, 3], chart="i"), analyse([1, 2, 3], freeze=2),
        analyse(list(range(204))),
    ):  # fmt: skip
        assert "60,000 series of noise" in other.chance_method
    assert analyse([]).chance_method == ""


def test_that_the_printed_table_is_named_with_how_sure_its_row_is() -> None:
    for later, told in (
        (16, ", limits as printed)"),
        (19, ", limits as printed, from a row that no second source carries)"),
        (92, ", exact limits)"),
    ):
        values = [1.0] * 4 + [9.0] * (4 + later)
        printed = analyse(values, rules="ihi", runs_table="printed", freeze=8)
        assert printed.phases[0].n_useful == 8 + later and told in printed.words
        assert "printed" not in analyse(values, rules="ihi", freeze=8).words


def test_that_points_are_called_by_their_days_where_they_have_some() -> None:
    values = [5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 30, 5, 6, 5, 6, 31]
    result = replace(analyse(values, chart="i"), name_of=lambda index: f"day {index}")
    assert "Above the upper limit: day 12 and day 17" in result.says
    assert re.search(r"points? \d", result.says.split(" (rule")[0]) is None
    shifted = replace(analyse([3, 4] * 7 + [9] * 9 + [3, 4], chart="run"), name_of=lambda index: f"day {index}")
    assert "day 14 to day 22" in shifted.says

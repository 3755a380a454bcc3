"""What is said under a chart: in plain words, the boring cause first, and what chance alone would do."""

from __future__ import annotations

import itertools
import random
import statistics

import pytest

from netdesk.core.charts import analyse, chance, chance_simulation

SHIFTED = [10, 12, 11, 13, 10, 12, 11, 13, 12, 11, 10, 12, *[20, 21] * 6]


def signals_in_noise(count: int, rules: str, freeze: int | None, series: int) -> float:
    source = random.Random(7)
    hits = 0
    for _series in range(series):
        result = analyse([source.gauss(50, 9) for _point in range(count)], rules=rules, freeze=freeze)
        hits += any(point.signals for point in result.points)
    return hits / series


@pytest.mark.parametrize("rules", ["anhoej", "ihi"])
@pytest.mark.parametrize(("count", "freeze"), [(10, None), (24, None), (52, None), (36, 12)])
def test_that_the_chance_told_is_the_chance_that_noise_shows(rules: str, count: int, freeze: int | None) -> None:
    told = analyse([float(n) for n in range(count)], rules=rules, freeze=freeze).chance_alone
    assert told is not None
    # 1,500 series: three standard errors are at most 3.9 points; the soak test has the fine grain.
    assert signals_in_noise(count, rules, freeze, 1500) == pytest.approx(told, abs=0.04)


@pytest.mark.soak
@pytest.mark.parametrize("rules", ["anhoej", "ihi"])
@pytest.mark.parametrize("count", [10, 24, 52])
def test_that_the_chance_told_holds_within_one_and_a_half_points(rules: str, count: int) -> None:
    told = analyse([float(n) for n in range(count)], rules=rules).chance_alone
    assert signals_in_noise(count, rules, None, 20_000) == pytest.approx(told, abs=0.015)


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


@pytest.mark.parametrize("count", [4, 6, 8, 10, 12])
def test_that_anhoejs_chance_is_what_counting_every_order_gives(count: int) -> None:
    quiet = 0
    orders = list(itertools.combinations(range(count), count // 2))
    for chosen in orders:
        values = [10 + (index in chosen) for index in range(count)]
        quiet += not analyse(values).phases[0].runs_signal
    assert chance.anhoej_chance(count) == pytest.approx(1 - quiet / len(orders))


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
    words = analyse(SHIFTED, freeze=12, better="up").words
    assert words.index("entered right") < words.index("A shift up, the wanted way")
    assert "13 points above the baseline median, up to the latest" in words
    assert "8 is the most expected of 24 points" in words
    assert "about 8 charts in 100" in words


def test_that_a_quiet_chart_says_so_and_blames_nothing() -> None:
    words = analyse([4, 7, 3, 8, 5, 6, 2, 9, 4, 7, 5, 6]).words
    assert "only everyday variation" in words
    assert "entered" not in words


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

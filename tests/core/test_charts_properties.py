"""What must hold for any series: moving and stretching, phases, exclusions, gaps, and every order of plus and minus."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from netdesk.core.charts import Result, analyse, chance, constants, runs, suggest_chart

OF_MEASURES = ("run", "i", "mr")
#: Whole quarters have exact sums, so that no test hangs on the last bit.
numbers = st.integers(-400, 400).map(lambda n: n / 4)
counts = st.integers(0, 60)
rule_sets = st.sampled_from(constants.RULES)


@st.composite
def any_chart(draw: st.DrawFn, least: int = 1) -> tuple[list[Any], list[int] | None, str]:
    """Values, denominators and a chart that can show them."""
    chart = draw(st.sampled_from(constants.CHARTS))
    size = draw(st.integers(least, 40))
    if chart in constants.CHARTS_OF_SUBGROUPS:
        return draw(st.lists(st.lists(numbers, min_size=1, max_size=5), min_size=size, max_size=size)), None, chart
    if chart in ("p", "pp", "u", "up", "iprime"):
        below = draw(st.lists(st.integers(1, 60), min_size=size, max_size=size))
        return [draw(st.integers(0, n)) for n in below], below, chart
    values = {"c": counts, "g": counts, "t": st.integers(1, 99)}.get(chart, numbers)
    return draw(st.lists(values, min_size=size, max_size=size)), None, chart


def signals(result: Result) -> list[tuple[str, ...]]:
    return [point.signals for point in result.points]


def same_lines(one: Result, other: Result, scale: float = 1.0, shift: float = 0.0) -> None:
    for ours, theirs in zip(one.points, other.points, strict=True):
        for name in ("centre", "lcl", "ucl"):
            a, b = getattr(ours, name), getattr(theirs, name)
            assert (a is None) == (b is None)
            if a is not None:
                assert b == pytest.approx(a * scale + shift, rel=1e-9, abs=1e-9 * max(1.0, abs(scale)) * 200)


@given(st.lists(numbers, min_size=1, max_size=40), rule_sets, st.sampled_from(OF_MEASURES))
def test_that_moving_and_stretching_a_series_moves_its_lines_and_keeps_its_signals(
    values: list[float], rules: str, chart: str
) -> None:
    plain = analyse(values, chart=chart, rules=rules)
    stretched = analyse([value * 8 for value in values], chart=chart, rules=rules)
    same_lines(plain, stretched, scale=8)
    moved = analyse([value + 64 for value in values], chart=chart, rules=rules)
    same_lines(plain, moved, shift=0 if chart == "mr" else 64)
    # A value that is on its line by the last bit may fall to either side of it elsewhere: judged where none is near.
    for point in plain.points:
        for line in (point.lcl, point.ucl):
            assume(point.value is None or line is None or abs(point.value - line) > 1e-6)
    if rules in ("anhoej", "ihi") or chart == "run":
        assert signals(stretched) == signals(plain) == signals(moved)


@given(st.lists(numbers, min_size=1, max_size=40))
def test_that_upside_down_up_is_down(values: list[float]) -> None:
    one, other = analyse(values, rules="ihi", better="up"), analyse([-v for v in values], rules="ihi", better="down")
    assert signals(one) == signals(other)
    swapped = {"neutral-high": "neutral-low", "neutral-low": "neutral-high"}
    for point, mirrored in zip(one.points, other.points, strict=True):
        assert swapped.get(point.reading, point.reading) == mirrored.reading


@given(any_chart(least=2), rule_sets, st.data())
def test_that_phases_are_separate_charts(drawn: tuple[list[Any], Any, str], rules: str, data: st.DataObject) -> None:
    values, below, chart = drawn
    cut = data.draw(st.integers(1, len(values) - 1))
    freeze = data.draw(st.none() | st.integers(1, 20))
    both = analyse(values, below, chart=chart, rules=rules, splits=(cut,), freeze=freeze)
    parts = [
        analyse(values[at], below and below[at], chart=chart, rules=rules, freeze=freeze)
        for at in (slice(0, cut), slice(cut, None))
    ]
    apart = [point for part in parts for point in part.points]
    for ours, theirs in zip(both.points, apart, strict=True):
        assert (ours.value, ours.centre, ours.lcl, ours.ucl) == (theirs.value, theirs.centre, theirs.lcl, theirs.ucl)
        assert (ours.signals, ours.reading) == (theirs.signals, theirs.reading)
    quiet = math.prod(1 - (part.chance_alone or 0.0) for part in parts)
    assert (both.chance_alone or 0.0) == pytest.approx(1 - quiet)


@given(any_chart(least=2), rule_sets, st.data())
def test_that_an_excluded_point_moves_no_line_and_stands_in_no_run(
    drawn: tuple[list[Any], Any, str], rules: str, data: st.DataObject
) -> None:
    values, below, chart = drawn
    out = data.draw(st.integers(0, len(values) - 1))
    other = list(values)
    if chart in constants.CHARTS_OF_SUBGROUPS:
        other[out] = [value + 1e4 for value in values[out]]
    else:
        other[out] = 0 if below or chart in ("c", "g") else 10_000.0
    one, two = (analyse(given, below, chart=chart, rules=rules, exclude=(out,)) for given in (values, other))
    for index, (ours, theirs) in enumerate(zip(one.points, two.points, strict=True)):
        assert (ours.centre, ours.lcl, ours.ucl) == (theirs.centre, theirs.lcl, theirs.ucl)
        if index != out:
            assert (ours.value, ours.signals) == (theirs.value, theirs.signals)
    assert set(one.points[out].signals) <= {"limits", "we1", "nelson1"}
    assert one.phases[0].n == len(values) - 1


@given(st.lists(numbers, min_size=2, max_size=30), st.data(), st.sampled_from(("ihi", "mdc", "nelson", "anhoej")))
def test_that_a_missing_point_is_as_if_it_were_not_there(
    values: list[float], data: st.DataObject, rules: str
) -> None:
    at = data.draw(st.integers(0, len(values)))
    gap = data.draw(st.sampled_from((None, math.nan)))
    holed = [*values[:at], gap, *values[at:]]
    one, two = analyse(values, rules=rules), analyse(holed, rules=rules)
    rest = [point for point in two.points if point.index != at]
    assert [(p.value, p.centre, p.signals) for p in one.points] == [(p.value, p.centre, p.signals) for p in rest]
    assert two.points[at].value is None and two.points[at].signals == ()
    assert one.chance_alone == two.chance_alone


@given(any_chart(), rule_sets, st.sampled_from(constants.BETTER), st.data())
def test_that_every_result_is_in_good_order(
    drawn: tuple[list[Any], Any, str], rules: str, better: str, data: st.DataObject
) -> None:
    values, below, chart = drawn
    freeze = data.draw(st.none() | st.integers(1, 30))
    target = data.draw(st.none() | st.integers(-5, 5))
    result = analyse(values, below, chart=chart, rules=rules, better=better, freeze=freeze, target=target)
    told = result.to_dict()
    assert len(told["points"]) == len(values)
    for point in result.points:
        if point.lcl is not None and point.ucl is not None and point.centre is not None:
            hair = 1e-9 * max(1.0, abs(point.ucl))
            assert point.lcl <= point.ucl + hair
            if chart != "g":
                assert point.lcl - hair <= point.centre <= point.ucl + hair
        assert bool(point.signals) == (point.reading != "common")
        assert not (better == "neither" and point.reading in ("improvement", "concern"))
    chance_told = told["chance_alone"]
    assert chance_told is None or 0 <= chance_told <= 1
    assert told["words"] and "{" not in told["words"]
    for signal in result.signals:
        assert signal.indices == tuple(sorted(signal.indices))
        assert all(signal.rule in result.points[index].signals for index in signal.indices)
    assert (better != "neither" and target is not None) or told["assurance"] is None
    assert result == analyse(values, below, chart=chart, rules=rules, better=better, freeze=freeze, target=target)
    assert suggest_chart(values, below).chart in constants.CHARTS


def every_order(length: int) -> Any:
    """All 2^length series of minus and plus (one a row) as -1 and +1."""
    numbers_ = np.arange(2**length, dtype=np.uint32)[:, None]
    return (((numbers_ >> np.arange(length, dtype=np.uint32)) & 1) * 2 - 1).astype(np.int8)


@pytest.mark.parametrize("length", range(2, 17))
def test_that_the_runs_law_is_what_counting_every_order_gives(length: int) -> None:
    orders = every_order(length)
    found = 1 + (orders[:, 1:] != orders[:, :-1]).sum(axis=1)
    above = (orders > 0).sum(axis=1)
    for many in range(length + 1):
        counted = np.bincount(found[above == many], minlength=length + 2) / math.comb(length, many)
        law = runs.runs_law(many, length - many)
        assert list(law) == pytest.approx(counted[: len(law)].tolist())
        assert sum(law) == pytest.approx(1.0)
        low, high = runs.exact_runs_limits(many, length - many)
        assert counted[:low].sum() <= 0.025 + 1e-9 and counted[high + 1 :].sum() <= 0.025 + 1e-9
        if low > 1:
            assert counted[: low + 1].sum() > 0.025
        if high < counted.nonzero()[0].max():
            assert counted[high:].sum() > 0.025


@pytest.mark.parametrize("length", range(2, 17, 2))
def test_that_anhoejs_chance_is_what_counting_every_order_gives(length: int) -> None:
    orders = every_order(length)
    orders = orders[orders.sum(axis=1) == 0]
    longest = np.zeros(len(orders), dtype=int)
    current = np.zeros(len(orders), dtype=int)
    for place in range(length):
        same = orders[:, place] == orders[:, place - 1] if place else np.zeros(len(orders), dtype=bool)
        current = np.where(same, current + 1, 1)
        longest = np.maximum(longest, current)
    crossings = (orders[:, 1:] != orders[:, :-1]).sum(axis=1)
    limit, fewest = runs.longest_run_limit(length), runs.crossings_limit(length)
    assert limit is not None and fewest is not None
    assert chance.anhoej_chance(length) == pytest.approx(((longest > limit) | (crossings < fewest)).mean())


@pytest.mark.parametrize("length", [6, 9, 12])
def test_that_the_engine_counts_runs_as_a_plain_loop_does(length: int) -> None:
    for order in every_order(length)[:: 1 if length < 9 else 17]:
        values = [*(10.0 + float(sign) for sign in order), 10.0]
        phase = analyse(values).phases[0]
        centre = phase.centre
        sides = [value > centre for value in values if value != centre]
        loop = 1 + sum(one != two for one, two in itertools.pairwise(sides)) if sides else 0
        assert (phase.runs, phase.n_useful) == (loop, len(sides))


def test_that_long_series_have_limits_too() -> None:
    for n in (1001, 1002, 5000, 100_000):
        limit = runs.crossings_limit(n)
        # The normal law with continuity is good to one crossing there.
        assert limit is not None and abs(limit - (n - 1) / 2 + 1.6449 * math.sqrt(n - 1) / 2) < 1.5
    exact, normal = runs.exact_runs_limits(500, 500), runs._normal_runs_limits(500, 500)
    assert max(abs(a - b) for a, b in zip(exact, normal, strict=True)) <= 1
    assert runs._crossings_limit_of_many(1000) == runs.crossings_limit(1001)
    assert runs._crossings_limit_of_many(999) == runs.crossings_limit(1000)
    assert runs.runs_limits(2, 1_500) == (5, 5)
    assert chance.anhoej_chance(201) == pytest.approx(chance.anhoej_chance(200), abs=0.01)
    assert 0 < chance.anhoej_chance(100_000) < 0.2

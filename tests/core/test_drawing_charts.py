"""The run chart as a drawing: everything is on it, and no words cover others."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netdesk.core import chart_lanes, chart_scales, drawing
from netdesk.core.chart_drawing import draw_chart
from netdesk.core.chart_input import Annotation, ChartInput, Gap, Goal, Span
from netdesk.core.charts import analyse
from netdesk.core.drawing import Drawing, Line, Marker

START = date(2025, 8, 18)
ATTENDED = [667, 662, 656, 650, 658, 669, 664, 653, 651, 660, 659, 647, 653, 662, 654, 663, 668, 678, 675, 682, 673,
            684, 682, 686]  # fmt: skip


def weeks(count: int) -> tuple[date, ...]:
    return tuple(START + timedelta(weeks=week) for week in range(count))


def attendance() -> ChartInput:
    possible = tuple(740.0 for _week in ATTENDED)
    return ChartInput(
        title="Weekly attendance, Grade 7",
        dates=weeks(24),
        values=tuple(float(value) for value in ATTENDED),
        result=analyse(ATTENDED, possible, freeze=12, better="up", target=0.93),
        denominators=possible,
        subtitle="% of student-days attended",
        unit="%",
        goal=Goal(0.93, date(2026, 5, 29)),
        spans=(Span("1", date(2025, 11, 10), date(2025, 11, 20)), Span("2", date(2026, 1, 5))),
        annotations=(Annotation(date(2025, 9, 8), "New bell schedule"), Annotation(date(2026, 1, 5), "Text first")),
        gaps=(Gap(date(2025, 12, 20), date(2026, 1, 4), "Winter break"),),
        better="up",
    )


def crowded(seed: int, points: int = 60, words: int = 12) -> ChartInput:
    """A chart with long names everywhere, phases, many notes and cycles."""
    source = random.Random(seed)
    days = weeks(points)
    values: list[float | None] = [round(source.gauss(20, 5), 1) for _point in days]
    values[points // 2] = None
    long = ("A long name that goes on and on " * 8)[:200]
    result = analyse(values, splits=(points // 3, points // 2 + 3), exclude=(5,), rules="ihi", better="down")
    return ChartInput(
        title=long,
        dates=days,
        values=tuple(values),
        result=result,
        subtitle=long,
        unit="minutes of independent writing",
        goal=Goal(12.5, days[-1] + timedelta(days=400)),
        spans=tuple(
            Span(long if source.random() < 0.3 else f"{n} tried", days[at], days[min(at + 4, points - 1)])
            for n, at in enumerate(source.sample(range(points), 9))
        ),
        annotations=tuple(Annotation(source.choice(days), long[: source.randint(5, 200)]) for _n in range(words)),
        gaps=(Gap(days[points // 3], days[points // 2], long),),
        better="down",
        reasons=("Before", long, "After the change"),
    )


def covering(picture: Drawing) -> list[tuple[str, str]]:
    lines = [one for one in drawing.texts(picture) if one.text]
    return [(one.text, two.text) for one, two in combinations(lines, 2) if one.box.overlaps(two.box, -1.0)]


def outside(picture: Drawing) -> list[str]:
    frame = drawing.Box(-0.5, -0.5, picture.width + 0.5, picture.height + 0.5)
    return [
        one.text
        for one in drawing.texts(picture)
        if one.box.left < frame.left or one.box.right > frame.right or one.box.bottom > frame.bottom
    ]


def shapes(chart: ChartInput) -> list[str]:
    marks = drawing.flat(draw_chart(chart).children)
    return [one.shape for one in marks if isinstance(one, Marker) and one.size == 8]


def said(picture: Drawing) -> str:
    return " ".join(one.text for one in drawing.texts(picture))


def test_that_the_chart_says_all_that_it_should() -> None:
    words = said(draw_chart(attendance()))
    for part in (
        "Weekly attendance, Grade 7", "run chart, Anhøj rules", "Goal 93%", "by May 29", "Last 92.7%", "Median 89.0%",
        "of the baseline", "Baseline: first 12 points, frozen", "Judged against the baseline",
        "9 points above the median",
        "Sep 8", "New bell schedule", "Aug 18", "still running", "Winter break", "The axis starts at 86%.",
    ):  # fmt: skip
        assert part in words, part


def test_that_its_description_is_the_chart_in_words() -> None:
    chart = attendance()
    picture = draw_chart(chart)
    assert picture.title == chart.title
    assert picture.description == chart.result.words


def test_that_shapes_tell_readings_apart_without_colour() -> None:
    assert shapes(attendance()).count("square") == 9
    assert shapes(attendance()).count("circle") == 15
    worse = replace(attendance(), result=analyse(ATTENDED, [740] * 24, freeze=12, better="down"))
    assert shapes(worse).count("diamond") == 9


def test_that_an_excluded_point_is_hollow_and_off_the_line() -> None:
    chart = replace(attendance(), result=analyse(ATTENDED, [740] * 24, freeze=12, exclude=(3,)))
    marks = [one for one in drawing.flat(draw_chart(chart).children) if isinstance(one, Marker)]
    hollow = [one for one in marks if one.fill == "chart_ground" and one.stroke == "common"]
    assert len(hollow) == 1
    lines = [one for one in drawing.flat(draw_chart(chart).children) if isinstance(one, drawing.Polyline)]
    ends = {end for one in lines for end in one.points}
    assert (hollow[0].x, hollow[0].y) not in ends


def test_that_there_is_a_median_for_each_phase() -> None:
    chart = replace(attendance(), result=analyse(ATTENDED, [740] * 24, splits=(12,)), goal=None)
    lines = [one for one in drawing.flat(draw_chart(chart).children) if isinstance(one, Line) and one.width == 1.5]
    assert len(lines) == 2
    assert lines[0].x2 < lines[1].x1
    assert lines[0].y1 > lines[1].y1


@pytest.mark.parametrize("make", [attendance, lambda: crowded(1), lambda: crowded(2), lambda: crowded(3, 24, 3)])
@pytest.mark.parametrize("width", [480, 720, 1000])
def test_that_no_words_cover_others_and_none_leave_the_chart(make: object, width: int) -> None:
    picture = draw_chart(make(), width=width)  # type: ignore[operator]
    assert covering(picture) == []
    assert outside(picture) == []


@given(st.integers(0, 10_000), st.integers(9, 80), st.integers(0, 20))
def test_that_any_crowd_of_words_finds_its_place(seed: int, points: int, words: int) -> None:
    picture = draw_chart(crowded(seed, points, words))
    assert covering(picture) == []
    assert outside(picture) == []


@pytest.mark.parametrize("values", [[], [None], [5.0], [5.0, 5.0], [0.0, 0.0, 0.0], [-3.0, 4.0], [1e9, 1e9 + 1]])
def test_that_small_and_flat_charts_are_drawn_too(values: list[float | None]) -> None:
    chart = ChartInput("Tardies", weeks(len(values)), tuple(values), analyse(values))
    picture = draw_chart(chart)
    assert picture.height > 50
    assert ("No points yet." in said(picture)) == (not any(value is not None for value in values))


def test_that_periods_that_are_no_days_stand_at_even_steps() -> None:
    chart = ChartInput("x", ("Week 1", "Week 2", "Week 3"), (1.0, 2.0, 3.0), analyse([1, 2, 3]))
    words = said(draw_chart(chart))
    assert "Week 1" in words and "Week 3" in words


def test_that_several_points_of_one_day_stand_side_by_side() -> None:
    xs, _x_of = chart_scales.positions_of((START, START, START + timedelta(7)), (), 0, 100)
    assert xs[0] < xs[1] < xs[2]


def test_that_a_median_between_two_whole_numbers_is_not_rounded() -> None:
    chart = ChartInput("x", weeks(4), (6.0, 7.0, 6.0, 7.0), analyse([6, 7, 6, 7]))
    assert "Median 6.5" in said(draw_chart(chart))


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 10, (0, 5, 10)), (86.2, 93.4, (86, 88, 90, 92, 94)), (3, 3, None), (0.001, 0.0042, None), (-5, 5, None)],
)
def test_that_ticks_are_round_and_hold_the_data(low: float, high: float, ticks: tuple[float, ...] | None) -> None:
    found = chart_scales.nice_ticks(low, high)
    assert found[0] <= low and found[-1] >= high
    assert 2 <= len(found) <= 8
    if ticks:
        assert found == ticks


@given(st.lists(st.tuples(st.floats(0, 700), st.floats(5, 200)), max_size=12))
def test_that_lanes_keep_spans_apart(spans: list[tuple[float, float]]) -> None:
    ranges = [(left, left + width) for left, width in spans]
    lanes = chart_lanes.lanes_of(ranges)
    for (one, first), (two, second) in combinations(zip(ranges, lanes, strict=True), 2):
        assert first != second or one[1] <= two[0] or two[1] <= one[0]


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(10, 40)), max_size=8))
def test_that_labels_are_pushed_apart_in_their_order(wanted: list[tuple[float, float]]) -> None:
    tops = chart_lanes.pushed_apart(wanted, 0, 200)
    placed = sorted(zip(tops, wanted, strict=True), key=lambda one: one[0])
    for (top, (_middle, height)), (following, _other) in pairwise(placed):
        assert top + height <= following + 1e-9
    assert [middle for _top, (middle, _height) in placed] == sorted(middle for middle, _height in wanted)

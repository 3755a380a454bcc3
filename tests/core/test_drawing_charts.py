"""The run chart as a drawing: everything is on it, and no words cover others."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netdesk import i18n
from netdesk.core import chart_lanes, chart_scales, drawing
from netdesk.core.chart_drawing import draw_chart
from netdesk.core.chart_input import Annotation, ChartInput, DefinitionChange, Gap, Goal, GoalStep, Span
from netdesk.core.chart_marks import GOAL_DASH, LIMIT_DASH
from netdesk.core.chart_panels import Panel, draw_panels, gap_in_words
from netdesk.core.chart_signals import stretches
from netdesk.core.chart_stack import ChartStack, draw_stack
from netdesk.core.charts import analyse
from netdesk.core.drawing import Drawing, Line, Marker, Polyline, Text
from tests.core.chart_samples import (
    HAPPENED,
    attendance_with_limits,
    causal_line,
    control_chart,
    six_groups,
    sixty_points,
    weeks,
)

START = date(2025, 8, 18)
ATTENDED = [667, 662, 656, 650, 658, 669, 664, 653, 651, 660, 659, 647, 653, 662, 654, 663, 668, 678, 675, 682, 673,
            684, 682, 686]  # fmt: skip


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


CHARTS = ("run", "i", "mr", "p", "pp", "u", "up", "c", "g", "t", "xbar", "s", "iprime")
RULES = ("anhoej", "ihi", "mdc", "nelson", "western-electric")


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("kind", CHARTS)
def test_that_no_words_of_any_chart_cover_others(kind: str, plain: bool) -> None:
    for number, rules in enumerate(RULES):
        picture = draw_chart(control_chart(number, kind, rules), plain=plain, width=(480, 720, 1000)[number % 3])
        assert covering(picture) == []
        assert outside(picture) == []


@given(
    st.integers(0, 10_000), st.sampled_from(CHARTS), st.sampled_from(RULES), st.integers(6, 70), st.integers(0, 14),
    st.integers(420, 1100),
)  # fmt: skip
def test_that_any_crowd_on_any_chart_finds_its_place(
    seed: int, kind: str, rules: str, points: int, words: int, width: int
) -> None:
    picture = draw_chart(control_chart(seed, kind, rules, points, words), width=width)
    assert covering(picture) == []
    assert outside(picture) == []


@pytest.mark.parametrize("language", [i18n.PSEUDO, "es"])
def test_that_longer_words_find_their_place_too(language: str) -> None:
    before = i18n.language()
    i18n.set_language(language)
    try:
        pictures = [draw_chart(control_chart(n, kind, RULES[n % 5]), width=600) for n, kind in enumerate(CHARTS)]
        pictures += [draw_panels(six_groups(), title="By group"), draw_stack(causal_line())]
    finally:
        i18n.set_language(before)
    for picture in pictures:
        assert covering(picture) == []
        assert outside(picture) == []


def test_that_limits_are_dashed_and_go_in_steps_where_denominators_differ() -> None:
    chart = attendance_with_limits()
    dashed = [one for one in drawing.flat(draw_chart(chart).children)
              if isinstance(one, drawing.Polyline) and one.dash == LIMIT_DASH]  # fmt: skip
    assert len(dashed) == 4  # upper and lower of two phases
    upper = {round(y, 3) for _x, y in dashed[0].points}
    counted = {of for index, of in enumerate(chart.denominators or ()) if index < 16}
    assert len(upper) == len(counted)
    even = replace(chart, result=analyse(chart.values, [740] * 24, chart="pp"))
    straight = [one for one in drawing.flat(draw_chart(even).children) if isinstance(one, Line) and one.dash]
    assert [one.dash for one in straight].count(LIMIT_DASH) == 2


def test_that_the_plain_view_has_the_data_the_middle_and_the_goal_only() -> None:
    chart = attendance_with_limits()
    words = said(draw_chart(chart, plain=True))
    for part in ("Goal 93%", "Average", "Last 93.1%", "Weekly attendance", "Hollow", "Fire drill week", "Oct 20"):
        assert part in words, part
    for part in ("limit ", "Cycles", "New bell schedule", "Baseline", "still running", "steps"):
        assert part not in words, part
    marks = [one for one in drawing.flat(draw_chart(chart, plain=True).children) if isinstance(one, Marker)]
    assert len(marks) == 24 and {one.shape for one in marks} == {"circle"}


def test_that_the_full_view_says_limits_reading_reasons_goals_and_definitions() -> None:
    words = said(draw_chart(attendance_with_limits()))
    for part in (
        "P′ chart", "Anhøj rules", "Upper limit", "Lower limit", "Average", "The first weeks: average 89.0%",
        "Baseline: first 12 points, frozen", "Text first, then call", "counted differently from here",
        "half a day counts as present", "Oct 6 (Fire drill week)", "91% at first, 93% from Jan 5, 2026", "±",
    ):  # fmt: skip
        assert part in words, part


def test_that_the_line_breaks_at_a_new_definition_and_a_missing_week_but_not_in_a_school_break() -> None:
    days = [day for week, day in enumerate(weeks(14)) if week not in (4, 9)]
    chart = ChartInput("x", tuple(days), tuple(map(float, range(12))), analyse(range(12)), days_apart=7)

    def joined(chart: ChartInput) -> int:
        lines = [one for one in drawing.flat(draw_chart(chart).children) if isinstance(one, drawing.Polyline)]
        return sum(one.width == 1.5 and len(one.points) == 2 and not one.dash for one in lines)

    assert joined(replace(chart, days_apart=None)) == 11
    assert joined(chart) == 9
    missing = START + timedelta(weeks=9)
    at_home = Gap(missing - timedelta(days=2), missing + timedelta(days=6), "Fall break")
    assert joined(replace(chart, gaps=(at_home,))) == 10
    assert joined(replace(chart, definitions=(DefinitionChange(days[2], "half days"),))) == 8


def test_that_goals_go_in_dated_steps_and_the_label_stands_at_the_last() -> None:
    chart = attendance_with_limits()
    dotted = [one for one in drawing.flat(draw_chart(chart).children)
              if isinstance(one, drawing.Polyline) and one.dash == GOAL_DASH]  # fmt: skip
    assert len(dotted) == 1 and len({y for _x, y in dotted[0].points}) == 2
    later = replace(chart, goal_steps=(GoalStep(0.91), GoalStep(0.93, chart.dates[-1] + timedelta(days=400))))
    assert "Goal 91%" in said(draw_chart(later))


@pytest.mark.parametrize(
    ("rules", "values", "letter", "words"),
    [
        ("anhoej", [5, 4] * 6 + [9], "O", "above the upper limit"),
        ("mdc", [5, 4, 5, 4, 5, 4, 5, 4, 6, 6, 6, 6, 6, 6, 6], "S", "7 points above the average"),
        ("western-electric", [5, 4, 5, 4, 5, 4, 5, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6], "S", "points above the average"),
        ("nelson", [5, 4, 5, 4, 5, 4, 1, 2, 3, 4, 5, 6, 5, 4], "T", "6 points rising"),
        ("nelson", [5, 4] * 8, "14", "see-saws, 14 in a row"),
        ("mdc", [5, 4, 5, 4, 5, 4, 5, 4, 5, 6.9, 6.9, 4, 5, 4], "2/3", "two of three far from the middle"),
    ],
)
def test_that_each_rule_has_its_letter_and_words(rules: str, values: list[float], letter: str, words: str) -> None:
    result = analyse(values, chart="i", rules=rules, screening=False)
    chart = ChartInput("x", weeks(len(values)), tuple(map(float, values)), result)
    shown = [one.text for one in drawing.texts(draw_chart(chart))]
    assert letter in shown
    assert any(words in one for one in shown), shown
    assert any(one.letter == letter and words in one.words for one in stretches(chart))


def test_that_a_run_marked_from_its_completing_point_is_shown_whole() -> None:
    values = [5.0, 4.0] * 4 + [7.0] * 9
    chart = ChartInput("x", weeks(17), tuple(values), analyse(values, chart="i", rules="nelson"))
    run = next(one for one in stretches(chart) if one.letter == "S")
    assert run.indices == tuple(range(8, 17))
    assert "9 points above the average" in run.words


def test_that_twelve_notes_on_sixty_points_are_told_in_full() -> None:
    words = said(draw_chart(sixty_points()))
    assert all(happened in words for happened in HAPPENED)


def test_that_small_multiples_share_their_axes_and_hide_small_groups() -> None:
    panels = six_groups()
    picture = draw_panels(panels, title="By group")
    assert covering(picture) == [] and outside(picture) == []
    words = said(picture)
    assert all(panel.name in words for panel in panels)
    assert "13 points not shown: groups under 10" in words
    assert words.count("100%") == 2  # the scale is told once a row
    centres = [one for one in drawing.flat(picture.children) if isinstance(one, Line) and one.stroke == "text"
               and one.width == 1.5 and not one.dash]  # fmt: skip
    assert len(centres) == 6
    assert len({round(one.y1, 2) for one in centres}) == 6  # each its own
    shown = sum(isinstance(one, Marker) and one.size > 2 for one in drawing.flat(picture.children))
    assert shown == sum(point.value is not None for panel in panels for point in panel.chart.result.points)


def test_that_a_group_with_no_value_to_show_says_why() -> None:
    first = six_groups()[0]
    gone = Panel("Foster youth", replace(first.chart, result=analyse([None] * 24), hidden=frozenset(range(24))))
    words = said(draw_panels([first, gone], title="By group"))
    assert "Not shown: fewer than 10 in the group." in words
    assert "Not shown" in said(draw_panels([gone], title="By group"))
    assert said(draw_panels([], title="By group")).endswith("No points yet.")


def test_that_the_gap_is_said_in_words() -> None:
    words = gap_in_words(six_groups())
    assert "All other students, 92.9%" in words and "Foster youth, 81.8%" in words
    assert "11.1 percentage points apart" in words
    assert gap_in_words(six_groups()[:1]) == ""
    same = six_groups()[0]
    assert "same median" in gap_in_words([same, replace(same, name="Twin")])


@pytest.mark.parametrize("width", [480, 720, 1000])
def test_that_the_causal_line_has_one_axis_and_its_caution(width: int) -> None:
    stack = causal_line()
    picture = draw_stack(stack, width=width)
    assert covering(picture) == [] and outside(picture) == []
    words = said(picture)
    for part in ("Process: Families reached by 9:30", "Driver: Absences explained", "Outcome: Weekly attendance"):
        assert part in words, part
    assert "does not prove" in words
    bands = [one for one in drawing.flat(picture.children)
             if isinstance(one, drawing.Rect) and one.fill == "accent_tint" and one.height > 200]  # fmt: skip
    assert len(bands) == 3
    firsts = [one for one in drawing.flat(picture.children) if isinstance(one, Marker) and one.stroke == "chart_ground"]
    assert len({round(one.x, 2) for one in firsts}) == 24  # the same week at the same place in each chart
    assert "Cycle 3 Grade 7 ran from" in picture.description


def test_that_a_causal_line_without_points_says_so() -> None:
    assert "No points yet." in said(draw_stack(ChartStack("Line", ())))


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


def test_that_words_on_a_narrow_chart_stand_in_a_list_and_not_over_their_bracket() -> None:
    values = [10.0 + n % 3 for n in range(10)] + [20.0 + n % 3 for n in range(14)]
    days = tuple(date(2025, 8, 18) + timedelta(weeks=n) for n in range(24))
    result = analyse(values, better="up", freeze=10)
    made = draw_chart(ChartInput("Minutes", days, tuple(values), result, unit="minutes", better="up"), width=340)
    flat = list(drawing.flat(made.children))
    lines = [one for one in flat if isinstance(one, Polyline) and one.stroke == "improvement"]
    brackets = [one for one in lines if len(one.points) == 3]
    said = [one for one in flat if isinstance(one, Text) and "above the median" in one.text]
    assert brackets and said
    for one in said:
        for bracket in brackets:
            xs, ys = zip(*bracket.points, strict=True)
            overlaps = one.box.left < max(xs) and one.box.right > min(xs)
            assert not (overlaps and one.box.top < max(ys) and one.box.bottom > min(ys))

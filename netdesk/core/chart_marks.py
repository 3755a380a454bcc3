"""The data of a chart: grid, school breaks, lines, points and the labels at their right ends; and the axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from netdesk.core import chart_lanes, chart_scales, text
from netdesk.core.chart_frame import LABEL_SIZE, TICK_SIZE, EndLabel, Frame, look_of, tick_text
from netdesk.core.chart_input import ChartInput
from netdesk.core.charts import Point
from netdesk.core.drawing import Line, Marker, Polyline, Primitive, Rect, Role, Shape, label

GOAL_DASH = (1.5, 4.0)
LIMIT_DASH = (5.0, 4.0)
#: The rules that mark a point beyond a limit.
OUTSIDE = frozenset({"limits", "we1", "nelson1"})


@dataclass(frozen=True, slots=True)
class DataBlock:
    """What lies behind the stems of notes, and what lies over them."""

    behind: tuple[Primitive, ...]
    front: tuple[Primitive, ...]


@dataclass(frozen=True, slots=True)
class AxisBlock:
    """The axis and its height."""

    children: tuple[Primitive, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Lanes:
    """A block of lanes, drawn from y = 0 downwards; `listed` are words that stand in a list under the chart."""

    children: tuple[Primitive, ...]
    height: float
    listed: tuple[str, ...] = ()


def tag_width(letter: str) -> float:
    """The width of a letter's tag: a square for one letter, wider for such as "2/3"."""
    return 16.0 if len(letter) <= 1 else text.measure(letter, LABEL_SIZE, bold=True) + 8


def letter_tag(x: float, middle: float, letter: str, role: Role = "text", *, outlined: bool = False) -> list[Primitive]:
    """A letter in a small rounded square, 16 high, its left edge at `x`."""
    wide = tag_width(letter)
    if outlined or role == "concern":  # a letter on vermilion would have 3.9:1
        square = Rect(x, middle - 8, wide, 16, fill="chart_ground", stroke=role, stroke_width=1.5, radius=4)
        return [square, label(x + wide / 2, middle + 4.2, letter, LABEL_SIZE, bold=True, anchor="middle")]
    square = Rect(x, middle - 8, wide, 16, fill=role, radius=4)
    centre, baseline = x + wide / 2, middle + 4.2
    return [square, label(centre, baseline, letter, LABEL_SIZE, bold=True, colour="chart_ground", anchor="middle")]


def data_block(chart: ChartInput, frame: Frame, below: float, *, shade: bool = True) -> DataBlock:
    """Everything within the data's height, y = 0 at its top; school breaks are shaded on for `below` to the axis."""
    behind = [*(_breaks(chart, frame, below) if shade else ()), *_grid(frame), *_definition_breaks(chart, frame)]
    front = [*_goal(chart, frame), *_limits(chart, frame), *_centres(chart, frame), *_lines(chart, frame)]
    front += [*_points(chart, frame), *_end_labels(frame)]
    return DataBlock(tuple(behind), tuple(front))


def axis_block(chart: ChartInput, frame: Frame) -> AxisBlock:
    """The axis line, a small tick for each point, and dates that never overlap."""
    children: list[Primitive] = [Line(frame.left, 0, frame.right, 0, "control")]
    children += [Line(x, 0, x, 3, "control") for x in frame.xs]
    labels = chart_scales.period_labels(chart.dates)
    from_left = frame.left - 20 if frame.left > 24 else 0.0
    for index, middle in chart_scales.chosen_ticks(frame.xs, labels, TICK_SIZE, 12, from_left, frame.width):
        children.append(label(middle, 15, labels[index], TICK_SIZE, colour="second_text", anchor="middle"))
    return AxisBlock(tuple(children), 22)


def _breaks(chart: ChartInput, frame: Frame, below: float) -> list[Primitive]:
    shaded: list[Primitive] = []
    for gap in chart.gaps:
        left, right = frame.inside(frame.x_of(gap.start)), frame.inside(frame.x_of(gap.end))
        if frame.first_day is None or right - left < 0.5:
            continue
        shaded.append(Rect(left, 0, right - left, frame.height + below, fill="sunken"))
    return shaded


def _definition_breaks(chart: ChartInput, frame: Frame) -> list[Primitive]:
    """Two upright lines close together where what is counted changed: the numbers before and after do not compare."""
    lines: list[Primitive] = []
    for change in chart.definitions:
        if not frame.shows(change.since):
            continue
        x = break_x(chart, frame, change.since)
        lines.append(Rect(x - 1.5, 0, 3, frame.height, fill="chart_ground"))
        lines += [Line(x + dx, 0, x + dx, frame.height, "control") for dx in (-2.0, 2.0)]
    return lines


def break_x(chart: ChartInput, frame: Frame, since: date) -> float:
    """Where a definition's break stands: half-way between the points on both sides of its day."""
    before = [x for x, day in zip(frame.xs, chart.dates, strict=True) if isinstance(day, date) and day < since]
    after = [x for x, day in zip(frame.xs, chart.dates, strict=True) if isinstance(day, date) and day >= since]
    return (max(before) + min(after)) / 2 if before and after else frame.x_of(since)


def _grid(frame: Frame) -> list[Primitive]:
    lines: list[Primitive] = []
    for tick in frame.ticks:
        y = frame.y_of(tick)
        lines.append(Line(frame.left, y, frame.right, y, "grid"))
        if not frame.tick_labels:
            continue
        words = tick_text(tick, frame.percent, frame.tick_places)
        lines.append(label(frame.left - 6, y + 4, words, TICK_SIZE, colour="second_text", anchor="end"))
    return lines


def _goal(chart: ChartInput, frame: Frame) -> list[Primitive]:
    """The goal from edge to edge, or in dated steps with a small riser at each."""
    if chart.goal is None:
        return []
    steps = [
        (frame.left if step.since is None else frame.inside(frame.x_of(step.since)), step.value)
        for step in chart.goal_steps
        if step.since is None or (frame.first_day is not None and frame.shows_by(step.since))
    ]
    if not steps:
        y = frame.y_of(chart.goal.value)
        return [Line(frame.left, y, frame.right, y, "text", 1.5, GOAL_DASH)]
    corners: list[tuple[float, float]] = []
    for number, (x, value) in enumerate(steps):
        until = steps[number + 1][0] if number + 1 < len(steps) else frame.right
        corners += [(x, frame.y_of(value)), (until, frame.y_of(value))]
    if len(corners) == 2:
        return [Line(*corners[0], *corners[1], "text", 1.5, GOAL_DASH)]
    return [Polyline(tuple(corners), "text", 1.5, GOAL_DASH)]


def _limits(chart: ChartInput, frame: Frame) -> list[Primitive]:
    """Dashed, one step a point where they differ: a month with fewer students has wider limits."""
    if frame.plain:
        return []
    upper = [point.ucl for point in chart.result.points]
    lower = [point.lcl for point in chart.result.points]
    return [*_stepped(chart, frame, upper, "second_text", 1.0, LIMIT_DASH),
            *_stepped(chart, frame, lower, "second_text", 1.0, LIMIT_DASH)]  # fmt: skip


def _centres(chart: ChartInput, frame: Frame) -> list[Primitive]:
    return _stepped(chart, frame, [point.centre for point in chart.result.points], "text", 1.5, ())


def _stepped(
    chart: ChartInput, frame: Frame, values: Sequence[float | None], stroke: Role, width: float, dash: tuple[float, ...]
) -> list[Primitive]:
    """A line for each phase: straight where its value stays, else in steps half-way between the points."""
    drawn: list[Primitive] = []
    for number, phase in enumerate(chart.result.phases):
        left, right = phase_edges(chart, frame, number)
        known = [index for index in range(phase.start, phase.end + 1) if values[index] is not None]
        corners: list[tuple[float, float]] = []
        for place, index in enumerate(known):
            y = frame.y_of(values[index] or 0.0)
            starts = left if place == 0 else (frame.xs[known[place - 1]] + frame.xs[index]) / 2
            if corners and abs(corners[-1][1] - y) < 1e-9:
                continue
            if corners:
                corners.append((starts, corners[-1][1]))
            corners.append((starts, y))
        if not corners:
            continue
        corners.append((right, corners[-1][1]))
        if len(corners) == 2:
            drawn.append(Line(left, corners[0][1], right, corners[0][1], stroke, width, dash))
        else:
            drawn.append(Polyline(tuple(corners), stroke, width, dash))
    return drawn


def phase_edges(chart: ChartInput, frame: Frame, number: int) -> tuple[float, float]:
    """Left and right of a phase: half-way to the neighbouring points, the plot's own edges at the ends."""
    phase = chart.result.phases[number]
    left = frame.left if number == 0 else (frame.xs[phase.start - 1] + frame.xs[phase.start]) / 2 + 1.5
    last = number == len(chart.result.phases) - 1
    right = frame.right if last else (frame.xs[phase.end] + frame.xs[phase.end + 1]) / 2 - 1.5
    return left, max(right, left + 1)


def _lines(chart: ChartInput, frame: Frame) -> list[Primitive]:
    """Lines between neighbouring points of a phase: past an excluded point, but broken where a value is missing, where
    what is counted changed, and where a period has no point though no school break explains it."""
    lines: list[Primitive] = []
    previous: Point | None = None
    for point in chart.result.points:
        if point.excluded and point.value is not None:
            continue
        if point.value is None:
            previous = None
            continue
        joined = previous is not None and previous.phase == point.phase
        if previous is not None and previous.value is not None and joined and not _is_broken(chart, previous, point):
            before, after = _look(previous, frame), _look(point, frame)
            ends = (
                (frame.xs[previous.index], frame.y_of(previous.value)),
                (frame.xs[point.index], frame.y_of(point.value)),
            )
            lines.append(Polyline(ends, before[0] if before == after else "common", 1.5))
        previous = point
    return lines


def _look(point: Point, frame: Frame) -> tuple[Role, Shape]:
    return ("common", "circle") if frame.plain else look_of(point.reading, point.signals)


def _is_broken(chart: ChartInput, earlier: Point, later: Point) -> bool:
    one, two = chart.dates[earlier.index], chart.dates[later.index]
    if not isinstance(one, date) or not isinstance(two, date):
        return False
    if any(one < change.since <= two for change in chart.definitions):
        return True
    if chart.days_apart is None or any(chart.result.points[n].excluded for n in range(earlier.index + 1, later.index)):
        return False
    step = (two - one).days
    if step <= 1.6 * chart.days_apart:
        return False
    away = sum(max((min(gap.end, two) - max(gap.start, one)).days + 1, 0) for gap in chart.gaps)
    return step - away > 1.6 * chart.days_apart


def point_size(frame: Frame) -> float:
    """How large the points are: eight across, smaller where they stand close."""
    steps = [later - earlier for earlier, later in zip(frame.xs, frame.xs[1:], strict=False)]
    return max(4.0, min(8.0, 1.1 * min(steps, default=8.0)))


def _points(chart: ChartInput, frame: Frame) -> list[Primitive]:
    marks: list[Primitive] = []
    size = point_size(frame)
    for point in chart.result.points:
        if point.value is None:
            continue
        x, y = frame.xs[point.index], frame.y_of(point.value)
        colour, shape = _look(point, frame)
        if point.excluded:
            marks.append(Marker(x, y, "circle", size, "chart_ground", "common", 1.5))
            continue
        if not frame.plain and point.index in chart.judged:
            marks.append(Marker(x, y, "circle", size + 8, None, "text", 1.5))
        if not frame.plain and OUTSIDE.intersection(point.signals):
            marks.append(Marker(x, y, "circle", size + 7, None, "text" if colour == "common" else colour, 1.5))
        marks.append(Marker(x, y, shape, size, colour, "chart_ground", 1.0))
    return marks


def _end_labels(frame: Frame) -> list[Primitive]:
    heights = [sum(16.0 if bold else 14.0 for _words, bold in one.lines) for one in frame.end_labels]
    wanted = [(one.y, height) for one, height in zip(frame.end_labels, heights, strict=True)]
    tops = chart_lanes.pushed_apart(wanted, -8, frame.height + 10)
    children: list[Primitive] = []
    left = frame.right + 10
    for one, height, top in zip(frame.end_labels, heights, tops, strict=True):
        # The first line is the line's own name: that is what the eye follows to it.
        middle = top + min(8.0, height / 2)
        if one.x < frame.right or abs(middle - one.y) > 9:
            children.append(Line(max(one.x, 0), one.y, left - 3, middle, "control"))
        children += _end_label(one, left, top)
    return children


def _end_label(one: EndLabel, left: float, top: float) -> list[Primitive]:
    children: list[Primitive] = []
    if one.tag:
        children += letter_tag(left, top + 8, one.tag)
        left += 20
    y = top
    for words, bold in one.lines:
        y += 16 if bold else 14
        size = LABEL_SIZE if bold else TICK_SIZE
        children.append(label(left, y - 4, words, size, bold=bold, colour=one.colour if bold else "second_text"))
    return children

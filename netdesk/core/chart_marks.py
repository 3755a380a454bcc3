"""The data of a chart: grid, school breaks, lines, points and the labels at their right ends; and the axis."""

from __future__ import annotations

from dataclasses import dataclass

from netdesk.core import chart_lanes, chart_scales
from netdesk.core.chart_frame import LABEL_SIZE, TICK_SIZE, EndLabel, Frame, look_of, tick_text
from netdesk.core.chart_input import ChartInput
from netdesk.core.charts import Point
from netdesk.core.drawing import Line, Marker, Polyline, Primitive, Rect, Role, label

GOAL_DASH = (1.5, 4.0)


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


def letter_tag(x: float, middle: float, letter: str, role: Role = "text", *, outlined: bool = False) -> list[Primitive]:
    """A letter in a small rounded square, 16 across, its left edge at `x`."""
    if outlined or role == "concern":  # a letter on vermilion would have 3.9:1
        square = Rect(x, middle - 8, 16, 16, fill="chart_ground", stroke=role, stroke_width=1.5, radius=4)
        return [square, label(x + 8, middle + 4.2, letter, LABEL_SIZE, bold=True, anchor="middle")]
    square = Rect(x, middle - 8, 16, 16, fill=role, radius=4)
    return [square, label(x + 8, middle + 4.2, letter, LABEL_SIZE, bold=True, colour="chart_ground", anchor="middle")]


def data_block(chart: ChartInput, frame: Frame, below: float) -> DataBlock:
    """Everything within the data's height, y = 0 at its top; shading goes on for `below` down to the axis."""
    behind = [*_breaks(chart, frame, below), *_grid(frame)]
    front = [*_goal(chart, frame), *_medians(chart, frame), *_lines(chart, frame), *_points(chart, frame)]
    front += _end_labels(frame)
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


def _grid(frame: Frame) -> list[Primitive]:
    lines: list[Primitive] = []
    for tick in frame.ticks:
        y = frame.y_of(tick)
        lines.append(Line(frame.left, y, frame.right, y, "grid"))
        words = tick_text(tick, frame.percent, frame.tick_places)
        lines.append(label(frame.left - 6, y + 4, words, TICK_SIZE, colour="second_text", anchor="end"))
    return lines


def _goal(chart: ChartInput, frame: Frame) -> list[Primitive]:
    if chart.goal is None:
        return []
    y = frame.y_of(chart.goal.value)
    return [Line(frame.left, y, frame.right, y, "text", 1.5, GOAL_DASH)]


def _medians(chart: ChartInput, frame: Frame) -> list[Primitive]:
    lines: list[Primitive] = []
    phases = chart.result.phases
    for number, phase in enumerate(phases):
        if phase.centre is None:
            continue
        y = frame.y_of(phase.centre)
        left, right = phase_edges(chart, frame, number)
        lines.append(Line(left, y, right, y, "text", 1.5))
    return lines


def phase_edges(chart: ChartInput, frame: Frame, number: int) -> tuple[float, float]:
    """Left and right of a phase: half-way to the neighbouring points, the plot's own edges at the ends."""
    phase = chart.result.phases[number]
    left = frame.left if number == 0 else (frame.xs[phase.start - 1] + frame.xs[phase.start]) / 2 + 1.5
    last = number == len(chart.result.phases) - 1
    right = frame.right if last else (frame.xs[phase.end] + frame.xs[phase.end + 1]) / 2 - 1.5
    return left, max(right, left + 1)


def _lines(chart: ChartInput, frame: Frame) -> list[Primitive]:
    """Lines between neighbouring points: broken where a value is missing, past an excluded point, within a phase."""
    lines: list[Primitive] = []
    previous: Point | None = None
    for point in chart.result.points:
        if point.excluded and point.value is not None:
            continue
        if point.value is None:
            previous = None
            continue
        if previous is not None and previous.value is not None and previous.phase == point.phase:
            before, after = look_of(previous.reading, previous.signals), look_of(point.reading, point.signals)
            ends = (
                (frame.xs[previous.index], frame.y_of(previous.value)),
                (frame.xs[point.index], frame.y_of(point.value)),
            )
            lines.append(Polyline(ends, before[0] if before == after else "common", 1.5))
        previous = point
    return lines


def _points(chart: ChartInput, frame: Frame) -> list[Primitive]:
    marks: list[Primitive] = []
    steps = [later - earlier for earlier, later in zip(frame.xs, frame.xs[1:], strict=False)]
    size = max(4.0, min(8.0, 1.1 * min(steps, default=8.0)))
    for point in chart.result.points:
        if point.value is None:
            continue
        x, y = frame.xs[point.index], frame.y_of(point.value)
        colour, shape = look_of(point.reading, point.signals)
        if point.excluded:
            marks.append(Marker(x, y, "circle", size, "chart_ground", "common", 1.5))
            continue
        if point.index in chart.judged:
            marks.append(Marker(x, y, "circle", size + 8, None, "text", 1.5))
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

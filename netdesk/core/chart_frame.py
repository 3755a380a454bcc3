"""The frame of a chart: where the plot is, and where a day and a value lie in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from netdesk import i18n
from netdesk.core import chart_scales, chart_words, text
from netdesk.core.chart_input import ChartInput
from netdesk.core.drawing import Role, Shape
from netdesk.i18n import _

TICK_SIZE = 11.0
LABEL_SIZE = 12.0
END_LABEL_WIDTH = 128.0
# A whole-phase rule says that the order is not random, not that this very point is unusual.
_WHOLE_PHASE = frozenset({"runs", "crossings"})


@dataclass(frozen=True, slots=True)
class Axis:
    """What several charts of one drawing share: the plot's left and right, its days, and (if given) its values."""

    left: float
    right: float
    days: tuple[date, ...] = ()
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A label at the right end of a line: bold words, plain words under them, and the point it is about."""

    lines: tuple[tuple[str, bool], ...]
    x: float
    y: float
    width: float
    colour: Role = "text"
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Sizes and scales. y is measured from the top of the data downwards; `xs` are the points' positions."""

    width: float
    left: float
    right: float
    height: float
    ticks: tuple[float, ...]
    xs: tuple[float, ...]
    x_of: Callable[[date], float]
    percent: bool
    unit: str
    tick_places: int
    value_places: int
    first_day: date | None
    last_day: date | None
    end_labels: tuple[EndLabel, ...] = field(default=())
    plain: bool = False
    tick_labels: bool = True

    def y_of(self, value: float) -> float:
        """The y of a value."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.height * (high - value) / (high - low)

    def inside(self, x: float) -> float:
        """The x kept within the plot."""
        return min(max(x, self.left), self.right)

    def value_text(self, value: float) -> str:
        """A value in words, with a decimal more than the points where it needs it: the median of 6 and 7 is 6.5."""
        needed = chart_scales.decimals_of([round(value * (100 if self.percent else 1), 9)])
        most = max(self.value_places, 1) if self.percent else self.value_places + 1
        return chart_scales.value_text(value, self.unit, percent=self.percent, places=min(needed, most))

    def shows_by(self, day: date) -> bool:
        """True if the day is over before the axis ends."""
        return self.last_day is not None and day <= self.last_day

    def shows(self, day: date) -> bool:
        """True if the day lies within the axis."""
        return self.first_day is not None and self.last_day is not None and self.first_day <= day <= self.last_day


def make_frame(
    chart: ChartInput, width: float, height: float, *, plain: bool = False, axis: Axis | None = None
) -> Frame:
    """The frame for a chart with at least one value: margins as wide as their labels need.

    A plain view has no limits, and so no room for them; with an `axis` the margins, days and values are its own.
    """
    percent = chart.percent
    values = [point.value for point in chart.result.points if point.value is not None]
    ticks = _ticks([*values, *_line_values(chart, plain), *(axis.values if axis else ())], percent)
    tick_places = chart_scales.decimals_of([tick * 100 for tick in ticks] if percent else ticks)
    value_places = chart_scales.value_places(values, percent=percent)
    # A long unit stands in the heading; beside each value it would only crowd the labels.
    unit = chart.unit.strip() if not percent and text.measure(chart.unit, LABEL_SIZE, bold=True) <= 48 else ""
    tick_width = max(text.measure(tick_text(tick, percent, tick_places), TICK_SIZE) for tick in ticks)
    left = max(tick_width, text.measure(_("Cycles"), TICK_SIZE) if chart.spans and not plain else 0.0) + 8
    extra = list(axis.days) if axis else [] if plain else _days_beside(chart)

    def frame(left: float, right: float, labels: tuple[EndLabel, ...] = ()) -> Frame:
        xs, x_of = chart_scales.positions_of(chart.dates, extra, left, right)
        days = [day for day in chart.dates if isinstance(day, date)]
        dated = len(days) == len(chart.dates) and bool(days)
        return Frame(
            width, left, right, height, ticks, tuple(xs), x_of, percent, unit, tick_places, value_places,
            min([*days, *extra]) if dated else None, max([*days, *extra]) if dated else None, labels, plain,
        )  # fmt: skip

    if axis is not None:
        final = frame(axis.left, axis.right)
        return frame(axis.left, axis.right, _end_labels(chart, final))
    draft = frame(left, width - END_LABEL_WIDTH)
    widest = max((one.width for one in _end_labels(chart, draft)), default=0.0)
    final = frame(left, width - widest - 12)
    return frame(left, final.right, _end_labels(chart, final))


def margins(charts: Sequence[ChartInput], width: float, *, plain: bool = False) -> tuple[float, float]:
    """The left and right of a plot that suits all of these charts, one under the other."""
    frames = [make_frame(chart, width, 100.0, plain=plain) for chart in charts]
    return max(frame.left for frame in frames), min(frame.right for frame in frames)


def _line_values(chart: ChartInput, plain: bool) -> list[float]:
    """The values of every line that is drawn: none of them may leave the plot."""
    lines = [phase.centre for phase in chart.result.phases]
    if not plain:
        lines += [line for point in chart.result.points for line in (point.centre, point.lcl, point.ucl)]
    lines += [chart.goal.value] if chart.goal else []
    lines += [step.value for step in chart.goal_steps]
    return [line for line in lines if line is not None]


def tick_text(tick: float, percent: bool, places: int) -> str:
    """A tick's label; the unit is in the chart's heading but for per cent."""
    return chart_scales.value_text(tick, "", percent=percent, places=places)


def _ticks(values: list[float], percent: bool) -> tuple[float, ...]:
    low, high = min(values), max(values)
    room = (high - low) * 0.06
    # Nothing is below zero or above all: no air is added where the numbers themselves end.
    # An axis that would start near zero starts there.
    low_end = low - room if low < 0 or low > high - low else 0.0
    high_end = min(high + room, 1.0) if percent and high <= 1 else high + room
    scale = 100.0 if percent else 1.0
    ticks = tuple(tick / scale for tick in chart_scales.nice_ticks(low_end * scale, high_end * scale))
    return tuple(tick for tick in ticks if not percent or tick <= 1 + 1e-9 or high > 1) if len(ticks) > 2 else ticks


def _days_beside(chart: ChartInput) -> list[date]:
    """Days of cycles and notes that widen the axis: those within a quarter of the data's own span beyond either end."""
    days = [day for day in chart.dates if isinstance(day, date)]
    if len(days) < len(chart.dates) or not days:
        return []
    reach = timedelta(days=max((max(days) - min(days)).days // 4, 7))
    near = [span.start for span in chart.spans] + [span.end for span in chart.spans if span.end]
    near += [note.on for note in chart.annotations]
    return [day for day in near if min(days) - reach <= day <= max(days) + reach]


def _end_labels(chart: ChartInput, frame: Frame) -> tuple[EndLabel, ...]:
    labels = []
    if chart.goal is not None:
        last = _last_value(chart)
        met = last is not None and _reaches(last, chart.goal.value, chart.better) and not frame.plain
        under = _("by {day}").format(day=_goal_day(chart.goal.by, frame)) if chart.goal.by else ""
        goal = goal_at_end(chart, frame)
        head = _("Goal {value}").format(value=frame.value_text(goal))
        labels.append(_label(head, under, frame.right, frame.y_of(goal), tag="G" if met else ""))
    numbers = [point.index for point in chart.result.points if point.value is not None]
    if numbers:
        point = chart.result.points[numbers[-1]]
        value = point.value if point.value is not None else 0.0
        head = _("Last {value}").format(value=frame.value_text(value))
        colour, _shape = look_of(point.reading, point.signals)
        # Vermilion words would have 3.9:1; a plain view has no readings.
        shown: Role = "text" if frame.plain or colour in ("common", "concern") else colour
        labels.append(_label(head, "", frame.xs[point.index] + 7, frame.y_of(value), shown))
    phase = next((one for one in reversed(chart.result.phases) if one.centre is not None), None)
    if phase is not None and phase.centre is not None:
        centre = chart.result.points[phase.end].centre
        line = phase.centre if centre is None else centre
        head = f"{chart_words.centre_name(chart.result)} {frame.value_text(line)}"
        under = _("of the baseline") if phase.baseline is not None else ""
        if not under and len(chart.result.phases) > 1:
            under = _("of the last phase")
        labels.append(_label(head, under, frame.right, frame.y_of(line)))
        labels += [] if frame.plain else _limit_labels(chart, frame)
    return tuple(labels)


def _goal_day(by: date, frame: Frame) -> str:
    """With its year where the day and month alone would be taken for the next one."""
    near = frame.last_day is not None and abs((by - frame.last_day).days) < 300
    return chart_scales.day_and_month(by) if near else i18n.format_date(by, "medium")


def goal_at_end(chart: ChartInput, frame: Frame) -> float:
    """The goal where the axis ends: the newest step that has begun by then."""
    begun = [step.value for step in chart.goal_steps if step.since is None or frame.shows_by(step.since)]
    return begun[-1] if begun else chart.goal.value if chart.goal else 0.0


def _limit_labels(chart: ChartInput, frame: Frame) -> list[EndLabel]:
    """The last limits, in quieter words than the middle line's."""
    last = next((p for p in reversed(chart.result.points) if p.ucl is not None or p.lcl is not None), None)
    if last is None:
        return []
    named = ((_("Upper limit {value}"), last.ucl), (_("Lower limit {value}"), last.lcl))
    return [
        _label("", name.format(value=frame.value_text(line)), frame.right, frame.y_of(line))
        for name, line in named
        if line is not None
    ]


def _label(head: str, under: str, x: float, y: float, colour: Role = "text", tag: str = "") -> EndLabel:
    room = END_LABEL_WIDTH - 12 - (20 if tag else 0)
    bold = text.wrap(head, room, LABEL_SIZE, bold=True) if head else ()
    plain = text.wrap(under, room, TICK_SIZE) if under else ()
    width = max(line.width for line in (*bold, *plain)) + (20 if tag else 0)
    lines = tuple((line.text, True) for line in bold) + tuple((line.text, False) for line in plain)
    return EndLabel(lines, x, y, width, colour, tag)


def _last_value(chart: ChartInput) -> float | None:
    counted = [p.value for p in chart.result.points if p.value is not None and not p.excluded]
    return counted[-1] if counted else None


def _reaches(value: float, goal: float, better: str) -> bool:
    return (better == "up" and value >= goal) or (better == "down" and value <= goal)


def look_of(reading: str, signals: tuple[str, ...]) -> tuple[Role, Shape]:
    """Colour role and shape of a point: everyday circle, improvement square, concern diamond, neutral triangle."""
    if reading == "improvement":
        return "improvement", "square"
    if reading == "concern":
        return "concern", "diamond"
    if reading.startswith("neutral") and not set(signals) <= _WHOLE_PHASE:
        return "neutral", "triangle"
    return "common", "circle"

"""The causal line: process, driver and outcome charts under one another on one time axis, with the cycles through all.

It shows what was changed, what that was to move, and what the aim wants, in the order of the theory. That one moved
after the other is no proof; the drawing says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from netdesk.core import chart_marks, chart_notes, chart_scales, chart_signals, chart_words, text
from netdesk.core.chart_frame import TICK_SIZE, Axis, Frame, make_frame, margins
from netdesk.core.chart_input import ChartInput, Span
from netdesk.core.drawing import Drawing, Group, Line, Primitive, Rect, label, moved
from netdesk.i18n import N_, _

#: From what is done to what is wanted.
LEVELS: Final = {"process": N_("Process"), "driver": N_("Driver"), "outcome": N_("Outcome"),
                 "balancing": N_("Balancing")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Storey:
    """One chart of the stack and its level in the theory."""

    level: str
    chart: ChartInput


@dataclass(frozen=True, slots=True)
class ChartStack:
    """The charts from process up to outcome, and the cycles that run through them."""

    title: str
    storeys: tuple[Storey, ...]
    spans: tuple[Span, ...] = ()


def draw_stack(stack: ChartStack, *, width: float = 720.0, plot_height: float = 104.0) -> Drawing:
    """The charts on one time axis; the cycles are bars beneath and bands through all of them."""
    shown = [one for one in stack.storeys if _is_dated(one.chart)]
    children: list[Primitive] = []
    y = 0.0
    for line in text.wrap(stack.title, width, 13.0, bold=True) if stack.title else ():
        y += 17
        children.append(label(0, y - 4, line.text, 13.0, bold=True))
    y += 4
    if not shown:
        words = label(width / 2, y + 40, _("No points yet."), TICK_SIZE, colour="quiet_text", anchor="middle")
        return Drawing(width, y + 70, (*children, words), stack.title, in_words(stack))
    left, right = margins([one.chart for one in shown], width)
    left = max(left, text.measure(_("Cycles"), TICK_SIZE) + 8)
    days = _days(shown, stack.spans)
    axis = Axis(left, right, days)
    top = y
    plots: list[Primitive] = []
    frame = make_frame(shown[0].chart, width, plot_height, axis=axis)
    for storey in shown:
        head, frame, plot = _storey(storey, axis, width, plot_height)
        plots += [moved(child, 0, y) for child in (*head.children, *(moved(one, 0, head.height) for one in plot))]
        y += head.height + plot_height + 16
    children += _bands(stack.spans, frame, top, y - 16)
    children += [*plots, *(moved(child, 0, y - 14) for child in _axis(shown, frame))]
    y += 10
    spanned = replace(shown[-1].chart, spans=stack.spans, annotations=(), gaps=())
    cycles = chart_notes.cycle_lanes(spanned, frame)
    children += [moved(child, 0, y) for child in cycles.children]
    y += cycles.height
    if cycles.listed:
        named = chart_notes.in_columns(cycles.listed, 0.0, width)
        children += [moved(child, 0, y) for child in named.children]
        y += named.height
    small = chart_notes.paragraphs([caution()], 0.0, width)
    children += [moved(child, 0, y) for child in small.children]
    return Drawing(width, y + small.height, (Group(tuple(children), stack.title),), stack.title, in_words(stack))


def caution() -> str:
    """What has to stand with every causal line."""
    return _(
        "That one line moved after another does not prove that it moved because of it: something else may have "
        "happened at the same time. Ask what else changed, and whether it comes again when the change is tried again."
    )


def in_words(stack: ChartStack) -> str:
    """The stack read aloud: each chart's level, name and what it says, then the cycles, then the caution."""
    said = []
    for one in stack.storeys:
        level = _(LEVELS.get(one.level, one.level))
        said.append(_("{level}: {name}. {says}").format(level=level, name=one.chart.title, says=one.chart.result.says))
    for span in stack.spans:
        start = chart_words.when(span.start)
        told = _("Cycle {name} ran from {start} to {end}.") if span.end else _("Cycle {name} runs since {start}.")
        said.append(told.format(name=span.label, start=start, end=chart_words.when(span.end) if span.end else ""))
    return " ".join([*said, caution()])


def _is_dated(chart: ChartInput) -> bool:
    days = [day for day in chart.dates if isinstance(day, date)]
    return len(days) == len(chart.dates) and any(point.value is not None for point in chart.result.points)


def _days(shown: Sequence[Storey], spans: Sequence[Span]) -> tuple[date, ...]:
    """First and last day of all: of the data, and of cycles within a quarter of the data's span beyond."""
    days = [day for one in shown for day in one.chart.dates if isinstance(day, date)]
    first, last = min(days), max(days)
    reach = timedelta(days=max((last - first).days // 4, 7))
    ends = [day for span in spans for day in (span.start, span.end) if day is not None]
    near = [day for day in ends if first - reach <= day <= last + reach]
    return min([first, *near]), max([last, *near])


def _storey(
    storey: Storey, axis: Axis, width: float, plot_height: float
) -> tuple[chart_marks.Lanes, Frame, list[Primitive]]:
    """Its heading and marks, its frame, and its data; without notes of its own, which would hide the line."""
    chart = replace(storey.chart, spans=(), annotations=())
    frame = make_frame(chart, width, plot_height, axis=axis)
    children: list[Primitive] = []
    y = 0.0
    level = _(LEVELS.get(storey.level, storey.level))
    head = f"{level}: {chart.title}"
    for line in text.wrap(head, width, 12.0, bold=True):
        y += 16
        children.append(label(0, y - 3, line.text, 12.0, bold=True))
    about = "  ·  ".join(part for part in (chart.subtitle, chart_words.kind_in_words(chart)) if part)
    for line in text.wrap(about, width, TICK_SIZE):
        y += 15
        children.append(label(0, y - 3, line.text, TICK_SIZE, colour="second_text"))
    y += 4
    lanes = chart_signals.signal_lanes(chart, frame)
    children += [moved(child, 0, y) for child in lanes.children]
    y += lanes.height + 4
    listed = chart_notes.paragraphs(lanes.listed, frame.left, width - frame.left) if lanes.listed else None
    if listed is not None:
        children += [moved(child, 0, y - 4) for child in listed.children]
        y += listed.height
    # School breaks are not shaded here: beside the cycles' bands nobody could tell which is which.
    data = chart_marks.data_block(chart, frame, 0.0, shade=False)
    plot = [*data.behind, *data.front, Line(frame.left, plot_height, frame.right, plot_height, "control")]
    return chart_marks.Lanes(tuple(children), y), frame, plot


def _bands(spans: Sequence[Span], frame: Frame, top: float, bottom: float) -> list[Primitive]:
    bands: list[Primitive] = []
    for span in spans:
        left = frame.inside(frame.x_of(span.start))
        right = frame.inside(frame.x_of(span.end)) if span.end else frame.right
        if frame.shows(span.start) or (span.end is not None and frame.shows(span.end)):
            bands.append(Rect(left, top, max(right - left, 2.0), bottom - top, fill="accent_tint"))
    return bands


def _axis(shown: Sequence[Storey], frame: Frame) -> list[Primitive]:
    """Dates under the lowest chart, for all of them: the days of their points, as many as have room."""
    marks = sorted({day for one in shown for day in one.chart.dates if isinstance(day, date)})
    xs = [frame.x_of(day) for day in marks]
    labels = chart_scales.period_labels(marks)
    chosen = chart_scales.chosen_ticks(xs, labels, TICK_SIZE, 16, max(frame.left - 20, 0), frame.width)
    ticks: list[Primitive] = [Line(x, 0, x, 3, "control") for x in xs]
    return [*ticks, *(label(x, 15, labels[i], TICK_SIZE, colour="second_text", anchor="middle") for i, x in chosen)]

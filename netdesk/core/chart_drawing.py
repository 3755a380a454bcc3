"""A run chart as a drawing: points, median, goal, signals, phases, cycles and notes, with no label over another.

Lengths are in the unit of the given width; text sizes suit a width of about 720. From top to bottom: title, phases,
signals in lanes, the data, notes in lanes, the axis, cycles in lanes, and a line of small print.
"""

from __future__ import annotations

from dataclasses import dataclass

from netdesk.core import chart_marks, chart_notes, text
from netdesk.core.chart_frame import Frame, make_frame
from netdesk.core.chart_input import ChartInput
from netdesk.core.drawing import Drawing, Group, Primitive, label, moved
from netdesk.i18n import _

TITLE_SIZE = 13.0
SMALL_SIZE = 11.0
RULE_NAMES = {"anhoej": "Anhøj", "ihi": "IHI", "mdc": "Making Data Count", "nelson": "Nelson",
              "western-electric": "Western Electric"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the chart, drawn from y = 0 downwards, and its height."""

    children: tuple[Primitive, ...]
    height: float


def draw_chart(chart: ChartInput, *, width: float = 720.0, plot_height: float = 190.0) -> Drawing:
    """The chart as a drawing `width` wide; `plot_height` is the height of the data alone, the rest takes what it needs.

    The drawing's description is the chart in words, for a screen reader.
    """
    heading = _heading(chart, width)
    if not any(point.value is not None for point in chart.result.points):
        return _empty(chart, heading, width)
    frame = make_frame(chart, width, plot_height)
    phases = chart_notes.phase_band(chart, frame)
    signals = chart_notes.signal_lanes(chart, frame)
    notes = chart_notes.annotation_lanes(chart, frame)
    cycles = chart_notes.cycle_lanes(chart, frame)
    small = chart_notes.small_print(chart, frame, (*cycles.listed, *notes.listed))

    children: list[Primitive] = list(heading.children)
    y = heading.height
    for above in (phases, signals):
        children += [moved(child, 0, y) for child in above.children]
        y += above.height
    data = chart_marks.data_block(chart, frame, notes.height)
    children += [moved(child, 0, y) for child in (*data.behind, *notes.stems, *data.front)]
    children += [moved(child, 0, y + frame.height) for child in notes.children]
    y += frame.height + notes.height
    for below in (chart_marks.axis_block(chart, frame), cycles, small):
        children += [moved(child, 0, y) for child in below.children]
        y += below.height
    return Drawing(width, y, (Group(tuple(children), chart.title),), chart.title, chart.result.words)


def chart_kind_in_words(chart: ChartInput) -> str:
    """What the chart is and by which rules it is read; every chart names its rule set."""
    return _("run chart, {rules} rules").format(rules=RULE_NAMES.get(chart.result.rules, chart.result.rules))


def _heading(chart: ChartInput, width: float) -> Block:
    """Title in bold and, beside it where it fits, what is counted and by which rules."""
    children: list[Primitive] = []
    y = 0.0
    titles = text.wrap(chart.title, width, TITLE_SIZE, bold=True)
    for line in titles:
        y += 17
        children.append(label(0, y - 4, line.text, TITLE_SIZE, bold=True))
    kind = "  ·  ".join(part for part in (chart.subtitle, chart_kind_in_words(chart)) if part)
    left = titles[-1].width + 10 if chart.title else 0.0
    if left + text.measure(text.printable(kind), SMALL_SIZE) <= width:
        children.append(label(left, max(y, 17) - 4, kind, SMALL_SIZE, colour="second_text"))
        return Block(tuple(children), max(y, 17) + 6)
    for line in text.wrap(kind, width, SMALL_SIZE):
        y += 15
        children.append(label(0, y - 4, line.text, SMALL_SIZE, colour="second_text"))
    return Block(tuple(children), y + 6)


def _empty(chart: ChartInput, heading: Block, width: float) -> Drawing:
    words = label(width / 2, heading.height + 40, _("No points yet."), SMALL_SIZE, colour="quiet_text", anchor="middle")
    return Drawing(width, heading.height + 70, (*heading.children, words), chart.title, chart.result.words)


__all__ = ["Block", "Frame", "chart_kind_in_words", "draw_chart"]

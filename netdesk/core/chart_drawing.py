"""A chart as a drawing: points, median, goal, signals, phases, cycles and notes, with no label over another.

Lengths are in the unit of the given width; text sizes suit a width of about 720. From top to bottom: title, phases,
signals in lanes, the data, notes in lanes, the axis, cycles in lanes, and a line of small print.
"""

from __future__ import annotations

from dataclasses import dataclass

from netdesk.core import chart_marks, chart_notes, chart_words, text
from netdesk.core.chart_frame import Frame, make_frame
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_signals import signal_lanes
from netdesk.core.drawing import Drawing, Group, Primitive, label, moved
from netdesk.i18n import _

TITLE_SIZE = 13.0
SMALL_SIZE = 11.0


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the chart, drawn from y = 0 downwards, and its height."""

    children: tuple[Primitive, ...]
    height: float


def draw_chart(
    chart: ChartInput, *, width: float = 720.0, plot_height: float = 190.0, plain: bool = False, heading: bool = True
) -> Drawing:
    """The chart as a drawing `width` wide; `plot_height` is the height of the data alone, the rest takes what it needs.

    The full view has everything; the `plain` one only the data, their middle and the goal. Without a `heading` the
    title is left to the page that shows the chart. The drawing's description is the chart in words, for a screen
    reader.
    """
    head = _heading(chart, width) if heading else Block((), 0.0)
    if not any(point.value is not None for point in chart.result.points):
        return _empty(chart, head, width)
    frame = make_frame(chart, width, plot_height, plain=plain)
    readings = Block((), 0.0) if plain else _readings(chart, width)
    children: list[Primitive] = [*head.children, *(moved(child, 0, head.height) for child in readings.children)]
    y = head.height + readings.height
    listed: tuple[tuple[str, ...], ...] = ()
    if plain:
        notes = chart_notes.Notes((), (), 8, ())
        y += 8
    else:
        phases, signals = chart_notes.phase_band(chart, frame), signal_lanes(chart, frame)
        notes = chart_notes.annotation_lanes(chart, frame)
        listed = (signals.listed, notes.listed)
        for above in (phases, signals):
            children += [moved(child, 0, y) for child in above.children]
            y += above.height
    data = chart_marks.data_block(chart, frame, notes.height)
    children += [moved(child, 0, y) for child in (*data.behind, *notes.stems, *data.front)]
    children += [moved(child, 0, y + frame.height) for child in notes.children]
    y += frame.height + notes.height
    cycles = chart_marks.Lanes((), 4) if plain else chart_notes.cycle_lanes(chart, frame)
    small = chart_notes.small_print(chart, frame, cycles.listed, *listed)
    for below in (chart_marks.axis_block(chart, frame), cycles, small):
        children += [moved(child, 0, y) for child in below.children]
        y += below.height
    return Drawing(width, y, (Group(tuple(children), chart.title),), chart.title, chart.result.words)


def _heading(chart: ChartInput, width: float) -> Block:
    """Title in bold and, beside it where it fits, what is counted and by which rules."""
    children: list[Primitive] = []
    y = 0.0
    titles = text.wrap(chart.title, width, TITLE_SIZE, bold=True)
    for line in titles:
        y += 17
        children.append(label(0, y - 4, line.text, TITLE_SIZE, bold=True))
    kind = "  ·  ".join(part for part in (chart.subtitle, chart_words.kind_in_words(chart)) if part)
    left = titles[-1].width + 10 if chart.title else 0.0
    if left + text.measure(text.printable(kind), SMALL_SIZE) <= width:
        children.append(label(left, max(y, 17) - 4, kind, SMALL_SIZE, colour="second_text"))
        return Block(tuple(children), max(y, 17) + 6)
    for line in text.wrap(kind, width, SMALL_SIZE):
        y += 15
        children.append(label(0, y - 4, line.text, SMALL_SIZE, colour="second_text"))
    return Block(tuple(children), y + 6)


def _readings(chart: ChartInput, width: float) -> Block:
    """Letters and words of what the whole chart says: which way it went and, with limits, how it stands to the goal."""
    if not chart_words.has_limits(chart.result):
        return Block((), 0.0)
    told = [chart_words.variation_words(chart.result), chart_words.assurance_words(chart.result)]
    children: list[Primitive] = []
    x, y = 0.0, 0.0
    for one in told:
        if one is None:
            continue
        letter, words, look = one
        start = chart_marks.tag_width(letter) + 6
        if x and x + start + text.measure(words, SMALL_SIZE) > width:
            x, y = 0.0, y + 20
        outlined = look == "common"
        children += chart_marks.letter_tag(x, y + 9, letter, chart_words.look_role(look), outlined=outlined)
        for line in text.wrap(words, width - x - start, SMALL_SIZE):
            children.append(label(x + start, y + 13, line.text, SMALL_SIZE, colour="second_text"))
            y += 15
        y -= 15
        x += start + text.measure(words, SMALL_SIZE) + 16
    return Block(tuple(children), y + 24)


def _empty(chart: ChartInput, heading: Block, width: float) -> Drawing:
    words = label(width / 2, heading.height + 40, _("No points yet."), SMALL_SIZE, colour="quiet_text", anchor="middle")
    return Drawing(width, heading.height + 70, (*heading.children, words), chart.title, chart.result.words)


__all__ = ["Block", "Frame", "draw_chart"]

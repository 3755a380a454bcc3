"""Small multiples: one small chart for each sub-group, all on the same axes, in one drawing.

Each panel has its own middle line, so that a group is judged against itself; the shared scale lets the eye compare.
Points of groups that are too small are not drawn, and their panel says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from netdesk.core import chart_marks, chart_scales, chart_signals, chart_words, text
from netdesk.core.chart_frame import TICK_SIZE, Axis, Frame, make_frame, tick_text
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_notes import paragraphs
from netdesk.core.drawing import Drawing, Group, Line, Primitive, label, moved
from netdesk.core.fields import SMALL_GROUP
from netdesk.i18n import _, ngettext

#: A panel narrower than this has no room for its words.
NARROWEST: Final = 200.0
GUTTER: Final = 18.0
LINE: Final = 15.0


@dataclass(frozen=True, slots=True)
class Panel:
    """One group: its name and its chart."""

    name: str
    chart: ChartInput


@dataclass(frozen=True, slots=True)
class _Head:
    children: tuple[Primitive, ...]
    height: float


def draw_panels(
    panels: Sequence[Panel], *, title: str, subtitle: str = "", width: float = 720.0, plot_height: float = 96.0,
    teams: bool = False, beside: Sequence[Panel] = (),
) -> Drawing:
    """The groups' charts side by side, in their order, on shared axes; under them the gap between them in words.

    ``teams``: the panels are those of teams, of whom none is called highest or lowest. ``beside`` are panels on other
    sheets that stand on the same axes.
    """  # fmt: skip
    said = "" if teams else gap_in_words(panels)
    top = _title(title, subtitle, panels, width, teams=teams)
    drawn = [panel for panel in panels if _has_values(panel)]
    if not drawn:
        words = _("No points yet.") if not any(panel.chart.hidden for panel in panels) else _hidden_whole()
        empty = label(width / 2, top.height + 40, words, TICK_SIZE, colour="quiet_text", anchor="middle")
        return Drawing(width, top.height + 70, (*top.children, empty), title, words)
    drawn += [panel for panel in beside if _has_values(panel)]
    ticks_width = _ticks_width(drawn)
    columns = max(1, min(len(panels), int((width - ticks_width + GUTTER) // (NARROWEST + GUTTER))))
    room = (width - ticks_width - GUTTER * (columns - 1)) / columns
    values, days = _shared(drawn)
    children: list[Primitive] = list(top.children)
    y = top.height
    for start in range(0, len(panels), columns):
        row = panels[start : start + columns]
        heads = [_head(panel, room) for panel in row]
        tall = max(head.height for head in heads)
        for place, (panel, head) in enumerate(zip(row, heads, strict=True)):
            x = ticks_width + place * (room + GUTTER)
            children += [moved(child, x, y) for child in head.children]
            axis = Axis(0.0, room, days, values)
            children += [moved(child, x, y + tall) for child in _panel(panel, axis, plot_height, place == 0)]
            if start + columns + place >= len(panels):
                children += [moved(child, x, y + tall + plot_height) for child in _dates(days, room)]
        y += tall + plot_height + 30
    if teams:
        return Drawing(width, y - 4, (Group(tuple(children), title),), title, _spoken(panels))
    small = paragraphs([said, *_beside(panels)], 0.0, width)
    children += [moved(child, 0, y - 8) for child in small.children]
    return Drawing(width, y - 8 + small.height, (Group(tuple(children), title),), title, said)


def gap_in_words(panels: Sequence[Panel]) -> str:
    """The gap between the groups: which middle line is highest and lowest, and by how much; "" for fewer than two."""
    known = [
        (phase.centre, panel)
        for panel in panels
        if (phase := next((one for one in reversed(panel.chart.result.phases) if one.centre is not None), None))
        and phase.centre is not None
    ]
    if len(known) < 2:
        return ""
    low, lowest = min(known, key=lambda one: one[0])
    high, highest = max(known, key=lambda one: one[0])
    chart = highest.chart
    middle = chart_words.centre_in_text(chart.result)
    if high - low <= 1e-9 * max(abs(high), abs(low)):
        return _("All groups have the same {middle}: {value}.").format(
            middle=middle, value=chart_words.shown_value(chart, high, more=1)
        )
    return _(
        "The gap: the highest {middle} is that of {highest}, {high}; the lowest that of {lowest}, {low}. "
        "They are {gap} apart."
    ).format(
        middle=middle, highest=highest.name, high=chart_words.shown_value(chart, high, more=1), lowest=lowest.name,
        low=chart_words.shown_value(lowest.chart, low, more=1), gap=_difference(chart, high - low),
    )  # fmt: skip


def _difference(chart: ChartInput, gap: float) -> str:
    if not chart.percent:
        return chart_words.shown_value(chart, gap, more=1)
    points = round(gap * 100, 1)
    shown = chart_scales.value_text(points, "", percent=False, places=chart_scales.decimals_of([points]))
    return _("{n} percentage points").format(n=shown)


def _spoken(panels: Sequence[Panel]) -> str:
    return " ".join(f"{panel.name}: {_about(panel)}." for panel in panels)


def _title(title: str, subtitle: str, panels: Sequence[Panel], width: float, *, teams: bool) -> _Head:
    children: list[Primitive] = []
    y = 0.0
    for line in text.wrap(title, width, 13.0, bold=True) if title else ():
        y += 17
        children.append(label(0, y - 4, line.text, 13.0, bold=True))
    told = [subtitle]
    if panels:
        chart = panels[0].chart
        told.append(chart_words.kind_in_words(chart))
        own = _("each team has its own {middle}") if teams else _("each group has its own {middle}")
        if len(panels) > 1 or not teams:
            told.append(own.format(middle=chart_words.centre_in_text(chart.result)))
        if chart.goal is not None:
            goal = chart_words.shown_value(chart, chart.goal.value, more=1)
            told.append(_("dotted: goal {value}").format(value=goal))
    for line in text.wrap("  ·  ".join(part for part in told if part), width, TICK_SIZE):
        y += LINE
        children.append(label(0, y - 4, line.text, TICK_SIZE, colour="second_text"))
    return _Head(tuple(children), y + 12)


def _has_values(panel: Panel) -> bool:
    return any(point.value is not None for point in panel.chart.result.points)


def _ticks_width(drawn: Sequence[Panel]) -> float:
    values, days = _shared(drawn)
    frame = make_frame(drawn[0].chart, 400, 100, plain=True, axis=Axis(0, 300, days, values))
    return max(text.measure(tick_text(one, frame.percent, frame.tick_places), TICK_SIZE) for one in frame.ticks) + 8


def _shared(drawn: Sequence[Panel]) -> tuple[tuple[float, ...], tuple[date, ...]]:
    """The smallest and largest value of any line of any panel, and the first and last day."""
    values: list[float] = []
    for panel in drawn:
        chart = panel.chart
        for point in chart.result.points:
            values += [one for one in (point.value, point.centre, point.lcl, point.ucl) if one is not None]
        values += [chart.goal.value] if chart.goal else []
        values += [step.value for step in chart.goal_steps]
    days = [day for panel in drawn for day in panel.chart.dates if isinstance(day, date)]
    return (min(values), max(values)), (min(days), max(days)) if days else ()


def _head(panel: Panel, room: float) -> _Head:
    """The group's name with its letters, and its last value and middle."""
    chart = panel.chart
    letters = list(dict.fromkeys(one.letter for one in chart_signals.stretches(chart)))
    letters += ["R"] if any(phase.runs_signal for phase in chart.result.phases) and "S" not in letters else []
    tags = sum(chart_marks.tag_width(letter) + 4 for letter in letters)
    children: list[Primitive] = []
    y = 0.0
    lines = text.wrap(panel.name or _("A group without a name"), room - tags, 12.0, bold=True)
    for line in lines:
        y += 16
        children.append(label(0, y - 4, line.text, 12.0, bold=True))
    x = lines[0].width + 6
    for letter in letters:
        children += chart_marks.letter_tag(x, 8, letter, "text", outlined=letter == "O")
        x += chart_marks.tag_width(letter) + 4
    for line in text.wrap(_about(panel), room, TICK_SIZE):
        y += LINE
        children.append(label(0, y - 3, line.text, TICK_SIZE, colour="second_text"))
    return _Head(tuple(children), max(y, 18) + 8)


def _about(panel: Panel) -> str:
    chart = panel.chart
    newest = chart_words.last_counted(chart)
    told = []
    if newest is not None and newest.value is not None:
        told.append(_("last {value}").format(value=chart_words.shown_value(chart, newest.value)))
    centre = next((one.centre for one in reversed(chart.result.phases) if one.centre is not None), None)
    if centre is not None:
        value = chart_words.shown_value(chart, centre, more=1)
        told.append(f"{chart_words.centre_in_text(chart.result)} {value}")
    if chart.hidden and _has_values(panel):
        count = len(chart.hidden)
        words = ngettext(
            "{n} point not shown: group under {least}", "{n} points not shown: groups under {least}", count
        )
        told.append(words.format(n=count, least=SMALL_GROUP))
    return " · ".join(told)


def _hidden_whole() -> str:
    return _("Not shown: fewer than {least} in the group.").format(least=SMALL_GROUP)


def _panel(panel: Panel, axis: Axis, height: float, first: bool) -> list[Primitive]:
    """One group's data in the shared frame; a group without a shown value says why."""
    if not _has_values(panel):
        words = _hidden_whole() if panel.chart.hidden else _("No points yet.")
        lines = text.wrap(words, axis.right - 16, TICK_SIZE)
        return [
            Line(0, height, axis.right, height, "control"),
            *(
                label(axis.right / 2, height / 2 + 15 * number, line.text, TICK_SIZE, colour="quiet_text",
                      anchor="middle")
                for number, line in enumerate(lines)
            ),
        ]  # fmt: skip
    made = make_frame(panel.chart, axis.right, height, axis=axis)
    frame: Frame = replace(made, end_labels=(), tick_labels=first)
    data = chart_marks.data_block(panel.chart, frame, 0.0)
    return [*data.behind, *data.front, Line(0, height, axis.right, height, "control")]


def _dates(days: tuple[date, ...], room: float) -> list[Primitive]:
    """The first and the last day under the lowest panel of each column."""
    if not days:
        return []
    first, last = chart_scales.period_labels(days)
    ends = [label(0, 15, first, TICK_SIZE, colour="second_text")]
    fits = text.measure(first, TICK_SIZE) + text.measure(last, TICK_SIZE) + 12 <= room
    if first != last and fits:
        ends.append(label(room, 15, last, TICK_SIZE, colour="second_text", anchor="end"))
    return list(ends)


def _beside(panels: Sequence[Panel]) -> list[str]:
    """Why a difference between groups is a question and not yet an answer."""
    if len(panels) < 2:
        return []
    return [_("A gap shows where to ask. Small groups swing more by chance alone than large ones.")]

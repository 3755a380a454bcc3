"""A measure's chart made ready for the screen: all that takes its time, and nothing that needs the window's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from netdesk.core import drawing
from netdesk.core.chart_drawing import draw_chart
from netdesk.core.chart_input import ChartInput
from netdesk.core.drawing import Drawing, Line, Marker, Primitive, Role, Shape, Text
from netdesk.ui.charts.parts import height_of, is_point, parted, plot_of, small_print

LEAST_PLOT = 96.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a point lies in the drawing."""

    index: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Look:
    """What points have in common that are drawn as one cloud."""

    shape: Shape
    fill: Role | None
    stroke: Role | None
    width: float
    size: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a chart is to be drawn: for a room ``width`` wide and at least ``height`` high, in units of the drawing.

    ``plot`` is the height that the data alone had the last time: mostly they fit again.
    """

    width: float
    height: float
    plain: bool
    heading: bool
    zoom: float = 1.0
    plot: float = LEAST_PLOT


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chart as it is drawn for a room of a window, ``height`` high while all points are seen.

    ``plot`` and ``data`` are left and right, top and bottom of the data; ``still`` what moves along with them, without
    the ``words`` of a zoomed chart, and ``edges`` what does not; ``clouds`` are the points' x and y, a row each.
    """

    chart: ChartInput
    wanted: Wanted
    made: Drawing
    height: float
    plot: tuple[float, float]
    data: tuple[float, float]
    still: tuple[Primitive, ...]
    words: tuple[Text, ...] = ()
    edges: tuple[Primitive, ...] = ()
    places: tuple[Place, ...] = ()
    clouds: Mapping[Look, Any] = field(default_factory=dict)


def draw_sheet(chart: ChartInput, wanted: Wanted) -> Sheet:
    """The chart drawn to the room there is; ``wanted`` comes back with the height that its data have now."""
    made, plot_height = _fitted(chart, wanted)
    plot, height = plot_of(made), made.height
    edges: tuple[Primitive, ...] = ()
    if wanted.zoom > 1.0:
        small, (left, right) = small_print(made, plot[0]), plot
        wide = _drawn(chart, wanted, wanted.width + (right - left) * (wanted.zoom - 1.0), plot_height)
        plot = plot_of(wide)
        made, edges = parted(wide, plot, wanted.width, small, height)
    still, marks = _told_apart(chart, made)
    # A word that the edge cuts is worse than none; letters go with their tags.
    words = tuple(one for one in still if isinstance(one, Text) and len(one.text) > 2) if edges else ()
    if words:
        moving = set(map(id, words))
        still = tuple(one for one in still if id(one) not in moving)
    valued = [point.index for point in chart.result.points if point.value is not None]
    places = tuple(Place(index, mark.x, mark.y) for mark, index in zip(marks, valued, strict=False))
    drawn = Wanted(wanted.width, wanted.height, wanted.plain, wanted.heading, wanted.zoom, plot_height)
    return Sheet(chart, drawn, made, height, plot, height_of(made), still, words, edges, places, _clouds(marks))


def _drawn(chart: ChartInput, wanted: Wanted, width: float, plot: float) -> Drawing:
    return draw_chart(chart, width=width, plot_height=plot, plain=wanted.plain, heading=wanted.heading)


def _fitted(chart: ChartInput, wanted: Wanted) -> tuple[Drawing, float]:
    """The drawing whose words and data together are as high as wanted, and the height of its data.

    It is drawn once where nothing but numbers changed.
    """
    made = _drawn(chart, wanted, wanted.width, wanted.plot)
    plot = max(LEAST_PLOT, wanted.height - (made.height - wanted.plot))
    if abs(plot - wanted.plot) <= 0.5:
        return made, wanted.plot
    return _drawn(chart, wanted, wanted.width, plot), plot


def _told_apart(chart: ChartInput, made: Drawing) -> tuple[tuple[Primitive, ...], list[Marker]]:
    """What lies still, and the points in their order; no points where they are not drawn one by one."""
    still: list[Primitive] = []
    marks: list[Marker] = []
    tick: tuple[object, ...] | None = None
    for child in drawing.flat(made.children):
        if isinstance(child, Marker) and is_point(child):
            marks.append(child)
            continue
        if isinstance(child, Line) and child.x1 == child.x2 and child.width <= 1:
            # Hairlines stand on whole pixels: of thousands of ticks most would be painted on the one before.
            same = (round(child.x1), child.y1, child.y2, child.stroke, child.dash)
            if same == tick:
                continue
            tick = same
        still.append(child)
    if len(marks) != sum(1 for point in chart.result.points if point.value is not None):
        return tuple(drawing.flat(made.children)), []  # an empty chart
    return tuple(still), marks


def _clouds(marks: list[Marker]) -> dict[Look, Any]:
    by_look: dict[Look, list[Marker]] = {}
    for mark in marks:
        look = Look(mark.shape, mark.fill, mark.stroke, mark.stroke_width, mark.size)
        by_look.setdefault(look, []).append(mark)
    return {look: np.array([[one.x for one in alike], [one.y for one in alike]]) for look, alike in by_look.items()}

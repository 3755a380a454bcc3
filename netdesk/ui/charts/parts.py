"""A drawing of a chart taken apart: its points, where its data lie, and what stands still while a zoomed one moves."""

from __future__ import annotations

from netdesk.core import drawing
from netdesk.core.drawing import Drawing, Line, Marker, Primitive, Rect, Text


def is_point(child: Primitive) -> bool:
    """Points have a halo of the ground, or (excluded ones) are filled with it."""
    return isinstance(child, Marker) and child.fill is not None and (
        child.stroke == "chart_ground" or (child.fill == "chart_ground" and child.stroke == "common")
    )


def plot_of(made: Drawing) -> tuple[float, float]:
    """Left and right of the data: where the faint lines across begin and end."""
    grid = [one for one in drawing.flat(made.children) if isinstance(one, Line) and one.stroke == "grid"]
    across = [one for one in grid if one.y1 == one.y2]
    return (across[0].x1, across[0].x2) if across else (0.0, made.width)


def height_of(made: Drawing) -> tuple[float, float]:
    """Top and bottom of the data: from the highest faint line down to the axis."""
    lines = [one for one in drawing.flat(made.children) if isinstance(one, Line) and one.y1 == one.y2]
    grid = [one.y1 for one in lines if one.stroke == "grid"]
    axis = [one.y1 for one in lines if one.stroke == "control" and grid and one.y1 >= max(grid)]
    return (min(grid), max([*grid, *axis])) if grid else (0.0, made.height)


def small_print(made: Drawing, left: float) -> tuple[Text, ...]:
    """The lines under the chart: at their width for the whole view, they stay while the data move."""
    flat = drawing.flat(made.children)
    return tuple(one for one in flat if isinstance(one, Text) and one.colour == "quiet_text" and abs(one.x - left) < 1)


def parted(
    wide: Drawing, plot: tuple[float, float], width: float, small: tuple[Text, ...], bottom: float
) -> tuple[Drawing, tuple[Primitive, ...]]:
    """A zoomed drawing without its edges, and the edges as they stand still: scales, line names, small print."""
    left, right = plot
    own_small = {id(one) for one in small_print(wide, left)}
    moving: list[Primitive] = []
    edges: list[Primitive] = []
    for child in drawing.flat(wide.children):
        if id(child) in own_small:
            continue
        box = _extent(child)
        if box[1] <= left + 0.5 and isinstance(child, Text):
            edges.append(child)
        elif box[0] >= right - 0.5:
            edges.append(drawing.moved(child, width - wide.width, 0))
        else:
            moving.append(child)
    last = max((one.y for one in drawing.flat(tuple(moving)) if isinstance(one, Text)), default=bottom)
    shift = last + 18 - min((one.y for one in small), default=last + 18)
    edges += [drawing.moved(one, 0, shift) for one in small]
    height = max(wide.height, bottom + max(shift, 0.0))
    return Drawing(wide.width, height, tuple(moving), wide.title, wide.description), tuple(edges)


def _extent(child: Primitive) -> tuple[float, float]:
    if isinstance(child, Text):
        return child.left, child.left + child.width
    if isinstance(child, Line):
        return min(child.x1, child.x2), max(child.x1, child.x2)
    if isinstance(child, Rect):
        return child.x, child.x + child.width
    if isinstance(child, Marker):
        return child.x - child.size / 2, child.x + child.size / 2
    xs = [x for x, _y in child.points] if hasattr(child, "points") else [0.0]
    return min(xs), max(xs)

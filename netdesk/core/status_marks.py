"""The small shapes that stand beside a word: states of causes and ideas, a measure, a gap. Never colour alone."""

from __future__ import annotations

import math
from typing import Final, Literal

from netdesk.core.drawing import Line, Marker, Polyline, Primitive, Rect, Role
from netdesk.i18n import N_

Shape = Literal["ring", "disc", "half", "diamond", "ticked", "cross", "chart", "dotted"]

#: What each state of a cause is called, with its shape.
CAUSE: Final[dict[str, tuple[Shape, str]]] = {
    "supported": ("disc", N_("supported")),
    "open": ("ring", N_("open")),
    "ruled_out": ("cross", N_("ruled out")),
}
#: What each state of a change idea is called, with its shape; the state follows from the idea's cycles.
IDEA: Final[dict[str, tuple[Shape, str]]] = {
    "untested": ("ring", N_("Untested")),
    "testing": ("half", N_("Testing")),
    "adapted": ("diamond", N_("Adapted")),
    "adopted": ("ticked", N_("Adopted")),
    "abandoned": ("cross", N_("Abandoned here")),
}
#: The mark of a box's row: states, a linked measure, and the two gaps.
ROWS: Final[dict[str, Shape]] = {
    **{state: shape for state, (shape, _word) in {**CAUSE, **IDEA}.items()},
    "measure": "chart",
    "no_measure": "chart",
    "no_test": "dotted",
}


def shape(name: Shape, x: float, y: float, size: float = 10.0, role: Role = "accent") -> tuple[Primitive, ...]:
    """A mark about (x, y), `size` across, in one colour."""
    r = size / 2
    if name == "ring":
        return (Marker(x, y, "circle", size - 1, None, "control" if role == "accent" else role, 1.5),)
    if name == "dotted":
        return (Marker(x, y, "circle", size - 1, None, "control" if role == "accent" else role, 1.3, (1.6, 1.6)),)
    if name == "disc":
        return (Marker(x, y, "circle", size, role),)
    if name == "half":
        arc = tuple(
            (x + (r - 0.6) * math.sin(math.pi * n / 12), y - (r - 0.6) * math.cos(math.pi * n / 12)) for n in range(13)
        )
        return (Marker(x, y, "circle", size - 1.2, None, role, 1.3), Polyline(arc, None, fill=role))
    if name == "diamond":
        return (Marker(x, y, "diamond", size, role),)
    if name == "ticked":
        tick = ((x - 0.52 * r, y), (x - 0.12 * r, y + 0.42 * r), (x + 0.55 * r, y - 0.42 * r))
        return (Rect(x - r, y - r, size, size, role, None, 1.0, 1.5), Polyline(tick, "on_accent", 1.4))
    if name == "cross":
        a, stroke = 0.76 * r, "second_text" if role == "accent" else role
        return (
            Line(x - a, y - a, x + a, y + a, stroke, 1.5),
            Line(x - a, y + a, x + a, y - a, stroke, 1.5),
        )
    stroke = "second_text" if role == "accent" else role
    axes = ((x - r, y - r), (x - r, y + r), (x + r, y + r))
    rise = ((x - 0.6 * r, y + 0.4 * r), (x - 0.1 * r, y - 0.2 * r), (x + 0.3 * r, y + 0.1 * r), (x + r, y - 0.7 * r))
    return (Polyline(axes, stroke, 1.2), Polyline(rise, stroke, 1.2))

"""The primitives that screen, PDF and SVG all paint: plain values, y downwards, colours by role.

A drawing says what is where; a palette says which colour a role has on light, dark or paper. Text is one line with
its width, measured by `core.text` in the bundled fonts, so that every painter can set it to the same length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from netdesk.core import text as text_measures

Role = Literal[
    "ground", "surface", "sunken", "chart_ground", "border", "control", "grid", "text", "second_text", "quiet_text",
    "accent", "accent_tint", "on_accent", "improvement", "concern", "neutral", "common", "hint", "hint_edge",
]  # fmt: skip
Shape = Literal["circle", "square", "diamond", "triangle"]
Anchor = Literal["start", "middle", "end"]

Palette = dict[Role, str]

LIGHT: Final[Palette] = {
    "ground": "#FBF9F4", "surface": "#FFFFFF", "sunken": "#F4F1E9", "chart_ground": "#FFFFFF", "border": "#DFDACE",
    "control": "#8C897E", "grid": "#ECE8DE", "text": "#1F2523", "second_text": "#4E5654", "quiet_text": "#646B68",
    "accent": "#0B5E5A", "accent_tint": "#E1EFEC", "on_accent": "#FFFFFF", "improvement": "#0072B2",
    "concern": "#D55E00", "neutral": "#A6548A", "common": "#6B716F", "hint": "#FBF3DC", "hint_edge": "#9C7A12",
}  # fmt: skip
DARK: Final[Palette] = {
    "ground": "#171918", "surface": "#1F2221", "sunken": "#121413", "chart_ground": "#1A1D1C", "border": "#363B39",
    "control": "#757B78", "grid": "#2B2F2D", "text": "#ECE9E2", "second_text": "#BBBBB4", "quiet_text": "#9C9E98",
    "accent": "#63C7BC", "accent_tint": "#1B3633", "on_accent": "#0D201E", "improvement": "#56B4E9",
    "concern": "#E69F00", "neutral": "#DB95BC", "common": "#A4A7A2", "hint": "#332D18", "hint_edge": "#B9962B",
}  # fmt: skip
# Print is greyscale: shapes, weights and words carry what colour does on screen.
PRINT: Final[Palette] = {
    "ground": "#FFFFFF", "surface": "#FFFFFF", "sunken": "#EFEFEF", "chart_ground": "#FFFFFF", "border": "#C8C8C8",
    "control": "#7A7A7A", "grid": "#E4E4E4", "text": "#111111", "second_text": "#4A4A4A", "quiet_text": "#5E5E5E",
    "accent": "#111111", "accent_tint": "#EAEAEA", "on_accent": "#FFFFFF", "improvement": "#111111",
    "concern": "#111111", "neutral": "#4A4A4A", "common": "#6B6B6B", "hint": "#F4F4F4", "hint_edge": "#7A7A7A",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, room: float = 0.0) -> bool:
        """True if the two share more than an edge, or come nearer than `room`."""
        return (
            self.left < other.right + room
            and other.left < self.right + room
            and self.top < other.bottom + room
            and other.top < self.bottom + room
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `dash` are lengths of stroke and gap."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Role
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Polyline:
    """Straight lines through points; with `fill` a closed area."""

    points: tuple[tuple[float, float], ...]
    stroke: Role | None
    width: float = 1.0
    dash: tuple[float, ...] = ()
    fill: Role | None = None


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, with rounded corners if `radius`."""

    x: float
    y: float
    width: float
    height: float
    fill: Role | None = None
    stroke: Role | None = None
    stroke_width: float = 1.0
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Marker:
    """A mark about (x, y), `size` across. Hollow: only its edge, on `fill`; `halo` is a ring of the ground about it."""

    x: float
    y: float
    shape: Shape
    size: float
    fill: Role | None
    stroke: Role | None = None
    stroke_width: float = 1.5
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. (x, y) is its anchor on the baseline, `width` its measured width."""

    x: float
    y: float
    text: str
    size: float
    width: float
    bold: bool = False
    colour: Role = "text"
    anchor: Anchor = "start"

    @property
    def left(self) -> float:
        """The x of the left end."""
        return self.x - {"start": 0.0, "middle": self.width / 2, "end": self.width}[self.anchor]

    @property
    def box(self) -> Box:
        """What the letters can cover: from ascender to descender."""
        return Box(self.left, self.y - 0.8 * self.size, self.left + self.width, self.y + 0.22 * self.size)


@dataclass(frozen=True, slots=True)
class Group:
    """Primitives that belong together; `label` says what they are to a screen reader."""

    children: tuple[Primitive, ...]
    label: str = ""


Primitive = Line | Polyline | Rect | Marker | Text | Group


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture with its size, title and description in words."""

    width: float
    height: float
    children: tuple[Primitive, ...]
    title: str = ""
    description: str = ""


def label(
    x: float, y: float, text: str, size: float, *, bold: bool = False, colour: Role = "text", anchor: Anchor = "start"
) -> Text:
    """A measured line of text; letters without a font become a visible mark."""
    shown = text_measures.printable(text).replace("\n", " ")
    return Text(x, y, shown, size, text_measures.measure(shown, size, bold), bold, colour, anchor)


def flat(children: tuple[Primitive, ...]) -> Iterator[Line | Polyline | Rect | Marker | Text]:
    """Every primitive in painting order, groups opened."""
    for child in children:
        if isinstance(child, Group):
            yield from flat(child.children)
        else:
            yield child


def texts(drawing: Drawing) -> tuple[Text, ...]:
    """Every line of text of a drawing."""
    return tuple(child for child in flat(drawing.children) if isinstance(child, Text))


def moved(child: Primitive, dx: float, dy: float) -> Primitive:
    """The same primitive elsewhere."""
    if isinstance(child, Text):  # the most frequent, and `replace` is slow
        x, y = child.x + dx, child.y + dy
        return Text(x, y, child.text, child.size, child.width, child.bold, child.colour, child.anchor)
    if isinstance(child, Line):
        x1, y1, x2, y2 = child.x1 + dx, child.y1 + dy, child.x2 + dx, child.y2 + dy
        return Line(x1, y1, x2, y2, child.stroke, child.width, child.dash)
    if isinstance(child, Polyline):
        points = tuple([(x + dx, y + dy) for x, y in child.points])
        return Polyline(points, child.stroke, child.width, child.dash, child.fill)
    if isinstance(child, Marker):
        x, y = child.x + dx, child.y + dy
        return Marker(x, y, child.shape, child.size, child.fill, child.stroke, child.stroke_width, child.dash)
    if isinstance(child, Group):
        return replace(child, children=tuple(moved(one, dx, dy) for one in child.children))
    return replace(child, x=child.x + dx, y=child.y + dy)


def outline(marker: Marker) -> tuple[tuple[float, float], ...]:
    """The corners of a marker that is not a circle; its area is about that of the circle of the same size."""
    half = marker.size / 2
    x, y = marker.x, marker.y
    if marker.shape == "square":
        half *= 0.92
        return ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))
    if marker.shape == "diamond":
        half *= 1.25
        return ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    if marker.shape == "triangle":
        half *= 1.15
        return ((x, y - half), (x + half, y + half * 0.8), (x - half, y + half * 0.8))
    raise ValueError(f"a {marker.shape} has no corners")

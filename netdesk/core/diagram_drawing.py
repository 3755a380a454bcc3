"""A placed diagram as primitives: one drawing for the screen (light and dark), PDF, SVG and greyscale.

Colours are roles. States are a shape and a word, supported causes bold and filled, gaps dashed; the selected chain is
the only coloured line. `draw_box` answers primitives from the box's own left top, so that a canvas can move a box
without drawing it anew; `draw_diagram` is the whole picture with headings and legend.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from netdesk.core import status_marks
from netdesk.core.chart_marks import letter_tag
from netdesk.core.drawing import Drawing, Group, Line, Marker, Polyline, Primitive, Rect, Role, Text, label, moved
from netdesk.core.layout import Placed, PlacedBox, PlacedColumn, PlacedLine, PlacedRow, PlacedText
from netdesk.core.layout.driver_graph import HEADER
from netdesk.core.text import measure
from netdesk.i18n import N_, _

WEAK_DASH: Final = (2.5, 3.5)
GAP_DASH: Final = (3.0, 2.5)
RADIUS: Final = 6.0
_SMALL: Final = 11.0
_LEGEND: Final = 12.0
LEGEND_HEIGHT: Final = 28.0

COLUMN_TITLES: Final = {
    "aim": N_("Aim"),
    "primary": N_("Primary drivers"),
    "secondary": N_("Secondary drivers"),
    "tertiary": N_("Tertiary drivers"),
    "idea": N_("Change ideas"),
}
#: What a difference of the theory says on the box.
CHANGE_WORDS: Final = {
    "added": N_("added"), "removed": N_("taken away"), "changed": N_("changed"), "moved": N_("moved"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Emphasis:
    """What stands out: the selected boxes, the boxes and lines (from, to) of the chain through them, and what a
    difference says of a box or line (added, removed, changed, moved)."""

    selected: frozenset[str] = frozenset()
    chain: frozenset[str] = frozenset()
    chain_lines: frozenset[tuple[str, str]] = frozenset()
    changes: Mapping[str, str] = field(default_factory=dict)
    line_changes: Mapping[tuple[str, str], str] = field(default_factory=dict)


NOTHING: Final = Emphasis()


@dataclass(frozen=True, slots=True)
class _Style:
    fill: Role | None
    stroke: Role | None
    words: Role
    second: Role


_STYLES: Final = {
    "effect": _Style("accent", None, "on_accent", "on_accent"),
    "aim": _Style("accent", None, "on_accent", "on_accent"),
    "category": _Style("accent_tint", "control", "text", "second_text"),
    "rib": _Style("accent_tint", "control", "text", "second_text"),
    "primary": _Style("accent_tint", "control", "text", "second_text"),
    "idea": _Style("surface", "border", "text", "second_text"),
    "cause": _Style(None, None, "text", "second_text"),
}
_PLAIN: Final = _Style("surface", "control", "text", "second_text")


def draw_diagram(
    placed: Placed, *, title: str = "", description: str = "", emphasis: Emphasis = NOTHING, legend: bool = True
) -> Drawing:
    """The whole picture: lines first, boxes over them, headings above and a legend below."""
    children: list[Primitive] = [*draw_columns(placed)]
    children += [one for line in in_painting_order(placed.lines, emphasis) for one in draw_line(line, emphasis)]
    for box in placed.boxes.values():
        children.append(moved(Group(draw_box(box, emphasis), spoken(box)), box.x, box.y))
    width, height = placed.width, placed.height
    if legend and placed.boxes:
        explained = draw_legend(placed)
        width = max(width, 32 + max((one.left + one.width for one in explained if isinstance(one, Text)), default=0))
        children += [moved(one, 16, height) for one in explained]
        height += LEGEND_HEIGHT
    return Drawing(width, height, tuple(children), title, description)


def spoken(box: PlacedBox) -> str:
    """The box in words, for a screen reader: its text, its state, and its rows."""
    said = " ".join(line.text for line in box.lines if line.part == "text")
    state = status_marks.CAUSE.get(box.status) if box.kind in ("cause", "rib") else None
    parts = [said, _(state[1]) if state else "", *(row.given.words for row in box.rows)]
    return ", ".join(part for part in parts if part)


def draw_columns(placed: Placed) -> tuple[Primitive, ...]:
    """The headings over the columns of a driver graph, with a hairline under them."""
    if not placed.columns:
        return ()
    found: list[Primitive] = [
        label(column.x, HEADER - 18, _(COLUMN_TITLES[column.kind]), 13, bold=True, colour="second_text")
        for column in _titled(placed)
    ]
    last = placed.columns[-1]
    found.append(Line(placed.columns[0].x, HEADER - 6, last.x + last.width, HEADER - 6, "border"))
    return tuple(found)


def _titled(placed: Placed) -> Iterable[PlacedColumn]:
    """One heading for neighbouring columns of one kind (drivers deeper than tertiary)."""
    before = ""
    for column in placed.columns:
        if column.kind != before:
            yield column
        before = column.kind


def in_painting_order(lines: Iterable[PlacedLine], emphasis: Emphasis = NOTHING) -> list[PlacedLine]:
    """The lines with those of the chain last, so that no other runs over them."""
    return sorted(lines, key=lambda line: (line.from_id, line.to_id) in emphasis.chain_lines)


def draw_line(line: PlacedLine, emphasis: Emphasis = NOTHING) -> tuple[Primitive, ...]:
    """A line between boxes where it stands."""
    ends = (line.from_id, line.to_id)
    dash = WEAK_DASH if line.strength == "weak" else ()
    if ends in emphasis.chain_lines and line.kind != "spine":
        return (Polyline(line.points, "accent", 2.5, dash),)
    change = emphasis.line_changes.get(ends, "")
    if change == "removed":
        return (Polyline(line.points, "border", 1.2, dash),)
    if change == "added":
        return (Polyline(line.points, "text", 2.0, dash),)
    if line.kind == "spine":
        return (Polyline(line.points, "text", 2.5),)
    if line.kind == "rib":
        return (Polyline(line.points, "text", 1.5),)
    return (Polyline(line.points, "control", 1.2, dash),)


def draw_box(box: PlacedBox, emphasis: Emphasis = NOTHING) -> tuple[Primitive, ...]:
    """A box from its own left top: ground, text, state, rows, and what stands out about it."""
    style = _STYLES.get(box.kind, _PLAIN)
    change = emphasis.changes.get(box.id, "")
    found: list[Primitive] = _ground(box, style, emphasis, change)
    faint = change == "removed" or box.status in ("ruled_out", "abandoned")
    found += [_text(line, style, faint) for line in box.lines]
    if box.kind in ("cause", "rib"):
        mark, _word = status_marks.CAUSE.get(box.status, status_marks.CAUSE["open"])
        first = box.lines[0]
        found += status_marks.shape(mark, first.x - 9, first.y - 4.5)
    for number, row in enumerate(box.rows):
        found += _row(box, number, row, style)
    if change in CHANGE_WORDS:
        found += _change_tag(box, change)
    return tuple(found)


def _ground(box: PlacedBox, style: _Style, emphasis: Emphasis, change: str) -> list[Primitive]:
    found: list[Primitive] = []
    if box.bone is not None:
        if box.id in emphasis.selected:
            found.append(Rect(-6, -4, box.width + 8, box.height + 8, "surface", "accent", 2, RADIUS))
        strong = box.status == "supported"
        bone: Role = "accent" if strong or box.id in emphasis.chain else "control"
        found.append(Line(0, box.bone, box.width, box.bone, bone, 2.0 if strong else 1.2))
        if box.trunk is not None:
            found.append(Line(box.trunk, box.bone, box.trunk_end, box.height, "control", 1.2))
    else:
        if box.id in emphasis.selected:
            found.append(Rect(-4, -4, box.width + 8, box.height + 8, None, "accent", 2, RADIUS + 3))
        edge: Role | None = "accent" if box.id in emphasis.chain and style.stroke else style.stroke
        if change == "removed":
            found.append(Rect(0, 0, box.width, box.height, "sunken", None, 1, RADIUS))
        else:
            found.append(Rect(0, 0, box.width, box.height, style.fill, edge, 1, RADIUS))
    if change in ("added", "changed", "moved"):
        found.append(Rect(-3, -3, box.width + 6, box.height + 6, None, "text", 1.6, RADIUS + 2))
    elif change == "removed":
        found.append(_dashed(-1, -1, box.width + 2, box.height + 2, "control"))
    return found


def _text(line: PlacedText, style: _Style, faint: bool) -> Primitive:
    colour = style.words if line.part == "text" else style.second
    if faint and colour == "text":
        colour = "second_text"
    elif line.part == "row" and line.bold and not faint:
        colour = style.words
    return Text(line.x, line.y, line.text, line.size, line.width, line.bold, colour)


def _row(box: PlacedBox, number: int, row: PlacedRow, style: _Style) -> list[Primitive]:
    given = row.given
    on_fill: Role = "on_accent" if style.words == "on_accent" else "accent"
    found: list[Primitive] = []
    if given.letter:
        found += letter_tag(row.x - 8, row.y, given.letter, "text", outlined=True)
    elif given.mark in status_marks.ROWS:
        found += status_marks.shape(status_marks.ROWS[given.mark], row.x, row.y, 10, on_fill)
    if given.mark in ("no_measure", "no_test"):
        lines = [line for line in box.lines if line.row == number]
        right = max(line.x + line.width for line in lines) + 6
        found.append(_dashed(row.x - 9, lines[0].y - 13, right - row.x + 9, lines[-1].y - lines[0].y + 18, "control"))
    if row.spark and len(given.values) > 1:
        found += sparkline(given.values, *row.spark, role=style.words if on_fill == "on_accent" else "second_text")
    return found


def sparkline(
    values: tuple[float, ...], x: float, y: float, width: float, height: float, *, role: Role = "second_text"
) -> list[Primitive]:
    """Small points over time as one line in this area, the last marked."""
    low, high = min(values), max(values)
    step = width / (len(values) - 1)
    points = tuple(
        (x + n * step, y + height - 2 - (value - low) / ((high - low) or 1) * (height - 4) if high > low
         else y + height / 2)
        for n, value in enumerate(values)
    )  # fmt: skip
    return [Polyline(points, role, 1.2), Marker(*points[-1], "circle", 4, role)]


def _dashed(x: float, y: float, width: float, height: float, role: Role) -> Polyline:
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    return Polyline(corners, role, 1.0, GAP_DASH)


def _change_tag(box: PlacedBox, change: str) -> list[Primitive]:
    """A word on the upper edge at the right."""
    words = {"added": "+ ", "removed": "– "}.get(change, "") + _(CHANGE_WORDS[change])
    width = measure(words, _SMALL, True) + 10
    x = box.width - width - 4
    fill: Role = "text" if change == "added" else "surface"
    return [
        Rect(x, -10, width, 16, fill, "text", 1.2, 4),
        label(x + 5, 2, words, _SMALL, bold=True, colour="surface" if change == "added" else "text"),
    ]


def draw_legend(placed: Placed) -> tuple[Primitive, ...]:
    """What the marks and lines mean, in one line from (0, 0): only what the diagram holds."""
    found: list[Primitive] = []
    x = 0.0
    fishbone = not placed.columns
    states = status_marks.CAUSE if fishbone else status_marks.IDEA
    held = {box.status for box in placed.boxes.values() if not fishbone or box.kind in ("cause", "rib")}
    for state, (mark, word) in states.items():
        if state in held:
            found += status_marks.shape(mark, x + 6, 10)
            found.append(label(x + 18, 14, _(word).lower(), _LEGEND, colour="second_text"))
            x += 18 + measure(_(word).lower(), _LEGEND) + 20
    strengths = {line.strength for line in placed.lines if line.kind == "link"}
    for strength, dash, word in (
        ("strong", (), _("strong link")), ("weak", WEAK_DASH, _("weak link, a guess so far")),
    ):  # fmt: skip
        if strength in strengths:
            found.append(Line(x, 10, x + 28, 10, "control", 1.2, dash))
            found.append(label(x + 36, 14, word, _LEGEND, colour="second_text"))
            x += 36 + measure(word, _LEGEND) + 20
    return tuple(found)

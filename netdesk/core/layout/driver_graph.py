"""The driver graph in columns: aim, primary, secondary and tertiary drivers, change ideas at the right.

Each node hangs at home under one of its parents and has a band of its own across the columns right of it; bands nest
and never overlap. Home is the middle one of its strong parents, and among its siblings a node stands at the edge
toward its other parents: a median ordering, layer by layer from the aim, that follows people's order where links leave
the choice. Links that skip columns run in their band, or through lanes between the boxes.

Source of the median rule: Eades and Wormald, "Edge crossings in drawings of bipartite graphs" (1994). It is used
downwards only and compares places, never averages them: then a new leaf changes no other node's order, and moves no
other box by more than its own height and the gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from netdesk.core.fold import path_between
from netdesk.core.layout.lanes import Lanes, curve
from netdesk.core.layout.placed import (
    Placed,
    PlacedBox,
    PlacedColumn,
    PlacedLine,
    Point,
    RowInput,
    Strength,
    set_words,
)
from netdesk.errors import NetDeskError
from netdesk.i18n import _

KINDS: Final = ("aim", "primary", "secondary", "tertiary", "idea")
WIDTHS: Final = {"aim": 132.0, "primary": 148.0, "secondary": 160.0, "tertiary": 160.0, "idea": 192.0}
GAP: Final = 16.0
GUTTER: Final = 40.0
MARGIN: Final = 16.0
HEADER: Final = 40.0
_LEAST_HEIGHT: Final = 44.0
_PORT_STEP: Final = 6.0


@dataclass(frozen=True, slots=True)
class NodeInput:
    """A node of the theory: its kind (aim, primary, secondary, tertiary, idea), text, definition, and its rows
    (``second_line`` is a short way to give one row of words)."""

    id: str
    kind: str
    text: str
    definition: str = ""
    second_line: str = ""
    rows: tuple[RowInput, ...] = ()
    status: str = ""


@dataclass(frozen=True, slots=True)
class LinkInput:
    """A link from parent to child; weak ones are guesses so far."""

    parent: str
    child: str
    strength: Strength = "strong"


@dataclass(frozen=True, slots=True)
class DriverInput:
    """A theory: nodes in their order, and links, those of one parent in their order."""

    nodes: tuple[NodeInput, ...] = ()
    links: tuple[LinkInput, ...] = ()


Place = tuple[tuple[int, int, int], ...]  # the ways from a root down to a node: comparing two tells which is higher


@dataclass(slots=True)
class _Graph:
    """The links both ways, each parent and child once, and what the layout finds out layer by layer."""

    parents: dict[str, dict[str, LinkInput]]
    layer: dict[str, int]
    home: dict[str, str | None] = field(default_factory=dict)
    place: dict[str, Place] = field(default_factory=dict)


def place_drivers(given: DriverInput) -> Placed:
    """The theory's boxes and lines; NetDeskError, naming it, for links that go in a circle.

    Links to nodes that are not given are left out. A node without a parent stands in the column of its kind.
    """
    nodes = {node.id: node for node in given.nodes}
    links = _usable(given.links, nodes)
    graph = _layers(nodes, links)
    _find_homes(given, links, graph)
    columns, column_of = _columns(nodes, graph)
    boxes = _stack(nodes, graph, columns, column_of)
    lines = _route(links, boxes, columns, column_of, graph)
    lowest = max((box.bottom for box in boxes.values()), default=HEADER)
    bottom = max((y for line in lines for _x, y in line.points), default=lowest)
    right = columns[-1].x + columns[-1].width if columns else MARGIN
    return Placed(right + MARGIN, max(lowest, bottom) + MARGIN, boxes, lines, columns)


def _usable(links: Iterable[LinkInput], nodes: dict[str, NodeInput]) -> tuple[LinkInput, ...]:
    """Links between given nodes, one for each pair; a change idea has nothing under it."""
    found: dict[tuple[str, str], LinkInput] = {}
    for link in links:
        if link.parent in nodes and link.child in nodes and nodes[link.parent].kind != "idea":
            found.setdefault((link.parent, link.child), link)
    return tuple(found.values())


def _layers(nodes: dict[str, NodeInput], links: Sequence[LinkInput]) -> _Graph:
    """The layer of each node: the longest way to it from the aim, change ideas in one layer right of all drivers."""
    parents: dict[str, dict[str, LinkInput]] = {id_: {} for id_ in nodes}
    below: dict[str, list[str]] = {id_: [] for id_ in nodes}
    for link in links:
        parents[link.child][link.parent] = link
        below[link.parent].append(link.child)
    missing = {id_: len(found) for id_, found in parents.items()}
    ready = [id_ for id_, count in missing.items() if count == 0]
    layer = {id_: KINDS.index(node.kind) for id_, node in nodes.items() if not parents[id_]}
    for id_ in ready:
        for child in below[id_]:
            layer[child] = max(layer.get(child, 0), layer[id_] + 1)
            missing[child] -= 1
            if missing[child] == 0:
                ready.append(child)
    if len(ready) < len(nodes):
        raise _circle(nodes, links, {id_ for id_, count in missing.items() if count > 0})
    last = max((layer[id_] for id_, node in nodes.items() if node.kind != "idea"), default=0) + 1
    layer.update({id_: last for id_, node in nodes.items() if node.kind == "idea"})
    return _Graph(parents, layer)


def _circle(nodes: dict[str, NodeInput], links: Sequence[LinkInput], left: set[str]) -> NetDeskError:
    below: dict[str, set[str]] = {}
    for link in links:
        if link.parent in left and link.child in left:
            below.setdefault(link.parent, set()).add(link.child)
    ways = ([link.parent, *path_between(below, link.child, link.parent)] for link in links if link.parent in below)
    path = min((way for way in ways if len(way) > 1), key=len)
    names = " → ".join(f"“{nodes[id_].text}”" for id_ in path)
    return NetDeskError(
        _("The links of this theory go in a circle: {path}. Take one of these links away.").format(path=names)
    )


def _find_homes(given: DriverInput, links: Sequence[LinkInput], graph: _Graph) -> None:
    """Each node's home and place, layer by layer; parents stand left of it, so their places are known."""
    order = {(link.parent, link.child): number for number, link in enumerate(links)}
    number = {node.id: n for n, node in enumerate(given.nodes)}
    kinds = {node.id: node.kind for node in given.nodes}
    for id_ in sorted(graph.layer, key=lambda one: (graph.layer[one], number[one])):
        parents = graph.parents[id_]
        if not parents:
            graph.home[id_] = None
            graph.place[id_] = ((0 if kinds[id_] == "aim" else 1, 0, number[id_]),)
            continue
        strong = [one for one, link in parents.items() if link.strength == "strong"] or list(parents)
        nearest = max(graph.layer[one] for one in strong)
        chosen = sorted((one for one in strong if graph.layer[one] == nearest), key=graph.place.__getitem__)
        home = chosen[(len(chosen) - 1) // 2]
        here = graph.place[home]
        pull = sum(_toward(graph.place[one], here) for one in parents if one != home)
        graph.home[id_] = home
        graph.place[id_] = (*here, ((pull > 0) - (pull < 0), order[home, id_], 0))


def _toward(other: Place, home: Place) -> int:
    """-1 if the other parent stands higher than home, +1 if lower, 0 if one is the other's ancestor."""
    if other == home[: len(other)] or home == other[: len(home)]:
        return 0
    return 1 if other > home else -1


def _columns(nodes: dict[str, NodeInput], graph: _Graph) -> tuple[tuple[PlacedColumn, ...], dict[str, int]]:
    """The columns that hold something, and each node's."""
    used = sorted(set(graph.layer.values()))
    ideas = {graph.layer[id_] for id_, node in nodes.items() if node.kind == "idea"}
    columns: list[PlacedColumn] = []
    x = MARGIN
    for layer in used:
        kind = "idea" if layer in ideas else KINDS[min(layer, 3)]
        columns.append(PlacedColumn(kind, x, WIDTHS[kind]))
        x += WIDTHS[kind] + GUTTER
    return tuple(columns), {id_: used.index(layer) for id_, layer in graph.layer.items()}


def _stack(
    nodes: dict[str, NodeInput], graph: _Graph, columns: Sequence[PlacedColumn], column_of: dict[str, int]
) -> dict[str, PlacedBox]:
    """Bands from top to bottom: a node's band is as high as itself or as its children's bands with their gaps."""
    sets = {id_: _box(node, columns[column_of[id_]], column_of[id_]) for id_, node in nodes.items()}
    in_order = sorted(nodes, key=graph.place.__getitem__)  # a node comes before all under it
    children: dict[str | None, list[str]] = {}
    for id_ in in_order:
        children.setdefault(graph.home[id_], []).append(id_)
    inside: dict[str, float] = {}
    band: dict[str, float] = {}
    for id_ in reversed(in_order):
        below = children.get(id_, [])
        inside[id_] = sum(band[one] for one in below) + GAP * max(len(below) - 1, 0)
        band[id_] = max(sets[id_].height, inside[id_])
    tops: dict[str, float] = {}
    at = HEADER + GAP
    for id_ in children.get(None, []):
        tops[id_] = at
        at += band[id_] + GAP
    boxes: dict[str, PlacedBox] = {}
    for id_ in in_order:
        box = sets[id_]
        boxes[id_] = box.at(box.x, tops[id_] + (band[id_] - box.height) / 2)
        at = tops[id_] + (band[id_] - inside[id_]) / 2
        for child in children.get(id_, []):
            tops[child] = at
            at += band[child] + GAP
    return boxes


def _box(node: NodeInput, column: PlacedColumn, depth: int) -> PlacedBox:
    rows = (*node.rows, RowInput(node.second_line)) if node.second_line else node.rows
    bold = column.kind in ("aim", "primary")
    words = set_words(node.text, column.width, bold=bold, definition=node.definition, rows=rows)
    height = max(words.height + 10, _LEAST_HEIGHT)
    return PlacedBox(
        node.id, column.kind, column.x, 0, column.width, height, words.lines, words.rows, node.status, depth
    )


def _route(
    links: Sequence[LinkInput],
    boxes: dict[str, PlacedBox],
    columns: Sequence[PlacedColumn],
    column_of: dict[str, int],
    graph: _Graph,
) -> tuple[PlacedLine, ...]:
    """Lines from the right edge of a parent to the left edge of a child: curves between columns, lanes through them."""
    ports = _ports(boxes, graph)
    lanes = [Lanes(HEADER + 4) for _column in columns]
    for id_, box in boxes.items():
        lanes[column_of[id_]].block(box.y, box.bottom)
    at_home = [link for link in links if graph.home[link.child] == link.parent]
    others = [link for link in links if graph.home[link.child] != link.parent]
    ys: dict[tuple[str, str], list[float]] = {}
    for link in (*at_home, *others):
        port = ports[link.parent, link.child]
        between = range(column_of[link.parent] + 1, column_of[link.child])
        home = graph.home[link.child] == link.parent
        ys[link.parent, link.child] = [lanes[n].take(port) if not home else lanes[n].mark(port) for n in between]
    lines = []
    for link in links:
        points = _line(link, boxes, columns, column_of, ys[link.parent, link.child], ports[link.parent, link.child])
        lines.append(PlacedLine(link.parent, link.child, tuple(points), link.strength))
    return tuple(lines)


def _line(
    link: LinkInput,
    boxes: dict[str, PlacedBox],
    columns: Sequence[PlacedColumn],
    column_of: dict[str, int],
    ys: Sequence[float],
    port: float,
) -> list[Point]:
    parent, child = boxes[link.parent], boxes[link.child]
    points: list[Point] = [(parent.right, parent.middle)]
    for column, y in zip(columns[column_of[link.parent] + 1 : column_of[link.child]], ys, strict=True):
        points += curve(points[-1], (column.x, y))
        points.append((column.x + column.width, y))
    return points + curve(points[-1], (child.x, port))


def _ports(boxes: dict[str, PlacedBox], graph: _Graph) -> dict[tuple[str, str], float]:
    """Where each link meets its child's left edge: side by side about the middle, in the order of the parents."""
    found: dict[tuple[str, str], float] = {}
    for id_, parents in graph.parents.items():
        box = boxes[id_]
        in_order = sorted(parents, key=lambda one: (boxes[one].middle, graph.place[one]))
        step = min(_PORT_STEP, (box.height - 16) / max(len(in_order) - 1, 1))
        for number, parent in enumerate(in_order):
            found[parent, id_] = box.middle + (number - (len(in_order) - 1) / 2) * step
    return found

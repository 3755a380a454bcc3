"""The theory as a whole: its graph read once, the outline of it, and what in it is still to be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from netdesk.core.records import LINK
from netdesk.i18n import _
from netdesk.operations.drivers import node_text
from netdesk.operations.source import Record, Source


@dataclass(frozen=True, slots=True)
class Node:
    """An aim, driver or change idea with its record."""

    id: str
    kind: str
    record: Record

    @property
    def text(self) -> str:
        """The words on its box, as stored."""
        return node_text(self.record)


@dataclass(frozen=True, slots=True)
class Graph:
    """The theory of one aim: nodes by id, children and parents in the order of their links, and what hangs on nothing.

    ``below`` and ``above`` name the link of each pair; a skipped link (it would close a circle) is in neither.
    """

    aim: str
    nodes: dict[str, Node]
    below: dict[str, list[Record]] = field(default_factory=dict)
    above: dict[str, list[Record]] = field(default_factory=dict)
    reached: frozenset[str] = frozenset()

    def children(self, node: str) -> list[str]:
        """The ids of what hangs under a node, in order."""
        return [link["child"] for link in self.below.get(node, ())]

    def parents(self, node: str) -> list[str]:
        """The ids of what a node serves, the oldest link first."""
        return [link["parent"] for link in self.above.get(node, ())]

    @property
    def unlinked(self) -> list[str]:
        """The nodes that no way leads to from the aim, those first that have nothing above them."""
        found = [one for one in self.nodes if one not in self.reached]
        return sorted(found, key=lambda one: bool(self.parents(one)))


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the outline: a node under one of its parents. ``again``: its children stand at its first place."""

    node: str
    parent: str | None
    depth: int
    again: bool = False
    linked: bool = True


def read_graph(source: Source, aim: str) -> Graph:
    """The theory of an aim; a fixed number of questions to the workspace, however large it is."""
    found: dict[str, Node] = {}
    record = source.get("aim", aim)
    if record is not None:
        found[aim] = Node(aim, "aim", record)
    others = {one["id"] for one in source.select("aim")} - {aim}
    drivers = source.select("driver")
    ideas = source.select("change_idea")
    links = [one for one in source.select(LINK) if one.get("parent") and one.get("child")]
    elsewhere = _below(links, others)
    living = {one["id"]: Node(one["id"], "driver", one) for one in drivers}
    living |= {one["id"]: Node(one["id"], "change_idea", one) for one in ideas}
    reached = _below(links, {aim}) | {aim}
    for id_, node in living.items():
        own = id_ in reached or (id_ not in elsewhere and node.record.get("aim") in (None, aim))
        if own:
            found[id_] = node
    below: dict[str, list[Record]] = {}
    above: dict[str, list[Record]] = {}
    for one in links:
        if one["parent"] in found and one["child"] in found:
            below.setdefault(one["parent"], []).append(one)
            above.setdefault(one["child"], []).append(one)
    return Graph(aim, found, below, above, frozenset(reached & set(found)))


def _below(links: list[Record], starts: set[str]) -> set[str]:
    """Every node that a way leads to from one of these."""
    children: dict[str, list[str]] = {}
    for one in links:
        children.setdefault(one["parent"], []).append(one["child"])
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def places(graph: Graph) -> list[Place]:
    """The outline: depth first from the aim, each node's children at its first place only; then what hangs nowhere."""
    seen: set[str] = set()

    def walk(node: str, parent: str | None, depth: int, linked: bool) -> Iterator[Place]:
        again = node in seen
        seen.add(node)
        yield Place(node, parent, depth, again, linked)
        if not again:
            for child in graph.children(node):
                yield from walk(child, node, depth + 1, linked)

    found = list(walk(graph.aim, None, 0, True)) if graph.aim in graph.nodes else []
    for node in graph.unlinked:
        if node not in seen:
            found += walk(node, None, 0, False)
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """Something in the theory still to be done: ``code`` is unmeasured, untested, idle or unlinked."""

    code: str
    kind: str
    node: str
    text: str


def work(source: Source, graph: Graph) -> list[Work]:
    """Drivers without a measure, ideas without a test, drivers that nothing is tried for, nodes that hang nowhere."""
    measured = {one.get("of") for one in source.select("measure")}
    tested = {one.get("idea") for one in source.select("cycle")}
    found = []
    for node in graph.nodes.values():
        if node.kind == "driver" and node.id not in measured:
            found.append(Work("unmeasured", node.kind, node.id, node.text))
    for node in graph.nodes.values():
        if node.kind == "change_idea" and node.id not in tested:
            found.append(Work("untested", node.kind, node.id, node.text))
    for node in graph.nodes.values():
        if node.kind == "driver" and not graph.children(node.id):
            found.append(Work("idle", node.kind, node.id, node.text))
    found += [
        Work("unlinked", graph.nodes[one].kind, one, graph.nodes[one].text)
        for one in graph.unlinked
        if not graph.parents(one)
    ]
    return found


def work_title(code: str) -> str:
    """The heading of a group of such work."""
    return {
        "unmeasured": _("Unmeasured drivers"),
        "untested": _("Untested ideas"),
        "idle": _("Drivers without an idea"),
        "unlinked": _("Not linked to the aim"),
    }[code]

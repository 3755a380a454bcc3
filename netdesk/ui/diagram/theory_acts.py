"""The acts of a theory: drivers and change ideas under an aim, where a node may serve several parents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netdesk.core import status_marks
from netdesk.core.diagram_drawing import NOTHING, Emphasis
from netdesk.core.layout import DriverInput, place_drivers
from netdesk.core.status_marks import Shape
from netdesk.core.theory_difference import both, emphasis_of
from netdesk.i18n import _
from netdesk.operations import drivers, theory
from netdesk.operations.cycles import idea_status
from netdesk.operations.diagrams import Remembered, driver_input, input_of
from netdesk.operations.source import ReadOnce
from netdesk.operations.theory import Graph, Work
from netdesk.ui.context import Context
from netdesk.ui.diagram.acts import Acts, Drop, Line, Spot, Where


class TheoryActs(Acts):
    """The theory of an aim that is open; ``graph`` is what it is made of, ``work`` what is still to do in it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.graph = Graph("", {})
        self.work: list[Work] = []
        self.aim = ""
        self.statuses: dict[str, str] = {}
        #: What the layout is given, and the state it is compared with, if any.
        self.given = DriverInput()
        self.compared: DriverInput | None = None
        self._texts: dict[str, str] = {}

    def open(self, aim: str) -> None:
        """Show the theory of another aim ("" for none)."""
        if self.aim != aim:
            self.selection = ()
            self.compared = None
        self.aim = aim
        self.reload()

    @property
    def root(self) -> str:
        return self.aim if self.aim in self.graph.nodes else ""

    @property
    def wanted(self) -> str:
        return self.aim

    @wanted.setter
    def wanted(self, root: str) -> None:
        self.aim = root

    def lay_out(self, root: str) -> None:
        place_drivers(driver_input(self.context.workspace, root))

    def reading(self) -> Iterator[None]:
        workspace = ReadOnce(self.context.workspace)
        self.graph = theory.read_graph(workspace, self.aim)
        if not self.root:
            self.lines, self.work = [], []
            return
        yield
        self.work = theory.work(workspace, self.graph)
        yield
        cycles: dict[str, list[dict[str, object]]] = {}
        for one in workspace.select("cycle"):
            cycles.setdefault(one.get("idea") or "", []).append(one)
        ideas = [node.id for node in self.graph.nodes.values() if node.kind == "change_idea"]
        self.statuses = {idea: idea_status(cycles.get(idea, [])) for idea in ideas}
        self.given = input_of(Remembered(workspace), self.graph)
        self._texts = {node.id: node.text for node in self.given.nodes}
        self.lines = self._outline()
        yield
        drawn = both(self.compared, self.given) if self.compared is not None else self.given
        self.placed = place_drivers(drawn)

    def compare(self, before: DriverInput | None) -> None:
        """Show what changed since this state of the theory; None shows it plainly."""
        self.compared = before
        self._read = None
        self.reload()

    def changes(self) -> Emphasis:
        return emphasis_of(self.compared, self.given) if self.compared is not None else NOTHING

    def _outline(self) -> list[Line]:
        lines = []
        loose = False
        for place in theory.places(self.graph):
            node = self.graph.nodes[place.node]
            text = self.text_of(place.node)
            aside, said = "", [text]
            if not place.linked and place.depth == 0:
                aside = _("not linked to the aim")
            elif place.again:
                aside = _("also above")
            mark: Shape | None = None
            if node.kind == "change_idea":
                mark, word = status_marks.IDEA[self.statuses[node.id]]
                said = [_("Change idea: {text}").format(text=text), _(word)]
            elif node.kind == "driver":
                said = [_("Driver: {text}").format(text=text)]
            loose = loose or not place.linked
            spot = Spot(place.parent, place.node)
            spoken = ", ".join([*said, *filter(None, [aside])])
            faint = self.statuses.get(node.id) == "abandoned"
            lines.append(Line(spot, place.depth, text, mark, aside, node.kind == "aim", faint, spoken))
        return lines

    def text_of(self, node: str) -> str:
        found = self.graph.nodes.get(node)
        if found is None:
            return ""
        if found.kind == "aim":  # its words on the box are composed of its parts
            return self._texts.get(node) or found.text or _("Aim without words")
        return found.text or _("Without a name")

    def kind_of(self, node: str) -> str:
        """ "aim", "driver", "change_idea", or "" for what is not here."""
        return self.graph.nodes[node].kind if node in self.graph.nodes else ""

    def chain_of(self, nodes: frozenset[str]) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        chain: set[str] = set()
        lines: set[tuple[str, str]] = set()
        waiting = [one for one in nodes if one in self.graph.nodes]
        chain.update(waiting)
        while waiting:
            child = waiting.pop()
            for parent in self.graph.parents(child):
                lines.add((parent, child))
                if parent not in chain:
                    chain.add(parent)
                    waiting.append(parent)
        return frozenset(chain), frozenset(lines)

    # Deeds

    def new_words(self, where: Where) -> str:
        current = self.current
        if not self.root:
            return ""
        if current is None or current.node == self.root:
            return _("New primary driver")
        kind = self.kind_of(current.node)
        if where == "beside":
            return _("New change idea") if kind == "change_idea" else _("New driver")
        if kind == "change_idea":
            return ""
        below = drivers.child_kind(self.context.workspace, current.node)
        words = _("New driver under {name}") if below == "driver" else _("New change idea under {name}")
        return words.format(name=self.text_of(current.node))

    def add(self, where: Where, text: str) -> bool:
        current = self.current
        if current is None or current.node == self.root:
            return self._added(self.do(drivers.ADD_DRIVER, drivers.add_below, self.root, text, "driver"), self.root)
        label = drivers.ADD_IDEA if self._makes_idea(current, where) else drivers.ADD_DRIVER
        if where == "below":
            made = self.do(label, drivers.add_below, current.node, text)
            return self._added(made, current.node)
        if current.parent is None:  # what hangs nowhere has its new neighbour under the aim
            made = self.do(label, drivers.add_below, self.root, text, self.kind_of(current.node))
            return self._added(made, self.root)
        return self._added(
            self.do(label, drivers.add_beside, current.parent, current.node, text), current.parent
        )

    def _makes_idea(self, current: Spot, where: Where) -> bool:
        if where == "beside":
            return self.kind_of(current.node) == "change_idea"
        return self.kind_of(current.node) == "driver" and (
            drivers.child_kind(self.context.workspace, current.node) == "change_idea"
        )

    def add_idea(self, parent: str | None, text: str) -> bool:
        """A change idea under a driver, or for now under nothing."""
        return self._added(self.do(drivers.ADD_IDEA, drivers.add_idea_under, parent, text), parent)

    def add_driver(self, parent: str, text: str) -> bool:
        """A driver under the aim or another driver."""
        return self._added(self.do(drivers.ADD_DRIVER, drivers.add_below, parent, text, "driver"), parent)

    def _added(self, made: str | None, parent: str | None) -> bool:
        return bool(made) and self.select_node(str(made), parent)

    def rename(self, node: str, text: str) -> bool:
        return bool(self.do(drivers.RENAME_NODE, drivers.rename_node, node, text))

    def name_key(self, node: str) -> tuple[str, str, str] | None:
        kind = self.kind_of(node)
        return (kind, node, "name") if kind in ("driver", "change_idea") else None

    def _movable_current(self) -> Spot | None:
        current = self.current
        return current if current is not None and current.parent is not None and self.writable else None

    def step(self, step: int) -> bool:
        spot = self._movable_current()
        if spot is None:
            return False
        return bool(self.do(drivers.MOVE_NODE, drivers.step_node, spot.parent, spot.node, step))

    def indent(self) -> bool:
        spot = self._movable_current()
        if spot is None:
            return False
        parent = self.do(drivers.MOVE_NODE, drivers.indent_node, spot.parent, spot.node)
        return isinstance(parent, str) and self.select_node(spot.node, parent)

    def outdent(self) -> bool:
        spot = self._movable_current()
        above = self.parent_spot(spot) if spot is not None else None
        if spot is None or above is None or above.parent is None:
            return False
        parent = self.do(drivers.MOVE_NODE, drivers.outdent_node, above.parent, spot.parent, spot.node)
        return isinstance(parent, str) and self.select_node(spot.node, parent)

    def delete(self) -> bool:
        chosen = [spot.node for spot in self.movable]
        if not chosen or not self.writable:
            return False
        above = self.parent_spot(self.movable[0])
        done = bool(self.do(drivers.DELETE_NODE, drivers.delete_nodes, chosen))
        if done and above is not None:
            self.select_node(above.node, above.parent)
        return done

    def drop(self, spots: Sequence[Spot], target: Spot, how: Drop) -> bool:
        places = [(spot.parent, spot.node) for spot in spots]
        if how == "into":
            done = bool(self.do(drivers.MOVE_NODE, drivers.append_nodes, places, target.node))
            parent: str | None = target.node
        else:
            parent = target.parent
            if parent is None:
                return False
            after = target.node if how == "after" else self._before(target, {spot.node for spot in spots})
            done = bool(self.do(drivers.MOVE_NODE, drivers.move_nodes, places, parent, after))
        if done:
            self.select_node(spots[-1].node, parent)
        return done

    def _before(self, target: Spot, moved: set[str]) -> str | None:
        """The sibling that something put before the target comes after."""
        order = self.graph.children(target.parent or "")
        rest = [node for node in order if node not in moved or node == target.node]
        place = rest.index(target.node) if target.node in rest else 0
        return rest[place - 1] if place else None

    def drop_words(self, spots: Sequence[Spot], target: Spot, how: Drop, *, linking: bool) -> str:
        moved = {spot.node for spot in spots}
        parent = target.node if how == "into" else target.parent
        if parent is None or parent in moved or target.node in moved or self.kind_of(parent) == "change_idea":
            return ""
        if moved & self.chain_of(frozenset({parent}))[0]:
            return ""  # it would hang under itself
        words = self.text_of(target.node)
        if linking:
            return _("Also serves “{name}”").format(name=words)
        if how == "into":
            return _("Under “{name}”").format(name=words)
        return (_("Before “{name}”") if how == "before" else _("After “{name}”")).format(name=words)

    def paste_below(self, parent: str, entries: Sequence[tuple[int, str]]) -> list[str] | None:
        made: list[str] | None = self.do(drivers.PASTE_NODES, drivers.paste_nodes, parent, list(entries))
        return made

    def link(self, spots: Sequence[Spot], parent: str) -> bool:
        nodes = [spot.node for spot in spots]
        return bool(self.do(drivers.LINK_DRIVERS, drivers.link_under, parent, nodes))

    def unlink(self) -> bool:
        spot = self._movable_current()
        if spot is None:
            return False
        done = bool(self.do(drivers.UNLINK_DRIVERS, drivers.unlink, spot.parent, spot.node))
        if done:
            self.select_node(spot.node)
        return done

    def link_choices(self) -> list[tuple[str, str]]:
        chosen = [spot.node for spot in self.movable]
        if not chosen:
            return []
        below = set(chosen)
        waiting = list(chosen)
        while waiting:
            for child in self.graph.children(waiting.pop()):
                if child not in below:
                    below.add(child)
                    waiting.append(child)
        served = set.intersection(*(set(self.graph.parents(node)) for node in chosen))
        may = [one for one in self.graph.nodes.values() if one.kind != "change_idea"]
        return [(one.id, self.text_of(one.id)) for one in may if one.id not in below and one.id not in served]

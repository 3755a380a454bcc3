"""What changed between two states of a theory: nodes added, taken away, changed and moved, each in a sentence.

Both states are what the layout takes, so a version kept long ago is compared, and drawn, like the one of today.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from netdesk.core import status_marks
from netdesk.core.diagram_drawing import Emphasis
from netdesk.core.fold import path_between
from netdesk.core.layout import DriverInput, LinkInput, NodeInput
from netdesk.i18n import _

Code = Literal["added", "removed", "changed", "moved"]
CODES: Final[tuple[Code, ...]] = ("added", "removed", "changed", "moved")


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: what happened to which node, in a sentence; `parent` is set where it is about one link only."""

    code: Code
    node: str
    words: str
    parent: str = ""


@dataclass(slots=True)
class _State:
    """A theory by id: its nodes, and the links of each child and of each parent."""

    nodes: dict[str, NodeInput]
    above: dict[str, dict[str, LinkInput]] = field(default_factory=dict)
    below: dict[str, list[str]] = field(default_factory=dict)

    def name(self, id_: str) -> str:
        return f"“{self.nodes[id_].text}”"


def _state(given: DriverInput) -> _State:
    state = _State({node.id: node for node in given.nodes})
    for link in given.links:
        if link.parent in state.nodes and link.child in state.nodes:
            state.above.setdefault(link.child, {})[link.parent] = link
            state.below.setdefault(link.parent, []).append(link.child)
    return state


def differences(before: DriverInput, after: DriverInput) -> tuple[Difference, ...]:
    """All that changed, in the order of `CODES` and within each of the diagrams' own order."""
    old, new = _state(before), _state(after)
    found = [*_added(old, new), *_removed(old, new)]
    for id_, node in new.nodes.items():
        if id_ in old.nodes:
            found += _changed(old, new, old.nodes[id_], node)
            found += _moved(old, new, id_)
    found += _reordered(old, new, {one.node for one in found if one.code == "moved"})
    return tuple(sorted(found, key=lambda one: CODES.index(one.code)))


def _added(old: _State, new: _State) -> Iterator[Difference]:
    for id_ in new.nodes:
        if id_ not in old.nodes:
            parents = ", ".join(new.name(one) for one in new.above.get(id_, ()))
            words = _("{node} was added under {parents}.") if parents else _("{node} was added.")
            yield Difference("added", id_, words.format(node=new.name(id_), parents=parents))


def _removed(old: _State, new: _State) -> Iterator[Difference]:
    for id_ in old.nodes:
        if id_ not in new.nodes:
            yield Difference("removed", id_, _("{node} was taken away.").format(node=old.name(id_)))


def _changed(old: _State, new: _State, before: NodeInput, after: NodeInput) -> Iterator[Difference]:
    if before.text != after.text:
        words = _("{before} now reads {after}.").format(before=old.name(before.id), after=new.name(after.id))
        yield Difference("changed", after.id, words)
    if before.definition != after.definition:
        if not before.definition:
            words = _("{node} is now defined: “{definition}”.")
        elif not after.definition:
            words = _("{node} lost its definition.")
        else:
            words = _("{node} now means “{definition}”.")
        yield Difference("changed", after.id, words.format(node=new.name(after.id), definition=after.definition))
    if before.status != after.status and before.status and after.status:
        words = _("{node}: {before} became {after}.").format(
            node=new.name(after.id), before=_status(before.status), after=_status(after.status)
        )
        yield Difference("changed", after.id, words)
    for parent, link in new.above.get(after.id, {}).items():
        earlier = old.above.get(after.id, {}).get(parent)
        if earlier is not None and earlier.strength != link.strength:
            said = (
                _("The link from {parent} to {node} is now weak.")
                if link.strength == "weak"
                else _("The link from {parent} to {node} is now strong.")
            )
            words = said.format(parent=new.name(parent), node=new.name(after.id))
            yield Difference("changed", after.id, words, parent)


def _status(status: str) -> str:
    known = status_marks.IDEA.get(status)
    return _(known[1]).lower() if known else status


def _moved(old: _State, new: _State, id_: str) -> Iterator[Difference]:
    """Other parents than before; one that was taken away is told by itself."""
    before, after = old.above.get(id_, {}), new.above.get(id_, {})
    left = [one for one in before if one not in after and one in new.nodes]
    came = [one for one in after if one not in before]
    node = new.name(id_)
    if left and came:
        words = _("{node} moved from {left} to {came}.")
    elif came:
        words = _("{node} now also hangs under {came}.") if before else _("{node} now hangs under {came}.")
    elif left:
        words = _("{node} no longer hangs under {left}.")
    else:
        return
    names = {"left": ", ".join(map(new.name, left)), "came": ", ".join(map(new.name, came))}
    yield Difference("moved", id_, words.format(node=node, **names))


def _reordered(old: _State, new: _State, told: set[str]) -> Iterator[Difference]:
    """Siblings that changed places: as few as tell the new order from the old."""
    for parent, children in new.below.items():
        place = {child: n for n, child in enumerate(old.below.get(parent, []))}
        common = [child for child in children if child in place]
        kept = _longest_rising([place[child] for child in common])
        for n, child in enumerate(common):
            if n not in kept and child not in told:
                told.add(child)
                words = _("{node} has another place under {parent}.")
                yield Difference("moved", child, words.format(node=new.name(child), parent=new.name(parent)))


def _longest_rising(places: list[int]) -> set[int]:
    """The indices of a longest rising part of the list."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        tails[at:], ends[at:] = [place, *tails[at + 1 :]], [n, *ends[at + 1 :]]
    found: set[int] = set()
    here = ends[-1] if ends else -1
    while here >= 0:
        found.add(here)
        here = before[here]
    return found


def both(before: DriverInput, after: DriverInput) -> DriverInput:
    """The theory of today with what was taken away still in it, where it stood: for drawing the difference."""
    nodes = {node.id: node for node in after.nodes}
    gone = {node.id: replace(node, rows=(), status="") for node in before.nodes if node.id not in nodes}
    order = [node.id for node in after.nodes]
    previous = ""
    for node in before.nodes:
        if node.id in gone:
            order.insert(order.index(previous) + 1 if previous in order else 0, node.id)
        previous = node.id
    return DriverInput(tuple({**nodes, **gone}[id_] for id_ in order), tuple(_all_links(before, after)))


def _all_links(before: DriverInput, after: DriverInput) -> list[LinkInput]:
    """Links of both, an old one behind the sibling it followed; one that would close a circle is left out."""
    links = list(after.links)
    known = {(link.parent, link.child) for link in links}
    below: dict[str, set[str]] = {}
    for link in links:
        below.setdefault(link.parent, set()).add(link.child)
    last: dict[str, tuple[str, str]] = {}
    for link in before.links:
        ends = (link.parent, link.child)
        if ends not in known and not path_between(below, link.child, link.parent):
            behind = last.get(link.parent)
            at = next((n + 1 for n, one in enumerate(links) if (one.parent, one.child) == behind), 0)
            links.insert(at, link)
            below.setdefault(link.parent, set()).add(link.child)
            known.add(ends)
        last[link.parent] = ends
    return links


def emphasis_of(before: DriverInput, after: DriverInput) -> Emphasis:
    """What the drawing of `both` says on boxes and lines: of several changes of a node, the weightiest."""
    changes: dict[str, str] = {}
    for one in differences(before, after):
        if not one.parent:
            changes.setdefault(one.node, one.code)
    old = {(link.parent, link.child) for link in before.links}
    new = {(link.parent, link.child) for link in after.links}
    lines = {**dict.fromkeys(new - old, "added"), **dict.fromkeys(old - new, "removed")}
    return Emphasis(changes=changes, line_changes=lines)

"""The theory of improvement: drivers, change ideas, and the links that make them a graph under the aim."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from netdesk.core.records import LINK, derive_id
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.causes import named
from netdesk.operations.source import Record, Source, known_fields

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

ADD_DRIVER: Final = N_("Add a driver")
ADD_IDEA: Final = N_("Add a change idea")
RENAME_NODE: Final = N_("Rename a part of the theory")
MOVE_NODE: Final = N_("Move a part of the theory")
DELETE_NODE: Final = N_("Delete a part of the theory")
PASTE_NODES: Final = N_("Paste into the theory")
LINK_DRIVERS: Final = N_("Link drivers")
UNLINK_DRIVERS: Final = N_("Take a link away")
SET_STRENGTH: Final = N_("Set how strong a link is")
LINK_MEASURE: Final = N_("Link a measure")
EDIT_DEFINITION: Final = N_("Edit a definition")

_BELOW: Final = {"primary": "secondary", "secondary": "tertiary"}


def add_driver(
    edit: Edit,
    parent: str,
    name: str,
    *,
    definition: str | None = None,
    strength: str = "strong",
    from_cause: str | None = None,
) -> str:
    """A driver under an aim (primary) or another driver (one level below it), linked; its id."""
    above = edit.get("driver", parent)
    if above is not None:
        level, aim = _BELOW.get(above.get("level", "primary"), "tertiary"), above.get("aim")
    elif edit.get("aim", parent) is not None:
        level, aim = "primary", parent
    else:
        raise NetDeskError(_("A driver hangs under an aim or another driver. Choose one that is still there."))
    fields = {"aim": aim, "level": level, "name": name, "definition": definition, "from_cause": from_cause}
    driver = edit.add("driver", known_fields("driver", fields))
    link(edit, parent, driver, strength=strength)
    return driver


def add_idea(
    edit: Edit,
    name: str,
    *,
    parent: str | None = None,
    description: str | None = None,
    research: str | None = None,
    strength: str = "strong",
) -> str:
    """A change idea, linked under a driver if one is named; its id."""
    fields = {"name": name, "description": description, "research": research}
    idea = edit.add("change_idea", known_fields("change_idea", fields))
    if parent is not None:
        link(edit, parent, idea, strength=strength)
    return idea


def link(edit: Edit, parent: str, child: str, *, strength: str = "strong") -> str:
    """A link from parent to child; one that is there gets this strength. Its id. A circle is refused by the store."""
    id_ = link_id(parent, child)
    if edit.get("driver_link", id_) is not None:
        edit.put("driver_link", id_, {"strength": strength})
        return id_
    return edit.add("driver_link", {"parent": parent, "child": child, "strength": strength})


def link_id(parent: str, child: str) -> str:
    """The id of the link between two nodes, the same for everybody."""
    return derive_id(LINK, [parent, child])


def unlink(edit: Edit, parent: str, child: str) -> None:
    """Take the link away; both ends stay."""
    id_ = link_id(parent, child)
    if edit.get("driver_link", id_) is not None:
        edit.delete("driver_link", id_)


def set_strength(edit: Edit, parent: str, child: str, strength: str) -> None:
    """Make a link strong or weak (a guess so far)."""
    edit.put(LINK, link_id(parent, child), {"strength": strength})


# Acts on nodes. A node is an aim, a driver or a change idea; (parent, node) is a place of it, since it may have more.


def kind_of(source: Source, node: str) -> str | None:
    """ "aim", "driver" or "change_idea"; None where there is no such living node."""
    return next((kind for kind in ("driver", "change_idea", "aim") if source.get(kind, node) is not None), None)


def must_be_node(source: Source, node: str) -> str:
    """The kind of a node, or NetDeskError: it may have been deleted meanwhile."""
    kind = kind_of(source, node)
    if kind is None:
        raise NetDeskError(_("This part of the theory is not here any more. Look for it in the history."))
    return kind


def node_text(record: Record) -> str:
    """The words on a node's box, as stored."""
    return str(record.get("name") or record.get("what") or "")


def links_below(source: Source, parent: str) -> list[Record]:
    """The links from a node to its children, in their order."""
    return source.select(LINK, parent=parent)


def child_kind(source: Source, parent: str) -> str:
    """What a new child of this node is: under the aim and primary drivers a driver, below them a change idea.

    NetDeskError for a change idea: it has no parts, it has tests.
    """
    kind = must_be_node(source, parent)
    if kind == "aim":
        return "driver"
    if kind == "change_idea":
        raise NetDeskError(_("A change idea has no parts of its own: try it in a cycle. Or add a driver above it."))
    below = [kind_of(source, link["child"]) for link in links_below(source, parent)]
    if below:  # as its siblings are
        return "change_idea" if "change_idea" in below and "driver" not in below else "driver"
    return "driver" if _hangs_under_aim(source, parent) else "change_idea"


def _hangs_under_aim(source: Source, driver: str) -> bool:
    return any(source.get("aim", link["parent"]) is not None for link in source.select(LINK, child=driver))


def add_below(edit: Edit, parent: str, name: str, kind: str | None = None) -> str:
    """A new node as the last child of this one; ``kind`` is driver or change_idea (None: what fits there). Its id."""
    kind = kind or child_kind(edit, parent)
    if kind == "driver":
        if must_be_node(edit, parent) == "change_idea":
            raise NetDeskError(_("A driver hangs under an aim or another driver, not under a change idea."))
        return add_driver(edit, parent, named(name))
    return add_idea(edit, named(name), parent=parent)


def add_idea_under(edit: Edit, parent: str | None, name: str) -> str:
    """A change idea as the last child of a driver (None: linked to nothing yet). Its id."""
    return add_idea(edit, named(name), parent=parent)


def add_beside(edit: Edit, parent: str, node: str, name: str) -> str:
    """A new node of the same kind right behind this one, under the same parent. Its id."""
    if must_be_node(edit, node) == "aim":
        raise NetDeskError(_("The theory has one aim. Press Tab to add a driver under it."))
    kind = must_be_node(edit, node)
    made = add_driver(edit, parent, named(name)) if kind == "driver" else add_idea(edit, named(name), parent=parent)
    _place_link(edit, parent, made, after=node)
    return made


def paste_nodes(edit: Edit, parent: str, entries: Iterable[tuple[int, str]]) -> list[str]:
    """An indented list as nodes, as the last children of ``parent``; ``entries`` are (depth, text). Their ids.

    An entry with something under it is a driver, whatever its depth; one without is what fits there.
    """
    found = list(entries)
    made: list[str] = []
    above: list[tuple[int, str]] = []
    for n, (depth, text) in enumerate(found):
        while above and above[-1][0] >= depth:
            above.pop()
        under = above[-1][1] if above else parent
        has_parts = n + 1 < len(found) and found[n + 1][0] > depth
        node = add_below(edit, under, text, "driver" if has_parts else None)
        above.append((depth, node))
        made.append(node)
    return made


def rename_node(edit: Edit, node: str, text: str) -> None:
    """Give a driver or a change idea another name; empty ones are refused. The aim is worded in Purpose."""
    kind = must_be_node(edit, node)
    if kind == "aim":
        raise NetDeskError(_("The aim's words are made of its parts. Change them in Purpose."))
    edit.put(kind, node, {"name": named(text)})


def _place_link(edit: Edit, parent: str, child: str, *, after: str | None) -> None:
    """Put the link to ``child`` behind the one to its sibling ``after`` (None: first)."""
    order = [link["child"] for link in links_below(edit, parent)]
    wanted = [one for one in order if one != child]
    if after not in wanted:
        after = None
    wanted.insert(wanted.index(after) + 1 if after else 0, child)
    if wanted != order:
        edit.move(LINK, link_id(parent, child), after=link_id(parent, after) if after else None)


def move_node(edit: Edit, old: str | None, node: str, new: str, *, after: str | None) -> None:
    """Hang ``node`` under ``new`` behind its new sibling ``after`` (None: first) instead of under ``old``.

    The strength of the link stays; other parents stay too. Where it hangs under ``new`` already, only its place there
    changes and the link from ``old`` goes. A circle is refused by the store, which names it.
    """
    must_be_node(edit, new)
    if must_be_node(edit, new) == "change_idea":
        raise NetDeskError(_("Nothing hangs under a change idea. Choose a driver or the aim."))
    strength = "strong"
    if old is not None and old != new:
        before = edit.get(LINK, link_id(old, node))
        strength = (before or {}).get("strength") or strength
        unlink(edit, old, node)
    if edit.get(LINK, link_id(new, node)) is None:
        link(edit, new, node, strength=strength)
    _place_link(edit, new, node, after=after)


def move_nodes(edit: Edit, places: Sequence[tuple[str | None, str]], new: str, after: str | None) -> None:
    """Hang several places (parent, node) under ``new``, in the order given, behind ``after`` (None: first)."""
    for old, node in places:
        move_node(edit, old, node, new, after=after)
        after = node


def append_nodes(edit: Edit, places: Sequence[tuple[str | None, str]], new: str) -> None:
    """Hang several places (parent, node) under ``new`` as its last ones."""
    moved = {node for _old, node in places}
    there = [link["child"] for link in links_below(edit, new) if link["child"] not in moved]
    move_nodes(edit, places, new, there[-1] if there else None)


def step_node(edit: Edit, parent: str, node: str, step: int) -> None:
    """One place up (-1) or down (1) among its siblings under this parent; at the end of the list it stays."""
    order = [one["child"] for one in links_below(edit, parent)]
    place = order.index(node) + step if node in order else -1
    if 0 <= place < len(order):
        rest = [one for one in order if one != node]
        _place_link(edit, parent, node, after=rest[place - 1] if place else None)


def indent_node(edit: Edit, parent: str, node: str) -> str | None:
    """Hang a node under the sibling before it; the new parent's id, None where nothing stands before it."""
    order = [one["child"] for one in links_below(edit, parent)]
    place = order.index(node) if node in order else 0
    if not place:
        return None
    before: str = order[place - 1]
    append_nodes(edit, [(parent, node)], before)
    return before


def outdent_node(edit: Edit, above: str | None, parent: str, node: str) -> str | None:
    """Hang a node beside its parent, right behind it, under the parent's own parent ``above``; that one's id."""
    if above is None:
        return None
    if must_be_node(edit, node) == "change_idea" and must_be_node(edit, above) == "aim":
        raise NetDeskError(_("A change idea hangs under a driver, so that it is told what it is good for."))
    move_node(edit, parent, node, above, after=parent)
    return above


def link_under(edit: Edit, new: str, nodes: Sequence[str]) -> None:
    """Let nodes serve a further parent; those that do already stay as they are."""
    for node in nodes:
        if must_be_node(edit, new) == "change_idea" or must_be_node(edit, node) == "aim":
            raise NetDeskError(_("A link leads from the aim or a driver down to a driver or a change idea."))
        if edit.get(LINK, link_id(new, node)) is None:
            link(edit, new, node)


def delete_nodes(edit: Edit, nodes: Sequence[str]) -> None:
    """Delete drivers and ideas with their links. What hung only on them stays, and is listed as not linked."""
    for node in dict.fromkeys(nodes):
        kind = must_be_node(edit, node)
        if kind == "aim":
            raise NetDeskError(_("The aim is kept in Purpose; it is not deleted from its theory."))
        edit.delete(kind, node)

"""Versions of the theory: how it stood on a day, why it was changed, and what is different since."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from netdesk.core.layout import DriverInput, LinkInput, NodeInput
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.diagrams import driver_input
from netdesk.operations.source import Record, Source, known_fields, must_get

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

KEEP_THEORY: Final = N_("Keep a version of the theory")


def keep_version(edit: Edit, aim: str, *, name: str, because: str | None, on: date) -> str:
    """Keep the theory of an aim as it stands, with the reason; the version's id."""
    words = " ".join(name.split())
    if not words:
        raise NetDeskError(_("A version needs a name, so that it can be found again. Write a few words."))
    picture = picture_of(driver_input(edit, aim), aim)
    fields = {"name": words, "because": because or None, "on": on.isoformat(), "picture": picture}
    before, edit.by_program = edit.by_program, True  # only the program writes pictures
    try:
        return edit.add("theory_version", known_fields("theory_version", fields))
    finally:
        edit.by_program = before


def picture_of(theory: DriverInput, aim: str) -> dict[str, Any]:
    """A theory as the structure that a version keeps: words, states and links, nothing that is measured."""
    nodes = []
    for node in theory.nodes:
        told = {"id": node.id, "kind": node.kind, "text": node.text}
        told |= {name: value for name, value in (("definition", node.definition), ("status", node.status)) if value}
        nodes.append(told)
    links = [{"parent": one.parent, "child": one.child, "strength": one.strength} for one in theory.links]
    return {"aim": aim, "nodes": nodes, "links": links}


def theory_in(picture: object) -> DriverInput | None:
    """The theory that a version kept; None where there is none or it comes from a newer program in another form."""
    if not isinstance(picture, dict):
        return None
    try:
        nodes = tuple(
            NodeInput(one["id"], one["kind"], one["text"], one.get("definition", ""), status=one.get("status", ""))
            for one in picture["nodes"]
        )
        links = tuple(
            LinkInput(one["parent"], one["child"], "weak" if one.get("strength") == "weak" else "strong")
            for one in picture["links"]
        )
    except (KeyError, TypeError, AttributeError):
        return None
    if not all(isinstance(part, str) for node in nodes for part in (node.id, node.kind, node.text, node.definition)):
        return None
    return DriverInput(nodes, links)


def versions(source: Source, aim: str | None = None) -> list[Record]:
    """The versions with a picture, newest first; of one aim, or of all."""
    found = [one for one in source.select("theory_version") if theory_in(one.get("picture")) is not None]
    if aim is not None:
        found = [one for one in found if one["picture"].get("aim") == aim]
    return sorted(found, key=lambda one: one.get("on") or "")[::-1]


def version_input(source: Source, version: str) -> DriverInput:
    """The theory as a version kept it; NetDeskError where it kept none."""
    found = theory_in(must_get(source, "theory_version", version).get("picture"))
    if found is None:
        raise NetDeskError(
            _("This version has no picture of the theory, only its name and reason. Compare with another one.")
        )
    return found

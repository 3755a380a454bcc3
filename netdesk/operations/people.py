"""People of the team: who they are, and what of them may be published (only they say so)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.source import Source, known_fields

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

ADD_PERSON: Final = N_("Add a person")
AGREE_TO_BE_NAMED: Final = N_("Say whether my name may be published")


def add_person(edit: Edit, name: str, *, role_title: str | None = None, tier: str | None = None) -> str:
    """A person of the team; the id. Adding a person opens no computer: that is what join and admit do."""
    fields = {"name": name, "role_title": role_title, "tier": tier, "active": True}
    return edit.add("person", known_fields("person", fields))


def agree_to_be_named(edit: Edit, person: str, agrees: bool) -> None:
    """Let (or no longer let) one's own name and role be published; the store refuses it for somebody else."""
    edit.put("person", person, {"agrees": agrees})


def names(source: Source) -> dict[str, str]:
    """Person id → name, of everybody who has one."""
    return {one["id"]: one["name"] for one in source.select("person") if one.get("name")}


def find_person(source: Source, wanted: str) -> str:
    """The id of the person with this id or name (case and spaces do not matter); NetDeskError if none or several."""
    people = source.select("person")
    plain = " ".join(wanted.split()).casefold()
    found = [one["id"] for one in people if one["id"] == wanted]
    found = found or [one["id"] for one in people if " ".join(one.get("name", "").split()).casefold() == plain]
    if len(found) == 1:
        return str(found[0])
    if found:
        raise NetDeskError(
            _('There are {n} people named "{name}" here. Use the id that a dump shows.').format(
                n=len(found), name=wanted
            )
        )
    known = ", ".join(sorted(one["name"] for one in people if one.get("name"))) or _("nobody yet")
    raise NetDeskError(
        _('There is nobody named "{name}" here. The team knows: {names}.').format(name=wanted, names=known)
    )

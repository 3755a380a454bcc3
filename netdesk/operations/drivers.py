"""The theory of improvement: drivers, change ideas, and the links that make them a graph under the aim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from netdesk.core.records import derive_id
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.source import known_fields

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

ADD_DRIVER: Final = N_("Add a driver")
ADD_IDEA: Final = N_("Add a change idea")
LINK_DRIVERS: Final = N_("Link drivers")
UNLINK_DRIVERS: Final = N_("Take a link away")

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
    id_ = derive_id("driver_link", [parent, child])
    if edit.get("driver_link", id_) is not None:
        edit.put("driver_link", id_, {"strength": strength})
        return id_
    return edit.add("driver_link", {"parent": parent, "child": child, "strength": strength})


def unlink(edit: Edit, parent: str, child: str) -> None:
    """Take the link away; both ends stay."""
    id_ = derive_id("driver_link", [parent, child])
    if edit.get("driver_link", id_) is not None:
        edit.delete("driver_link", id_)

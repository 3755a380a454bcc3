"""The hub's own deeds as edits of its workspace: people, dictionary, library, an ask and an insight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from netdesk.demo.school_year import SchoolWeeks
from netdesk.demo.stories import hub
from netdesk.demo.telling import filled
from netdesk.i18n import N_
from netdesk.store.workspace import Workspace

#: slug → {key of a part: record id}, as the teams' tellings fill them.
TeamIds = Mapping[str, Mapping[str, str]]


def hub_deeds(weeks: SchoolWeeks) -> Iterator[tuple[float, int]]:
    """When the hub writes: (moment, week), in order."""
    deeds = {
        5,
        *(entry.week for entry in hub.ENTRIES),
        *(shelf.week for shelf in hub.SHELVES),
        *(a[0] for a in hub.ASKS),
    }
    for week in sorted(deeds):
        yield weeks.moment(week, 2, 40), week


def write_week(workspace: Workspace, week: int, ids: TeamIds) -> None:
    """What the hub writes in this week; all of it is published to the network."""
    if week == 5:
        _set_up(workspace)
    for entry in hub.ENTRIES:
        if entry.week == week:
            names = ("name", "type", "unit", "better", "text", "numerator", "denominator", "exclusions", "source")
            fields = {name: getattr(entry, name) for name in names}
            with workspace.edit(N_("Add to the measure dictionary")) as edit:
                record = edit.add("dictionary_entry", filled({**fields, "chart": "run", "version": 1}))
                edit.publish("dictionary_entry", record)
    for shelf in hub.SHELVES:
        if shelf.week == week and shelf.slug in ids:
            fields = {"name": shelf.name, "description": shelf.description, "found": shelf.found}
            idea = ids[shelf.slug][f"idea:{shelf.idea}"]
            with workspace.edit(N_("Add to the change library")) as edit:
                record = edit.add("library_entry", {**fields, "idea": idea, "from_team": ids[shelf.slug]["name"]})
                edit.publish("library_entry", record)
    for asked, text, minutes in hub.ASKS:
        if asked == week:
            with workspace.edit(N_("Ask for something")) as edit:
                record = edit.add("ask", {"text": text, "minutes": minutes, "state": "asked"})
                edit.publish("ask", record)
                made = edit.add("insight", {"text": hub.INSIGHT})
                edit.publish("insight", made)


def _set_up(workspace: Workspace) -> None:
    with workspace.edit(N_("Set up the team")) as edit:
        edit.put("person", edit.device_person, {"role_title": "Hub coordinator", "tier": "hub", "agrees": True})
        edit.add("person", {"name": hub.SECOND, "role_title": "Data analyst", "tier": "hub", "active": True})
        edit.publish("team", edit.team)
        edit.publish("person", edit.device_person)

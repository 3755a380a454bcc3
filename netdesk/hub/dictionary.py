"""The measure dictionary at the hub: entries and their versions, and which team counts by which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError
from netdesk.hub.teams import read_teams
from netdesk.i18n import N_, _
from netdesk.operations.dictionary import Entry, differences, newest_definitions, newest_entries
from netdesk.operations.others import seen
from netdesk.operations.source import known_fields, must_get, plain

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

ADD_ENTRY: Final = N_("Add to the measure dictionary")
NEW_VERSION: Final = N_("Make a new version of a dictionary entry")


@dataclass(frozen=True, slots=True)
class Counting:
    """A team's measure that counts by an entry: by which version, and what it counts otherwise."""

    team: str
    team_name: str
    measure: str
    name: str
    version: int
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryUse:
    """An entry with who counts by it: as it says, by an older version, otherwise; and measures of its name unlinked."""

    entry: Entry
    alike: tuple[Counting, ...]
    older: tuple[Counting, ...]
    apart: tuple[Counting, ...]
    unlinked: tuple[Counting, ...]


def add_entry(edit: Edit, fields: Mapping[str, Any]) -> str:
    """A new entry, version 1, sent to all teams with the next return; its id."""
    if not str(fields.get("name") or "").strip():
        raise NetDeskError(_("An entry of the dictionary needs a name."))
    made = edit.add("dictionary_entry", {**known_fields("dictionary_entry", dict(fields)), "version": 1})
    edit.publish("dictionary_entry", made)
    return made


def new_version(edit: Edit, entry: str, fields: Mapping[str, Any]) -> str:
    """The next version of an entry with these fields changed; its id. The older one stays: teams still count by it."""
    before = must_get(edit, "dictionary_entry", entry)
    if edit.select("dictionary_entry", replaces=entry):
        raise NetDeskError(_("There is a newer version of this entry already. Make the next one from that."))
    kept = {name: before.get(name) for name in KINDS["dictionary_entry"].fields}
    changed = {**kept, **dict(fields)}
    changed |= {"version": int(Decimal(before.get("version") or 1)) + 1, "replaces": entry}
    made = edit.add("dictionary_entry", known_fields("dictionary_entry", changed))
    edit.publish("dictionary_entry", made)
    return made


def read_uses(ws: Workspace) -> tuple[EntryUse, ...]:
    """Every entry with who counts by it; those that count otherwise are set apart, never averaged in."""
    found = seen(ws, "dictionary_entry")
    by_id = {one.id: one.fields for one in found}
    teams = read_teams(ws, "team", "measure", "measure_definition")
    uses = []
    for entry in newest_entries(found):
        sorted_: dict[str, list[Counting]] = {"alike": [], "older": [], "apart": [], "unlinked": []}
        for copies in teams.values():
            definitions = newest_definitions(copies.select("measure_definition"))
            for measure in copies.select("measure"):
                used = str(measure.get("dictionary") or "")
                same_name = plain(measure.get("name")) == plain(entry.fields.get("name"))
                if used not in (entry.id, *entry.older) and (used or not same_name):
                    continue
                said = by_id.get(used, entry.fields)
                differs = differences(measure, definitions.get(measure["id"], {}), said)
                version = int(Decimal(said.get("version") or 1)) if used else 0
                one = Counting(
                    copies.team, copies.name, measure["id"], str(measure.get("name") or ""), version, differs
                )
                sort = "unlinked" if not used else "apart" if differs else "alike" if used == entry.id else "older"
                sorted_[sort].append(one)
        uses.append(EntryUse(entry, **{name: tuple(rows) for name, rows in sorted_.items()}))
    return tuple(uses)



"""The measure dictionary on a team's side: entries with their versions, using one, and where our measure differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.measures import add_measure
from netdesk.operations.others import Seen, seen
from netdesk.operations.source import Record, known_fields, must_get, plain

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

USE_ENTRY: Final = N_("Use a measure of the dictionary")

#: What an entry and a measure both say; where these differ, two teams do not count the same thing.
_OF_MEASURE: Final = ("unit", "better")
_OF_DEFINITION: Final = ("text", "numerator", "denominator", "exclusions")
_LABELS: Final = {
    "unit": N_("unit"),
    "better": N_("direction of good"),
    "text": N_("definition"),
    "numerator": N_("numerator"),
    "denominator": N_("denominator"),
    "exclusions": N_("exclusions"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the dictionary, its newest version; ``older`` are the ids of the versions that it replaces."""

    id: str
    fields: Record
    version: int
    older: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Use:
    """A measure of ours that uses an entry: where its words differ, and whether the entry has a newer version."""

    measure: str
    name: str
    entry: str
    differs: tuple[str, ...]
    newer: str


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The dictionary as it is known here, and which of our measures use it."""

    entries: tuple[Entry, ...]
    uses: tuple[Use, ...]


def newest_entries(found: list[Seen]) -> tuple[Entry, ...]:
    """The entries that no later one replaces, by name, each with the chain of its older versions."""
    by_id = {one.id: one for one in found}
    replaced = {str(one.fields.get("replaces")) for one in found}
    entries = []
    for one in found:
        if one.id in replaced:
            continue
        older: list[str] = []
        before = str(one.fields.get("replaces") or "")
        while before and before not in older:
            older.append(before)
            before = str(by_id[before].fields.get("replaces") or "") if before in by_id else ""
        version = int(Decimal(one.fields.get("version") or len(older) + 1))
        entries.append(Entry(one.id, one.fields, version, tuple(older), one.on))
    return tuple(sorted(entries, key=lambda one: (str(one.fields.get("name", "")).casefold(), one.id)))


def read_dictionary(ws: Workspace) -> Dictionary:
    """The dictionary with our use of it."""
    found = seen(ws, "dictionary_entry")
    entries = newest_entries(found)
    by_id = {one.id: one.fields for one in found}
    newer = {old: entry.id for entry in entries for old in entry.older}
    definitions = newest_definitions(ws.select("measure_definition"))
    uses = []
    for measure in ws.select("measure"):
        entry = str(measure.get("dictionary") or "")
        if entry in by_id:
            differs = differences(measure, definitions.get(measure["id"], {}), by_id[entry])
            uses.append(Use(measure["id"], str(measure.get("name", "")), entry, differs, newer.get(entry, "")))
    return Dictionary(entries, tuple(uses))


def newest_definitions(definitions: list[Record]) -> dict[str, Record]:
    """{measure: its definition in force}, the one with the latest ``since``."""
    found: dict[str, Record] = {}
    for one in definitions:
        known = found.get(one.get("measure", ""))
        if known is None or (one.get("since") or "") >= (known.get("since") or ""):
            found[one.get("measure", "")] = one
    return found


def differences(measure: Mapping[str, Any], definition: Mapping[str, Any], entry: Mapping[str, Any]) -> tuple[str, ...]:
    """What a measure counts otherwise than its entry says, as words; spaces and case do not matter, silence does not.

    Only what both say can differ: a team that has not written its numerator down has not changed it.
    """
    pairs = [(name, measure.get(name), entry.get(name)) for name in _OF_MEASURE]
    pairs += [(name, definition.get(name), entry.get(name)) for name in _OF_DEFINITION]
    return tuple(_(_LABELS[name]) for name, ours, theirs in pairs if ours and theirs and _plain(ours) != _plain(theirs))


def _plain(text: object) -> str:
    return plain(text).strip(".")


def use_entry(edit: Edit, entry: str, *, since: date, measure: str | None = None) -> str:
    """Count by an entry of the dictionary from a day on; the measure's id, a new one if none is named.

    A measure that was counted otherwise gets a new definition: the chart shows the break.
    """
    record = _entry(edit, entry)
    definition = known_fields("measure_definition", {name: record.get(name) for name in (*_OF_DEFINITION, "source")})
    if measure is None:
        fields = {name: record.get(name) for name in ("name", "type", "unit", "better", "chart")}
        start = {"since": since.isoformat(), **definition}
        return add_measure(edit, {**known_fields("measure", fields), "dictionary": entry}, definition=start)
    ours = must_get(edit, "measure", measure)
    known = newest_definitions(edit.select("measure_definition", measure=measure)).get(measure, {})
    put = {"dictionary": entry, **{name: record[name] for name in _OF_MEASURE if record.get(name)}}
    edit.put("measure", measure, {name: one for name, one in put.items() if ours.get(name) != one})
    if any(_plain(known.get(name, "")) != _plain(one) for name, one in definition.items()):
        edit.add("measure_definition", {"measure": measure, "since": since.isoformat(), **definition})
    return measure


def _entry(edit: Edit, entry: str) -> Record:
    own = edit.get("dictionary_entry", entry)
    if own is not None:
        return own
    copies = edit.select("dictionary_entry", space="network", copy_of=entry) if "network" in edit.spaces else []
    if not copies:
        raise NetDeskError(_("This entry is not in the dictionary here. Take the hub's newest bundle in first."))
    return copies[0]

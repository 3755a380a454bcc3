"""What receiving a bundle would change, record by record: the workspace as it is beside a copy that has taken it in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from netdesk.core.records import KINDS, OWNED
from netdesk.operations.source import title_of
from netdesk.store.search import owner_of
from netdesk.store.workspace import Workspace

#: Kinds that only hold others together; nobody knows them by a name, so they are listed with nothing.
THREADS = frozenset({"publication", "driver_link", "cause_vote", "cycle_person"})

#: What a person should see first.
WEIGHT = ("deleted", "changed", "restored", "new")

Rows = dict[str, dict[str, dict[str, Any]]]


def differences(before: Workspace, after: Workspace, records: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """What of these (kind, id) reads differently in ``after``, each part with the record it belongs to.

    Returns [{"kind", "id", "title", "what": "new" | "changed" | "deleted" | "restored", "fields": [{"kind", "record",
    "title", "field", "before", "after", "names"}], "parts": [{"kind", "what", "count"}], "conflicts": [{"kind",
    "record", "title", "field", "type", "values"}]}]: first what opens a conflict, then what was deleted, changed,
    brought back and new, each in the order of the table of records. A field's "names" are {id: title} of what its
    values name.
    """
    wanted = {(kind, id_) for kind, id_ in records if kind in KINDS and kind not in THREADS}
    known = {one["id"] for one in before.conflicts()}
    opened = [one for one in after.conflicts() if one["id"] not in known and one["kind"] in KINDS]
    wanted |= {(one["kind"], one["record"]) for one in opened}
    story = _Story(before, after, {kind for kind, _id in wanted})
    for kind, id_ in sorted({(kind, story.known_as(id_)) for kind, id_ in wanted}):
        story.tell(kind, id_)
    for one in opened:
        story.open_conflict(one)
    found = [one for one in story.told.values() if one["what"] or one["parts"] or one["conflicts"]]
    for one in found:
        one["what"] = one["what"] or "changed"
        one["parts"] = [
            {"kind": kind, "what": what, "count": count} for (kind, what), count in sorted(one["parts"].items())
        ]
    return sorted(found, key=_weight)


def _weight(one: dict[str, Any]) -> tuple[bool, int, int, str, str]:
    kinds = list(KINDS)
    return not one["conflicts"], WEIGHT.index(one["what"]), kinds.index(one["kind"]), one["title"], one["id"]


def _rows(ws: Workspace, kinds: set[str], makers: dict[str, str]) -> Rows:
    """{kind: {id: record}} of the living records of all levels that people see; on a hub also the teams' copies.

    Each is known by its maker's id, which ``makers`` gets for each copy, and stands once where copies of it came by two
    ways: our own first; then on a hub the team's, for a team what the hub sent to it alone.
    """
    levels = [None, *(["published"] if ws.hub else []), *(one for one in ("hub", "network") if one in ws.spaces)]
    found: Rows = {}
    for kind in kinds:
        rows = found[kind] = {}
        for level in levels:
            for one in ws.select(kind, space=level):
                maker = makers[one["id"]] = str(one.get("copy_of") or one["id"])
                rows.setdefault(maker, one)
    return found


def _owners(kinds: set[str]) -> set[str]:
    return {owner for owner, parts in OWNED.items() if any(part in kinds for part, _field in parts)}


class _Story:
    """What is told of each record while the changed ones are gone through."""

    def __init__(self, before: Workspace, after: Workspace, kinds: set[str]) -> None:
        owners = _owners(kinds)
        kinds = kinds | owners | _owners(owners)
        self._makers: dict[str, str] = {}
        self._before, self._after = _rows(before, kinds, self._makers), _rows(after, kinds, self._makers)
        self._workspaces = (after, before)
        self._deleted: dict[str, set[str]] = {}
        self._names: dict[str, str] = {}
        self.told: dict[tuple[str, str], dict[str, Any]] = {}

    def known_as(self, id_: str) -> str:
        """The maker's id of a record or of any copy of it."""
        return self._makers.get(id_, id_)

    def tell(self, kind: str, id_: str) -> None:
        """Note what became of one record, with the record it belongs to."""
        old, new = self._before[kind].get(id_), self._after[kind].get(id_)
        if old is None and new is None:
            return  # made and deleted before it came here
        what = "changed" if old and new else "new" if new else "deleted"
        fields = self._fields(kind, id_, old, new) if old and new else []
        if what == "changed" and not fields:
            return
        entry = self._entry(kind, id_)
        if (entry["kind"], entry["id"]) == (kind, id_):
            entry["what"] = "restored" if what == "new" and id_ in self._ever(kind) else what
        else:
            entry["parts"][kind, what] = entry["parts"].get((kind, what), 0) + 1
        entry["fields"] += fields

    def open_conflict(self, conflict: dict[str, Any]) -> None:
        """Note a conflict that would open."""
        kind, id_ = conflict["kind"], self.known_as(conflict["record"])
        kept = {name: conflict[name] for name in ("kind", "record", "field", "type", "values")}
        self._entry(kind, id_)["conflicts"].append({**kept, "title": self._title(kind, id_)})

    def _entry(self, kind: str, id_: str) -> dict[str, Any]:
        """What is told of the record that this one belongs to (itself, where it belongs to none)."""
        while (above := owner_of(kind, self._record(kind, id_) or {})) and self._record(*above):
            kind, id_ = above
        fresh = {"what": "", "fields": [], "parts": {}, "conflicts": []}
        return self.told.setdefault((kind, id_), {"kind": kind, "id": id_, "title": self._title(kind, id_), **fresh})

    def _record(self, kind: str, id_: str) -> dict[str, Any] | None:
        return self._after.get(kind, {}).get(id_) or self._before.get(kind, {}).get(id_)

    def _title(self, kind: str, id_: str) -> str:
        return title_of(self._record(kind, id_) or {}, 200)

    def _fields(self, kind: str, id_: str, old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
        found = []
        for field in KINDS[kind].fields.values():
            before, after = old.get(field.name), new.get(field.name)
            if before != after and field.type != "pos" and not field.written_by_program:
                names = self._named(field.to, (before, after)) if field.type == "ref" else {}
                line = {"kind": kind, "record": id_, "title": title_of(new), "field": field.name}
                found.append({**line, "before": before, "after": after, "names": names})
        return found

    def _named(self, kinds: tuple[str, ...], ids: tuple[Any, Any]) -> dict[str, str]:
        for id_ in ids:
            if id_ and id_ not in self._names:
                rows = (ws.select(kind, deleted=True, id=id_) for ws in self._workspaces for kind in kinds or KINDS)
                self._names[id_] = next((title_of(row[0]) for row in rows if row), "")
        return {id_: self._names[id_] for id_ in ids if id_}

    def _ever(self, kind: str) -> set[str]:
        """The ids of this kind that were here before, deleted ones too."""
        if kind not in self._deleted:
            self._deleted[kind] = {one["id"] for one in self._workspaces[1].select(kind, deleted=True)}
        return self._deleted[kind]

"""What a record hangs together with, one step each way: why we are doing this, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from netdesk.core.records import KINDS, LINK, OWNED
from netdesk.operations.source import Record, Source, title_of

#: Kinds that no chain of reasons leads over: people, groups, threads and the hub's own notes.
ASIDE = frozenset({
    "person", "subgroup", "cycle_person", "cause_vote", "publication", "attachment", "comment", "notice", "pin",
    "feedback", "reply", "contribution", "lineage", "dictionary_entry", "library_entry",
})  # fmt: skip
#: A field that names what follows, where all others name what came before.
FORWARD = frozenset({("cycle", "next")})
#: Parts of which there can be thousands, and which name nothing but their owner.
MANY = frozenset({"observation", "exclusion", "judgement"})


@dataclass(frozen=True, slots=True)
class Connected:
    """A record that another one names, or that names it."""

    kind: str
    id: str
    title: str
    stage: str = ""


def why(source: Source, kind: str, id_: str) -> list[Connected]:
    """What this record and its parts name, and what names it as its next: each once, in the order of their fields."""
    names = _Names(source, kind, id_)
    for part_kind, part in _with_parts(source, kind, id_):
        for field in KINDS[part_kind].fields.values():
            value = part.get(field.name)
            if field.type == "ref" and value and (part_kind, field.name) not in FORWARD:
                names.add_named(field.to, value)
    for link in source.select(LINK, child=id_):
        names.add_named(("driver", "aim"), link.get("parent"))
    names.add_naming(kind, forward=True)
    return names.found


def came(source: Source, kind: str, id_: str) -> list[Connected]:
    """What names this record, and what it names as its next: each once, parts by the record they belong to.

    What is among its reasons is not named again: an aim and its measure name each other.
    """
    names = _Names(source, kind, id_)
    names.leave_out(why(source, kind, id_))
    record = source.get(kind, id_) or {}
    for forward_kind, field in FORWARD:
        if forward_kind == kind and record.get(field):
            names.add_named((kind,), record[field])
    for link in source.select(LINK, parent=id_):
        names.add_named(("driver", "change_idea"), link.get("child"))
    names.add_naming(kind, forward=False)
    return names.found


class _Names:
    """Collects records, each once and never the one that is asked about."""

    def __init__(self, source: Source, kind: str, id_: str) -> None:
        self._source, self._kind, self._id = source, kind, id_
        self._seen = {id_, *(part["id"] for _kind, part in _with_parts(source, kind, id_))}
        self.found: list[Connected] = []

    def leave_out(self, others: list[Connected]) -> None:
        """Do not name these: they stand under the other question."""
        self._seen |= {one.id for one in others}

    def add_named(self, kinds: tuple[str, ...], id_: str | None) -> None:
        """The record of one of these kinds that a field names."""
        for kind in kinds or tuple(KINDS):
            record = self._source.get(kind, id_) if id_ else None
            if record is not None:
                self._add(kind, record)
                return

    def add_naming(self, kind: str, *, forward: bool) -> None:
        """Every record that names the asked one."""
        for other, spec in KINDS.items():
            if other in ASIDE or other in MANY or other == LINK:
                continue
            for field in spec.fields.values():
                named = field.type == "ref" and (not field.to or kind in field.to)
                if named and ((other, field.name) in FORWARD) == forward:
                    for record in self._source.select(other, **{field.name: self._id}):
                        self._add(other, record)

    def _add(self, kind: str, record: Record) -> None:
        kind, record = top_of(self._source, kind, record)
        if kind in ASIDE or record["id"] in self._seen:
            return
        if kind == "driver" and self._kind == "aim" and record.get("level") not in (None, "primary"):
            return  # every driver names its aim; one step away are the primary ones
        self._seen.add(record["id"])
        title = title_of(record, 120)
        self.found.append(Connected(kind, record["id"], title, record.get("stage", "") if kind == "cycle" else ""))


def top_of(source: Source, kind: str, record: Record) -> tuple[str, Record]:
    """The record that a part belongs to (the part itself where it stands alone or its owner is gone)."""
    while True:
        above = next(
            (
                (owner, found)
                for owner, parts in OWNED.items()
                for part, field in parts
                if part == kind and record.get(field) and (found := source.get(owner, record[field]))
            ),
            None,
        )
        if above is None:
            return kind, record
        kind, record = above


def _with_parts(source: Source, kind: str, id_: str) -> list[tuple[str, Record]]:
    record = source.get(kind, id_)
    found = [(kind, record)] if record is not None else []
    for part, field in OWNED.get(kind, ()):
        if part not in MANY and part != LINK:
            for one in source.select(part, **{field: id_}):
                found += [(part, one), *_with_parts(source, part, one["id"])[1:]]
    return found

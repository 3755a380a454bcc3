"""The fold: what a record looks like is a pure function of the set of changes on it, in whatever order they came.

heads(register) = the writes no other write of that register names as replaced; the winner is the greatest by
(clock, device, sequence); more than one distinct head value is a conflict that lists them all. A deletion covers
what it has seen; what it has not seen keeps the record alive. Nothing here writes, so merging authors nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Any, NamedTuple

from netdesk.core.changes import DELETE, NEW, PURGED, PUT, RESTORE, Change, canonical
from netdesk.core.records import KINDS, derive_id

#: Raised when the rules below change what rows look like: a workspace folded by another number refolds on opening.
FOLD_VERSION = 2

#: The register that holds a record's active deletions among its heads.
LIFE = ""


class Version(NamedTuple):
    """One side of a conflict: its value, who wrote it (device and, if not the device's own, person), and when."""

    value: Any
    device: str
    person: str | None
    w: int
    refs: tuple[str, ...]


class Conflict(NamedTuple):
    """Two or more answers to one question; ``field`` is None where it is about the whole record."""

    id: str
    kind: str
    record: str
    field: str | None
    type: str
    versions: tuple[Version, ...]


class Folded(NamedTuple):
    """A record as it stands. ``heads[field]`` has the winner first; ``heads[LIFE]`` the active deletions."""

    kind: str
    record: str
    alive: bool
    values: dict[str, Any]
    heads: dict[str, list[Change]]
    conflicts: list[Conflict]
    created: Change | None
    changed: Change
    late: list[Change]


#: Before every change there can be, and what replaces none.
_FIRST = ("", "", 0)
_NOTHING: frozenset[str] = frozenset()


def conflict_id(record: str, field: str | None, type_: str) -> str:
    """The same on all replicas: a conflict is named by what it is about, not by who saw it first."""
    return derive_id("conflict", [record, field, type_])


def fold_record(changes: Iterable[Change]) -> Folded | None:
    """Fold all changes on one record; None where none of them says anything this version understands."""
    writes: dict[str, list[Change]] = {}
    replaced: dict[str, set[str]] = {}
    deletes: list[Change] = []
    cancelled: set[str] = set()
    latest: dict[str, int] = {}
    created: Change | None = None
    edited: Change | None = None
    changed: Change | None = None
    edited_at = changed_at = _FIRST
    for change in changes:
        k = change.k
        if k == NEW:
            if change.value is not PURGED:
                for name in change.value:
                    writes.setdefault(name, []).append(change)
            if created is None or change.order < created.order:
                created = change
        elif k == PUT:
            field = change.field or ""
            writes.setdefault(field, []).append(change)
            if change.replaces:
                replaced.setdefault(field, set()).update(change.replaces)
        elif k == DELETE:
            deletes.append(change)
        elif k == RESTORE:
            cancelled.update(change.replaces)
        else:
            continue
        if k != DELETE:
            if latest.get(change.device, 0) < change.seq:
                latest[change.device] = change.seq
            if (order := change.order) > edited_at:
                edited, edited_at = change, order
        else:
            order = change.order
        if order > changed_at:
            changed, changed_at = change, order
    if changed is None:
        return None
    heads = {name: _heads_of(found, replaced.get(name, _NOTHING)) for name, found in writes.items()}
    active = sorted((d for d in deletes if d.ref not in cancelled), key=_order, reverse=True)
    if active:
        heads[LIFE] = active
    return _assemble(writes, heads, active, latest, created, edited, changed)


def _order(change: Change) -> tuple[str, str, int]:
    return change.order


def _heads_of(found: list[Change], replaced: Set[str]) -> list[Change]:
    if len(found) == 1:
        return found
    heads = [change for change in found if change.ref not in replaced]
    heads.sort(key=_order, reverse=True)
    return heads


def value_in(change: Change, field: str) -> Any:
    """The value this change gives to the field (a purged value reads as none)."""
    if change.value is PURGED:
        return None
    return change.value.get(field) if change.k == NEW else change.value


def covers(delete: Change, latest: dict[str, int]) -> bool:
    """Whether the deletion has seen every other change of the record: ``latest`` is {device: highest sequence}."""
    seen = delete.seen or {}
    return all(seen.get(device, 0) >= seq for device, seq in latest.items())


def _assemble(
    writes: dict[str, list[Change]],
    heads: dict[str, list[Change]],
    active: list[Change],
    latest: dict[str, int],
    created: Change | None,
    edited: Change | None,
    changed: Change,
) -> Folded:
    first = created or changed
    kind, record = first.kind, first.record
    alive = bool(created) and not any(covers(delete, latest) for delete in active)
    values = {name: value_in(found[0], name) for name, found in heads.items() if name != LIFE and found}
    conflicts: list[Conflict] = []
    late: list[Change] = []
    locked: tuple[str, ...] = ()
    if kind == "question":
        late = lock_predictions(values, writes, heads)
        locked = LOCKED_FIELDS if values.get("locked_at") else ()
    if alive:
        if active and edited:
            conflicts.append(_edit_vs_delete(kind, record, edited, active))
        conflicts.extend(
            conflict
            for name, found in sorted(heads.items())
            if len(found) > 1 and name != LIFE and name not in locked
            for conflict in field_conflict(kind, record, name, found)
        )
    return Folded(kind, record, alive, values, heads, conflicts, created, changed, late)


def _edit_vs_delete(kind: str, record: str, edited: Change, active: list[Change]) -> Conflict:
    keep = Version("keep", edited.device, edited.person, edited.w, (edited.ref,))
    gone = Version("delete", active[0].device, active[0].person, active[0].w, tuple(d.ref for d in active))
    return Conflict(conflict_id(record, None, "edit-vs-delete"), kind, record, None, "edit-vs-delete", (keep, gone))


def field_conflict(kind: str, record: str, name: str, found: Sequence[Change]) -> list[Conflict]:
    """The conflict among several heads of a register, if their values differ in a way a person must settle."""
    known = KINDS.get(kind)
    field = known.fields.get(name) if known else None
    type_ = field.type if field else "text"
    if type_ == "key":
        return []
    versions = _versions("lock" if (kind, name) == ("question", "locked_at") else type_, name, found)
    if len(versions) < 2:
        return []
    name_of_type = {"long": "text", "pos": "move"}.get(type_, "value")
    return [
        Conflict(conflict_id(record, name, name_of_type), kind, record, name, name_of_type, tuple(versions.values()))
    ]


def _versions(type_: str, name: str, found: Sequence[Change]) -> dict[str, Version]:
    """The different answers among these writes, in their order: {what makes one differ: the version}."""
    versions: dict[str, Version] = {}
    for change in found:
        value = value_in(change, name)
        same = _answer(type_, value)
        first = versions.get(same) or Version(value, change.device, change.person, change.w, ())
        versions[same] = first._replace(refs=(*first.refs, change.ref))
    return versions


def _answer(type_: str, value: Any) -> str:
    # Two people who reorder one list have no quarrel that needs a person: only a different parent is one.
    if type_ == "pos" and value and isinstance(value, list):
        return canonical(value[0])
    # Nor have two who both began the test: only a lock against its undoing is one.
    return canonical(bool(value) if type_ == "lock" else value)


LOCKED_FIELDS = ("prediction", "because")


def lock_predictions(
    values: dict[str, Any], writes: dict[str, list[Change]], heads: dict[str, list[Change]]
) -> list[Change]:
    """Hold a locked question's prediction at the text that was locked; return the later writes to show beside it.

    The step to Do writes prediction and because once more in the edit that sets ``locked_at``, so the lock names
    exactly which text it holds, whatever the clocks say. ``values`` is changed in place; the changes returned are
    those heads that say something else: they are shown as amendments.
    """
    if not values.get("locked_at"):
        return []
    lock = _first_lock(heads["locked_at"][0], writes)
    late: list[Change] = []
    for name in LOCKED_FIELDS:
        made = writes.get(name, [])
        before = [c for c in made if c.order <= lock.order]
        own = [c for c in before if c.device == lock.device and c.x == lock.x]
        # Without a text in its own edit (a lock from elsewhere), the newest text before the lock must do.
        held = max(own or before, key=_order, default=None)
        values[name] = value_in(held, name) if held else None
        for change in heads.get(name, []):
            other = value_in(change, name)
            if change is not held and other is not None and other != values[name]:
                late.append(change)
    return late


def _first_lock(lock: Change, writes: dict[str, list[Change]]) -> Change:
    """The lock that wrote down the texts: a settled conflict puts only the lock again, and means the one it keeps."""
    passed = {lock.ref}
    while not any(c.device == lock.device and c.x == lock.x for name in LOCKED_FIELDS for c in writes.get(name, ())):
        kept = value_in(lock, "locked_at")
        older = [c for c in writes["locked_at"] if c.ref in lock.replaces and value_in(c, "locked_at") == kept]
        older = [c for c in older if c.ref not in passed]
        if not older:
            break
        lock = max(older, key=_order)
        passed.add(lock.ref)
    return lock


class Position(NamedTuple):
    """One write of a tree position: the order that decides, the record, the wanted parent and order key."""

    order: tuple[str, str, int]
    record: str
    parent: str | None
    key: str


def replay_tree(positions: Iterable[Position]) -> tuple[dict[str, tuple[str | None, str]], set[tuple[str, str, int]]]:
    """Replay every move ever made, in clock order, skipping each that would put a record under itself.

    Returns {record: (parent, key)} for every record moved, and the orders of the skipped moves. The same set gives the
    same tree, and no cycle can arise. Source: Kleppmann et al., "A highly-available move operation for replicated
    trees".
    """
    place: dict[str, tuple[str | None, str]] = {}
    skipped: set[tuple[str, str, int]] = set()
    for move in sorted(positions):
        if closes_cycle(place, move.record, move.parent):
            skipped.add(move.order)
            # A record whose first place makes no sense still stands somewhere: at the top.
            place.setdefault(move.record, (None, move.key))
        else:
            place[move.record] = (move.parent, move.key)
    return place, skipped


def closes_cycle(place: dict[str, tuple[str | None, str]], record: str, parent: str | None) -> bool:
    """Whether hanging the record under this parent would make it its own ancestor."""
    above = parent
    while above is not None:
        if above == record:
            return True
        above = place.get(above, (None, ""))[0]
    return False


def move_conflict(
    kind: str, record: str, writes: Iterable[Change], skipped: set[tuple[str, str, int]], shown: Any
) -> Conflict | None:
    """What a person must settle about a record's place: a move that was skipped, or several parents wanted.

    ``writes`` are all changes that give the record a position, ``skipped`` and ``shown`` what ``replay_tree`` made of
    them. Where the newest move was skipped, the versions are the place shown and then every head, so that none is lost.
    """
    made = list(writes)
    replaced = {ref for change in made for ref in change.replaces}
    heads = sorted((c for c in made if c.ref not in replaced and value_in(c, "pos")), key=_order, reverse=True)
    if not heads or heads[0].order not in skipped:
        found = field_conflict(kind, record, "pos", heads)
        return found[0] if found else None
    versions = _versions("pos", "pos", heads)
    newest = heads[0]
    here = versions.pop(_answer("pos", shown), None)
    here = here or Version(shown, newest.device, newest.person, newest.w, (newest.ref,))
    return Conflict(conflict_id(record, "pos", "move"), kind, record, "pos", "move", (here, *versions.values()))


class Link(NamedTuple):
    """One live link of the driver graph: when it came (back) to life, its record, its two ends."""

    order: tuple[str, str, int]
    record: str
    parent: str
    child: str


def replay_links(links: Iterable[Link]) -> set[str]:
    """The records of the links that would close a cycle when added in clock order; they are not shown but listed."""
    below: dict[str, set[str]] = {}
    skipped: set[str] = set()
    for link in sorted(links):
        if path_between(below, link.child, link.parent):
            skipped.add(link.record)
        else:
            below.setdefault(link.parent, set()).add(link.child)
    return skipped


def path_between(below: dict[str, set[str]], start: str, goal: str) -> list[str]:
    """A path from start down to goal along the links, both ends named; empty if there is none."""
    came: dict[str, str] = {start: start}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            path = [here]
            while path[-1] != start:
                path.append(came[path[-1]])
            return path[::-1]
        for child in sorted(below.get(here, ())):
            if child not in came:
                came[child] = here
                waiting.append(child)
    return []

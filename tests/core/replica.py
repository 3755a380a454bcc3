"""A workspace without a file: streams of real change lines, folded as they arrive. And what tests judge it by.

``Replica`` makes and takes changes as the store does: every change goes through its line, a put names the heads the
fold shows, a deletion names what it has seen. ``World`` holds several replicas and notes, apart from the lines, what
each author held at each change; the oracles below work from that note and never read ``p`` or ``n``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from netdesk.core.changes import (
    DELETE,
    NEW,
    PUT,
    RESTORE,
    Change,
    canonical,
    chain_next,
    chain_start,
    change_of,
    check_shape,
    header_of,
    line_of,
    parse_line,
)
from netdesk.core.clock import Clock
from netdesk.core.fold import (
    LIFE,
    Conflict,
    Folded,
    Link,
    Position,
    closes_cycle,
    fold_record,
    move_conflict,
    path_between,
    replay_links,
    replay_tree,
    value_in,
)
from netdesk.core.order import order_between, rekey
from netdesk.core.records import KINDS, LINK, SALTED, TREES, derive_id

SPACE = "T:" + "7" * 32
START = 1_790_000_000.0

Vector = dict[str, int]
Place = dict[str, tuple[str | None, str]]


class Parcel(NamedTuple):
    """What one replica hands on: all it holds after ``basis``, as lines with each stream's chain end."""

    basis: Vector
    lines: dict[str, list[bytes]]
    ends: dict[str, bytes]


class Replica:
    """One device's copy of the space. ``now`` is its own, perhaps quite wrong, wall clock."""

    def __init__(self, device: str, world: World, skew: float | None) -> None:
        self.device = device
        self.world = world
        self.skew = skew
        self.x = 0
        self.streams: dict[str, list[bytes]] = {}
        self.ends: dict[str, bytes] = {}
        self.clock = Clock(self.now)
        self.changes: dict[str, list[Change]] = {}
        self.folded: dict[str, Folded] = {}
        self.acked: dict[str, Vector] = {}

    def now(self) -> float:
        return START if self.skew is None else START + self.world.seconds + self.skew

    def restart(self) -> None:
        """Close and open again: the clock knows only what the stored lines say."""
        last = max((parse_line(lines[-1])["t"] for lines in self.streams.values()), default="0" * 16)
        self.clock = Clock(self.now, last)

    def vector(self) -> Vector:
        return {device: len(lines) for device, lines in self.streams.items()}

    # Making changes

    def edit(self) -> None:
        """The next changes belong to a new edit."""
        self.x += 1

    def write(self, k: str, kind: str, record: str, **parts: Any) -> Change:
        """Append a change of one's own and fold it in, by way of its line."""
        mine = self.streams.get(self.device, [])
        first = not mine or parse_line(mine[-1])["x"] != self.x
        change = Change(SPACE, self.device, 0, "", k, kind, record, **parts)._replace(
            seq=len(mine) + 1,
            t=self.clock.tick(),
            x=self.x,
            w=int(self.now()),
            edit={"l": "Do it"} if first else None,
        )
        line = line_of(change)
        self.world.made[change.ref] = line
        self.world.held[change.ref] = self.vector()
        self._take(self.device, [line])
        self._fold({record})
        return change

    def salt(self, kind: str, name: str) -> str | None:
        spec = KINDS.get(kind)
        known = spec.fields.get(name) if spec else None
        if known is None or known.type not in SALTED:
            return None
        self.world.salts += 1
        return hashlib.sha256(str(self.world.salts).encode()).hexdigest()[:32]

    def add(self, kind: str, record: str, values: dict[str, Any]) -> None:
        salts = {name: salt for name in values if (salt := self.salt(kind, name))}
        self.write(NEW, kind, record, value=values, salt=salts or None)

    def put(self, record: str, name: str, value: Any) -> Change:
        one = self.folded[record]
        refs = tuple(change.ref for change in one.heads.get(name, ()))
        salt = self.salt(one.kind, name) if value is not None else None
        return self.write(PUT, one.kind, record, field=name, value=value, replaces=refs, salt=salt)

    def delete(self, record: str) -> Change:
        seen: Vector = {}
        for change in self.changes[record]:
            seen[change.device] = max(seen.get(change.device, 0), change.seq)
        return self.write(DELETE, self.folded[record].kind, record, seen=seen)

    def restore(self, record: str) -> Change:
        one = self.folded[record]
        return self.write(RESTORE, one.kind, record, replaces=tuple(d.ref for d in one.heads[LIFE]))

    def make(self, kind: str, record: str, values: dict[str, Any]) -> None:
        """Add a record; a dead one of a derived id comes back and says what is wanted, in one edit."""
        one = self.folded.get(record)
        if one is None:
            self.add(kind, record, values)
        elif not one.alive:
            self.restore(record)
            for name, value in values.items():
                if self.folded[record].values.get(name) != value:
                    self.put(record, name, value)

    def lock(self, question: str) -> None:
        """The step to Do: the texts once more, then the lock, in one edit."""
        for name in ("prediction", "because"):
            self.put(question, name, self.folded[question].values.get(name))
        self.world.salts += 1
        self.put(question, "locked_at", f"2026-09-01T08:{self.world.salts // 60:02d}:{self.world.salts % 60:02d}Z")

    def move(self, record: str, parent: str | None, after: str | None) -> bool:
        """Hang a cause under ``parent`` behind ``after``; False where its guard refuses."""
        kind = self.folded[record].kind
        place, _skipped = self.tree(kind)
        if closes_cycle(place, record, parent):
            return False
        siblings = [one for one in self.children(kind, parent) if one != record]
        at = siblings.index(after) + 1 if after in siblings else 0
        try:
            before, behind = (place[one][1] if one else None for one in _around(siblings, at))
            key = order_between(before, behind, self.world.random_bytes)
        except ValueError:
            keys = rekey(len(siblings) + 1, self.world.random_bytes)
            for one, fresh in zip(siblings, keys[:at] + keys[at + 1 :], strict=True):
                self.put(one, "pos", [parent, fresh])
            key = keys[at]
        self.put(record, "pos", [parent, key])
        return True

    def link(self, parent: str, child: str) -> bool:
        """Draw an arrow of the theory; False where it would close a circle."""
        if path_between(self.below(), child, parent):
            return False
        values = {"parent": parent, "child": child, "order": "a0"}
        self.make(LINK, derive_id(LINK, [parent, child]), values)
        return True

    def settle(self, conflict: Conflict, keep: int) -> None:
        """Decide for one version, as the store's ``settle`` does."""
        if conflict.type == "link":
            self.delete(conflict.record)
            return
        version = conflict.versions[keep % len(conflict.versions)]
        if conflict.type != "edit-vs-delete":
            self.put(conflict.record, conflict.field or "", version.value)
        elif version.value == "delete":
            self.delete(conflict.record)
        else:
            self.restore(conflict.record)

    # Exchange

    def pack(self, basis: Vector) -> Parcel:
        """All that is held after ``basis``."""
        lines = {device: made[basis.get(device, 0) :] for device, made in self.streams.items()}
        return Parcel(basis, lines, dict(self.ends))

    def take(self, parcel: Parcel) -> bool:
        """Take a parcel in whole; False (and nothing taken) where something before it is missing."""
        have = self.vector()
        if any(have.get(device, 0) < seq for device, seq in parcel.basis.items()):
            return False
        touched: set[str] = set()
        for device, lines in parcel.lines.items():
            new = lines[have.get(device, 0) - parcel.basis.get(device, 0) :]
            touched |= self._take(device, new)
            if new:
                assert self.ends[device] == parcel.ends[device], "the chain is what its author's was"
        self._fold(touched)
        return True

    def take_lines(self, device: str, lines: list[bytes]) -> None:
        """Take the next lines of one stream, whatever else is missing: a reader's view of any order."""
        self._fold(self._take(device, lines))

    def _take(self, device: str, lines: Iterable[bytes]) -> set[str]:
        touched: set[str] = set()
        for line in lines:
            body = parse_line(line)
            check_shape(body)
            stream = self.streams.setdefault(device, [])
            assert body["s"] == len(stream) + 1
            stream.append(line)
            chain = self.ends.get(device) or chain_start(SPACE, device)
            self.ends[device] = chain_next(chain, header_of(body))
            change = change_of(body, SPACE, device)
            self.clock.see(change.t)
            if change.record:
                self.changes.setdefault(change.record, []).append(change)
                touched.add(change.record)
        return touched

    def _fold(self, touched: Iterable[str]) -> None:
        for record in touched:
            one = fold_record(self.changes.get(record, ()))
            if one is not None:
                self.folded[record] = one

    # What people see

    def alive(self, *kinds: str) -> list[str]:
        hidden = self.hidden_links()
        found = (r for r, one in self.folded.items() if one.alive and r not in hidden)
        return sorted(r for r in found if not kinds or self.folded[r].kind in kinds)

    def dead(self) -> list[str]:
        return sorted(record for record, one in self.folded.items() if one.created and not one.alive)

    def tree(self, kind: str) -> tuple[Place, set[tuple[str, str, int]]]:
        """The places of all records of this kind, and the moves that were skipped."""
        moves: list[Position] = []
        for record, one in self.folded.items():
            if one.kind == kind:
                moves += [Position(c.order, record, *value_in(c, "pos")) for c in self.position_writes(record)]
        return replay_tree(moves)

    def position_writes(self, record: str) -> list[Change]:
        made = (c for c in self.changes[record] if c.k in (NEW, PUT) and c.field in (None, "pos"))
        return [change for change in made if value_in(change, "pos")]

    def children(self, kind: str, parent: str | None) -> list[str]:
        place, _skipped = self.tree(kind)
        return sorted((one for one in self.alive(kind) if place[one][0] == parent), key=lambda r: (place[r][1], r))

    def links(self) -> list[Link]:
        found = []
        for record, one in self.folded.items():
            if one.kind == LINK and one.alive:
                newest = max(c.order for c in self.changes[record] if c.k in (NEW, RESTORE))
                found.append(Link(newest, record, one.values["parent"], one.values["child"]))
        return found

    def hidden_links(self) -> set[str]:
        return replay_links(self.links())

    def below(self) -> dict[str, set[str]]:
        """The arrows shown: {parent: children}."""
        hidden, below = self.hidden_links(), {}
        for link in self.links():
            if link.record not in hidden:
                below.setdefault(link.parent, set()).add(link.child)
        return below

    def conflicts(self) -> dict[str, Conflict]:
        """{id: conflict} of all that a person must settle."""
        found = [c for one in self.folded.values() for c in one.conflicts if (c.kind, c.type) != ("cause", "move")]
        for kind in TREES:
            place, skipped = self.tree(kind)
            for record in self.alive(kind):
                shown = list(place[record]) if record in place else None
                conflict = move_conflict(kind, record, self.position_writes(record), skipped, shown)
                found += [conflict] if conflict else []
        for record in self.hidden_links():
            found.append(Conflict("link" + record, LINK, record, None, "link", ()))
        return {conflict.id: conflict for conflict in found}

    def state(self) -> dict[str, Any]:
        """All that a person could see, in one comparable value."""
        rows = {
            record: (
                one.kind,
                one.alive,
                canonical(one.values),
                {name: [c.ref for c in heads] for name, heads in one.heads.items()},
                one.created and one.created.ref,
                one.changed.ref,
                [c.ref for c in sorted(one.late, key=lambda c: c.order)],
            )
            for record, one in self.folded.items()
        }
        return {
            "rows": rows,
            "conflicts": self.conflicts(),
            "trees": {kind: self.tree(kind) for kind in TREES},
            "hidden": self.hidden_links(),
        }


def _around(siblings: list[str], at: int) -> tuple[str | None, str | None]:
    return (siblings[at - 1] if at else None, siblings[at] if at < len(siblings) else None)


@dataclass
class World:
    """Several replicas, the parcels under way, and the note of what each author held at each change."""

    skews: list[float | None]
    seconds: float = 0.0
    salts: int = 0
    made: dict[str, bytes] = field(default_factory=dict)
    held: dict[str, Vector] = field(default_factory=dict)
    parcels: list[Parcel] = field(default_factory=list)
    replicas: list[Replica] = field(default_factory=list)

    def __post_init__(self) -> None:
        for index, skew in enumerate(self.skews):
            # The ids' order is not the order of the list, so that neither can stand in for the other.
            self.replicas.append(Replica(hashlib.sha256(f"device {index}".encode()).hexdigest()[:16], self, skew))

    def random_bytes(self, count: int) -> bytes:
        self.salts += 1
        return hashlib.sha256(f"bytes {self.salts}".encode()).digest()[:count]

    def exchange_all(self) -> None:
        """Everybody gives everything to the first, and the first to everybody."""
        hub = self.replicas[0]
        for one in self.replicas[1:]:
            assert hub.take(one.pack({}))
        for one in self.replicas[1:]:
            assert one.take(hub.pack({}))

    def reader(self) -> Replica:
        """A fresh replica that has received nothing."""
        return Replica("f" * 16, self, 0.0)

    # Oracles: from what authors held, never from what the changes say they replace

    def all_changes(self) -> Iterator[Change]:
        for ref, line in self.made.items():
            yield change_of(parse_line(line), SPACE, ref.partition(".")[0])

    def knew(self, later: Change, earlier: Change) -> bool:
        """Whether the author of ``later`` held ``earlier`` when making it."""
        return self.held[later.ref].get(earlier.device, 0) >= earlier.seq

    def true_heads(self, made: list[Change]) -> dict[str, set[str]]:
        """{field: refs} of the writes that no other write of the field was made in knowledge of."""
        writes: dict[str, list[Change]] = {}
        for change in made:
            for name in change.value if change.k == NEW else [change.field or ""] if change.k == PUT else ():
                writes.setdefault(name, []).append(change)
        return {
            name: {c.ref for c in found if not any(self.knew(o, c) for o in found if o is not c)}
            for name, found in writes.items()
        }

    def true_life(self, made: list[Change]) -> tuple[bool, bool]:
        """(whether the record lives, whether a deletion stands against a change that its author had not seen)."""
        restores = [c for c in made if c.k == RESTORE]
        active = [c for c in made if c.k == DELETE and not any(self.knew(r, c) for r in restores)]
        others = [c for c in made if c.k in (NEW, PUT, RESTORE)]
        dead = any(all(self.knew(d, c) for c in others) for d in active)
        return not dead, bool(active) and not dead

"""What other teams let us see, beside our own: copies that the hub passed on; at the hub, what teams published.

Every record is known by one id, its maker's, wherever a copy of it lies. So references lead home: feedback to its pin,
a lineage to the idea it came from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, func, select

from netdesk.core.records import KINDS
from netdesk.models import RECORD_TABLES
from netdesk.models.log import STREAM
from netdesk.operations.source import Record, title_of
from netdesk.store.publish import kind_of
from netdesk.store.rows import fields_of, select_rows

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Seen:
    """A record as it is seen here: ``id`` is its maker's, ``team`` the maker's team ("" ours, "hub" the hub's).

    ``on`` is the day it was made, as its maker's clock said; ``came`` (seconds since 1970) when what is seen was made.
    ``person`` is the id of the person of our team who made it ("" for a copy).
    """

    kind: str
    id: str
    team: str
    on: date
    came: int
    person: str
    fields: Record

    @property
    def own(self) -> bool:
        return not self.team


HUB = "hub"


def seen(ws: Workspace, *kinds: str, deleted: bool = False, of: Collection[str] | None = None) -> list[Seen]:
    """The living records of these kinds, our own first, then those of others; each once, in their kind's order.

    ``deleted``: also those that were deleted or taken back. ``of``: at the hub, of others only these teams'.
    """
    own = ws.spaces.get("team")
    if own is None:
        return []
    with ws.read() as session:
        connection = session.connection()
        known = _known(ws, connection)
        missing = [kind for kind in kinds if (kind, deleted) not in known]
        if missing and of is not None:  # a part of them is not what the next one asks for: it is not kept
            known = dict(known)
        if missing:
            others = _spaces_of_others(ws, connection)
            others = others if of is None else [space for space in others if space[2:] in of]
            persons = {card["device"]: str(card["person"]) for card in ws.cards()} | {ws.device_id: ws.person_id}
        for kind in missing:
            known[kind, deleted] = _read(ws, connection, kind, own, others, persons, deleted=deleted)
        found = [one for kind in kinds for one in known[kind, deleted]]
        return found if of is None else [one for one in found if one.own or one.team in of]


#: What was read of a workspace, for as long as its log stands where it stood: {(kind, deleted ones too): records}.
_Known = dict[tuple[str, bool], list[Seen]]
_known_of: WeakKeyDictionary[Workspace, tuple[tuple[int, int], _Known]] = WeakKeyDictionary()


def _known(ws: Workspace, connection: Connection) -> _Known:
    """A page asks for the same kinds many times over; as long as the log has not moved, the answer has not either.

    How far the log stands is read by the same connection as the records: an edit in progress is not yet there.
    """
    reached = reached_by(connection)
    found = _known_of.get(ws)
    if found is None or found[0] != reached:
        found = (reached, {})
        _known_of[ws] = found
    return found[1]


def reached_by(connection: Connection) -> tuple[int, int]:
    """How far the log stands: how many streams, and the sum of what they reach. While it stands, so do the records.

    Streams are only added to, so the two say whether any has moved.
    """
    count, total = connection.execute(select(func.count(), func.sum(STREAM.c.seq))).one()
    return count, total or 0


def _spaces_of_others(ws: Workspace, connection: Connection) -> list[str]:
    if ws.hub:
        query = select(STREAM.c.space).where(STREAM.c.space.like("N:%")).distinct()
        return sorted(connection.execute(query).scalars())
    return [ws.spaces[level] for level in ("hub", "network") if level in ws.spaces]


def heard_of(ws: Workspace) -> bool:
    """Whether anything of others has ever come here."""
    with ws.read() as session:
        connection = session.connection()
        others = _spaces_of_others(ws, connection)
        return connection.execute(select(STREAM.c.space).where(STREAM.c.space.in_(others)).limit(1)).first() is not None


def _read(
    ws: Workspace,
    connection: Connection,
    kind: str,
    own: str,
    others: list[str],
    persons: dict[str, str],
    *,
    deleted: bool,
) -> list[Seen]:
    found: dict[str, Seen] = {}
    rows = select_rows(connection, kind, [own, *others], deleted=deleted, equals={})
    for row in sorted(rows, key=lambda row: bool(row.space != own)):
        team = "" if row.space == own else _team_of(row.space, row.copy_team, ws)
        record = row.copy_of or row.id
        if record not in found:
            day = date.fromtimestamp(row.created_w)
            fields = {"id": record, **fields_of(kind, row)}
            who = row.created_by or persons.get(row.created_device, "") if row.space == own else ""
            found[record] = Seen(kind, record, team, day, row.changed_w, who, fields)
    return list(found.values())


def _team_of(space: str, passed_on_for: str | None, ws: Workspace) -> str:
    if space[0] == "N":
        return space[2:]
    if passed_on_for in (None, ws.network):
        return HUB
    # What we published comes back in the network's space: it is still ours.
    return "" if passed_on_for == ws.root else str(passed_on_for)


def team_names(ws: Workspace) -> dict[str, str]:
    """{team as ``Seen`` names it: what people call it}, ours included; the newest name a team gave itself."""
    names: dict[str, str] = {str(team): str(name) for team, name in ws.setting("team_names", {}).items()}
    names.update(_said_names(ws))
    teams = seen(ws, "team")
    names.update({one.team: str(one.fields["name"]) for one in teams if one.fields.get("name")})
    return names


def called(one: Seen, names: dict[str, str]) -> str:
    """The name of the team a record comes from: as it calls itself now, else as it did then; "" where unknown.

    What we wrote down for others, such as feedback from paper, says itself whose it is.
    """
    known, said = names.get(one.team, ""), str(one.fields.get("by_team") or "")
    return (said or known) if one.own else (known or said)


def _said_names(ws: Workspace) -> dict[str, str]:
    """{team: what its pins, lineages and feedback call it}, the newest last: read as names, not as records."""
    names: dict[str, str] = {}
    with ws.read() as session:
        connection = session.connection()
        others = _spaces_of_others(ws, connection)
        for kind in ("pin", "lineage", "feedback"):
            table = RECORD_TABLES[kind]
            whose = (table.c.space, table.c.copy_team, table.c.by_team)
            newest = func.max(table.c.created_t)
            query = select(*whose).where(table.c.space.in_(others), table.c.alive, table.c.by_team.is_not(None))
            for space, copy_team, name in connection.execute(query.group_by(*whose).order_by(newest)):
                team = _team_of(space, copy_team, ws)
                if team:
                    names[team] = str(name)
    return names


def title_here(ws: Workspace, record: str) -> tuple[str, str]:
    """(kind, title) of a record known only by its id; "" for what is not here."""
    with ws.read() as session:
        kind = kind_of(session.connection(), record)
    here = ws.get(kind, record) if kind in KINDS and kind is not None else None
    if here is None:
        return kind or "", ""
    return str(kind), title_of(here)


def by(field: str, records: Iterable[Seen]) -> dict[str, list[Seen]]:
    """The records grouped by what this field of theirs names."""
    found: dict[str, list[Seen]] = {}
    for one in records:
        if one.fields.get(field):
            found.setdefault(str(one.fields[field]), []).append(one)
    return found

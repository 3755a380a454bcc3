"""Staged feedback: which kinds a pin and a team allow, and which feedback waits out of sight until they do.

Feedback that arrives and is not allowed is not refused: the bundle it came in holds other work, and a stream of changes
can only be taken whole (its chain would break). So it is kept in the log, where nothing is lost, and its row is not
alive: no list, page, print, dump, search or history shows it. It appears by itself when the team agrees to a higher
stage, or when the presenter releases the pin. Like the driver graph's links, these rows follow from other records.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, select, update

from netdesk.core.records import FEEDBACK_BY_STAGE
from netdesk.models import RECORD_TABLES

#: Kinds that decide what feedback is shown, feedback itself included.
STAGED = frozenset({"feedback", "pin", "stage_step"})
#: The kind of feedback that a presenter may hold back.
HELD = "cool"


class PinStage(NamedTuple):
    """What decides on feedback to a pin: whether the pin is this team's own, its stage, whether cool is held.

    ``there`` is whether it still lies on a table: it is not deleted, or a copy of it is not.
    """

    own: bool
    stage: str
    hold: bool
    there: bool


def team_stage(connection: Connection) -> str:
    """The team's stage of feedback: what its newest agreement says, 0 without one. A step nobody agreed to is none."""
    table = RECORD_TABLES["stage_step"]
    query = select(table.c.on, table.c.created_t, table.c.id, table.c.to, table.c.agreed_by)
    rows = connection.execute(query.where(table.c.alive, table.c.space.like("T:%"))).all()
    steps = [row for row in rows if row.agreed_by]
    newest = max(steps, key=lambda row: (row.on or "", row.created_t, row.id), default=None)
    return known_stage(newest.to if newest else None)


def known_stage(stage: str | None) -> str:
    """The stage, or 0 where it is none that this version knows: another program may have written anything."""
    return stage if stage is not None and stage in FEEDBACK_BY_STAGE else "0"


def pin_stages(connection: Connection) -> dict[str, PinStage]:
    """{id by which feedback names a pin: what it allows}. A pin of one's own decides; of several copies the strictest.

    The hub holds the team's published copy and the one it passed on, which may be older.
    """
    table = RECORD_TABLES["pin"]
    query = select(table.c.id, table.c.copy_of, table.c.space, table.c.stage, table.c.hold, table.c.alive)
    found: dict[str, PinStage] = {}
    for row in connection.execute(query).all():
        own = row.copy_of is None and row.space[0] in "TP"
        one = PinStage(own, known_stage(row.stage), bool(row.hold), bool(row.alive))
        for name in {row.id, row.copy_of} - {None}:
            known = found.get(name)
            if known is None or (own and not known.own):
                found[name] = one
            elif known.own == own:
                strictest = min(known.stage, one.stage)
                found[name] = PinStage(own, strictest, known.hold or one.hold, known.there or one.there)
    return found


def allowed_kinds(connection: Connection, pin: str) -> frozenset[str]:
    """The kinds of feedback that may be made and sent for this pin: by the lower of its and the team's stage."""
    known = pin_stages(connection).get(pin)
    if known is None:
        return frozenset()
    return FEEDBACK_BY_STAGE[min(known.stage, team_stage(connection))]


def withheld_records(connection: Connection) -> set[str]:
    """The ids of feedback that waits."""
    table = RECORD_TABLES["feedback"]
    return set(connection.execute(select(table.c.id).where(table.c.withheld)).scalars())


def withhold(connection: Connection) -> set[tuple[str, str]]:
    """Hide the feedback that is not allowed now, and show what has become allowed; returns the (kind, id) that turned.

    On a pin of one's own, the lower of its and the team's stage decides, and its hold; with the pin its feedback goes
    and comes back. What one gives to another
    team's pin is one's own to read. Feedback whose pin is not here waits: nobody could say what it allows.
    """
    table = RECORD_TABLES["feedback"]
    query = select(table.c.id, table.c.space, table.c.pin, table.c.kind, table.c.withheld)
    rows = connection.execute(query.where(table.c.alive | table.c.withheld)).all()
    if not rows:
        return set()
    pins, stage = pin_stages(connection), team_stage(connection)
    turned: dict[bool, list[str]] = {True: [], False: []}
    for row in rows:
        waits = not _is_shown(row.space, row.kind, pins.get(row.pin), stage)
        if waits != row.withheld:
            turned[waits].append(row.id)
    for waits, ids in turned.items():
        for start in range(0, len(ids), 500):
            part = table.c.id.in_(ids[start : start + 500])
            connection.execute(update(table).where(part).values(withheld=waits, alive=not waits))
    return {("feedback", record) for ids in turned.values() for record in ids}


def _is_shown(space: str, kind: str | None, pin: PinStage | None, stage: str) -> bool:
    if pin is None:
        return False
    if not pin.own:
        # What the hub sends is about our own pins only; another's pin is the other team's to guard.
        return not space.startswith("F:")
    return pin.there and kind in FEEDBACK_BY_STAGE[min(pin.stage, stage)] and not (kind == HELD and pin.hold)

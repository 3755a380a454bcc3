"""What the hub passes on: copies of published copies, in the space of the team they concern or of the whole network.

The rule is that of publishing: whitelisted fields only, ids derived from space, kind and source, so that two laptops of
the hub make the same copies. Each says which team's it is. Nothing else writes the hub's spaces of the teams.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from netdesk.models import RECORD_TABLES
from netdesk.store.publish import copy_id, projection
from netdesk.store.refold import COPY_OF, COPY_TEAM

if TYPE_CHECKING:
    from netdesk.store.edit import Edit


class Passed(NamedTuple):
    """A record to pass on: its kind, its row's id here (a team's published copy, or the hub's own), and whose it is."""

    kind: str
    row: str
    team: str


def pass_on(edit: Edit, wanted: Mapping[str, Iterable[Passed]]) -> int:
    """Make what was passed on into each of these spaces exactly this; gives how many records changed.

    What is no longer wanted (taken back, no longer allowed) is deleted there. The hub's own publications in the network
    space, which name no team, are left alone.
    """
    edit.flush()
    present = _present(edit)
    before = len(edit.changed)
    for space, records in wanted.items():
        rows = _copies(edit, space, records)
        for (kind, record), fields in rows.items():
            edit.write_record(kind, record, space, fields)
        for kind, record in present.get(space, ()):
            if (kind, record) not in rows:
                state = edit.find(kind, record)
                if state is not None and (state.alive or state.withheld):
                    edit.write_delete(state)
    return len(edit.changed) - before


def _copies(edit: Edit, space: str, wanted: Iterable[Passed]) -> dict[tuple[str, str], dict[str, Any]]:
    by_kind: dict[str, dict[str, str]] = {}
    for one in wanted:
        by_kind.setdefault(one.kind, {})[one.row] = one.team
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, teams in by_kind.items():
        table = RECORD_TABLES[kind]
        ids = sorted(teams)
        for start in range(0, len(ids), 500):
            query = select(table).where(table.c.id.in_(ids[start : start + 500]), table.c.alive)
            for row in edit.connection.execute(query):
                fields = projection(kind, row)
                source = row.copy_of or row.id
                if fields is not None:
                    team = teams[row.id]
                    found[kind, copy_id(space, kind, source)] = {**fields, COPY_OF: source, COPY_TEAM: team}
    return found


def _present(edit: Edit) -> dict[str, list[tuple[str, str]]]:
    """{space: (kind, id) of what was passed on into it and is not deleted there}."""
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, table in RECORD_TABLES.items():
        there = table.c.alive | table.c.withheld if "withheld" in table.c else table.c.alive
        for space, record in edit.connection.execute(
            select(table.c.space, table.c.id).where(table.c.copy_team.is_not(None), there)
        ):
            found.setdefault(space, []).append((kind, record))
    return found

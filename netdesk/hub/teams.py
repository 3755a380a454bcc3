"""The teams of a network as their published copies show them: one source of records a team, and when it was heard."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from netdesk.operations.copies import Copies
from netdesk.operations.others import Seen, seen, team_names

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace


def roster(ws: Workspace) -> tuple[tuple[str, str], ...]:
    """(team, name) of every team that admitted this hub, in the order of names."""
    names = team_names(ws)
    found = [(team, names.get(team) or team[:8]) for team in ws.admitted_by()]
    return tuple(sorted(found, key=lambda one: (one[1].casefold(), one[0])))


def read_teams(ws: Workspace, *kinds: str, of: Collection[str] | None = None) -> dict[str, Copies]:
    """{team: what it published of these kinds}, for every team that admitted this hub; in the order of names.

    ``of``: only these teams.
    """
    teams = {team: Copies(team, name) for team, name in roster(ws) if of is None or team in of}
    for one in seen(ws, *kinds, of=of):
        if one.team in teams:
            teams[one.team].records.setdefault(one.kind, {})[one.id] = one.fields
    return teams


def row_of(one: Seen, kind_id: Callable[[str, str, str], str]) -> str:
    """The id of the row that is seen here: the hub's own record, or the team's published copy of it."""
    return one.id if one.own else kind_id(f"N:{one.team}", one.kind, one.id)

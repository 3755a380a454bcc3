"""The teams of a network as their published copies show them: one source of records a team, and when it was heard."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from netdesk.core.cards import team_of
from netdesk.operations.copies import Copies
from netdesk.operations.others import Seen, seen, team_names

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace


def roster(ws: Workspace) -> tuple[tuple[str, str], ...]:
    """(team, name) of every team that admitted this hub, in the order of names."""
    names = team_names(ws)
    found = [(team, names.get(team) or team[:8]) for team in joined(ws)]
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


def joined(ws: Workspace) -> list[str]:
    """The teams that admitted this hub."""
    return sorted(
        {team_of(card) for card in ws.cards() if card["device"] == ws.device_id and card["role"] == "hub"}
    )


def last_heard(ws: Workspace) -> dict[str, int]:
    """When each team's newest bundle was made: {team: seconds since 1970}; a team never heard from is left out."""
    heard = ws.last_heard()
    found: dict[str, int] = {}
    for card in ws.cards():
        if card["device"] in heard and card["role"] != "hub":
            team = team_of(card)
            found[team] = max(found.get(team, 0), heard[card["device"]])
    return found


def row_of(one: Seen, kind_id: Callable[[str, str, str], str]) -> str:
    """The id of the row that is seen here: the hub's own record, or the team's published copy of it."""
    return one.id if one.own else kind_id(f"N:{one.team}", one.kind, one.id)

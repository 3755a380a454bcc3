"""The teams of a network as their published copies show them: one source of records a team, and when it was heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netdesk.core.cards import team_of
from netdesk.operations.others import Seen, seen, team_names
from netdesk.operations.source import Record

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace


@dataclass(slots=True)
class Copies:
    """What one team published, read like a workspace (``operations.source.Source``); ids are the team's own."""

    team: str
    name: str
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    _by_owner: dict[tuple[str, str], dict[str, list[Record]]] = field(default_factory=dict)

    def get(self, kind: str, record: str, /) -> Record | None:
        """The record, or None."""
        return self.records.get(kind, {}).get(record)

    @property
    def select(self) -> Callable[..., list[Record]]:
        """``select(kind, **equals)``, as everywhere."""
        return self._select

    def _select(self, kind: str, **equals: Any) -> list[Record]:
        if len(equals) == 1:
            ((name, value),) = equals.items()
            if isinstance(value, str):
                return list(self._index(kind, name).get(value, ()))
        found = self.records.get(kind, {}).values()
        return [one for one in found if all(one.get(name) == value for name, value in equals.items())]

    def _index(self, kind: str, name: str) -> dict[str, list[Record]]:
        # Three hundred teams with twenty measures each ask for the points of each: not by looking at every point.
        known = self._by_owner.get((kind, name))
        if known is None:
            known = {}
            for one in self.records.get(kind, {}).values():
                if isinstance(one.get(name), str):
                    known.setdefault(one[name], []).append(one)
            self._by_owner[kind, name] = known
        return known


def read_teams(ws: Workspace, *kinds: str) -> dict[str, Copies]:
    """{team: what it published of these kinds}, for every team that admitted this hub; in the order of names."""
    names = team_names(ws)
    teams = {team: Copies(team, names.get(team) or team[:8]) for team in joined(ws)}
    for one in seen(ws, *kinds):
        if one.team in teams:
            teams[one.team].records.setdefault(one.kind, {})[one.id] = one.fields
    return dict(sorted(teams.items(), key=lambda one: (one[1].name.casefold(), one[0])))


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

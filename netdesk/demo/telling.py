"""A story being told: the workspace it is written in, the ids its parts have got, and the events in order of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from netdesk.demo.facts import Facts, facts_of, fill
from netdesk.demo.school_year import SchoolWeeks
from netdesk.demo.series import Point, series, subgroup_series
from netdesk.demo.sheet import Story
from netdesk.store.edit import Edit
from netdesk.store.workspace import Workspace


class StoryClock:
    """The clock that all workspaces of the demo read; the telling sets it from event to event."""

    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


@dataclass
class Telling:
    """One team's story on its way. `ids` maps "cycle:checkin2" and the like to record ids, as parts are made."""

    story: Story
    weeks: SchoolWeeks
    seed: str
    points: dict[str, list[Point]] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    #: Points already entered, by measure or "measure/sub-group".
    entered: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for measure in self.story.measures:
            whole = series(measure, self.weeks, self.seed)
            self.points[measure.key] = whole
            for group in measure.subgroups:
                self.points[f"{measure.key}/{group.key}"] = subgroup_series(measure, group, whole, self.seed)
        self.facts = facts_of(self.story, self.points, self.weeks)

    def words(self, text: str, cycle: str = "") -> str:
        """A sentence of the sheet with its numbers."""
        return fill(text, self.facts, cycle)


Act = Callable[[Telling, Edit], None]


@dataclass(frozen=True)
class Event:
    """One deed: when (seconds since 1970), by whom (a person's key; empty: the lead), its label, the act."""

    when: float
    by: str
    label: str
    act: Act


def tell(telling: Telling, workspace: Workspace, event: Event) -> None:
    """Do the deed as one edit of the workspace, by the person who did it."""
    person = telling.ids.get(f"person:{event.by}", workspace.person_id)
    workspace.write_as(person)  # the demo's people share the lead's laptop
    with workspace.edit(event.label) as edit:
        event.act(telling, edit)
    workspace.write_as(workspace.person_id)


def filled(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something: an absent value is no value, and never an empty text."""
    return {name: value for name, value in fields.items() if value not in (None, "", ())}

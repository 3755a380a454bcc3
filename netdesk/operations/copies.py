"""Records that came as copies, read like a workspace: what one team published, or a frozen copy on the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from netdesk.core.chart_input import ChartInput
from netdesk.core.charts import analyse
from netdesk.errors import NetDeskError
from netdesk.operations.measures import chart_settings, series
from netdesk.operations.source import Record, Source


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


def copies_of(frozen: Record) -> Copies:
    """A pin's frozen copy as a source of records."""
    found = Copies("", "")
    item = {"kind": frozen.get("kind"), "id": frozen.get("id"), "fields": frozen.get("fields")}
    for one in (item, *(frozen.get("parts") or ())):
        if isinstance(one, dict) and isinstance(one.get("fields"), dict):
            record = {"id": str(one.get("id")), **one["fields"]}
            found.records.setdefault(str(one.get("kind")), {})[record["id"]] = record
    return found


def chart_from(source: Source, measure: Record, title: str = "") -> ChartInput | None:
    """The chart of a measure by its own settings; None without points, or where this version cannot draw it."""
    drawn = series(source, measure["id"])
    if not drawn.values:
        return None
    try:
        result = analyse(drawn.values, drawn.denominators, **chart_settings(source, measure["id"], drawn))
    except NetDeskError:
        return None
    return ChartInput(
        title=title or str(measure.get("name") or ""),
        dates=drawn.dates,
        values=drawn.values,
        denominators=drawn.denominators,
        result=result,
        unit=str(measure.get("unit") or ""),
        better=str(measure.get("better") or "neither"),
    )

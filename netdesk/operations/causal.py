"""The causal line of a theory: which measures of processes, drivers and outcomes belong on one time axis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from netdesk.core.chart_stack import ChartStack, Storey
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.operations.aims import sentence_of
from netdesk.operations.charts import chart_input, spans_of
from netdesk.operations.source import Record, Source, title_of

#: From what is done to what is wanted; balancing measures watch from the side and stand in no line.
ORDER: Final = ("process", "driver", "outcome")
#: More charts than this on one page can no longer be read against one another.
MOST: Final = 6


def causal_line(source: Source, record: str) -> ChartStack:
    """The stack for an aim, a driver, a change idea or a measure (`record` is its id).

    It holds the measures of that record, of all that hangs under it and of the way from it up to its aims, ordered from
    process to outcome; at most six, those nearest to the record first. Its cycles are those of the ideas on the line
    and those that collect data for its measures. Raises NetDeskError where the record is gone or has no such measures.
    """
    start, title = _start(source, record)
    near = _line(source, start)
    measures = _measures(source, near, record)
    if not measures:
        raise NetDeskError(
            _("There is no measure of a process, a driver or an outcome here yet. Add one, and say what it is of.")
        )
    chosen = sorted(measures[:MOST], key=lambda one: ORDER.index(one["type"]))
    storeys = [Storey(one["type"], chart_input(source, one["id"], cycles=())) for one in chosen]
    return ChartStack(title, tuple(storeys), spans_of(source, _cycles(source, near, chosen)))


def _start(source: Source, record: str) -> tuple[str, str]:
    """The node of the theory from which the line is drawn, and the record's name."""
    for kind in ("aim", "driver", "change_idea", "measure"):
        found = source.get(kind, record)
        if found is None:
            continue
        if kind != "measure":
            return record, sentence_of(source, found) if kind == "aim" else title_of(found)
        aims = [one["id"] for one in source.select("aim", measure=record)]
        return found.get("of") or (aims[0] if aims else record), title_of(found)
    raise NetDeskError(
        _("There is no aim, driver, change idea or measure {id} here. It may have been deleted.").format(id=record)
    )


def _line(source: Source, start: str) -> list[str]:
    """The nodes below the start and on the ways above it, the nearest first."""
    links = source.select("driver_link")
    below: dict[str, list[str]] = {}
    above: dict[str, list[str]] = {}
    for one in links:
        below.setdefault(one.get("parent", ""), []).append(one.get("child", ""))
        above.setdefault(one.get("child", ""), []).append(one.get("parent", ""))
    nodes = _reached(start, below)
    return list(dict.fromkeys([*nodes, *_reached(start, above)]))


def _reached(start: str, steps: dict[str, list[str]]) -> list[str]:
    """Breadth first, each node once: a theory may join again, and a circle must not hold us."""
    found = [start]
    for node in found:
        found += [one for one in steps.get(node, ()) if one not in found]
    return found


def _measures(source: Source, nodes: list[str], record: str) -> list[Record]:
    """The measures of these nodes in their order; an aim's own measure is one of its outcome."""
    of_node: dict[str, list[Record]] = {}
    for one in source.select("measure"):
        if one.get("type") in ORDER:
            of_node.setdefault(one.get("of") or "", []).append(one)
    found: dict[str, Record] = {}
    asked = source.get("measure", record)
    if asked is not None and asked.get("type") in ORDER:
        found[record] = asked
    for node in nodes:
        aim = source.get("aim", node)
        own = source.get("measure", aim["measure"]) if aim and aim.get("measure") else None
        for one in [*([own] if own else []), *of_node.get(node, [])]:
            found.setdefault(one["id"], one if one.get("type") in ORDER else {**one, "type": "outcome"})
    return list(found.values())


def _cycles(source: Source, nodes: Iterable[str], measures: Iterable[Record]) -> set[str]:
    ideas = set(nodes)
    cycles = {one["id"] for one in source.select("cycle") if one.get("idea") in ideas}
    for measure in measures:
        cycles |= {one["cycle"] for one in source.select("data_item", measure=measure["id"]) if one.get("cycle")}
    return cycles

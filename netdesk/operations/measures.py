"""Measures: points from a pasted block as one edit, and a measure's numbers in the form the charts take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from netdesk.core.fields import canonical_value, number
from netdesk.core.records import KINDS, derive_id
from netdesk.i18n import N_
from netdesk.models import RECORD_TABLES
from netdesk.operations.source import Record, Source, known_fields, must_get

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

ADD_MEASURE: Final = N_("Add a measure")
ENTER_POINTS: Final = N_("Enter points")
EXCLUDE_POINT: Final = N_("Exclude a point")
ADD_PHASE: Final = N_("Start a phase")

#: Up to so many points are looked up one by one; for more, all of the measure are read in one go.
_FEW: Final = 20
_PERCENT: Final = frozenset({"%", "percent", "per cent", "por ciento"})


@dataclass(frozen=True, slots=True)
class PointRow:
    """One row of points: ``value`` is {"v"} or {"n", "d"}; None takes the point away (missing is not zero).

    ``note`` None leaves the note that is there, "" clears it. ``subgroup`` is the id of the row's own sub-group.
    """

    period: date
    value: Mapping[str, object] | None
    note: str | None = None
    ordinal: int = 0
    subgroup: str | None = None


@dataclass(frozen=True, slots=True)
class PointsChanged:
    """How many points an edit added, changed and took away; rows that said what was already there count nowhere."""

    added: int
    changed: int
    deleted: int


@dataclass(frozen=True, slots=True)
class Series:
    """A measure's points in order of period: plain numbers for ``analyse``; all tuples are equally long.

    ``denominators`` is None where every point is a single value. ``excluded`` are 0-based indices.
    """

    ids: tuple[str, ...]
    dates: tuple[date, ...]
    values: tuple[float | None, ...]
    denominators: tuple[float | None, ...] | None
    notes: tuple[str, ...]
    excluded: tuple[int, ...]


def add_measure(edit: Edit, fields: Mapping[str, Any], *, definition: Mapping[str, Any] | None = None) -> str:
    """A new measure, with its first operational definition if one is given; its id."""
    start = {"type": "outcome", "better": "neither", "chart": "run", "rules": "anhoej"}
    measure = edit.add("measure", {**start, **known_fields("measure", dict(fields))})
    if definition:
        edit.add("measure_definition", {"measure": measure, **known_fields("measure_definition", dict(definition))})
    return measure


def point_id(measure: str, period: date, *, subgroup: str | None = None, ordinal: int = 0) -> str:
    """The id everyone computes for the point of this measure, sub-group, period and ordinal."""
    return derive_id("observation", [measure, subgroup, period.isoformat(), number(ordinal)])


def set_points(edit: Edit, measure: str, rows: Iterable[PointRow], *, subgroup: str | None = None) -> PointsChanged:
    """Make the measure's points say what the rows say, all in this edit; periods not named stay as they are.

    A later row for the same period and ordinal wins. The value of a point is one register: a new {"n", "d"} replaces
    the old one whole. NetDeskError where the measure is gone or a value is no number.
    """
    must_get(edit, "measure", measure)
    pair = KINDS["observation"].fields["value"]
    wanted = {
        point_id(measure, row.period, subgroup=row.subgroup or subgroup, ordinal=row.ordinal): row for row in rows
    }
    before = _points_before(edit, measure, wanted)
    added = changed = deleted = 0
    for id_, row in wanted.items():
        value = canonical_value(pair, row.value)
        old = before.get(id_)
        if value is None:
            if old is not None:
                edit.delete("observation", id_)
                deleted += 1
        elif old is None:
            fields = {
                "measure": measure,
                "subgroup": row.subgroup or subgroup,
                "period": row.period.isoformat(),
                "ordinal": number(row.ordinal),
                "value": value,
                "note": row.note or None,
            }
            edit.add("observation", known_fields("observation", fields))
            added += 1
        else:
            fields = {"value": value} if row.note is None else {"value": value, "note": row.note or None}
            if any(old.get(name) != one for name, one in fields.items()):
                edit.put("observation", id_, fields)
                changed += 1
    return PointsChanged(added, changed, deleted)


def _points_before(edit: Edit, measure: str, wanted: Collection[str]) -> dict[str, Record]:
    """What the points of these ids say now, those that there are."""
    if len(wanted) > _FEW:
        return {one["id"]: one for one in edit.select("observation", measure=measure)}
    return {id_: one for id_ in wanted if (one := edit.get("observation", id_)) is not None}


def points(source: Source, measure: str, *, subgroup: str | None = None) -> list[Record]:
    """The measure's observations of one sub-group (None: those without), by period and ordinal."""
    found = [one for one in source.select("observation", measure=measure) if one.get("subgroup") == subgroup]
    return sorted(found, key=lambda one: (one.get("period", ""), Decimal(one.get("ordinal", "0")), one["id"]))


def count_points(workspace: Workspace, measure: str) -> int:
    """How many points the measure has, in all its sub-groups."""
    table = RECORD_TABLES["observation"]
    with workspace.read() as session:
        query = select(func.count()).select_from(table).where(table.c.measure == measure, table.c.alive)
        return int(session.execute(query).scalar_one())


def series(source: Source, measure: str, *, subgroup: str | None = None) -> Series:
    """The measure's points as the charts take them.

    Numerators and denominators where any point has them; there a single value stands for itself over 1, and one in a
    measure counted in per cent for its share (85 is 0.85).
    """
    record = must_get(source, "measure", measure)
    found = [one for one in points(source, measure, subgroup=subgroup) if one.get("period") and one.get("value")]
    pairs = [one["value"] for one in found]
    counted = any("d" in pair for pair in pairs)
    share = 100.0 if str(record.get("unit", "")).strip().lower() in _PERCENT else 1.0
    if counted:
        values = tuple(float(pair["n"]) if "d" in pair else float(pair["v"]) / share for pair in pairs)
        denominators: tuple[float | None, ...] | None = tuple(float(pair.get("d", "1")) for pair in pairs)
    else:
        values, denominators = tuple(float(pair["v"]) for pair in pairs), None
    left_out = {one.get("observation") for one in source.select("exclusion")}
    return Series(
        ids=tuple(one["id"] for one in found),
        dates=tuple(date.fromisoformat(one["period"]) for one in found),
        values=values,
        denominators=denominators,
        notes=tuple(one.get("note", "") for one in found),
        excluded=tuple(n for n, one in enumerate(found) if one["id"] in left_out),
    )


def chart_settings(source: Source, measure: str, drawn: Series) -> dict[str, Any]:
    """The arguments of ``analyse`` that records fix: chart, rules, splits, freeze, exclude, target and better.

    A phase starts at the first point on or after its date. The freeze is that of the newest phase that has one. The
    target is in plotted units: 93 in a measure of parts of a whole is 0.93.
    """
    record = must_get(source, "measure", measure)
    phases = sorted(source.select("phase", measure=measure), key=lambda one: one.get("starts") or "")
    splits = []
    for phase in phases:
        if phase.get("starts"):
            at = sum(1 for day in drawn.dates if day.isoformat() < phase["starts"])
            if 0 < at < len(drawn.dates):
                splits.append(at)
    frozen = [int(Decimal(phase["frozen_points"])) for phase in phases if phase.get("frozen_points")]
    steps = sorted(source.select("target_step", measure=measure), key=lambda one: one.get("from") or "")
    goals = [float(step["value"]) for step in steps if step.get("value") is not None]
    return {
        "chart": record.get("chart") or "run",
        "rules": record.get("rules") or "anhoej",
        "splits": tuple(sorted(set(splits))),
        "freeze": frozen[-1] if frozen else None,
        "exclude": drawn.excluded,
        "target": plotted_goal(goals[-1], record, drawn) if goals else None,
        "better": record.get("better") or "neither",
    }


def plotted_goal(goal: float, measure: Record, drawn: Series) -> float:
    """The goal in the units that are plotted: 93 in a measure of parts of a whole is 0.93."""
    is_part = drawn.denominators is not None and str(measure.get("unit", "")).strip().lower() in {*_PERCENT, ""}
    # People write 93 % or 0.93; a part of a whole never passes 1, so the size tells which.
    return goal / 100 if is_part and abs(goal) > 1 else goal


def exclude_point(edit: Edit, observation: str, reason: str) -> str:
    """Leave a point out of the lines, with the reason; it stays drawn, hollow. The exclusion's id."""
    must_get(edit, "observation", observation)
    return edit.add("exclusion", {"observation": observation, "reason": reason})


def add_phase(
    edit: Edit,
    measure: str,
    *,
    reason: str,
    starts: date | None = None,
    frozen_points: int | None = None,
    because: str | None = None,
) -> str:
    """A new phase from a day on, or (without a day) a frozen baseline of the first phase; its id."""
    fields = {
        "measure": measure,
        "starts": starts.isoformat() if starts else None,
        "reason": reason,
        "frozen_points": None if frozen_points is None else number(frozen_points),
        "because": because,
    }
    return edit.add("phase", known_fields("phase", fields))

"""What a sheet would do to a measure, compared with what is there; and the one edit that does it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Fields
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from netdesk.core.pace import Step, no_step
from netdesk.i18n import N_, _
from netdesk.importers.files import DataFile
from netdesk.importers.guess import Guess, MeasureSide, apply_mapping, guess
from netdesk.importers.mapping import Mapping, from_json, to_json
from netdesk.importers.reading import Reading, ReadPoint, read_points
from netdesk.operations.measures import PointRow, PointsChanged, point_id, set_points
from netdesk.operations.source import Source, must_get

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

IMPORT_POINTS: Final = N_("Take in points from a spreadsheet")
#: The local setting that keeps a measure's mapping; it never leaves this computer.
REMEMBERED: Final = "import:"
#: How many points are set between two looks at Cancel.
PART: Final = 2_000


@dataclass(frozen=True, slots=True)
class Compared:
    """A point as read beside what is there: ``state`` is "new", "changed" or "same"; ``before`` the value now."""

    point: ReadPoint
    state: str
    before: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What taking the sheet in would do. ``new_groups`` are sub-groups that the measure would get."""

    measure: str
    guess: Guess
    reading: Reading
    points: tuple[Compared, ...]
    new_groups: tuple[str, ...]

    def counted(self, state: str) -> int:
        """How many points are new, changed or the same."""
        return sum(one.state == state for one in self.points)

    @property
    def changes_something(self) -> bool:
        """Whether taking it in would change the measure."""
        return any(one.state != "same" for one in self.points)


def measure_side(source: Source, measure: str) -> MeasureSide:
    """What guessing needs to know of a measure."""
    record = must_get(source, "measure", measure)
    definitions = source.select("measure_definition", measure=measure)
    newest = max(definitions, key=lambda one: one.get("since") or "", default={})
    groups = tuple(one.get("name") or "" for one in source.select("subgroup", measure=measure))
    values = [one.get("value") or {} for one in source.select("observation", measure=measure)]
    return MeasureSide(record, newest, groups, any("d" in one for one in values) if values else None)


def plan_import(
    source: Source,
    measure: str,
    data: DataFile,
    *,
    mapping: Mapping | None = None,
    remembered: Fields[str, Any] | None = None,
    sheet: str = "",
    lang: str = "en",
    today: date,
) -> ImportPlan:
    """Compare a file with a measure, by the given mapping, else the ``remembered`` one (JSON form), else a guess.

    NetDeskError where the file has no dates and numbers to be found.
    """
    side = measure_side(source, measure)
    if mapping is not None:
        found = apply_mapping(data, mapping)
    else:
        found = guess(
            data, side, lang=lang, sheet=sheet, remembered=from_json(dict(remembered)) if remembered else None
        )
    reading = read_points(found.sheet, found.mapping, side, today=today)
    groups = {(one.get("name") or "").casefold(): one["id"] for one in source.select("subgroup", measure=measure)}
    there = {one["id"]: one for one in source.select("observation", measure=measure)}
    compared = tuple(_compare(measure, point, groups, there) for point in reading.points)
    new_groups = dict.fromkeys(one.group for one in reading.points if one.group and one.group.casefold() not in groups)
    return ImportPlan(measure, found, reading, compared, tuple(new_groups))


def _compare(measure: str, point: ReadPoint, groups: Fields[str, str], there: Fields[str, dict[str, Any]]) -> Compared:
    group = groups.get(point.group.casefold()) if point.group else None
    if point.group and group is None:
        return Compared(point, "new")
    old = there.get(point_id(measure, point.period, subgroup=group))
    if old is None:
        return Compared(point, "new")
    same = old.get("value") == point.value and (not point.note or old.get("note") == point.note)
    return Compared(point, "same" if same else "changed", old.get("value"))


def take_in(edit: Edit, plan: ImportPlan, step: Step = no_step) -> PointsChanged:
    """Make the measure say what the plan lists, as one edit; what the sheet does not name stays as it is.

    ``step(done, of)`` is called between parts and may raise to give the whole edit up.
    """
    groups = {(one.get("name") or "").casefold(): one["id"] for one in edit.select("subgroup", measure=plan.measure)}
    for name in plan.new_groups:
        groups.setdefault(name.casefold(), edit.add("subgroup", {"measure": plan.measure, "name": name}))
    rows: dict[str | None, list[PointRow]] = {}
    for one in plan.points:
        if one.state == "same":
            continue
        group = groups[one.point.group.casefold()] if one.point.group else None
        rows.setdefault(group, []).append(PointRow(one.point.period, one.point.value, one.point.note or None))
    done = []
    parts = [(group, some[n : n + PART]) for group, some in rows.items() for n in range(0, len(some), PART)]
    for n, (group, some) in enumerate(parts):
        step(n, len(parts))
        done.append(set_points(edit, plan.measure, some, subgroup=group))
    return PointsChanged(sum(x.added for x in done), sum(x.changed for x in done), sum(x.deleted for x in done))


def remember(set_setting: Callable[[str, Any], None], plan: ImportPlan) -> None:
    """Keep the mapping for the next file with the same heads."""
    set_setting(REMEMBERED + plan.measure, to_json(plan.guess.mapping))


def told(plan: ImportPlan) -> dict[str, Any]:
    """The plan as --json prints it."""
    return {
        "sheet": plan.guess.sheet.name,
        "added": plan.counted("new"),
        "changed": plan.counted("changed"),
        "same": plan.counted("same"),
        "changes": [
            {
                "row": one.point.row,
                "period": one.point.period.isoformat(),
                "subgroup": one.point.group or None,
                "before": one.before,
                "after": one.point.value,
            }
            for one in plan.points
            if one.state == "changed"
        ],
        "new_subgroups": list(plan.new_groups),
        "problems": [{"row": one.row, "text": one.text, "why": one.why} for one in plan.reading.problems],
        "passed_over": [{"row": one.row, "text": one.text, "why": one.why} for one in plan.reading.passed],
        "doubts": list(plan.guess.doubts),
        "map": to_json(plan.guess.mapping),
    }


def summary(plan: ImportPlan) -> str:
    """One line of what it would do."""
    return _("{new} new, {changed} changed, {same} as they are; {problems} rows cannot be taken in.").format(
        new=plan.counted("new"),
        changed=plan.counted("changed"),
        same=plan.counted("same"),
        problems=len(plan.reading.problems),
    )

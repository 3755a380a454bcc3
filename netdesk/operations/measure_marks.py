"""What people say about a chart: points left out, splits, a frozen baseline, judged points, notes, definitions.

Each is a record with its reason, made by a person in one edit and taken back by another; the program proposes a split
where one may be due and never makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from netdesk.core.fields import number
from netdesk.core.records import derive_id
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.measures import add_phase, exclude_point
from netdesk.operations.source import Record, Source, known_fields, must_get

if TYPE_CHECKING:
    from netdesk.core.chart_input import ChartInput
    from netdesk.store.edit import Edit

LEAVE_OUT: Final = N_("Leave points out")
TAKE_BACK_IN: Final = N_("Take points back in")
SPLIT: Final = N_("Split the chart")
UNSPLIT: Final = N_("Remove a split")
FREEZE: Final = N_("Freeze the baseline")
UNFREEZE: Final = N_("Unfreeze the baseline")
JUDGE: Final = N_("Judge a point")
UNJUDGE: Final = N_("Take a judgement back")
ANNOTATE: Final = N_("Annotate the chart")
REMOVE_NOTE: Final = N_("Remove an annotation")
DEFINE_AGAIN: Final = N_("Change the definition")
EDIT_DEFINITION: Final = N_("Edit the definition")
ADD_GOAL: Final = N_("Add a goal")
EDIT_GOAL: Final = N_("Edit the goal")
ADD_GAP: Final = N_("Add a school break")

#: What a definition says; a new version takes along what is not said anew.
DEFINED: Final = ("text", "numerator", "denominator", "exclusions", "source")


@dataclass(frozen=True, slots=True)
class SplitProposal:
    """A place where a split may be due: the index and day of the first point of a shift, and how long it has lasted."""

    index: int
    starts: date
    points: int


def leave_out(edit: Edit, observations: Iterable[str], reason: str) -> None:
    """Leave these points out of the lines, for one reason; a point that is out already gets the new reason."""
    why = _given(reason)
    for observation in observations:
        exclusion = derive_id("exclusion", [observation])
        if edit.get("exclusion", exclusion) is not None:
            edit.put("exclusion", exclusion, {"reason": why})
        else:
            exclude_point(edit, observation, why)


def take_back_in(edit: Edit, observations: Iterable[str]) -> None:
    """Let these points count again; one that was never left out stays as it is."""
    for observation in observations:
        exclusion = derive_id("exclusion", [observation])
        if edit.get("exclusion", exclusion) is not None:
            edit.delete("exclusion", exclusion)


def edit_break(edit: Edit, kind: str, record: str, fields: Mapping[str, Any]) -> None:
    """Put fields of a school break; a first day after the last moves the whole break, so that it stays as long."""
    found = must_get(edit, kind, record)
    days = (fields.get("from"), found.get("from"), found.get("to"))
    first, begins, ends = (date.fromisoformat(one) if one else None for one in days)
    if first and ends and first > ends and "to" not in fields:
        fields = {**fields, "to": (first + (ends - begins if begins else timedelta(0))).isoformat()}
    edit.put(kind, record, dict(fields))


def school_breaks(records: Iterable[Record]) -> list[tuple[date, date, str]]:
    """First day, last day and name of each school break that has both days; what two people's changes turned round is
    none until one of them mends it."""
    days = [(one.get("from") or "", one.get("to") or "", str(one.get("name") or "")) for one in records]
    return [(date.fromisoformat(a), date.fromisoformat(b), name) for a, b, name in days if a and b and a <= b]


def split_at(edit: Edit, measure: str, starts: date, reason: str, because: str | None = None) -> str:
    """Start a phase on this day; its id. A phase that starts there already gets the new reason."""
    why = _given(reason)
    must_get(edit, "measure", measure)
    for phase in edit.select("phase", measure=measure):
        if phase.get("starts") == starts.isoformat():
            edit.put("phase", phase["id"], {"reason": why})
            return str(phase["id"])
    return add_phase(edit, measure, reason=why, starts=starts, because=because)


def remove_split(edit: Edit, phase: str) -> None:
    """Let the phase before go on; a baseline frozen in this phase goes with it."""
    must_get(edit, "phase", phase)
    edit.delete("phase", phase)


def freeze_first(edit: Edit, measure: str, count: int, reason: str, *, starts: date | None = None) -> str:
    """Let the first ``count`` points of the phase that starts on a day (None: the first phase) fix its lines; its id.

    A chart has one frozen baseline: an earlier one is let go in the same edit. A phase keeps the reason of its split
    beside that of the baseline.
    """
    why = _given(reason)
    if count < 2:
        raise NetDeskError(_("A baseline of one point says nothing. Choose a later point to freeze up to."))
    wanted = starts.isoformat() if starts else None
    phases = edit.select("phase", measure=measure)
    for phase in phases:
        if phase.get("frozen_points") and phase.get("starts") != wanted:
            unfreeze(edit, phase["id"])
    own = next((phase for phase in phases if phase.get("starts") == wanted), None)
    if own is None:
        return add_phase(edit, measure, reason=why, starts=starts, frozen_points=count)
    before = str(own.get("reason") or "")
    joined = why if starts is None or not before else f"{before.rstrip('.')}. {why}"
    edit.put("phase", own["id"], {"frozen_points": number(count), "reason": before if why in before else joined})
    return str(own["id"])


def unfreeze(edit: Edit, phase: str) -> None:
    """Let all points of the phase set its lines again; a phase that was only a baseline is deleted."""
    found = must_get(edit, "phase", phase)
    if found.get("starts"):
        edit.put("phase", phase, {"frozen_points": None})
    else:
        edit.delete("phase", phase)


def judge(edit: Edit, observation: str, because: str) -> str:
    """Call a point astronomical, as any observer would agree, with the reason; the judgement's id."""
    why = _given(because)
    must_get(edit, "observation", observation)
    id_ = derive_id("judgement", [observation])
    fields = {"astronomical": True, "because": why}
    if edit.get("judgement", id_) is not None:
        edit.put("judgement", id_, fields)
        return id_
    return edit.add("judgement", {"observation": observation, **fields})


def annotate(edit: Edit, measure: str, on: date, text: str, cycle: str | None = None) -> str:
    """Note on the chart what happened on a day; the annotation's id."""
    must_get(edit, "measure", measure)
    if not text.strip():
        raise NetDeskError(_("A note needs words: what happened on that day?"))
    fields = {"measure": measure, "on": on.isoformat(), "text": text.strip(), "cycle": cycle}
    return edit.add("annotation", known_fields("annotation", fields))


def definitions(source: Source, measure: str) -> list[Record]:
    """The definitions of a measure, oldest first; one without a day holds from the start."""
    found = source.select("measure_definition", measure=measure)
    return sorted(found, key=lambda one: one.get("since") or "")


def set_definition(edit: Edit, measure: str, fields: Mapping[str, Any], since: str) -> None:
    """Put fields of the measure's newest definition, which is made with its first words."""
    found = definitions(edit, measure)
    if found:
        edit.put("measure_definition", found[-1]["id"], dict(fields))
    else:
        edit.add("measure_definition", {"measure": measure, "since": since, **fields})


def define_again(edit: Edit, measure: str, since: date, fields: Mapping[str, Any]) -> str:
    """From a day on something else is counted: a new version beside the old one, which stays; its id.

    What is not said anew is taken along. NetDeskError where nothing differs or the day is not after the last version's.
    """
    must_get(edit, "measure", measure)
    found = definitions(edit, measure)
    newest = found[-1] if found else {}
    if newest.get("since") and since.isoformat() <= newest["since"]:
        raise NetDeskError(
            _("The definition in use began on that day or later. Choose a day after it, or edit the words in place.")
        )
    wanted = {name: fields[name] if name in fields else newest.get(name) for name in DEFINED}
    wanted = {name: value for name, value in wanted.items() if value}
    if not wanted or all(newest.get(name) == value for name, value in wanted.items()):
        raise NetDeskError(_("Nothing differs from the definition in use. Say what is counted in another way now."))
    return edit.add("measure_definition", {"measure": measure, "since": since.isoformat(), **wanted})


def goal_steps(source: Source, measure: str) -> list[Record]:
    """The dated goals of a measure, oldest first."""
    found = source.select("target_step", measure=measure)
    return sorted(found, key=lambda one: one.get("from") or "")


def subgroup_named(edit: Edit, measure: str, name: str) -> str:
    """The id of the measure's sub-group of this name (in capitals or not), which is made if there is none."""
    wanted = " ".join(name.split())
    for one in edit.select("subgroup", measure=measure):
        if one.get("name", "").casefold() == wanted.casefold():
            return str(one["id"])
    return edit.add("subgroup", {"measure": measure, "name": wanted})


def phase_at(source: Source, measure: str, chart: ChartInput, index: int) -> Record | None:
    """The phase record that makes a phase of the chart start at this point (0: the record without a day)."""
    for phase in source.select("phase", measure=measure):
        starts = phase.get("starts")
        at = sum(1 for day in chart.dates if starts and isinstance(day, date) and day.isoformat() < starts)
        if (index > 0 and starts and at == index) or (index == 0 and not starts):
            return phase
    return None


def frozen_phase(source: Source, measure: str) -> Record | None:
    """The phase whose first points are the frozen baseline, if there is one: the newest that has one."""
    found = sorted(source.select("phase", measure=measure), key=lambda one: one.get("starts") or "")
    return next((one for one in reversed(found) if int(Decimal(one.get("frozen_points") or 0)) > 0), None)


def split_proposal(chart: ChartInput) -> SplitProposal | None:
    """Where a split may be due: a shift in the wanted direction, in the last phase, that holds up to the last point.

    The split belongs where the change began: at the first point of the run. Whether its cause is known and whether it
    will last only people can say, so this is a question and never a deed.
    """
    result = chart.result
    counted = [point for point in result.points if point.value is not None and not point.excluded]
    if chart.better == "neither" or not counted or not result.phases:
        return None
    phase = result.phases[counted[-1].phase]
    run: list[int] = []
    for point in reversed(counted):
        if point.phase != counted[-1].phase:
            break
        if point.value == point.centre:
            continue
        if "shift" not in point.signals or point.reading != "improvement":
            break
        run.append(point.index)
    first = run[-1] if run else 0
    starts = chart.dates[first] if run else None
    if not isinstance(starts, date) or first <= phase.start:
        return None
    return SplitProposal(first, starts, len(run))


def _given(reason: str) -> str:
    if not reason.strip():
        raise NetDeskError(_("A reason is needed, so that others can follow it later."))
    return reason.strip()

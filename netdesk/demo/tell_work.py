"""The second half of a story as events: measures with their points, cycles, remarks, publishing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from netdesk.demo.school_year import WEEKS, SchoolWeeks
from netdesk.demo.series import Point
from netdesk.demo.sheet import Annotation, Cycle, Definition, Measure, Phase, Publishing, Question, Remark, Story
from netdesk.demo.tell_purpose import in_units
from netdesk.demo.telling import Act, Event, Telling, filled
from netdesk.i18n import N_
from netdesk.operations import cycles, measures
from netdesk.operations import publish as publishing
from netdesk.store.edit import Edit

#: School weeks from one session at the numbers to the next.
ENTRY_EVERY = 4
#: No deed lies after this moment of the last week (week, school days).
LATEST = (WEEKS - 1, 3)


def work_events(story: Story, weeks: SchoolWeeks) -> Iterator[Event]:
    """The events of the team's measuring and testing, in no particular order."""
    yield from _measure_events(story, weeks)
    for cycle in story.cycles:
        yield from _cycle_events(cycle, weeks)
    for n, remark in enumerate(story.remarks):
        yield Event(weeks.moment(remark.week, 3, 30 + n), remark.by, REMARK_LABELS[remark.sort], _remark(remark))
    for publish in story.publishing:
        yield Event(weeks.moment(publish.week, 3, 50), "", publishing.PUBLISH, _publish(publish))


# Measures


def _measure_events(story: Story, weeks: SchoolWeeks) -> Iterator[Event]:
    since = {"aim": story.aims[0].week}
    since |= {driver.key: driver.week for driver in story.drivers} | {idea.key: idea.week for idea in story.ideas}
    for measure in story.measures:
        made = max(measure.start - 2, since[measure.of])  # in place before the plan that will use it
        if measure.key != story.aim_measure:
            yield Event(weeks.moment(made, 1, 10), "", measures.ADD_MEASURE, _measure(measure))
        for definition in measure.definitions[1:]:
            label = N_("Change the definition of a measure")
            yield Event(weeks.moment(definition.week, 3, 5), "", label, _definition(measure, definition))
        for step, (week, value) in enumerate(measure.targets):
            act = _target(measure, week, value)
            yield Event(weeks.moment(week, 3, 15 + step), "", N_("Set a target"), act)
        for phase in measure.phases:
            if phase.week is not None:
                yield Event(weeks.moment(phase.week, 4), "", measures.ADD_PHASE, _phase(measure, phase))
        for note in measure.annotations:
            yield Event(weeks.moment(note.week, 3, 25), "", N_("Annotate a chart"), _annotation(measure, note))
    for week in [*range(ENTRY_EVERY - 1, WEEKS - 1, ENTRY_EVERY), WEEKS - 1]:
        yield Event(weeks.moment(week, 3), story.measures[0].collector, measures.ENTER_POINTS, _enter(week))


def _measure(measure: Measure) -> Act:
    return lambda t, edit: make_measure(t, edit, measure)


def make_measure(t: Telling, edit: Edit, measure: Measure) -> None:
    """The measure with its first definition and its sub-groups."""
    of = t.ids["aim"] if measure.of == "aim" else t.ids.get(f"driver:{measure.of}") or t.ids[f"idea:{measure.of}"]
    fields = {
        "name": measure.name,
        "type": measure.type,
        "of": of,
        "unit": measure.unit,
        "better": measure.better,
        "chart": "run",
        "rules": measure.rules,
        "every": measure.every,
        "collector": t.ids[f"person:{measure.collector}"],
        "minutes": measure.minutes,
    }
    record = measures.add_measure(edit, fields, definition=_definition_fields(t, measure.definitions[0]))
    t.ids[f"measure:{measure.key}"] = record
    for group in measure.subgroups:
        made = edit.add("subgroup", {"measure": record, "name": group.name})
        t.ids[f"subgroup:{measure.key}/{group.key}"] = made


def _definition_fields(t: Telling, definition: Definition) -> dict[str, Any]:
    names = ("text", "numerator", "denominator", "exclusions", "source")
    fields = {name: getattr(definition, name) for name in names}
    return filled({**fields, "since": t.weeks.monday(definition.week).isoformat()})


def _definition(measure: Measure, definition: Definition) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        record = t.ids[f"measure:{measure.key}"]
        edit.add("measure_definition", {"measure": record, **_definition_fields(t, definition)})

    return act


def _target(measure: Measure, week: int, value: float) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        fields = {"from": t.weeks.monday(week).isoformat(), "value": in_units(measure, value)}
        edit.add("target_step", {"measure": t.ids[f"measure:{measure.key}"], **fields})

    return act


def _phase(measure: Measure, phase: Phase) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        measures.add_phase(
            edit,
            t.ids[f"measure:{measure.key}"],
            reason=t.words(phase.reason),
            starts=None if phase.week is None else t.weeks.monday(phase.week),
            frozen_points=phase.frozen_points,
            because=t.ids[f"cycle:{phase.cycle}"] if phase.cycle else None,
        )

    return act


def _annotation(measure: Measure, note: Annotation) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        fields = {
            "measure": t.ids[f"measure:{measure.key}"],
            "on": t.weeks.monday(note.week).isoformat(),
            "text": t.words(note.text),
            "cycle": t.ids[f"cycle:{note.cycle}"] if note.cycle else None,
        }
        edit.add("annotation", filled(fields))

    return act


def _enter(week: int) -> Act:
    """The points up to this week that are not entered yet, of each measure there is, and what follows from them."""

    def act(t: Telling, edit: Edit) -> None:
        for measure in t.story.measures:
            record = t.ids.get(f"measure:{measure.key}")
            if record is None:
                continue
            new = _new_points(t, measure.key, week)
            measures.set_points(edit, record, [_row(point) for point in new])
            for group in measure.subgroups:
                name = f"{measure.key}/{group.key}"
                rows = [_row(point) for point in _new_points(t, name, week)]
                measures.set_points(edit, record, rows, subgroup=t.ids[f"subgroup:{name}"])
            for exclusion in measure.exclusions:
                for point in new:
                    if point.week == exclusion.week:
                        measures.exclude_point(edit, measures.point_id(record, point.period), exclusion.reason)
            _freeze_baseline(t, edit, measure, len(new))

    return act


def _new_points(t: Telling, name: str, week: int) -> list[Point]:
    done = t.entered.get(name, 0)
    due = [point for point in t.points[name] if point.week <= week]
    t.entered[name] = len(due)
    return due[done:]


def _row(point: Point) -> measures.PointRow:
    value = {"v": point.value} if point.out_of is None else {"n": point.value, "d": point.out_of}
    return measures.PointRow(point.period, value, note=point.note or None)


def _freeze_baseline(t: Telling, edit: Edit, measure: Measure, new: int) -> None:
    entered = t.entered[measure.key]
    for phase in measure.phases:
        if phase.week is None and phase.frozen_points and entered - new < phase.frozen_points <= entered:
            _phase(measure, phase)(t, edit)


# Cycles


def _cycle_events(cycle: Cycle, weeks: SchoolWeeks) -> Iterator[Event]:
    """Plan, start, notes, end, study and decision of one cycle, as far as it has come."""
    ahead = cycle.week - 1 if cycle.until != "plan" else min(cycle.week - 1, WEEKS - 2)
    yield Event(weeks.moment(ahead, 2), cycle.lead, cycles.ADD_CYCLE, _plan(cycle))
    if cycle.until == "plan":
        return
    yield Event(weeks.moment(cycle.week, 0), cycle.lead, cycles.START_DO, _step(cycle, "do", cycle.week, 0))
    for question in cycle.questions:
        if question.amended:
            yield Event(weeks.moment(cycle.week, 1, 5), cycle.lead, cycles.AMEND, _amend(cycle, question))
    for n, note in enumerate(cycle.notes):
        when = min(weeks.moment(cycle.week, note.day, 5 + n), weeks.moment(*LATEST, minutes=5 + n))
        yield Event(when, cycle.lead, N_("Add a field note"), _note(cycle, n))
    last = cycle.week + cycle.weeks - 1
    if cycle.until == "do":
        yield Event(weeks.moment(*LATEST, minutes=20), cycle.lead, N_("Edit Do"), _write_do(cycle))
        return
    yield Event(weeks.moment(last, 4, 10), cycle.lead, cycles.STEP_CYCLE, _end(cycle, last))
    yield Event(weeks.moment(last + cycle.late, 4, 30), cycle.lead, cycles.STUDY, _study(cycle, last))
    yield Event(weeks.moment(last + cycle.late, 4, 55), cycle.lead, cycles.DECIDE, _decide(cycle, last))


def _plan(cycle: Cycle) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        fields = {
            "idea": t.ids[f"idea:{cycle.idea}"],
            "series": t.ids[f"cycle:{cycle.series}"] if cycle.series else None,
            "ramp": cycle.ramp,
            "purpose": cycle.purpose,
            "scope": cycle.scope,
            "scope_unit": cycle.scope_unit,
            "tier": cycle.tier,
            "planned_start": t.weeks.monday(cycle.week).isoformat(),
            "planned_end": t.weeks.day(cycle.week + cycle.weeks - 1, 4).isoformat(),
            "plan": t.words(cycle.plan, cycle.key),
        }
        record = cycles.add_cycle(edit, cycle.title, depth=cycle.depth, fields=filled(fields))
        t.ids[f"cycle:{cycle.key}"] = record
        for n, question in enumerate(cycle.questions):
            said = [t.words(one, cycle.key) for one in (question.text, question.prediction, question.because)]
            made = cycles.add_question(edit, record, said[0], prediction=said[1], because=said[2])
            t.ids[f"question:{cycle.key}/{n}"] = made
        _plan_parts(t, edit, cycle, record)
        for before in t.story.cycles:
            if before.next == cycle.key:
                edit.put("cycle", t.ids[f"cycle:{before.key}"], {"next": record})

    return act


def _plan_parts(t: Telling, edit: Edit, cycle: Cycle, record: str) -> None:
    for item in cycle.data:
        fields = {
            "cycle": record,
            "measure": t.ids[f"measure:{item.measure}"] if item.measure else None,
            "what": item.what,
            "who": item.who,
            "when_text": item.when_text,
            "where": item.where,
            "minutes": item.minutes,
        }
        edit.add("data_item", filled(fields))
    for n, task in enumerate(cycle.tasks):
        due = t.weeks.day(cycle.week, task.due).isoformat()
        fields = {
            "cycle": record,
            "what": task.what,
            "who": t.ids[f"person:{task.who}"],
            "where": task.where,
            "due": due,
        }
        t.ids[f"task:{cycle.key}/{n}"] = edit.add("task", filled({**fields, "done": False}))
    for person, role in cycle.roles:
        edit.add("cycle_person", {"cycle": record, "person": t.ids[f"person:{person}"], "role": role})


def _step(cycle: Cycle, stage: str, week: int, days: int) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        cycles.step_to(edit, t.ids[f"cycle:{cycle.key}"], stage, today=t.weeks.day(week, days))

    return act


def _amend(cycle: Cycle, question: Question) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        prediction, because, reason = (t.words(one, cycle.key) for one in question.amended or ())
        record = t.ids[f"question:{cycle.key}/{cycle.questions.index(question)}"]
        cycles.amend(edit, record, prediction=prediction, because=because, reason=reason)

    return act


def _note(cycle: Cycle, n: int) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        note = cycle.notes[n]
        seen = datetime.fromtimestamp(edit.note.w, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        fields = {"cycle": t.ids[f"cycle:{cycle.key}"], "on": seen, "expected": note.expected}
        edit.add("field_note", {**fields, "text": t.words(note.text, cycle.key)})

    return act


def _write_do(cycle: Cycle) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        edit.put("cycle", t.ids[f"cycle:{cycle.key}"], {"do": t.words(cycle.do, cycle.key)})
        if cycle.tasks:
            edit.put("task", t.ids[f"task:{cycle.key}/0"], {"done": True})

    return act


def _end(cycle: Cycle, week: int) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        record = t.ids[f"cycle:{cycle.key}"]
        edit.put("cycle", record, {"do": t.words(cycle.do, cycle.key)})
        for n in range(len(cycle.tasks)):
            edit.put("task", t.ids[f"task:{cycle.key}/{n}"], {"done": True})
        cycles.step_to(edit, record, "study", today=t.weeks.day(week, 4))

    return act


def _study(cycle: Cycle, week: int) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        record = t.ids[f"cycle:{cycle.key}"]
        for n, question in enumerate(cycle.questions):
            cycles.study_question(
                edit,
                t.ids[f"question:{cycle.key}/{n}"],
                observed=t.words(question.observed, cycle.key),
                matched=question.matched,
                learned=t.words(question.learned, cycle.key),
            )
        edit.put("cycle", record, {"study": t.words(cycle.study, cycle.key)})
        cycles.step_to(edit, record, "act", today=t.weeks.day(week, 4))

    return act


def _decide(cycle: Cycle, week: int) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        record = t.ids[f"cycle:{cycle.key}"]
        people = None if cycle.people is None else str(cycle.people)
        because = t.words(cycle.decision_because, cycle.key)
        edit.put("cycle", record, {"act": t.words(cycle.act, cycle.key)})
        cycles.decide(edit, record, cycle.decision, because, people=people)
        cycles.step_to(edit, record, "closed", today=t.weeks.day(week, 4))

    return act


# Remarks and publishing

REMARK_LABELS = {
    "comment": N_("Add a comment"),
    "private": N_("Add a note for myself"),
    "insight": N_("Keep an insight"),
    "thanks": N_("Say thank you"),
    "contribution": N_("Note a contribution"),
    "ask": N_("Ask for something"),
}


def _remark(remark: Remark) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        about = t.ids[remark.about] if remark.about else None
        text = t.words(remark.text)
        changed = t.words(remark.changed)
        if remark.sort in ("comment", "private"):
            level = "me" if remark.sort == "private" else "team"
            edit.add("comment", filled({"of": about, "text": text}), level=level)
            return
        fields: dict[str, Any]
        if remark.sort == "insight":
            kind, fields = "insight", {"text": text, "from": about, "changed": changed}
        elif remark.sort == "thanks":
            kind, fields = "notice", {"type": "thanks", "to_team": t.story.team, "about": about, "text": text}
        elif remark.sort == "contribution":
            kind = "contribution"
            fields = {
                "what": about,
                "contributed_by": t.story.team,
                "taken_up_by": remark.to,
                "mattered": changed or text,
                "minutes": remark.minutes,
                "state": remark.state,
            }
        else:
            kind = "ask"
            fields = {"to_team": remark.to, "text": text, "minutes": remark.minutes, "state": "asked"}
        t.ids[f"{remark.sort}s:{len(t.ids)}"] = edit.add(kind, filled(fields))

    return act


#: Words of a sheet's publishing that name whole groups of records: word → (kind, beginning of the ids' keys).
_GROUPS = {
    "insights": (("insight", "insights:"),),
    "contributions": (("contribution", "contributions:"),),
    "asks": (("ask", "asks:"),),
    "theory": (("driver", "driver:"), ("theory_version", "theory:")),
}
_KINDS = {"idea": "change_idea"}


def _publish(publish: Publishing) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        for word in publish.what:
            if word == "team":
                edit.publish("team", edit.team)
            elif word in _GROUPS:
                for kind, prefix in _GROUPS[word]:
                    for record in [one for key, one in t.ids.items() if key.startswith(prefix)]:
                        edit.publish(kind, record)
                if word == "theory":
                    for link in edit.select("driver_link"):
                        edit.publish("driver_link", link["id"])
            elif word == "charter":
                edit.publish("charter", t.ids["charter"])
                edit.publish("problem", t.ids["problem"])
            else:
                kind = word.partition(":")[0]
                edit.publish(_KINDS.get(kind, kind), t.ids[word])

    return act

"""The first half of a story as events: team, charter, problem, aim, fishbone, driver diagram."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from netdesk.core.order import order_between
from netdesk.demo.school_year import SchoolWeeks
from netdesk.demo.sheet import AimVersion, Cause, Driver, Idea, Measure, Story, TheoryVersion, all_causes
from netdesk.demo.telling import Act, Event, Telling, filled
from netdesk.i18n import N_
from netdesk.operations import aims, causes, drivers, people, theory_versions
from netdesk.store.edit import Edit


def purpose_events(story: Story, weeks: SchoolWeeks) -> Iterator[Event]:
    """The events of the team's purpose and theory, in no particular order."""
    yield Event(weeks.moment(0, 0), "", N_("Set up the team"), _set_up)
    for n, person in enumerate(story.people):
        if person.agrees:
            label = people.AGREE_TO_BE_NAMED
            yield Event(weeks.moment(0, 1, 2 * n), person.key, label, _agree(person.key))
        if not person.active:
            yield Event(weeks.moment(36, 2), "", N_("Edit a person"), _leave(person.key))
    yield Event(weeks.moment(0, 2), "", N_("Edit the charter"), _charter)
    for n, problem in enumerate(story.problems):
        yield Event(weeks.moment(problem.week, 3, n), "", N_("Edit the problem"), _problem(n))
    for n, version in enumerate(story.aims):
        yield Event(weeks.moment(version.week, 3, 10), "", aims.CHANGE_AIM, _aim(n, version))
    yield Event(weeks.moment(3, 1), "", causes.ADD_FISHBONE, _fishbone)
    yield Event(weeks.moment(3, 1, 50), "", causes.VOTE, _votes)
    yield from _evidence_events(story, weeks)
    for week in sorted({driver.week for driver in story.drivers}):
        made = [driver for driver in story.drivers if driver.week == week]
        yield Event(weeks.moment(week, 0, 10), "", drivers.ADD_DRIVER, _drivers(made))
    for week in sorted({idea.week for idea in story.ideas}):
        ideas = [idea for idea in story.ideas if idea.week == week]
        yield Event(weeks.moment(week, 0, 20), "", drivers.ADD_IDEA, _ideas(ideas))
    for theory in story.theory:
        yield Event(weeks.moment(theory.week, 3, 20), "", theory_versions.KEEP_THEORY, _theory(theory))
    yield Event(weeks.moment(48, 1), "", N_("Edit why we work together"), _found)


def _set_up(t: Telling, edit: Edit) -> None:
    story = t.story
    team = edit.team
    edit.put("team", team, {"district": story.district, "context": list(story.context)})
    for person in story.people:
        fields = {"role_title": person.role_title, "tier": person.tier}
        if person.key == story.lead:
            t.ids[f"person:{person.key}"] = edit.device_person
            edit.put("person", edit.device_person, fields)
        else:
            made = edit.add("person", {"name": person.name, "active": True, **fields})
            t.ids[f"person:{person.key}"] = made
    for gap in t.weeks.gaps:
        edit.add("calendar_gap", {"name": gap.name, "from": gap.first.isoformat(), "to": gap.last.isoformat()})


def _agree(key: str) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        people.agree_to_be_named(edit, t.ids[f"person:{key}"], True)

    return act


def _leave(key: str) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        edit.put("person", t.ids[f"person:{key}"], {"active": False})

    return act


def _charter(t: Telling, edit: Edit) -> None:
    story = t.story
    names = ("burning_question", "why_now", "boundaries", "who_is_affected", "who_is_missing")
    t.ids["charter"] = edit.add("charter", {name: t.words(getattr(story, name)) for name in names})
    for what, happened in story.tried_before:
        edit.add("tried_before", {"what": what, "happened": happened})
    for n, norm in enumerate(story.norms):
        t.ids[f"norm:{n}"] = edit.add("norm", {"text": norm})
    t.ids["together"] = edit.add(
        "why_together",
        {
            "theory": story.together_theory,
            "prediction": story.together_prediction,
            "review_on": t.weeks.day(48, 1).isoformat(),
        },
    )


def _found(t: Telling, edit: Edit) -> None:
    edit.put("why_together", t.ids["together"], {"found": t.words(t.story.together_found)})


def _problem(n: int) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        problem = t.story.problems[n]
        fields = {
            "statement": t.words(problem.statement),
            "evidence": t.words(problem.evidence),
            "evidence_link": t.ids.get(f"measure:{t.story.aim_measure}") if n else None,
            "since": t.weeks.day(problem.week, 3).isoformat(),
        }
        t.ids["problem"] = t.ids[f"problem:{n}"] = edit.add("problem", filled(fields))

    return act


def in_units(measure: Measure, plotted: float) -> str:
    """A level in the unit of the measure as people write it: 0.93 of a proportion is 93."""
    if measure.out_of is None:
        return f"{plotted:.{measure.places}f}"
    return f"{Decimal(str(plotted)) * 100:.{measure.places}f}"


def _by(t: Telling, n: int, version: AimVersion) -> date:
    """The newest aim is for a day to come; an earlier one was for the first year's end that left it half a year."""
    if n == len(t.story.aims) - 1:
        return t.weeks.year_end(version.years)
    made = t.weeks.day(version.week, 3)
    return t.weeks.year_end(seen_from=made + timedelta(days=180))


def _start(t: Telling, measure: Measure, start: float | str | None) -> str:
    if isinstance(start, float):
        return in_units(measure, start)
    # As the sentences show it, so that aim and words never differ by a rounding.
    return t.facts[start or f"{measure.key}_baseline"].rstrip("%")


def _aim(n: int, version: AimVersion) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        measure = next(one for one in t.story.measures if one.key == t.story.aim_measure)
        fields = {
            "what": version.what,
            "for_whom": version.for_whom,
            "from": _start(t, measure, version.start),
            "to": in_units(measure, version.goal),
            "by": _by(t, n, version).isoformat(),
            "rationale": version.rationale or None,
        }
        if n == 0:
            t.ids["aim"] = aims.add_aim(edit, filled(fields))
            _link_measure(t, edit, measure)
            fields = {}
        aims.change_aim(
            edit,
            t.ids["aim"],
            filled(fields),
            on=t.weeks.day(version.week, 3),
            because=t.words(version.because),
            evidence_link=t.ids.get("problem") if n else None,
        )

    return act


def _link_measure(t: Telling, edit: Edit, measure: Measure) -> None:
    # The measure names the aim and the aim the measure, so the first of them is made without.
    from netdesk.demo.tell_work import make_measure

    make_measure(t, edit, measure)
    edit.put("aim", t.ids["aim"], {"measure": t.ids[f"measure:{measure.key}"]})


def _fishbone(t: Telling, edit: Edit) -> None:
    story = t.story
    fishbone = edit.add(
        "fishbone", filled({"effect": story.effect, "preset": story.preset, "problem": t.ids.get("problem")})
    )
    t.ids["fishbone"] = fishbone
    last: dict[str | None, str | None] = {}
    for cause, parent in all_causes(story):
        above = t.ids[f"cause:{parent}"] if parent else None
        key = order_between(last.get(parent), None, edit.random_bytes)
        last[parent] = key
        fields = {
            "fishbone": fishbone,
            "pos": [above, key],
            "text": cause.text,
            "note": t.words(cause.note),
            "category": True if parent is None else None,
            "status": None if parent is None else "open",
        }
        t.ids[f"cause:{cause.key}"] = edit.add("cause", filled(fields))


def _votes(t: Telling, edit: Edit) -> None:
    for cause, _parent in all_causes(t.story):
        for person, weight in cause.votes:
            causes.vote(edit, t.ids[f"cause:{cause.key}"], t.ids[f"person:{person}"], weight)


def _evidence_events(story: Story, weeks: SchoolWeeks) -> Iterator[Event]:
    """One event a week in which evidence was noted; a cause's status is set when its last piece is there."""
    found = [cause for cause, parent in all_causes(story) if parent is not None]
    decided = {cause.key: max((one.week for one in cause.evidence), default=7) for cause in found}
    for week in sorted({*decided.values(), *(one.week for cause in found for one in cause.evidence)}):
        yield Event(weeks.moment(week, 2), "", causes.ADD_EVIDENCE, _evidence(found, decided, week))


def _evidence(found: list[Cause], decided: dict[str, int], week: int) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        for cause in found:
            record = t.ids[f"cause:{cause.key}"]
            for piece in cause.evidence:
                if piece.week == week:
                    causes.add_evidence(edit, record, piece.side, t.words(piece.text), source_kind=piece.source_kind)
            if decided[cause.key] == week:
                edit.put("cause", record, filled({"status": cause.status, "confidence": cause.confidence}))

    return act


def _above(t: Telling, parent: str) -> str:
    return t.ids["aim"] if parent == "aim" else t.ids[f"driver:{parent}"]


def _drivers(made: list[Driver]) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        for driver in made:
            fields = {
                "aim": t.ids["aim"],
                "level": driver.level,
                "name": driver.name,
                "definition": driver.definition,
                "from_cause": t.ids[f"cause:{driver.from_cause}"] if driver.from_cause else None,
            }
            record = t.ids[f"driver:{driver.key}"] = edit.add("driver", filled(fields))
            for link in driver.links:
                drivers.link(edit, _above(t, link.parent), record, strength=link.strength)

    return act


def _ideas(made: list[Idea]) -> Act:
    def act(t: Telling, edit: Edit) -> None:
        for idea in made:
            record = drivers.add_idea(edit, idea.name, description=idea.description, research=idea.research)
            t.ids[f"idea:{idea.key}"] = record
            for link in idea.links:
                drivers.link(edit, _above(t, link.parent), record, strength=link.strength)

    return act


def _theory(version: TheoryVersion) -> Callable[[Telling, Edit], None]:
    def act(t: Telling, edit: Edit) -> None:
        on, because = t.weeks.day(version.week, 3), t.words(version.because)
        kept = theory_versions.keep_version(edit, t.ids["aim"], name=version.name, because=because, on=on)
        t.ids[f"theory:{version.week}"] = kept

    return act

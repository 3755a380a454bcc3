"""One invented team with a bit of everything, for pictures and for tests that need more than an empty workspace."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from netdesk.operations import aims, cycles, measures
from netdesk.operations.measures import PointRow
from netdesk.store.edit import Edit
from netdesk.store.workspace import Workspace

TODAY = date(2026, 3, 3)
START = date(2025, 8, 18)
BREAKS = {date(2025, 11, 24), date(2025, 12, 22), date(2025, 12, 29), date(2026, 2, 16)}


def at(day: date) -> float:
    """Noon of a day, as the clock reads it."""
    return datetime(day.year, day.month, day.day, 18, 42, tzinfo=UTC).timestamp()


def weeks(count: int) -> list[date]:
    """School weeks from August on, without the breaks."""
    days = (START + timedelta(days=7 * n) for n in range(60))
    return [day for day in days if day not in BREAKS][:count]


def make_sample_team(path: Path) -> Workspace:
    """The workspace, open; every part of it made through the operations."""
    chance = random.Random(7)
    workspace = Workspace.create(
        path,
        team="Grade 7 attendance",
        school="Lincoln Middle",
        person="Rosa Ortiz",
        now=lambda: at(date(2025, 11, 20)),
        random_bytes=chance.randbytes,
    )
    with workspace.edit("Write the charter") as edit:
        _charter(edit)
        measure = _attendance(edit, chance)
        reached = _reached(edit)
        _aim(edit, measure)
        _gaps(edit)
    with workspace.edit("Plan the first test") as edit:
        done = _first_cycle(edit, reached)
    workspace.now = lambda: at(date(2025, 12, 1))
    with workspace.edit("Run the first test") as edit:
        _run_first_cycle(edit, done)
    workspace.now = lambda: at(TODAY)
    with workspace.edit("Plan the second test") as edit:
        _next_cycles(edit, done, measure)
    return workspace


def _charter(edit: Edit) -> None:
    edit.add(
        "charter",
        {
            "burning_question": "What would it take for a family to hear from someone they know on the first morning "
            "their child is not here?",
            "who_is_affected": "148 students. Last year, 31 of them missed 18 days or more",
            "who_is_missing": "Bus drivers. Families who moved during the year",
            "boundaries": "Grade 7 only. No new money. Phone numbers stay in school.",
        },
    )
    for what, happened in (
        ("Robocalls, 2024", "Attendance did not move; families blocked the number"),
        ("Letters home", "Arrived nine days after the absence"),
        ("Pizza for perfect weeks", "The same students won every month"),
    ):
        edit.add("tried_before", {"what": what, "happened": happened})
    for name, role in (
        ("Mai Vang", "front office"),
        ("Dan Bell", "math, Grade 7"),
        ("Luis Herrera", "family liaison"),
    ):
        edit.add("person", {"name": name, "role_title": role, "active": True})
    for text in ("We say the number before the opinion.", "A wrong guess is a gain. Nobody is named in data talk."):
        edit.add("norm", {"text": text})


def _attendance(edit: Edit, chance: random.Random) -> str:
    measure = measures.add_measure(
        edit,
        {"name": "Weekly attendance, Grade 7", "type": "outcome", "unit": "%", "better": "up", "every": "week"},
        definition={
            "text": "Share of the days seventh graders could attend on which they were there for at least half.",
            "numerator": "Student-days present, half a day or more",
            "denominator": "Enrolled Grade 7 students × school days",
            "exclusions": "Suspensions, independent study",
            "source": "District attendance export",
            "since": START.isoformat(),
        },
    )
    rows = []
    for n, day in enumerate(weeks(24)):
        level = 0.889 if n < 15 else 0.917
        rows.append(PointRow(day, {"n": round(740 * (level + chance.uniform(-0.013, 0.013))), "d": 740}))
    measures.set_points(edit, measure, rows)
    edit.add("annotation", {"measure": measure, "on": "2025-09-08", "text": "New bell schedule"})
    edit.add("annotation", {"measure": measure, "on": "2026-01-05", "text": "Text first, then call"})
    measures.add_phase(edit, measure, reason="Before the first call", frozen_points=12)
    return measure


def _reached(edit: Edit) -> str:
    measure = measures.add_measure(
        edit,
        {"name": "Families reached by 9:30", "type": "process", "unit": "%", "better": "up", "every": "week"},
        definition={"numerator": "First-day calls answered by 9:30", "denominator": "First-day calls made"},
    )
    reached = (9, 10, 11, 9, 10, 12, 17, 18, 17, 19, 19, 20, 20)
    rows = [PointRow(day, {"n": n, "d": 26}) for day, n in zip(weeks(24)[11:], reached, strict=True)]
    measures.set_points(edit, measure, rows)
    minutes = measures.add_measure(
        edit,
        {"name": "Office minutes on calls, a day", "type": "balancing", "unit": "minutes", "better": "down"},
    )
    measures.set_points(
        edit,
        minutes,
        [PointRow(day, {"v": v}) for day, v in zip(weeks(24)[13:], (14, 22, 12, 16, 15, 13, 18), strict=False)],
    )
    return measure


def _aim(edit: Edit, measure: str) -> None:
    aim = aims.add_aim(
        edit,
        {
            "what": "Raise weekly attendance by calling families",
            "for_whom": "our 148 seventh graders",
            "from": "89",
            "to": "93",
            "by": "2026-05-29",
            "measure": measure,
        },
    )
    for on, because in (
        (date(2025, 8, 22), "Our first sentence. No baseline yet, and no one believed it."),
        (date(2025, 11, 10), "Twelve weeks of data gave us a real baseline: 89.0%."),
    ):
        aims.change_aim(edit, aim, {}, on=on, because=because)


def _gaps(edit: Edit) -> None:
    for name, first, last in (
        ("Thanksgiving", "2025-11-24", "2025-11-30"),
        ("Winter break", "2025-12-22", "2026-01-04"),
        ("Presidents' week", "2026-02-16", "2026-02-22"),
    ):
        edit.add("calendar_gap", {"name": name, "from": first, "to": last})


def _first_cycle(edit: Edit, reached: str) -> str:
    cycle = cycles.add_cycle(
        edit,
        "12 families, two weeks",
        fields={
            "plan": "Call the family on the first morning a child is out, so that a missed bus does not become a "
            "missed day. Rosa calls; Mai sends the list at 8:10; Luis for Hmong and Spanish.",
            "planned_start": "2025-12-01",
            "planned_end": "2025-12-12",
            "scope": "12",
            "scope_unit": "families",
        },
    )
    for text, prediction, because in (
        ("Will families answer by 9:30?", "2 in 3 calls. Most are home at 8:15.", "shifts start at 9"),
        ("Will it stay under 20 minutes a morning?", "20 minutes or less, for 12 families.", ""),
        ("Does a reached student come the same day?", "About half, by third period.", ""),
    ):
        cycles.add_question(edit, cycle, text, prediction=prediction, because=because or None)
    edit.add("data_item", {"cycle": cycle, "measure": reached, "what": "Calls made, answered, time of answer"})
    edit.add("data_item", {"cycle": cycle, "what": "Minutes from first to last call"})
    for what in ("Pick 12 families", "Call sheet at desk", "Try the words with Luis"):
        edit.add("task", {"cycle": cycle, "what": what, "done": True})
    return cycle


def _run_first_cycle(edit: Edit, cycle: str) -> None:
    cycles.start_do(edit, cycle, today=date(2025, 12, 1))
    for day, text, expected in (
        ("2025-12-01", "Three calls, done by 8:41.", "as planned"),
        ("2025-12-03", "The district number shows as “Unknown” on cell phones.", "not as planned"),
        ("2025-12-09", "Luis called two families in Hmong. Both picked up.", "not as planned"),
    ):
        edit.add("field_note", {"cycle": cycle, "on": f"{day}T18:00:00Z", "text": text, "expected": expected})
    studied = (
        ("9 of 26 calls answered", "no", "Unknown numbers go unanswered: 6 of 8 who rang back asked who it was."),
        ("14 on average, 22 at most", "yes", "One person can do this. Two mornings ran over, both Mondays."),
        ("5 of 9 came", "cannot tell", "Nine is too few to say. Ask again with the whole grade."),
    )
    for question, (observed, matched, learned) in zip(edit.select("question", cycle=cycle), studied, strict=True):
        cycles.study_question(edit, question["id"], observed=observed, matched=matched, learned=learned)
    cycles.step_to(edit, cycle, "study", today=date(2025, 12, 15))
    edit.put("cycle", cycle, {"study": "The call works once it is answered; the number on the screen is in the way."})
    cycles.step_to(edit, cycle, "act", today=date(2025, 12, 15))
    cycles.decide(edit, cycle, "adapt", "The call works once it is answered. Next, a text goes first.", people="12")
    cycles.step_to(edit, cycle, "closed", today=date(2025, 12, 15))


def _next_cycles(edit: Edit, done: str, measure: str) -> None:
    scale = {"scope": "148", "scope_unit": "students"}
    following = cycles.next_cycle(edit, done, title="Text first, whole grade", fields=scale)
    for question in edit.select("question", cycle=following)[:1]:
        edit.put("question", question["id"], {"prediction": "3 in 4 calls, because they know who it is."})
    edit.add("data_item", {"cycle": following, "measure": measure, "what": "Weekly attendance"})
    other = cycles.add_cycle(edit, "Homeroom buddies", question="Will buddies notice the same morning?")
    cycles.step_to(edit, other, "do", today=TODAY)

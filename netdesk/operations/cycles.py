"""Cycles (PDSA): plan a test, lock the predictions when Do begins, study each, decide, and go on to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from netdesk.core.records import STAGES
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.source import Record, Source, known_fields, must_get

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

ADD_CYCLE: Final = N_("Add a cycle")
START_DO: Final = N_("Start the cycle")
STEP_CYCLE: Final = N_("Move the cycle on")
ADD_QUESTION: Final = N_("Add a question")
AMEND: Final = N_("Amend a prediction")
STUDY: Final = N_("Study a prediction")
DECIDE: Final = N_("Decide")
NEXT_CYCLE: Final = N_("Plan the next cycle")

SET_DEPTH: Final = N_("Change the depth of the cycle")
JOIN_CYCLE: Final = N_("Add a person to the cycle")

#: A test whose Do ended this many days ago and has no Study yet is gently shown as waiting.
STUDY_GRACE_DAYS: Final = 7
#: The texts that a search looks into: of the cycle itself, of its questions, of its field notes.
SEARCHED: Final = ("title", "plan", "do", "study", "act", "decision_because", "scope_unit")
SEARCHED_QUESTION: Final = ("text", "prediction", "because", "observed", "learned")

#: What a next cycle in the ramp takes along from the one before, so that nothing is retyped.
CARRIED: Final = ("idea", "purpose", "depth", "scope", "scope_unit", "tier", "plan")
CARRIED_DATA: Final = ("measure", "what", "who", "when_text", "where", "minutes")


def add_cycle(
    edit: Edit,
    title: str,
    *,
    depth: str = "quick",
    question: str | None = None,
    prediction: str | None = None,
    because: str | None = None,
    fields: Mapping[str, Any] | None = None,
) -> str:
    """A planned cycle, by default a quick one (title, question, prediction, because); its id.

    ``fields`` are further fields of the cycle. A question is made where any of its three texts is given.
    """
    cycle = edit.add(
        "cycle", {"stage": "plan", **known_fields("cycle", dict(fields or {})), "title": title, "depth": depth}
    )
    if question or prediction or because:
        add_question(edit, cycle, question or _("What do we expect to see?"), prediction=prediction, because=because)
    return cycle


def add_question(
    edit: Edit, cycle: str, text: str, *, prediction: str | None = None, because: str | None = None
) -> str:
    """A question of the cycle with what is expected and why; its id. After Do has begun there is nothing to predict."""
    stage = must_get(edit, "cycle", cycle).get("stage", "plan")
    if stage != "plan" and (prediction or because):
        raise NetDeskError(
            _("This cycle has already begun, so a new question cannot have a prediction. Plan a next cycle for it.")
        )
    fields = {"cycle": cycle, "text": text, "prediction": prediction, "because": because}
    return edit.add("question", known_fields("question", fields))


def start_do(edit: Edit, cycle: str, *, today: date) -> None:
    """Begin the test: the stage is Do, the predictions lock with the time, the start is today unless it was given."""
    step_to(edit, cycle, "do", today=today)


def step_to(edit: Edit, cycle: str, stage: str, *, today: date) -> None:
    """Move the cycle to a stage. Leaving Plan locks its predictions (the store does) and notes the day it started;
    going past Do notes the day it ended. Dates that were given stay."""
    if stage not in STAGES:
        raise NetDeskError(_("A cycle's stages are: {stages}.").format(stages=", ".join(STAGES)))
    record = must_get(edit, "cycle", cycle)
    fields: dict[str, Any] = {"stage": stage}
    reached = STAGES.index(stage)
    if reached >= STAGES.index("do") and not record.get("started"):
        fields["started"] = today.isoformat()
    if reached >= STAGES.index("study") and not record.get("ended"):
        fields["ended"] = today.isoformat()
    edit.put("cycle", cycle, fields)


def next_stage(cycle: Mapping[str, Any]) -> str | None:
    """The stage after the cycle's own; None for a closed one."""
    at = STAGES.index(cycle.get("stage", "plan"))
    return STAGES[at + 1] if at + 1 < len(STAGES) else None


def amend(
    edit: Edit, question: str, *, prediction: str | None = None, because: str | None = None, reason: str | None = None
) -> str:
    """A visible later word on a locked prediction, which itself stays as it was; the amendment's id."""
    record = must_get(edit, "question", question)
    if not record.get("locked_at"):
        raise NetDeskError(_("This prediction is not locked yet. Change it where it stands."))
    if not (prediction or because):
        raise NetDeskError(_("Say what you now expect, or why."))
    fields = {"question": question, "prediction": prediction, "because": because, "reason": reason}
    return edit.add("amendment", known_fields("amendment", fields))


def study_question(
    edit: Edit,
    question: str,
    *,
    observed: str | None = None,
    matched: str | None = None,
    learned: str | None = None,
) -> None:
    """What was seen beside what was predicted. Only what is given is put."""
    edit.put(
        "question", question, known_fields("question", {"observed": observed, "matched": matched, "learned": learned})
    )


def decide(edit: Edit, cycle: str, decision: str, because: str | None = None, *, people: str | None = None) -> None:
    """Adopt, adapt, abandon, repeat or scale, with the reason and how many people it touched."""
    fields = {"decision": decision, "decision_because": because, "people": people}
    edit.put("cycle", cycle, known_fields("cycle", fields))


def next_cycle(edit: Edit, cycle: str, *, title: str | None = None, fields: Mapping[str, Any] | None = None) -> str:
    """The next step of the ramp: a planned cycle with what is carried forward, linked from this one; its id.

    Questions come along without predictions, data items whole; ``fields`` override what is carried.
    """
    before = must_get(edit, "cycle", cycle)
    series = before.get("series") or cycle
    carried: dict[str, Any] = {name: before[name] for name in CARRIED if name in before}
    carried |= {"stage": "plan", "series": series, "ramp": str(_ramp(before) + 1)}
    carried["title"] = title or before.get("title")
    made = edit.add("cycle", known_fields("cycle", {**carried, **(fields or {})}))
    for question in edit.select("question", cycle=cycle):
        if question.get("text"):
            edit.add("question", {"cycle": made, "text": question["text"]})
    for row in edit.select("data_item", cycle=cycle):
        edit.add("data_item", {"cycle": made, **{name: row[name] for name in CARRIED_DATA if name in row}})
    linked = {"next": made} if before.get("series") or before.get("ramp") else {"next": made, "ramp": "1"}
    edit.put("cycle", cycle, linked)
    return made


def _ramp(cycle: Record) -> int:
    try:
        return int(Decimal(cycle.get("ramp") or "1"))
    except (ValueError, ArithmeticError):
        return 1


def is_finished(cycle: Mapping[str, Any]) -> bool:
    """Whether there is something to print: the cycle is closed, or in Act with a decision."""
    return cycle.get("stage") == "closed" or (cycle.get("stage") == "act" and bool(cycle.get("decision")))


def idea_status(cycles: list[Record]) -> str:
    """A change idea's status from its cycles: untested, testing, or the newest decision's word."""
    if not cycles:
        return "untested"
    if any(cycle.get("stage") in ("do", "study") for cycle in cycles):
        return "testing"
    words = {"adopt": "adopted", "adapt": "adapted", "abandon": "abandoned", "repeat": "testing", "scale": "adopted"}
    decided = [cycle for cycle in cycles if cycle.get("decision")]
    if not decided:
        return "untested"
    newest = max(decided, key=lambda cycle: (cycle.get("ended") or cycle.get("started") or "", _ramp(cycle)))
    return words[newest["decision"]]


def join_cycle(edit: Edit, cycle: str, person: str, role: str | None = None) -> str:
    """Put a person into the cycle, with their part in it in words; the id (the same however often it is done)."""
    return edit.add("cycle_person", known_fields("cycle_person", {"cycle": cycle, "person": person, "role": role}))


def study_waits(cycle: Mapping[str, Any], today: date) -> int | None:
    """Since how many days the Study of this test waits, None while it does not (or nobody said when Do ends)."""
    stage = cycle.get("stage") or "plan"
    if stage not in ("do", "study"):
        return None
    ended = cycle.get("ended") or (cycle.get("planned_end") if stage == "do" else None)
    if not ended:
        return None
    days = (today - date.fromisoformat(ended)).days
    return days if days >= STUDY_GRACE_DAYS else None


def amendments_of(workspace: Workspace, question: str) -> list[Record]:
    """The later words on a question's locked prediction, oldest first, each with "on" (its instant), "by" (a name or
    "") and "late": whether it is a change made elsewhere that came in only after the lock, shown here by computation.
    """
    from sqlalchemy import select

    from netdesk.models import RECORD_TABLES
    from netdesk.operations.people import names

    table = RECORD_TABLES["amendment"]
    own = table.c.copy_of.is_(None)  # the published copy of an amendment names the same question
    query = select(table).where(table.c.question == question, table.c.alive, own)
    query = query.order_by(table.c.created_t, table.c.id)
    with workspace.read() as session:
        rows = session.execute(query).all()
    if not rows:
        return []
    named = names(workspace)
    persons = {card["device"]: card["person"] for card in workspace.cards()} | {
        workspace.device_id: workspace.person_id
    }
    return [
        {
            "id": row.id,
            **{name: getattr(row, name) or "" for name in ("prediction", "because", "reason")},
            "late": bool(row.computed),
            "on": datetime.fromtimestamp(row.created_w, UTC).isoformat(),
            "by": named.get(row.created_by or persons.get(row.created_device) or "", ""),
        }
        for row in rows
    ]


def find_cycles(
    source: Source, *, text: str = "", stage: str = "", idea: str = "", person: str = "", decision: str = ""
) -> list[Record]:
    """The cycles that answer to everything asked; "" asks nothing.

    Every word of ``text`` must stand somewhere in the cycle, its questions or its field notes (case does not matter).
    ``person`` is in the cycle or has a task in it.
    """
    asked = {"stage": stage, "idea": idea, "decision": decision}
    found = [
        one
        for one in source.select("cycle")
        if all(not value or (one.get(name) or ("plan" if name == "stage" else "")) == value
               for name, value in asked.items())
    ]  # fmt: skip
    if person:
        theirs = {one["cycle"] for one in source.select("cycle_person", person=person) if one.get("cycle")}
        theirs |= {one["cycle"] for one in source.select("task", who=person) if one.get("cycle")}
        found = [one for one in found if one["id"] in theirs]
    words = text.casefold().split()
    if words:
        said = _said(source)
        found = [one for one in found if all(word in said(one) for word in words)]
    return found


def question_counts(workspace: Workspace) -> dict[str, int]:
    """How many questions each cycle asks that asks any: {cycle: count}."""
    from sqlalchemy import func, select

    from netdesk.models import RECORD_TABLES

    table = RECORD_TABLES["question"]
    query = select(table.c.cycle, func.count()).where(table.c.alive, table.c.copy_of.is_(None)).group_by(table.c.cycle)
    with workspace.read() as session:
        return {row[0]: row[1] for row in session.execute(query) if row[0]}


def _said(source: Source) -> Callable[[Record], str]:
    parts: dict[str, list[str]] = defaultdict(list)
    for kind, fields in (("question", SEARCHED_QUESTION), ("field_note", ("text",))):
        for one in source.select(kind):
            parts[one.get("cycle") or ""] += [one[name] for name in fields if one.get(name)]
    return lambda cycle: " ".join(
        [*(cycle[name] for name in SEARCHED if cycle.get(name)), *parts[cycle["id"]]]
    ).casefold()


def ramps(cycles: list[Record]) -> list[list[Record]]:
    """The cycles in ramps (series and next tie them), each from its first step on; alone standing ones as ramps of one.

    Ramps come in the order of their first cycles as given.
    """
    ids = {one["id"] for one in cycles}
    root = {one["id"]: one["id"] for one in cycles}

    def top(id_: str) -> str:
        while root[id_] != id_:
            root[id_] = root[root[id_]]
            id_ = root[id_]
        return id_

    firsts: dict[str, str] = {}
    for one in cycles:
        # The first cycle of a series may be gone, its followers still belong together.
        series = one.get("series") or one["id"]
        for other in (series if series in ids else firsts.setdefault(series, one["id"]), one.get("next")):
            if other is not None and other in ids:
                root[top(other)] = top(one["id"])
    grouped: dict[str, list[Record]] = defaultdict(list)
    for one in cycles:
        grouped[top(one["id"])].append(one)
    made = [
        sorted(some, key=lambda one: (_ramp(one), one.get("started") or one.get("planned_start") or "9", one["id"]))
        for some in grouped.values()
    ]
    place = {one["id"]: n for n, one in enumerate(cycles)}
    return sorted(made, key=lambda some: min(place[one["id"]] for one in some))


def hints(source: Source, cycle: str) -> list[str]:
    """Method hints, never a block: what a good test would still have (E7)."""
    record = must_get(source, "cycle", cycle)
    questions = source.select("question", cycle=cycle)
    found = []
    if not any(question.get("prediction") for question in questions) and record.get("stage", "plan") == "plan":
        found.append(_("There is no prediction yet. A wrong guess is a gain; no guess teaches nothing."))
    scope = Decimal(record.get("scope") or "0")
    if scope > 30 and not record.get("series"):
        found.append(_("A first test with one or five people shows most of what goes wrong."))
    if not any(row.get("measure") for row in source.select("data_item", cycle=cycle)):
        found.append(_("No measure is tied to this cycle yet. What will you count?"))
    if record.get("stage") == "closed" and record.get("decision") != "abandon" and not record.get("next"):
        found.append(_("There is no next cycle yet."))
    return found

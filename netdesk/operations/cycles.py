"""Cycles (PDSA): plan a test, lock the predictions when Do begins, study each, decide, and go on to the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from netdesk.core.records import STAGES
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.source import Record, Source, known_fields, must_get

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

ADD_CYCLE: Final = N_("Add a cycle")
START_DO: Final = N_("Start the test")
STEP_CYCLE: Final = N_("Move the cycle on")
ADD_QUESTION: Final = N_("Add a question")
AMEND: Final = N_("Amend a prediction")
STUDY: Final = N_("Study a prediction")
DECIDE: Final = N_("Decide")
NEXT_CYCLE: Final = N_("Plan the next cycle")

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
            _("This test has already begun, so a new question cannot have a prediction. Plan a next cycle for it.")
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


def hints(source: Source, cycle: str) -> list[str]:
    """Method hints, never a block: what a good test would still have (E7)."""
    record = must_get(source, "cycle", cycle)
    questions = source.select("question", cycle=cycle)
    found = []
    if not any(question.get("prediction") for question in questions):
        found.append(_("There is no prediction yet. A wrong guess is a gain; no guess teaches nothing."))
    scope = Decimal(record.get("scope") or "0")
    if scope > 30 and not record.get("series"):
        found.append(_("A first test with one or five people shows most of what goes wrong."))
    if not any(row.get("measure") for row in source.select("data_item", cycle=cycle)):
        found.append(_("No measure is tied to this test yet. What will you count?"))
    if record.get("stage") == "closed" and record.get("decision") != "abandon" and not record.get("next"):
        found.append(_("There is no next cycle yet."))
    return found

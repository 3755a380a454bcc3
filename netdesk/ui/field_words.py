"""The names of fields and their values as people read them, for the history of any record."""

from __future__ import annotations

from typing import Any

from netdesk.core.records import KINDS
from netdesk.i18n import N_, _
from netdesk.operations.source import title_of
from netdesk.store.workspace import Workspace
from netdesk.ui.outgoing import kind_words
from netdesk.ui.shown import choice_words, shown_date, shown_moment, shown_number

#: Fields that say how records hang together or lie in order; a person did not write them.
QUIET_FIELDS = frozenset({"pos", "order", "copy_of", "picture", "frozen", "sha256", "size", "mime", "from_id"})

_WORDS = {
    "about": N_("About"),
    "act": N_("Act"),
    "active": N_("In use"),
    "agrees": N_("Agrees to being named"),
    "astronomical": N_("Special point"),
    "because": N_("Because"),
    "better": N_("Which way is better"),
    "boundaries": N_("Boundaries"),
    "burning_question": N_("Burning question"),
    "by": N_("By when"),
    "category": N_("Main group"),
    "changed": N_("What changed"),
    "chart": N_("Chart"),
    "child": N_("Leads down to"),
    "collector": N_("Who collects"),
    "confidence": N_("How sure we are"),
    "context": N_("Context"),
    "cycle": N_("Cycle"),
    "decision": N_("Decision"),
    "decision_because": N_("Why we decided so"),
    "definition": N_("What we mean by it"),
    "denominator": N_("Out of (denominator)"),
    "depth": N_("Depth of the sheet"),
    "description": N_("Description"),
    "district": N_("District"),
    "do": N_("Do"),
    "done": N_("Done"),
    "due": N_("Due"),
    "effect": N_("Effect"),
    "ended": N_("Ended"),
    "every": N_("How often"),
    "evidence": N_("Evidence"),
    "evidence_link": N_("Evidence, link"),
    "exclusions": N_("Left out"),
    "expected": N_("As planned or not"),
    "for_whom": N_("For whom"),
    "found": N_("What we found"),
    "from": N_("From"),
    "frozen_points": N_("Points that fix the baseline"),
    "happened": N_("What happened"),
    "idea": N_("Change idea"),
    "learned": N_("What we learned"),
    "level": N_("Level"),
    "link": N_("Link"),
    "locked_at": N_("Predictions locked"),
    "matched": N_("Came as predicted"),
    "measure": N_("Measure"),
    "minutes": N_("Minutes of work"),
    "name": N_("Name"),
    "next": N_("Next cycle"),
    "norm": N_("Norm"),
    "note": N_("Note"),
    "numerator": N_("Counted (numerator)"),
    "observation": N_("Point"),
    "observed": N_("What happened"),
    "of": N_("Belongs to"),
    "on": N_("Day"),
    "ordinal": N_("Number within the period"),
    "parent": N_("Leads up to"),
    "people": N_("People affected"),
    "period": N_("Period"),
    "person": N_("Person"),
    "plan": N_("Plan"),
    "planned_end": N_("Planned end"),
    "planned_start": N_("Planned start"),
    "prediction": N_("Prediction"),
    "problem": N_("Problem"),
    "purpose": N_("Kind of test"),
    "question": N_("Question"),
    "ramp": N_("Place in the series"),
    "rationale": N_("Why this aim"),
    "reason": N_("Reason"),
    "research": N_("Research"),
    "review_on": N_("Look again on"),
    "role": N_("Role"),
    "role_title": N_("Role"),
    "rules": N_("Rules of reading"),
    "school": N_("School"),
    "scope": N_("How many"),
    "scope_unit": N_("Of what"),
    "sentence": N_("Sentence"),
    "series": N_("Series"),
    "side": N_("For or against"),
    "since": N_("Since"),
    "source": N_("Source"),
    "source_kind": N_("Kind of evidence"),
    "stage": N_("Stage"),
    "started": N_("Started"),
    "starts": N_("Starts"),
    "statement": N_("Statement"),
    "status": N_("Status"),
    "strength": N_("Strength"),
    "study": N_("Study"),
    "subgroup": N_("Sub-group"),
    "text": N_("Text"),
    "theory": N_("Theory"),
    "tier": N_("Tier"),
    "title": N_("Title"),
    "to": N_("To"),
    "type": N_("Type"),
    "unit": N_("Unit"),
    "value": N_("Value"),
    "what": N_("What"),
    "when_text": N_("When"),
    "where": N_("Where"),
    "who": N_("Who"),
    "who_is_affected": N_("Who is affected"),
    "who_is_missing": N_("Who is missing"),
    "why_now": N_("Why now"),
}


def field_words(field: str) -> str:
    """A field's name as people read it, such as "Who is missing"."""
    if field in _WORDS:
        return _(_WORDS[field])
    text = field.replace("_", " ")
    return text[:1].upper() + text[1:]


def value_words(workspace: Workspace, kind: str, field: str, value: Any) -> str:
    """A stored value as people read it; "" for none."""
    if value is None or value == "":
        return ""
    spec = KINDS[kind].fields.get(field)
    type_ = spec.type if spec else "text"
    if type_ == "bool":
        return _("Yes") if value else _("No")
    if type_ == "num":
        return shown_number(str(value))
    if type_ == "date":
        return shown_date(str(value)[:10])
    if type_ == "when":
        text = str(value)
        return shown_moment(text) if "T" in text else shown_date(text)
    if type_ == "choice":
        return choice_words().get(str(value), str(value))
    if type_ == "ref":
        return _name_of(workspace, spec.to if spec else (), str(value))
    if type_ == "pair" and isinstance(value, dict):
        if "n" in value and "d" in value:
            return _("{n} of {d}").format(n=shown_number(str(value["n"])), d=shown_number(str(value["d"])))
        return ", ".join(shown_number(str(one)) for one in value.values())
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


def _name_of(workspace: Workspace, kinds: tuple[str, ...], record: str) -> str:
    for kind in kinds or tuple(KINDS):
        found = workspace.select(kind, deleted=True, id=record)
        if found:
            return title_of(found[0]) or kind_words(kind)
    return _("Something that is not here")

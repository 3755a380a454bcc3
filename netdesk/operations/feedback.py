"""Feedback in stages: what a team has agreed to give and take, its prompts, replies, and what was built on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from netdesk.core.records import FEEDBACK_BY_STAGE
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.others import by, called, seen, team_names, title_here
from netdesk.operations.source import known_fields, must_get
from netdesk.store.staged import known_stage

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

GIVE_FEEDBACK: Final = N_("Give feedback")
REPLY: Final = N_("Reply to feedback")
AGREE_ON_STAGE: Final = N_("Agree on a stage of feedback")

#: The order in which kinds are offered: what was seen to work comes first.
KINDS_IN_ORDER: Final = ("warm", "clarifying", "probing", "cool")

#: stage → its name and what it means for the people around the table.
STAGE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "0": (N_("Practice"), N_("We practice on work from outside the group. Nothing is said about our own yet.")),
    "1": (N_("Strengths"), N_("We say what works, and where we saw it.")),
    "2": (N_("Strengths and questions"), N_("We also ask: to understand, and to think further.")),
    "3": (N_("Warm and cool"), N_("We also say what may not work, and why we think so.")),
}

#: kind → its name, what it is for, and beginnings of sentences that ask for the evidence seen.
PROMPTS: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "warm": (
        N_("Strength"),
        N_("What works here, and where do you see it?"),
        (
            N_("In … I see that …, which tells me …"),
            N_("The part that would help us most is …, because …"),
            N_("You kept … small enough to …"),
        ),
    ),
    "clarifying": (
        N_("Clarifying question"),
        N_("Something that can be answered in a few words."),
        (N_("How many …?"), N_("Who does … when …?"), N_("Where it says …, do you mean …?")),
    ),
    "probing": (
        N_("Probing question"),
        N_("A question for the presenter to think about; it holds no advice."),
        (
            N_("What would you expect to see if …?"),
            N_("In … I read …: what else could explain it?"),
            N_("What would change your mind about …?"),
        ),
    ),
    "cool": (
        N_("Cool comment"),
        N_("Where there may be a gap, said with what you saw."),
        (
            N_("In … I see …; I wonder whether …"),
            N_("I could not find … here, and would look for it because …"),
            N_("When we tried something like this, … happened."),
        ),
    ),
}
EVIDENCE_PROMPT: Final = N_("What did you see in the work that makes you say so?")


@dataclass(frozen=True, slots=True)
class Step:
    """A recorded agreement: the stage, who agreed, when, why."""

    id: str
    to: str
    agreed_by: tuple[str, ...]
    on: str
    because: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the team stands: its stage, the kinds that it has, its steps (newest first), and the next stage or None."""

    stage: str
    kinds: tuple[str, ...]
    steps: tuple[Step, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class BuiltOn:
    """What was changed because of feedback: its words and author, ours that built on it, the pins before and after."""

    feedback: str
    words: str
    by_team: str
    kind: str
    id: str
    title: str
    before: str
    after: str


def agree_on_stage(
    edit: Edit, to: str, agreed_by: Sequence[str], *, on: date, because: str | None = None
) -> str:
    """Record that the team agreed to this stage, by these names; the step's id. Going back is an agreement too."""
    if to not in FEEDBACK_BY_STAGE:
        raise NetDeskError(_("The stages are 0 to 3."))
    named = [" ".join(name.split()) for name in agreed_by if name.strip()]
    fields = {"to": to, "agreed_by": named, "on": on.isoformat(), "because": because}
    return edit.add("stage_step", known_fields("stage_step", fields))


def read_stage(ws: Workspace) -> Stage:
    """The team's stage with its history."""
    steps = [
        Step(
            one["id"], known_stage(one.get("to")), tuple(one.get("agreed_by", ())), one.get("on", ""),
            one.get("because", ""),
        )
        for one in ws.select("stage_step", space="team")
        if one.get("agreed_by")
    ]  # fmt: skip
    steps = [one for _on, _n, one in sorted(((one.on, n, one) for n, one in enumerate(steps)), reverse=True)]
    stage = steps[0].to if steps else "0"
    following = str(int(stage) + 1)
    kinds = tuple(kind for kind in KINDS_IN_ORDER if kind in FEEDBACK_BY_STAGE[stage])
    return Stage(stage, kinds, tuple(steps), following if following in FEEDBACK_BY_STAGE else None)


def give(
    edit: Edit,
    pin: str,
    kind: str,
    text: str,
    *,
    evidence_seen: str | None = None,
    spot: int | None = None,
) -> str:
    """Feedback on something on the table; its id. On another team's it leaves with the next bundle.

    There it is published to that end; what the hub says goes to the one team when the hub returns.
    """
    if not text.strip():
        raise NetDeskError(_("There are no words yet."))
    fields = {"pin": pin, "kind": kind, "text": text, "evidence_seen": evidence_seen, "spot": spot}
    made = edit.add("feedback", known_fields("feedback", fields))
    if edit.get("pin", pin) is None and not edit.is_hub:
        edit.publish("feedback", made)
    return made


def reply(edit: Edit, feedback: str, text: str, *, built_on: str | None = None, tell: bool = True) -> str:
    """An answer to feedback, with what of ours was built on it; its id. ``tell`` publishes it, if others gave it."""
    if not text.strip() and built_on is None:
        raise NetDeskError(_("There are no words yet."))
    fields = {"feedback": feedback, "text": text or None, "built_on": built_on}
    made = edit.add("reply", known_fields("reply", fields))
    if tell and edit.get("feedback", feedback) is None and not edit.is_hub:
        edit.publish("reply", made)
    return made


def built_on(ws: Workspace) -> tuple[BuiltOn, ...]:
    """What of ours was changed because of feedback, each with the frozen copies from before and after it."""
    given = {one.id: one for one in seen(ws, "feedback")}
    names = team_names(ws)
    pins = {one.id: one for one in seen(ws, "pin") if one.own}
    later = {before: found[0].id for before, found in by("before", pins.values()).items()}
    found = []
    for one in seen(ws, "reply"):
        said = given.get(str(one.fields.get("feedback")))
        built = str(one.fields.get("built_on") or "")
        if not one.own or said is None or not built:
            continue
        pin = str(said.fields.get("pin"))
        after = built if built in pins else later.get(pin, "")
        kind, title = title_here(ws, built)
        team = called(said, names)
        words = str(said.fields.get("text") or "")
        found.append(BuiltOn(said.id, words, team, kind, built, title, pin if pin in pins else "", after))
    return tuple(found)


def stage_words(stage: str) -> tuple[str, str]:
    """A stage's name and meaning, in the reader's language."""
    name, meaning = STAGE_WORDS[known_stage(stage)]
    return _(name), _(meaning)


def prompts(kind: str) -> tuple[str, str, tuple[str, ...]]:
    """A kind's name, what it is for, and beginnings of sentences, in the reader's language."""
    name, purpose, stems = PROMPTS[kind]
    return _(name), _(purpose), tuple(_(stem) for stem in stems)


def delete_feedback(edit: Edit, feedback: str) -> None:
    """Take one's own feedback back, where it was published too."""
    must_get(edit, "feedback", feedback)
    if edit.select("publication", of=feedback):
        edit.unpublish("feedback", feedback)
    edit.delete("feedback", feedback)

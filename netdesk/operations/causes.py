"""The fishbone: effect, categories, causes to any depth, evidence for and against, and votes beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from netdesk.i18n import N_, _
from netdesk.operations.source import known_fields, must_get

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

ADD_FISHBONE: Final = N_("Add a fishbone")
ADD_CAUSE: Final = N_("Add a cause")
ADD_EVIDENCE: Final = N_("Add evidence")
VOTE: Final = N_("Vote on a cause")
CAUSE_TO_DRIVER: Final = N_("Make a driver of a cause")

#: The first bones of a new fishbone.
PRESETS: Final[dict[str, tuple[str, ...]]] = {
    "school": (N_("People"), N_("Process"), N_("Policy"), N_("Place"), N_("Materials"), N_("Environment")),
    "6m": (N_("Methods"), N_("Machines"), N_("Materials"), N_("Measurement"), N_("Mother Nature"), N_("People")),
    "blank": (),
}


def add_fishbone(edit: Edit, effect: str, *, preset: str = "school", problem: str | None = None) -> str:
    """A fishbone with the categories of its preset (school, 6m or blank); its id."""
    fields = {"effect": effect, "preset": preset, "problem": problem}
    fishbone = edit.add("fishbone", known_fields("fishbone", fields))
    for name in PRESETS.get(preset, ()):
        add_cause(edit, fishbone, _(name), category=True)
    return fishbone


def add_cause(
    edit: Edit,
    fishbone: str,
    text: str,
    *,
    parent: str | None = None,
    category: bool = False,
    note: str | None = None,
) -> str:
    """A cause as the last one under ``parent`` (None: a bone of its own); its id."""
    fields = {"fishbone": fishbone, "text": text, "note": note, "category": True if category else None}
    cause = edit.add("cause", known_fields("cause", fields))
    if parent is not None:
        must_get(edit, "cause", parent)
        after = [one["id"] for one in edit.select("cause", fishbone=fishbone) if one["pos"][0] == parent]
        edit.move("cause", cause, parent=parent, after=after[-1] if after else None)
    return cause


def add_evidence(
    edit: Edit, cause: str, side: str, text: str, *, source_kind: str | None = None, link: str | None = None
) -> str:
    """A piece of evidence for or against a cause; its id."""
    must_get(edit, "cause", cause)
    fields = {"of": cause, "side": side, "text": text, "source_kind": source_kind, "link": link}
    return edit.add("evidence", known_fields("evidence", fields))


def vote(edit: Edit, cause: str, person: str, weight: int) -> str:
    """A person's preference for a cause: one vote each, shown beside the evidence; its id."""
    found = edit.select("cause_vote", cause=cause, person=person)
    if found:
        edit.put("cause_vote", found[0]["id"], {"weight": weight})
        return str(found[0]["id"])
    return edit.add("cause_vote", {"cause": cause, "person": person, "weight": weight})


def cause_to_driver(edit: Edit, cause: str, aim: str, *, strength: str = "strong") -> str:
    """A primary driver that remembers the cause it came from, linked under the aim; its id."""
    from netdesk.operations.drivers import add_driver

    text = must_get(edit, "cause", cause).get("text") or ""
    return add_driver(edit, aim, text, strength=strength, from_cause=cause)

"""The fishbone: effect, categories, causes to any depth, evidence for and against, and votes beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from netdesk.core.order import order_between
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.source import Record, Source, known_fields, must_get

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

ADD_FISHBONE: Final = N_("Add a fishbone")
DELETE_FISHBONE: Final = N_("Delete the fishbone")
ADD_CAUSE: Final = N_("Add a cause")
PASTE_CAUSES: Final = N_("Paste causes")
RENAME_EFFECT: Final = N_("Rename the effect")
RENAME_CAUSE: Final = N_("Rename the cause")
MOVE_CAUSE: Final = N_("Move the cause")
DELETE_CAUSE: Final = N_("Delete the cause")
RESTORE_CAUSE: Final = N_("Restore the cause")
SET_STATUS: Final = N_("Set the status of a cause")
SET_CONFIDENCE: Final = N_("Set how sure we are of a cause")
ADD_EVIDENCE: Final = N_("Add evidence")
EDIT_NOTE: Final = N_("Edit the note on a cause")
EDIT_EVIDENCE: Final = N_("Edit evidence")
DELETE_EVIDENCE: Final = N_("Delete evidence")
REVEAL_CAUSES: Final = N_("Show what was written in silence")
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
    fields: dict[str, Any] = {
        "fishbone": fishbone, "text": text, "note": note, "category": True if category else None,
    }  # fmt: skip
    if parent is None:
        return edit.add("cause", known_fields("cause", fields))
    must_get(edit, "cause", parent)
    siblings = children_of(edit, fishbone, parent)
    last = siblings[-1] if siblings else None
    try:
        # With its place from the first: one that is changed at once would be a move in the log.
        fields["pos"] = [parent, order_between(last["pos"][1] if last else None, None, edit.random_bytes)]
    except ValueError:  # no room after a key of a foreign form: moving gives the list fresh ones
        cause = edit.add("cause", known_fields("cause", fields))
        edit.move("cause", cause, parent=parent, after=last["id"] if last else None)
        return cause
    return edit.add("cause", known_fields("cause", fields))


def add_beside(edit: Edit, cause: str, text: str) -> str:
    """A new cause behind this one, under the same parent; beside a bone it is a bone. Its id."""
    beside = must_get(edit, "cause", cause)
    parent = parent_of(beside)
    made = add_cause(edit, beside["fishbone"], named(text), parent=parent, category=parent is None)
    if children_of(edit, beside["fishbone"], parent)[-2]["id"] != cause:
        edit.move("cause", made, parent=parent, after=cause)
    return made


def add_bone(edit: Edit, fishbone: str, text: str) -> str:
    """A new category as the last bone; its id."""
    return add_cause(edit, fishbone, named(text), category=True)


def add_below(edit: Edit, cause: str, text: str) -> str:
    """A new cause as the last one under this one: the answer to one more "why?". Its id."""
    above = must_get(edit, "cause", cause)
    return add_cause(edit, above["fishbone"], named(text), parent=cause)


def paste_causes(edit: Edit, fishbone: str, parent: str | None, entries: Iterable[tuple[int, str]]) -> list[str]:
    """An indented list as causes, as the last ones under ``parent``; ``entries`` are (depth, text). Their ids."""
    made: list[str] = []
    above: list[tuple[int, str]] = []
    for depth, text in entries:
        while above and above[-1][0] >= depth:
            above.pop()
        under = above[-1][1] if above else parent
        cause = add_cause(edit, fishbone, named(text), parent=under, category=under is None)
        above.append((depth, cause))
        made.append(cause)
    return made


def rename_cause(edit: Edit, cause: str, text: str) -> None:
    """Give a cause other words; empty ones are refused."""
    edit.put("cause", cause, {"text": named(text)})


def rename_effect(edit: Edit, fishbone: str, text: str) -> None:
    """Give the effect other words; empty ones are refused."""
    edit.put("fishbone", fishbone, {"effect": named(text)})


def named(text: str) -> str:
    """The words on one line, or NetDeskError: a box without words would tell nobody anything."""
    words = " ".join(text.split())
    if not words:
        raise NetDeskError(_("A box needs words. Write some, or delete it."))
    return words


# Places


def parent_of(cause: Record) -> str | None:
    """The id of the cause this one hangs under; None for a bone."""
    pos = cause.get("pos")
    return pos[0] if pos else None


def children_of(source: Source, fishbone: str, parent: str | None) -> list[Record]:
    """The causes under ``parent`` in their order; the bones where it is None."""
    return [one for one in source.select("cause", fishbone=fishbone) if parent_of(one) == parent]


def move_causes(edit: Edit, moved: Sequence[str], parent: str | None, after: str | None) -> None:
    """Put causes under ``parent`` behind their new sibling ``after`` (None: first), in the order given.

    What hangs under one of them that is moved too goes along. A circle is refused by the store, which names it.
    """
    for cause in topmost(edit, moved):
        record = must_get(edit, "cause", cause)
        if after != cause:
            edit.move("cause", cause, parent=parent, after=after)
        bone = parent is None
        if bool(record.get("category")) != bone:
            edit.put("cause", cause, {"category": True if bone else None})
        after = cause


def append_causes(edit: Edit, moved: Sequence[str], parent: str | None) -> None:
    """Put causes under ``parent`` as its last ones."""
    if not moved:
        return
    fishbone = must_get(edit, "cause", moved[0])["fishbone"]
    there = [one["id"] for one in children_of(edit, fishbone, parent) if one["id"] not in moved]
    move_causes(edit, moved, parent=parent, after=there[-1] if there else None)


def step_cause(edit: Edit, cause: str, step: int) -> None:
    """One place up (-1) or down (1) among its siblings; at the end of its list it stays."""
    record = must_get(edit, "cause", cause)
    parent = parent_of(record)
    siblings = [one["id"] for one in children_of(edit, record["fishbone"], parent)]
    place = siblings.index(cause) + step
    if 0 <= place < len(siblings):
        rest = [one for one in siblings if one != cause]
        edit.move("cause", cause, parent=parent, after=rest[place - 1] if place else None)


def indent_cause(edit: Edit, cause: str) -> None:
    """Hang a cause under the sibling before it, as its last child; the first of a list stays."""
    record = must_get(edit, "cause", cause)
    siblings = [one["id"] for one in children_of(edit, record["fishbone"], parent_of(record))]
    place = siblings.index(cause)
    if place:
        append_causes(edit, [cause], parent=siblings[place - 1])


def outdent_cause(edit: Edit, cause: str) -> None:
    """Hang a cause beside its parent, right behind it; a bone stays."""
    record = must_get(edit, "cause", cause)
    parent = parent_of(record)
    above = edit.get("cause", parent) if parent else None
    if above is not None:
        move_causes(edit, [cause], parent=parent_of(above), after=parent)


def topmost(source: Source, causes: Sequence[str]) -> list[str]:
    """Those of the causes that hang under no other one of them, in the order given."""
    chosen = set(causes)
    found = []
    for cause in dict.fromkeys(causes):
        record = source.get("cause", cause)
        above = parent_of(record) if record else None
        seen: set[str] = set()
        while above is not None and above not in chosen and above not in seen:
            seen.add(above)
            upper = source.get("cause", above)
            above = parent_of(upper) if upper else None
        if record is not None and above not in chosen:
            found.append(cause)
    return found


def sort_causes(edit: Edit, moved: Sequence[str], bone: str, from_bone: str) -> None:
    """Put causes under a bone as its last ones; the bone ``from_bone`` they were sorted from goes when it is empty."""
    fishbone = must_get(edit, "cause", bone)["fishbone"]
    append_causes(edit, moved, bone)
    for one in children_of(edit, fishbone, None):
        if one.get("text") == from_bone and one["id"] != bone and not children_of(edit, fishbone, one["id"]):
            edit.delete("cause", one["id"])


def delete_causes(edit: Edit, causes: Sequence[str]) -> None:
    """Delete causes with what hangs under them, their evidence and votes; undo or the history brings all back."""
    for cause in topmost(edit, causes):
        edit.delete("cause", cause)


def delete_fishbone(edit: Edit, fishbone: str) -> None:
    """Delete a fishbone with its causes; undo or the history brings all back."""
    edit.delete("fishbone", fishbone)


# Evidence, votes, and the way into the theory


def set_cause(edit: Edit, cause: str, field: str, value: str | None) -> None:
    """Set ``status`` (open, supported, ruled_out), ``confidence`` (low, middle, high) or ``note``; None clears."""
    edit.put("cause", cause, {field: value or None})


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


def edit_evidence(edit: Edit, evidence: str, fields: dict[str, str | None]) -> None:
    """Change text, side, source_kind or link of a piece of evidence; None clears."""
    edit.put("evidence", evidence, {name: value or None for name, value in fields.items()})


def delete_evidence(edit: Edit, evidence: str) -> None:
    """Delete a piece of evidence; undo or the history brings it back."""
    edit.delete("evidence", evidence)


def reveal_hidden(edit: Edit, fishbone: str, texts: Iterable[str], bone: str) -> list[str]:
    """What was written in silence, as causes under a new bone ``bone`` to be sorted from; the same words only once.

    Returns the ids of the causes; no text makes no bone.
    """
    once: dict[str, str] = {}
    for text in texts:
        words = " ".join(text.split())
        if words:
            once.setdefault(words.casefold(), words)
    if not once:
        return []
    unsorted = add_cause(edit, fishbone, named(bone), category=True)
    return [add_cause(edit, fishbone, words, parent=unsorted) for words in once.values()]

"""Stage 0: practising feedback on a built-in pack of outside work. What is written there stays on this computer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from netdesk import paths
from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError
from netdesk.i18n import _

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace

#: The local setting that keeps what was practised: never in the log, so never in a bundle.
PRACTISED: Final = "practised"


@dataclass(frozen=True, slots=True)
class Example:
    """A comment that others gave on the work, of its kind, with where they saw it and why it is of that kind."""

    kind: str
    text: str
    evidence_seen: str
    why: str


@dataclass(frozen=True, slots=True)
class PracticeWork:
    """A piece of outside work: its question, and its lines as (label, text), numbered from 1 like spots on a table."""

    id: str
    kind: str
    title: str
    source: str
    question: str
    lines: tuple[tuple[str, str], ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Practised:
    """One comment that was written for practice."""

    work: str
    kind: str
    text: str
    evidence_seen: str


@cache
def pack() -> tuple[PracticeWork, ...]:
    """The built-in pack, in its order."""
    data = json.loads(paths.resource("practice", "practice.json").read_text(encoding="utf-8"))
    return tuple(
        PracticeWork(
            one["id"],
            one["kind"],
            one["title"],
            one["from"],
            one["question"],
            tuple((label, text) for label, text in one["lines"]),
            tuple(Example(e["kind"], e["text"], e["evidence_seen"], e["why"]) for e in one["examples"]),
        )
        for one in data["works"]
    )


def practise(ws: Workspace, work: str, kind: str, text: str, *, evidence_seen: str = "") -> tuple[Example, ...]:
    """Keep a practice comment here and show how others commented in this kind: the examples."""
    found = next((one for one in pack() if one.id == work), None)
    if found is None or kind not in KINDS["feedback"].fields["kind"].choices:
        raise NetDeskError(_("There is no such piece to practice on. Choose one of the pack."))
    if not text.strip():
        raise NetDeskError(_("There are no words yet."))
    kept = [one for one in ws.setting(PRACTISED, []) if (one["work"], one["kind"]) != (work, kind)]
    kept.append({"work": work, "kind": kind, "text": text, "evidence_seen": evidence_seen})
    ws.set_setting(PRACTISED, kept)
    return tuple(one for one in found.examples if one.kind == kind)


def practised(ws: Workspace) -> tuple[Practised, ...]:
    """What was practised on this computer."""
    return tuple(Practised(**one) for one in ws.setting(PRACTISED, []))

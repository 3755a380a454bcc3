"""The cause ledger: evidence and votes side by side, the gaps between them, and a kind note where a cause blames.

What people prefer and what the evidence says are different things; a fishbone is worth most where the two are seen
to differ. Nothing here blocks anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from netdesk.i18n import _, ngettext
from netdesk.operations.causes import parent_of
from netdesk.operations.source import Record, Source

#: A cause that has drawn this share of the most votes that any cause has is "much preferred".
MUCH_PREFERRED: Final = Decimal("0.5")
#: So many pieces of evidence are little.
LITTLE: Final = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One cause in the ledger: its record, its pieces of evidence, its votes (sum of weights), the drivers from it."""

    cause: Record
    evidence: tuple[Record, ...]
    votes: Decimal
    voters: int
    drivers: tuple[str, ...]
    has_children: bool

    @property
    def pieces_for(self) -> tuple[Record, ...]:
        """The evidence for the cause, oldest first."""
        return tuple(one for one in self.evidence if one.get("side") != "against")

    @property
    def pieces_against(self) -> tuple[Record, ...]:
        """The evidence against the cause, oldest first."""
        return tuple(one for one in self.evidence if one.get("side") == "against")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something to look at: ``code`` is preferred, unused, unfounded or unexamined; ``words`` say it in a sentence."""

    code: str
    cause: str
    text: str
    words: str


def ledger(source: Source, fishbone: str) -> dict[str, Entry]:
    """Every cause of a fishbone (categories too) by its id, in the order of its list; a fixed number of questions."""
    found = source.select("cause", fishbone=fishbone)
    ids = {one["id"] for one in found}
    evidence: dict[str, list[Record]] = {}
    for piece in source.select("evidence"):
        if piece.get("of") in ids:
            evidence.setdefault(piece["of"], []).append(piece)
    votes: dict[str, list[Decimal]] = {}
    for vote in source.select("cause_vote"):
        if vote.get("cause") in ids:
            votes.setdefault(vote["cause"], []).append(Decimal(vote.get("weight") or "0"))
    drivers: dict[str, list[str]] = {}
    for driver in source.select("driver"):
        if driver.get("from_cause") in ids:
            drivers.setdefault(driver["from_cause"], []).append(driver["id"])
    parents = {parent_of(one) for one in found}
    return {
        one["id"]: Entry(
            one,
            tuple(evidence.get(one["id"], ())),
            sum(votes.get(one["id"], ()), Decimal(0)),
            sum(1 for weight in votes.get(one["id"], ()) if weight),
            tuple(drivers.get(one["id"], ())),
            one["id"] in parents,
        )
        for one in found
    }


def gaps(entries: dict[str, Entry]) -> list[Gap]:
    """The gaps of a ledger, the most telling first: preferred, then supported but unused, then without evidence."""
    causes = [one for one in entries.values() if not one.cause.get("category")]
    most = max((one.votes for one in causes), default=Decimal(0))
    found: list[Gap] = []
    for one in sorted(causes, key=lambda entry: -entry.votes):
        if one.votes and one.votes >= most * MUCH_PREFERRED and len(one.evidence) <= LITTLE:
            found.append(_gap("preferred", one))
    told = {gap.cause for gap in found}
    found += [_gap("unused", one) for one in causes if one.cause.get("status") == "supported" and not one.drivers]
    for one in causes:
        if one.cause["id"] not in told and not one.evidence and not one.has_children and _is_open(one):
            found.append(_gap("unexamined", one))
        elif not one.evidence and one.cause.get("status") in ("supported", "ruled_out"):
            found.append(_gap("unfounded", one))
    return found


def _is_open(one: Entry) -> bool:
    return (one.cause.get("status") or "open") == "open"


def _gap(code: str, one: Entry) -> Gap:
    count, pieces = int(one.votes), len(one.evidence)
    if code == "preferred":
        votes = ngettext("{n} vote", "{n} votes", count).format(n=count)
        few = ngettext("{n} piece of evidence", "{n} pieces of evidence", pieces).format(n=pieces)
        words = _("{votes}, {evidence}").format(votes=votes, evidence=few if pieces else _("no evidence yet"))
    elif code == "unused":
        words = _("Supported, but no driver of the theory comes from it.")
    elif code == "unfounded":
        words = _("Decided without a piece of evidence.")
    else:
        words = _("No evidence for or against it yet.")
    return Gap(code, one.cause["id"], str(one.cause.get("text") or ""), words)


def gap_title(code: str) -> str:
    """The heading of a group of gaps."""
    return {
        "preferred": _("Preferred, not examined"),
        "unused": _("Not in the theory yet"),
        "unfounded": _("Decided, no evidence"),
        "unexamined": _("No evidence yet"),
    }[code]


# Blame

# Who a cause can be about. A group alone is no blame ("Families hear too late"): it takes a word of judgement too.
_WHO = (
    "student|students|kid|kids|child|children|pupil|pupils|parent|parents|family|families|mother|mothers|father|"
    "fathers|teacher|teachers|staff|colleague|colleagues|principal|principals|administrator|administrators|admin|"
    "counselor|counselors|they|he|she|people|nobody|everybody|seventh graders|freshmen"
)
_JUDGED = (
    "lazy|unmotivated|careless|irresponsible|incompetent|negligent|disrespectful|rude|stubborn|resistant|apathetic|"
    "uncaring|indifferent|selfish|immature|ignorant|dumb|stupid|bad parents|bad parenting|poor parenting|"
    "troublemakers?|won't|will not|refuse|refuses|don't care|doesn't care|do not care|does not care|"
    "don't try|doesn't try|do not try|don't bother|doesn't bother|do not bother|don't want to|doesn't want to|"
    "don't value|doesn't value|do not value|can't be bothered|are to blame|is to blame|at fault|whose fault|"
    "lack of effort|lack motivation|lacks motivation|lack of motivation|too lazy|low expectations of|give up|gives up"
)
_JUDGEMENT: Final = re.compile(rf"\b(?:{_JUDGED})\b", re.IGNORECASE)
_ANYONE: Final = re.compile(rf"\b(?:{_WHO})\b", re.IGNORECASE)
#: Words of judgement that need nobody named beside them.
_ALONE: Final = re.compile(
    r"\b(?:lazy|lazyness|laziness|incompetence|incompetent|unmotivated|apathy|apathetic|stupid|stupidity|bad parenting|"
    r"poor parenting|bad parents|bad teachers?|bad teaching|irresponsible|negligence|troublemakers?|lack of motivation|"
    r"lack of effort|bad attitudes?|poor attitudes?|no discipline|lack of discipline)\b",
    re.IGNORECASE,
)


def blames(text: str, names: Iterable[str] = ()) -> bool:
    """Whether a cause lays it on a person or a group, by a plain list of words; ``names`` are people of the team."""
    plain = text.replace("’", "'")
    if _ALONE.search(plain) or (_ANYONE.search(plain) and _JUDGEMENT.search(plain)):
        return True
    return any(_names_person(plain, name) for name in names)


def _names_person(text: str, name: str) -> bool:
    # A given name alone may be a word ("Grace", "Mark"), so the whole name or a title with the last one is looked for.
    parts = name.split()
    if len(parts) < 2:
        return False
    last = re.escape(parts[-1])
    whole = r"\s+".join(re.escape(part) for part in parts)
    return re.search(rf"\b(?:{whole}|(?:Mr|Mrs|Ms|Mx|Dr|Miss)\.?\s+{last})\b", text, re.IGNORECASE) is not None


def kind_note() -> str:
    """What is said, once and gently, beside a cause that blames."""
    return _("This reads as if somebody were to blame. What in the process makes this happen?")

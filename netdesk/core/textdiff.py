"""Where two texts differ, word by word: for two versions side by side, and for what a change did to a text."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_WORD = re.compile(r"\s*\S+|\s+")
#: Above this many words together, words that are everywhere are not aligned on their own: seconds would pass.
_MANY = 3_000


class Piece(NamedTuple):
    """A run of words of one text; ``own`` where the other text does not have them at this place."""

    text: str
    own: bool


class Step(NamedTuple):
    """A run of words on the way from one text to another."""

    text: str
    change: Literal["same", "removed", "added"]


def sides(first: str, second: str) -> tuple[list[Piece], list[Piece]]:
    """Each text as pieces that joined give it back exactly, its own words marked. Spacing alone is no difference."""
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, mine, theirs in _aligned(first, second):
        _append(left, mine, own=tag != "equal")
        _append(right, theirs, own=tag != "equal")
    return left, right


def steps(before: str, after: str) -> list[Step]:
    """The way from one text to another: what stayed (as it stands in ``after``), what went, what came."""
    found: list[Step] = []
    for tag, gone, come in _aligned(before, after):
        if tag == "equal":
            found.append(Step(come, "same"))
            continue
        found += [Step(gone, "removed")] if gone else []
        found += [Step(come, "added")] if come else []
    return found


def _append(pieces: list[Piece], text: str, *, own: bool) -> None:
    if text:
        pieces.append(Piece(text, own))


def _aligned(first: str, second: str) -> list[tuple[str, str, str]]:
    """(tag, words of the first, words of the second) in order; the tags are difflib's."""
    mine, theirs = _words(first), _words(second)
    keys = [word.strip() for word in mine], [word.strip() for word in theirs]
    matcher = SequenceMatcher(None, *keys, autojunk=len(mine) + len(theirs) > _MANY)
    return [
        (tag, "".join(mine[start:end]), "".join(theirs[from_:to]))
        for tag, start, end, from_, to in matcher.get_opcodes()
    ]


def _words(text: str) -> list[str]:
    """The words, each with the space before it; joined they are the text."""
    return _WORD.findall(text)

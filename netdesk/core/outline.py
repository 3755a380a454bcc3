"""Any diagram as indented text, and an indented list read back as entries: one line a node, depth by indentation.

What people paste comes from mail, word processors and spreadsheets: tabs or spaces, bullets of any kind, numbers with
or without dots. Reading never refuses: a line that fits nowhere stands one step below the line before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from netdesk.core import status_marks
from netdesk.core.layout import DriverInput, FishboneInput, NodeInput
from netdesk.i18n import _

Entry = tuple[int, str]  # depth from 0, words on one line

INDENT: Final = "    "
_TAB: Final = 4
_BULLET: Final = re.compile(
    r"(?P<mark>[-*+•–—·○●▪◦‣■□◆◇➢✓☐☑§]|o(?=[ \t])|\((?:\d{1,3}|[a-zA-Z]|[ivx]{2,5})\)|"
    r"(?:\d{1,3}\.)*\d{1,3}[.)]|\d{1,3}(?:\.\d{1,3})+|[a-zA-Z][.)]|[ivxIVX]{2,5}[.)])[ \t]+"
)
_BARE: Final = re.compile(r"\d+(?:\.\d+)+")
_DOTTED: Final = re.compile(r"\d+(?:\.\d+)*")


def write(entries: Iterable[Entry]) -> str:
    """Entries as lines indented by four spaces a step, ending in a line end; "" without any."""
    return "".join(f"{INDENT * depth}{' '.join(words.split())}\n" for depth, words in entries)


def read(pasted: str) -> tuple[Entry, ...]:
    """The lines of a pasted list with their depths, the first 0 and each at most one deeper than the one before.

    Depth is the indentation; in a list without any, the numbers ("1.2.") or the kinds of bullets tell it.
    """
    lines = [one for one in (_split(line) for line in pasted.replace("\r", "\n").split("\n")) if one is not None]
    if not all(_DOTTED.match(mark) for _indent, mark, _words in lines):
        # "1.5 miles to walk" is a number only among numbers.
        lines = [(n, "", f"{mark} {words}") if _BARE.fullmatch(mark) else (n, mark, words) for n, mark, words in lines]
    if any(indent != lines[0][0] for indent, _mark, _words in lines):
        depths = _by_rank([indent for indent, _mark, _words in lines])
    else:
        depths = _by_marks([mark for _indent, mark, _words in lines])
    found: list[Entry] = []
    for depth, (_indent, _mark, words) in zip(depths, lines, strict=True):
        found.append((min(depth, found[-1][0] + 1 if found else 0), words))
    return tuple(found)


def _split(line: str) -> tuple[int, str, str] | None:
    """Indentation in columns, bullet or number, and the words; None for a line without words."""
    bare = line.lstrip(" \t\u00a0\u3000")
    indent = 0
    for letter in line[: len(line) - len(bare)]:
        indent = (indent // _TAB + 1) * _TAB if letter == "\t" else indent + 1
    found = _BULLET.match(bare)
    mark = found["mark"] if found else ""
    words = " ".join((bare[found.end() :] if found else bare).split())
    return (indent, mark, words) if words else None


def _by_rank(indents: list[int]) -> Iterator[int]:
    """A line is under the nearest one above it that is indented less."""
    open_: list[int] = []
    for indent in indents:
        while open_ and open_[-1] >= indent:
            open_.pop()
        yield len(open_)
        open_.append(indent)


def _by_marks(marks: list[str]) -> Iterator[int]:
    """By the parts of dotted numbers ("1.2" is under "1"), else by the order in which kinds of bullets appear."""
    if marks and all(_DOTTED.match(mark) for mark in marks):
        parts = [len(_DOTTED.match(mark)[0].split(".")) for mark in marks]  # type: ignore[index]
        yield from (count - min(parts) for count in parts)
        return
    open_: list[str] = []
    for mark in marks:
        kind = _kind_of(mark)
        if kind in open_:
            del open_[open_.index(kind) + 1 :]
        else:
            open_.append(kind)
        yield len(open_) - 1


def _kind_of(mark: str) -> str:
    if not mark:
        return ""
    bare = mark.strip("().")
    return "1" if bare[0].isdigit() else ("A" if bare.isupper() else "a") if bare.isalpha() and bare != "o" else mark


def fishbone_entries(given: FishboneInput) -> tuple[Entry, ...]:
    """The fishbone as entries: the effect, then its causes with state and evidence in brackets."""
    below: dict[str | None, list[int]] = {}
    known = {cause.id for cause in given.causes}
    for n, cause in enumerate(given.causes):
        below.setdefault(cause.parent if cause.parent in known else None, []).append(n)
    found: list[Entry] = [(0, _with(given.effect, given.second_line))]
    waiting = [(n, 1) for n in reversed(below.get(None, []))]
    while waiting:
        n, depth = waiting.pop()
        cause = given.causes[n]
        state = status_marks.CAUSE.get(cause.status)
        said = "" if cause.category or cause.status == "open" or state is None else _(state[1])
        found.append((depth, _with(cause.text, said, cause.second_line)))
        waiting += [(one, depth + 1) for one in reversed(below.get(cause.id, []))]
    return tuple(found)


def driver_entries(given: DriverInput) -> tuple[Entry, ...]:
    """The theory as entries from the aim down, with definitions and rows in brackets.

    A node with several parents stands under each; what is under it, at its first place only ("also above").
    """
    nodes = {node.id: node for node in given.nodes}
    below: dict[str, list[tuple[str, bool]]] = {}
    hanging: set[str] = set()
    for link in given.links:
        if link.parent in nodes and link.child in nodes:
            below.setdefault(link.parent, []).append((link.child, link.strength == "weak"))
            hanging.add(link.child)
    found: list[Entry] = []
    seen: set[str] = set()
    waiting = [(node.id, 0, False) for node in reversed(given.nodes) if node.id not in hanging]
    while waiting:
        id_, depth, weak = waiting.pop()
        node, again = nodes[id_], id_ in seen
        seen.add(id_)
        link_words = _("weak link") if weak else ""
        said = (_("also above"), link_words) if again else (*_said(node), link_words)
        found.append((depth, _with(node.text, *said)))
        if not again:
            waiting += [(child, depth + 1, dotted) for child, dotted in reversed(below.get(id_, []))]
    return tuple(found)


def _said(node: NodeInput) -> tuple[str, ...]:
    return (node.definition, *(row.words for row in node.rows), node.second_line)


def _with(words: str, *more: str) -> str:
    said = "; ".join(one for one in more if one)
    return f"{words} ({said})" if said else words

"""Arabic vowel marks over and under their letters: reportlab sets every mark at one height, through dots and stems.

A mark stands over the middle of its letter's ink, above what is already there (or below it), so that a doubled letter
carries its vowel over the doubling. It follows the letters' boxes; the font's own anchors would take a shaping engine.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from netdesk import paths
from netdesk.core import text

ARABIC: Final = "NotoSansArabic"
#: Room between a letter and its mark, and between two marks, in thousandths of the size.
GAP: Final = 45
_SHADDA: Final = "\u0651"
_COMPOSITE_OR_PLAIN: Final = 10  # bytes of a glyph's head: the count of its outlines and its box

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark and where its glyph begins, in thousandths of the size from the piece's left end on its base line."""

    mark: str
    x: float
    y: float


def has_marks(piece: str) -> bool:
    """Whether there is a mark to place."""
    return any(map(unicodedata.combining, piece))


def without_marks(piece: str) -> str:
    """The letters alone."""
    return "".join(letter for letter in piece if not unicodedata.combining(letter))


def placed(piece: str, face: str) -> tuple[Placed, ...]:
    """The marks of a piece in visual order, in which a letter's marks stand before it, the last first."""
    widths = next(one for one in text.faces(face.endswith("Bold")) if one.name == face).advances
    found: list[Placed] = []
    waiting: list[str] = []
    x = 0.0
    for letter in piece:
        if unicodedata.combining(letter):
            waiting.append(letter)
            continue
        found += _over(letter, waiting[::-1], x, face)
        waiting = []
        x += widths.get(ord(letter), 0)
    return tuple(found)


def _over(letter: str, marks: list[str], x: float, face: str) -> list[Placed]:
    boxes = glyph_boxes(face)
    left, bottom, right, top = boxes.get(ord(letter), (0, 0, 0, 0))
    made = []
    for mark in sorted(marks, key=lambda one: one != _SHADDA):
        own = boxes.get(ord(mark))
        if own is None:
            continue
        if own[1] >= 0:
            up = max(0, top + GAP - own[1])
            top = own[3] + up
        else:
            up = min(0, bottom - GAP - own[3])
            bottom = own[1] + up
        made.append(Placed(mark, x + (left + right - own[0] - own[2]) / 2, up))
    return made


@lru_cache
def glyph_boxes(face: str) -> dict[int, Box]:
    """The box of every character of a bundled face that has ink: left, bottom, right, top in font units."""
    from reportlab.pdfbase import pdfmetrics

    data = paths.resource("fonts", f"{face}.ttf").read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    tables = {data[at : at + 4]: struct.unpack_from(">L", data, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    long = struct.unpack_from(">h", data, tables[b"head"] + 50)[0] == 1
    found = {}
    for letter, glyph in pdfmetrics.getFont(face).face.charToGlyph.items():
        if long:
            begins, ends = struct.unpack_from(">LL", data, tables[b"loca"] + 4 * glyph)
        else:
            begins, ends = (2 * one for one in struct.unpack_from(">HH", data, tables[b"loca"] + 2 * glyph))
        if ends - begins >= _COMPOSITE_OR_PLAIN:
            found[letter] = struct.unpack_from(">hhhh", data, tables[b"glyf"] + begins + 2)
    return found

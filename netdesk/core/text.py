"""Text in the bundled fonts: how wide it is, which font carries which letters, and where it wraps.

Window, PDF and SVG differ by 2-3 % on one and the same font, so text is measured and broken into lines once, here, from
the font's own advance table; painters draw the lines they are given. Widths are in the unit of the given size
(points where the size is in points). Arabic and Hebrew are measured unshaped and laid in order by the painter.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final

from netdesk import paths
from netdesk.i18n import _

# In order of choice: the first face that has the letter carries it.
FAMILIES: Final = ("NotoSans", "NotoSansArabic", "NotoSansHebrew")

# Scripts that write without spaces between words: a line may break after any of their letters.
_UNSPACED: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0x9FFF), (0xAC00, 0xD7AF),
                    (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))  # fmt: skip
_BREAK_AFTER: Final = "-–—/\u00ad\u200b"
# Signs that people type often and the fonts lack: what is drawn for them.
_STAND_INS: Final = str.maketrans({
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "✓": "[yes]",
    "✔": "[yes]", "☑": "[yes]", "✗": "[no]", "✘": "[no]", "✕": "[no]", "☐": "[ ]", "●": "•", "○": "•", "■": "•",
    "□": "•", "▪": "•", "◆": "•", "‑": "-", "−": "-", "\u2002": " ", "\u2003": " ", "\u2028": "\n", "\u2029": "\n",
})  # fmt: skip
_INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff\u2066\u2067\u2068\u2069\u202a\u202b\u202c")


@dataclass(frozen=True, slots=True)
class Face:
    """One font file: its name, the advance of each character it has (in font units), and its vertical measures."""

    name: str
    units_per_em: int
    ascent: int
    descent: int
    advances: dict[int, int]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of wrapped text and its width."""

    text: str
    width: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line in one weight, and its width."""

    text: str
    bold: bool
    width: float


Letter = tuple[str, bool]  # a letter and whether it is bold


def read_face(data: bytes, name: str) -> Face:
    """The face in a TrueType file's bytes: tables head, hhea, hmtx and the Unicode cmap (formats 4 and 12).

    Raises ValueError for a file that is no TrueType font or has no Unicode cmap.
    """
    count = struct.unpack_from(">H", data, 4)[0] if data[:4] in (b"\x00\x01\x00\x00", b"true") else 0
    tables: dict[bytes, int] = {}
    for row in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sLLL", data, 12 + 16 * row)
        tables[tag] = offset
    missing = [tag.decode() for tag in (b"head", b"hhea", b"hmtx", b"cmap") if tag not in tables]
    if missing:
        raise ValueError(f"{name} is no TrueType font: it has no {', '.join(missing)}")
    units_per_em = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    ascent, descent = struct.unpack_from(">hh", data, tables[b"hhea"] + 4)
    metrics = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    widths = struct.unpack_from(f">{metrics * 2}H", data, tables[b"hmtx"])[::2]
    glyphs = _read_cmap(data, tables[b"cmap"], name)
    advances = {code: widths[min(glyph, metrics - 1)] for code, glyph in glyphs.items()}
    return Face(name, units_per_em, ascent, descent, advances)


def _read_cmap(data: bytes, cmap: int, name: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHL", data, cmap + 4 + 8 * row)
        at = cmap + offset
        kind = struct.unpack_from(">H", data, at)[0]
        if platform not in (0, 3) or kind not in (4, 12) or (platform == 3 and encoding not in (1, 10)):
            continue
        found.update(_read_format_4(data, at) if kind == 4 else _read_format_12(data, at))
    if not found:
        raise ValueError(f"{name} has no Unicode table of characters")
    return found


def _read_format_4(data: bytes, at: int) -> dict[int, int]:
    segments = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", data, at + 14)
    starts = struct.unpack_from(f">{segments}H", data, at + 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}h", data, at + 16 + 4 * segments)
    ranges_at = at + 16 + 6 * segments
    ranges = struct.unpack_from(f">{segments}H", data, ranges_at)
    found = {}
    for segment in range(segments):
        for code in range(starts[segment], ends[segment] + 1):
            if code == 0xFFFF:
                continue
            if ranges[segment] == 0:
                glyph = (code + deltas[segment]) & 0xFFFF
            else:
                where = ranges_at + 2 * segment + ranges[segment] + 2 * (code - starts[segment])
                glyph = struct.unpack_from(">H", data, where)[0]
                glyph = (glyph + deltas[segment]) & 0xFFFF if glyph else 0
            if glyph:
                found[code] = glyph
    return found


def _read_format_12(data: bytes, at: int) -> dict[int, int]:
    found = {}
    for group in range(struct.unpack_from(">L", data, at + 12)[0]):
        start, end, glyph = struct.unpack_from(">LLL", data, at + 16 + 12 * group)
        for code in range(start, end + 1):
            if glyph + code - start:
                found[code] = glyph + code - start
    return found


@lru_cache(maxsize=2)
def faces(bold: bool = False) -> tuple[Face, ...]:
    """The bundled faces of one weight, in order of choice."""
    weight = "Bold" if bold else "Regular"
    names = [f"{family}-{weight}" for family in FAMILIES]
    return tuple(read_face(paths.resource("fonts", f"{name}.ttf").read_bytes(), name) for name in names)


def printable(text: str) -> str:
    """The text as it can be drawn: composed letters, no control characters, and a visible mark for a script without
    a font, such as "[Thai]", never empty boxes. Line ends stay."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
    composed = composed.translate(_STAND_INS)
    if composed.isascii():
        return "".join(letter for letter in composed if letter == "\n" or letter >= " ")
    pieces: list[str] = []
    unprinted = ""  # the script of the stretch without a font that is being passed over
    for letter in composed:
        if letter == "\n" or _face_index(letter) is not None or letter in _INVISIBLE:
            # A space between two words of one such script belongs to their stretch: one mark, not one a word.
            pieces.append(letter)
            unprinted = "" if letter == "\n" or not letter.isspace() else unprinted
            continue
        if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Mn", "Me"):
            continue
        script = _script_name(letter)
        if script != unprinted:
            pieces.append(f"[{script}]")
        elif pieces and pieces[-1].isspace():
            pieces.pop()
        unprinted = script
    return "".join(pieces)


def _script_name(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if unicodedata.category(letter)[0] in "LM" and name:
        first = name.split()[0].split("-")[0]
        return first if first == "CJK" else first.capitalize()
    return _("symbol")


@lru_cache(maxsize=8192)
def _face_index(letter: str) -> int | None:
    for index, face in enumerate(faces(False)):
        if ord(letter) in face.advances:
            return index
    return None


def face_runs(text: str, bold: bool = False) -> tuple[tuple[str, str], ...]:
    """The text cut where its font changes: (face name, piece). Pass it through `printable` first.

    Spaces and marks stay with the piece before them, so that a phrase is not cut at every space.
    """
    chosen = faces(bold)
    found: list[tuple[str, str]] = []
    for letter in text:
        if letter in _INVISIBLE:
            continue
        index = _face_index(letter)
        if found and (letter == " " or index is None):
            last = next(face for face in chosen if face.name == found[-1][0])
            if ord(letter) in last.advances:
                found[-1] = (last.name, found[-1][1] + letter)
                continue
        name = chosen[index or 0].name
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + letter)
        else:
            found.append((name, letter))
    return tuple(found)


@lru_cache(maxsize=16384)
def _advance(letter: str, bold: bool) -> float:
    """The advance of one letter in ems; 0 for what is not drawn."""
    if letter in _INVISIBLE:
        return 0.0
    for face in faces(bold):
        width = face.advances.get(ord(letter))
        if width is not None:
            return width / face.units_per_em
    return 0.6  # only reached by text that did not pass through `printable`


def measure(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text set in `size`."""
    return sum(_advance(letter, bold) for letter in text) * size


def wrap(text: str, width: float, size: float, bold: bool = False) -> tuple[TextLine, ...]:
    """The text in lines no wider than `width` (where a single letter is not wider). Nothing is ever cut.

    Lines break at spaces, after hyphens and slashes, and between the letters of scripts without spaces; a word that
    is wider than the line is broken where it must be. Line ends in the text are kept; an empty text is one line.
    """
    return tuple(
        TextLine("".join(segment.text for segment in line), sum(segment.width for segment in line))
        for line in wrap_runs([(text, bold)], width, size)
    )


def wrap_runs(runs: Sequence[tuple[str, bool]], width: float, size: float) -> tuple[tuple[Segment, ...], ...]:
    """Text in two weights, given as (text, bold) pieces of one paragraph, in lines as `wrap` makes them.

    Each line is its stretches of one weight; an empty line has none.
    """
    letters = [(letter, bold) for words, bold in runs for letter in printable(words)]
    lines: list[tuple[Segment, ...]] = []
    paragraph: list[tuple[str, bool]] = []
    for one in (*letters, ("\n", False)):
        if one[0] == "\n":
            lines += _wrap_paragraph(paragraph, width, size)
            paragraph = []
        else:
            paragraph.append(one)
    return tuple(lines)


def _wrap_paragraph(paragraph: Sequence[Letter], width: float, size: float) -> list[tuple[Segment, ...]]:
    lines: list[tuple[Segment, ...]] = []
    current: list[Letter] = []
    for piece in _unbreakable(paragraph):
        solid = _solid(piece)
        if current and _width([*current, *solid], size) > width + 1e-6:
            lines.append(_segments(current, size))
            current = []
        if _width(solid, size) > width + 1e-6:
            for part in _broken(piece, width, size):
                if current:
                    lines.append(_segments(current, size))
                current = part
        else:
            current = [*current, *piece]
    lines.append(_segments(current, size))
    return lines


def _width(letters: Sequence[Letter], size: float) -> float:
    return sum(_advance(letter, bold) for letter, bold in letters) * size


def _solid(letters: Sequence[Letter]) -> Sequence[Letter]:
    """Without the spaces at the end, which may hang over the edge."""
    end = len(letters)
    while end and letters[end - 1][0] == " ":
        end -= 1
    return letters[:end]


def _segments(letters: Sequence[Letter], size: float) -> tuple[Segment, ...]:
    found: list[Segment] = []
    for bold, stretch in groupby(_solid(letters), key=itemgetter(1)):
        words = "".join(letter for letter, _bold in stretch)
        found.append(Segment(words, bold, measure(words, size, bold)))
    return tuple(found)


def _unbreakable(paragraph: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Pieces between which a line may break; spaces stay at the end of their piece."""
    piece: list[Letter] = []
    for index, (letter, bold) in enumerate(paragraph):
        following = paragraph[index + 1][0] if index + 1 < len(paragraph) else ""
        piece.append((letter, bold))
        if not following or unicodedata.category(following)[0] == "M":
            continue
        at_space = letter == " " and following != " "
        after_mark = letter in _BREAK_AFTER and following != " " and not following.isdigit()
        if at_space or after_mark or (_is_unspaced(letter) and following != " " and _starts_word(following)):
            yield piece
            piece = []
    if piece:
        yield piece


def _is_unspaced(letter: str) -> bool:
    code = ord(letter)
    return code >= 0x0E00 and any(low <= code <= high for low, high in _UNSPACED)


def _starts_word(letter: str) -> bool:
    # Closing marks and small kana stay with what they follow.
    return unicodedata.category(letter) not in ("Pe", "Pf", "Po")


def _broken(word: Sequence[Letter], width: float, size: float) -> Iterator[list[Letter]]:
    """A word wider than the line in pieces that fit; marks stay with their letter."""
    part: list[Letter] = []
    part_width = 0.0
    for letter, bold in word:
        advance = _advance(letter, bold) * size
        if part and part_width + advance > width and letter != " " and unicodedata.category(letter)[0] != "M":
            yield part
            part, part_width = [], 0.0
        part.append((letter, bold))
        part_width += advance
    if part:
        yield part

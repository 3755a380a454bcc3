"""Text in the bundled fonts: how wide it is, which font carries which letters, and where it wraps.

Window, PDF and SVG differ by 2-3 % on one and the same font, so text is measured and broken into lines once, here, from
the font's own advance table; painters draw the lines they are given. Widths are in the unit of the given size
(points where the size is in points). Arabic and Hebrew are measured unshaped and laid in order by the painter.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
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
_BREAK_AFTER: Final = "–—/\u00ad\u200b-"
_UNSPACED_LETTER: Final = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in _UNSPACED) + "]")
_BREAK: Final = re.compile(f"[ {_BREAK_AFTER}]")
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


Stretch = tuple[str, bool]  # a stretch of text and whether it is bold


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


@lru_cache(maxsize=1)
def _plain_letters() -> frozenset[str]:
    """The letters that the first face has and that are drawn as they are: most texts hold no others."""
    hidden = {ord(letter) for letter in _INVISIBLE} | set(_STAND_INS)
    return frozenset(chr(code) for code in faces(False)[0].advances if code >= 32 and code not in hidden) | {"\n"}


def printable(text: str) -> str:
    """The text as it can be drawn: composed letters, no control characters, and a visible mark for a script without
    a font, such as "[Thai]", never empty boxes. Line ends stay."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
    if _plain_letters().issuperset(composed):
        return composed
    composed = composed.translate(_STAND_INS)
    pieces: list[str] = []
    unprinted = ""  # the script of the stretch without a font that is being passed over
    for letter in composed:
        if letter == "\n" or (letter >= " " and (_face_index(letter) is not None or letter in _INVISIBLE)):
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
    if _plain_letters().issuperset(text):
        return ((chosen[0].name, text),) if text else ()
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


class _Advances(dict[str, float]):
    """The advance of each letter of one weight in ems, looked up when first asked for; 0 for what is not drawn."""

    def __init__(self, bold: bool) -> None:
        super().__init__()
        self._bold = bold

    def __missing__(self, letter: str) -> float:
        found = 0.6  # only reached by text that did not pass through `printable`
        if letter in _INVISIBLE:
            found = 0.0
        else:
            for face in faces(self._bold):
                width = face.advances.get(ord(letter))
                if width is not None:
                    found = width / face.units_per_em
                    break
        self[letter] = found
        return found


_ADVANCES: Final = {False: _Advances(False), True: _Advances(True)}


@lru_cache(maxsize=16384)
def _ems(word: str, bold: bool) -> float:
    """The width of a word in ems: words come again and again, so their widths are kept."""
    return sum(map(_ADVANCES[bold].__getitem__, word))


def measure(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text set in `size`."""
    return sum(map(_ADVANCES[bold].__getitem__, text)) * size


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
    return _wrapped(tuple((printable(words), bold) for words, bold in runs), width, size)


# A page is set more than once until it fits its paper: its paragraphs are the same each time.
@lru_cache(maxsize=2048)
def _wrapped(runs: tuple[tuple[str, bool], ...], width: float, size: float) -> tuple[tuple[Segment, ...], ...]:
    lines: list[tuple[Segment, ...]] = []
    paragraph: list[Stretch] = []
    for words, bold in runs:
        first, *others = words.split("\n")
        paragraph.append((first, bold))
        for other in others:
            lines += _wrap_paragraph(paragraph, width, size)
            paragraph = [(other, bold)]
    lines += _wrap_paragraph(paragraph, width, size)
    return tuple(lines)


def _wrap_paragraph(paragraph: Sequence[Stretch], width: float, size: float) -> list[tuple[Segment, ...]]:
    whole = _segments(paragraph, size)
    if sum(segment.width for segment in whole) <= width + 1e-6:  # most are, and need no look at where they may break
        return [whole]
    lines: list[tuple[Segment, ...]] = []
    current: list[Stretch] = []
    room = (width + 1e-6) / size
    used = 0.0
    for piece in _unbreakable(paragraph):
        solid = _width(_solid(piece))
        if current and used + solid > room:
            lines.append(_segments(current, size))
            current, used = [], 0.0
        if solid > room:
            for part in _broken(piece, width / size):
                if current:
                    lines.append(_segments(current, size))
                current = part
            used = _width(current)
        else:
            current = [*current, *piece]
            used += _width(piece)
    lines.append(_segments(current, size))
    return lines


def _width(stretches: Sequence[Stretch]) -> float:
    """In ems."""
    return sum(_ems(words, bold) for words, bold in stretches)


def _solid(stretches: Sequence[Stretch]) -> Sequence[Stretch]:
    """Without the spaces at the end, which may hang over the edge."""
    kept = list(stretches)
    while kept:
        words, bold = kept.pop()
        solid = words.rstrip(" ")
        if solid:
            return [*kept, (solid, bold)]
    return kept


def _segments(stretches: Sequence[Stretch], size: float) -> tuple[Segment, ...]:
    found: list[Segment] = []
    for bold, some in groupby(_solid(stretches), key=itemgetter(1)):
        words = "".join(one for one, _bold in some)
        if words:
            found.append(Segment(words, bold, measure(words, size, bold)))
    return tuple(found)


def _unbreakable(paragraph: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Pieces between which a line may break; spaces stay at the end of their piece."""
    whole = "".join(words for words, _bold in paragraph)
    ends = [*_break_places(whole), len(whole)]
    start = stretch_start = 0
    left = iter(paragraph)
    words, bold = next(left, ("", False))
    for end in ends:
        piece: list[Stretch] = []
        while start < end:
            until = stretch_start + len(words)
            if start >= until:
                stretch_start = until
                words, bold = next(left)
                continue
            piece.append((words[start - stretch_start : end - stretch_start], bold))
            start = min(end, until)
        if piece:
            yield piece


def _break_places(whole: str) -> Iterator[int]:
    """The places before which a new line may begin."""
    if not _UNSPACED_LETTER.search(whole):
        places: Iterable[int] = (found.end() for found in _BREAK.finditer(whole))
    else:
        places = range(1, len(whole))
    for place in places:
        if place >= len(whole):
            return
        letter, following = whole[place - 1], whole[place]
        if following == " " or unicodedata.category(following)[0] == "M":
            continue
        after_mark = letter in _BREAK_AFTER and not following.isdigit()
        if letter == " " or after_mark or (_UNSPACED_LETTER.match(letter) and _starts_word(following)):
            yield place


def _starts_word(letter: str) -> bool:
    # Closing marks and small kana stay with what they follow.
    return unicodedata.category(letter) not in ("Pe", "Pf", "Po")


def _broken(word: Sequence[Stretch], room: float) -> Iterator[list[Stretch]]:
    """A word wider than the line (in ems) in pieces that fit; marks stay with their letter."""
    part: list[Stretch] = []
    used = 0.0
    for words, bold in word:
        start = 0
        for at, letter in enumerate(words):
            advance = _ADVANCES[bold][letter]
            full = used + advance > room and letter != " " and unicodedata.category(letter)[0] != "M"
            if full and (part or at > start):
                yield [*part, (words[start:at], bold)] if at > start else part
                part, used, start = [], 0.0, at
            used += advance
        part.append((words[start:], bold))
    if part:
        yield part

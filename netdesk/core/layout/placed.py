"""A placed diagram: boxes with their wrapped lines, and the lines between them. Lengths in pixels, y downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from netdesk.core import text as text_measures

Part = Literal["text", "definition", "row"]
LineKind = Literal["spine", "rib", "bone", "link"]
Strength = Literal["strong", "weak"]
Point = tuple[float, float]

TEXT_SIZE: Final = 13.0
SMALL_SIZE: Final = 12.0
_LEADING: Final = {TEXT_SIZE: 17.0, SMALL_SIZE: 16.0}
#: A row's mark stands in this width before its words.
MARK_ROOM: Final = 18.0
SPARK_WIDTH: Final = 44.0
_SPARK_ROOM: Final = SPARK_WIDTH + 6.0


@dataclass(frozen=True, slots=True)
class RowInput:
    """A row under a box's text: a mark (a status, "measure", "no_measure", "no_test" … or "" ), words, and perhaps a
    line of small points (`values`, oldest first) or the `letter` of a chart's signal with its `reading`."""

    words: str
    mark: str = ""
    bold: bool = False
    values: tuple[float, ...] = ()
    letter: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """One line of text in a box; (x, y) is the start of its baseline from the box's left top."""

    x: float
    y: float
    text: str
    width: float
    size: float
    bold: bool
    part: Part
    row: int = -1


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row's mark about (x, y) and its small line chart in the area `spark` (x, y, width, height), from the box's
    left top; `given` is what it was made of."""

    x: float
    y: float
    given: RowInput
    spark: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A node's place and what is written in it. `depth` counts from the effect or aim; `bone` is where the line under
    a cause's text lies, from the top (None: the node is a real box), and `trunk` where on it the line begins that the
    causes under it hang on (it leaves the box at `trunk_end`); `side` is "above" or "below" the spine."""

    id: str
    kind: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[PlacedText, ...]
    rows: tuple[PlacedRow, ...] = ()
    status: str = ""
    depth: int = 0
    side: str = ""
    bone: float | None = None
    trunk: float | None = None
    trunk_end: float = 0.0

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The y of the box's middle."""
        return self.y + self.height / 2

    def at(self, x: float, y: float) -> PlacedBox:
        """The same box elsewhere (`replace` takes four times as long)."""
        return PlacedBox(
            self.id, self.kind, x, y, self.width, self.height, self.lines, self.rows, self.status, self.depth,
            self.side, self.bone, self.trunk, self.trunk_end,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line between two boxes through `points`: of a fishbone its spine, a rib or a bone; of a theory a link."""

    from_id: str
    to_id: str
    points: tuple[Point, ...]
    strength: Strength = "strong"
    kind: LineKind = "link"


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column of the driver graph: its kind (aim, primary, secondary, tertiary, idea), left edge and width."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A whole diagram: its size, boxes by id in reading order, lines in painting order, and columns if it has any."""

    width: float
    height: float
    boxes: dict[str, PlacedBox]
    lines: tuple[PlacedLine, ...]
    columns: tuple[PlacedColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class BoxText:
    """The wrapped words of a box from its padding on, their height without the padding below, and its rows."""

    lines: tuple[PlacedText, ...]
    rows: tuple[PlacedRow, ...]
    height: float
    title_height: float


def set_words(
    words: str,
    width: float,
    *,
    bold: bool = False,
    definition: str = "",
    rows: Sequence[RowInput] = (),
    pad: float = 10.0,
    indent: float = 0.0,
    top: float = 8.0,
) -> BoxText:
    """The words of a box `width` wide in lines: the text (from `indent` on), its definition, its rows."""
    return _set(words, width, bold, definition, tuple(rows), pad, indent, top)


# After an edit all boxes but one say what they said before.
@lru_cache(maxsize=4096)
def _set(
    words: str,
    width: float,
    bold: bool,
    definition: str,
    rows: tuple[RowInput, ...],
    pad: float,
    indent: float,
    top: float,
) -> BoxText:
    lines: list[PlacedText] = []
    y = _put(lines, words or " ", pad + indent, top, width - 2 * pad - indent, TEXT_SIZE, bold, "text")
    title_height = y
    if definition:
        y = _put(lines, definition, pad + indent, y + 2, width - 2 * pad - indent, SMALL_SIZE, False, "definition")
    placed: list[PlacedRow] = []
    for number, row in enumerate(rows):
        y += 7 if number == 0 else 3
        x = pad + (MARK_ROOM if row.mark or row.letter else indent)
        room = width - pad - x
        fits = row.values and text_measures.measure(row.words, SMALL_SIZE, row.bold) <= room - _SPARK_ROOM
        start = y
        y = _put(lines, row.words, x, y, room, SMALL_SIZE, row.bold, "row", number)
        spark = None
        if fits:
            spark = (width - pad - SPARK_WIDTH, start + 1, SPARK_WIDTH, 14.0)
        elif row.values:
            spark, y = (x, y + 1, SPARK_WIDTH, 14.0), y + 17
        placed.append(PlacedRow(pad + 6, start + 8, row, spark))
    return BoxText(tuple(lines), tuple(placed), y, title_height)


def _put(
    lines: list[PlacedText],
    words: str,
    x: float,
    y: float,
    width: float,
    size: float,
    bold: bool,
    part: Part,
    row: int = -1,
) -> float:
    """Add the words in lines from y on; where the next may begin."""
    leading = _LEADING[size]
    for line in _balanced(words, width, size, bold) if part == "text" else text_measures.wrap(words, width, size, bold):
        lines.append(PlacedText(x, y + leading - 4, line.text, line.width, size, bold, part, row))
        y += leading
    return y


def _balanced(words: str, width: float, size: float, bold: bool) -> tuple[text_measures.TextLine, ...]:
    """A box's few lines about equally long, as a person would break them: no last word alone."""
    lines = text_measures.wrap(words, width, size, bold)
    if len(lines) in (2, 3):
        for narrower in (0.7, 0.85):
            closer = text_measures.wrap(words, width * narrower, size, bold)
            if len(closer) == len(lines) and not any(line.text.endswith("-") for line in closer):
                return closer
    return lines

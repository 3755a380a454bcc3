"""The fishbone: effect at the head, ribs above and below the spine by turns, causes at any depth along their rib.

Every rib leans the same way. Within a rib the causes stand one below the other in their order, each on its own bone,
those that answer "why?" indented under the one they explain. All is laid out in sheared coordinates, in which ribs are
upright; so neighbouring ribs run side by side and nothing of one can touch the other.

Stable under small edits: sides and columns follow from the order of the ribs alone, boxes are as wide as their kind,
and every place depends on the others' heights by sums and maxima only: a new cause moves the rest by at most its own
height and the gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from netdesk.core.layout.placed import BoxText, Placed, PlacedBox, PlacedLine, Point, RowInput, set_words
from netdesk.errors import NetDeskError
from netdesk.i18n import _

WIDTH: Final = 144.0
HEAD_WIDTH: Final = 148.0
GAP: Final = 12.0
LEAN: Final = 0.2  # how far a rib runs to the right for each pixel down (above the spine)
STUB: Final = 8.0  # from the line of a "why?" to the box
TRUNK: Final = 6.0  # from a box's left edge to the line its own causes hang on
MARGIN: Final = 16.0
_LEAST_RIB: Final = 56.0
_BESIDE_RIB: Final = 8.0


@dataclass(frozen=True, slots=True)
class CauseInput:
    """A cause: its parent (None: a rib of its own), text, status and the words under its bone; ``second_line`` tells
    evidence and votes."""

    id: str
    parent: str | None
    text: str
    category: bool = False
    status: str = "open"
    confidence: str = ""
    second_line: str = ""


@dataclass(frozen=True, slots=True)
class FishboneInput:
    """A fishbone: its effect, the words below it, and its causes, siblings in their order."""

    effect: str
    causes: tuple[CauseInput, ...] = ()
    id: str = "effect"
    second_line: str = ""


@dataclass(frozen=True, slots=True)
class _Bone:
    """A cause in its rib: its box from the rib's start on (y from the label), and the sheared places of its lines.

    ``hangs_on`` is the line it hangs on, ``trunk`` the one its own causes hang on, both as u = x - lean * y.
    """

    box: PlacedBox
    parent: str | None
    hangs_on: float
    trunk: float


@dataclass(frozen=True, slots=True)
class _Rib:
    """A rib before it has its place: its label, bones, the length they need and the sheared width left of the rib."""

    label: PlacedBox
    bones: tuple[_Bone, ...]
    length: float
    width: float


def place_fishbone(given: FishboneInput) -> Placed:
    """The fishbone's boxes and lines; NetDeskError for causes that hang under each other in a circle.

    A cause whose parent is not among the causes gets a rib of its own.
    """
    below = _children(given)
    tops = below.get(None, [])
    ribs = [_make_rib(cause, below, side) for cause, side in zip(tops, _sides(len(tops)), strict=True)]
    above, under = ribs[0::2], ribs[1::2]
    head = _head(given)
    label_top = max((rib.label.height for rib in above), default=0.0)
    high = max((rib.length for rib in above), default=0.0)
    low = max((rib.length for rib in under), default=0.0)
    spine = MARGIN + max(label_top + high, head.height / 2)
    attached = _attachments(above, under)
    boxes: list[PlacedBox] = []
    lines: list[PlacedLine] = []
    for number, rib in enumerate(ribs):
        at = attached[number // 2]
        placed, drawn = _stand(rib, at, spine, high if number % 2 == 0 else low, number % 2 == 0, given.id)
        boxes += placed
        lines += drawn
    tail = (attached[0] if attached else 40.0) - 40.0
    # Room for causes is kept beside the first ribs even while they have none: a first cause moves nothing aside.
    edges = [attached[0] - rib.width - LEAN * side for rib, side in zip(ribs[:2], (high, low), strict=False)]
    left = min([tail, *edges, *(box.x for box in boxes)])
    # A tall head stands beside the last labels, too.
    head_x = max([0.0, *attached[-1:], *(box.right for box in boxes)]) + 2 * GAP
    head = head.at(head_x, spine - head.height / 2)
    trunk = PlacedLine(given.id, given.id, ((tail, spine), (head_x, spine)), kind="spine")
    boxes, lines = [head, *boxes], [trunk, *lines]
    bottom = max(box.bottom for box in boxes)
    dx = MARGIN - left
    return Placed(
        head.right - left + 2 * MARGIN,
        max(bottom, spine + MARGIN) + MARGIN,
        {box.id: box.at(box.x + dx, box.y) for box in boxes},
        tuple(_shifted(line, dx) for line in lines),
    )


def _shifted(line: PlacedLine, dx: float) -> PlacedLine:
    points = tuple([(x + dx, y) for x, y in line.points])
    return PlacedLine(line.from_id, line.to_id, points, line.strength, line.kind)


def _sides(count: int) -> Iterator[int]:
    """+1 above the spine, -1 below it, by turns: a rib added at the end leaves all others where they are."""
    return (1 if number % 2 == 0 else -1 for number in range(count))


def _children(given: FishboneInput) -> dict[str | None, list[CauseInput]]:
    """Causes by parent, in their order; refuses a circle."""
    known = {cause.id: cause for cause in given.causes}
    below: dict[str | None, list[CauseInput]] = {}
    for cause in given.causes:
        below.setdefault(cause.parent if cause.parent in known else None, []).append(cause)
    reached: set[str | None] = set()
    waiting: list[str | None] = [None]
    while waiting:
        here = waiting.pop()
        reached.add(here)
        waiting += [cause.id for cause in below.get(here, ())]
    for cause in given.causes:
        if cause.id not in reached:
            raise _circle(known, cause)
    return below


def _circle(known: dict[str, CauseInput], start: CauseInput) -> NetDeskError:
    seen: list[str] = []
    here = start
    while here.id not in seen:
        seen.append(here.id)
        here = known[str(here.parent)]
    circle = [*seen[seen.index(here.id) :], here.id]
    names = " → ".join(f"“{known[one].text}”" for one in circle)
    return NetDeskError(
        _("These causes hang under each other in a circle: {path}. Move one of them elsewhere.").format(path=names)
    )


def _head(given: FishboneInput) -> PlacedBox:
    rows = [RowInput(given.second_line)] if given.second_line else []
    words = set_words(given.effect, HEAD_WIDTH, bold=True, rows=rows, top=10)
    height = words.height + 12
    return PlacedBox(given.id, "effect", 0, 0, HEAD_WIDTH, height, words.lines, words.rows)


def _make_rib(cause: CauseInput, below: dict[str | None, list[CauseInput]], side: int) -> _Rib:
    """A rib with all that hangs on it, y counted from the label's edge; below the spine the label is at the end."""
    bones: list[_Bone] = []
    y = GAP
    width = STUB + WIDTH + _BESIDE_RIB  # also room for the label, and for a first cause
    for one, depth, trunk in _walk(cause, below, bones):
        words = _words_of(one)
        height = words.height + 4
        top, bottom = y, y + height
        x = trunk + STUB + max(side * LEAN * top, side * LEAN * bottom)
        bone = words.title_height + 3
        trunk_start = TRUNK - side * LEAN * (height - bone) if one.id in below else None
        box = PlacedBox(
            one.id, "cause", x, y, WIDTH, height, words.lines, words.rows, one.status, depth,
            "above" if side > 0 else "below", bone, trunk_start, TRUNK,
        )  # fmt: skip
        own = x + TRUNK - side * LEAN * bottom
        bones.append(_Bone(box, None if depth == 2 else one.parent, trunk, own))
        width = max(width, x + WIDTH + _BESIDE_RIB - min(side * LEAN * top, side * LEAN * bottom))
        y = bottom + GAP
    return _Rib(_label(cause, side), tuple(bones), max(y + GAP, _LEAST_RIB), width)


def _walk(
    top: CauseInput, below: dict[str | None, list[CauseInput]], bones: Sequence[_Bone]
) -> Iterator[tuple[CauseInput, int, float]]:
    """The causes under a rib in reading order, with depth and the line each hangs on (the caller adds the bones)."""
    waiting = [(cause, 2) for cause in reversed(below.get(top.id, ()))]
    trunks: dict[str, float] = {}
    seen = 0
    while waiting:
        cause, depth = waiting.pop()
        for bone in bones[seen:]:
            trunks[bone.box.id] = bone.trunk
        seen = len(bones)
        yield cause, depth, 0.0 if depth == 2 else trunks[str(cause.parent)]
        waiting += [(one, depth + 1) for one in reversed(below.get(cause.id, ()))]


def _words_of(cause: CauseInput) -> BoxText:
    rows = [RowInput(cause.second_line)] if cause.second_line else []
    return set_words(cause.text, WIDTH, bold=cause.status == "supported", rows=rows, pad=2, indent=16, top=2)


def _label(cause: CauseInput, side: int) -> PlacedBox:
    """The box at a rib's end; a rib that is no category shows its status."""
    rows = [RowInput(cause.second_line)] if cause.second_line else []
    words = set_words(cause.text, WIDTH, bold=True, rows=rows, indent=0 if cause.category else 16, top=6)
    widest = max(line.x + line.width for line in words.lines) + 10
    kind = "category" if cause.category else "rib"
    where = "above" if side > 0 else "below"
    return PlacedBox(
        cause.id, kind, 0, 0, max(widest, 48), words.height + 7, words.lines, words.rows, cause.status, 1, where
    )


def _attachments(above: Sequence[_Rib], under: Sequence[_Rib]) -> list[float]:
    """Where each pair of ribs meets the spine."""
    found: list[float] = []
    for number, rib in enumerate(above):
        wide = max(rib.width, under[number].width if number < len(under) else 0.0)
        found.append((found[-1] if found else 0.0) + wide + GAP)
    return found


def _stand(
    rib: _Rib, at: float, spine: float, length: float, is_above: bool, effect: str
) -> tuple[list[PlacedBox], list[PlacedLine]]:
    """The rib's boxes and lines where it meets the spine at `at`; `length` is that of all ribs on its side."""
    lean = LEAN if is_above else -LEAN
    end = spine - length if is_above else spine + length
    end_x = at - LEAN * length
    # Above, causes begin at the label; below, they end at it: both sides are dense at the far end.
    start = end if is_above else end - rib.length + GAP
    left = at - rib.width + lean * (start - spine)  # the sheared 0 at y = start
    label_y = end - rib.label.height if is_above else end
    label = rib.label.at(end_x - rib.label.width / 2, label_y)
    lines = [PlacedLine(label.id, effect, ((end_x, end), (at, spine)), kind="rib")]
    boxes = {label.id: label}
    for bone in rib.bones:
        box = bone.box.at(left + bone.box.x, start + bone.box.y)
        boxes[box.id] = box
        y = box.y + (box.bone or 0.0)
        if bone.parent is None:
            points: tuple[Point, ...] = ((box.right, y), (at + lean * (y - spine), y))
            lines.append(PlacedLine(box.id, label.id, points, kind="bone"))
            continue
        over = boxes[bone.parent].bottom
        trunk_x = left + bone.hangs_on
        corner, top = trunk_x + lean * (y - start), trunk_x + lean * (over - start)
        lines.append(PlacedLine(box.id, bone.parent, ((box.x, y), (corner, y), (top, over)), kind="bone"))
    return list(boxes.values()), lines

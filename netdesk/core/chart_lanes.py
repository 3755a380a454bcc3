"""Where labels go so that none covers another: lanes for bars and flags, and labels pushed apart at a line's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """A label hung on a stem: the stem's x, the label's left and right end, and its lane (0 nearest to the data)."""

    stem: float
    left: float
    right: float
    lane: int


def lanes_of(spans: Sequence[tuple[float, float]], room: float = 8.0) -> list[int]:
    """The lane of each span, lowest first, so that no two in a lane come nearer than `room`."""
    ends: list[float] = []
    lanes = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda one: (spans[one][0], spans[one][1], one)):
        left, right = spans[index]
        lane = next((number for number, end in enumerate(ends) if end + room <= left), len(ends))
        if lane == len(ends):
            ends.append(right)
        else:
            ends[lane] = right
        lanes[index] = lane
    return lanes


def place_flags(wanted: Sequence[tuple[float, float]], left: float, right: float, room: float = 6.0) -> list[Flag]:
    """Labels, given as (x of the stem, width), each to the right of its stem unless the right edge is in the way.

    No label covers another and no stem crosses a label, where that is possible within `left` and `right`: labels are
    placed from right to left, so that a stem to a deeper lane passes before the labels that are already there.
    """
    placed: dict[int, Flag] = {}
    for index in sorted(range(len(wanted)), key=lambda one: (-wanted[one][0], -one)):
        stem, width = wanted[index]
        start = max(min(stem - 3, right - width), left)
        placed[index] = _free_flag(stem, start, start + width, list(placed.values()), room)
    return [placed[index] for index in range(len(wanted))]


def _free_flag(stem: float, start: float, end: float, others: Sequence[Flag], room: float) -> Flag:
    deepest = max((flag.lane for flag in others), default=-1)
    for lane in range(deepest + 2):
        covers = any(flag.lane == lane and start < flag.right + room and flag.left < end + room for flag in others)
        crosses = any(flag.lane < lane and flag.left - room / 2 < stem < flag.right + room / 2 for flag in others)
        crossed = any(flag.lane > lane and start - room / 2 < flag.stem < end + room / 2 for flag in others)
        if not (covers or crosses or crossed):
            return Flag(stem, start, end, lane)
    return Flag(stem, start, end, deepest + 1)


def stems_cross_labels(flags: Sequence[Flag]) -> bool:
    """True if a stem passes through the label of another flag: then numbers are the better way."""
    return any(
        one.lane > other.lane and other.left - 1 < one.stem < other.right + 1
        for one in flags
        for other in flags
        if one is not other
    )


def pushed_apart(wanted: Sequence[tuple[float, float]], top: float, bottom: float, room: float = 2.0) -> list[float]:
    """The top of each label, given as (wanted middle, height), as near to its middle as the others allow.

    Order is kept by the wanted middles. Labels stay between `top` and `bottom` if they all fit, else they run on below.
    """
    order = sorted(range(len(wanted)), key=lambda one: (wanted[one][0], one))
    tops = [0.0] * len(wanted)
    edge = top
    for index in order:
        middle, height = wanted[index]
        tops[index] = max(middle - height / 2, edge)
        edge = tops[index] + height + room
    edge = bottom
    for index in reversed(order):
        height = wanted[index][1]
        tops[index] = min(tops[index], edge - height)
        edge = tops[index] - room
    # Pushed out at the top again only where there are more labels than room.
    edge = top
    for index in order:
        tops[index] = max(tops[index], edge)
        edge = tops[index] + wanted[index][1] + room
    return tops

"""Ways for lines past boxes: lanes through a column, and the curve across the gutter between two columns."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import Final

from netdesk.core.layout.placed import Point

CLEAR: Final = 5.0  # a lane keeps this far from a box
APART: Final = 4.0  # and this far from another lane, while there is room nearby
_STEP: Final = 2.0
_STEPS: Final = 18
#: What an S-curve takes of its four corners at each of its steps.
_WEIGHTS: Final = tuple(
    ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    for t in (step / _STEPS for step in range(1, _STEPS))
)


class Lanes:
    """The free heights of one column, and which of them lines already take."""

    def __init__(self, top: float) -> None:
        self._top = top
        self._blocked: list[tuple[float, float]] = []
        self._taken: list[float] = []

    def block(self, top: float, bottom: float) -> None:
        """A box stands here."""
        insort(self._blocked, (top - CLEAR, bottom + CLEAR))

    def mark(self, y: float) -> float:
        """A line runs here, in a band of its own; y again."""
        insort(self._taken, y)
        return y

    def take(self, wanted: float) -> float:
        """The free height nearest to the wanted one."""
        away = 0.0
        while True:
            for y in (wanted - away, wanted + away):
                if y >= self._top and self._free(y):
                    return self.mark(y)
            away += _STEP

    def _free(self, y: float) -> bool:
        after = bisect_left(self._blocked, (y, y))
        # The last that begins at or above y is the only one that can reach it: boxes of a column lie apart.
        near = self._blocked[max(after - 1, 0) : after + 1]
        if any(top < y < bottom for top, bottom in near):
            return False
        at = bisect_left(self._taken, y - APART + 1e-6)
        return at == len(self._taken) or self._taken[at] >= y + APART - 1e-6


def curve(start: Point, end: Point) -> list[Point]:
    """An S-curve to the right from start to end, without start: it never leaves the strip between their x."""
    (x1, y1), (x2, y2) = start, end
    if abs(y1 - y2) < 0.5:
        return [end]
    middle = (x1 + x2) / 2
    points = [(a * x1 + (b + c) * middle + d * x2, (a + b) * y1 + (c + d) * y2) for a, b, c, d in _WEIGHTS]
    return [*points, end]

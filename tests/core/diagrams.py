"""Random fishbones and theories, and the two questions every placed diagram must answer: overlaps, crossings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from netdesk.core.layout import (
    CauseInput,
    DriverInput,
    FishboneInput,
    LinkInput,
    NodeInput,
    Placed,
    RowInput,
)

WORDS = (
    "",
    "Flu season",
    "Families hear too late",
    "Letters take nine days to reach the homes of new students",
    "Absenceletterswithoutanyspaceinthemthatgoonandon" * 2,
    "The office calls from a number that families do not know, and so they let it ring until the afternoon, when "
    "nobody is at the desk any more and the machine that answers speaks only one of our languages",
)
ROWS = (
    (),
    (RowInput("no measure yet", "no_measure"),),
    (RowInput("80%, since Jan 5", "measure", values=(1, 3, 2, 5)), RowInput("Shift, improving", letter="S")),
)


@st.composite
def fishbones(draw: st.DrawFn, most: int = 300) -> FishboneInput:
    """A fishbone of up to `most` causes at any depth."""
    count = draw(st.one_of(st.integers(0, 30), st.integers(0, most)))
    rng = draw(st.randoms(use_true_random=False))
    ribs = rng.choice((1, 2, 6, 6, 9, max(count, 1)))
    causes = []
    for n in range(count):
        parent = None if n < ribs else f"c{rng.randrange(n) if rng.random() < 0.7 else n - 1}"
        causes.append(
            CauseInput(
                f"c{n}", parent, rng.choice(WORDS), parent is None and rng.random() < 0.8,
                rng.choice(("open", "supported", "ruled_out")), "", rng.choice(("", "3 for · 1 against · 2 votes")),
            )
        )  # fmt: skip
    return FishboneInput(rng.choice(WORDS[1:]), tuple(causes))


@st.composite
def theories(draw: st.DrawFn, most: int = 150) -> DriverInput:
    """A theory of up to `most` nodes, many with several parents, links over one or more columns."""
    count = draw(st.one_of(st.integers(1, 25), st.integers(1, most)))
    rng = draw(st.randoms(use_true_random=False))
    kinds = ["aim"] + [rng.choice(("primary", "secondary", "secondary", "tertiary", "idea", "idea", "idea"))
                       for _n in range(count - 1)]  # fmt: skip
    nodes = [
        NodeInput(f"n{n}", kind, rng.choice(WORDS), rng.choice(("", WORDS[3])), "", rng.choice(ROWS))
        for n, kind in enumerate(kinds)
    ]
    links = []
    for n, kind in enumerate(kinds[1:], start=1):
        level = ("aim", "primary", "secondary", "tertiary", "idea").index(kind)
        above = [m for m in range(count) if ("aim", "primary", "secondary", "tertiary", "idea").index(kinds[m]) < level]
        for parent in rng.sample(above, min(len(above), rng.choice((0, 1, 1, 1, 2, 2, 3)))):
            links.append(LinkInput(f"n{parent}", f"n{n}", rng.choice(("strong", "strong", "weak"))))
    rng.shuffle(links)
    return DriverInput(tuple(nodes), tuple(links))


def overlaps(placed: Placed) -> list[tuple[str, str]]:
    """Pairs of boxes that share more than an edge."""
    boxes = list(placed.boxes.values())
    sides = np.array([(box.x, box.y, box.right, box.bottom) for box in boxes]).reshape(-1, 4)
    left, top, right, bottom = sides.T
    meet = (left[:, None] < right - 0.01) & (left < right[:, None] - 0.01)
    meet &= (top[:, None] < bottom - 0.01) & (top < bottom[:, None] - 0.01)
    return [(boxes[a].id, boxes[b].id) for a, b in np.argwhere(np.triu(meet, 1))]


def crossings(placed: Placed, room: float = 1.0) -> list[tuple[str, str, str]]:
    """(from, to, box) wherever a line runs through a box: more than `room` inside its edge (a line may touch its own).

    A segment meets a box if clipping it to the box's four sides leaves something (Liang and Barsky).
    """
    boxes = list(placed.boxes.values())
    sides = np.array([(box.x, box.y, box.right, box.bottom) for box in boxes]).reshape(-1, 4)
    low, high = sides[:, :2] + room, sides[:, 2:] - room
    owners: list[int] = []
    ends: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for number, line in enumerate(placed.lines):
        for pair in zip(line.points, line.points[1:], strict=False):
            owners.append(number)
            ends.append(pair)
    found = []
    if not ends:
        return []
    start, end = (np.array(one) for one in zip(*ends, strict=True))
    way = end - start
    for at in range(len(boxes)):
        with np.errstate(divide="ignore", invalid="ignore"):
            first, second = (low[at] - start) / way, (high[at] - start) / way
        still = way == 0
        inside = (start > low[at]) & (start < high[at])
        enter = np.where(still, np.where(inside, -np.inf, np.inf), np.minimum(first, second)).max(axis=1)
        leave = np.where(still, np.where(inside, np.inf, -np.inf), np.maximum(first, second)).min(axis=1)
        for hit in np.flatnonzero(np.maximum(enter, 0) < np.minimum(leave, 1)):
            line = placed.lines[owners[hit]]
            found.append((line.from_id, line.to_id, boxes[at].id))
    return found


def with_leaf(given: FishboneInput, at: int, leaf: CauseInput) -> FishboneInput:
    """The fishbone with one more cause before the cause `at` of the list."""
    return replace(given, causes=(*given.causes[:at], leaf, *given.causes[at:]))

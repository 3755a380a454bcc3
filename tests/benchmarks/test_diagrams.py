"""`make bench`: layout and drawing of diagrams against painting and measuring the same primitives bare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from netdesk.core import drawing, text
from netdesk.core.diagram_drawing import draw_diagram
from netdesk.core.layout import DriverInput, FishboneInput, Placed, place_drivers, place_fishbone
from tests.benchmarks.measure import median_seconds, say
from tests.school_diagrams import school_fishbone, school_theory

pytestmark = pytest.mark.bench

ROUNDS = 9


def renamed(given: Any, number: int) -> Any:
    """The diagram with other words, which no cache of wrapped paragraphs has seen."""
    if isinstance(given, DriverInput):
        return replace(given, nodes=tuple(replace(one, text=f"{one.text} {number}") for one in given.nodes))
    return replace(given, causes=tuple(replace(one, text=f"{one.text} {number}") for one in given.causes))


@pytest.mark.parametrize(
    ("name", "given", "place"),
    [
        ("theory of 150 nodes", school_theory(150), place_drivers),
        ("theory of 500 nodes", school_theory(500), place_drivers),
        ("fishbone of 150 causes", school_fishbone(150), place_fishbone),
        ("fishbone of 300 causes", school_fishbone(300), place_fishbone),
    ],
)
def test_that_layout_is_timed_against_its_own_primitives_bare(
    name: str, given: DriverInput | FishboneInput, place: Callable[[Any], Placed], qapp: Any
) -> None:
    from PySide6.QtGui import QImage, QPainter

    from netdesk.ui.charts.painter import paint

    placed = place(given)
    picture = draw_diagram(placed, legend=False)
    children = tuple(drawing.flat(picture.children))
    words = [(one.text, one.size, one.bold) for one in drawing.texts(picture)]
    assert len(words) > len(placed.boxes), "the baseline must draw the same diagram"
    image = QImage(int(picture.width), int(picture.height), QImage.Format.Format_ARGB32_Premultiplied)

    def painted() -> None:
        painter = QPainter(image)
        paint(painter, children)
        painter.end()

    count = 0

    def fresh() -> Placed:
        nonlocal count
        count += 1
        return place(renamed(given, count))

    placing = median_seconds(fresh, ROUNDS)
    again = median_seconds(lambda: place(given), ROUNDS)
    drawn = median_seconds(lambda: draw_diagram(placed), ROUNDS)
    bare = median_seconds(painted, ROUNDS)
    measuring = median_seconds(lambda: [text.measure(*one) for one in words], ROUNDS)
    say(f"{name}: layout, all words new", f"{placing * 1000:.1f} ms")
    say(f"{name}: layout again after an edit", f"{again * 1000:.1f} ms")
    say(f"{name}: drawing of what is placed", f"{drawn * 1000:.1f} ms")
    say(f"{name}: the same primitives painted bare", f"{bare * 1000:.1f} ms")
    say(f"{name}: the same lines of text measured bare", f"{measuring * 1000:.1f} ms")
    say(f"{name}: layout / painted bare", f"{placing / bare:.2f}x", "<= 3x")
    say(f"{name}: layout and drawing / painted bare", f"{(placing + drawn) / bare:.2f}x", "<= 3x")

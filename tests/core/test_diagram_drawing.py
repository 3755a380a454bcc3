"""The drawing of a placed diagram: states by shape and word, gaps dashed, one coloured chain, differences in words."""

from __future__ import annotations

import pytest

from netdesk.core import status_marks
from netdesk.core.diagram_drawing import Emphasis, draw_box, draw_diagram, draw_legend, draw_line, in_painting_order
from netdesk.core.drawing import Line, Marker, Polyline, Primitive, Rect, Text, flat, texts
from netdesk.core.layout import (
    CauseInput,
    DriverInput,
    FishboneInput,
    LinkInput,
    NodeInput,
    Placed,
    RowInput,
    place_drivers,
    place_fishbone,
)


def a_fishbone() -> Placed:
    causes = (
        CauseInput("k", None, "People", True),
        CauseInput("a", "k", "Families hear too late", status="supported", second_line="3 for, 1 against, 2 votes"),
        CauseInput("b", "a", "The list is ready at 11"),
        CauseInput("c", "k", "Late counts like absent", status="ruled_out"),
    )
    return place_fishbone(FishboneInput("One in five misses two or more days a month", causes))


def a_theory() -> Placed:
    nodes = (
        NodeInput("aim", "aim", "Attendance to 93%", rows=(RowInput("92.7%", "measure", values=(89, 91, 92.7)),)),
        NodeInput("p", "primary", "Families know", "That morning", "", (RowInput("no measure yet", "no_measure"),)),
        NodeInput("i", "idea", "Phone calls", rows=(RowInput("Testing, cycle 4", "testing", True),), status="testing"),
        NodeInput("j", "idea", "Letters", rows=(RowInput("no cycle yet", "no_test"),), status="untested"),
    )
    links = (LinkInput("aim", "p"), LinkInput("p", "i"), LinkInput("p", "j", "weak"))
    return place_drivers(DriverInput(nodes, links))


def marks(children: tuple[Primitive, ...]) -> list[str]:
    return [child.shape for child in flat(children) if isinstance(child, Marker)]


def roles(children: tuple[Primitive, ...]) -> set[str | None]:
    found: set[str | None] = set()
    for child in flat(children):
        found |= {getattr(child, name, None) for name in ("stroke", "fill", "colour")}
    return found - {None}


def test_that_every_word_of_a_diagram_is_drawn_once() -> None:
    for placed in (a_fishbone(), a_theory()):
        drawn = [one.text for one in texts(draw_diagram(placed, legend=False))]
        for box in placed.boxes.values():
            for line in box.lines:
                assert drawn.count(line.text) == 1


def test_that_states_of_causes_are_told_by_shape_weight_and_word() -> None:
    placed = a_fishbone()
    supported, open_, out = (draw_box(placed.boxes[id_]) for id_ in "abc")
    words = " ".join(one.text for one in flat(supported) if isinstance(one, Text) and one.bold)
    assert words == "Families hear too late", "the cause is bold, what is told below it is not"
    assert marks(supported) == ["circle"]
    assert next(one for one in flat(supported) if isinstance(one, Marker)).fill == "accent"
    assert next(one for one in flat(open_) if isinstance(one, Marker)).fill is None
    assert marks(out) == []
    assert sum(isinstance(one, Line) for one in out) == 3, "its bone and a cross"
    legend = [one.text for one in draw_legend(placed) if isinstance(one, Text)]
    assert legend == ["supported", "open", "ruled out"]


@pytest.mark.parametrize("name", ["ring", "disc", "half", "diamond", "ticked", "cross", "chart", "dotted"])
def test_that_a_mark_stays_within_its_size(name: status_marks.Shape) -> None:
    for child in status_marks.shape(name, 0, 0, 10):
        if isinstance(child, Marker):
            assert child.size <= 10
        elif isinstance(child, Line | Polyline):
            ends = child.points if isinstance(child, Polyline) else ((child.x1, child.y1), (child.x2, child.y2))
            assert all(abs(x) <= 5 and abs(y) <= 5 for x, y in ends)


def test_that_no_two_states_share_a_shape() -> None:
    for states in (status_marks.CAUSE, status_marks.IDEA):
        shapes = [shape for shape, _word in states.values()]
        assert len(set(shapes)) == len(shapes)


def test_that_a_gap_is_dashed_and_a_measure_has_its_line() -> None:
    placed = a_theory()
    for id_ in ("p", "j"):
        assert any(isinstance(one, Polyline) and one.dash for one in flat(draw_box(placed.boxes[id_])))
    spark = [one for one in flat(draw_box(placed.boxes["aim"])) if isinstance(one, Polyline) and len(one.points) == 3]
    assert len(spark) == 2, "the axes of the little icon, and the three points"


def test_that_the_selected_chain_is_the_only_coloured_line_and_lies_on_top() -> None:
    placed = a_theory()
    emphasis = Emphasis(frozenset({"i"}), frozenset({"aim", "p", "i"}), frozenset({("aim", "p"), ("p", "i")}))
    coloured = {
        (line.from_id, line.to_id) for line in placed.lines if "accent" in roles(draw_line(line, emphasis))
    }  # fmt: skip
    assert coloured == emphasis.chain_lines
    assert [line.to_id for line in in_painting_order(placed.lines, emphasis)] == ["j", "p", "i"]
    assert not any("accent" in roles(draw_line(line)) for line in placed.lines)


def test_that_weak_links_are_dotted_and_strong_ones_solid() -> None:
    for line in a_theory().lines:
        (drawn,) = draw_line(line)
        assert isinstance(drawn, Polyline)
        assert bool(drawn.dash) == (line.strength == "weak")


@pytest.mark.parametrize(("change", "word"), [("added", "+ added"), ("removed", "– taken away"), ("changed", "changed"),
                                              ("moved", "moved")])  # fmt: skip
def test_that_a_difference_is_a_word_on_the_box(change: str, word: str) -> None:
    box = a_theory().boxes["p"]
    drawn = draw_box(box, Emphasis(changes={"p": change}))
    assert word in [one.text for one in flat(drawn) if isinstance(one, Text)]
    assert len(drawn) > len(draw_box(box))


def test_that_a_selected_box_has_a_ring_of_two_pixels() -> None:
    box = a_theory().boxes["i"]
    rings = [one for one in draw_box(box, Emphasis(frozenset({"i"}))) if isinstance(one, Rect) and one.fill is None]
    assert [(ring.stroke, ring.stroke_width) for ring in rings] == [("accent", 2)]


def test_that_columns_have_their_names_and_the_drawing_holds_all() -> None:
    picture = draw_diagram(a_theory(), title="Theory")
    words = [one.text for one in texts(picture)]
    assert [one for one in words if one in ("Aim", "Primary drivers", "Secondary drivers", "Change ideas")] == [
        "Aim", "Primary drivers", "Change ideas",
    ]  # fmt: skip
    assert all(one.box.right <= picture.width and one.box.bottom <= picture.height for one in texts(picture))

"""Layout of both diagrams: nothing overlaps, no line runs through a box, and a small edit moves little."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from netdesk.core.layout import (
    CauseInput,
    DriverInput,
    FishboneInput,
    LinkInput,
    NodeInput,
    Placed,
    driver_graph,
    fishbone,
    place_drivers,
    place_fishbone,
)
from netdesk.errors import NetDeskError
from tests.core.diagrams import WORDS, crossings, fishbones, overlaps, theories, with_leaf

#: A large diagram takes minutes to shrink; what failed is told by the ids of the boxes.
WHOLE = settings(phases=(Phase.explicit, Phase.generate))


def check(placed: Placed) -> None:
    """What holds of every placed diagram."""
    assert overlaps(placed) == []
    assert crossings(placed) == []
    for box in placed.boxes.values():
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= placed.width
        assert box.bottom <= placed.height
        for line in box.lines:
            assert line.x + line.width <= box.width + 0.01
            assert 0 < line.y < box.height
    for line in placed.lines:
        assert all(0 <= x <= placed.width and 0 <= y <= placed.height for x, y in line.points)


def words_in(placed: Placed, id_: str) -> str:
    return "".join(re.sub(r"\s", "", line.text) for line in placed.boxes[id_].lines if line.part == "text")


# ---- fishbone ------------------------------------------------------------------------------------------------------



@WHOLE
@given(fishbones())
def test_that_a_fishbone_has_no_overlaps_and_no_line_through_a_box(bones: FishboneInput) -> None:
    placed = place_fishbone(bones)
    check(placed)
    assert set(placed.boxes) == {bones.id, *(cause.id for cause in bones.causes)}
    assert placed == place_fishbone(bones)
    for cause in bones.causes:
        assert words_in(placed, cause.id) == re.sub(r"\s", "", cause.text), "nothing is cut"



def check_new_cause(bones: FishboneInput, leaf: CauseInput, at: int) -> None:
    """Everything but the new cause and what it hangs under keeps its side, depth and order, and moves little."""
    before, after = place_fishbone(bones), place_fishbone(with_leaf(bones, at, leaf))
    related = {bones.id}
    above = {cause.id: cause.parent for cause in bones.causes}
    parent = leaf.parent
    while parent is not None:
        related.add(parent)
        parent = above[parent]
    room = after.boxes[leaf.id].height + fishbone.GAP
    for id_ in set(before.boxes) - related:
        old, new = before.boxes[id_], after.boxes[id_]
        assert (old.side, old.depth) == (new.side, new.depth)
        assert abs(new.y - old.y) <= room + 0.01, id_
        assert abs(new.x - old.x) <= room + 0.01, id_
    kept = [id_ for id_ in after.boxes if id_ != leaf.id]
    assert kept == list(before.boxes), "the order of reading stays"


def draw_new_cause(bones: FishboneInput, data: st.DataObject) -> None:
    """A new cause anywhere, or a new rib at the end."""
    parent = data.draw(st.sampled_from([None, *(cause.id for cause in bones.causes)]))
    words = data.draw(st.sampled_from(WORDS))
    at = len(bones.causes) if parent is None else data.draw(st.integers(0, len(bones.causes)))
    check_new_cause(bones, CauseInput("new", parent, words), at)


@WHOLE
@given(fishbones(60), st.data())
def test_that_a_new_cause_moves_the_others_by_at_most_its_height_and_the_gap(
    bones: FishboneInput, data: st.DataObject
) -> None:
    draw_new_cause(bones, data)


@pytest.mark.parametrize("parent", [None, *(f"k{n}" for n in range(6))])
def test_that_the_first_cause_of_a_bone_moves_the_others_as_little(parent: str | None) -> None:
    bones = FishboneInput("Effect", tuple(CauseInput(f"k{n}", None, f"Bone {n}", True) for n in range(6)))
    check_new_cause(bones, CauseInput("new", parent, "Flu season"), 6)


def test_that_ribs_stand_above_and_below_by_turns_and_are_balanced() -> None:
    causes = tuple(CauseInput(f"c{n}", None, f"Bone {n}", True) for n in range(7))
    placed = place_fishbone(FishboneInput("Effect", causes))
    sides = [placed.boxes[f"c{n}"].side for n in range(7)]
    assert sides == ["above", "below"] * 3 + ["above"]
    head = placed.boxes["effect"]
    assert all(box.right < head.x for id_, box in placed.boxes.items() if id_ != "effect")
    spine = placed.lines[0].points[0][1]
    assert head.middle == pytest.approx(spine)
    assert all((placed.boxes[f"c{n}"].bottom <= spine) == (n % 2 == 0) for n in range(7))


def test_that_a_why_stands_indented_below_the_cause_it_explains() -> None:
    chain = [CauseInput("c0", None, "People", True)]
    chain += [CauseInput(f"c{n}", f"c{n - 1}", "Why?") for n in range(1, 80)]
    placed = place_fishbone(FishboneInput("Effect", tuple(chain)))
    check(placed)
    assert all(placed.boxes[f"c{n}"].y > placed.boxes[f"c{n - 1}"].bottom for n in range(2, 80))
    assert all(placed.boxes[f"c{n}"].x > placed.boxes[f"c{n - 1}"].x for n in range(2, 80))


def test_that_a_fishbone_without_causes_is_its_head_and_spine() -> None:
    placed = place_fishbone(FishboneInput("One in five misses two or more days a month"))
    check(placed)
    assert (list(placed.boxes), [line.kind for line in placed.lines]) == (["effect"], ["spine"])


def test_that_a_cause_whose_parent_is_gone_is_still_shown() -> None:
    placed = place_fishbone(FishboneInput("Effect", (CauseInput("a", "gone", "Bus 12 skips rainy days"),)))
    assert placed.boxes["a"].kind == "rib"


def test_that_causes_in_a_circle_are_refused_by_name() -> None:
    causes = (CauseInput("a", "b", "Late calls"), CauseInput("b", "a", "Late lists"), CauseInput("c", "a", "Other"))
    with pytest.raises(NetDeskError, match="“Late calls” → “Late lists” → “Late calls”"):
        place_fishbone(FishboneInput("Effect", causes))


# ---- driver graph --------------------------------------------------------------------------------------------------



@WHOLE
@given(theories())
def test_that_a_theory_has_no_overlaps_and_no_line_through_a_box(theory: DriverInput) -> None:
    placed = place_drivers(theory)
    check(placed)
    assert set(placed.boxes) == {node.id for node in theory.nodes}
    assert placed == place_drivers(theory)
    assert {(line.from_id, line.to_id, line.strength) for line in placed.lines} == {
        (link.parent, link.child, link.strength) for link in theory.links
    }
    for node in theory.nodes:
        assert words_in(placed, node.id) == re.sub(r"\s", "", node.text), "nothing is cut"
    for line in placed.lines:
        assert placed.boxes[line.from_id].right < placed.boxes[line.to_id].x, "links run to the right"



def draw_new_leaf(theory: DriverInput, data: st.DataObject) -> None:
    """A new leaf beside another node, under the same parents: all others keep column and order, and move little."""
    before = place_drivers(theory)
    beside = data.draw(st.sampled_from(theory.nodes))
    assume(beside.kind != "aim")
    new = replace(beside, id="new", text=data.draw(st.sampled_from(WORDS)))
    parents = [link.parent for link in theory.links if link.child == beside.id]
    links = [LinkInput(parent, "new", data.draw(st.sampled_from(("strong", "weak")))) for parent in parents]
    at = data.draw(st.integers(0, len(theory.links)))
    after = place_drivers(DriverInput((*theory.nodes, new), (*theory.links[:at], *links, *theory.links[at:])))
    assert [column.kind for column in after.columns] == [column.kind for column in before.columns]
    room = after.boxes["new"].height + driver_graph.GAP
    for id_, old in before.boxes.items():
        moved = after.boxes[id_]
        assert moved.x == old.x
        assert abs(moved.y - old.y) <= room + 0.01, id_
    by_height = sorted(before.boxes, key=lambda id_: (before.boxes[id_].x, before.boxes[id_].y))
    assert by_height == sorted(before.boxes, key=lambda id_: (after.boxes[id_].x, after.boxes[id_].y))


@WHOLE
@given(theories(80), st.data())
def test_that_a_new_leaf_moves_the_others_by_at_most_its_height_and_the_gap(
    theory: DriverInput, data: st.DataObject
) -> None:
    draw_new_leaf(theory, data)


def test_that_a_leaf_that_opens_a_column_leaves_all_heights_and_orders_as_they_are() -> None:
    nodes = (NodeInput("aim", "aim", "Aim"), NodeInput("p", "primary", "P"), NodeInput("s", "secondary", "S"),
             NodeInput("i", "idea", "I"))  # fmt: skip
    links = (LinkInput("aim", "p"), LinkInput("p", "s"), LinkInput("p", "i"))
    before = place_drivers(DriverInput(nodes, links))
    after = place_drivers(DriverInput((*nodes, NodeInput("t", "tertiary", "T")), (*links, LinkInput("s", "t"))))
    assert [column.kind for column in after.columns] == ["aim", "primary", "secondary", "tertiary", "idea"]
    assert {id_: box.y for id_, box in before.boxes.items()} == {id_: after.boxes[id_].y for id_ in before.boxes}
    assert after.boxes["i"].x > after.boxes["t"].right


def test_that_a_shared_child_stands_between_its_parents() -> None:
    nodes = [NodeInput("aim", "aim", "Attendance")]
    nodes += [NodeInput(f"p{n}", "primary", f"Driver {n}") for n in range(3)]
    nodes += [NodeInput(f"i{n}", "idea", f"Idea {n}") for n in range(4)]
    links = [LinkInput("aim", f"p{n}") for n in range(3)]
    links += [LinkInput("p0", "i0"), LinkInput("p1", "i0"), LinkInput("p0", "i1"), LinkInput("p1", "i2")]
    links += [LinkInput("p2", "i3"), LinkInput("p0", "i3", "weak")]
    placed = place_drivers(DriverInput(tuple(nodes), tuple(links)))
    ideas = sorted((f"i{n}" for n in range(4)), key=lambda id_: placed.boxes[id_].y)
    assert ideas == ["i1", "i0", "i2", "i3"], "i0 moves to the edge toward p1; the weak link does not pull i3 away"
    assert [column.kind for column in placed.columns] == ["aim", "primary", "idea"]


def test_that_people_s_order_decides_where_links_leave_the_choice() -> None:
    nodes = (NodeInput("aim", "aim", "Aim"), NodeInput("a", "primary", "A"), NodeInput("b", "primary", "B"))
    links = (LinkInput("aim", "b"), LinkInput("aim", "a"))
    placed = place_drivers(DriverInput(nodes, links))
    assert placed.boxes["b"].y < placed.boxes["a"].y


def test_that_links_in_a_circle_are_refused_by_name() -> None:
    nodes = tuple(NodeInput(id_, "primary", f"Driver {id_}") for id_ in "abc")
    links = (LinkInput("a", "b"), LinkInput("b", "c"), LinkInput("c", "b"))
    with pytest.raises(NetDeskError, match="“Driver b” → “Driver c” → “Driver b”"):
        place_drivers(DriverInput(nodes, links))


def test_that_an_empty_theory_is_an_empty_picture() -> None:
    placed = place_drivers(DriverInput())
    assert (placed.boxes, placed.lines, placed.columns) == ({}, (), ())


def test_that_no_last_word_of_a_box_stands_alone_and_no_word_is_broken_for_it() -> None:
    def lines(words: str) -> list[str]:
        return [line.text for line in place_drivers(DriverInput((NodeInput("i", "idea", words),))).boxes["i"].lines]

    assert lines("A plan for the morning that goes") == ["A plan for the", "morning that goes"]
    assert lines("Morning phone check-in with families") == ["Morning phone check-in", "with families"]


# ---- many ----------------------------------------------------------------------------------------------------------


@pytest.mark.soak
@settings(WHOLE, max_examples=600)
@given(fishbones(), theories())
def test_that_many_diagrams_have_no_overlaps_and_no_line_through_a_box(
    bones: FishboneInput, theory: DriverInput
) -> None:
    check(place_fishbone(bones))
    check(place_drivers(theory))


@pytest.mark.soak
@settings(WHOLE, max_examples=1000)
@given(fishbones(80), theories(80), st.data())
def test_that_many_small_edits_move_little(bones: FishboneInput, theory: DriverInput, data: st.DataObject) -> None:
    draw_new_cause(bones, data)
    draw_new_leaf(theory, data)

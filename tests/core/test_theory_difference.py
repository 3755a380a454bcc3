"""The difference of two theories: added, taken away, changed and moved, in sentences and on the drawing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from netdesk.core.layout import DriverInput, LinkInput, NodeInput, place_drivers
from netdesk.core.theory_difference import both, differences, emphasis_of
from tests.core.diagrams import theories

NODES = (
    NodeInput("aim", "aim", "Attendance"),
    NodeInput("a", "primary", "Families know"),
    NodeInput("b", "primary", "Students want to come"),
    NodeInput("i", "idea", "Phone calls", status="untested"),
    NodeInput("j", "idea", "Letters", status="testing"),
)
LINKS = (LinkInput("aim", "a"), LinkInput("aim", "b"), LinkInput("a", "i"), LinkInput("a", "j"))
BEFORE = DriverInput(NODES, LINKS)


def told(after: DriverInput) -> list[tuple[str, str, str]]:
    return [(one.code, one.node, one.words) for one in differences(BEFORE, after)]


@given(theories(40))
def test_that_a_theory_does_not_differ_from_itself(theory: DriverInput) -> None:
    assert differences(theory, theory) == ()
    assert both(theory, theory) == theory


def test_that_what_is_new_and_what_is_gone_is_told() -> None:
    nodes = (*NODES[:4], NodeInput("k", "idea", "Buddies"))
    after = DriverInput(nodes, (*LINKS[:3], LinkInput("b", "k")))
    assert told(after) == [
        ("added", "k", "“Buddies” was added under “Students want to come”."),
        ("removed", "j", "“Letters” was taken away."),
    ]


def test_that_changed_words_states_and_strengths_are_told() -> None:
    nodes = (
        NODES[0],
        replace(NODES[1], text="Families know by 9", definition="The same morning"),
        NODES[2],
        replace(NODES[3], status="adopted"),
        NODES[4],
    )
    after = DriverInput(nodes, (*LINKS[:3], LinkInput("a", "j", "weak")))
    assert told(after) == [
        ("changed", "a", "“Families know” now reads “Families know by 9”."),
        ("changed", "a", "“Families know by 9” is now defined: “The same morning”."),
        ("changed", "i", "“Phone calls”: untested became adopted."),
        ("changed", "j", "The link from “Families know by 9” to “Letters” is now weak."),
    ]


def test_that_another_parent_and_another_place_are_moves() -> None:
    moved = DriverInput(NODES, (*LINKS[:3], LinkInput("b", "j")))
    assert told(moved) == [("moved", "j", "“Letters” moved from “Families know” to “Students want to come”.")]
    shared = DriverInput(NODES, (*LINKS, LinkInput("b", "j")))
    assert told(shared) == [("moved", "j", "“Letters” now also hangs under “Students want to come”.")]
    swapped = DriverInput(NODES, (LINKS[0], LINKS[1], LINKS[3], LINKS[2]))
    assert told(swapped) == [("moved", "j", "“Letters” has another place under “Families know”.")]


def test_that_the_drawing_of_both_holds_what_was_taken_away() -> None:
    after = DriverInput(NODES[:4], LINKS[:3])
    union, emphasis = both(BEFORE, after), emphasis_of(BEFORE, after)
    assert [node.id for node in union.nodes] == ["aim", "a", "b", "i", "j"]
    assert union.links == LINKS
    assert emphasis.changes == {"j": "removed"}
    assert emphasis.line_changes == {("a", "j"): "removed"}


def test_that_links_turned_round_are_drawn_without_a_circle() -> None:
    nodes = (NODES[1], NODES[2])
    before, after = DriverInput(nodes, (LinkInput("a", "b"),)), DriverInput(nodes, (LinkInput("b", "a"),))
    assert both(before, after).links == (LinkInput("b", "a"),)
    place_drivers(both(before, after))


@given(theories(30), theories(30))
def test_that_any_two_theories_can_be_drawn_as_one(before: DriverInput, after: DriverInput) -> None:
    union = both(before, after)
    assert {node.id for node in union.nodes} == {node.id for one in (before, after) for node in one.nodes}
    place_drivers(union)
    kept = {node.id for node in before.nodes} & {node.id for node in after.nodes}
    for one in differences(before, after):
        assert (one.node in kept) == (one.code in ("changed", "moved"))

"""Diagrams as indented text, and pasted lists read back: tabs, spaces, bullets, numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netdesk.core import outline
from netdesk.core.layout import CauseInput, DriverInput, FishboneInput, LinkInput, NodeInput, RowInput

TREE = ((0, "People"), (1, "Families hear too late"), (2, "The list is ready at 11"), (1, "New students"), (0, "Place"))


@pytest.mark.parametrize(
    "pasted",
    [
        "People\n\tFamilies hear too late\n\t\tThe list is ready at 11\n\tNew students\nPlace\n",
        "People\r\n  Families hear too late\r\n    The list is ready at 11\r\n\r\n  New students\r\nPlace",
        "  - People\n    * Families hear too late\n      * The list is ready at 11\n    - New students\n  - Place",
        "1. People\n1.1 Families hear too late\n1.1.1 The list is ready at 11\n1.2. New students\n2. Place",
        "•\tPeople\no\tFamilies hear too late\n▪\tThe list is ready at 11\no\tNew students\n•\tPlace",
        "1) People\na) Families hear too late\n• The list is ready at 11\nb) New students\n2) Place",
        "A. People\n   1. Families hear too late\n       a. The list is ready at 11\n   2. New students\nB. Place",
        "  People\n\tFamilies hear too late\n\t    The list is ready at 11\n\tNew students\n  Place",
    ],
)
def test_that_lists_of_every_kind_are_read_alike(pasted: str) -> None:
    assert outline.read(pasted) == TREE


def test_that_a_line_that_fits_nowhere_stands_below_the_one_before() -> None:
    assert outline.read("        deep\nshallow\n            far\n      between") == (
        (0, "deep"), (0, "shallow"), (1, "far"), (1, "between"),
    )  # fmt: skip


def test_that_words_that_begin_like_bullets_stay_whole() -> None:
    lines = "3 of 14 families\n-5 degrees\nOscar's bus\na bus\n1.5 miles to walk"
    assert [words for _depth, words in outline.read(lines)] == lines.split("\n")


def test_that_nothing_but_space_is_no_list() -> None:
    assert outline.read(" \n\t\n- \n") == ()
    assert outline.read("") == ()


words = st.text("abc é", min_size=1).map(lambda text: "w" + " ".join(text.split()))


@given(st.lists(st.tuples(st.integers(0, 6), words)))
def test_that_what_is_written_is_read_back(given_entries: list[tuple[int, str]]) -> None:
    entries: list[tuple[int, str]] = []
    for depth, text in given_entries:
        entries.append((min(depth, entries[-1][0] + 1 if entries else 0), text))
    assert outline.read(outline.write(entries)) == tuple(entries)


def test_that_a_fishbone_is_told_with_states_and_evidence() -> None:
    causes = (
        CauseInput("k", None, "People", True),
        CauseInput("a", "k", "Families hear too late", status="supported", second_line="3 for, 1 against"),
        CauseInput("b", "a", "The list is ready at 11"),
        CauseInput("c", None, "Flu season", status="ruled_out"),
    )
    assert outline.write(outline.fishbone_entries(FishboneInput("One in five\nmisses days", causes))) == (
        "One in five misses days\n"
        "    People\n"
        "        Families hear too late (supported; 3 for, 1 against)\n"
        "            The list is ready at 11\n"
        "    Flu season (ruled out)\n"
    )


def test_that_a_shared_idea_stands_under_each_parent() -> None:
    nodes = (
        NodeInput("aim", "aim", "Aim"),
        NodeInput("a", "primary", "A", "What A means"),
        NodeInput("b", "primary", "B", rows=(RowInput("no measure yet", "no_measure"),)),
        NodeInput("s", "secondary", "S"),
        NodeInput("i", "idea", "I", rows=(RowInput("Testing, cycle 4", "testing"),)),
    )
    links = (LinkInput("aim", "a"), LinkInput("aim", "b"), LinkInput("a", "s"), LinkInput("b", "s", "weak"))
    theory = DriverInput(nodes, (*links, LinkInput("s", "i")))
    assert outline.write(outline.driver_entries(theory)) == (
        "Aim\n"
        "    A (What A means)\n"
        "        S\n"
        "            I (Testing, cycle 4)\n"
        "    B (no measure yet)\n"
        "        S (also above; weak link)\n"
    )

"""Word differences: nothing of either text is lost, and what differs is what is marked."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from netdesk.core.textdiff import Piece, Step, sides, steps

TEXTS = st.text(alphabet="ab é.\n", max_size=40)


def test_that_only_the_words_that_differ_are_marked() -> None:
    left, right = sides("Raise daily attendance", "Raise weekly attendance now")
    assert left == [Piece("Raise", False), Piece(" daily", True), Piece(" attendance", False)]
    assert right == [Piece("Raise", False), Piece(" weekly", True), Piece(" attendance", False), Piece(" now", True)]


@given(TEXTS, TEXTS)
def test_that_the_pieces_joined_are_the_texts(first: str, second: str) -> None:
    left, right = sides(first, second)
    assert "".join(piece.text for piece in left) == first
    assert "".join(piece.text for piece in right) == second


@given(TEXTS)
def test_that_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not any(piece.own for side in sides(text, text) for piece in side)


def test_that_spacing_alone_is_no_difference() -> None:
    assert not any(piece.own for side in sides("one  two\nthree", "one two three") for piece in side)


@given(TEXTS, TEXTS)
def test_that_the_steps_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    way = steps(before, after)
    assert "".join(step.text for step in way if step.change != "removed") == after
    kept = "".join(step.text for step in way if step.change != "added")
    assert kept.split() == before.split()


def test_that_a_replaced_word_is_removed_and_added() -> None:
    assert steps("call at 8", "call at 9") == [Step("call at", "same"), Step(" 8", "removed"), Step(" 9", "added")]


def test_that_two_notes_of_three_thousand_words_are_compared_within_two_seconds() -> None:
    words = [f"word{n % 97}" for n in range(3_000)]
    changed = [word if n % 50 else "other" for n, word in enumerate(words)]
    start = time.perf_counter()
    left, _right = sides(" ".join(words), " ".join(changed))
    assert time.perf_counter() - start < 2
    assert any(piece.own for piece in left)

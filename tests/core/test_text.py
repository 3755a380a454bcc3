"""Text: measured from the bundled fonts, wrapped without loss, marked where there is no font."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netdesk import paths
from netdesk.core import text


@pytest.mark.parametrize("bold", [False, True])
def test_that_widths_are_those_of_the_font_file(bold: bool) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for face in text.faces(bold):
        pdfmetrics.registerFont(TTFont(f"test-{face.name}", str(paths.resource("fonts", f"{face.name}.ttf"))))
    for words, face in (("Weekly attendance, Ürün 92.7% đường", 0), ("مدرسة", 1), ("שלום", 2)):
        name = f"test-{text.faces(bold)[face].name}"
        assert text.measure(words, 11, bold) == pytest.approx(pdfmetrics.stringWidth(words, name, 11), abs=0.01)


def test_that_a_file_that_is_no_font_is_named() -> None:
    with pytest.raises(ValueError, match=r"note\.ttf is no TrueType font"):
        text.read_face(b"only words, no tables at all", "note.ttf")


def test_that_lines_break_at_spaces_and_nothing_is_lost() -> None:
    words = "Rosa Ortiz calls a family between 8:15 and 8:45 on the first morning a child is out."
    lines = text.wrap(words, 120, 12)
    assert len(lines) > 3
    assert " ".join(line.text for line in lines) == words
    assert all(line.width <= 120 for line in lines)


def test_that_a_word_wider_than_the_line_is_broken_and_not_cut() -> None:
    lines = text.wrap("x" * 100, 50, 12)
    assert "".join(line.text for line in lines) == "x" * 100
    assert all(line.width <= 50 for line in lines)


def test_that_line_ends_are_kept_and_an_empty_text_is_one_line() -> None:
    assert [line.text for line in text.wrap("a\n\nb\r\nc", 100, 12)] == ["a", "", "b", "c"]
    assert [line.text for line in text.wrap("", 100, 12)] == [""]


def test_that_a_number_after_a_slash_is_not_torn_off() -> None:
    lines = [line.text for line in text.wrap("either/or 24/7 half-day 2025-11", 60, 12)]
    assert "24/7" in " ".join(lines)
    assert "2025-11" in " ".join(lines)


def test_that_a_script_without_a_font_is_marked_once_a_stretch() -> None:
    assert text.printable("Hello สวัสดี ครับ, bye") == "Hello [Thai], bye"
    assert text.printable("日本語 and हिन्दी") == "[CJK] and [Devanagari]"
    assert text.printable("well done 🎉") == "well done [symbol]"


def test_that_vietnamese_hmong_greek_cyrillic_arabic_and_hebrew_have_a_font() -> None:
    vietnamese, hmong = "Tiếng Việt: Chúng tôi gọi điện", "Peb hu rau tsev neeg"
    for words in (vietnamese, hmong, "Καλημέρα", "Доброе утро", "صباح الخير", "בוקר טוב"):
        assert text.printable(words) == words


def test_that_letters_typed_in_two_parts_are_joined() -> None:
    assert text.printable("e\u0301") == "\u00e9"


def test_that_arrows_and_ticks_have_a_stand_in() -> None:
    assert text.printable("89% → 93% ✓") == "89% -> 93% [yes]"


def test_that_a_line_is_cut_where_its_font_changes() -> None:
    assert text.face_runs("Call שלום 12") == (
        ("NotoSans-Regular", "Call "),
        ("NotoSansHebrew-Regular", "שלום "),
        ("NotoSans-Regular", "12"),
    )


def test_that_two_weights_run_on_in_one_line() -> None:
    (line,) = text.wrap_runs([("Aim. ", True), ("By May 29", False)], 400, 12)
    assert [(segment.text, segment.bold) for segment in line] == [("Aim. ", True), ("By May 29", False)]
    assert line[0].width == pytest.approx(text.measure("Aim. ", 12, bold=True))


@given(st.text(max_size=120), st.floats(20, 300))
def test_that_any_text_wraps_within_its_width_and_keeps_its_letters(words: str, width: float) -> None:
    lines = text.wrap(words, width, 10)
    kept = "".join(line.text for line in lines).replace(" ", "")
    assert kept == text.printable(words).replace("\n", "").replace(" ", "")
    for line in lines:
        assert line.width <= width + 1e-6 or len(line.text) <= 2 or text.measure(line.text[0], 10) > width - 1

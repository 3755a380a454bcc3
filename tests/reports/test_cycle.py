"""The printed cycle: every filled field is on the page, on both papers, in fonts that travel with it."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from pypdf import PdfReader

from netdesk.core import text
from netdesk.core.chart_input import ChartInput
from netdesk.errors import WrongUsage
from netdesk.reports import flow, pages, painter, vowels
from netdesk.reports.cycle import cycle_pdf
from netdesk.reports.sheet import CycleSheet, Question

from .sheets import LOCKED, chart, whole_sheet

PRINTED = date(2026, 3, 3)
def read(data: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(data))
    words = " ".join(page.extract_text() for page in reader.pages)
    return reader, re.sub(r"\s+", " ", unicodedata.normalize("NFKC", words))


def text_of(value: object) -> list[str]:
    """The words that a value of the sheet must have put on paper."""
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, Decimal):
        return [str(value)]
    if isinstance(value, (tuple, list)):
        return [words for one in value for words in text_of(one)]
    if is_dataclass(value) and not isinstance(value, ChartInput):
        return [words for field in fields(value) for words in text_of(getattr(value, field.name))]
    return []


# Choices are printed in words of their own.
IN_WORDS = {
    "test": "test a change", "full": "full form", "school": "in a school", "act": "Act", "adapt": "Adapt",
    "no": "Not as predicted", "yes": "As predicted", "partly": "Partly as predicted", "cannot tell": "Cannot tell yet",
    "neither": "seen along the way",
}  # fmt: skip


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_that_every_filled_field_is_on_the_page(paper: str) -> None:
    _reader, words = read(cycle_pdf(whole_sheet(), paper=paper, printed_on=PRINTED))
    squeezed = words.replace(" ", "")
    for expected in text_of(whole_sheet()):
        shown = IN_WORDS.get(expected, expected)
        assert shown.replace(" ", "") in squeezed, shown
    for moment in ("Cycle 2 of 4", "Dec 1 – 12, 2025", "Dec 2 – 15, 2025", "locked Nov 20, 2025, 3:42 PM",
                   "Jan 5 – 30, 2026", "Amended Nov 25, 2025, 9:05 AM by Ana Lu", "due Nov 28, 2025, done", "open",
                   "Printed March 3, 2026",
                   "page 1 of"):  # fmt: skip
        assert moment.replace(" ", "") in squeezed, moment


def test_that_the_test_sheet_fills_every_field() -> None:
    for field in fields(CycleSheet):
        assert getattr(whole_sheet(), field.name) not in (None, "", ()), field.name


def test_that_the_chart_comes_with_its_words_and_its_chance() -> None:
    _reader, words = read(cycle_pdf(whole_sheet(), printed_on=PRINTED))
    squeezed = words.replace(" ", "")
    for part in ("Weekly attendance, Grade 7", "run chart, Anhøj rules", "9 points above the median", "Goal 93%",
                 "What it says.", "A shift up, the wanted way", "By chance alone.", "about 8 charts in 100",
                 "Timing alone does not prove cause."):  # fmt: skip
        assert part.replace(" ", "") in squeezed, part
    assert squeezed.index("Boringcausesfirst") < squeezed.index("Ashiftup")


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_that_pages_have_the_papers_size(paper: str, size: tuple[int, int]) -> None:
    reader, _words = read(cycle_pdf(whole_sheet(), paper=paper, printed_on=PRINTED))
    for page in reader.pages:
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == size


def test_that_another_paper_is_refused() -> None:
    with pytest.raises(WrongUsage, match="letter, a4"):
        cycle_pdf(whole_sheet(), paper="a3", printed_on=PRINTED)


def test_that_every_font_is_embedded() -> None:
    sheet = replace(whole_sheet(), do="صباح الخير", act="בוקר טוב")
    reader, _words = read(cycle_pdf(sheet, printed_on=PRINTED))
    names = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descriptor = font.get_object().get("/FontDescriptor")
            # The canvas always names one standard font in its first lines; no letter is set in it.
            if descriptor is None:
                assert font.get_object()["/BaseFont"] == "/Helvetica"
                continue
            assert "/FontFile2" in descriptor.get_object()
            names.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    assert {"NotoSans-Regular", "NotoSans-Bold", "NotoSansArabic-Regular", "NotoSansHebrew-Regular"} <= names


def test_that_title_and_language_are_set() -> None:
    reader, _words = read(cycle_pdf(whole_sheet(), lang="es", printed_on=PRINTED))
    assert reader.metadata is not None and reader.metadata.title == "Morning phone check-in"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "es"  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]


def test_that_the_same_sheet_gives_the_same_bytes() -> None:
    one = cycle_pdf(whole_sheet(), printed_on=PRINTED)
    assert one == cycle_pdf(whole_sheet(), printed_on=PRINTED)
    assert one != cycle_pdf(whole_sheet(), printed_on=date(2026, 3, 4))


def test_that_the_language_is_put_back() -> None:
    from netdesk import i18n

    cycle_pdf(CycleSheet(title="x"), lang="es", printed_on=PRINTED)
    assert i18n.language() == "en"


def test_that_a_quick_cycle_is_one_page_without_empty_heads() -> None:
    reader, words = read(cycle_pdf(CycleSheet(title="Quick try", do="We tried it.", stage="do"), printed_on=PRINTED))
    assert len(reader.pages) == 1
    assert "We tried it." in words and "page 1 of 1" in words
    assert "Plan" not in words and "Study" not in words


def test_that_an_empty_cycle_prints_too() -> None:
    _reader, words = read(cycle_pdf(CycleSheet(title=""), printed_on=PRINTED))
    assert "A cycle without a title" in words


def test_that_a_prediction_that_is_not_locked_says_so() -> None:
    sheet = CycleSheet(title="x", questions=(Question("Will it?", "yes"), Question("Why?", "so", locked_at=LOCKED)))
    _reader, words = read(cycle_pdf(sheet, printed_on=PRINTED))
    assert "not locked yet" in words and "locked Nov 20, 2025, 3:42 PM" in words


def numbered(name: str, count: int) -> str:
    return " ".join(f"{name}{n}" for n in range(count))


def test_that_long_notes_flow_over_pages_and_lose_no_word() -> None:
    sheet = replace(
        whole_sheet(),
        title=("A title that goes on " * 10)[:200],
        team=("A team name that goes on " * 10)[:200],
        plan=numbered("plan", 700),
        do=numbered("do", 500),
        study=numbered("study", 3000),
        questions=(
            Question(
                numbered("q", 60), numbered("pre", 400), "", LOCKED, numbered("obs", 600), "no", numbered("lea", 300)
            ),
        ),
        charts=(chart(60),),
    )  # fmt: skip
    reader, words = read(cycle_pdf(sheet, printed_on=PRINTED))
    assert len(reader.pages) > 4
    found = set(words.split())
    counts = {"plan": 700, "do": 500, "study": 3000, "q": 60, "pre": 400, "obs": 600, "lea": 300}
    for name, count in counts.items():
        assert {f"{name}{n}" for n in range(count)} <= found
    assert f"page {len(reader.pages)} of {len(reader.pages)}" in words


def test_that_nothing_is_set_below_the_foot_or_past_the_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[float, float, str]] = []
    inside = painter.draw_line

    def watched(canvas, x, y, line, size, **options):  # type: ignore[no-untyped-def]
        width = inside(canvas, x, y, line, size, **options)
        drawn.append((*canvas.absolutePosition(x, y), line))
        drawn.append((*canvas.absolutePosition(x + width, y), line))
        return width

    monkeypatch.setattr(painter, "draw_line", watched)
    long = replace(whole_sheet(), study=numbered("study", 900), plan="x" * 500, charts=(chart(60), chart()))
    cycle_pdf(long, paper="a4", printed_on=PRINTED)
    assert len(drawn) > 200
    for x, y, line in drawn:
        assert pages.MARGIN - 1 <= x <= 595.28 - pages.MARGIN + 1, line
        assert 20 <= y <= 841.89 - pages.MARGIN, line


def test_that_a_script_without_a_font_leaves_a_mark() -> None:
    _reader, words = read(cycle_pdf(CycleSheet(title="สวัสดี", do="日本語"), printed_on=PRINTED))
    assert "[Thai]" in words and "[CJK]" in words


def test_that_arabic_and_hebrew_are_laid_in_order() -> None:
    assert painter.in_visual_order("שלום (12)") == "(12) " + "שלום"[::-1]
    shaped = painter.in_visual_order("باب")
    assert shaped != "باب" and unicodedata.normalize("NFKC", shaped)[::-1] == "باب"
    assert painter.is_right_to_left("12 שלום") and not painter.is_right_to_left("Call שלום")
    _reader, words = read(cycle_pdf(CycleSheet(title="x", do="שלום לכולם"), printed_on=PRINTED))
    assert "שלום" in words


def test_that_arabic_vowels_are_printed_and_stand_clear_of_letters_and_of_each_other() -> None:
    painter.register_fonts()
    face = "NotoSansArabic-Regular"
    boxes = vowels.glyph_boxes(face)
    for written in ("طُّ", "أُ", "رِّ", "يِ"):
        ordered = painter.in_visual_order(written)
        letter = boxes[ord(vowels.without_marks(ordered))]
        placed = vowels.placed(ordered, face)
        assert sorted(one.mark for one in placed) == sorted(filter(unicodedata.combining, written))
        spans = [(boxes[ord(one.mark)][1] + one.y, boxes[ord(one.mark)][3] + one.y) for one in placed]
        stacked = sorted([(letter[1], letter[3]), *spans])
        assert all(below[1] < above[0] for below, above in pairwise(stacked)), written
    _reader, words = read(cycle_pdf(CycleSheet(title="x", do="مُدَرِّسَة"), printed_on=PRINTED))
    assert "مدرسة" in words, "the word is found as people search for it, without"


def test_that_rows_taller_than_a_page_do_not_stop_the_flow() -> None:
    pages = flow.Flow(200, 200, 20, 20)
    pages.put([flow.gap(500), flow.gap(10)])
    pages.columns([flow.Column(0, 50, [flow.gap(400)] * 2), flow.Column(60, 50, [flow.gap(5)])])
    assert len(pages.pages) >= 3


def test_that_lines_are_as_wide_as_core_text_says() -> None:
    from reportlab.pdfgen.canvas import Canvas

    painter.register_fonts()
    canvas = Canvas(io.BytesIO(), invariant=1)
    for words in ("Weekly attendance 92.7%", "שלום 12 abc", "đường phố"):
        assert painter.draw_line(canvas, 0, 0, words, 9) == pytest.approx(text.measure(words, 9), abs=0.01)

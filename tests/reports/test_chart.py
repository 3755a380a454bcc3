"""The page of a chart: everything is on it, in every form, on both papers, and reads aloud."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from netdesk.core import chart_words, drawing
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_page import table_bands
from netdesk.core.chart_table import table_of
from netdesk.core.charts import analyse
from netdesk.errors import WrongUsage
from netdesk.reports.chart import ChartPage, page_of_chart, page_of_line, page_pdf, page_svg, picture, written
from netdesk.reports.html import chart_html
from tests.core.chart_samples import attendance_with_limits, causal_line, control_chart, six_groups, sixty_points, weeks

from .test_paper import overlaps

PRINTED = date(2026, 3, 3)


def page() -> ChartPage:
    made = page_of_chart(attendance_with_limits(), six_groups())
    facts = (("How it is counted.", "Present half a day or more."),)
    return replace(made, team="Grade 7 attendance", school="Lincoln Middle School", facts=facts)


def long_page(points: int = 300) -> ChartPage:
    values = tuple(float(n % 7) for n in range(points))
    return page_of_chart(ChartInput("Tardies", weeks(points), values, analyse(values), unit="students"))


def words_of(data: bytes) -> str:
    words = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", words))


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_that_picture_words_and_table_are_on_the_page(paper: str, size: tuple[int, int]) -> None:
    data = page_pdf(page(), paper=paper, lang="en", printed_on=PRINTED)
    reader = PdfReader(io.BytesIO(data))
    assert (round(float(reader.pages[0].mediabox.width)), round(float(reader.pages[0].mediabox.height))) == size
    words = words_of(data)
    for part in (
        "Weekly attendance, Grade 7", "Upper limit", "Text first, then call", "What it says.", "By chance alone.",
        "667 of 740", "left out: Fire drill week", "4 days: holiday", "By group", "English learners",
        "percentage points apart", "Present half a day or more.", "Lincoln Middle School", "Printed March 3, 2026",
    ):  # fmt: skip
        assert part in words, part
    assert overlaps(data) == []


@pytest.mark.parametrize("make", [page, lambda: page_of_line(causal_line()), lambda: page_of_chart(sixty_points())])
def test_that_no_words_lie_over_others_on_any_sheet(make: object) -> None:
    for paper in ("letter", "a4"):
        assert overlaps(page_pdf(make(), paper=paper, printed_on=PRINTED)) == []  # type: ignore[operator]


def test_that_its_fonts_title_and_language_travel_with_the_file() -> None:
    reader = PdfReader(io.BytesIO(page_pdf(page(), lang="en", printed_on=PRINTED)))
    assert reader.metadata is not None and reader.metadata.title == "Weekly attendance, Grade 7"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    for sheet in reader.pages:
        for font in sheet["/Resources"]["/Font"].values():  # type: ignore[union-attr]
            described = font.get_object()
            if "/FontDescriptor" in described:
                assert "/FontFile2" in described["/FontDescriptor"]


def test_that_the_same_page_is_the_same_bytes() -> None:
    for form in (".pdf", ".svg", ".txt"):
        assert written(page(), form, printed_on=PRINTED) == written(page(), form, printed_on=PRINTED)


def test_that_a_long_table_goes_over_as_many_sheets_as_it_needs_under_its_head() -> None:
    reader = PdfReader(io.BytesIO(page_pdf(long_page(), printed_on=PRINTED)))
    sheets = [re.sub(r"\s+", " ", one.extract_text()) for one in reader.pages]
    assert len(sheets) > 2
    assert all(sheet.count("When Value") == 2 for sheet in sheets[1:])  # two columns side by side
    shown = sum(len(re.findall(r"[A-Z][a-z]{2} \d{1,2}, 20\d\d", sheet.partition("When")[2])) for sheet in sheets)
    assert shown >= 300
    # Every row is there once, in its order down the columns.
    days = re.findall(r"[A-Z][a-z]{2} \d{1,2}, 20\d\d", " ".join(sheets[1:]))
    assert len(days) == len(set(days))


def test_that_a_png_is_the_whole_page_as_one_picture() -> None:
    data = written(page(), ".png", printed_on=PRINTED)
    width, height = (int.from_bytes(data[start : start + 4], "big") for start in (16, 20))
    assert data.startswith(b"\x89PNG") and width == 1224 and height > 2000


def test_that_the_svg_is_one_drawing_with_words_for_readers_in_the_colours_asked_for() -> None:
    for palette in (drawing.LIGHT, drawing.DARK, drawing.PRINT):
        root = ElementTree.fromstring(page_svg(page(), palette=palette))
        words = " ".join(root.itertext())
        assert "667 of 740" in words and "English learners" in words and "What it says." in words
        assert palette["chart_ground"] in ElementTree.tostring(root, encoding="unicode")


@pytest.mark.parametrize(("form", "start"), [(".svg", b"<svg"), (".pdf", b"%PDF"), (".png", b"\x89PNG")])
def test_that_the_picture_alone_is_for_a_slide(form: str, start: bytes) -> None:
    data = picture(attendance_with_limits(), form, plain=True)
    assert data.startswith(start)
    if form == ".svg":
        alone = " ".join(ElementTree.fromstring(data).itertext())
        assert "Weekly attendance" in alone and "Upper limit" not in alone
    if form == ".pdf":
        assert "Weekly attendance" in words_of(data) and "667" not in words_of(data)
    with pytest.raises(WrongUsage, match="txt"):
        picture(attendance_with_limits(), ".txt")


def test_that_the_html_twin_has_picture_words_table_and_what_is_read_aloud() -> None:
    html = chart_html(page(), printed_on=PRINTED)
    for part in ("<svg", "<h1", "<caption>", "Read aloud", "left out: Fire drill week", "Present half a day or more."):
        assert part in html, part
    assert len(set(re.findall(r'id="chart\d-title"', html))) == 2
    line = chart_html(page_of_line(causal_line()), printed_on=PRINTED)
    assert "does not prove" in line


def test_that_another_form_or_paper_is_refused() -> None:
    with pytest.raises(WrongUsage, match="gif"):
        written(page(), ".gif", printed_on=PRINTED)
    with pytest.raises(WrongUsage, match="legal"):
        page_pdf(page(), paper="legal", printed_on=PRINTED)


def test_that_a_chart_without_points_has_a_page_too() -> None:
    empty = page_of_chart(ChartInput("Tardies", (), (), analyse([])))
    assert "No points yet." in words_of(page_pdf(empty, printed_on=PRINTED))
    assert "No points yet." in written(empty, ".txt", printed_on=PRINTED).decode()


def test_that_a_chart_is_read_aloud_in_plain_words() -> None:
    told = " ".join(chart_words.read_aloud(attendance_with_limits()))
    for part in (
        "Weekly attendance, Grade 7: P′ chart", "24 points, from Aug 18, 2025 to Feb 16, 2026.", "The latest is 93.1%",
        "Phase 1 (The first weeks): average 89.0%.", "is frozen", "values from 90.5% to 95.3% are everyday",
        "The goal is 93% by May 29, 2026.", "Oct 6, 2025 is left out: Fire drill week.",
        "On Oct 20, 2025 the definition changed: half a day counts as present.", "91% at first, 93% from Jan 5, 2026",
    ):  # fmt: skip
        assert part in told, part
    for jargon in ("sigma", "lcl", "ucl", "None", "nan"):
        assert jargon not in told
    assert "fewer than 10" in " ".join(chart_words.read_aloud(six_groups()[3].chart))


@pytest.mark.parametrize("rules", ["anhoej", "ihi", "mdc", "nelson", "western-electric"])
@pytest.mark.parametrize("kind", ["run", "i", "mr", "p", "pp", "u", "up", "c", "g", "t", "xbar", "s", "iprime"])
def test_that_every_chart_has_words_a_table_and_a_reading(kind: str, rules: str) -> None:
    chart = control_chart(5, kind, rules)
    told = chart_words.read_aloud(chart)
    assert len(told) > 5 and all(sentence == sentence.strip() and "{" not in sentence for sentence in told)
    table = table_of(chart)
    assert len(table.shown) == len(chart.result.points) == len(table.letters)
    assert all(len(row) == len(table.columns) for row in (*table.shown, *table.cells))
    for width in (340.0, 700.0):
        assert table_bands(table, width).width <= width + 0.01
    letter, words, _look = chart_words.variation_words(chart.result)
    assert letter and words

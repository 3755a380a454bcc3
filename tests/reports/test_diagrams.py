"""Printed diagrams: fitted, as posters, never too small to read, with all their words."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from netdesk.core import drawing, outline
from netdesk.core.layout import place_drivers, place_fishbone
from netdesk.errors import WrongUsage
from netdesk.reports import diagrams
from netdesk.reports.diagrams import DiagramSheet
from netdesk.reports.html import diagram_html
from tests.school_diagrams import school_fishbone, school_theory

TODAY = date(2026, 3, 2)


def fishbone(count: int) -> DiagramSheet:
    given = school_fishbone(count)
    entries = outline.fishbone_entries(given)
    return DiagramSheet("Why? One in five", "12 causes", place_fishbone(given), entries, "Grade 7", "Lincoln", "Alder")


def theory(count: int) -> DiagramSheet:
    given = school_theory(count)
    return DiagramSheet("Theory of improvement", "", place_drivers(given), outline.driver_entries(given), "Grade 7")


def text_sizes(data: bytes) -> list[float]:
    """The sizes of the letters on the pages, in points as printed."""
    sizes: list[float] = []

    def see(words: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
        if words.strip():
            sizes.append(abs(size * tm[3] * cm[3]))

    for page in PdfReader(io.BytesIO(data)).pages:
        page.extract_text(visitor_text=see)
    return sizes


def words_of(data: bytes) -> set[str]:
    return {word for page in PdfReader(io.BytesIO(data)).pages for word in page.extract_text().split()}


@pytest.mark.parametrize("sheet", [fishbone(12), theory(20)], ids=["fishbone", "theory"])
@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_that_a_diagram_is_fitted_on_one_page_with_every_word(sheet: DiagramSheet, paper: str) -> None:
    printed = diagrams.diagram_pdf(sheet, paper=paper, printed_on=TODAY)
    reader = PdfReader(io.BytesIO(printed.pdf))
    assert (len(reader.pages), printed.across, printed.down, printed.words) == (1, 1, 1, "")
    drawn = {word for one in drawing.texts(diagrams.whole_drawing(sheet)) for word in one.text.split()}
    assert drawn <= words_of(printed.pdf)
    assert min(text_sizes(printed.pdf)) >= diagrams.LEAST_SIZE - 0.01
    assert reader.metadata is not None
    assert reader.metadata.title == sheet.title
    assert reader.root_object["/Lang"] == "en"


@pytest.mark.parametrize("sheet", [fishbone(80), theory(60)], ids=["fishbone", "theory"])
def test_that_what_would_be_too_small_goes_over_several_sheets_and_says_so(sheet: DiagramSheet) -> None:
    printed = diagrams.diagram_pdf(sheet, printed_on=TODAY)
    pages = PdfReader(io.BytesIO(printed.pdf)).pages
    assert len(pages) == printed.across * printed.down > 1
    assert f"goes over {len(pages)} sheets" in printed.words
    assert min(text_sizes(printed.pdf)) >= diagrams.LEAST_SIZE - 0.01
    drawn = {word for one in drawing.texts(diagrams.whole_drawing(sheet)) for word in one.text.split()}
    assert drawn <= words_of(printed.pdf)
    assert f"Sheet {len(pages)} of {len(pages)}" in pages[-1].extract_text()


def test_that_a_poster_is_glued_from_two_sheets_or_is_one_large_one() -> None:
    sheet = fishbone(12)
    small = diagrams.diagram_pdf(sheet, paper="a4", printed_on=TODAY)
    glued = diagrams.diagram_pdf(sheet, paper="a4", poster="a3", printed_on=TODAY)
    assert (glued.across * glued.down, len(PdfReader(io.BytesIO(glued.pdf)).pages)) == (2, 2)
    one = diagrams.diagram_pdf(sheet, poster="a3", one_sheet=True, printed_on=TODAY)
    (page,) = PdfReader(io.BytesIO(one.pdf)).pages
    assert sorted((round(float(page.mediabox.width)), round(float(page.mediabox.height)))) == [842, 1191]
    assert max(text_sizes(one.pdf)) > max(text_sizes(glued.pdf)) > max(text_sizes(small.pdf))
    with pytest.raises(WrongUsage, match="no poster"):
        diagrams.diagram_pdf(sheet, poster="a0", printed_on=TODAY)


def test_that_neighbouring_sheets_share_a_strip() -> None:
    whole, size = (1500.0, 600.0), (612.0, 792.0)
    across, down = diagrams._sheets(whole, size)
    room = diagrams._usable(size)
    assert (across, down) == (3, 1)
    assert across * room[0] - (across - 1) * diagrams.OVERLAP >= whole[0]
    assert (across - 1) * room[0] - (across - 2) * diagrams.OVERLAP < whole[0]


def test_that_svg_png_and_text_hold_the_diagram() -> None:
    sheet = theory(20)
    svg = diagrams.diagram_svg(sheet, lang="en")
    assert svg.count("<svg") == 1
    assert "<title id=\"title\">Theory of improvement</title>" in svg
    for box in sheet.placed.boxes.values():
        assert all(line.text.split()[0] in svg for line in box.lines)
    png = diagrams.diagram_png(sheet, lang="en", scale=0.5)
    assert png.startswith(b"\x89PNG")
    width = int.from_bytes(png[16:20], "big")
    assert abs(width - diagrams.whole_drawing(sheet).width / 2) <= 1
    text = diagrams.diagram_text(sheet)
    assert text.startswith("Theory of improvement\nGrade 7\n\nAttendance of 148")
    assert "\n    Families know the same morning (" in text


def test_that_the_html_twin_holds_picture_and_nested_lists() -> None:
    html = diagram_html(fishbone(12), printed_on=TODAY)
    assert html.count("<svg") == 1
    assert html.count("<ul>") == html.count("</ul>") > 3
    assert len(re.findall(r"<li\b", html)) == html.count("</li>") == len(fishbone(12).entries)
    assert "<h1 dir=\"auto\">Why? One in five</h1>" in html


def test_that_the_same_diagram_is_the_same_file() -> None:
    one, other = (diagrams.diagram_pdf(fishbone(12), printed_on=TODAY).pdf for _time in range(2))
    assert one == other

"""How printed pages look: nothing over anything else, one page where that can be, readable in grey."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from netdesk.core import drawing
from netdesk.core.drawing import Drawing
from netdesk.reports import marks, painter
from netdesk.reports.cycle import cycle_pdf
from netdesk.reports.html import cycle_html, ramp_html
from netdesk.reports.ramp import ramp_pdf
from netdesk.reports.sheet import CycleSheet, FieldNote, Question, RampSheet, RampStep

from .sheets import LOCKED, chart, whole_sheet

PRINTED = date(2026, 3, 3)


def ramp() -> RampSheet:
    return RampSheet(
        title="Calls before nine", team="Grade 7", school="Lincoln", idea="Calls before nine",
        aim="Raise attendance to 93%.", trail=("the driver “Reach a family”",),
        steps=(
            RampStep(1, "Five families", Decimal(5), "families", date(2025, 10, 6), date(2025, 10, 10),
                     decision="repeat", learned="The list is late."),
            RampStep(2, "Twelve families", Decimal(12), "families", date(2025, 12, 1), date(2025, 12, 12),
                     decision="adapt", learned="Unknown numbers go unanswered."),
            RampStep(3, "The whole grade", Decimal(148), "students", date(2026, 1, 5), running=True, stage="do"),
        ),
        charts=(chart(),),
    )  # fmt: skip


def word_boxes(data: bytes) -> list[list[tuple[str, float, float, float, float]]]:
    """The words of each page with left, bottom, right and top, from the boxes of their letters."""
    found = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        whole, boxes = text.get_text_range(), []
        for word in re.finditer(r"\S+", whole):
            letters = [text.get_charbox(at, loose=False) for at in range(*word.span())]
            letters = [one for one in letters if one[2] > one[0]]
            # pdfium joins words of one line; a jump within one starts another.
            if letters and all(abs(a[1] - b[1]) < 6 for a, b in pairwise(letters)):
                lefts, bottoms, rights, tops = zip(*letters, strict=True)
                boxes.append((word.group(), min(lefts), min(bottoms), max(rights), max(tops)))
        found.append(boxes)
    document.close()
    return found


def overlaps(data: bytes) -> list[tuple[str, str]]:
    bad = []
    for boxes in word_boxes(data):
        assert len(boxes) > 20
        for number, (one, left, bottom, right, top) in enumerate(boxes):
            for other, left2, bottom2, right2, top2 in boxes[number + 1 :]:
                across = min(right, right2) - max(left, left2)
                down = min(top, top2) - max(bottom, bottom2)
                if across > 0.7 and down > 0.7:
                    bad.append((one, other))
    return bad


def numbered(name: str, count: int) -> str:
    return " ".join(f"{name}{n}" for n in range(count))


def hard_sheets() -> dict[str, CycleSheet]:
    whole = whole_sheet()
    long = (("A name that goes on and on " * 10)[:200]).strip()
    named = replace(whole, title=long, team=long, school=long, ramp_title=long, idea=long, next_title=long)
    return {
        "usual": whole,
        "long names": replace(named, charts=(replace(chart(), title=long, subtitle=long),)),
        "60 points": replace(whole, charts=(chart(60), chart(60))),
        "3000 words": replace(whole, study=numbered("study", 3000)),
        "one word": replace(whole, plan="x" * 400, do="y" * 400),
        "Vietnamese and Hmong": replace(whole, do="Cô Nguyễn Thị Hồng gọi điện từ đường phố. Niam txiv tau txais lus."),
    }


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("which", list(hard_sheets()))
def test_that_no_two_words_overlap(which: str, paper: str) -> None:
    assert overlaps(cycle_pdf(hard_sheets()[which], paper=paper, printed_on=PRINTED)) == []


def test_that_the_test_for_overlaps_can_fail() -> None:
    from reportlab.pdfgen.canvas import Canvas

    held = io.BytesIO()
    canvas = Canvas(held)
    for n in range(25):
        canvas.drawString(50, 50 + n * 20, f"word{n}")
    canvas.drawString(60, 53, "over")
    canvas.save()
    assert overlaps(held.getvalue()) == [("word0", "over")]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_that_an_ordinary_cycle_with_its_chart_is_one_page(paper: str) -> None:
    sheet = replace(whole_sheet(), lineage=(), data_items=(), questions=whole_sheet().questions[1:3])
    assert len(PdfReader(io.BytesIO(cycle_pdf(sheet, paper=paper, printed_on=PRINTED))).pages) == 1


def test_that_the_first_of_two_pages_is_more_than_half_full() -> None:
    for count in (200, 330, 400, 520):
        data = cycle_pdf(replace(whole_sheet(), plan=numbered("plan", count)), printed_on=PRINTED)
        pages = word_boxes(data)
        assert len(pages) >= 2
        lowest = min(bottom for _word, _left, bottom, _right, _top in pages[0] if bottom > 60)
        assert lowest < 792 * 0.5, count


def test_that_spanish_is_printed_in_spanish_dates_and_all_letters() -> None:
    sheet = replace(whole_sheet(), title="¿Qué pasó mañana? Niñez, acción")
    reader = PdfReader(io.BytesIO(cycle_pdf(sheet, lang="es", printed_on=PRINTED)))
    words = "".join(page.extract_text() for page in reader.pages)
    assert "¿Qué pasó mañana? Niñez, acción" in words and "marzo" in words


@pytest.mark.parametrize("shapes", [
    [shape for shape, _name in marks.MATCHED.values()],
    [shape for shape, _name in marks.EXPECTED.values()],
    [shape for shape, _name in marks.DECISIONS.values()],
])  # fmt: skip
def test_that_choices_differ_in_shape_when_colours_are_gone(shapes: list[Any]) -> None:
    from reportlab.pdfgen.canvas import Canvas

    pictures = []
    for shape in shapes:
        held = io.BytesIO()
        canvas = Canvas(held, pagesize=(20, 20))
        painter.paint(canvas, Drawing(20, 20, tuple(drawing.moved(one, 10, 10) for one in shape)), 0, 20)
        canvas.save()
        grey = pypdfium2.PdfDocument(held.getvalue())[0].render(scale=3, grayscale=True)
        pictures.append(bytes(grey.buffer))
    for number, one in enumerate(pictures):
        for other in pictures[number + 1 :]:
            different = sum(abs(a - b) > 60 for a, b in zip(one, other, strict=True))
            assert different > 40


def test_that_a_page_is_printed_in_shades_of_grey_only() -> None:
    bitmap = pypdfium2.PdfDocument(cycle_pdf(whole_sheet(), printed_on=PRINTED))[0].render(scale=1)
    raw, step = bytes(bitmap.buffer), bitmap.n_channels
    assert all(raw[at] == raw[at + 1] == raw[at + 2] for at in range(0, len(raw) - 2, step))


def test_that_a_ramp_is_a_staircase_with_scale_decision_and_what_was_learned() -> None:
    data = ramp_pdf(ramp(), printed_on=PRINTED)
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 1
    assert reader.metadata is not None and reader.metadata.title == "Calls before nine"
    words = re.sub(r"\s+", " ", reader.pages[0].extract_text())
    for part in ("3 cycles", "Five families", "12 families", "148 students", "Repeat", "Adapt", "Now in: Do",
                 "since Jan 5, 2026", "The list is late.", "Unknown numbers go unanswered.", "Raise attendance",
                 "the driver “Reach a family”", "Weekly attendance, Grade 7", "By chance alone."):  # fmt: skip
        assert part.replace(" ", "") in words.replace(" ", ""), part
    lefts = {word: left for word, left, *_rest in word_boxes(data)[0] if word in ("Five", "Twelve", "whole")}
    assert lefts["Five"] < lefts["Twelve"] < lefts["whole"]
    assert overlaps(data) == []


def test_that_a_ramp_of_many_steps_with_long_names_keeps_apart() -> None:
    step = replace(ramp().steps[0], title="A name that goes on " * 10, learned=numbered("learned", 60))
    many = replace(ramp(), steps=tuple(replace(step, number=n) for n in range(1, 15)))
    data = ramp_pdf(many, printed_on=PRINTED)
    assert overlaps(data) == []
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert words.count("learned59") == 14


def test_that_the_html_twin_says_what_the_pdf_says() -> None:
    sheet = whole_sheet()
    html = cycle_html(sheet, printed_on=PRINTED)
    told = " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())
    for part in (sheet.title, sheet.aim, sheet.plan, sheet.do, sheet.study, "Adapt, because", sheet.act, "two in three",
                 "because most are home", "nine of 26", "Not as predicted", "Amended Nov 25, 2025, 9:05 AM by Ana Lu:",
                 "one in two calls", "Rosa Ortiz (caller)", "Pick twelve", "Number shows as unknown.",
                 "call-sheet.jpg", "Kept: the hour.", "Valley Network", "About 8 charts in 100".lower()):  # fmt: skip
        assert part in told, part
    assert html.count("<h1") == 1 and '<html lang="en">' in html and 'scope="col"' in html
    assert html.count("<svg") == 1 and "<caption>" in html and "90.1%" in told
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "") and "<script" not in html


def test_that_the_html_twin_takes_no_markup_from_words() -> None:
    bad = '<script>alert("x")</script>'
    question = Question(bad, bad, bad, LOCKED, bad, "no", bad)
    sheet = CycleSheet(title=bad, plan=bad, do=bad, field_notes=(FieldNote(bad),), questions=(question,),
                       charts=(replace(chart(), title=bad, subtitle=bad),))  # fmt: skip
    assert "<script" not in cycle_html(sheet, lang="es", printed_on=PRINTED)
    steps = (RampStep(1, bad, learned=bad),)
    assert "<script" not in ramp_html(replace(ramp(), title=bad, steps=steps), printed_on=PRINTED)


def test_that_two_charts_in_one_web_page_have_ids_of_their_own() -> None:
    html = cycle_html(replace(whole_sheet(), charts=(chart(), chart(30))), printed_on=PRINTED)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 4
    assert all(one in ids for names in re.findall(r'aria-labelledby="([^"]+)"', html) for one in names.split())

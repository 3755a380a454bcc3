"""Printing from the window: the preview, its paper, saving, a printer, and every finished test at once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from netdesk.ui.main_window import MainWindow
from netdesk.ui.printing import deeds, preview
from netdesk.ui.printing.preview import Preview
from netdesk.ui.printing.rendering import page_images

from .driving import Answers, click, find, wait_for


def opened(window: MainWindow) -> Preview:
    """The preview of the first cycle, with its pages."""
    cycle = next(one for one in window.context.workspace.select("cycle") if one["stage"] == "closed")
    window.go("cycles", cycle["id"])
    deeds.print_page(window)
    made = find(window, "preview")
    wait_for(lambda: made.ready, "the pages")
    return made


def is_closed(made: Preview) -> bool:
    return not isValid(made) or not made.isVisible()


def test_that_the_preview_shows_the_pages_and_their_count(sample: MainWindow) -> None:
    made = opened(sample)
    sheet = find(made, "preview_page_1")
    ratio = sheet.pixmap().height() / sheet.pixmap().width()
    assert ratio == pytest.approx(792 / 612, abs=0.01)
    assert find(made, "preview_count").text() == "1 page"
    picture = sheet.pixmap().toImage()
    shades = {picture.pixelColor(x, y).lightness() for x in range(0, 600, 7) for y in range(0, 800, 7)}
    assert min(shades) < 60 and max(shades) == 255


def test_that_another_paper_is_shown_and_remembered(sample: MainWindow) -> None:
    made = opened(sample)
    click(made, "preview_paper_a4")
    assert not made.ready and not find(made, "preview_save").isEnabled()
    wait_for(lambda: made.ready, "the pages on A4")
    size = find(made, "preview_page_1").pixmap()
    assert size.height() / size.width() == pytest.approx(841.89 / 595.28, abs=0.01)
    assert preview.usual_paper() == "a4"
    click(made, "preview_close")
    again = opened(sample)
    assert again.paper.value() == "a4"


def test_that_a_pdf_and_a_web_page_are_saved(sample: MainWindow, answers: Answers) -> None:
    made = opened(sample)
    answers.saved_as = "summary.pdf"
    click(made, "preview_save")
    wait_for(lambda: is_closed(made), "the file")
    words = "".join(page.extract_text() for page in PdfReader(answers.folder / "summary.pdf").pages)
    assert "Cycle summary" in words
    assert find(sample, "banner_words").text() == "The summary is in summary.pdf."
    made = opened(sample)
    answers.saved_as = "summary.html"
    click(made, "preview_html")
    wait_for(lambda: is_closed(made), "the web page")
    assert "<h1" in (answers.folder / "summary.html").read_text(encoding="utf-8")


def test_that_a_place_that_cannot_be_written_is_said_and_the_preview_stays(
    sample: MainWindow, answers: Answers
) -> None:
    made = opened(sample)
    answers.saved_as = "nowhere/summary.pdf"
    click(made, "preview_save")
    wait_for(lambda: made.problem.isVisible(), "the sentence")
    assert "summary.pdf could not be written" in made.problem.text()
    assert made.isVisible() and find(made, "preview_save").isEnabled()


def test_that_pages_go_to_the_printer_that_is_chosen(
    sample: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "printed.pdf"

    def chosen(_parent: QWidget, _pages: int, _paper: str) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        return printer

    monkeypatch.setattr(preview, "ask_printer", chosen)
    made = opened(sample)
    click(made, "preview_print")
    wait_for(lambda: is_closed(made), "the printer")
    pages = PdfReader(io.BytesIO(out.read_bytes())).pages
    assert len(pages) == 1 and round(float(pages[0].mediabox.width)) == 612
    assert find(sample, "banner_words").text() == "1 page was sent to the printer."
    ink = next(page_images(out.read_bytes(), 0.5))
    shades = {ink.pixelColor(x, y).lightness() for x in range(ink.width()) for y in range(20, 80)}
    assert min(shades) < 120 and max(shades) == 255


def test_that_the_ramp_of_a_cycle_can_be_printed_too(sample: MainWindow) -> None:
    cycles = sample.context.workspace.select("cycle")
    first = next(one for one in cycles if any(other.get("series") == one["id"] for other in cycles))
    sample.go("cycles", first["id"])
    deeds.print_page(sample)
    made = find(sample, "preview")
    wait_for(lambda: made.ready, "the summary")
    before = find(made, "preview_page_1").pixmap().toImage()
    click(made, "preview_report_ramp")
    wait_for(lambda: made.ready, "the ramp")
    assert find(made, "preview_page_1").pixmap().toImage() != before


def test_that_escape_closes_and_enter_does_not_print(sample: MainWindow, answers: Answers) -> None:
    made = opened(sample)
    QTest.keyClick(made.pages, Qt.Key.Key_Return)
    assert made.isVisible()
    QTest.keyClick(made, Qt.Key.Key_Escape)
    wait_for(lambda: is_closed(made), "the end")
    assert answers.asked == []


def test_that_every_part_of_the_preview_that_takes_focus_has_a_name(sample: MainWindow) -> None:
    made = opened(sample)
    parts = [one for one in made.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(parts) >= 6
    assert [one.objectName() for one in parts if not one.accessibleName()] == []


def test_that_every_finished_test_is_printed_into_a_folder(
    sample: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    folder = tmp_path / "wall"
    folder.mkdir()
    answers.opened = folder
    deeds.print_finished(sample)
    wait_for(lambda: not sample.working, "the batch")
    made = list(folder.iterdir())
    assert made and all(one.read_bytes().startswith(b"%PDF") for one in made)
    count = sum(one["stage"] == "closed" for one in sample.context.workspace.select("cycle"))
    assert len(made) == count
    assert "wall" in find(sample, "banner_words").text()


def test_that_an_empty_team_is_told_that_nothing_is_finished(window: MainWindow, answers: Answers) -> None:
    deeds.print_finished(window)
    assert "No cycle is finished" in find(window, "banner_words").text()
    assert answers.asked == []


def test_that_a_page_picture_is_what_the_pdf_says() -> None:
    from reportlab.pdfgen.canvas import Canvas

    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(100, 50))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 50, 50, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    (picture,) = page_images(held.getvalue(), 2)
    assert (picture.width(), picture.height()) == (200, 100)
    left, right = picture.pixelColor(20, 50), picture.pixelColor(180, 50)
    assert (left.red(), left.blue()) == (255, 0) and right.lightness() == 255
    saved = QByteArray()
    buffer = QBuffer(saved)
    assert buffer.open(QBuffer.OpenModeFlag.WriteOnly) and picture.save(buffer, "PNG")  # the bytes are its own

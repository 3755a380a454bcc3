"""The preview: the pages as they will come out, the paper to choose, and Save and Print beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QScrollArea, QWidget

from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _, ngettext
from netdesk.ui import ask, theme
from netdesk.ui.background import Reader
from netdesk.ui.printing.rendering import page_images, print_pages
from netdesk.ui.widgets.basic import Segments, button, column, empty, label, row, rule
from netdesk.ui.widgets.reading_order import ReadingOrder
from netdesk.ui.writing import write_whole

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PAGE_WIDTH = 640
#: Countries whose schools print on Letter; everywhere else A4 lies in the tray.
LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "PR", "PH", "CO", "CL", "VE", "GT", "CR", "PA", "DO", "NI", "SV", "HN"})


@dataclass(frozen=True, slots=True)
class Report:
    """Something to print: its name, the name a file of it has, and how it is made. `pdf` gets the paper's name, `file`
    (of a diagram) .png, .svg or .txt; all are called off the window's thread."""

    id: str
    name: str
    stem: str
    pdf: Callable[[str], bytes]
    html: Callable[[], str]
    file: Callable[[str], bytes] | None = None
    saved: str = N_("The summary is in {name}.")


@dataclass(frozen=True, slots=True)
class _Made:
    report: str
    paper: str
    pdf: bytes
    pages: tuple[QImage, ...]


def usual_paper() -> str:
    """The paper chosen last on this computer, else the one of its country."""
    from netdesk.ui import app

    chosen = app._remembered().get("paper")
    if chosen in ("letter", "a4"):
        return str(chosen)
    country = QLocale.territoryToCode(QLocale.system().territory())
    return "letter" if country in LETTER_COUNTRIES or QLocale.system().language() == QLocale.Language.C else "a4"


class Pages(QScrollArea):
    """The pages under one another; Page Up, Page Down and the arrows scroll them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("preview_pages")
        self.setAccessibleName(_("Pages"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        inner.setObjectName("preview_bed")
        inner.setStyleSheet(f"#preview_bed {{ background: {theme.tokens().border}; }}")
        self._column = column(spacing=16, margins=(24, 20, 24, 20))
        inner.setLayout(self._column)
        self.setWidget(inner)

    def show_words(self, words: str) -> None:
        """Words in place of pages."""
        empty(self._column)
        self._column.addWidget(label(words, "second", name="preview_words"), 1, Qt.AlignmentFlag.AlignCenter)

    def show_pages(self, pages: tuple[QImage, ...], ratio: float, about: str) -> None:
        """These pictures, `ratio` of their pixels to one of the window's; `about` is told to screen readers."""
        empty(self._column)
        for number, picture in enumerate(pages, 1):
            sheet = QLabel()
            sheet.setObjectName(f"preview_page_{number}")
            sheet.setFrameShape(QFrame.Shape.Box)
            sheet.setAccessibleName(_("Page {n} of {count}").format(n=number, count=len(pages)))
            sheet.setAccessibleDescription(about)
            pixels = QPixmap.fromImage(picture)
            pixels.setDevicePixelRatio(ratio)
            sheet.setPixmap(pixels)
            sheet.setFixedSize((pixels.deviceIndependentSize()).toSize() + QSize(2, 2))
            self._column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self.verticalScrollBar().setValue(0)


class Preview(ReadingOrder, QDialog):
    """One of several reports on paper. The pages are made and painted in another thread.

    ``told`` carries a sentence when something was saved or printed.
    """

    told = Signal(str)

    def __init__(self, parent: QWidget | None, reports: list[Report], folder: Path) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setWindowTitle(_("Print"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._reports = {report.id: report for report in reports}
        self._report = reports[0]
        self._paper = usual_paper()
        self._folder = folder
        self._made: _Made | None = None
        self._reader = Reader(self)
        self._reader.came.connect(self._show_made)
        self._reader.failed.connect(self._show_problem)
        self._worker = Reader(self)
        self._worker.came.connect(self._on_printed)
        self._worker.failed.connect(self._show_problem)
        self._build(reports)
        self.finished.connect(self._on_finished)
        self._fit_screen()
        self._make()

    @property
    def ready(self) -> bool:
        """Whether the pages that are chosen are shown."""
        return self._made is not None

    def _build(self, reports: list[Report]) -> None:
        papers = [("letter", "Letter"), ("a4", "A4")]
        self.paper = Segments(papers, name="preview_paper", accessible=_("Paper"))
        self.paper.show_value(self._paper)
        self.paper.chosen.connect(self._choose_paper)
        choices = [(report.id, report.name) for report in reports]
        self.choice = Segments(choices, name="preview_report", accessible=_("What to print"))
        self.choice.show_value(self._report.id)
        self.choice.chosen.connect(self._choose_report)
        self.choice.setVisible(len(reports) > 1)
        self.count = label("", "second", name="preview_count")
        self.pages = Pages()
        self.problem = label("", "problem", wrap=True, name="preview_problem")
        self.problem.hide()
        self.save_button = button(_("Save as PDF…"), self._save_pdf, name="preview_save")
        self.html_button = button(_("Save as web page…"), self._save_html, name="preview_html")
        self.file_button = button(_("Save as picture…"), self._save_file, name="preview_file")
        self.file_button.setVisible(any(report.file for report in reports))
        self.print_button = button(_("Print…"), self._print, name="preview_print", role="main", icon="print")
        self._close_button = button(_("Close"), self.reject, name="preview_close")
        top = row(self.choice, self.paper, 1, self.count, spacing=16, margins=(24, 12, 24, 12))
        bottom = row(
            self.file_button, self.html_button, self.save_button, 1, self._close_button, self.print_button, spacing=8,
            margins=(24, 12, 24, 12),
        )  # fmt: skip
        whole = column(top, rule(), self.pages, self.problem, rule(), bottom, spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _fit_screen(self) -> None:
        screen = self.screen() or QGuiApplication.primaryScreen()
        room = screen.availableSize()
        self.resize(min(theme.px(PAGE_WIDTH + 100), room.width() - 20), min(theme.px(900), room.height() - 60))

    # Making the pages

    def _make(self) -> None:
        self._made = None
        self.problem.hide()
        self._enable(False)
        self.count.setText("")
        self.pages.show_words(_("Setting the pages …"))
        report, paper, ratio = self._report, self._paper, self.devicePixelRatioF()
        width = theme.px(PAGE_WIDTH) * ratio
        self._reader.read(partial(_make, report, paper, width))

    def _show_made(self, made: _Made) -> None:
        if (made.report, made.paper) != (self._report.id, self._paper):
            return
        self._made = made
        count = len(made.pages)
        self.count.setText(ngettext("{n} page", "{n} pages", count).format(n=count))
        self.pages.show_pages(made.pages, self.devicePixelRatioF(), self._report.name)
        self._enable(True)

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.show()
        self._enable(self._made is not None)

    def _enable(self, can: bool) -> None:
        for one in (self.save_button, self.html_button, self.file_button, self.print_button):
            one.setEnabled(can)

    def _choose_paper(self, paper: str) -> None:
        from netdesk.ui import app

        if paper != self._paper:
            self._paper = paper
            app.remember("paper", paper)
            self._make()

    def _choose_report(self, report: str) -> None:
        if report != self._report.id:
            self._report = self._reports[report]
            self._make()

    # Deeds

    def _save_pdf(self) -> None:
        if self._made is not None:
            self._write(_("Save as PDF"), ".pdf", "PDF (*.pdf)", self._made.pdf)

    def _save_html(self) -> None:
        path = ask.save_path(self, _("Save as web page"), self._folder / f"{self._report.stem}.html", "HTML (*.html)")
        if path is not None:
            html, saved = self._report.html, self._report.saved
            self._work(lambda: _written(path, html().encode("utf-8"), saved))

    def _save_file(self) -> None:
        kinds = _("Picture") + " (*.png);;SVG (*.svg);;" + _("Indented text") + " (*.txt)"
        path = ask.save_path(self, _("Save as picture"), self._folder / f"{self._report.stem}.png", kinds)
        make, saved = self._report.file, self._report.saved
        if path is not None and make is not None:
            ending = path.suffix.lower() if path.suffix.lower() in (".svg", ".txt") else ".png"
            whole = path.with_suffix(ending)
            self._work(lambda: _written(whole, make(ending), saved))

    def _write(self, title: str, ending: str, kinds: str, data: bytes) -> None:
        path = ask.save_path(self, title, self._folder / f"{self._report.stem}{ending}", kinds)
        if path is not None:
            saved = self._report.saved
            self._work(lambda: _written(path, data, saved))

    def _print(self) -> None:
        made = self._made
        if made is None:
            return
        printer = ask_printer(self, len(made.pages), made.paper)
        if printer is not None:
            self._work(lambda: _printed(made.pdf, printer))

    def _work(self, deed: Callable[[], tuple[bool, str]]) -> None:
        """Writing and printing wait on disks and printers: not on this thread."""
        self.problem.hide()
        self._enable(False)
        self._worker.read(deed)

    def _on_printed(self, answer: tuple[bool, str]) -> None:
        done, text = answer
        if not done:
            self._show_problem(text)
            return
        self.told.emit(text)
        self.accept()

    def _on_finished(self) -> None:
        self._reader.stop()
        self._worker.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter in the pages or on a choice of paper must not print.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)


def _make(report: Report, paper: str, width: float) -> _Made:
    """Runs off the window's thread."""
    from netdesk.reports.pages import size_of

    pdf = report.pdf(paper)
    return _Made(report.id, paper, pdf, tuple(page_images(pdf, width / size_of(paper)[0])))


def _written(path: Path, data: bytes, saved: str) -> tuple[bool, str]:
    """Whether the file could be written, and a sentence (`saved` if so)."""
    try:
        write_whole(path, data)
    except NetDeskError as error:
        return False, error.user_text
    return True, _(saved).format(name=path.name)


def _printed(pdf: bytes, printer: QPrinter) -> tuple[bool, str]:
    try:
        count = print_pages(pdf, printer)
    except OSError:
        return False, _("The printer took nothing. Look whether it is on, or save a PDF and print that.")
    text = ngettext("{n} page was sent to the printer.", "{n} pages were sent to the printer.", count)
    return True, text.format(n=count)


def ask_printer(parent: QWidget, pages: int, paper: str) -> QPrinter | None:
    """The system's own dialog; None where the person thought better of it."""
    from PySide6.QtGui import QPageSize
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4 if paper == "a4" else QPageSize.PageSizeId.Letter))
    dialog: Any = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return printer if agreed else None

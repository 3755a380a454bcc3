"""What the window can print: the cycle or diagram that is open, and every finished cycle at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from netdesk.i18n import _, language, ngettext
from netdesk.operations.source import title_of
from netdesk.ui import ask, tasks
from netdesk.ui.pages.causes import CausesPage
from netdesk.ui.pages.theory import TheoryPage
from netdesk.ui.printing.diagrams import DIAGRAM_OF, preview_diagram
from netdesk.ui.printing.preview import Preview, Report, usual_paper
from netdesk.ui.writing import write_whole

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace
    from netdesk.ui.main_window import MainWindow


def print_page(window: MainWindow) -> None:
    """Show what is open as it will be printed: a summary with its ramp, a chart, a diagram, or work on the table."""
    window.context.save_typing()
    page = window.page()
    if isinstance(page, CausesPage | TheoryPage):
        if page.can_print():
            preview_diagram(window, DIAGRAM_OF[page.room], page.acts.root)
        return
    room, opened = window.place()
    makers = {"cycles": _reports, "measures": _chart_reports, "table": _pin_reports}
    if room not in makers or not opened:
        told = _("Open a cycle, a measure or something on the table first: that is what can be printed.")
        window.context.told.emit(told, "", None)
        return
    _preview(window, makers[room](window, opened))


def preview_cycle(window: MainWindow, cycle: str) -> Preview:
    """The preview of one cycle's summary and, where it is part of a ramp, of the ramp's page."""
    return _preview(window, _reports(window, cycle))


def _preview(window: MainWindow, reports: list[Report]) -> Preview:
    preview = Preview(window, reports, window.context.workspace.path.parent)
    preview.told.connect(lambda text: window.context.told.emit(text, "", None))
    preview.finished.connect(preview.deleteLater)
    window.closed.connect(preview.reject)
    preview.open()
    return preview


def _reports(window: MainWindow, cycle: str) -> list[Report]:
    workspace, lang, today = window.context.workspace, language(), window.context.today()

    def cycle_pdf(paper: str) -> bytes:
        from netdesk.reports import collect
        from netdesk.reports.cycle import cycle_pdf

        return cycle_pdf(collect.collect_cycle(workspace, cycle), paper=paper, lang=lang, printed_on=today)

    def cycle_html() -> str:
        from netdesk.reports import collect
        from netdesk.reports.html import cycle_html

        return cycle_html(collect.collect_cycle(workspace, cycle), lang=lang, printed_on=today)

    def ramp_pdf(paper: str) -> bytes:
        from netdesk.reports import collect
        from netdesk.reports.ramp import ramp_pdf

        return ramp_pdf(collect.collect_ramp(workspace, cycle), paper=paper, lang=lang, printed_on=today)

    def ramp_html() -> str:
        from netdesk.reports import collect
        from netdesk.reports.html import ramp_html

        return ramp_html(collect.collect_ramp(workspace, cycle), lang=lang, printed_on=today)

    record = workspace.get("cycle", cycle) or {}
    stem = _stem(record)
    reports = [Report("cycle", _("This cycle"), stem, cycle_pdf, cycle_html)]
    if _in_ramp(workspace, record):
        reports.append(Report("ramp", _("Its whole ramp"), _("{name}, ramp").format(name=stem), ramp_pdf, ramp_html))
    return reports


def _pin_reports(window: MainWindow, pin: str) -> list[Report]:
    workspace, lang, today = window.context.workspace, language(), window.context.today()
    large = {"letter": "tabloid", "a4": "a3"}

    def pdf(paper: str) -> bytes:
        from netdesk.reports.tabletop import collect_pin, pin_pdf

        return pin_pdf(collect_pin(workspace, pin, today), paper=paper, lang=lang, printed_on=today)

    def html() -> str:
        from netdesk.reports.html import pin_html
        from netdesk.reports.tabletop import collect_pin

        return pin_html(collect_pin(workspace, pin, today), lang=lang, printed_on=today)

    stem = _("On the table")
    large_stem = _("{name}, large").format(name=stem)
    return [
        Report("pin", _("For the table"), stem, pdf, html),
        Report("pin_large", _("On large paper"), large_stem, lambda paper: pdf(large.get(paper, paper)), html),
    ]


def _chart_reports(window: MainWindow, measure: str) -> list[Report]:
    workspace, lang, today = window.context.workspace, language(), window.context.today()

    def pdf(paper: str) -> bytes:
        from netdesk.reports.chart import page_pdf
        from netdesk.reports.collect import collect_chart

        return page_pdf(collect_chart(workspace, measure), paper=paper, lang=lang, printed_on=today)

    def html() -> str:
        from netdesk.reports.collect import collect_chart
        from netdesk.reports.html import chart_html

        return chart_html(collect_chart(workspace, measure), lang=lang, printed_on=today)

    record = workspace.get("measure", measure) or {}
    return [Report("chart", _("Chart, words and table"), _stem(record), pdf, html)]


def _stem(record: dict[str, Any]) -> str:
    letters = "".join(one if one.isalnum() or one in " -" else "" for one in title_of(record, 50))
    return letters.strip() or _("Cycle")


def _in_ramp(workspace: Workspace, record: dict[str, Any]) -> bool:
    first = record.get("series") or record.get("id")
    return first != record.get("id") or bool(workspace.select("cycle", series=first))


def print_finished(window: MainWindow) -> None:
    """Write a PDF of every finished cycle into a folder; it can be stopped, and then keeps what is done."""
    from netdesk.operations.cycles import is_finished

    window.context.save_typing()
    workspace = window.context.workspace
    if not any(is_finished(cycle) for cycle in workspace.select("cycle")):
        window.context.told.emit(_("No cycle is finished yet, so there is nothing to print."), "", None)
        return
    folder = ask.open_folder(window, _("Folder for the summaries"), workspace.path.parent)
    if folder is None:
        return
    paper, lang, today = usual_paper(), language(), window.context.today()
    made: list[Path] = []

    def write(path: Path, data: bytes) -> None:
        write_whole(path, data)
        made.append(path)

    def work(progress: tasks.Progress) -> str:
        from netdesk.reports import batch

        try:
            batch.print_finished(
                workspace, folder, paper=paper, lang=lang, printed_on=today, write=write, step=progress.step
            )
        except tasks.CancelledError:
            return _("Stopped. {told}").format(told=_told(len(made), folder))
        return _told(len(made), folder)

    window.run_task(_("Printing the summaries"), work, lambda text: window.context.told.emit(text, "", None))


def _told(count: int, folder: Path) -> str:
    text = ngettext("{n} summary is in {name}.", "{n} summaries are in {name}.", count)
    return text.format(n=count, name=folder.name)

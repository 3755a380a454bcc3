"""The fishbone or the theory on paper from the window: fitted, or as a poster; and as picture or text to save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netdesk.i18n import N_, _, language
from netdesk.ui.printing.preview import Preview, Report

if TYPE_CHECKING:
    from netdesk.reports.diagrams import DiagramSheet
    from netdesk.ui.main_window import MainWindow

#: The rooms that show a diagram, and which one.
DIAGRAM_OF = {"causes": "fishbone", "theory": "drivers"}
SAVED = N_("The diagram is in {name}.")


def preview_diagram(window: MainWindow, kind: str, root: str) -> Preview:
    """The preview of a fishbone, or of the theory of an aim."""
    preview = Preview(window, _reports(window, kind, root), window.context.workspace.path.parent)
    preview.told.connect(lambda text: window.context.told.emit(text, "", None))
    preview.finished.connect(preview.deleteLater)
    window.closed.connect(preview.reject)
    preview.open()
    return preview


def _reports(window: MainWindow, kind: str, root: str) -> list[Report]:
    workspace, lang, today = window.context.workspace, language(), window.context.today()

    def sheet() -> DiagramSheet:
        from netdesk.reports import diagrams

        collect = diagrams.collect_fishbone if kind == "fishbone" else diagrams.collect_theory
        return collect(workspace, root, lang)

    def pdf(paper: str, poster: bool = False, one_sheet: bool = False) -> bytes:
        from netdesk.reports.diagrams import diagram_pdf

        size = {"letter": "tabloid", "a4": "a3"}[paper] if poster else None
        found = diagram_pdf(sheet(), paper=paper, poster=size, one_sheet=one_sheet, lang=lang, printed_on=today)
        return found.pdf

    def html() -> str:
        from netdesk.reports.html import diagram_html

        return diagram_html(sheet(), lang=lang, printed_on=today)

    def file(ending: str) -> bytes:
        from netdesk.reports import diagrams

        if ending == ".svg":
            return diagrams.diagram_svg(sheet(), lang=lang).encode()
        if ending == ".txt":
            return diagrams.diagram_text(sheet()).encode()
        return diagrams.diagram_png(sheet(), lang=lang)

    stem = _("Fishbone") if kind == "fishbone" else _("Theory of improvement")
    poster = _("{name}, poster").format(name=stem)
    return [
        Report("fitted", _("One page"), stem, pdf, html, file, SAVED),
        Report("glued", _("Poster, two sheets"), poster, lambda paper: pdf(paper, True), html, file, SAVED),
        Report("large", _("Poster, one large sheet"), poster, lambda paper: pdf(paper, True, True), html, file, SAVED),
    ]

"""The chain through one record on paper from the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netdesk.i18n import N_, _, language
from netdesk.ui.printing.preview import Preview, Report

if TYPE_CHECKING:
    from netdesk.reports.chain import ChainSheet
    from netdesk.ui.main_window import MainWindow

SAVED = N_("The chain is in {name}.")


def preview_chain(window: MainWindow, kind: str, record: str) -> Preview:
    """The preview of the page."""
    workspace, lang, today = window.context.workspace, language(), window.context.today()

    def sheet() -> ChainSheet:
        from netdesk.reports.chain import collect_chain

        return collect_chain(workspace, kind, record, lang)

    def pdf(paper: str) -> bytes:
        from netdesk.reports.chain import chain_pdf

        return chain_pdf(sheet(), paper=paper, lang=lang, printed_on=today)

    def html() -> str:
        from netdesk.reports.html import chain_html

        return chain_html(sheet(), lang=lang, printed_on=today)

    report = Report("chain", _("The chain"), _("Why and what came of it"), pdf, html, saved=SAVED)
    preview = Preview(window, [report], workspace.path.parent)
    preview.told.connect(lambda text: window.context.told.emit(text, "", None))
    preview.finished.connect(preview.deleteLater)
    window.closed.connect(preview.reject)
    preview.open()
    return preview

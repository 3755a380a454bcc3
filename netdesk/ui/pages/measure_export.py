"""A chart leaves the program: as a picture or page (PDF, SVG, PNG), as data (CSV, XLSX), and in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_panels import Panel
from netdesk.core.chart_table import table_of
from netdesk.core.chart_words import read_aloud
from netdesk.errors import NetDeskError
from netdesk.i18n import _, language
from netdesk.ui import ask, tasks
from netdesk.ui.context import Context
from netdesk.ui.printing.preview import usual_paper

PICTURES = (".pdf", ".png", ".svg")
TABLES = (".csv", ".xlsx")


class ChartExport:
    """Saves what a measure's chart shows."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context = context
        self._parent = parent

    def save_picture(self, chart: ChartInput | None, panels: list[Panel] | None = None) -> None:
        """Ask for a file and write the chart with its words and its table, in the form of the file's ending."""
        path = self._path(chart, _("Save the picture"), PICTURES, "PDF (*.pdf);;PNG (*.png);;SVG (*.svg)")
        if path is None or chart is None:
            return
        lang, today, paper = language(), self._context.today(), usual_paper()

        def work() -> bytes:
            from netdesk.reports.chart import page_of_chart, written

            page = page_of_chart(chart, tuple(panels or ()))
            return written(page, path.suffix, paper=paper, lang=lang, printed_on=today)

        self._write(path, work)

    def save_data(self, chart: ChartInput | None) -> None:
        """Ask for a file and write the chart's rows: numbers, lines and readings."""
        path = self._path(chart, _("Save the data"), TABLES, "CSV (*.csv);;Excel (*.xlsx)")
        if path is None or chart is None:
            return
        today = self._context.today()

        def work() -> bytes:
            from netdesk.reports.tables import table_file

            return table_file(table_of(chart), path.suffix, made_on=today)

        self._write(path, work)

    def copy_words(self, chart: ChartInput | None) -> None:
        """Put the chart, read aloud, on the clipboard."""
        if chart is not None:
            QGuiApplication.clipboard().setText("\n".join(read_aloud(chart)))
            self._context.told.emit(_("The chart in words is on the clipboard."), "", None)

    def _path(self, chart: ChartInput | None, title: str, endings: tuple[str, ...], kinds: str) -> Path | None:
        if chart is None:
            return None
        letters = "".join(one if one.isalnum() or one in " -" else "" for one in chart.title[:60]).strip()
        proposed = self._context.workspace.path.parent / f"{letters or _('Chart')}{endings[0]}"
        path = ask.save_path(self._parent, title, proposed, kinds)
        if path is None:
            return None
        path = path.with_suffix(path.suffix.lower())
        return path if path.suffix in endings else path.with_name(path.name + endings[0])

    def _write(self, path: Path, work: Callable[[], bytes]) -> None:
        def whole(_progress: tasks.Progress) -> Path:
            write_whole(path, work())
            return path

        tasks.run(
            self._parent, _("Writing the file"), whole,
            lambda made: self._context.told.emit(_("Saved as {name}.").format(name=made.name), "", None),
            self._context.failed.emit,
        )  # fmt: skip


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that there is the whole of it or the one before; NetDeskError where it cannot be written."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        text = _("{name} could not be written ({why}). Choose another place.")
        raise NetDeskError(text.format(name=path.name, why=error.strerror or error)) from error

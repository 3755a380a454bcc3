"""A chart leaves the program: as a picture or page (PDF, SVG, PNG), as data (CSV, XLSX), and in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_panels import Panel
from netdesk.core.chart_stack import ChartStack
from netdesk.core.chart_table import table_of
from netdesk.core.chart_words import read_aloud
from netdesk.i18n import _, language
from netdesk.reports.chart import ChartPage, groups_section, page_of_chart, page_of_line, written
from netdesk.reports.tables import table_file
from netdesk.ui import ask, tasks
from netdesk.ui.context import Context
from netdesk.ui.printing.preview import usual_paper
from netdesk.ui.writing import write_whole

PICTURES = (".pdf", ".png", ".svg")
TABLES = (".csv", ".xlsx")


class ChartExport:
    """Saves what a measure's chart shows."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context = context
        self._parent = parent

    def save_picture(self, chart: ChartInput | None, panels: Sequence[Panel] = ()) -> None:
        """Ask for a file and write the chart with its words and its table, in the form of the file's ending."""
        if chart is not None:
            self.save_page(chart.title, lambda: page_of_chart(chart, panels))

    def save_groups(self, title: str, panels: Sequence[Panel]) -> None:
        """Ask for a file and write the sub-groups side by side."""
        self.save_page(title, lambda: ChartPage(_("Chart"), title, (groups_section(panels, title=_("By group")),)))

    def save_line(self, stack: ChartStack) -> None:
        """Ask for a file and write a causal line."""
        self.save_page(stack.title or _("Causal line"), lambda: page_of_line(stack))

    def save_page(self, title: str, page: Callable[[], ChartPage]) -> None:
        """Ask for a file and write a page of charts, in the form of the file's ending."""
        path = self._path(title, _("Save the picture"), PICTURES, "PDF (*.pdf);;PNG (*.png);;SVG (*.svg)")
        if path is None:
            return
        lang, today, paper = language(), self._context.today(), usual_paper()
        self._write(path, lambda: written(page(), path.suffix, paper=paper, lang=lang, printed_on=today))

    def save_data(self, chart: ChartInput | None) -> None:
        """Ask for a file and write the chart's rows: numbers, lines and readings."""
        if chart is None:
            return
        path = self._path(chart.title, _("Save the data"), TABLES, "CSV (*.csv);;Excel (*.xlsx)")
        if path is None:
            return
        today = self._context.today()
        self._write(path, lambda: table_file(table_of(chart), path.suffix, made_on=today))

    def copy_words(self, chart: ChartInput | None) -> None:
        """Put the chart, read aloud, on the clipboard."""
        if chart is not None:
            QGuiApplication.clipboard().setText("\n".join(read_aloud(chart)))
            self._context.told.emit(_("The chart in words is on the clipboard."), "", None)

    def _path(self, name: str, title: str, endings: tuple[str, ...], kinds: str) -> Path | None:
        letters = "".join(one if one.isalnum() or one in " -" else "" for one in name[:60]).strip()
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

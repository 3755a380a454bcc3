"""Numbers from a spreadsheet: opened off the window's thread, shown row by row, and taken in as one edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from netdesk.i18n import _, language, ngettext
from netdesk.importers.files import DataFile, open_data
from netdesk.importers.mapping import Mapping
from netdesk.importers.plan import IMPORT_POINTS, REMEMBERED, ImportPlan, plan_import, remember, take_in
from netdesk.operations.measures import PointsChanged
from netdesk.ui import ask, tasks

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow

#: The endings of files that hold numbers; what is in them is known by content.
ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"})


def import_file(window: MainWindow) -> None:
    """Ask for a spreadsheet and show what it would do to a measure."""
    kinds = _("Spreadsheets (*.xlsx *.csv *.tsv *.txt);;All files (*)")
    path = ask.open_path(window, _("Numbers from a spreadsheet"), window.context.workspace.path.parent, kinds)
    if path is not None:
        import_path(window, path)


def import_path(window: MainWindow, path: Path) -> None:
    """Read a spreadsheet, show what it would do to the open measure (or the likeliest), and take it in if agreed."""
    window.context.save_typing()
    workspace = window.context.workspace
    if not workspace.select("measure"):
        window.go("measures")
        window.context.failed.emit(_("Numbers need a measure to go into. Add a measure first, then the file again."))
        return

    room, opened = window.place()
    measure = opened if room == "measures" else ""

    def read(progress: tasks.Progress) -> tuple[DataFile, ImportPlan]:
        data = open_data(path, progress.step)
        return data, plan_for(window, data, measure or likeliest(window, data))

    window.run_task(_("Reading the spreadsheet"), read, lambda found: _show(window, path, *found))


def likeliest(window: MainWindow, data: DataFile) -> str:
    """The measure whose name shares most words with the file's name and first rows; the first one of equals."""
    from netdesk.importers.words import words_of

    cells = [str(cell) for sheet in data.sheets for row in sheet.rows[:6] for cell in row.cells]
    here = words_of(" ".join([Path(data.name).stem.replace("-", " "), *cells]))
    measures = window.context.workspace.select("measure")
    return str(max(measures, key=lambda one: len(words_of(one.get("name") or "") & here))["id"])


def plan_for(
    window: MainWindow, data: DataFile, measure: str, mapping: Mapping | None = None, sheet: str = ""
) -> ImportPlan:
    """What the file would do to a measure, by this mapping, the remembered one or a guess."""
    workspace = window.context.workspace
    remembered = workspace.setting(REMEMBERED + measure)
    return plan_import(
        workspace,
        measure,
        data,
        mapping=mapping,
        remembered=remembered,
        sheet=sheet,
        lang=language(),
        today=window.context.today(),
    )


def _show(window: MainWindow, path: Path, data: DataFile, plan: ImportPlan) -> None:
    from netdesk.ui.dialogs.importing import ImportPreview

    context = window.context
    measures = [(one["id"], one.get("name") or _("Unnamed measure")) for one in context.workspace.select("measure")]
    dialog = ImportPreview(
        window,
        plan,
        file=path.name,
        sheets=[one.name for one in data.sheets if not one.hidden],
        measures=measures,
        notes=data.notes,
        planner=lambda measure, mapping, sheet: plan_for(window, data, measure, mapping, sheet),
    )
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    chosen = dialog.plan
    dialog.deleteLater()
    if agreed:
        _take_in(window, chosen)


def _take_in(window: MainWindow, plan: ImportPlan) -> None:
    workspace = window.context.workspace

    def work(progress: tasks.Progress) -> PointsChanged:
        with workspace.edit(IMPORT_POINTS) as edit:
            done = take_in(edit, plan, progress.step)
        remember(workspace.set_setting, plan)
        return done

    window.run_task(_("Taking the numbers in"), work, lambda done: _tell(window, plan, done))


def _tell(window: MainWindow, plan: ImportPlan, done: PointsChanged) -> None:
    window.go("measures", plan.measure)
    told = ngettext("{n} point is new", "{n} points are new", done.added).format(n=done.added)
    if done.changed:
        told += ", " + ngettext("{n} changed", "{n} changed", done.changed).format(n=done.changed)
    window.context.told.emit(told + ".", _("Undo"), lambda: window.context.attempt(window.context.workspace.undo))

"""A spreadsheet on its way in: every column and every row shown before anything is taken in."""

from __future__ import annotations

from netdesk.importers.files import read_data
from netdesk.ui.dialogs.importing import ImportPreview
from netdesk.ui.importing import plan_for
from netdesk.ui.main_window import MainWindow
from tests.gallery.scene import FULL, Scene

OFFICE = """Lincoln Middle School
Weekly attendance
,Students
Week of,present,enrolled,Share,Notes
3/9/2026,691,740,93%,
3/16/2026,688,740,93%,fog
2/2/2026,650,740,88%,
3/23/2026,<10,740,,
3/30/2026,n/a,740,,
4/6/2026,699,740,94%,
Total,2500,2960,,
"""


def import_preview(window: MainWindow) -> ImportPreview:
    """The office's table, with a hidden count, a week without one, and a total."""
    data = read_data(OFFICE.encode(), "attendance march.csv")
    measures = [(one["id"], one["name"]) for one in window.context.workspace.select("measure")]
    return ImportPreview(
        window,
        plan_for(window, data, measures[0][0]),
        file="attendance march.csv",
        sheets=[data.sheets[0].name],
        measures=measures,
        notes=(),
        planner=lambda measure, mapping, sheet: plan_for(window, data, measure, mapping, sheet),
    )


SCENES: tuple[Scene, ...] = (Scene("dialog-import", import_preview, on=(FULL,)),)

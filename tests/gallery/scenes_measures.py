"""The measure workbench: the chart with something chosen, zoomed, plain; groups, causal line, grid and dialogs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from netdesk.operations.measures import PointRow, add_measure, set_points
from netdesk.ui.dialogs.measure_definition import NewDefinition
from netdesk.ui.dialogs.reason import CONDITIONS, Reason
from netdesk.ui.dialogs.school_calendar import SchoolCalendar
from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages.measure import MeasureView
from tests.gallery.scene import FULL, Scene
from tests.ui.sample_team import TODAY


def view(window: MainWindow) -> MeasureView:
    """The first measure, opened."""
    window.go("measures", window.context.workspace.select("measure")[0]["id"])
    found = window.page().findChild(MeasureView)
    assert isinstance(found, MeasureView)
    return found


def with_chart(act: Callable[[Any], object]) -> Callable[[MainWindow], None]:
    """The first measure with something done to its chart's card."""

    def show(window: MainWindow) -> None:
        shown = view(window)
        shown.chart_card.chart.show_whole()
        shown.chart_card.chart.select(-1, -1)
        act(shown.chart_card)

    return show


def entering(window: MainWindow) -> None:
    """The grid with the cursor where the next point is entered."""
    shown = view(window)
    shown.chart_card.chart.show_whole()
    shown.enter_point()
    shown.grid.setCurrentIndex(shown.grid.model().index(0, 0))  # closes the cell: Tab does not lead into an open one
    area = shown.findChild(QScrollArea)

    def to_the_end() -> None:
        shown.grid.scrollToBottom()
        area.verticalScrollBar().setValue(shown.grid.geometry().bottom() + 16 - area.viewport().height())

    QTimer.singleShot(0, shown, to_the_end)


def groups(window: MainWindow) -> None:
    """A measure of six sub-groups, of which one is too small to show."""
    workspace = window.context.workspace
    made = next((one for one in workspace.select("measure") if one["name"] == "On time, by group"), None)
    window.go("measures", made["id"] if made else _make_groups(window))


def _make_groups(window: MainWindow) -> str:
    with window.context.workspace.edit("Add a measure") as edit:
        fields = {"name": "On time, by group", "unit": "%", "better": "up", "every": "week", "type": "process"}
        measure = add_measure(edit, fields)
        for place, (name, size) in enumerate(
            (("Grade 6", 120), ("Grade 7", 148), ("Grade 8", 131), ("English learners", 44), ("New here", 6),
             ("Bus riders", 90))
        ):  # fmt: skip
            group = edit.add("subgroup", {"measure": measure, "name": name})
            rows = [
                PointRow(date(2025, 9, 1) + timedelta(weeks=n), {"n": size * (84 - place * 4 + n * 7 % 9) // 100,
                                                                 "d": size})
                for n in range(24)
            ]  # fmt: skip
            set_points(edit, measure, rows, subgroup=group)
    return measure


def line(window: MainWindow) -> None:
    """The causal line of the team's measures."""
    workspace = window.context.workspace
    aim = workspace.select("aim")[0]["id"]
    if not workspace.select("measure", of=aim):
        with workspace.edit("Edit the measure") as edit:
            for one in edit.select("measure"):
                edit.put("measure", one["id"], {"of": aim})
    window.go("measures", f"line:{aim}")


def reason(window: MainWindow) -> QWidget:
    """The question before a split."""
    words = "From Dec 8, 2025 on the chart has lines of its own. Split only where all four hold:"
    return Reason(
        window, title="Split here?", words=words, conditions=CONDITIONS, deed="Split here",
        question="What changed, and how do you know?",
    )  # fmt: skip


def definition(window: MainWindow) -> QWidget:
    """A changed definition."""
    return NewDefinition(window, window.context.workspace.select("measure_definition")[0], TODAY)


SCENES: tuple[Scene, ...] = (
    Scene("measure-chosen", with_chart(lambda card: card.chart.select(8, 12)), on=(FULL,)),
    Scene("measure-zoomed", with_chart(lambda card: card.zoom(3)), on=(FULL,)),
    Scene("measure-entering", entering, on=(FULL,)),
    Scene("measure-groups", groups, on=(FULL,)),
    Scene("measure-line", line, on=(FULL,)),
    Scene("dialog-reason", reason, on=(FULL,)),
    Scene("dialog-definition", definition, on=(FULL,)),
    Scene("dialog-calendar", lambda window: SchoolCalendar(window, window.context), on=(FULL,)),
)

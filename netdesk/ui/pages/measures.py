"""The Measures room: the list of measures, and one measure with its chart and its points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from netdesk.core.chart_scales import value_text
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.operations.measures import ADD_MEASURE, add_measure
from netdesk.store.edit import Edit
from netdesk.ui.background import Reader
from netdesk.ui.charts.prepared import chart_of, reading_words, spark_of
from netdesk.ui.context import Context
from netdesk.ui.dialogs.measure import NewMeasure
from netdesk.ui.dialogs.school_calendar import SchoolCalendar
from netdesk.ui.pages.aim import current_aim
from netdesk.ui.pages.measure import MeasureView
from netdesk.ui.pages.measure_line import CausalLine
from netdesk.ui.pages.measure_list import MeasureLine, MeasureList, Says
from netdesk.ui.pages.story_parts import nothing
from netdesk.ui.shown import choice_words
from netdesk.ui.steps import AHEAD_MS, Built, Steps, imported
from netdesk.ui.widgets.basic import Card, button, column, row, scrolled
from netdesk.ui.widgets.frame import HeaderButton, HeaderContent, Page

OF_MEASURES = {
    "measure", "measure_definition", "observation", "exclusion", "phase", "target_step", "annotation", "calendar_gap",
    "cycle", "data_item", "subgroup", "judgement", "aim", "driver", "driver_link", "change_idea", "person",
}  # fmt: skip


#: What the view of one measure needs beside its own file.
CHARTS = "netdesk.ui.charts.measure_chart"


def make_measure(edit: Edit, fields: dict[str, Any], definition: dict[str, Any] | None) -> str:
    """Add a measure with its first definition; its id."""
    return add_measure(edit, fields, definition=definition)


def read_says(context: Context, measures: Iterable[str]) -> dict[str, Says]:
    """What the chart of each measure says, or why it cannot be read. Takes its time: not for the window's thread."""
    return {one: _says(context, one) for one in measures}


def _says(context: Context, measure: str) -> Says:
    try:
        chart = chart_of(context, measure)
    except NetDeskError as error:
        return Says(words=error.user_text)
    valued = [point.value for point in chart.result.points if point.value is not None]
    value = value_text(valued[-1], chart.unit, percent=chart.percent) if valued else ""
    letter, words, look = reading_words(chart)
    return Says(value, spark_of(chart.result), letter, look, words)


class MeasuresPage(Page):
    """How we will know: every measure, and one at a time in full."""

    room = "measures"
    least_width = 1000
    refreshes_on_going = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._open = self._line = ""
        self._ahead: Steps | None = None
        self._reader = Reader(self)
        self._list = MeasureList()
        self._list.opened.connect(self.go)
        self._reader.came.connect(self._list.show_says)
        context.closing.connect(self._reader.stop)
        self._made: MeasureView | None = None
        self._built = Built(self._build_view)
        self._lines: CausalLine | None = None
        self._stack = QStackedLayout(self)  # with its parent, else what is put in would open as windows
        self._stack.addWidget(self._overview())

    def _overview(self) -> QWidget:
        """The list of measures, or what to do where there are none; below it what concerns them all."""
        self._none = self._nothing_yet()
        self._line_link = button(
            _("Process, driver and outcome on one time axis"), self.show_line, name="causal_line_open", role="link",
            icon="measures",
        )  # fmt: skip
        calendar = button(
            _("School calendar…"), self.show_calendar, name="school_calendar_open", role="link", icon="calendar"
        )
        made = QWidget()
        made.setLayout(column(self._none, spacing=16, margins=(24, 16, 24, 16)))
        lines = made.layout()
        assert isinstance(lines, QVBoxLayout)
        lines.addWidget(self._list, 100)
        lines.addLayout(row(self._line_link, 1))
        lines.addLayout(row(calendar, 1))
        lines.addStretch(1)
        return scrolled(made)

    @property
    def reading(self) -> bool:
        """Whether what the charts say, of the list or of the measure that is open, is still being read."""
        return self._reader.reading or (bool(self._open) and self._view.reading)

    @property
    def _view(self) -> MeasureView:
        """The view of one measure, made when the first is opened, or while the list is looked at."""
        self._built.finish()
        assert self._made is not None
        return self._made

    def _build_view(self) -> Iterator[None]:
        made = MeasureView(self._context)
        self._stack.addWidget(made)
        yield from made.build()
        self._made = made

    @property
    def _line_view(self) -> CausalLine:
        if self._lines is None:
            self._lines = CausalLine(self._context)
            self._lines.opened.connect(self.go)
            self._stack.addWidget(self._lines)
        return self._lines

    def header(self) -> HeaderContent:
        can = not self._context.read_only
        if self._open:
            kind = choice_words().get(self._view.measure.get("type", ""), "")
            return HeaderContent(
                self._view.measure.get("name") or _("Unnamed measure"),
                crumbs=((_("Measures"), lambda: self.go("")), (kind, None)),
                buttons=(
                    HeaderButton("paste_points", _("Paste rows"), self._view.paste, "paste", enabled=can),
                    HeaderButton("annotate_chart", _("Annotate"), self._view.annotate, enabled=can),
                    HeaderButton("enter_point", _("Enter a point"), self._view.enter_point, main=True, enabled=can),
                ),
            )
        if self._line:
            return HeaderContent(
                self._line_view.title,
                _("What is done, what it should move, and what is wanted, on one time axis."),
                crumbs=((_("Measures"), lambda: self.go("")), (_("Causal line"), None)),
            )
        return HeaderContent(
            _("Measures"),
            _("How you will know whether a change is an improvement."),
            buttons=(
                HeaderButton("add_measure", _("Add a measure"), self.add_measure, "plus", main=True, enabled=can),
            ),
        )

    def go(self, target: str) -> None:
        self._context.save_typing()
        self._line = target.removeprefix("line:") if target.startswith("line:") else ""
        self._open = target if target and self._context.workspace.get("measure", target) else ""
        if self._line:
            self._line_view.show_line(self._line)
            self._stack.setCurrentWidget(self._line_view)
        elif self._open:
            self._view.show_measure(self._open)
            self._stack.setCurrentWidget(self._view)
        else:
            self._stack.setCurrentIndex(0)
            self._show_list()
        self.header_changed.emit()

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        if changed is not None and not {kind for kind, _id in changed} & OF_MEASURES:
            return
        if self._line:
            self._line_view.show_line(self._line)
        elif not self._open:
            self._show_list()
        elif self._context.workspace.get("measure", self._open) is None:
            self.go("")
        else:
            named = self._view.measure.get("name")
            self._view.show_measure(self._open, changed)
            if named != self._view.measure.get("name"):
                self.header_changed.emit()

    def show_line(self) -> None:
        """Open the causal line of the aim in use, else of the first measure."""
        aim = current_aim(self._context)
        first = aim or next(iter(self._context.workspace.select("measure")), None)
        if first is not None:
            self.go(f"line:{first['id']}")

    def show_calendar(self) -> None:
        """Open the school calendar."""
        dialog = SchoolCalendar(self, self._context)
        dialog.exec()
        dialog.deleteLater()

    def add_measure(self) -> None:
        """Ask for a measure, add it and open it."""
        dialog = NewMeasure(self)
        if dialog.exec():
            outcome = self._context.edit(ADD_MEASURE, make_measure, dialog.fields(), dialog.definition())
            if outcome:
                self.go(outcome.value)
        dialog.deleteLater()

    def _show_list(self) -> None:
        measures = self._context.workspace.select("measure")
        for part in (self._list, self._line_link):
            part.setVisible(bool(measures))
        self._none.setVisible(not measures)
        words = choice_words()
        if measures and self._ahead is None:
            self._ahead = Steps(self, imported(CHARTS, self._built.steps()), pause=AHEAD_MS)
        self._list.show_lines(
            [
                MeasureLine(one["id"], one.get("name") or _("Unnamed measure"), words.get(one.get("type", ""), ""))
                for one in measures
            ]
        )
        ids = [one["id"] for one in measures]
        self._reader.read(lambda: read_says(self._context, self._reader.over(ids)))

    def _nothing_yet(self) -> Card:
        words = _(
            "A measure is a number that you collect again and again: days attended each week, pages read, families "
            "reached. Start with one for your aim. With ten points or more its chart can tell a change from everyday "
            "ups and downs."
        )
        adding = button(_("Add a measure"), self.add_measure, name="first_measure", icon="plus")
        return nothing(
            _("No measures yet"), words, name="measures_empty", act=None if self._context.read_only else adding
        )

"""The Measures room: the list of measures, and one measure with its chart and its points."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_scales import value_text
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.operations.measures import ADD_MEASURE, add_measure
from netdesk.store.edit import Edit
from netdesk.ui import theme
from netdesk.ui.background import Reader
from netdesk.ui.charts.prepared import chart_of, reading_words
from netdesk.ui.context import Context
from netdesk.ui.dialogs.measure import NewMeasure
from netdesk.ui.dialogs.school_calendar import SchoolCalendar
from netdesk.ui.pages.aim import current_aim
from netdesk.ui.pages.measure import MeasureView
from netdesk.ui.pages.measure_line import CausalLine
from netdesk.ui.pages.story_parts import nothing
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.basic import Card, ElidedButton, button, column, empty, label, row, rule, scrolled, set_role
from netdesk.ui.widgets.frame import ElidedLabel, HeaderButton, HeaderContent, Page

OF_MEASURES = {
    "measure", "measure_definition", "observation", "exclusion", "phase", "target_step", "annotation", "calendar_gap",
    "cycle", "data_item", "subgroup", "judgement", "aim", "driver", "driver_link", "change_idea", "person",
}  # fmt: skip


def make_measure(edit: Edit, fields: dict[str, Any], definition: dict[str, Any] | None) -> str:
    """Add a measure with its first definition; its id."""
    return add_measure(edit, fields, definition=definition)


class MeasureRow(QFrame):
    """One measure in the list: name, kind, its line, its last value, what it says."""

    opened = Signal(str)

    def __init__(self, context: Context, measure: dict[str, Any]) -> None:
        super().__init__()
        from netdesk.ui.charts.sparkline import Sparkline  # at use, as all charts

        self.measure = measure["id"]
        name = measure.get("name") or _("Unnamed measure")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._opener = ElidedButton(name, self._open, name=f"open_measure_{self.measure}")
        kind = choice_words().get(measure.get("type", ""), "")
        line = row(spacing=16, margins=(12, 6, 20, 6))
        names = column(self._opener, label(kind, "second"), spacing=0)
        names.itemAt(1).widget().setContentsMargins(8, 0, 0, 0)
        self._spark = spark = Sparkline()
        self._tag, self._words = tag, words = label("", "tag"), ElidedLabel("", "second")
        tag.hide()
        self._value = value = ElidedLabel("", "strong")
        value.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        value.setFixedWidth(theme.px(104))
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(names, 5)
        line.addWidget(spark)
        line.addWidget(value)
        said_line = row(spacing=8)
        said_line.addWidget(tag, 0, Qt.AlignmentFlag.AlignVCenter)
        said_line.addWidget(words, 1)
        line.addLayout(said_line, 3)
        self.setLayout(line)

    def show_chart(self, chart: ChartInput | NetDeskError) -> None:
        """Show what the chart says, or why it cannot be read."""
        if isinstance(chart, NetDeskError):
            self._words.set_whole(chart.user_text)
            self._tag.hide()
            return
        valued = [point.value for point in chart.result.points if point.value is not None]
        self._value.set_whole(value_text(valued[-1], chart.unit, percent=chart.percent) if valued else "")
        self._spark.show_result(chart.result)
        letter, said, look = reading_words(chart)
        self._tag.setText(letter)
        set_role(self._tag, look if look == "tag" else f"tag_{look}")
        self._tag.setVisible(bool(letter))
        self._words.set_whole(said)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._open()

    def _open(self) -> None:
        self.opened.emit(self.measure)


def read_charts(context: Context, measures: list[str]) -> dict[str, ChartInput | NetDeskError]:
    """The chart of each measure, or why it cannot be read. Takes its time: not for the window's thread."""
    found: dict[str, ChartInput | NetDeskError] = {}
    for one in measures:
        try:
            found[one] = chart_of(context, one)
        except NetDeskError as error:
            found[one] = error
    return found


class MeasuresPage(Page):
    """How we will know: every measure, and one at a time in full."""

    room = "measures"
    least_width = 1000
    refreshes_on_going = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._open = self._line = ""
        self._rows: list[MeasureRow] = []
        #: What was read last: it stands in the rows until what is true now has been read.
        self._charts: dict[str, ChartInput | NetDeskError] = {}
        self._reader = Reader(self)
        self._reader.came.connect(self._show_charts)
        context.closing.connect(self._reader.stop)
        self._list = column(spacing=16, margins=(24, 16, 24, 16))
        inner = QWidget()
        inner.setLayout(self._list)
        self._made: MeasureView | None = None
        self._lines: CausalLine | None = None
        self._stack = QStackedLayout(self)  # with its parent, else what is put in would open as windows
        self._stack.addWidget(scrolled(inner))

    @property
    def reading(self) -> bool:
        """Whether what the charts of the list say is still being read."""
        return self._reader.reading

    @property
    def _view(self) -> MeasureView:
        """The view of one measure, made when the first is opened: charts take their time to load."""
        if self._made is None:
            self._made = MeasureView(self._context)
            self._stack.addWidget(self._made)
        return self._made

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
                    HeaderButton("paste_points", _("Paste rows"), self._view.grid.paste, "paste", enabled=can),
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
            self._view.show_measure(self._open)
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
        empty(self._list)
        self._rows = []
        measures = self._context.workspace.select("measure")
        if not measures:
            self._list.addWidget(self._nothing_yet())
        else:
            card = Card(name="measures_list")
            card.body.setContentsMargins(0, 4, 0, 4)
            card.body.setSpacing(0)
            self._fill(card.body, measures)
            self._list.addWidget(card)
            line = button(
                _("Process, driver and outcome on one time axis"), self.show_line, name="causal_line_open",
                role="link", icon="measures",
            )  # fmt: skip
            self._list.addLayout(row(line, 1))
        calendar = button(
            _("School calendar…"), self.show_calendar, name="school_calendar_open", role="link", icon="calendar"
        )
        self._list.addLayout(row(calendar, 1))
        self._list.addStretch(1)

    def _fill(self, body: QVBoxLayout, measures: list[dict[str, Any]]) -> None:
        for n, measure in enumerate(measures):
            if n:
                body.addWidget(rule())
            made = MeasureRow(self._context, measure)
            made.opened.connect(self.go)
            body.addWidget(made)
            self._rows.append(made)
        self._show_charts(self._charts)
        ids = [one["id"] for one in measures]
        self._reader.read(lambda: read_charts(self._context, ids))

    def _show_charts(self, charts: dict[str, ChartInput | NetDeskError]) -> None:
        self._charts = charts
        for one in self._rows:
            if one.measure in charts:
                one.show_chart(charts[one.measure])

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

"""One measure: its chart, what the chart says, the points, and the definition in the inspector."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from netdesk.core.chart_input import ChartInput
from netdesk.errors import NetDeskError
from netdesk.i18n import _, language, ngettext
from netdesk.importers.pasted import Block, read_block
from netdesk.operations import measure_marks as marks
from netdesk.operations.charts import chart_input, group_names
from netdesk.operations.measures import ENTER_POINTS, points
from netdesk.ui import tasks, theme
from netdesk.ui.charts.prepared import reading_words
from netdesk.ui.context import Context
from netdesk.ui.dialogs.pasting import PastePreview
from netdesk.ui.dialogs.school_calendar import SchoolCalendar
from netdesk.ui.pages.measure_deeds import Deed
from netdesk.ui.pages.measure_groups import GroupsView, panels_of
from netdesk.ui.pages.measure_inspector import MeasureInspector
from netdesk.ui.pages.points_grid import PointsGrid
from netdesk.ui.pages.points_model import PointsModel, take_in
from netdesk.ui.shown import shown_date
from netdesk.ui.widgets.basic import Card, button, column, label, letter_tag, row, scrolled, show_letter
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.sides import Sides

if TYPE_CHECKING:
    from netdesk.ui.pages.measure_export import ChartExport

#: Reading or taking in more rows than this is done beside the window.
MANY = 300
ALL, GROUPS = "", "groups"
#: The local setting that keeps which splits of a measure's charts may wait; it never leaves this computer.
NOT_NOW = "split_not_now:"


class MeasureView(QWidget):
    """The whole of one measure."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.measure: dict[str, Any] = {}
        self.chart: ChartInput | None = None
        self._group = ALL
        self._late = False

    def build(self) -> Iterator[None]:
        """Make what is shown of a measure, with pauses between its parts."""
        context = self._context
        self._model = PointsModel(context)
        self.grid = PointsGrid(self._model, context)
        self.grid.pasted.connect(self._paste)
        self.grid.edited.connect(self._show_late)
        self._model.problem.connect(self._show_problem)
        self._problem = label("", "problem", wrap=True, name="grid_problem")
        self._problem.hide()
        self.grid.setMinimumHeight(theme.px(26 * 5 + 32))
        self.grid.setMaximumHeight(theme.px(26 * 12 + 34))
        yield
        left = QWidget()
        self._left = column(spacing=12, margins=(16, 12, 16, 12))
        self._left.addWidget(self._group_choice())
        self._left.addWidget(self._chart_card())
        yield
        self._left.addWidget(self._proposal_card())
        self._left.addWidget(self._words_card())
        self._groups = GroupsView(context)
        self._left.addWidget(self._groups)
        self._left.addWidget(self._problem)
        self._left.addWidget(self.grid, 1)
        self._left.addStretch(1)
        left.setLayout(self._left)
        left.setMinimumWidth(theme.px(440))  # narrower than that its words hide a chart's data
        yield
        self._inspector = MeasureInspector(context)
        yield
        both = Sides(spacing=0)
        both.add(left, 1)
        yield
        both.add(self._inspector, width=288)
        yield
        self._area = scrolled(both, late=True)
        yield
        self.setLayout(column(self._area, spacing=0))

    def show_measure(self, measure: str) -> None:
        """Show this measure as it is now; while a cell is typed in, once that is done."""
        if self.grid.editing and measure == self.measure.get("id"):
            self._late = True
            return
        self._late = False
        if measure != self.measure.get("id"):
            self._group = ALL
            self._area.verticalScrollBar().setValue(0)
        workspace = self._context.workspace
        self.measure = workspace.get("measure", measure) or {}
        names = group_names(workspace, measure)
        if self._group not in (ALL, GROUPS, *names):
            self._group = ALL
        if self._group == ALL and names and not points(workspace, measure):
            self._group = GROUPS
        self._show_groups(names)
        subgroup = self._group if self._group in names else None
        try:
            self.chart = chart_input(workspace, measure, subgroup=subgroup)
        except NetDeskError as error:
            self.chart = None
            self._says.setText(error.user_text)
        definition = (marks.definitions(workspace, measure) or [{}])[-1]
        self._model.show_measure(self.measure, names, bool(definition.get("denominator")), self.chart, subgroup)
        self.chart_card.deeds.measure, self.chart_card.deeds.subgroup = measure, subgroup
        self._show_chart()
        self._inspector.show_measure(self.measure, self.chart)

    def _show_late(self) -> None:
        if self._late:
            self.show_measure(self.measure["id"])

    # Sub-groups

    def _group_choice(self) -> QWidget:
        self._group_field = ChoiceField(_("Which points"), name="measure_group")
        self._group_field.setMinimumWidth(theme.px(240))
        self._group_field.chosen.connect(self._choose_group)
        self._group_line = QWidget()
        line = row(self._group_field, spacing=8)
        line.addStretch(2)
        self._group_line.setLayout(line)
        self._group_line.hide()
        return self._group_line

    def _show_groups(self, names: dict[str, str]) -> None:
        self._group_line.setVisible(bool(names))
        offered = [(ALL, _("All together")), (GROUPS, _("Groups side by side")), *names.items()]
        self._group_field.show_choices(offered, self._group)
        together = self._group == GROUPS
        self._groups.setVisible(together)
        self.chart_card.setVisible(not together)
        self._words.setVisible(not together)
        if together:
            self._proposal.hide()
            self._groups.show_groups(self.measure)

    def _choose_group(self, group: str) -> None:
        self._group = group
        self.show_measure(self.measure["id"])

    # The chart and its words

    def _chart_card(self) -> Card:
        from netdesk.ui.pages.measure_chart_card import ChartCard  # pyqtgraph is loaded with the first chart

        more = [
            Deed("export_picture", _("Save the picture…"), self._save_picture),
            Deed("export_data", _("Save the data…"), lambda: self._export().save_data(self.chart)),
            Deed("copy_words", _("Copy the chart in words"), lambda: self._export().copy_words(self.chart)),
            Deed("causal_line", _("Beside its process and outcome"), self._open_line),
            Deed("calendar", _("School calendar…"), self.show_calendar),
        ]
        self.chart_card = ChartCard(self._context, more)
        self.chart_card.went.connect(self.grid.show_point)
        return self.chart_card

    def _export(self) -> ChartExport:
        from netdesk.ui.pages.measure_export import ChartExport  # reports are loaded when something is saved

        return ChartExport(self._context, self)

    def _save_picture(self) -> None:
        self._export().save_picture(self.chart, panels_of(self._context, self.measure["id"]))

    def _words_card(self) -> Card:
        card = self._words = Card(name="words_card")
        card.body.setContentsMargins(theme.px(12), theme.px(8), theme.px(16), theme.px(8))
        self._tag = letter_tag(name="chart_tag")
        self._says = label("", "says", wrap=True, name="chart_says", selectable=True)
        self._check_first = label("", "second", wrap=True, name="chart_check_first", selectable=True)
        self._chance = label("", "second", wrap=True, name="chart_chance", selectable=True)
        line = row(spacing=12)
        line.addWidget(self._tag, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column(self._says, self._check_first, spacing=4), 3)
        between = QFrame()
        between.setProperty("role", "rule_down")
        line.addWidget(between)
        line.addLayout(column(label(_("By chance alone"), "head"), self._chance, 1, spacing=2), 2)
        card.body.addLayout(line)
        return card

    def _show_chart(self) -> None:
        if self.chart is None:
            self._proposal.hide()
            return
        self.chart_card.show_chart(self.chart)
        result = self.chart.result
        letter, _words, look = reading_words(self.chart)
        show_letter(self._tag, letter, look)
        self._says.setText(" ".join([*self.chart.cautions, result.says]))
        self._check_first.setText(result.check_first)
        self._check_first.setVisible(bool(result.check_first))
        self._chance.setText(result.chance_words or _("Too few points to say."))
        self._show_proposal()

    # A split is proposed, never made

    def _proposal_card(self) -> QFrame:
        self._proposal = QFrame()
        self._proposal.setProperty("role", "hint")
        self._proposal.setObjectName("split_proposal")
        self._proposed = label("", wrap=True, name="split_proposal_words")
        ask = button(_("Split here?"), self._split_proposed, name="split_proposal_ask")
        later = button(_("Not now"), self._split_later, name="split_proposal_not_now", role="link")
        line = row(spacing=8, margins=(12, 6, 12, 6))
        line.addWidget(self._proposed, 1)
        line.addWidget(ask)
        line.addWidget(later)
        self._proposal.setLayout(line)
        self._proposal.hide()
        return self._proposal

    def _show_proposal(self) -> None:
        found = marks.split_proposal(self.chart) if self.chart is not None else None
        shown = found is not None and not self._context.read_only and not self._waits(found.starts)
        self._proposal.setVisible(shown and self._group != GROUPS)
        if found is None:
            return
        words = ngettext(
            "The last {n} point, since {day}, holds a better level. Should the lines start anew there?",
            "The last {n} points, since {day}, hold a better level. Should the lines start anew there?",
            found.points,
        )
        self._proposed.setText(words.format(day=shown_date(found.starts.isoformat()), n=found.points))

    def _split_proposed(self) -> None:
        found = marks.split_proposal(self.chart) if self.chart is not None else None
        if found is not None:
            self.chart_card.deeds.split(found.index, proposed=True)

    def _split_later(self) -> None:
        found = marks.split_proposal(self.chart) if self.chart is not None else None
        if found is not None and not self._waits(found.starts):
            name, kept = self._put_off()
            self._context.workspace.set_setting(name, [*kept, [self._group, found.starts.isoformat()]])
        self._show_proposal()

    def _put_off(self) -> tuple[str, list[list[str]]]:
        """What was answered with "Not now" on this computer: the setting's name, and each sub-group and first day."""
        name = f"{NOT_NOW}{self.measure['id']}"
        return name, self._context.workspace.setting(name, [])

    def _waits(self, starts: date) -> bool:
        return [self._group, starts.isoformat()] in self._put_off()[1]

    # Points

    def _show_problem(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def _paste(self, text: str, start: date | None) -> None:
        there = self._context.workspace.select("observation", measure=self.measure["id"])
        names = group_names(self._context.workspace, self.measure["id"])
        read = partial(
            read_block,
            text,
            shares=self._model.shares if there or self._model.shares else None,
            every=self.measure.get("every"),
            start=start,
            lang=language(),
            today=self._context.today(),
            groups=tuple(names.values()),
            group=names.get(self._group, ""),
            samples=self._model.samples,
        )
        self._beside(_("Reading the rows"), text.count("\n"), read, self._take_in)

    def _take_in(self, block: Block) -> None:
        workspace, measure = self._context.workspace, self.measure["id"]
        there = workspace.select("observation", measure=measure)
        replaced = block.replaced(there, group_names(workspace, measure))
        if block.problems or block.doubts or replaced or block.new_groups:
            preview = PastePreview(self, block, replaced)
            agreed = preview.exec()
            preview.deleteLater()
            if not agreed:
                return

        def write() -> int:
            with workspace.edit(ENTER_POINTS) as edit:
                changed = take_in(edit, measure, block)
            return changed.added + changed.changed

        self._beside(_("Taking in the rows"), len(block.rows), write, self._tell_taken)

    def _tell_taken(self, count: int) -> None:
        told = ngettext("{n} point is in.", "{n} points are in.", count).format(n=count)
        self._context.told.emit(told if count else _("These points were all there."), "", None)

    def _beside(self, title: str, rows: int, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """Do the work now, or beside the window where it has many rows; what is typed waits meanwhile."""
        if self._context.busy:
            self._context.failed.emit(_("Wait a moment: the work in hand is not done yet."))
            return
        if rows <= MANY:
            outcome = self._context.attempt(work)
            if outcome:
                done(outcome.value)
            return
        self._context.busy = True

        def finish(deed: Callable[[Any], object], value: Any) -> None:
            self._context.busy = False
            deed(value)

        tasks.run(
            self, title, lambda _progress: work(), lambda value: finish(done, value),
            lambda text: finish(self._context.failed.emit, text),
        )  # fmt: skip

    # Elsewhere

    def show_calendar(self) -> None:
        """Open the school calendar."""
        dialog = SchoolCalendar(self, self._context)
        dialog.exec()
        dialog.deleteLater()

    def _open_line(self) -> None:
        self._context.go.emit("measures", f"line:{self.measure['id']}")

    def enter_point(self) -> None:
        """Bring the grid into sight with the cursor where the next point is typed."""
        self.grid.to_new_row()
        # A page that was just opened has its heights only with the next turn of the event loop.
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.grid, 0, theme.px(16)))

    def annotate(self) -> None:
        """Ask for a note at the point that is chosen, else at the newest."""
        self.chart_card.annotate()

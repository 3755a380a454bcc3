"""One measure: its chart, what the chart says, the points, and the definition in the inspector."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from netdesk.core.chart_input import ChartInput
from netdesk.i18n import _, language, ngettext
from netdesk.importers.pasted import Block, read_block
from netdesk.operations import measure_marks as marks
from netdesk.operations.charts import group_names
from netdesk.operations.measures import ENTER_POINTS, count_points
from netdesk.ui import tasks, theme
from netdesk.ui.background import Reader
from netdesk.ui.charts.prepared import is_long, reading_words
from netdesk.ui.context import Context
from netdesk.ui.dialogs.pasting import PastePreview
from netdesk.ui.dialogs.school_calendar import SchoolCalendar
from netdesk.ui.pages.measure_deeds import Deed
from netdesk.ui.pages.measure_groups import GroupsView
from netdesk.ui.pages.measure_inspector import MeasureInspector
from netdesk.ui.pages.measure_reading import ALL, GROUPS, MeasureRead, panels_of, read_measure
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
#: The local setting that keeps which splits of a measure's charts may wait; it never leaves this computer.
NOT_NOW = "split_not_now:"


#: So many changed points are shown in their rows at once; after more all is read anew first.
FEW_ROWS = 20


class MeasureView(QWidget):
    """The whole of one measure.

    With many points it is read beside the window: what was changed in the table stands there at once, the chart and
    what it says follow. Only the newest reading counts.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.measure: dict[str, Any] = {}
        self.chart: ChartInput | None = None
        self._group = ALL
        #: The points that were changed while a cell was typed in; None where nothing was.
        self._late: set[str] | None = None
        self._came: MeasureRead | None = None
        self._reader = Reader(self, pause=0)
        self._reader.came.connect(self._take)
        context.closing.connect(self._reader.stop)

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
        # Each part is put where it stays before the next is made: what has its style already would take it once more.
        both, left = Sides(spacing=0), QWidget()
        self._area = scrolled(both, late=True)
        self.setLayout(column(self._area, spacing=0))
        self._left = column(spacing=12, margins=(16, 12, 16, 12))
        left.setLayout(self._left)
        left.setMinimumWidth(theme.px(440))  # narrower than that its words hide a chart's data
        both.add(left, 1)
        self._left.addWidget(self._group_choice())
        self._left.addWidget(self._chart_card())
        yield
        self._left.addWidget(self._proposal_card())
        self._left.addWidget(self._words_card())
        yield
        self._groups = GroupsView(context)
        self._left.addWidget(self._groups)
        self._left.addWidget(self._problem)
        self._left.addWidget(self.grid, 1)
        self._left.addStretch(1)
        yield
        self._inspector = MeasureInspector(context)
        both.add(self._inspector, width=288)
        yield from self._inspector.build()

    def show_measure(self, measure: str, changed: Collection[tuple[str, str]] | None = None) -> None:
        """Show this measure as it is now; while a cell is typed in, once that is done.

        ``changed`` names what changed since it was last shown, None where that may be anything.
        """
        points = {id_ for kind, id_ in changed or () if kind == "observation"}
        another = measure != self.measure.get("id")
        if self.grid.editing and not another:
            self._late = (self._late or set()) | points
            return
        points |= self._late or set()
        self._late = self._came = None
        workspace = self._context.workspace
        self.measure = workspace.get("measure", measure) or {}
        if another:
            self._group = ALL
            self._area.verticalScrollBar().setValue(0)
        work = partial(read_measure, workspace, measure, self._group)
        if not is_long(count_points(workspace, measure)):
            self._reader.drop()
            self._take(work())
            return
        if another:
            self._show_nothing()
        elif len(points) <= FEW_ROWS:
            self._model.take_changed(points)
        self._reader.read(work)

    @property
    def reading(self) -> bool:
        """Whether the measure is still being read, or its chart drawn."""
        return self._reader.reading or self.chart_card.chart.drawing_on

    def finish(self) -> None:
        """Have at once what is still being read."""
        self._reader.finish()
        self.chart_card.chart.finish()

    def _take(self, read: MeasureRead) -> None:
        if self.grid.editing:  # what is typed in a cell would be swept away
            self._came = read
            return
        self._came = None
        self.measure, self._group, self.chart = read.measure, read.group, read.chart
        self._show_groups(read)
        if self.chart is None:
            self._says.setText(read.why)
        self._model.show_points(read.points)
        self.chart_card.deeds.measure, self.chart_card.deeds.subgroup = self.measure["id"], read.subgroup
        self._show_chart()
        self._inspector.show_measure(self.measure, self.chart, read.advice)

    def _show_nothing(self) -> None:
        """Another measure is being read: nothing of the one before may stand under its name."""
        self.chart = None
        self._model.show_nothing()
        self.chart_card.show_nothing()
        self._group_line.hide()
        self._groups.hide()
        self.chart_card.show()
        self._words.hide()
        self._proposal.hide()
        self._inspector.show_nothing()

    def _show_late(self) -> None:
        if self._late is not None:
            self.show_measure(self.measure["id"], {("observation", one) for one in self._late})
        elif self._came is not None:
            self._take(self._came)

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

    def _show_groups(self, read: MeasureRead) -> None:
        self._group_line.setVisible(bool(read.names))
        offered = [(ALL, _("All together")), (GROUPS, _("Groups side by side")), *read.names.items()]
        self._group_field.show_choices(offered, self._group)
        together = self._group == GROUPS
        self._groups.setVisible(together)
        self.chart_card.setVisible(not together)
        self._words.setVisible(not together)
        if together:
            self._proposal.hide()
            self._groups.show_groups(read.measure, read.panels)

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
        self._export().save_picture(self.chart, panels_of(self._context.workspace, self.measure["id"]))

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

    def paste(self) -> None:
        """Take in the clipboard's rows from the row on that the cursor is in."""
        self.finish()
        self.grid.paste()

    def _paste(self, text: str, start: date | None) -> None:
        workspace, measure = self._context.workspace, self.measure
        today, lang = self._context.today(), language()

        def read() -> tuple[Block, int]:
            there = workspace.select("observation", measure=measure["id"])
            names = group_names(workspace, measure["id"])
            block = read_block(
                text,
                shares=self._model.shares if there or self._model.shares else None,
                every=measure.get("every"),
                start=start,
                lang=lang,
                today=today,
                groups=tuple(names.values()),
                group=names.get(self._group, ""),
                samples=self._model.samples,
            )
            return block, block.replaced(there, names)

        rows = max(text.count("\n"), self._model.rowCount())
        self._beside(_("Reading the rows"), rows, read, lambda found: self._take_in(*found))

    def _take_in(self, block: Block, replaced: int) -> None:
        workspace, measure = self._context.workspace, self.measure["id"]
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
        self.finish()
        self.grid.to_new_row()
        # A page that was just opened has its heights only with the next turn of the event loop.
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.grid, 0, theme.px(16)))

    def annotate(self) -> None:
        """Ask for a note at the point that is chosen, else at the newest."""
        self.finish()
        self.chart_card.annotate()

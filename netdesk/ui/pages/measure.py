"""One measure: its chart, what the chart says, the points, and the definition in the inspector."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from netdesk.core.chart_input import ChartInput
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _, language, ngettext
from netdesk.operations.measures import ENTER_POINTS, points, set_points
from netdesk.store.edit import Edit
from netdesk.ui import ask, theme
from netdesk.ui.charts.prepared import chart_of, reading_words
from netdesk.ui.context import Context, delete_record
from netdesk.ui.dialogs.pasting import PastePreview
from netdesk.ui.pages.points_grid import PointsGrid, PointsModel
from netdesk.ui.pasted import Block, read_block
from netdesk.ui.shown import choice_words, read_field, shown_value
from netdesk.ui.widgets.autosave import Field, Save
from netdesk.ui.widgets.basic import Card, button, column, label, row, rule, scrolled, set_role
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.share_level import ShareLevel
from netdesk.ui.widgets.sides import Sides

#: field of the definition → (title, hint, lines)
DEFINITION = (
    ("text", N_("Definition"), N_("What exactly is counted, so that two people would count the same?")),
    ("numerator", N_("Counted"), N_("How many …")),
    ("denominator", N_("Out of"), N_("… out of how many")),
    ("exclusions", N_("Left out"), N_("Who or what does not count")),
    ("source", N_("Source"), N_("Where the numbers come from")),
)
CHOICES = (
    ("type", N_("Kind"), ("outcome", "process", "balancing", "driver")),
    ("better", N_("Better is"), ("up", "down", "neither")),
    ("every", N_("One point a"), ("day", "week", "2 weeks", "month", "term")),
    ("rules", N_("Rules"), ("anhoej", "ihi")),
)


def set_definition(edit: Edit, measure: str, fields: dict[str, Any], since: str) -> None:
    """Put fields of the measure's newest definition, which is made with its first words."""
    found = sorted(edit.select("measure_definition", measure=measure), key=lambda one: one.get("since") or "")
    if found:
        edit.put("measure_definition", found[-1]["id"], fields)
    else:
        edit.add("measure_definition", {"measure": measure, "since": since, **fields})


def set_goal(edit: Edit, measure: str, value: str | None, since: str) -> None:
    """Put the goal line's value: the newest step of the target; None takes the step away."""
    found = sorted(edit.select("target_step", measure=measure), key=lambda one: one.get("from") or "")
    if found and value is None:
        edit.delete("target_step", found[-1]["id"])
    elif found:
        edit.put("target_step", found[-1]["id"], {"value": value})
    elif value is not None:
        edit.add("target_step", {"measure": measure, "from": since, "value": value})


class MeasureView(QWidget):
    """The whole of one measure."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.measure: dict[str, Any] = {}
        self.chart: ChartInput | None = None
        self._model = PointsModel(context)
        self.grid = PointsGrid(self._model, context)
        self.grid.pasted.connect(self._paste)
        self.grid.edited.connect(self._show_late)
        self._late = False
        self._model.problem.connect(self._show_problem)
        self._problem = label("", "problem", wrap=True, name="grid_problem")
        self._problem.hide()
        left = QWidget()
        self._left = column(spacing=12, margins=(16, 12, 16, 12))
        self._left.addWidget(self._chart_card())
        self._left.addWidget(self._words_card())
        self._left.addWidget(self._problem)
        self._left.addWidget(self.grid, 1)
        left.setLayout(self._left)
        self.grid.setMinimumHeight(theme.px(26 * 5 + 32))
        both = Sides(spacing=0)
        both.add(left, 1)
        both.add(self._inspector(), width=288)
        self.setLayout(column(scrolled(both), spacing=0))

    def show_measure(self, measure: str) -> None:
        """Show this measure as it is now; while a cell is typed in, once that is done."""
        if self.grid.editing and measure == self.measure.get("id"):
            self._late = True
            return
        self._late = False
        self.measure = self._context.workspace.get("measure", measure) or {}
        definition = self._definition()
        try:
            self.chart = chart_of(self._context, measure)
        except NetDeskError as error:
            self.chart = None
            self._says.setText(error.user_text)
        shares = bool(definition.get("denominator")) or self._has_shares(measure)
        self._model.show_measure(self.measure, shares, self.chart.result if self.chart else None)
        self._show_chart()
        self._show_inspector(definition)

    def _show_late(self) -> None:
        if self._late:
            self.show_measure(self.measure["id"])

    # The chart and its words

    def _chart_card(self) -> Card:
        from netdesk.ui.charts.run_chart import RunChart  # pyqtgraph is loaded with the first chart

        card = Card(name="chart_card")
        card.body.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(8))
        self._run_chart = RunChart(name="run_chart", height=268)
        card.body.addWidget(self._run_chart)
        return card

    def _words_card(self) -> Card:
        card = Card(name="words_card")
        card.body.setContentsMargins(theme.px(12), theme.px(8), theme.px(16), theme.px(8))
        self._tag = label("", "tag", name="chart_tag")
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
            return
        # The measure's name is the page's title already: the chart is headed by what is counted.
        headed = replace(self.chart, title=self.chart.subtitle.removeprefix("%: ") or self.chart.title, subtitle="")
        self._run_chart.show_chart(headed)
        result = self.chart.result
        letter, _words, look = reading_words(self.chart)
        self._tag.setText(letter)
        self._tag.setVisible(bool(letter))
        set_role(self._tag, look if look == "tag" else f"tag_{look}")
        self._says.setText(result.says)
        self._check_first.setText(result.check_first)
        self._check_first.setVisible(bool(result.check_first))
        self._chance.setText(result.chance_words or _("Too few points to say."))

    # Points

    def _has_shares(self, measure: str) -> bool:
        return any("d" in (one.get("value") or {}) for one in points(self._context.workspace, measure))

    def _show_problem(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def _paste(self, text: str, start: date | None) -> None:
        there = points(self._context.workspace, self.measure["id"])
        shares: bool | None = self._model.shares if there or self._model.shares else None
        outcome = self._context.attempt(
            lambda: read_block(
                text,
                shares=shares,
                every=self.measure.get("every"),
                start=start,
                lang=language(),
                today=self._context.today(),
            )
        )
        if outcome:
            self._take_in(outcome.value, there)

    def _take_in(self, block: Block, there: list[dict[str, Any]]) -> None:
        before = {one.get("period"): one.get("value") for one in there}
        rows = block.rows
        replaced = sum(1 for one in rows if before.get(one.period.isoformat(), one.value) != one.value)
        if block.problems or replaced:
            preview = PastePreview(self, block, replaced)
            agreed = preview.exec()
            preview.deleteLater()
            if not agreed:
                return
        made = self._context.edit(ENTER_POINTS, set_points, self.measure["id"], rows)
        if made:
            count = made.value.added + made.value.changed
            told = ngettext("{n} point is in.", "{n} points are in.", count).format(n=count)
            self._context.told.emit(told if count else _("These points were all there."), "", None)

    # The inspector

    def _inspector(self) -> QWidget:
        self._fields: dict[str, Field] = {
            "name": Field(_("Name"), self._context, name="measure_name", many=True, quiet=True, strong=True),
            "unit": Field(_("Unit"), self._context, name="measure_unit", hint=_("minutes, %, pages"), quiet=True),
            "goal": Field(_("Goal"), self._context, name="measure_goal", hint="93", quiet=True),
            "minutes": Field(_("Minutes a point"), self._context, name="measure_minutes", hint="4", quiet=True),
        }
        self._defined = {
            name: Field(_(title), self._context, name=f"definition_{name}", hint=_(hint), many=True, quiet=True)
            for name, title, hint in DEFINITION
        }
        self._choices = {
            name: ChoiceField(_(title), name=f"measure_{name}", quiet=True) for name, title, _values in CHOICES
        }
        for name, choice in self._choices.items():
            choice.setEnabled(not self._context.read_only)
            choice.chosen.connect(lambda value, name=name: self._put(name, value or None))
        body = column(self._fields["name"], spacing=8, margins=(8, 12, 8, 16))
        for field in self._defined.values():
            body.addWidget(field)
        body.addWidget(rule())
        body.addLayout(_pair(self._choices["type"], self._choices["better"]))
        body.addLayout(_pair(self._choices["every"], self._choices["rules"]))
        body.addLayout(_pair(self._fields["unit"], self._fields["goal"]))
        body.addLayout(_pair(self._fields["minutes"], QWidget()))
        body.addWidget(rule())
        self._level = ShareLevel(self._context, name="measure_level")
        body.addWidget(self._level)
        delete = button(_("Delete this measure"), self._delete, name="delete_measure", role="link", icon="trash")
        delete.setEnabled(not self._context.read_only)
        body.addLayout(row(delete, 1))
        body.addStretch(1)
        inner = QWidget()
        inner.setLayout(body)
        frame = QFrame()
        frame.setProperty("role", "inspector")
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inner)
        return frame

    def _show_inspector(self, definition: dict[str, Any]) -> None:
        measure = self.measure["id"]
        words = choice_words()
        for name in ("name", "unit", "minutes"):
            key = ("measure", measure, name)
            self._fields[name].show_value(key, shown_value("measure", name, self.measure), self._saver(name))
        steps = sorted(
            self._context.workspace.select("target_step", measure=measure), key=lambda one: one.get("from") or ""
        )
        goal = shown_value("target_step", "value", steps[-1]) if steps else ""
        self._fields["goal"].show_value(("measure", measure, "goal"), goal, self._save_goal)
        for name, field in self._defined.items():
            key = ("measure_definition", definition.get("id", measure), name)
            field.show_value(key, definition.get(name, ""), self._definition_saver(name))
        self._level.show_record("measure", measure)
        for name, _title, values in CHOICES:
            self._choices[name].show_choices([(value, words[value]) for value in values], self.measure.get(name))

    def _definition(self) -> dict[str, Any]:
        found = self._context.workspace.select("measure_definition", measure=self.measure["id"])
        return max(found, key=lambda one: one.get("since") or "", default={})

    def _put(self, name: str, value: str | None) -> bool:
        return bool(self._context.put(N_("Edit the measure"), "measure", self.measure["id"], {name: value}))

    def _saver(self, name: str) -> Save:
        return lambda text: self._put(name, read_field("measure", name, text, self._context.today()))

    def _definition_saver(self, name: str) -> Save:
        def save(text: str) -> bool:
            fields = {name: text.strip() or None}
            since = self._since()
            return bool(
                self._context.edit(N_("Edit the definition"), set_definition, self.measure["id"], fields, since)
            )

        return save

    def _save_goal(self, text: str) -> bool:
        value = read_field("target_step", "value", text, self._context.today())
        return bool(self._context.edit(N_("Edit the goal"), set_goal, self.measure["id"], value, self._since()))

    def _since(self) -> str:
        """A first definition or goal holds from the first point on."""
        there = points(self._context.workspace, self.measure["id"])
        return there[0]["period"] if there else self._context.today().isoformat()

    def _delete(self) -> None:
        question = _("Delete “{name}” with its points? Undo brings it back.").format(name=self.measure.get("name", ""))
        if ask.confirm(self, _("Delete this measure"), question, _("Delete")):
            self._context.edit(N_("Delete measure"), delete_record, "measure", self.measure["id"])


def _pair(left: QWidget, right: QWidget) -> Any:
    line = row(spacing=12)
    line.addWidget(left, 1)
    line.addWidget(right, 1)
    return line

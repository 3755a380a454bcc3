"""The definition of a measure and all that it is: what is counted, for what, how it is drawn, what was said of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_words import CHART_NAMES, RULE_NAMES
from netdesk.core.charts import Suggestion, constants
from netdesk.core.records import KINDS
from netdesk.i18n import N_, _
from netdesk.operations import measure_marks as marks
from netdesk.operations.measures import points
from netdesk.operations.source import title_of
from netdesk.ui import ask
from netdesk.ui.context import Context, delete_record
from netdesk.ui.dialogs.measure_definition import WORDS, NewDefinition
from netdesk.ui.pages.measure_goals import Goals
from netdesk.ui.pages.measure_groups import GroupNames
from netdesk.ui.pages.measure_marks_list import MarksList
from netdesk.ui.shown import choice_words, read_field, shown_date, shown_value
from netdesk.ui.widgets.autosave import Field, Save
from netdesk.ui.widgets.basic import button, column, label, row, rule
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.share_level import ShareLevel

EDIT: str = N_("Edit the measure")
_TITLES = {
    "type": N_("Kind"), "better": N_("Better is"), "every": N_("One point a"), "collector": N_("Who collects"),
    "of": N_("What it is for"), "chart": N_("Chart"), "rules": N_("Rules"),
}  # fmt: skip


class MeasureInspector(QFrame):
    """The measure's fields, each saved as it is left; what the chart needs is chosen here too."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "inspector")
        self._context = context
        self._measure: dict[str, Any] = {}
        self._chart: ChartInput | None = None

    def build(self) -> Iterator[None]:
        """Make the fields, with pauses between them."""
        yield from self._make_fields()
        body = column(spacing=8, margins=(8, 12, 8, 16))
        self._inner = QWidget()
        self._inner.setLayout(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._inner)
        for field in (self._fields["name"], *self._defined.values()):
            body.addWidget(field)
        yield
        body.addWidget(self._older)
        body.addLayout(row(self._change, 1))
        body.addWidget(rule())
        body.addWidget(self._choices["of"])
        body.addLayout(_pair(self._choices["type"], self._choices["better"]))
        body.addLayout(_pair(self._choices["every"], self._fields["unit"]))
        body.addLayout(_pair(self._choices["collector"], self._fields["minutes"]))
        yield
        body.addWidget(rule())
        body.addWidget(self._choices["chart"])
        body.addLayout(self._suggestion())
        body.addWidget(self._choices["rules"])
        body.addWidget(self._goals)
        yield
        for part in (rule(), self._marks, rule(), self._groups, rule(), self._level):
            body.addWidget(part)
        delete = button(_("Delete this measure"), self._delete, name="delete_measure", role="link", icon="trash")
        delete.setEnabled(not self._context.read_only)
        body.addLayout(row(delete, 1))
        body.addStretch(1)

    def _make_fields(self) -> Iterator[None]:
        context = self._context
        self._fields: dict[str, Field] = {
            "name": Field(_("Name"), context, name="measure_name", many=True, quiet=True, strong=True),
            "unit": Field(_("Unit"), context, name="measure_unit", hint=_("minutes, %, pages"), quiet=True),
            "minutes": Field(_("Minutes a point"), context, name="measure_minutes", hint="4", quiet=True),
        }
        yield
        self._defined = {
            name: Field(_(title), context, name=f"definition_{name}", hint=_(hint), many=True, quiet=True)
            for name, (title, hint) in WORDS.items()
        }
        self._older = label("", "quiet", wrap=True, name="older_definitions", selectable=True)
        self._older.setContentsMargins(8, 0, 0, 0)
        self._change = button(
            _("The definition changed…"), self.change_definition, name="change_definition", role="link"
        )
        self._change.setEnabled(not context.read_only)
        self._choices: dict[str, ChoiceField] = {}
        for n, (name, title) in enumerate(_TITLES.items()):
            if n % 2 == 0:
                yield
            choice = self._choices[name] = ChoiceField(_(title), name=f"measure_{name}", quiet=True)
            choice.setEnabled(not context.read_only)
            choice.chosen.connect(lambda value, name=name: self._put(name, value or None))
        yield
        self._goals = Goals(context)
        self._marks = MarksList(context)
        self._groups = GroupNames(context)
        self._level = ShareLevel(context, name="measure_level")
        yield

    def _suggestion(self) -> QLayout:
        self._advice = label("", "quiet", wrap=True, name="chart_advice", selectable=True)
        self._advised = ""
        self._take = button(_("Use it"), self._take_advice, name="take_chart_advice", role="link")
        made = column(self._advice, row(self._take, 1), spacing=0, margins=(8, 0, 0, 0))
        self._advice.hide()
        self._take.hide()
        return made

    # Showing

    def show_nothing(self) -> None:
        """Show no fields: those of another measure must not be written in."""
        self._inner.hide()

    def show_measure(self, measure: dict[str, Any], chart: ChartInput | None, advice: Suggestion | None) -> None:
        """Show this measure; ``advice`` is the chart that fits its numbers."""
        self._measure, self._chart = measure, chart
        id_ = measure["id"]
        for name, field in self._fields.items():
            field.show_value(("measure", id_, name), shown_value("measure", name, measure), self._saver(name))
        versions = marks.definitions(self._context.workspace, id_)
        newest = versions[-1] if versions else {}
        for name, field in self._defined.items():
            key = ("measure_definition", newest.get("id", id_), name)
            field.show_value(key, newest.get(name, ""), self._definition_saver(name))
        self._show_older(versions)
        self._goals.show_goals(id_, self._since)
        self._show_choices()
        self._show_advice(advice)
        self._marks.show_marks(id_, chart)
        self._groups.show_groups(id_)
        self._level.show_record("measure", id_)
        self._inner.show()

    def _show_older(self, versions: list[dict[str, Any]]) -> None:
        told = []
        for old, new in pairwise(versions):
            words = old.get("text") or old.get("numerator") or _("another definition")
            told.append(_("Until {day}: {words}").format(day=shown_date(new.get("since")), words=words))
        if len(versions) > 1:
            told.append(_("In use since {day}.").format(day=shown_date(versions[-1].get("since"))))
        self._older.setText("\n".join(told))
        self._older.setVisible(bool(told))
        self._change.setVisible(bool(versions))

    def _show_choices(self) -> None:
        words = choice_words()
        fields = KINDS["measure"].fields
        offered: dict[str, list[tuple[str, str]]] = {
            name: [(value, words[value]) for value in fields[name].choices] for name in ("type", "better", "every")
        }
        for name, choices in offered.items():
            if not self._measure.get(name):
                choices.insert(0, ("", _("Not said")))
        offered["rules"] = [(one, RULE_NAMES[one]) for one in constants.RULES]
        offered["chart"] = [(one, _named_chart(one)) for one in constants.CHARTS]
        people = [one for one in self._context.workspace.select("person") if one.get("name")]
        offered["collector"] = [("", _("Nobody yet")), *((one["id"], one["name"]) for one in people)]
        offered["of"] = self._purposes()
        for name, choices in offered.items():
            self._choices[name].show_choices(choices, self._measure.get(name) or "")

    def _purposes(self) -> list[tuple[str, str]]:
        """What the measure can be for. Where nothing is chosen it is for the aim that is measured by it, if any is."""
        workspace = self._context.workspace
        own = next((one["id"] for one in workspace.select("aim", measure=self._measure["id"])), "")
        found = [("", _("Nothing yet"))]
        named = {"aim": _("Aim: {name}"), "driver": _("Driver: {name}"), "change_idea": _("Idea: {name}")}
        for kind, words in named.items():
            for one in workspace.select(kind):
                name = title_of(one)
                if name and one["id"] == own and self._measure.get("of") != own:
                    found[0] = ("", words.format(name=name))
                elif name:
                    found.append((one["id"], words.format(name=name)))
        return found

    def _show_advice(self, advice: Suggestion | None) -> None:
        """Which chart fits the numbers, and why; offered, never chosen by itself."""
        differs = advice is not None and advice.chart != (self._measure.get("chart") or "run")
        self._advised = advice.chart if advice is not None and differs else ""
        if advice is not None:
            head = _("Suggested: {chart}. {why}") if differs else _("It fits these numbers. {why}")
            words = head.format(chart=_named_chart(advice.chart), why=advice.reason)
            self._advice.setText(" ".join(one for one in (words, advice.instead) if one))
        self._advice.setVisible(advice is not None)
        self._take.setVisible(differs and not self._context.read_only)

    # Saving

    def _put(self, name: str, value: str | None) -> bool:
        return bool(self._context.put(EDIT, "measure", self._measure["id"], {name: value}))

    def _take_advice(self) -> None:
        if self._advised:
            self._put("chart", self._advised)

    def _saver(self, name: str) -> Save:
        return lambda text: self._put(name, read_field("measure", name, text, self._context.today()))

    def _definition_saver(self, name: str) -> Save:
        def save(text: str) -> bool:
            fields = {name: text.strip() or None}
            outcome = self._context.edit(
                marks.EDIT_DEFINITION, marks.set_definition, self._measure["id"], fields, self._since()
            )
            return bool(outcome)

        return save

    def change_definition(self) -> None:
        """Ask what is counted from a day on, and make a new version beside the old one."""
        self._context.save_typing()
        versions = marks.definitions(self._context.workspace, self._measure["id"])
        dialog = NewDefinition(self, versions[-1] if versions else {}, self._context.today())
        if dialog.exec():
            args = (self._measure["id"], dialog.since, dialog.fields())
            self._context.edit(marks.DEFINE_AGAIN, marks.define_again, *args)
        dialog.deleteLater()

    def _since(self) -> str:
        """A first definition or goal holds from the first point on."""
        days = [one for one in self._chart.dates if isinstance(one, date)] if self._chart is not None else []
        if days:
            return min(days).isoformat()
        there = points(self._context.workspace, self._measure["id"])
        return there[0]["period"] if there else self._context.today().isoformat()

    def _delete(self) -> None:
        name = self._measure.get("name", "")
        question = _("Delete “{name}” with its points? Undo brings it back.").format(name=name)
        if ask.confirm(self, _("Delete this measure"), question, _("Delete")):
            self._context.edit(N_("Delete measure"), delete_record, "measure", self._measure["id"])


def _named_chart(chart: str) -> str:
    name = _(CHART_NAMES.get(chart, chart))
    return name[:1].upper() + name[1:]


def _pair(left: QWidget, right: QWidget) -> QLayout:
    line = row(spacing=12)
    line.addWidget(left, 1)
    line.addWidget(right, 1)
    return line

"""What is known of the chosen part of the theory: definition, measures, what it serves, its tests, and its chain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from netdesk.core import status_marks
from netdesk.core.chart_scales import value_text
from netdesk.core.records import LINK
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.operations import cycles, drivers, measures, theory
from netdesk.operations.source import title_of
from netdesk.operations.theory import Work
from netdesk.ui.charts.prepared import chart_of, reading_words
from netdesk.ui.context import Context
from netdesk.ui.diagram.acts import Spot
from netdesk.ui.diagram.details import list_work, show_soon
from netdesk.ui.diagram.theory_acts import TheoryActs
from netdesk.ui.icons import put_icon
from netdesk.ui.pages.theory_versions import VersionsPanel
from netdesk.ui.widgets.autosave import Field
from netdesk.ui.widgets.basic import (
    ElidedButton,
    Segments,
    boxed,
    button,
    column,
    empty,
    inset,
    inset_head,
    label,
    letter_tag,
    row,
    rule,
)
from netdesk.ui.widgets.chain import ChainPanel
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.frame import ElidedLabel
from netdesk.ui.widgets.marks import StateMark
from netdesk.ui.widgets.share_level import ShareLevel

Record = dict[str, Any]
LEVELS = ("primary", "secondary", "tertiary")


class TheoryInspector(QWidget):
    """Shows the chosen node, or (with nothing chosen) what in the theory is still to do."""

    def __init__(self, context: Context, acts: TheoryActs) -> None:
        super().__init__()
        self.setObjectName("theory_inspector")
        self._acts = acts
        self.node = NodeFields(context, acts)
        self.work = WorkList(context, acts)
        self.versions = VersionsPanel(context, acts)
        self.versions.closed.connect(self.refresh)
        outer = column(self.node, self.work, self.versions, spacing=0)
        outer.addStretch(1)
        self.setLayout(outer)
        show_soon(self, acts, self.refresh)

    def refresh(self) -> None:
        """Show what is chosen now."""
        if not self.versions.isHidden():
            self.node.hide()
            self.work.hide()
            return
        current = self._acts.current
        shown = current is not None and bool(self._acts.kind_of(current.node))
        self.node.setVisible(shown)
        self.work.setVisible(not shown)
        if shown and current is not None:
            self.node.show_spot(current)
        else:
            self.work.refresh()


class NodeFields(QWidget):
    """Everything about one aim, driver or change idea."""

    def __init__(self, context: Context, acts: TheoryActs) -> None:
        super().__init__()
        self._context, self._acts = context, acts
        self._id = self._kind = ""
        self._head = inset_head(name="node_kind")
        self._words = Field("", context, name="node_name", many=True, quiet=True, strong=True)
        self._words.edit.setAccessibleName(_("Name"))
        self._sentence = label("", "strong", wrap=True, name="node_sentence")
        self._definition = Field(
            _("What we mean by it"),
            context,
            name="node_definition",
            many=True,
            quiet=True,
            hint=_("In a sentence or two, so that everyone sees the same"),
        )
        self._research = Field(
            _("What research says"),
            context,
            name="node_research",
            many=True,
            quiet=True,
            hint=_("Who found what, and where"),
        )
        self._state = row(spacing=6)
        self._mark = StateMark()
        self._state_words = label("", "strong", name="node_state")
        for one in (self._mark, self._state_words):
            self._state.addWidget(one)
        self._state.addStretch(1)
        self._test = button(_("Plan a cycle"), self._plan_test, name="node_test", icon="plus")
        self._test.setEnabled(not context.read_only)
        self._measures = column(spacing=6)
        self._serves = column(spacing=6)
        self._share = ShareLevel(context, name="node_share")
        self._chain = ChainPanel(context, name="node_chain")
        self._to_purpose = button(_("Change the aim"), lambda: context.go.emit("purpose", ""), name="node_aim")
        parts = column(self._head, self._words, self._sentence, spacing=8, margins=(8, 14, 12, 16))
        parts.addLayout(self._state)
        parts.addWidget(self._definition)
        parts.addWidget(self._research)
        parts.addLayout(row(self._test, self._to_purpose, 1))
        parts.addWidget(rule())
        parts.addLayout(self._measures)
        parts.addWidget(rule())
        parts.addLayout(self._serves)
        parts.addWidget(self._share)
        parts.addWidget(rule())
        parts.addWidget(self._chain)
        self.setLayout(parts)

    def show_spot(self, spot: Spot) -> None:
        """Show the node of this spot."""
        node = self._acts.graph.nodes[spot.node]
        self._id, self._kind = node.id, node.kind
        self._head.setText(self._kind_words())
        is_aim, is_idea = node.kind == "aim", node.kind == "change_idea"
        for one in (self._words, self._definition, self._share):
            one.setVisible(not is_aim)
        self._sentence.setVisible(is_aim)
        self._to_purpose.setVisible(is_aim)
        self._research.setVisible(is_idea)
        self._test.setVisible(is_idea)
        self._mark.setVisible(is_idea)
        self._state_words.setVisible(is_idea)
        if is_aim:
            self._sentence.setText(self._acts.text_of(node.id))
        else:
            self._show_fields(node.record)
        self._show_measures()
        self._show_parents()
        self._chain.show_chain(node.kind, node.id)

    def _kind_words(self) -> str:
        if self._kind == "aim":
            return _("Aim")
        if self._kind == "change_idea":
            return _("Change idea")
        box = self._acts.placed.boxes.get(self._id)
        level = box.kind if box is not None and box.kind in LEVELS else "primary"
        return {
            "primary": _("Primary driver"),
            "secondary": _("Secondary driver"),
            "tertiary": _("Tertiary driver"),
        }[level]

    def _show_fields(self, record: Record) -> None:
        kind, id_ = self._kind, self._id
        field = "description" if kind == "change_idea" else "definition"
        self._words.show_value((kind, id_, "name"), record.get("name") or "", lambda text: self._acts.rename(id_, text))
        self._definition.show_value((kind, id_, field), record.get(field) or "", self._saver(kind, id_, field))
        if kind == "change_idea":
            saver = self._saver(kind, id_, "research")
            self._research.show_value((kind, id_, "research"), record.get("research") or "", saver)
            shape, word = status_marks.IDEA[self._acts.statuses[id_]]
            self._mark.show_shape(shape)
            self._state_words.setText(_(word))
        self._share.show_record(kind, id_)

    def _saver(self, kind: str, id_: str, field: str) -> Any:
        def save(text: str) -> bool:
            return bool(self._context.put(drivers.EDIT_DEFINITION, kind, id_, {field: text.rstrip() or None}))

        return save

    # Measures

    def _show_measures(self) -> None:
        empty(self._measures)
        workspace = self._context.workspace
        found = workspace.select("measure", of=self._id)
        own = self._acts.graph.nodes[self._id].record.get("measure") if self._kind == "aim" else None
        if own and own not in [one["id"] for one in found]:
            first = workspace.get("measure", own)
            found = ([first] if first else []) + found
        self._measures.addWidget(inset_head(_("How we will know")))
        for measure in found:
            self._measures.addWidget(self._measure(measure))
        if not found:
            self._measures.addWidget(inset(label(_("No measure yet."), "quiet")))
        if self._context.read_only:
            return
        free = [one for one in workspace.select("measure") if not one.get("of") and one["id"] != own]
        adding = button(_("New measure"), self.add_measure, name="node_measure", icon="plus")
        self._measures.addLayout(row(adding, 1))
        if free:
            linked = ChoiceField(_("Or one that is there"), name="node_measure_link", quiet=True)
            linked.show_choices([("", _("Choose a measure"))] + [(one["id"], title_of(one)) for one in free], "")
            linked.chosen.connect(self._link_measure)
            self._measures.addWidget(linked)

    def _measure(self, measure: Record) -> QWidget:
        from netdesk.ui.charts.sparkline import Sparkline  # at use, as all charts

        made = QWidget()
        go = ElidedButton(
            title_of(measure),
            lambda: self._context.go.emit("measures", measure["id"]),
            name=f"measure_{measure['id']}",
            link=True,
        )
        lines = column(go, spacing=2)
        try:
            chart = chart_of(self._context, measure["id"])
        except NetDeskError as error:
            lines.addWidget(label(error.user_text, "quiet", wrap=True))
        else:
            spark = Sparkline()
            spark.show_result(chart.result)
            valued = [point.value for point in chart.result.points if point.value is not None]
            last = value_text(valued[-1], chart.unit, percent=chart.percent) if valued else ""
            letter, said, _look = reading_words(chart)
            value = row(spark, spacing=8)
            value.addWidget(ElidedLabel(last, "strong"), 1)
            lines.addLayout(value)
            words = row(spacing=6)
            if letter:
                words.addWidget(letter_tag(letter), 0, Qt.AlignmentFlag.AlignTop)
            words.addWidget(label(said, "quiet", wrap=True), 1)
            lines.addLayout(words)
        made.setLayout(lines)
        return made

    def add_measure(self) -> None:
        """Ask for a measure of this node."""
        add_measure_of(self, self._context, self._id, self._kind)

    def _link_measure(self, measure: str) -> None:
        if measure:
            self._context.put(drivers.LINK_MEASURE, "measure", measure, {"of": self._id})

    def _plan_test(self) -> None:
        plan_test(self._context, self._id)

    # What it serves

    def _show_parents(self) -> None:
        empty(self._serves)
        if self._kind == "aim":
            return
        self._serves.addWidget(inset_head(_("Serves")))
        for parent in self._acts.graph.parents(self._id):
            self._serves.addWidget(self._parent(parent))
        if not self._acts.graph.parents(self._id):
            words = _("Nothing yet: it is not linked to the aim. Drag it onto a driver, or choose below.")
            self._serves.addWidget(inset(label(words, "quiet", wrap=True)))
        choices = self._acts.link_choices()
        if choices and not self._context.read_only:
            also = ChoiceField(_("Also serves"), name="node_link", quiet=True)
            also.show_choices([("", _("Choose a driver or the aim")), *choices], "")
            also.chosen.connect(lambda node: node and self._acts.link([Spot(None, self._id)], node))
            self._serves.addWidget(also)
        cause = self._context.workspace.get("cause", self._acts.graph.nodes[self._id].record.get("from_cause") or "")
        if cause is not None:
            self._serves.addWidget(inset_head(_("Comes from the cause")))
            go = ElidedButton(
                title_of(cause), lambda: self._context.go.emit("causes", cause["id"]), name="node_from_cause", link=True
            )
            self._serves.addWidget(go)

    def _parent(self, parent: str) -> QWidget:
        link = self._context.workspace.get(LINK, drivers.link_id(parent, self._id)) or {}
        name = self._acts.text_of(parent)
        go = ElidedButton(name, lambda: self._acts.select_node(parent), name=f"parent_{parent}", link=True)
        strength = Segments(
            (("strong", _("Strong")), ("weak", _("A guess so far"))), name=f"strength_{parent}", accessible=name
        )
        strength.show_value(link.get("strength") or "strong")
        strength.setEnabled(not self._context.read_only)
        strength.chosen.connect(
            lambda value: self._acts.do(drivers.SET_STRENGTH, drivers.set_strength, parent, self._id, value)
        )
        words = _("Take the link to {name} away").format(name=name)
        away = _small_button(
            "close", lambda: self._acts.do(drivers.UNLINK_DRIVERS, drivers.unlink, parent, self._id), words,
            name=f"unlink_{parent}",
        )  # fmt: skip
        away.setEnabled(not self._context.read_only)
        top = row(spacing=4)
        top.addWidget(go, 1)
        top.addWidget(away)
        return boxed(column(top, strength, spacing=2))


class WorkList(QWidget):
    """What in the theory is still to do, each with one click to do it. ``asks_idea``: one under the chosen driver."""

    asks_idea = Signal()

    def __init__(self, context: Context, acts: TheoryActs) -> None:
        super().__init__()
        self.setObjectName("theory_work")
        self._found: list[Work] | None = None
        self._context, self._acts = context, acts
        self._lines = column(spacing=4, margins=(8, 14, 12, 16))
        self.setLayout(self._lines)

    def refresh(self) -> None:
        """Show the work as it is now."""
        nothing = _("Every driver has a measure and every idea a cycle. Choose a box to see why it is there.")
        found = self._acts.work
        if found == self._found:
            return
        self._found = found
        list_work(self._lines, _("Still to do"), nothing, found, theory.work_title, self._line)

    def _line(self, one: Work) -> QWidget:
        name = one.text or _("Without a name")
        opener = ElidedButton(
            name, lambda: self._acts.select_node(one.node), name=f"work_{one.code}_{one.node}", link=True
        )
        made = QWidget()
        line = row(spacing=4)
        line.addWidget(opener, 1)
        if not self._context.read_only:
            words, deed = self._deed(one)
            said = _("{deed}: {name}").format(deed=words, name=name)
            line.addWidget(_small_button("plus", deed, said, name=f"do_{one.code}_{one.node}"))
        made.setLayout(line)
        return made

    def _deed(self, one: Work) -> tuple[str, Any]:
        if one.code == "unmeasured":
            return _("Add a measure"), lambda: add_measure_of(self, self._context, one.node, "driver")
        if one.code == "untested":
            return _("Plan a cycle"), lambda: plan_test(self._context, one.node)
        if one.code == "idle":
            return _("Add an idea"), lambda: self._ask_idea(one.node)
        link = _("Link to the aim") if one.kind == "driver" else _("Choose what it serves")
        if one.kind == "driver":
            return link, lambda: self._acts.link([Spot(None, one.node)], self._acts.root)
        return link, lambda: self._acts.select_node(one.node)

    def _ask_idea(self, driver: str) -> None:
        self._acts.select_node(driver)
        self.asks_idea.emit()


def _small_button(icon: str, deed: Callable[[], object], words: str, *, name: str) -> QToolButton:
    """A button with an icon alone; its words are its tool tip and what a screen reader says."""
    made = QToolButton()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setToolTip(words)
    put_icon(made, icon, "accent" if icon == "plus" else "quiet")
    made.clicked.connect(lambda _checked=False: deed())
    return made


def add_measure_of(parent: QWidget, context: Context, node: str, kind: str) -> None:
    """Ask for a new measure of a node and add it."""
    from netdesk.ui.dialogs.measure import NewMeasure
    from netdesk.ui.pages.measures import make_measure

    dialog = NewMeasure(parent)
    if dialog.exec():
        fields = {**dialog.fields(), "of": node}
        if kind == "driver" and fields.get("type") == "outcome":
            fields["type"] = "driver"
        context.edit(measures.ADD_MEASURE, make_measure, fields, dialog.definition())
    dialog.deleteLater()


def plan_test(context: Context, idea: str) -> None:
    """A quick test of an idea, opened on its sheet."""
    record = context.workspace.get("change_idea", idea) or {}
    made = context.edit(cycles.ADD_CYCLE, make_test, record.get("name") or _("A cycle"), idea)
    if made:
        context.go.emit("cycles", made.value)


def make_test(edit: Any, title: str, idea: str) -> str:
    """A quick test of an idea; its id."""
    return cycles.add_cycle(edit, title, fields={"idea": idea})

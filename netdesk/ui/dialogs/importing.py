"""What a spreadsheet would do to a measure: which column is what, every guess shown, and every row with its outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHeaderView, QTableView, QWidget

from netdesk.errors import NetDeskError
from netdesk.i18n import _, ngettext
from netdesk.importers.guess import column_letter
from netdesk.importers.mapping import Mapping
from netdesk.importers.plan import ImportPlan
from netdesk.ui import theme
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.shown import shown_date, shown_number
from netdesk.ui.widgets.basic import label, row
from netdesk.ui.widgets.choices import ChoiceField

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
#: How a plan is made anew for what the person chose: the measure, the mapping (None: guess) and the sheet.
Planner = Callable[[str, Mapping | None, str], ImportPlan]
#: Rows with a reason that are made as high as it needs; more would keep the window waiting.
MOST_WRAPPED = 200
GROUP_COLUMN = 2
ROLES = ("period", "value", "n", "d", "group", "note")


class RowsModel(QAbstractTableModel):
    """Every row with its outcome, those that need a person first."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[str, ...]] = []
        self.heads = (_("Row"), _("Period"), _("Group"), _("What will be"), _("Outcome"))

    def show_plan(self, plan: ImportPlan) -> None:
        """Show another plan."""
        self.beginResetModel()
        order = {"changed": 0, "new": 1, "same": 2}
        points = sorted(plan.points, key=lambda one: (order[one.state], one.point.row))
        problems = [(str(one.row), "", "", one.text, one.why) for one in plan.reading.problems]
        passed = [(str(one.row), "", "", one.text, one.why) for one in plan.reading.passed]
        read = [
            (
                str(one.point.row),
                shown_date(one.point.period.isoformat()),
                one.point.group,
                pair_words(one.point.value),
                _outcome(one.state, one.before),
            )
            for one in points
        ]
        self._lines = [*problems, *read, *passed]
        self._problems = len(problems)
        self._read = len(read)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return self.heads[section]
        if role == Role.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return line[index.column()]
        if role == Role.AccessibleTextRole:
            return f"{self.heads[index.column()]}: {line[index.column()]}"
        if role == Role.ForegroundRole and index.row() >= self._problems + self._read:
            return QColor(theme.tokens().quiet)
        if role == Role.FontRole and index.row() < self._problems and index.column() == len(self.heads) - 1:
            font = QFont()
            font.setBold(True)
            return font
        return None


def pair_words(value: dict[str, str] | None) -> str:
    """A value as people write it: 12.5, or 28 of 30."""
    if value is None:
        return ""
    if "v" in value:
        return shown_number(value["v"])
    return _("{n} of {d}").format(n=shown_number(value["n"]), d=shown_number(value["d"]))


def _outcome(state: str, before: dict[str, str] | None) -> str:
    if state == "changed":
        return _("changes; was {before}").format(before=pair_words(before))
    return _("new") if state == "new" else _("as it is")


class ImportPreview(Asking):
    """Shows the plan and lets a person change the measure, the sheet, the columns and the habits of writing.

    ``plan`` is the plan that holds when the dialog is accepted.
    """

    def __init__(
        self,
        parent: QWidget | None,
        plan: ImportPlan,
        *,
        file: str,
        sheets: Sequence[str],
        measures: Sequence[tuple[str, str]],
        notes: Sequence[str],
        planner: Planner,
    ) -> None:
        super().__init__(
            parent, name="import_preview", title=_("Before these numbers go in"), words=file, deed=" ", width=760
        )
        self.plan = plan
        self._notes = tuple(notes)
        self._planner = planner
        self._measure = ChoiceField(_("Into the measure"), name="import_measure")
        self._measure.show_choices(measures, plan.measure)
        self._measure.chosen.connect(lambda _value: self._again(None))
        self._sheet = ChoiceField(_("Sheet"), name="import_sheet")
        self._sheet.show_choices([(one, one) for one in sheets], plan.guess.sheet.name)
        self._sheet.chosen.connect(lambda _value: self._again(None))
        self._sheet.setVisible(len(sheets) > 1)
        self._kind = ChoiceField(_("Each row has"), name="import_kind")
        self._kind.chosen.connect(self._choose_kind)
        titles = {
            "period": _("Period"),
            "value": _("Number"),
            "n": _("How many"),
            "d": _("Out of"),
            "group": _("Group"),
            "note": _("Note"),
        }
        self._columns = {role: ChoiceField(titles[role], name=f"import_{role}") for role in ROLES}
        for role, field in self._columns.items():
            field.chosen.connect(lambda value, role=role: self._choose_column(role, value))
        self._order = ChoiceField(_("Dates"), name="import_order")
        self._order.chosen.connect(lambda value: self._change(order=value))
        self._decimal = ChoiceField(_("Decimals"), name="import_decimal")
        self._decimal.chosen.connect(lambda value: self._change(decimal=value))
        self._fraction = QCheckBox(_("0.85 means 85 %"))
        self._fraction.setObjectName("import_fraction")
        self._fraction.setAccessibleName(_("0.85 means 85 %"))
        self._fraction.clicked.connect(lambda checked: self._change(fraction=checked))
        self._doubts = label("", "problem", wrap=True, name="import_doubts")
        self._summary = label("", "strong", wrap=True, name="import_summary")
        self._rows = RowsModel()
        self.body.addLayout(row(self._measure, self._sheet, self._kind, spacing=12))
        self.body.addLayout(row(*self._columns.values(), spacing=12))
        self.body.addLayout(row(self._order, self._decimal, self._fraction, spacing=12))
        self.body.addWidget(self._doubts)
        self.body.addWidget(self._summary)
        self._view = self._table()
        self.body.addWidget(self._view, 1)
        self._show()

    def _table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("import_rows")
        table.setAccessibleName(_("Every row with its outcome"))
        table.setModel(self._rows)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.px(26))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setMinimumHeight(theme.px(240))
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        for n, width in enumerate((64, 116, 90, 150)):
            table.setColumnWidth(n, theme.px(width))
        last = len(self._rows.heads) - 1
        head.setSectionResizeMode(last, QHeaderView.ResizeMode.Stretch)
        head.sectionResized.connect(lambda section, _old, _new: self._fit_rows() if section == last else None)
        return table

    # What a person chooses

    def _choose_kind(self, kind: str) -> None:
        mapping = self.plan.guess.mapping
        if kind == "number":
            self._again(mapping.with_column("value", mapping.value if mapping.value is not None else mapping.n))
            return
        first = mapping.n if mapping.n is not None else mapping.value
        others = [n for n in range(self._width()) if n not in (mapping.period, first)]
        second = mapping.d if mapping.d is not None else (others[0] if others else first)
        self._again(mapping.with_column("n", first).with_column("d", second))

    def _choose_column(self, role: str, value: str) -> None:
        self._again(self.plan.guess.mapping.with_column(role, int(value) if value else None))

    def _change(self, **values: Any) -> None:
        self._again(replace(self.plan.guess.mapping, **values))

    def _again(self, mapping: Mapping | None) -> None:
        if mapping is not None and not mapping.whole:
            self._show()
            return
        try:
            self.plan = self._planner(self._measure.value(), mapping, self._sheet.value())
        except NetDeskError as error:
            self._summary.setText(error.user_text)
            self.accept_button.setEnabled(False)
            return
        self._show()

    # Showing

    def _width(self) -> int:
        return max((len(one.cells) for one in self.plan.guess.sheet.rows), default=0)

    def _show(self) -> None:
        guess, mapping = self.plan.guess, self.plan.guess.mapping
        heads = [mapping.heads[n] if n < len(mapping.heads) else "" for n in range(self._width())]
        offered = [(str(n), f"{column_letter(n)}  {head}".strip()) for n, head in enumerate(heads)]
        pairs = mapping.value is None
        self._kind.show_choices(
            [("number", _("One number")), ("pair", _("So many out of so many"))], "pair" if pairs else "number"
        )
        for role, field in self._columns.items():
            none = [("", _("None"))] if role in ("group", "note") else []
            chosen = getattr(mapping, role)
            field.show_choices([*none, *offered], "" if chosen is None else str(chosen))
            field.setVisible(role not in ("n", "d") if not pairs else role != "value")
        self._order.show_choices([("mdy", _("Month first: 9/7")), ("dmy", _("Day first: 7/9"))], mapping.order)
        unknown = [] if mapping.decimal else [("", _("Choose one"))]
        marks = [*unknown, (".", _("Point: 12.5")), (",", _("Comma: 12,5"))]
        self._decimal.show_choices(marks, mapping.decimal)
        self._fraction.setChecked(mapping.fraction)
        self._fraction.setVisible(not pairs)
        said = (*self._notes, *guess.doubts)
        self._doubts.setText(" ".join(said))
        self._doubts.setVisible(bool(said))
        self._summary.setText(self._summed_up())
        self._rows.show_plan(self.plan)
        self._view.setColumnHidden(GROUP_COLUMN, not any(one.point.group for one in self.plan.points))
        self._fit_rows()
        count = self.plan.counted("new") + self.plan.counted("changed")
        self.accept_button.setText(ngettext("Take in {n} row", "Take in {n} rows", count).format(n=count))
        self.accept_button.setAccessibleName(self.accept_button.text())
        self.accept_button.setEnabled(count > 0)

    def _fit_rows(self) -> None:
        """Make the rows that need a person as high as their reason."""
        for n in range(min(len(self.plan.reading.problems), MOST_WRAPPED)):
            self._view.resizeRowToContents(n)

    def _summed_up(self) -> str:
        plan = self.plan
        if plan.points and not plan.changes_something and not plan.reading.problems:
            return _("Everything in this sheet is there already; nothing would change.")
        counts = [
            (plan.counted("new"), ngettext("{n} new", "{n} new", plan.counted("new"))),
            (plan.counted("changed"), ngettext("{n} changed", "{n} changed", plan.counted("changed"))),
            (plan.counted("same"), ngettext("{n} as it is", "{n} as they are", plan.counted("same"))),
            (
                len(plan.reading.problems),
                ngettext("{n} row left out, see why", "{n} rows left out, see why", len(plan.reading.problems)),
            ),
        ]
        return " · ".join(words.format(n=n) for n, words in counts if n) or _("No row gives a point.")

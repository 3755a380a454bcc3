"""The grid of a measure's points: typing, pasting a block, deleting, all as edits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from netdesk.core.charts import Result
from netdesk.core.typed import read_date, read_number, read_pair
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _, format_percent, language
from netdesk.operations.measures import PointRow, points, set_points
from netdesk.store.edit import Edit
from netdesk.ui import theme
from netdesk.ui.charts.prepared import letter_and_words
from netdesk.ui.context import Context
from netdesk.ui.pasted import next_period
from netdesk.ui.shown import shown_date, shown_number

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


@dataclass
class _Line:
    """One row as shown; without an ``id`` it is the empty one at the end, whose typed parts wait here."""

    period: date | None
    value: dict[str, str] = field(default_factory=dict)
    note: str = ""
    id: str = ""
    ordinal: int = 0


def change_period(edit: Edit, measure: str, old: PointRow, new: PointRow) -> None:
    """A corrected period: the point is taken away where it was and added where it belongs, in one edit."""
    set_points(edit, measure, [PointRow(old.period, None, ordinal=old.ordinal), new])


class PointsModel(QAbstractTableModel):
    """A measure's points by period, with an empty row at the end; a cell set is an edit made."""

    problem = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._lines: list[_Line] = []
        self._result: Result | None = None
        self.measure: dict[str, Any] = {}
        self.shares = False
        self.columns: tuple[str, ...] = ("period", "value", "reading", "note")

    def show_measure(self, measure: dict[str, Any], shares: bool, result: Result | None) -> None:
        """Show this measure's points; ``result`` is the reading of them in the same order."""
        waiting = self._lines[-1] if self._lines and measure["id"] == self.measure.get("id") else None
        self.beginResetModel()
        self.measure, self.shares, self._result = measure, shares, result
        middle = ("n", "d", "share") if shares else ("value",)
        self.columns = ("period", *middle, "reading", "note")
        self._lines = [
            _Line(date.fromisoformat(one["period"]), dict(one["value"]), one.get("note", ""), one["id"], _ordinal(one))
            for one in points(self._context.workspace, measure["id"])
            if one.get("period") and one.get("value")
        ]
        if not self._context.read_only:
            self._lines.append(_Line(self._proposed()))
            if waiting is not None and not waiting.id and waiting.value:
                taken = {line.period for line in self._lines[:-1]}
                if waiting.period not in taken:
                    self._lines[-1] = waiting
        self.endResetModel()

    def _proposed(self) -> date:
        """The period that the empty row offers: the one after the newest point, or this week's Monday."""
        if self._lines and self._lines[-1].period is not None:
            return next_period(self._lines[-1].period, self.measure.get("every"))
        today = self._context.today()
        return date.fromordinal(today.toordinal() - today.weekday())

    @property
    def new_row(self) -> int:
        """The row in which a new point is typed."""
        return len(self._lines) - 1

    def line(self, row: int) -> _Line:
        """What a row holds."""
        return self._lines[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        name = self.columns[section]
        if role == Role.TextAlignmentRole:
            return _alignment(name)
        if role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        unit = self.measure.get("unit") or ""
        day = {"week": _("Week of"), "2 weeks": _("Weeks from"), "month": _("Month"), "term": _("Term from")}
        return {
            "period": day.get(self.measure.get("every") or "", _("Day")),
            "value": unit[:1].upper() + unit[1:] if unit and unit != "%" else _("Value"),
            "n": _("How many"),
            "d": _("Out of"),
            "share": _("Share"),
            "reading": _("Reading"),
            "note": _("Note"),
        }[name]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line, name = self._lines[index.row()], self.columns[index.column()]
        if role in (Role.DisplayRole, Role.EditRole):
            return self._text(line, name, index.row())
        if role == Role.TextAlignmentRole:
            return _alignment(name)
        if role == Role.ForegroundRole and (not line.id or name in ("reading", "note")):
            return QColor(theme.tokens().quiet if not line.id and name != "n" else theme.tokens().second)
        if role == Role.AccessibleTextRole:
            head = self.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{head}: {self._text(line, name, index.row())}"
        return None

    def _text(self, line: _Line, name: str, row: int) -> str:
        if name == "period":
            return shown_date(line.period.isoformat()) if line.period else ""
        if name == "note":
            return line.note or (_("Type here, or paste rows from a spreadsheet") if not line.id else "")
        if name == "reading":
            return self._reading(line, row)
        if name == "share":
            if "d" in line.value and "n" in line.value:
                return format_percent(float(line.value["n"]) / float(line.value["d"]), 1)
            return shown_number(line.value["v"]) + "%" if "v" in line.value else ""
        if name == "value":
            text = shown_number(line.value.get("v"))
            if not text and "d" in line.value:
                return f"{shown_number(line.value['n'])}/{shown_number(line.value['d'])}"
            return f"{text}%" if text and self.measure.get("unit") == "%" else text
        return shown_number(line.value.get(name))

    def _reading(self, line: _Line, row: int) -> str:
        if not line.id:
            return _("needs “out of”") if "n" in line.value and "d" not in line.value else ""
        if self._result is None or row >= len(self._result.points):
            return ""
        letter, words, _look = letter_and_words(self._result.points[row])
        return f"{letter}  {words}".strip()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.columns[index.column()] not in ("reading", "share") and not self._context.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        line, name = self._lines[index.row()], self.columns[index.column()]
        text = str(value).strip()
        if role != Role.EditRole or text == self._text(line, name, index.row()):
            return False
        try:
            self._set(line, name, text)
        except NetDeskError as error:
            self.problem.emit(error.user_text)
            return False
        self.problem.emit("")
        return True

    def _set(self, line: _Line, name: str, text: str) -> None:
        assert line.period is not None
        now = PointRow(line.period, dict(line.value) or None, ordinal=line.ordinal)
        if name == "period":
            day = read_date(text, language(), self._context.today())
            if not line.id:
                line.period = day
                self.layoutChanged.emit()
            elif day != line.period:
                moved = PointRow(day, line.value, line.note or None, line.ordinal)
                self._context.edit(N_("Correct a period"), change_period, self.measure["id"], now, moved)
            return
        if name == "note":
            if line.id:
                self._context.put(N_("Edit the note of a point"), "observation", line.id, {"note": text or None})
            else:
                line.note = text
            return
        self._set_value(line, name, text)

    def _set_value(self, line: _Line, name: str, text: str) -> None:
        assert line.period is not None
        if name == "value":
            wanted = read_pair(text, language()) or {}
        else:
            wanted = {key: one for key, one in line.value.items() if key in ("n", "d")}
            wanted.pop(name, None)
            if text:
                wanted[name] = read_number(text, language())
        if set(wanted) in ({"n"}, {"d"}) and not line.id:
            line.value = wanted  # half a share waits in its row for the other half
            self.layoutChanged.emit()
            return
        if set(wanted) in ({"n"}, {"d"}):
            raise NetDeskError(_("A share needs both numbers. Delete the row if it was not counted."))
        if not wanted and not line.id:
            line.value = {}
            return
        if wanted.get("d") == "0":
            raise NetDeskError(_("Out of 0 is no share. Leave the row empty where nothing was counted."))
        new = PointRow(line.period, wanted or None, line.note or None, line.ordinal)
        if not line.id:
            line.value, line.note = {}, ""
        label = N_("Delete a point") if not wanted else N_("Change a point") if line.id else N_("Enter a point")
        self._context.edit(label, set_points, self.measure["id"], [new])


class PointsGrid(QTableView):
    """The table; Ctrl+V pastes a block (``pasted``: its text and the period it starts at), Delete empties rows."""

    pasted = Signal(str, object)
    edited = Signal()

    def __init__(self, model: PointsModel, context: Context) -> None:
        super().__init__()
        self._context = context
        self._points = model
        self.setModel(model)
        self.setObjectName("points_grid")
        self.setAccessibleName(_("Points of the measure"))
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(26))
        self.horizontalHeader().setHighlightSections(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self._fit_columns)
        self._shown = ""
        self.itemDelegate().closeEditor.connect(lambda *_editor: QTimer.singleShot(0, self, self.edited.emit))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.currentIndex().isValid():
            self.scrollToBottom()

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        for n, name in enumerate(self._points.columns):
            stretches = name == "note"
            header.setSectionResizeMode(
                n, QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
            )
            self.setColumnWidth(n, theme.px({"period": 130, "reading": 150}.get(name, 90)))
        measure = self._points.measure.get("id", "")
        if measure != self._shown:
            # The newest points are what one comes for.
            self._shown = measure
            QTimer.singleShot(0, self, self.scrollToBottom)

    @property
    def editing(self) -> bool:
        """Whether a cell's editor is open: its typed text must not be swept away by a refresh."""
        return self.state() == self.State.EditingState

    def to_new_row(self) -> None:
        """Put the cursor where the next point is typed, with the editor open."""
        if self._context.read_only:
            return
        index = self._points.index(self._points.new_row, 1)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.scrollTo(index)
        self.setCurrentIndex(index)
        self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self._context.read_only:
            self.delete_selected()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.editing:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Send the clipboard's text with the period of the current row."""
        if self._context.read_only:
            return
        row = self.currentIndex().row()
        row = row if 0 <= row < self._points.rowCount() else self._points.new_row
        self.pasted.emit(QGuiApplication.clipboard().text(), self._points.line(row).period)

    def copy(self) -> None:
        """Copy the selected cells as a spreadsheet takes them."""
        chosen = sorted(self.selectedIndexes(), key=lambda index: (index.row(), index.column()))
        rows: dict[int, list[str]] = {}
        for index in chosen:
            rows.setdefault(index.row(), []).append(str(index.data()))
        QGuiApplication.clipboard().setText("\n".join("\t".join(cells) for cells in rows.values()))

    def delete_selected(self) -> None:
        """Take the selected rows' points away, as one edit."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        gone = [self._points.line(row) for row in rows]
        changes = [PointRow(line.period, None, ordinal=line.ordinal) for line in gone if line.id and line.period]
        if changes:
            self._context.edit(N_("Delete points"), set_points, self._points.measure["id"], changes)


def _alignment(name: str) -> int:
    right = name in ("value", "n", "d", "share")
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _ordinal(record: dict[str, Any]) -> int:
    return int(record.get("ordinal") or 0)

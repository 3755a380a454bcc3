"""The grid of a measure's points: the keys of a spreadsheet, and a pasted block, all as edits."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.measures import PointRow, set_points
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.pages.points_model import Line, PointsModel, check_value, point_row, read_cell

_WIDTHS = {"period": 130, "reading": 170, "group": 110, "ordinal": 48}


class _Cells(QStyledItemDelegate):
    """Opens a cell's editor with the name of what is typed in it."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        made = super().createEditor(parent, option, index)
        head = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        period = index.model().index(index.row(), 0).data()
        made.setAccessibleName(f"{head}, {period}")
        return made


class PointsGrid(QTableView):
    """The table; Ctrl+V pastes a block (``pasted``: its text and the period it starts at), Delete empties cells."""

    pasted = Signal(str, object)
    edited = Signal()

    def __init__(self, model: PointsModel, context: Context) -> None:
        super().__init__()
        self._context = context
        self._points = model
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setObjectName("points_grid")
        self.setAccessibleName(_("Points of the measure"))
        self.setAccessibleDescription(_("The chart's numbers and what it reads in each, a row a point."))
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(26))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown = ""
        self._columns: tuple[str, ...] = ()
        self._kept: tuple[int, str, int] | None = None
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._fit_columns)

    # Showing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.currentIndex().isValid():
            self.scrollToBottom()

    def _keep_place(self) -> None:
        """Remember the cell and how far the rows are scrolled: every edit shows the rows anew."""
        index = self.currentIndex()
        if index.isValid() and index.column() < len(self._points.columns):
            name = self._points.columns[index.column()]
            self._kept = (index.row(), name, self.verticalScrollBar().value())
        else:
            self._kept = None

    def _fit_columns(self) -> None:
        if self._points.columns != self._columns:
            self._columns = self._points.columns
            header = self.horizontalHeader()
            for n, name in enumerate(self._columns):
                stretches = name == "note"
                header.setSectionResizeMode(
                    n, QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
                )
                self.setColumnWidth(n, theme.px(_WIDTHS.get(name, 90)))
        measure = self._points.measure.get("id", "")
        if measure != self._shown:
            # The newest points are what one comes for.
            self._shown, self._kept = measure, None
            QTimer.singleShot(0, self, self.scrollToBottom)
        elif self._kept is not None and self._kept[1] in self._columns:
            row, name, scrolled = self._kept
            row = min(row, self._points.rowCount() - 1)
            self.setCurrentIndex(self._points.index(row, self._columns.index(name)))
            self.verticalScrollBar().setValue(scrolled)
            self.scrollTo(self.currentIndex())

    def show_point(self, index: int) -> None:
        """Show the row of a point of the chart, without taking the focus from it."""
        chart = self._points.chart
        if chart is None or not 0 <= index < len(chart.ids) or self.hasFocus() or self.editing:
            return
        row = self._points.row_of(chart.ids[index])
        if row >= 0:
            self.setCurrentIndex(self._points.index(row, 0))
            self.scrollTo(self.currentIndex())

    @property
    def editing(self) -> bool:
        """Whether a cell's editor is open: its typed text must not be swept away by a refresh."""
        return self.state() == self.State.EditingState

    def to_new_row(self) -> None:
        """Put the cursor where the next point is typed, with the editor open."""
        if self._context.read_only:
            return
        column = next(n for n, name in enumerate(self._points.columns) if name in ("value", "n"))
        index = self._points.index(self._points.new_row, column)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setCurrentIndex(index)
        self.scrollToBottom()
        self.edit(index)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.delete_selected()
        elif event.key() == Qt.Key.Key_D and control:
            self.fill_down()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not self._context.read_only:
            self.delete_selected()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.editing:
            self._go_down(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        down = hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache

        def go_on() -> None:
            self.edited.emit()  # shows what was typed, perhaps with a new row under it
            if down:
                self._go_down(1)

        QTimer.singleShot(0, self, go_on)

    def _go_down(self, step: int) -> None:
        index = self.currentIndex()
        row = min(max(index.row() + step, 0), self._points.rowCount() - 1)
        if index.isValid():
            self.setCurrentIndex(self._points.index(row, index.column()))

    def paste(self) -> None:
        """Send the clipboard's text with the period of the current row."""
        if self._context.read_only or not self._points.rowCount():
            return
        row = self.currentIndex().row()
        row = row if 0 <= row < self._points.rowCount() else self._points.new_row
        self.pasted.emit(QGuiApplication.clipboard().text(), self._points.line(row).period)

    def copy(self) -> None:
        """Copy the selected cells as a spreadsheet takes them; what the chart reads goes along only by itself."""
        rows: dict[int, dict[int, str]] = {}
        for index in self.selectedIndexes():
            line = self._points.line(index.row())
            if line.id:
                name = self._points.columns[index.column()]
                rows.setdefault(index.row(), {})[index.column()] = self._points.text(line, name)
        if not rows:
            return
        columns = sorted({column for cells in rows.values() for column in cells})
        if len(columns) > 1:
            columns = [one for one in columns if self._points.columns[one] != "reading"]
        lines = ["\t".join(cells.get(column, "") for column in columns) for _row, cells in sorted(rows.items())]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _selected(self) -> dict[int, set[str]]:
        """The selected rows that are points, each with the names of its selected cells."""
        found: dict[int, set[str]] = {}
        for index in self.selectedIndexes():
            if self._points.line(index.row()).id:
                found.setdefault(index.row(), set()).add(self._points.columns[index.column()])
        return dict(sorted(found.items()))

    def delete_selected(self) -> None:
        """Empty the selected cells as one edit: notes alone lose their words, any other cell takes its point away."""
        if self._context.read_only:
            return
        changes = []
        for row, names in self._selected().items():
            line = self._points.line(row)
            note_only = names <= {"note", "reading"}
            if not note_only:
                changes.append(replace(point_row(line), value=None))
            elif line.note:
                changes.append(replace(point_row(line), note=""))
        points_go = any(one.value is None for one in changes)
        if changes:
            label = N_("Delete points") if points_go else N_("Clear notes")
            self._context.edit(label, set_points, self._points.measure["id"], changes)

    def fill_down(self) -> None:
        """Give the selected cells the words of the uppermost selected row, as one edit."""
        rows = self._selected()
        if len(rows) < 2 or self._context.read_only:
            return
        names = {name for one in rows.values() for name in one} & {"value", "n", "d", "note"}
        top, *below = rows
        first = self._points.line(top)
        try:
            changes = [self._filled(row, names, first) for row in below]
        except NetDeskError as error:
            self._points.problem.emit(error.user_text)
            return
        if names:
            self._context.edit(N_("Fill down"), set_points, self._points.measure["id"], changes)

    def _filled(self, row: int, names: set[str], first: Line) -> PointRow:
        line = self._points.line(row)
        for name in names - {"note"}:
            text = self._points.text(first, name)
            line = replace(line, value=read_cell(line, name, text))
        check_value(line.value)
        note = first.note if "note" in names else None
        return replace(point_row(line), note=note)

    def select_rows(self, first: int, last: int) -> None:
        """Select whole rows from one to another."""
        model = self._points
        chosen = QItemSelection(model.index(first, 0), model.index(last, len(model.columns) - 1))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

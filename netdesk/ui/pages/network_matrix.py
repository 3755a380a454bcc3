"""The matrix of the change library: ideas down, teams across; each cell a decision by shape and word, and a line."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from netdesk.hub.library import Cell, Matrix, MatrixRow
from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.charts.sparkline import paint_line
from netdesk.ui.icons import pixmap
from netdesk.ui.pages.cycle_depth import DECISION_ICONS
from netdesk.ui.pages.story_parts import decision_words

Index = QModelIndex | QPersistentModelIndex
#: Heights and widths at 100 %.
ROW, COLUMN, IDEAS = 72, 148, 240


def cell_words(cell: Cell) -> str:
    """What a team decided about the idea, or that it is being tested."""
    if cell.decision:
        return decision_words(cell.decision)
    return _("being tested") if cell.tests else _("no cycle yet")


class _Cells(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[MatrixRow, ...] = ()
        self.teams: list[tuple[str, str]] = []
        self.cells: dict[tuple[int, str], Cell] = {}

    def show_matrix(self, matrix: Matrix) -> None:
        self.beginResetModel()
        self.rows = matrix.rows
        self.cells = {(n, cell.team): cell for n, one in enumerate(matrix.rows) for cell in reversed(one.cells)}
        testing = {team for _n, team in self.cells}
        self.teams = [one for one in matrix.teams if one[0] in testing]
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        return len(self.rows)

    def columnCount(self, _parent: Index | None = None) -> int:
        return len(self.teams)

    def cell(self, index: Index) -> Cell | None:
        return self.cells.get((index.row(), self.teams[index.column()][0])) if index.isValid() else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role not in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        cell, idea, team = self.cell(index), self.rows[index.row()].name, self.teams[index.column()][1]
        if cell is None:
            return _("{team} does not test “{idea}”.").format(team=team, idea=idea)
        said = [_("{team}, {idea}: {words}.").format(team=team, idea=idea, words=cell_words(cell))]
        said += [_("The idea began here.")] if cell.role == "origin" else []
        said += [_("Kept: {what}").format(what=cell.keep)] if cell.keep else []
        said += [_("Changed: {what}").format(what=cell.change)] if cell.change else []
        return "\n".join(said)

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self.teams[section][1] if way == Qt.Orientation.Horizontal else self.rows[section].name


class _Wrapped(QHeaderView):
    """A heading of names that wrap, at most three lines, instead of being cut."""

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        colours = theme.tokens()
        upright = self.orientation() == Qt.Orientation.Vertical
        painter.save()
        painter.fillRect(rect, QColor(colours.sunken))
        painter.setPen(QColor(colours.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if upright:
            painter.drawLine(rect.topRight(), rect.bottomRight())
        chosen = self.selectionModel() is not None and (
            self.selectionModel().currentIndex().row() if upright else self.selectionModel().currentIndex().column()
        ) == section
        painter.setFont(theme.font(12, bold=chosen or not upright))
        painter.setPen(QColor(colours.accent if chosen else colours.text if upright else colours.second))
        inside = rect.adjusted(theme.px(10), theme.px(4), -theme.px(8), -theme.px(4))
        text = str(self.model().headerData(section, self.orientation()) or "")
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        painter.drawText(inside, flags, _fitting(text, painter.font(), inside.size(), flags))
        painter.restore()


def _fitting(text: str, font: QFont, room: QSize, flags: int) -> str:
    """As much of the text as fits when it wraps: lines are not filled to their ends, least of all by long words."""
    metrics = QFontMetrics(font)
    area = QRect(0, 0, room.width(), 10 * room.height())
    length = room.width() * max(1, room.height() // metrics.lineSpacing())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, length)
    while len(shown) > 1 and metrics.boundingRect(area, flags, shown).height() > room.height():
        length -= 3 * metrics.averageCharWidth()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, length)
    return shown


class _Painted(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(COLUMN), theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, colours, rect = index.model(), theme.tokens(), option.rect
        assert isinstance(model, _Cells)
        cell = model.cell(index)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.accent_tint))
            painter.setPen(QColor(colours.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        if cell is None:
            painter.restore()
            return
        left, size = rect.left() + theme.px(10), theme.px(16)
        name, role = DECISION_ICONS.get(cell.decision, ("stage-do" if cell.tests else "stage-plan", "second"))
        painter.drawPixmap(QRect(left, rect.top() + theme.px(8), size, size),
                           pixmap(name, getattr(colours, role), size))  # fmt: skip
        painter.setFont(theme.font(12, bold=bool(cell.decision)))
        painter.setPen(QColor(colours.text if cell.decision else colours.second))
        line = QRect(left + theme.px(22), rect.top() + theme.px(6), rect.right() - left - theme.px(28), theme.px(20))
        metrics = QFontMetrics(painter.font())
        words = metrics.elidedText(cell_words(cell), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
        if cell.role == "origin":
            rest = line.adjusted(metrics.horizontalAdvance(words) + theme.px(8), 0, 0, 0)
            painter.setFont(theme.font(11))
            painter.setPen(QColor(colours.quiet))
            if QFontMetrics(painter.font()).horizontalAdvance(_("began here")) <= rest.width():
                painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, _("began here"))
        values = [(n, value) for n, value in enumerate(cell.spark) if value is not None]
        if len(values) > 1:
            area = QRectF(left, rect.top() + theme.px(28), rect.width() - theme.px(20), theme.px(38))
            paint_line(painter, area, values, cell.centre)
        painter.restore()


class MatrixView(QTableView):
    """The matrix; arrows, mouse and touch choose a cell. ``looked_at`` carries (row, cell or None, team's name)."""

    looked_at = Signal(object, object, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("matrix")
        self.setAccessibleName(_("Ideas and teams"))
        self._cells = _Cells()
        self.setHorizontalHeader(_Wrapped(Qt.Orientation.Horizontal))
        self.setVerticalHeader(_Wrapped(Qt.Orientation.Vertical))
        self.setModel(self._cells)
        self.setItemDelegate(_Painted(self))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setFixedWidth(theme.px(IDEAS))
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        self.horizontalHeader().setFixedHeight(theme.px(44))
        self.horizontalHeader().setDefaultSectionSize(theme.px(COLUMN))
        self.selectionModel().currentChanged.connect(lambda now, _before: self._on_current(now))

    def show_matrix(self, matrix: Matrix) -> None:
        """Show this; the cell that was looked at stays, else the first that says something is looked at."""
        kept = self.currentIndex()
        self._cells.show_matrix(matrix)
        rows, columns = self._cells.rowCount(), self._cells.columnCount()
        if kept.isValid() and kept.row() < rows and kept.column() < columns:
            self.setCurrentIndex(self._cells.index(kept.row(), kept.column()))
        elif rows and columns:
            first = min((row, column) for row in range(rows) for column, team in enumerate(self._cells.teams)
                        if (row, team[0]) in self._cells.cells)  # fmt: skip
            self.setCurrentIndex(self._cells.index(*first))
        # Up to five ideas are seen at once; more scroll.
        self.setFixedHeight(theme.px(44 + ROW * min(max(rows, 1), 4) + 18))
        self._fit()

    def _fit(self) -> None:
        count = self._cells.columnCount()
        room = self.viewport().width()
        wide = max(theme.px(COLUMN), min(room // count, theme.px(220))) if count else theme.px(COLUMN)
        self.horizontalHeader().setDefaultSectionSize(wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            row, team = self._cells.rows[index.row()], self._cells.teams[index.column()][1]
            self.looked_at.emit(row, self._cells.cell(index), team)
            self.verticalHeader().viewport().update()
            self.horizontalHeader().viewport().update()

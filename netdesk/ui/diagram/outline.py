"""The outline: the same diagram as a tree of words, for those who read, type and listen rather than look."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView

from netdesk.ui import theme
from netdesk.ui.diagram.acts import Acts, Line, Spot, Where
from netdesk.ui.diagram.hands import Hands
from netdesk.ui.diagram.outline_words import INDENT, OutlineWords
from netdesk.ui.recolour import keep_coloured
from netdesk.ui.steps import Steps, at_once, stop

#: So many lines wrap their words at once; more of them do it in steps.
AT_ONCE = 60
_Index = QModelIndex | QPersistentModelIndex


class OutlineModel(QAbstractItemModel):
    """The lines as a tree. A row's internal id is its line's number plus one."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._parent: list[int] = []
        self._below: list[list[int]] = [[]]
        self._row: list[int] = []

    def show_lines(self, lines: list[Line]) -> bool:
        """Show these; whether the tree was built anew (else only words and marks changed in place)."""
        same = [(line.spot, line.depth) for line in lines] == [(line.spot, line.depth) for line in self.lines]
        if same:
            changed = [n for n, line in enumerate(lines) if line != self.lines[n]]
            self.lines = lines
            for n in changed:
                self.dataChanged.emit(self.index_of(n), self.index_of(n))
            return False
        self.beginResetModel()
        self.lines = lines
        self._parent, self._row = [], []
        self._below = [[] for _n in range(len(lines) + 1)]
        above: list[int] = []
        for n, line in enumerate(lines):
            del above[line.depth :]
            parent = above[-1] if above else -1
            self._parent.append(parent)
            self._row.append(len(self._below[parent + 1]))
            self._below[parent + 1].append(n)
            above.append(n)
        self.endResetModel()
        return True

    def index_of(self, n: int) -> QModelIndex:
        """The index of the n-th line."""
        return self.createIndex(self._row[n], 0, n + 1)

    def line_at(self, index: _Index) -> Line | None:
        """The line of an index."""
        return self.lines[index.internalId() - 1] if index.isValid() else None

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        below = self._below[parent.internalId() if parent.isValid() else 0]
        return self.createIndex(row, column, below[row] + 1) if 0 <= row < len(below) and not column else QModelIndex()

    def parent(self, index: _Index = QModelIndex()) -> Any:  # noqa: B008
        if not index.isValid():
            return QModelIndex()
        above = self._parent[index.internalId() - 1]
        return self.index_of(above) if above >= 0 else QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._below[parent.internalId() if parent.isValid() else 0])

    def columnCount(self, _parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line_at(index)
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return line.spoken or line.text
        return None


class OutlineView(QTreeView):
    """Shows the acts' lines; keys and mouse are the hands', the arrows are the tree's own."""

    def __init__(self, acts: Acts, *, name: str, accessible: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setProperty("role", "outline")
        self.acts = acts
        self.model_lines = OutlineModel()
        self._collapsed: set[Spot] = set()
        self._showing = False
        self.setModel(self.model_lines)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(theme.px(INDENT))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words = OutlineWords(self, self._look_of)
        self.setItemDelegate(self.words)
        self._wrapping: Steps | None = None
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(40)
        self.hands = Hands(self, acts)
        self.collapsed.connect(lambda index: self._note(index, closed=True))
        self.expanded.connect(lambda index: self._note(index, closed=False))
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self._on_chosen())
        acts.shown_changed.connect(self.show_acts)
        acts.selection_changed.connect(self.show_selection)
        keep_coloured(self, self._on_theme)

    def _on_theme(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, QColor(theme.tokens().accent_tint))
        self.setPalette(palette)

    # Showing

    def show_acts(self) -> None:
        """Show the lines as they are now, branches open and closed as they were."""
        self._showing = True
        if self.model_lines.show_lines(self.acts.lines):
            self.expandAll()
            for n, line in enumerate(self.acts.lines):
                if line.spot in self._collapsed:
                    self.collapse(self.model_lines.index_of(n))
            self.selectionModel().reset()
        self._showing = False
        self.show_selection()
        self.viewport().update()

    def show_selection(self) -> None:
        """Show what the acts have chosen."""
        if self._showing:
            return
        self._showing = True
        places = {line.spot: n for n, line in enumerate(self.model_lines.lines)}
        chosen = QItemSelection()
        for spot in self.acts.selection:
            if spot in places:
                index = self.model_lines.index_of(places[spot])
                chosen.select(index, index)
        selection = self.selectionModel()
        selection.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        current = self.acts.current
        if current in places:
            index = self.model_lines.index_of(places[current])
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(index)
        else:
            selection.setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)
        self._showing = False
        self.viewport().update()

    def _on_chosen(self) -> None:
        if self._showing:
            return
        lines = [self.model_lines.line_at(index) for index in self.selectionModel().selectedIndexes()]
        spots = [line.spot for line in lines if line is not None]
        current = self.model_lines.line_at(self.currentIndex())
        if current is not None and current.spot in spots:
            spots = [one for one in spots if one != current.spot] + [current.spot]
        self._showing = True
        self.acts.select(spots)
        self._showing = False

    def _note(self, index: _Index, *, closed: bool) -> None:
        line = self.model_lines.line_at(index)
        if line is not None and not self._showing:
            self._collapsed.add(line.spot) if closed else self._collapsed.discard(line.spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home)
        if self.acts.current is None and event.key() in arrows and self.acts.lines:
            # Qt makes the first line current when the focus comes, without choosing it.
            self.acts.select([self.acts.lines[0].spot])
        else:
            super().keyPressEvent(event)

    def _look_of(self, index: _Index) -> tuple[Line | None, bool, bool]:
        """The line of an index, whether it is the current one, and whether it is cut."""
        line = self.model_lines.line_at(index)
        if line is None:
            return None, False, False
        return line, self.acts.current == line.spot and self.hasFocus(), line.spot in self.acts.cut_spots

    def _take_width(self) -> None:
        """Wrap the words to the width there is; many lines do it in steps, and show what they were meanwhile."""
        width = self.viewport().width()
        stop(self._wrapping)
        if width == self.words.width:
            return
        work = self.words.taking_width(width, self.model_lines.lines)
        if len(self.model_lines.lines) > AT_ONCE:
            self._wrapping = Steps(self, work, self._wrapped)
        else:
            at_once(work)
            self._wrapped()

    def _wrapped(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._take_width()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_width()

    # Where things are

    def spot_at(self, at: QPoint) -> Spot | None:
        """The spot of the line under a point."""
        line = self.model_lines.line_at(self.indexAt(at))
        return line.spot if line is not None else None

    def area_of(self, spot: Spot) -> QRect | None:
        """Where a line is shown."""
        n = next((n for n, line in enumerate(self.model_lines.lines) if line.spot == spot), None)
        area = self.visualRect(self.model_lines.index_of(n)) if n is not None else QRect()
        return area if area.isValid() else None

    def field_area(self, spot: Spot | None, where: Where | None) -> QRect:
        """Over the line that is renamed, else under the current one."""
        spot = spot or self.acts.current
        area = self.area_of(spot) if spot is not None else None
        if area is None:
            return QRect(theme.px(8), theme.px(8), self.viewport().width() - theme.px(16), theme.px(34))
        if where is None:
            return area.adjusted(-theme.px(6), -theme.px(4), 0, 0)
        shift = theme.px(INDENT) if where == "below" else 0
        return QRect(area.left() + shift, area.bottom(), area.width() - shift, area.height())

    def bring_into_view(self, spot: Spot) -> None:
        """Scroll until a line can be seen."""
        n = next((n for n, line in enumerate(self.model_lines.lines) if line.spot == spot), None)
        if n is not None:
            self.scrollTo(self.model_lines.index_of(n))

    def keeps_press(self, at: QPoint) -> bool:
        """Whether a press there opens or closes a branch."""
        return at.x() < self.visualRect(self.indexAt(at)).left()

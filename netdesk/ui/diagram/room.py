"""Outline, canvas and inspector side by side, with the small bar under the canvas: legend, find, fit, zoom."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from netdesk.core.diagram_drawing import draw_legend
from netdesk.core.drawing import Text
from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.charts.painter import paint
from netdesk.ui.diagram.acts import Acts
from netdesk.ui.diagram.canvas import Canvas
from netdesk.ui.diagram.outline import OutlineView
from netdesk.ui.icons import put_icon
from netdesk.ui.widgets.basic import ElidedButton, boxed, button, column, label, row, scrolled

OUTLINE_WIDTH, INSPECTOR_WIDTH = 208, 272
#: Below this width the outline and the details take turns; below this height the outline stands alone.
LEAST_WIDTH, LEAST_HEIGHT = 640, 430


class Legend(QWidget):
    """What the marks of the diagram mean: those it holds."""

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self.setObjectName("diagram_legend")
        self._acts = acts
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        acts.shown_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        scale = theme.px(100) / 100
        painter.scale(scale, scale)
        room = self.width() / scale
        shown = []
        for one in draw_legend(self._acts.placed):
            if isinstance(one, Text) and one.left + one.width > room:
                break  # what has no room is left out whole, never cut
            shown.append(one)
        while shown and not isinstance(shown[-1], Text):
            shown.pop()
        painter.translate(0, 1)
        paint(painter, shown)
        painter.end()


class LinkChooser(QFrame):
    """A list of the nodes that the chosen one could serve too: type to narrow it, Enter takes, Esc closes."""

    def __init__(self, parent: QWidget, acts: Acts) -> None:
        super().__init__(parent)
        self.setObjectName("link_chooser")
        self.setProperty("role", "card")
        self._acts = acts
        self.words = QLineEdit()
        self.words.setObjectName("filter_links")
        self.words.setPlaceholderText(_("Also serves …"))
        self.words.setAccessibleName(_("Also serves"))
        self.list = QListWidget()
        self.list.setObjectName("link_list")
        self.list.setAccessibleName(_("Drivers and the aim"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setWordWrap(True)
        self.words.textChanged.connect(lambda _text: self._narrow())
        self.words.returnPressed.connect(self._take)
        self.list.itemClicked.connect(lambda _one: self._take())
        self.words.installEventFilter(self)
        self.setLayout(column(self.words, self.list, spacing=8, margins=(12, 12, 12, 12)))
        self.setFixedSize(theme.px(280), theme.px(260))
        self._back: QWidget | None = None
        self.hide()

    def open(self, back: QWidget, at: QPoint) -> bool:
        """Offer what can be linked; ``back`` gets the focus afterwards. Whether there is anything to offer."""
        if not self._acts.link_choices():
            self._acts.link([], "")
            return False
        self._back = back
        self.words.clear()
        self._narrow()
        room = self.parentWidget().rect()
        left = max(0, min(at.x(), room.right() - self.width()))
        self.move(left, max(0, min(at.y(), room.bottom() - self.height())))
        self.show()
        self.raise_()
        self.words.setFocus(Qt.FocusReason.PopupFocusReason)
        return True

    def _narrow(self) -> None:
        wanted = self.words.text().casefold().strip()
        self.list.clear()
        for node, text in self._acts.link_choices():
            if wanted in text.casefold():
                one = QListWidgetItem(text)
                one.setData(Qt.ItemDataRole.UserRole, node)
                self.list.addItem(one)
        self.list.setCurrentRow(0)

    def _take(self) -> None:
        chosen = self.list.currentItem()
        self._close()
        if chosen is not None:
            self._acts.link(self._acts.movable, chosen.data(Qt.ItemDataRole.UserRole))

    def _close(self) -> None:
        self.hide()
        if self._back is not None:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._close()
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)


class DiagramRoom(QWidget):
    """The three parts. ``above`` goes over the outline, ``below`` under it; ``inspector`` is scrolled at the right."""

    def __init__(
        self,
        acts: Acts,
        inspector: QWidget,
        *,
        name: str,
        words: str,
        above: QWidget,
        below: QWidget,
        over: QWidget | None = None,
    ) -> None:
        """``over``: a bar over all three. What is in them comes with `build`."""
        super().__init__()
        self.acts = acts
        self._outline_wanted = self._folded = False
        self._name, self._words, self._inspector = name, words, inspector
        self._above, self._below, self._over = above, below, over

    def build(self) -> Iterator[None]:
        """Make the three parts, with pauses between them."""
        acts, name, words, inspector = self.acts, self._name, self._words, self._inspector
        above, below, over = self._above, self._below, self._over
        self.outline = OutlineView(acts, name=f"{name}_outline", accessible=_("Outline: {words}").format(words=words))
        self.canvas = Canvas(acts, name=f"{name}_canvas", accessible=_("Diagram: {words}").format(words=words))
        self.chooser = LinkChooser(self, acts)
        for view in (self.outline, self.canvas):
            view.hands.asks_link.connect(lambda view=view: self._choose_link(view))
            view.hands.asks_find.connect(self._to_find)
            view.hands.asks_fit.connect(self.canvas.fit)
        yield
        self.count = label("", "second", name=f"{name}_count")
        self._fold = self._fold_button(name)
        head = row(label(_("Outline"), "head"), 1, self.count, self._fold, spacing=4, margins=(8, 2, 8, 4))
        left = column(above, head, spacing=0, margins=(8, 8, 0, 8))
        left.addLayout(row(self._find_part(name), spacing=0, margins=(4, 2, 8, 6)))
        left.addWidget(self.outline, 1)
        help_words = _("Enter adds beside, Tab below, F2 renames. Esc, then Tab leaves.")
        hint = self._hint = label(help_words, "quiet", wrap=True)
        hint.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        left.addWidget(below)
        left.addWidget(hint)
        outline_part = self._left = boxed(left, "outline")
        outline_part.setMinimumWidth(theme.px(140))
        side = self._side = scrolled(inspector, late=True)
        side.setMinimumHeight(40)
        side_part = boxed(column(side, spacing=0), "inspector", name=f"{name}_inspector")
        side_part.setMinimumWidth(theme.px(200))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme.px(3))
        yield
        for part in (outline_part, self._middle(name), side_part):
            self.split.addWidget(part)
            yield
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme.px(OUTLINE_WIDTH), theme.px(700), theme.px(INSPECTOR_WIDTH)])
        lines = column(*([over] if over is not None else []), spacing=0)
        lines.addWidget(self.split, 1)
        self.setLayout(lines)
        # Smaller than its parts ask for together: a window of large text keeps its size, and the parts take turns.
        self.setMinimumSize(theme.px(220), theme.px(100))

    def fill(self, root: str) -> Iterator[None]:
        """Read and show the diagram under this node before it is first seen, with pauses."""
        yield from self.acts.opening(root)
        yield from self.canvas.showing_acts()
        yield
        self.outline.show_acts()  # it wraps its words when it is seen and has its width
        yield

    def _fold_button(self, name: str) -> QToolButton:
        made = QToolButton()
        made.setObjectName(f"{name}_outline_fold")
        made.setAccessibleName(_("Hide the outline"))
        made.setToolTip(_("Hide the outline: more room for the diagram"))
        made.clicked.connect(lambda _checked=False: self.fold_outline(True))
        put_icon(made, "fold", always=True)
        return made

    def _find_part(self, name: str) -> QLineEdit:
        self.find_field = QLineEdit()
        self.find_field.setObjectName(f"filter_{name}")
        self.find_field.setPlaceholderText(_("Find in the diagram"))
        self.find_field.setAccessibleName(_("Find in the diagram"))
        self.find_field.textEdited.connect(lambda text: self._find(text, on=False))
        self.find_field.returnPressed.connect(lambda: self._find(self.find_field.text(), on=True))
        self.find_field.installEventFilter(self)
        return self.find_field

    def _middle(self, name: str) -> QWidget:
        fit = button(_("Fit"), self.canvas.fit, name=f"{name}_fit", tip=_("Show the whole diagram (F)"))
        self._usual = button("100%", self.canvas.usual_size, name=f"{name}_zoom", accessible=_("Usual size"))
        self.canvas.zoomed.connect(lambda zoom: self._usual.setText(f"{zoom}%"))
        self._switch = button(_("Outline"), self._toggle_outline, name=f"{name}_outline_switch")
        self._switch.hide()
        large = theme.px(100) >= 150  # every step of the grid is wanted for the buttons' words
        bar = row(spacing=4, margins=(4, 4, 4, 4)) if large else row(spacing=8, margins=(16, 6, 12, 8))
        bar.addWidget(Legend(self.acts), 1)
        for made in (self._switch, fit, self._usual):
            bar.addWidget(made)
        lines: QVBoxLayout = column(spacing=0)
        lines.addWidget(self.canvas, 1)
        lines.addLayout(bar)
        middle = QWidget()
        middle.setProperty("role", "ground")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        middle.setMinimumWidth(theme.px(220))
        middle.setLayout(lines)
        return middle

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.find_field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.find_field.clear()
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    # Where there is no room for three parts, the outline and the details take turns

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < theme.px(LEAST_WIDTH)
        self._switch.setVisible(narrow or self._folded)
        self._fold.setVisible(not narrow)
        self._left.setVisible(self._outline_wanted if narrow else not self._folded)
        self._side.parentWidget().setVisible(not narrow or not self._outline_wanted)
        low = self.height() < theme.px(LEAST_HEIGHT)
        self._hint.setVisible(not low)
        self._below.setVisible(not low)
        words = _("Details") if narrow and self._outline_wanted else _("Outline")
        self._switch.setText(words)
        self._switch.setAccessibleName(words)

    def _toggle_outline(self) -> None:
        if self._fold.isHidden():
            self._outline_wanted = not self._outline_wanted
            self._arrange()
        else:
            self.fold_outline(False)

    def fold_outline(self, folded: bool) -> None:
        """Hide the outline where there is room for it, so that the diagram has that room too, or show it again."""
        if folded != self._folded:
            self._folded = folded
            self._arrange()
            (self.canvas if folded else self.outline).setFocus(Qt.FocusReason.OtherFocusReason)

    def _uncover(self, pane: QWidget) -> None:
        """Show a part that waits for its turn, or is hidden."""
        if not pane.isVisible():
            self._outline_wanted, self._folded = pane is self.outline, False
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_F6:
            super().keyPressEvent(event)
            return
        panes: list[QWidget] = [self.outline, self.canvas, self._side]
        focused = QApplication.focusWidget()
        inside = [n for n, pane in enumerate(panes) if focused and (pane is focused or pane.isAncestorOf(focused))]
        here = inside[0] if inside else -1
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        pane = panes[(here + (-1 if back else 1)) % len(panes)]
        self._uncover(pane)
        if pane is self._side:
            first = next((one for one in _fields(pane) if one.isVisible() and one.isEnabled()), pane)
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            pane.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_find(self) -> None:
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    def _find(self, text: str, *, on: bool) -> None:
        """Choose the box that holds these words; Enter goes on to the next one."""
        current = self.acts.current
        if not on and current is not None and text.casefold().strip() in self.acts.text_of(current.node).casefold():
            return
        found = self.acts.find(text, after=current if on else None)
        if found is not None:
            self.acts.select([found])

    def _choose_link(self, view: OutlineView | Canvas) -> None:
        current = self.acts.current
        area = view.area_of(current) if current is not None else None
        at = view.viewport().mapTo(self, area.bottomLeft()) if area is not None else QPoint(40, 40)
        self.chooser.open(view, at)


def _fields(pane: QWidget) -> list[QWidget]:
    """What can have the focus in a pane, as it was made."""
    return [one for one in pane.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]


def counted_work(words: str, count: int, pressed: Callable[[], object], name: str) -> QHBoxLayout:
    """A line of work under the outline: its words as a link, and how many."""
    said = _("{words}: {n}").format(words=words, n=count)
    opener = ElidedButton(words, pressed, name=name, link=True, said=said)
    line = row(spacing=4, margins=(0, 0, 8, 0))
    line.addWidget(opener, 1)
    line.addWidget(label(str(count), "strong"))
    return line

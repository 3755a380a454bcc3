"""Keys and mouse as acts, the same over canvas and outline: choosing, naming in place, moving, dragging, the menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QMenu, QWidget

from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.diagram.acts import Acts, Drop, Spot, Where
from netdesk.ui.diagram.in_place import InPlace

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_PLAIN = Qt.KeyboardModifier.NoModifier


class Surface(Protocol):
    """What a view tells of where things are, in the coordinates of its viewport."""

    def spot_at(self, at: QPoint) -> Spot | None:
        """The spot under a point."""

    def area_of(self, spot: Spot) -> QRect | None:
        """Where a spot is shown."""

    def field_area(self, spot: Spot | None, where: Where | None) -> QRect:
        """Where the field goes that renames a spot (None) or makes a node beside or below it."""

    def bring_into_view(self, spot: Spot) -> None:
        """Scroll until the spot can be seen."""

    def keeps_press(self, at: QPoint) -> bool:
        """Whether a press there is the view's own affair: it pans, or opens and closes a branch."""


class DropMark(QLabel):
    """Where a drag would let go: a box round the new parent or a line between siblings, and what would happen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drop_mark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._area = QRect()
        self._how: Drop = "into"
        self.words = QLabel(parent)
        self.words.setObjectName("drop_words")
        self.words.setProperty("role", "key")
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, area: QRect | None, how: Drop, words: str, at: QPoint) -> None:
        """Mark this area; no words say that nothing can be dropped here."""
        self.setGeometry(self.parentWidget().rect())
        self._area, self._how = (area or QRect()), how
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.words.adjustSize()
        room = self.parentWidget().rect()
        x = min(at.x() + theme.px(14), room.right() - self.words.width())
        self.words.move(max(0, x), min(at.y() + theme.px(16), room.bottom() - self.words.height()))
        self.setVisible(bool(words))
        self.raise_()
        self.words.raise_()
        self.update()

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        if not visible:
            self.words.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._area.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.tokens().accent), 3))
        area = self._area
        if self._how == "into":
            painter.drawRoundedRect(area.adjusted(-5, -5, 5, 5), 8, 8)
        else:
            y = area.top() - 3 if self._how == "before" else area.bottom() + 4
            painter.drawLine(area.left(), y, area.right(), y)
            painter.setBrush(QColor(theme.tokens().accent))
            painter.drawEllipse(QPoint(area.left(), y), 4, 4)
        painter.end()


class Hands(QObject):
    """Listens to one view's keys and mouse. ``asks_link`` is sent where a further parent is to be chosen."""

    asks_link = Signal()
    asks_find = Signal()
    asks_fit = Signal()

    def __init__(self, view: QAbstractScrollArea, acts: Acts) -> None:
        super().__init__(view)
        self._view, self._surface, self._acts = view, cast(Surface, view), acts
        self._pressed_at: QPoint | None = None
        self._pressed_on: Spot | None = None
        self._settle: Callable[[], None] | None = None
        self.dragging: list[Spot] = []
        self.field: InPlace | None = None
        self.mark = DropMark(view.viewport())
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if not hasattr(self, "_view"):
            return False  # a view that is taken down tells of it until its last moment
        if watched is self._view:
            if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                if self._is_ours(event):
                    event.accept()
                    return True
            elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self.key(event)
            return False
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if kind == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            return self._menu(event)
        return False

    # Keys

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Keys that a menu would take away from the diagram: they mean something else while it has the focus."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
        if modifiers == _ALT and key in arrows:
            return True
        if modifiers == _CONTROL:
            return key in (Qt.Key.Key_X, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_L, Qt.Key.Key_F, Qt.Key.Key_A)
        return False

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key means; whether it meant anything."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape:
            return self.cancel()
        if event.matches(QKeySequence.StandardKey.Copy):
            return self._acts.copy() or True
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._acts.select([line.spot for line in self._acts.lines if line.spot.node != self._acts.root])
            return True
        if modifiers == _CONTROL and key == Qt.Key.Key_F:
            self.asks_find.emit()
            return True
        if key == Qt.Key.Key_F and modifiers == _PLAIN and self._acts.current is None:
            self.asks_fit.emit()
            return True
        if not self._acts.writable:
            return False
        return self._writing_key(event, key, modifiers)

    def _writing_key(self, event: QKeyEvent, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        acts = self._acts
        deeds: dict[tuple[int, Qt.KeyboardModifier], Callable[[], object]] = {
            (Qt.Key.Key_Return, _PLAIN): lambda: self.begin_new("beside"),
            (Qt.Key.Key_Enter, _PLAIN): lambda: self.begin_new("beside"),
            (Qt.Key.Key_Tab, _PLAIN): lambda: self.begin_new("below"),
            (Qt.Key.Key_Backtab, _SHIFT): acts.outdent,
            (Qt.Key.Key_Up, _ALT): lambda: acts.step(-1),
            (Qt.Key.Key_Down, _ALT): lambda: acts.step(1),
            (Qt.Key.Key_Left, _ALT): acts.outdent,
            (Qt.Key.Key_Right, _ALT): acts.indent,
            (Qt.Key.Key_F2, _PLAIN): self.begin_rename,
            (Qt.Key.Key_Delete, _PLAIN): acts.delete,
            (Qt.Key.Key_X, _CONTROL): acts.cut,
            (Qt.Key.Key_V, _CONTROL): acts.paste,
            (Qt.Key.Key_L, _CONTROL): self.asks_link.emit,
            (Qt.Key.Key_L, _CONTROL | _SHIFT): acts.unlink,
        }
        deed = deeds.get((key, modifiers))
        if deed is not None:
            if key == Qt.Key.Key_Tab and acts.current is None:
                return False  # nothing is chosen: Tab goes on to the next control
            deed()
            return True
        typed = event.text()
        if acts.on_digit is not None and len(typed) == 1 and typed in "0123456789" and acts.on_digit(int(typed)):
            return True
        if typed and typed.isprintable() and not typed.isspace() and modifiers in (_PLAIN, _SHIFT) and acts.current:
            self.begin_rename(typed)
            return True
        return False

    def cancel(self) -> bool:
        """Esc: let go of a drag, unmark what was cut, else choose nothing; whether there was anything to cancel."""
        if self.dragging:
            self._end_drag()
            return True
        if self._acts.forget_cut():
            return True
        if self._acts.selection:
            self._acts.select([])
            return True
        return False

    # Naming in place

    def begin_rename(self, typed: str = "") -> None:
        """Put a field over the current box."""
        spot = self._acts.current
        key = self._acts.name_key(spot.node) if spot else None
        if spot is None or key is None or not self._acts.writable:
            return
        node = spot.node
        self._surface.bring_into_view(spot)
        field = self._open(self._surface.field_area(spot, None), hint="", accessible=_("Words of this box"))
        field.rename(key, self._acts.text_of(node), lambda text: self._acts.rename(node, text), typed)

    def begin_new(self, where: Where) -> None:
        """Put an empty field where a new box would come."""
        hint = self._acts.new_words(where)
        if not hint or not self._acts.writable:
            return
        spot = self._acts.current
        if spot is not None:
            self._surface.bring_into_view(spot)
        field = self._open(self._surface.field_area(spot, where), hint=hint, accessible=hint)
        field.make(lambda text: self._acts.add(where, text))

    def ask_words(self, hint: str, keep: Callable[[str], bool]) -> None:
        """Put an empty field below the current box, or in the middle, for something that a button makes."""
        field = self._open(self._surface.field_area(self._acts.current, "below"), hint=hint, accessible=hint)
        field.make(keep)

    def _open(self, area: QRect, *, hint: str, accessible: str) -> InPlace:
        self.field = InPlace(self._view.viewport(), self._acts.context, hint=hint, accessible=accessible)
        self.field.ended.connect(self._on_ended)
        self.field.open_at(area)
        return self.field

    def _on_ended(self, kept: bool, on: str) -> None:
        field, self.field = self.field, None
        if field is not None and (field.hasFocus() or on or QApplication.focusWidget() is None):
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        if on == "below" and kept:
            self.begin_new("below")

    # Mouse

    def _mouse(self, event: QMouseEvent) -> bool:
        kind, at = event.type(), event.position().toPoint()
        left = event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and left:
            return self._press(at, event.modifiers())
        if kind == QEvent.Type.MouseButtonDblClick and left and self._surface.spot_at(at) is not None:
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)
            self.begin_rename()
            return True
        if kind == QEvent.Type.MouseMove and self._pressed_at is not None:
            return self._drag_to(at, event.modifiers())
        if kind == QEvent.Type.MouseButtonRelease and left and self._pressed_at is not None:
            return self._release(at, event.modifiers())
        return False

    def _press(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        spot = self._surface.spot_at(at)
        if spot is None or self._surface.keeps_press(at):
            return False
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        self._settle = None
        if modifiers & _SHIFT:
            self._acts.select_through(spot)
        elif modifiers & _CONTROL:
            # A drag with Ctrl links; a plain Ctrl+click chooses one more, and is told from it when the mouse lets go.
            self._settle = lambda: self._acts.toggle(spot)
        elif spot in self._acts.selection:
            self._settle = lambda: self._acts.select([spot])
        else:
            self._acts.select([spot])
        self._pressed_at, self._pressed_on = at, spot
        return True

    def _drag_to(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        assert self._pressed_at is not None
        if not self.dragging:
            far = (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
            if not far or not self._acts.writable or self._pressed_on is None:
                return True
            if self._pressed_on not in self._acts.selection:
                self._acts.select([self._pressed_on])
            self.dragging = self._acts.movable
            if not self.dragging:
                return True
            self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        target, how = self.target(at, modifiers)
        linking = bool(modifiers & _CONTROL)
        words = self._acts.drop_words(self.dragging, target, how, linking=linking) if target is not None else ""
        self.mark.show_at(self._surface.area_of(target) if target and words else None, how, words, at)
        return True

    def target(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> tuple[Spot | None, Drop]:
        """The box under a point and how a drop there is meant: the upper and lower quarters are between siblings."""
        spot = self._surface.spot_at(at)
        area = self._surface.area_of(spot) if spot is not None else None
        if spot is None or area is None or modifiers & _CONTROL or spot.node == self._acts.root:
            return spot, "into"
        share = (at.y() - area.top()) / max(1, area.height())
        return spot, "before" if share < 0.25 else "after" if share > 0.75 else "into"

    def _release(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        dragged, settle = self.dragging, self._settle
        self._end_drag()
        if not dragged:
            if settle is not None:
                settle()
            return True
        target, how = self.target(at, modifiers)
        linking = bool(modifiers & _CONTROL)
        if target is None or not self._acts.drop_words(dragged, target, how, linking=linking):
            return True
        if linking:
            self._acts.link(dragged, target.node)
        else:
            self._acts.drop(dragged, target, how)
        return True

    def _end_drag(self) -> None:
        self.dragging = []
        self._pressed_at = self._pressed_on = self._settle = None
        self.mark.hide()
        self._view.viewport().unsetCursor()

    # Menu

    def _menu(self, event: QContextMenuEvent) -> bool:
        spot = self._surface.spot_at(event.pos())
        if spot is not None and spot not in self._acts.selection:
            self._acts.select([spot])
        menu = QMenu(self._view)
        for words, keys, deed in self.menu_deeds():
            if deed is None:
                menu.addSeparator()
                continue
            action = menu.addAction(f"{words}\t{keys}" if keys else words)
            action.triggered.connect(lambda _checked=False, deed=deed: deed())
        if menu.actions():
            menu.exec(event.globalPos())
        menu.deleteLater()
        return True

    def menu_deeds(self) -> list[tuple[str, str, Callable[[], object] | None]]:
        """Words, keys and deed of everything that can be done to what is chosen; None parts groups."""
        acts = self._acts
        if not acts.writable:
            return [(_("Copy"), "Ctrl+C", acts.copy)] if acts.current else []
        found: list[tuple[str, str, Callable[[], object] | None]] = []
        nothing = ("", "", None)
        if acts.new_words("beside"):
            found.append((acts.new_words("beside"), _("Enter"), lambda: self.begin_new("beside")))
        if acts.new_words("below"):
            found.append((acts.new_words("below"), _("Tab"), lambda: self.begin_new("below")))
        if acts.current is None:
            return found
        if acts.name_key(acts.current.node) is not None:
            found.append((_("Rename"), "F2", self.begin_rename))
        if acts.movable:
            found += [
                nothing,
                (_("Up"), _("Alt+Up"), lambda: acts.step(-1)),
                (_("Down"), _("Alt+Down"), lambda: acts.step(1)),
                (_("Under the one before"), _("Alt+Right"), acts.indent),
                (_("Beside its parent"), _("Shift+Tab"), acts.outdent),
            ]
            if acts.link_choices():
                found += [
                    (_("Also serves…"), "Ctrl+L", self.asks_link.emit),
                    (_("Take this link away"), "Ctrl+Shift+L", acts.unlink),
                ]
        found += [nothing, (_("Cut"), "Ctrl+X", acts.cut), (_("Copy"), "Ctrl+C", acts.copy)]
        found.append((_("Paste under it"), "Ctrl+V", acts.paste))
        if acts.movable:
            found += [nothing, (_("Delete"), _("Del"), acts.delete)]
        return found

"""The field in which a box is renamed or made, over the canvas or the outline."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.widgets.autosave import Autosave, AutosaveText


class InPlace(AutosaveText):
    """Enter keeps the words, Esc forgets them, Tab keeps them and goes on below; leaving the field keeps them too.

    ``ended`` carries whether the words were kept, and "below" where Tab asked for another one there.
    """

    ended = Signal(bool, str)

    def __init__(self, parent: QWidget, context: Context, *, hint: str, accessible: str) -> None:
        super().__init__(name="in_place", accessible=accessible, hint=hint)
        self.setParent(parent)
        self.setTabChangesFocus(False)
        self._context = context
        self._keep: Callable[[str], bool] | None = None
        self._over = False
        context.leaving.connect(self._leave)

    def rename(self, key: tuple[str, str, str], text: str, save: Callable[[str], bool], typed: str = "") -> None:
        """Edit stored words; ``typed`` replaces them at once, as typing on a chosen box does."""
        Autosave(self, self._context).show(key, text, save)
        self.selectAll()
        if typed:
            self.insertPlainText(typed)

    def make(self, keep: Callable[[str], bool]) -> None:
        """Ask for the words of something new."""
        self._keep = keep

    def open_at(self, area: QRect) -> None:
        """Show the field here, within its parent."""
        room = self.parentWidget().rect().adjusted(4, 4, -4, -4)
        width = max(area.width(), theme.px(180))
        left = max(room.left(), min(area.left(), room.right() - width))
        self.setFixedWidth(min(width, room.width()))
        self.move(left, max(room.top(), min(area.top(), room.bottom() - theme.px(34))))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(keep=True)
        elif key == Qt.Key.Key_Tab:
            self._end(keep=True, on="below")
        elif key == Qt.Key.Key_Escape:
            self._end(keep=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason):
            self._end(keep=True)

    def _leave(self) -> None:
        self._end(keep=True)

    def _end(self, *, keep: bool, on: str = "") -> None:
        if self._over:
            return
        self._over = True
        self._context.leaving.disconnect(self._leave)
        kept = False
        words = " ".join(self.plain().split())
        if self._keep is not None:
            kept = bool(keep and words and self._keep(words))
        elif self.autosave is not None:
            kept = keep and self.autosave.dirty
            if keep and words:
                self.autosave.commit()
            self.autosave.forget()
        self.hide()
        self.ended.emit(kept, on)
        QTimer.singleShot(0, self, self.deleteLater)

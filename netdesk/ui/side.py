"""The page with the inspector beside it, or over its right end: where it stands, when it opens, where focus goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from netdesk.ui import theme
from netdesk.ui.widgets.binding import binding_of

if TYPE_CHECKING:
    from netdesk.ui.inspector import Inspector
    from netdesk.ui.main_window import MainWindow

#: The inspector's width at 100 %.
WIDTH = 288


class Side(QWidget):
    """The page with the inspector beside it: docked where there is room, else a drawer over the page's right end.

    ``wanted`` is what the person has chosen and this computer remembers. Where a docked inspector would leave the page
    less than its ``least`` width it hides by itself; asked for by a key or a button it then comes as a drawer, which
    goes on Escape, or when the person turns to something else.
    """

    shown_changed = Signal(bool)

    def __init__(self, window: MainWindow, body: QWidget) -> None:
        super().__init__()
        self._window, self._body = window, body
        self._inspector: Inspector | None = None
        self.wanted = False
        self._drawer = False
        self._last_focus: QWidget | None = None
        body.setParent(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    @property
    def inspector(self) -> Inspector:
        """The inspector, made when it is first asked for."""
        if self._inspector is None:
            from netdesk.ui.inspector import Inspector

            made = self._inspector = Inspector(self._window.context)
            made.setParent(self)
            made.hide()
            made.opened.connect(self.open_record)
            made.left.connect(self._leave)
        return self._inspector

    @property
    def has_room(self) -> bool:
        """Whether the inspector fits beside the page."""
        return self.width() - theme.px(WIDTH) >= theme.px(self._window.page().least_width)

    @property
    def docked(self) -> bool:
        """Whether the inspector stands beside the page."""
        return self.wanted and self.has_room

    @property
    def open(self) -> bool:
        """Whether the inspector is shown, docked or as a drawer."""
        return self._inspector is not None and self._inspector.isVisibleTo(self)

    # Opening and leaving

    def show_history(self, kind: str, record: str) -> None:
        """Show a record with its history, and put the keyboard there."""
        self._last_focus = self._window.focusWidget()
        self.inspector.show_record((kind, record))
        self._ask()
        self._remember()
        self.inspector.take_focus()

    def set_open(self, wanted: bool) -> None:
        """Show what the person looks at or writes in, or put the inspector away; kept for this computer."""
        if wanted:
            self.follow()
            self._ask()
        else:
            self._put_away()
        self._remember()

    def follow(self) -> None:
        """Show in the inspector what the person looks at or writes in now."""
        self.inspector.show_record(self._window.subject())

    def open_record(self, kind: str, record: str) -> None:
        """Open the page that shows this record; what no page shows yet is shown in the inspector."""
        from netdesk.ui.palette import place_of

        place = place_of(self._window.context.workspace, kind, record)
        if place is None or place[0] not in self._window.pages:
            self.show_history(kind, record)
            return
        self._window.go(*place)
        if self.docked:
            self.inspector.show_record((kind, record))
            self.inspector.take_focus()

    def page_changed(self) -> None:
        """Lay out for the page that is open now, and show what is open in it."""
        self.arrange()
        if self.docked:
            self.follow()

    def _leave(self) -> None:
        before = self._last_focus  # hiding what has the keyboard passes it on, which would be noted
        self.set_open(False)
        if before is not None and isValid(before) and before.isVisibleTo(self._window):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._window.rail.setFocus()

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        # A field's own pop-up or a dialog leaves the drawer where it is; another part of this window closes it.
        if now is None or now.window() is not self._window or not self._window.taken:
            return
        if self._inspector is not None and self._inspector.isAncestorOf(now):
            return
        self._last_focus = now
        self.leave_drawer()
        if self.docked and binding_of(now) is not None:
            self.follow()

    def _remember(self) -> None:
        from netdesk.ui import app as program

        program.remember("inspector", self.wanted)

    # Laying out

    def _ask(self) -> None:
        """Show the inspector now: as a drawer where it does not fit beside the page."""
        self.wanted = self.wanted or self.has_room
        self._drawer = not self.has_room
        self.arrange()

    def _put_away(self) -> None:
        """Close the drawer, else the docked inspector."""
        if self._drawer:
            self._drawer = False
        else:
            self.wanted = False
        self.arrange()

    def leave_drawer(self) -> None:
        """Close the drawer, if it is open: the person has turned to something else."""
        if self._drawer:
            self._drawer = False
            if self.inspector.holds_focus():
                self._window.rail.setFocus()  # else it would pass to whatever comes next in the window
            self.arrange()

    def arrange(self) -> None:
        """Lay both out again; called also when the page has changed."""
        if (self.wanted or self._drawer) and self.has_room:
            self.wanted, self._drawer = True, False
        wide = min(theme.px(WIDTH), self.width())
        shown = self.docked or self._drawer
        beside = wide if self.docked else 0
        self._body.setGeometry(0, 0, self.width() - beside, self.height())
        was = self.open
        if shown or was:
            self.inspector.setGeometry(self.width() - wide, 0, wide, self.height())
            self.inspector.setVisible(shown)
            self.inspector.setProperty("drawer", self._drawer)
        if shown and not was:
            self.inspector.raise_()
            self.inspector.refresh()
        if shown != was:
            self.shown_changed.emit(shown)

    def stop(self) -> None:
        """End the reading in hand; to be called before the workspace is closed."""
        if self._inspector is not None:
            self._inspector.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def sizeHint(self) -> QSize:
        return self._body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._body.minimumSizeHint()

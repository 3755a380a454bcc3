"""A change of colours that keeps no one waiting: what is in sight at once, everything else in portions.

Left to itself Qt polishes each widget once for each of its ancestors, hidden pages too, before it hands on the next
event. A style sheet set while nothing of the old one is kept leaves Qt nothing to polish; each widget is then polished
here, once, and what it paints by itself is painted anew with it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

#: How many widgets out of sight are polished between two events.
PORTION = 60


class Recolouring(QObject):
    """The widgets that are still to take the colours in use, each with what it paints by itself."""

    begun = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._palette = QPalette()
        self._left: dict[QWidget, list[Callable[[], object]]] = {}
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self.take_turn)

    @property
    def waiting(self) -> int:
        """How many widgets still have the colours of before."""
        return len(self._left)

    def begin(self, app: QApplication, palette: QPalette, sheet: str) -> None:
        """Give the program this style sheet now; the widgets take it, and the palette, with the next events."""
        self._palette = palette
        self._left = {one: [] for one in app.allWidgets()}
        if self._left:  # at the start there are none, and to ask for the style loads all that Python knows of styles
            app.style().unpolish(app)  # Qt forgets which widgets had rules of the old sheet, and touches none
        app.setStyleSheet(sheet)
        self.begun.emit()
        if self._left:
            self._turn.start()
        else:
            app.setPalette(palette)

    def add(self, widget: QWidget, paint: Callable[[], object]) -> None:
        """Have ``paint`` called in the widget's turn."""
        self._left.setdefault(widget, []).append(paint)

    def take_turn(self) -> None:
        """Give their colours to those in sight, else to the next portion."""
        if QApplication.palette() != self._palette:  # with those in sight: what is painted between would be half old
            QApplication.setPalette(self._palette)
        waiting = [one for one in self._left if isValid(one)]
        # A page that was opened meanwhile is not made to wait for its turn.
        now = [one for one in waiting if one.isVisible() and not one.visibleRegion().isEmpty()] or waiting[:PORTION]
        style = QApplication.style()
        for one in filter(isValid, now):
            style.polish(one)
            for paint in self._left[one]:
                paint()
            one.update()
        done = set(now)
        self._left = {one: self._left[one] for one in waiting if one not in done}
        if not self._left:
            self._turn.stop()


class _Painter(QObject):
    """Paints a widget anew in its turn. As the widget's child it ends with it, and with it the connection."""

    def __init__(self, widget: QWidget, paint: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget, self._paint = widget, paint
        recolouring().begun.connect(self._ask)

    def _ask(self) -> None:
        recolouring().add(self._widget, self._paint)


_recolouring: Recolouring | None = None


def recolouring() -> Recolouring:
    """The program's one change of colours, under way or done."""
    global _recolouring
    if _recolouring is None:
        _recolouring = Recolouring()
    return _recolouring


def keep_coloured(widget: QWidget, paint: Callable[[], object]) -> None:
    """``paint`` now, and again in the widget's turn whenever the colours change while it lives."""
    _Painter(widget, paint)
    paint()

"""Tab in the order of reading: by where things stand, not by when they were made.

Qt follows the order of making. Headers, rows and sheets are made anew whenever something changes, so by Qt's order the
buttons of the header would come after the status line and a new question after the whole sheet.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QGridLayout, QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget


class ReadingOrder:
    """To be inherited by a window beside its Qt class: Tab and Shift+Tab go through it in the order of reading."""

    def focusNextPrevChild(self, forward: bool) -> bool:  # Qt calls it
        """Give the focus to the next field or the one before; whether there was one."""
        assert isinstance(self, QWidget)
        stops = in_reading_order(self)
        if not stops:
            return False
        now = self.focusWidget()
        place = stops.index(now) if now in stops else -1 if forward else 0
        why = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        taken = stops[(place + (1 if forward else -1)) % len(stops)]
        taken.setFocus(why)
        _bring_into_sight(taken)
        return True


def in_reading_order(window: QWidget) -> list[QWidget]:
    """All that Tab reaches in a window: what is shown, is on and takes the focus, in the order of reading."""
    return [
        one
        for one in _inside(window)
        if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
    ]


def _inside(widget: QWidget) -> Iterator[QWidget]:
    """Every shown widget below one, each before what lies in it."""
    for child in _children(widget):
        if child.isHidden() or child.isWindow():
            continue
        yield child
        yield from _inside(child)


def _children(widget: QWidget) -> list[QWidget]:
    """The widgets right below one: first those that its layout places, in the layout's order."""
    if isinstance(widget, QScrollArea):
        inner: QWidget | None = widget.widget()
        return [inner] if inner is not None else []
    if isinstance(widget, QAbstractScrollArea):
        return []  # a list or a text is one stop
    if isinstance(widget, QSplitter):  # its children stand in the order of painting
        parts = [widget.widget(n) for n in range(widget.count())]
        return [one for one in parts if one is not None]
    if isinstance(widget, QStackedWidget):
        shown = widget.currentWidget()
        return [shown] if shown is not None else []
    layout = widget.layout()
    placed = list(_placed(layout)) if layout is not None else []
    known = set(placed)
    return placed + [one for one in widget.children() if isinstance(one, QWidget) and one not in known]


def _placed(layout: QLayout) -> Iterator[QWidget]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        grid: QGridLayout = layout
        places.sort(key=lambda n: tuple(grid.getItemPosition(n))[:2])  # type: ignore[arg-type]
    for n in places:
        taken = layout.itemAt(n)
        widget, inner = taken.widget(), taken.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)


def _bring_into_sight(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()

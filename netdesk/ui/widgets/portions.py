"""A long list in portions: the first of it, and a button for more, by mouse and keyboard alike."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from netdesk.i18n import ngettext
from netdesk.ui.widgets.basic import button


def add_in_portions(
    lines: QVBoxLayout,
    count: int,
    make: Callable[[int], QWidget],
    *,
    portion: int,
    name: str,
    holds: Callable[[int], int] = lambda _n: 1,
) -> None:
    """Add the widgets that ``make`` gives for 0, 1, … to the column, at most ``portion`` at a time.

    Where a widget shows several things, ``holds`` says how many, so that the button's words count those.
    """
    more: QWidget | None = None
    begin = 0

    def add() -> None:
        nonlocal more, begin
        place = lines.count() if more is None else lines.indexOf(more)
        if more is not None:
            lines.takeAt(place)
            more.hide()
            more.deleteLater()
        first: QWidget | None = None
        for n in range(begin, min(begin + portion, count)):
            made = make(n)
            lines.insertWidget(place, made)
            place += 1
            first = first or made
        goes_on, begin = begin > 0, min(begin + portion, count)
        rest = sum(holds(n) for n in range(begin, min(begin + portion, count)))
        more = None
        if rest:
            text = ngettext("Show {n} more", "Show {n} more", rest).format(n=rest)
            more = button(text, add, name=name, role="link")
            lines.insertWidget(place, more, 0, Qt.AlignmentFlag.AlignHCenter)
        if goes_on and first is not None:  # the keyboard goes on where the eye does
            first.show()  # what a layout will show takes no focus before
            opener = first if isinstance(first, QAbstractButton) else first.findChild(QAbstractButton)
            (opener or first).setFocus(Qt.FocusReason.TabFocusReason)

    add()

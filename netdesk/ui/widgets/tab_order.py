"""The way of the Tab key through a part of the window: in the order in which things stand there.

Qt goes in the order of making, and what is made again after an edit would come last, far from where it is seen.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QWidget


def in_order(widget: QWidget) -> Iterator[QWidget]:
    """Every widget below this one that Tab can reach, as the layouts have them."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    inner: list[QWidget | None] = []
    if isinstance(widget, QScrollArea):
        inner = [widget.widget()]
    elif isinstance(widget, QSplitter):
        inner = [widget.widget(n) for n in range(widget.count())]
    for one in inner:
        if one is not None:
            yield from in_order(one)
    layout = widget.layout()
    if not inner and layout is not None:
        yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for n in range(layout.count()):
        widget, inner = layout.itemAt(n).widget(), layout.itemAt(n).layout()
        if widget is not None:
            yield from in_order(widget)
        elif inner is not None:
            yield from _of_layout(inner)


def set_order(widget: QWidget) -> None:
    """Let Tab go through this part of the window in its own order."""
    found = list(in_order(widget))
    for before, after in itertools.pairwise(found):
        if before.nextInFocusChain() is not after:
            QWidget.setTabOrder(before, after)

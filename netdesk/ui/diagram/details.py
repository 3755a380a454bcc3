"""What the details beside every diagram share: shown once the events are done, and a list of what asks for work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from netdesk.ui import theme
from netdesk.ui.diagram.acts import Acts
from netdesk.ui.widgets.basic import empty, inset, inset_head, label
from netdesk.ui.widgets.portions import add_in_portions

#: So many of a kind are listed at first.
SHOWN = 8


def show_soon(details: QWidget, acts: Acts, refresh: Callable[[], object]) -> None:
    """Refresh when the diagram or what is chosen in it changed.

    An edit tells of itself and of what is chosen then: both are shown at once, when the events are done.
    """
    soon = QTimer(details, singleShot=True, interval=0)
    soon.timeout.connect(refresh)
    acts.shown_changed.connect(soon.start)
    acts.selection_changed.connect(soon.start)


class Coded(Protocol):
    """Something that asks for work, of a kind that its code names."""

    @property
    def code(self) -> str: ...


CodedT = TypeVar("CodedT", bound=Coded)


def _nth(line: Callable[[CodedT], QWidget], alike: Sequence[CodedT], n: int) -> QWidget:
    return line(alike[n])


def list_work(
    lines: QVBoxLayout,
    title: str,
    nothing: str,
    found: Iterable[CodedT],
    head: Callable[[str], str],
    line: Callable[[CodedT], QWidget],
) -> None:
    """Fill a list: its title, then each thing under the head of its code, or the words of ``nothing``.

    A large diagram has hundreds: of each kind the first are shown, the others when they are asked for.
    """
    empty(lines)
    lines.addWidget(inset(label(title, "section")))
    kinds: dict[str, list[CodedT]] = {}
    for one in found:
        kinds.setdefault(one.code, []).append(one)
    for code, alike in kinds.items():
        lines.addSpacing(theme.px(8))
        lines.addWidget(inset_head(head(code)))
        make = partial(_nth, line, alike)
        add_in_portions(lines, len(alike), make, portion=SHOWN, name=f"more_{code}")
    if not kinds:
        lines.addWidget(inset(label(nothing, "second", wrap=True)))

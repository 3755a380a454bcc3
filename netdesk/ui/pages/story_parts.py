"""Parts that tabs and rooms share: a row with a title, a tag and quiet words, and a card for what is still empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from netdesk.i18n import _
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.basic import Card, button, column, label, row, rule

#: (words, name, deed) of a link at the foot of an entry.
Link = tuple[str, str, Callable[[], object]]


def entry(
    title: str, *lines: str, tag: str = "", links: Sequence[Link] = (), quiet: Sequence[str] = ()
) -> QBoxLayout:
    """One entry of a list: a strong title (with a tag before it), lines of words, quiet lines, and links."""
    words = column(label(title, "strong", wrap=True, selectable=True), spacing=2)
    for one in lines:
        if one:
            words.addWidget(label(one, wrap=True, selectable=True))
    for one in quiet:
        if one:
            words.addWidget(label(one, "second", wrap=True))
    if links:
        foot = row(spacing=8)
        for text, name, deed in links:
            made = button(text, deed, name=name, role="link")
            made.setAccessibleName(_("{deed}: {what}").format(deed=text, what=title[:80]))
            foot.addWidget(made)
        foot.addStretch(1)
        words.addLayout(foot)
    if not tag:
        return words
    line = row(spacing=12)
    mark = label(tag, "tag")
    line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(words, 1)
    return line


def fill(card: Card, entries: Sequence[QBoxLayout]) -> Card:
    """The entries one under the other in a card, with hairlines between."""
    for n, one in enumerate(entries):
        if n:
            card.body.addWidget(rule())
        card.body.addLayout(one)
    return card


def nothing(title: str, words: str, *, name: str, act: QWidget | None = None) -> Card:
    """What a tab or a room says while it is empty, with the act that begins it."""
    card = Card(name=name)
    card.body.setContentsMargins(32, 32, 32, 32)
    card.body.addWidget(label(title, "section"))
    card.body.addWidget(label(words, wrap=True))
    if act is not None:
        card.body.addLayout(row(act, 1))
    return card


def decision_words(decision: str) -> str:
    """A decision as people say it; "" for none."""
    return choice_words().get(decision, "") if decision else ""


def stacked(target: QVBoxLayout, *cards: QWidget) -> None:
    """Cards one under the other, pushed to the top."""
    for one in cards:
        target.addWidget(one)
    target.addStretch(1)

"""The page of shortcuts, made of the one table of actions."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.actions import ACTIONS, MENUS
from netdesk.ui.palette import plain_words
from netdesk.ui.widgets.basic import button, column, label, row, scrolled
from netdesk.ui.widgets.reading_order import ReadingOrder


def shortcut_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """[(menu, [(action, keys)])] of all actions that have keys, in the menus' order."""
    groups = []
    for menu, words in MENUS:
        lines = [(plain_words(_(one.words)), _native(one.shortcut)) for one in ACTIONS if one.menu == menu]
        lines = [line for line in lines if line[1]]
        if lines:
            groups.append((plain_words(_(words)), lines))
    return groups


def _native(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


class Shortcuts(ReadingOrder, QDialog):
    """All shortcuts on one page, in two columns."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(_("Shortcuts"))
        groups = shortcut_groups()
        groups.append(
            (
                _("In lists and fields"),
                [
                    (_("Next field"), _native("Tab")),
                    (_("Field before"), _native("Shift+Tab")),
                    (_("Close a dialog"), _native("Esc")),
                ],
            )
        )
        groups.append(
            (
                _("On a measure’s chart"),
                [
                    (_("Along the points"), f"{_native('Left')} {_native('Right')}"),
                    (_("Choose several"), _native("Shift+Right")),
                    (_("What can be done with them"), _native("Return")),
                    (_("Zoom in, zoom out, all points"), "+  −  0"),
                    (_("Move along a zoomed chart"), _native("Ctrl+Right")),
                ],
            )
        )
        halves = row(spacing=40)
        for members in _in_two(groups):
            half = column(spacing=4)
            for title, lines in members:
                half.addWidget(label(title, "section"))
                half.addLayout(_grid(lines))
                half.addSpacing(theme.px(12))
            half.addStretch(1)
            halves.addLayout(half, 1)
        inner = QWidget()
        inner.setLayout(halves)
        done = button(_("Close"), self.accept, name="shortcuts_close")
        done.setDefault(True)
        whole = column(label(_("Shortcuts"), "title"), spacing=12, margins=(24, 20, 16, 16))
        whole.addWidget(scrolled(inner), 1)
        whole.addLayout(row(1, done))
        self.setLayout(whole)
        self.resize(min(theme.px(720), parent.width() - 80), min(theme.px(560), parent.height() - 60))


def _in_two(groups: list[tuple[str, list[tuple[str, str]]]]) -> list[list[tuple[str, list[tuple[str, str]]]]]:
    """The groups in two columns of about one height, their order kept."""
    heights = [len(lines) + 2 for _title, lines in groups]
    cut = min(range(1, len(groups)), key=lambda n: abs(sum(heights[:n]) - sum(heights[n:])))
    return [groups[:cut], groups[cut:]]


def _grid(lines: list[tuple[str, str]]) -> QGridLayout:
    made = QGridLayout()
    made.setHorizontalSpacing(theme.px(16))
    made.setVerticalSpacing(theme.px(6))
    made.setColumnStretch(0, 1)
    for n, (words, keys) in enumerate(lines):
        made.addWidget(label(words, wrap=True), n, 0)
        shown = label(keys, "key")
        cell = row(1, shown)
        made.addLayout(cell, n, 1)
    return made

"""Method hints on a cycle's sheet: what a good test would still have. They never block anything."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from netdesk.i18n import _, ngettext
from netdesk.operations import cycles
from netdesk.operations.source import Source
from netdesk.ui.widgets.basic import column, empty, label


class Hints(QWidget):
    """The hints of one cycle; not there where nothing is left to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cycle_hints")
        self._shown: list[str] | None = None
        self._lines = column(spacing=4, margins=(8, 0, 0, 0))
        self.setLayout(self._lines)

    def show_cycle(self, source: Source, cycle: str) -> None:
        """Show what this cycle could still have."""
        found = cycles.hints(source, cycle)
        if found == self._shown:
            return
        self._shown = found
        empty(self._lines)
        self.setVisible(bool(found))
        if found:
            self._lines.addWidget(label(_("Worth a thought"), "head"))
        for words in found:
            self._lines.addWidget(label(words, "second", wrap=True, name="cycle_hint"))


def study_waits_words(cycle: dict[str, Any], today: date) -> str:
    """A gentle sentence where a Study waits, else ""."""
    days = cycles.study_waits(cycle, today)
    if days is None:
        return ""
    text = ngettext(
        "This cycle was to end {n} day ago. A few words on what you saw are enough for its Study.",
        "This cycle was to end {n} days ago. A few words on what you saw are enough for its Study.",
        days,
    )
    return text.format(n=days)

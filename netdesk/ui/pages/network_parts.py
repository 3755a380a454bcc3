"""What the tabs of the Network room share: one that is read off the window's thread, and words about time."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from netdesk.i18n import _, format_date, ngettext
from netdesk.ui.background import Reader
from netdesk.ui.context import Context

#: The margin at the right of every tab. It is part of the tab, for there stand the bars of what scrolls.
RIGHT = 24
#: The least height of a tab; where there is less room, the page scrolls.
LEAST = 160


class NetworkTab(QWidget):
    """A tab whose content is read off the window's thread: ``look`` reads, ``show_found`` shows what was read."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._reader = Reader(self)
        self._reader.came.connect(self.show_found)
        self._reader.failed.connect(context.failed)

    @property
    def reading(self) -> bool:
        """Whether what is shown is still being read."""
        return self._reader.reading

    def refresh(self) -> None:
        """Show what is so now, soon."""
        self._reader.read(self.look())

    def finish(self) -> None:
        """Wait until it is shown."""
        self._reader.finish()

    def stop(self) -> None:
        """The workspace is about to go."""
        self._reader.stop()

    # Qt's metaclass lets a class with abstract parts be made: the type checker asks for them, and the call fails.
    @abstractmethod
    def look(self) -> Callable[[], Any]:
        """The reading; it must not touch widgets."""
        raise NotImplementedError

    @abstractmethod
    def show_found(self, found: Any) -> None:
        """Show what the reading gave."""
        raise NotImplementedError


def heard_when(seconds: int | None, today: date) -> tuple[str, ...]:
    """When a team was last heard from, in lines: "Heard from 3 days ago", and the day where it is not a known one."""
    if seconds is None:
        return (_("Not heard from yet"),)
    days = days_since(seconds, today)
    if days <= 0:
        return (_("Heard from today"),)
    if days == 1:
        return (_("Heard from yesterday"),)
    weeks = days // 7
    words = (
        ngettext("Heard from {n} day ago", "Heard from {n} days ago", days).format(n=days)
        if days < 14
        else ngettext("Heard from {n} week ago", "Heard from {n} weeks ago", weeks).format(n=weeks)
    )
    return words, format_date(today - timedelta(days=days))


def days_since(seconds: int, today: date) -> int:
    """How many days ago, by this place's calendar, a clock showed this (below 0: its clock is ahead)."""
    return (today - datetime.fromtimestamp(seconds, UTC).astimezone().date()).days

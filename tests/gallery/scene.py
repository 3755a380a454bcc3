"""What a picture shows: a screen with something open in it, or a report on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from netdesk.ui.main_window import MainWindow

#: The workspaces that scenes are opened on, in `teams`: with a bit of everything, with nothing in it yet, and with 200
#: characters in every name.
FULL, EMPTY, LONG = "full", "empty", "long"
#: Hubs with six teams, with sixty, with none yet, and with six that say everything in 200 characters.
HUB, LARGE_HUB, NEW_HUB, LONG_HUB = "hub", "large-hub", "new-hub", "long-hub"


@dataclass(frozen=True, slots=True)
class Scene:
    """One screen: ``show`` opens it in a window and gives the dialog to look at, or None for the window itself.

    ``on`` names the teams it is shown on; ``ready`` tells when what comes from another thread is there.
    """

    name: str
    show: Callable[[MainWindow], QWidget | None]
    on: tuple[str, ...] = (FULL, EMPTY)
    ready: Callable[[MainWindow], bool] = lambda _window: True

    @property
    def teams(self) -> tuple[str, ...]:
        """All the teams it can be shown on: long names wherever there are names."""
        long = [name for name, full in ((LONG, FULL), (LONG_HUB, HUB)) if full in self.on]
        return (*self.on, *long)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report: ``make`` gives its PDF for a paper ("letter", "a4") and a language."""

    name: str
    make: Callable[[str, str], bytes]

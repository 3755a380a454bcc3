"""The stage the scenes are shown on: one window a team, language and text size, in the colours asked for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QThread
from PySide6.QtWidgets import QApplication, QWidget

from netdesk import i18n, paths
from netdesk.ui import app as program
from netdesk.ui import theme
from netdesk.ui.background import Reader
from netdesk.ui.charts.measure_chart import MeasureChart
from netdesk.ui.main_window import MainWindow
from netdesk.ui.recolour import recolouring
from tests.gallery.scene import Scene
from tests.gallery.teams import make_team
from tests.ui.sample_team import TODAY, at

SIZE = (1280, 720)
PATIENCE = 2_000


@dataclass
class Stage:
    """Makes each team once, and shows scenes in its window; to be used as a context."""

    folder: Path
    app: QApplication = field(default_factory=program.make_application)
    _files: dict[str, Path] = field(default_factory=dict)
    _windows: dict[str, MainWindow] = field(default_factory=dict)

    def __enter__(self) -> Stage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.look("en", 100, "light")

    def look(self, language: str, percent: int, mode: theme.Mode) -> None:
        """Show everything from now on in this language, text size and colours."""
        self.clear()
        i18n.set_language(language)
        theme.set_text_size(self.app, percent)
        theme.set_mode(self.app, mode)

    def clear(self) -> None:
        """Close every window: widgets take words and measures when they are made."""
        for window in self._windows.values():
            window.close()
        self._windows.clear()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def window(self, team: str) -> MainWindow:
        """The window of this team."""
        if team not in self._windows:
            if team not in self._files:
                place = self.folder / team
                place.mkdir()
                language = i18n.language()
                i18n.set_language("en")  # what people wrote is not the program's to translate
                workspace = make_team(team, place)
                i18n.set_language(language)
                self._files[team] = workspace.path
                workspace.close()
            made = program.open_window(self._files[team], remembered=False)
            made.context.workspace.now = lambda: at(TODAY)
            made.resize(*SIZE)
            self._windows[team] = made
        return self._windows[team]

    @contextmanager
    def shown(self, scene: Scene, team: str) -> Iterator[QWidget]:
        """The widget to look at while the scene is open in the team's window."""
        window = self.window(team)
        dialog = scene.show(window)
        if dialog is not None and not dialog.isVisible():
            dialog.show()
        self.settle()
        for _turn in range(PATIENCE):
            if scene.ready(window) and not self._under_way(window):
                break
            QThread.msleep(2)
            self.settle()
        else:
            raise AssertionError(f"{scene.name} was never ready")
        self.settle()
        try:
            yield dialog or window
        finally:
            if dialog is not None:
                dialog.close()
                dialog.deleteLater()
            window.banner.hide()
            if window.rail.narrow:
                window.rail.set_narrow(False)
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _under_way(self, window: MainWindow) -> bool:
        """Whether something of the window is still being read or drawn, or has the colours of before."""
        # Between two colours a field out of sight has not yet the room that its style asks for.
        return (
            bool(recolouring().waiting)
            or any(one.reading for one in window.findChildren(Reader))
            or any(one.drawing_on for one in window.findChildren(MeasureChart))
        )

    def settle(self) -> None:
        """Let everything that waits be laid out and painted."""
        for _turn in range(10):  # a turned row asks for room anew, and so do those above it
            self.app.processEvents()
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def staged() -> Iterator[Stage]:
    """A stage with a data folder of its own, both gone at the end."""
    with tempfile.TemporaryDirectory() as scratch:
        paths.set_data_dir(Path(scratch) / "data")
        with Stage(Path(scratch)) as stage:
            yield stage
        paths.set_data_dir(None)


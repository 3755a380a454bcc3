"""A real window on a real workspace, closed at the end of each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from netdesk.store.workspace import Workspace
from netdesk.ui import app as program
from netdesk.ui import ask
from netdesk.ui.main_window import MainWindow

from .driving import Answers, wait_for
from .sample_team import make_sample_team


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    """What answers boxes and file dialogs in this test."""
    made = Answers(tmp_path)
    ask.answer_with(made)
    yield made
    ask.answer_with(None)


def _opened(path: Path) -> MainWindow:
    window = program.open_window(path, remembered=False)
    window.resize(1280, 720)
    window.activateWindow()
    wait_for(window.isActiveWindow, "the window to be active")
    window.go("purpose")  # tests of typing begin where there are fields
    return window


def _close(window: MainWindow) -> None:
    if isValid(window):  # a test may have closed it
        window.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(qtbot, tmp_path: Path, answers: Answers) -> Iterator[MainWindow]:
    """The window of a new team, with nothing in it yet."""
    program.make_application()
    path = tmp_path / "team.netdesk"
    Workspace.create(path, team="Grade 7 attendance", school="Lincoln Middle", person="Rosa Ortiz").close()
    made = _opened(path)
    yield made
    _close(made)


@pytest.fixture
def sample(qtbot, tmp_path: Path, answers: Answers) -> Iterator[MainWindow]:
    """The window of a team with a bit of everything."""
    program.make_application()
    path = tmp_path / "sample.netdesk"
    make_sample_team(path).close()
    made = _opened(path)
    yield made
    _close(made)

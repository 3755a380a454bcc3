"""Canvas and outline are twins: the same script by mouse and by keyboard only gives the same records."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from netdesk.operations import aims
from netdesk.store.workspace import Workspace
from netdesk.ui import app as program
from netdesk.ui.main_window import MainWindow

from .diagram_script import DRIVEN, SHARED, ByKeyboard, ByMouse, clear_clipboard, draw_both, shape_of
from .driving import wait_for

SCRIPT = Path(__file__).parents[1] / "end2end" / "diagrams_window.py"


@pytest.fixture
def windows(qtbot, tmp_path: Path, answers) -> Iterator[list[MainWindow]]:  # type: ignore[no-untyped-def]
    """Two windows, each with a team that has an aim and nothing else."""
    program.make_application()
    made = []
    for name in ("mouse", "keyboard"):
        path = tmp_path / f"{name}.netdesk"
        with Workspace.create(path, team="Grade 7", person="Rosa Ortiz") as workspace, workspace.edit("Aim") as edit:
            aims.add_aim(edit, {"what": "Raise attendance"})
        made.append(program.open_window(path, remembered=False))
        made[-1].resize(1280, 720)
    yield made
    clear_clipboard()
    for window in made:
        window.close()


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="there is no Xvfb on this machine")
def test_that_mouse_and_keyboard_make_the_same_diagrams_on_a_real_display(tmp_path: Path) -> None:
    command = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24", sys.executable, str(SCRIPT), str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "the same"


def test_that_mouse_and_keyboard_make_the_same_diagrams(windows: list[MainWindow]) -> None:
    shapes = []
    for window, way in zip(windows, (ByMouse, ByKeyboard), strict=True):
        window.activateWindow()
        wait_for(window.isActiveWindow, "the window to be active")
        draw_both(way(window))
        shapes.append(shape_of(window))
    by_mouse, by_keyboard = shapes
    assert by_mouse["links"] == by_keyboard["links"]
    assert by_mouse == by_keyboard
    assert len([one for one in by_mouse["causes"] if one[0] > 1]) == 24  # 25, of which one was deleted
    assert {origin for _name, origin in by_mouse["from"]} >= set(DRIVEN)
    served = [(child, parent) for parent, child, _strength in by_mouse["links"]]
    assert set(SHARED) <= set(served)
    assert len({child for child, _parent in served}) == 20

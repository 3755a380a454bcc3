"""What comes back, in real windows: the thread from the table to what mattered, between three teams and a hub."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PySide6")

from netdesk.ui import app as program
from tests.end2end.thread_window import thread

SCRIPT = Path(__file__).parents[1] / "end2end" / "thread_window.py"
STEPS, PICTURES = 7, 23


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_that_what_alder_puts_down_comes_back_with_who_where_what_changed_and_what_came_of_it(
    qtbot: Any, tmp_path: Path
) -> None:
    program.make_application()
    steps: list[str] = []
    assert thread(tmp_path, keep=None, say=steps.append) == PICTURES
    assert len(steps) == STEPS


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="Xvfb is not on this machine")
def test_that_the_same_holds_on_a_real_display_with_a_picture_of_each_step(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    command = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24", sys.executable, str(SCRIPT), str(kept)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("all held")
    assert len(list(kept.glob("*.png"))) == PICTURES

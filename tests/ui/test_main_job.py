"""The main job from end to end in the real window: offscreen, and on a display of its own where Xvfb is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from netdesk.ui import app as program
from tests.end2end.main_job_window import main_job

SCRIPT = Path(__file__).parents[1] / "end2end" / "main_job_window.py"


@pytest.mark.slow
def test_that_the_main_job_runs_in_the_window(qtbot, tmp_path: Path) -> None:
    program.make_application()
    steps: list[str] = []
    main_job(tmp_path, keep=False, say=steps.append)
    assert len(steps) == 6


@pytest.fixture
def display() -> Iterator[str]:
    """An X display of this test's own."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("Xvfb is not on this machine")
    read, write = os.pipe()
    command = [server, "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    started = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    started.terminate()
    started.wait(10)


@pytest.mark.slow
def test_that_the_main_job_runs_on_a_real_display(display: str, tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path / "kept")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("all held")
    assert len(list((tmp_path / "kept").glob("step-*.png"))) == 6

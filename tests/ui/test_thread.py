"""What comes back, in real windows: the thread from the table to what mattered, between three teams and a hub."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

SCRIPT = Path(__file__).parents[1] / "end2end" / "thread_window.py"
STEPS, PICTURES = 7, 23


def run(tmp_path: Path, command: list[str], **environment: str) -> None:
    kept = tmp_path / "kept"
    done = subprocess.run(
        [*command, sys.executable, str(SCRIPT), str(kept)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1] == "all held" and lines[-2].startswith(f"{STEPS}. Cedar"), lines
    assert len(list(kept.glob("*.png"))) == PICTURES


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_that_what_alder_puts_down_comes_back_with_who_where_what_changed_and_what_came_of_it(tmp_path: Path) -> None:
    run(tmp_path, [], QT_QPA_PLATFORM="offscreen")


@pytest.mark.soak
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="Xvfb is not on this machine")
def test_that_the_same_holds_on_a_real_display(tmp_path: Path) -> None:
    run(tmp_path, ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"], QT_QPA_PLATFORM="xcb")

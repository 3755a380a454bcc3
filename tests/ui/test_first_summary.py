"""First start to first printed summary as a new user does it, and the whole of it again by keyboard alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from tests.end2end.first_summary import told

SCRIPT = Path(__file__).parents[1] / "end2end" / "first_summary.py"


@pytest.mark.slow
def test_that_a_new_user_prints_a_first_summary_with_the_mouse_and_by_keyboard_alone(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), str(tmp_path / "kept")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if shutil.which("xvfb-run"):  # a real display of its own, as a person has; else none at all
        command = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24", *command]
        environment["QT_QPA_PLATFORM"] = "xcb"
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "a quick test took 4 fields and" in done.stdout and done.stdout.rstrip().endswith("all held")
    assert len(list((tmp_path / "kept").glob("*.png"))) == 9


def test_that_two_workspaces_are_told_apart_by_words_and_not_by_ids_or_times() -> None:
    def dump(cycle: str, words: str, when: str) -> dict:
        question = {"id": "e" * 32, "cycle": cycle, "text": words, "locked_at": when, "pos": [None, cycle[:5]]}
        return {"records": {"cycle": [{"id": cycle, "title": "Calls"}], "question": [question]}}

    one = dump("a" * 32, "Will they answer?", "2026-01-02T10:00:00Z")
    assert told(one) == told(dump("b" * 32, "Will they answer?", "2026-01-03T10:00:00Z"))
    assert told(one) != told(dump("a" * 32, "Do they answer?", "2026-01-02T10:00:00Z"))
    orphan = dump("a" * 32, "Will they answer?", "2026-01-02T10:00:00Z")
    orphan["records"]["question"][0]["cycle"] = "c" * 32
    assert told(one) != told(orphan)

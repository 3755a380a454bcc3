"""demo and self-test as commands; what the sample network holds is tested with demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.mark.slow
def test_that_the_self_test_tries_every_part_and_leaves_nothing(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    ran = run("self-test").good()
    assert ran.out.endswith("All held.\n")
    assert len(ran.out.splitlines()) >= 6
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_of_somebody_elses_is_left_alone(run: Any, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    run("demo", tmp_path, "--no-window").sentence(1)
    run("demo", tmp_path / "notes.txt", "--no-window").sentence(1)
    assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]

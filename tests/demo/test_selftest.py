"""The self-test says each step and is true only if all held."""

from __future__ import annotations

from pathlib import Path

import pytest

from netdesk import paths
from netdesk.demo import selftest


def test_that_the_self_test_holds_and_leaves_nothing_behind(own_data_dir: Path) -> None:
    said: list[str] = []
    shown: list[Path] = []

    def window(path: Path) -> bool:
        assert path.is_file()
        shown.append(path)
        return True

    assert selftest.run(said.append, window=window)
    assert len(said) >= 7 and said[-1] == "All held."
    assert not shown[0].parent.exists()
    assert paths.data_dir() == own_data_dir
    assert not (own_data_dir / "keys").exists() or not any((own_data_dir / "keys").iterdir())


def test_that_a_window_that_fails_fails_the_self_test() -> None:
    said: list[str] = []
    assert not selftest.run(said.append, window=lambda _path: False)
    assert said[-1].startswith("FAILED")


def test_that_a_step_that_does_not_hold_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "receive", lambda _ws, _paths: {"received": []})
    said: list[str] = []
    assert not selftest.run(said.append)
    assert "bundle was not taken in" in said[-1]

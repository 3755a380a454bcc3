"""Commands run in this process: what they print, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from netdesk.cli.main import main


class Ran(NamedTuple):
    """How a command ended, and what it said on each stream."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def good(self) -> Ran:
        assert self.status == 0, self.err
        return self

    def sentence(self, status: int) -> str:
        """The one plain sentence on stderr, with nothing on stdout."""
        assert (self.status, self.out) == (status, ""), self
        assert self.err.startswith("netdesk: ")
        assert self.err.count("\n") == 1
        assert self.err.endswith((".\n", "?\n", ")\n", ":\n")), self.err
        return self.err


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def runner(*words: object) -> Ran:
        capsys.readouterr()
        status = main([str(word) for word in words])
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return runner


@pytest.fixture
def lincoln(run: Run, tmp_path: Path) -> Path:
    """A new team's workspace with one person, Ana."""
    path = tmp_path / "lincoln.netdesk"
    run("new", path, "--team", "Lincoln", "--school", "Lincoln Middle", "--person", "Ana").good()
    return path


@pytest.fixture
def edits(tmp_path: Path) -> Callable[..., Path]:
    """A file of edits, one object a line."""

    def writer(*lines: dict[str, Any] | str) -> Path:
        path = tmp_path / "edits.jsonl"
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        path.write_text(text, encoding="utf-8")
        return path

    return writer

"""A real workspace for the verbs of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netdesk import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "team.netdesk", team="Lincoln", person="Ana") as made:
        yield made

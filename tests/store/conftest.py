"""A school for each test of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netdesk.store.workspace import Workspace
from tests.store.school import School


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    made = School(tmp_path)
    yield made
    made.close()


@pytest.fixture
def ana(school: School) -> Workspace:
    """A new team's workspace, with one person."""
    return school.team("Ana")

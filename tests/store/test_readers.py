"""Readers' connections: kept for the next reading, and none left open behind a closed workspace."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from netdesk.store import files
from netdesk.store.workspace import Workspace


def test_that_readings_one_after_the_other_share_a_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    plain = files.open_sqlite

    def noting(path: Path, mode: str) -> sqlite3.Connection:
        opened.append(mode)
        return plain(path, mode)

    monkeypatch.setattr(files, "open_sqlite", noting)
    with Workspace.create(tmp_path / "a.netdesk", team="A", person="Ana") as workspace:
        workspace.select("measure")
        before = len(opened)
        with workspace.edit("Add a measure") as edit:
            measure = edit.add("measure", {"name": "Attendance"})
        for _again in range(20):
            assert [one["id"] for one in workspace.select("measure")] == [measure]
        assert len(opened) == before


def test_that_a_reading_that_ends_after_the_workspace_is_closed_leaves_nothing_open(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "a.netdesk", team="A", person="Ana")
    late = workspace._reader.connect()
    raw = late.connection.dbapi_connection
    workspace.close()
    late.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        raw.execute("SELECT 1")

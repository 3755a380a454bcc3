"""`make bench`: the workspace file against bare sqlite3 and bare Python."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from netdesk.store.workspace import Workspace
from tests.benchmarks.measure import median_seconds, once, say

pytestmark = pytest.mark.bench

EDITS = 200


def bare_commit(path: Path) -> Callable[[], None]:
    """The baseline: the rows that one edit writes, by bare sqlite3 under the same pragmas, one commit each."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "checkpoint_fullfsync=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(
        """
        CREATE TABLE stream(id INTEGER PRIMARY KEY, seq INTEGER, chain BLOB, t TEXT, x INTEGER);
        CREATE TABLE change(stream INTEGER, seq INTEGER, record TEXT, x INTEGER, edit INTEGER, chain BLOB, body BLOB,
                            PRIMARY KEY(stream, seq)) WITHOUT ROWID;
        CREATE INDEX change_record ON change(record);
        CREATE INDEX change_edit ON change(stream, x, seq) WHERE edit = 1;
        CREATE TABLE head(record TEXT, field TEXT, stream INTEGER, seq INTEGER,
                          PRIMARY KEY(record, field, stream, seq)) WITHOUT ROWID;
        CREATE TABLE measure(id TEXT PRIMARY KEY, unit TEXT, changed_t TEXT, changed_w INTEGER);
        INSERT INTO stream VALUES(1, 0, x'00', '', 0);
        INSERT INTO head VALUES('m', 'unit', 1, 0);
        INSERT INTO measure VALUES('m', '', '', 0);
        """
    )
    seq = 0

    def commits() -> None:
        nonlocal seq
        for _edit in range(EDITS):
            seq += 1
            connection.execute("BEGIN IMMEDIATE")
            row = (seq, "m", seq, b"c" * 32, b"x" * 260)
            connection.execute("INSERT INTO change VALUES(1, ?, ?, ?, 1, ?, ?)", row)
            connection.execute(
                "UPDATE head SET seq=? WHERE record='m' AND field='unit' AND stream=1 AND seq=?", (seq, seq - 1)
            )
            connection.execute("UPDATE measure SET unit=?, changed_t=?, changed_w=? WHERE id='m'", (f"u{seq}", "t", 1))
            connection.execute("UPDATE stream SET seq=?, chain=?, t=?, x=? WHERE id=1", (seq, b"c" * 32, "t", seq))
            connection.execute("COMMIT")

    return commits


def test_that_one_edit_is_timed_against_a_bare_commit(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "a.netdesk", team="A", person="Ana") as ws:
        with ws.edit("Add a measure") as edit:
            measure = edit.add("measure", {"name": "Attendance", "unit": "u"})
        count = 0

        def edits() -> None:
            nonlocal count
            for _edit in range(EDITS):
                count += 1
                with ws.edit("Edit a measure") as edit:
                    edit.put("measure", measure, {"unit": f"u{count}"})

        ours = median_seconds(edits) / EDITS
        bare = median_seconds(bare_commit(tmp_path / "bare.db")) / EDITS
        assert ws.get("measure", measure)["unit"] == f"u{count}"  # type: ignore[index]
    print("\nOne edit")
    say("bare sqlite3 commit of the same rows", f"{bare * 1e3:.2f} ms")
    say("one edit, committed", f"{ours * 1e3:.2f} ms")
    say("ratio", f"{ours / bare:.2f} x", "≤ 5 x")


def fill(ws: Workspace, observations: int, cycles: int) -> None:
    """A workspace of this size: measures with 200 weekly points each, cycles with a question each."""
    for first in range(0, observations, 200):
        with ws.edit("Enter points") as edit:
            measure = edit.add("measure", {"name": f"Measure {first}"})
            for point in range(min(200, observations - first)):
                period = f"{2000 + point // 48:04d}-{point % 48 // 4 + 1:02d}-{point % 4 * 7 + 1:02d}"
                edit.add("observation", {"measure": measure, "period": period, "value": {"n": point, "d": 300}})
    with ws.edit("Add cycles") as edit:
        for number in range(cycles):
            cycle = edit.add("cycle", {"title": f"Cycle {number}", "plan": "Call each family in the morning."})
            edit.add("question", {"cycle": cycle, "text": "Will they answer?", "prediction": "Two in three."})


def test_that_opening_a_large_workspace_is_timed_against_a_small_one(tmp_path: Path) -> None:
    seconds = {}
    for name, observations, cycles in (("demo", 800, 40), ("large", 20_000, 400)):
        path = tmp_path / f"{name}.netdesk"
        with Workspace.create(path, team="A", person="Ana") as ws:
            seconds[f"fill {name}"] = once(lambda ws=ws, o=observations, c=cycles: fill(ws, o, c))

        def open_and_close(path: Path = path) -> None:
            with Workspace.open(path) as found:
                assert found.undo_label()

        seconds[name] = median_seconds(open_and_close, 9)
    print("\nOpening a workspace")
    say("800 observations, 40 cycles (a demo team's size)", f"{seconds['demo'] * 1e3:.1f} ms")
    say("20,000 observations, 400 cycles", f"{seconds['large'] * 1e3:.1f} ms")
    say("ratio", f"{seconds['large'] / seconds['demo']:.2f} x", "≤ 2 x")
    say("filling the large one", f"{20_800 / seconds['fill large']:.0f} records/s")


def test_that_import_netdesk_is_timed_against_bare_python() -> None:
    def run(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    bare = median_seconds(run("pass"), 9)
    ours = median_seconds(run("import netdesk"), 9)
    heavy = "import sys, netdesk; print([m for m in ('PySide6', 'pandas', 'reportlab') if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", heavy], check=True, capture_output=True, text=True).stdout
    assert loaded.strip() == "[]"
    print("\nImport")
    say("bare Python", f"{bare * 1e3:.0f} ms")
    say("import netdesk (no Qt, pandas, reportlab)", f"{ours * 1e3:.0f} ms")
    say("ratio", f"{ours / bare:.2f} x")

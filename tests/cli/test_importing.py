"""import: a spreadsheet into a measure by command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

TABLE = "Week,Present,Enrolled\n2024-01-08,28,30\n2024-01-15,27,30\n"


@pytest.fixture
def measure(run: Run, lincoln: Path, edits: Any) -> str:
    line = {"do": "add", "kind": "measure", "fields": {"name": "Attendance", "unit": "%"}}
    return str(run("apply", lincoln, edits(line), "--json").good().json["records"][0]["id"])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "attendance.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_that_a_table_comes_in_once(run: Run, lincoln: Path, measure: str, table: Path) -> None:
    first = run("import", lincoln, table, "--measure", measure, "--json").good().json
    assert (first["added"], first["changed"], first["same"], first["problems"]) == (2, 0, 0, [])
    before = run("dump", lincoln, "--history").good().out
    again = run("import", lincoln, table, "--measure", "Attendance", "--json").good().json
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 2)
    assert run("dump", lincoln, "--history").good().out == before
    table.write_text(TABLE.replace("27", "29"), encoding="utf-8")
    changed = run("import", lincoln, table, "--measure", measure, "--json").good().json
    assert changed["changes"] == [
        {
            "row": 3,
            "period": "2024-01-15",
            "subgroup": None,
            "before": {"n": "27", "d": "30"},
            "after": {"n": "29", "d": "30"},
        }
    ]
    run("undo", lincoln).good()
    assert run("dump", lincoln).good().out.count('"27"') == 1


def test_that_a_dry_run_writes_nothing(run: Run, lincoln: Path, measure: str, table: Path) -> None:
    before = run("dump", lincoln, "--history").good().out
    found = run("import", lincoln, table, "--measure", measure, "--dry-run", "--json").good().json
    assert (found["added"], found["dry_run"]) == (2, True)
    assert "2 new" in run("import", lincoln, table, "--measure", measure, "--dry-run").good().out
    assert run("dump", lincoln, "--history").good().out == before


def test_that_the_map_printed_is_the_map_read(run: Run, lincoln: Path, measure: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("a;b;c;d\n2024-01-08;7;28;30\n", encoding="utf-8")
    given = tmp_path / "map.json"
    given.write_text(json.dumps({"period": 0, "n": 2, "d": 3, "first_row": 2}), encoding="utf-8")
    found = run("import", lincoln, path, "--measure", measure, "--map", given, "--json").good().json
    assert found["added"] == 1
    given.write_text(json.dumps(found["map"]), encoding="utf-8")
    assert run("import", lincoln, path, "--measure", measure, "--map", given, "--json").good().json["same"] == 1
    given.write_text("{", encoding="utf-8")
    run("import", lincoln, path, "--measure", measure, "--map", given).sentence(1)


def test_that_trouble_is_one_sentence_and_changes_nothing(
    run: Run, lincoln: Path, measure: str, table: Path, tmp_path: Path
) -> None:
    before = run("dump", lincoln, "--history").good().out
    assert "no measure" in run("import", lincoln, table, "--measure", "Other").sentence(1)
    run("import", lincoln, tmp_path / "absent.csv", "--measure", measure).sentence(1)
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    assert "empty" in run("import", lincoln, empty, "--measure", measure).sentence(1)
    foreign = tmp_path / "photos.xlsx"
    foreign.write_bytes(b"PK\x03\x04 nothing")
    assert "damaged" in run("import", lincoln, foreign, "--measure", measure).sentence(3)
    run("import", lincoln, table).sentence(2)
    assert run("dump", lincoln, "--history").good().out == before


def test_that_rows_left_out_are_told_beside_the_result(run: Run, lincoln: Path, measure: str, table: Path) -> None:
    table.write_text(TABLE + "2024-01-22,<10,30\n", encoding="utf-8")
    done = run("import", lincoln, table, "--measure", measure)
    assert done.status == 0
    assert "2 new" in done.out
    assert "Row 4" in done.err
    assert "hides a small number" in done.err

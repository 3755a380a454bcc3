"""check and backup."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

AIM = "2" * 32
Edits = Callable[..., Path]


def test_that_a_sound_workspace_holds_together(run: Any, lincoln: Path) -> None:
    assert run("check", lincoln, "--json").good().json == {"ok": True, "problems": []}
    assert run("check", lincoln).good().out == "Everything holds together.\n"


def test_that_a_row_written_around_the_log_is_found_and_mended_on_a_copy(run: Any, lincoln: Path, edits: Edits) -> None:
    run("apply", lincoln, edits({"do": "add", "kind": "aim", "id": AIM, "fields": {"what": "true"}})).good()
    sound = run("dump", lincoln).good().out
    with sqlite3.connect(lincoln) as connection:
        connection.execute("UPDATE aim SET what = 'forged'")
    connection.close()
    ran = run("check", lincoln, "--json")
    assert ran.status == 1
    assert ran.json["ok"] is False
    assert {"where", "what"} == set(ran.json["problems"][0])
    assert any("aim" in one["where"] for one in ran.json["problems"])
    assert run("check", lincoln).status == 1
    damaged = lincoln.read_bytes()
    assert run("check", lincoln, "--repair", "--json").good().json == {"ok": True, "problems": []}
    assert lincoln.read_bytes() == damaged
    assert run("dump", lincoln.with_name("lincoln-repaired.netdesk")).good().out == sound


def test_that_a_forged_log_is_found(run: Any, lincoln: Path, edits: Edits) -> None:
    run("apply", lincoln, edits({"do": "add", "kind": "aim", "id": AIM, "fields": {"what": "genuine"}})).good()
    with sqlite3.connect(lincoln) as connection:
        changed = connection.execute(
            "UPDATE log_change SET body = CAST(replace(CAST(body AS TEXT), 'genuine', 'forgery') AS BLOB) "
            "WHERE CAST(body AS TEXT) LIKE '%genuine%'"
        ).rowcount
    connection.close()
    assert changed == 1
    ran = run("check", lincoln, "--json")
    assert ran.status == 1
    assert any(one["where"].startswith("log") for one in ran.json["problems"])


def test_that_backups_are_made_listed_and_restored(run: Any, lincoln: Path, edits: Edits, tmp_path: Path) -> None:
    run("apply", lincoln, edits({"do": "add", "kind": "aim", "id": AIM, "fields": {"what": "first"}})).good()
    before = run("dump", lincoln).good().out
    made = run("backup", lincoln, "--json").good().json
    assert set(made) == {"id", "when", "bytes"}
    run("apply", lincoln, edits({"do": "delete", "kind": "aim", "id": AIM})).good()
    listed = run("backup", lincoln, "--list", "--json").good().json
    assert made in listed
    assert made["id"] in run("backup", lincoln, "--list").good().out
    restored = tmp_path / "restored.netdesk"
    run("backup", lincoln, "--restore", made["id"], "--out", restored).good()
    assert run("dump", restored).good().out == before
    run("apply", restored, edits({"do": "set", "kind": "aim", "id": AIM, "fields": {"what": "goes on"}})).good()
    assert "aim" not in run("dump", lincoln).good().json["records"]


def test_that_a_backup_never_replaces_a_file(run: Any, lincoln: Path) -> None:
    made = run("backup", lincoln, "--json").good().json
    before = lincoln.read_bytes()
    run("backup", lincoln, "--restore", made["id"], "--out", lincoln).sentence(1)
    assert lincoln.read_bytes() == before
    run("backup", lincoln, "--restore", "never", "--out", lincoln.with_name("new.netdesk")).sentence(1)


def test_that_a_damaged_or_lost_workspace_comes_back_from_its_backup(run: Any, lincoln: Path, tmp_path: Path) -> None:
    text = run("dump", lincoln).good().out
    made = run("backup", lincoln, "--json").good().json
    data = bytearray(lincoln.read_bytes())
    data[100:4096] = b"\xaa" * (4096 - 100)
    lincoln.write_bytes(data)
    assert run("dump", lincoln).status == 3
    for number, remove in enumerate((False, True)):
        if remove:
            lincoln.unlink()
        assert made in run("backup", lincoln, "--list", "--json").good().json
        restored = tmp_path / f"restored-{number}.netdesk"
        run("backup", lincoln, "--restore", made["id"], "--out", restored).good()
        assert run("dump", restored).good().out == text


def test_that_a_copied_file_goes_on_as_a_device_of_its_own(
    run: Any, lincoln: Path, edits: Edits, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.netdesk"
    shutil.copyfile(lincoln, copy)
    for path in (lincoln, copy):
        run("apply", path, edits({"do": "add", "kind": "norm", "fields": {"text": path.stem}})).good()
    devices = {run("history", path, "--json").good().json[0]["edit"].partition(".")[0] for path in (lincoln, copy)}
    assert len(devices) == 2

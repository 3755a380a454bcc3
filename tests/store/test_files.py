"""The workspace file: making, opening, refusing, and growing with newer versions."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from netdesk.core import records
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.store import schema
from netdesk.store.workspace import Workspace
from tests.store.school import School, add, put, rows_of, text_of


def sentence(error: pytest.ExceptionInfo[NetDeskError]) -> str:
    """The refusal, which must be words for a person on one line."""
    text = error.value.user_text
    assert text.endswith((".", ".netdesk")), text
    assert "\n" not in text
    assert "Error" not in text and "sqlite" not in text.lower()
    return text


def change_file(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Making


def test_that_a_new_workspace_holds_its_team_and_person_and_is_one_file(school: School, tmp_path: Path) -> None:
    ana = school.team("Ana", school="Lincoln Middle", network="Valley")
    assert ana.dump()["records"] == {
        "person": [{"id": ana.person_id, "name": "Ana", "active": True}],
        "team": [{"id": ana.team_id, "name": "Lincoln", "school": "Lincoln Middle", "network_name": "Valley"}],
    }
    assert set(ana.spaces) == {"me", "team", "published", "hub"}
    ana.close()
    assert [path.name for path in tmp_path.iterdir()] == ["ana.netdesk"]


def test_that_a_hub_is_a_network_of_its_own(school: School) -> None:
    hub = school.team("Hana", hub=True)
    assert hub.hub
    assert hub.spaces["network"] == f"H:{hub.root}"


def test_that_making_refuses_to_overwrite_and_changes_nothing(school: School, tmp_path: Path) -> None:
    taken = tmp_path / "ana.netdesk"
    taken.write_bytes(b"a letter to grandmother")
    with pytest.raises(NetDeskError) as refused:
        school.team("Ana")
    assert "already there" in sentence(refused)
    assert bytes_in(tmp_path) == {"ana.netdesk": b"a letter to grandmother"}


def test_that_making_in_a_folder_that_is_not_there_is_refused(school: School, tmp_path: Path) -> None:
    with pytest.raises(NetDeskError) as refused:
        Workspace.create(tmp_path / "nowhere" / "ana.netdesk", team="Lincoln")
    assert "There is no folder" in sentence(refused)


def test_that_a_team_without_a_name_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(NetDeskError) as refused:
        Workspace.create(tmp_path / "ana.netdesk", team="  ")
    assert "name" in sentence(refused)
    assert list(tmp_path.iterdir()) == []


KILLED_WHILE_MAKING = """
import os, signal, sys
from netdesk.store import start, workspace
from netdesk.store.log import Log

left = int(sys.argv[2])
def count(*_parts):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
old = Log.flush
def flush(self, connection):
    old(self, connection); count()
Log.flush = flush
check = Log.checkpoint
def checkpoint(self):
    count(); check(self); count()
Log.checkpoint = checkpoint
workspace.Workspace.create(sys.argv[1], team="Lincoln", person="Ana").close()
print("made")
"""


@pytest.mark.parametrize("step", [0, 2, 4])
def test_that_a_kill_while_making_leaves_no_half_workspace(tmp_path: Path, step: int) -> None:
    path = tmp_path / "ana.netdesk"
    ended = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_MAKING, str(path), str(step)], capture_output=True, text=True, cwd="."
    )
    assert ended.returncode == -9, ended.stderr
    assert not path.exists()
    with Workspace.create(path, team="Lincoln", person="Ana") as made:
        assert made.dump()["records"]["team"][0]["name"] == "Lincoln"


def test_that_a_workspace_can_begin_from_a_dump_and_says_the_same(school: School, ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First", stage="plan")
    add(ana, "question", cycle=cycle, text="Will it?", prediction="Yes")
    put(ana, "cycle", cycle, stage="do")
    document = ana.dump()
    again = Workspace.create(school.folder / "again.netdesk", team="Lincoln", person="Ana", dump=document)
    with again:
        assert again.dump() == document
        assert again.undo_label() is None


@pytest.mark.parametrize("name", ["a b.netdesk", "100% #1?.netdesk", "ñandú ✓.netdesk", b"\xff.netdesk"])
def test_that_a_file_may_have_any_name(tmp_path: Path, name: str | bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    with Workspace.create(path, team="Lincoln", person="Ana") as made:
        add(made, "aim", what="Attendance")
        made.back_up()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    with Workspace.open(path) as found:
        assert [one["what"] for one in found.select("aim")] == ["Attendance"]
        assert not found.read_only


# Opening and closing


def test_that_work_is_there_after_closing_and_opening(school: School, ana: Workspace) -> None:
    add(ana, "aim", what="Attendance")
    before = text_of(ana)
    device = ana.device_id
    again = school.reopen(ana)
    assert text_of(again) == before
    assert again.device_id == device


def test_that_work_is_there_in_the_file_alone_after_closing(school: School, ana: Workspace, tmp_path: Path) -> None:
    add(ana, "aim", what="Attendance")
    ana.close()
    assert [path.name for path in tmp_path.iterdir()] == ["ana.netdesk"]
    with closing(sqlite3.connect(tmp_path / "ana.netdesk")) as connection:
        assert connection.execute("SELECT what FROM aim").fetchall() == [("Attendance",)]


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def text_file(path: Path) -> None:
    path.write_text("Dear all, here are the minutes.\n" * 20)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def foreign(path: Path) -> None:
    path.unlink()
    change_file(path, "CREATE TABLE bookmarks (url TEXT)")


def newer(path: Path) -> None:
    change_file(path, f"PRAGMA user_version={(schema.FORMAT[0] + 1) * 1000}")


@pytest.mark.parametrize(
    ("spoil", "status", "words"),
    [
        (missing, 1, "There is no workspace"),
        (folder, 1, "is a folder"),
        (text_file, 3, "not a NetDesk workspace"),
        (empty, 3, "not a NetDesk workspace"),
        (foreign, 3, "another program's file"),
        (newer, 3, "newer NetDesk"),
    ],
)
def test_that_what_cannot_be_opened_is_refused_with_a_sentence_and_left_alone(
    school: School, ana: Workspace, spoil: Callable[[Path], None], status: int, words: str
) -> None:
    ana.close()
    spoil(ana.path)
    before = bytes_in(school.folder)
    with pytest.raises(NetDeskError) as refused:
        Workspace.open(ana.path)
    assert words in sentence(refused)
    assert refused.value.exit_status == status
    assert bytes_in(school.folder) == before


def test_that_a_newer_minor_version_opens_and_what_it_added_is_kept(school: School, ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance")
    ana.close()
    change_file(
        ana.path,
        f"PRAGMA user_version={schema.version_number() + 1}",
        "ALTER TABLE aim ADD COLUMN mood TEXT",
        "UPDATE aim SET mood='hopeful'",
    )
    again = school.open(ana.path)
    put(again, "aim", aim, what="Attendance in March")
    again.close()
    with closing(sqlite3.connect(ana.path)) as connection:
        assert connection.execute("SELECT what, mood FROM aim").fetchall() == [("Attendance in March", "hopeful")]
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.version_number() + 1,)


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_that_a_truncated_file_is_refused_naming_its_latest_backup(school: School, ana: Workspace, part: float) -> None:
    add(ana, "aim", what="Attendance")
    made = ana.back_up()
    ana.close()
    whole = ana.path.read_bytes()
    ana.path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(RefusedFile) as refused:
        school.open(ana.path)
    assert "damaged" in sentence(refused)
    assert str(made.path) in sentence(refused)


def test_that_a_file_with_overwritten_pages_is_refused_naming_its_latest_backup(school: School, ana: Workspace) -> None:
    add(ana, "aim", what="Attendance")
    made = ana.back_up()
    ana.close()
    whole = bytearray(ana.path.read_bytes())
    whole[100:8192] = os.urandom(8092)
    ana.path.write_bytes(bytes(whole))
    with pytest.raises(RefusedFile) as refused:
        school.open(ana.path)
    assert str(made.path) in sentence(refused)


def test_that_a_damaged_file_without_a_backup_is_refused_with_a_sentence(school: School, ana: Workspace) -> None:
    ana.close()
    shutil.rmtree(os.environ["NETDESK_DATA_DIR"] + "/backups", ignore_errors=True)
    ana.path.write_bytes(ana.path.read_bytes()[:5000])
    with pytest.raises(RefusedFile) as refused:
        school.open(ana.path)
    assert "damaged" in sentence(refused)


STEP_DOWN = """
import os, sys, tempfile
from netdesk.errors import NetDeskError
from netdesk.store.workspace import Workspace
with tempfile.TemporaryDirectory() as folder:
    Workspace.create(folder + "/a.netdesk", team="Warm up").close()  # the interpreter itself may lie out of their reach
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
os.environ["NETDESK_DATA_DIR"] = sys.argv[2]
try:
    ws = Workspace.open(sys.argv[1])
except NetDeskError as error:
    print("refused:", error.user_text)
    sys.exit()
print("read:", ws.select("aim")[0]["what"], ws.read_only)
try:
    with ws.edit("Change") as edit:
        edit.add("aim", {"what": "No"})
    print("written")
except NetDeskError as error:
    print("edit:", error.user_text)
ws.close()
"""


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that others may enter, unlike a test's own."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


def as_nobody(path: Path) -> list[str]:
    """What a person without rights sees."""
    with tempfile.TemporaryDirectory() as data:
        Path(data).chmod(0o777)
        ended = subprocess.run([sys.executable, "-c", STEP_DOWN, str(path), data], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


@pytest.mark.parametrize(("file", "folder"), [(0o000, 0o755), (0o666, 0o600)])
def test_that_a_file_one_may_not_read_is_refused(ana: Workspace, shelf: Path, file: int, folder: int) -> None:
    ana.close()
    path = shelf / "ana.netdesk"
    shutil.copy(ana.path, path)
    path.chmod(file)
    shelf.chmod(folder)
    assert as_nobody(path) == ["refused: You may not read ana.netdesk. Ask its owner."]


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o666, 0o555)])
def test_that_a_read_only_file_or_folder_opens_for_reading_and_says_so_when_written(
    ana: Workspace, shelf: Path, file: int, folder: int
) -> None:
    add(ana, "aim", what="Attendance")
    ana.close()
    path = shelf / "ana.netdesk"
    shutil.copy(ana.path, path)
    path.chmod(file)
    shelf.chmod(folder)
    seen = as_nobody(path)
    assert seen[0] == "read: Attendance True"
    assert seen[1].startswith("edit: ") and seen[1].endswith(".")
    assert path.read_bytes() == ana.path.read_bytes()


# Newer versions


def test_that_steps_run_once_each_in_their_order_and_are_undone_together_when_one_fails(
    school: School, ana: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = schema.version_number()
    ana.close()
    steps: dict[int, Any] = {
        now: (now + 1, ("CREATE TABLE shelf (id TEXT)", "INSERT INTO shelf VALUES ('first')")),
        now + 1: (now + 2, ("INSERT INTO shelf VALUES ('second')", "INSERT INTO nowhere VALUES (1)")),
    }
    monkeypatch.setattr(schema, "STEPS", steps)
    before = ana.path.read_bytes()
    with pytest.raises(Exception, match="nowhere"):
        school.open(ana.path)
    assert ana.path.read_bytes() == before
    steps[now + 1] = (now + 2, ("INSERT INTO shelf VALUES ('second')",))
    school.open(ana.path).close()
    school.open(ana.path).close()
    with closing(sqlite3.connect(ana.path)) as connection:
        assert connection.execute("SELECT id FROM shelf").fetchall() == [("first",), ("second",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (now + 2,)


def test_that_fields_and_kinds_this_version_adds_are_filled_from_the_log(school: School, ana: Workspace) -> None:
    """An older table of records: what it did not know it kept in the log, and now it is shown."""
    aim = add(ana, "aim", what="Attendance", **{"for_whom": "ninth grade"})
    add(ana, "norm", text="Begin on time")
    put(ana, "aim", aim, for_whom="tenth grade")
    before, rows = text_of(ana), rows_of(ana)
    ana.close()
    change_file(
        ana.path,
        "ALTER TABLE aim DROP COLUMN for_whom",
        "DROP TABLE norm",
        "UPDATE meta SET value='0:an-older-table' WHERE key='fold'",
    )
    again = school.open(ana.path)
    assert text_of(again) == before
    assert rows_of(again) == rows


def test_that_another_version_of_the_fold_makes_every_row_anew(
    school: School, ana: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    aim = add(ana, "aim", what="Attendance")
    rows = rows_of(ana)
    ana.close()
    change_file(ana.path, "UPDATE aim SET what='nonsense of an older fold'", "DELETE FROM log_head")
    assert school.open(ana.path).get("aim", aim) is not None
    school.close()
    monkeypatch.setattr(schema, "FOLD_VERSION", schema.FOLD_VERSION + 1)
    again = school.open(ana.path)
    assert rows_of(again) == rows


def test_that_a_field_of_a_newer_version_is_kept_flagged_and_handed_on(
    school: School, ana: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ana's newer program knows a field that Ben's does not; Cy, who does, has it through Ben."""
    from netdesk.core.changes import PUT
    from tests.store.school import hand_over

    ben, cy = school.member(ana, "Ben"), school.member(ana, "Cy")
    aim = add(ana, "aim", what="Attendance")
    with ana.edit("Change") as edit:
        state = edit.need("aim", aim)
        change = edit._append(state.space, PUT, "aim", aim, field="mood_of_newer", value="hopeful")
        edit._new_heads[aim, "mood_of_newer"] = (edit.log.stream(state.space, edit.device).id, change.seq)
        state.refold = True
    hand_over(ana, ben)
    put(ben, "aim", aim, what="Attendance in March")
    hand_over(ben, cy)
    lines = list(cy.log.lines(cy.spaces["team"], ana.device_id))
    assert any(b"mood_of_newer" in line for line in lines)
    with ben.read() as session:
        from netdesk.models import Aim

        assert session.get_one(Aim, aim).unknown
    assert "mood_of_newer" not in records.KINDS["aim"].fields
    assert ben.get("aim", aim) == {"id": aim, "space": ben.spaces["team"], "what": "Attendance in March"}

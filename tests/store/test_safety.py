"""Drafts and settings that stay here; backups, copies, and which file goes on as which device."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from netdesk import paths
from netdesk.core.cards import trusted
from netdesk.errors import NetDeskError
from netdesk.store import backup, keys
from netdesk.store.check import check
from netdesk.store.workspace import Workspace
from tests.store.school import School, add, exchange, hand_over, put, text_of

HOUR = 3600.0
DAY = 24 * HOUR


# Local rows


def test_that_a_draft_outlives_a_crash_and_is_in_no_log(school: School, ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First")
    vector, dump = ana.log.vector(ana.spaces["team"]), text_of(ana)
    ana.keep_draft("cycle", cycle, "study", "It wor")
    ana.keep_draft("cycle", cycle, "study", "It worked be")
    ana.keep_draft("cycle", cycle, "act", "Ad")
    copy = school.folder / "crashed.netdesk"
    for end in ("", "-wal"):
        shutil.copy(f"{ana.path}{end}", f"{copy}{end}")
    with Workspace.open(copy, read_only=True) as found:
        assert found.draft("cycle", cycle, "study") == "It worked be"
        assert {one["field"] for one in found.drafts()} == {"study", "act"}
    assert ana.draft("cycle", cycle, "plan") is None
    assert (ana.log.vector(ana.spaces["team"]), text_of(ana)) == (vector, dump)
    ana.drop_draft("cycle", cycle, "study")
    assert [one["field"] for one in ana.drafts()] == ["act"]


def test_that_settings_are_kept_taken_away_and_in_no_log(school: School, ana: Workspace) -> None:
    vector = ana.log.vector(ana.spaces["team"])
    ana.set_setting("page", {"open": ["aim"], "width": 12})
    ana.set_setting("old", 1)
    ana.set_setting("old", None)
    ana = school.reopen(ana)
    assert ana.setting("page") == {"open": ["aim"], "width": 12}
    assert ana.setting("old", "none") == "none"
    assert ana.log.vector(ana.spaces["team"]) == vector


def test_that_drafts_stay_behind_when_a_copy_is_saved(school: School, ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First")
    ana.keep_draft("cycle", cycle, "study", "not yet said")
    ana.save_copy(school.folder / "copy.netdesk")
    assert b"not yet said" not in (school.folder / "copy.netdesk").read_bytes()


# Backups


def test_that_closing_backs_up_when_there_is_new_work_and_a_day_has_gone(school: School, ana: Workspace) -> None:
    school.time += DAY
    add(ana, "aim", what="Attendance")
    ana = school.reopen(ana)
    count = len(ana.backups())
    assert count >= 1
    add(ana, "aim", what="Reading")
    school.time += HOUR
    ana = school.reopen(ana)
    assert len(ana.backups()) == count, "an hour is too soon"
    school.time += DAY
    ana = school.reopen(ana)
    assert len(ana.backups()) == count + 1
    school.time += DAY
    ana = school.reopen(ana)
    assert len(ana.backups()) == count + 1, "no work, no backup"


def test_that_a_backup_is_the_whole_work_listed_newest_first(school: School, ana: Workspace) -> None:
    add(ana, "aim", what="Attendance")
    first = ana.back_up()
    school.time += HOUR
    add(ana, "aim", what="Reading")
    second = ana.back_up()
    assert [one.id for one in ana.backups()][:2] == [second.id, first.id]
    assert second.bytes == second.path.stat().st_size > 0
    assert second.when > first.when
    before = text_of(ana)
    backup.restore(ana.workspace_id, second.id, school.folder / "restored.netdesk")
    restored = school.open("restored")
    assert text_of(restored) == before
    assert check(restored) == []


def test_that_restoring_never_overwrites_and_names_what_is_wrong(school: School, ana: Workspace) -> None:
    made = ana.back_up()
    for wanted, out, words in (
        ("20200101-000000", school.folder / "new.netdesk", "There is no backup"),
        (made.id, ana.path, "already there"),
        (made.id, school.folder / "nowhere" / "new.netdesk", "There is no folder"),
    ):
        with pytest.raises(NetDeskError, match=words):
            backup.restore(ana.workspace_id, wanted, out)


def test_that_backups_are_thinned_with_age_and_the_newest_ten_stay(school: School, ana: Workspace) -> None:
    folder = backup.folder_of(ana.workspace_id)
    folder.mkdir(parents=True, exist_ok=True)
    from datetime import UTC, datetime

    for hours in range(0, 24 * 120, 6):
        moment = datetime.fromtimestamp(school.time - hours * HOUR, UTC)
        (folder / f"{moment:%Y%m%d-%H%M%S}.netdesk").write_bytes(b"x")
    backup.thin(ana.workspace_id)
    ages = [
        (school.time - datetime.strptime(one.when, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()) / DAY
        for one in ana.backups()
    ]
    assert len([age for age in ages if age < 2.4]) >= 10
    assert 4 <= len([age for age in ages if 2.4 <= age < 7]) <= 6, "one a day for a week"
    assert 3 <= len([age for age in ages if 7 <= age < 35]) <= 6, "one a week for five weeks"
    assert 2 <= len([age for age in ages if age >= 35]) <= 5, "one a month for ever"


# Devices


def test_that_a_restored_backup_is_a_new_device_and_both_go_on_without_a_fork(school: School, ana: Workspace) -> None:
    ben = school.member(ana)
    aim = add(ana, "aim", what="Attendance")
    made = ana.back_up()
    put(ana, "aim", aim, what="Reading")
    exchange(ana, ben)
    backup.restore(ana.workspace_id, made.id, school.folder / "restored.netdesk")
    restored = school.open("restored")
    assert restored.device_id != ana.device_id and restored.workspace_id != ana.workspace_id
    assert restored.person_id == ana.person_id
    put(restored, "aim", aim, to="12")
    exchange(ana, ben, restored)
    assert (ben.get("aim", aim) or {}) == (restored.get("aim", aim) or {}) == (ana.get("aim", aim) or {})
    assert (ana.get("aim", aim) or {})["what"] == "Reading" and (ana.get("aim", aim) or {})["to"] == "12"


def test_that_the_new_device_has_a_card_that_the_team_trusts(school: School, ana: Workspace) -> None:
    made = ana.back_up()
    backup.restore(ana.workspace_id, made.id, school.folder / "restored.netdesk")
    restored = school.open("restored")
    good = trusted(restored.cards(), restored.root or "", keys.verify)
    assert good[restored.device_id]["person"] == ana.person_id
    assert good[restored.device_id]["role"] == "owner"
    assert good[restored.device_id]["by"] == ana.device_id


def test_that_a_copy_at_a_second_place_becomes_a_new_device_and_the_first_goes_on(
    school: School, ana: Workspace
) -> None:
    add(ana, "aim", what="Attendance")
    device = ana.device_id
    ana.close()
    shutil.copy(ana.path, school.folder / "copy.netdesk")
    copy = school.open("copy")
    assert copy.device_id != device
    assert school.open(ana.path).device_id == device
    device = copy.device_id
    assert school.reopen(copy).device_id == device, "it is new once only"


def test_that_a_moved_or_renamed_file_stays_its_device(school: School, ana: Workspace) -> None:
    device = ana.device_id
    ana.close()
    (school.folder / "shelf").mkdir()
    moved = ana.path.rename(school.folder / "shelf" / "lincoln.netdesk")
    found = school.open(moved)
    assert found.device_id == device
    found.close()
    again = moved.rename(school.folder / "back.netdesk")
    assert school.open(again).device_id == device


def test_that_a_file_behind_what_was_noted_becomes_a_new_device(school: School, ana: Workspace) -> None:
    """Yesterday's file put back over today's: its next changes must not take numbers that were given already."""
    device = ana.device_id
    ana.close()
    yesterday = ana.path.read_bytes()
    again = school.open(ana.path)
    add(again, "aim", what="Attendance")
    again.close()
    ana.path.write_bytes(yesterday)
    found = school.open(ana.path)
    assert found.device_id != device
    assert add(found, "aim", what="Reading")


def test_that_a_file_without_its_keys_becomes_a_new_device(school: School, ana: Workspace) -> None:
    device = ana.device_id
    ana.close()
    shutil.rmtree(paths.keys_dir())
    found = school.open(ana.path)
    assert found.device_id != device
    assert add(found, "aim", what="Reading")


def test_that_keys_lie_outside_the_file_for_their_owner_only(tmp_path: Path) -> None:
    ana = Workspace.create(tmp_path / "ana.netdesk", team="Lincoln", person="Ana")
    folder = paths.keys_dir() / ana.workspace_id
    private = (folder / keys.KEYS_NAME).read_text()
    ana.close()
    assert keys.load_keys(ana.workspace_id) is not None
    for secret in json.loads(private).values():
        assert secret.encode() not in ana.path.read_bytes()
        assert bytes.fromhex(secret) not in ana.path.read_bytes()
    if os.name != "nt":
        assert (folder / keys.KEYS_NAME).stat().st_mode & 0o077 == 0


def test_that_sequences_are_noted_before_anything_leaves(school: School, ana: Workspace) -> None:
    add(ana, "aim", what="Attendance")
    ana.note_sequences()
    noted = keys.binding(ana.workspace_id)
    assert noted is not None
    assert noted.sequences == {ana.spaces["team"]: ana.log.vector(ana.spaces["team"])[ana.device_id]}
    assert Path(noted.path) == ana.path


def test_that_a_preview_copy_changes_nothing_and_is_gone_after(school: School, ana: Workspace) -> None:
    ben = school.member(ana)
    add(ben, "aim", what="Reading")
    ana.checkpoint()
    before, binding = ana.path.read_bytes(), keys.binding(ana.workspace_id)
    with ana.preview_copy() as copy:
        hand_over(ben, copy)
        assert [one["what"] for one in copy.select("aim")] == ["Reading"]
        place = copy.path
    assert not place.exists()
    assert ana.select("aim") == []
    assert (ana.path.read_bytes(), keys.binding(ana.workspace_id)) == (before, binding)

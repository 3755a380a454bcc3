"""Safety in sight: backups and their second place, no live work on shared folders, crash notes, problem reports."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from netdesk import logs, paths
from netdesk.cli.main import main as netdesk
from netdesk.store import backup
from netdesk.store.problem_report import collect_report
from netdesk.store.workspace import Workspace
from netdesk.ui import app as program
from netdesk.ui.dialogs import backups, safety
from netdesk.ui.main_window import MainWindow

from .conftest import _close
from .driving import Answers, click, find, in_dialog, type_into, wait_for

WEEK = 7 * 86_400


def texts_of(widget) -> str:
    return " | ".join(one.accessibleName() or one.text() for one in widget.findChildren(QLabel))


# Backups


def test_that_backups_are_listed_and_restored_as_a_copy(window: MainWindow, answers: Answers) -> None:
    type_into(window, "charter_burning_question", "Who calls first?")
    answers.saved_as = "copy.netdesk"
    seen: list[str] = []

    def restore(dialog) -> None:
        click(dialog, "backups_now")
        seen.extend(row.says for row in dialog.list.rows())
        click(dialog, "backups_accept")

    in_dialog("backups", restore)
    backups.show_backups(window)
    wait_for(lambda: not window.working and (answers.folder / "copy.netdesk").exists(), "the copy")
    assert "On this computer" in seen
    with Workspace.open(answers.folder / "copy.netdesk") as copy:
        assert copy.select("charter")[0]["burning_question"] == "Who calls first?"
        assert copy.device_id != window.context.workspace.device_id
    assert "is unchanged" in find(window, "banner_words").text()


def test_that_a_damaged_backup_is_not_restored(window: MainWindow, tmp_path: Path) -> None:
    made = window.context.workspace.back_up()
    made.path.write_bytes(b"x" * 4096)
    outcome = window.context.attempt(lambda: backup.restore_file(made.path, tmp_path / "copy.netdesk"))
    assert not outcome and not (tmp_path / "copy.netdesk").exists()
    assert "damaged" in find(window, "banner_words").text()


def test_that_a_second_place_is_asked_for_after_the_first_week_and_not_again_at_once(window: MainWindow) -> None:
    workspace = window.context.workspace
    start = workspace.now()
    backups.ask_second_place(window)
    assert not window.banner.isVisibleTo(window)
    workspace.now = lambda: start + WEEK + 1
    backups.ask_second_place(window)
    assert "second place" in find(window, "banner_words").text()
    window.banner.hide()
    workspace.now = lambda: start + WEEK + 2 * 86_400
    backups.ask_second_place(window)
    assert not window.banner.isVisibleTo(window)


def test_that_each_backup_is_copied_to_the_second_place(window: MainWindow, answers: Answers, tmp_path: Path) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    answers.opened = place
    seen: list[str] = []

    def choose(dialog) -> None:
        click(dialog, "backups_choose")
        click(dialog, "backups_now")
        seen.extend(row.says for row in dialog.list.rows())
        click(dialog, "backups_cancel")

    in_dialog("backups", choose)
    backups.show_backups(window)
    assert seen.count("In the second place") == 2
    assert len(list(place.rglob("*.netdesk"))) == 2 and not list(place.rglob("*.part"))
    assert not window.context.workspace.second_place_due()


def test_that_a_second_place_that_is_not_there_never_stops_a_backup(window: MainWindow, tmp_path: Path) -> None:
    workspace, place = window.context.workspace, tmp_path / "stick"
    place.mkdir()
    workspace.set_second_place(place)
    for file in sorted(place.rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    place.rmdir()
    made = workspace.back_up()
    assert made.path.exists() and not place.exists()
    dialog = backups.Backups(window)
    assert "could not be written" in texts_of(dialog)
    dialog.deleteLater()


def test_that_a_second_place_where_nothing_can_be_written_is_not_kept(window: MainWindow, tmp_path: Path) -> None:
    workspace = window.context.workspace
    assert not window.context.attempt(lambda: workspace.set_second_place(tmp_path / "nowhere"))
    assert workspace.second_place() is None


# Shared and synced folders


@pytest.fixture
def synced(tmp_path: Path) -> Path:
    """A workspace in a folder that a service copies."""
    folder = tmp_path / "Team drive"
    folder.mkdir()
    path = folder / "team.netdesk"
    Workspace.create(path, team="Grade 7 attendance", person="Rosa Ortiz").close()
    (folder / ".stfolder").mkdir()
    return path


def test_that_a_synced_folder_gets_the_offer_of_a_local_copy(
    qtbot, answers: Answers, synced: Path, tmp_path: Path
) -> None:
    program.make_application()
    answers.saved_as = "local.netdesk"
    made = program.open_window(synced, remembered=False)
    assert "Syncthing" in answers.asked[0]
    assert made.context.workspace.path == tmp_path / "local.netdesk"
    assert not made.context.read_only
    assert made.context.workspace.select("team")[0]["name"] == "Grade 7 attendance"
    _close(made)


def test_that_who_wants_no_copy_may_read_there(qtbot, answers: Answers, synced: Path) -> None:
    program.make_application()
    answers.agreed = False
    made = program.open_window(synced, remembered=False)
    assert made.context.workspace.path == synced and made.context.read_only
    _close(made)


def test_that_commands_read_there_and_write_nothing(synced: Path, tmp_path: Path, capsys) -> None:
    assert netdesk(["dump", str(synced), "--out", str(tmp_path / "dump.json")]) == 0
    capsys.readouterr()
    assert netdesk(["undo", str(synced)]) == 1
    told = capsys.readouterr().err
    assert "Syncthing" in told and told.count("\n") == 1
    assert netdesk(["new", str(synced.with_name("other.netdesk")), "--team", "A"]) == 1
    assert not synced.with_name("other.netdesk").exists()


# Crashes and reports


def test_that_a_crash_is_told_at_the_next_start_with_its_log(window: MainWindow) -> None:
    (paths.logs_dir() / logs.CRASH_NAME).write_text("Fatal Python error: Aborted", encoding="utf-8")
    safety.tell_first(window)
    assert "ended unexpectedly" in find(window, "banner_words").text()
    seen: list[str] = []

    def read(dialog) -> None:
        seen.append(dialog.findChild(QPlainTextEdit, "crash_text").toPlainText())
        click(dialog, "crash_note_cancel")

    in_dialog("crash_note", read)
    click(window, "banner_act")
    assert seen == ["Fatal Python error: Aborted"]
    assert logs.left_by_a_crash() == ""


def test_that_an_unexpected_error_leaves_where_it_happened_and_not_what_it_said() -> None:
    logs.set_up()
    try:
        raise ValueError("Marisol was absent")
    except ValueError as error:
        logs.note_unexpected(type(error), error.__traceback__)
    left = logs.left_by_a_crash()
    assert "ValueError" in left and "test_safety.py" in left
    assert "Marisol" not in left


def test_that_a_problem_report_is_read_before_it_is_saved_and_holds_no_words_of_the_team(
    sample: MainWindow, answers: Answers
) -> None:
    logs.set_up()
    answers.saved_as = "report.zip"
    seen: list[str] = []

    def look(dialog) -> None:
        seen.extend(row.name for row in dialog.list.rows())
        click(dialog, "report_preview_accept")

    in_dialog("report_preview", look)
    safety.save_report(sample)
    file = answers.folder / "report.zip"
    wait_for(lambda: not sample.working and file.exists(), "the report")
    with zipfile.ZipFile(file) as archive:
        assert sorted(archive.namelist()) == sorted(seen)
        text = "\n".join(archive.read(name).decode() for name in archive.namelist())
    assert "cycle: 3" in text and "Everything holds together" in text
    kinds = ("team", "person", "measure", "cycle")
    records = [one for kind in kinds for one in sample.context.workspace.select(kind)]
    written = [one[field] for one in records for field in ("name", "title", "school") if field in one]
    assert written and not [one for one in written if one in text]


def test_that_a_report_names_neither_the_file_nor_the_person_s_folder(window: MainWindow) -> None:
    workspace = window.context.workspace
    (paths.logs_dir() / logs.LOG_NAME).write_text(f"opened {workspace.path} in {Path.home()}/x\n", encoding="utf-8")
    text = collect_report(workspace)[logs.LOG_NAME]
    assert text == "opened (workspace) in ~/x\n"

"""The frame round the pages: what was deleted, recent files, what is remembered, looks, one running program."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLockFile, QMimeData, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from netdesk.store.workspace import Workspace
from netdesk.ui import app as program
from netdesk.ui import recent, single_instance, theme, window_state
from netdesk.ui.dialogs.deleted import Deleted
from netdesk.ui.main_window import MainWindow, studies_due
from netdesk.ui.shortcuts import shortcut_groups
from netdesk.ui.widgets.frame import Header, HeaderButton, HeaderContent

from .driving import Answers, click, find, in_dialog, wait_for

# Deleted


def put(window: MainWindow, kind: str, record: str, label: str = "Edit the cycle", **fields) -> None:
    with window.context.workspace.edit(label) as edit:
        edit.put(kind, record, fields)


def texts(dialog, beginning: str) -> dict[str, str]:
    from PySide6.QtWidgets import QLabel

    found = [one for one in dialog.findChildren(QLabel) if one.objectName().startswith(beginning)]
    return {one.objectName(): one.accessibleName() or one.text() for one in found if one.isVisibleTo(dialog)}


def test_that_what_was_deleted_is_listed_and_comes_back_whole(sample: MainWindow) -> None:
    workspace = sample.context.workspace
    question = workspace.select("question")[0]
    title = workspace.get("cycle", question["cycle"])["title"]
    with workspace.edit("Delete") as edit:
        edit.delete("cycle", question["cycle"])
    seen = []

    def look(dialog: Deleted) -> None:
        seen.append(find(dialog, "deleted_0").whole())
        click(dialog, "deleted_restore_0")
        seen.append(find(dialog, "deleted_none").text())
        dialog.accept()

    in_dialog("deleted", look)
    sample.findChild(object, "action_deleted").trigger()
    assert seen == [title, "Nothing is deleted."]
    assert workspace.get("question", question["id"]) == question


# The header


def test_that_a_header_that_looks_the_same_keeps_its_buttons_which_do_what_they_were_told_last(qtbot) -> None:
    done: list[str] = []

    def content(what: str, text: str = "Go on") -> HeaderContent:
        return HeaderContent(
            what,
            crumbs=(("Cycles", lambda: done.append(f"back from {what}")), ("Plan", None)),
            buttons=(HeaderButton("step", text, lambda: done.append(what), main=True),),
        )

    header = Header()
    qtbot.addWidget(header)
    header.show_content(content("one"))
    header.show()
    button = find(header, "step")
    header.show_content(content("two"))
    assert find(header, "step") is button and header.title.whole() == "two"
    click(header, "step")
    click(header, "crumb_0")
    header.show_content(content("three", "Close"))
    click(header, "step")
    assert find(header, "step").text() == "Close"
    assert done == ["two", "back from two", "three"]


# What is remembered


def test_that_what_a_page_is_for_is_put_away_for_one_room_and_brought_back_for_all(window: MainWindow) -> None:
    window.go("home")
    assert find(window, "page_purpose").whole()
    click(window, "page_purpose_close")
    assert window.findChild(object, "page_purpose").isHidden()
    assert program._remembered()["dismissed"] == ["home"]
    window.go("measures")
    assert find(window, "page_purpose").whole()
    window.go("home")
    assert window.findChild(object, "page_purpose").isHidden()
    window.do("purposes")
    assert find(window, "page_purpose").whole() and program._remembered()["dismissed"] == []
    window_state.restore_looks(window, {"dismissed": ["home", "no room"]})
    window.go("home")
    assert window.dismissed == {"home"} and window.findChild(object, "page_purpose").isHidden()


def test_that_recent_files_are_newest_first_without_those_that_are_gone(tmp_path: Path) -> None:
    files = [tmp_path / f"{n}.netdesk" for n in range(12)]
    for file in files:
        file.touch()
        recent.note(file)
    recent.note(files[5])
    files[11].unlink()
    found = recent.recent_files()
    assert found[:2] == [files[5], files[10]] and len(found) == recent.LIMIT - 1
    recent.forget_all()
    assert recent.recent_files() == []


def test_that_a_damaged_list_of_recent_files_is_an_empty_one(own_data_dir: Path) -> None:
    for text in ("{", "7", '["a", 7, null]', "[]"):
        (own_data_dir / "recent.json").write_text(text)
        assert recent.recent_files() == []
    assert recent.titles([Path("/a/x.netdesk"), Path("/b/x.netdesk"), Path("/b/y.netdesk")]) == [
        "x (a)",
        "x (b)",
        "y",
    ]


def test_that_the_next_start_opens_the_page_the_size_and_the_narrow_rail_again(qtbot, tmp_path: Path) -> None:
    program.make_application()
    path = tmp_path / "team.netdesk"
    with Workspace.create(path, team="Readers", person="Ana") as workspace, workspace.edit("Plan") as edit:
        cycle = edit.add("cycle", {"title": "Buddies"})
    first = program.open_window(path)
    first.resize(first.width(), 700)
    click(first, "rail_fold")
    first.go("cycles", cycle)
    first.close()
    second = program.open_window(path)
    assert second.place() == ("cycles", cycle)
    assert second.height() == 700
    assert second.rail.narrow and second._actions["rail"].isChecked()
    assert recent.recent_files() == [path]
    second.close()


def test_that_a_window_off_every_screen_is_known() -> None:
    screens = [QRect(0, 0, 1280, 720), QRect(1280, 0, 1920, 1080)]
    assert window_state.reachable(QRect(100, 100, 800, 600), screens)
    assert window_state.reachable(QRect(3000, 900, 800, 600), screens)
    assert not window_state.reachable(QRect(3150, 100, 800, 600), screens)
    assert not window_state.reachable(QRect(100, -200, 800, 600), screens)
    assert not window_state.reachable(QRect(100, 100, 800, 600), [])


def test_that_spoiled_memory_does_not_stop_the_window(qtbot, tmp_path: Path, own_data_dir: Path) -> None:
    program.make_application()
    path = tmp_path / "team.netdesk"
    Workspace.create(path, team="Readers").close()
    text = '{"geometry": "x", "places": [1], "narrow_rail": "y", "text_size": "big", "mode": 7}'
    (own_data_dir / "window.json").write_text(text)
    window = program.open_window(path)
    assert window.isVisible()
    window.close()


# Looks


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


ALL = [theme.LIGHT, theme.DARK, theme.LIGHT_CONTRAST, theme.DARK_CONTRAST]


@pytest.mark.parametrize("colours", ALL, ids=["light", "dark", "light contrast", "dark contrast"])
def test_that_letters_and_marks_stand_out_from_every_ground(colours: theme.Tokens) -> None:
    strong = colours in (theme.LIGHT_CONTRAST, theme.DARK_CONTRAST)
    for ground in (colours.ground, colours.surface, colours.sunken, colours.accent_tint):
        for letters in (colours.text, colours.second, colours.quiet, colours.accent):
            assert contrast(letters, ground) >= (7 if strong else 4.5), (letters, ground)
        for marks in (colours.improvement, colours.concern, colours.neutral, colours.common, colours.control):
            assert contrast(marks, ground) >= (4.5 if strong else 2.95), (marks, ground)
        assert contrast(colours.off, ground) >= 4.5
    assert contrast(colours.off, colours.text) >= 2.2  # what cannot be pressed does not look as what can
    assert contrast(colours.on_accent, colours.accent) >= (7 if strong else 4.5)
    assert contrast(colours.text, colours.hint) >= (7 if strong else 4.5)


def test_that_the_system_s_wish_for_contrast_is_followed_and_the_switch_wins() -> None:
    asked = {"system_dark": True, "system_contrast": True}
    assert theme.tokens_for("system", **asked) is theme.DARK_CONTRAST
    assert theme.tokens_for("light", **asked) is theme.LIGHT
    assert theme.tokens_for("contrast", system_dark=False, system_contrast=False) is theme.LIGHT_CONTRAST


def test_that_larger_text_makes_the_window_anew_at_the_same_place_and_keeps_the_work_open(
    qtbot, sample: MainWindow
) -> None:
    app = QApplication.instance()
    workspace = sample.context.workspace
    cycle = workspace.select("cycle")[0]["id"]
    sample.go("cycles", cycle)
    width = sample.rail.width()
    try:
        sample._actions["larger"].trigger()
        wait_for(lambda: program._windows and program._windows[-1] is not sample, "the window made anew")
        (fresh,) = program._windows
        assert theme.text_size() == 110 and fresh.rail.width() == round(width * 1.1)
        assert fresh.place() == ("cycles", cycle) and fresh.context.workspace is workspace
        put(fresh, "cycle", cycle, title="Still open for writing")
        fresh.close()
        assert workspace.read_only  # closed with its last window
    finally:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        theme.set_text_size(app, 100)


def test_that_the_narrow_rail_says_its_words_by_tool_tip_and_keeps_the_badges(sample: MainWindow) -> None:
    sample.rail.show_badge("cycles", 2, "2 cycles wait for their Study")
    sample.set_narrow(True)
    found = find(sample, "rail_cycles")
    assert found.text() == "" and found.accessibleName() == "Cycles"
    assert found.toolTip() == "Cycles: 2 cycles wait for their Study"
    assert find(sample, "rail_cycles_badge").text() == "2"
    sample.set_narrow(False)
    assert "Cycles" in found.text()


def test_that_a_study_is_due_a_week_after_the_do_has_ended() -> None:
    cycles = [{"ended": "2026-02-20"}, {"planned_end": "2026-02-24"}, {"planned_end": "2026-02-25"}, {}]
    assert studies_due(cycles, date(2026, 3, 3)) == cycles[:2]


def test_that_the_page_of_shortcuts_names_every_shortcut_of_the_table_once(window: MainWindow) -> None:
    keys = [key for _menu, lines in shortcut_groups() for _words, key in lines]
    assert len(keys) == len(set(keys)) and "Ctrl+K" in keys and "Alt+Left" in keys
    in_dialog("shortcuts", lambda dialog: dialog.accept())
    window.findChild(object, "action_shortcuts").trigger()


# Files that come from outside


def dropped(window: MainWindow, *files: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(QPointF(9, 9).toPoint(), Qt.DropAction.CopyAction, mime, left, none)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, left, none))


def test_that_a_workspace_dropped_on_the_window_opens_in_its_stead(window: MainWindow, tmp_path: Path) -> None:
    other = tmp_path / "other.netdesk"
    Workspace.create(other, team="Writers").close()
    dropped(window, other)
    wait_for(lambda: program._windows[-1].windowTitle().startswith("Writers"), "the other workspace")
    assert len(program._windows) == 1
    program._windows[-1].close()


def test_that_another_file_dropped_on_the_window_is_refused_with_a_sentence(
    window: MainWindow, tmp_path: Path, answers: Answers
) -> None:
    sheet = tmp_path / "grades.pdf"
    sheet.touch()
    dropped(window, sheet)
    wait_for(lambda: "cannot be opened here" in window.banner.words.text(), "the sentence")


def test_that_a_message_between_two_starts_names_one_file_or_none(tmp_path: Path) -> None:
    for path in (None, tmp_path / "team.netdesk", tmp_path / "Lehr\udcffer ñ\n.ndsync"):
        assert single_instance.path_in(single_instance.message_for(path)) == path


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\n",
        b"hello\n",
        b"[]\n",
        b"{}",
        b"\xff\n",
        b" " * 70_000 + b"\n",
        b'{"netdesk": 2, "open": ""}\n',
        b'{"netdesk": 1, "open": 7}\n',
        b'{"netdesk": 1, "open": "a\\u0000b"}\n',
        b'{"netdesk": 1, "open": ""}',
    ],
)
def test_that_anything_else_is_no_message(message: bytes) -> None:
    with pytest.raises(ValueError):
        single_instance.path_in(message)


def test_that_each_data_folder_has_a_name_of_its_own_short_enough_for_a_socket(tmp_path: Path) -> None:
    first, second = single_instance.name_for(tmp_path / "a"), single_instance.name_for(tmp_path / "b")
    assert first != second and first == single_instance.name_for(tmp_path / "a")
    assert len(first) < 40 and first.isascii()


def test_that_a_file_handed_over_opens_beside_and_one_that_is_open_is_only_raised(
    sample: MainWindow, tmp_path: Path
) -> None:
    other = tmp_path / "other.netdesk"
    Workspace.create(other, team="Writers").close()
    program.on_asked(other)
    assert [one.context.workspace.path for one in program._windows] == [sample.context.workspace.path, other]
    program.on_asked(sample.context.workspace.path)
    program.on_asked(None)
    assert len(program._windows) == 2
    program.on_asked(tmp_path / "gone.netdesk")
    assert any("There is no workspace" in one.banner.words.text() for one in program._windows)
    program._windows[-1].close()


def test_that_a_file_asked_for_while_the_first_window_opens_is_opened_after_it(qtbot, tmp_path: Path) -> None:
    first, other = tmp_path / "team.netdesk", tmp_path / "other.netdesk"
    for path, team in ((first, "Readers"), (other, "Writers")):
        Workspace.create(path, team=team).close()
    program.make_application()
    window = program.open_window(first, remembered=False, shown=lambda: program.on_asked(other))
    wait_for(lambda: len(program._windows) == 2, "the second file's window")
    assert [one.context.workspace.path for one in program._windows] == [first, other]
    for one in (program._windows[-1], window):
        one.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the second program is started as a process here")
def test_that_a_second_program_gives_its_file_to_the_first(qtbot, tmp_path: Path) -> None:
    """A local socket of Qt, on this computer and for this person only; nothing of it is a network."""
    import subprocess

    name = single_instance.name_for(tmp_path)
    assert not single_instance.hand_over(name, None, patience_ms=0)
    desk = single_instance.Desk()
    asked: list[object] = []
    desk.asked.connect(asked.append)
    assert desk.listen(name)
    path = tmp_path / "team.netdesk"
    second = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication; app = QCoreApplication([]);"
        "from netdesk.ui.single_instance import hand_over;"
        "sys.exit(0 if hand_over(sys.argv[1], Path(sys.argv[2])) else 1)"
    )
    started = subprocess.Popen([sys.executable, "-c", second, name, str(path)])
    try:
        wait_for(lambda: started.poll() is not None, "the second program to end")
    finally:
        started.kill()
        started.wait()
        desk.close()
    assert started.returncode == 0
    assert asked == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="a program is killed here as only other systems can")
def test_that_one_program_at_a_time_has_a_data_folder_and_a_killed_one_leaves_it_free(
    qtbot, own_data_dir: Path
) -> None:
    import subprocess

    other = (
        "import sys; from netdesk import paths;"
        "from netdesk.ui import app as program; paths.set_data_dir(sys.argv[1]);"
        "lock = program.lock_data_folder(); print(lock.isLocked(), flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", other, str(own_data_dir)]
    first = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert first.stdout is not None and first.stdin is not None
        assert first.stdout.readline() == "True\n"
        refused = program.lock_data_folder()
        assert not refused.isLocked() and refused.error() == QLockFile.LockError.LockFailedError
    finally:
        first.kill()
        first.communicate()
    assert program.lock_data_folder().isLocked()

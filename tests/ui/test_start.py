"""The first start: three fields that may be left empty, or the example team; nothing else is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from netdesk import paths
from netdesk.demo.example import example_dump
from netdesk.demo.moved import moved_to
from netdesk.store.workspace import Workspace
from netdesk.ui import app as program
from netdesk.ui.main_window import MainWindow

from .driving import Answers, click, in_dialog, wait_for


@pytest.fixture
def started(qtbot, answers: Answers):
    """Starts the program for the first time; the window is closed after the test."""
    opened: list[MainWindow] = []
    program.make_application()

    def start(deed) -> MainWindow | None:
        in_dialog("new_team", deed)
        window = program.first_start()
        if window is not None:
            opened.append(window)
        return window

    yield start
    for window in opened:
        window.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_that_three_answers_and_a_place_make_a_workspace(started, answers: Answers) -> None:
    def fill(dialog) -> None:
        assert [one.objectName() for one in dialog.findChildren(QLineEdit)] == [
            "new_team_team", "new_team_school", "new_team_person",
        ]  # fmt: skip
        for name, text in (("team", "Readers"), ("school", "Alder Creek"), ("person", "Ana Ruiz")):
            QTest.keyClicks(dialog.findChild(QLineEdit, f"new_team_{name}"), text)
        dialog.accept_button.click()

    window = started(fill)
    workspace = window.context.workspace
    team = workspace.select("team")[0]
    assert (team["name"], team["school"]) == ("Readers", "Alder Creek")
    assert [one["name"] for one in workspace.select("person")] == ["Ana Ruiz"]
    assert workspace.path == answers.folder / "Readers.netdesk"
    assert answers.asked == ["Where to keep the workspace"]
    assert window.page().room == "home"


def test_that_all_three_may_be_left_empty(started) -> None:
    window = started(lambda dialog: dialog.accept_button.click())
    assert window.context.workspace.select("team")[0]["name"] == "Our team"


def test_that_the_example_team_is_a_new_workspace_made_of_a_dump(started, answers: Answers) -> None:
    window = started(lambda dialog: click(dialog, "new_team_example"))
    workspace = window.context.workspace
    document = json.loads(paths.resource("templates", "example.json").read_text(encoding="utf-8"))
    assert workspace.path.name == "Example Grade 7 attendance.netdesk"
    expected = moved_to(document, window.context.today())["records"]
    assert workspace.dump()["records"]["aim"] == expected["aim"]
    assert workspace.dump()["records"]["observation"] == expected["observation"]
    assert (workspace.get("person", workspace.writer_id) or {})["name"] == "Rosa Ortiz"
    assert workspace.unpublished_changes() == []
    page = window.pages["home"]
    wait_for(lambda: page.step is not None, "the next step")


def test_that_thinking_better_of_it_makes_nothing(started, answers: Answers) -> None:
    assert started(lambda dialog: dialog.reject()) is None
    assert list(answers.folder.glob("*.netdesk")) == []


def test_that_the_example_opens_from_home_in_this_window_s_stead(window: MainWindow, answers: Answers) -> None:
    before = list(program._windows)
    window.go("home")
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    click(window, "home_open_example")
    wait_for(lambda: closed, "the first window to close")
    made = next(one for one in program._windows if one not in before)
    assert made.context.workspace.select("team")[0]["name"] == "Grade 7 attendance"
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_that_the_place_offered_is_in_the_documents_folder(qtbot, monkeypatch, tmp_path: Path) -> None:
    named = tmp_path / "Documents"
    monkeypatch.setattr(program.QStandardPaths, "writableLocation", lambda _kind: str(named))
    assert program._documents() == Path.home()
    named.mkdir()
    assert program._documents() == named


@pytest.mark.slow
def test_that_the_committed_example_is_what_its_maker_makes(tmp_path: Path) -> None:
    committed = paths.resource("templates", "example.json").read_text(encoding="utf-8")
    assert example_dump() == committed
    assert len(committed) < 120_000
    with Workspace.create(tmp_path / "x.netdesk", team="X", dump=json.loads(committed)) as made:
        assert made.conflicts() == []

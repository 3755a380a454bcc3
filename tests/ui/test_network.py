"""The Network room of a hub: files in, what became of each, what goes back, and the five views of what came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from netdesk.operations import adopt
from netdesk.operations.dictionary import read_dictionary, use_entry
from netdesk.operations.measures import PointRow, set_points
from netdesk.store.workspace import Workspace
from netdesk.sync import send
from netdesk.ui import app as program
from netdesk.ui import deeds
from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages import network_teams
from netdesk.ui.pages.network import TABS, NetworkPage
from netdesk.ui.pages.network_parts import heard_when
from tests.hub.conftest import Exchange, add

from .driving import Answers, choose, click, find, in_dialog, press, show, type_into, wait_for
from .sample_team import at


def points(ws: Workspace, entry: str, level: int) -> None:
    """A measure that counts by the entry, with 12 weeks about a level."""
    with ws.edit("Count by it") as edit:
        made = use_entry(edit, entry, since=date(2026, 1, 5))
        rows = [
            PointRow(date(2026, 1, 5) + timedelta(weeks=n), {"n": level + n % 3, "d": 100}) for n in range(12)
        ]
        set_points(edit, made, rows)
        edit.publish("measure", made)


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[Exchange]:
    """Alder with an idea and a test, Birch that takes it up, Cedar; the hub with a definition and the idea."""
    from netdesk.hub.dictionary import add_entry
    from netdesk.hub.library import add_to_library

    made = Exchange(tmp_path)
    a, b, _c = (made.member_team(name) for name in ("Alder", "Birch", "Cedar"))
    idea = add(a, "change_idea", publish=True, name="Text first")
    add(a, "change_idea", publish=True, name="Walk along")
    add(a, "cycle", publish=True, title="Text 5 families", idea=idea, stage="do", plan="Text, then call")
    for ws in (a, b):
        add(ws, "driver", publish=True, name="Reach a family by 9:30")
    made.round()
    with made.hub.edit("Prepare") as edit:
        add_entry(edit, {"name": "Weekly attendance", "unit": "%", "better": "up", "text": "Days attended"})
        add_to_library(edit, idea, name="Text first", description="A text at 8:15", from_team="Alder", found="")
    made.round()
    (entry,) = read_dictionary(a).entries
    points(a, entry.id, 90)
    points(b, entry.id, 80)
    with b.edit("Count otherwise") as edit:
        definition = b.select("measure_definition")[0]["id"]
        edit.put("measure_definition", definition, {"text": "Days without being late"})
    with b.edit(adopt.ADOPT) as edit:
        ours = adopt.adopt_idea(edit, idea, keep="The text", change="The driver signs it", because="Known")
    add(b, "cycle", publish=True, title="Six families", idea=ours, stage="closed", decision="adopt",
        decision_because="Five answered.", ended="2026-03-09")  # fmt: skip
    yield made
    for workspace in reversed(made.open):
        workspace.close()


@pytest.fixture
def window(qtbot: Any, exchange: Exchange, answers: Answers) -> Iterator[MainWindow]:
    """The hub's own window."""
    program.make_application()
    path = exchange.hub.path
    exchange.hub.close()
    exchange.open.remove(exchange.hub)
    made = program.open_window(path, remembered=False)
    made.resize(1280, 720)
    made.activateWindow()
    wait_for(made.isActiveWindow, "the window to be active")
    yield made
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def inbox(exchange: Exchange, folder: Path) -> Path:
    """What every team sends now, and a file that is no bundle."""
    folder.mkdir()
    for name, ws in exchange.teams.items():
        send.share(ws, "hub", folder / f"{name}.ndsync", publish=True)
    (folder / "broken.ndsync").write_bytes(b"not a bundle")
    return folder


def words(window: MainWindow) -> str:
    """Everything that the open tab says."""
    page = window.page()
    assert isinstance(page, NetworkPage)
    page.part.finish()
    QTest.qWait(20)
    parts: list[Any] = [*page.findChildren(QLabel), *page.findChildren(QPushButton)]
    return "\n".join(one.text() for one in parts if one.isVisible())


def take_all(window: MainWindow, folder: Path) -> list[str]:
    """Drop the folder on the window; what the list afterwards says."""
    said: list[str] = []

    def read(dialog: Any) -> None:
        said.extend(one.text() for one in dialog.findChildren(QLabel))
        click(dialog, "taken_accept")

    in_dialog("taken", read)
    deeds.open_files(window, [folder])
    wait_for(lambda: said, "the list of what was taken in")
    wait_for(lambda: not window.working, "the end of the work")
    return said


def test_that_the_room_is_there_in_a_hub_alone(sample: MainWindow) -> None:
    assert "network" not in sample.pages
    assert not any(one.objectName() == "rail_network" for one in sample.findChildren(QPushButton))
    for action in ("go_network", "take_in", "give_back"):
        assert not sample._actions[action].isEnabled() and not sample._actions[action].isVisible()
    assert sample._actions["share_hub"].isVisible()


def test_that_a_folder_dropped_is_taken_in_and_each_file_told_of_once(
    window: MainWindow, exchange: Exchange, tmp_path: Path
) -> None:
    folder = inbox(exchange, tmp_path / "inbox")
    said = take_all(window, folder)
    assert "Taken in  3" in said and "Set aside  1" in said and "broken.ndsync" in said
    again = take_all(window, folder)
    assert "Had been taken in before  3" in again and "Set aside  1" in again
    assert not any(one.startswith("Taken in") for one in again)


def test_that_teams_stand_by_name_with_their_tests_and_lead_to_what_they_published(window: MainWindow) -> None:
    press(window, Qt.Key.Key_9)
    assert window.page().room == "network"
    said = words(window)
    names = [one.accessibleName() for one in window.page().findChildren(QPushButton, "open_team")]
    assert names == ["Alder", "Birch", "Cedar"]
    assert "weeks ago\nMar 3, 2026" in said
    assert "1 open cycle" in said and "Text 5 families (Do)" in said and "No open cycle" in said
    click(window, "open_team")
    assert "Planned: Text, then call" in words(window)
    window.back()
    assert "3 teams, by name" in words(window)


def test_that_teams_not_heard_from_for_long_are_found(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_teams, "MANY", 2)
    day = date(2026, 3, 3)  # when the teams' newest files were made
    press(window, Qt.Key.Key_9)
    for later, weeks, shown in ((27, 4, 0), (28, 4, 3), (28, 12, 0), (84, 12, 3)):
        window.context.workspace.now = lambda later=later: at(day + timedelta(days=later))
        choose(window, "silent_teams", f"Not heard from for {weeks} weeks")
        assert ("No team was silent for so long." in words(window)) is (shown == 0)
        assert len(window.page().findChildren(QPushButton, "open_team")) == shown
    type_into(window, "find_team", "none of these")
    wait_for(lambda: "No team with these words in its name was silent" in words(window), "the words to be looked for")
    type_into(window, "find_team", "")
    choose(window, "silent_teams", "All teams")
    assert "3 teams, by name" in words(window)


def test_that_what_is_counted_otherwise_stands_apart_and_nobody_is_called_highest(
    window: MainWindow, exchange: Exchange, tmp_path: Path
) -> None:
    take_all(window, inbox(exchange, tmp_path / "inbox"))
    window.go("network", "measures")
    wait_for(lambda: "Counted otherwise" in words(window), "what lies below the first charts")
    assert "Differs: definition" in words(window)
    show(find(window, "counted_apart"))  # what lies further down is made as one comes near
    assert find(window, "shared_not_yet").isVisible()
    assert any("Do not count by it: Cedar" in one.text() for one in window.page().findChildren(QLabel))
    drawn = find(window, "shared_charts").drawing
    assert drawn.description.startswith("Alder: ") and "Birch" not in drawn.description
    assert not any(word in drawn.description for word in ("highest", "lowest", "gap"))
    window.go("network", "drivers")
    assert "Several teams work on it" in words(window) and "Alder, Birch" in words(window)


def test_that_the_matrix_tells_by_keyboard_what_was_changed_and_what_came_of_it(
    window: MainWindow, exchange: Exchange, tmp_path: Path
) -> None:
    take_all(window, inbox(exchange, tmp_path / "inbox"))
    window.go("network", "library")
    assert "being tested, the idea began here" in words(window)
    matrix = find(window, "matrix")
    matrix.setFocus()
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    said = words(window)
    for part in ("Birch", "Kept: The text", "Changed: The driver signs it", "Six families: Adopt. Five answered."):
        assert part in said
    spoken = matrix.model().data(matrix.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert "Birch" in spoken and "Adopt" in spoken

    def fill(dialog: Any) -> None:
        type_into(dialog, "library_entry_found", "Works where the driver is known")
        click(dialog, "library_entry_accept")

    in_dialog("library_entry", fill)
    click(window, "change_entry")
    (entry,) = window.context.workspace.select("library_entry")
    assert entry["found"] == "Works where the driver is known"
    in_dialog("library_entry", lambda dialog: click(dialog, "library_entry_accept"))
    click(window, "add_candidate")
    assert {one["name"] for one in window.context.workspace.select("library_entry")} == {"Text first", "Walk along"}


def test_that_a_definition_is_added_and_renewed(window: MainWindow) -> None:
    window.go("network", "dictionary")
    assert "No team counts by it yet." in words(window)

    def change(dialog: Any) -> None:
        type_into(dialog, "dictionary_entry_denominator", "days possible")
        click(dialog, "dictionary_entry_accept")

    in_dialog("dictionary_entry", change)
    click(window, "new_version")
    said = words(window)
    assert "version 2" in said and "Out of: days possible" in said and "version 1" not in said


def test_that_one_file_a_team_is_written_and_told_of(
    window: MainWindow, exchange: Exchange, tmp_path: Path, answers: Answers
) -> None:
    back = tmp_path / "back"
    back.mkdir()
    answers.opened = back
    told: list[str] = []

    def read(dialog: Any) -> None:
        told.extend(one.text() for one in dialog.findChildren(QLabel, "written_team"))
        click(dialog, "written_accept")

    in_dialog("written", read)
    window.go("network")
    click(window, "give_back")
    wait_for(lambda: told, "the list of what was written")
    wait_for(lambda: not window.working, "the end of the work")
    assert told == ["Alder", "Birch", "Cedar"]
    assert len(list(back.glob("*.ndsync"))) == 3


def test_that_every_tab_of_an_empty_hub_says_what_it_is_for(qtbot: Any, tmp_path: Path, answers: Answers) -> None:
    program.make_application()
    path = tmp_path / "hub.netdesk"
    Workspace.create(path, team="River Hub", person="Hana", hub=True).close()
    made = program.open_window(path, remembered=False)
    titles = ("No team has joined yet", "No shared measure yet", "No drivers published yet",
              "The library is empty so far", "The dictionary is empty so far")  # fmt: skip
    for tab, title in zip(TABS, titles, strict=True):
        made.go("network", tab)
        assert title in words(made)
    made.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_that_when_a_team_was_heard_from_is_told_in_days_then_in_weeks_with_the_day() -> None:
    noon = int(datetime(2026, 3, 2, 12).astimezone().timestamp())
    said = [heard_when(noon, date(2026, 3, 2) + timedelta(days=later)) for later in (0, 1, 13, 14)]
    assert said == [
        ("Heard from today",), ("Heard from yesterday",), ("Heard from 13 days ago", "Mar 2, 2026"),
        ("Heard from 2 weeks ago", "Mar 2, 2026"),
    ]  # fmt: skip
    assert heard_when(None, date(2026, 3, 2)) == ("Not heard from yet",)


def test_that_a_hub_without_teams_is_led_to_ask_them_before_it_gives_anything_back(
    qtbot: Any, answers: Answers, tmp_path: Path
) -> None:
    hub = Workspace.create(tmp_path / "new.netdesk", team="River Hub", person="Hana", hub=True)
    hub.close()
    program.make_application()
    window = program.open_window(hub.path, remembered=False)
    window.go("network", "")
    assert "No team has joined yet" in words(window)
    assert not find(window, "give_back").isEnabled()
    window.go("network", "measures")
    assert "No shared measure yet" in words(window)
    click(window, "open_dictionary")
    assert "The dictionary is empty so far" in words(window)
    window.go("network", "teams")
    words(window)
    click(window, "ask_teams")
    assert window.page().room == "sharing" and window.page().people.isVisible()
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

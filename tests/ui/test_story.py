"""The Story room on a team of a network: news, library with taking up, asks, thanks, and shared measures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from netdesk.hub import dictionary, library
from netdesk.operations import adopt, asks, cycles, drivers
from netdesk.store.workspace import Workspace
from netdesk.ui import app as program
from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages.story import StoryPage
from tests.hub.conftest import Exchange

from .driving import Answers, choose, click, in_dialog, type_into, wait_for

NAME = "Call on the second day"


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Exchange]:
    """Team A has published an idea and a test of it that did not work; the hub has it in the library."""
    made = Exchange(tmp_path)
    a, _b = made.member_team("Alder", "2"), made.member_team("Birch", "2")
    with a.edit("Add") as edit:
        idea = drivers.add_idea(edit, NAME, description="The homeroom teacher calls.")
        cycle = cycles.add_cycle(edit, "One homeroom, two weeks", fields={"idea": idea})
        edit.put("cycle", cycle, {"stage": "closed", "decision": "abandon", "decision_because": "Nobody picked up.",
                                  "ended": "2026-02-20"})  # fmt: skip
        edit.publish("change_idea", idea)
        edit.publish("cycle", cycle)
    made.round()
    with made.hub.edit("Add") as edit:
        library.add_to_library(edit, idea, name=NAME, description="", from_team="Alder", found="Needs a free line.")
        dictionary.add_entry(edit, {"name": "Weekly attendance", "unit": "%", "text": "Present at nine"})
        asks.ask(edit, "Send us the words of your text message", minutes=10)
    made.round()
    yield made
    for ws in (made.hub, *made.teams.values()):
        ws.close()


@pytest.fixture
def window(qtbot: Any, network: Exchange, answers: Answers) -> Iterator[MainWindow]:
    """The window of team B."""
    program.make_application()
    b: Workspace = network.teams["Birch"]
    b.close()
    made = program.open_window(b.path, remembered=False)
    made.resize(1280, 720)
    yield made
    made.close()


def words(window: MainWindow) -> str:
    page = window.page()
    if isinstance(page, StoryPage):
        page.gave.finish()
    QTest.qWait(1)
    shown: list[Any] = [*page.findChildren(QLabel), *page.findChildren(QPushButton)]
    return "\n".join(one.text() for one in shown if one.isVisible())


def test_that_a_team_takes_an_idea_up_and_says_what_it_changes(window: MainWindow) -> None:
    window.go("story", "library")
    assert "Needs a free line." in words(window)

    def fill(dialog: Any) -> None:
        assert not dialog.findChild(QPushButton, "adopt_accept").isEnabled()
        type_into(dialog, "adopt_keep", "The call")
        type_into(dialog, "adopt_change", "The office calls")
        click(dialog, "adopt_accept")

    in_dialog("adopt", fill)
    click(window, "adopt_idea")
    (use,) = adopt.taken_up(window.context.workspace)
    assert (use.keep, use.change, use.own) == ("The call", "The office calls", True)
    assert "Changed: The office calls" in words(window)
    assert "other team" not in words(window)  # it is in use here, which the card of our own uses says
    click(window, "banner_act")  # Plan a cycle
    (cycle,) = window.context.workspace.select("cycle")
    assert (cycle["idea"], window.place()) == (use.of, ("cycles", cycle["id"]))


def test_that_a_test_is_planned_here_without_its_predictions(window: MainWindow) -> None:
    window.go("story", "library")

    def fill(dialog: Any) -> None:
        type_into(dialog, "adopt_change", "One class only")
        click(dialog, "adopt_accept")

    in_dialog("adopt", fill)
    click(window, "adopt_cycle")
    assert window.place()[0] == "cycles"
    (ours,) = window.context.workspace.select("cycle")
    assert (ours["stage"], ours.get("decision")) == ("plan", None)


def test_that_a_shared_failure_is_thanked_for_once(window: MainWindow) -> None:
    window.go("story", "gave")
    assert "Nobody picked up." in words(window)
    click(window, "thank")
    assert [one["type"] for one in window.context.workspace.select("notice")] == ["thanks"]
    assert "Say thank you" not in words(window)


def test_that_an_ask_is_answered_with_the_minutes_it_took(window: MainWindow) -> None:
    window.go("story", "asks")
    assert "Waits for you" in words(window)

    def fill(dialog: Any) -> None:
        type_into(dialog, "answer_ask_text", "Good morning, we missed Ana today.")
        click(dialog, "answer_ask_accept")

    in_dialog("answer_ask", fill)
    click(window, "answer_this_ask")
    (asked,) = asks.read_asks(window.context.workspace)
    assert (asked.state, asked.answers[0].words) == ("answered", "Good morning, we missed Ana today.")
    assert "Waits for you" not in words(window)


def test_that_a_measure_counts_by_the_network_s_definition(window: MainWindow) -> None:
    window.go("story", "measures")
    assert "Definition: Present at nine" in words(window)

    def fill(dialog: Any) -> None:
        choose(dialog, "use_entry_measure", "A new measure")
        click(dialog, "use_entry_accept")

    in_dialog("use_entry", fill)
    click(window, "use_entry_button")
    (measure,) = window.context.workspace.select("measure")
    assert measure["name"] == "Weekly attendance"
    assert window.place() == ("measures", measure["id"])


def test_that_home_shows_first_what_came_back_until_it_was_seen(window: MainWindow) -> None:
    window.go("home")
    wait_for(lambda: "What came back" in words(window), "the news")
    click(window, "home_news_all")
    wait_for(lambda: "What came back" not in words(window), "the news to be gone")

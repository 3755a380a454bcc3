"""Home: one next step, where the aim stands, tests in hand, what the data say; and that it leads where it says."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from netdesk.errors import NetDeskError
from netdesk.i18n import PSEUDO, set_language
from netdesk.operations import cycles
from netdesk.ui import app as program
from netdesk.ui.charts import prepared
from netdesk.ui.charts.prepared import chart_of
from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages import home
from netdesk.ui.pages.home_cards import Opening
from netdesk.ui.pages.home_readings import SEEN, kept_readings
from netdesk.ui.widgets.basic import Card

from .driving import click, find, noted_threads, wait_for
from .sample_team import TODAY, at


def at_home(window: MainWindow) -> QWidget:
    window.context.workspace.now = lambda: at(TODAY)
    window.go("home")
    page = window.pages["home"]
    wait_for(lambda: page.step is not None and not page.reading, "the next step")
    return page


def room(window: MainWindow) -> str:
    return window.page().room


def test_that_the_program_opens_at_home_and_home_is_first_in_the_rail(window: MainWindow) -> None:
    assert next(iter(window.pages)) == "home"
    assert find(window, "rail_home").isVisible()


def test_that_an_empty_home_offers_one_filled_button_and_the_example(window: MainWindow) -> None:
    page = at_home(window)
    assert find(window, "home_step_title").text() == "Write your aim in one sentence"
    shown = [one for one in page.findChildren(QPushButton) if one.isVisibleTo(page)]
    assert [one.objectName() for one in shown if one.property("role") == "main"] == ["home_step"]
    assert find(window, "home_open_example").isEnabled()
    click(window, "home_step")
    assert room(window) == "purpose"


def test_that_home_shows_the_aim_its_way_and_the_days_left(sample: MainWindow) -> None:
    at_home(sample)
    assert "raise weekly attendance" in find(sample, "home_sentence").text()
    way = find(sample, "home_way")
    assert way.accessibleName().startswith("from 89%, now 9")
    assert way.accessibleName().endswith("to 93%")
    assert find(sample, "home_days").text() == "87"


def test_that_each_test_in_hand_opens_by_its_name(sample: MainWindow) -> None:
    at_home(sample)
    open_ones = [one for one in sample.context.workspace.select("cycle") if one.get("stage") != "closed"]
    assert open_ones
    click(sample, f"home_cycle_{open_ones[0]['id']}")
    assert room(sample) == "cycles"
    assert sample.page().open_cycle == open_ones[0]["id"]


def test_that_what_the_data_say_is_told_in_words_with_a_letter(sample: MainWindow) -> None:
    page = at_home(sample)
    wait_for(lambda: page.findChildren(QWidget, "home_readings"), "the readings")
    measure = sample.context.workspace.select("measure")[0]
    opener = find(sample, f"home_reading_{measure['id']}")
    assert opener.accessibleName() == "Weekly attendance, Grade 7: a shift up"


def test_that_a_signal_is_pointed_to_until_it_was_looked_at(sample: MainWindow) -> None:
    page = at_home(sample)
    workspace = sample.context.workspace
    for one in workspace.select("measure"):
        sample.context.put("Edit measure", "measure", one["id"], {"every": "term"})
    for one in workspace.select("cycle"):
        if one.get("stage") in ("do", "study"):
            sample.context.edit("Act", lambda edit, id_=one["id"]: edit.put("cycle", id_, {"study": "Seen."}))
    wait_for(lambda: page.step is not None and page.step.code == "signal", "the signal")
    measure = page.step.target
    click(sample, "home_step")
    assert room(sample) == "measures"
    assert measure in workspace.setting(SEEN)
    at_home(sample)
    wait_for(lambda: page.step.code != "signal" or page.step.target != measure, "another step")


def test_that_home_follows_what_changes_while_it_is_open(sample: MainWindow) -> None:
    at_home(sample)
    made = sample.context.edit("Plan", cycles.add_cycle, "A carpool list")
    assert find(sample, f"home_cycle_{made.value}").accessibleName() == "A carpool list"


def test_that_the_focus_stays_where_it_was_when_home_is_read_anew(sample: MainWindow) -> None:
    at_home(sample)
    cycle = next(one for one in sample.context.workspace.select("cycle") if one.get("stage") != "closed")
    name = f"home_cycle_{cycle['id']}"
    find(sample, name).setFocus()
    sample.context.put("Edit", "cycle", cycle["id"], {"title": "Another title"})
    wait_for(lambda: find(sample, name).hasFocus(), "the focus")


def test_that_what_the_charts_say_is_computed_off_the_window_s_thread(
    sample: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for(lambda: not sample.pages["home"].reading, "the readings of the start")
    threads = noted_threads(monkeypatch, prepared)
    change_a_measure(sample)
    at_home(sample)
    wait_for(lambda: not sample.pages["home"].reading, "the readings")
    assert len(threads) == len(sample.context.workspace.select("measure")) > 0
    assert threading.main_thread() not in threads


def test_that_home_is_read_off_the_window_s_thread_and_only_what_says_something_else_is_made_anew(
    sample: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at_home(sample)
    threads: list[threading.Thread] = []
    read = home.read_home
    monkeypatch.setattr(home, "read_home", lambda *given: (threads.append(threading.current_thread()), read(*given))[1])
    before = cards_of(page)
    sample.go("cycles")
    at_home(sample)
    assert cards_of(page) == before, "nothing has changed, so nothing is made"
    sample.context.edit("Plan", cycles.add_cycle, "A carpool list")
    wait_for(lambda: cards_of(page)["home_cycles"] != before["home_cycles"], "the new cycle")
    assert {name for name, card in cards_of(page).items() if card != before[name]} == {"home_cycles"}
    assert len(threads) == 2 and threading.main_thread() not in threads


def test_that_an_older_reading_of_home_does_not_stay(sample: MainWindow) -> None:
    page = at_home(sample)
    for title in ("One", "Two", "Three"):  # each asks for a reading while the one before goes on
        made = sample.context.edit("Plan", cycles.add_cycle, title)
        sample.context.put("Edit", "cycle", made.value, {"title": f"{title}, again"})
    wait_for(lambda: not page.reading, "the readings")
    assert find(sample, f"home_cycle_{made.value}").accessibleName() == "Three, again"


def cards_of(page: QWidget) -> dict[str, QWidget]:
    return {one.objectName(): one for one in page.findChildren(Card)}


def change_a_measure(window: MainWindow) -> None:
    measure = window.context.workspace.select("measure")[0]["id"]
    window.context.put("Edit measure", "measure", measure, {"every": "term"})


def what_home_says(window: MainWindow) -> list[str]:
    """The lines of what the data say, once they are there."""
    page = window.pages["home"]
    wait_for(lambda: not page.reading and page.findChildren(QWidget, "home_readings"), "the readings")
    return sorted(one.accessibleName() for one in page.findChildren(Opening))


def started_again(window: MainWindow) -> MainWindow:
    """The window closed, and its workspace opened in a new one."""
    path = window.context.workspace.path
    window.close()
    return program.open_window(path, remembered=False)


def test_that_a_start_says_what_the_charts_said_without_reading_them_again(
    sample: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = what_home_says(sample)
    monkeypatch.setattr(prepared, "chart_of", lambda _context, measure: pytest.fail(f"{measure} was read"))
    again = started_again(sample)
    assert not again.pages["home"].reading
    assert what_home_says(again) == said
    again.close()


@pytest.mark.parametrize("language", ["en", PSEUDO])
def test_that_a_start_after_a_change_or_in_another_language_reads_the_charts_anew(
    sample: MainWindow, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    what_home_says(sample)
    read: list[str] = []
    monkeypatch.setattr(prepared, "chart_of", lambda context, one: (read.append(one), chart_of(context, one))[1])
    if language == "en":
        change_a_measure(sample)
    set_language(language)
    try:
        again = started_again(sample)
        what_home_says(again)
        assert sorted(read) == sorted(one["id"] for one in again.context.workspace.select("measure"))
        again.close()
    finally:
        set_language("en")


def test_that_a_signal_looked_at_is_not_pointed_to_by_what_was_kept(sample: MainWindow) -> None:
    what_home_says(sample)
    seen = sample.context.workspace
    unread = [one for one in kept_readings(seen, {}).values() if one.unread]
    assert unread
    marks = {one.measure: one.mark for one in unread}
    assert not any(one.unread for one in kept_readings(seen, marks).values())


def test_that_a_disk_without_room_for_what_was_read_costs_home_nothing(
    sample: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_name: str, _value: object) -> None:
        raise NetDeskError("The disk is full.")

    said = what_home_says(sample)
    change_a_measure(sample)
    monkeypatch.setattr(sample.context.workspace, "set_setting", full)
    at_home(sample)
    assert what_home_says(sample) == said

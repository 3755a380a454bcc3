"""The manual: a page for every room, links that lead somewhere, and only names that are on the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

import netdesk
from netdesk import i18n, paths
from netdesk.ui.actions import ACTIONS
from netdesk.ui.help import DO, TOPICS, Help, page_file, sections_of, show_help, title_of_page
from netdesk.ui.main_window import MainWindow
from netdesk.ui.palette import matching, plain_words
from netdesk.ui.rooms import ROOMS

from .driving import click, find, wait_for

LINK = re.compile(r"\]\(([^)]+)\)")
#: In the manual, bold words are what stands on the screen: actions, buttons and headings.
NAMED = re.compile(r"\*\*([^*]+)\*\*")
SENTENCE = re.compile(r"""\b(?:_|N_|ngettext)\(\s*"((?:[^"\\]|\\.)*)\"""")


def texts() -> dict[str, str]:
    folder = paths.resource("help", "en")
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}


def words_on_the_screen() -> set[str]:
    """Every sentence of the window, as it is written in the source, without the marks of menu keys."""
    source = Path(netdesk.__file__).parent / "ui"
    found: set[str] = set()
    for file in source.rglob("*.py"):
        found |= {plain_words(one) for one in SENTENCE.findall(file.read_text(encoding="utf-8"))}
    return found


def test_that_every_room_has_its_page_and_every_page_is_in_the_contents() -> None:
    assert {room for room, _words in ROOMS} <= set(TOPICS)
    assert sorted(texts()) == sorted(TOPICS)


def test_that_every_link_leads_to_a_page_or_does_something_that_there_is() -> None:
    actions = {one.id for one in ACTIONS}
    linked = set()
    for text in texts().values():
        for link in LINK.findall(text):
            linked.add(link)
            assert link.removeprefix(DO) in actions if link.startswith(DO) else link.removesuffix(".md") in TOPICS
    assert "do:shortcuts" in linked


@pytest.mark.parametrize("topic", TOPICS)
def test_that_every_action_and_button_that_a_page_names_is_on_the_screen(topic: str) -> None:
    unknown = set(NAMED.findall(texts()[topic])) - words_on_the_screen()
    assert unknown == set()


def test_that_shortcuts_named_in_the_manual_are_those_of_the_table() -> None:
    keys = {plain_words(one.words): one.shortcut for one in ACTIONS}
    for text in texts().values():
        for name, shortcut in re.findall(r"\*\*([^*]+)\*\* \(((?:Ctrl|Alt|F)[^)]*)\)", text):
            assert keys[name] == shortcut


def test_that_f1_opens_the_page_of_the_room_and_links_and_back_lead_on(window: MainWindow) -> None:
    for room in window.pages:
        window.go(room)
        QTest.keyClick(window, Qt.Key.Key_F1)
        manual = window.findChild(Help)
        assert manual.topic == room and manual.isVisible() and not manual.isModal()
        assert title_of_page(room) in manual.browser.toPlainText()
    assert len(window.findChildren(Help)) == 1
    window.findChild(Help).open_page("home")
    manual.browser.anchorClicked.emit(QUrl("measures.md"))
    assert manual.topic == "measures"
    click(manual, "help_back")
    assert manual.topic == "home"
    manual.contents.setCurrentRow(TOPICS.index("safety"))
    assert manual.topic == "safety"
    QTest.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_that_a_link_can_do_what_it_says(window: MainWindow, qtbot) -> None:
    manual = show_help(window, "shortcuts")
    seen = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        seen.append(dialog.objectName())
        dialog.reject()

    QTimer.singleShot(100, close)
    manual.browser.anchorClicked.emit(QUrl("do:shortcuts"))
    assert seen == ["shortcuts"]


def test_that_the_palette_finds_a_section_of_the_manual_and_opens_it_there(window: MainWindow) -> None:
    window.resize(1000, 600)
    choice = next(one for one in matching(window.choices(), "help second place") if one.words == "A second place")
    choice.act()
    manual = window.findChild(Help)
    QApplication.processEvents()
    assert manual.topic == "safety" and manual.browser.textCursor().block().text() == "A second place"
    assert all(section in manual.browser.toPlainText() for section in sections_of("safety"))


def test_that_a_page_without_a_translation_is_shown_in_english() -> None:
    i18n.set_language("es")
    try:
        assert page_file("home").parent.name in ("es", "en") and page_file("home").is_file()
    finally:
        i18n.set_language("en")


def test_that_the_manual_is_read_by_keyboard_alone(window: MainWindow) -> None:
    window.do("help")
    manual = window.findChild(Help)
    wait_for(lambda: QApplication.focusWidget() is manual.browser, "the manual to have the keyboard")
    reached = set()
    for _step in range(12):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget().objectName())
    assert {"help_page", "help_contents", "help_close"} <= reached
    assert find(manual, "help_contents").accessibleName()

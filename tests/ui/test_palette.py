"""The palette and find: every action and every record by a few letters, by keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from netdesk.ui.actions import ACTIONS
from netdesk.ui.main_window import MainWindow
from netdesk.ui.palette import Choice, Palette, folded, matching, place_of, plain_words

from .driving import click, find, in_dialog, press, wait_for


def choice(words: str, menu: str = "Go") -> Choice:
    return Choice(words, menu, "", lambda: None)


def titles(dialog: Palette) -> list[str]:
    return [one.title for one in dialog.results.results() if not one.heading]


def searched(dialog: Palette, typed: str) -> list[str]:
    wait_for(lambda: not dialog._window.finder.busy, "the index")
    dialog.line.clear()
    QTest.keyClicks(dialog.line, typed)
    dialog.search()
    return titles(dialog)


def test_that_words_match_by_their_beginnings_without_case_and_accents() -> None:
    offered = [choice("Save a copy", "File"), choice("Shortcuts", "Help"), choice("Über NetDesk", "Help")]
    assert [one.words for one in matching(offered, "co sa")] == ["Save a copy"]
    assert [one.words for one in matching(offered, "uber")] == ["Über NetDesk"]
    assert [one.words for one in matching(offered, "help")] == ["Shortcuts", "Über NetDesk"]
    assert matching(offered, "opy") == []
    assert matching(offered, "") == offered
    assert folded("ÑANDÚ") == "nandu"
    assert plain_words("Cut && &paste…") == "Cut & paste"


def test_that_every_action_of_the_table_can_be_found_and_done(window: MainWindow) -> None:
    seen: list[str] = []

    def look(dialog: Palette) -> None:
        seen.extend(titles(dialog))
        assert searched(dialog, "meas")[0] == "Measures"
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)

    in_dialog("palette", look)
    press(window, Qt.Key.Key_K)
    wait_for(lambda: window.page().room == "measures", "the page of measures")
    enabled = [one for one in ACTIONS if window._actions[one.id].isEnabled() and one.id not in ("palette", "print")]
    assert {plain_words(one.words) for one in enabled} <= set(seen)


def test_that_a_record_is_opened_by_a_few_letters_of_its_name(sample: MainWindow) -> None:
    cycle = sample.context.workspace.select("cycle")[0]
    word = max(cycle["title"].split(), key=len)

    def look(dialog: Palette) -> None:
        assert cycle["title"] in searched(dialog, word[:5].upper())
        while dialog.results.current().title != cycle["title"]:
            before = dialog.results.current()
            QTest.keyClick(dialog.line, Qt.Key.Key_Down)
            assert dialog.results.current() != before
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)

    in_dialog("palette", look)
    click(sample, "rail_find")
    wait_for(lambda: sample.place() == ("cycles", cycle["id"]), "the cycle")


def test_that_find_everywhere_finds_a_word_of_a_part_and_opens_where_it_stands(sample: MainWindow) -> None:
    workspace = sample.context.workspace
    question = workspace.select("question")[0]
    word = max(question["prediction"].split(), key=len).strip(".,")
    shown = []

    def look(dialog: Palette) -> None:
        searched(dialog, word)
        rows = dialog.results.results()
        shown.extend(rows)
        wanted = next(n for n, one in enumerate(rows) if one.title == question["text"])
        dialog.results.clicked.emit(dialog.results.model().index(wanted, 0))

    in_dialog("find_everything", look)
    press(sample, Qt.Key.Key_F, shift=True)
    asking = {("cycles", one["cycle"]) for one in workspace.select("question", text=question["text"])}
    wait_for(lambda: sample.place() in asking, "the question's cycle")
    assert any(one.heading and one.title == "Question" for one in shown)
    found = next(one for one in shown if one.title == question["text"])
    assert word in found.snippet.replace("\x02", "").replace("\x03", "")
    assert found.note


def test_that_every_part_leads_to_the_page_of_its_owner(sample: MainWindow) -> None:
    workspace = sample.context.workspace
    point = workspace.select("observation")[0]
    assert place_of(workspace, "observation", point["id"]) == ("measures", point["measure"])
    with workspace.edit("Judge") as edit:
        mark = edit.add("judgement", {"observation": point["id"], "astronomical": True})
        cause = edit.add("fishbone", {"effect": "Days missed"})
    assert place_of(workspace, "judgement", mark) == ("measures", point["measure"])
    assert place_of(workspace, "fishbone", cause) == ("causes", cause)
    assert place_of(workspace, "cycle", "0" * 32) == ("cycles", "0" * 32)


def test_that_what_no_page_shows_yet_opens_its_history(sample: MainWindow) -> None:
    with sample.context.workspace.edit("Attach a picture") as edit:
        edit.add("attachment", {"of": sample.context.workspace.team_id, "name": "Zebra crossings"})

    def look(dialog: Palette) -> None:
        searched(dialog, "zebr")
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)

    in_dialog("palette", look)
    press(sample, Qt.Key.Key_K)
    wait_for(lambda: sample.side.inspector.isVisible(), "the history")
    sample.side.inspector.finish()
    assert find(sample, "inspector_title").whole() == "Zebra crossings"
    assert find(sample, "history_deed_0").text() == "Attach a picture"


def test_that_nothing_found_says_so_and_escape_changes_nothing(sample: MainWindow) -> None:
    before = sample.place()

    def look(dialog: Palette) -> None:
        assert searched(dialog, "qqqq") == []
        assert "Nothing found" in find(dialog, "palette_foot").text()
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
        assert dialog.isVisible()
        QTest.keyClick(dialog.line, Qt.Key.Key_Escape)

    in_dialog("palette", look)
    press(sample, Qt.Key.Key_K)
    assert sample.place() == before


def test_that_a_screen_reader_hears_the_chosen_row(sample: MainWindow) -> None:
    heard = []

    def look(dialog: Palette) -> None:
        heard.append(dialog.line.accessibleDescription())
        QTest.keyClick(dialog.line, Qt.Key.Key_Down)
        heard.append(dialog.line.accessibleDescription())
        QTest.keyClick(dialog.line, Qt.Key.Key_Up)
        heard.append(dialog.line.accessibleDescription())
        dialog.reject()

    in_dialog("palette", look)
    press(sample, Qt.Key.Key_K)
    assert heard[0] == heard[2] != heard[1] and all(heard)

"""The Causes page: first fishbone, acts on the canvas, the ledger beside it, gaps, and the guided session."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QStyleOptionViewItem

from netdesk.operations import aims, causes
from netdesk.ui.diagram.scene import Drawn
from netdesk.ui.main_window import MainWindow

from .diagram_script import ByMouse, clear_clipboard, move_to
from .driving import click, find, type_into, wait_for

Key, Control, Alt = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def bones(window: MainWindow) -> MainWindow:
    """A small fishbone, open."""
    with window.context.workspace.edit(causes.ADD_FISHBONE) as edit:
        fishbone = causes.add_fishbone(edit, "Mornings are missed", preset="blank")
        causes.paste_causes(
            edit, fishbone, None,
            [
                (0, "Home"), (1, "Alarm"), (1, "Shift work"), (0, "Way"), (1, "Bus 12"), (2, "Cut in August"),
                (1, "Rain"),
            ],
        )  # fmt: skip
    window.go("causes")
    QTest.qWait(5)
    return window


def spot(window: MainWindow, words: str):  # type: ignore[no-untyped-def]
    return ByMouse(window).spot(words)


def pick(window: MainWindow, words: str, view: str = "canvas") -> None:
    """Choose a box and put the keyboard on a view."""
    window.page().acts.select([spot(window, words)])  # type: ignore[attr-defined]
    getattr(window.page().diagram, view).setFocus()  # type: ignore[attr-defined]
    QTest.qWait(5)


def key(one: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), one, modifiers)
    QTest.qWait(2)


def shape(window: MainWindow) -> list[str]:
    return ["  " * line.depth + line.text for line in window.page().acts.lines[1:]]  # type: ignore[attr-defined]


def test_that_an_empty_page_says_what_it_is_for_and_starts_a_fishbone(window: MainWindow) -> None:
    window.go("causes")
    told = " ".join(one.text() for one in find(window, "causes_empty").findChildren(QLabel))
    assert "fishbone asks why" in told
    type_into(window, "first_effect", "One in five misses two days", leave=False)
    click(window, "first_fishbone")
    bones = [line for line in shape(window) if line.startswith("  P")]
    assert bones == ["  People", "  Process", "  Policy", "  Place"]
    assert window.header.title.whole() == "One in five misses two days"


@pytest.mark.parametrize("view", ["canvas", "outline"])
def test_that_keys_do_the_same_over_both_views(bones: MainWindow, view: str) -> None:
    pick(bones, "Alarm", view)
    key(Key.Key_Return)
    QTest.keyClicks(find(bones, "in_place"), "No one wakes them")
    key(Key.Key_Tab)  # keeps it and goes on below
    QTest.keyClicks(find(bones, "in_place"), "Night shift")
    key(Key.Key_Return)
    assert shape(bones)[:5] == ["  Home", "    Alarm", "    No one wakes them", "      Night shift", "    Shift work"]
    key(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    key(Key.Key_Up, Alt)
    key(Key.Key_Left, Alt)
    assert shape(bones)[:2] == ["  Home", "    Alarm"] and "  Night shift" in shape(bones)
    QTest.keyClicks(QApplication.focusWidget(), "S")  # typing renames at once
    QTest.keyClicks(find(bones, "in_place"), "leep")
    key(Key.Key_Return)
    assert "  Sleep" in shape(bones)
    key(Key.Key_F2)
    QTest.keyClicks(find(bones, "in_place"), "gone")
    key(Key.Key_Escape)
    assert "  Sleep" in shape(bones)
    key(Key.Key_Delete)
    assert "  Sleep" not in shape(bones)
    assert bones.context.workspace.undo_label() == "Delete the cause"


def test_that_several_are_chosen_copied_as_text_and_pasted_as_one_edit(bones: MainWindow) -> None:
    pick(bones, "Bus 12")
    bones.page().acts.toggle(spot(bones, "Rain"))  # type: ignore[attr-defined]
    key(Key.Key_C, Control)
    assert QGuiApplication.clipboard().text() == "Bus 12\n    Cut in August\nRain\n"
    pick(bones, "Home")
    QGuiApplication.clipboard().setText("- Breakfast\n\t- Kitchen opens late\n- Brothers")
    key(Key.Key_V, Control)
    assert shape(bones)[3:6] == ["    Breakfast", "      Kitchen opens late", "    Brothers"]
    click(bones, "causes_fit")
    bones._actions["undo"].trigger()
    assert "    Breakfast" not in shape(bones)
    clear_clipboard()


def test_that_escape_lets_go_of_a_drag_and_of_what_was_cut(bones: MainWindow) -> None:
    before = shape(bones)
    pick(bones, "Rain")
    key(Key.Key_X, Control)
    assert bones.page().acts.cut_spots  # type: ignore[attr-defined]
    key(Key.Key_Escape)
    assert not bones.page().acts.cut_spots  # type: ignore[attr-defined]
    hand, canvas = ByMouse(bones), bones.page().diagram.canvas  # type: ignore[attr-defined]
    start, end = hand.at(spot(bones, "Rain")), hand.at(spot(bones, "Home"))
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    move_to(canvas.viewport(), start + QPoint(15, 15), Qt.KeyboardModifier.NoModifier)
    move_to(canvas.viewport(), end, Qt.KeyboardModifier.NoModifier)
    assert find(bones, "drop_words").text() == "Under “Home”"
    key(Key.Key_Escape)
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert shape(bones) == before
    clear_clipboard()


def test_that_a_box_cannot_be_dropped_on_what_hangs_under_it(bones: MainWindow) -> None:
    acts = bones.page().acts  # type: ignore[attr-defined]
    bus, under = spot(bones, "Bus 12"), spot(bones, "Cut in August")
    assert acts.drop_words([bus], under, "into", linking=False) == ""
    assert acts.drop_words([under], spot(bones, "Home"), "into", linking=False) == "Under “Home”"


def test_that_zoom_stays_at_the_cursor_and_fit_shows_all(bones: MainWindow) -> None:
    canvas = bones.page().diagram.canvas  # type: ignore[attr-defined]
    at = canvas.viewport().rect().center() + QPoint(60, 30)
    point = canvas.mapToScene(at)
    place = QPointF(at)
    wheel = QWheelEvent(
        place, QPointF(canvas.viewport().mapToGlobal(at)), QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton, Control,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = canvas.zoom
    QApplication.sendEvent(canvas.viewport(), wheel)
    assert canvas.zoom > before
    moved = canvas.mapToScene(at) - point
    assert abs(moved.x()) < 3 and abs(moved.y()) < 3
    bones.page().acts.select([])  # type: ignore[attr-defined]
    canvas.setFocus()
    key(Key.Key_F)
    room = canvas.viewport().rect()
    assert all(room.contains(canvas.area_of(line.spot)) for line in canvas.acts.lines)


def test_that_the_outline_gives_its_room_to_the_diagram_and_comes_back(bones: MainWindow) -> None:
    room = bones.page().diagram  # type: ignore[attr-defined]
    outline, canvas = room.outline, room.canvas
    before = canvas.width()
    click(bones, "causes_outline_fold")
    wait_for(lambda: canvas.width() > before + 100, "the diagram to be wider")
    assert not outline.isVisible() and canvas.hasFocus()
    click(bones, "causes_outline_switch")
    wait_for(lambda: canvas.width() == before, "the outline to have its room again")
    assert outline.isVisible() and outline.hasFocus() and room._switch.isHidden()
    room.fold_outline(True)
    key(Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert outline.isVisible() and outline.hasFocus(), "going through the parts uncovers it"


def test_that_a_long_outline_wraps_its_words_in_steps_and_shows_each_whole(window: MainWindow) -> None:
    with window.context.workspace.edit(causes.ADD_FISHBONE) as edit:
        fishbone = causes.add_fishbone(edit, "Mornings are missed", preset="blank")
        long = "The letter about absences takes nine days because it goes through the district office"
        causes.paste_causes(edit, fishbone, None, [(n % 3, f"{long} {n}") for n in range(300)])
    steps = window.pages.making("causes")
    assert sum(1 for _step in steps) > 10
    window.go("causes")
    outline = window.page().diagram.outline  # type: ignore[attr-defined]
    wait_for(lambda: outline.words.width == outline.viewport().width(), "the words to have their width")

    def heights() -> list[int]:
        return [outline.visualRect(outline.model_lines.index_of(n)).height() for n in range(1, 301)]

    wait_for(lambda: min(heights()) > 3 * 17, "every line to have the height of its words")
    before, width = heights(), outline.words.width
    window.page().diagram.split.setSizes([500, 400, 300])  # type: ignore[attr-defined]
    wait_for(lambda: outline.words.width == outline.viewport().width() > width, "the wider words")
    wait_for(lambda: max(heights()) < min(before), "fewer lines of words")
    for n, line in enumerate(outline.model_lines.lines):
        index = outline.model_lines.index_of(n)
        assert outline.visualRect(index).height() >= outline.words.sizeHint(QStyleOptionViewItem(), index).height()
        assert line.text.split()[-1] in outline.words._wrapped(line)[0][-1]


def test_that_find_goes_from_one_hit_to_the_next(bones: MainWindow) -> None:
    pick(bones, "Home")
    key(Key.Key_F, Control)
    field = find(bones, "filter_causes")
    QTest.keyClicks(field, "a")
    found = []
    for _turn in range(3):
        found.append(bones.page().acts.text_of(bones.page().acts.current.node))  # type: ignore[attr-defined]
        key(Key.Key_Return)
    assert found == ["Mornings are missed", "Alarm", "Way"]


def test_that_a_renamed_box_repaints_itself_and_not_the_others(bones: MainWindow) -> None:
    QTest.qWait(20)
    rain = next(one for one in bones.context.workspace.select("cause") if one["text"] == "Rain")
    Drawn.painted = 0
    with bones.context.workspace.edit("Rename") as edit:
        causes.rename_cause(edit, rain["id"], "Hail")
    QTest.qWait(20)
    boxes = len(bones.page().diagram.canvas.scene().boxes)  # type: ignore[attr-defined]
    assert 0 < Drawn.painted < boxes


def test_that_the_details_keep_state_evidence_and_votes(bones: MainWindow) -> None:
    workspace = bones.context.workspace
    pick(bones, "Bus 12")
    click(bones, "cause_status_supported")
    click(bones, "cause_confidence_high")
    field = find(bones, "new_evidence_for")
    field.setFocus()
    QTest.keyClicks(field, "22 of 31 came late on its days")
    key(Key.Key_Return)
    cause = next(one for one in workspace.select("cause") if one["text"] == "Bus 12")
    assert (cause["status"], cause["confidence"]) == ("supported", "high")
    assert [(one["side"], one["text"]) for one in workspace.select("evidence")] == [
        ("for", "22 of 31 came late on its days")
    ]
    assert find(bones, "new_evidence_for").toPlainText() == ""
    click(bones, "cause_vote_2")
    assert [one["weight"] for one in workspace.select("cause_vote")] == ["2"]
    QTest.qWait(5)
    assert find(bones, "votes_beside_evidence").accessibleName() == "Evidence: 1, Votes: 2"
    click(bones, "evidence_delete")
    assert workspace.select("evidence") == []


def test_that_a_cause_that_blames_gets_one_kind_sentence(bones: MainWindow) -> None:
    pick(bones, "Rain")
    assert not bones.findChild(QLabel, "cause_blame_words").isVisible()
    bones.page().acts.rename(spot(bones, "Rain").node, "Parents don't care")  # type: ignore[attr-defined]
    QTest.qWait(5)
    assert "What in the process makes this happen?" in find(bones, "cause_blame_words").text()


def test_that_gaps_lead_to_their_cause_and_a_cause_to_its_driver(bones: MainWindow) -> None:
    workspace = bones.context.workspace
    rain = spot(bones, "Rain").node
    with workspace.edit("Vote") as edit:
        causes.vote(edit, rain, workspace.person_id, 3)
        aims.add_aim(edit, {"what": "Raise attendance"})
    bones.page().acts.select([])  # type: ignore[attr-defined]
    QTest.qWait(5)
    click(bones, f"gap_preferred_{rain}")
    assert bones.page().acts.current.node == rain  # type: ignore[attr-defined]
    QTest.qWait(5)
    click(bones, "cause_to_driver")
    driver = workspace.select("driver")[0]
    assert (driver["name"], driver["from_cause"]) == ("Rain", rain)
    QTest.qWait(5)
    click(bones, f"cause_driver_{driver['id']}")
    assert bones.page().room == "theory"
    assert bones.page().acts.current.node == driver["id"]  # type: ignore[attr-defined]


def test_that_what_asks_for_a_look_stands_under_one_head_a_kind(bones: MainWindow) -> None:
    shift = spot(bones, "Shift work").node
    with bones.context.workspace.edit(causes.SET_STATUS) as edit:
        causes.set_cause(edit, shift, "status", "ruled_out")
    bones.page().acts.select([])  # type: ignore[attr-defined]
    QTest.qWait(5)
    told = [one.text() for one in find(bones, "cause_gaps").findChildren(QLabel) if one.property("role") == "head"]
    assert sorted(told) == ["Decided, no evidence", "No evidence yet"], "though the causes lie between one another"


def test_that_the_guided_session_hides_what_is_written_until_all_is_shown(bones: MainWindow) -> None:
    workspace = bones.context.workspace
    changes = sum(one.seq for one in workspace.log.streams())
    click(bones, "guide_causes")
    click(bones, "session_next")
    assert "silence" in find(bones, "session_title").text()
    line = find(bones, "session_line")
    for words in ("Gate shuts at 8:05", "Two buses", "gate shuts  at 8:05"):
        QTest.keyClicks(line, words)
        QTest.keyClick(line, Key.Key_Return)
    assert find(bones, "session_hidden").text() == "3 written and hidden"
    assert sum(one.seq for one in workspace.log.streams()) == changes  # nothing of it is in the log
    click(bones, "session_next")
    click(bones, "session_reveal")
    assert [line.strip() for line in shape(bones)[-3:]] == ["Not sorted yet", "Gate shuts at 8:05", "Two buses"]
    bones.page().diagram.outline.setFocus()  # type: ignore[attr-defined]
    key(Key.Key_2)  # the second bone
    key(Key.Key_2)
    assert [line.strip() for line in shape(bones)[-2:]] == ["Gate shuts at 8:05", "Two buses"]
    assert "  Not sorted yet" not in shape(bones)
    click(bones, "session_next")
    click(bones, "session_next")
    pick(bones, "Two buses")
    key(Key.Key_2)
    assert find(bones, "session_votes_left").text() == "1 vote left"
    pick(bones, "Rain")
    key(Key.Key_3)
    assert "1 vote left" in find(bones, "banner_words").text()
    for _second in range(200):
        bones.page().session.tick()  # type: ignore[attr-defined]
    assert "Time is up" in find(bones, "session_time").text()
    click(bones, "session_end")
    assert workspace.setting(f"silent:{bones.page().acts.root}") is None  # type: ignore[attr-defined]


def test_that_a_deleted_fishbone_makes_room_for_the_next_and_comes_back(bones: MainWindow) -> None:
    pick(bones, "Mornings are missed")
    click(bones, "fishbone_delete")
    wait_for(lambda: find(bones, "causes_empty"), "the empty page")
    bones._actions["undo"].trigger()
    QTest.qWait(5)
    assert "    Alarm" in shape(bones)

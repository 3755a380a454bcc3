"""The window round the pages: undo, drafts, reading only, names for every control, one top-level window."""

from __future__ import annotations

import contextlib
import gc
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from netdesk.store.workspace import Workspace
from netdesk.sync import join
from netdesk.ui import app as program
from netdesk.ui import theme
from netdesk.ui.ahead import import_ahead
from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages.purpose import PurposePage
from netdesk.ui.widgets.binding import binding_of
from netdesk.ui.widgets.frame import Page

from .driving import Answers, click, find, press, type_into, wait_for


def undo_text(window: MainWindow) -> str:
    return window.findChild(object, "action_undo").text().replace("&", "")


def test_that_the_menu_names_the_deed_that_undo_takes_back(window: MainWindow) -> None:
    assert undo_text(window) == "Undo"
    type_into(window, "aim_what", "Raise attendance")
    assert undo_text(window) == "Undo: Edit the aim"
    window.findChild(object, "action_undo").trigger()
    assert window.context.workspace.select("aim") == []
    assert window.findChild(object, "action_redo").text().replace("&", "") == "Redo: Edit the aim"


def test_that_ctrl_z_is_the_text_box_s_own_while_typing_and_the_workspace_s_else(window: MainWindow) -> None:
    type_into(window, "aim_what", "Raise attendance")
    type_into(window, "aim_for_whom", "our seventh graders", leave=False)
    assert undo_text(window) == "Undo typing"
    press(window, Qt.Key.Key_Z)
    assert find(window, "aim_for_whom").toPlainText() == ""
    assert window.context.workspace.select("aim")[0]["what"] == "Raise attendance"
    find(window, "aim_for_whom").setFocus()
    assert not binding_of(find(window, "aim_for_whom")).dirty
    press(window, Qt.Key.Key_Z)
    assert window.context.workspace.select("aim") == []


def test_that_typing_is_kept_as_a_draft_and_becomes_an_edit_when_the_page_is_left(window: MainWindow) -> None:
    type_into(window, "charter_boundaries", "Grade 7 only", leave=False)
    binding_of(find(window, "charter_boundaries")).keep_draft()
    workspace = window.context.workspace
    assert [one["text"] for one in workspace.drafts()] == ["Grade 7 only"]
    assert workspace.select("charter") == []
    window.go("measures")
    assert workspace.select("charter")[0]["boundaries"] == "Grade 7 only"
    assert workspace.drafts() == []


def test_that_a_draft_left_by_a_crash_becomes_an_edit_at_the_next_opening(qtbot, tmp_path: Path) -> None:
    program.make_application()
    path = tmp_path / "team.netdesk"
    with Workspace.create(path, team="Readers", person="Ana") as workspace:
        workspace.keep_draft("aim", "new", "what", "Raise fluency")
        workspace.keep_draft("aim", "new", "by", "someday")
    window = program.open_window(path, remembered=False)
    assert window.context.workspace.select("aim")[0]["what"] == "Raise fluency"
    assert [one["text"] for one in window.context.workspace.drafts()] == ["someday"]
    assert find(window, "banner_words").text() == "1 text typed before is kept."
    window.close()


def test_that_a_second_opening_can_only_read_and_says_by_whom_it_is_open(sample: MainWindow) -> None:
    second = program.open_window(sample.context.workspace.path, remembered=False)
    assert second.context.read_only
    assert "open elsewhere" in find(second, "banner_words").text()
    assert find(second, "status_saved").text() == "Only for reading"
    for room in second.pages:
        second.go(room)
        for kind in (QLineEdit, QTextEdit):
            fields = second.page().findChildren(kind)
            # Looking for something is reading.
            assert all(one.isReadOnly() for one in fields if not one.objectName().startswith("filter_"))
    second.go("cycles")
    assert not find(second, "add_cycle").isEnabled()
    second.close()


def test_that_what_a_person_can_mend_is_one_sentence_in_the_banner(window: MainWindow) -> None:
    window.context.attempt(window.context.workspace.redo)
    assert find(window, "banner_words").text() == "There is nothing to redo."
    click(window, "banner_close")
    assert not window.banner.isVisible()


def test_that_what_is_typed_is_saved_when_the_window_closes(window: MainWindow) -> None:
    path = window.context.workspace.path
    type_into(window, "aim_what", "Raise attendance", leave=False)
    window.close()
    with Workspace.open(path) as again:
        assert again.select("aim")[0]["what"] == "Raise attendance"


def everything_of(window: MainWindow) -> list[tuple[str, str]]:
    workspace = window.context.workspace
    places = [(room, "") for room in window.pages]
    places += [("measures", workspace.select("measure")[0]["id"])]
    return places + [("cycles", one["id"]) for one in workspace.select("cycle")]


def test_that_every_control_has_a_name_for_screen_readers_and_for_scripts(sample: MainWindow) -> None:
    controls = (QAbstractButton, QLineEdit, QTextEdit, QComboBox, QAbstractItemView)
    nameless = set()
    for room, target in everything_of(sample):
        sample.go(room, target)
        for widget in sample.findChildren(QWidget):
            if not isinstance(widget, controls) or not widget.isVisibleTo(sample):
                continue
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or _belongs_to_qt(widget):
                continue
            if not widget.accessibleName() or not widget.objectName():
                nameless.add(f"{room}: {type(widget).__name__} {widget.objectName()} {widget.accessibleName()}")
    assert nameless == set()


def _belongs_to_qt(widget: QWidget) -> bool:
    return widget.objectName().startswith("qt_") or type(widget).__name__ in ("QTableCornerButton", "QHeaderView")


def test_that_there_is_only_ever_one_top_level_window(sample: MainWindow) -> None:
    shown = []

    class Watch(QObject):
        def eventFilter(self, watched, event) -> bool:
            if event.type() == event.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(watched.objectName() or type(watched).__name__)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    for room, target in everything_of(sample):
        sample.go(room, target)
        QTest.qWait(1)
    QApplication.instance().removeEventFilter(watch)
    assert shown == []


def too_wide(window: MainWindow) -> list[str]:
    """What reaches beyond the right edge of that which holds it."""
    found = []
    for one in window.page().findChildren(QWidget):
        if not one.isVisibleTo(window) or one.parentWidget() is None or _belongs_to_qt(one.parentWidget()):
            continue
        if isinstance(one.parentWidget(), QComboBox | QAbstractItemView):
            continue
        right = one.geometry().right()
        if right > one.parentWidget().width() + 1:
            found.append(f"{one.objectName() or type(one).__name__} {right}")
    return found


@pytest.mark.parametrize("size", [(1280, 720), (1000, 620)])
def test_that_nothing_is_wider_than_its_page(sample: MainWindow, size: tuple[int, int]) -> None:
    sample.resize(*size)
    for room, target in everything_of(sample):
        sample.go(room, target)
        QTest.qWait(20)
        # A busy computer lays out later than that.
        with contextlib.suppress(AssertionError):
            wait_for(lambda: not too_wide(sample), "the page to fit")
        assert (room, too_wide(sample)) == (room, [])


def test_that_dark_and_light_repaint_the_open_window(sample: MainWindow, answers: Answers) -> None:
    app = QApplication.instance()
    sample.set_mode("dark")
    QTest.qWait(50)
    assert theme.tokens().dark and sample.grab().toImage().pixelColor(700, 700).lightness() < 80
    sample.set_mode("light")
    QTest.qWait(50)
    assert not theme.tokens().dark and sample.grab().toImage().pixelColor(700, 700).lightness() > 200
    theme.set_mode(app, "system")


def test_that_a_page_is_made_when_its_room_is_first_opened(qtbot, tmp_path: Path) -> None:
    program.make_application()
    path = tmp_path / "team.netdesk"
    Workspace.create(path, team="Readers").close()
    window = program.open_window(path, remembered=False)
    assert [page.room for page in window.pages.made()] == ["home"]
    window.go("cycles")
    window.go("home")
    assert [page.room for page in window.pages.made()] == ["home", "cycles"]
    assert len(window.pages) == len(list(window.pages)) == 9 and "nowhere" not in window.pages
    window.close()


def test_that_what_a_page_is_made_of_takes_its_style_in_its_place_and_not_before(window: MainWindow) -> None:
    class Polished(QObject):
        count = 0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            self.count += event.type() == QEvent.Type.Polish
            return False

    counted = Polished()
    QApplication.instance().installEventFilter(counted)
    page = PurposePage(window.context)
    assert len(list(page.build())) >= 3
    QApplication.instance().removeEventFilter(counted)
    assert counted.count < len(page.findChildren(QWidget)) / 3  # Qt's own parts of text fields and lists do
    page.deleteLater()


def test_that_no_page_is_in_sight_before_it_is_whole(qtbot, tmp_path: Path) -> None:
    program.make_application()
    window = MainWindow("Readers")
    window.show()
    steps = 0
    for _step in window.taking(Workspace.create(tmp_path / "team.netdesk", team="Readers"), ("table", "")):
        assert all(page in window.pages.made() for page in window.findChildren(Page) if page.isVisible())
        QTest.qWait(1)
        steps += 1
    assert steps > 3 and window.page().room == "table" and window.page().isVisible()
    window.close()


def test_that_a_room_that_is_pressed_is_made_in_steps_and_the_last_press_counts(window: MainWindow) -> None:
    find(window, "rail_causes").click()
    find(window, "rail_sharing").click()
    assert window.page().room == "purpose"  # nothing has been made yet that an event would wait for
    wait_for(lambda: window.page().room == "sharing", "the room pressed last")
    steps = window.pages.making("theory")
    for _step in range(3):
        next(steps)
    page = window.pages["theory"]
    assert page in window.pages.made() and window.pages["theory"] is page
    assert list(steps) == []


def test_that_a_room_that_was_pressed_does_not_come_once_another_thing_is_open(window: MainWindow) -> None:
    find(window, "rail_theory").click()
    QTest.qWait(1)
    window.go("home")  # as the palette or a link does
    QTest.qWait(300)
    assert window.page().room == "home"
    find(window, "rail_theory").click()
    wait_for(lambda: window.page().room == "theory", "the room, once it is wanted again")


def test_that_the_rooms_are_imported_ahead_of_the_first_visit(window: MainWindow) -> None:
    list(import_ahead(hub=False))
    assert gc.get_freeze_count() > 10_000, "what was loaded is not searched for circles again and again"
    assert {f"netdesk.ui.pages.{room}" for room in window.pages} <= set(sys.modules)


def test_that_the_self_test_s_window_paints_every_page(qtbot, tmp_path: Path) -> None:
    path = tmp_path / "team.netdesk"
    Workspace.create(path, team="Readers").close()
    assert program.smoke(path)


@pytest.mark.parametrize("kind", ["hub", "waiting"])
def test_that_a_hub_s_and_a_waiting_workspace_open_on_every_page(qtbot, tmp_path: Path, kind: str) -> None:
    program.make_application()
    path = tmp_path / f"{kind}.netdesk"
    if kind == "hub":
        Workspace.create(path, team="Valley network", person="Hana", hub=True).close()
    else:
        join.request(path, "Ben", tmp_path / "ben.request")
    window = program.open_window(path, remembered=False)
    for room in window.pages:
        window.go(room)
        assert find(window, "page_title").whole()
    if kind == "waiting":
        window.go("purpose")
        assert "waits for its invite" in find(window, "banner_words").text()
        type_into(window, "aim_what", "Too early")
        assert "Take the invite in first" in find(window, "banner_words").text()
    window.close()

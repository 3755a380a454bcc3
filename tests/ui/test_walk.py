"""Every screen and dialog of the gallery, walked over: names, order of Tab, contrast, nothing cut, nothing overlaid.

The walker itself is `walking`; each test here says in which look. The usual run walks the four looks in which things
go wrong first; the soak walks all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from itertools import product

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from netdesk.i18n import PSEUDO
from netdesk.ui import theme
from netdesk.ui.widgets.basic import button, column, label, scrolled
from netdesk.ui.widgets.reading_order import ReadingOrder
from netdesk.ui.widgets.sides import Sides
from tests.gallery.catalogue import SCENES
from tests.gallery.scene import EMPTY, FULL, HUB, LARGE_HUB, LONG, LONG_HUB, NEW_HUB
from tests.gallery.stage import Stage

from . import walking

#: Language, text size and colours of the soak.
LOOKS = list(product(("en", PSEUDO), (100, 150, 200), theme.MODES[1:]))
#: The workspaces they are walked on, apart because making a network takes as long as walking it.
TEAMS = {"team": (FULL, LONG, EMPTY), "hub": (HUB, LONG_HUB, LARGE_HUB, NEW_HUB)}
Walk = Callable[[QWidget], list[str]]


@pytest.fixture
def stage(qtbot, tmp_path: Path) -> Iterator[Stage]:
    with Stage(tmp_path) as made:
        yield made


def walk(stage: Stage, team: str, *walks: Walk) -> list[str]:
    """What is wrong on every scene that is shown on this team."""
    faults = []
    for scene in SCENES:
        if team in scene.teams:
            with stage.shown(scene, team) as widget:
                faults += [f"{scene.name}: {fault}" for one in walks for fault in one(widget)]
    assert stage.app is QApplication.instance()
    return faults


# Every screen


def test_that_everything_has_a_name_and_tab_goes_the_way_of_reading(stage: Stage) -> None:
    stage.look("en", 100, "light")
    for team in (FULL, HUB):
        assert walk(stage, team, walking.nameless, walking.disorder, walking.faint, walking.faults_of) == []


def test_that_nothing_is_cut_or_over_another_in_long_words_and_names_of_200_letters(stage: Stage) -> None:
    stage.look(PSEUDO, 100, "dark")
    for team in (LONG, LONG_HUB):
        assert walk(stage, team, walking.faint, walking.faults_of) == []


def test_that_nothing_is_cut_or_over_another_at_200_percent(stage: Stage) -> None:
    stage.look("en", 200, "contrast")
    for team in (FULL, HUB):
        assert walk(stage, team, walking.faint, walking.faults_of) == []


def test_that_the_empty_screens_are_whole_too(stage: Stage) -> None:
    stage.look(PSEUDO, 150, "light")
    for team in (EMPTY, NEW_HUB):
        assert walk(stage, team, walking.nameless, walking.disorder, walking.faint, walking.faults_of) == []


@pytest.mark.soak
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("teams", TEAMS.values(), ids=TEAMS)
@pytest.mark.parametrize(("language", "size", "mode"), LOOKS)
def test_that_every_screen_is_whole_in_every_look(
    stage: Stage, language: str, size: int, mode: theme.Mode, teams: tuple[str, ...]
) -> None:
    stage.look(language, size, mode)
    walks = (walking.nameless, walking.disorder, walking.faint, walking.faults_of)
    faults = [f"{team}: {fault}" for team in teams for fault in walk(stage, team, *walks)]
    assert faults == [], "\n".join(faults)  # all of them, because a look takes minutes


# The walker can fail


def shown(qtbot, *parts: QWidget, width: int = 300) -> QWidget:
    root = QWidget()
    root.setLayout(column(*parts, 1))
    qtbot.addWidget(root)
    root.resize(width, 200)
    root.show()
    qtbot.waitExposed(root)
    return root


def test_that_the_walker_sees_words_that_are_cut(qtbot) -> None:
    words = label("Attendance in the first weeks of the year", name="words")
    words.setFixedWidth(80)
    low = label("Attendance in the first weeks of the year", wrap=True, name="low")
    low.setFixedSize(80, 20)
    root = shown(qtbot, words, low)
    assert [fault.split(" ")[0] for fault in walking.cut(root)] == ["words", "low"]
    words.setToolTip(words.text())
    assert [fault.split(" ")[0] for fault in walking.cut(root)] == ["low"]


def test_that_the_walker_sees_widgets_that_overlap_or_stick_out(qtbot) -> None:
    root = shown(qtbot)
    for name, place in (("one", 10), ("two", 30), ("out", 280)):
        made = QPushButton("x", root)
        made.setObjectName(name)
        made.setGeometry(place, 10, 50, 30)
        made.show()
    assert [fault.split(" by")[0] for fault in walking.overlapping(root)] == ["one and two overlap"]
    assert any(fault.startswith("out sticks out") for fault in walking.cut(root))


def test_that_the_walker_sees_a_sheet_that_scrolls_sideways(qtbot) -> None:
    words = label("Attendance in the first weeks of the year, and in the last ones", name="words")
    root = shown(qtbot, scrolled(words))
    assert [" scrolls sideways: " in fault for fault in walking.sideways(root)] == [True]
    root.resize(900, 200)
    QTest.qWait(1)
    assert walking.sideways(root) == []


def test_that_the_walker_sees_faint_words_and_missing_names(qtbot) -> None:
    faint = QLabel("hardly to be read")
    faint.setObjectName("faint")
    faint.setStyleSheet("color: #AAAAAA")
    field = QLineEdit(objectName="field")
    field.setStyleSheet("background: white; color: black; placeholder-text-color: rgba(0, 0, 0, 128)")
    root = shown(qtbot, faint, field)
    root.setAutoFillBackground(True)
    assert [fault.split(": ")[0] for fault in walking.faint(root)] == ["faint", "the hint of field"]
    assert walking.faint(root)[0].startswith("faint: #aaaaaa on ")
    assert len(walking.nameless(root)) == 1


def test_that_the_walker_sees_tab_going_back(qtbot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    line = QHBoxLayout(root)
    first, second, third = (QPushButton(text) for text in ("first", "second", "third"))
    for one in (third, first, second):  # made in another order than they stand
        one.setObjectName(one.text())
    for one in (first, second, third):
        line.addWidget(one)
    root.show()
    QWidget.setTabOrder(first, third)
    QWidget.setTabOrder(third, second)
    assert walking.disorder(root) == ["Tab goes back from third to second"]


# The order of reading, and sides


class Ordered(ReadingOrder, QWidget):
    """A window with a row that is filled late, as a page's header is."""


def test_that_tab_and_shift_tab_follow_the_layout_however_late_a_button_was_made(qtbot) -> None:
    root = Ordered()
    qtbot.addWidget(root)
    above, below = QHBoxLayout(), QVBoxLayout()
    whole = QVBoxLayout(root)
    whole.addLayout(above)
    whole.addLayout(below)
    below.addWidget(button("Below", name="below"))
    above.addWidget(button("Above", name="above"))
    hidden, off = button("Hidden", name="hidden"), button("Off", name="off")
    for one in (hidden, off):
        above.addWidget(one)
    root.show()
    hidden.hide()
    off.setEnabled(False)
    root.findChild(QWidget, "above").setFocus()
    assert [one.objectName() for one in walking.tabbed(root)] == ["above", "below"]
    QTest.keyClick(root.focusWidget(), Qt.Key.Key_Backtab)
    assert root.focusWidget().objectName() == "below"


def test_that_sides_turn_into_a_column_where_they_need_more_than_there_is_and_back(qtbot) -> None:
    one, other = QWidget(), QWidget()
    one.setMinimumWidth(200)
    other.setMinimumSize(100, 20)
    sides = Sides(spacing=0)
    sides.add(one, 1)
    sides.add(other, width=200)
    root = shown(qtbot, sides, width=500)
    assert not sides.stacked and other.width() == 200
    assert sides.minimumSizeHint().width() == 200
    root.resize(350, 300)
    QTest.qWait(1)
    assert sides.stacked and other.width() == sides.width() > 200
    root.resize(500, 300)
    QTest.qWait(1)
    assert not sides.stacked and other.width() == 200

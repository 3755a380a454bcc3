"""Three depths of one cycle: nothing is typed twice, nothing is lost, and a quick one is quick."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit

from netdesk.errors import NetDeskError
from netdesk.operations import cycles
from netdesk.ui.dialogs.cycle import read_when
from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages.cycle_depth import ASKED_FROM, DEPTHS, is_asked
from netdesk.ui.widgets.autosave import AutosaveLine, AutosaveText

from .driving import click, find, in_dialog, type_into, wait_for

TODAY = date(2025, 11, 20)
#: Fields of the sheet, with texts that the field's type reads.
TEXTS = {
    "cycle_title": ("Call 12 families", "Two mornings"),
    "cycle_plan": ("Rosa calls at 8:15.", "Mai sends the list"),
    "cycle_planned_start": ("Dec 1, 2025", "Dec 2, 2025"),
    "cycle_planned_end": ("Dec 12, 2025",),
    "cycle_scope": ("12", "1,500"),
    "cycle_scope_unit": ("families", "students"),
    "question_prediction": ("2 in 3", "half"),
    "question_because": ("they are home",),
}


class Keys:
    """Presses keys where the focus is and counts those that are not text."""

    def __init__(self) -> None:
        self.actions = 0

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.actions += 1
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    def write(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)


def test_that_a_quick_cycle_takes_four_fields_and_few_keys(window: MainWindow) -> None:
    keys = Keys()
    fields: list[str] = []

    def fill(dialog) -> None:
        wait_for(lambda: dialog.isAncestorOf(QApplication.focusWidget() or window), "the cursor in the dialog")
        inputs = [one for kind in (QLineEdit, QTextEdit) for one in dialog.findChildren(kind)]
        fields.extend(one.objectName() for one in inputs if one.isVisibleTo(dialog))
        keys.write("Call 12 families")
        for text in ("Will they answer?", "2 in 3 do", "2025-12-01 to 2025-12-12"):
            keys.press(Qt.Key.Key_Tab)
            keys.write(text)
        keys.press(Qt.Key.Key_Return)

    in_dialog("new_cycle", fill)
    keys.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert len(fields) <= 4
    assert keys.actions <= 12
    made = window.context.workspace.select("cycle")
    assert [(one["title"], one["planned_start"], one["planned_end"]) for one in made] == [
        ("Call 12 families", "2025-12-01", "2025-12-12")
    ]
    assert window.open_cycle() == made[0]["id"]
    question = window.context.workspace.select("question", cycle=made[0]["id"])[0]
    assert (question["text"], question["prediction"]) == ("Will they answer?", "2 in 3 do")


def test_that_days_that_cannot_be_read_are_said_beside_their_field_and_keep_what_was_typed(window: MainWindow) -> None:
    said: list[str] = []

    def fill(dialog) -> None:
        QTest.keyClicks(find(dialog, "new_cycle_title"), "Call")
        QTest.keyClicks(find(dialog, "new_cycle_when"), "soonish")
        click(dialog, "new_cycle_accept")
        said.append(find(dialog, "new_cycle_when_problem").text())
        assert dialog.isVisible()
        find(dialog, "new_cycle_when").clear()
        click(dialog, "new_cycle_accept")

    window.go("cycles")
    in_dialog("new_cycle", fill)
    click(window, "add_cycle")
    assert "soonish" in said[0]
    assert [one["title"] for one in window.context.workspace.select("cycle")] == ["Call"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("", None, None),
        ("Dec 1", date(2025, 12, 1), None),
        ("2025-12-01", date(2025, 12, 1), None),
        ("Dec 1 – Dec 12", date(2025, 12, 1), date(2025, 12, 12)),
        ("Dec 1-12", date(2025, 12, 1), date(2025, 12, 12)),
        ("Dec 1 to Dec 12", date(2025, 12, 1), date(2025, 12, 12)),
        ("Dec 15, 2025 – Jan 9, 2026", date(2025, 12, 15), date(2026, 1, 9)),
        ("2025-12-01 – 2025-12-12", date(2025, 12, 1), date(2025, 12, 12)),
        ("today until tomorrow", TODAY, date(2025, 11, 21)),
    ],
)
def test_that_a_span_is_read_as_people_write_it(text: str, start: date | None, end: date | None) -> None:
    assert read_when(text, TODAY) == (start, end)


@pytest.mark.parametrize("text", ["soon", "Dec 12, 2025 – Dec 1, 2025", "Feb 1 – 31", "Dec 1 –"])
def test_that_a_span_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(NetDeskError):
        read_when(text, TODAY)


def _shown(window: MainWindow) -> dict[str, str]:
    """The filled fields in sight on the sheet."""
    sheet = window.pages["cycles"]
    inputs = [one for kind in (AutosaveLine, AutosaveText) for one in sheet.findChildren(kind)]
    return {one.objectName(): one.plain() for one in inputs if one.isVisibleTo(window) and one.plain()}


@settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    typed=st.dictionaries(st.sampled_from(sorted(TEXTS)), st.integers(0, 1), max_size=5),
    depth=st.sampled_from(DEPTHS),
    roads=st.permutations(DEPTHS),
)
def test_that_no_change_of_depth_loses_or_hides_anything(
    window: MainWindow, typed: dict[str, int], depth: str, roads: list[str]
) -> None:
    workspace = window.context.workspace
    with workspace.edit(cycles.ADD_CYCLE) as edit:
        cycle = cycles.add_cycle(edit, "A test", question="What happens?", depth="full")
        cycles.join_cycle(edit, cycle, workspace.person_id, "calls")
        edit.add("task", {"cycle": cycle, "what": "Print the list", "done": False})
        edit.add("data_item", {"cycle": cycle, "what": "Calls", "minutes": "5"})
    window.go("cycles", cycle)
    for name, which in typed.items():
        type_into(window, name, TEXTS[name][which % len(TEXTS[name])])
    click(window, f"cycle_depth_{depth}")
    before = {**workspace.get("cycle", cycle), "depth": ""}
    parts = [workspace.select(kind, cycle=cycle) for kind in ("question", "task", "data_item", "cycle_person")]
    shown = _shown(window)
    for name in typed:
        assert name in shown
    for road in (*roads, "quick", "guided", "full", "quick"):
        click(window, f"cycle_depth_{road}")
        assert workspace.get("cycle", cycle)["depth"] == road
        assert _shown(window).items() >= shown.items()
    assert {**workspace.get("cycle", cycle), "depth": ""} == before
    again = [workspace.select(kind, cycle=cycle) for kind in ("question", "task", "data_item", "cycle_person")]
    assert again == parts


def test_that_what_is_typed_but_not_left_is_kept_when_the_depth_changes(window: MainWindow) -> None:
    with window.context.workspace.edit(cycles.ADD_CYCLE) as edit:
        cycle = cycles.add_cycle(edit, "A test", question="What happens?", depth="guided")
    window.go("cycles", cycle)
    type_into(window, "cycle_plan", "Rosa calls", leave=False)
    click(window, "cycle_depth_quick")
    assert window.context.workspace.get("cycle", cycle)["plan"] == "Rosa calls"
    assert find(window, "cycle_plan").plain() == "Rosa calls"


def test_that_a_quick_sheet_asks_little_and_a_full_one_asks_all(window: MainWindow) -> None:
    with window.context.workspace.edit(cycles.ADD_CYCLE) as edit:
        cycle = cycles.add_cycle(edit, "A test", question="What happens?")
    window.go("cycles", cycle)

    def asked() -> set[str]:
        sheet = window.pages["cycles"].findChildren(object, "sheet_plan")[0]
        inputs = [one for kind in (AutosaveLine, AutosaveText) for one in sheet.findChildren(kind)]
        return {one.objectName() for one in inputs if one.isVisibleTo(window)}

    assert asked() == {"cycle_title", "cycle_planned_start", "cycle_planned_end"}
    click(window, "cycle_depth_guided")
    assert asked() == {
        "cycle_title", "cycle_planned_start", "cycle_planned_end", "cycle_plan", "cycle_scope", "cycle_scope_unit",
    }  # fmt: skip
    assert find(window, "add_task").isEnabled()
    click(window, "cycle_depth_full")
    assert find(window, "cycle_purpose").count() == 5
    assert find(window, "add_cycle_person").isEnabled()


def test_that_the_depths_ask_ever_more_and_what_is_filled_always() -> None:
    for part in ASKED_FROM:
        asked = [is_asked(part, depth) for depth in DEPTHS]
        assert asked == sorted(asked)
        assert asked[-1]
        assert all(is_asked(part, depth, "filled") for depth in DEPTHS)
    assert is_asked("plan", None) is False

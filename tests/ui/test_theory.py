"""The Theory page: several parents, strength, work to do, measures and tests from a box, versions, the chain."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from netdesk.operations import aims, chain, cycles, drivers
from netdesk.ui.diagram import theory_acts
from netdesk.ui.diagram.details import SHOWN
from netdesk.ui.main_window import MainWindow
from netdesk.ui.widgets.chain import ChainPanel

from .diagram_script import ByMouse, move_to
from .driving import click, find, in_dialog, type_into, wait_for

Control = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ids(window: MainWindow) -> dict[str, str]:
    """A small theory, open; ids by name."""
    with window.context.workspace.edit("Begin") as edit:
        aim = aims.add_aim(edit, {"what": "Raise attendance"})
        names = [(0, "Know"), (1, "Reach"), (2, "Call"), (0, "Want"), (1, "First period"), (2, "Breakfast")]
        made = drivers.paste_nodes(edit, aim, names)
    window.go("theory")
    QTest.qWait(5)
    return {"aim": aim} | {name: node for (_depth, name), node in zip(names, made, strict=True)}


def choose(window: MainWindow, node: str) -> None:
    window.page().acts.select_node(node)  # type: ignore[attr-defined]
    QTest.qWait(5)


def parents(window: MainWindow, node: str) -> list[str]:
    return [one["parent"] for one in window.context.workspace.select("driver_link", child=node)]


def test_that_without_an_aim_the_page_asks_for_one(window: MainWindow) -> None:
    window.go("theory")
    click(window, "theory_write_aim")
    assert window.page().room == "purpose"


def test_that_a_drag_with_ctrl_lets_a_node_serve_one_more(window: MainWindow, ids: dict[str, str]) -> None:
    hand, canvas = ByMouse(window), window.page().diagram.canvas  # type: ignore[attr-defined]
    start = hand.at(hand.spot("Reach"))
    end = canvas.area_of(hand.spot("Want")).center()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas.viewport(), left, Control, start)
    move_to(canvas.viewport(), start + QPoint(15, 15), Control)
    move_to(canvas.viewport(), end, Control)
    assert find(window, "drop_words").text() == "Also serves “Want”"
    QTest.mouseRelease(canvas.viewport(), left, Control, end)
    assert set(parents(window, ids["Reach"])) == {ids["Know"], ids["Want"]}
    QTest.qWait(5)
    click(window, f"strength_{ids['Want']}_weak")
    link = window.context.workspace.get("driver_link", drivers.link_id(ids["Want"], ids["Reach"]))
    assert link is not None and link["strength"] == "weak"
    assert [one.strength for one in canvas.acts.placed.lines if one.from_id == ids["Want"]].count("weak") == 1


def test_that_a_circle_is_not_offered_and_refused_by_name(window: MainWindow, ids: dict[str, str]) -> None:
    acts = window.page().acts  # type: ignore[attr-defined]
    choose(window, ids["Know"])
    assert ids["Reach"] not in dict(acts.link_choices())
    hand = ByMouse(window)
    assert acts.drop_words([hand.spot("Know")], hand.spot("Reach"), "into", linking=True) == ""
    assert not acts.link([hand.spot("Know")], ids["Reach"])
    assert "“Reach” → “Know” → “Reach”" in find(window, "banner_words").text()


def test_that_the_way_of_the_chosen_node_up_to_the_aim_is_lit(window: MainWindow, ids: dict[str, str]) -> None:
    choose(window, ids["Call"])
    boxes, lines = window.page().acts.chain_of(frozenset({ids["Call"]}))  # type: ignore[attr-defined]
    assert boxes == {ids["Call"], ids["Reach"], ids["Know"], ids["aim"]}
    scene = window.page().diagram.canvas.scene()  # type: ignore[attr-defined]
    lit = {key[:2] for key, item in scene.lines.items() if item.zValue() == 1}
    assert lit == lines


def test_that_work_to_do_is_listed_and_done_by_one_click(window: MainWindow, ids: dict[str, str]) -> None:
    workspace = window.context.workspace
    click(window, f"do_untested_{ids['Call']}")
    assert window.page().room == "cycles"
    assert [(one["title"], one["idea"]) for one in workspace.select("cycle")] == [("Call", ids["Call"])]
    window.go("theory")
    QTest.qWait(5)

    def fill(dialog: object) -> None:
        find(dialog, "new_measure_name").setText("Families reached")  # type: ignore[arg-type]
        find(dialog, "new_measure_accept").click()  # type: ignore[arg-type]

    in_dialog("new_measure", fill)
    click(window, f"do_unmeasured_{ids['Reach']}")
    assert [one["of"] for one in workspace.select("measure")] == [ids["Reach"]]
    QTest.qWait(5)
    assert not [one for one in window.findChildren(QLabel) if one.objectName() == f"do_unmeasured_{ids['Reach']}"]
    words = [line.text for line in window.page().acts.placed.boxes[ids["Reach"]].lines]  # type: ignore[attr-defined]
    assert "no measure yet" not in words


def test_that_much_work_to_do_is_listed_a_portion_at_a_time(window: MainWindow, ids: dict[str, str]) -> None:
    with window.context.workspace.edit("Paste") as edit:
        drivers.paste_nodes(edit, ids["Want"], [(0, f"Driver {n}") for n in range(20)])
    QTest.qWait(5)

    def listed() -> int:
        found = window.page().inspector.work.findChildren(QWidget)  # type: ignore[attr-defined]
        return sum(one.objectName().startswith("work_unmeasured_") for one in found)

    assert listed() == SHOWN
    click(window, "more_unmeasured")
    assert listed() == 2 * SHOWN


def test_that_a_theory_is_laid_out_beside_the_window_and_coming_back_to_it_costs_no_reading(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    place = theory_acts.place_drivers
    monkeypatch.setattr(
        theory_acts, "place_drivers", lambda given: (threads.append(threading.current_thread()), place(given))[1]
    )
    with window.context.workspace.edit("Begin") as edit:
        aim = aims.add_aim(edit, {"what": "Raise attendance"})
        drivers.paste_nodes(edit, aim, [(0, "Know"), (1, "Reach")])
    click(window, "rail_theory")
    wait_for(lambda: window.page().room == "theory", "the page")
    # The words are measured in the thread; put together once more they take no time.
    assert threads[0] is not threading.main_thread() and threads[1:] == [threading.main_thread()]
    window.go("home")
    window.go("theory")
    assert len(threads) == 2 and len(window.page().acts.lines) == 3  # type: ignore[attr-defined]
    window.page().acts.rename(window.page().acts.lines[2].spot.node, "Call")  # type: ignore[attr-defined]
    assert len(threads) == 3 and window.page().acts.lines[2].text == "Call"  # type: ignore[attr-defined]


def test_that_a_change_idea_is_added_under_the_chosen_driver(window: MainWindow, ids: dict[str, str]) -> None:
    choose(window, ids["Reach"])
    click(window, "add_theory_idea")
    QTest.keyClicks(find(window, "in_place"), "Text first")
    QTest.keyClick(find(window, "in_place"), Qt.Key.Key_Return)
    idea = next(one for one in window.context.workspace.select("change_idea") if one["name"] == "Text first")
    assert parents(window, idea["id"]) == [ids["Reach"]]
    QTest.qWait(5)
    type_into(window, "node_definition", "A text goes before the call.")
    assert window.context.workspace.get("change_idea", idea["id"])["description"] == "A text goes before the call."  # type: ignore[index]


def test_that_a_version_is_kept_with_its_reason_and_the_difference_is_drawn(
    window: MainWindow, ids: dict[str, str]
) -> None:
    click(window, "theory_changes")
    type_into(window, "version_name", "Before the winter")
    type_into(window, "version_because", "Calls did not reach")
    click(window, "version_keep")
    version = window.context.workspace.select("theory_version")[0]
    assert (version["name"], version["because"]) == ("Before the winter", "Calls did not reach")
    with window.context.workspace.edit("Change it") as edit:
        drivers.delete_nodes(edit, [ids["Breakfast"]])
        drivers.rename_node(edit, ids["Reach"], "Reach by 9:00")
        new = drivers.add_below(edit, ids["Reach"], "Text first")
    QTest.qWait(5)
    acts = window.page().acts  # type: ignore[attr-defined]
    assert acts.changes().changes == {new: "added", ids["Breakfast"]: "removed", ids["Reach"]: "changed"}
    assert ids["Breakfast"] in acts.placed.boxes  # what was taken away is still drawn
    click(window, "versions_close")
    assert ids["Breakfast"] not in acts.placed.boxes


def test_that_the_chain_is_shown_as_a_path_to_click(window: MainWindow, ids: dict[str, str]) -> None:
    with window.context.workspace.edit("Test it") as edit:
        cycle = cycles.add_cycle(edit, "12 families", fields={"idea": ids["Call"]})
        edit.put("cycle", cycle, {"stage": "closed", "decision": "adapt"})
    choose(window, ids["Call"])
    panel = window.findChild(ChainPanel, "node_chain")
    panel.finish()
    wait_for(lambda: panel.findChild(object.__class__, "") is None or True, "the chain")
    click(window, f"chain_why_driver_{ids['Reach']}")
    assert window.page().acts.current.node == ids["Reach"]  # type: ignore[attr-defined]
    choose(window, ids["Call"])
    panel.finish()
    click(window, f"chain_came_cycle_{cycle}")
    assert window.page().room == "cycles"


def test_that_any_page_tells_why_and_what_is_missing(window: MainWindow, ids: dict[str, str]) -> None:
    choose(window, ids["Call"])
    window._actions["chain"].trigger()
    dialog = find(window, "chain_dialog")
    dialog.findChild(ChainPanel).finish()
    click(window, f"chain_why_driver_{ids['Know']}")
    window.context.go.emit("print_chain", f"change_idea:{ids['Call']}")
    preview = find(window, "preview")
    wait_for(lambda: preview.findChild(QLabel, "preview_page_1"), "the page")
    preview.close()
    window._actions["missing"].trigger()
    wait_for(lambda: find(window, "missing_dialog"), "the list")
    codes = {one.code for one in chain.broken(window.context.workspace)}
    assert {"aim_measure", "idea_cycle", "driver_cause"} <= codes
    click(window, f"missing_idea_cycle_{ids['Breakfast']}")
    assert window.page().acts.current.node == ids["Breakfast"]  # type: ignore[attr-defined]

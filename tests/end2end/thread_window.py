"""What comes back, in real windows: `python tests/end2end/thread_window.py [FOLDER]`.

Alder puts an unfinished test on the network's table; the hub and Birch answer within Alder's stage; Birch takes Alder's
idea up with a change and tests it; Alder sees who, where, what was changed and what came of it. Cedar looks on. Each
window is opened, used and closed as on a computer of its own, and only files go between them; what Alder does first
in its window (admit the hub, agree, publish) the other two do by operations. Runs on whatever display
Qt is told of. With FOLDER a picture of each step is kept there. Prints each step; ends 0 only if all held.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from netdesk import paths
from netdesk.operations import adopt
from netdesk.operations.feedback import AGREE_ON_STAGE, agree_on_stage
from netdesk.store.workspace import Workspace
from netdesk.sync import join, send
from netdesk.sync.receive import receive as receive_files
from netdesk.ui import app as program
from netdesk.ui import ask
from netdesk.ui.main_window import MainWindow
from netdesk.ui.outgoing import kind_words
from tests.end2end.thread_desks import (
    CHANGE,
    FOUND,
    FROM_BIRCH,
    FROM_HUB,
    HUB,
    IDEA,
    KEEP,
    NETWORK,
    PUBLISHED,
    QUESTION,
    STRENGTH,
    TEAMS,
    TEST,
    WHY,
    Desks,
    Say,
    add_to_library,
    agree,
    begin,
    feedback,
    give_back,
    no_cool_box,
    receive,
    share,
    take_in,
    words,
)
from tests.ui.driving import choose, click, find, in_dialog, type_into, visit, wait_for


def others_begin(desks: Desks) -> None:
    """The same for the other two by operations, which Alder does in its window."""
    for team in ("Birch", "Cedar"):
        person, stage = TEAMS[team]
        with Workspace.open(desks.path(team)) as ws:
            invite = desks.place("invites") / f"{team}.ndsync"
            join.admit(ws, desks.request, role="hub", words=desks.six_words, out=invite)
            with ws.edit(AGREE_ON_STAGE) as edit:
                agree_on_stage(edit, stage, [person], on=date.today())
                edit.publish("team", ws.team_id)
            send.share(ws, "hub", desks.place("out1") / f"{team}.ndsync")
    desks.step("Birch and Cedar have admitted the hub, agreed on stages 3 and 1, and shared")


def alder_puts_down(desks: Desks) -> str:
    """Alder's idea, and its unfinished test on the network's table; the idea's id."""
    with desks.window("Alder") as window:
        begin(desks, window, "Alder")
        visit(window, "purpose")
        type_into(window, "aim_what", "Raise weekly attendance")
        visit(window, "theory")
        idea = _idea(window)
        _unfinished_test(desks, window)
        _pin(desks, window)
        no_cool_box(window, {"warm", "clarifying", "probing"})
        share(desks, window, "Alder", "out1", keep="alder-share")
        desks.step("Alder admits it, agrees on stage 2, and puts an unfinished test on the network's table")
        return idea


def _idea(window: MainWindow) -> str:
    click(window, "add_theory_idea")
    field = find(window, "in_place")
    wait_for(field.hasFocus, "the field to be typed in")
    QTest.keyClicks(field, IDEA)
    QTest.keyClick(field, Qt.Key.Key_Return)
    workspace = window.context.workspace
    (idea,) = workspace.select("change_idea")
    type_into(window, "node_definition", "A text at 8:15, then a call.")
    choose(window, "node_share", PUBLISHED)
    return str(idea["id"])


def _unfinished_test(desks: Desks, window: MainWindow) -> None:
    def fill(dialog: Any) -> None:
        type_into(dialog, "new_cycle_title", TEST)
        type_into(dialog, "new_cycle_question", "Will families answer by 9:30?")
        type_into(dialog, "new_cycle_prediction", "Four in five do")
        click(dialog, "new_cycle_accept")

    visit(window, "cycles")
    in_dialog("new_cycle", fill)
    click(window, "add_cycle")
    cycle = window.open_cycle()
    click(window, "cycle_depth_guided")
    choose(window, "cycle_idea", IDEA)
    type_into(window, "cycle_plan", "Ana sends the text, Mai calls whoever did not answer.")
    click(window, "step_cycle")
    choose(window, "cycle_level", PUBLISHED)
    record = window.context.workspace.get("cycle", cycle) or {}
    assert record["stage"] == "do" and not record.get("decision")
    desks.picture(window, "alder-unfinished")


def _pin(desks: Desks, window: MainWindow) -> None:
    def fill(dialog: Any) -> None:
        choose(dialog, "put_what", f"{kind_words('cycle')}: {TEST}")
        type_into(dialog, "put_question", QUESTION)
        choose(dialog, "put_audience", NETWORK)
        desks.picture(dialog, "alder-put")
        click(dialog, "put_on_table_accept")

    visit(window, "table")
    in_dialog("put_on_table", fill)
    click(window, "put_on_table_button")
    assert find(window, "pin_question").text() == QUESTION
    desks.picture(window, "alder-table")


def hub_answers(desks: Desks) -> None:
    with desks.window(HUB) as window:
        take_in(desks, window, desks.place("invites"), len(TEAMS))
        take_in(desks, window, desks.place("out1"), len(TEAMS), keep="hub-taken")
        assert "1 open cycle" in words(window)
        desks.picture(window, "hub-network")
        agree(desks, window, "Hana", "3")
        # The hub may say all; what Alder has agreed to draws the line.
        no_cool_box(window, {"warm", "clarifying", "probing"})
        feedback(window, "warm", STRENGTH, "The title says five", 1)
        feedback(window, "probing", FROM_HUB, "The plan has no measure", 1)
        desks.picture(window, "hub-table")
        add_to_library(desks, window)
        give_back(desks, window, "back1", keep="hub-written")
    desks.step("the hub says a strength and a question, puts the idea into the library, and writes what goes back")


def birch_takes_up(desks: Desks) -> None:
    with desks.window("Birch") as window:
        receive(desks, window, "Birch", "back1", keep="birch-receive")
        visit(window, "home")
        desks.picture(window, "birch-home")
        visit(window, "table")
        assert f"What Alder asks\n{QUESTION}" in words(window)
        no_cool_box(window, {"warm", "clarifying", "probing"})
        feedback(window, "probing", FROM_BIRCH, "The plan, line 1", 1)
        desks.picture(window, "birch-table")
        _take_up(desks, window)
        _test_it(desks, window)
        share(desks, window, "Birch", "out2")
    desks.step("Birch answers, takes the idea up with a change, tests it, and shares")


def _take_up(desks: Desks, window: MainWindow) -> None:
    def fill(dialog: Any) -> None:
        for name, text in (("keep", KEEP), ("change", CHANGE), ("because", WHY)):
            type_into(dialog, f"adopt_{name}", text)
        desks.picture(dialog, "birch-adopt")
        click(dialog, "adopt_accept")

    visit(window, "story")
    click(window, "story_tab_library")
    assert IDEA in words(window) and TEST in words(window)
    in_dialog("adopt", fill)
    click(window, "adopt_idea")
    assert f"Changed: {CHANGE}" in words(window)
    desks.picture(window, "birch-library")
    click(window, "banner_act")  # Plan a cycle


def _test_it(desks: Desks, window: MainWindow) -> None:
    cycle = window.open_cycle()
    workspace = window.context.workspace
    (ours,) = workspace.select("change_idea")
    assert (workspace.get("cycle", cycle) or {})["idea"] == ours["id"]
    type_into(window, "cycle_title", "Six families of bus 12")
    click(window, "add_question")
    type_into(window, "question_text", "Do they answer by nine?")
    type_into(window, "question_prediction", "Four of six")
    click(window, "step_cycle")
    click(window, "step_cycle")
    choose(window, "question_matched", "As predicted")
    type_into(window, "question_observed", "Five of six")
    click(window, "step_cycle")
    click(window, "cycle_decision_adopt")
    type_into(window, "cycle_decision_because", FOUND)
    click(window, "step_cycle")
    choose(window, "cycle_level", PUBLISHED)
    assert (workspace.get("cycle", cycle) or {})["stage"] == "closed"
    desks.picture(window, "birch-decided")


def hub_passes_on(desks: Desks) -> None:
    with desks.window(HUB) as window:
        take_in(desks, window, desks.place("out2"), 1)
        window.go("network", "library")
        matrix = find(window, "matrix")
        matrix.setFocus()
        QTest.keyClick(matrix, Qt.Key.Key_Right)
        said = words(window)
        for part in ("Birch", f"Kept: {KEEP}", f"Changed: {CHANGE}", FOUND):
            assert part in said, part
        desks.picture(window, "hub-matrix")
        give_back(desks, window, "back2")
    desks.step("the hub sees in its library who took the idea up, and passes it on")


def alder_sees(desks: Desks, idea: str) -> None:
    with desks.window("Alder") as window:
        receive(desks, window, "Alder", "back2", keep="alder-receive")
        _sees_feedback(desks, window)
        _sees_news(desks, window)
        _sees_counts(desks, window, idea)
    desks.step("Alder sees who, where, what was changed and what came of it; the counts are those of the lineage")


def _sees_feedback(desks: Desks, window: MainWindow) -> None:
    visit(window, "table")
    said = words(window)
    for part in (STRENGTH, FROM_HUB, FROM_BIRCH, HUB, "Birch"):
        assert part in said, part
    no_cool_box(window, {"warm", "clarifying", "probing"})
    desks.picture(window, "alder-feedback")
    given = window.context.workspace.select("feedback", space="hub")
    assert sorted(one["kind"] for one in given) == ["probing", "probing", "warm"]


def _sees_news(desks: Desks, window: MainWindow) -> None:
    visit(window, "home")
    card = find(window, "home_news")
    said = "\n".join(one.text() for one in card.findChildren(QLabel))
    desks.picture(window, "alder-home")
    assert find(window, "news_item").text() == "Your idea is in use"  # before anything else that came
    for part in ("in use at 1 other team", "Birch (Birch School)", CHANGE, FOUND):
        assert part in said, f"{part} is not in {said}"


def _sees_counts(desks: Desks, window: MainWindow, idea: str) -> None:
    """What the Story room tells is what the lineage records say, counted here anew."""
    workspace = window.context.workspace
    lineages = workspace.select("lineage", space="hub", from_id=idea)
    assert [(one["keep"], one["change"], one["because"]) for one in lineages] == [(KEEP, CHANGE, WHY)]
    teams = {one["by_team"] for one in lineages}
    tests = [test for one in lineages for test in workspace.select("cycle", space="hub", idea=one["of"])]
    (use,) = adopt.taken_up(workspace)
    assert (use.team, use.school, use.change, use.decision) == ("Birch", "Birch School", CHANGE, "adopt")
    assert {use.team} == teams and len(use.tests) == len(tests) == 1
    visit(window, "story")
    click(window, "story_tab_gave")
    said = words(window)
    desks.picture(window, "alder-gave-got")
    given = workspace.select("feedback", space="hub")
    assert f"We gave  {len({one['from_id'] for one in lineages})}" in said
    assert f"We got  {len(given)}" in said
    for team in teams:
        assert f"Taken up by {team}, {team} School." in said
    assert f"Birch tested it and keeps it. {FOUND}" in said
    assert f"Kept: {KEEP}\nChanged: {CHANGE}\nBecause: {WHY}" in said
    click(window, "story_tab_library")
    assert f"In use at {len(teams)} other team" in words(window)
    desks.picture(window, "alder-library")


def cedar_looks_on(desks: Desks) -> None:
    """A team that only begins with strengths sees Alder's work, and a box for strengths alone."""
    with Workspace.open(desks.path("Cedar")) as cedar:  # the first file by command, as somebody may
        assert receive_files(cedar, [desks.returned("back1", "Cedar")])["received"]
    with desks.window("Cedar") as window:
        receive(desks, window, "Cedar", "back2")
        visit(window, "table")
        no_cool_box(window, {"warm"})
        desks.picture(window, "cedar-table")
        visit(window, "story")
        click(window, "story_tab_library")
        assert "In use at 1 other team" in words(window)
    desks.step("Cedar sees the same, with a box for strengths alone")


def thread(folder: Path, *, keep: Path | None, say: Say) -> int:
    """The whole thread in ``folder``; how many pictures it makes. AssertionError where something does not hold."""
    desks = Desks(folder, keep, say)
    ask.answer_with(desks.answers)
    try:
        others_begin(desks)
        idea = alder_puts_down(desks)
        hub_answers(desks)
        birch_takes_up(desks)
        hub_passes_on(desks)
        alder_sees(desks, idea)
        cedar_looks_on(desks)
    finally:
        ask.answer_with(None)
    return desks.pictures


def main() -> int:
    """Run it on the display there is; the exit status."""
    program.make_application()
    keep = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else None
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        paths.set_data_dir(Path(scratch) / "data")
        thread(Path(scratch), keep=keep, say=lambda told: print(told, flush=True))  # noqa: T201
    print("all held")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

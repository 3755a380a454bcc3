"""The main job in the real window, by mouse and keyboard: `python tests/end2end/main_job_window.py [FOLDER]`.

Aim → measure with 24 pasted rows → cycle with a prediction → start → study → act → PDF → bundles; a teammate and the
hub take theirs in. Runs on whatever display Qt is told of (Xvfb, offscreen, a person's own). With FOLDER everything
made, and a picture after each step, is kept there. Prints each step; ends 0 only if all held.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from netdesk import paths
from netdesk.store.workspace import Workspace
from netdesk.sync import join, receive
from netdesk.ui import app as program
from netdesk.ui import ask, deeds
from netdesk.ui.main_window import MainWindow
from tests.ui.driving import Answers, choose, click, find, in_dialog, show, type_into, wait_for

AIM = {
    "aim_what": "Raise weekly attendance",
    "aim_for_whom": "our 148 seventh graders",
    "aim_from": "89",
    "aim_to": "93",
    "aim_by": "May 29, 2026",
}
SENTENCE = "By May 29, 2026, raise weekly attendance for our 148 seventh graders from 89% to 93%"


def rows() -> str:
    """24 weeks as a spreadsheet copies them: twelve about 89 %, twelve about 93 %."""
    low, high = (656, 662, 651, 659, 664, 655), (684, 690, 688, 693, 686, 691)
    lines = ["Week of\tDays attended\tDays possible"]
    for n in range(24):
        day = date(2025, 8, 18) + timedelta(days=7 * n)
        lines.append(f"{day:%m/%d/%Y}\t{(low if n < 12 else high)[n % 6]}\t740")
    return "\n".join(lines)


def main_job(folder: Path, *, keep: bool, say: Callable[[str], object]) -> None:
    """Do the whole job in ``folder``; AssertionError where something does not hold."""
    answers = Answers(folder)
    ask.answer_with(answers)
    window = _first_start(answers)
    step = _Steps(window, folder if keep else None, say)
    try:
        _aim(window)
        step("the aim is said, its sentence wrote itself")
        _measure(window)
        step("24 rows are pasted as one step, the chart names the shift")
        cycle = _cycle(window)
        step("a cycle is tested, studied and decided; its prediction was locked")
        _print(window, answers)
        step("the summary is printed")
        _publish(window, cycle)
        teammate, hub = _admit(window, answers)
        step("a teammate and the hub are admitted by six words")
        try:
            _share(window, answers, teammate, hub)
            step("both took their bundles in; the team's dumps are equal")
        finally:
            teammate.close()
            hub.close()
    finally:
        window.close()
        ask.answer_with(None)


class _Steps:
    """Says each step, and keeps a picture of the window after it where a folder is given."""

    def __init__(self, window: MainWindow, folder: Path | None, say: Callable[[str], object]) -> None:
        self._window, self._folder, self._say, self._count = window, folder, say, 0

    def __call__(self, words: str) -> None:
        self._count += 1
        self._say(f"{self._count}. {words}")
        if self._folder is not None:
            QTest.qWait(50)
            self._window.grab().save(str(self._folder / f"step-{self._count}.png"))


def _first_start(answers: Answers) -> MainWindow:
    def fill(dialog) -> None:
        type_into(dialog, "new_team_team", "Grade 7 attendance")
        type_into(dialog, "new_team_school", "Lincoln Middle")
        type_into(dialog, "new_team_person", "Rosa Ortiz")
        click(dialog, "new_team_accept")

    answers.saved_as = "team.netdesk"
    in_dialog("new_team", fill)
    window = program.first_start()
    assert window is not None
    window.resize(1280, 760)
    return window


def _aim(window: MainWindow) -> None:
    click(window, "rail_purpose")
    for name, text in AIM.items():
        type_into(window, name, text)
    assert find(window, "lint_no_measure").text()
    assert len(window.context.workspace.select("aim")) == 1


def _measure(window: MainWindow) -> None:
    def fill(dialog) -> None:
        type_into(dialog, "new_measure_name", "Weekly attendance, Grade 7")
        type_into(dialog, "new_measure_numerator", "student-days attended")
        type_into(dialog, "new_measure_denominator", "student-days possible")
        click(dialog, "new_measure_accept")

    click(window, "rail_measures")
    in_dialog("new_measure", fill)
    click(window, "add_measure")
    QGuiApplication.clipboard().setText(rows())
    grid = find(window, "points_grid")
    show(grid)
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    workspace = window.context.workspace
    assert len(workspace.select("observation")) == 24
    assert workspace.undo_label() == "Enter points"
    assert "shift" in find(window, "chart_says").text().lower()
    click(window, "rail_purpose")
    choose(window, "aim_measure", "Weekly attendance, Grade 7")
    assert find(window, "aim_sentence").toPlainText().startswith(SENTENCE)


def _cycle(window: MainWindow) -> str:
    def fill(dialog) -> None:
        type_into(dialog, "new_cycle_title", "Call 12 families on the first morning, two weeks")
        type_into(dialog, "new_cycle_question", "Will families answer by 9:30?")
        type_into(dialog, "new_cycle_prediction", "2 calls in 3 are answered")
        type_into(dialog, "new_cycle_when", "Dec 1 to Dec 12")
        click(dialog, "new_cycle_accept")

    click(window, "rail_cycles")
    in_dialog("new_cycle", fill)
    click(window, "add_cycle")
    cycle = window.open_cycle()
    click(window, "cycle_depth_guided")
    type_into(window, "question_because", "most are home at 8:15")
    type_into(window, "cycle_plan", "Mai sends the list at 8:10, Rosa calls.")
    click(window, "add_data_item")
    type_into(window, "data_item_what", "Days attended")
    choose(window, "data_item_measure", "Weekly attendance, Grade 7")
    click(window, "step_cycle")
    workspace = window.context.workspace
    question = workspace.select("question", cycle=cycle)[0]
    assert question["locked_at"] and question["prediction"] == "2 calls in 3 are answered"
    click(window, "add_field_note")
    type_into(window, "field_note_text", "Three calls, done by 8:41.")
    click(window, "step_cycle")
    choose(window, "question_matched", "Not as predicted")
    type_into(window, "question_observed", "9 of 26 calls answered")
    type_into(window, "question_learned", "Unknown numbers go unanswered.")
    click(window, "step_cycle")
    click(window, "cycle_decision_adapt")
    type_into(window, "cycle_decision_because", "The call works once it is answered. Next, a text goes first.")
    click(window, "step_cycle")
    assert workspace.get("cycle", cycle)["stage"] == "closed"
    return cycle


def _print(window: MainWindow, answers: Answers) -> None:
    answers.saved_as = "summary.pdf"
    click(window, "print_cycle")
    preview = find(window, "preview")
    wait_for(lambda: preview.ready, "the preview")
    click(preview, "preview_save")
    wait_for(lambda: (answers.folder / "summary.pdf").exists(), "the summary")
    assert (answers.folder / "summary.pdf").read_bytes().startswith(b"%PDF")


def _publish(window: MainWindow, cycle: str) -> None:
    choose(window, "cycle_level", "Published: our team and the hub")
    published = window.context.workspace.select("cycle", space="published")
    assert len(published) == 1 and cycle


def _admit(window: MainWindow, answers: Answers) -> tuple[Workspace, Workspace]:
    folder = answers.folder
    hub = Workspace.create(folder / "hub.netdesk", team="Valley network", person="Hana", hub=True)
    asked = {"ben": folder / "ben.request", "hub": folder / "hub.request"}
    words = {
        "ben": join.request(folder / "ben.netdesk", "Ben", asked["ben"]),
        "hub": join.request(hub, "Hana", asked["hub"]),
    }
    for name in ("ben", "hub"):
        answers.opened, answers.said, answers.saved_as = asked[name], words[name], f"{name}-invite.ndsync"
        deeds.admit(window)
        wait_for(lambda: not window.working, "the invite")
    teammate = Workspace.open(folder / "ben.netdesk")
    for workspace, name in ((teammate, "ben"), (hub, "hub")):
        result = receive.receive(workspace, [folder / f"{name}-invite.ndsync"])
        assert result["received"], result
    return teammate, hub


def _share(window: MainWindow, answers: Answers, teammate: Workspace, hub: Workspace) -> None:
    workspace = window.context.workspace
    click(window, "rail_purpose")
    type_into(window, "charter_burning_question", "What would it take for a family to hear from someone they know?")
    click(window, "rail_sharing")
    for receiver, other in (("team", teammate), ("hub", hub)):
        answers.saved_as = f"to-{receiver}.ndsync"
        bundle = answers.folder / answers.saved_as
        click(window, f"share_{receiver}")
        window.pages["sharing"].outgoing.finish()
        click(window, "outgoing_save")
        wait_for(lambda bundle=bundle: not window.working and bundle.exists(), f"the bundle for the {receiver}")
        result = receive.receive(other, [bundle])
        assert result["received"], result
    ours, theirs = (json.dumps(one.dump(), sort_keys=True) for one in (workspace, teammate))
    assert ours == theirs
    assert [one["title"] for one in hub.select("cycle", space="published")] == [
        "Call 12 families on the first morning, two weeks"
    ]


def main() -> int:
    """Run the job on the display there is; the exit status."""
    program.make_application()
    keep = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as scratch:
        folder = keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        paths.set_data_dir(folder / "data")
        main_job(folder, keep=keep is not None, say=lambda words: print(words, flush=True))  # noqa: T201
    print("all held")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

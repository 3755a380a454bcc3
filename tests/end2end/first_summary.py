"""From the first start to the first printed summary, as a new user: `python tests/end2end/first_summary.py [FOLDER]`.

Once with mouse and keyboard, once by keyboard alone; both must end in the same workspace up to ids and times. Runs on
whatever display Qt is told of (Xvfb, offscreen, a person's own). With FOLDER the summaries, the workspaces and a
picture after each step are kept there.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from netdesk import paths
from netdesk.ui import app as program
from netdesk.ui import ask
from netdesk.ui.main_window import MainWindow
from tests.end2end import main_job_window as by_mouse
from tests.end2end.keyboard import (
    CONTROL,
    Keyboard,
    Press,
    Script,
    Text,
    Until,
    do,
    file_box,
    fill,
    pick,
    seen,
    step_to,
    tab_to,
    window_with,
)
from tests.ui.driving import Answers

Picture = Callable[[QWidget, str], object]
#: What a quick test may cost: fields, and key actions besides text.
MOST_FIELDS, MOST_ACTIONS = 4, 12


def with_mouse(folder: Path, picture: Picture) -> dict[str, Any]:
    """The job as `main_job_window` does it, up to the summary; the workspace's dump."""
    answers = Answers(folder)
    ask.answer_with(answers)
    window = by_mouse._first_start(answers)
    try:
        by_mouse._aim(window)
        picture(window, "mouse-aim")
        by_mouse._measure(window)
        picture(window, "mouse-measure")
        by_mouse._cycle(window)
        picture(window, "mouse-closed")
        by_mouse._print(window, answers)
        return window.context.workspace.dump()
    finally:
        _close(window)
        ask.answer_with(None)


def by_keyboard(folder: Path, picture: Picture) -> tuple[dict[str, Any], int]:
    """The same by keys alone; the workspace's dump, and the key actions that the quick test took."""
    cost: list[int] = []
    keyboard = Keyboard(iter(()))
    keyboard = Keyboard(_whole(folder, lambda: keyboard.actions, cost, picture))
    keyboard.play()
    window = program.first_start()
    try:
        keyboard.run()
        assert window is not None
        return window.context.workspace.dump(), cost[0]
    finally:
        if window is not None:
            _close(window)


def _close(window: MainWindow) -> None:
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _whole(folder: Path, actions: Callable[[], int], cost: list[int], picture: Picture) -> Script:
    yield from _start(folder, picture)
    yield from _aim()
    yield from _measure()
    _keep(picture, "keys-measure")
    before = actions()
    yield from _quick_test()
    cost.append(actions() - before)
    _keep(picture, "keys-quick-test")
    yield from _deepen()
    yield from _test()
    _keep(picture, "keys-closed")
    yield from _print(folder, picture)


def _keep(picture: Picture, name: str) -> None:
    window = QApplication.activeWindow()
    if window is not None:
        picture(window, name)


def _start(folder: Path, picture: Picture) -> Script:
    yield Until(lambda: window_with("new_team") and seen() == "new_team_team", "the three questions")
    yield Text("Grade 7 attendance")
    yield Press(Qt.Key.Key_Tab)
    yield Text("Lincoln Middle")
    yield Press(Qt.Key.Key_Tab)
    yield Text("Rosa Ortiz")
    _keep(picture, "keys-first-start")
    yield Press(Qt.Key.Key_Return)
    yield from file_box(str(folder / "team.netdesk"))
    # A person's keys wait until the workspace is open; these would be struck at the frame.
    yield Until(lambda: (found := window_with("main_window")) and not found.opening and seen(), "the open workspace")
    _keep(picture, "keys-home")


def _aim() -> Script:
    yield Press(Qt.Key.Key_1, CONTROL)
    for name, words in by_mouse.AIM.items():
        yield from fill(name, words)


def _measure() -> Script:
    yield Press(Qt.Key.Key_4, CONTROL)
    yield from do("add_measure")
    yield Until(lambda: window_with("new_measure") and seen() == "new_measure_name", "the new measure")
    yield from fill("new_measure_name", "Weekly attendance, Grade 7")
    yield from fill("new_measure_numerator", "student-days attended")
    yield from fill("new_measure_denominator", "student-days possible")
    yield from do("new_measure_accept")
    yield Until(lambda: window_with("main_window"), "the measure")
    QGuiApplication.clipboard().setText(by_mouse.rows())  # copied in a spreadsheet
    yield from tab_to("points_grid")
    yield Press(Qt.Key.Key_V, CONTROL)
    yield Press(Qt.Key.Key_1, CONTROL)
    yield from pick("aim_measure", "Weekly attendance, Grade 7")


def _quick_test() -> Script:
    """Four fields: what, the question, the prediction, when."""
    yield Press(Qt.Key.Key_N, CONTROL)
    yield Until(lambda: window_with("new_cycle") and seen() == "new_cycle_title", "the new test")
    words = (
        "Call 12 families on the first morning, two weeks",
        "Will families answer by 9:30?",
        "2 calls in 3 are answered",
        "Dec 1 to Dec 12",
    )
    assert len(words) <= MOST_FIELDS
    for place, one in enumerate(words):
        if place:
            yield Press(Qt.Key.Key_Tab)
        yield Text(one)
    yield Press(Qt.Key.Key_Return)
    yield Until(lambda: window_with("main_window"), "the test's sheet")


def _deepen() -> Script:
    yield from step_to("cycle_depth", "guided")
    yield from fill("question_because", "most are home at 8:15")
    yield from fill("cycle_plan", "Mai sends the list at 8:10, Rosa calls.")
    yield from do("add_data_item")
    yield Until(lambda: seen() == "data_item_what", "the new line for data")
    yield from fill("data_item_what", "Days attended")
    yield from pick("data_item_measure", "Weekly attendance, Grade 7")


def _test() -> Script:
    yield from do("step_cycle")
    yield from do("add_field_note")
    yield Until(lambda: seen() == "field_note_text", "the new field note")
    yield from fill("field_note_text", "Three calls, done by 8:41.")
    yield from do("step_cycle")
    yield from pick("question_matched", "Not as predicted")
    yield from fill("question_observed", "9 of 26 calls answered")
    yield from fill("question_learned", "Unknown numbers go unanswered.")
    yield from do("step_cycle")
    yield from step_to("cycle_decision", "adapt")
    yield from fill("cycle_decision_because", "The call works once it is answered. Next, a text goes first.")
    yield from do("step_cycle")


def _print(folder: Path, picture: Picture) -> Script:
    yield Press(Qt.Key.Key_P, CONTROL)

    def ready() -> bool:
        preview = window_with("preview")
        return preview is not None and bool(getattr(preview, "ready", False))

    yield Until(ready, "the preview")
    _keep(picture, "keys-preview")
    yield from do("preview_save")
    yield from file_box(str(folder / "summary.pdf"))
    yield Until((folder / "summary.pdf").exists, "the summary")
    yield Press(Qt.Key.Key_Escape)
    yield Until(lambda: window_with("main_window"), "the end of the preview")


# Equal up to ids and times

_ID = re.compile(r"^[0-9a-f]{32}$")
_INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT")


def told(dump: dict[str, Any]) -> list[str]:
    """What a dump says, every id replaced by what it stands for, without instants and places between others."""
    records = {one["id"]: {"kind": kind, **one} for kind, found in dump["records"].items() for one in found}
    meaning = dict.fromkeys(records, "")
    for _round in range(4):  # as deep as references go: a point, its measure, its team
        meaning = {
            id_: json.dumps({name: _said(value, meaning) for name, value in sorted(one.items()) if name != "id"})
            for id_, one in records.items()
        }
    return sorted(meaning.values())


def _said(value: Any, meaning: dict[str, str]) -> Any:
    if isinstance(value, str):
        if _ID.match(value):
            return meaning.get(value, "somebody")
        return "an instant" if _INSTANT.match(value) else value
    if isinstance(value, list):
        return "a place" if len(value) == 2 and isinstance(value[1], str) else [_said(one, meaning) for one in value]
    return value


def first_summary(folder: Path, *, picture: Picture, say: Callable[[str], object]) -> None:
    """Both ways; AssertionError where they do not end alike, or where a summary is missing or too dear."""
    mouse, keys = folder / "mouse", folder / "keys"
    for one in (mouse, keys):
        one.mkdir(parents=True, exist_ok=True)
    paths.set_data_dir(mouse / "data")
    first = with_mouse(mouse, picture)
    say("1. with mouse and keyboard: from the first start to a printed summary")
    paths.set_data_dir(keys / "data")
    second, actions = by_keyboard(keys, picture)
    say("2. the same by keyboard alone")
    assert told(first) == told(second)
    say("3. both workspaces say the same")
    assert actions <= MOST_ACTIONS, actions
    say(f"4. a quick test took {MOST_FIELDS} fields and {actions} key actions besides text")
    for one in (mouse, keys):
        assert (one / "summary.pdf").read_bytes().startswith(b"%PDF")


def main() -> int:
    """Run it on the display there is; the exit status."""
    program.make_application()
    keep = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as scratch:
        folder = keep or Path(scratch)

        def picture(widget: QWidget, name: str) -> None:
            if keep is not None:
                widget.grab().save(str(folder / f"{name}.png"))

        first_summary(folder, picture=picture, say=lambda words: print(words, flush=True))  # noqa: T201
    print("all held")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

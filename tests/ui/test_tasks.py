"""Long work in the window: Cancel for what can stop, and a receive that is cancelled changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread, current_thread, main_thread
from time import sleep
from weakref import finalize

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from netdesk.core import garbage, pace
from netdesk.store.workspace import Workspace
from netdesk.sync import join, receive, send
from netdesk.ui import deeds, tasks
from netdesk.ui.background import Reader
from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages import home_readings

from .driving import find, in_dialog, wait_for


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The progress is shown, and can be cancelled, from the first moment on."""
    monkeypatch.setattr(tasks, "SHOW_AFTER_MS", 0)
    monkeypatch.setattr(tasks, "CANCEL_AFTER_MS", 0)


def progress_of(window: MainWindow) -> QDialog | None:
    return next((one for one in window.findChildren(QDialog, "progress") if one.isVisible()), None)


def test_that_work_without_steps_offers_no_cancel_and_escape_does_not_hide_it(
    window: MainWindow, at_once: None
) -> None:
    go_on = Event()
    window.run_task("Thinking", lambda _progress: go_on.wait(10), lambda _value: None)
    wait_for(lambda: progress_of(window), "the progress")
    dialog = progress_of(window)
    QTest.qWait(20)
    assert not dialog.findChild(QPushButton, "progress_cancel").isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and window.working
    go_on.set()
    wait_for(lambda: not window.working, "the end")


def test_that_cancel_stops_at_the_next_step_and_says_that_nothing_changed(window: MainWindow, at_once: None) -> None:
    asked, done = Event(), []

    def work(progress: tasks.Progress) -> None:
        for n in range(1_000_000):
            progress.step(n, 1_000_000)
            asked.wait(0.01)

    window.run_task("Counting", work, done.append)
    wait_for(lambda: progress_of(window), "the progress")
    button = progress_of(window).findChild(QPushButton, "progress_cancel")
    wait_for(button.isVisible, "Cancel")
    button.click()
    assert not button.isEnabled()
    wait_for(lambda: not window.working, "the end")
    assert done == [] and "nothing was changed" in find(window, "banner_words").text()
    with window.context.workspace.edit("Go on") as edit:
        edit.add("norm", {"text": "We go on."})


def test_that_a_receive_cancelled_in_the_window_takes_nothing_in(
    window: MainWindow, tmp_path: Path, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "BATCH", 5)
    path, asked, invite = tmp_path / "ben.netdesk", tmp_path / "ben.request", tmp_path / "ben-invite.ndsync"
    join.admit(window.context.workspace, asked, words=join.request(path, "Ben", asked), out=invite)
    with Workspace.open(path) as ben:
        receive.receive(ben, [invite])
        with ben.edit("Write") as edit:
            for n in range(40):
                edit.add("norm", {"text": f"Norm {n}"})
        bundle = Path(send.share(ben, "team", tmp_path / "out.ndsync")["file"])
    before = window.context.workspace.dump()
    taken = receive.receive

    def slow(workspace: Workspace, paths: list[Path], *, step: pace.Step) -> object:
        def pausing(done: int, of: int) -> None:
            step(done, of)
            Event().wait(0.02)

        return taken(workspace, paths, step=pausing)

    monkeypatch.setattr(receive, "receive", slow)
    in_dialog("receive_preview", lambda dialog: dialog.accept())
    deeds.receive_file(window, bundle)
    wait_for(lambda: (one := progress_of(window)) and one.windowTitle() == "Receiving", "the receive")
    button = progress_of(window).findChild(QPushButton, "progress_cancel")
    wait_for(button.isVisible, "Cancel")
    button.click()
    wait_for(lambda: not window.working, "the end")
    assert window.context.workspace.dump() == before
    assert "nothing was changed" in find(window, "banner_words").text()
    assert taken(window.context.workspace, [bundle])["received"] == [str(bundle)]


def test_that_what_a_closed_window_left_goes_in_the_thread_of_the_windows(window: MainWindow) -> None:
    """Widgets that only hold one another are found by Python's search; in another thread they end the program."""

    class Left(QWidget):
        """Holds itself, as a window holds its pages and they hold it."""

    gone: list[Thread] = []
    left = Left()
    left.itself = left  # type: ignore[attr-defined]
    finalize(left, lambda: gone.append(current_thread()))
    del left
    read: list[int] = []
    reader = Reader(window, pause=0)
    reader.came.connect(read.append)
    reader.read(lambda: len([[] for _ in range(300_000)]))
    wait_for(lambda: read, "the reading")
    kept = [[] for _ in range(garbage.ALL_AFTER)]  # type: ignore[var-annotated]
    wait_for(lambda: gone, "the window's own search")
    assert gone == [main_thread()] and kept


def reading_in_parts(reader: Reader, parts: list[int], *, of: int, pause: float) -> Callable[[], str]:
    """A reading that takes its time for each of its parts, and notes them."""

    def read() -> str:
        for n in reader.over(range(of)):
            parts.append(n)
            sleep(pause)
        return "all of it"

    return read


def test_that_a_long_reading_ends_at_its_next_part_where_nobody_waits_for_it(window: MainWindow) -> None:
    reader, parts, came = Reader(window, pause=0), [], []
    reader.came.connect(came.append)

    read = reading_in_parts(reader, parts, of=2_000, pause=0.005)
    reader.read(read)
    wait_for(lambda: parts, "its first part")
    reader.read(lambda: "what is asked for now")
    wait_for(lambda: came, "the later reading")
    assert came == ["what is asked for now"] and len(parts) < 1_000
    reader.read(read)
    parts.clear()
    wait_for(lambda: parts, "its first part")
    reader.stop()  # as the window does before its workspace goes
    left = len(parts)
    sleep(0.02)
    assert len(parts) == left < 1_000
    wait_for(lambda: not reader.reading, "the end")
    assert came == ["what is asked for now"]


def test_that_closing_the_window_does_not_wait_until_every_measure_is_read(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.context.edit("Add measures", lambda edit: [edit.add("measure", {"name": f"M{n}"}) for n in range(500)])
    read = []
    monkeypatch.setattr(home_readings, "reading_of", lambda _context, one, _seen: sleep(0.01) or read.append(one))
    window.go("home")
    wait_for(lambda: read, "the first of them")
    window.close()
    assert 0 < len(read) < 400


def test_that_a_long_reading_rests_while_somebody_waits_for_other_work(window: MainWindow) -> None:
    reader, parts, done, end = Reader(window, pause=0), [], [], Event()

    read = reading_in_parts(reader, parts, of=100, pause=0.002)
    reader.came.connect(done.append)
    window.run_task("Taking in", lambda _progress: end.wait(10), lambda _value: None)
    reader.read(read)
    QTest.qWait(150)
    sleep(0.05)
    assert parts == [] and reader.reading
    end.set()
    wait_for(lambda: done, "the reading, after the work")
    assert done == ["all of it"] and not window.working
    again = Event()
    window.run_task("Taking in", lambda _progress: again.wait(10), lambda _value: None)
    reader.read(read)
    QTest.qWait(50)
    reader.stop()  # does not wait for the work
    again.set()
    wait_for(lambda: not window.working, "the end")
    assert done == ["all of it"]

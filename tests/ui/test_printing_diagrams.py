"""Diagrams on paper from the window: the preview of a fishbone and of a theory, posters, and files."""

from __future__ import annotations

import io

import pytest

pytest.importorskip("PySide6")

from pypdf import PdfReader
from shiboken6 import isValid

from netdesk.operations import aims, causes, drivers
from netdesk.ui.main_window import MainWindow
from netdesk.ui.printing import deeds
from netdesk.ui.printing.preview import Preview

from .driving import Answers, click, find, wait_for


@pytest.fixture
def thought(window: MainWindow) -> MainWindow:
    """The window of a team with a small fishbone and a small theory."""
    with window.context.workspace.edit("Think") as edit:
        fishbone = causes.add_fishbone(edit, "One in five misses days")
        bone = next(one["id"] for one in edit.select("cause", fishbone=fishbone))
        causes.add_cause(edit, fishbone, "Families hear too late", parent=bone)
        aim = aims.add_aim(edit, {"what": "Raise attendance", "to": "93"})
        driver = drivers.add_driver(edit, aim, "Families know")
        drivers.add_idea(edit, "Phone calls", parent=driver)
    return window


def opened(window: MainWindow, room: str) -> Preview:
    """The preview of the room's diagram, with its pages."""
    window.go(room, "")
    deeds.print_page(window)
    made = find(window, "preview")
    wait_for(lambda: made.ready, "the pages")
    return made


def words_of(made: Preview) -> str:
    assert made._made is not None
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made._made.pdf)).pages)


@pytest.mark.parametrize(("room", "words"), [("causes", "Families hear"), ("theory", "Phone calls")])
def test_that_the_open_diagram_is_shown_as_it_will_be_printed(thought: MainWindow, room: str, words: str) -> None:
    made = opened(thought, room)
    assert words in words_of(made)
    assert find(made, "preview_count").text() == "1 page"
    click(made, "preview_report_glued")
    wait_for(lambda: made.ready, "the poster")
    assert find(made, "preview_count").text() == "2 pages"
    made.reject()


@pytest.mark.parametrize(
    ("name", "start"), [("t.svg", b"<svg"), ("t.png", b"\x89PNG"), ("t.txt", b"Theory of improvement\n")]
)
def test_that_a_diagram_is_saved_as_picture_or_text(
    thought: MainWindow, answers: Answers, name: str, start: bytes
) -> None:
    made = opened(thought, "theory")
    answers.saved_as = name
    click(made, "preview_file")
    wait_for(lambda: not isValid(made) or not made.isVisible(), "the file")
    assert (answers.folder / name).read_bytes().startswith(start)
    assert find(thought, "banner_words").text() == f"The diagram is in {name}."


def test_that_an_empty_room_prints_nothing(window: MainWindow) -> None:
    window.go("theory", "")
    deeds.print_page(window)
    assert window.findChild(Preview) is None

"""The desks of the thread: three teams' computers and the hub's, the drive between them, and what is done at each.

One window is open at a time, opened, used and closed as on a computer of its own; only files go between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget

from netdesk.operations.feedback import PROMPTS, stage_words
from netdesk.store.workspace import Workspace
from netdesk.sync import join
from netdesk.ui import app as program
from netdesk.ui.main_window import MainWindow
from tests.ui.driving import Answers, choose, click, find, in_dialog, type_into, visit, wait_for

Say = Callable[[str], object]
#: Who leads each team, and the stage of feedback that the team agrees on.
TEAMS = {"Alder": ("Ana", "2"), "Birch": ("Ben", "3"), "Cedar": ("Cleo", "1")}
HUB = "River Hub"
IDEA, TEST = "Text first", "Text 5 families"
QUESTION = "Is 8:15 too early for a text?"
STRENGTH = "Five families is small enough to see what happens."
FROM_HUB = "What would tell you that a text was read?"
FROM_BIRCH = "What if nobody reads it before nine?"
KEEP, CHANGE, WHY = "The text at 8:15", "The bus driver signs it", "Families know him"
FOUND = "Five of six answered before nine."
NETWORK = "The whole network, with the next file for the hub"
PUBLISHED = "Published: our team and the hub"


class Desks:
    """The computers of three teams and of the hub, with one drive between them; one window is open at a time."""

    def __init__(self, folder: Path, keep: Path | None, say: Say) -> None:
        self.folder, self._keep, self._say = folder, keep, say
        self._steps = 0
        self.pictures = 0
        self.answers = Answers(folder)
        self.drive = folder / "drive"
        self.drive.mkdir()
        for name, (person, _stage) in TEAMS.items():
            Workspace.create(self.path(name), team=name, school=f"{name} School", person=person).close()
        with Workspace.create(self.path(HUB), team=HUB, person="Hana", hub=True) as hub:
            self.request = self.drive / "hub.request"
            self.six_words = join.request(hub, "Hana", self.request)

    def path(self, who: str) -> Path:
        return self.folder / f"{who.lower().replace(' ', '-')}.netdesk"

    @contextmanager
    def window(self, who: str) -> Iterator[MainWindow]:
        """The window on one's own computer."""
        opened = program.open_window(self.path(who), remembered=False)
        opened.resize(1280, 760)
        opened.activateWindow()
        wait_for(opened.isActiveWindow, "the window to be active")
        try:
            yield opened
        finally:
            opened.close()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def place(self, name: str) -> Path:
        """A folder of this name on the drive, made if it is not there."""
        made = self.drive / name
        made.mkdir(exist_ok=True)
        return made

    def returned(self, round_: str, team: str) -> Path:
        """The file that the hub wrote for a team."""
        (bundle,) = self.place(round_).glob(f"*{team}*.ndsync")
        return bundle

    def step(self, words: str) -> None:
        """Say what holds now."""
        self._steps += 1
        self._say(f"{self._steps}. {words}")

    def picture(self, widget: QWidget, name: str) -> None:
        """Keep a picture of the window or dialog, where pictures are wanted."""
        self.pictures += 1
        if self._keep is not None:
            QTest.qWait(50)
            widget.grab().save(str(self._keep / f"{self.pictures:02}-{name}.png"))


def words(window: MainWindow) -> str:
    """Everything that the open page says."""
    page: Any = window.page()
    reading = getattr(page, "gave", None) or getattr(page, "part", None)
    if reading is not None:
        reading.finish()
    QTest.qWait(20)
    parts: list[Any] = [*page.findChildren(QLabel), *page.findChildren(QPushButton)]
    return "\n".join(one.text() for one in parts if one.isVisible())


def settled(window: MainWindow, done: Callable[[], Any], what: str) -> None:
    wait_for(done, what)
    wait_for(lambda: not window.working, f"the end of {what}")


# What every desk does


def admit_hub(desks: Desks, window: MainWindow, team: str) -> None:
    invite = desks.place("invites") / f"{team}.ndsync"
    desks.answers.opened, desks.answers.said = desks.request, desks.six_words
    desks.answers.saved_as = str(invite)
    visit(window, "sharing")
    click(window, "sharing_tab_people")
    click(window, "admit")
    settled(window, invite.exists, "the invite for the hub")


def agree(desks: Desks, window: MainWindow, person: str, stage: str, *, keep: str = "") -> None:
    """Agree on a stage by the dialog of the Table room."""

    def fill(dialog: Any) -> None:
        choose(dialog, "agree_stage", f"{stage}  {stage_words(stage)[0]}")
        if keep:
            desks.picture(dialog, keep)
        click(dialog, "agree_on_stage_accept")

    visit(window, "table")
    in_dialog("agree_on_stage", fill)
    click(window, "stage_change")
    assert find(window, "stage_agreed").text() == f"Agreed by {person}."
    assert find(window, "stage_name").text() == f"Stage {stage}: {stage_words(stage)[0]}"


def publish_team(window: MainWindow) -> None:
    """Publish what the team says of itself, so that the others learn where it works."""
    visit(window, "sharing")
    click(window, "sharing_tab_out")
    click(window, "share_hub")
    page: Any = window.page()
    page.outgoing.finish()
    own = window.context.workspace.get("team", window.context.workspace.team_id) or {}

    def offered() -> list[str]:
        held = page.findChildren(QPushButton, "held_publish")
        return [one.accessibleName() for one in held if one.isVisibleTo(window)]

    wait_for(lambda: f"Publish {own['name']}" in offered(), "the team among what is held back")
    click(window, "held_publish", offered().index(f"Publish {own['name']}"))
    assert window.context.workspace.select("team", space="published")


def share(desks: Desks, window: MainWindow, team: str, round_: str, *, keep: str = "") -> None:
    """Look at what will leave for the hub, and save it on the drive."""
    bundle = desks.place(round_) / f"{team}.ndsync"
    visit(window, "sharing")
    click(window, "sharing_tab_out")
    click(window, "share_hub")
    window.page().outgoing.finish()
    if keep:
        desks.picture(window, keep)
    desks.answers.saved_as = str(bundle)
    click(window, "outgoing_save")
    settled(window, bundle.exists, f"the file of {team}")


def receive(desks: Desks, window: MainWindow, team: str, round_: str, *, keep: str = "") -> None:
    """Look at the file that the hub wrote for this team, and take it in."""
    bundle = desks.returned(round_, team)
    taken: list[str] = []

    def look(dialog: Any) -> None:
        if keep:
            desks.picture(dialog, keep)
        click(dialog, "receive_preview_accept")
        taken.append(bundle.name)

    visit(window, "sharing")
    desks.answers.opened = bundle
    in_dialog("receive_preview", look)
    click(window, "receive")
    settled(window, lambda: taken and window.banner.isVisible(), f"the file {bundle.name} to be taken in")
    assert window.banner.words.text().startswith("Received:"), window.banner.words.text()


def feedback(window: MainWindow, kind: str, text: str, seen: str, spot: int) -> None:
    """Say something about the open pin."""
    click(window, f"feedback_kind_{kind}")
    type_into(window, "feedback_text", text)
    type_into(window, "feedback_seen", seen)
    window.page().findChild(QComboBox, "feedback_spot").setCurrentIndex(spot)
    click(window, "feedback_add")
    assert text in words(window)


def no_cool_box(window: MainWindow, kinds: set[str]) -> None:
    """The kinds that can be said now are these, and of a cool comment there is neither a box nor a word."""
    page = window.page()
    offered = {kind for kind in PROMPTS if page.findChild(QPushButton, f"feedback_kind_{kind}") is not None}
    assert offered == kinds, offered
    assert PROMPTS["cool"][0] not in words(window)


# The hub


def take_in(desks: Desks, window: MainWindow, folder: Path, count: int, *, keep: str = "") -> None:
    """Take a folder in through the Network room; the list says that so many files were taken."""
    said: list[str] = []
    in_dialog("take_in", lambda dialog: (in_dialog("taken", read), click(dialog, "take_in_accept")))

    def read(dialog: Any) -> None:
        if keep:
            desks.picture(dialog, keep)
        said.extend(one.text() for one in dialog.findChildren(QLabel))
        click(dialog, "taken_accept")

    desks.answers.opened = folder
    visit(window, "network")
    click(window, "take_files")
    settled(window, lambda: said, f"the files in {folder.name}")
    assert f"Taken in  {count}" in said, said
    assert not any(one.startswith(("Set aside", "Waits")) for one in said), said


def give_back(desks: Desks, window: MainWindow, round_: str, *, keep: str = "") -> None:
    """Write one file a team."""
    told: list[str] = []

    def read(dialog: Any) -> None:
        if keep:
            desks.picture(dialog, keep)
        told.extend(one.text() for one in dialog.findChildren(QLabel, "written_team"))
        click(dialog, "written_accept")

    desks.answers.opened = desks.place(round_)
    in_dialog("written", read)
    visit(window, "network")
    click(window, "give_back")
    settled(window, lambda: told, "what goes back")
    assert told == list(TEAMS)


def add_to_library(desks: Desks, window: MainWindow) -> None:
    def fill(dialog: Any) -> None:
        type_into(dialog, "library_entry_found", "Being tested with five families.")
        click(dialog, "library_entry_accept")

    window.go("network", "library")
    assert IDEA in words(window)
    in_dialog("library_entry", fill)
    click(window, "add_candidate")
    words(window)
    desks.picture(window, "hub-library")
    assert [one["name"] for one in window.context.workspace.select("library_entry")] == [IDEA]


# The thread


def begin(desks: Desks, window: MainWindow, team: str) -> None:
    """A team admits the hub, agrees on its stage of feedback, and publishes its name and school."""
    person, stage = TEAMS[team]
    admit_hub(desks, window, team)
    agree(desks, window, person, stage, keep=f"{team.lower()}-stage")
    publish_team(window)

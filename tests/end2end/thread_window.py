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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget

from netdesk import paths
from netdesk.operations import adopt
from netdesk.operations.feedback import AGREE_ON_STAGE, PROMPTS, agree_on_stage, stage_words
from netdesk.store.workspace import Workspace
from netdesk.sync import join, send
from netdesk.sync.receive import receive as receive_files
from netdesk.ui import app as program
from netdesk.ui import ask
from netdesk.ui.main_window import MainWindow
from netdesk.ui.outgoing import kind_words
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
        assert "1 open test" in words(window)
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
        window.go("home")
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
    click(window, "banner_act")  # Plan a test


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

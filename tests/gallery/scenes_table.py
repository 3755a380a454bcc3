"""Work on the table at each stage of feedback, and the story of what was given and got."""

from __future__ import annotations

from functools import partial

from netdesk.operations import feedback, table
from netdesk.operations.practice import pack
from netdesk.ui.dialogs.table import AgreeOnStage, Answer, PutOnTable
from netdesk.ui.main_window import MainWindow
from netdesk.ui.pages.story import StoryPage
from tests.gallery.scene import FULL, Scene
from tests.ui.sample_team import TODAY

QUESTION = "Will this still work when Mai makes the calls instead of Rosa? What would you watch for?"
SAID = {
    "warm": ("The prediction says why, so it can teach either way.", "The because under the first question", 1),
    "clarifying": ("Is 9:30 the time of the answer or of the call?", None, None),
    "probing": ("What does Mai leave undone at 8:15? Who picks it up?", "The plan names her twice", 2),
    "cool": ("I could not find who calls on Fridays, and would look for it.", "The plan", 2),
}


def on_table(window: MainWindow, stage: str) -> None:
    """A finished test on the table, with what a team at this stage may say of it."""
    workspace = window.context.workspace
    if feedback.read_stage(workspace).stage != stage:
        with workspace.edit(feedback.AGREE_ON_STAGE) as edit:
            feedback.agree_on_stage(edit, stage, ["Rosa Ortiz", "Mai Vang"], on=TODAY)
    cycle = workspace.select("cycle", stage="closed")[0]["id"]
    with workspace.edit(table.PUT_ON_TABLE) as edit:
        pin = table.put_on_table(edit, cycle, QUESTION, wanted=["warm"], until=TODAY.replace(day=28))
    with workspace.edit(feedback.GIVE_FEEDBACK) as edit:
        given = [feedback.give(edit, pin, kind, SAID[kind][0], evidence_seen=SAID[kind][1], spot=SAID[kind][2])
                 for kind in feedback.read_stage(workspace).kinds]  # fmt: skip
    if given:
        with workspace.edit(feedback.REPLY) as edit:
            feedback.reply(edit, given[0], "Thank you: we wrote the others the same way.", built_on=cycle)
    window.go("table", pin)


def practising(window: MainWindow) -> None:
    """A piece of outside work, before the team has agreed to anything."""
    window.go("table", pack()[0].id)


def story(window: MainWindow, tab: str) -> None:
    """A tab of the Story room."""
    window.go("story", tab)
    page = window.page()
    assert isinstance(page, StoryPage)
    page.gave.finish()


def put(window: MainWindow) -> PutOnTable:
    """The question that goes with it."""
    choices = [(one["id"], f"Cycle: {one['title']}") for one in window.context.workspace.select("cycle")]
    return PutOnTable(window, choices, ("warm", "clarifying", "probing"), TODAY)


SCENES: tuple[Scene, ...] = (
    Scene("table-practice", practising),
    *(Scene(f"table-stage-{stage}", partial(on_table, stage=stage), on=(FULL,)) for stage in "0123"),
    *(Scene(f"story-{tab}", partial(story, tab=tab)) for tab in ("gave", "library", "asks", "measures")),
    Scene("dialog-put-on-table", put, on=(FULL,)),
    Scene(
        "dialog-agree-on-stage",
        lambda window: AgreeOnStage(window, feedback.read_stage(window.context.workspace), ["Rosa Ortiz", "Mai Vang"]),
        on=(FULL,),
    ),
    Scene("dialog-answer-feedback", lambda window: Answer(window, SAID["probing"][0], []), on=(FULL,)),
)

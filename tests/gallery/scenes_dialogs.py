"""The dialogs, as they open."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from netdesk.importers.pasted import read_block
from netdesk.ui.dialogs.backups import Backups
from netdesk.ui.dialogs.cycle import Amend, NewCycle
from netdesk.ui.dialogs.deleted import Deleted
from netdesk.ui.dialogs.measure import NewMeasure
from netdesk.ui.dialogs.pasting import PastePreview
from netdesk.ui.dialogs.purpose import ChangeAim, NewProblem
from netdesk.ui.dialogs.receive import ReceivePreview
from netdesk.ui.dialogs.safety import CrashNote, ReportPreview
from netdesk.ui.dialogs.share import SharePreview, WriteOne
from netdesk.ui.dialogs.start import NewTeam
from netdesk.ui.main_window import MainWindow
from netdesk.ui.outgoing import plan
from netdesk.ui.palette import Palette
from netdesk.ui.printing.deeds import preview_cycle
from netdesk.ui.printing.preview import Preview
from netdesk.ui.shortcuts import Shortcuts
from tests.gallery.scene import EMPTY, FULL, Scene
from tests.ui.sample_team import TODAY


def paste(window: MainWindow) -> PastePreview:
    """Rows from a spreadsheet, one of which cannot be read."""
    copied = "2026-03-02\t684\t740\nnext week\t690\t740"
    block = read_block(copied, shares=True, every="week", start=None, lang="en", today=TODAY)
    return PastePreview(window, block, 1)


def share(window: MainWindow) -> SharePreview:
    """What would leave for the team."""
    outgoing = plan(window.context.workspace, "team")
    return SharePreview(window, outgoing, title="What will leave, for the team", changed=2, held=["Pizza: not shared"])


def receive(window: MainWindow) -> ReceivePreview:
    """What a teammate's file would change, record by record."""
    found = {"from": "Mai Vang", "created": "2026-03-02T15:00:00Z", "signed": "known", "missing": [], "conflicts": 1}
    workspace = window.context.workspace
    return ReceivePreview(window, {**found, "details": arriving(window)}, "mai.ndsync", workspace)


def arriving(window: MainWindow) -> list[dict[str, Any]]:
    """What a teammate's file would change, as the preview lists it."""
    cycle = window.context.workspace.select("cycle")[0]
    of = {"kind": "cycle", "id": cycle["id"], "title": cycle["title"]}
    before, after = "Two teachers call after lunch.", "Two teachers call before nine, from the office."
    plan_line = {"kind": "cycle", "record": cycle["id"], "title": cycle["title"], "field": "plan", "names": {}}
    none: dict[str, Any] = {"fields": [], "parts": [], "conflicts": []}
    conflict = {"kind": "cycle", "record": cycle["id"], "title": "", "field": "title", "type": "value", "values": []}
    fields = [{**plan_line, "before": before, "after": after}]
    new = {"kind": "measure", "id": "1" * 32, "title": "Late slips a week", "what": "new"}
    points = [{"kind": "observation", "what": "new", "count": 9}]
    return [
        {**none, **of, "what": "changed", "fields": fields, "conflicts": [conflict]},
        {**none, **new, "parts": points},
        {**none, "kind": "norm", "id": "2" * 32, "title": "We say the number first.", "what": "deleted"},
    ]


def palette(window: MainWindow, typed: str, *, everything: bool = False) -> Palette:
    """The palette after something was typed."""
    window.go("home")
    made = Palette(window, everything=everything)
    made.line.setText(typed)
    made.search()
    return made


def inspector(window: MainWindow) -> None:
    """A test that has been through its stages, with its history beside it."""
    cycle = window.context.workspace.select("cycle", stage="closed")[0]
    window.go("cycles", cycle["id"])
    window.side.show_history("cycle", cycle["id"])


def history_is_there(window: MainWindow) -> bool:
    """Whether the history beside the test is read."""
    return window.findChild(QWidget, "inspector_why") is not None


def preview(window: MainWindow) -> Preview:
    """The preview of a finished test's summary, and its ramp."""
    return preview_cycle(window, window.context.workspace.select("cycle", stage="closed")[0]["id"])


def preview_is_there(window: MainWindow) -> bool:
    """Whether the pages are set."""
    made = [one for one in window.findChildren(Preview) if one.isVisible()]
    return all(one.ready for one in made)


def sentence(window: MainWindow) -> str:
    """The aim's sentence."""
    from netdesk.ui.pages.aim import current_aim

    aim = current_aim(window.context) or {}
    return f"By May 29, 2026: {aim.get('what', 'raise attendance')}"


def report(window: MainWindow) -> ReportPreview:
    """A problem report, to be read before it is saved."""
    return ReportPreview(window, {"versions.txt": "NetDesk 0.1\nLinux\nPython 3.13", "log.txt": "Opened a workspace."})


CRASH = 'Fatal Python error: Aborted\n\nCurrent thread 0x00007f (most recent call first):\n  File "painter.py", line 88'

SCENES: tuple[Scene, ...] = (
    Scene("dialog-first-start", lambda window: NewTeam(window, first=True), on=(EMPTY,)),
    Scene("dialog-new-team", lambda window: NewTeam(window), on=(FULL,)),
    Scene("dialog-new-measure", lambda window: NewMeasure(window), on=(FULL,)),
    Scene("dialog-new-cycle", lambda window: NewCycle(window, TODAY), on=(FULL,)),
    Scene("dialog-amend", lambda window: Amend(window, "2 in 3 calls. Most are home at 8:15."), on=(FULL,)),
    Scene("dialog-change-aim", lambda window: ChangeAim(window, window.context, sentence(window)), on=(FULL,)),
    Scene("dialog-new-problem", lambda window: NewProblem(window, window.context, "Families hear late."), on=(FULL,)),
    Scene("dialog-paste", paste, on=(FULL,)),
    Scene("dialog-share", share),
    Scene("dialog-receive", receive, on=(FULL,)),
    Scene("dialog-write-one", lambda window: WriteOne(
        window, "Boundaries", [("Rosa Ortiz", "Grade 7 and new families."), ("Mai Vang", "Grade 7 only.")]
    ), on=(FULL,)),
    Scene("inspector", inspector, on=(FULL,), ready=history_is_there),
    Scene("dialog-deleted", lambda window: Deleted(window)),
    Scene("dialog-palette", lambda window: palette(window, "")),
    Scene("dialog-palette-found", lambda window: palette(window, "att"), on=(FULL,)),
    Scene("dialog-find", lambda window: palette(window, "call", everything=True), on=(FULL,)),
    Scene("dialog-shortcuts", lambda window: Shortcuts(window), on=(FULL,)),
    Scene("dialog-backups", lambda window: Backups(window)),
    Scene("dialog-crash", lambda window: CrashNote(window, CRASH), on=(FULL,)),
    Scene("dialog-report", report, on=(FULL,)),
    Scene("dialog-preview", preview, on=(FULL,), ready=preview_is_there),
)  # fmt: skip

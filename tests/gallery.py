"""Renders every page, light and dark, to build/gallery: `python tests/gallery.py [folder]`, for looking at."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtWidgets import QDialog

from netdesk import paths
from netdesk.ui import app as program
from netdesk.ui import theme
from netdesk.ui.dialogs.cycle import Amend, NewCycle
from netdesk.ui.dialogs.measure import NewMeasure
from netdesk.ui.dialogs.pasting import PastePreview
from netdesk.ui.dialogs.receive import ReceivePreview
from netdesk.ui.dialogs.share import SharePreview
from netdesk.ui.dialogs.start import NewTeam
from netdesk.ui.main_window import MainWindow
from netdesk.ui.outgoing import plan
from netdesk.ui.pasted import read_block
from tests.ui.sample_team import TODAY, at, make_sample_team

SIZE = (1280, 720)


def pictures(window: MainWindow) -> list[tuple[str, str, str]]:
    """(name, room, what is open in it) of every picture."""
    workspace = window.context.workspace
    found = [(room, room, "") for room in window.pages]
    for measure in workspace.select("measure"):
        found.append((f"measure-{measure['name'].split()[0].lower()}", "measures", measure["id"]))
    for cycle in workspace.select("cycle"):
        found.append((f"cycle-{cycle['stage']}", "cycles", cycle["id"]))
    return found


def dialogs(window: MainWindow) -> list[tuple[str, QDialog]]:
    """(name, dialog) of every dialog, as it opens."""
    workspace = window.context.workspace
    copied = "2026-03-02\t684\t740\nnext week\t690\t740"
    block = read_block(copied, shares=True, every="week", start=None, lang="en", today=TODAY)
    found = {"from": "Mai Vang", "created": "2026-03-02T15:00:00Z", "signed": "known", "missing": [], "conflicts": 1}
    title = "What will leave, for the team"
    return [
        ("new-team", NewTeam(window, first=True)),
        ("new-measure", NewMeasure(window)),
        ("new-cycle", NewCycle(window)),
        ("amend", Amend(window, "2 in 3 calls")),
        ("paste", PastePreview(window, block, 1)),
        ("share", SharePreview(window, plan(workspace, "team"), title=title, changed=0, held=[])),
        ("receive", ReceivePreview(window, {**found, "details": arriving(window)}, "mai.ndsync", workspace)),
    ]


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


def render(folder: Path) -> int:
    """Write the pictures; gives how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with tempfile.TemporaryDirectory() as scratch:
        paths.set_data_dir(Path(scratch) / "data")
        app = program.make_application()
        file = Path(scratch) / "sample.netdesk"
        make_sample_team(file).close()
        window = program.open_window(file, remembered=False)
        window.context.workspace.now = lambda: at(TODAY)
        window.resize(*SIZE)
        for mode in ("light", "dark"):
            theme.set_mode(app, mode)
            for name, room, target in pictures(window):
                window.go(room, target)
                for _turn in range(6):
                    app.processEvents()
                window.grab().save(str(folder / f"{name}-{mode}.png"))
                count += 1
            for name, dialog in dialogs(window):
                dialog.show()
                for _turn in range(4):
                    app.processEvents()
                dialog.grab().save(str(folder / f"dialog-{name}-{mode}.png"))
                dialog.close()
                count += 1
        window.close()
    return count


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/gallery")
    print(f"{render(target)} pictures in {target}")

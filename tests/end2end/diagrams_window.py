"""Fishbone and theory in the real window, by mouse and by keyboard: `python tests/end2end/diagrams_window.py [FOLDER]`.

The same script twice, once by mouse and once by keys alone, each in a workspace of its own; what comes of it must be
the same. Runs on whatever display Qt is told of. With FOLDER a picture of both pages is kept there. Ends 0 if it holds.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtTest import QTest

from netdesk import paths
from netdesk.operations import aims
from netdesk.store.workspace import Workspace
from netdesk.ui import app as program
from netdesk.ui import ask
from tests.ui.diagram_script import ByKeyboard, ByMouse, draw_both, shape_of
from tests.ui.driving import Answers, wait_for


def main(keep: Path | None) -> int:
    """Run the script both ways; 0 where both made the same."""
    program.make_application()
    shapes = []
    with tempfile.TemporaryDirectory(prefix="netdesk-diagrams-") as scratch:
        folder = Path(scratch)
        paths.set_data_dir(folder / "data")
        ask.answer_with(Answers(folder))
        for name, way in (("mouse", ByMouse), ("keyboard", ByKeyboard)):
            path = folder / f"{name}.netdesk"
            with Workspace.create(path, team="Grade 7", person="Rosa") as workspace, workspace.edit("Aim") as edit:
                aims.add_aim(edit, {"what": "Raise attendance"})
            window = program.open_window(path, remembered=False)
            window.resize(1280, 720)
            window.activateWindow()
            wait_for(window.isActiveWindow, "the window to be active")
            draw_both(way(window))
            for room in ("causes", "theory"):
                window.go(room)
                QTest.qWait(50)
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    window.grab().save(str(keep / f"{name}-{room}.png"))
            shapes.append(shape_of(window))
            window.close()
            boxes, links = len(shapes[-1]["causes"]), len(shapes[-1]["links"])
            sys.stdout.write(f"by {name}: {boxes} boxes of the fishbone, {links} links of the theory\n")
    same = shapes[0] == shapes[1]
    sys.stdout.write("the same\n" if same else "not the same\n")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))

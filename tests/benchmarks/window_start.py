"""Programs that `test_window` times from their very start: `python -m tests.benchmarks.window_start WHICH [FILE]`.

Each prints its milestones as seconds of this process's own work since its start, waiting for others left out: so two
programs can be compared on a computer that does other things meanwhile.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any


def say(name: str) -> None:
    """One milestone."""
    print(name, time.process_time(), flush=True)


def bare() -> None:
    """The least that PySide6 can do: a window with a label, painted."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("NetDesk"))
    window.resize(1280, 760)
    window.show()
    app.processEvents()
    say("shown")


def mapping() -> None:
    """What any program with this data model pays: SQLAlchemy imported, the entities mapped."""
    from sqlalchemy import orm

    import netdesk.models  # noqa: F401

    orm.configure_mappers()
    say("mapped")


def window(path: str) -> None:
    """NetDesk started on a workspace as a person starts it: the frame, then Home with all it says."""
    sys.argv = ["netdesk", path]
    from netdesk.cli import main
    from netdesk.core.garbage import uncollected

    with uncollected():  # as the command does while it loads the window
        from netdesk.ui import app as program

        from PySide6.QtCore import QCoreApplication, QEventLoop  # isort: skip - the program comes to Qt by its own way

    show_frame, first_window = program._show_frame, program._first_window

    def framed(made: program.MainWindow) -> None:
        show_frame(made)
        say("shown")

    def whole(*words: Any) -> None:
        made = first_window(*words)
        assert made is not None
        home = made.pages["home"]
        while home.reading:  # in a thread: to ask again and again meanwhile would count as work
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        for _turn in range(3):
            QCoreApplication.processEvents()
        say("home")
        made.close()

    program._show_frame, program._first_window = framed, whole
    main.main()


PROGRAMS: dict[str, Callable[..., None]] = {"bare": bare, "mapping": mapping, "window": window}

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    PROGRAMS[sys.argv[1]](*sys.argv[2:])

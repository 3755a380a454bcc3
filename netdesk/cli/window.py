"""The one command that opens the window; only here may the command line reach Qt."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from netdesk.cli.common import SQLITE_START, ZIP_START
from netdesk.core.garbage import uncollected
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.i18n import _


def open_window(path: Path | None, *, logged: bool = False) -> int:
    """Open the window on a workspace or a bundle (None: where the person left off); its exit status.

    ``logged`` says whether this program writes a log of what it does.

    NetDeskError where the file is missing, RefusedFile where it is neither, NetDeskError without a display.
    """
    if path is not None:
        check_kind_of_file(path)
    why = no_display()
    if why:
        raise NetDeskError(why)
    try:
        with uncollected():
            from netdesk.ui.app import run
    except ImportError as error:
        raise NetDeskError(
            _("The window cannot open here ({why}). The commands work without it; see netdesk --help.").format(
                why=error
            )
        ) from error
    return run(path, logged=logged)


def check_kind_of_file(path: Path) -> None:
    """Refuse what is neither a workspace nor a bundle, known by content and not by name."""
    if not path.exists():
        raise NetDeskError(
            _("There is no file {name}. Check the name, or make a workspace with netdesk new.").format(name=path)
        )
    if path.is_dir():
        raise NetDeskError(_("{name} is a folder. Name the workspace in it.").format(name=path))
    with path.open("rb") as file:
        start = file.read(len(SQLITE_START))
    if start != SQLITE_START and not start.startswith(ZIP_START):
        raise RefusedFile(_("{name} is neither a NetDesk workspace nor a bundle.").format(name=path))


def no_display() -> str:
    """Why no window can be shown here; "" where one can, or where Qt was told to do without (QT_QPA_PLATFORM)."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return _("There is no display here, so no window can open. The commands work without one; see netdesk --help.")

"""The program with a window: starts Qt, opens a workspace, and gives the exit status."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from netdesk import __version__, paths
from netdesk.errors import NetDeskError
from netdesk.i18n import _, language
from netdesk.store.workspace import Workspace
from netdesk.ui import ask, deeds, theme
from netdesk.ui.dialogs.start import OPEN_OTHER, NewTeam
from netdesk.ui.icons import pixmap
from netdesk.ui.main_window import MainWindow

_windows: list[MainWindow] = []


def run(path: Path | None = None) -> int:
    """Open the window on a workspace (or bundle) and stay until it is closed; gives the exit status.

    Without a path the workspace that was open last, else the first start's three questions. Raises NetDeskError where
    the file cannot be opened, before any window is shown.
    """
    app = make_application()
    bundle = path if path is not None and path.suffix == ".ndsync" else None
    if bundle is not None:
        path = _last_path()
        if path is None:
            text = _("This file belongs into a workspace. Open your workspace first, then receive it there.")
            raise NetDeskError(text)
    path = path or _last_path()
    window = open_window(path) if path is not None else first_start()
    if window is None:
        return 0
    if bundle is not None:
        deeds.receive_file(window, bundle)
    return app.exec()


def smoke(path: Path) -> bool:
    """Open the window on a workspace, paint every page, close it again; True if all was painted. For the self-test."""
    app = make_application()
    window = open_window(path, remembered=False)
    try:
        painted = []
        for room in window.pages:
            window.go(room)
            app.processEvents()
            painted.append(not window.grab().isNull())
        return all(painted) and len(painted) == len(window.pages)
    finally:
        window.close()
        app.processEvents()


def make_application() -> QApplication:
    """The one QApplication, styled; made at the first call."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        if found.property("netdesk_mode") is None:
            _set_up(found)
        return found
    app = QApplication(sys.argv[:1])
    _set_up(app)
    return app


def open_window(path: Path, *, instead_of: MainWindow | None = None, remembered: bool = True) -> MainWindow:
    """Open a workspace in a window of its own; NetDeskError where it cannot be opened. Closes ``instead_of`` after."""
    workspace = Workspace.open(path)
    try:
        window = MainWindow(workspace)
    except BaseException:
        workspace.close()
        raise
    if remembered:
        remember("last", str(path.absolute()))
    _windows.append(window)
    window.closed.connect(lambda: _forget(window))
    window.show()
    if instead_of is not None:
        instead_of.close()
    return window


def first_start() -> MainWindow | None:
    """Ask the three questions, or for a workspace that is there; None where the person thinks better of it."""
    while True:
        dialog = NewTeam(None, first=True)
        answer = dialog.exec()
        try:
            if answer == QDialog.DialogCode.Accepted:
                window = make_workspace(None, dialog)
            elif answer == OPEN_OTHER:
                path = ask.open_path(None, _("Open a workspace"), None, deeds.WORKSPACES)
                window = open_window(path) if path is not None else None
            else:
                return None
        except NetDeskError as error:
            ask.tell(None, _("NetDesk"), error.user_text)
            continue
        if window is not None:
            return window


def make_workspace(parent: QWidget | None, dialog: NewTeam) -> MainWindow | None:
    """Make the workspace that the dialog describes where the person says, and open it."""
    team = dialog.answer("team") or _("Our team")
    stem = "".join(one if one.isalnum() or one in " -" else "" for one in team).strip() or "team"
    path = ask.save_path(parent, _("Where to keep the workspace"), Path.home() / f"{stem}.netdesk", deeds.WORKSPACES)
    if path is None:
        return None
    path = path if path.suffix else path.with_suffix(".netdesk")
    instead_of = parent if isinstance(parent, MainWindow) else None
    try:
        Workspace.create(path, team=team, school=dialog.answer("school"), person=dialog.answer("person")).close()
        return open_window(path, instead_of=instead_of)
    except NetDeskError as error:
        if instead_of is None:
            raise
        instead_of.context.failed.emit(error.user_text)
        return None


def remember(name: str, value: Any) -> None:
    """Keep a choice of this computer (the last workspace, the colours) for the next start."""
    kept = _remembered()
    kept[name] = value
    file = paths.data_dir() / "window.json"
    part = file.with_suffix(".part")
    part.write_text(json.dumps(kept, sort_keys=True), encoding="utf-8")
    part.replace(file)


def _remembered() -> dict[str, Any]:
    try:
        found = json.loads((paths.data_dir() / "window.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # a lost choice costs one click; it must not stop the window
    return found if isinstance(found, dict) else {}


def _last_path() -> Path | None:
    last = _remembered().get("last")
    return Path(last) if isinstance(last, str) and Path(last).is_file() else None


def _set_up(app: QApplication) -> None:
    app.setApplicationName("NetDesk")
    app.setApplicationDisplayName("NetDesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("netdesk")
    QLocale.setDefault(QLocale(language()))
    mode = _remembered().get("mode")
    theme.set_up(app, mode if mode in theme.MODES else "system")
    app.setWindowIcon(QIcon(pixmap("netdesk", theme.tokens().accent, 64)))


def _forget(window: MainWindow) -> None:
    if window in _windows:
        _windows.remove(window)

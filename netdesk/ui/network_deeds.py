"""What the hub does with files: taking in what came from the teams, and writing what goes back to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from netdesk.i18n import _
from netdesk.ui import ask, outside, tasks
from netdesk.ui.dialogs.network import TakeIn, Taken, Written

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow

BUNDLES = "NetDesk (*.ndsync)"
T = TypeVar("T")


def take_files_in(window: MainWindow) -> None:
    """Ask for a folder or single files, and take in what the teams have sent."""
    dialog = TakeIn(window)
    agreed, folder = bool(dialog.exec()), dialog.folder
    dialog.deleteLater()
    if not agreed:
        return
    beside = window.context.workspace.path.parent
    if folder:
        place = ask.open_folder(window, _("Take files in"), beside)
        places = [place] if place is not None else []
    else:
        places = ask.open_paths(window, _("Take files in"), beside, BUNDLES)
    if places:
        take_in(window, places)


def take_in(window: MainWindow, places: Sequence[Path]) -> None:
    """Take in all bundles of these files and folders, then tell what became of each."""
    from netdesk.hub.collect import bundles_in, collecting

    window.context.save_typing()
    window.go("network")
    workspace = window.context.workspace

    def work(progress: tasks.Progress) -> tuple[dict[str, Any], int]:
        results: list[dict[str, Any]] = []
        _until_cancelled(collecting(workspace, places, step=progress.step), results)
        result = results[-1] if results else {name: [] for name in ("received", "already", "waiting", "refused")}
        return result, len(bundles_in(places)) - sum(len(one) for one in result.values())

    def done(told: tuple[dict[str, Any], int]) -> None:
        window.page().refresh(None)
        _show(Taken(window, *told))

    window.run_task(_("Taking files in"), work, done)


def give_back(window: MainWindow) -> None:
    """Ask for a folder and write one file a team into it: feedback, who uses their ideas, asks, dictionary, library."""
    from netdesk.hub.giving_back import Returned, returning

    window.context.save_typing()
    workspace = window.context.workspace
    folder = ask.open_folder(window, _("Where shall the files for the teams lie?"), workspace.path.parent)
    if folder is None:
        return

    def work(progress: tasks.Progress) -> tuple[list[Returned], int]:
        written: list[Returned] = []
        _until_cancelled(returning(workspace, folder, step=progress.step), written)
        return written, len(workspace.admitted_by()) - len(written)

    def done(told: tuple[list[Returned], int]) -> None:
        dialog = Written(window, folder, *told)
        if not dialog.exec():
            outside.open_file(folder)
        dialog.deleteLater()

    window.run_task(_("Writing what goes back"), work, done)


def _until_cancelled(parts: Iterator[T], found: list[T]) -> None:
    """Keep the parts that were made before Cancel: each is whole, and what is done stays done."""
    try:
        found.extend(parts)
    except tasks.CancelledError:
        return


def _show(dialog: Taken) -> None:
    dialog.exec()
    dialog.deleteLater()

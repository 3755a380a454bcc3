"""What the menus do: the window's verbs, each a function on the window.

The table of actions names them all at the start; what a verb needs is imported when it is first done.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog

from netdesk import __version__
from netdesk.i18n import _, ngettext
from netdesk.ui import ask
from netdesk.ui.widgets.binding import binding_of

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow

WORKSPACES = "NetDesk (*.netdesk)"
BUNDLES = "NetDesk (*.ndsync)"


# Files


def new_workspace(window: MainWindow) -> None:
    """Ask for a team and a place, make the workspace and open it in this window's stead."""
    from netdesk.ui import app
    from netdesk.ui.dialogs.start import NewTeam

    dialog = NewTeam(window)
    if dialog.exec():
        app.make_workspace(window, dialog)
    dialog.deleteLater()


def open_example(window: MainWindow) -> None:
    """Ask for a place, make a workspace with the example team's work there and open it in this window's stead."""
    from netdesk.ui import app

    app.make_example(window, today=window.context.today())


def open_workspace(window: MainWindow) -> None:
    """Open another workspace in this window's stead."""
    from netdesk.ui import app

    path = ask.open_path(window, _("Open a workspace"), window.context.workspace.path.parent, WORKSPACES)
    if path is not None:
        window.context.attempt(lambda: app.open_window(path, instead_of=window))


def open_file(window: MainWindow, path: Path) -> None:
    """Open what was dropped or handed over: a workspace in this one's stead, a bundle or numbers to be taken in."""
    from netdesk.ui import app, importing

    kind = path.suffix.lower()
    if kind == ".ndsync" and window.context.read_only:
        window.context.failed.emit(_("This workspace can only be read here, so nothing can be received into it."))
    elif kind == ".ndsync":
        receive_file(window, path)
    elif kind == ".netdesk":
        window.context.save_typing()
        window.context.attempt(lambda: app.show_workspace(path, instead_of=window))
    elif kind in importing.ENDINGS and not window.context.read_only:
        importing.import_path(window, path)
    else:
        text = _(
            "{name} cannot be opened here: NetDesk opens workspaces (.netdesk), files from others (.ndsync) and "
            "spreadsheets (.xlsx, .csv)."
        )
        window.context.failed.emit(text.format(name=path.name))


def open_files(window: MainWindow, files: list[Path]) -> None:
    """What was dropped: at a hub, several bundles or a folder of them are taken in together; else the first is opened.

    One bundle alone is looked at before it is taken in, at the hub as in a team.
    """
    from netdesk.ui import network_deeds

    context = window.context
    bundles = [one for one in files if one.is_dir() or one.suffix.lower() == ".ndsync"]
    together = len(bundles) > 1 or any(one.is_dir() for one in bundles)
    if context.workspace.hub and together and not context.read_only:
        network_deeds.take_in(window, bundles)
    else:
        open_file(window, files[0])


def import_numbers(window: MainWindow) -> None:
    """Ask for a spreadsheet and show what it would do to a measure."""
    from netdesk.ui import importing

    importing.import_file(window)


def save_copy(window: MainWindow) -> None:
    """Write a whole copy of the workspace to another file."""
    window.context.save_typing()
    workspace = window.context.workspace
    proposed = workspace.path.with_name(f"{workspace.path.stem} {window.context.today().isoformat()}.netdesk")
    path = ask.save_path(window, _("Save a copy"), proposed, WORKSPACES)
    if path is not None and window.context.attempt(lambda: workspace.save_copy(path)):
        window.context.told.emit(_("A copy is in {name}.").format(name=path.name), "", None)


def show_backups(window: MainWindow) -> None:
    """List the copies that can be gone back to."""
    from netdesk.ui.dialogs import backups

    backups.show_backups(window)


def close_window(window: MainWindow) -> None:
    """Close the window; what was typed is saved."""
    window.close()


def print_page(window: MainWindow) -> None:
    """Show the summary of the cycle that is open as it will be printed."""
    from netdesk.ui.printing import deeds as printing

    printing.print_page(window)


def print_finished(window: MainWindow) -> None:
    """Print every finished cycle into a folder."""
    from netdesk.ui.printing import deeds as printing

    printing.print_finished(window)


# Diagrams


def print_chain(window: MainWindow, kind: str, record: str) -> None:
    """Show the chain through a record as it will be printed."""
    from netdesk.ui.printing.chain import preview_chain

    window.context.save_typing()
    preview_chain(window, kind, record)


def add_fishbone(window: MainWindow) -> None:
    """Begin another fishbone."""
    window.go("causes")
    window.pages["causes"].add_fishbone()  # type: ignore[attr-defined]


def guide_session(window: MainWindow) -> None:
    """Begin the guided session on the fishbone."""
    window.go("causes")
    window.pages["causes"].guide()  # type: ignore[attr-defined]


def theory_changes(window: MainWindow) -> None:
    """Show the versions of the theory, and what is different since."""
    window.go("theory")
    window.pages["theory"].show_changes()  # type: ignore[attr-defined]


# Undo


def undo(window: MainWindow) -> None:
    """The text box's own undo while something is typed in it, else the workspace's."""
    _take_back(window, forward=False)


def redo(window: MainWindow) -> None:
    """The text box's own redo while something is typed in it, else the workspace's."""
    _take_back(window, forward=True)


def _take_back(window: MainWindow, *, forward: bool) -> None:
    focused = QApplication.focusWidget()
    binding = binding_of(focused)
    if binding is not None and binding.dirty:
        focused.redo() if forward else focused.undo()
        return
    window.context.save_typing()
    workspace = window.context.workspace
    window.banner.let_pass()
    outcome = window.context.attempt(workspace.redo if forward else workspace.undo)
    if outcome and outcome.value.left_alone:
        count = len(outcome.value.left_alone)
        text = ngettext(
            "{n} thing was left alone: somebody has changed it since.",
            "{n} things were left alone: somebody has changed them since.",
            count,
        )
        window.context.told.emit(text.format(n=count), "", None)


# Finding


def palette(window: MainWindow) -> None:
    """Find a record or an action by its name, and open or do it."""
    from netdesk.ui.palette import ask_palette

    ask_palette(window)


def find_everywhere(window: MainWindow) -> None:
    """Find words in everything that is written."""
    from netdesk.ui.palette import ask_palette

    ask_palette(window, everything=True)


def history(window: MainWindow) -> None:
    """Show who changed what and when in the thing that is open or being written."""
    window.context.save_typing()
    subject = window.subject()
    if subject is None:
        window.context.told.emit(_("Open one thing first, such as a cycle: its history is shown then."), "", None)
        return
    window.side.show_history(*subject)


def deleted(window: MainWindow) -> None:
    """List what was deleted, to restore it."""
    from netdesk.ui.dialogs.deleted import Deleted

    window.context.save_typing()
    _show(Deleted(window))


def _show(dialog: QDialog) -> None:
    dialog.exec()
    dialog.deleteLater()


# The chain


def show_chain(window: MainWindow) -> None:
    """Show why the thing that is open is done: the chain through it."""
    from netdesk.ui.dialogs import chain

    chain.show_chain(window)


def show_missing(window: MainWindow) -> None:
    """Show what is missing in the team's chain."""
    from netdesk.ui.dialogs import chain

    chain.show_missing(window)


def open_chain(window: MainWindow, kind: str, record: str) -> None:
    """Show the chain through a record."""
    from netdesk.ui.dialogs import chain

    chain.open_chain(window, kind, record)


# Looking


def fold_rail(window: MainWindow) -> None:
    """Show the rooms by their icons alone, or with their words again; kept for this computer."""
    window.set_narrow(not window.rail.narrow)


def inspector(window: MainWindow) -> None:
    """Show the inspector beside the page, or put it away again; kept for this computer."""
    window.side.set_open(not window.side.open)


def step_text(window: MainWindow, by: int) -> None:
    """Larger or smaller text by one step, or with 0 the usual size; kept for this computer."""
    from netdesk.ui import app, theme

    now = theme.text_size()
    sizes = theme.TEXT_SIZES
    place = min(range(len(sizes)), key=lambda n: abs(sizes[n] - now))
    wanted = sizes[min(len(sizes) - 1, max(0, place + by))] if by else sizes[0]
    if wanted != now:
        app.use_text_size(wanted)


# Sharing


def share(window: MainWindow, receiver: str) -> None:
    """Show what would leave for this receiver, then write the file where the person says."""
    from netdesk.ui import exchange

    exchange.share(window, receiver)


def share_with_hub(window: MainWindow) -> None:
    """Show what would leave for the hub, then write the file."""
    share(window, "hub")


def receive(window: MainWindow) -> None:
    """Ask for a bundle, show what it would change, then take it in."""
    from netdesk.ui import exchange

    exchange.receive(window)


def receive_file(window: MainWindow, path: Path) -> None:
    """Show what this bundle would change, then take it in."""
    from netdesk.ui import exchange

    exchange.receive_file(window, path)


def admit(window: MainWindow) -> None:
    """Ask for a request to join, have the six words compared, and write the invite."""
    from netdesk.ui import exchange

    exchange.admit(window)


def take_files_in(window: MainWindow) -> None:
    """At the hub: ask for a folder or single files, and take in what the teams have sent."""
    from netdesk.ui import network_deeds

    network_deeds.take_files_in(window)


def give_back(window: MainWindow) -> None:
    """At the hub: ask for a folder and write one file a team into it."""
    from netdesk.ui import network_deeds

    network_deeds.give_back(window)


# Cycles


def add_test(window: MainWindow) -> None:
    """Ask for a new test in four fields, from wherever the person is."""
    from netdesk.ui.pages.cycles import CyclesPage

    window.go("cycles")
    page = window.page()
    assert isinstance(page, CyclesPage)
    page.add_cycle()


# Help


def help_page(window: MainWindow) -> None:
    """Open the manual at the page that is open."""
    from netdesk.ui.help import show_help

    show_help(window, window.page().help_topic)


def shortcuts(window: MainWindow) -> None:
    """Show the page of shortcuts, made of the table of actions."""
    from netdesk.ui.shortcuts import Shortcuts

    _show(Shortcuts(window))


def save_report(window: MainWindow) -> None:
    """Collect a problem report, show it, and save it where the person says."""
    from netdesk.ui.dialogs import safety

    safety.save_report(window)


def about(window: MainWindow) -> None:
    """Tell which NetDesk this is."""
    text = _("NetDesk {version}\n\nThe desk of a school improvement team. It works without internet and tells nobody.")
    ask.tell(window, _("About NetDesk"), text.format(version=__version__))

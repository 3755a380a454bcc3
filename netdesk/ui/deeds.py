"""What the menus do: the window's verbs, each a function on the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QDialog

from netdesk import __version__
from netdesk.i18n import _, language, ngettext
from netdesk.operations.source import title_of
from netdesk.ui import ask, tasks
from netdesk.ui.dialogs.share import ReceivePreview, SharePreview
from netdesk.ui.dialogs.start import NewTeam
from netdesk.ui.outgoing import Outgoing, kind_words, plan
from netdesk.ui.widgets.autosave import binding_of

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow

WORKSPACES = "NetDesk (*.netdesk)"
BUNDLES = "NetDesk (*.ndsync)"


# Files


def new_workspace(window: MainWindow) -> None:
    """Ask for a team and a place, make the workspace and open it in this window's stead."""
    from netdesk.ui import app

    dialog = NewTeam(window)
    if dialog.exec():
        app.make_workspace(window, dialog)
    dialog.deleteLater()


def open_workspace(window: MainWindow) -> None:
    """Open another workspace in this window's stead."""
    from netdesk.ui import app

    path = ask.open_path(window, _("Open a workspace"), window.context.workspace.path.parent, WORKSPACES)
    if path is not None:
        window.context.attempt(lambda: app.open_window(path, instead_of=window))


def save_copy(window: MainWindow) -> None:
    """Write a whole copy of the workspace to another file."""
    window.context.save_typing()
    workspace = window.context.workspace
    proposed = workspace.path.with_name(f"{workspace.path.stem} {window.context.today().isoformat()}.netdesk")
    path = ask.save_path(window, _("Save a copy"), proposed, WORKSPACES)
    if path is not None and window.context.attempt(lambda: workspace.save_copy(path)):
        window.context.told.emit(_("A copy is in {name}.").format(name=path.name), "", None)


def close_window(window: MainWindow) -> None:
    """Close the window; what was typed is saved."""
    window.close()


def print_page(window: MainWindow) -> None:
    """Print the summary of the cycle that is open to a PDF file."""
    window.context.save_typing()
    cycle = window.open_cycle()
    if not cycle:
        window.context.told.emit(_("Open a cycle first: its summary is what can be printed."), "", None)
        return
    record = window.context.workspace.get("cycle", cycle) or {}
    name = "".join(one if one.isalnum() or one in " -" else "" for one in title_of(record, 50)).strip() or _("Cycle")
    proposed = window.context.workspace.path.with_name(f"{name}.pdf")
    path = ask.save_path(window, _("Print summary"), proposed, "PDF (*.pdf)")
    if path is None:
        return

    def work(_progress: tasks.Progress) -> Path:
        path.write_bytes(cycle_summary(window, cycle))
        return path

    def done(made: Path) -> None:
        window.context.told.emit(_("The summary is in {name}.").format(name=made.name), "", None)

    window.run_task(_("Printing the summary"), work, done)


def cycle_summary(window: MainWindow, cycle: str) -> bytes:
    """The cycle's summary as PDF, on the paper that the person's country uses."""
    from netdesk.reports.collect import cycle_sheet
    from netdesk.reports.cycle import cycle_pdf

    workspace = window.context.workspace
    with workspace.read() as session:
        sheet = cycle_sheet(session, cycle)
    paper = workspace.setting("paper", "letter")
    return cycle_pdf(sheet, paper=paper, lang=language(), printed_on=window.context.today())


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
    outcome = window.context.attempt(workspace.redo if forward else workspace.undo)
    if outcome and outcome.value.left_alone:
        count = len(outcome.value.left_alone)
        text = ngettext(
            "{n} thing was left alone: somebody has changed it since.",
            "{n} things were left alone: somebody has changed them since.",
            count,
        )
        window.context.told.emit(text.format(n=count), "", None)


# Sharing


def share(window: MainWindow, receiver: str) -> None:
    """Show what would leave for this receiver, then write the file where the person says."""
    window.context.save_typing()
    workspace = window.context.workspace

    def show(outgoing: Outgoing) -> None:
        title = _("What will leave, for the team") if receiver == "team" else _("What will leave, for the hub")
        changed = len(workspace.unpublished_changes()) if receiver == "hub" else 0
        preview = SharePreview(window, outgoing, title=title, changed=changed, held=_held_words(window, outgoing))
        agreed = preview.exec() == QDialog.DialogCode.Accepted
        publish = preview.publish.isChecked() and changed > 0
        preview.deleteLater()
        if agreed and publish:
            # What is published now changes the list, so the list is shown again before anything leaves.
            _publish_changed(window)
            share(window, receiver)
        elif agreed:
            _write_bundle(window, receiver)

    window.run_task(_("Reading what would leave"), lambda _progress: plan(workspace, receiver), show)


def _publish_changed(window: MainWindow) -> None:
    from netdesk.i18n import N_
    from netdesk.store.edit import Edit

    changed = window.context.workspace.unpublished_changes()

    def publish_all(edit: Edit) -> None:
        for kind, record in changed:
            edit.publish(kind, record)

    window.context.edit(N_("Publish what changed"), publish_all)


def _write_bundle(window: MainWindow, receiver: str) -> None:
    from netdesk.sync import send

    workspace = window.context.workspace
    team = workspace.get("team", workspace.team_id) or {}
    stem = f"{send.slug(team.get('name', 'team'))}-{receiver}-{window.context.today().isoformat()}"
    path = ask.save_path(window, _("Save the file"), workspace.path.with_name(f"{stem}.ndsync"), BUNDLES)
    if path is None:
        return

    def done(made: dict[str, Any]) -> None:
        told = _("{name} is ready to be sent: by shared folder, stick or e-mail.").format(name=Path(made["file"]).name)
        window.context.told.emit(" ".join(part for part in (told, made.get("note", "")) if part), "", None)

    window.run_task(_("Writing the file"), lambda _progress: send.share(workspace, receiver, path), done)


def _held_words(window: MainWindow, outgoing: Outgoing) -> list[str]:
    words = []
    for one in outgoing.held_back:
        record = window.context.workspace.get(one["kind"], one["id"]) or {}
        name = title_of(record) or kind_words(one["kind"])
        words.append(f"{name}: {one['why']}")
    return words


def receive(window: MainWindow) -> None:
    """Ask for a bundle, show what it would change, then take it in."""
    path = ask.open_path(window, _("Receive a file"), window.context.workspace.path.parent, BUNDLES)
    if path is not None:
        receive_file(window, path)


def receive_file(window: MainWindow, path: Path) -> None:
    """Show what this bundle would change, then take it in."""
    from netdesk.sync import receive as receiving

    window.context.save_typing()
    workspace = window.context.workspace

    def show(found: dict[str, Any]) -> None:
        preview = ReceivePreview(window, found, path.name)
        agreed = preview.exec() == QDialog.DialogCode.Accepted
        preview.deleteLater()
        if agreed:
            window.run_task(_("Receiving"), lambda _p: receiving.receive(workspace, [path]), done)

    def done(result: dict[str, Any]) -> None:
        window.context.told.emit(*_received_words(window, result))

    window.run_task(_("Reading the file"), lambda _progress: receiving.preview(path, workspace), show)


def _received_words(window: MainWindow, result: dict[str, Any]) -> tuple[str, str, Any]:
    if result["refused"]:
        return str(result["refused"][0]["reason"]), "", None
    if result["waiting"]:
        return _("An earlier file is missing, so this one was not taken in."), "", None
    if result["already"]:
        return _("You had taken this file in already; nothing changed."), "", None
    count = sum(result["changed"].values())
    told = ngettext("Received: {n} record is new or changed.", "Received: {n} records are new or changed.", count)
    told = told.format(n=count)
    if not result["conflicts"]:
        return told, "", None
    both = ngettext("{n} conflict waits for you.", "{n} conflicts wait for you.", result["conflicts"])
    return f"{told} {both.format(n=result['conflicts'])}", _("Look"), lambda: window.go("sharing")


def admit(window: MainWindow) -> None:
    """Ask for a request to join, have the six words compared, and write the invite."""
    from netdesk.sync import join

    path = ask.open_path(window, _("Open the request"), window.context.workspace.path.parent, _("All files (*)"))
    if path is None:
        return
    outcome = window.context.attempt(lambda: join.words_of(path))
    if not outcome:
        return
    question = _(
        "The request says these six words:\n\n{words}\n\nCall the person and type the words that they read to you. "
        "Leave it empty if you cannot call; the invite will say that nobody compared them."
    ).format(words=outcome.value)
    said = ask.words(window, _("Compare six words"), question)
    if said is None:
        return
    target = ask.save_path(window, _("Save the invite"), path.with_suffix(".invite.ndsync"), BUNDLES)
    if target is None:
        return
    workspace = window.context.workspace

    def work(_progress: tasks.Progress) -> str:
        from netdesk.store.keys import verify
        from netdesk.sync.container import read_file
        from netdesk.sync.trust import read_request

        role = read_request(read_file(path), verify).role
        return join.admit(workspace, path, role=role, words=said or None, out=target)

    def done(_words: str) -> None:
        window.context.told.emit(_("The invite is in {name}. Send it back.").format(name=target.name), "", None)

    window.run_task(_("Writing the invite"), work, done)


# Help


def help_page(window: MainWindow) -> None:
    """Tell what the open page is for."""
    window.context.told.emit(window.page_help(), "", None)


def shortcuts(window: MainWindow) -> None:
    """List the shortcuts, from the table of actions."""
    from netdesk.ui.actions import ACTIONS

    lines = [f"{one.shortcut}    {_(one.words).replace('&', '')}" for one in ACTIONS if one.shortcut]
    ask.tell(window, _("Shortcuts"), "\n".join(lines))


def about(window: MainWindow) -> None:
    """Tell which NetDesk this is."""
    text = _("NetDesk {version}\n\nThe desk of a school improvement team. It works without internet and tells nobody.")
    ask.tell(window, _("About NetDesk"), text.format(version=__version__))

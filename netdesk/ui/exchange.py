"""Files between people: what would leave is shown and written, what came is taken in, who asks is admitted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog

from netdesk.i18n import N_, _, ngettext
from netdesk.operations.home import SENT_TO_HUB
from netdesk.operations.source import title_of
from netdesk.store.edit import Edit
from netdesk.sync import join, send
from netdesk.sync import receive as receiving
from netdesk.ui import ask, tasks
from netdesk.ui.deeds import BUNDLES
from netdesk.ui.dialogs.receive import ReceivePreview
from netdesk.ui.dialogs.share import SharePreview
from netdesk.ui.outgoing import Outgoing, kind_words, plan

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow


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

    window.run_task(_("Reading what would leave"), lambda progress: plan(workspace, receiver, step=progress.step), show)


def _publish_changed(window: MainWindow) -> None:
    changed = window.context.workspace.unpublished_changes()

    def publish_all(edit: Edit) -> None:
        for kind, record in changed:
            edit.publish(kind, record)

    window.context.edit(N_("Publish what changed"), publish_all)


def _write_bundle(window: MainWindow, receiver: str) -> None:
    workspace = window.context.workspace
    team = workspace.get("team", workspace.team_id) or {}
    stem = f"{send.slug(team.get('name', 'team'))}-{receiver}-{window.context.today().isoformat()}"
    path = ask.save_path(window, _("Save the file"), workspace.path.with_name(f"{stem}.ndsync"), BUNDLES)
    if path is None:
        return

    def done(made: dict[str, Any]) -> None:
        if receiver == "hub":
            workspace.set_setting(SENT_TO_HUB, workspace.now())
        told = _("{name} is ready to be sent: by shared folder, stick or e-mail.").format(name=Path(made["file"]).name)
        window.context.told.emit(" ".join(part for part in (told, made.get("note", "")) if part), "", None)

    def work(progress: tasks.Progress) -> dict[str, Any]:
        return send.share(workspace, receiver, path, step=progress.step)

    window.run_task(_("Writing the file"), work, done)


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
    window.context.save_typing()
    workspace = window.context.workspace

    def show(found: dict[str, Any]) -> None:
        preview = ReceivePreview(window, found, path.name, workspace)
        agreed = preview.exec() == QDialog.DialogCode.Accepted
        preview.deleteLater()
        if agreed:
            window.run_task(_("Receiving"), take_in, done)

    def take_in(progress: tasks.Progress) -> dict[str, Any]:
        return receiving.receive(workspace, [path], step=progress.step)

    def done(result: dict[str, Any]) -> None:
        window.context.told.emit(*_received_words(window, result))

    def read(progress: tasks.Progress) -> dict[str, Any]:
        return receiving.preview(path, workspace, step=progress.step)

    window.run_task(_("Reading the file"), read, show)


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

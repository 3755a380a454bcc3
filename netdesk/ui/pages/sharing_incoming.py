"""What comes in: the files that lie in the shared folder, each looked at before it is taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from netdesk.i18n import _
from netdesk.sync.folders import Lying, bundles_in
from netdesk.ui import ask
from netdesk.ui.background import Reader
from netdesk.ui.context import Context
from netdesk.ui.dialogs.share import size_words
from netdesk.ui.icons import picture
from netdesk.ui.shown import shown_moment
from netdesk.ui.widgets.basic import Card, button, column, empty, label, row, rule, scrolled


class Incoming(QWidget):
    """A file to receive: chosen by hand, dropped on the window, or found in the shared folder."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: list[Lying] = []
        self._column = column(spacing=16)
        self._reader = Reader(self)
        self._reader.came.connect(self._show)
        inner = QWidget()
        inner.setLayout(self._column)
        self.setLayout(column(scrolled(inner), spacing=0))

    @property
    def folder(self) -> Path | None:
        """The folder that is looked through; the one where the last file was saved, until another is chosen."""
        workspace = self._context.workspace
        kept = workspace.setting("inbox_folder") or workspace.setting("share_folder")
        return Path(kept) if isinstance(kept, str) else None

    def finish(self) -> None:
        """Wait until the folder is read."""
        self._reader.finish()

    def stop(self) -> None:
        """Read nothing more: the workspace is about to be closed."""
        self._reader.stop()

    def refresh(self) -> None:
        """Look through the folder again."""
        self._show(self._found)
        folder, workspace = self.folder, self._context.workspace
        if folder is not None and workspace.team_id:
            self._reader.read(lambda: bundles_in(workspace, folder))

    def _show(self, found: list[Lying]) -> None:
        self._found = found
        empty(self._column)
        self._column.addWidget(self._first())
        if self.folder is not None:
            self._column.addWidget(self._folder_card(self.folder))
        self._column.addStretch(1)

    def _first(self) -> Card:
        card = Card(_("A file from a teammate or the hub"), name="incoming")
        words = _(
            "Choose the file, or drop it on this window. You see who made it and what it would change; nothing changes "
            "until you press Receive. Where both of you changed the same, both versions are kept."
        )
        card.body.addWidget(label(words, "second", wrap=True))
        pick = button(
            _("Choose a file"), lambda: self._context.go.emit("receive", ""), name="incoming_choose", role="main",
            icon="receive", accessible=_("Choose a file to receive"),
        )  # fmt: skip
        pick.setEnabled(not self._context.read_only)
        look = button(_("Look in a folder"), self._choose_folder, name="incoming_folder", icon="folder")
        look.setEnabled(not self._context.read_only)
        card.body.addLayout(row(pick, look, 1, spacing=8))
        return card

    def _choose_folder(self) -> None:
        folder = ask.open_folder(self, _("Which folder do you share?"), self.folder)
        if folder is not None:
            self._context.workspace.set_setting("inbox_folder", str(folder.absolute()))
            self._found = []
            self.refresh()

    def _folder_card(self, folder: Path) -> Card:
        card = Card(_("In the folder {name}").format(name=folder.name or folder), name="incoming_files")
        card.setToolTip(str(folder))
        if not self._found:
            card.body.addWidget(label(_("No file from anybody else lies there now."), "quiet", wrap=True))
        for n, one in enumerate(self._found):
            if n:
                card.body.addWidget(rule())
            card.body.addLayout(self._line(one))
        return card

    def _line(self, one: Lying) -> Any:
        if one.state == "unreadable":
            words = _("Cannot be read. It may still be on its way; try again in a while.")
        else:
            words = _("From {person}, {when}, {size}").format(
                person=one.sender, when=shown_moment(one.created), size=size_words(one.bytes)
            )
        line = row(picture("check" if one.state == "received" else "receive", "second", 16), spacing=10)
        text = column(label(one.path.name, "strong", wrap=True), label(words, "second", wrap=True), spacing=0)
        line.addLayout(text, 1)
        if one.state == "received":
            line.addWidget(label(_("taken in"), "second"))
        elif one.state == "new" and not self._context.read_only:
            look = button(
                _("Look"), lambda: self._receive(one.path), name="incoming_look",
                accessible=_("Look at the file {name}").format(name=one.path.name),
            )  # fmt: skip
            line.addWidget(look, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _receive(self, path: Path) -> None:
        from netdesk.ui import deeds

        deeds.receive_file(self.window(), path)  # type: ignore[arg-type]

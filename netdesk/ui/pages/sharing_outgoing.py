"""What will leave: every record of the next bundle with its level and size, one total, then the ways to send it."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from netdesk import paths
from netdesk.i18n import _, ngettext
from netdesk.sync import mail, send
from netdesk.ui import ask, outside, tasks, theme
from netdesk.ui.background import Reader
from netdesk.ui.context import Context
from netdesk.ui.dialogs.share import size_words
from netdesk.ui.outgoing import Leaving, Outgoing, kind_words, part_words, plan
from netdesk.ui.shown import shown_moment, shown_when
from netdesk.ui.widgets.basic import Segments, button, column, label, row, rule
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.frame import ElidedLabel
from netdesk.ui.widgets.sides import Sides
from netdesk.ui.widgets.two_lines import TwoLineList, TwoLines

WIDTHS = (84, 104, 64)
BUNDLES = "NetDesk (*.ndsync)"
ICONS = {"measure": "measures", "cycle": "cycles", "person": "person", "team": "people"}
LEVEL_ICONS = {"published": "globe", "team": "people", "hub": "globe", "network": "globe"}


def level_words(level: str) -> str:
    """A level as people say it."""
    return {
        "me": _("Only me"), "team": _("Team"), "published": _("Published"), "hub": _("From the hub"),
        "network": _("Network"),
    }.get(level, level)  # fmt: skip


def says(one: Leaving) -> str:
    """What is said under a record's name: its kind, and what goes with it."""
    parts = ", ".join(part_words(kind, count) for kind, count in one.parts)
    return f"{kind_words(one.kind)}. {parts}" if parts else kind_words(one.kind)


class OutgoingCard(QFrame):
    """The next bundle for one receiver. ``planned`` carries the `Outgoing` that is shown; ``opened`` kind and id."""

    planned = Signal(object)
    opened = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("outgoing")
        self._context = context
        self.receiver = "team"
        self._full = False
        self._outgoing: Outgoing | None = None
        self._reader = Reader(self)
        self._reader.came.connect(self._show)
        self._reader.failed.connect(self._show_why_not)
        whole = column(spacing=0)
        whole.addWidget(self._make_head())
        whole.addWidget(rule())
        whole.addLayout(self._make_columns())
        whole.addWidget(rule())
        whole.addWidget(self._make_middle(), 1)
        whole.addWidget(rule())
        whole.addLayout(self._make_foot())
        self.setLayout(whole)

    # Building

    def _make_head(self) -> Any:
        self.to = Segments([("team", _("Our team")), ("hub", _("The hub"))], name="share", accessible=_("For whom"))
        self.to.chosen.connect(self.show_receiver)
        self.to_team = ChoiceField(_("For whom"), name="share_to")
        self.to_team.title.hide()
        self.to_team.chosen.connect(self.show_receiver)
        hub = self._context.workspace.hub
        # Never shown before it has a parent: it would be a window of its own.
        (self.to if hub else self.to_team).hide()
        what = [("new", _("What is new")), ("all", _("Everything"))]
        self.how_much = Segments(what, name="share_what", accessible=_("How much"))
        self.how_much.show_value("new")
        self.how_much.chosen.connect(self._choose_how_much)
        self._title = label(_("What will leave"), "section")
        head = Sides(spacing=12, margins=(20, 10, 20, 10))
        for one in (self._title, self.to, self.to_team):
            head.add(one)
        head.add_stretch()
        head.add(self.how_much)
        return head

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where there is little room the choices say enough.
        self._title.setVisible(self.width() > theme.px(600))

    def _make_columns(self) -> Any:
        heads = row(spacing=0, margins=(48, 4, 20, 4))
        heads.addWidget(label(_("Record"), "head"), 1)
        for text, width in zip((_("Change"), _("Level"), _("Size")), WIDTHS, strict=True):
            made = label(text, "head")
            made.setFixedWidth(theme.px(width))
            heads.addWidget(made)
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        return heads

    def _make_middle(self) -> QWidget:
        self.list = TwoLineList(name="outgoing_records", accessible=_("What will leave"), widths=WIDTHS)
        self.list.opened.connect(self.opened)
        self._message = label("", "second", wrap=True, name="outgoing_message")
        aside = QWidget()
        aside.setLayout(column(self._message, 1, margins=(20, 16, 20, 16)))
        self._middle = QStackedWidget()
        self._middle.addWidget(self.list)
        self._middle.addWidget(aside)
        return self._middle

    def _make_foot(self) -> Any:
        self._total = label("", "section", name="outgoing_total")
        self._words = ElidedLabel("", "second", name="outgoing_words")
        self._read_first = button(_("Read it first"), self.read_first, name="outgoing_read", role="link")
        line = row(self._total, spacing=12)
        line.addWidget(self._words, 1)
        line.addWidget(self._read_first)
        self._save = button(
            _("Save to a folder"), self.save, name="outgoing_save", role="main", icon="folder",
            accessible=_("Save the file to a folder"),
        )  # fmt: skip
        self._mail = button(
            _("E-mail"), self.mail, name="outgoing_mail", icon="mail",
            accessible=_("Make an e-mail draft with the file"),
        )  # fmt: skip
        self._fits = ElidedLabel("", "second", name="outgoing_fits")
        self._fits.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        buttons = Sides(spacing=8)
        buttons.add(self._save)
        buttons.add(self._mail)
        buttons.add(self._fits, 1)
        return column(line, buttons, spacing=10, margins=(20, 12, 20, 12))

    # Showing

    def show_receiver(self, receiver: str) -> None:
        """Show what would leave for "team", "hub" or (on the hub's workspace) a team by name."""
        self.receiver = receiver
        self.refresh()

    def _choose_how_much(self, value: str) -> None:
        self._full = value == "all"
        self.refresh()

    def refresh(self) -> None:
        """Read anew what would leave; what is shown meanwhile is marked as old by buttons that are off."""
        workspace, receiver, full = self._context.workspace, self.receiver, self._full
        if workspace.hub:
            teams = [(name, name) for name in send.joined_teams(workspace).values()]
            self.to_team.show_choices([("team", _("Our hub team")), *teams], receiver)
        self.to.show_value(receiver)
        self._allow(False)
        if self._outgoing is None or self._outgoing.receiver != receiver:
            self._outgoing = None
            self._show_message(_("Reading what would leave …"))
        if not workspace.team_id:
            self._show_why_not(_("This workspace waits for its invite. Receive it first, then share."))
            return
        self._reader.read(lambda: plan(workspace, receiver, full=full, step=self._reader.go_on))

    @property
    def reading(self) -> bool:
        """Whether the list is still being read."""
        return self._reader.reading

    def finish(self) -> None:
        """Wait until the list is read."""
        self._reader.finish()

    def stop(self) -> None:
        """Read nothing more: the workspace is about to be closed."""
        self._reader.stop()

    def _show(self, outgoing: Outgoing) -> None:
        self._outgoing = outgoing
        records = outgoing.records
        if records:
            self.list.show_rows(_rows(outgoing))
            self._middle.setCurrentIndex(0)
        else:
            text = _("Nothing new to send. The file only says what you have received, which helps the other side.")
            self._show_message(text, clear=False)
        self._total.setText(size_words(outgoing.bytes))
        words = ngettext(
            "One file, signed by this computer. {n} record, and nothing that is not listed here.",
            "One file, signed by this computer. {n} records, and nothing that is not listed here.",
            len(records),
        )
        self._words.set_whole(words.format(n=len(records)))
        too_large = outgoing.bytes > send.MAIL_BYTES
        fits = _("Too large for most e-mail: use a stick or a shared drive") if too_large else _("Fits in an e-mail")
        written = self._context.workspace.setting(f"written_{self.receiver}")
        if written:
            fits = _("{fits}. Last file: {when}").format(fits=fits, when=shown_moment(written))
        self._fits.set_whole(fits)
        self._allow(True)
        self._mail.setEnabled(self._mail.isEnabled() and not too_large)
        self.planned.emit(outgoing)

    def _show_why_not(self, text: str) -> None:
        self._outgoing = None
        self._show_message(text)
        self.planned.emit(None)

    def _show_message(self, text: str, *, clear: bool = True) -> None:
        self._message.setText(text)
        self._middle.setCurrentIndex(1)
        if clear:
            self._total.setText("")
            self._words.set_whole("")
            self._fits.set_whole("")

    def _allow(self, ready: bool) -> None:
        for one in (self._save, self._mail):
            one.setEnabled(ready and not self._context.read_only)
        self._read_first.setVisible(self._outgoing is not None)
        self._read_first.setEnabled(ready)

    # Sending

    def read_first(self) -> None:
        """Open the page that will lie in the file, as anybody can read it."""
        if self._outgoing is not None:
            page = _outbox() / "what-will-leave.html"
            page.write_text(self._outgoing.page, encoding="utf-8")
            self._opened_or_told(page)

    def save(self) -> None:
        """Write the file where the person says, with the words for a message on the clipboard."""
        self._context.save_typing()
        workspace = self._context.workspace
        folder = Path(workspace.setting("share_folder") or workspace.path.parent)
        folder = folder if folder.is_dir() else workspace.path.parent
        path = ask.save_path(self, _("Save the file"), folder / f"{self._stem()}.ndsync", BUNDLES)
        if path is None:
            return

        def done(made: dict[str, Any]) -> None:
            self._note_written(Path(made["file"]).parent)
            outside.to_clipboard("\n\n".join(self._message_words()[1:]))
            told = _("{name} is saved. Words for a message are on the clipboard.").format(name=path.name)
            text = " ".join(part for part in (told, made.get("note", "")) if part)
            self._context.told.emit(text, _("Show in folder"), lambda: self._opened_or_told(path.parent))

        receiver, full = self.receiver, self._full
        def work(progress: tasks.Progress) -> dict[str, Any]:
            return send.share(workspace, receiver, path, full=full, step=progress.step)

        self._run(_("Writing the file"), work, done)

    def mail(self) -> None:
        """Write the file and an e-mail draft that holds it, and open the draft in the person's mail program."""
        self._context.save_typing()
        workspace, receiver, full = self._context.workspace, self.receiver, self._full
        bundle = _outbox() / f"{self._stem()}.ndsync"
        subject, words = self._message_words()

        def work(progress: tasks.Progress) -> Path:
            send.share(workspace, receiver, bundle, full=full, step=progress.step)
            draft = bundle.with_suffix(mail.SUFFIX)
            draft.write_bytes(mail.mail_draft(bundle, subject=subject, words=words))
            return draft

        def done(draft: Path) -> None:
            self._note_written(None)
            if outside.open_file(draft):
                told = _("The draft opens in your mail program with the file attached. Add who it is for, and send it.")
                self._context.told.emit(told, "", None)
            else:
                outside.to_clipboard(words)
                told = _("No mail program opened. The file is in the folder; words for a message are on the clipboard.")
                self._context.told.emit(told, _("Show in folder"), lambda: self._opened_or_told(draft.parent))

        self._run(_("Making the e-mail draft"), work, done)

    def _run(self, title: str, work: Any, done: Any) -> None:
        window: Any = self.window()
        window.run_task(title, work, done)

    def _opened_or_told(self, path: Path) -> None:
        if not outside.open_file(path):
            self._context.failed.emit(_("No program opened {path}. Open it yourself.").format(path=path))

    def _note_written(self, folder: Path | None) -> None:
        workspace = self._context.workspace
        moment = datetime.fromtimestamp(workspace.now(), UTC).isoformat()
        workspace.set_setting(f"written_{self.receiver}", moment)
        if folder is not None:
            workspace.set_setting("share_folder", str(folder.absolute()))
        if self._outgoing is not None:
            self._fits.set_whole(_("Last file: {when}").format(when=shown_when(workspace.now())))

    def _team(self) -> str:
        workspace = self._context.workspace
        return str((workspace.get("team", workspace.team_id) or {}).get("name") or _("our team"))

    def _message_words(self) -> tuple[str, str]:
        receiver = {"team": _("our team"), "hub": _("the hub")}.get(self.receiver, self.receiver)
        return mail.mail_words(self._team(), receiver)

    def _stem(self) -> str:
        return f"{send.slug(self._team())}-{send.slug(self.receiver)}-{self._context.today().isoformat()}"


def _rows(outgoing: Outgoing) -> list[TwoLines]:
    found: list[TwoLines] = []
    levels = [one.level for one in outgoing.records]
    for n, one in enumerate(outgoing.records):
        if n == 0 or levels[n - 1] != one.level:
            count = levels.count(one.level)
            words = {
                "published": ngettext("{n} published record", "{n} published records", count),
                "team": ngettext("{n} record of the team", "{n} records of the team", count),
            }.get(one.level, ngettext("{n} record", "{n} records", count))
            found.append(TwoLines(words.format(n=count), head=True))
        change = _("new") if one.is_new else _("changed")
        columns = (change, level_words(one.level), size_words(one.bytes))
        icon, level_icon = ICONS.get(one.kind, "purpose"), LEVEL_ICONS.get(one.level, "")
        found.append(TwoLines(one.title, says(one), icon, columns, level_icon, kind=one.kind, id=one.id))
    return found


def _outbox() -> Path:
    """Where files lie that are made only to be opened by another program; older ones are cleared away."""
    folder = paths.data_dir() / "outbox"
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)[:-8]:
        with contextlib.suppress(OSError):  # another program may still have it open
            old.unlink()
    return folder

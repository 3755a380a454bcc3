"""Backups: listed, restored as a copy, and copied to a second place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from netdesk.errors import NetDeskError
from netdesk.i18n import _, format_date
from netdesk.store.backup import Backup, restore_file
from netdesk.store.local import ASK_AGAIN_DAYS
from netdesk.ui import ask
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.dialogs.share import size_words
from netdesk.ui.shown import shown_moment
from netdesk.ui.widgets.basic import boxed, button, column, empty, label, row
from netdesk.ui.widgets.two_lines import TwoLineList, TwoLines

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow

WORKSPACES = "NetDesk (*.netdesk)"


class Backups(Asking):
    """The backups there are, the newest first, and where they are kept."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(
            window,
            name="backups",
            title=_("Backups"),
            words=_(
                "NetDesk backs the whole workspace up by itself, at most once a day of work. Restoring makes a copy "
                "beside your workspace; what you have now stays as it is."
            ),
            deed=_("Restore as a copy"),
            leave=_("Close"),
            width=620,
        )
        self._window = window
        self._workspace = window.context.workspace
        self.list = TwoLineList(name="backups_list", accessible=_("Backups, the newest first"), widths=(80,))
        self.list.setMinimumHeight(220)
        self.list.selectionModel().currentChanged.connect(lambda *_places: self._allow())
        self._told = label("", "second", wrap=True, name="backups_told")
        self._told.hide()
        self._second = column(spacing=4)
        now = button(_("Back up now"), self._back_up, name="backups_now", icon="plus")
        now.setEnabled(not self._workspace.read_only)
        self.body.addWidget(boxed(column(self.list, margins=(2, 2, 2, 2)), "card"), 1)
        self.body.addWidget(self._told)
        self.body.addLayout(row(now, 1))
        self.body.addLayout(self._second)
        self._found: list[Backup] = []
        self._show()

    def _show(self) -> None:
        here = self._workspace.backups()
        there = self._workspace.second_backups()
        rows, self._found = [], []
        for place, found in ((_("On this computer"), here), (_("In the second place"), there)):
            for one in found:
                rows.append(TwoLines(shown_moment(one.when), place, "history", (size_words(one.bytes),)))
                self._found.append(one)
        self.list.show_rows(rows)
        if rows:
            self.list.setCurrentIndex(self.list.model().index(0, 0))
        else:
            self._tell(_("There is no backup yet. The first one is made when you close NetDesk."))
        self._show_second()
        self._allow()

    def _show_second(self) -> None:
        empty(self._second)
        place = self._workspace.second_place()
        title = label(_("A second place"), "head")
        self._second.addWidget(title)
        if place is None:
            words = _("If this computer is lost, so are they. Choose a stick, a shared drive or a synced folder.")
        else:
            words = _("Each backup is copied to {place}.").format(place=place)
        self._second.addWidget(label(words, "second", wrap=True, name="backups_second"))
        missed = self._workspace.setting("second_place_missed")
        if missed:
            self._second.addWidget(label(str(missed), "problem", wrap=True))
        if self._workspace.read_only:
            return
        words = _("Choose a folder") if place is None else _("Choose another")
        choose = button(words, self._choose, name="backups_choose")
        line = row(choose, spacing=8)
        if place is not None:
            line.addWidget(button(_("Use no second place"), self._stop, name="backups_stop", role="link"))
        line.addStretch(1)
        self._second.addLayout(line)

    def _allow(self) -> None:
        self.accept_button.setEnabled(self.chosen() is not None)

    def _tell(self, text: str) -> None:
        self._told.setText(text)
        self._told.setAccessibleName(text)
        self._told.show()

    def chosen(self) -> Backup | None:
        """The backup that is marked."""
        place = self.list.currentIndex().row()
        return self._found[place] if 0 <= place < len(self._found) else None

    def _back_up(self) -> None:
        self._do(self._workspace.back_up, _("Backed up."))

    def _choose(self) -> None:
        folder = ask.open_folder(self, _("A second place for backups"), self._workspace.second_place())
        if folder is not None:
            self._do(lambda: self._workspace.set_second_place(folder), _("The first copy lies there now."))

    def _stop(self) -> None:
        told = _("No second place from now on. What lies there stays there.")
        self._do(lambda: self._workspace.set_second_place(None), told)

    def _do(self, deed: Callable[[], object], told: str) -> None:
        """Do it and say so under the list, or say there why it could not be done."""
        try:
            deed()
        except NetDeskError as error:
            self._tell(error.user_text)
            return
        self._show()
        self._tell(told)


def show_backups(window: MainWindow) -> None:
    """List the backups, and restore the one that is chosen as a copy, which can be opened at once."""
    window.context.save_typing()
    dialog = Backups(window)
    chosen = dialog.chosen() if dialog.exec() else None
    dialog.deleteLater()
    if chosen is None:
        return
    workspace = window.context.workspace
    day = format_date(datetime.fromisoformat(chosen.when).astimezone().date(), "medium").replace("/", "-")
    proposed = workspace.path.with_name(_("{name} as of {day}.netdesk").format(name=workspace.path.stem, day=day))
    path = ask.save_path(window, _("Restore as a copy"), proposed, WORKSPACES)
    if path is None:
        return

    def done(_value: object) -> None:
        from netdesk.ui import app

        told = _("{name} is the workspace as it was on {day}. The one you have open is unchanged.")
        window.context.told.emit(
            told.format(name=path.name, day=day),
            _("Open the copy"),
            lambda: window.context.attempt(lambda: app.open_window(path, instead_of=window)),
        )

    window.run_task(_("Restoring the backup"), lambda _progress: restore_file(chosen.path, path), done)


def ask_second_place(window: MainWindow) -> None:
    """After the first week, ask in the banner for a second place; at most once a month."""
    workspace = window.context.workspace
    if workspace.waiting or not workspace.second_place_due():
        return
    workspace.ask_second_place_in(ASK_AGAIN_DAYS)
    window.banner.tell(
        _("Your backups lie on this computer only. A second place keeps the work if the computer is lost."),
        _("Choose a place"),
        lambda: show_backups(window),
    )

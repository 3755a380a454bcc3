"""The main window: rail, header, banner, page and status line round one open workspace."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from netdesk.i18n import _, ngettext
from netdesk.ui import deeds, tasks, theme
from netdesk.ui.actions import ACTIONS, MENUS
from netdesk.ui.context import Context
from netdesk.ui.menus import fill_menus
from netdesk.ui.rooms import HUB_ROOM, ROOMS, Pages
from netdesk.ui.side import Side
from netdesk.ui.steps import AHEAD_MS, Steps, stop
from netdesk.ui.widgets.banner import Banner
from netdesk.ui.widgets.basic import column, row
from netdesk.ui.widgets.binding import binding_of
from netdesk.ui.widgets.frame import Header, HeaderContent, Page, Rail, StatusLine
from netdesk.ui.widgets.reading_order import ReadingOrder

if TYPE_CHECKING:
    from netdesk.operations.home import Home
    from netdesk.store.workspace import Workspace
    from netdesk.ui.palette import Choice, Finder

#: What can be opened in a room: the kind of its record.
OPENS = {"cycles": "cycle", "measures": "measure", "table": "pin"}

#: How long Home is looked at in peace before what other rooms need is imported.
LOOKED_AT_MS = 1_000


class MainWindow(ReadingOrder, QMainWindow):
    """The window of one workspace, which it closes with itself; it says ``closed`` then.

    It is made and shown before its workspace is open, because the store takes longer to load than the frame to paint:
    until `taking` gives it the workspace it says that it opens ``name``, and nothing can be done in it but close it.
    """

    closed = Signal()
    context: Context
    #: Every room's page, made when it is first opened.
    pages: Pages

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        #: Whether the workspace is here.
        self.taken = False
        #: Whether somebody is about to give it its workspace: a window that is closed meanwhile is only ``left``.
        self.opening = False
        self.left = False
        self._task: tasks.Task | None = None
        self._finder: Finder | None = None
        self._status_due = QTimer(self, singleShot=True, interval=0)
        self._status_due.timeout.connect(self._refresh_status)
        self._visited: list[str] = []
        self._actions: dict[str, QAction] = {}
        self._handed_on = False
        self._going = self._closing = False
        self._visiting: Steps | None = None
        #: The rooms that no longer say what they are for.
        self.dismissed: set[str] = set()
        #: Whether this computer keeps where the window stands and what is open in it.
        self.remembered = False
        self.rail = Rail([(room, _(words), room) for room, words in ROOMS])
        self.header = Header()
        self.banner = Banner()
        self.status = StatusLine(lambda: deeds.help_page(self))
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())  # in sight until the first page is whole
        body = QWidget()
        body.setProperty("role", "ground")
        body.setLayout(column(self.header, self.banner, spacing=0))
        self.side = Side(self, self._stack)
        body.layout().addWidget(self.side)
        body.layout().setStretch(2, 1)
        across = row(self.rail, spacing=0)
        across.addWidget(body, 1)
        middle = QWidget()
        middle.setLayout(column(across, self.status, spacing=0))
        middle.layout().setStretch(0, 1)
        self.setCentralWidget(middle)
        self._menus = {id_: self.menuBar().addMenu(_(words)) for id_, words in MENUS}
        self.setMinimumSize(960, 600)
        self.resize(1280, 760)
        self.rail.show_team(name, "")
        self.header.show_content(HeaderContent(_("Opening …"), dismissible=False))
        self.status.show_state("", "", "")
        self.setWindowTitle(_("{team} – NetDesk").format(team=name) if name else _("NetDesk"))

    def taking(
        self, workspace: Workspace, place: tuple[str, str] = ("home", ""), home: Home | None = None
    ) -> Generator[None, None, None]:
        """Show this open workspace from now on, at this room and thing: in steps, for `steps.go_through`.

        ``home`` is what Home says, where that was read when the workspace was opened.
        """
        self.context = Context(workspace, self, home)
        rooms = (*ROOMS, HUB_ROOM) if workspace.hub else ROOMS
        if workspace.hub:
            self.rail.add_room(HUB_ROOM[0], _(HUB_ROOM[1]), HUB_ROOM[0])
        self.pages = Pages(self.context, [room for room, _words in rooms], self._take_page)
        self.taken = True
        yield
        yield from fill_menus(self, self._menus, self._actions)
        self._show_mode()
        self._actions["rail"].setChecked(self.rail.narrow)
        self._connect()
        self.setAcceptDrops(True)
        kept = self._recover_drafts()
        self._show_whose()
        yield
        room, target = place if place[0] in self.pages else ("home", "")
        yield from self.pages.making(room)
        self.go(room, target)
        # Wrapped words ask for their height once they have their width: nothing is painted over another meanwhile.
        for _turn in range(3):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        yield
        self._refresh_status()
        self._tell_first(kept)
        QTimer.singleShot(LOOKED_AT_MS, self, self._import_ahead)

    @property
    def finder(self) -> Finder:
        """The search index of this workspace, begun when something is first looked for."""
        if self._finder is None:
            from netdesk.ui.palette import Finder

            self._finder = Finder(self.context.workspace, self)
        return self._finder

    # Building

    def _take_page(self, page: Page) -> None:
        """Give a page that is about to be made its place; it is filled when it is opened."""
        self._stack.addWidget(page)
        page.header_changed.connect(lambda: self._show_header(page))

    def _recover_drafts(self) -> int:
        """Make edits of what a crash left typed; gives how many."""
        if not self.context.workspace.drafts():
            return 0
        from netdesk.ui.drafts import recover

        return recover(self.context)

    def _connect(self) -> None:
        context = self.context
        self.rail.chosen.connect(self.visit)
        self.rail.find_pressed.connect(lambda: deeds.palette(self))
        self.rail.folded.connect(self.set_narrow)
        context.changed.connect(self._on_changed)
        context.failed.connect(lambda text: self.banner.tell(text))
        context.told.connect(lambda text, act, deed: self.banner.tell(text, act, deed, passing=True))
        context.typing_changed.connect(self._refresh_undo)
        context.go.connect(self._on_go)
        self.header.dismissed.connect(lambda: self.dismiss(self.dismissed | {self.page().room}))
        self.side.shown_changed.connect(self._actions["inspector"].setChecked)

    # Going

    def visit(self, room: str) -> None:
        """Go to a room as soon as its page is made, which no one waits for; going elsewhere takes its place."""
        stop(self._visiting)
        if self.pages.is_filled(room):
            self.go(room)
        else:
            self._visiting = Steps(self, self.pages.making(room), lambda: self.go(room))

    def _import_ahead(self) -> None:
        from netdesk.ui.ahead import import_ahead

        Steps(self, import_ahead(hub=self.context.workspace.hub), pause=AHEAD_MS)

    def go(self, room: str, target: str = "") -> None:
        """Open a room, and one thing in it; what was typed is saved first."""
        stop(self._visiting)
        self.context.save_typing()
        self.banner.let_pass()
        self.side.leave_drawer()
        page = self.pages[room]
        if not self._visited or self._visited[-1] != room:
            self._visited.append(room)
        self._stack.setCurrentWidget(page)
        self.rail.show_room(room)
        stale = self.pages.changes_of(room)
        self._going = True  # the header is shown once, when all that it says is known
        try:
            if (stale is None or stale) and not page.refreshes_on_going:
                page.refresh(stale)
            page.go(target)
        finally:
            self._going = False
        self._show_header(page)

    def back(self) -> None:
        """From one thing to its list, else to the room before."""
        page = self.page()
        if page.header().crumbs:
            page.go("")
        elif len(self._visited) > 1:
            self._visited.pop()
            self.go(self._visited[-1])

    def page(self) -> Page:
        """The page that is open."""
        found = self._stack.currentWidget()
        assert isinstance(found, Page)
        return found

    def open_cycle(self) -> str:
        """The id of the cycle whose sheet is open, "" if none is."""
        page = self.page()
        return page.opened() if page.room == "cycles" else ""

    def place(self) -> tuple[str, str]:
        """The room that is open, and the thing in it ("" for its first view): `go` leads there again."""
        page = self.page()
        return page.room, page.opened()

    def subject(self) -> tuple[str, str] | None:
        """(kind, id) of the record that the person looks at or writes in; None where none can be told."""
        page, workspace = self.page(), self.context.workspace
        selected = page.selected()
        if selected is not None:
            return selected
        if page.opened() and page.room in OPENS:
            return OPENS[page.room], page.opened()
        binding = binding_of(QApplication.focusWidget())
        if binding is not None and binding.key is not None and workspace.get(*binding.key[:2]):
            return binding.key[:2]
        if page.room not in ("home", "purpose"):
            return None
        from netdesk.ui.pages.aim import current_aim

        aim = current_aim(self.context)
        return ("aim", aim["id"]) if aim else None

    def choices(self) -> list[Choice]:
        """Every action that can be done now and every section of the manual, as the palette offers them."""
        from netdesk.ui.help import TOPICS, sections_of, show_help, title_of_page
        from netdesk.ui.palette import Choice, choice_of

        words = {menu: _(text) for menu, text in MENUS}
        return [
            choice_of(self._actions[one.id], words[one.menu], self._actions[one.id].trigger)
            for one in ACTIONS
            if one.id != "palette" and self._actions[one.id].isEnabled()
        ] + [
            Choice(text, words["help"].replace("&", ""), "", partial(show_help, self, topic, section))
            for topic in TOPICS
            for text, section in ((title_of_page(topic), ""), *((one, one) for one in sections_of(topic)))
        ]

    def do(self, action: str) -> None:
        """Do what the action of this id does, if it can be done now."""
        self._actions[action].trigger()

    def _on_go(self, place: str, target: str) -> None:
        if place == "print":
            deeds.print_page(self)
        elif place == "chain":
            deeds.open_chain(self, *target.split(":", 1))
        elif place == "print_chain":
            deeds.print_chain(self, *target.split(":", 1))
        elif place == "share":
            deeds.share(self, target)
        elif place == "receive":
            deeds.receive(self)
        elif place == "admit":
            deeds.admit(self)
        elif place == "take_in":
            deeds.take_files_in(self)
        elif place == "give_back":
            deeds.give_back(self)
        elif place == "example":
            deeds.open_example(self)
        else:
            self.go(place, target)

    # Work

    def run_task(self, title: str, work: Callable[[tasks.Progress], Any], done: Callable[[Any], object]) -> None:
        """Do long work off this thread; while it runs, edits wait where they are typed."""
        if self._task is not None:
            self.banner.tell(_("Wait a moment: the work before this one is not done yet."))
            return
        self.context.busy = True
        self._refresh_status()

        def finish(deed: Callable[[Any], object], value: Any) -> None:
            self._task = None
            self.context.busy = False
            deed(value)
            self._refresh_status()

        self._task = tasks.run(
            self, title, work, lambda value: finish(done, value), lambda text: finish(self.banner.tell, text)
        )

    @property
    def working(self) -> bool:
        """Whether long work is in hand."""
        return self._task is not None

    # Showing

    def set_mode(self, mode: theme.Mode) -> None:
        """Light, dark or as the system; kept for this computer."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.set_mode(app, mode)
        from netdesk.ui import app as program

        program.remember("mode", mode)
        self._show_mode()

    def set_narrow(self, narrow: bool) -> None:
        """Show the rooms by their icons alone, or with their words; kept for this computer."""
        from netdesk.ui import app as program

        self.rail.set_narrow(narrow)
        self._actions["rail"].setChecked(narrow)
        program.remember("narrow_rail", narrow)

    def dismiss(self, rooms: set[str]) -> None:
        """Show no longer what these rooms are for, and again what all others are; kept for this computer."""
        from netdesk.ui import app as program

        self.dismissed = set(rooms)
        program.remember("dismissed", sorted(rooms))
        self._show_header(self.page())
        self.rail.setFocus()

    def _show_mode(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        for mode in theme.MODES:
            self._actions[f"mode_{mode}"].setChecked(theme.mode(app) == mode)

    def _show_header(self, page: Page) -> None:
        if page is self._stack.currentWidget() and not self._going:
            content = page.header()
            # Under a crumb the line says something of the thing that is open, not what the room is for.
            if not content.crumbs and page.room in self.dismissed:
                content = replace(content, purpose="")
            self.header.show_content(replace(content, dismissible=not content.crumbs))
            self.side.page_changed()
            self._actions["print"].setEnabled(page.can_print())

    def _show_whose(self) -> None:
        workspace = self.context.workspace
        team = workspace.get("team", workspace.team_id) or {} if workspace.team_id else {}
        name = team.get("name") or workspace.path.stem
        self.rail.show_team(name, team.get("school") or "")
        self.setWindowTitle(_("{team} – NetDesk").format(team=name))

    def _tell_first(self, kept: int) -> None:
        workspace = self.context.workspace
        if workspace.read_only and workspace.locked_by:
            text = _("This workspace is open elsewhere ({who}), so here it can only be read.")
            self.banner.tell(text.format(who=workspace.locked_by))
        elif workspace.read_only:
            self.banner.tell(_("This workspace can only be read here."))
        elif workspace.waiting:
            self.banner.tell(_("This workspace waits for its invite."), _("Receive it"), lambda: deeds.receive(self))
        elif kept:
            text = ngettext("{n} text typed before is kept.", "{n} texts typed before are kept.", kept)
            self.banner.tell(text.format(n=kept))

    def _on_changed(self, changed: set[tuple[str, str]], _initiator: object) -> None:
        if self._closing:  # what was typed last is kept; nobody looks any more
            return
        self.banner.let_pass(offers=False)
        here = self._stack.currentWidget()
        self.pages.note(changed, shown_by=here)
        if isinstance(here, Page):  # what a crash left typed is kept before there is any
            here.refresh(changed)
        if any(kind in ("team", "person") for kind, _id in changed):
            self._show_whose()
        self._refresh_undo()
        self._status_due.start()  # what is counted over all records comes after what the person looks at

    def _refresh_status(self) -> None:
        workspace = self.context.workspace
        saved = _("All changes saved")
        if workspace.read_only:
            saved = _("Only for reading")
        elif self.context.busy:
            saved = _("Working …")
        person = workspace.get("person", workspace.writer_id) or {}
        writer = _("Writing as {name}").format(name=person.get("name") or _("somebody without a name"))
        count = len(workspace.unpublished_changes())
        unshared = ngettext("{n} published record changed", "{n} published records changed", count).format(n=count)
        self.status.show_state(saved, writer, unshared if count else "")
        conflicts = len(workspace.conflicts()) if workspace.team_id else 0
        meaning = ngettext("{n} conflict waits", "{n} conflicts wait", conflicts).format(n=conflicts)
        self.rail.show_badge("sharing", conflicts, meaning)
        due = len(studies_due(workspace.select("cycle", stage="do"), self.context.today()))
        meaning = ngettext("{n} cycle waits for its Study", "{n} cycles wait for their Study", due).format(n=due)
        self.rail.show_badge("cycles", due, meaning)
        self._refresh_undo()

    def _refresh_undo(self) -> None:
        binding = binding_of(QApplication.focusWidget())
        typing = binding is not None and binding.dirty
        workspace = self.context.workspace
        for id_, plain, named, what in (
            ("undo", _("&Undo"), _("&Undo: {deed}"), None if typing else workspace.undo_label()),
            ("redo", _("&Redo"), _("&Redo: {deed}"), None if typing else workspace.redo_label()),
        ):
            text = _("&Undo typing") if typing and id_ == "undo" else named.format(deed=what) if what else plain
            self._actions[id_].setText(text)
            self._actions[id_].setEnabled((typing or what is not None) and not self.context.read_only)

    # Events of Qt

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowDeactivate and self.taken:
            self.context.save_typing()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, lambda: self.rail.setFocus())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if files:
            # The other program waits until this returns, and a preview may be open for minutes.
            QTimer.singleShot(0, self, lambda: deeds.open_files(self, files))

    def hand_on(self) -> Workspace:
        """Give the open workspace away: this window then closes without closing it."""
        self.context.save_typing()
        self._handed_on = True
        return self.context.workspace

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.opening:
            self.left = True
            self.hide()
            event.ignore()
            return
        if self.working:
            self.banner.tell(_("Wait a moment: the work in hand is not done yet."))
            event.ignore()
            return
        if self.taken:
            self._closing = True
            self.context.save_typing()
            self._status_due.stop()
            self.side.stop()
            self.context.close()
            if self._finder is not None:
                self._finder.close()
            if not self._handed_on:
                self.context.workspace.close()
            # The window, out of sight by then, dies after its pages, each of which does in an event of its own.
            for page in sorted(self.pages.made(), key=lambda page: page is self._stack.currentWidget()):
                page.deleteLater()
        super().closeEvent(event)
        self.closed.emit()


def studies_due(cycles: list[dict[str, Any]], today: date) -> list[dict[str, Any]]:
    """The tests in Do whose end, as it was or was planned, lies a week or more back."""
    last = (today - timedelta(days=7)).isoformat()
    return [one for one in cycles if (one.get("ended") or one.get("planned_end") or "9999") <= last]

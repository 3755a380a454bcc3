"""The Network room of a hub: its teams, shared measures, drivers, the change library and the measure dictionary."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.pages.network_dictionary import NetworkDictionary
from netdesk.ui.pages.network_drivers import Drivers
from netdesk.ui.pages.network_library import NetworkLibrary
from netdesk.ui.pages.network_measures import SharedCharts
from netdesk.ui.pages.network_parts import LEAST, RIGHT, NetworkTab
from netdesk.ui.pages.network_teams import Teams
from netdesk.ui.pages.network_work import Work
from netdesk.ui.widgets.basic import Segments, column, row, scrolled
from netdesk.ui.widgets.frame import HeaderButton, HeaderContent, Page

TABS = ("teams", "measures", "drivers", "library", "dictionary")


class NetworkPage(Page):
    """The network as its teams' files tell it. ``go`` takes a tab's name, or a team to read its published work."""

    room = "network"
    refreshes_on_going = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._tab = "teams"
        self._listening = False
        self.teams = Teams(context)
        self.teams.opened.connect(self.go)
        self.teams.counted.connect(self.header_changed)
        self.measures = SharedCharts(context)
        self.drivers = Drivers(context)
        self.library = NetworkLibrary(context)
        self.dictionary = NetworkDictionary(context)
        self.work = Work(context)
        parts: tuple[NetworkTab, ...] = (self.teams, self.measures, self.drivers, self.library, self.dictionary)
        self._parts = dict(zip(TABS, parts, strict=True))
        words = [("teams", _("Teams")), ("measures", _("Shared measures")), ("drivers", _("Drivers"))]
        words += [("library", _("Library")), ("dictionary", _("Dictionary"))]
        self.tabs = Segments(words, name="network_tab", accessible=_("Part of the network"))
        self.tabs.chosen.connect(self.go)
        self._stack = QStackedWidget()
        for part in (*parts, self.work):
            part.setMinimumHeight(theme.px(LEAST))
            self._stack.addWidget(part)
        whole = column(row(self.tabs, 1, margins=(0, 0, RIGHT, 0)), spacing=12, margins=(24, 12, 0, 16))
        whole.addWidget(self._stack, 1)
        inner = QWidget()  # in very large text the tabs stand below each other, and the page scrolls
        inner.setLayout(whole)
        self.setLayout(column(scrolled(inner), spacing=0))

    def header(self) -> HeaderContent:
        if self._open:
            name = self.teams.name_of(self._open)
            crumbs = ((_("Network"), lambda: self.go("teams")), (name, None))
            return HeaderContent(name, _("What this team has published."), crumbs=crumbs)
        can = not self._context.read_only
        taking = _("Take files in")
        anyone = self.teams.anyone
        buttons = (
            HeaderButton("take_files", taking, lambda: self._context.go.emit("take_in", ""), "receive", enabled=can),
            HeaderButton(
                "give_back", _("Write what goes back"), lambda: self._context.go.emit("give_back", ""),
                main=anyone, enabled=can and anyone,
            ),
        )  # fmt: skip
        return HeaderContent(
            _("Network"), _("Who was heard from, what is tested where, and what travels between teams."),
            buttons=buttons,
        )  # fmt: skip

    @property
    def part(self) -> NetworkTab:
        """What is open: a tab, or a team's published work."""
        return self.work if self._open else self._parts[self._tab]

    def go(self, target: str) -> None:
        if target in TABS:
            self._tab, self._open = target, ""
        elif target:
            self._tab, self._open = "teams", target
            self.work.team = target
        else:
            self._open = ""
        self.refresh()
        self.header_changed.emit()

    def opened(self) -> str:
        return self._open or ("" if self._tab == "teams" else self._tab)

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        if self._context.busy and changed is not None:
            return  # while files are taken in, one after the other changes all; it is read once at the end
        self.tabs.show_value(self._tab)
        self.part.refresh()
        self._stack.setCurrentWidget(self.part)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        closed = getattr(self.window(), "closed", None)
        if closed is not None and not self._listening:
            self._listening = True
            for part in (*self._parts.values(), self.work):
                closed.connect(part.stop)

"""The Story room: what we gave and got, ideas to take up, asks, and measures that the network counts alike."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget

from netdesk.i18n import _
from netdesk.ui.context import Context
from netdesk.ui.pages.asks import Asks
from netdesk.ui.pages.gave_got import GaveGot
from netdesk.ui.pages.library import Library
from netdesk.ui.pages.shared_measures import SharedMeasures
from netdesk.ui.widgets.basic import Segments, column, row
from netdesk.ui.widgets.frame import HeaderButton, HeaderContent, Page

TABS = ("gave", "library", "asks", "measures")


class StoryPage(Page):
    """What goes between us and the others, and what comes of it. ``go`` takes a tab's name."""

    room = "story"
    refreshes_on_going = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._tab = "gave"
        self._listening = False
        self.gave = GaveGot(context)
        self.library = Library(context)
        self.asks = Asks(context)
        self.measures = SharedMeasures(context)
        words = [("gave", _("Gave and got")), ("library", _("Change library")), ("asks", _("Asks"))]
        words.append(("measures", _("Shared measures")))
        if context.workspace.hub:  # the Network room has the hub's library and dictionary
            words = [one for one in words if one[0] not in ("library", "measures")]
        self.tabs = Segments(words, name="story_tab", accessible=_("Part of the story"))
        self.tabs.chosen.connect(self.go)
        parts = (self.gave, self.library, self.asks, self.measures)
        self._parts: dict[str, GaveGot | Library | Asks | SharedMeasures] = dict(zip(TABS, parts, strict=True))
        self._stack = QStackedWidget()
        for part in self._parts.values():
            self._stack.addWidget(part)
        whole = column(row(self.tabs, 1), spacing=12, margins=(24, 12, 24, 16))
        whole.addWidget(self._stack, 1)
        self.setLayout(whole)

    def header(self) -> HeaderContent:
        can = not self._context.read_only
        return HeaderContent(
            _("Story"),
            _("What we gave, what we got, and what came of it."),
            buttons=(HeaderButton("new_ask_button", _("Ask for something"), self.asks.new_ask, "plus", enabled=can),),
        )

    def go(self, target: str) -> None:
        if target in TABS:
            self._tab = target
        self.refresh()

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        self.tabs.show_value(self._tab)
        part = self._parts[self._tab]
        part.refresh()
        self._stack.setCurrentWidget(part)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        closed = getattr(self.window(), "closed", None)
        if closed is not None and not self._listening:
            self._listening = True
            closed.connect(self.gave.stop)

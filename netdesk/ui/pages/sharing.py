"""The Sharing room: what will leave, what comes in, conflicts side by side, and the people of the team."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from netdesk.i18n import _
from netdesk.ui.context import Context
from netdesk.ui.outgoing import Outgoing
from netdesk.ui.pages.sharing_conflicts import Conflicts
from netdesk.ui.pages.sharing_held import HeldBack, room_of
from netdesk.ui.pages.sharing_incoming import Incoming
from netdesk.ui.pages.sharing_outgoing import OutgoingCard
from netdesk.ui.pages.sharing_people import People
from netdesk.ui.widgets.basic import Segments, column, scrolled
from netdesk.ui.widgets.frame import ElidedLabel, HeaderButton, HeaderContent, Page
from netdesk.ui.widgets.sides import Sides

TABS = ("out", "in", "conflicts", "people")


class SharingPage(Page):
    """Nothing leaves unseen, nothing is overwritten silently. ``go`` takes a tab's name, or "team" or "hub"."""

    room = "sharing"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._listening = False
        self._tab = "out"

    def build(self) -> Iterator[None]:
        context = self._context
        out, top, inner = Sides(spacing=16), Sides(spacing=16), QWidget()
        self._stack = QStackedWidget()
        whole = column(top, spacing=12, margins=(24, 12, 24, 16))
        whole.addWidget(self._stack, 1)
        inner.setLayout(whole)
        self.setLayout(column(scrolled(inner), spacing=0))
        self._stack.addWidget(out)
        yield
        self.outgoing = OutgoingCard(context)
        self.outgoing.planned.connect(self._on_planned)
        self.outgoing.opened.connect(lambda kind, record: context.go.emit(room_of(kind), record))
        out.add(self.outgoing, 17)
        yield
        self.held = HeldBack(context)
        out.add(self.held, 9)
        self.incoming = Incoming(context)
        self.conflicts = Conflicts(context)
        self.people = People(context)
        for part in (self.incoming, self.conflicts, self.people):
            self._stack.addWidget(part)
        yield
        words = [("out", _("Going out")), ("in", _("Coming in")), ("conflicts", _("Conflicts"))]
        words.append(("people", _("People and computers")))
        self._words = dict(words)
        self.tabs = Segments(words, name="sharing_tab", accessible=_("Part of sharing"))
        self.tabs.chosen.connect(self.go)
        self._heard = ElidedLabel("", "second", name="sharing_heard")
        self._heard.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.add(self.tabs)
        top.add(self._heard, 1)
        self._show_tab("out")
        context.told.connect(self._on_told)

    def header(self) -> HeaderContent:
        can = not self._context.read_only
        go = self._context.go.emit
        return HeaderContent(
            _("Sharing"),
            _("Nothing leaves unseen. The list is the whole of the next file."),
            buttons=(HeaderButton("receive", _("Receive"), lambda: go("receive", ""), "receive", enabled=can),),
        )

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        for _part in self.fill():
            pass

    def fill(self) -> Iterator[None]:
        conflicts = self._context.workspace.conflicts() if self._context.workspace.team_id else []
        self.conflicts.show_conflicts(conflicts)
        self._count("conflicts", len(conflicts))
        yield
        self.people.refresh()
        yield
        self.incoming.refresh()
        self.outgoing.refresh()
        self._show_heard()

    def go(self, target: str) -> None:
        """Open a tab ("out", "in", "conflicts", "people"), or what goes out to "team" or "hub"."""
        if target in ("team", "hub"):
            self.outgoing.show_receiver(target)
            target = "out"
        if target in TABS:
            self._show_tab(target)

    def _show_tab(self, tab: str) -> None:
        self._tab = tab
        self.tabs.show_value(tab)
        self._stack.setCurrentIndex(TABS.index(tab))

    def _count(self, tab: str, count: int) -> None:
        words = self._words[tab]
        self.tabs.set_words(tab, f"{words}  {count}" if count else words, f"{words}: {count}" if count else words)

    def _on_planned(self, outgoing: Outgoing | None) -> None:
        self._count("out", len(outgoing.records) if outgoing is not None else 0)
        self.held.show_outgoing(outgoing)
        self._show_heard()

    def _on_told(self, *_news: object) -> None:
        # A file may have been written or taken in that changed no record, but what the others are known to hold.
        if self.isVisible():
            self.incoming.refresh()
            self.outgoing.refresh()
            self._show_heard()

    def _show_heard(self) -> None:
        from netdesk.ui.pages.sharing_people import heard_words

        workspace = self._context.workspace
        heard = workspace.last_heard()
        wanted = "hub" if self.outgoing.receiver == "hub" else None
        devices = [
            card["device"]
            for card in workspace.cards()
            if card["device"] in heard and (card["role"] == "hub") == (wanted == "hub")
        ]
        if not devices:
            self._heard.set_whole("")
            return
        newest = max(devices, key=lambda device: heard[device])
        who = _("The hub") if wanted == "hub" else _("The team")
        self._heard.set_whole(f"{who}: {heard_words(workspace, newest, heard)}")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        closed = getattr(self.window(), "closed", None)
        if closed is not None and not self._listening:
            self._listening = True
            closed.connect(self.outgoing.stop)
            closed.connect(self.incoming.stop)

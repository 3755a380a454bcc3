"""The inspector: the selected or open thing with its reasons, what came of it, who may see it, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from netdesk.i18n import _, ngettext
from netdesk.operations.chain import LINKS
from netdesk.operations.connections import Connected, came, why
from netdesk.operations.source import title_of
from netdesk.store.workspace import Workspace
from netdesk.ui import theme
from netdesk.ui.background import Reader
from netdesk.ui.context import Context
from netdesk.ui.icons import put_icon
from netdesk.ui.outgoing import PUBLISHABLE, kind_words
from netdesk.ui.record_history import RecordHistory, history_of
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.basic import ElidedButton, button, column, empty, label, row, rule, scrolled
from netdesk.ui.widgets.frame import ElidedLabel
from netdesk.ui.widgets.share_level import ShareLevel

#: Links shown under a question at first.
FEW = 6


@dataclass(frozen=True, slots=True)
class Inspected:
    """What is shown of one record; ``alive`` is false for a deleted one."""

    kind: str
    id: str
    title: str
    alive: bool
    why: tuple[Connected, ...]
    came: tuple[Connected, ...]
    edits: tuple[dict[str, Any], ...]


def inspect(workspace: Workspace, kind: str, id_: str) -> Inspected:
    """Read what the inspector shows of a record; done off the window's thread."""
    found = workspace.select(kind, deleted=True, id=id_)
    return Inspected(
        kind,
        id_,
        title_of(found[0], 200) if found else "",
        workspace.get(kind, id_) is not None,
        tuple(why(workspace, kind, id_)),
        tuple(came(workspace, kind, id_)),
        tuple(history_of(workspace, kind, id_)),
    )


class Inspector(QFrame):
    """Shows one record, or says how to choose one. ``opened`` is sent with (kind, id) of a link; ``left`` on Escape."""

    opened = Signal(str, str)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._subject: tuple[str, str] | None = None
        self._all_links: set[str] = set()
        self._shown: Inspected | None = None
        self.setObjectName("inspector")
        self.setProperty("role", "inspector")
        self.setAccessibleName(_("Details and history"))
        self._reader = Reader(self)
        self._reader.came.connect(self._show)
        self.close_button = QToolButton()
        self.close_button.setObjectName("inspector_close")
        self.close_button.setAccessibleName(_("Close the details"))
        self.close_button.setToolTip(_("Close the details (Ctrl+I)"))
        put_icon(self.close_button, "close")
        self.close_button.clicked.connect(lambda _checked=False: self.left.emit())
        self._kind = ElidedLabel("", "head", name="inspector_kind")
        head = row(spacing=8, margins=(16, 10, 8, 0))
        head.addWidget(self._kind, 1)
        head.addWidget(self.close_button)
        self._title = ElidedLabel("", "section", name="inspector_title", lines=3)
        self._gone = label(_("deleted"), "tag", name="inspector_gone")
        self._empty = label(
            _("Open one thing, such as a cycle or a measure, or write in a field: its reasons and history are shown."),
            "second", wrap=True, name="inspector_empty",
        )  # fmt: skip
        self._links = column(spacing=2)
        self._level = ShareLevel(context, name="inspector_level")
        self._level_part = QWidget()
        self._level_part.setLayout(column(rule(), self._level, spacing=8))
        self.history = RecordHistory(context)
        self._history_part = QWidget()
        heading = label(_("History"), "head")
        self._history_part.setLayout(column(rule(), heading, self.history, spacing=8))
        self._body = column(self._title, row(self._gone, 1), self._empty, spacing=8, margins=(16, 0, 16, 16))
        self._body.addLayout(self._links)
        self._body.addWidget(self._level_part)
        self._body.addWidget(self._history_part)
        self._body.addStretch(1)
        inner = QWidget()
        inner.setLayout(self._body)
        self._area = scrolled(inner)
        # The history is read by keyboard alone too: arrows and Page Down move this area.
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setObjectName("inspector_area")
        self._area.setAccessibleName(_("Details and history"))
        self.setLayout(column(head, self._area, spacing=4))
        context.changed.connect(lambda _changed, _who: self.refresh())
        self.show_record(None)

    @property
    def subject(self) -> tuple[str, str] | None:
        """(kind, id) of the record that is shown."""
        return self._subject

    def show_record(self, subject: tuple[str, str] | None) -> None:
        """Show this record, or how to choose one."""
        if subject != self._subject:
            self._all_links = set()
            self._subject = subject
            self._begin()
        self.refresh()

    def _begin(self) -> None:
        """Name the record at once; its reasons and its history are read meanwhile."""
        self._shown = None
        if self._subject is None:
            return
        kind, id_ = self._subject
        found = self._context.workspace.select(kind, deleted=True, id=id_)
        self._kind.set_whole(kind_words(kind))
        self._title.set_whole((title_of(found[0], 200) if found else "") or kind_words(kind))
        empty(self._links)
        for part, shown in ((self._title, True), (self._empty, False), (self._gone, False)):
            part.setVisible(shown)
        self._level_part.hide()
        self._history_part.hide()

    def refresh(self) -> None:
        """Read the record again, if anybody looks."""
        if self._subject is None:
            self._show(None)
        elif self.isVisibleTo(self.window()):
            workspace, (kind, id_) = self._context.workspace, self._subject
            self._reader.read(lambda: inspect(workspace, kind, id_))

    def finish(self) -> None:
        """Wait until the record is read."""
        self._reader.finish()

    def stop(self) -> None:
        """Read nothing more: the workspace is about to be closed."""
        self._reader.stop()

    def take_focus(self) -> None:
        """Put the keyboard here."""
        self._area.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def holds_focus(self) -> bool:
        """Whether the keyboard is in here."""
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Showing

    def _show(self, found: Inspected | None) -> None:
        if found is not None and (found.kind, found.id) != self._subject:
            return  # the person has gone on meanwhile
        if self.holds_focus() and self.window().focusWidget() is not self.close_button:
            self.take_focus()  # what has the keyboard may be made anew; it must not pass to the page
        before = self._shown
        self._shown = found
        self._empty.setVisible(found is None)
        for part in (self._title, self._history_part):
            part.setVisible(found is not None)
        self._gone.setVisible(found is not None and not found.alive)
        self._level_part.setVisible(found is not None and found.alive and found.kind in PUBLISHABLE)
        self._kind.set_whole(kind_words(found.kind) if found else _("Details and history"))
        if found is None:
            empty(self._links)
            return
        self._title.set_whole(found.title or kind_words(found.kind))
        if before is None or (before.id, before.why, before.came) != (found.id, found.why, found.came):
            self._show_links(found)
        if self._level_part.isVisibleTo(self):
            self._level.show_record(found.kind, found.id)
        if before is None or (before.id, before.edits) != (found.id, found.edits):
            self.history.show_edits(found.id, list(found.edits))

    def _show_links(self, found: Inspected) -> None:
        empty(self._links)
        self._question("why", _("Why are we doing this?"), _("Nothing is noted yet."), found.why)
        self._question("came", _("What came of it?"), _("Nothing yet."), found.came)
        if found.alive and found.kind in LINKS:
            whole = button(
                _("The whole chain"), lambda: self._context.go.emit("chain", f"{found.kind}:{found.id}"),
                name="inspector_chain", role="link",
            )  # fmt: skip
            self._links.addLayout(row(whole, 1))

    def _question(self, name: str, words: str, none: str, links: Sequence[Connected]) -> None:
        self._links.addWidget(rule())
        self._links.addSpacing(theme.px(6))
        self._links.addWidget(label(words, "head", name=f"inspector_{name}"))
        if not links:
            self._links.addWidget(label(none, "quiet", name=f"inspector_{name}_none"))
        shown = links if name in self._all_links else links[:FEW]
        for n, one in enumerate(shown):
            self._links.addWidget(self._link(f"inspector_{name}_{n}", one))
        if len(links) > len(shown):
            rest = len(links) - len(shown)
            more = ngettext("and {n} more", "and {n} more", rest).format(n=rest)
            show = button(more, lambda: self._show_all(name), name=f"inspector_{name}_more", role="link")
            self._links.addLayout(row(show, 1))
        self._links.addSpacing(theme.px(6))

    def _link(self, name: str, one: Connected) -> QWidget:
        stage = choice_words().get(one.stage, "") if one.stage else ""
        says = " · ".join(part for part in (kind_words(one.kind), stage) if part)
        opener = ElidedButton(one.title or says, lambda: self.opened.emit(one.kind, one.id), name=name)
        opener.setAccessibleDescription(says)
        made = QWidget()
        under = row(spacing=0, margins=(8, 0, 0, 4))  # the words begin where the button's letters do
        under.addWidget(ElidedLabel(says, "second"), 1)
        made.setLayout(column(opener, under, spacing=0))
        return made

    def _show_all(self, name: str) -> None:
        self._all_links.add(name)
        self.take_focus()
        if self._shown is not None:
            self._show_links(self._shown)

"""What every page shares: the open workspace, the news of what changed in it, and the one way to make an edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QThread, Signal

from netdesk.errors import NetDeskError
from netdesk.i18n import _

if TYPE_CHECKING:
    from netdesk.operations.home import Home
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an edit: whether it was made, and what its operation gave back."""

    done: bool
    value: Any = None

    def __bool__(self) -> bool:
        return self.done


class Context(QObject):
    """The open workspace for the widgets of one window.

    ``changed`` is sent after every edit with the set of (kind, id) and who made it; ``failed`` with one sentence for
    the banner; ``told`` with good news and, if there is one, the label and callable of what can be done about it.
    ``leaving`` asks every field to save what was typed, before a page, the window or a bundle leaves.
    """

    changed = Signal(object, object)
    failed = Signal(str)
    told = Signal(str, str, object)
    leaving = Signal()
    closing = Signal()
    typing_changed = Signal()
    go = Signal(str, str)
    _arrived = Signal(object, object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None, home: Home | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._home = home
        #: Whether long work holds the workspace: what is typed waits in its field meanwhile.
        self.busy = False
        #: How many changes of the workspace were told: what was read at the same count is still true.
        self.told_changes = 0
        self._arrived.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe: Callable[[], None] | None = workspace.subscribe(self._on_change)

    def ahead_of_home(self) -> Home | None:
        """What Home says, as far as it was read while the workspace was opened and nothing has changed since; once."""
        home, self._home = self._home, None
        return home if not self.told_changes else None

    @property
    def read_only(self) -> bool:
        """Whether this window may only look: another program has the workspace open for writing."""
        return self.workspace.read_only

    def today(self) -> date:
        """The day it is for this workspace (its clock can be set, as the sample network does)."""
        return today_of(self.workspace)

    def edit(self, label: str, operation: Callable[..., Any], *args: Any, initiator: object = None) -> Outcome:
        """Make one edit: ``operation(edit, *args)`` under the label that undo and the history will show.

        What a person can mend is told in the banner and gives a false outcome; nothing has changed then.
        """
        if self.busy:
            self.failed.emit(_("Wait a moment: the work in hand is not done yet."))
            return Outcome(False)
        try:
            with self.workspace.edit(label, initiator=initiator) as edit:
                value = operation(edit, *args)
        except NetDeskError as error:
            self.failed.emit(error.user_text)
            return Outcome(False)
        return Outcome(True, value)

    def put(self, label: str, kind: str, record: str, fields: dict[str, Any], initiator: object = None) -> Outcome:
        """Put fields of one record as one edit."""
        return self.edit(label, put_fields, kind, record, fields, initiator=initiator)

    def attempt(self, deed: Callable[[], Any]) -> Outcome:
        """Do something that is not an edit; what a person can mend is told in the banner."""
        try:
            return Outcome(True, deed())
        except NetDeskError as error:
            self.failed.emit(error.user_text)
            return Outcome(False)

    def save_typing(self) -> None:
        """Have every field make its edit now."""
        self.leaving.emit()

    def close(self) -> None:
        """Stop listening; the workspace itself is closed by who opened it. ``closing`` ends readings of it."""
        self.closing.emit()
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def _on_change(self, changed: set[tuple[str, str]], initiator: object) -> None:
        # A bundle is taken in on another thread; widgets may be touched on their own only.
        if QThread.currentThread() is self.thread():
            self._tell(changed, initiator)
        else:
            self._arrived.emit(changed, initiator)

    def _tell(self, changed: set[tuple[str, str]], initiator: object) -> None:
        self.told_changes += 1
        self.changed.emit(changed, initiator)


def today_of(workspace: Workspace) -> date:
    """The day that the workspace's own clock shows here."""
    return datetime.fromtimestamp(workspace.now(), UTC).astimezone().date()


def put_fields(edit: Edit, kind: str, record: str, fields: dict[str, Any]) -> None:
    """The plainest operation: put these fields of this record."""
    edit.put(kind, record, fields)


def add_record(edit: Edit, kind: str, fields: dict[str, Any]) -> str:
    """Add a record and give its id."""
    return edit.add(kind, fields)


def delete_record(edit: Edit, kind: str, record: str) -> None:
    """Delete a record; undo or the history brings it back."""
    edit.delete(kind, record)

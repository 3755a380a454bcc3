"""What was deleted, with who and when; each comes back whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QWidget

from netdesk.i18n import N_, _
from netdesk.operations.source import title_of
from netdesk.store.edit import Edit
from netdesk.store.search import deleted_records
from netdesk.ui import theme
from netdesk.ui.outgoing import kind_words
from netdesk.ui.shown import shown_moment
from netdesk.ui.widgets.basic import boxed, button, column, empty, label, row, scrolled
from netdesk.ui.widgets.frame import ElidedLabel
from netdesk.ui.widgets.reading_order import ReadingOrder

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow


class Deleted(ReadingOrder, QDialog):
    """What was deleted and can be restored, newest first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._context = window, window.context
        self.setObjectName("deleted")
        self.setWindowTitle(_("Deleted"))
        self._list = column(spacing=8, margins=(0, 0, 8, 0))
        inner = QWidget()
        inner.setLayout(self._list)
        words = _("Nothing is ever lost by deleting. What you restore comes back whole, with all that belonged to it.")
        done = button(_("Close"), self.accept, name="deleted_close")
        done.setDefault(True)
        whole = column(label(_("Deleted"), "title"), label(words, "second", wrap=True), margins=(24, 20, 16, 16))
        whole.addWidget(scrolled(inner), 1)
        whole.addLayout(row(1, done))
        self.setLayout(whole)
        self.resize(min(theme.px(680), window.width() - 80), min(theme.px(520), window.height() - 60))
        self._context.changed.connect(self._on_changed)  # a bound slot goes with the dialog
        self._refresh()

    def _on_changed(self, _changed: object, _initiator: object) -> None:
        self._refresh()

    def _refresh(self) -> None:
        empty(self._list)
        found = deleted_records(self._context.workspace)
        if not found:
            self._list.addWidget(label(_("Nothing is deleted."), "second", name="deleted_none"))
        for n, one in enumerate(found):
            self._list.addWidget(self._row(n, one))
        self._list.addStretch(1)

    def _row(self, n: int, one: dict[str, Any]) -> QWidget:
        kind, id_ = one["kind"], one["id"]
        title = title_of(one["record"], 200) or kind_words(kind)
        when = shown_moment(one["when"].replace("Z", "+00:00"))
        parts = (kind_words(kind), one["person"], _("deleted {when}").format(when=when))
        words = column(spacing=0)
        words.addWidget(ElidedLabel(title, "strong", name=f"deleted_{n}"))
        words.addWidget(ElidedLabel(" · ".join(part for part in parts if part), "second"))
        line = row(spacing=12, margins=(16, 8, 12, 8))
        line.addLayout(words, 1)
        said = _("Show the history of {title}").format(title=title)
        show = button(_("History"), lambda: self._show(kind, id_), name=f"deleted_history_{n}", accessible=said)
        line.addWidget(show)
        said = _("Restore {title}").format(title=title)
        restore = button(_("Restore"), lambda: self._restore(kind, id_), name=f"deleted_restore_{n}", accessible=said)
        restore.setEnabled(not self._context.read_only)
        line.addWidget(restore)
        return boxed(line, "card")

    def _show(self, kind: str, record: str) -> None:
        self.accept()
        self._window.side.show_history(kind, record)

    def _restore(self, kind: str, record: str) -> None:
        self._context.edit(N_("Restore what was deleted"), restore_record, kind, record)


def restore_record(edit: Edit, kind: str, record: str) -> None:
    """Bring back a deleted record, with what was deleted with it."""
    edit.restore(kind, record)

"""The chain as a window of its own, for whatever is open on any page; and everything that is missing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from netdesk.i18n import _, ngettext
from netdesk.operations import chain
from netdesk.operations.chain import Broken, kind_words
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.widgets.basic import ElidedButton, button, column, label, row, scrolled
from netdesk.ui.widgets.chain import ROOMS, ChainPanel

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow


class _Reading(QDialog):
    """A dialog to read in; it closes when a link in it leads to a page."""

    def __init__(self, parent: QWidget, context: Context, *, name: str, title: str, inner: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        context.go.connect(self._on_left)
        done = button(_("Close"), self.accept, name=f"{name}_close")
        done.setDefault(True)
        lines = column(label(title, "title", wrap=True), spacing=12, margins=(24, 20, 16, 16))
        lines.addWidget(scrolled(inner), 1)
        lines.addLayout(row(1, done))
        self.setLayout(lines)
        self.resize(theme.px(520), min(theme.px(600), parent.height() - 40))

    def _on_left(self, _place: str, _target: str) -> None:
        self.accept()


class MissingList(QWidget):
    """Every broken link of the chain by what is missing, each a way to the place where it is mended."""

    def __init__(self, context: Context, found: tuple[Broken, ...]) -> None:
        super().__init__()
        self.setObjectName("missing_links")
        self._context = context
        lines = column(spacing=4)
        words = ""
        for one in sorted(found, key=lambda lack: [lack.code for lack in found].index(lack.code)):
            if one.words != words:
                words = one.words
                lines.addSpacing(theme.px(8))
                lines.addWidget(label(words, "head", wrap=True))
            lines.addWidget(self._line(one))
        if not found:
            whole = _("Nothing is missing: every link from the problem to the decision is there.")
            lines.addWidget(label(whole, "second", wrap=True))
        lines.addStretch(1)
        self.setLayout(lines)

    def _line(self, one: Broken) -> QWidget:
        said = _("{kind}: {title}").format(kind=kind_words(one.kind), title=one.title)
        target = "" if ROOMS[one.kind] == "purpose" else one.id
        return ElidedButton(
            said, lambda: self._context.go.emit(ROOMS[one.kind], target), name=f"missing_{one.code}_{one.id}", link=True
        )


def show_chain(window: MainWindow) -> None:
    """The chain of what the person looks at."""
    window.context.save_typing()
    subject = window.subject()
    if subject is None or subject[0] not in chain.LINKS:
        told = _("Open or choose one thing first: an aim, a cause, a driver, an idea, a cycle or a measure.")
        window.context.told.emit(told, "", None)
        return
    open_chain(window, *subject)


def open_chain(window: MainWindow, kind: str, record: str) -> None:
    """The chain through this record, in a window over the page."""
    panel = ChainPanel(window.context, name="chain_of_subject")
    panel.show_chain(kind, record)
    _open(window, _Reading(window, window.context, name="chain_dialog", title=_("The chain"), inner=panel))


def show_missing(window: MainWindow) -> None:
    """Everything that is missing in the chain from the problem to the decision."""
    window.context.save_typing()
    found = chain.broken(window.context.workspace)
    words = ngettext("{n} link is missing in our chain", "{n} links are missing in our chain", len(found))
    title = words.format(n=len(found)) if found else _("Our chain is whole")
    inner = MissingList(window.context, found)
    _open(window, _Reading(window, window.context, name="missing_dialog", title=title, inner=inner))


def _open(window: MainWindow, dialog: QDialog) -> None:
    window.closed.connect(dialog.reject)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()

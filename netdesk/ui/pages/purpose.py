"""The Purpose room: the charter at the left, the aim and its history at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from netdesk.i18n import _
from netdesk.operations import aims
from netdesk.store.edit import Edit
from netdesk.ui import ask
from netdesk.ui.context import Context
from netdesk.ui.pages.aim import AimCard, AimHistoryCard
from netdesk.ui.pages.charter import CharterCard
from netdesk.ui.widgets.basic import column, row, scrolled
from netdesk.ui.widgets.frame import HeaderButton, HeaderContent, Page


class PurposePage(Page):
    """Why this team exists, and the one sentence it works toward."""

    room = "purpose"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._charter = CharterCard(context)
        self._aim = AimCard(context)
        self._history = AimHistoryCard(context)
        right = QWidget()
        right.setLayout(column(self._aim, self._history, 1, spacing=16))
        inner = QWidget()
        line = row(spacing=16, margins=(24, 16, 24, 16))
        line.addWidget(self._charter, 5, Qt.AlignmentFlag.AlignTop)
        line.addWidget(right, 7, Qt.AlignmentFlag.AlignTop)
        inner.setLayout(line)
        self.setLayout(column(scrolled(inner), spacing=0))

    def header(self) -> HeaderContent:
        can = self._aim.aim is not None and not self._context.read_only
        return HeaderContent(
            _("Purpose"),
            _("Why this team exists, and the one sentence it works toward."),
            buttons=(
                HeaderButton("change_aim", _("This changes our aim"), self.change_aim, main=True, enabled=can),
            ),
        )

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        kinds = None if changed is None else {kind for kind, _id in changed}
        self._charter.refresh(changed)
        if kinds is None or kinds & {"aim", "measure", "aim_version"}:
            had = self._aim.aim is not None
            self._aim.refresh()
            self._history.refresh(self._aim.aim)
            if had != (self._aim.aim is not None):
                self.header_changed.emit()

    def change_aim(self) -> None:
        """Keep the sentence as it now reads as a version, with the reason that the person gives."""
        self._context.save_typing()
        aim = self._aim.aim
        if aim is None:
            return
        sentence = aims.sentence_of(self._context.workspace, aim)
        question = _("The aim now reads:\n\n{sentence}\n\nWhat changed it: data, a cycle, a voice?")
        because = ask.words(self, _("This changes our aim"), question.format(sentence=sentence), many=True)
        if because is not None:
            self._context.edit(aims.CHANGE_AIM, _keep_version, aim["id"], because, self._context)


def _keep_version(edit: Edit, aim: str, because: str, context: Context) -> str:
    return aims.change_aim(edit, aim, {}, on=context.today(), because=because)

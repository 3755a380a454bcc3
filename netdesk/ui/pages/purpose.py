"""The Purpose room: the charter at the left; at the right the aim, its history, the problem, and why together."""

from __future__ import annotations

from collections.abc import Iterator

from netdesk.i18n import _
from netdesk.operations import aims
from netdesk.store.edit import Edit
from netdesk.ui.context import Context
from netdesk.ui.dialogs.purpose import ChangeAim
from netdesk.ui.pages.aim import AimCard
from netdesk.ui.pages.aim_history import AimHistoryCard
from netdesk.ui.pages.charter import CharterCard
from netdesk.ui.pages.problem import ProblemCard, TogetherCard
from netdesk.ui.widgets.basic import column, scrolled
from netdesk.ui.widgets.frame import HeaderButton, HeaderContent, Page
from netdesk.ui.widgets.sides import Sides

#: Kinds by whose names evidence is named.
_EVIDENCE = {"measure", "cycle", "annotation"}


class PurposePage(Page):
    """Why this team exists, and the one sentence it works toward."""

    room = "purpose"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def build(self) -> Iterator[None]:
        context = self._context
        left, right = column(spacing=0), column(spacing=16)
        both = Sides(spacing=16, margins=(24, 16, 24, 16))
        both.add(left, 5)
        both.add(right, 7)
        # Each card goes to its place as it is made: what has its style already takes it anew wherever it is put.
        self.setLayout(column(scrolled(both), spacing=0))
        yield
        self._charter = CharterCard(context)
        left.addWidget(self._charter)
        left.addStretch(1)
        yield from self._charter.build()
        yield
        self._aim = AimCard(context)
        right.addWidget(self._aim)
        yield from self._aim.build()
        yield
        self._history = AimHistoryCard(context)
        right.addWidget(self._history)
        yield
        self._problem = ProblemCard(context)
        right.addWidget(self._problem)
        yield
        self._together = TogetherCard(context)
        right.addWidget(self._together)
        right.addStretch(1)

    def header(self) -> HeaderContent:
        can = self._aim.aim is not None and not self._context.read_only
        return HeaderContent(
            _("Purpose"),
            _("Why this team exists, and the one sentence it works toward."),
            buttons=(
                HeaderButton("change_aim", _("This changes our aim"), self.change_aim, main=True, enabled=can),
            ),
        )

    def fill(self) -> Iterator[None]:
        yield from self._charter.fill()
        self._aim.refresh()
        yield
        self._history.refresh(self._aim.aim)
        yield
        self._problem.refresh()
        yield
        self._together.refresh()
        yield

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        kinds = None if changed is None else {kind for kind, _id in changed}
        self._charter.refresh(changed)
        if kinds is None or kinds & ({"aim", "aim_version", "person", "publication"} | _EVIDENCE):
            had = self._aim.aim is not None
            self._aim.refresh()
            self._history.refresh(self._aim.aim)
            if had != (self._aim.aim is not None):
                self.header_changed.emit()
        if kinds is None or kinds & ({"problem"} | _EVIDENCE):
            self._problem.refresh()
        if kinds is None or "why_together" in kinds:
            self._together.refresh()

    def change_aim(self) -> None:
        """Keep the sentence as it now reads as a version, with the reason and the evidence that the person names."""
        self._context.save_typing()
        aim = self._aim.aim
        if aim is None:
            return
        dialog = ChangeAim(self, self._context, aims.sentence_of(self._context.workspace, aim))
        if dialog.exec():
            said = dialog.because(), dialog.evidence_link()
            self._context.edit(aims.CHANGE_AIM, _keep_version, aim["id"], *said, self._context)
        dialog.deleteLater()


def _keep_version(edit: Edit, aim: str, because: str, link: str | None, context: Context) -> str:
    return aims.change_aim(edit, aim, {}, on=context.today(), because=because, evidence_link=link)

"""The change library at the hub: the matrix of ideas and teams, what was adapted, and ideas that could be added."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QWidget

from netdesk.hub.library import (
    ADD_TO_LIBRARY,
    CHANGE_ENTRY,
    Candidate,
    Cell,
    Matrix,
    MatrixRow,
    add_to_library,
    candidates,
    change_entry,
    read_matrix,
)
from netdesk.i18n import _, ngettext
from netdesk.ui.context import Context
from netdesk.ui.dialogs.network import LibraryEntry
from netdesk.ui.pages.library import tested_words
from netdesk.ui.pages.network_matrix import MatrixView, cell_words
from netdesk.ui.pages.network_parts import RIGHT, NetworkTab
from netdesk.ui.pages.story_parts import Link, entry, fill, nothing
from netdesk.ui.widgets.basic import Card, button, column, empty, label, row, scrolled

#: So many candidates are listed; the rest is counted, and comes as these are added or left.
CANDIDATES = 20


class NetworkLibrary(NetworkTab):
    """Ideas that travelled, and those that could."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._row: MatrixRow | None = None
        self.matrix = MatrixView()
        self.matrix.looked_at.connect(self._look_at)
        self._about = column(spacing=0)
        self._rest = column(spacing=16)
        inner = QWidget()
        inner.setLayout(column(self.matrix, self._about, self._rest, 1, spacing=16, margins=(0, 0, RIGHT, 0)))
        self.matrix.hide()
        self.setLayout(column(scrolled(inner), spacing=0))

    def look(self) -> Callable[[], Any]:
        workspace = self.context.workspace
        return lambda: (read_matrix(workspace), candidates(workspace))

    def show_found(self, found: tuple[Matrix, tuple[Candidate, ...]]) -> None:
        matrix, waiting = found
        shown = any(one.cells for one in matrix.rows)
        self.matrix.setVisible(shown)
        empty(self._about)
        empty(self._rest)
        self.matrix.show_matrix(matrix)
        if not matrix.rows:
            words = _(
                "Add an idea that a team has tested. With what goes back, all teams can take it up, and here you see "
                "who did, what they changed and what came of it."
            )
            self._rest.addWidget(nothing(_("The library is empty so far"), words, name="network_library_empty"))
        bare = [one for one in matrix.rows if not one.cells]
        if bare and not shown:
            lines = [entry(one.name, one.description, quiet=(one.from_team,)) for one in bare]
            self._rest.addWidget(fill(Card(_("In the library"), name="library_bare"), lines))
        if waiting:
            self._rest.addWidget(self._candidates(waiting))

    def _look_at(self, idea: MatrixRow, cell: Cell | None, team: str) -> None:
        """What a team did with an idea, and what the library says of it."""
        self._row = idea
        empty(self._about)
        card = Card(idea.name, name="about_cell")
        card.title.setWordWrap(True)
        card.heading.setStretch(0, 100)
        if idea.from_team:
            card.body.addWidget(label(_("From {team}").format(team=idea.from_team), "second", wrap=True))
        if idea.description:
            card.body.addWidget(label(idea.description, wrap=True, selectable=True))
        if idea.found:
            card.body.addWidget(label(_("Found: {what}").format(what=idea.found), wrap=True, selectable=True))
        card.body.addLayout(_about_cell(cell, team))
        if not self.context.read_only:
            changing = button(_("Change this entry"), partial(self.change, idea), name="change_entry")
            card.body.addLayout(row(changing, 1))
        self._about.addWidget(card)

    def _candidates(self, found: tuple[Candidate, ...]) -> Card:
        count = len(found)
        note = ngettext("{n} published idea", "{n} published ideas", count).format(n=count)
        card = Card(_("Could be added"), name="candidates", note=note)
        rows = []
        for one in sorted(found, key=lambda each: -each.ended)[:CANDIDATES]:
            ended = ngettext("{n} cycle has ended", "{n} cycles have ended", one.ended).format(n=one.ended)
            links: list[Link] = []
            if not self.context.read_only:
                links.append((_("Add to the library"), "add_candidate", partial(self.add, one)))
            told = ended if one.ended else _("no cycle has ended yet")
            rows.append(entry(one.name, one.description, quiet=(one.team_name, told), links=links))
        fill(card, rows)
        more = count - CANDIDATES
        if more > 0:
            words = ngettext("and {n} more", "and {n} more", more).format(n=more)
            card.body.addWidget(label(words, "quiet"))
        return card

    def add(self, one: Candidate) -> None:
        """Ask how the library shall tell of the idea, and add it."""
        dialog = LibraryEntry(
            self, _("Add to the library"), one.name, one.description, "", words=_("From {team}. All teams can read it "
            "and take it up with what goes back next.").format(team=one.team_name)
        )  # fmt: skip
        if dialog.exec():
            said = dialog.fields()
            self.context.edit(
                ADD_TO_LIBRARY, lambda edit: add_to_library(edit, one.idea, from_team=one.team_name, **said)
            )
        dialog.deleteLater()

    def change(self, one: MatrixRow) -> None:
        """Ask what the entry shall say from now on."""
        dialog = LibraryEntry(self, _("Change this entry"), one.name, one.description, one.found)
        if dialog.exec():
            said = dialog.fields()
            self.context.edit(CHANGE_ENTRY, lambda edit: change_entry(edit, one.entry, said))
        dialog.deleteLater()


def _about_cell(cell: Cell | None, team: str) -> QBoxLayout:
    if cell is None:
        return entry(team, quiet=(_("does not test this idea"),))
    lines = [
        _("Kept: {what}").format(what=cell.keep) if cell.keep else "",
        _("Changed: {what}").format(what=cell.change) if cell.change else "",
        _("Because: {why}").format(why=cell.because) if cell.because else "",
    ]
    for test in cell.tests:
        told = _("{test}: {words}.").format(test=test.title, words=tested_words(test))
        lines.append(" ".join(part for part in (told, test.because) if part))
    began = _("the idea began here") if cell.role == "origin" else ""
    quiet = [", ".join(part for part in (cell_words(cell), began) if part)]
    if cell.measure:
        quiet.append(_("The line is their measure “{name}” with its own center line.").format(name=cell.measure))
    return entry(team, *lines, quiet=quiet)

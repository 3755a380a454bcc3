"""The change library as a team sees it: ideas that others tested, who has taken them up, and taking one up."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QBoxLayout

from netdesk.i18n import _, format_date, ngettext
from netdesk.operations.adopt import ADOPT, Shelf, TakenUp, Tested, adopt_cycle, adopt_idea, read_library, taken_up
from netdesk.ui.context import Context
from netdesk.ui.dialogs.adopt import Adopt
from netdesk.ui.pages.story_parts import Link, decision_words, entry, fill, nothing
from netdesk.ui.pages.theory_inspector import plan_test
from netdesk.ui.widgets.basic import Card, CardColumn, button, empty, label, row


class Library(CardColumn):
    """Ideas with what came of them, at home and elsewhere."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def refresh(self) -> None:
        """Show it as it is now."""
        empty(self.cards)
        workspace = self._context.workspace
        shelves = read_library(workspace)
        uses = [one for one in taken_up(workspace) if one.own]
        if not shelves:
            words = _(
                "The hub collects ideas that teams have tested and sends them here with its next file. You can take "
                "one up, say what you keep and what you change, and its authors learn what came of it."
            )
            self.cards.addWidget(nothing(_("The library is empty so far"), words, name="library_empty"))
        for one in shelves:
            self.cards.addWidget(self._shelf(one))
        if uses:
            self.cards.addWidget(fill(Card(_("Taken up by us"), name="taken_up"), [use_entry(one) for one in uses]))
        self.cards.addStretch(1)

    def _shelf(self, one: Shelf) -> Card:
        note = _("ours") if one.own else one.team
        card = Card(one.name or _("Idea without a name"), name="shelf", note=note)
        if one.description:
            card.body.addWidget(label(one.description, wrap=True))
        if one.found:
            card.body.addWidget(label(_("Found: {what}").format(what=one.found), wrap=True))
        for test in one.tests:
            card.body.addLayout(self._test(one, test))
        elsewhere = [use for use in one.taken_up if not use.own]  # ours stand below, for themselves
        if elsewhere:
            count = len({use.team for use in elsewhere})
            words = ngettext("In use at {n} other team", "In use at {n} other teams", count).format(n=count)
            card.body.addWidget(label(words, "accent_strong"))
            for use in elsewhere:
                card.body.addLayout(use_entry(use))
        if not one.own and not self._context.read_only:
            words = _("Take it up again") if one.ours else _("Take it up")
            card.body.addLayout(row(button(words, partial(self.adopt, one), name="adopt_idea"), 1))
        return card

    def _test(self, shelf: Shelf, test: Tested) -> QBoxLayout:
        links: list[Link] = []
        if not shelf.own and not self._context.read_only:
            links.append((_("Plan this cycle here"), "adopt_cycle", partial(self.adopt_test, shelf, test)))
        return entry(test.title, test.because, quiet=(tested_words(test),), links=links)

    def adopt(self, shelf: Shelf) -> None:
        """Ask what is kept and changed, and make the idea ours."""
        workspace = self._context.workspace
        drivers = [(one["id"], one.get("name") or "") for one in workspace.select("driver") if one.get("name")]
        dialog = Adopt(self, shelf.name, shelf.team, shelf.description, drivers)
        if dialog.exec():
            keep, change, because = (dialog.answer(name) for name in ("keep", "change", "because"))
            parent = dialog.driver()
            outcome = self._context.edit(
                ADOPT,
                lambda edit: adopt_idea(edit, shelf.idea, keep=keep, change=change, because=because, parent=parent),
            )
            if outcome:
                told = _("It is among your change ideas now. Its authors learn of it with your next file for the hub.")
                # Its test must name the idea, or its authors never learn what came of it.
                self._context.told.emit(told, _("Plan a cycle"), partial(plan_test, self._context, outcome.value))
        dialog.deleteLater()

    def adopt_test(self, shelf: Shelf, test: Tested) -> None:
        """Ask what is kept and changed, and plan the test here, without its predictions."""
        dialog = Adopt(self, test.title, shelf.team, shelf.description)
        if dialog.exec():
            keep, change, because = (dialog.answer(name) for name in ("keep", "change", "because"))
            outcome = self._context.edit(
                ADOPT, lambda edit: adopt_cycle(edit, test.id, keep=keep, change=change, because=because)
            )
            if outcome:
                self._context.go.emit("cycles", outcome.value)
        dialog.deleteLater()


def tested_words(test: Tested) -> str:
    """What a test decided, or where it stands."""
    if not test.decision:
        return _("still being tested")
    people = ngettext("{n} person", "{n} people", int(test.people)) if test.people.isdigit() else ""
    words = [decision_words(test.decision), people.format(n=test.people) if people else ""]
    return ", ".join(one for one in words if one)


def place_words(use: TakenUp) -> str:
    """Who took it up, and where."""
    who = use.team or _("a team")
    return _("{team}, {school}").format(team=who, school=use.school) if use.school else who


def change_words(use: TakenUp) -> list[str]:
    """What was kept, what was changed and why: a line for each that was said."""
    lines = [
        _("Kept: {what}").format(what=use.keep) if use.keep else "",
        _("Changed: {what}").format(what=use.change) if use.change else "",
        _("Because: {why}").format(why=use.because) if use.because else "",
    ]
    return [one for one in lines if one]


def use_entry(use: TakenUp) -> QBoxLayout:
    """One taking up: who, where, what was kept, what was changed, and what came of it."""
    tests = [one for one in use.tests if one.decision]
    came = tests[-1].because if tests else ""
    decided = decision_words(use.decision) or _("no cycle has ended yet")
    return entry(
        use.of_title or use.from_title,
        *change_words(use),
        _("What came of it: {what}").format(what=came) if came else "",
        quiet=(place_words(use), f"{decided}, {format_date(use.on)}"),
    )

"""What we gave and what we got: each contribution on its way from asked to mattered, and wins that rest on evidence."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QBoxLayout

from netdesk.i18n import _, format_date, ngettext
from netdesk.operations.asks import THANK, Failure, shared_failures, thank
from netdesk.operations.contributions import (
    SAY_IT_MATTERED,
    STATES,
    Contribution,
    GaveAndGot,
    Win,
    gave_and_got,
    say_it_mattered,
)
from netdesk.ui import ask
from netdesk.ui.background import Reader
from netdesk.ui.context import Context
from netdesk.ui.outgoing import kind_words
from netdesk.ui.pages.library import change_words, place_words
from netdesk.ui.pages.sharing_held import room_of
from netdesk.ui.pages.story_parts import Link, entry, fill, nothing
from netdesk.ui.widgets.basic import Card, CardColumn, empty, label, row


def state_words(state: str) -> str:
    """How far a contribution has come, in words."""
    words = {
        "asked": _("asked"),
        "contributed": _("contributed"),
        "taken up": _("taken up"),
        "mattered": _("mattered"),
    }
    return words.get(state, state)


def way_words(one: Contribution) -> str:
    """The four steps with the ones that are done filled: "● asked ● contributed ● taken up ○ mattered"."""
    reached = STATES.index(one.state)
    steps = []
    for n, state in enumerate(STATES):
        done = bool(one.asked or one.asked_by) if state == "asked" else n <= reached
        steps.append(f"{'●' if done else '○'} {state_words(state)}")
    return "   ".join(steps)


def _uptake_lines(one: Contribution) -> list[str]:
    """Who took it up, where, and what they kept and changed; of feedback, which has no lineage, only who."""
    if not one.uses:
        return [_("Taken up by {teams}.").format(teams=", ".join(one.taken_up))] if one.taken_up else []
    lines = []
    for use in one.uses:
        lines += [_("Taken up by {teams}.").format(teams=place_words(use)), *change_words(use)]
    return lines


class GaveGot(CardColumn):
    """Read off the window's thread, since the charts are read for the wins."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._reader = Reader(self)
        self._reader.came.connect(self._show)

    @property
    def reading(self) -> bool:
        """Whether what is shown is still being read."""
        return self._reader.reading

    def refresh(self) -> None:
        """Show what is so now, soon."""
        workspace = self._context.workspace
        self._reader.read(lambda: (gave_and_got(workspace), shared_failures(workspace)))

    def finish(self) -> None:
        """Wait until it is shown."""
        self._reader.finish()

    def stop(self) -> None:
        """The workspace is about to go."""
        self._reader.stop()

    def _show(self, found: tuple[GaveAndGot, tuple[Failure, ...]]) -> None:
        both, failures = found
        empty(self.cards)
        if not both.gave and not both.got and not both.wins and not failures:
            words = _(
                "Here stands what you gave others and what they gave you: ideas, cycles, feedback and answers, each "
                "with what came of it. Begin by putting something on the table, or by publishing an idea you have "
                "tested."
            )
            self.cards.addWidget(nothing(_("Nothing given and nothing got yet"), words, name="gave_got_empty"))
            self.cards.addStretch(1)
            return
        sides = row(spacing=16)
        sides.addWidget(self._side(_("We gave"), both.gave, both.minutes_given, "gave"), 1)
        sides.addWidget(self._side(_("We got"), both.got, both.minutes_got, "got"), 1)
        self.cards.addLayout(sides)
        if both.wins:
            self.cards.addWidget(self._wins(both.wins))
        waiting = [one for one in failures if not one.thanked]
        if waiting and not self._context.read_only:
            self.cards.addWidget(self._failures(waiting))
        self.cards.addStretch(1)

    def _side(self, title: str, found: tuple[Contribution, ...], minutes: int, name: str) -> Card:
        note = ngettext("{n} minute noted", "{n} minutes noted", minutes).format(n=minutes) if minutes else ""
        card = Card(f"{title}  {len(found)}", name=name, note=note)
        if not found:
            card.body.addWidget(label(_("Nothing yet."), "quiet", wrap=True))
        fill(card, [self._contribution(one) for one in found])
        card.body.addStretch(1)
        return card

    def _contribution(self, one: Contribution) -> QBoxLayout:
        lines = [_("From {team}.").format(team=one.contributed or _("another team"))]
        if one.own:
            lines = _uptake_lines(one)
        asked = _("Asked: {question}").format(question=one.asked) if one.asked else ""
        links: list[Link] = []
        if not one.own and not one.mattered and not self._context.read_only:
            links.append((_("Say what came of it"), "say_it_mattered", lambda: self._say(one)))
        quiet = (f"{kind_words(one.kind)}, {format_date(one.on)}", asked, way_words(one))
        return entry(one.title or kind_words(one.kind), *lines, *one.mattered, links=links, quiet=quiet)

    def _wins(self, found: tuple[Win, ...]) -> Card:
        words = {
            "signal": _("A signal in the wanted direction"),
            "adopted": _("A change that is kept"),
            "useful no": _("A first useful “no”"),
            "taken up": _("In use elsewhere"),
        }
        card = Card(_("Early wins, with their evidence"), name="wins")
        rows = []
        for one in found:
            look = (_("Look"), "look_at_win", partial(self._context.go.emit, room_of(one.about), one.id))
            rows.append(entry(one.title, one.evidence, quiet=(words.get(one.kind, ""),), links=[look]))
        return fill(card, rows)

    def _failures(self, found: list[Failure]) -> Card:
        card = Card(_("Shared by others, though it did not work"), name="failures")
        card.body.addWidget(label(_("Such a cycle spares everyone else the same weeks."), "second", wrap=True))
        rows = []
        for one in found:
            by = _("From {team}.").format(team=one.team or _("another team"))
            thanking = (_("Say thank you"), "thank", partial(self._thank, one))
            rows.append(entry(one.title, one.because, quiet=(by,), links=[thanking]))
        return fill(card, rows)

    def _say(self, one: Contribution) -> None:
        question = _("What came of it? {team} will read it.").format(team=one.contributed or _("The other team"))
        said = ask.words(self, _("Say what came of it"), question, many=True)
        if said:
            by = one.contributed or None
            self._context.edit(SAY_IT_MATTERED, lambda edit: say_it_mattered(edit, one.id, said, contributed_by=by))

    def _thank(self, one: Failure) -> None:
        outcome = self._context.edit(THANK, lambda edit: thank(edit, one.cycle, one.team))
        if outcome:
            told = _("Your thanks go to {team} with the next file for the hub.").format(team=one.team)
            self._context.told.emit(told, "", None)

"""The network's teams by name: when each was heard from, what it tests, what its data say, and how its aim fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from netdesk.hub.network import OpenCycle, TeamRow, network_sentence, read_rows
from netdesk.hub.teams import roster
from netdesk.i18n import _, ngettext
from netdesk.operations.network_aim import AimFit
from netdesk.operations.source import plain
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.pages.network_parts import LEAST, RIGHT, NetworkTab, days_since, heard_when
from netdesk.ui.pages.story_parts import nothing
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.basic import Card, ElidedButton, button, column, label
from netdesk.ui.widgets.choices import QuietCombo
from netdesk.ui.widgets.growing import Growing
from netdesk.ui.widgets.sides import Sides

#: How many teams are read and shown at first, which is more than a screen holds, and how many when one looks further.
FIRST, CHUNK = 6, 12
#: How many tests and signals of a team are named; the rest is counted.
NAMED = 3
PAUSE_MS = 200
#: How far the words of a row's name stand in its button, and how narrow a part of a card may become.
ROW_INSET, NARROWEST = 8, 120
#: From so many teams on there is a field to find one, and a choice of those that were silent for so many weeks.
MANY = 8
SILENT = (4, 12)


class Teams(NetworkTab):
    """One card a team; those further down are read when one comes near them. ``opened`` carries a team."""

    opened = Signal(str)
    #: Whether there is a team at all was read, and is not as it was known before.
    counted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._teams: list[tuple[str, str]] = []
        self._shown = 0
        self._aim = ""
        self.anyone = True
        self.find_field = QLineEdit()
        self.find_field.setObjectName("find_team")
        self.find_field.setAccessibleName(_("Find a team"))
        self.find_field.setPlaceholderText(_("Find a team"))
        self.find_field.setClearButtonEnabled(True)
        room = self.find_field.fontMetrics().horizontalAdvance(self.find_field.placeholderText())
        self.find_field.setMinimumWidth(room + theme.px(48))
        self.silent = QuietCombo()
        self.silent.setObjectName("silent_teams")
        self.silent.setAccessibleName(_("Only teams not heard from for so long"))
        self.silent.addItem(_("All teams"), 0)
        for weeks in SILENT:
            words = ngettext("Not heard from for {n} week", "Not heard from for {n} weeks", weeks).format(n=weeks)
            self.silent.addItem(words, weeks)
        self.silent.setMinimumWidth(self.silent.fontMetrics().horizontalAdvance(_("All teams")) + theme.px(48))
        self.silent.activated.connect(lambda _index: self.refresh())
        self._typing = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._typing.timeout.connect(self.refresh)
        self.find_field.textChanged.connect(lambda _text: self._typing.start())
        self._count = label("", "second", name="teams_count")
        self._top = Sides(spacing=8, margins=(0, 0, RIGHT, 0))
        # Below each other they leave a list of the least height too little of it.
        self._top.turned.connect(lambda stacked: self.setMinimumHeight(theme.px(LEAST * (2 if stacked else 1))))
        self._top.add(self._count, 2)
        self._top.add(self.silent, 1)
        self._top.add(self.find_field, 1)
        self._list = Growing(self._more, right=RIGHT)
        self.setLayout(column(self._top, self._list, spacing=8))

    def look(self) -> Callable[[], Any]:
        wanted, workspace = plain(self.find_field.text()), self.context.workspace
        count, today, least = max(FIRST, self._shown), self.context.today(), 7 * self.silent.currentData()

        def read() -> Any:
            everyone = roster(workspace)
            heard = workspace.teams_heard() if least else {}
            found = [
                (team, name) for team, name in everyone
                if wanted in plain(name) and (team not in heard or days_since(heard[team], today) >= least)
            ]  # fmt: skip
            rows = read_rows(workspace, [team for team, _name in found[:count]])
            return "anew", len(everyone), found, rows, network_sentence(workspace)

        return read

    def show_found(self, found: Any) -> None:
        how, everyone, teams, rows, aim = found
        if how == "anew":
            self._list.clear()
            self._teams, self._shown, self._aim = teams, 0, aim
            words = ngettext("{n} team, by name", "{n} teams, by name", len(teams)).format(n=len(teams))
            self._count.setText(words)
            self._count.setVisible(bool(everyone))
            narrowed = bool(self.find_field.text() or self.silent.currentData())
            for one in (self.find_field, self.silent):
                one.setVisible(everyone > MANY or narrowed)
            if aim and everyone:
                self._list.add([_aim_card(aim)])
            if self.anyone != bool(everyone):
                self.anyone = bool(everyone)
                self.counted.emit()
            if not everyone:
                self._list.add([_nobody(partial(self.context.go.emit, "sharing", "people"))])
            elif not teams:
                self._list.add([label(self._none_words(), "quiet", name="no_team")])
        self._shown += len(rows)
        today = self.context.today()
        self._list.add([TeamCard(one, heard_when(one.last_heard, today), self.opened.emit) for one in rows])

    def _none_words(self) -> str:
        if self.find_field.text() and self.silent.currentData():
            return _("No team with these words in its name was silent for so long.")
        if self.silent.currentData():
            return _("No team was silent for so long.")
        return _("No team has these words in its name.")

    def name_of(self, team: str) -> str:
        """What a team is called."""
        return dict(self._teams).get(team, "")

    def _more(self) -> None:
        following = [team for team, _name in self._teams[self._shown : self._shown + CHUNK]]
        if following and not self.reading:
            workspace, teams = self.context.workspace, self._teams
            self._reader.read(lambda: ("more", len(teams), teams, read_rows(workspace, following), ""))


def _nobody(asking: Callable[[], object]) -> Card:
    words = _(
        "Send each team the hub's request to join. When a team has admitted the hub, take its invite in, then its "
        "files as they come: choose their folder, or drop them on this window."
    )
    ask = button(_("Write the hub's request"), asking, name="ask_teams", role="main")
    return nothing(_("No team has joined yet"), words, name="network_empty", act=ask)


def _aim_card(sentence: str) -> Card:
    card = Card(name="network_aim")
    card.body.addWidget(label(_("What the network is for"), "head"))
    card.body.addWidget(label(sentence, "strong", wrap=True, selectable=True))
    return card


class TeamCard(Card):
    """One team in four parts: who, tests, data, aim."""

    def __init__(self, one: TeamRow, heard: Sequence[str], opened: Callable[[str], object]) -> None:
        super().__init__(name="team_row")
        self.body.setContentsMargins(*(theme.px(side) for side in (20 - ROW_INSET, 12, 20, 12)))
        self.setAccessibleName(one.name)
        who = ElidedButton(one.name, partial(opened, one.team), name="open_team")
        who.setAccessibleDescription(_("Open what this team has published"))
        about = column(who, spacing=2)
        for words in (one.school, *heard):
            if words:
                line = label(words, "second", wrap=True)
                line.setContentsMargins(theme.px(ROW_INSET), 0, 0, 0)
                about.addWidget(line)
        about.addStretch(1)
        count = len(one.cycles)
        tests = ngettext("{n} open cycle", "{n} open cycles", count).format(n=count) if count else _("No open cycle")
        none = _("No signal: everyday variation, or too early to say")
        parts = Sides(spacing=20)
        parts.add(_beside(about, 5, _part(tests, *_shortened([cycle_words(cycle) for cycle in one.cycles]))), 11)
        said = _part(_("What the data say"), *(_shortened(one.signals) or [none]))
        parts.add(_beside(said, 6, _part(_("Aim"), *_aim_words(one.aim))), 12)
        self.body.addWidget(parts)


def _beside(first: QLayout, share: int, second: QLayout) -> Sides:
    """Two parts of a card; in very large text two and two, then all below each other."""
    pair = Sides(spacing=20)
    for part, stretch in ((first, share), (second, 6)):
        holder = QWidget()
        holder.setLayout(part)
        holder.setMinimumWidth(theme.px(NARROWEST))
        pair.add(holder, stretch)
    return pair


def cycle_words(cycle: OpenCycle) -> str:
    """An open test in a line: its title, and its stage."""
    stage = choice_words().get(cycle.stage, cycle.stage)
    return _("{title} ({stage})").format(title=cycle.title or cycle.idea or _("Cycle without a title"), stage=stage)


def _shortened(lines: Sequence[str]) -> list[str]:
    more = len(lines) - NAMED
    rest = [ngettext("and {n} more", "and {n} more", more).format(n=more)] if more > 0 else []
    return [*lines[:NAMED], *rest]


def _aim_words(aim: AimFit | None) -> list[str]:
    if aim is None:
        return [_("Not published yet")]
    fits = _("Serves the network's aim.") if aim.linked else _("Not linked to the network's aim yet.")
    return [aim.sentence, fits, *aim.misfits]


def _part(title: str, *lines: str) -> QLayout:
    made = column(label(title, "head", wrap=True), spacing=2, margins=(0, 5, 0, 0))
    for one in lines:
        made.addWidget(label(one, wrap=True, selectable=True))
    made.addStretch(1)
    return made

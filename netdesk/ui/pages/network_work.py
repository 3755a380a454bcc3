"""What one team has published, read at the hub: aim, charts, tests with what came of them, ideas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QBoxLayout

from netdesk.core.chart_panels import Panel as Drawing
from netdesk.core.chart_panels import draw_panels
from netdesk.hub.network import Panel
from netdesk.hub.team_work import PublishedTest, TeamWork, read_work
from netdesk.i18n import _
from netdesk.ui.charts.drawn import Drawn
from netdesk.ui.context import Context
from netdesk.ui.pages.network_parts import RIGHT, NetworkTab
from netdesk.ui.pages.story_parts import decision_words, entry, fill
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.basic import Card, column, label
from netdesk.ui.widgets.growing import Growing


class Work(NetworkTab):
    """The page of one team; ``team`` says whose."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.team = ""
        self._list = Growing(lambda: None, spacing=16, right=RIGHT)
        self.setLayout(column(self._list, spacing=0))

    def look(self) -> Callable[[], Any]:
        return partial(read_work, self.context.workspace, self.team)

    def show_found(self, found: TeamWork | None) -> None:
        self._list.clear()
        if found is None:
            return
        cards = []
        if found.aim:
            card = Card(_("Aim"), name="work_aim")
            card.body.addWidget(label(found.aim, wrap=True, selectable=True))
            cards.append(card)
        drawn = [one for one in found.panels if one.chart is not None]
        if drawn:
            card = Card(_("Measures"), name="work_measures", holds="chart")
            for one in drawn:
                card.body.addWidget(chart_of_panel(one, one.name))
                if one.words:
                    card.body.addWidget(label(one.words, "second", wrap=True, selectable=True))
            cards.append(card)
        if found.tests:
            card = Card(_("Cycles"), name="work_tests")
            cards.append(fill(card, [_test(one) for one in found.tests]))
        if found.ideas:
            card = Card(_("Change ideas"), name="work_ideas")
            cards.append(fill(card, [entry(name, described) for name, described in found.ideas]))
        if found.drivers:
            card = Card(_("Drivers"), name="work_drivers")
            card.body.addWidget(label("\n".join(found.drivers), wrap=True, selectable=True))
            cards.append(card)
        if not cards:
            cards = [Card(name="work_empty")]
            cards[0].body.addWidget(label(_("This team has not published anything yet."), wrap=True))
        self._list.add(cards)
        self._list.to_top()


def _test(one: PublishedTest) -> QBoxLayout:
    stage = choice_words().get(one.stage, one.stage)
    decided = decision_words(one.decision)
    planned = _("Planned: {what}").format(what=one.plan) if one.plan else ""
    learned = [_("Learned: {what}").format(what=words) for words in one.learned]
    why = _("{decision}, because: {why}").format(decision=decided, why=one.because) if decided and one.because else ""
    state = ", ".join(part for part in (one.idea, decided or stage) if part)
    return entry(one.title or _("Cycle without a title"), planned, *learned, why, quiet=(state,))


def chart_of_panel(panel: Panel, title: str) -> Drawn:
    """One team's chart of a measure, as wide as there is room."""
    made = Drawn(name="team_chart")
    assert panel.chart is not None
    shown = [Drawing(title, panel.chart)]
    made.show_drawing(lambda width: draw_panels(shown, title="", teams=True, width=width, plot_height=72))
    return made

"""A shared measure across the network: each team's chart with its own centre line, on the same axes, nobody ranked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from netdesk.core.chart_panels import Panel as Drawing
from netdesk.core.chart_panels import draw_panels
from netdesk.hub.network import Panel, SharedMeasure, read_shared
from netdesk.i18n import _, ngettext
from netdesk.ui import theme
from netdesk.ui.charts.drawn import Drawn
from netdesk.ui.context import Context
from netdesk.ui.pages.network_parts import RIGHT, NetworkTab
from netdesk.ui.pages.network_work import chart_of_panel
from netdesk.ui.pages.story_parts import nothing
from netdesk.ui.widgets.basic import Card, button, column, label, row
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.growing import Growing
from netdesk.ui.widgets.sides import Sides

#: So many teams' charts are drawn as one sheet; the next ones when one comes near.
SHEET = 12
BESIDE = 3


class SharedCharts(NetworkTab):
    """Small multiples of one measure of the dictionary at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._measures: tuple[SharedMeasure, ...] = ()
        self._entry = ""
        self.choice = ChoiceField(_("Measure"), name="shared_measure")
        self.choice.chosen.connect(self.show_measure)
        self.choice.setFixedWidth(theme.px(340))
        self._list = Growing(spacing=16, right=RIGHT)
        self.setLayout(column(row(self.choice, 1), self._list, spacing=12))
        self.choice.hide()

    def look(self) -> Callable[[], Any]:
        return partial(read_shared, self.context.workspace)

    def show_found(self, found: tuple[SharedMeasure, ...]) -> None:
        self._measures = found
        known = [one.entry for one in found]
        if self._entry not in known:
            # What more teams count is looked at first.
            most = max(found, key=lambda one: len(one.panels), default=None)
            self._entry = most.entry if most else ""
        self.choice.show_choices([(one.entry, one.name) for one in found], self._entry)
        self.choice.setVisible(bool(found))
        self.show_measure(self._entry)

    def show_measure(self, entry: str) -> None:
        """Show this measure of the dictionary."""
        self._entry = entry
        self._list.clear()
        one = next((each for each in self._measures if each.entry == entry), None)
        if one is None:
            words = _(
                "Add a definition to the dictionary. Teams count by it from their Story page, and here their charts "
                "stand side by side, each with its own center line."
            )
            leading = button(_("Open the dictionary"), self._open_dictionary, name="open_dictionary")
            self._list.add([nothing(_("No shared measure yet"), words, name="shared_empty", act=leading)])
            return
        drawn = [panel for panel in one.panels if panel.chart is not None]
        sheets: list[Callable[[], QWidget]] = [
            partial(_sheet, one.name, drawn, start) for start in range(0, len(drawn), SHEET)
        ]
        if not drawn:
            words = _("No team that counts as this definition says has published points yet.")
            self._list.add([nothing(one.name, words, name="shared_no_points")])
        sheets += [partial(_apart, one)] if one.apart else []
        waiting = [panel.team_name for panel in one.panels if panel.chart is None]
        if waiting or one.not_yet:
            sheets.append(partial(_rest, waiting, one.not_yet))
        self._list.put_off(sheets)
        self._list.to_top()

    def _open_dictionary(self) -> None:
        self.context.go.emit("network", "dictionary")


def _sheet(name: str, panels: list[Panel], start: int) -> QWidget:
    """Some teams' charts in one drawing; those on other sheets stand on the same axes."""
    every = [Drawing(one.team_name, one.chart) for one in panels if one.chart is not None]
    shown, beside = every[start : start + SHEET], [*every[:start], *every[start + SHEET :]]
    card = Card(name="shared_sheet", holds="chart")
    made = Drawn(name="shared_charts")
    count = ngettext("{n} team counts alike", "{n} teams count alike", len(every)).format(n=len(every))
    title, subtitle = (name, count) if not start else ("", "")
    made.show_drawing(
        lambda width: draw_panels(shown, title=title, subtitle=subtitle, width=width, teams=True, beside=beside)
    )
    card.body.addWidget(made)
    return card


def _apart(one: SharedMeasure) -> Card:
    """The teams that count otherwise: beside the others' charts theirs would mislead, so they stand here."""
    card = Card(_("Counted otherwise"), name="counted_apart")
    words = _("These teams' numbers mean something else, so they stand on axes of their own and are added to nothing.")
    card.body.addWidget(label(words, "second", wrap=True))
    for start in range(0, len(one.apart), BESIDE):
        line = Sides(spacing=20)
        found = one.apart[start : start + BESIDE]
        for panel in found:
            part = column(label(panel.team_name, "strong", wrap=True), spacing=2)
            part.addWidget(label(_("Differs: {what}").format(what=", ".join(panel.differs)), "second", wrap=True))
            if panel.chart is not None:
                part.addWidget(chart_of_panel(panel, panel.name))
            else:
                part.addWidget(label(_("No points yet."), "quiet"))
            part.addStretch(1)
            line.add(part, 1)
        for _n in range(BESIDE - len(found) if len(one.apart) > 1 else 0):
            line.add(QWidget(), 1)
        card.body.addWidget(line)
    return card


def _rest(waiting: list[str], not_yet: tuple[str, ...]) -> Card:
    card = Card(_("Not yet"), name="shared_not_yet")
    if waiting:
        words = _("Count by it, and have not published points: {teams}").format(teams=", ".join(waiting))
        card.body.addWidget(label(words, wrap=True, selectable=True))
    if not_yet:
        words = _("Do not count by it: {teams}").format(teams=", ".join(not_yet))
        card.body.addWidget(label(words, wrap=True, selectable=True))
    return card

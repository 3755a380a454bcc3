"""All that the page of a measure shows, read in one go: at once where it has few points, else beside the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netdesk.core import charts
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_panels import Panel
from netdesk.core.charts import Suggestion
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations import measure_marks as marks
from netdesk.operations.charts import chart_input, group_names, groups_of
from netdesk.operations.measures import points
from netdesk.operations.source import Source, must_get
from netdesk.ui.pages.points_model import Points, read_points

#: What stands in place of a sub-group's id: the points without one, and all sub-groups side by side.
ALL, GROUPS = "", "groups"
#: Units of what is measured and not counted.
MEASURED = (N_("seconds"), N_("minutes"), N_("hours"), N_("days"), N_("pages"), N_("points"))


@dataclass(frozen=True, slots=True)
class MeasureRead:
    """A measure as it is shown.

    ``names`` are those of its sub-groups by their ids, ``group`` the one that is looked at (or `ALL`, `GROUPS`).
    ``panels`` are the sub-groups side by side, where they are looked at; ``why`` says why there is no chart;
    ``advice`` which chart fits its numbers.
    """

    measure: dict[str, Any]
    names: Mapping[str, str]
    group: str
    chart: ChartInput | None
    why: str
    points: Points
    panels: tuple[Panel, ...]
    advice: Suggestion | None

    @property
    def subgroup(self) -> str | None:
        """The id of the one sub-group that is looked at."""
        return self.group if self.group in self.names else None


def read_measure(source: Source, id_: str, group: str) -> MeasureRead:
    """The measure, and of its points those of this group; where that is gone, or all others have none, another.

    NetDeskError where there is no such measure.
    """
    measure = must_get(source, "measure", id_)
    names = group_names(source, id_)
    if group not in (ALL, GROUPS, *names):
        group = ALL
    if group == ALL and names and not points(source, id_):
        group = GROUPS
    subgroup = group if group in names else None
    chart, why = None, ""
    try:
        chart = chart_input(source, id_, subgroup=subgroup)
    except NetDeskError as error:
        why = error.user_text
    definition = (marks.definitions(source, id_) or [{}])[-1]
    rows = read_points(source, measure, names, bool(definition.get("denominator")), chart, subgroup)
    panels = tuple(panels_of(source, id_)) if group == GROUPS else ()
    return MeasureRead(measure, names, group, chart, why, rows, panels, _advice(measure, chart))


def panels_of(source: Source, measure: str) -> list[Panel]:
    """The charts of the measure's sub-groups that have points, in the team's order, with their names."""
    names = group_names(source, measure)
    return [Panel(names.get(group, group), chart) for group, chart in groups_of(source, measure).items()]


def _advice(measure: Mapping[str, Any], chart: ChartInput | None) -> Suggestion | None:
    if chart is None or not chart.dates:
        return None
    values = chart.samples if chart.samples is not None else chart.values
    return charts.suggest_chart(values, chart.denominators, kind=_kind_of_numbers(measure))


def _kind_of_numbers(measure: Mapping[str, Any]) -> str | None:
    """What the unit says of numbers that could be counts as well: minutes are measured, however whole they are."""
    unit = str(measure.get("unit") or "").strip().casefold()
    known = {_(one).casefold() for one in MEASURED} | {one.casefold() for one in MEASURED}
    return "measurement" if unit in known else None

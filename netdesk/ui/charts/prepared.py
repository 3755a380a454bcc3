"""From a measure's id to what the charts show, computed by the same collecting as for print."""

from __future__ import annotations

from netdesk.core.chart_input import ChartInput
from netdesk.core.charts import Point
from netdesk.i18n import _
from netdesk.ui.context import Context


def chart_of(context: Context, measure: str) -> ChartInput:
    """The chart of a measure; raises NetDeskError where its chart or rules are not built yet."""
    from netdesk.reports.collect import chart_input  # at use: collecting is needed when a chart is shown

    with context.workspace.read() as session:
        return chart_input(session, measure)


def letter_and_words(point: Point) -> tuple[str, str, str]:
    """The letter, the words and the look of a point's reading: ("S", "above the median", "improvement")."""
    look = "improvement" if point.reading == "improvement" else "concern" if point.reading == "concern" else "neutral"
    if point.excluded:
        return "", _("left out"), "tag"
    if "shift" in point.signals:
        above = point.value is not None and point.centre is not None and point.value > point.centre
        return "S", _("above the median") if above else _("below the median"), look
    if "trend" in point.signals:
        return "T", _("in a trend"), look
    return "", "", "tag"


def reading_words(chart: ChartInput) -> tuple[str, str, str]:
    """The letter, words and look of the whole chart's latest reading, for lists."""
    points = [point for point in chart.result.points if point.value is not None and not point.excluded]
    if not points:
        return "", _("no points yet"), "tag"
    letter, words, look = letter_and_words(points[-1])
    if letter:
        return letter, words, look
    phase = chart.result.phases[points[-1].phase]
    if phase.n_useful < 10:
        return "?", _("too early to say"), "tag"
    if phase.runs_signal:
        return "R", _("not steady"), "neutral"
    return "·", _("everyday variation"), "tag"



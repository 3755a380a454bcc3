"""From a measure's id to what the charts show, computed by the same collecting as for print."""

from __future__ import annotations

from netdesk.core import chart_words
from netdesk.core.chart_input import ChartInput
from netdesk.core.charts import Point, constants
from netdesk.i18n import _
from netdesk.ui.context import Context


def chart_of(context: Context, measure: str) -> ChartInput:
    """The chart of a measure, read as print reads it."""
    from netdesk.reports.collect import chart_input  # at use: collecting is needed when a chart is shown

    with context.workspace.read() as session:
        return chart_input(session, measure)


def letter_and_words(point: Point, kind: str = "run") -> tuple[str, str, str]:
    """The letter, the words and the look of a point's reading in a chart of this kind: ("S", "above the median",
    "improvement")."""
    if point.excluded:
        return "", _("left out"), "tag"
    letter, words = next(iter(chart_words.signal_letters(point, kind).items()), ("", ""))
    if letter in ("", "R"):  # a rule about the whole says nothing about this point
        return "", "", "tag"
    return letter, words, point.reading if point.reading in ("improvement", "concern") else "neutral"


def reading_words(chart: ChartInput) -> tuple[str, str, str]:
    """The letter, words and look of the whole chart's latest reading, for lists."""
    last = chart_words.last_counted(chart)
    if last is None:
        return "", _("no points yet"), "tag"
    letter, words, look = letter_and_words(last, chart.result.chart)
    if letter:
        return letter, words, look
    phase = chart.result.phases[last.phase]
    if phase.n_useful < constants.FEWEST_USEFUL:
        return "?", _("too early to say"), "tag"
    if phase.runs_signal:
        return "R", _("not steady"), "neutral"
    return "·", _("everyday variation"), "tag"

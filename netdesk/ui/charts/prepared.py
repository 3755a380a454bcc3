"""From a measure's id to what the charts show, computed by the same collecting as for print."""

from __future__ import annotations

from netdesk.core import chart_latest
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_latest import letter_and_words
from netdesk.ui.context import Context

__all__ = ["chart_of", "is_long", "letter_and_words", "reading_words"]

#: The most points that are read and drawn at once, two years of weeks: more are read and drawn beside the window.
AT_ONCE = 100


def is_long(points: int) -> bool:
    """Whether a chart of so many points takes longer to read and draw than a person should be kept waiting."""
    return points > AT_ONCE


def chart_of(context: Context, measure: str) -> ChartInput:
    """The chart of a measure, read as print reads it."""
    from netdesk.reports.collect import chart_input  # at use: collecting is needed when a chart is shown

    with context.workspace.read() as session:
        return chart_input(session, measure)


def reading_words(chart: ChartInput) -> tuple[str, str, str]:
    """The letter, words and look of the whole chart's latest reading, for lists."""
    return chart_latest.reading_words(chart.result)

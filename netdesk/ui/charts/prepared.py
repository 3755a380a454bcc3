"""From a measure's id to what the charts show, computed by the same collecting as for print."""

from __future__ import annotations

from dataclasses import dataclass

from netdesk.core import chart_latest
from netdesk.core.chart_frame import look_of
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_latest import letter_and_words
from netdesk.core.charts import Result
from netdesk.core.drawing import Role, Shape
from netdesk.ui.context import Context

__all__ = ["Spark", "chart_of", "is_long", "letter_and_words", "reading_words", "spark_of"]

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


#: So many points a chart the size of a word shows at most: two for each pixel of its width.
SPARK_POINTS = 280


@dataclass(frozen=True, slots=True)
class Spark:
    """A chart the size of a word: (place, value) of its points, their centre line, and the mark of the last one."""

    values: tuple[tuple[int, float], ...]
    centre: float | None
    role: Role
    shape: Shape


def spark_of(result: Result) -> Spark | None:
    """The result as small as a word; None where a point is alone. Of very many points the extremes stay."""
    points = [point for point in result.points if point.value is not None]
    if len(points) < 2:
        return None
    values = [(point.index, point.value or 0.0) for point in points]
    step = -(-len(values) // (SPARK_POINTS // 2))
    if step > 2:
        kept = [values[0]]
        for begin in range(0, len(values), step):
            near = values[begin : begin + step]
            kept += [min(near, key=lambda one: one[1]), max(near, key=lambda one: one[1])]
        values = sorted({*kept, values[-1]})
    role, shape = look_of(points[-1].reading, points[-1].signals)
    return Spark(tuple(values), points[-1].centre, role, shape)

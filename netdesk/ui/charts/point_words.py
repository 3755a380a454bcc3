"""A point of a chart in words: for the tool tip, for the line under the chart and for a screen reader."""

from __future__ import annotations

from datetime import date

from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_words import point_letters, shown_value
from netdesk.i18n import _, format_date, format_number, ngettext


def period_words(chart: ChartInput, index: int) -> str:
    """The period of a point with its year: "Sep 8, 2025"."""
    period = chart.dates[index]
    return format_date(period) if isinstance(period, date) else period


def short_words(chart: ChartInput, index: int) -> str:
    """Period, value and reading: "Sep 8, 2025: 87.9% (650 of 740). S above the median"."""
    point = chart.result.points[index]
    if point.value is None:
        return _("{period}: no value").format(period=period_words(chart, index))
    value = shown_value(chart, point.value)
    below = chart.denominators[index] if chart.denominators is not None else None
    above = chart.values[index]
    if below is not None and above is not None and below != 1:
        value = _("{value} ({n} of {d})").format(value=value, n=format_number(above), d=format_number(below))
    said = _("{period}: {value}").format(period=period_words(chart, index), value=value)
    reading = ", ".join(f"{letter} {words}".strip() for letter, words in point_letters(chart, point))
    return f"{said}. {reading}" if reading else said


def range_words(chart: ChartInput, first: int, last: int) -> str:
    """A chosen range: "Sep 8, 2025 – Sep 29, 2025, 4 points"."""
    count = sum(1 for point in chart.result.points[first : last + 1] if point.value is not None)
    points = ngettext("{n} point", "{n} points", count).format(n=count)
    return _("{first} – {last}, {points}").format(
        first=period_words(chart, first), last=period_words(chart, last), points=points
    )


def full_words(chart: ChartInput, index: int) -> str:
    """A point with all that is known of it: value, readings, note, reason, and what happened on its day."""
    said = [short_words(chart, index)]
    if index < len(chart.notes) and chart.notes[index]:
        said.append(chart.notes[index])
    said += [note.text for note in chart.annotations if note.on == chart.dates[index]]
    return ". ".join(one.rstrip(".") for one in said) + "."

"""Scales of a chart: round ticks, dates that never overlap, and numbers as people read them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from netdesk import i18n
from netdesk.core import text


def nice_ticks(low: float, high: float, wanted: int = 5) -> tuple[float, ...]:
    """Round numbers from at or below `low` to at or above `high`, in steps of 1, 2, 5, 10, 20, 25, 50 and so on."""
    if not high > low:
        room = abs(low) * 0.1 or 1.0
        low, high = low - room, high + room
    rough = (high - low) / max(wanted - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    # A quarter is a round number of tens and more, but 2.5 is none of points that are counted.
    factors = (1, 2, 2.5, 5, 10) if power >= 10 else (1, 2, 5, 10)
    step = next(factor * power for factor in factors if factor * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(step * n, 12) for n in range(first, last + 1))


def decimals_of(ticks: Sequence[float]) -> int:
    """How many decimals the ticks need to be told apart."""
    for places in range(7):
        if all(abs(round(tick, places) - tick) < 1e-9 * max(1.0, abs(tick)) for tick in ticks):
            return places
    return 6


def value_text(value: float, unit: str, *, percent: bool, places: int | None = None) -> str:
    """A value with its unit: "92.7%", "14 minutes", "3"."""
    if percent:
        return _number(value, places if places is not None else 1, i18n.language(), percent=True)
    number = _number(value, places, i18n.language(), percent=False)
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()


@lru_cache(maxsize=4096)
def _number(value: float, places: int | None, _language: str, *, percent: bool) -> str:
    return i18n.format_percent(value, places or 0) if percent else i18n.format_number(value, places)


def value_places(values: Sequence[float], *, percent: bool) -> int:
    """Decimals for the series' values: as many as it uses itself, at most two; one for per cent that are not tiny."""
    if percent:
        return min(decimals_of([value * 100 for value in values]), 1 if max(values, default=1.0) > 0.02 else 2)
    return min(decimals_of(values), 2) if values else 0


def day_and_month(day: date) -> str:
    """A day without its year, as people write it: "Aug 18"."""
    return _in_words("MMMd", day, i18n.locale_name())


def month_and_year(day: date) -> str:
    """A month with its year: "Aug 2025"."""
    return _in_words("yMMM", day.replace(day=1), i18n.locale_name())


# A chart is drawn again and again with the same days.
@lru_cache(maxsize=4096)
def _in_words(skeleton: str, day: date, locale: str) -> str:
    import babel.dates

    return str(babel.dates.format_skeleton(skeleton, day, locale=locale))


def period_labels(periods: Sequence[date | str]) -> list[str]:
    """A label for each period: a day and month within some 13 months, else month and year; other periods as given."""
    days = [period for period in periods if isinstance(period, date)]
    if len(days) < len(periods) or not days:
        return [period if isinstance(period, str) else day_and_month(period) for period in periods]
    skeleton = "yMMM" if (max(days) - min(days)).days > 400 else "MMMd"
    locale = i18n.locale_name()  # asked once: a chart of 500 points has 500 labels
    if skeleton == "yMMM":  # a month's days share one entry among those that are kept
        days = [day.replace(day=1) for day in days]
    return [_in_words(skeleton, day, locale) for day in days]


def chosen_ticks(
    positions: Sequence[float], labels: Sequence[str], size: float, room: float, left: float, right: float
) -> list[tuple[int, float]]:
    """Which labels to print and where their middle is, so that none overlaps: (index, x), first and last preferred.

    Labels are kept between `left` and `right`; of equal labels in a row (a month seen twice) the first is printed.
    """
    if not positions:
        return []

    def middle(index: int) -> float:
        half = text.measure(labels[index], size) / 2
        return min(max(positions[index], left + half), right - half)

    def span(index: int) -> tuple[float, float]:
        half = text.measure(labels[index], size) / 2
        return middle(index) - half, middle(index) + half

    fresh = [index for index in range(len(labels)) if index == 0 or labels[index] != labels[index - 1]]
    chosen: list[int] = []
    for stride in range(1, len(fresh) + 1):
        chosen = fresh[::stride]
        if all(one[1] + room <= two[0] for one, two in pairwise([span(index) for index in chosen])):
            break
    last = fresh[-1]
    if chosen[-1] != last:
        while len(chosen) > 1 and span(chosen[-1])[1] + room > span(last)[0]:
            chosen.pop()
        if span(chosen[-1])[1] + room <= span(last)[0]:
            chosen.append(last)
    return [(index, middle(index)) for index in chosen]


def positions_of(
    periods: Sequence[date | str], extra_days: Sequence[date], left: float, right: float
) -> tuple[list[float], Callable[[date], float]]:
    """The x of each period, and a function from a day to its x.

    Days are set to scale, with the days of `extra_days` inside; several points of one day stand side by side within
    half a step. Periods that are not all days are set at even steps.
    """
    days = [period for period in periods if isinstance(period, date)]
    if len(days) < len(periods) or not days:
        step = (right - left) / max(len(periods), 1)
        even = [left + step * (index + 0.5) for index in range(len(periods))]
        return even, lambda _day: left
    first, last = min([*days, *extra_days]), max([*days, *extra_days])
    span = max((last - first).days, 1)
    margin = min(12.0, (right - left) / 20)
    scale = (right - left - 2 * margin) / span

    def x_of(day: date) -> float:
        if first == last:
            return (left + right) / 2
        return left + margin + (day - first).days * scale

    return _side_by_side(days, x_of), x_of


def _side_by_side(days: Sequence[date], x_of: Callable[[date], float]) -> list[float]:
    different = sorted(set(days))
    steps = [x_of(later) - x_of(earlier) for earlier, later in pairwise(different)]
    room = min(steps, default=24.0) * 0.5
    counts: dict[date, int] = {}
    totals = Counter(days)
    placed = []
    for day in days:
        nth = counts.get(day, 0)
        counts[day] = nth + 1
        placed.append(x_of(day) + (room * nth / totals[day] if totals[day] > 1 else 0.0))
    return placed

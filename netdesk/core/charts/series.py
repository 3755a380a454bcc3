"""From what was given to what is plotted: missing, excluded and equal values, and the phases they fall into."""

from __future__ import annotations

import math
from collections.abc import Sequence

from netdesk.core.charts import constants
from netdesk.errors import NetDeskError, WrongUsage
from netdesk.i18n import _


def plotted_values(
    values: Sequence[float | None], denominators: Sequence[float | None] | None
) -> tuple[float | None, ...]:
    """The series as plotted: value, or value / denominator; None where either is missing or the denominator is 0.

    Raises NetDeskError where the two differ in length or a number is no finite number.
    """
    numbers = [_number(value, index) for index, value in enumerate(values)]
    if denominators is None:
        return tuple(numbers)
    if len(denominators) != len(values):
        raise NetDeskError(
            _("There are {values} values but {denominators} denominators. Give one denominator for each value.").format(
                values=len(values), denominators=len(denominators)
            )
        )
    below = [_number(denominator, index) for index, denominator in enumerate(denominators)]
    for index, denominator in enumerate(below):
        if denominator is not None and denominator < 0:
            raise NetDeskError(
                _("The denominator of point {n} is below zero. Correct it, or leave it empty.").format(n=index + 1)
            )
    return tuple(
        None if above is None or not under else above / under for above, under in zip(numbers, below, strict=True)
    )


def _number(value: float | None, index: int) -> float | None:
    if value is None:
        return None
    number = float(value)
    if math.isnan(number):
        return None
    if math.isinf(number):
        raise NetDeskError(
            _("The value of point {n} is without end. Correct it, or leave it empty.").format(n=index + 1)
        )
    return number


def equal_within(values: Sequence[float | None]) -> float:
    """The distance within which two values of this series count as equal: half the ninth digit of the largest.

    (87.1 + 87.3) / 2 is not 87.2 in binary, yet a true 87.2 must lie on that median. Where a large common offset uses
    up those digits (1,000,000,000.251 beside 1,000,000,000.874), the nine digits are those of the spread, but never
    finer than what a binary fraction of this size can tell apart.
    """
    present = [value for value in values if value is not None]
    largest = max((abs(value) for value in present), default=0.0)
    if largest == 0:
        return 0.0
    by_size = _half_ninth_digit(largest)
    spread = max(present) - min(present)
    if spread == 0 or by_size <= spread * 1e-6:
        return by_size
    return min(by_size, max(_half_ninth_digit(spread), 4 * math.ulp(largest)))


def _half_ninth_digit(number: float) -> float:
    return 0.5 * 10.0 ** (math.floor(math.log10(number)) - 8)


def median(values: Sequence[float]) -> float | None:
    """The middle value, or the mean of the two middle ones; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return math.fsum(ordered[middle - 1 : middle + 1]) / 2


def phase_spans(count: int, splits: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """(start, end) of each phase, end inclusive. A split is the index at which a new phase starts.

    Raises WrongUsage for a split that is not inside the series.
    """
    starts = sorted(set(splits))
    for split in starts:
        if not 0 < split < count:
            raise WrongUsage(
                _("A new phase cannot start at point {split}: the chart has points 0 to {last}, and one starts at 0.")
                .format(split=split, last=count - 1)
            )  # fmt: skip
    bounds = [0, *starts, count]
    return tuple((bounds[i], bounds[i + 1] - 1) for i in range(len(bounds) - 1) if bounds[i] < bounds[i + 1])


def check_choices(chart: str, rules: str, better: str, runs_table: str) -> None:
    """Raise WrongUsage for a name that is not known, and for a chart or rule set that is not built yet."""
    for name, known, what in (
        (chart, constants.CHARTS, _("chart")),
        (rules, constants.RULES, _("rule set")),
        (better, constants.BETTER, _("direction of good")),
        (runs_table, constants.RUNS_TABLES, _("runs table")),
    ):
        if name not in known:
            raise WrongUsage(
                _('There is no {what} "{name}". Choose one of: {known}.').format(
                    what=what, name=name, known=", ".join(known)
                )
            )
    if chart not in constants.CHARTS_BUILT:
        raise WrongUsage(
            _('The chart "{chart}" is not built yet. Choose one of: {known}.').format(
                chart=chart, known=", ".join(constants.CHARTS_BUILT)
            )
        )
    if rules not in constants.RULES_BUILT:
        raise WrongUsage(
            _('The rule set "{rules}" is not built yet. Choose one of: {known}.').format(
                rules=rules, known=", ".join(constants.RULES_BUILT)
            )
        )

"""Which chart fits: read from the shape of the numbers, with the reason in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from netdesk.core.charts import constants
from netdesk.core.charts.series import Numbers, mean
from netdesk.errors import WrongUsage
from netdesk.i18n import _

KINDS = ("measurement", "count", "proportion", "rate", "cases-between", "time-between")
#: Laney's sigma of 1 is what the plain chart expects; beyond these the prime chart is the honest one.
_LIKE_CHANCE = (0.7, 1.3)
#: The variance of counts is like their mean, or the plain chart is wrong.
_LIKE_COUNTS = (0.5, 2.0)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A chart and, in plain language, why it fits; `instead` says what to collect where no chart of these fits well."""

    chart: str
    reason: str
    instead: str = ""


def suggest_chart(
    values: Sequence[Any], denominators: Sequence[float | None] | None = None, *, kind: str | None = None
) -> Suggestion:
    """The chart that fits the data's shape: sub-groups, parts of a whole, rates, counts or measurements.

    `kind` (one of `KINDS`) says what the numbers are where somebody knows it; else it is read off them. With fewer
    than twelve points it is a run chart. `values` and `denominators` are those of `analyse`. Raises WrongUsage for a
    kind that is not known.
    """
    if kind is not None and kind not in KINDS:
        raise WrongUsage(
            _('There is no kind "{name}". Choose one of: {known}.').format(name=kind, known=", ".join(KINDS))
        )
    if any(hasattr(one, "__iter__") for one in values):
        return _of_subgroups([one for one in values if one is not None and hasattr(one, "__iter__")])
    above = np.array(list(values), dtype=np.float64)
    below = None if denominators is None else np.array(list(denominators), dtype=np.float64)
    there = ~np.isnan(above) if below is None else ~np.isnan(above) & (below > 0)
    above, below = above[there], None if below is None else below[there]
    if kind == "time-between":
        return Suggestion("t", _("Times between events: a t chart evens out how skewed waiting times are."))
    if kind == "cases-between":
        return Suggestion("g", _("Cases between events: a g chart is made for counts between rare events."))
    rare = _mostly_at_an_end(above, below)
    if above.size < constants.FEWEST_FOR_LIMITS:
        reason = _("A run chart: limits need {least} points, and there are {n} so far.")
        return Suggestion("run", reason.format(least=constants.FEWEST_FOR_LIMITS, n=above.size), rare)
    if below is not None:
        return _of_pairs(above, below, kind, rare)
    return _of_values(above, kind, rare)


def _of_subgroups(groups: Sequence[Sequence[float | None]]) -> Suggestion:
    sizes = [sum(one is not None and not math.isnan(one) for one in group) for group in groups]
    if sum(size > 1 for size in sizes) * 2 <= len(sizes):
        return Suggestion("i", _("Nearly every point is a single measurement: an individuals chart of them."))
    return Suggestion(
        "xbar",
        _("Several measurements at each point: an x̄ chart of their averages, beside an s chart of their spread."),
    )


def _mostly_at_an_end(above: Numbers, below: Numbers | None) -> str:
    """The advice for rare events, empty where it is not needed."""
    shown = above if below is None else above / below
    at_zero, at_all = int((shown == 0).sum()), int((shown == 1).sum()) if below is not None else 0
    if max(at_zero, at_all) * 2 <= shown.size:
        return ""
    return _(
        "More than half of the points are at the very end of the scale: chart the time, or the number of cases, "
        "between events (t or g chart)."
    )


def _of_pairs(above: Numbers, below: Numbers, kind: str | None, rare: str) -> Suggestion:
    whole = bool((above == np.round(above)).all()) and bool((above >= 0).all())
    if kind == "measurement" or (kind is None and not whole):
        reason = _("Measurements over unequal numbers: an I′ chart widens its limits for each.")
        return Suggestion("iprime", reason, rare)
    parts = kind == "proportion" or (kind is None and bool((above <= below).all()))
    centre = float(above.sum() / below.sum())
    spread = np.sqrt((centre * (1 - centre) if parts and centre <= 1 else centre) / below)
    if not bool((spread > 0).all()):
        widened = 1.0
    else:
        widened = mean(np.abs(np.diff((above / below - centre) / spread))) / constants.RANGE_TO_SIGMA
    like_chance = _LIKE_CHANCE[0] <= widened <= _LIKE_CHANCE[1]
    if parts:
        if like_chance:
            return Suggestion("p", _("So many of so many, varying as counting alone would: a p chart."), rare)
        return Suggestion(
            "pp", _("So many of so many, but varying otherwise than counting alone would: a p′ chart."), rare
        )
    if like_chance:
        return Suggestion("u", _("Events over an exposure, varying as counting alone would: a u chart."), rare)
    return Suggestion(
        "up", _("Events over an exposure, but varying otherwise than counting alone would: a u′ chart."), rare
    )


def _of_values(above: Numbers, kind: str | None, rare: str) -> Suggestion:
    whole = bool((above == np.round(above)).all()) and bool((above >= 0).all())
    if kind == "measurement" or (kind is None and not whole):
        return Suggestion("i", _("One measurement at each point: an individuals chart."))
    centre = mean(above)
    spread = float(above.var(ddof=1)) / centre if centre else 1.0
    if kind == "count" or _LIKE_COUNTS[0] <= spread <= _LIKE_COUNTS[1]:
        reason = _(
            "Counts of events, varying as counts do: a c chart. Where there is more chance for them at one time than "
            "at another, give that as a denominator."
        )
        return Suggestion("c", reason, rare)
    reason = _("Whole numbers that vary otherwise than counts of events do: an individuals chart.")
    return Suggestion("i", reason, rare)

"""What a chart shows: plain values, made by whoever reads the records or a file of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from netdesk.core.charts import Result

# Events per something are no part of a whole, even where each rate lies below one.
_RATES: Final = frozenset({"u", "up"})


@dataclass(frozen=True, slots=True)
class Goal:
    """The goal line, in plotted units, and the day it is for."""

    value: float
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A bar under the axis: a cycle from its start to its end, or still running."""

    label: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """Something that happened on a day."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without school, shaded."""

    start: date
    end: date
    name: str


@dataclass(frozen=True, slots=True)
class GoalStep:
    """From a day on the goal is this value, in plotted units; without a day, from the start."""

    value: float
    since: date | None = None


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """From a day on something else is counted: numbers before and after it are not the same thing."""

    since: date
    text: str = ""


@dataclass(frozen=True, slots=True)
class ChartInput:
    """A chart to draw.

    `dates`, `values` and `denominators` (one entry a point, None where missing) are what was entered; the plotted
    values and lines are those of `result`. Periods that are no days (a week's number) may be given as text. `reasons`
    are the words of the phases, in order ("" for none). `judged` are the points that a person called astronomical.
    `ids` are the observations behind the points (for a chart of samples the first of each period), `notes` the words
    written beside them, `left_out` the reason of each excluded point. `hidden` are points whose group is too small to
    show. `days_apart` are the days from one period to the next, where periods are regular: a longer step that no
    school break explains breaks the line. `samples` are the single observations of charts of sub-grouped data, and
    `cautions` sentences that must stand with the chart.
    """

    title: str
    dates: tuple[date | str, ...]
    values: tuple[float | None, ...]
    result: Result
    denominators: tuple[float | None, ...] | None = None
    subtitle: str = ""
    unit: str = ""
    goal: Goal | None = None
    spans: tuple[Span, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    gaps: tuple[Gap, ...] = ()
    better: str = "neither"
    reasons: tuple[str, ...] = ()
    judged: frozenset[int] = frozenset()
    goal_steps: tuple[GoalStep, ...] = ()
    definitions: tuple[DefinitionChange, ...] = ()
    left_out: Mapping[int, str] = field(default_factory=dict, hash=False)
    notes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    hidden: frozenset[int] = frozenset()
    days_apart: int | None = None
    samples: tuple[tuple[float, ...], ...] | None = None
    cautions: tuple[str, ...] = ()
    measure: str = ""

    @property
    def percent(self) -> bool:
        """True where a part of a whole is plotted: shown as per cent."""
        if self.denominators is None or self.unit.strip() not in ("", "%") or self.result.chart in _RATES:
            return False
        plotted = [point.value for point in self.result.points if point.value is not None]
        return all(-1e-9 <= value <= 1 + 1e-9 for value in plotted)

"""What a chart shows: plain values, made by whoever reads the records or a file of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from netdesk.core.charts import Result


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
class ChartInput:
    """A chart to draw.

    `dates`, `values` and `denominators` (one entry a point, None where missing) are what was entered; the plotted
    values and lines are those of `result`. Periods that are no days (a week's number) may be given as text. `reasons`
    are the words of the phases, in order ("" for none). `judged` are the points that a person called astronomical.
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

    @property
    def percent(self) -> bool:
        """True where a part of a whole is plotted: shown as per cent."""
        if self.denominators is None or self.unit not in ("", "%"):
            return False
        plotted = [point.value for point in self.result.points if point.value is not None]
        return all(-1e-9 <= value <= 1 + 1e-9 for value in plotted)

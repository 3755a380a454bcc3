"""What an analysis gives: frozen values, ready for drawing, for words and for JSON.

The numbers of a result are arrays; its points, signals and words are made from them when they are first asked for, so
that a script with a thousand charts pays only for what it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netdesk.core.charts.rules import Marks
    from netdesk.core.charts.series import Mask, Numbers, Signs


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a chart. Value and lines are in plotted units (a proportion is 0-1); None where there is none."""

    index: int
    value: float | None
    centre: float | None
    lcl: float | None
    ucl: float | None
    phase: int
    excluded: bool
    signals: tuple[str, ...]
    reading: str


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: points `start` to `end` (inclusive) with one centre, and its runs analysis.

    `n` counts the points that are not excluded (a missing one is a point without a value, as in the field's R
    packages); `n_useful` those that have a value off the centre line. `runs_limits` is None under ten useful points.
    `baseline` counts the values that a freeze's lines rest on (None without a freeze), `values` all that count.
    """

    start: int
    end: int
    centre: float | None
    n: int
    n_useful: int
    longest_run: int
    longest_run_limit: int | None
    crossings: int
    crossings_limit: int | None
    runs: int
    runs_limits: tuple[int, int] | None
    runs_signal: bool
    sigma_signal: bool
    baseline: int | None
    values: int


@dataclass(frozen=True, slots=True)
class Signal:
    """One pattern that a rule found: the points it marks, +1 high or rising, -1 low or falling, 0 neither."""

    rule: str
    phase: int
    indices: tuple[int, ...]
    direction: int


@dataclass(frozen=True, slots=True, eq=False)
class Arrays:
    """The chart's numbers, one entry a point; nan where there is none. `reading` are places in `reading.READINGS`."""

    value: Numbers
    centre: Numbers
    lcl: Numbers
    ucl: Numbers
    excluded: Mask
    reading: Signs


@dataclass(frozen=True, eq=False)
class Result:
    """A chart, analysed. `words` is the chart in plain language, `says`, `check_first` and `chance_words` its parts.

    `target` is that of the latest point, `targets` those of all (None without any). `marks` holds, phase by phase,
    what the rules found, in the order in which a point's signals are named.
    """

    chart: str
    rules: str
    better: str
    runs_table: str
    screening: bool
    targets: tuple[float | None, ...] | None
    arrays: Arrays
    phases: tuple[Phase, ...]
    marks: tuple[tuple[Marks, ...], ...]
    variation: str | None
    assurance: str | None
    #: What a point is called in words, such as its day, by its index; "point 3" without.
    name_of: Callable[[int], str] | None = None

    @property
    def target(self) -> float | None:
        """The target of the latest step."""
        return self.targets[-1] if self.targets else None

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The points with their lines, signals and readings."""
        from netdesk.core.charts.reading import READINGS

        names: list[list[str]] = [[] for _point in range(self.arrays.value.size)]
        for in_phase in self.marks:
            for marks in in_phase:
                for index in marks.index.tolist():
                    if marks.rule not in names[index]:
                        names[index].append(marks.rule)
        own = self.arrays
        phase_of = [number for number, phase in enumerate(self.phases) for _p in range(phase.start, phase.end + 1)]
        rows = zip(
            *(_or_none(one) for one in (own.value, own.centre, own.lcl, own.ucl)),
            phase_of,
            own.excluded.tolist(),
            (tuple(signals) for signals in names),
            (READINGS[reading] for reading in own.reading.tolist()),
            strict=True,
        )
        return tuple(Point(index, *row) for index, row in enumerate(rows))

    @cached_property
    def signals(self) -> tuple[Signal, ...]:
        """Every pattern the rules found, phase by phase."""
        found: list[Signal] = []
        for number, in_phase in enumerate(self.marks):
            for marks in in_phase:
                patterns: dict[int, list[int]] = {}
                for pattern, index in zip(marks.pattern.tolist(), marks.index.tolist(), strict=True):
                    patterns.setdefault(pattern, []).append(index)
                ways = dict(zip(marks.pattern.tolist(), marks.direction.tolist(), strict=True))
                found += [Signal(marks.rule, number, tuple(own), ways[one]) for one, own in patterns.items()]
        return tuple(found)

    @cached_property
    def chance_alone(self) -> float | None:
        """The probability, 0-1, that chance alone shows a signal of these rules at this length."""
        from netdesk.core.charts import chance

        return chance.chance_of_signal(self.chart, self.rules, self.phases, screening=self.screening)

    @cached_property
    def says(self) -> str:
        """What the signals, the number of points and the target say."""
        from netdesk.core.charts import words

        return words.what_it_says(self)

    @property
    def check_first(self) -> str:
        """The boring causes to look for before any claim; empty where nothing signals."""
        from netdesk.core.charts import words

        return words.boring_causes_first() if any(self.marks) else ""

    @property
    def chance_words(self) -> str:
        """How often chance alone would signal, in words."""
        from netdesk.core.charts import words

        return words.chance_in_words(self.chance_alone)

    @property
    def chance_method(self) -> str:
        """How that figure was found, in words: counted exactly or simulated."""
        from netdesk.core.charts import words

        return words.chance_method_in_words(self)

    @property
    def words(self) -> str:
        """The chart in plain language, the boring causes before any claim."""
        return " ".join(part for part in (self.check_first, self.says, self.chance_words) if part)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Result) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    def _told(self) -> tuple[object, ...]:
        rest = (self.chart, self.rules, self.better, self.runs_table, self.screening, self.targets)
        return (*rest, self.points, self.phases, self.variation, self.assurance)

    def to_dict(self) -> dict[str, Any]:
        """The public form (JSON-ready) that the command line prints and scripts rely on."""
        return {
            "chart": self.chart,
            "rules": self.rules,
            "points": [
                {
                    "index": point.index,
                    "value": point.value,
                    "centre": point.centre,
                    "lcl": point.lcl,
                    "ucl": point.ucl,
                    "phase": point.phase,
                    "excluded": point.excluded,
                    "signals": list(point.signals),
                    "reading": point.reading,
                }
                for point in self.points
            ],
            "phases": [
                {
                    "start": phase.start,
                    "end": phase.end,
                    "centre": phase.centre,
                    "n": phase.n,
                    "n_useful": phase.n_useful,
                    "longest_run": phase.longest_run,
                    "longest_run_limit": phase.longest_run_limit,
                    "crossings": phase.crossings,
                    "crossings_limit": phase.crossings_limit,
                    "runs": phase.runs,
                    "runs_limits": list(phase.runs_limits) if phase.runs_limits else None,
                    "runs_signal": phase.runs_signal,
                    "sigma_signal": phase.sigma_signal,
                }
                for phase in self.phases
            ],
            "variation": self.variation,
            "assurance": self.assurance,
            "chance_alone": self.chance_alone,
            "words": self.words,
        }


def _or_none(numbers: Numbers) -> Sequence[float | None]:
    return [None if number != number else number for number in numbers.tolist()]

"""What an analysis gives: frozen values, ready for drawing, for words and for JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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
class Result:
    """A chart, analysed. `words` is the chart in plain language, `says`, `check_first` and `chance_words` its parts."""

    chart: str
    rules: str
    better: str
    runs_table: str
    target: float | None
    points: tuple[Point, ...]
    phases: tuple[Phase, ...]
    variation: str | None
    assurance: str | None
    chance_alone: float | None
    says: str
    check_first: str
    chance_words: str

    @property
    def words(self) -> str:
        """The chart in plain language, the boring causes before any claim."""
        return " ".join(part for part in (self.check_first, self.says, self.chance_words) if part)

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

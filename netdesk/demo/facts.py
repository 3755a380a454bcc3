"""The numbers that sentences of a story may name, taken from the generated data, so that text and chart agree.

For each measure `m`: {m_before} and {m_after} (medians before and from its turn), {m_first}, {m_last}, {m_low},
{m_high}, {m_baseline} (median of the frozen points), {m_points} (how many points), {m_change} (the distance between
the two medians). For each school week k: {week_k}, its Monday in words. For each count c of a cycle: {c}, and {c_pct}
where it is a part of a whole. For each window of the sheet: its name.
"""

from __future__ import annotations

import statistics
from datetime import date

from netdesk.demo.school_year import SchoolWeeks
from netdesk.demo.series import Point
from netdesk.demo.sheet import Count, Measure, Story

Facts = dict[str, str]


def facts_of(story: Story, points: dict[str, list[Point]], weeks: SchoolWeeks) -> Facts:
    """Every fact of the team's data; `points` are the series by measure key, without sub-groups."""
    facts = {f"week_{k}": day_in_words(monday) for k, monday in enumerate(weeks.mondays)}
    for measure in story.measures:
        facts |= _measure_facts(measure, points[measure.key])
    by_key = {measure.key: measure for measure in story.measures}
    for window in story.windows:
        held = [point for point in points[window.measure] if window.first <= point.week <= window.last]
        facts[window.name] = _of(by_key[window.measure], held, window.of)
    for cycle in story.cycles:
        for name, count in cycle.numbers.items():
            facts |= count_facts(f"{cycle.key}_{name}", count)
    return facts


def known_from(story: Story, points: dict[str, list[Point]]) -> dict[str, int]:
    """The school week from which each fact of a measure or window is known: nobody may write it down before."""
    known: dict[str, int] = {}
    for measure in story.measures:
        held = points[measure.key]
        turn = measure.turn if measure.turn is not None else 0
        early = [point.week for point in held if point.week < turn]
        frozen = next((phase.frozen_points for phase in measure.phases if phase.week is None), None)
        known |= {f"{measure.key}_{name}": held[-1].week for name in _measure_names(measure, held)}
        known[f"{measure.key}_first"] = held[0].week
        if early:
            known[f"{measure.key}_before"] = known[f"{measure.key}_baseline"] = early[-1]
        if frozen:
            known[f"{measure.key}_baseline"] = held[frozen - 1].week
    return known | {
        window.name: max(point.week for point in points[window.measure] if point.week <= window.last)
        for window in story.windows
    }


def _measure_names(measure: Measure, points: list[Point]) -> list[str]:
    return [name.removeprefix(f"{measure.key}_") for name in _measure_facts(measure, points)]


def count_facts(name: str, count: Count) -> Facts:
    """{name: "9 of 26", name_pct: "35%"} for a part of a whole, {name: "14"} for a number."""
    if isinstance(count, tuple):
        part, whole = count
        return {name: f"{part} of {whole}", f"{name}_pct": f"{100 * part / whole:.0f}%"}
    return {name: f"{count:g}"}


def fill(text: str, facts: Facts, cycle_key: str = "") -> str:
    """`text` with its {names} filled; within a cycle its own counts need no prefix. KeyError for an unknown name."""
    if "{" not in text:
        return text
    own = {name.removeprefix(f"{cycle_key}_"): fact for name, fact in facts.items() if name.startswith(f"{cycle_key}_")}
    return text.format_map({**facts, **(own if cycle_key else {})})


def day_in_words(day: date) -> str:
    """ "September 8": the stories are written in English by their teachers."""
    return f"{day:%B} {day.day}"


def show(measure: Measure, value: float) -> str:
    """A plotted value as the team would write it: "89%", "89.4%", "14"."""
    if measure.out_of is not None:
        return f"{100 * value:.{measure.places}f}%"
    return f"{value:.{measure.places}f}"


def _measure_facts(measure: Measure, points: list[Point]) -> Facts:
    turn = measure.turn if measure.turn is not None else 0
    before = [point for point in points if point.week < turn] or points
    after = [point for point in points if point.week >= turn]
    names = {name: _of(measure, points, name) for name in ("first", "last", "low", "high", "median")}
    facts = {f"{measure.key}_{name}": text for name, text in names.items()}
    frozen = next((phase.frozen_points for phase in measure.phases if phase.week is None), None)
    facts[f"{measure.key}_baseline"] = _of(measure, points[:frozen] if frozen else before, "median")
    facts[f"{measure.key}_points"] = str(len(points))
    facts[f"{measure.key}_before"] = _of(measure, before, "median")
    facts[f"{measure.key}_after"] = _of(measure, after, "median")
    facts[f"{measure.key}_after_points"] = str(len(after))
    # The distance of the two numbers as they are shown, so that a reader who subtracts them gets the same.
    shown = [float(facts[f"{measure.key}_{name}"].rstrip("%")) for name in ("before", "after")]
    facts[f"{measure.key}_change"] = f"{abs(shown[1] - shown[0]):.{measure.places}f}"
    return facts


def _of(measure: Measure, points: list[Point], what: str) -> str:
    if what == "count":
        return str(len(points))
    values = [point.plotted for point in points]
    picked = {
        "median": statistics.median(values),
        "low": min(values),
        "high": max(values),
        "first": values[0],
        "last": values[-1],
    }
    return show(measure, picked[what])

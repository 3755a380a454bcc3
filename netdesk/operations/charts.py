"""From a measure's records to its chart: the one place for screen, paper, SVG and command line.

The numbers go to `core.charts.analyse`; what stands beside them (phases and their reasons, exclusions, judgements,
dated goals, notes, cycles, school breaks, changed definitions) goes with the result into a `ChartInput`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from netdesk.core import chart_scales, chart_words, charts
from netdesk.core.chart_input import Annotation, ChartInput, DefinitionChange, Gap, Goal, GoalStep, Span
from netdesk.core.charts import Result
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.operations.measure_marks import school_breaks
from netdesk.operations.measures import Series, chart_settings, plotted_goal, series
from netdesk.operations.source import Record, Source, must_get
from netdesk.store.publish import is_small

#: Charts of sub-grouped data: all observations of one period are one point.
SAMPLED: Final = frozenset({"xbar", "s"})
#: Charts of spread: a goal for the values themselves is none for these.
_SPREAD: Final = frozenset({"mr", "s"})
#: Days from one period to the next, where periods are regular; a term is not.
DAYS_APART: Final = {"day": 1, "week": 7, "2 weeks": 14, "month": 31}


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What goes to the engine, one entry a point of the chart, and what stands behind each point."""

    ids: tuple[str, ...]
    dates: tuple[date, ...]
    values: tuple[float | None, ...]
    denominators: tuple[float | None, ...] | None
    samples: tuple[tuple[float, ...], ...] | None
    notes: tuple[str, ...]
    hidden: frozenset[int]
    left_out: dict[int, str]


def chart_input(
    source: Source, measure_id: str, *, subgroup: str | None = None, cycles: Collection[str] | None = None
) -> ChartInput:
    """The chart of a measure, or of one of its sub-groups.

    `cycles` are those to show under its axis; by default those that collect data for it. Points of a sub-group with a
    denominator under ten are hidden: they are neither drawn nor counted in its lines. Where the chosen chart cannot be
    drawn from the numbers there are, a run chart is, and `cautions` says why. Raises NetDeskError if there is no such
    measure.
    """
    measure = must_get(source, "measure", measure_id)
    drawn = series(source, measure_id, subgroup=subgroup)
    settings = chart_settings(source, measure_id, drawn)
    numbers = _numbers(source, measure_id, drawn, settings["chart"], subgroup)
    own = replace(drawn, ids=numbers.ids, dates=numbers.dates, values=numbers.values, excluded=())
    settings = chart_settings(source, measure_id, own)
    settings["exclude"] = tuple(sorted(numbers.left_out))
    steps = _goal_steps(source, measure_id, drawn) if settings["chart"] not in _SPREAD else ()
    goal = _goal(source, measure, drawn, steps, numbers.dates) if settings["chart"] not in _SPREAD else None
    settings["target"] = _targets(steps, goal, numbers.dates)
    # A lower limit under zero minutes or under 0 % would only puzzle.
    settings["can_be_negative"] = any((value or 0) < 0 for value in numbers.values) or not _from_zero(measure, drawn)
    result, cautions = _analysed(numbers, settings)
    result = replace(result, name_of=_naming(numbers.dates))
    if cycles is None:
        cycles = {one["cycle"] for one in source.select("data_item", measure=measure_id) if one.get("cycle")}
    group = source.get("subgroup", subgroup) if subgroup else None
    return ChartInput(
        title=" · ".join(part for part in (measure.get("name", ""), (group or {}).get("name", "")) if part),
        dates=numbers.dates,
        values=numbers.values if numbers.samples is None else tuple(point.value for point in result.points),
        result=result,
        denominators=numbers.denominators,
        subtitle=_subtitle(source, measure),
        unit=measure.get("unit", ""),
        goal=goal,
        spans=spans_of(source, cycles),
        annotations=_annotations(source, measure_id),
        gaps=_gaps(source),
        better=settings["better"],
        reasons=_reasons(source, measure_id, own, settings["splits"]),
        judged=_judged(source, numbers.ids),
        goal_steps=steps,
        definitions=_definition_changes(source, measure_id, numbers.dates),
        left_out=numbers.left_out,
        notes=numbers.notes,
        ids=numbers.ids,
        hidden=numbers.hidden,
        days_apart=DAYS_APART.get(measure.get("every", "")),
        samples=numbers.samples,
        cautions=cautions,
        measure=measure_id,
    )


def _naming(dates: Sequence[date]) -> Callable[[int], str]:
    """What sentences call a point: its day, with the year where the chart is longer than a school year."""
    long = bool(dates) and (max(dates) - min(dates)).days > 400
    return lambda index: chart_words.when(dates[index]) if long else chart_scales.day_and_month(dates[index])


def groups_of(source: Source, measure_id: str) -> dict[str, ChartInput]:
    """The charts of a measure's sub-groups that have points, by their ids in the team's order, each with its own
    lines."""
    found = [one["id"] for one in source.select("subgroup", measure=measure_id)]
    made = {group: chart_input(source, measure_id, subgroup=group) for group in found}
    return {group: chart for group, chart in made.items() if chart.dates}


def group_names(source: Source, measure_id: str) -> dict[str, str]:
    """The names of a measure's sub-groups by their ids, in the team's order."""
    return {one["id"]: one.get("name", "") for one in source.select("subgroup", measure=measure_id)}


def _numbers(source: Source, measure_id: str, drawn: Series, chart: str, subgroup: str | None) -> _Numbers:
    reasons = _exclusions(source)
    if chart in SAMPLED:
        return _sampled(drawn, reasons)
    hidden: frozenset[int] = frozenset()
    if subgroup is not None and drawn.denominators is not None:
        below = drawn.denominators
        hidden = frozenset(n for n, of in enumerate(below) if is_small({"n": "0", "d": str(of)}))
    return _Numbers(
        ids=drawn.ids,
        dates=drawn.dates,
        values=tuple(None if n in hidden else value for n, value in enumerate(drawn.values)),
        denominators=drawn.denominators,
        samples=None,
        notes=drawn.notes,
        hidden=hidden,
        left_out={n: reasons[one] for n, one in enumerate(drawn.ids) if one in reasons and n not in hidden},
    )


def _sampled(drawn: Series, reasons: dict[str, str]) -> _Numbers:
    """Each period one point of all its observations; an excluded one is no part of its period, unless all of it is."""
    by_day: dict[date, list[int]] = {}
    for index, day in enumerate(drawn.dates):
        by_day.setdefault(day, []).append(index)
    samples, left_out, ids, notes = [], {}, [], []
    for number, indices in enumerate(by_day.values()):
        kept = [index for index in indices if drawn.ids[index] not in reasons]
        if not kept:
            left_out[number] = "; ".join(dict.fromkeys(reasons[drawn.ids[index]] for index in indices))
        samples.append(tuple(_plotted(drawn, index) for index in kept or indices))
        ids.append(drawn.ids[indices[0]])
        notes.append("; ".join(drawn.notes[index] for index in indices if drawn.notes[index]))
    return _Numbers(
        ids=tuple(ids), dates=tuple(by_day), values=tuple(sum(one) / len(one) for one in samples), denominators=None,
        samples=tuple(samples), notes=tuple(notes), hidden=frozenset(), left_out=left_out,
    )  # fmt: skip


def _plotted(drawn: Series, index: int) -> float:
    value = drawn.values[index] or 0.0
    below = drawn.denominators[index] if drawn.denominators is not None else None
    return value / below if below else value


def _analysed(numbers: _Numbers, settings: dict[str, Any]) -> tuple[Result, tuple[str, ...]]:
    """The result, and why it is another chart than the chosen one, if it is."""
    values: Sequence[Any] = numbers.samples if numbers.samples is not None else numbers.values
    try:
        return charts.analyse(values, numbers.denominators, **settings), ()
    except NetDeskError as error:
        if settings["chart"] == "run" and settings["rules"] == "anhoej":
            raise
        instead = {**settings, "chart": "run", "rules": "anhoej"}
        told = _("Drawn as a run chart: {why}").format(why=error.user_text)
        return charts.analyse(numbers.values, numbers.denominators, **instead), (told,)


def _exclusions(source: Source) -> dict[str, str]:
    """Each excluded observation with its reason."""
    return {one["observation"]: one.get("reason", "") for one in source.select("exclusion") if one.get("observation")}


def _goal_steps(source: Source, measure_id: str, drawn: Series) -> tuple[GoalStep, ...]:
    """The dated goals in plotted units, oldest first; one without a day holds from the start."""
    measure = must_get(source, "measure", measure_id)
    steps = [
        GoalStep(plotted_goal(float(one["value"]), measure, drawn), _day(one.get("from")))
        for one in source.select("target_step", measure=measure_id)
        if one.get("value") is not None
    ]
    return tuple(sorted(steps, key=lambda step: step.since or date.min))


def _goal(
    source: Source, measure: Record, drawn: Series, steps: tuple[GoalStep, ...], dates: tuple[date, ...]
) -> Goal | None:
    """The goal in force at the newest point: a dated step, else where the aim that it measures wants to go."""
    aims = [one for one in source.select("aim", measure=measure["id"]) if one.get("active") is not False]
    aim = aims[0] if aims else {}
    by = _day(aim.get("by"))
    if steps:
        last = max(dates, default=date.max)
        begun = [step for step in steps if step.since is None or step.since <= last]
        return Goal((begun or steps[:1])[-1].value, by)
    if aim.get("to") is None:
        return None
    return Goal(plotted_goal(float(aim["to"]), measure, drawn), by)


def _targets(
    steps: tuple[GoalStep, ...], goal: Goal | None, dates: tuple[date, ...]
) -> float | tuple[float | None, ...] | None:
    """The goal of each point, where it goes in steps; before the first step there is none."""
    if goal is None or not steps:
        return goal.value if goal else None
    targets: list[float | None] = []
    for day in dates:
        begun = [step.value for step in steps if step.since is None or step.since <= day]
        targets.append(begun[-1] if begun else None)
    return tuple(targets) if any(target is not None for target in targets) else goal.value


def _from_zero(measure: Record, drawn: Series) -> bool:
    """Whether the measure counts something: parts, rates and per cent have no value below zero."""
    return drawn.denominators is not None or measure.get("unit", "").strip() == "%"


def _subtitle(source: Source, measure: Record) -> str:
    newest = max(_definitions(source, measure["id"]), key=lambda one: one.get("since") or "", default={})
    above, below = newest.get("numerator", ""), newest.get("denominator", "")
    unit = measure.get("unit", "").strip()
    if above and below and unit == "%":
        return _("{numerator}, in % of: {denominator}").format(numerator=above, denominator=below)
    counted = above
    if above and below:
        counted = _("{numerator} out of {denominator}").format(numerator=above, denominator=below)
    return _("{what}, in {unit}").format(what=counted, unit=unit) if unit and counted else unit or counted


def _definitions(source: Source, measure_id: str) -> list[Record]:
    return source.select("measure_definition", measure=measure_id)


def _definition_changes(source: Source, measure_id: str, dates: tuple[date, ...]) -> tuple[DefinitionChange, ...]:
    """The definitions that came into use among the points: what was counted before is not what is counted after."""
    dated = [(since, one) for one in _definitions(source, measure_id) if (since := _day(one.get("since")))]
    dated.sort(key=lambda pair: pair[0])
    return tuple(
        DefinitionChange(since, one.get("text", "") or one.get("numerator", ""))
        for since, one in dated[1:]
        if dates and min(dates) < since <= max(dates)
    )


def _annotations(source: Source, measure_id: str) -> tuple[Annotation, ...]:
    return tuple(
        Annotation(date.fromisoformat(one["on"]), one.get("text", ""))
        for one in source.select("annotation", measure=measure_id)
        if one.get("on")
    )


def _gaps(source: Source) -> tuple[Gap, ...]:
    return tuple(Gap(*one) for one in school_breaks(source.select("calendar_gap")))


def spans_of(source: Source, cycles: Collection[str]) -> tuple[Span, ...]:
    """A bar for each of these cycles that has a day; those of one ramp are told by their number."""
    records = [one for one in (source.get("cycle", cycle) for cycle in sorted(cycles)) if one]
    one_ramp = len({one.get("series") or one["id"] for one in records}) == 1
    spans = []
    for one in records:
        start = _day(one.get("started") or one.get("planned_start"))
        if start is None:
            continue
        running = bool(one.get("started")) and not one.get("ended") and one.get("stage") == "do"
        end = None if running else _day(one.get("ended") or one.get("planned_end")) or start
        number = int(Decimal(one["ramp"])) if one.get("ramp") else 1
        label = str(number) if one_ramp and len(records) > 1 else one.get("title", "")
        spans.append(Span(label, start, end if end is None else max(end, start)))
    return tuple(sorted(spans, key=lambda span: (span.start, span.label)))


def _reasons(source: Source, measure_id: str, drawn: Series, splits: tuple[int, ...]) -> tuple[str, ...]:
    """The reason of each phase, in the order of the phases; of several at one point the newest."""
    reasons = [""] * (len(splits) + 1)
    for phase in sorted(source.select("phase", measure=measure_id), key=lambda one: one.get("starts") or ""):
        at = sum(1 for day in drawn.dates if day.isoformat() < (phase.get("starts") or ""))
        number = splits.index(at) + 1 if at in splits else 0 if at == 0 else None
        if number is not None and phase.get("reason"):
            reasons[number] = phase["reason"]
    return tuple(reasons)


def _judged(source: Source, ids: tuple[str, ...]) -> frozenset[int]:
    called = {one.get("observation") for one in source.select("judgement") if one.get("astronomical")}
    return frozenset(index for index, observation in enumerate(ids) if observation in called)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


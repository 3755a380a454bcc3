"""The chart in plain language: what it says, what dull cause to look for first, and what chance alone would do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from netdesk.core.charts import constants
from netdesk.core.charts.result import Phase, Result, Signal
from netdesk.i18n import N_, _, format_number, ngettext

#: The rule behind each signal, with who gave it and where; by rule id, or by rule set and rule id.
SOURCES: Final[dict[str, str]] = {
    "limits": N_("rule: outside the limits, Shewhart 1931"),
    "anhoej shift": N_("rule: run too long, Anhøj & Olesen 2014"),
    "crossings": N_("rule: too few crossings, Anhøj & Olesen 2014"),
    "ihi shift": N_("rule: shift of 6, IHI; Perla, Provost & Murray 2011"),
    "ihi trend": N_("rule: trend of 5, IHI; Perla, Provost & Murray 2011"),
    "runs": N_("rule: count of runs, IHI; Perla, Provost & Murray 2011"),
    "mdc shift": N_("rule: 7 on one side, Making Data Count, NHS England"),
    "mdc trend": N_("rule: trend of 7, Making Data Count, NHS England"),
    "two_of_three": N_("rule: 2 of 3 near a limit, Making Data Count, NHS England"),
    "we1": N_("rule 1: outside the limits, Western Electric 1956"),
    "we2": N_("rule 2: 2 of 3 beyond two sigma, Western Electric 1956"),
    "we3": N_("rule 3: 4 of 5 beyond one sigma, Western Electric 1956"),
    "we4": N_("rule 4: 8 on one side, Western Electric 1956"),
    "nelson1": N_("test 1: outside the limits, Nelson 1984"),
    "nelson2": N_("test 2: 9 on one side, Nelson 1984"),
    "nelson3": N_("test 3: 6 rising or falling, Nelson 1984"),
    "nelson4": N_("test 4: 14 up and down by turns, Nelson 1984"),
    "nelson5": N_("test 5: 2 of 3 beyond two sigma, Nelson 1984"),
    "nelson6": N_("test 6: 4 of 5 beyond one sigma, Nelson 1984"),
    "nelson7": N_("test 7: 15 within one sigma, Nelson 1984"),
    "nelson8": N_("test 8: 8 beyond one sigma on both sides, Nelson 1984"),
}

_OUTSIDE = ("limits", "we1", "nelson1")
_SHIFTS = ("shift", "we4", "nelson2")
_TRENDS = ("trend", "nelson3")
_BEYOND = ("two_of_three", "we2", "we3", "nelson5", "nelson6")
_ABOUT_THE_MIDDLE = ("shift", "crossings", "runs", "we4", "nelson2")
#: Of one rule so many patterns are told, the latest ones; the rest are counted.
_TOLD = 3


def source_of(rule: str, rule_set: str) -> str:
    """The name of the rule behind a signal and where it comes from."""
    return _(SOURCES.get(rule) or SOURCES[f"{rule_set} {rule}"])


def boring_causes_first() -> str:
    """The sentence that comes before any claim."""
    return _(
        "Boring causes first: were the numbers entered right, did the definition or who is counted change, "
        "is it the calendar?"
    )


def chance_in_words(chance_alone: float | None) -> str:
    """How often chance alone would show a signal, out of 100 charts; empty where it cannot be said."""
    if chance_alone is None:
        return ""
    in_hundred = round(chance_alone * 100)
    if in_hundred < 1:
        return _("If nothing had changed, fewer than 1 chart in 100 of this length would signal.")
    if in_hundred > 99:
        return _("If nothing had changed, nearly every chart of this length would signal all the same.")
    return ngettext(
        "If nothing had changed, about {n} chart in 100 of this length would signal.",
        "If nothing had changed, about {n} charts in 100 of this length would signal.",
        in_hundred,
    ).format(n=in_hundred)


def chance_method_in_words(result: Result) -> str:
    """How the chance told under the chart was found."""
    from netdesk.core.charts import chance

    if result.chance_alone is None:
        return ""
    if chance.is_exact(result.chart, result.rules, result.phases):
        return _("Counted exactly: every order of as many points above as below the median is as likely as any other.")
    return _(
        "Simulated: {series} series of noise of this length, without drift, season or ties, judged by the same rules."
    ).format(series=format_number(chance.SERIES))


def what_it_says(result: Result) -> str:
    """The signals of each phase in sentences, the latest phase last; or that there is only everyday variation."""
    latest = _latest(result)
    if latest is None:
        return _("There are no points yet.")
    sentences: list[str] = []
    at_an_end = mostly_at_an_extreme(result)
    if at_an_end:
        sentences.append(
            _(
                "More than half of the points are at the very end of the scale, so rules about the middle do not fit: "
                "use time between events."
            )
        )
    for number, phase in enumerate(result.phases):
        own = _phase_sentences(result, number, phase, latest, _ABOUT_THE_MIDDLE if at_an_end else ())
        if own and len(result.phases) > 1:
            own.insert(0, _("Phase {n}:").format(n=number + 1))
        sentences += own
    if not any(result.marks) and not at_an_end:
        sentences.append(_quiet_sentence(result))
    phase = next(one for one in result.phases if one.start <= latest <= one.end)
    sentences += _too_few(result, phase)
    return " ".join((*sentences, *_target_sentences(result, latest)))


def _latest(result: Result) -> int | None:
    counted = np.flatnonzero(~np.isnan(result.arrays.value) & ~result.arrays.excluded)
    return int(counted[-1]) if counted.size else None


def mostly_at_an_extreme(result: Result) -> bool:
    """True where more than half of the values are at 0, or a part of a whole is at 100 %.

    Then the middle of the points is the end of the scale, and the rules about it mean nothing (NHS Healthcare
    Improvement Scotland 2017); rare events are charted by the time or the number of cases between them.
    """
    if result.chart in ("mr", "g", "t", "s", "xbar"):
        return False
    value = result.arrays.value[~np.isnan(result.arrays.value) & ~result.arrays.excluded]
    if not value.size or float(value.min()) < 0:
        return False
    highest = float(value.max())
    ends = [value == 0]
    if highest in (1.0, 100.0) and (highest == 100.0 or bool(((value > 0) & (value < 1)).any()) or _of_parts(result)):
        ends.append(value == highest)
    return any(int(end.sum()) * 2 > value.size for end in ends)


def _of_parts(result: Result) -> bool:
    return result.chart in ("p", "pp")


def middle_name(chart: str) -> str:
    """What the centre line of a chart is called, with its article."""
    return _("the median") if chart in ("run", "g") else _("the average")


def shift_label(count: int, side: int, centre_is_baseline: bool, chart: str = "run") -> str:
    """A short label for a shift, such as "9 points above the median"."""
    if chart not in ("run", "g"):
        return _shift_label_of_average(count, side, centre_is_baseline)
    if centre_is_baseline and side > 0:
        text = ngettext("{n} point above the baseline median", "{n} points above the baseline median", count)
    elif centre_is_baseline:
        text = ngettext("{n} point below the baseline median", "{n} points below the baseline median", count)
    elif side > 0:
        text = ngettext("{n} point above the median", "{n} points above the median", count)
    else:
        text = ngettext("{n} point below the median", "{n} points below the median", count)
    return text.format(n=count)


def _shift_label_of_average(count: int, side: int, centre_is_baseline: bool) -> str:
    if centre_is_baseline and side > 0:
        text = ngettext("{n} point above the baseline average", "{n} points above the baseline average", count)
    elif centre_is_baseline:
        text = ngettext("{n} point below the baseline average", "{n} points below the baseline average", count)
    elif side > 0:
        text = ngettext("{n} point above the average", "{n} points above the average", count)
    else:
        text = ngettext("{n} point below the average", "{n} points below the average", count)
    return text.format(n=count)


def trend_label(count: int, direction: int) -> str:
    """A short label for a trend, such as "5 points rising"."""
    return (_("{n} points rising") if direction > 0 else _("{n} points falling")).format(n=count)


def runs_label(phase: Phase, signal: str, chart: str = "run") -> str:
    """A short label for a signal of the whole phase."""
    if signal == "crossings":
        return ngettext(
            "crosses {middle} {n} time, at least {least} expected",
            "crosses {middle} {n} times, at least {least} expected",
            phase.crossings,
        ).format(middle=middle_name(chart), n=phase.crossings, least=phase.crossings_limit)
    low, high = phase.runs_limits or (0, 0)
    return ngettext(
        "{n} run, {low} to {high} expected", "{n} runs, {low} to {high} expected", phase.runs
    ).format(n=phase.runs, low=low, high=high)


def _phase_sentences(
    result: Result, number: int, phase: Phase, latest: int, unspoken: Sequence[str]
) -> list[str]:
    """A sentence for each pattern of the phase, rule by rule; points left out are not spoken of."""
    by_rule: dict[str, list[Signal]] = {}
    for signal in result.signals:
        if signal.phase != number or signal.rule in unspoken:
            continue
        if not all(bool(result.arrays.excluded[index]) for index in signal.indices):
            by_rule.setdefault(signal.rule, []).append(signal)
    sentences = []
    for rule, signals in by_rule.items():
        named = source_of(rule, result.rules)
        if rule == "runs" and result.runs_table == "printed":
            named += _printed_row(phase)
        if rule in _OUTSIDE:
            told = [_outside_sentence(signals, way, result) for way in (1, -1)]
        else:
            told = [_sentence(signal, result, phase, latest) for signal in signals[-_TOLD:]]
            if len(signals) > _TOLD:
                told.insert(0, _earlier_ones(len(signals) - _TOLD))
        sentences += [f"{one} ({named})." for one in told if one]
    return sentences


def _printed_row(phase: Phase) -> str:
    """Which table the limits are from, where it is not the exact law, and how sure its row is."""
    if phase.n_useful not in constants.PRINTED_RUNS_LIMITS:
        return _(", exact limits")
    if phase.n_useful in constants.PRINTED_ROWS_UNVERIFIED:
        return _(", limits as printed, from a row that no second source carries")
    return _(", limits as printed")


def _earlier_ones(count: int) -> str:
    return ngettext("{n} earlier one of the same kind", "{n} earlier ones of the same kind", count).format(n=count)


def _outside_sentence(signals: Sequence[Signal], way: int, result: Result) -> str:
    places = [signal.indices[0] for signal in signals if signal.direction == way]
    places = [index for index in places if not result.arrays.excluded[index]]
    if not places:
        return ""
    which = _points(places[-_TOLD:], result)
    more = len(places) - _TOLD
    if more > 0:
        which = ngettext("{points}, and {n} earlier one", "{points}, and {n} earlier ones", more).format(
            points=which, n=more
        )
    text = (
        _("Above the upper limit{wanted}: {points}") if way > 0 else _("Below the lower limit{wanted}: {points}")
    )
    return text.format(wanted=_wanted(way, result.better), points=which)


def _points(indices: Sequence[int], result: Result) -> str:
    called = [result.name_of(index) if result.name_of else str(index + 1) for index in indices]
    if len(called) == 1:
        return _point(indices[0], result)
    text = _("{some} and {last}") if result.name_of else _("points {some} and {last}")
    return text.format(some=", ".join(called[:-1]), last=called[-1])


def _point(index: int, result: Result) -> str:
    """A point by its day, or by its number where the chart has no days."""
    return result.name_of(index) if result.name_of else _("point {n}").format(n=index + 1)


def _span(first: int, last: int, result: Result) -> str:
    if result.name_of:
        return _("{first} to {last}").format(first=result.name_of(first), last=result.name_of(last))
    return _("points {first} to {last}").format(first=first + 1, last=last + 1)


def _sentence(signal: Signal, result: Result, phase: Phase, latest: int) -> str:
    count, last = len(signal.indices), _point(signal.indices[-1], result)
    if signal.rule in _SHIFTS:
        return _shift_sentence(signal, result, phase, latest)
    if signal.rule in _TRENDS:
        length = count if signal.rule == "trend" else count + constants.NELSON_TREND - 1
        return _("A trend {way}: {label}, up to {last}").format(
            way=_way(signal.direction, result.better), label=trend_label(length, signal.direction), last=last
        )
    if signal.rule in _BEYOND:
        text = (
            _("Points crowd far above the middle{wanted}: {points}")
            if signal.direction > 0
            else _("Points crowd far below the middle{wanted}: {points}")
        )
        shown = signal.indices if count <= 4 else (signal.indices[0], signal.indices[-1])
        points = _points(shown, result) if count <= 4 else _span(shown[0], shown[-1], result)
        return text.format(wanted=_wanted(signal.direction, result.better), points=points)
    if signal.rule == "nelson4":
        return _("The points go up and down by turns, up to {last}; two different things may be mixed").format(
            last=last
        )
    if signal.rule == "nelson7":
        return _("The points keep very close to the middle, up to {last}; are the limits those of this process?"
                 ).format(last=last)  # fmt: skip
    if signal.rule == "nelson8":
        return _("The points keep away from the middle on both sides, up to {last}; two different things may be "
                 "mixed").format(last=last)  # fmt: skip
    return _whole_sentence(phase, signal.rule, result.chart)


def _shift_sentence(signal: Signal, result: Result, phase: Phase, latest: int) -> str:
    # Where only the end of a run is marked, the run began before it.
    before = {"we4": constants.WE_SHIFT - 1, "nelson2": constants.NELSON_SHIFT - 1}.get(signal.rule, 0)
    count = len(signal.indices) + before
    label = shift_label(count, signal.direction, phase.baseline is not None, result.chart)
    way = _way(signal.direction, result.better)
    if signal.indices[-1] == latest:
        body = _("A shift {way}: {label}, up to the latest").format(way=way, label=label)
    elif before:
        last = _point(signal.indices[-1], result)
        body = _("A shift {way}: {label}, up to {last}").format(way=way, label=label, last=last)
    else:
        points = _span(signal.indices[0], signal.indices[-1], result)
        body = _("A shift {way}: {label}, {points}").format(way=way, label=label, points=points)
    if result.rules == "anhoej" and phase.longest_run_limit is not None:
        body += _("; {limit} is the most expected of {n} points").format(
            limit=phase.longest_run_limit, n=phase.n_useful
        )
    return body


def _way(direction: int, better: str) -> str:
    return (_("up") if direction > 0 else _("down")) + _wanted(direction, better)


def _wanted(direction: int, better: str) -> str:
    """", the wanted way" or its opposite; nothing where neither side is better."""
    if better == "neither":
        return ""
    return _(", the wanted way") if (direction > 0) == (better == "up") else _(", not the wanted way")


def _whole_sentence(phase: Phase, name: str, chart: str) -> str:
    label = runs_label(phase, name, chart)
    if name == "crossings":
        text = _("The line crosses its middle too seldom, so its level is not steady: of {n} points, it {label}")
        return text.format(label=label, n=phase.n_useful)
    low = phase.runs_limits[0] if phase.runs_limits else 0
    if phase.runs < low:
        return _("Too few runs, so the points hang together and the level is not steady: {label}").format(label=label)
    return _(
        "Too many runs, so the line swings from side to side; two different things may be mixed in it: {label}"
    ).format(label=label)


def _quiet_sentence(result: Result) -> str:
    # With too few points a quiet chart proves nothing, so it does not say so.
    if not any(phase.n_useful >= constants.FEWEST_USEFUL for phase in result.phases):
        return _("No signal so far.")
    if result.chart == "mr":
        return _("No point is outside the limits: only everyday variation.")
    if result.chart != "run":
        return _("No point is outside the limits and no pattern stands out: only everyday variation.")
    if result.rules == "anhoej":
        return _("No run is too long and the median is crossed often enough: only everyday variation.")
    if result.rules == "ihi":
        return _("No shift, no trend, and as many runs as expected: only everyday variation.")
    return _("No shift and no pattern stands out: only everyday variation.")


def _too_few(result: Result, phase: Phase) -> list[str]:
    """That it is too early for the rules of runs, or that the limits are only trial limits."""
    if result.chart != "run" and (setting := phase.values if phase.baseline is None else phase.baseline) < (
        constants.FEWEST_FOR_LIMITS
    ):
        return [
            ngettext(
                "Too few points for firm limits: they rest on {n} point, {least} are wanted; take them as a trial.",
                "Too few points for firm limits: they rest on {n} points, {least} are wanted; take them as a trial.",
                setting,
            ).format(n=setting, least=constants.FEWEST_FOR_LIMITS)
        ]
    if result.chart == "mr" or phase.n_useful >= constants.FEWEST_USEFUL:
        return []
    if len(result.phases) > 1:
        text = ngettext(
            "Too early to say: this phase has {n} point off {middle}; the rules need {least}.",
            "Too early to say: this phase has {n} points off {middle}; the rules need {least}.",
            phase.n_useful,
        )
    else:
        text = ngettext(
            "Too early to say: there is {n} point off {middle}; the rules need {least}.",
            "Too early to say: there are {n} points off {middle}; the rules need {least}.",
            phase.n_useful,
        )
    return [text.format(n=phase.n_useful, middle=middle_name(result.chart), least=constants.FEWEST_USEFUL)]


def _target_sentences(result: Result, latest: int) -> list[str]:
    target = result.targets[latest] if result.targets else None
    value = float(result.arrays.value[latest])
    if target is None or math.isnan(value) or result.better == "neither":
        return []
    met = value >= target if result.better == "up" else value <= target
    sentences = [_("The last point meets the goal.") if met else _("The last point is not at the goal yet.")]
    assured = {
        "pass": _("As things are, the goal will be met again and again."),
        "fail": _("As things are, the goal will not be met without a change to the process."),
        "inconsistent": _("As things are, the goal will be met at some times and missed at others, by chance."),
    }
    return [*sentences, assured[result.assurance]] if result.assurance else sentences

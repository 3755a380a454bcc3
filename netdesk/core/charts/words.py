"""The chart in plain language: what it says, what dull cause to look for first, and what chance alone would do."""

from __future__ import annotations

from collections.abc import Sequence

from netdesk.core.charts import constants
from netdesk.core.charts.result import Phase, Point
from netdesk.core.charts.rules import PhaseSignals
from netdesk.i18n import _, ngettext


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


def what_it_says(
    phases: Sequence[tuple[Phase, PhaseSignals]],
    points: Sequence[Point],
    rule_set: str,
    better: str,
    target: float | None,
) -> str:
    """The signals of each phase in sentences, the latest phase last; or that there is only everyday variation."""
    last_index = max((point.index for point in points if point.value is not None and not point.excluded), default=-1)
    if last_index < 0:
        return _("There are no points yet.")
    sentences: list[str] = []
    for number, (phase, signals) in enumerate(phases):
        own = _signal_sentences(phase, signals, last_index, better)
        if own and len(phases) > 1:
            own.insert(0, _("Phase {n}:").format(n=number + 1))
        sentences += own
    if not sentences:
        sentences.append(_quiet_sentence(phases, rule_set))
    latest = phases[points[last_index].phase][0]
    if latest.n_useful < constants.FEWEST_USEFUL:
        sentences.append(_too_few(latest, len(phases) > 1))
    sentences += _target_sentence(points[last_index], target, better)
    return " ".join(sentences)


def shift_label(count: int, side: int, centre_is_baseline: bool) -> str:
    """A short label for a shift, such as "9 points above the median"."""
    if centre_is_baseline and side > 0:
        text = ngettext("{n} point above the baseline median", "{n} points above the baseline median", count)
    elif centre_is_baseline:
        text = ngettext("{n} point below the baseline median", "{n} points below the baseline median", count)
    elif side > 0:
        text = ngettext("{n} point above the median", "{n} points above the median", count)
    else:
        text = ngettext("{n} point below the median", "{n} points below the median", count)
    return text.format(n=count)


def trend_label(count: int, direction: int) -> str:
    """A short label for a trend, such as "5 points rising"."""
    return (_("{n} points rising") if direction > 0 else _("{n} points falling")).format(n=count)


def runs_label(phase: Phase, signal: str) -> str:
    """A short label for a signal of the whole phase."""
    if signal == "crossings":
        return ngettext(
            "crosses the median {n} time, at least {least} expected",
            "crosses the median {n} times, at least {least} expected",
            phase.crossings,
        ).format(n=phase.crossings, least=phase.crossings_limit)
    low, high = phase.runs_limits or (0, 0)
    return ngettext(
        "{n} run, {low} to {high} expected", "{n} runs, {low} to {high} expected", phase.runs
    ).format(n=phase.runs, low=low, high=high)


def _signal_sentences(phase: Phase, signals: PhaseSignals, last_index: int, better: str) -> list[str]:
    sentences = []
    frozen = phase.baseline is not None
    for shift in signals.shifts:
        count = len(shift.indices)
        label = shift_label(count, shift.side, frozen)
        if shift.indices[-1] == last_index:
            body = _("A shift {way}: {label}, up to the latest").format(way=_way(shift.side, better), label=label)
        else:
            body = _("A shift {way}: {label}, points {first} to {last}").format(
                way=_way(shift.side, better), label=label, first=shift.indices[0] + 1, last=shift.indices[-1] + 1
            )
        # The longest run that chance is expected to make is only the rule's own limit under Anhøj.
        if phase.longest_run_limit is not None and count > phase.longest_run_limit:
            body += _("; {limit} is the most expected of {n} points").format(
                limit=phase.longest_run_limit, n=phase.n_useful
            )
        else:
            body += _("; six or more in a row are a shift")
        sentences.append(f"{body}.")
    for indices, direction in signals.trends:
        label = trend_label(len(indices), direction)
        sentences.append(
            _("A trend {way}: {label}; five or more in a row are a trend.").format(
                way=_way(direction, better), label=label
            )
        )
    for name in signals.whole:
        sentences.append(_whole_sentence(phase, name))
    return sentences


def _way(direction: int, better: str) -> str:
    way = _("up") if direction > 0 else _("down")
    if better == "neither":
        return way
    wanted = (direction > 0) == (better == "up")
    return (_("{way}, the wanted way") if wanted else _("{way}, not the wanted way")).format(way=way)


def _whole_sentence(phase: Phase, name: str) -> str:
    label = runs_label(phase, name)
    if name == "crossings":
        return _("The line crosses its middle too seldom: it {label} of {n} points. Its level is not steady.").format(
            label=label, n=phase.n_useful
        )
    low = phase.runs_limits[0] if phase.runs_limits else 0
    if phase.runs < low:
        return _("Too few runs: {label}. The points hang together; the level is not steady.").format(label=label)
    return _(
        "Too many runs: {label}. The line swings from side to side; two different things may be mixed in it."
    ).format(label=label)


def _quiet_sentence(phases: Sequence[tuple[Phase, PhaseSignals]], rule_set: str) -> str:
    if rule_set == "ihi":
        found_none = _("No shift, no trend, and as many runs as expected: only everyday variation.")
    else:
        found_none = _("No run is too long and the median is crossed often enough: only everyday variation.")
    # With too few points a quiet chart proves nothing, so it does not say so.
    enough = any(phase.n_useful >= constants.FEWEST_USEFUL for phase, _signals in phases)
    return found_none if enough else _("No signal so far.")


def _too_few(phase: Phase, several_phases: bool) -> str:
    text = (
        ngettext(
            "Too early to say: this phase has {n} point off the median; the rules need {least}.",
            "Too early to say: this phase has {n} points off the median; the rules need {least}.",
            phase.n_useful,
        )
        if several_phases
        else ngettext(
            "Too early to say: there is {n} point off the median; the rules need {least}.",
            "Too early to say: there are {n} points off the median; the rules need {least}.",
            phase.n_useful,
        )
    )
    return text.format(n=phase.n_useful, least=constants.FEWEST_USEFUL)


def _target_sentence(last: Point, target: float | None, better: str) -> list[str]:
    if target is None or last.value is None or better == "neither":
        return []
    met = last.value >= target if better == "up" else last.value <= target
    return [_("The last point meets the goal.") if met else _("The last point is not at the goal yet.")]

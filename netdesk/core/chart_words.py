"""A chart in words: what kind it is, what its lines are called, its letters, and the whole read aloud.

The words of the signals themselves are the engine's (`core.charts`); here they are joined by what the records add:
when, how much, phases with their reasons, points left out, changed definitions.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from netdesk import i18n
from netdesk.core import chart_scales
from netdesk.core.chart_input import ChartInput
from netdesk.core.charts import Point, Result
from netdesk.core.drawing import Role
from netdesk.core.fields import SMALL_GROUP
from netdesk.i18n import N_, _, ngettext

RULE_NAMES: Final = {"anhoej": "Anhøj", "ihi": "IHI", "mdc": "Making Data Count", "nelson": "Nelson",
                     "western-electric": "Western Electric"}  # fmt: skip
#: What each chart is called; the letter is the field's, the words say what it shows.
CHART_NAMES: Final = {
    "run": N_("run chart"),
    "i": N_("I chart (single values)"),
    "mr": N_("MR chart (steps from point to point)"),
    "p": N_("P chart (part of a whole)"),
    "pp": N_("P′ chart (part of a large whole)"),
    "u": N_("U chart (events for each)"),
    "up": N_("U′ chart (events for each, many)"),
    "c": N_("C chart (counts)"),
    "g": N_("G chart (cases between events)"),
    "t": N_("T chart (time between events)"),
    "xbar": N_("X-bar chart (averages of groups)"),
    "s": N_("S chart (spread within groups)"),
    "iprime": N_("I′ chart (values of uneven groups)"),
}
_MEDIANS: Final = frozenset({"run", "g"})
Look = Literal["improvement", "concern", "neutral", "common"]


def kind_in_words(chart: ChartInput) -> str:
    """What the chart is and by which rules it is read; every chart names its rule set."""
    result = chart.result
    name = _(CHART_NAMES.get(result.chart, result.chart))
    return _("{chart}, {rules} rules").format(chart=name, rules=RULE_NAMES.get(result.rules, result.rules))


def centre_name(result: Result) -> str:
    """What the centre line is called at its end: "Median" or "Average"."""
    return _("Median") if result.chart in _MEDIANS else _("Average")


def has_limits(result: Result) -> bool:
    """Whether the chart has limits at all."""
    return any(point.ucl is not None or point.lcl is not None for point in result.points)


def shown_value(chart: ChartInput, value: float, *, more: int = 0) -> str:
    """A value of the chart with its unit; `more` decimals for lines, which fall between the points' own."""
    values = [point.value for point in chart.result.points if point.value is not None]
    places = chart_scales.value_places(values, percent=chart.percent)
    needed = chart_scales.decimals_of([round(value * (100 if chart.percent else 1), 9)])
    most = max(places, 1) if chart.percent else places + more
    return chart_scales.value_text(value, chart.unit.strip(), percent=chart.percent, places=min(needed, most))


def when(period: date | str) -> str:
    """A period as it is read aloud."""
    return i18n.format_date(period, "medium") if isinstance(period, date) else period


def last_counted(chart: ChartInput) -> Point | None:
    """The newest point that has a value and is not left out."""
    return next((one for one in reversed(chart.result.points) if one.value is not None and not one.excluded), None)


def variation_words(result: Result) -> tuple[str, str, Look]:
    """The letter, the words and the look of the chart's variation: H and L say which way it went."""
    told: dict[str | None, tuple[str, str, Look]] = {
        None: ("?", _("too early to say"), "common"),
        "common": ("·", _("only everyday variation"), "common"),
        "improvement-high": ("H", _("improvement: it has gone up"), "improvement"),
        "improvement-low": ("L", _("improvement: it has gone down"), "improvement"),
        "concern-high": ("H", _("concern: it has gone up"), "concern"),
        "concern-low": ("L", _("concern: it has gone down"), "concern"),
        "neutral-high": ("H", _("a change: it has gone up"), "neutral"),
        "neutral-low": ("L", _("a change: it has gone down"), "neutral"),
    }
    return told.get(result.variation, told[None])


def assurance_words(result: Result) -> tuple[str, str, Look] | None:
    """The letter, the words and the look of the chart's assurance, or None where there is no goal or no limits."""
    told: dict[str, tuple[str, str, Look]] = {
        "pass": ("P", _("as things are, the goal will be met again and again"), "improvement"),
        "fail": ("F", _("as things are, the goal will not be met without a change to the process"), "concern"),
        "inconsistent": ("±", _("as things are, the goal will be met at some times and missed at others"), "common"),
    }
    return told.get(result.assurance or "")


def point_letters(chart: ChartInput, point: Point) -> list[tuple[str, str]]:
    """The letters of one point with their words: [("S", "above the median")]; [] for an everyday one.

    An excluded point has no letter, only its reason; what a rule says about the whole phase is said of no point.
    """
    if point.index in chart.hidden:
        return [("", _("not shown: fewer than {least} in the group").format(least=SMALL_GROUP))]
    if point.excluded:
        reason = chart.left_out.get(point.index, "")
        return [("", _("left out: {why}").format(why=reason) if reason else _("left out"))]
    if point.value is None:
        return [("", _("no value"))]
    found = signal_letters(point, chart.result.chart)
    found.pop("R", None)
    if point.index in chart.judged:
        found.setdefault("!", _("judged unusual by a person"))
    return list(found.items())


def signal_letters(point: Point, kind: str = "run") -> dict[str, str]:
    """The letters of a point's signals with their words, in a chart of this kind."""
    found: dict[str, str] = {}
    for signal in point.signals:
        found.setdefault(TAGS.get(signal, signal), _signal_words(kind, point, signal))
    return found


#: The mark of each rule: the four letters of the mark table, and for rules of zones how many points of how many.
TAGS: Final = {
    "limits": "O", "we1": "O", "nelson1": "O",
    "shift": "S", "we4": "S", "nelson2": "S",
    "trend": "T", "nelson3": "T",
    "runs": "R", "crossings": "R",
    "two_of_three": "2/3", "we2": "2/3", "nelson5": "2/3",
    "we3": "4/5", "nelson6": "4/5",
    "nelson4": "14", "nelson7": "15", "nelson8": "8",
}  # fmt: skip


def zone_words(tag: str) -> str:
    """What a rule of zones says, short enough for a label on the chart."""
    return {
        "2/3": _("two of three far from the middle"),
        "4/5": _("four of five away from the middle"),
        "14": _("see-saws, 14 in a row"),
        "15": _("close to the middle, 15 in a row"),
        "8": _("never near the middle, 8 in a row"),
    }.get(tag, tag)


def _signal_words(kind: str, point: Point, signal: str) -> str:
    above = point.value is not None and point.centre is not None and point.value > point.centre
    tag = TAGS.get(signal, "")
    middle = _("median") if kind in _MEDIANS else _("average")
    if tag == "O":
        return _("above the upper limit") if above else _("below the lower limit")
    if tag == "S":
        side = _("above the {middle}") if above else _("below the {middle}")
        return side.format(middle=middle)
    if tag == "T":
        return _("in a trend")
    if tag == "R":
        return _("not steady")
    return zone_words(tag)


def centre_in_text(result: Result) -> str:
    """The centre line's name within a sentence."""
    return _("median") if result.chart in _MEDIANS else _("average")


def read_aloud(chart: ChartInput) -> list[str]:
    """The whole chart in sentences, in the order in which a person would tell it over the telephone."""
    result = chart.result
    valued = [point for point in result.points if point.value is not None]
    said = [_("{title}: {kind}.").format(title=chart.title or _("A chart"), kind=kind_in_words(chart))]
    if not valued:
        return [*said, _("No points yet.")]
    first, last = chart.dates[valued[0].index], chart.dates[valued[-1].index]
    said.append(
        ngettext("{n} point, on {first}.", "{n} points, from {first} to {last}.", len(valued)).format(
            n=len(valued), first=when(first), last=when(last)
        )
    )
    newest = last_counted(chart)
    if newest is not None and newest.value is not None:
        said.append(
            _("The latest is {value}, on {day}.").format(
                value=shown_value(chart, newest.value), day=when(chart.dates[newest.index])
            )
        )
    said += _lines_in_words(chart)
    said += [result.check_first, result.says] if result.check_first else [result.says]
    said += [result.chance_words, *beside_the_data(chart)]
    if any(point.signals for point in result.points):
        said.append(timing_is_not_proof())
    return [sentence for sentence in said if sentence]


def timing_is_not_proof() -> str:
    """The caution that goes with every signal."""
    return _("Timing alone does not prove cause.")


def _lines_in_words(chart: ChartInput) -> list[str]:
    result = chart.result
    name = centre_name(result)
    said = []
    for number, phase in enumerate(result.phases):
        if phase.centre is None:
            continue
        value = shown_value(chart, phase.centre, more=1)
        if len(result.phases) == 1:
            words = _("{name}: {value}.").format(name=name, value=value)
        else:
            reason = chart.reasons[number] if number < len(chart.reasons) else ""
            named = _("Phase {n} ({why})") if reason else _("Phase {n}")
            phrase = named.format(n=number + 1, why=reason)
            words = _("{phase}: {name} {value}.").format(phase=phrase, name=centre_in_text(result), value=value)
        if phase.baseline is not None:
            words += " " + ngettext(
                "Its line rests on {n} point at the start and is frozen.",
                "Its line rests on {n} points at the start and is frozen.",
                phase.baseline,
            ).format(n=phase.baseline)
        said.append(words)
    last = last_counted(chart)
    if last is not None and has_limits(result):
        ends = [shown_value(chart, one, more=1) for one in (last.lcl, last.ucl) if one is not None]
        if len(ends) == 2:
            sentence = _("As things stand, values from {low} to {high} are everyday.")
            said.append(sentence.format(low=ends[0], high=ends[1]))
    if chart.goal is not None:
        by = _(" by {day}").format(day=when(chart.goal.by)) if chart.goal.by else ""
        said.append(_("The goal is {value}{by}.").format(value=shown_value(chart, chart.goal.value, more=1), by=by))
    return said


def beside_the_data(chart: ChartInput) -> list[str]:
    """What a person has to know beside the points: reasons, changed definitions, hidden points, cautions."""
    said = []
    for index, reason in sorted(chart.left_out.items()):
        told = _("{day} is left out: {why}.") if reason else _("{day} is left out.")
        said.append(told.format(day=when(chart.dates[index]), why=reason.rstrip(".")))
    for change in chart.definitions:
        told = _("On {day} the definition changed: {text}.") if change.text else _("On {day} the definition changed.")
        said.append(told.format(day=when(change.since), text=change.text.rstrip(".")))
    if len(chart.goal_steps) > 1:
        said.append(goal_steps_in_words(chart))
    if chart.hidden:
        said.append(hidden_in_words(len(chart.hidden)))
    return [*said, *chart.cautions]


def goal_steps_in_words(chart: ChartInput) -> str:
    """The dated goals in one sentence."""
    steps = []
    for step in chart.goal_steps:
        value = shown_value(chart, step.value, more=1)
        told = _("{value} from {day}") if step.since else _("{value} at first")
        steps.append(told.format(value=value, day=when(step.since) if step.since else ""))
    return _("The goal goes in steps: {steps}.").format(steps=", ".join(steps))


def hidden_in_words(count: int) -> str:
    """How many points are not shown because their group is too small."""
    return ngettext(
        "{n} point is not shown: its group has fewer than {least}.",
        "{n} points are not shown: their groups have fewer than {least}.",
        count,
    ).format(n=count, least=SMALL_GROUP)


def look_role(look: Look) -> Role:
    """The colour of a look for letters: common ones in the text's colour."""
    return "text" if look == "common" else look

"""The signals of a chart as marks over its data: a letter, words and a bracket for each, in lanes of their own.

What a signal is, is the engine's; here the points that it marked are gathered into stretches, so that seven marked
points in a row become one bracket that says "7 points above the average".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from netdesk.core import chart_lanes, text
from netdesk.core.chart_frame import TICK_SIZE, Frame, look_of
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_marks import Lanes, letter_tag, phase_edges, tag_width
from netdesk.core.chart_words import TAGS, has_limits, zone_words
from netdesk.core.charts import Signal, constants, words
from netdesk.core.drawing import Line, Polyline, Primitive, Role, label
from netdesk.i18n import _, ngettext

LANE: Final = 22.0
#: More lanes of words than this push the data down: the words then go into a list under the chart.
MOST_LANES: Final = 3
#: Western Electric and Nelson mark from the point that completes the pattern: how many points of it lie before.
_MARKED_LATE: Final = {
    "we4": constants.WE_SHIFT - 1,
    "nelson2": constants.NELSON_SHIFT - 1,
    "nelson3": constants.NELSON_TREND - 1,
    "nelson4": constants.NELSON_ALTERNATING - 1,
    "nelson7": constants.NELSON_NEAR - 1,
    "nelson8": constants.NELSON_FAR - 1,
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Points that one signal is about, in order: its letter, its words and which way it went (0 for neither)."""

    letter: str
    words: str
    indices: tuple[int, ...]
    direction: int = 0


@dataclass(frozen=True, slots=True)
class _Mark:
    letter: str
    text: str
    left: float
    right: float
    colour: Role
    kind: str  # "bracket", "rise", "fall", "words"


def stretches(chart: ChartInput) -> list[Stretch]:
    """Every signal of the chart that is about certain points, phase by phase; points left out are not spoken of."""
    outside: list[Stretch] = []
    others: list[Stretch] = []
    for signal in chart.result.signals:
        indices = tuple(index for index in signal.indices if not chart.result.points[index].excluded)
        tag = TAGS.get(signal.rule, signal.rule)
        if not indices or tag == "R":
            continue
        if tag == "O":
            _join(outside, indices, signal.direction)
            continue
        shown = _from_the_start(chart, signal, indices)
        others.append(Stretch(tag, _words(chart, tag, signal, len(shown)), shown, signal.direction))
    return [*(replace(one, words=_outside_words(one)) for one in outside), *others]


def _join(outside: list[Stretch], indices: tuple[int, ...], direction: int) -> None:
    """Points beyond a limit that stand next to one another on one side are one stretch."""
    last = outside[-1] if outside else None
    if last is not None and last.direction == direction and last.indices[-1] == indices[0] - 1:
        outside[-1] = replace(last, indices=(*last.indices, *indices))
    else:
        outside.append(Stretch("O", "", indices, direction))


def _outside_words(one: Stretch) -> str:
    count = len(one.indices)
    words = (
        ngettext("above the upper limit", "{n} points above the upper limit", count)
        if one.direction > 0
        else ngettext("below the lower limit", "{n} points below the lower limit", count)
    )
    return words.format(n=count)


def _words(chart: ChartInput, tag: str, signal: Signal, count: int) -> str:
    if tag == "S":
        return words.shift_label(count, signal.direction, False, chart.result.chart)
    if tag == "T":
        return words.trend_label(count, signal.direction)
    return zone_words(tag)


def _from_the_start(chart: ChartInput, signal: Signal, indices: tuple[int, ...]) -> tuple[int, ...]:
    """Where a rule marks from the completing point on, the whole pattern: the bracket is over all of it."""
    before = _MARKED_LATE.get(signal.rule, 0)
    if not before:
        return indices
    points = chart.result.points
    phase = chart.result.phases[signal.phase]
    run: list[int] = []
    for index in range(indices[0] - 1, phase.start - 1, -1):
        point = points[index]
        on_the_centre = signal.rule in ("we4", "nelson2") and point.value == point.centre
        counts = point.value is not None and not point.excluded and not on_the_centre
        if counts and len(run) < before:
            run.insert(0, index)
    return (*run, *indices)


def signal_lanes(chart: ChartInput, frame: Frame) -> Lanes:
    """A bracket and a letter for each signal, in lanes over the data, so that they cover no point and no line."""
    marks = _marks(chart, frame)
    if not marks:
        return Lanes((), 6)
    listed: tuple[str, ...] = ()
    placed = [_extent(mark, frame) for mark in marks]
    lanes = chart_lanes.lanes_of([(left, right) for left, right, _start in placed])
    covered = any(_covers(mark, start) for mark, (_left, _right, start) in zip(marks, placed, strict=True))
    if covered or max(lanes) >= MOST_LANES:
        listed = _listed(marks)
        marks = [mark if mark.kind == "words" else replace(mark, text="") for mark in marks]
        placed = [_extent(mark, frame) for mark in marks]
        lanes = chart_lanes.lanes_of([(left, right) for left, right, _start in placed])
    count = max(lanes) + 1
    children: list[Primitive] = []
    for mark, (_left, _right, start), lane in zip(marks, placed, lanes, strict=True):
        middle = (count - lane - 1) * LANE + LANE / 2
        children += _draw(mark, start, middle)
    return Lanes(tuple(children), count * LANE + 6, listed)


def _listed(marks: Sequence[_Mark]) -> tuple[str, ...]:
    """The words of the letters, one line a letter."""
    said: dict[str, dict[str, None]] = {}
    for mark in marks:
        if mark.kind != "words":
            said.setdefault(mark.letter, {})[mark.text] = None
    return tuple(f"{letter}  {_('; ').join(words)}" for letter, words in said.items())


def _marks(chart: ChartInput, frame: Frame) -> list[_Mark]:
    marks = [_over(chart, frame, one) for one in stretches(chart)]
    quiet = not marks
    for number, phase in enumerate(chart.result.phases):
        left, right = phase_edges(chart, frame, number)
        whole = {name for index in range(phase.start, phase.end + 1) for name in chart.result.points[index].signals}
        kind = chart.result.chart
        said = [words.runs_label(phase, name, kind) for name in ("crossings", "runs") if name in whole]
        marks += [_Mark("R", told, left, right, "text", "words") for told in said[:1]]
        quiet = quiet and not said
        if phase.values and phase.n_useful < constants.FEWEST_USEFUL and kind != "mr":
            told = ngettext(
                "{n} of {least} points: too few for the rules",
                "{n} of {least} points: too few for the rules",
                phase.n_useful,
            ).format(n=phase.n_useful, least=constants.FEWEST_USEFUL)
            marks.append(_Mark("?", told, left, right, "text", "words"))
            quiet = False
    # A chart with limits says so in its line of letters.
    if quiet and chart.result.variation == "common" and not has_limits(chart.result):
        several = len(chart.result.phases) > 1
        told = _("only everyday variation within each phase") if several else _("only everyday variation")
        marks.append(_Mark("·", told, frame.left, frame.right, "text", "words"))
    return marks


def _over(chart: ChartInput, frame: Frame, one: Stretch) -> _Mark:
    readings = [chart.result.points[index] for index in one.indices]
    looks = [look_of(point.reading, point.signals)[0] for point in readings]
    colour: Role = next((look for look in reversed(looks) if look != "common"), "text")
    kind = {1: "rise", -1: "fall"}.get(one.direction, "bracket") if one.letter == "T" else "bracket"
    return _Mark(one.letter, one.words, frame.xs[one.indices[0]] - 5, frame.xs[one.indices[-1]] + 5, colour, kind)


def _width(mark: _Mark) -> float:
    words = 6 + text.measure(mark.text, TICK_SIZE, bold=True) if mark.text else 0.0
    return tag_width(mark.letter) + words


def _extent(mark: _Mark, frame: Frame) -> tuple[float, float, float]:
    """(left, right, where the tag starts): words in the bracket where they fit, else beside it, within the plot."""
    wide = _width(mark)
    if mark.kind == "words":
        start = max(min(mark.left, frame.width - wide), 0.0)
        return start, start + wide, start
    if mark.letter == "O" and not mark.text:
        start = (mark.left + mark.right - wide) / 2
        return min(start, mark.left), max(start + wide, mark.right), start
    if mark.kind == "bracket" and mark.right - mark.left >= wide + 34:
        start = (mark.left + mark.right - wide) / 2
        return mark.left, mark.right, start
    if mark.right + 6 + wide <= frame.width:
        return mark.left, mark.right + 6 + wide, mark.right + 6
    start = max(mark.left - 6 - wide, 0.0)
    return start, mark.right, start


def _covers(mark: _Mark, start: float) -> bool:
    """Whether the words would lie over their own bracket: on a narrow chart there is no room at either side."""
    return mark.kind != "words" and start < mark.left < start + _width(mark)


def _draw(mark: _Mark, start: float, middle: float) -> list[Primitive]:
    wide = _width(mark)
    outlined = mark.letter in ("?", "·", "O")
    children = letter_tag(start, middle, mark.letter, mark.colour, outlined=outlined)
    if mark.text:
        at = start + tag_width(mark.letter) + 6
        children.append(label(at, middle + 4, mark.text, TICK_SIZE, bold=True))
    if mark.kind == "rise":
        children.append(Line(mark.left, middle + 6, mark.right, middle - 6, mark.colour, 1.5))
    elif mark.kind == "fall":
        children.append(Line(mark.left, middle - 6, mark.right, middle + 6, mark.colour, 1.5))
    elif mark.kind == "bracket" and (mark.text or mark.letter != "O"):
        hook = middle + 6
        inside = mark.left < start < mark.right
        stop = start - 5 if inside else mark.right
        children.append(Polyline(((mark.left, hook), (mark.left, middle), (stop, middle)), mark.colour, 1.5))
        begin = start + wide + 5 if inside else mark.left
        children.append(Polyline(((begin, middle), (mark.right, middle), (mark.right, hook)), mark.colour, 1.5))
    return children

"""The signals of a chart as marks over its data: a letter, words and a bracket for each, in lanes of their own.

What a signal is, is the engine's; here the points that it marked are gathered into stretches, so that seven marked
points in a row become one bracket that says "7 points above the average".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from netdesk.core import chart_lanes, text
from netdesk.core.chart_frame import TICK_SIZE, Frame, look_of
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_marks import OUTSIDE, Lanes, letter_tag, phase_edges, tag_width
from netdesk.core.chart_words import TAGS, centre_in_text, zone_words
from netdesk.core.charts import Phase, Point, constants
from netdesk.core.drawing import Line, Polyline, Primitive, Role, label
from netdesk.i18n import _, ngettext

LANE: Final = 22.0
#: More lanes of words than this push the data down: the words then go into a list under the chart.
MOST_LANES: Final = 3
#: Western Electric and Nelson mark from the point that completes the run.
_FROM_COMPLETING: Final = frozenset({"we4", "nelson2", "nelson3"})


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
    """Every signal of the chart that is about certain points, phase by phase."""
    found: list[Stretch] = []
    for phase in chart.result.phases:
        found += _outside(chart, phase)
        found += [one for name in ("shift", "we4", "nelson2") for one in _shifts(chart, phase, name)]
        found += [one for name in ("trend", "nelson3") for one in _trends(chart, phase, name)]
        found += _zones(chart, phase)
    return found


def signal_lanes(chart: ChartInput, frame: Frame) -> Lanes:
    """A bracket and a letter for each signal, in lanes over the data, so that they cover no point and no line."""
    marks = _marks(chart, frame)
    if not marks:
        return Lanes((), 6)
    listed: tuple[str, ...] = ()
    placed = [_extent(mark, frame) for mark in marks]
    lanes = chart_lanes.lanes_of([(left, right) for left, right, _start in placed])
    if max(lanes) >= MOST_LANES:
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
        said = [_runs_words(chart, phase, name) for name in ("crossings", "runs") if name in whole]
        marks += [_Mark("R", words, left, right, "text", "words") for words in said[:1]]
        quiet = quiet and not said
        if phase.values and phase.n_useful < constants.FEWEST_USEFUL:
            words = ngettext(
                "{n} of {least} points: too few for the rules",
                "{n} of {least} points: too few for the rules",
                phase.n_useful,
            ).format(n=phase.n_useful, least=constants.FEWEST_USEFUL)
            marks.append(_Mark("?", words, left, right, "text", "words"))
            quiet = False
    if quiet and chart.result.variation == "common":
        several = len(chart.result.phases) > 1
        words = _("only everyday variation within each phase") if several else _("only everyday variation")
        marks.append(_Mark("·", words, frame.left, frame.right, "text", "words"))
    return marks


def _runs_words(chart: ChartInput, phase: Phase, name: str) -> str:
    middle = centre_in_text(chart.result)
    if name == "crossings":
        return ngettext(
            "crosses the {middle} {n} time, at least {least} expected",
            "crosses the {middle} {n} times, at least {least} expected",
            phase.crossings,
        ).format(middle=middle, n=phase.crossings, least=phase.crossings_limit)
    low, high = phase.runs_limits or (0, 0)
    words = ngettext("{n} run, {low} to {high} expected", "{n} runs, {low} to {high} expected", phase.runs)
    return words.format(n=phase.runs, low=low, high=high)


def _over(chart: ChartInput, frame: Frame, one: Stretch) -> _Mark:
    readings = [chart.result.points[index] for index in one.indices]
    looks = [look_of(point.reading, point.signals)[0] for point in readings]
    colour: Role = next((look for look in reversed(looks) if look != "common"), "text")
    kind = {1: "rise", -1: "fall"}.get(one.direction, "bracket") if one.letter == "T" else "bracket"
    return _Mark(one.letter, one.words, frame.xs[one.indices[0]] - 5, frame.xs[one.indices[-1]] + 5, colour, kind)


def _outside(chart: ChartInput, phase: Phase) -> list[Stretch]:
    """Points beyond a limit that stand next to one another on one side."""
    found: list[list[Point]] = []
    for point in chart.result.points[phase.start : phase.end + 1]:
        if not OUTSIDE.intersection(point.signals) or point.value is None or point.excluded:
            continue
        together = found and found[-1][-1].index == point.index - 1 and _side(found[-1][-1]) == _side(point)
        if together:
            found[-1].append(point)
        else:
            found.append([point])
    told = []
    for group in found:
        side = _side(group[0])
        words = (
            ngettext("above the upper limit", "{n} points above the upper limit", len(group))
            if side > 0
            else ngettext("below the lower limit", "{n} points below the lower limit", len(group))
        )
        told.append(Stretch("O", words.format(n=len(group)), tuple(point.index for point in group), side))
    return told


def _side(point: Point) -> int:
    if point.value is None or point.centre is None:
        return 0
    within = 1e-9 * max(abs(point.value), abs(point.centre))
    return 0 if abs(point.value - point.centre) <= within else 1 if point.value > point.centre else -1


def _shifts(chart: ChartInput, phase: Phase, name: str) -> list[Stretch]:
    """Runs on one side of the centre in which points are marked; a rule that marks from the completing point on is
    shown over the whole run."""
    found = []
    for run in _side_runs(chart, phase):
        marked = [index for index in run if name in chart.result.points[index].signals]
        if not marked:
            continue
        shown = run if name in _FROM_COMPLETING else marked
        side = _side(chart.result.points[run[0]])
        found.append(Stretch("S", _shift_words(chart, len(shown), side), tuple(shown), side))
    return found


def _shift_words(chart: ChartInput, count: int, side: int) -> str:
    words = (
        ngettext("{n} point above the {middle}", "{n} points above the {middle}", count)
        if side > 0
        else ngettext("{n} point below the {middle}", "{n} points below the {middle}", count)
    )
    return words.format(n=count, middle=centre_in_text(chart.result))


def _side_runs(chart: ChartInput, phase: Phase) -> list[list[int]]:
    """Points in runs on one side; points on the centre, missing and excluded ones neither count nor break."""
    runs: list[list[int]] = []
    last = 0
    for point in chart.result.points[phase.start : phase.end + 1]:
        side = 0 if point.excluded else _side(point)
        if not side:
            continue
        if side != last:
            runs.append([])
        runs[-1].append(point.index)
        last = side
    return runs


def _trends(chart: ChartInput, phase: Phase, name: str) -> list[Stretch]:
    """Steady rises and falls in which points are marked; equal neighbours neither count nor break."""
    found = []
    for indices, direction in _steady(chart, phase):
        marked = [index for index in indices if name in chart.result.points[index].signals]
        if len(marked) < 2 and not (marked and name in _FROM_COMPLETING):
            continue
        # A turning point belongs to the rise and the fall: at least a trend of marked points must be there.
        if name == "trend" and len(marked) < constants.IHI_TREND:
            continue
        shown = indices if name in _FROM_COMPLETING else marked
        words = (_("{n} points rising") if direction > 0 else _("{n} points falling")).format(n=len(shown))
        found.append(Stretch("T", words, tuple(shown), direction))
    return found


def _steady(chart: ChartInput, phase: Phase) -> list[tuple[list[int], int]]:
    found: list[tuple[list[int], int]] = []
    current: list[int] = []
    direction = 0
    last: float | None = None
    for point in chart.result.points[phase.start : phase.end + 1]:
        if point.value is None or point.excluded:
            continue
        if last is not None and abs(point.value - last) <= 1e-9 * max(abs(point.value), abs(last)):
            continue
        step = 0 if last is None else 1 if point.value > last else -1
        if direction and step != direction:
            found.append((current, direction))
            current = current[-1:]
        current = [*current, point.index]
        direction, last = step, point.value
    if direction:
        found.append((current, direction))
    return found


def _zones(chart: ChartInput, phase: Phase) -> list[Stretch]:
    """The rules of zones, each as one bracket from its first to its last marked point."""
    found = []
    for tag in ("2/3", "4/5", "14", "15", "8"):
        names = {name for name, own in TAGS.items() if own == tag}

        def is_marked(point: Point, names: set[str] = names) -> bool:
            return bool(names.intersection(point.signals))

        for group in _near(chart, phase, is_marked, 3):
            found.append(Stretch(tag, zone_words(tag), tuple(group), _side(chart.result.points[group[-1]])))
    return found


def _near(chart: ChartInput, phase: Phase, is_marked: Callable[[Point], bool], reach: int) -> list[list[int]]:
    """Marked points in groups: those no further than `reach` from the one before."""
    groups: list[list[int]] = []
    for point in chart.result.points[phase.start : phase.end + 1]:
        if not is_marked(point):
            continue
        if groups and point.index - groups[-1][-1] <= reach:
            groups[-1].append(point.index)
        else:
            groups.append([point.index])
    return groups


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

"""The words about a chart's data: phases above, notes in lanes under it, cycles under the axis, small print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from netdesk.core import chart_lanes, chart_scales, chart_words, text
from netdesk.core.chart_frame import TICK_SIZE, Frame, tick_text
from netdesk.core.chart_input import ChartInput, Span
from netdesk.core.chart_marks import OUTSIDE, Lanes, break_x, phase_edges
from netdesk.core.charts import Phase
from netdesk.core.drawing import Line, Marker, Polyline, Primitive, Rect, label, moved
from netdesk.i18n import _, ngettext

LINE = 14.0


@dataclass(frozen=True, slots=True)
class Notes:
    """Annotations: stems that start in the data, labels in the lanes under it, and those told in a list instead."""

    stems: tuple[Primitive, ...]
    children: tuple[Primitive, ...]
    height: float
    listed: tuple[str, ...]


def phase_band(chart: ChartInput, frame: Frame) -> Lanes:
    """A bracket with its words over each phase; nothing where the chart is one whole."""
    brackets = _phase_brackets(chart, frame)
    if not brackets:
        return Lanes((), 6)
    # Words as wide as their bracket need no second lane; under a narrow one they run on past its end.
    wrapped = [_phase_lines(one[2], max(one[1] - one[0] - 6, 130)) for one in brackets]
    wanted = [
        (one[0] + 3, max(line.width for line in lines)) for one, lines in zip(brackets, wrapped, strict=True)
    ]
    flags = chart_lanes.place_flags(wanted, frame.left, frame.width)
    deepest = max(flag.lane for flag in flags)
    lane_heights = [
        max((len(lines) for lines, flag in zip(wrapped, flags, strict=True) if flag.lane == lane), default=1) * LINE + 2
        for lane in range(deepest + 1)
    ]
    base = sum(lane_heights) + 2
    children: list[Primitive] = []
    for (left, right, _words), lines, flag in zip(brackets, wrapped, flags, strict=True):
        top = base - 4 - sum(lane_heights[: flag.lane]) - len(lines) * LINE
        lowest = top + len(lines) * LINE
        for number, line in enumerate(lines):
            y = top + LINE * (number + 1) - 3
            children.append(label(flag.left, y, line.text, TICK_SIZE, colour="second_text"))
        if base - lowest > 6:
            children.append(Line(left, lowest + 1, left, base, "control"))
        corners = ((left, base + 5), (left, base), (right, base), (right, base + 5))
        children.append(Polyline(corners, "control"))
    return Lanes(tuple(children), base + 14)


def _phase_lines(words: str, width: float) -> tuple[text.TextLine, ...]:
    """Two lines if that can be: many short ones would push the data down the page."""
    lines = text.wrap(words, width, TICK_SIZE)
    return lines if len(lines) <= 2 else text.wrap(words, max(width, 260), TICK_SIZE)


def _phase_brackets(chart: ChartInput, frame: Frame) -> list[tuple[float, float, str]]:
    phases = chart.result.phases
    reasons = [chart.reasons[number] if number < len(chart.reasons) else "" for number in range(len(phases))]
    if len(phases) == 1 and phases[0].baseline is None and not reasons[0]:
        return []
    brackets = []
    for number, phase in enumerate(phases):
        left, right = phase_edges(chart, frame, number)
        name = reasons[number] or (_("Phase {n}").format(n=number + 1) if len(phases) > 1 else "")
        if len(phases) > 1 and number < len(phases) - 1 and phase.centre is not None:
            middle = f"{chart_words.centre_in_text(chart.result)} {frame.value_text(phase.centre)}"
            name = f"{name}: {middle}"
        cut = _end_of_baseline(chart, phase)
        if cut is None:
            brackets.append((left, right, name))
            continue
        between = (frame.xs[cut] + frame.xs[cut + 1]) / 2
        count = cut - phase.start + 1
        frozen = ngettext("Baseline: first {n} point, frozen", "Baseline: first {n} points, frozen", count)
        frozen = frozen.format(n=count)
        brackets.append((left, between - 1, f"{name}. {frozen}" if name else frozen))
        brackets.append((between + 1, right, _("Judged against the baseline")))
    return brackets


def _end_of_baseline(chart: ChartInput, phase: Phase) -> int | None:
    """The index of the last frozen point: the baseline counts the values it rests on."""
    if phase.baseline is None:
        return None
    counted = 0
    for index in range(phase.start, phase.end):
        point = chart.result.points[index]
        counted += point.value is not None and not point.excluded
        following = chart.result.points[index + 1]
        if counted == phase.baseline and following.value is not None and not following.excluded:
            return index
    return None


def annotation_lanes(chart: ChartInput, frame: Frame) -> Notes:
    """Notes hang on stems under the data; long or crowded ones are numbered there and told under the chart."""
    by_day: dict[date, list[str]] = {}
    for on, said in sorted(_happened(chart)):
        if frame.shows(on):
            by_day.setdefault(on, []).append(said)
    if not by_day:
        return Notes((), (), 8, ())
    days = list(by_day)
    told = [_("; ").join(by_day[day]) for day in days]
    heads = [chart_scales.day_and_month(day) for day in days]
    limit = 210.0
    wrapped = [text.wrap(f"{head}  {said}", limit, TICK_SIZE) for head, said in zip(heads, told, strict=True)]
    wanted = [
        (_note_x(chart, frame, day), max(line.width for line in lines))
        for day, lines in zip(days, wrapped, strict=True)
    ]
    flags = chart_lanes.place_flags(wanted, frame.left, frame.right)
    crowded = max(flag.lane for flag in flags) > 2 or max(len(lines) for lines in wrapped) > 3
    if crowded or chart_lanes.stems_cross_labels(flags):
        return _numbered(frame, days, [f"{head}  {said}" for head, said in zip(heads, told, strict=True)], chart)
    stems: list[Primitive] = []
    children: list[Primitive] = []
    tops = _lane_tops([(flag.lane, len(lines) * LINE + 6) for flag, lines in zip(flags, wrapped, strict=True)])
    for day, head, lines, flag in zip(days, heads, wrapped, flags, strict=True):
        top = tops[flag.lane] + 4
        stems += _stem(chart, frame, day, frame.height + top)
        for number, line in enumerate(lines):
            y = top + LINE * (number + 1) - 3
            shown = line.text
            left = flag.left + 7
            if number == 0 and shown.startswith(head):
                children.append(label(left, y, head, TICK_SIZE, bold=True))
                left += text.measure(f"{head} ", TICK_SIZE, bold=True)
                shown = shown[len(head) :].strip()
            if shown:
                children.append(label(left, y, shown, TICK_SIZE, colour="second_text"))
    return Notes(tuple(stems), tuple(children), tops[-1] + 6, ())


def _happened(chart: ChartInput) -> list[tuple[date, str]]:
    """What is told under the data, with its day: notes, and what is counted anew from that day on."""
    return [*((note.on, note.text) for note in chart.annotations), *_changes(chart)]


def _changes(chart: ChartInput) -> list[tuple[date, str]]:
    told, bare = _("counted differently from here: {text}"), _("counted differently from here")
    return [(one.since, told.format(text=one.text) if one.text else bare) for one in chart.definitions]


def _note_x(chart: ChartInput, frame: Frame, day: date) -> float:
    return break_x(chart, frame, day) if any(one.since == day for one in chart.definitions) else frame.x_of(day)


def _lane_tops(rows: list[tuple[int, float]]) -> list[float]:
    """The top of each lane and, last, the bottom of all."""
    tops = [0.0]
    for lane in range(max(lane for lane, _height in rows) + 1):
        tops.append(tops[-1] + max((height for one, height in rows if one == lane), default=0.0))
    return tops


def _stem(chart: ChartInput, frame: Frame, day: date, bottom: float) -> list[Primitive]:
    """From under the point of that day, or from the axis' side of the data, down to the label's own dot."""
    x = _note_x(chart, frame, day)
    near = [
        frame.y_of(point.value)
        for point in chart.result.points
        if point.value is not None and abs(frame.xs[point.index] - x) < 5
    ]
    top = max(near) + 6 if near else frame.height - 12
    return [Line(x, top, x, bottom, "control"), Marker(x, bottom, "circle", 4, "control")]


def _numbered(frame: Frame, days: list[date], told: list[str], chart: ChartInput) -> Notes:
    """Small numbers on stems in the chart; the words stand in a list under it, where they have room."""
    xs = [_note_x(chart, frame, day) for day in days]
    lanes = chart_lanes.lanes_of([(x - 8, x + 8) for x in xs], 1)
    stems: list[Primitive] = []
    children: list[Primitive] = []
    for number, (day, x, lane) in enumerate(zip(days, xs, lanes, strict=True), 1):
        middle = lane * 18.0 + 14
        stems += _stem(chart, frame, day, frame.height + middle - 8)[:1]
        children.append(Marker(x, middle, "circle", 15, "chart_ground", "control", 1.0))
        children.append(label(x, middle + 3.6, str(number), 10, bold=True, anchor="middle"))
    listed = tuple(f"{number}  {words}" for number, words in enumerate(told, 1))
    return Notes(tuple(stems), tuple(children), (max(lanes) + 1) * 18.0 + 10, listed)


def cycle_lanes(chart: ChartInput, frame: Frame) -> Lanes:
    """A bar for each cycle under the axis, its label in the bar or beside it."""
    shown = [span for span in chart.spans if _is_shown(span, frame)]
    if not shown:
        return Lanes((), 4)
    bars = [_bar(span, frame) for span in shown]
    lanes = chart_lanes.lanes_of([(bar.left, bar.right) for bar in bars])
    listed: tuple[str, ...] = ()
    if max(lanes) > 2 or max(len(bar.lines) for bar in bars) > 2:
        # Many long names would push the chart off its page: letters in the bars, names in a list with room.
        letters = [_letter(number) for number in range(len(shown))]
        listed = tuple(f"{letter}  {span.label}" for letter, span in zip(letters, shown, strict=True))
        bars = [_bar(replace(span, label=letter), frame) for letter, span in zip(letters, shown, strict=True)]
        lanes = chart_lanes.lanes_of([(bar.left, bar.right) for bar in bars])
    tops = _lane_tops([(lane, max(20.0, len(bar.lines) * LINE + 6)) for lane, bar in zip(lanes, bars, strict=True)])
    children: list[Primitive] = [
        label(frame.left - 6, 17, _("Cycles"), TICK_SIZE, colour="second_text", anchor="end")
    ]
    for bar, lane in zip(bars, lanes, strict=True):
        top = tops[lane] + 4
        tall = len(bar.lines) * LINE + 3 if bar.inside else LINE + 3
        children.append(Rect(bar.x1, top, bar.x2 - bar.x1, tall, "accent_tint", "accent", 1.0, 3))
        for number, line in enumerate(bar.lines):
            y = top + LINE * (number + 1) - 1.5
            children.append(label(bar.text_left, y, line, TICK_SIZE, bold=True, colour="accent"))
        if bar.running:
            where = bar.text_left + bar.text_width + 8 if not bar.inside else bar.x2 + 8
            children.append(label(where, top + LINE - 1.5, bar.running, TICK_SIZE, colour="second_text"))
    return Lanes(tuple(children), tops[-1] + 8, listed)


def _letter(number: int) -> str:
    """A, B, … Z, AA, AB and so on."""
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


@dataclass(frozen=True, slots=True)
class Bar:
    """A cycle's bar from `x1` to `x2`, and the room it takes with its words from `left` to `right`."""

    x1: float
    x2: float
    left: float
    right: float
    lines: tuple[str, ...]
    inside: bool
    text_left: float
    text_width: float
    running: str


def _is_shown(span: Span, frame: Frame) -> bool:
    if frame.first_day is None or frame.last_day is None:
        return False
    return span.start <= frame.last_day and (span.end or frame.last_day) >= frame.first_day


def _bar(span: Span, frame: Frame) -> Bar:
    x1 = frame.inside(frame.x_of(span.start))
    x2 = frame.inside(frame.x_of(span.end)) if span.end else frame.right
    x2 = max(x2, x1 + 8)
    running = "" if span.end else _("still running")
    beside = text.measure(running, TICK_SIZE) + 8 if running else 0.0
    inside = text.wrap(span.label, max(x2 - x1 - 10, 1), TICK_SIZE, bold=True)
    # A single letter is never wrapped, but a bar of a few days is narrower still: it stands beside then.
    fits = max(line.width for line in inside) <= x2 - x1 - 6
    if fits and (len(inside) == 1 or (x2 - x1 > 140 and len(inside) <= 3)):
        wide = max(line.width for line in inside)
        past = x2 + beside <= frame.width
        return Bar(
            x1, x2, x1, x2 + beside if past else x2, tuple(line.text for line in inside), True,
            x1 + 5, wide, running if past else "",
        )  # fmt: skip
    room = max(min(240.0, (frame.right - frame.left) / 2 - 10), 60)
    lines = text.wrap(span.label, room, TICK_SIZE, bold=True)
    wide = max(line.width for line in lines)
    words_only = tuple(line.text for line in lines)
    if x2 + 5 + wide + beside <= frame.width:
        return Bar(x1, x2, x1, x2 + 5 + wide + beside, words_only, False, x2 + 5, wide, running)
    start = max(x1 - 5 - wide, 0.0)
    return Bar(x1, x2, start, x2, words_only, False, start, wide, "")


def small_print(chart: ChartInput, frame: Frame, *lists: tuple[str, ...]) -> Lanes:
    """Lists of names and notes, and what the picture alone does not say: shading, hollow points, the axis' start."""
    said = _small_sentences(chart, frame)
    if frame.ticks[0] > 0:
        start = tick_text(frame.ticks[0], frame.percent, frame.tick_places)
        said.append(_("The axis starts at {value}.").format(value=start))
    width = frame.width - frame.left
    blocks = [in_columns(listed, frame.left, width) for listed in lists if listed]
    blocks.append(paragraphs((" ".join(said),), frame.left, width))
    children: list[Primitive] = []
    y = 0.0
    for block in blocks:
        children += [moved(child, 0, y) for child in block.children]
        y += block.height - 2
    return Lanes(tuple(children), y + 2)


def in_columns(listed: tuple[str, ...], left: float, width: float) -> Lanes:
    """A list, in as many columns as its longest line has room for, read downwards."""
    widest = max((text.measure(text.printable(one), TICK_SIZE) for one in listed), default=width)
    columns = max(min(int((width + 20) // (widest + 20)), 4), 1)
    if columns == 1:
        return paragraphs(listed, left, width)
    rows = -(-len(listed) // columns)
    children: list[Primitive] = []
    for column in range(columns):
        part = listed[column * rows : (column + 1) * rows]
        x = left + column * (width + 20) / columns
        children += paragraphs(part, x, width).children
    return Lanes(tuple(children), 4 + rows * (LINE + 1) + 2)


def paragraphs(told: Sequence[str], left: float, width: float) -> Lanes:
    """Quiet paragraphs under a chart, wrapped to the width."""
    children: list[Primitive] = []
    y = 4.0
    for paragraph in told:
        for line in text.wrap(paragraph, width, TICK_SIZE) if paragraph else ():
            y += LINE + 1
            children.append(label(left, y - 4, line.text, TICK_SIZE, colour="quiet_text"))
    return Lanes(tuple(children), y + 2)


def _small_sentences(chart: ChartInput, frame: Frame) -> list[str]:
    """Of a plain view only what its own marks need: shading, hollow points, breaks."""
    said = []
    names = list(dict.fromkeys(gap.name for gap in chart.gaps if frame.shows(gap.start) or frame.shows(gap.end)))
    if names:
        said.append(_("Shaded: {names}.").format(names=", ".join(name or _("no school") for name in names)))
    if any(point.excluded and point.value is not None for point in chart.result.points):
        said.append(_hollow(chart))
    if frame.plain:
        said += [f"{chart_scales.day_and_month(on)}: {words}." for on, words in _changes(chart) if frame.shows(on)]
        return [*said, *chart.cautions]
    if any(OUTSIDE.intersection(point.signals) and not point.excluded for point in chart.result.points):
        said.append(_("Ringed: outside the limits."))
    if chart.judged:
        said.append(_("Ringed: judged unusual by a person."))
    if len(chart.goal_steps) > 1:
        said.append(chart_words.goal_steps_in_words(chart))
    outside = [span.label for span in chart.spans if not _is_shown(span, frame)]
    outside += [words for on, words in _happened(chart) if not frame.shows(on)]
    if outside:
        said.append(_("Before or after the days shown: {names}.").format(names=_("; ").join(outside)))
    if chart.hidden:
        said.append(chart_words.hidden_in_words(len(chart.hidden)))
    return [*said, *chart.cautions]


def _hollow(chart: ChartInput) -> str:
    """Which points are hollow, and why."""
    days = chart_scales.period_labels(chart.dates) if any(chart.left_out.values()) else []
    told = [f"{days[index]} ({why.rstrip('.')})" for index, why in sorted(chart.left_out.items()) if why]
    if not told:
        return _("Hollow: left out of the {middle} and the runs, for a reason.").format(
            middle=chart_words.centre_in_text(chart.result)
        )
    return _("Hollow: left out of the {middle} and the runs: {points}.").format(
        middle=chart_words.centre_in_text(chart.result), points=_("; ").join(told)
    )

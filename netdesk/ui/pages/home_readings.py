"""What each measure's chart says in a line, read in a thread so that the window stays quick."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from netdesk import __version__
from netdesk.errors import NetDeskError
from netdesk.i18n import _, format_date, language, ngettext
from netdesk.operations.next_step import Reading
from netdesk.operations.others import reached_by
from netdesk.ui.background import Reader
from netdesk.ui.context import Context

if TYPE_CHECKING:
    from netdesk.core.chart_input import ChartInput
    from netdesk.store.workspace import Workspace

#: What the charts said when they were last read, and of what state: a start need not load charts to say it again.
KEPT: Final = "readings_kept"
#: Which signal of each measure was looked at last: {measure: mark}.
SEEN = "signals_seen"
FEWEST_POINTS = 10


def reading_of(context: Context, measure: dict[str, str], seen: dict[str, str]) -> Reading:
    """What this measure's chart says now; `seen` are the marks of the signals that were looked at."""
    from netdesk.ui.charts.prepared import chart_of, reading_words  # at use, as all charts

    id_, name = measure["id"], measure.get("name") or _("Unnamed measure")
    try:
        chart = chart_of(context, id_)
    except NetDeskError as error:
        return Reading(id_, name, "", "tag", _("cannot be read"), error.user_text)
    letter, _said, look = reading_words(chart)
    if letter in ("S", "T"):
        first, count, up = _run(chart, "shift" if letter == "S" else "trend")
        words, detail = _signal_words(letter, count, up, _last_day(chart))
        mark = f"{letter}:{chart.dates[first]}"
        return Reading(id_, name, letter, look, words, detail, True, mark, seen.get(id_) != mark)
    words, detail = _quiet_words(chart, letter)
    return Reading(id_, name, letter, look, words, detail)


def _run(chart: ChartInput, rule: str) -> tuple[int, int, bool]:
    """The signal that reaches the latest point: its first index, how many points, whether it goes up."""
    points = [point for point in chart.result.points if point.value is not None and not point.excluded]
    run = []
    for point in reversed(points):
        if rule not in point.signals or point.phase != points[-1].phase:
            break
        run.append(point)
    first, last = run[-1], run[0]
    if rule == "trend":
        return first.index, len(run), (last.value or 0) > (first.value or 0)
    return first.index, len(run), (last.value or 0) > (last.centre or 0)


def _signal_words(letter: str, count: int, up: bool, on: str) -> tuple[str, str]:
    if letter == "T":
        words = _("a trend up") if up else _("a trend down")
        detail = ngettext(
            "{n} point in one direction, up to {date}.", "{n} points in one direction, up to {date}.", count
        )
    elif up:
        words = _("a shift up")
        detail = ngettext(
            "{n} point above the median, up to {date}.", "{n} points above the median, up to {date}.", count
        )
    else:
        words = _("a shift down")
        detail = ngettext(
            "{n} point below the median, up to {date}.", "{n} points below the median, up to {date}.", count
        )
    return words, detail.format(n=count, date=on)


def _quiet_words(chart: ChartInput, letter: str) -> tuple[str, str]:
    count = sum(1 for point in chart.result.points if point.value is not None and not point.excluded)
    if not count:
        return _("no points yet"), _("With 10 points its chart can tell a change from ups and downs.")
    if letter == "?":
        so_far = ngettext("{n} point so far; {enough} are needed.", "{n} points so far; {enough} are needed.", count)
        if count >= FEWEST_POINTS:
            return _("too early to say"), _("A new phase has begun, and it has too few points yet.")
        return _("too early to say"), so_far.format(n=count, enough=FEWEST_POINTS)
    if letter == "R":
        return _("not steady"), _("It crosses its median less often than chance would, up to {date}.").format(
            date=_last_day(chart)
        )
    return _("no change"), _("Only everyday ups and downs, up to {date}.").format(date=_last_day(chart))


def _last_day(chart: ChartInput) -> str:
    found = [point.index for point in chart.result.points if point.value is not None]
    last = chart.dates[found[-1]] if found else ""
    return format_date(last) if isinstance(last, date) else str(last)


def state_of(workspace: Workspace) -> list[Any]:
    """Everything that what the charts say depends on: while it is the same, so are the words."""
    with workspace.read() as session:
        reached = reached_by(session.connection())
    return [__version__, language(), *reached]


def kept_readings(workspace: Workspace, seen: dict[str, str]) -> dict[str, Reading]:
    """{measure: what its chart says}, as `keep_readings` left it; nothing where the workspace has changed since."""
    kept = workspace.setting(KEPT)
    if not isinstance(kept, dict) or kept.get("state") != state_of(workspace):
        return {}
    try:
        found = [Reading(**one) for one in kept["readings"]]
    except (KeyError, TypeError):  # left by a build that kept something else
        return {}
    return {one.measure: replace(one, unread=one.signal and seen.get(one.measure) != one.mark) for one in found}


def keep_readings(workspace: Workspace, state: list[Any], readings: dict[str, Reading]) -> None:
    """Keep what the charts of this state say, as a local note of this file."""
    if workspace.read_only:
        return
    kept = {"state": state, "readings": [asdict(one) for one in readings.values()]}
    with contextlib.suppress(NetDeskError):  # a full disk costs the next start a moment, and must cost nothing now
        workspace.set_setting(KEPT, kept)


class ReadingAll(QObject):
    """Reads the measures off the window's thread, those that are not known yet; then hands over what it has."""

    def __init__(self, context: Context, done: Callable[[list[Reading]], object], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._done = context, done
        self._kept: dict[str, Reading] = {}
        self._wanted: list[str] = []
        self._reader = Reader(self)
        self._reader.came.connect(self._on_came)
        context.closing.connect(self._reader.stop)

    def start(self, measures: list[dict[str, str]]) -> None:
        """Read these measures; those read before and not forgotten are taken as they were."""
        workspace = self._context.workspace
        seen = workspace.setting(SEEN, {})
        self._wanted = [one["id"] for one in measures]
        if not self._kept:
            self._kept = kept_readings(workspace, seen)
        kept = self._kept
        waiting = [one for one in measures if one["id"] not in kept]
        if not waiting:
            QTimer.singleShot(0, self, lambda: self._on_came((kept, {})))  # the page first, then what the charts say
            return
        context = self._context

        def read() -> tuple[dict[str, Reading], dict[str, Reading]]:
            state = state_of(workspace)
            found = {one["id"]: reading_of(context, one, seen) for one in self._reader.over(waiting)}
            if state_of(workspace) == state:  # else something arrived meanwhile, and it will be read again
                keep_readings(workspace, state, kept | found)
            return kept, found

        # What is read belongs to what was kept when the reading began: forgotten since, it is not taken.
        self._reader.read(read)

    @property
    def busy(self) -> bool:
        """Whether measures are still to be read."""
        return self._reader.reading

    def knows(self, measures: Collection[str]) -> bool:
        """Whether these were all read before, and nothing that bears on them has changed since."""
        return all(one in self._kept for one in measures)

    def forget(self) -> None:
        """Read everything anew the next time."""
        self._kept = {}

    def _on_came(self, answer: tuple[dict[str, Reading], dict[str, Reading]]) -> None:
        kept, read = answer
        found = kept | read
        if kept is self._kept:
            self._kept = found
        self._done([found[id_] for id_ in self._wanted if id_ in found])


def note_seen(context: Context, reading: Reading) -> None:
    """The person looks at this signal now, so Home need not point to it again."""
    if reading.signal and not context.read_only:
        seen = context.workspace.setting(SEEN, {})
        context.workspace.set_setting(SEEN, {**seen, reading.measure: reading.mark})

"""What a point, and a whole chart, says in a letter and a word: for lists, boxes and rows where no chart has room."""

from __future__ import annotations

from netdesk.core.charts.constants import FEWEST_USEFUL
from netdesk.core.charts.result import Point, Result
from netdesk.i18n import _


def letter_and_words(point: Point) -> tuple[str, str, str]:
    """The letter, the words and the look of a point's reading: ("S", "above the median", "improvement")."""
    look = "improvement" if point.reading == "improvement" else "concern" if point.reading == "concern" else "neutral"
    if point.excluded:
        return "", _("left out"), "tag"
    if "shift" in point.signals:
        above = point.value is not None and point.centre is not None and point.value > point.centre
        return "S", _("above the median") if above else _("below the median"), look
    if "trend" in point.signals:
        return "T", _("in a trend"), look
    return "", "", "tag"


def reading_words(result: Result) -> tuple[str, str, str]:
    """The letter, words and look of the whole chart's latest reading."""
    points = [point for point in result.points if point.value is not None and not point.excluded]
    if not points:
        return "", _("no points yet"), "tag"
    letter, words, look = letter_and_words(points[-1])
    if letter:
        return letter, words, look
    phase = result.phases[points[-1].phase]
    if phase.n_useful < FEWEST_USEFUL:
        return "?", _("too early to say"), "tag"
    if phase.runs_signal:
        return "R", _("not steady"), "neutral"
    return "·", _("everyday variation"), "tag"

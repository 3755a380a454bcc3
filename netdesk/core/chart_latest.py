"""What a point, and a whole chart, says in a letter and a word: for lists, boxes and rows where no chart has room."""

from __future__ import annotations

from netdesk.core import chart_words
from netdesk.core.charts import Point, Result, constants
from netdesk.i18n import _


def letter_and_words(point: Point, kind: str = "run") -> tuple[str, str, str]:
    """The letter, the words and the look of a point's reading in a chart of this kind: ("S", "above the median",
    "improvement")."""
    if point.excluded:
        return "", _("left out"), "tag"
    letter, words = next(iter(chart_words.signal_letters(point, kind).items()), ("", ""))
    if letter in ("", "R"):  # a rule about the whole says nothing about this point
        return "", "", "tag"
    return letter, words, point.reading if point.reading in ("improvement", "concern") else "neutral"


def reading_words(result: Result) -> tuple[str, str, str]:
    """The letter, words and look of the whole chart's latest reading."""
    last = next((one for one in reversed(result.points) if one.value is not None and not one.excluded), None)
    if last is None:
        return "", _("no points yet"), "tag"
    letter, words, look = letter_and_words(last, result.chart)
    if letter:
        return letter, words, look
    phase = result.phases[last.phase]
    if phase.n_useful < constants.FEWEST_USEFUL:
        return "?", _("too early to say"), "tag"
    if phase.runs_signal:
        return "R", _("not steady"), "neutral"
    return "·", _("everyday variation"), "tag"

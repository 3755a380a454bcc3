"""From signals to readings: everyday variation, improvement, concern, or a change with no better side."""

from __future__ import annotations

from collections.abc import Sequence

COMMON = "common"


def reading_of(directions: Sequence[int], better: str, whole_phase: int = 0) -> str:
    """The reading of one point.

    `directions` are those of its shifts and trends (+1 high or rising, -1 low or falling); `whole_phase` is its side
    of the centre where only a rule about the whole phase speaks, else 0. Such a rule says that the order is not
    random but not that this point is better or worse, so it reads as neutral. Where improvement and concern meet
    in one point, improvement is shown (as in Making Data Count).
    """
    if directions:
        wanted = {"up": 1, "down": -1}.get(better, 0)
        if wanted:
            shown = wanted if wanted in directions else -wanted
            return "improvement" if shown == wanted else "concern"
        return "neutral-high" if directions[0] > 0 else "neutral-low"
    if whole_phase:
        return "neutral-high" if whole_phase > 0 else "neutral-low"
    return COMMON


def variation_of(reading: str, better: str) -> str:
    """The public name of the chart's variation from the reading of its latest point.

    `improvement-high` is an improvement upwards, and so on.
    """
    if reading not in ("improvement", "concern"):
        return reading
    high = (better == "up") == (reading == "improvement")
    return f"{reading}-{'high' if high else 'low'}"

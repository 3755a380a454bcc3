"""From signals to readings: everyday variation, improvement, concern, or a change with no better side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from netdesk.core.charts.rules import Marks
from netdesk.core.charts.series import Signs

COMMON: Final = "common"
READINGS: Final = (COMMON, "improvement", "concern", "neutral-high", "neutral-low")
_WANTED: Final = {"up": 1, "down": -1, "neither": 0}


def readings_of(marks: Sequence[Marks], side: Signs, better: str) -> Signs:
    """The reading of each point, as places in `READINGS`.

    `side` says where each point lies about its centre (+1, 0, -1). Where improvement and concern meet in one point,
    improvement is shown (as in Making Data Count). A rule without direction, or about the whole phase, says that the
    order is not random but not that a point is better or worse, so it reads as neutral; the first of `marks` decides
    where neither side is better.
    """
    readings = np.zeros(side.size, dtype=np.int8)
    for one in marks:
        if not one.direction.any():
            readings[one.index] = np.where(side[one.index] >= 0, 3, 4)
    wanted = _WANTED[better]
    directed = [one for one in marks if one.direction.any()]
    if not wanted:
        for one in reversed(directed):
            readings[one.index] = np.where(one.direction > 0, 3, 4)
        return readings
    for reading, way in ((2, -wanted), (1, wanted)):
        for one in directed:
            readings[one.index[one.direction == way]] = reading
    return readings


def variation_of(reading: str, better: str) -> str:
    """The public name of the chart's variation from the reading of its latest point.

    `improvement-high` is an improvement upwards, and so on.
    """
    if reading not in ("improvement", "concern"):
        return reading
    high = (better == "up") == (reading == "improvement")
    return f"{reading}-{'high' if high else 'low'}"


def assurance_of(target: float | None, lcl: float, ucl: float, better: str, within: float) -> str | None:
    """Whether a process with these limits meets its target always ("pass"), never ("fail") or by chance.

    A target exactly on a limit is "inconsistent", as in NHSRplotthedots. None without target, limits or a better side.
    """
    if target is None or better == "neither" or math.isnan(lcl) or math.isnan(ucl):
        return None
    if target > ucl + within:
        return "fail" if better == "up" else "pass"
    if target < lcl - within:
        return "pass" if better == "up" else "fail"
    return "inconsistent"

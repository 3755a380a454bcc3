"""Names of charts and rules, and the numbers that belong to them, each with its source."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

CHARTS: Final = ("run", "i", "mr", "p", "pp", "u", "up", "c", "g", "t", "xbar", "s", "iprime")
RULES: Final = ("anhoej", "ihi", "mdc", "nelson", "western-electric")
BETTER: Final = ("up", "down", "neither")
RUNS_TABLES: Final = ("exact", "printed")

# Charts with a denominator to every value, and charts of several values to every point.
CHARTS_OF_PARTS: Final = ("p", "pp", "u", "up")
CHARTS_OF_SUBGROUPS: Final = ("xbar", "s")
# Charts of counts or times, of which a value below zero makes no sense.
CHARTS_FROM_ZERO: Final = ("p", "pp", "u", "up", "c", "g", "t")

# Perla, Provost and Murray 2011 (BMJ Quality & Safety 20:46-51): the runs table begins at ten useful points.
FEWEST_USEFUL: Final = 10

# Limits from fewer points than this are trial limits (Making Data Count asks 12 or 13 points before it shows them).
FEWEST_FOR_LIMITS: Final = 12

# IHI: six or more useful points on one side are a shift, five or more rising or falling are a trend (same source).
IHI_SHIFT: Final = 6
IHI_TREND: Final = 5
# NHS England, Making Data Count: seven on one side of the mean, seven rising or falling.
MDC_SHIFT: Final = 7
MDC_TREND: Final = 7
# Western Electric, Statistical Quality Control Handbook, 1956: rule 4.
WE_SHIFT: Final = 8
# Nelson, Journal of Quality Technology 16 (1984), 237-239: tests 2, 3, 4, 7 and 8.
NELSON_SHIFT: Final = 9
NELSON_TREND: Final = 6
NELSON_ALTERNATING: Final = 14
NELSON_NEAR: Final = 15
NELSON_FAR: Final = 8

# Each tail of the exact runs law that still counts as expected (Swed and Eisenhart 1943, two-sided 5 %).
RUNS_TAIL: Final = 0.025

# From moving ranges to sigma, and the largest range expected: d2 and D4 of two points, as qicharts2 and qcc have them.
RANGE_TO_SIGMA: Final = 1.128
LARGEST_RANGE: Final = 3.267
# A t chart is drawn from y^(1/3.6), which makes waiting times nearly normal (Nelson 1994).
T_POWER: Final = 3.6

# Up to so many points the laws of runs are counted in whole numbers, beyond it by their normal form.
EXACT_UP_TO: Final = 1000

# The fewest and most runs still expected as printed in 2011, by count of useful points. It follows no single reading of
# the exact law (at 12, 20, 22 and 32 it is wider than the law), so the exact law is the default and this a choice.
PRINTED_RUNS_LIMITS: Final[dict[int, tuple[int, int]]] = {
    10: (3, 9), 11: (3, 10), 12: (3, 11), 13: (4, 11), 14: (4, 12), 15: (5, 12), 16: (5, 13), 17: (5, 13),
    18: (6, 14), 19: (6, 15), 20: (6, 16), 21: (7, 16), 22: (7, 17), 23: (7, 17), 24: (8, 18), 25: (8, 18),
    26: (9, 19), 27: (10, 19), 28: (10, 20), 29: (10, 20), 30: (11, 21), 31: (11, 22), 32: (11, 23), 33: (12, 23),
    34: (12, 24), 35: (12, 24), 36: (13, 25), 37: (13, 25), 38: (14, 26), 39: (14, 26), 40: (15, 27), 41: (15, 27),
    42: (16, 28), 43: (16, 28), 44: (17, 29), 45: (17, 30), 46: (17, 31), 47: (18, 31), 48: (18, 32), 49: (19, 32),
    50: (19, 33), 51: (20, 33), 52: (20, 34), 53: (21, 34), 54: (21, 35), 55: (22, 35), 56: (22, 36), 57: (23, 36),
    58: (23, 37), 59: (24, 38), 60: (24, 38),
}  # fmt: skip

# Rows of the printed table that no second source carries (the table itself could not be opened).
PRINTED_ROWS_UNVERIFIED: Final = frozenset(range(41, 61)) - {50, 60} | {27, 29, 33, 35, 37, 39}


@lru_cache(maxsize=1024)
def c4(size: int) -> float:
    """The mean of the standard deviation of `size` normal values with sigma 1; nan under two values."""
    if size < 2:
        return math.nan
    return math.sqrt(2 / (size - 1)) * math.exp(math.lgamma(size / 2) - math.lgamma((size - 1) / 2))

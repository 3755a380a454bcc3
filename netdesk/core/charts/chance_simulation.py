"""Makes `chance_table.py` and `chance_frozen.py` anew: `python -m netdesk.core.charts.chance_simulation` (minutes).

Noise is judged point by point, many series at a time, by a walk of its own that shares nothing with `rules` but the
numbers in `constants` and the laws of `runs`: so the tests that compare both tables and engine check either by the
other. The result is committed, so that every machine prints the same sentence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from netdesk.core.charts import chance, constants, runs
from netdesk.core.charts.series import Indices, Mask, Numbers, Signs

SEED: Final = 20110114
SERIES: Final = chance.SERIES
LENGTHS: Final = (*range(2, 61), *range(65, 121, 5))
BASELINES: Final = (4, 6, 8, 10, 12, 16, 20, 30)
LONGEST_LATER: Final = 30

FAMILIES: Final = ("run", "i", "i-unscreened", "known", "g", "t", "s", "mr")
FROZEN_FAMILIES: Final = ("run", "i", "known", "g", "mr")
SUBGROUP: Final = 5


@dataclass(frozen=True, slots=True)
class Noise:
    """Series without any cause, one a row, with the lines their first points set (one entry a row)."""

    values: Numbers
    centre: Numbers
    middle: Numbers
    sigma: Numbers


def noise_of(family: str, baseline: int | None, length: int, series: int, seed: int) -> Noise:
    """Noise for a family of charts; the lines are those of the first `baseline` points, or of all if None.

    run: uniform, median only. i: normal, mean and screened moving ranges (also p′, u′, I′ of like denominators).
    i-unscreened: the same without screening. known: normal, sigma from the mean or from within sub-groups (p, u, c and
    x̄ charts). g: exponential, median, limits from the mean. t: exponential to the power 1/3.6, as i. s: deviations of
    sub-groups of five. mr: ranges of normal noise, `length` of them.
    """
    source = np.random.default_rng([seed, FAMILIES.index(family), baseline or 0, length])
    if family == "run":
        values = source.random((series, length))
    elif family == "g":
        values = source.exponential(1.0, (series, length))
    elif family == "t":
        values = source.exponential(1.0, (series, length)) ** (1 / constants.T_POWER)
    elif family == "s":
        values = source.normal(size=(series, length, SUBGROUP)).std(axis=2, ddof=1)
    elif family == "mr":
        values = np.abs(np.diff(source.normal(size=(series, length + 1)), axis=1))
    else:
        values = source.normal(size=(series, length))
    first = values[:, :baseline] if baseline else values
    mean = first.mean(axis=1)
    if family in ("run", "g"):
        return Noise(values, np.median(first, axis=1), mean, mean if family == "g" else np.full(series, math.nan))
    return Noise(values, mean, mean, _sigma(family, first, mean))


def _sigma(family: str, first: Numbers, mean: Numbers) -> Numbers:
    if family == "known":
        return np.ones(mean.size)
    if family == "mr":
        return (constants.LARGEST_RANGE - 1) * mean / 3
    if family == "s":
        unbiased = constants.c4(SUBGROUP)
        return mean * math.sqrt(1 - unbiased**2) / unbiased
    ranges = np.abs(np.diff(first, axis=1))
    found: Numbers = ranges.mean(axis=1)
    if family != "i-unscreened":
        kept = ranges < constants.LARGEST_RANGE * found[:, None]
        found = np.where(kept, ranges, 0.0).sum(axis=1) / np.maximum(kept.sum(axis=1), 1)
    return found / constants.RANGE_TO_SIGMA


def simulate(
    family: str, baseline: int | None, length: int, series: int, seed: int, *, each_length: bool
) -> dict[str, dict[int, float]]:
    """Share of noise series that signal, by rule set and by length.

    With `each_length` the answer holds every length after the baseline (the same series grown point by point), else
    only the last.
    """
    noise = noise_of(family, baseline, length, series, seed)
    rule_sets = ("anhoej",) if family == "mr" else constants.RULES
    walk = Walk(noise, only_limits=family == "mr")
    shares: dict[str, dict[int, float]] = {rules: {} for rules in rule_sets}
    for index in range(length):
        walk.step(noise.values[:, index])
        reached = index + 1
        if reached == length or (each_length and baseline is not None and reached > baseline):
            for rules in rule_sets:
                shares[rules][reached] = float(walk.signals(rules).mean())
    return shares


class Walk:
    """What the rules need to know of many series while they grow by one point at a time (one entry a series)."""

    def __init__(self, noise: Noise, *, only_limits: bool) -> None:
        count = noise.centre.size
        self.noise, self.only_limits = noise, only_limits
        self.outside = np.zeros(count, dtype=np.bool_)
        self.zones = np.zeros((2, count), dtype=np.bool_)  # Making Data Count's two in three; those of the others
        self.patterns = np.zeros(count, dtype=np.bool_)  # Nelson's tests 4, 7 and 8
        self.side, self.direction = np.zeros((2, count), dtype=np.int8)
        self.run, self.longest, self.runs, self.above, self.below = np.zeros((5, count), dtype=np.int16)
        self.rising, self.trend, self.turning = np.ones((3, count), dtype=np.int16)
        self.near, self.far, self.since_high, self.since_low = np.zeros((4, count), dtype=np.int16)
        self.last: Numbers | None = None
        self.seen: list[tuple[Signs, ...]] = []

    def step(self, values: Numbers) -> None:
        """One more point of each series."""
        middle, sigma = self.noise.middle, self.noise.sigma
        apart = values - middle
        self.outside |= np.abs(apart) > 3 * sigma
        if self.only_limits:
            return
        side = np.sign(values - self.noise.centre).astype(np.int8)
        self._sides(side)
        if self.last is not None:
            self._directions(np.sign(values - self.last).astype(np.int8))
        self.last = values
        self._zones(apart, sigma, side)

    def _sides(self, side: Signs) -> None:
        useful = side != 0
        same = useful & (side == self.side)
        turned = useful & ~same
        self.run = np.where(same, self.run + 1, np.where(turned, 1, self.run)).astype(np.int16)
        self.runs += turned
        self.side = np.where(useful, side, self.side)
        self.longest = np.maximum(self.longest, self.run)
        self.above += side > 0
        self.below += side < 0

    def _directions(self, direction: Signs) -> None:
        self.rising = np.where(direction == self.direction, self.rising + 1, 2).astype(np.int16)
        self.trend = np.maximum(self.trend, self.rising)
        self.turning = np.where(direction == -self.direction, self.turning + 1, 2).astype(np.int16)
        self.patterns |= self.turning >= constants.NELSON_ALTERNATING
        self.direction = direction

    def _zones(self, apart: Numbers, sigma: Numbers, side: Signs) -> None:
        size = np.abs(apart)
        way = np.sign(apart).astype(np.int8)
        two, one = np.where(size > 2 * sigma, way, 0), np.where(size > sigma, way, 0)
        close = np.where(size > 3 * sigma, 0, two)
        before = self.seen[-4:]
        for sign in (1, -1):
            if len(before) >= 2:
                closes = [seen[0] == sign for seen in before[-2:]] + [close == sign]
                on_side = (side == sign) & (before[-1][3] == sign) & (before[-2][3] == sign)
                self.zones[0] |= on_side & (sum(mask.astype(np.int8) for mask in closes) >= 2)
                self.zones[1] |= (two == sign) & ((before[-1][1] == sign) | (before[-2][1] == sign))
            if len(before) == 4:
                self.zones[1] |= (one == sign) & (sum((seen[2] == sign).astype(np.int8) for seen in before) >= 3)
        self.seen = [*before, (close, two, one, side)]
        away = one != 0
        self.near = np.where(away | np.isnan(sigma), 0, self.near + 1).astype(np.int16)
        self.far = np.where(away, self.far + 1, 0).astype(np.int16)
        self.since_high = np.where(one > 0, 0, self.since_high + 1).astype(np.int16)
        self.since_low = np.where(one < 0, 0, self.since_low + 1).astype(np.int16)
        both = np.maximum(self.since_high, self.since_low) < constants.NELSON_FAR
        self.patterns |= (self.near >= constants.NELSON_NEAR) | ((self.far >= constants.NELSON_FAR) & both)

    def signals(self, rules: str) -> Mask:
        """Which series signal by now."""
        if self.only_limits:
            return self.outside
        found: Mask = self.outside.copy()
        if rules == "anhoej":
            found |= self._anhoej()
        elif rules == "ihi":
            found |= self._ihi()
        elif rules == "mdc":
            found |= self._shift_or_trend(constants.MDC_SHIFT, constants.MDC_TREND) | self.zones[0]
        elif rules == "western-electric":
            found |= (self.longest >= constants.WE_SHIFT) | self.zones[1]
        else:
            found |= self._shift_or_trend(constants.NELSON_SHIFT, constants.NELSON_TREND)
            found |= self.zones[1] | self.patterns
        return found

    def _shift_or_trend(self, shift: int, trend: int) -> Mask:
        found: Mask = (self.longest >= shift) | (self.trend >= trend)
        return found

    def _anhoej(self) -> Mask:
        useful = self.above + self.below
        top = int(useful.max())
        longest = np.array([runs.longest_run_limit(n) or 0 for n in range(top + 1)])
        fewest = np.array([runs.crossings_limit(n) or 0 for n in range(top + 1)])
        found: Mask = (useful > 0) & ((self.longest > longest[useful]) | (self.runs - 1 < fewest[useful]))
        return found

    def _ihi(self) -> Mask:
        low, high = _limits_grid(int(max(self.above.max(), self.below.max())))
        outside = (self.runs < low[self.above, self.below]) | (self.runs > high[self.above, self.below])
        found: Mask = self._shift_or_trend(constants.IHI_SHIFT, constants.IHI_TREND) | outside
        return found


@lru_cache(maxsize=256)
def _limits_grid(top: int) -> tuple[Indices, Indices]:
    """Fewest and most runs expected for every pair of counts up to `top`; a pair without limits never signals."""
    low = np.zeros((top + 1, top + 1), dtype=np.intp)
    high = np.full((top + 1, top + 1), np.iinfo(np.int16).max, dtype=np.intp)
    for above in range(top + 1):
        for below in range(top + 1):
            limits = runs.runs_limits(above, below)
            if limits is not None:
                low[above, below], high[above, below] = limits
    return low, high


def _in_ten_thousandths(shares: Iterable[float]) -> tuple[int, ...]:
    return tuple(round(share * 10_000) for share in shares)


def main(folder: Path = Path(__file__).parent) -> None:
    """Simulate, and write the modules of the tables beside this one."""
    whole: dict[str, dict[str, tuple[int, ...]]] = {}
    for family in FAMILIES:
        found = [simulate(family, None, n, SERIES, SEED, each_length=False) for n in LENGTHS]
        whole[family] = {
            rules: _in_ten_thousandths(shares[rules][n] for shares, n in zip(found, LENGTHS, strict=True))
            for rules in found[0]
        }
    frozen: dict[str, dict[str, list[tuple[int, ...]]]] = {}
    for family in FROZEN_FAMILIES:
        for baseline in BASELINES:
            shares = simulate(family, baseline, baseline + LONGEST_LATER, SERIES, SEED, each_length=True)
            for rules, row in shares.items():
                rows = frozen.setdefault(family, {}).setdefault(rules, [])
                rows.append(_in_ten_thousandths(row.values()))
    write_tables(folder, whole, frozen)


def write_tables(
    folder: Path,
    whole: Mapping[str, Mapping[str, Sequence[int]]],
    frozen: Mapping[str, Mapping[str, Sequence[Sequence[int]]]],
) -> None:
    """The two modules, in the form that the linter likes."""
    about = (
        '"""How often noise signals, in ten-thousandths{what}. Made by `chance_simulation`, not by hand.\n\n'
        f"{SERIES:,} series for each length, numpy's default generator, seed {SEED}.\n"
        '"""\n\nfrom __future__ import annotations\n\nfrom typing import Final\n\n'
    )
    _write(folder / "chance_table.py", [
        about.format(what=""),
        "# Lengths of the series whose lines are set by all their points.\n",
        "LENGTHS: Final = ", _row(LENGTHS, ""), "  # fmt: skip\n\n",
        "WHOLE: Final[dict[str, dict[str, tuple[int, ...]]]] = {\n",
        _families(whole, lambda row: _row(row, " " * 8)),
    ])  # fmt: skip
    _write(folder / "chance_frozen.py", [
        about.format(what=" with a frozen baseline"),
        f"# Points that set the lines, and 1 to {LONGEST_LATER} points after them.\n",
        f"BASELINES: Final = {BASELINES}\n",
        "FROZEN: Final[dict[str, dict[str, tuple[tuple[int, ...], ...]]]] = {\n",
        _families(frozen, lambda rows: "(\n" + "".join(
            " " * 12 + _row(row, " " * 12) + ",\n" for row in rows) + " " * 8 + ")"),
    ])  # fmt: skip


def _write(module: Path, pieces: list[str]) -> None:
    module.write_text("".join(pieces), encoding="utf-8", newline="\n")


def _families(table: Mapping[str, Mapping[str, Any]], written: Callable[[Any], str]) -> str:
    lines = []
    for family, by_rules in table.items():
        lines.append(f'    "{family}": {{\n')
        lines += [f'        "{rules}": {written(row)},\n' for rules, row in by_rules.items()]
        lines.append("    },\n")
    return "".join(lines) + "}  # fmt: skip\n"


def _row(numbers: Iterable[int], indent: str) -> str:
    lines = ["("]
    for number in numbers:
        piece = f"{number}, "
        if len(lines[-1]) + len(piece) > 118 - (len(indent) + 20 if len(lines) == 1 else 0):
            lines.append(indent + " ")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines).removesuffix(",") + ")"


if __name__ == "__main__":  # pragma: no cover - the tests call main
    main()

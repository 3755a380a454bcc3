"""Makes `chance_table.py` anew: `python -m netdesk.core.charts.chance_simulation` (two minutes).

Series of uniform noise are judged point by point, 200,000 at a time, with the limits of `runs`. Only this module needs
numpy, and only while it runs; its result is committed, so that every machine prints the same sentence.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from netdesk.core.charts import constants, runs

SEED: Final = 20110114
SERIES: Final = 200_000
LONGEST_WHOLE: Final = 120
FROZEN_BASELINES: Final = range(4, 31)
LONGEST_LATER: Final = 60

_EXACT_LIMITS: dict[int, Any] = {}


def simulate(
    baseline: int | None, length: int, series: int, seed: int, *, each_length: bool
) -> dict[str, dict[int, float]]:
    """Share of noise series that signal, by rule set and by length.

    The median is that of the first `baseline` points, or of all `length` points if None. With `each_length` the
    answer holds every length after the baseline (the same series grown point by point), else only the last.
    """
    import numpy as np

    noise = np.random.default_rng([seed, baseline or 0, length]).random((series, length))
    centre = np.median(noise[:, :baseline] if baseline else noise, axis=1)
    state = _Walk(series)
    shares: dict[str, dict[int, float]] = {"anhoej": {}, "ihi": {}}
    for index in range(length):
        state.step(noise[:, index], centre)
        reached = index + 1
        if reached == length or (each_length and baseline is not None and reached > baseline):
            shares["anhoej"][reached] = float(state.anhoej_signals().mean())
            shares["ihi"][reached] = float(state.ihi_signals().mean())
    return shares


class _Walk:
    """The state of many series while they grow by one point at a time (numpy arrays, one entry a series)."""

    def __init__(self, series: int) -> None:
        import numpy as np

        self.np = np
        self.side = np.zeros(series, dtype=np.int8)
        self.run = np.zeros(series, dtype=np.int16)
        self.longest = np.zeros(series, dtype=np.int16)
        self.runs = np.zeros(series, dtype=np.int16)
        self.above = np.zeros(series, dtype=np.int16)
        self.below = np.zeros(series, dtype=np.int16)
        self.last: Any = None
        self.direction = np.zeros(series, dtype=np.int8)
        self.steps = np.ones(series, dtype=np.int16)
        self.trended = np.zeros(series, dtype=bool)

    def step(self, values: Any, centre: Any) -> None:
        np = self.np
        side = np.sign(values - centre).astype(np.int8)
        useful = side != 0
        same = useful & (side == self.side)
        turned = useful & ~same
        self.run = np.where(same, self.run + 1, np.where(turned, 1, self.run)).astype(np.int16)
        self.runs += turned
        self.side = np.where(useful, side, self.side)
        self.longest = np.maximum(self.longest, self.run)
        self.above += side > 0
        self.below += side < 0
        if self.last is not None:
            direction = np.sign(values - self.last).astype(np.int8)
            self.steps = np.where(direction == self.direction, self.steps + 1, 2).astype(np.int16)
            self.direction = direction
            self.trended |= self.steps >= constants.IHI_TREND
        self.last = values

    def anhoej_signals(self) -> Any:
        useful = self.above + self.below
        np = self.np
        top = int(useful.max())
        longest = np.array([runs.longest_run_limit(n) or 0 for n in range(top + 1)])
        fewest = np.array([runs.crossings_limit(n) or 0 for n in range(top + 1)])
        return (useful > 0) & ((self.longest > longest[useful]) | (self.runs - 1 < fewest[useful]))

    def ihi_signals(self) -> Any:
        low, high = _limits_grid(int(max(self.above.max(), self.below.max())))
        outside = (self.runs < low[self.above, self.below]) | (self.runs > high[self.above, self.below])
        return (self.longest >= constants.IHI_SHIFT) | self.trended | outside


def _limits_grid(top: int) -> Any:
    """Fewest and most runs expected for every pair of counts up to `top`; a pair without limits never signals."""
    import numpy as np

    if top not in _EXACT_LIMITS:
        low = np.zeros((top + 1, top + 1), dtype=np.int16)
        high = np.full((top + 1, top + 1), np.iinfo(np.int16).max, dtype=np.int16)
        for above in range(top + 1):
            for below in range(top + 1):
                limits = runs.runs_limits(above, below)
                if limits is not None:
                    low[above, below], high[above, below] = limits
        _EXACT_LIMITS[top] = (low, high)
    return _EXACT_LIMITS[top]


def main() -> None:
    """Write the module of the table beside this one."""
    whole_first = constants.IHI_TREND
    whole = [
        round(simulate(None, n, SERIES, SEED, each_length=False)["ihi"][n] * 10_000)
        for n in range(whole_first, LONGEST_WHOLE + 1)
    ]
    frozen: dict[str, list[list[int]]] = {"anhoej": [], "ihi": []}
    for baseline in FROZEN_BASELINES:
        shares = simulate(baseline, baseline + LONGEST_LATER, SERIES, SEED, each_length=True)
        for rules, rows in frozen.items():
            rows.append([round(share * 10_000) for share in shares[rules].values()])
    pieces = [
        '"""How often noise signals, in ten-thousandths. Made by `chance_simulation`; not to be edited by hand.\n\n',
        f"{SERIES:,} series of uniform noise for each length, numpy's default generator, seed {SEED}.\n",
        '"""\n\nfrom __future__ import annotations\n\nfrom typing import Final\n\n',
        f"# Points about their own median, from {whole_first} points on.\nWHOLE_FIRST: Final = {whole_first}\n",
        "WHOLE: Final[dict[str, tuple[int, ...]]] = {\n" + _row("ihi", whole) + "}  # fmt: skip\n\n",
        f"# Points about the median of a baseline of {FROZEN_BASELINES[0]}, {FROZEN_BASELINES[1]}, ... points; ",
        f"1 to {LONGEST_LATER} later ones.\nFROZEN_FIRST: Final = {FROZEN_BASELINES[0]}\n",
        "FROZEN: Final[dict[str, tuple[tuple[int, ...], ...]]] = {\n",
    ]
    for rules, rows in frozen.items():
        pieces.append(f'    "{rules}": (\n' + "".join(_row(None, row, "    ") for row in rows) + "    ),\n")
    pieces.append("}  # fmt: skip\n")
    Path(__file__).with_name("chance_table.py").write_text("".join(pieces), encoding="utf-8", newline="\n")


def _row(name: str | None, numbers: list[int], indent: str = "") -> str:
    lines = [f"{indent}    " + (f'"{name}": (' if name else "(")]
    for number in numbers:
        piece = f"{number}, "
        if len(lines[-1]) + len(piece) > 118:
            lines[-1] = lines[-1].rstrip()
            lines.append(f"{indent}     ")
        lines[-1] += piece
    return "\n".join(lines).rstrip() + "),\n"


if __name__ == "__main__":
    main()

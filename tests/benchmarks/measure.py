"""How the benchmarks time and print: medians of a few rounds, ratios to a stated baseline of the same run."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable


def median_seconds(act: Callable[[], object], rounds: int = 5) -> float:
    """The median duration of ``act`` in seconds, after one round that is not counted."""
    act()
    found = []
    for _round in range(rounds):
        gc.collect()
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def once(act: Callable[[], object]) -> float:
    """How long one run of ``act`` takes, in seconds."""
    gc.collect()
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def say(name: str, figure: str, aim: str = "") -> None:
    """One line of the report."""
    print(f"  {name:<58} {figure:>22}  {('aim ' + aim) if aim else ''}".rstrip())

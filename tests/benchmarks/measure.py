"""How the benchmarks time and print: medians of a few rounds, ratios to a stated baseline of the same run."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Timed(NamedTuple):
    """Seconds by the clock, with waiting for the disk and for other programs, and seconds of the processor."""

    clock: float
    processor: float


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


def both(act: Callable[[], object]) -> Timed:
    """How long one run of ``act`` takes by the clock, and how long the processor works on it."""
    gc.collect()
    start, began = time.perf_counter(), time.process_time()
    act()
    return Timed(time.perf_counter() - start, time.process_time() - began)


def say(name: str, figure: str, aim: str = "") -> None:
    """One line of the report."""
    print(f"  {name:<58} {figure:>22}  {('aim ' + aim) if aim else ''}".rstrip())

"""The clock: later knowledge gets later stamps, whatever the laptop believes the time to be."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netdesk.core.changes import check_shape
from netdesk.core.clock import MAX_CLOCK, Clock, new_id

NOW = 1_790_000_000.0


def times(*seconds: float) -> Callable[[], float]:
    """A wall clock that shows these times one after the other."""
    left = list(seconds)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_that_a_stamp_is_the_milliseconds_and_a_counter_in_sixteen_digits() -> None:
    clock = Clock(times(NOW, NOW, NOW, NOW + 0.0015))
    assert [clock.tick() for _time in range(4)] == [
        "01a0c4506c000000",
        "01a0c4506c000001",
        "01a0c4506c000002",
        "01a0c4506c010000",
    ]
    assert int("01a0c4506c00", 16) == NOW * 1000
    assert clock.last == "01a0c4506c010000"


@given(st.lists(st.floats(-1e9, 1e11) | st.text("0123456789abcd", min_size=16, max_size=16), min_size=1))
def test_that_each_stamp_is_later_than_all_ticked_or_seen(events: list[float | str]) -> None:
    wall = [0.0]
    clock = Clock(lambda: wall[0])
    latest = clock.last
    for event in events:
        if isinstance(event, str):
            clock.see(event)
            latest = max(latest, event)
        else:
            wall[0] = event
            stamp = clock.tick()
            assert stamp > latest and len(stamp) == 16
            latest = stamp
        assert clock.last == latest


def test_that_a_clock_goes_on_from_the_last_stored_stamp() -> None:
    first = Clock(times(NOW + 400 * 86400))
    stamp = first.tick()
    again = Clock(times(NOW), first.last)
    assert again.tick() == f"{int(stamp, 16) + 1:016x}"


def test_that_seeing_an_older_stamp_sets_nothing_back() -> None:
    clock = Clock(times(NOW))
    stamp = clock.tick()
    clock.see("0" * 16)
    assert clock.last == stamp


@pytest.mark.parametrize("wall", [4102444800.0, 4102444799.9999, 1e11])
def test_that_no_stamp_is_made_that_readers_would_refuse(wall: float) -> None:
    clock = Clock(times(NOW, wall))
    before, stamp = clock.tick(), clock.tick()
    assert before < stamp < MAX_CLOCK
    check_shape({"s": 1, "t": stamp, "k": "note"})


def test_that_an_id_is_128_random_bits() -> None:
    asked: list[int] = []

    def random_bytes(count: int) -> bytes:
        asked.append(count)
        return bytes(range(count))

    assert new_id(random_bytes) == "000102030405060708090a0b0c0d0e0f"
    assert asked == [16]

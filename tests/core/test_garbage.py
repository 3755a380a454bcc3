"""The search for objects that only hold one another: put off, left to Python, or made where it is asked for."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from netdesk.core import garbage


class Circle:
    """Holds itself: only the search finds it once nobody else does."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def as_in_a_script(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(garbage, "_asked_for", False)
    monkeypatch.setattr(garbage, "_grown", 0)
    on = gc.isenabled()
    gc.enable()
    gc.collect()
    yield
    if not on:
        gc.disable()


def dropped() -> weakref.ref[Circle]:
    return weakref.ref(Circle())


def many_objects() -> list[list[object]]:
    return [[] for _ in range(100_000)]


def test_that_works_put_the_search_off_until_the_last_of_them_is_done() -> None:
    begun, end = threading.Event(), threading.Event()

    def other() -> None:
        with garbage.uncollected():
            begun.set()
            end.wait()

    with garbage.uncollected():
        thread = threading.Thread(target=other)
        thread.start()
        begun.wait()
        circle = dropped()
        many_objects()
    assert not gc.isenabled() and circle() is not None
    end.set()
    thread.join()
    assert gc.isenabled()


def test_that_a_script_that_turned_the_search_off_keeps_it_off() -> None:
    gc.disable()
    with garbage.uncollected():
        pass
    assert not gc.isenabled()


def test_that_no_work_turns_the_search_on_again_where_it_is_asked_for() -> None:
    with garbage.uncollected():
        garbage.collect_when_asked()
    circle = dropped()
    many_objects()
    assert circle() is not None
    kept = many_objects()
    garbage.collect()
    assert circle() is None and kept


def test_that_a_search_asked_for_waits_for_the_work_that_puts_it_off() -> None:
    garbage.collect_when_asked()
    with garbage.uncollected():
        circle = dropped()
        kept = many_objects()
        garbage.collect()
        assert circle() is not None
    garbage.collect()
    assert circle() is None and kept


def test_that_what_is_old_is_searched_again_only_after_much_is_new() -> None:
    garbage.collect_when_asked()
    old = Circle()
    circle = weakref.ref(old)
    gc.collect()
    del old
    kept = [[] for _ in range(garbage.ALL_AFTER // 2)]  # type: ignore[var-annotated]
    garbage.collect()
    assert circle() is not None
    kept += [[] for _ in range(garbage.ALL_AFTER)]
    garbage.collect()
    assert circle() is None

"""Python's search for objects that only hold one another: when it is put off, what it leaves out, which thread does it.

A program without a window leaves it to Python, which searches wherever a thread happens to make an object. A window
cannot: what a closed window leaves behind are circles of Qt's widgets, and the program dies when another thread than
theirs takes them away. It asks for the search itself, in its own thread.
"""

from __future__ import annotations

import gc
from contextlib import AbstractContextManager

from netdesk.core.under_way import UnderWay

#: New objects after which a search goes through everything; before, it goes through what is new since the last one.
ALL_AFTER = 200_000

_was_on = True
_asked_for = False
_loaded: set[str] = set()
_grown = 0


def uncollected() -> AbstractContextManager[None]:
    """Work that makes very many objects and no circles of them, with the search put off till after, in all threads.

    It would go through all of them again and again, which takes an eighth of receiving.
    """
    return _putting_off


def leave_out(part: str) -> None:
    """Leave all that is there by now out of the search: once for each ``part`` of the program loaded.

    A full search goes through every class and function of every module, which holds all threads for a tenth of a
    second; what is loaded stays until the end anyway.
    """
    if part not in _loaded:
        _loaded.add(part)
        gc.freeze()


def collect_when_asked() -> None:
    """From now on there is no search but in `collect`, in the thread that calls it."""
    global _asked_for
    _asked_for = True
    gc.disable()


def collect() -> None:
    """Search, where enough is new to be worth it and no work puts it off: mostly through what is new alone."""
    global _grown
    new = gc.get_count()[0]
    if _putting_off.count or new < gc.get_threshold()[0]:
        return
    _grown += new
    if _grown < ALL_AFTER:
        gc.collect(1)
    else:
        _grown = 0
        gc.collect()


def _put_off() -> None:
    global _was_on
    _was_on = gc.isenabled()
    gc.disable()


def _take_up() -> None:
    if _was_on and not _asked_for:
        gc.enable()


_putting_off = UnderWay(_put_off, _take_up)

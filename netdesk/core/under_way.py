"""Works of one kind that are under way, in whatever threads."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock


class UnderWay:
    """Counts the works done within ``with``: ``begun`` is called before the first, ``ended`` after the last of them."""

    def __init__(self, begun: Callable[[], object], ended: Callable[[], object]) -> None:
        self._begun, self._ended = begun, ended
        self._lock = Lock()
        self.count = 0

    def __enter__(self) -> None:
        with self._lock:
            if not self.count:
                self._begun()
            self.count += 1

    def __exit__(self, *_raised: object) -> None:
        with self._lock:
            self.count -= 1
            if not self.count:
                self._ended()

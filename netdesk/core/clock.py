"""The hybrid logical clock, and new ids. The wall clock and randomness are passed in, so that tests are exact."""

from __future__ import annotations

from collections.abc import Callable

#: Seconds since 1970, as ``time.time`` gives them. Laptops' clocks are wrong; nothing may depend on this being right.
Now = Callable[[], float]
#: ``os.urandom`` or a seeded twin of it.
RandomBytes = Callable[[int], bytes]

#: A stamp from here on (the year 2100) is damage, not drift: no reader takes it, so none may be made.
MAX_CLOCK = f"{4102444800000 << 16:016x}"
_END = int(MAX_CLOCK, 16)


class Clock:
    """Ticks that only go up: 48 bits of milliseconds and a 16-bit counter, as 16 hex digits.

    A clock that jumps back, stands still, or was once years ahead still orders every change after those it has
    seen; so a later edit made with knowledge of another always wins over it.
    """

    def __init__(self, now: Now, last: str = "0" * 16) -> None:
        self.now = now
        self._last = int(last, 16)

    @property
    def last(self) -> str:
        return f"{self._last:016x}"

    def tick(self) -> str:
        """The next stamp: later than every stamp ticked or seen before. A wall clock past 2100 is not believed."""
        wall = int(self.now() * 1000) << 16
        self._last = max(wall if wall < _END else 0, self._last + 1)
        return f"{self._last:016x}"

    def see(self, stamp: str) -> None:
        """Take note of an arriving stamp; called in the transaction that stores what carried it."""
        self._last = max(self._last, int(stamp, 16))


def new_id(random_bytes: RandomBytes) -> str:
    """A fresh record id: 128 random bits as 32 hex digits."""
    return random_bytes(16).hex()

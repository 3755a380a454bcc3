"""How far long work is: parts are counted as they pass, and what the caller's step raises ends the work there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

#: Told how many parts are done of how many; what it raises ends the work, and with it the transaction it is in.
Step = Callable[[int, int], object]
T = TypeVar("T")

#: Parts between two steps: some 10 ms of work, so that a Cancel is obeyed at once and the telling costs nothing.
BATCH = 200


def no_step(_done: int, _of: int) -> None:
    """The step of whoever neither shows nor stops anything."""


class Pace:
    """Counts ``of`` parts of long work, over several loops, and takes a step before each batch of them."""

    def __init__(self, step: Step = no_step, of: int = 0) -> None:
        self._step, self.of, self.done = step, of, 0

    def expect(self, parts: int) -> None:
        """More is to be done than was known."""
        self.of += parts

    def step(self) -> None:
        """Say how far it is, and end here if that is asked for."""
        self._step(min(self.done, self.of), self.of)

    def over(self, parts: Iterable[T]) -> Iterator[T]:
        """The same parts, counted as they pass."""
        for part in parts:
            if self.done % BATCH == 0:
                self.step()
            self.done += 1
            yield part

"""Work for the window's thread that comes in steps, so that what a person does meanwhile is not kept waiting."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from importlib import import_module
from threading import Thread
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QObject, QTimer
from shiboken6 import isValid

from netdesk.core.garbage import uncollected

Made = TypeVar("Made")


def imported(name: str, work: Iterator[None]) -> Iterator[None]:
    """The work, after this module has been imported in a step of its own."""
    # Not in a thread: widgets' classes made beside the window's thread have ended the program now and then.
    with uncollected():
        import_module(name)
    yield
    yield from work


def beside(work: Callable[[], object]) -> Iterator[None]:
    """Do the work in a thread, a step for each moment that it goes on. It must not touch Qt; raises what it raises."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # it is raised where it is waited for
            raised.append(error)

    thread = Thread(target=run, name="netdesk-steps")
    thread.start()
    try:
        while thread.is_alive():
            thread.join(JOINED)
            yield
    finally:
        # Also where no further step is taken: what the work knows of the window must not go in the work's thread.
        thread.join()
    if raised:
        raise raised[0]


#: How long a step waits for its thread, in seconds: it gets on meanwhile, also where all steps are taken at once.
JOINED = 0.002
#: Between the steps of what is made ahead, in milliseconds.
AHEAD_MS = 15


def at_once(work: Generator[None, None, Made]) -> Made:
    """What the work gives, made without a pause."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            made: Made = end.value
            return made


class Steps(QObject):
    """Takes one step of ``work`` after the other, other events between them, and calls ``done`` after the last one.

    What nobody waits for rests ``pause`` milliseconds between its steps.
    """

    def __init__(
        self, parent: QObject, work: Iterator[None], done: Callable[[], object] | None = None, *, pause: int = 0
    ) -> None:
        super().__init__(parent)
        self._work, self._done = work, done
        self._turn = QTimer(self, interval=pause)
        self._turn.timeout.connect(self._step)
        self._turn.start()

    def stop(self) -> None:
        """Take no further step."""
        self._turn.stop()
        self.deleteLater()

    def _step(self) -> None:
        try:
            next(self._work)
        except StopIteration:
            self.stop()
            if self._done is not None:
                self._done()


def stop(steps: Steps | None) -> None:
    """Take no further step of these, where there are any left."""
    if steps is not None and isValid(steps):
        steps.stop()


def go_through(parent: QObject, work: Generator[None, None, Made]) -> Made:
    """What the work gives, after every step; windows are painted between them, and what a person presses waits.

    Raises what a step raises.
    """
    made: list[Made] = []
    raised: list[BaseException] = []

    def caught() -> Iterator[None]:
        try:
            made.append((yield from work))
        except BaseException as error:  # an event's handler must not end by one: it is raised where it is waited for
            raised.append(error)

    loop = QEventLoop()
    Steps(parent, caught(), loop.quit)
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    if raised:
        raise raised[0]
    return made[0]


class Built:
    """Something that is made part by part, once: in steps while there is time, at once where it is asked for."""

    def __init__(self, build: Callable[[], Iterator[None]]) -> None:
        self._build = build
        self._steps: Iterator[None] | None = None
        self._working = False
        self.whole = False

    def steps(self) -> Iterator[None]:
        """Make one part, and the next when asked again; several may ask in turn."""
        while not self.whole:
            self._advance()
            yield

    def finish(self) -> None:
        """Make what is not made yet."""
        while not self.whole and not self._working:
            self._advance()

    def _advance(self) -> None:
        if self._steps is None:
            self._steps = self._build()
        self._working = True
        try:
            next(self._steps)
        except StopIteration:
            self.whole = True
        finally:
            self._working = False

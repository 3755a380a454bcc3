"""Reading that no one waits for: off the window's thread, without a dialog, and only the newest answer counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Event, Thread
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from netdesk.core.under_way import UnderWay
from netdesk.errors import NetDeskError

Part = TypeVar("Part")

#: Several changes one after the other cost one reading.
PAUSE_MS = 150
#: How long a closing window waits for a reading that is under way.
PATIENCE_SECONDS = 10.0
#: How long a reading rests before it looks whether somebody still waits for it.
REST_SECONDS = 0.05


_nobody_waits = Event()
_nobody_waits.set()
#: Work that a person waits for: long readings rest between their parts until it is done.
waited_for = UnderWay(_nobody_waits.clear, _nobody_waits.set)


class DroppedError(Exception):
    """Nobody waits for this reading any more."""


class Reader(QObject):
    """Runs a reading in a thread of its own; ``came`` carries what it gave, ``failed`` the sentence of its error.

    What was asked for before and has not been answered yet is dropped; a long reading calls `go_on` between its parts
    and ends there then. The reading must not touch widgets. It begins ``pause`` milliseconds after it was asked for,
    so that several changes one after the other cost one.
    """

    came = Signal(object)
    failed = Signal(str)
    _answered = Signal(int, object, object)

    def __init__(self, parent: QObject, *, pause: int = PAUSE_MS) -> None:
        super().__init__(parent)
        self._asked = self._begun = 0
        self._work: Callable[[], Any] | None = None
        self._thread: Thread | None = None
        self._stopped = False
        self._pause = QTimer(self, singleShot=True, interval=pause)
        self._pause.timeout.connect(self._start)
        self._answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    @property
    def reading(self) -> bool:
        """Whether an answer is still to come."""
        return self._work is not None

    def read(self, work: Callable[[], Any]) -> None:
        """Do this reading soon, in place of the one before."""
        if self._stopped:
            return
        self._asked += 1
        self._work = work
        self._pause.start()

    def go_on(self, _done: int = 0, _of: int = 0) -> None:
        """Called by the reading itself, or as its `core.pace.Step`; DroppedError where nobody waits for it any more.

        While there is work that a person waits for it rests here: threads of Python's share one processor.
        """
        rested = False
        while not rested:
            if self._stopped or self._asked != self._begun:
                raise DroppedError
            rested = _nobody_waits.wait(REST_SECONDS)

    def over(self, parts: Iterable[Part]) -> Iterator[Part]:
        """The parts of a long reading, with `go_on` before each."""
        for part in parts:
            self.go_on()
            yield part

    def drop(self) -> None:
        """Let what was asked for be: its answer would come too late."""
        self._asked += 1
        self._work = None
        self._pause.stop()

    def finish(self) -> None:
        """Read at once what was asked for, and wait until it is read; the answer comes with the next events."""
        while self._work is not None:
            if self._thread is None:
                self._pause.stop()
                self._start()
            assert self._thread is not None
            self._thread.join(PATIENCE_SECONDS)
            QCoreApplication.sendPostedEvents(self)

    def stop(self) -> None:
        """Start nothing more, and wait for what is under way: the workspace is about to go."""
        self._stopped = True
        self._pause.stop()
        self._work = None
        self._asked += 1
        if self._thread is not None:
            self._thread.join(PATIENCE_SECONDS)
            self._thread = None

    def _start(self) -> None:
        work, number = self._work, self._asked
        if work is None or self._thread is not None:
            return  # the thread that runs starts the next one when it is done
        self._begun = number

        def run() -> None:
            try:
                answer: tuple[int, Any, BaseException | None] = (number, work(), None)
            except DroppedError:
                answer = (number, None, None)
            except BaseException as error:  # every end must reach the window's thread
                answer = (number, None, error)
            if not self._stopped:
                self._answered.emit(*answer)

        self._thread = Thread(target=run, name="netdesk-reading", daemon=True)
        self._thread.start()

    def _on_answered(self, number: int, value: Any, error: BaseException | None) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if number != self._asked:
            self._start()
            return
        self._work = None
        if error is None:
            self.came.emit(value)
        elif isinstance(error, NetDeskError):
            self.failed.emit(error.user_text)
        else:
            raise error

"""Long work off the window's thread: progress after half a second, Cancel after two, the answer by signal.

The work must not touch widgets. It is given a `Progress`: it reports to it and asks it whether to go on; a cancelled
work ends by the exception that `Progress.step` raises, which rolls back whatever transaction it is in.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Any, TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.ui.background import waited_for
from netdesk.ui.widgets.basic import button, column, label, row

T = TypeVar("T")

SHOW_AFTER_MS = 500
CANCEL_AFTER_MS = 2_000


class CancelledError(Exception):
    """The person pressed Cancel."""


class Progress(QObject):
    """What long work reports to."""

    stepped = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._cancelled = Event()

    def step(self, done: int, of: int) -> None:
        """Report that ``done`` of ``of`` parts are done; raises `CancelledError` after Cancel."""
        if self._cancelled.is_set():
            raise CancelledError
        self.stepped.emit(done, of)

    def cancel(self) -> None:
        """Ask the work to end at its next step."""
        self._cancelled.set()


class _Answer(QObject):
    came = Signal(object, object)


def _begin(work: Callable[[], Any], answer: _Answer) -> Thread:
    """The work in a thread of its own. Whoever takes the answer joins it: until then it is still sending."""

    def run() -> None:
        try:
            with waited_for:
                value = work()
        except BaseException as error:  # every end must reach the window's thread, where it is told or raised
            answer.came.emit(None, error)
        else:
            answer.came.emit(value, None)

    thread = Thread(target=run, name="netdesk-work")
    thread.start()
    return thread


class Task(QObject):
    """One long work in hand. ``finished`` is sent on the window's thread, after ``on_done`` or ``on_failed``."""

    finished = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], object],
        on_failed: Callable[[str], object],
    ) -> None:
        super().__init__(parent)
        self._on_done, self._on_failed = on_done, on_failed
        self._progress = Progress()
        self._answer = _Answer()
        self._answer.came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)
        self._dialog = _Showing(parent, title, self._progress)
        self._show = QTimer(self, singleShot=True, interval=SHOW_AFTER_MS)
        self._show.timeout.connect(self._dialog.show)
        self._show.start()
        self._thread = _begin(lambda: work(self._progress), self._answer)

    def _on_came(self, value: Any, error: BaseException | None) -> None:
        self._thread.join()
        self._show.stop()
        self._dialog.done(0)
        self._dialog.deleteLater()
        try:
            if error is None:
                self._on_done(value)
            elif isinstance(error, NetDeskError):
                self._on_failed(error.user_text)
            elif isinstance(error, CancelledError):
                self._on_failed(_("Cancelled; nothing was changed."))
            else:
                raise error
        finally:
            self.finished.emit()
            self.deleteLater()


def run(
    parent: QWidget,
    title: str,
    work: Callable[[Progress], Any],
    on_done: Callable[[Any], object],
    on_failed: Callable[[str], object],
) -> Task:
    """Do ``work`` in another thread and then ``on_done(value)`` or ``on_failed(sentence)`` in the window's."""
    return Task(parent, title, work, on_done, on_failed)


def wait_for(work: Callable[[], T]) -> T:
    """What ``work`` gives, done in another thread; meanwhile windows are painted, and what a person presses waits.

    For what must be had before anything can be pressed, as the open workspace. Raises what the work raises.
    """
    answer, loop = _Answer(), QEventLoop()
    came: list[tuple[T, BaseException | None]] = []

    def take(value: T, error: BaseException | None) -> None:
        came.append((value, error))
        loop.quit()

    answer.came.connect(take, Qt.ConnectionType.QueuedConnection)
    thread = _begin(work, answer)
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    thread.join()
    value, error = came[0]
    if error is not None:
        raise error
    return value


class _Showing(QDialog):
    """How far the work is. Cancel comes after two seconds, and only for work that takes steps: others cannot stop."""

    def __init__(self, parent: QWidget, title: str, progress: Progress) -> None:
        super().__init__(parent)
        self.setObjectName("progress")
        self.setWindowTitle(title)
        self.setModal(True)
        self._progress = progress
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(title)
        self._cancel = button(_("Cancel"), self.reject, name="progress_cancel")
        self._cancel.hide()
        self._early = QTimer(self, singleShot=True, interval=CANCEL_AFTER_MS)
        self._early.start()
        progress.stepped.connect(self._show_step)
        self.setLayout(column(label(title), self._bar, row(1, self._cancel), spacing=12, margins=(24, 20, 24, 20)))
        self.setMinimumWidth(360)

    def reject(self) -> None:
        """Cancel or Escape: ask the work to stop, where it can; this goes when the work has ended."""
        if self._cancel.isVisible() and self._cancel.isEnabled():
            self._progress.cancel()
            self._cancel.setEnabled(False)
            self._cancel.setText(_("Stopping …"))
            self._bar.setRange(0, 0)

    def _show_step(self, done: int, of: int) -> None:
        if not self._early.isActive():
            self._cancel.show()
        if self._cancel.isEnabled():
            self._bar.setRange(0, of)
            self._bar.setValue(done)

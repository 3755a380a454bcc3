"""The program's log and crash log, set up by programs only: a script that imports netdesk keeps its own logging.

The log holds what the program did, never what the team wrote: no names, no numbers, no text of records. It is small
and rotated, so it can be sent with a question.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

from netdesk import paths

LOG_NAME = "netdesk.log"
CRASH_NAME = "crash.log"
MAX_BYTES = 500_000
KEPT_FILES = 3

_crash_file: TextIO | None = None
_handler: logging.Handler | None = None


def set_up(*, to_stderr: bool = False, level: int = logging.INFO) -> Path | None:
    """Start the rotating log file and the crash log in the data folder; the log's path, or None if it can't be written.

    A second call changes nothing. A full disk or a folder without write right must not keep a team from its work, so
    the program then runs without a log.
    """
    global _handler
    if _handler is not None:
        return paths.logs_dir() / LOG_NAME
    from logging.handlers import RotatingFileHandler  # at use: it brings the network with it, and the start waits

    root = logging.getLogger("netdesk")
    root.setLevel(level)
    if to_stderr:
        _handler = _formatted(logging.StreamHandler(sys.stderr))
        root.addHandler(_handler)
        return None
    try:
        log_path = paths.logs_dir() / LOG_NAME
        _handler = _formatted(
            RotatingFileHandler(log_path, maxBytes=MAX_BYTES, backupCount=KEPT_FILES, encoding="utf-8")
        )
    except OSError:
        return None
    start_crash_log()
    root.addHandler(_handler)
    return log_path


def start_crash_log() -> None:
    """Have Python write where it stood into the crash log, should it die; `set_up` does this too.

    A full disk or a folder without write right must not keep a team from its work: there is no crash log then.
    """
    global _crash_file
    if _crash_file is not None:
        return
    # faulthandler writes from inside a signal, so the file must stay open for the life of the program. It is appended
    # to, because a command may run beside the window and must not wipe what the window's crash left.
    with contextlib.suppress(OSError):
        _crash_file = (paths.logs_dir() / CRASH_NAME).open("a", encoding="utf-8")
        faulthandler.enable(_crash_file)


def shut_down() -> None:
    """Close the log and the crash log."""
    global _handler, _crash_file
    if _handler is not None:
        logging.getLogger("netdesk").removeHandler(_handler)
        _handler.close()
        _handler = None
    if _crash_file is not None:
        faulthandler.disable()
        _crash_file.close()
        _crash_file = None


def catch_unexpected() -> None:
    """From now on an error that nothing catches is written to the log and the crash log, then shown as before.

    Only where it happened is written, never its message: messages may quote what the team wrote.
    """
    shown_before = sys.excepthook

    def catch(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            note_unexpected(kind, trace)
        shown_before(kind, error, trace)

    sys.excepthook = catch


def note_unexpected(kind: type[BaseException], trace: TracebackType | None) -> None:
    """Write where an unexpected error happened to the log and the crash log."""
    frames = [f"  {Path(one.filename).name}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
    text = "\n".join([f"unexpected {kind.__name__}", *frames])
    logging.getLogger("netdesk").error("%s", text)
    if _crash_file is not None:
        with contextlib.suppress(OSError, ValueError):
            _crash_file.write(text + "\n")
            _crash_file.flush()


def files() -> list[Path]:
    """The log, its earlier parts and the crash log, as far as they are there and say something."""
    folder = paths.logs_dir()
    found = [*sorted(folder.glob(LOG_NAME + "*")), folder / CRASH_NAME]
    return [path for path in found if path.is_file() and path.stat().st_size]


def left_by_a_crash() -> str:
    """What a crash of an earlier run wrote; "" if every run since `forget_crash` ended well."""
    try:
        return (paths.logs_dir() / CRASH_NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def forget_crash() -> None:
    """Empty the crash log, once its owner has been told."""
    crash_path = paths.logs_dir() / CRASH_NAME
    if crash_path.exists():
        os.truncate(crash_path, 0)


def _formatted(handler: logging.Handler) -> logging.Handler:
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler

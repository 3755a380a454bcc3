"""Who has the workspace open: an operating-system lock on a small file beside it, so nothing is stale after a kill."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import IO

SUFFIX = "-lock"


class FileLock:
    """Holds the lock from ``acquire`` to ``release``; ``holder`` tells who holds it where it is another."""

    def __init__(self, workspace: Path) -> None:
        self.path = workspace.with_name(workspace.name + SUFFIX)
        self._file: IO[str] | None = None

    def acquire(self, who: dict[str, object]) -> bool:
        """Take the lock and note who holds it; False where another holds it or the folder cannot be written."""
        for _attempt in range(10):
            try:
                file = self.path.open("a+", encoding="utf-8")
            except OSError:
                return False
            if not _lock(file):
                file.close()
                return False
            # Between opening and locking, the holder before may have removed the file: then our lock is on nothing.
            if _still_there(file, self.path):
                file.seek(0)
                file.truncate()
                json.dump(who, file)
                file.flush()
                self._file = file
                return True
            file.close()
        return False

    def holder(self) -> dict[str, object]:
        """What the holder noted about itself; empty where that cannot be read."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def release(self) -> None:
        """Give the lock back and take its file away."""
        if self._file is None:
            return
        if sys.platform == "win32":
            self._file.close()
            with contextlib.suppress(OSError):
                self.path.unlink()
        else:
            with contextlib.suppress(OSError):
                self.path.unlink()
            self._file.close()
        self._file = None


if sys.platform == "win32":
    import msvcrt

    #: Far behind the note, so that others can still read who holds the lock.
    _FAR = 1 << 20

    def _lock(file: IO[str]) -> bool:
        try:
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _still_there(file: IO[str], path: Path) -> bool:
        return path.exists()
else:
    import fcntl

    def _lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _still_there(file: IO[str], path: Path) -> bool:
        try:
            return os.path.samestat(os.fstat(file.fileno()), path.stat())
        except OSError:
            return False

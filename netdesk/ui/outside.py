"""Handing a file or folder to the system's own programs: one place, so that tests can see it and open nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

_stand_in: Callable[[Path], bool] | None = None


def answer_with(stand_in: Callable[[Path], bool] | None) -> None:
    """Let this be called instead of the system from now on; None opens files again."""
    global _stand_in
    _stand_in = stand_in


def open_file(path: Path) -> bool:
    """Open a file or folder with the program that the system has for it; whether the system took it."""
    if _stand_in is not None:
        return _stand_in(path)
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def to_clipboard(text: str) -> None:
    """Put words on the clipboard."""
    QGuiApplication.clipboard().setText(text)

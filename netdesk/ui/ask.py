"""Every message box and file dialog of the program: one place, so that tests can answer and no box is forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6 import QtWidgets
from PySide6.QtWidgets import QWidget

from netdesk.i18n import _


class Answers(Protocol):
    """What answers questions in place of a person; tests set one by `answer_with`."""

    def confirm(self, question: str) -> bool:
        """Yes or no."""

    def words(self, question: str) -> str | None:
        """A line of words; None is Cancel."""

    def open_path(self, title: str) -> Path | None:
        """A file to read."""

    def save_path(self, title: str, proposed: str) -> Path | None:
        """A file to write."""

    def tell(self, text: str) -> None:
        """Something to be told."""


_answers: Answers | None = None


def answer_with(answers: Answers | None) -> None:
    """Let ``answers`` reply from now on instead of a person; None shows the boxes again."""
    global _answers
    _answers = answers


def confirm(parent: QWidget | None, title: str, question: str, yes: str, *, no: str = "") -> bool:
    """Ask before a deed that is hard to take back; ``yes`` is the deed in words. Enter means no."""
    if _answers is not None:
        return _answers.confirm(question)
    box = QtWidgets.QMessageBox(QtWidgets.QMessageBox.Icon.NoIcon, title, question, parent=parent)
    agree = box.addButton(yes, QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    refuse = box.addButton(no or _("Cancel"), QtWidgets.QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refuse)
    box.setEscapeButton(refuse)
    box.exec()
    return box.clickedButton() is agree


def words(parent: QWidget | None, title: str, question: str, text: str = "", *, many: bool = False) -> str | None:
    """Ask for words; None where the person thought better of it."""
    if _answers is not None:
        return _answers.words(question)
    if many:
        answer, agreed = QtWidgets.QInputDialog.getMultiLineText(parent, title, question, text)
    else:
        line = QtWidgets.QLineEdit.EchoMode.Normal
        answer, agreed = QtWidgets.QInputDialog.getText(parent, title, question, line, text)
    return answer.strip() if agreed else None


def open_path(parent: QWidget | None, title: str, folder: Path | None, kinds: str) -> Path | None:
    """Ask for a file to read; ``kinds`` is Qt's filter text such as "Bundles (*.ndsync)"."""
    if _answers is not None:
        return _answers.open_path(title)
    name, _chosen = QtWidgets.QFileDialog.getOpenFileName(parent, title, str(folder or ""), kinds)
    return Path(name) if name else None


def open_paths(parent: QWidget | None, title: str, folder: Path | None, kinds: str) -> list[Path]:
    """Ask for files to read, one or several; none where the person thought better of it."""
    if _answers is not None:
        path = _answers.open_path(title)
        return [path] if path is not None else []
    names, _chosen = QtWidgets.QFileDialog.getOpenFileNames(parent, title, str(folder or ""), kinds)
    return [Path(name) for name in names]


def open_folder(parent: QWidget | None, title: str, folder: Path | None) -> Path | None:
    """Ask for a folder that is there; None where the person thought better of it."""
    if _answers is not None:
        return _answers.open_path(title)
    name = QtWidgets.QFileDialog.getExistingDirectory(parent, title, str(folder or ""))
    return Path(name) if name else None


def save_path(parent: QWidget | None, title: str, proposed: Path, kinds: str) -> Path | None:
    """Ask where to write a file; the system's dialog asks before it takes one that is there."""
    if _answers is not None:
        return _answers.save_path(title, proposed.name)
    name, _chosen = QtWidgets.QFileDialog.getSaveFileName(parent, title, str(proposed), kinds)
    return Path(name) if name else None


def tell(parent: QWidget | None, title: str, text: str) -> None:
    """Tell something that has no place in the banner, because no window is there yet."""
    if _answers is not None:
        _answers.tell(text)
        return
    box = QtWidgets.QMessageBox(QtWidgets.QMessageBox.Icon.NoIcon, title, text, parent=parent)
    box.addButton(_("Close"), QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    box.exec()

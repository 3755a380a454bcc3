"""Safety in sight: a local copy instead of a shared folder, what a crash left, and a problem report one can read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from netdesk import logs
from netdesk.i18n import _, ngettext
from netdesk.store import places
from netdesk.store.problem_report import collect_report, report_zip
from netdesk.store.workspace import Workspace
from netdesk.ui import ask
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.dialogs.share import size_words
from netdesk.ui.widgets.basic import boxed, column
from netdesk.ui.widgets.two_lines import TwoLineList, TwoLines

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow

WORKSPACES = "NetDesk (*.netdesk)"


# A local copy


def fit_place(parent: QWidget | None, path: Path, documents: Path) -> tuple[Path, bool]:
    """Where to open the workspace of this path, and whether only for reading.

    On a shared or synced folder a copy on this computer is offered, proposed in ``documents``; who wants none, or
    finds no fit place for it, may read. NetDeskError where the copy cannot be made.
    """
    found = places.unfit(path)
    if found is None:
        return path, False
    question = _(
        "{why}\n\nWork on a copy on this computer and exchange files by Sharing; the shared folder is a good place for "
        "those files. The workspace there stays as it is."
    ).format(why=places.reason(found, path.name))
    if not ask.confirm(parent, _("Not in this folder"), question, _("Make a local copy"), no=_("Only read it here")):
        return path, True
    target = ask.save_path(parent, _("Where to keep the copy"), _free_name(documents / path.name), WORKSPACES)
    if target is None:
        return path, True
    target = target if target.suffix else target.with_suffix(".netdesk")
    places.refuse_unfit(target)
    with Workspace.open(path, read_only=True) as workspace:
        workspace.save_copy(target)
    return target, False


def _free_name(path: Path) -> Path:
    count, found = 1, path
    while found.exists():
        count += 1
        found = path.with_name(f"{path.stem} {count}{path.suffix}")
    return found


# After a crash


class CrashNote(Asking):
    """What the crash log says, to be read; nothing of it leaves by itself."""

    def __init__(self, parent: QWidget | None, text: str) -> None:
        super().__init__(
            parent,
            name="crash_note",
            title=_("NetDesk ended unexpectedly"),
            words=_(
                "Your work was not harmed: every edit is on disk the moment its field is left. Below is what the "
                "program noted. A problem report holds it, and nothing that your team wrote."
            ),
            deed=_("Save problem report"),
            leave=_("Close"),
            width=620,
        )
        self.body.addWidget(_reading(text, "crash_text", _("What the program noted")), 1)


def tell_crash(window: MainWindow) -> None:
    """At the start, say in the banner that the last run ended unexpectedly; the log is one press away."""
    text = logs.left_by_a_crash()
    if not text.strip():
        return

    def look() -> None:
        dialog = CrashNote(window, text)
        wanted = dialog.exec()
        dialog.deleteLater()
        if wanted:
            save_report(window, logs.forget_crash)
        else:
            logs.forget_crash()

    told = _("NetDesk ended unexpectedly the last time. Your saved work was not harmed.")
    window.banner.tell(told, _("Look"), look)


def tell_first(window: MainWindow) -> None:
    """What a person should know at the start, where the banner has nothing more urgent: a crash, a second place."""
    from netdesk.ui.dialogs.backups import ask_second_place

    if window.banner.isVisibleTo(window):
        return
    tell_crash(window)
    if not window.banner.isVisibleTo(window):
        ask_second_place(window)


# The problem report


class ReportPreview(Asking):
    """Every part of a problem report, to be read before it is saved."""

    def __init__(self, parent: QWidget | None, parts: dict[str, str]) -> None:
        words = ngettext(
            "{n} file, saved where you say. It holds no names and nothing that your team wrote. Read it first.",
            "{n} files in one, saved where you say. It holds no names and nothing that your team wrote. Read it first.",
            len(parts),
        ).format(n=len(parts))
        super().__init__(
            parent, name="report_preview", title=_("Problem report"), words=words, deed=_("Save the report"), width=680
        )
        self._parts = dict(sorted(parts.items()))
        self.list = TwoLineList(name="report_parts", accessible=_("What is in the report"), widths=(70,))
        meanings = {
            "versions.txt": _("The versions of NetDesk, the system and its parts"),
            "check.txt": _("Whether the workspace holds together"),
            "workspace.txt": _("How many records of each kind; none of their words"),
            logs.CRASH_NAME: _("Where the program ended unexpectedly"),
        }
        logged = _("What the program did, step by step")
        self.list.show_rows(
            [
                TwoLines(name, meanings.get(name, logged), "copy", (size_words(len(text)),))
                for name, text in self._parts.items()
            ]
        )
        self.list.setFixedHeight(170)
        self._text = _reading("", "report_text", _("The part that is marked"))
        self.list.selectionModel().currentChanged.connect(lambda now, _before: self._show(now.row()))
        self.body.addWidget(boxed(column(self.list, margins=(2, 2, 2, 2)), "card"))
        self.body.addWidget(self._text, 1)
        self.list.setCurrentIndex(self.list.model().index(0, 0))

    def _show(self, place: int) -> None:
        texts = list(self._parts.values())
        self._text.setPlainText(texts[place] if 0 <= place < len(texts) else "")


def save_report(window: MainWindow, collected: Callable[[], None] | None = None) -> None:
    """Collect a problem report (then call ``collected``), show it, and save it where the person says."""
    workspace = window.context.workspace
    versions = {"PySide6": pyside_version, "Qt": qVersion() or ""}

    def show(parts: dict[str, str]) -> None:
        if collected is not None:
            collected()
        dialog = ReportPreview(window, parts)
        agreed = dialog.exec()
        dialog.deleteLater()
        if not agreed:
            return
        proposed = Path.home() / f"netdesk-report-{window.context.today().isoformat()}.zip"
        path = ask.save_path(window, _("Save the report"), proposed, "Zip (*.zip)")
        if path is not None and window.context.attempt(lambda: _write(path, report_zip(parts))):
            window.context.told.emit(_("The report is in {name}.").format(name=path.name), "", None)

    window.run_task(_("Collecting the report"), lambda _progress: collect_report(workspace, versions), show)


def _write(path: Path, data: bytes) -> None:
    from netdesk.errors import NetDeskError

    try:
        path.write_bytes(data)
    except OSError as error:
        told = _("The report could not be saved ({why}). Choose another place.").format(why=error.strerror)
        raise NetDeskError(told) from error


def _reading(text: str, name: str, accessible: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setObjectName(name)
    made.setAccessibleName(accessible)
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setMinimumHeight(180)
    made.setPlainText(text)
    return made

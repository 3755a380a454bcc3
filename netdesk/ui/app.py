"""The program with a window: starts Qt, opens a workspace, and gives the exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QEventLoop, QLocale, QLockFile, QObject, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from netdesk import __version__, logs, paths
from netdesk.core.garbage import collect, collect_when_asked, leave_out, uncollected
from netdesk.errors import NetDeskError
from netdesk.i18n import _, language
from netdesk.ui import ask, deeds, recent, tasks, theme, window_state
from netdesk.ui.context import today_of
from netdesk.ui.icons import pixmap
from netdesk.ui.main_window import MainWindow
from netdesk.ui.steps import go_through

if TYPE_CHECKING:
    from netdesk.operations.home import Home
    from netdesk.store.workspace import Workspace
    from netdesk.ui.dialogs.start import NewTeam

_windows: list[MainWindow] = []
#: Files that were asked for before the first window was open: they are opened in it.
_asked_early: list[Path] = []
#: Who writes in the example team where nobody gave a name.
EXAMPLE_LEAD = "Rosa Ortiz"
#: Between two looks for what nobody needs any more, in milliseconds.
COLLECT_MS = 1000


def run(path: Path | None = None, *, logged: bool = False) -> int:
    """Open the window on a workspace (or bundle) and stay until it is closed; gives the exit status.

    Without a path the workspace that was open last, else the first start's three questions. Raises NetDeskError where
    the file cannot be opened; no window is left then. ``logged`` says whether the program writes its log.
    """
    if logged:
        logs.start_crash_log()
    logs.catch_unexpected()
    try:
        # Nothing that loading makes is garbage, and to look through all of it for some takes a tenth of the start.
        with uncollected():
            window = _first_window(path, logged)
    except LeftError:
        return 0
    return QApplication.exec() if window else 0


def _first_window(path: Path | None, logged: bool) -> MainWindow | None:
    """The window on this file, on the last one, or on what the first start makes; None where none shall be."""
    app = make_application()
    lock = lock_data_folder()
    if lock.isLocked():
        app.aboutToQuit.connect(lock.unlock)
    elif lock.error() == QLockFile.LockError.LockFailedError and _handed_over(path):
        return None
    if sys.platform == "darwin":  # elsewhere files come as arguments, and a filter would slow every event
        app.installEventFilter(FileOpener(app))
    bundle = path if path is not None and path.suffix == ".ndsync" else None
    if bundle is not None:
        path = _last_path()
        if path is None:
            text = _("This file belongs into a workspace. Open your workspace first, then receive it there.")
            raise NetDeskError(text)
    path = path or _last_path()

    def begun() -> None:
        if logged:
            logs.set_up()
        _listen(app)

    if path is not None:
        window: MainWindow | None = open_window(path, shown=begun)
    else:
        begun()
        window = first_start()
    if window is not None and bundle is not None:
        deeds.receive_file(window, bundle)
    return window


def lock_data_folder() -> QLockFile:
    """The lock of one running program on its data folder; ``isLocked`` where no other program has it.

    What a crash left does not count: Qt looks whether the program that locked the folder is still there. The error
    ``LockFailedError`` says that it is; a folder that takes no lock says another.
    """
    lock = QLockFile(str(paths.data_dir() / "running.lock"))
    lock.setStaleLockTime(0)  # a window that stands open for days still runs
    lock.tryLock(0)
    return lock


def _handed_over(path: Path | None) -> bool:
    """Whether the program that runs already took the file; it may still be about to listen."""
    from netdesk.ui import single_instance

    return single_instance.hand_over(single_instance.name_for(paths.data_dir()), path)


def _listen(app: QApplication) -> None:
    """Take the files of later starts from now on. Qt's network module is loaded for it, once the frame is there."""
    from netdesk.ui import single_instance

    desk = single_instance.Desk(app)
    desk.asked.connect(on_asked)
    desk.listen(single_instance.name_for(paths.data_dir()))


def smoke(path: Path) -> bool:
    """Open the window on a workspace, paint every page, close it again; True if all was painted. For the self-test."""
    app = make_application()
    window = open_window(path, remembered=False)
    try:
        painted = []
        for room in window.pages:
            window.go(room)
            app.processEvents()
            painted.append(not window.grab().isNull())
        return all(painted) and len(painted) == len(window.pages)
    finally:
        window.close()
        app.processEvents()


def make_application() -> QApplication:
    """The one QApplication, styled; made at the first call."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        if found.property("netdesk_mode") is None:
            found.setStyle("Fusion")
            _set_up(found)
        return found
    # The style as an option of Qt's own: to set it by a call would load what Python knows of styles, at every start.
    app = QApplication([*sys.argv[:1], "-style", "Fusion"])
    _set_up(app)
    return app


def open_window(
    path: Path,
    *,
    instead_of: MainWindow | None = None,
    remembered: bool = True,
    shown: Callable[[], object] | None = None,
) -> MainWindow:
    """Open a workspace in a window of its own; NetDeskError where it cannot be opened, LeftError where the window is
    closed meanwhile. Closes ``instead_of`` after.

    Where nothing else is open the frame is shown first, and says that it opens the workspace until that is there;
    ``shown`` is called in between.
    """
    before = _remembered() if remembered else {}
    window = go_through(make_application(), _framing(path.stem, before, show=instead_of is None))
    try:
        if shown is not None:
            shown()
        path, only_reading = _fit_place(instead_of or window, path)
        workspace, place, home = tasks.wait_for(lambda: _opened(path, only_reading, before))
        try:
            window_state.restore_looks(window, before)
            go_through(window, _unless_left(window, path.name, window.taking(workspace, place, home)))
        except BaseException:
            if window.taken:
                window.context.close()
            workspace.close()
            raise
    except BaseException:
        window.hide()
        window.deleteLater()
        raise
    window.opening = False
    if remembered:
        remember("last", str(path.absolute()))
        recent.note(path)
        window.remembered = True
        _tell_first(window)
        window.closed.connect(lambda: _keep_state(window))
    _take_in(window)
    if instead_of is not None:
        instead_of.close()
    return window


class LeftError(NetDeskError):
    """The window was closed while it was opening its workspace."""


def _framing(name: str, before: dict[str, Any], *, show: bool) -> Generator[None, None, MainWindow]:
    window = MainWindow(name)
    window.opening = True
    window_state.restore_frame(window, before)
    yield
    if show:
        _show_frame(window)
    return window


def _unless_left(window: MainWindow, name: str, work: Iterator[None]) -> Generator[None, None, None]:
    """The same steps; LeftError before the next one where the person has closed the window."""
    for _step in work:
        if window.left:
            raise LeftError(_("{name} was closed before it was open.").format(name=name))
        yield


def _fit_place(parent: QWidget | None, path: Path) -> tuple[Path, bool]:
    """Where to open the workspace of this path, and whether only for reading; asks on a shared or synced folder."""
    if tasks.wait_for(lambda: _is_fit(path)):
        return path, False
    from netdesk.ui.dialogs import safety

    return safety.fit_place(parent, path, _documents())


def _is_fit(path: Path) -> bool:
    """Whether a workspace may be worked on there; a share that is asleep takes its time to say so."""
    from netdesk.store import places

    return places.unfit(path) is None


def _show_frame(window: MainWindow) -> None:
    """Show a window that has no workspace yet, painted, before the store is loaded."""
    window.show()
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    _show_icon()


def _show_icon() -> None:
    """Give every window the program's icon, which the first frame does not wait for."""
    if QGuiApplication.windowIcon().isNull():
        QGuiApplication.setWindowIcon(QIcon(pixmap("netdesk", theme.tokens().accent, 64)))


def _opened(
    path: Path, only_reading: bool, before: dict[str, Any]
) -> tuple[Workspace, tuple[str, str], Home | None]:
    """The workspace of this path, open, where it was left, and what Home says there; all off the window's thread."""
    from netdesk.store.workspace import Workspace

    workspace = Workspace.open(path, read_only=only_reading)
    try:
        place = window_state.place_before(workspace.workspace_id, before)
        home = None
        if place[0] == "home":
            from netdesk.operations.home import read_home

            home = read_home(workspace, today_of(workspace))
        leave_out("store")
    except BaseException:
        workspace.close()
        raise
    return workspace, place, home


def _take_in(window: MainWindow) -> None:
    _windows.append(window)
    window.closed.connect(lambda: _forget(window))
    window.show()
    early = _asked_early[:]
    _asked_early.clear()
    for path in early:
        QTimer.singleShot(0, window, lambda path=path: on_asked(path))


def show_workspace(path: Path, *, instead_of: MainWindow | None = None) -> MainWindow:
    """The window on this workspace: the one that has it open already, else a new one; NetDeskError where it cannot."""
    for window in _windows:
        if window.context.workspace.path.absolute() == path.absolute():
            raise_window(window)
            return window
    return open_window(path, instead_of=instead_of)


def raise_window(window: MainWindow) -> None:
    """Bring the window before the others."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    if QGuiApplication.platformName() != "offscreen":  # it has no order of windows, and complains
        window.raise_()
    window.activateWindow()


def on_asked(path: Path | None) -> None:
    """A second start, or the system, asks for a file (None: for the window itself)."""
    front = next((one for one in _windows if one.isActiveWindow()), _windows[-1] if _windows else None)
    if front is None:  # the first start's questions are open, or its workspace is being opened: they come first
        if path is not None:
            _asked_early.append(path)
        return
    raise_window(front)
    if path is None:
        return
    if QApplication.activeModalWidget() is not None or front.working:
        told = _("{name} waits to be opened.").format(name=path.name)
        front.banner.tell(told, _("Open it"), lambda: deeds.open_file(front, path))
    elif path.suffix.lower() == ".netdesk":
        front.context.attempt(lambda: show_workspace(path))
    else:
        deeds.open_file(front, path)


class FileOpener(QObject):
    """Takes the files that the system asks a running program to open, as macOS does on a double-click."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            on_asked(Path(event.file()))
            return True
        return False


def use_text_size(percent: int) -> None:
    """Show everything in this text size from now on: every window is made anew, at the same place and page."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    busy = next((one for one in _windows if one.working), None)
    if busy is not None:
        busy.banner.tell(_("Wait a moment: the work in hand is not done yet."))
        return
    # Not from within the menu of a window that is about to go.
    QTimer.singleShot(0, app, lambda: _make_anew(app, percent))


def _make_anew(app: QApplication, percent: int) -> None:
    quits = app.quitOnLastWindowClosed()
    app.setQuitOnLastWindowClosed(False)
    opened = []
    for window in list(_windows):
        look = (window.remembered, window.place(), window.saveGeometry(), window.rail.narrow, window.side.wanted)
        opened.append((window.hand_on(), *look, window.dismissed))
        window.remembered = False
        window.close()
    # Gone before the style changes: every widget that is still there would be styled once more for nothing.
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.set_text_size(app, percent)
    remember("text_size", theme.text_size())
    for workspace, remembered, place, geometry, narrow, inspector, dismissed in opened:
        fresh = MainWindow(workspace.path.stem)
        fresh.restoreGeometry(geometry)
        fresh.rail.set_narrow(narrow)
        fresh.dismissed = dismissed
        fresh.side.wanted = inspector
        go_through(fresh, fresh.taking(workspace, place))
        fresh.remembered = remembered
        fresh.closed.connect(lambda fresh=fresh: _keep_state(fresh))
        _take_in(fresh)
        fresh.context.told.emit(_("Text size {n} %").format(n=theme.text_size()), "", None)
    app.setQuitOnLastWindowClosed(quits)


def _keep_state(window: MainWindow) -> None:
    if window.remembered:
        for name, value in window_state.kept(window, _remembered()).items():
            remember(name, value)


def first_start() -> MainWindow | None:
    """Ask the three questions, or for a workspace that is there; None where the person thinks better of it."""
    from netdesk.ui.dialogs.start import OPEN_EXAMPLE, OPEN_OTHER, NewTeam

    _show_icon()
    while True:
        dialog = NewTeam(None, first=True)
        answer = dialog.exec()
        try:
            if answer == QDialog.DialogCode.Accepted:
                window = make_workspace(None, dialog)
            elif answer == OPEN_EXAMPLE:
                window = make_example(None, person=dialog.answer("person"))
            elif answer == OPEN_OTHER:
                path = ask.open_path(None, _("Open a workspace"), None, deeds.WORKSPACES)
                window = open_window(path) if path is not None else None
            else:
                return None
        except NetDeskError as error:
            ask.tell(None, _("NetDesk"), error.user_text)
            continue
        if window is not None:
            return window


def make_workspace(parent: QWidget | None, dialog: NewTeam) -> MainWindow | None:
    """Make the workspace that the dialog describes where the person says, and open it."""
    from netdesk.store.workspace import Workspace

    team = dialog.answer("team") or _("Our team")
    school, person = dialog.answer("school"), dialog.answer("person")
    return _made(parent, team, lambda path: Workspace.create(path, team=team, school=school, person=person))


def make_example(
    parent: QWidget | None, *, person: str | None = None, today: date | None = None
) -> MainWindow | None:
    """Make a new workspace with the example team's work where the person says, and open it.

    ``person`` writes in it as somebody new to that team; else the example's own lead does. Its story ends in the week
    before ``today`` (else this day), so that nothing in it looks forgotten.
    """
    from netdesk.demo.moved import moved_to
    from netdesk.store.workspace import Workspace

    document = json.loads(paths.resource("templates", "example.json").read_text(encoding="utf-8"))
    document = moved_to(document, today or date.today())
    team = document["records"]["team"][0]["name"]
    writer = person or EXAMPLE_LEAD
    stem = _("Example {team}").format(team=team)
    return _made(parent, stem, lambda path: Workspace.create(path, team=team, person=writer, dump=document))


def _made(parent: QWidget | None, name: str, create: Callable[[Path], Workspace]) -> MainWindow | None:
    """Ask for the place, offering the documents folder; make the workspace there and open it in ``parent``'s stead."""
    stem = "".join(one if one.isalnum() or one in " -" else "" for one in name).strip()[:80] or "team"
    path = ask.save_path(
        parent, _("Where to keep the workspace"), _documents() / f"{stem}.netdesk", deeds.WORKSPACES
    )
    if path is None:
        return None
    path = path if path.suffix else path.with_suffix(".netdesk")
    instead_of = parent if isinstance(parent, MainWindow) else None
    from netdesk.store.places import refuse_unfit

    try:
        refuse_unfit(path)
        create(path).close()
        return open_window(path, instead_of=instead_of)
    except NetDeskError as error:
        if instead_of is None:
            raise
        instead_of.context.failed.emit(error.user_text)
        return None


def _tell_first(window: MainWindow) -> None:
    """Load what tells of a crash or asks for a second place, where there is one of them to speak of."""
    if logs.left_by_a_crash().strip() or window.context.workspace.second_place_due():
        from netdesk.ui.dialogs import safety

        safety.tell_first(window)


def _documents() -> Path:
    """The person's documents folder; where the system names none that is there, the home folder."""
    named = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(named) if named and Path(named).is_dir() else Path.home()


def remember(name: str, value: Any) -> None:
    """Keep a choice of this computer (the last workspace, the colours) for the next start."""
    kept = _remembered()
    kept[name] = value
    file = paths.data_dir() / "window.json"
    part = file.with_suffix(".part")
    part.write_text(json.dumps(kept, sort_keys=True), encoding="utf-8")
    part.replace(file)


def _remembered() -> dict[str, Any]:
    try:
        found = json.loads((paths.data_dir() / "window.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # a lost choice costs one click; it must not stop the window
    return found if isinstance(found, dict) else {}


def _last_path() -> Path | None:
    last = _remembered().get("last")
    return Path(last) if isinstance(last, str) and Path(last).is_file() else None


def _set_up(app: QApplication) -> None:
    app.setApplicationName("NetDesk")
    app.setApplicationDisplayName("NetDesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("netdesk")
    QLocale.setDefault(QLocale(language()))
    mode = _remembered().get("mode")
    size = _remembered().get("text_size")
    theme.set_up(app, mode if mode in theme.MODES else "system", size if isinstance(size, int) else 100)
    collect_when_asked()
    turn = QTimer(app, interval=COLLECT_MS)
    turn.timeout.connect(collect)
    turn.start()


def _forget(window: MainWindow) -> None:
    if window in _windows:
        _windows.remove(window)

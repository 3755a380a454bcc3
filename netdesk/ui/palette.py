"""The palette: one line to type in, and below it every action and record that it can mean. Enter does or opens it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.operations.source import title_of
from netdesk.store.search import MARK_END, MARK_START, Found, SearchIndex, owner_of
from netdesk.store.workspace import Workspace
from netdesk.ui import theme
from netdesk.ui.outgoing import kind_words
from netdesk.ui.widgets.basic import column, label
from netdesk.ui.widgets.reading_order import ReadingOrder
from netdesk.ui.widgets.result_list import Result, ResultList

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow

#: The room in which a kind is shown; parts are shown where their owner is.
ROOM_OF = {
    "cycle": "cycles",
    "measure": "measures",
    "calendar_gap": "measures",
    "fishbone": "causes",
    "cause": "causes",
    "driver": "theory",
    "change_idea": "theory",
    "aim": "purpose",
    "charter": "purpose",
    "tried_before": "purpose",
    "norm": "purpose",
    "why_together": "purpose",
    "problem": "purpose",
    "team": "purpose",
    "pin": "table",
    "person": "purpose",
}
ICONS = {room: room for room in ("purpose", "causes", "theory", "measures", "cycles", "table", "story", "sharing")}
#: Kinds in the order in which the palette lists them; all others follow.
OPENED_MOST = {kind: n for n, kind in enumerate(("cycle", "measure", "aim", "change_idea", "driver", "fishbone"))}
#: How long the typing may pause before it is searched: quick fingers are not held up.
PAUSE_MS = 60


class Finder(QObject):
    """The search index of one window's workspace, brought up to date off this thread; ``ready`` is sent after."""

    ready = Signal()
    _came = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._index = SearchIndex(workspace)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running: _Refresh | None = None
        self._came.connect(self._done, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether the index is being brought up to date; `find` must wait for ``ready`` then."""
        return self._running is not None

    def refresh(self) -> None:
        """Begin to bring the index up to date."""
        if self._running is None:
            self._running = _Refresh(self._index, self._came)
            self._pool.start(self._running)

    def find(self, words: str, *, names_only: bool, limit: int = 60) -> list[Found]:
        """What matches, the best first; nothing while the index is busy."""
        return [] if self.busy else self._index.find(words, names_only=names_only, limit=limit)

    def close(self) -> None:
        """Wait for what runs, and let go of the index; to be called before the workspace is closed."""
        self._pool.waitForDone()
        self._index.close()

    def _done(self, error: object) -> None:
        self._running = None
        self.ready.emit()
        # A file that is busy or out of room costs the search, not the work: what is known already is still found.
        if isinstance(error, BaseException) and not isinstance(error, NetDeskError):
            raise error


class _Refresh(QRunnable):
    def __init__(self, index: SearchIndex, came: Any) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._index, self._came = index, came

    def run(self) -> None:
        try:
            self._index.refresh()
        except BaseException as error:  # must reach the window's thread, where it is raised
            self._came.emit(error)
        else:
            self._came.emit(None)


@dataclass(frozen=True, slots=True)
class Choice:
    """An action as the palette offers it."""

    words: str
    menu: str
    keys: str
    act: Callable[[], object]


def folded(text: str) -> str:
    """The text without case and accents, for comparing."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices in which every typed word begins a word; those whose own words match come before their menu's."""
    wanted = folded(typed).split()

    def fits(words: str) -> bool:
        there = "".join(one if one.isalnum() else " " for one in folded(words)).split()
        return all(any(one.startswith(word) for one in there) for word in wanted)

    first = [one for one in choices if fits(one.words)]
    return first + [one for one in choices if one not in first and fits(f"{one.menu} {one.words}")]


def place_of(workspace: Workspace, kind: str, record: str) -> tuple[str, str] | None:
    """(room, target) of the page that shows a record; None where no page shows this kind yet."""
    for _step in range(4):  # a judgement is of an observation, which is of a measure
        if kind in ROOM_OF:
            return ROOM_OF[kind], record
        found = workspace.get(kind, record)
        owner = owner_of(kind, found) if found else None
        if owner is None:
            return None
        kind, record = owner
    return None


class Palette(ReadingOrder, QDialog):
    """Actions and records by name; with ``everything`` the words of all records instead."""

    def __init__(self, window: MainWindow, *, everything: bool = False) -> None:
        super().__init__(window)
        self._window = window
        self._everything = everything
        self.setObjectName("find_everything" if everything else "palette")
        self.setProperty("role", "palette")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("Find everywhere") if everything else _("Find a record or an action"))
        self.line = QLineEdit()
        self.line.setObjectName("palette_line")
        self.line.setAccessibleName(self.windowTitle())
        self.line.setPlaceholderText(
            _("Find words in everything the team has written") if everything else _("Find a record or an action")
        )
        self.results = ResultList(name="palette_results", accessible=_("What was found"))
        self.results.chosen.connect(self._choose)
        self._foot = label("", "second", name="palette_foot")
        self.setLayout(column(self.line, self.results, self._foot, spacing=8, margins=(12, 12, 12, 10)))
        width = min(theme.px(640), window.width() - theme.px(80))
        self.resize(width, min(theme.px(460), window.height() - theme.px(120)))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.search)
        self.line.textChanged.connect(lambda _text: self._pause.start())
        self.line.installEventFilter(self)
        self._choices = [] if everything else window.choices()
        window.finder.ready.connect(self.search)
        window.finder.refresh()
        self.search()

    def search(self) -> None:
        """Show what the typed words mean now."""
        self._pause.stop()
        typed = self.line.text()
        finder = self._window.finder
        found = finder.find(typed, names_only=not self._everything, limit=200 if self._everything else 60)
        rows: list[Result] = []
        if not self._everything:
            shown = matching(self._choices, typed)
            records = self._record_rows([one for one in found if not KINDS[one.kind].part_of])
            if typed.strip():
                rows += records
            rows += self._action_rows(shown, heading=True)
        else:
            rows += self._record_rows(found)
        self.results.show_results(rows)
        self._tell(len([one for one in rows if not one.heading]), typed.strip())

    def _tell(self, count: int, typed: str) -> None:
        if self._everything and not typed:
            self._foot.setText(_("The beginnings of words are enough: “att fam” finds “families at attendance night”."))
        elif count:
            self._foot.setText(_("↑ ↓ to choose · Enter to open · Esc to close"))
        elif self._window.finder.busy:
            self._foot.setText(_("Reading …"))
        else:
            self._foot.setText(_("Nothing found. Fewer letters of each word find more."))
        self._announce()

    def _action_rows(self, choices: Sequence[Choice], *, heading: bool) -> list[Result]:
        if not choices:
            return []
        rows = [Result(_("Actions"), heading=True)] if heading else []
        return rows + [Result(one.words, right=one.keys, note=one.menu, act=one.act) for one in choices]

    def _record_rows(self, found: Sequence[Found]) -> list[Result]:
        """The found records under the headings of their kinds, the kind with the best match first.

        By name, what people open most comes first: a test before a person in whose role the word stands.
        """
        by_kind: dict[str, list[Result]] = {}
        workspace = self._window.context.workspace
        for one in found:
            record = workspace.get(one.kind, one.id)
            if record is None:  # deleted since the index was read
                continue
            by_kind.setdefault(one.kind, []).append(self._row_of(one, record))
        rows: list[Result] = []
        kinds = list(by_kind) if self._everything else sorted(by_kind, key=lambda kind: OPENED_MOST.get(kind, 9))
        for kind in kinds:
            members = by_kind[kind]
            rows.append(Result(kind_words(kind), heading=True))
            rows += members
        return rows

    def _row_of(self, one: Found, record: dict[str, Any]) -> Result:
        workspace = self._window.context.workspace
        place = place_of(workspace, one.kind, one.id)
        title = title_of(record, 100) or kind_words(one.kind)
        snippet = " ".join(one.snippet.split())
        plain = snippet.replace(MARK_START, "").replace(MARK_END, "").strip("…")
        if not self._everything or title.startswith(plain):
            snippet = ""  # it would only say the title again
        owner = owner_of(one.kind, record) if KINDS[one.kind].part_of or one.kind in ("task", "field_note") else None
        above = workspace.get(*owner) if owner else None
        note = title_of(above, 60) if above else ""
        act = self._opening(one.kind, one.id, place)
        return Result(title, note=note, snippet=snippet, icon=ICONS.get(place[0] if place else "", "history"), act=act)

    def _opening(self, kind: str, record: str, place: tuple[str, str] | None) -> Callable[[], object]:
        if place is not None and place[0] in self._window.pages:
            return lambda: self._window.go(*place)
        return lambda: self._window.side.show_history(kind, record)

    def _choose(self, result: Result) -> None:
        if result.act is None:
            return
        # The deed may open a dialog of its own: this one must be gone by then.
        QTimer.singleShot(0, self._window, result.act)
        self.accept()

    def _announce(self) -> None:
        row = self.results.current()
        self.line.setAccessibleDescription(row.spoken() if row else self._foot.text())
        QAccessible.updateAccessibility(QAccessibleEvent(self.line, QAccessible.Event.DescriptionChanged))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in steps:
                self.results.step(steps[key])
                self._announce()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._pause.isActive():
                    self.search()
                row = self.results.current()
                if row is not None:
                    self._choose(row)
                return True
        return super().eventFilter(watched, event)


def choice_of(action: QAction, menu: str, act: Callable[[], object]) -> Choice:
    """An action of the menus as the palette shows it."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Choice(plain_words(action.text()), plain_words(menu), keys, act)


def plain_words(text: str) -> str:
    """A menu's words without the marks of its keys."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def ask_palette(window: MainWindow, *, everything: bool = False) -> None:
    """Open the palette over the window and do what is chosen there."""
    window.context.save_typing()
    dialog = Palette(window, everything=everything)
    _place_over(dialog, window)
    dialog.exec()
    dialog.deleteLater()


def _place_over(dialog: QDialog, window: QWidget) -> None:
    corner = window.mapToGlobal(window.rect().topLeft())
    dialog.move(corner.x() + (window.width() - dialog.width()) // 2, corner.y() + theme.px(72))

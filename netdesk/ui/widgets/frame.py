"""The frame round the pages: rail, page header and status line."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.icons import picture, put_icon
from netdesk.ui.widgets.basic import button, column, empty, label, row, scrolled

RAIL_WIDTH = 168
NARROW_RAIL = 68
#: The least room for a page's title beside the buttons of its header.
LEAST_TITLE = 100


@dataclass(frozen=True, slots=True)
class HeaderButton:
    """One button of a page's header; ``main`` is the filled one, of which a page has at most one."""

    name: str
    text: str
    pressed: Callable[[], object]
    icon: str = ""
    main: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class HeaderContent:
    """What a page shows in the header: its title, where it lies (crumb text and deed), what it is for, its buttons."""

    title: str
    purpose: str = ""
    crumbs: tuple[tuple[str, Callable[[], object] | None], ...] = ()
    buttons: tuple[HeaderButton, ...] = field(default=())
    dismissible: bool = True


class ElidedLabel(QLabel):
    """A line (or ``lines``) that ends in … where it has no room, the whole as tool tip and accessible name."""

    def __init__(self, text: str = "", role: str = "body", *, name: str = "", lines: int = 1) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""
        self._lines = lines
        self.setWordWrap(lines > 1)
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Show this text, as much of it as fits."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._fit()

    def whole(self) -> str:
        """The text, uncut."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            # How much fits is known when it is shown, which resizes it; to ask for the style now would be to ask twice.
            self.setText(self._whole)
            return
        # Wrapped lines are not filled to their ends, so several of them hold less than their sum.
        width = max(self.contentsRect().width(), 20)
        room = width if self._lines == 1 else int(width * self._lines * 0.85)
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Rail(QFrame):
    """The rooms, icon and word, with a badge for what waits; ``chosen`` is sent with the room's id.

    Folded it shows the icons alone, the words as tool tips, and a badge as a dot of its own beside the icon.
    """

    chosen = Signal(str)
    find_pressed = Signal()
    folded = Signal(bool)

    def __init__(self, rooms: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setObjectName("rail")
        self.team = ElidedLabel("", "strong", name="rail_team", lines=2)
        self.school = ElidedLabel("", "second", name="rail_school", lines=2)
        self._buttons: dict[str, QPushButton] = {}
        self._badges: dict[str, QLabel] = {}
        self._words: dict[str, str] = {}
        self._meanings: dict[str, str] = {}
        self._narrow = False
        self._group = QButtonGroup(self)
        self._column = column(spacing=4)
        self._column.addStretch(1)
        for room, text, icon in rooms:
            self._take_room(room, text, icon)
        self.find_button = self._find_button()
        self.fold_button = QToolButton()
        self.fold_button.setObjectName("rail_fold")
        self.fold_button.clicked.connect(lambda _checked=False: self.folded.emit(not self._narrow))
        self._fold_icon = "fold"
        self._paint_fold = put_icon(self.fold_button, lambda: self._fold_icon, always=True)
        self._names = QWidget()
        self._names.setLayout(column(self.team, self.school, spacing=2, margins=(8, 0, 8, 12)))
        foot = row(self.fold_button, 1, margins=(4, 0, 4, 0))
        self.setLayout(column(self._names, self.find_button, spacing=4, margins=(8, 12, 8, 8)))
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.addSpacing(theme.px(6))
        holder = QWidget()
        holder.setLayout(self._column)
        # At 200 % ten rooms are higher than a small screen.
        self._rooms = scrolled(holder, late=True)
        outer.addWidget(self._rooms, 1)
        outer.addLayout(foot)
        self.set_narrow(False)

    def add_room(self, room: str, text: str, icon: str) -> None:
        """One more room below those that are there."""
        self._take_room(room, text, icon)
        self.set_narrow(self._narrow)

    def _take_room(self, room: str, text: str, icon: str) -> None:
        made = self._room_button(room, text, icon)
        self._group.addButton(made)
        self._column.insertWidget(self._column.count() - 1, made)

    def _room_button(self, room: str, text: str, icon: str) -> QPushButton:
        made = button(f"  {text}", name=f"rail_{room}", role="rail", accessible=text)
        made.setCheckable(True)
        put_icon(made, icon, "second", checked_role="accent", always=True)
        made.clicked.connect(lambda _checked=False: self.chosen.emit(room))
        self._buttons[room], self._words[room] = made, text
        return made

    def _badge(self, room: str) -> QLabel:
        """The badge of a room, made when something first waits there."""
        if room not in self._badges:
            badge = self._badges[room] = label("", "badge", name=f"rail_{room}_badge")
            inside = QHBoxLayout(self._buttons[room])
            inside.addStretch(1)
            inside.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
            self._place_badge(room)
        return self._badges[room]

    def _place_badge(self, room: str) -> None:
        inside = self._buttons[room].layout()
        assert inside is not None
        inside.setContentsMargins(0, 0, theme.px(1 if self._narrow else 8), theme.px(14) if self._narrow else 0)

    def _find_button(self) -> QPushButton:
        made = button(f"  {_('Find')}", self.find_pressed.emit, name="rail_find", role="find", accessible=_("Find"))
        put_icon(made, "find", always=True)
        self._find_key = label("Ctrl+K", "quiet", name="rail_find_key")
        self._find_key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(made)
        inside.setContentsMargins(0, 0, theme.px(8), 0)
        inside.addStretch(1)
        inside.addWidget(self._find_key)
        return made

    @property
    def narrow(self) -> bool:
        """Whether only the icons are shown."""
        return self._narrow

    def set_narrow(self, narrow: bool) -> None:
        """Show icons alone, or icons and words."""
        self._narrow = narrow
        self.setFixedWidth(theme.px(NARROW_RAIL if narrow else RAIL_WIDTH))
        self._names.setVisible(not narrow)
        self._find_key.setVisible(not narrow)
        self.find_button.setText("" if narrow else f"  {_('Find')}")
        self.find_button.setToolTip(_("Find a record or an action (Ctrl+K)") if narrow else "")
        for room, made in self._buttons.items():
            made.setText("" if narrow else f"  {self._words[room]}")
            self._show_tip(room)
        for room in self._badges:
            self._place_badge(room)
        for one in (self.find_button, *self._buttons.values()):
            before = one.property("narrow")
            one.setProperty("narrow", narrow)
            if before is not None and before != narrow:  # when it is new it is polished as it is first shown
                theme.polish(one)
        words = _("Show the words of the rooms") if narrow else _("Show only the icons of the rooms")
        self.fold_button.setToolTip(words)
        self.fold_button.setAccessibleName(words)
        self._fold_icon = "unfold" if narrow else "fold"
        self._paint_fold()

    def show_team(self, team: str, school: str) -> None:
        """Show whose desk this is."""
        self.team.set_whole(team)
        self.school.set_whole(school)
        self.school.setVisible(bool(school))

    def show_room(self, room: str) -> None:
        """Mark the room that is open."""
        if room in self._buttons:
            self._buttons[room].setChecked(True)
            self._rooms.ensureWidgetVisible(self._buttons[room])

    def show_badge(self, room: str, count: int, meaning: str) -> None:
        """Show how many things wait in a room; 0 shows none. ``meaning`` says it to a screen reader."""
        if count or room in self._badges:
            badge = self._badge(room)
            badge.setText(str(count) if count < 100 else "99+")
            badge.setVisible(count > 0)
        self._meanings[room] = meaning if count else ""
        self._buttons[room].setAccessibleDescription(self._meanings[room])
        self._show_tip(room)

    def _show_tip(self, room: str) -> None:
        meaning = self._meanings.get(room, "")
        said = [self._words[room], meaning] if self._narrow else [meaning]
        self._buttons[room].setToolTip(": ".join(part for part in said if part))


def _looks(content: HeaderContent) -> tuple[object, ...]:
    """What the buttons and the way to a page look like; what they do, which changes more often, is looked up."""
    buttons = tuple((one.name, one.text, one.icon, one.main, one.enabled) for one in content.buttons)
    return buttons, tuple((text, deed is None) for text, deed in content.crumbs)


class Header(QFrame):
    """Title, one line of what the page is for, which can be put away (``dismissed``), at most three buttons."""

    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "header")
        self.setObjectName("header")
        self.setMinimumHeight(theme.px(72))
        self._content: HeaderContent | None = None
        self._crumbs = row(spacing=4)
        self.title = ElidedLabel("", "title", name="page_title")
        self.purpose = ElidedLabel("", "second", name="page_purpose")
        self._close = QToolButton()
        self._close.setObjectName("page_purpose_close")
        self._close.setAccessibleName(_("Do not show what this page is for"))
        self._close.setToolTip(_("Do not show this line again. F1 tells more."))
        put_icon(self._close, "close", always=True)
        self._close.setIconSize(QSize(theme.px(12), theme.px(12)))
        self._close.clicked.connect(lambda _checked=False: self.dismissed.emit())
        about = row(spacing=4)
        about.addWidget(self.purpose, 100)
        about.addWidget(self._close)
        about.addStretch(1)
        self._buttons = row(spacing=8)
        words = column(self._crumbs, self.title, about, spacing=0)
        self._sides: QBoxLayout = row(spacing=16, margins=(24, 8, 24, 8))
        self.setLayout(self._sides)
        self._sides.addLayout(words, 1)
        self._sides.addLayout(self._buttons)

    def show_content(self, content: HeaderContent) -> None:
        """Show another page's header. A button that had the focus keeps it, or hands it to the main one."""
        before, self._content = self._content, content
        if before is None or _looks(before) != _looks(content):
            self._make_buttons(content)
        self.title.set_whole(content.title)
        self.purpose.set_whole(content.purpose)
        self.purpose.setVisible(bool(content.purpose))
        self._close.setVisible(bool(content.purpose) and content.dismissible)
        # No wider than its words, so that what puts it away stands at their end.
        self.purpose.ensurePolished()
        wide = QFontMetrics(self.purpose.font()).horizontalAdvance(self.purpose.whole())
        self.purpose.setMaximumWidth(wide + theme.px(4))

    def _make_buttons(self, content: HeaderContent) -> None:
        focused = self.focusWidget()
        had_focus = focused.objectName() if focused is not None and focused.hasFocus() else ""
        empty(self._crumbs)
        empty(self._buttons)
        for n, (text, deed) in enumerate(content.crumbs):
            if n:
                self._crumbs.addWidget(label("/", "quiet"))
            if deed is None:
                self._crumbs.addWidget(ElidedLabel(text, "second"), 1)
            else:
                made = button(text, partial(self._go_to, n), name=f"crumb_{n}", role="crumb")
                self._crumbs.addWidget(made)
        if not content.crumbs or content.crumbs[-1][1] is not None:
            self._crumbs.addStretch(1)
        for n, one in enumerate(content.buttons):
            role = "main" if one.main else "plain"
            made = button(one.text, partial(self._press, n), name=one.name, role=role, icon=one.icon)
            made.setEnabled(one.enabled)
            self._buttons.addWidget(made)
            if had_focus and (one.main or one.name == had_focus):
                made.setFocus(Qt.FocusReason.OtherFocusReason)

    def _press(self, n: int) -> None:
        if self._content is not None:
            self._content.buttons[n].pressed()

    def _go_to(self, n: int) -> None:
        deed = self._content.crumbs[n][1] if self._content is not None else None
        if deed is not None:
            deed()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()  # only now new buttons know how wide they are
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """In very large letters the buttons stand below the words, rather than that either is cut."""
        sides = self._sides.contentsMargins()
        needed = self._buttons.sizeHint().width() + theme.px(24 + LEAST_TITLE + 16 + 24)
        below = theme.px(100) >= 150 and needed > self.width() > 0
        way = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if way != self._sides.direction():
            self._sides.setDirection(way)
            self._sides.setSpacing(theme.px(4 if below else 16))
            side = theme.px(12 if below else 24)
            self._sides.setContentsMargins(side, sides.top(), side, sides.bottom())


class StatusLine(QFrame):
    """What is saved, who writes, what has not been shared yet."""

    def __init__(self, on_help: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "status")
        self.setObjectName("status")
        self.setFixedHeight(theme.px(28))
        self.saved = label("", "second", name="status_saved")
        self.writer = ElidedLabel("", "second", name="status_writer")
        self.unshared = label("", "second", name="status_unshared")
        parts: list[QWidget] = []
        for shown in (self.saved, self.writer, self.unshared):
            part = QWidget()
            line = row(spacing=6)
            line.addWidget(shown, 1)
            part.setLayout(line)
            parts.append(part)
        self._parts = tuple(parts)
        helping = button(_("Help"), on_help, name="status_help", role="link")
        parts[1].setMinimumWidth(theme.px(200))
        parts[1].setMaximumWidth(theme.px(420))
        whole = row(parts[0], spacing=24, margins=(16, 0, 12, 0))
        whole.addWidget(parts[1], 1)
        whole.addWidget(parts[2])
        whole.addStretch(1)
        whole.addWidget(helping)
        self.setLayout(whole)

    def show_state(self, saved: str, writer: str, unshared: str) -> None:
        """Show the three; an empty one is left out."""
        self.saved.setText(saved)
        self.writer.set_whole(writer)
        self.unshared.setText(unshared)
        icons = ("check", "person", "sharing")
        for part, icon, words in zip(self._parts, icons, (saved, writer, unshared), strict=True):
            line = part.layout()
            if words and isinstance(line, QHBoxLayout) and line.count() == 1:  # drawn when it is first seen
                line.insertWidget(0, picture(icon, "second", 14))
            part.setVisible(bool(words))


class Page(QWidget):
    """One room. Shows what the workspace holds; refreshes when told what changed; says what its header shows."""

    header_changed = Signal()
    room = ""
    #: The page of the manual for this room, where it is not the room's own name.
    topic = ""
    #: The width, at 100 %, below which this page would be cramped by the inspector beside it.
    least_width = 790
    #: Whether `go` shows the workspace as it is by itself.
    refreshes_on_going = False
    #: The id of the thing that is open, "" while the room's first view is.
    _open = ""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setObjectName(f"page_{self.room}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def build(self) -> Iterator[None]:
        """Make what is on the page; pauses between its parts, so that other events can come in between."""
        yield from ()

    def fill(self) -> Iterator[None]:
        """Show the workspace as it is now, before the page is first opened; pauses as `build` does."""
        if not self.refreshes_on_going:
            self.refresh()
            yield

    # Qt's metaclass lets a class with abstract parts be made: the type checker asks for them, and the call fails.
    @abstractmethod
    def header(self) -> HeaderContent:
        """What the header shows while this page is open."""
        raise NotImplementedError

    @abstractmethod
    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        """Show the workspace as it is now; ``changed`` names what changed, None means that all may have."""
        raise NotImplementedError

    def go(self, target: str) -> None:
        """Open one thing in this room; an empty target is the room's first view."""

    @property
    def help_topic(self) -> str:
        """The page of the manual that F1 opens here."""
        return self.topic or self.room

    def can_print(self) -> bool:
        """Whether what is open here can be printed."""
        return False

    def selected(self) -> tuple[str, str] | None:
        """(kind, id) of what is selected on this page; None where nothing is, or what is open says it."""
        return None

    def opened(self) -> str:
        """The id of the thing that is open here, "" while the room's first view is; `go` leads back to it."""
        return self._open

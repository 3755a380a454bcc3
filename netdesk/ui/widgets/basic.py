"""Labels, rules, buttons and cards: small makers, so that every page is put together from the same parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from netdesk.ui import theme
from netdesk.ui.icons import put_icon
from netdesk.ui.widgets.sides import Sides

#: How far the words of a field without an edge stand from its side; headings above it stand as far.
QUIET_INSET = 8

Label = TypeVar("Label", bound=QLabel)


def label(text: str, role: str = "body", *, name: str = "", wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label that shows ``text`` as it is (never as markup), in the look of ``role``."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
        made.setMinimumWidth(theme.px(40))
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if name:
        made.setObjectName(name)
    return made


def inset(made: Label) -> Label:
    """The label, its words as far in as those of quiet fields below or above it."""
    made.setContentsMargins(theme.px(QUIET_INSET), 0, 0, 0)
    return made


def inset_head(text: str = "", *, name: str = "") -> QLabel:
    """A small heading over quiet fields."""
    return inset(label(text, "head", name=name))


def set_role(made: QLabel, role: str) -> None:
    """Change the look of a label that is already shown."""
    if made.property("role") != role:
        made.setProperty("role", role)
        theme.polish(made)


def letter_tag(letter: str = "", look: str = "tag", *, name: str = "") -> QLabel:
    """A letter in a square, such as the S of a shift; ``look`` is "tag" (outlined) or what the letter means."""
    made = label(letter, look_of(look), name=name)
    made.setProperty("letter", True)
    made.setMinimumWidth(theme.px(20))
    made.setFixedHeight(theme.px(20))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    if not letter:
        made.hide()
    return made


def show_letter(made: QLabel, letter: str, look: str) -> None:
    """Change the letter of a tag; without one it is not shown."""
    made.setText(letter)
    set_role(made, look_of(look))
    made.setVisible(bool(letter))


def look_of(look: str) -> str:
    """The role of a tag that means this."""
    return look if look == "tag" else f"tag_{look}"


def button(
    text: str,
    pressed: Callable[[], object] | None = None,
    *,
    name: str,
    role: str = "plain",
    icon: str = "",
    accessible: str = "",
    tip: str = "",
) -> QPushButton:
    """A push button; ``accessible`` says what it does where its words alone do not."""
    made = QPushButton(f" {text}" if icon else text)  # Qt sets an icon too near its words
    made.setObjectName(name)
    made.setProperty("role", role)
    made.setAccessibleName(accessible or text.replace("&", ""))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if tip:
        made.setToolTip(tip)
    if icon:
        put_icon(made, icon, "on_accent" if role == "main" else "accent" if role == "link" else "text")
    if pressed is not None:
        # clicked carries "checked", which no deed of ours wants.
        made.clicked.connect(lambda _checked=False: pressed())
    return made


def labelled(title: str, editor: QWidget) -> QWidget:
    """An editor under its title."""
    words = label(title, "label")
    words.setBuddy(editor)
    made = QWidget()
    made.setLayout(column(words, editor, spacing=4))
    return made


def rule() -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setProperty("role", "rule")
    made.setFixedHeight(1)
    return made


def row(*widgets: QWidget | QLayout | int, spacing: int = 8, margins: Sequence[int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """A row of widgets; an int is that much stretch."""
    made = QHBoxLayout()
    _fill(made, widgets, spacing, margins)
    return made


def column(*widgets: QWidget | QLayout | int, spacing: int = 8, margins: Sequence[int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """A column of widgets; an int is that much stretch."""
    made = QVBoxLayout()
    _fill(made, widgets, spacing, margins)
    return made


def _fill(layout: QBoxLayout, widgets: Sequence[QWidget | QLayout | int], spacing: int, margins: Sequence[int]) -> None:
    layout.setSpacing(theme.px(spacing))
    left, top, right, bottom = (theme.px(margin) for margin in margins)
    layout.setContentsMargins(left, top, right, bottom)
    for widget in widgets:
        if isinstance(widget, int):
            layout.addStretch(widget)
        elif isinstance(widget, QLayout):
            layout.addLayout(widget)
        else:
            layout.addWidget(widget)


def boxed(layout: QLayout, role: str = "", *, name: str = "") -> QFrame:
    """A frame round a layout."""
    made = QFrame()
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    made.setLayout(layout)
    return made


class _Area(QScrollArea):
    """Takes its widget at the latest when it is about to be shown; its bar stands in the margin of what it shows.

    An area asks what it is given for its size at once, and with that everything inside takes its style, only to lose
    and take it again each time the whole is put into something else. With the bar in the margin, sheets are as wide
    with it as without, level with the header; where no margin is wide enough, it takes its room from what is shown.
    """

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._right = 0
        self._waiting: QWidget | None = inner
        port = QWidget()  # Qt's own one paints a ground, and to ask for it loads every class of widget
        port.setObjectName("qt_scrollarea_viewport")
        self.setViewport(port)
        inner.setParent(port)

    def take(self) -> None:
        """Take the widget now, if it is not taken yet."""
        if self._waiting is None:
            return
        inner, self._waiting = self._waiting, None
        layout = inner.layout()
        self._right = layout.contentsMargins().right() if layout is not None else 0
        self.setWidget(inner)
        inner.setAutoFillBackground(False)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish:
            self.take()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        bar, inner = self.verticalScrollBar(), self.widget()
        wide = inner is not None and self._right >= bar.sizeHint().width() + theme.px(4)
        layout = inner.layout() if wide else None
        if layout is not None:
            margins = layout.contentsMargins()
            right = self._right - (bar.width() if bar.isVisibleTo(self) else 0)
            if margins.right() != right:
                layout.setContentsMargins(margins.left(), margins.top(), right, margins.bottom())


class _WholeArea(_Area):
    """Asks for the width at which nothing scrolls sideways."""

    def minimumSizeHint(self) -> QSize:
        asked, inner = super().minimumSizeHint(), self.widget()
        if inner is not None:
            needs = inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
            asked.setWidth(max(asked.width(), needs))
        return asked

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # what is shown has become another
            self.updateGeometry()
        return super().eventFilter(watched, event)


def scrolled(inner: QWidget, *, late: bool = False, whole: bool = False) -> QScrollArea:
    """The widget in an area that scrolls up and down and takes no focus of its own.

    It scrolls sideways only where a word would be cut off otherwise, as in very large text. ``late`` areas take the
    widget when they are about to be shown: for large sheets that are made in parts. ``whole`` ones ask for the width at
    which nothing scrolls sideways, so that as one of `Sides` they go below the others first.
    """
    area = _WholeArea(inner) if whole else _Area(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner.setProperty("role", "scrolled")
    if not late:
        area.take()
    return area


class CardColumn(QWidget):
    """Cards one under the other that scroll together; ``cards`` is the column to fill."""

    def __init__(self) -> None:
        super().__init__()
        self.cards = column(spacing=16)
        inner = QWidget()
        inner.setLayout(self.cards)
        self.setLayout(column(scrolled(inner), spacing=0))


def empty(layout: QLayout, *, unseen: bool = False) -> None:
    """Take everything out of a layout; the widgets die with the next turn of the event loop.

    Each takes another style as it leaves its parent. Much that is ``unseen`` already is spared that: until it dies it
    can still be found by its name.
    """
    while layout.count():
        taken = layout.takeAt(0)
        widget = taken.widget()
        inner = taken.layout()
        if widget is not None:
            widget.hide()
            if not unseen:
                widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            empty(inner, unseen=unseen)


class ElidedButton(QPushButton):
    """A row's name as a button, or ``link`` that leads to what it names: it ends in … where it has no room, with the
    whole as tool tip and accessible name (``said``, where more is to be told). With an ``icon`` it has an edge, and is
    as wide as its words where there is room."""

    def __init__(
        self,
        text: str,
        pressed: Callable[[], object],
        *,
        name: str,
        link: bool = False,
        said: str = "",
        icon: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "plain" if icon else "link" if link else "row")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(said or text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = " ".join(text.split())
        self._beside, self._edged = theme.px(20), bool(icon)
        if icon:
            put_icon(self, icon, "text")
            self._beside += theme.px(34)
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: pressed())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self._edged:
            hint.setWidth(self.fontMetrics().horizontalAdvance(self._whole) + self._beside)
        return hint

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(theme.px(100), least.height()) if self._edged else least

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self._beside
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(room, 20))
        text = shown.replace("&", "&&")
        self.setText(f" {text}" if self._edged else text)
        self.setToolTip(self._whole if shown != self._whole else "")


class Card(QFrame):
    """A white sheet with a heading, a quiet note at its right, and a body.

    ``holds`` "chart" gives it the ground of charts, so that a chart is not a box in a box.
    """

    def __init__(self, title: str = "", *, name: str = "", note: str = "", holds: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setProperty("holds", holds)
        if name:
            self.setObjectName(name)
        outer = column(spacing=0)
        self.setLayout(outer)
        self.title = label(title, "section")
        self.note = label(note, "second")
        if title:
            self.heading = row(self.title, 1, self.note, margins=(20, 10, 20, 10))
            outer.addLayout(self.heading)
            outer.addWidget(rule())
        self.body = column(spacing=8, margins=(20, 12, 20, 16))
        outer.addLayout(self.body, 1)


def fit_bold(made: QPushButton) -> None:
    """Room for the words in bold, in which the choice that holds is shown."""
    room = QFontMetrics(theme.font(12, bold=True)).horizontalAdvance(made.text())
    made.setMinimumWidth(room + theme.px(24))


class Segments(Sides):
    """A row of choices of which at most one holds; ``chosen`` is sent when a person presses one."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], *, name: str, accessible: str) -> None:
        super().__init__(spacing=0, margins=(1, 0, 0, 0))
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for value, text in choices:
            part = f"{name}_{value.replace(' ', '_')}"
            made = button(text, name=part, role="segment", accessible=f"{accessible}: {text}")
            made.setCheckable(True)
            made.setProperty("first", not self._buttons)
            made.setProperty("last", value == choices[-1][0])
            fit_bold(made)
            made.clicked.connect(lambda _checked=False, value=value: self.chosen.emit(value))
            self._group.addButton(made)
            self._buttons[value] = made
            self.add(made)
        self.add_stretch()
        self.turned.connect(self._on_turned)

    def sizeHint(self) -> QSize:
        # Once below each other, the choices ask for their row again: else they would never get the room for it.
        return super().sizeHint().expandedTo(QSize(self.row_width(), 0))

    def _on_turned(self, stacked: bool) -> None:
        # In a row they touch and the outer ones are round; below each other each is whole.
        self._line.setSpacing(theme.px(4) if stacked else 0)
        for made in self._buttons.values():
            made.setProperty("alone", stacked)
            theme.polish(made)

    def show_value(self, value: str | None) -> None:
        """Show this choice as the one that holds; None shows none."""
        self._group.setExclusive(False)
        for name, made in self._buttons.items():
            made.setChecked(name == value)
        self._group.setExclusive(True)

    def value(self) -> str | None:
        """The choice that holds."""
        return next((name for name, made in self._buttons.items() if made.isChecked()), None)

    def set_words(self, value: str, text: str, accessible: str = "") -> None:
        """Change the words of one choice."""
        made = self._buttons[value]
        made.setText(text)
        made.setAccessibleName(accessible or text)
        fit_bold(made)

    def button_of(self, value: str) -> QPushButton:
        """The button of one choice."""
        return self._buttons[value]

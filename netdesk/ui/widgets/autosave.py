"""Fields that save themselves: a draft two seconds after typing pauses, one edit when the field is left.

There is no Save button. What is typed lies in a local draft row soon and becomes one change when the field, page or
window is left, before anything is sent, or after five minutes. A text that cannot be read (a date that is none)
stays in its field with a sentence beside it and never blocks leaving.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QSizePolicy, QTextEdit, QWidget

from netdesk.errors import NetDeskError
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.widgets.basic import QUIET_INSET, column, label

DRAFT_PAUSE_MS = 2_000
LONGEST_TYPING_MS = 5 * 60 * 1_000

#: Takes the typed text and makes the edit; gives whether it was made, raises NetDeskError where it cannot be read.
Save = Callable[[str], bool]


class AutosaveLine(QLineEdit):
    """One line of text that saves itself; bind it with `Autosave`."""

    autosave: Autosave | None = None

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str,
        accessible: str,
        hint: str = "",
        quiet: bool = False,
        strong: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setPlaceholderText(hint)
        self.setToolTip(hint)  # one line may be too short for it
        self.setProperty("quiet", quiet)
        self.setProperty("strong", strong)

    def plain(self) -> str:
        """The text as typed."""
        return self.text()

    def set_plain(self, text: str) -> None:
        """Show a text; forgets what could be undone in the field."""
        self.setText(text)
        self.setCursorPosition(0)


class AutosaveText(QTextEdit):
    """Plain text that saves itself and is as tall as its words; bind it with `Autosave`."""

    autosave: Autosave | None = None

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str,
        accessible: str,
        hint: str = "",
        lines: int = 1,
        quiet: bool = False,
        large: bool = False,
        strong: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setAccessibleDescription(hint)
        self._hint = hint
        self.setProperty("quiet", quiet)
        self.setProperty("large", large)
        self.setProperty("strong", strong)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self._lines = lines
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())

    def set_hint(self, hint: str) -> None:
        """Show other words while the field is empty."""
        self._hint = hint
        self.setAccessibleDescription(hint)
        self._fit()
        self.viewport().update()

    def plain(self) -> str:
        """The text as typed."""
        return self.toPlainText()

    def set_plain(self, text: str) -> None:
        """Show a text; forgets what could be undone in the field."""
        self.setPlainText(text)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(60), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Not within Qt's own resizing: a height changed there is put back by the outer resize.
        QTimer.singleShot(0, self, self._fit)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._hint and self.document().isEmpty():
            # Qt's own placeholder paints one line of it only.
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            margin = int(self.document().documentMargin())
            area = self.viewport().rect().adjusted(margin, margin, -margin, 0)
            painter.drawText(area, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, self._hint)
            painter.end()

    def _height(self) -> int:
        least = self._lines * self.fontMetrics().lineSpacing()
        hint_lines = self._hint_height() if not self.toPlainText() else 0
        return max(least, hint_lines, int(self.document().size().height()) - 4) + 4 + theme.px(8)

    def _hint_height(self) -> int:
        # A long hint must be readable whole in an empty field, so it counts as text does.
        width = max(40, self.viewport().width() - 6)
        flags = Qt.TextFlag.TextWordWrap
        return self.fontMetrics().boundingRect(0, 0, width, 10_000, flags, self._hint).height()

    def _fit(self) -> None:
        height = self._height()
        if self.height() != height:
            self.setFixedHeight(height)


class Autosave(QObject):
    """Binds one field widget to one field of one record.

    ``show`` gives it the stored text; ``save`` makes the edit. While the person types, news from elsewhere do not touch
    the field; the typed text is saved when it is left.
    """

    def __init__(
        self,
        widget: AutosaveLine | AutosaveText,
        context: Context,
        *,
        problem: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(widget)
        self._widget = widget
        self._context = context
        self._problem = problem
        self._save: Save | None = None
        self._key: tuple[str, str, str] | None = None
        self._shown = ""
        self._drafted = False
        self._typing = False
        self._pause = QTimer(self, singleShot=True, interval=DRAFT_PAUSE_MS)
        self._pause.timeout.connect(self.keep_draft)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_TYPING_MS)
        self._longest.timeout.connect(self.commit)
        widget.installEventFilter(self)
        widget.textChanged.connect(self._on_typed)
        if isinstance(widget, QLineEdit):
            widget.returnPressed.connect(self.commit)
        context.leaving.connect(self.commit)
        widget.setReadOnly(context.read_only)
        widget.autosave = self

    @property
    def key(self) -> tuple[str, str, str] | None:
        """(kind, id, field) of the field that is shown, None before any is."""
        return self._key

    @property
    def dirty(self) -> bool:
        """Whether something is typed that is not in the workspace yet."""
        return self._save is not None and self._widget.plain() != self._shown

    def show(self, key: tuple[str, str, str], text: str, save: Save) -> None:
        """Show the stored ``text`` of the field named by ``key`` = (kind, id, field); ``save`` makes its edit."""
        if self.dirty and key == self._key:
            self._save = save
            return
        if self.dirty:
            self.commit()
        self._key, self._save = key, save
        self._pause.stop()
        if self._widget.plain() != text:
            self._widget.blockSignals(True)
            self._widget.set_plain(text)
            self._widget.blockSignals(False)
            if isinstance(self._widget, AutosaveText):
                self._widget._fit()
        self._shown = text
        self._show_problem("")
        self._widget.setReadOnly(self._context.read_only)

    def keep_draft(self) -> None:
        """Put what is typed on disk without making a change of it."""
        if self.dirty and self._key is not None and not self._context.read_only and not self._context.busy:
            self._context.workspace.keep_draft(*self._key, self._widget.plain())
            self._drafted = True

    def commit(self) -> None:
        """Make the edit, if anything was typed."""
        self._pause.stop()
        self._longest.stop()
        if not self.dirty or self._save is None or self._context.read_only or self._context.busy:
            return
        text = self._widget.plain()
        try:
            saved = self._save(text)
        except NetDeskError as error:
            self.keep_draft()
            self._show_problem(error.user_text)
            return
        if saved:
            self._shown = text
            self._typing = False
            self._show_problem("")
            if self._key is not None and self._drafted:
                self._context.workspace.drop_draft(*self._key)
                self._drafted = False
        self._context.typing_changed.emit()

    def forget(self) -> None:
        """Give up what is typed and not saved, with its draft."""
        self._pause.stop()
        self._longest.stop()
        self._save = None
        if self._key is not None and self._drafted:
            self._context.workspace.drop_draft(*self._key)
            self._drafted = False
        self._context.typing_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            stays = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
            if event.reason() not in stays:
                self.commit()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoing = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            if undoing and not self.dirty:
                # While nothing is typed here, Ctrl+Z means the workspace's undo: the menu's shortcut shall have it.
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _on_typed(self) -> None:
        if self._save is None:
            return
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()
        if self._typing != self.dirty:  # the menu's words change with the first letter, not with each
            self._typing = self.dirty
            self._context.typing_changed.emit()

    def _show_problem(self, text: str) -> None:
        if bool(self._widget.property("problem")) != bool(text):
            self._widget.setProperty("problem", bool(text))
            theme.polish(self._widget)
        self._widget.setAccessibleDescription(text)
        if self._problem is not None:
            self._problem(text)


class Field(QWidget):
    """A field with its label above and its problem below, bound to the workspace."""

    def __init__(
        self,
        title: str,
        context: Context,
        *,
        name: str,
        hint: str = "",
        many: bool = False,
        head: bool = False,
        quiet: bool = False,
        large: bool = False,
        strong: bool = False,
        lines: int = 1,
    ) -> None:
        super().__init__()
        self.edit: AutosaveLine | AutosaveText
        if many:
            self.edit = AutosaveText(
                self, name=name, accessible=title, hint=hint, quiet=quiet, large=large, strong=strong, lines=lines
            )
        else:
            self.edit = AutosaveLine(self, name=name, accessible=title, hint=hint, quiet=quiet, strong=strong)
        self._problem: QLabel | None = None  # made with the first problem: most fields never have one
        self.title = label(title, "head" if head else "label", wrap=True)
        self.title.setBuddy(self.edit)
        if not title:
            self.title.hide()  # never shown before it has a parent: it would be a window of its own
        if quiet:
            self.title.setContentsMargins(theme.px(QUIET_INSET), 0, 0, 0)
        self.binding = Autosave(self.edit, context, problem=self._show_problem)
        self.setLayout(column(self.title, self.edit, spacing=2 if quiet else 4))

    def show_value(self, key: tuple[str, str, str], text: str, save: Save) -> None:
        """Show a stored value: see `Autosave.show`."""
        self.binding.show(key, text, save)

    def _show_problem(self, text: str) -> None:
        if self._problem is None:
            if not text:
                return
            self._problem = label("", "problem", wrap=True, name=f"{self.edit.objectName()}_problem")
            self.layout().addWidget(self._problem)
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

"""The frame of every dialog: heading, words, body, and the deed beside Cancel."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QLayout, QScrollArea, QWidget

from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.widgets.autosave import AutosaveLine
from netdesk.ui.widgets.basic import button, column, label, labelled, row
from netdesk.ui.widgets.reading_order import ReadingOrder, in_reading_order


class _Body(QScrollArea):
    """What a dialog asks: as tall as it is where the screen has the room, else it scrolls."""

    def __init__(self, body: QLayout) -> None:
        super().__init__()
        inner = QWidget()
        inner.setLayout(body)
        inner.setProperty("role", "scrolled")
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        inner = self.widget()
        width = max(self.width(), inner.minimumSizeHint().width()) if self.isVisible() else inner.sizeHint().width()
        tall = inner.heightForWidth(width) if inner.hasHeightForWidth() else inner.sizeHint().height()
        return QSize(inner.sizeHint().width(), max(tall, inner.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.widget().minimumSizeHint().width(), min(self.sizeHint().height(), theme.px(120)))


class AskedLine(QWidget):
    """One line with its title above; below it stands what could not be read, once `tell` was called with it."""

    def __init__(self, title: str, *, name: str, hint: str = "") -> None:
        super().__init__()
        self.edit = AutosaveLine(name=name, accessible=title, hint=hint)
        self._problem = label("", "problem", wrap=True, name=f"{name}_problem")
        self._problem.hide()
        self.setLayout(column(labelled(title, self.edit), self._problem, spacing=8))

    def tell(self, problem: str) -> None:
        """Say what is wrong with the line, and go to it."""
        self._problem.setText(problem)
        self._problem.show()
        self.edit.setAccessibleDescription(problem)
        self.edit.setFocus()


class Asking(ReadingOrder, QDialog):
    """A dialog with a heading, a body to fill, and two buttons: the deed, and ``leave`` (else Cancel), as Escape."""

    def __init__(
        self,
        parent: QWidget | None,
        *,
        name: str,
        title: str,
        words: str = "",
        deed: str,
        leave: str = "",
        width: int = 520,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(min(theme.px(width), self._room().width()))
        self.body = column(spacing=12)
        self.accept_button = button(deed, self.accept, name=f"{name}_accept", role="main")
        self.accept_button.setDefault(True)
        self._cancel = button(leave or _("Cancel"), self.reject, name=f"{name}_cancel")
        parts = column(label(title, "title", wrap=True), spacing=8, margins=(24, 20, 24, 20))
        if words:
            parts.addWidget(label(words, "second", wrap=True, name=f"{name}_words"))
        parts.addSpacing(theme.px(8))
        self._asked = _Body(self.body)
        parts.addWidget(self._asked, 1)
        parts.addSpacing(theme.px(8))
        parts.addLayout(row(1, self._cancel, self.accept_button, spacing=8))
        self.setLayout(parts)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def _room(self) -> QSize:
        """What the screen has for a dialog."""
        return self.screen().availableSize() - QSize(40, 60)

    def _wanted(self) -> QSize:
        """As wide as its parts ask for, and as high as they are then: Qt's own hint is for a narrower dialog.

        Both are bounded by what the screen has.
        """
        room, layout = self._room(), self.layout()
        size = self.sizeHint().expandedTo(self.minimumSize()).boundedTo(room)
        if layout is not None and layout.hasHeightForWidth():
            size.setHeight(max(layout.totalHeightForWidth(size.width()), self.minimumHeight()))
        return size.boundedTo(room)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Qt itself opens no dialog higher than two thirds of the screen, and ours would scroll then without need.
        given = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        wanted = self._wanted()
        self.resize(self.size().expandedTo(wanted) if given else wanted)
        layout = self.layout()
        if layout is not None:
            layout.activate()  # only now the body knows its width, and by it how high it is
            self._asked.updateGeometry()
            self.resize(self.size().expandedTo(self._wanted()))
        first = next((one for one in in_reading_order(self) if one not in (self._cancel, self.accept_button)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

"""The frame of every dialog: heading, words, body, and the deed beside Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.widgets.basic import button, column, label, row
from netdesk.ui.widgets.reading_order import ReadingOrder, in_reading_order


class Asking(ReadingOrder, QDialog):
    """A dialog with a heading, a body to fill, and two buttons; Escape is always Cancel."""

    def __init__(
        self, parent: QWidget | None, *, name: str, title: str, words: str = "", deed: str, width: int = 520
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(width))
        self.body = column(spacing=12)
        self.accept_button = button(deed, self.accept, name=f"{name}_accept", role="main")
        self.accept_button.setDefault(True)
        self._cancel = button(_("Cancel"), self.reject, name=f"{name}_cancel")
        parts = column(label(title, "title", wrap=True), spacing=8, margins=(24, 20, 24, 20))
        if words:
            parts.addWidget(label(words, "second", wrap=True, name=f"{name}_words"))
        parts.addSpacing(theme.px(8))
        parts.addLayout(self.body, 1)
        parts.addSpacing(theme.px(8))
        parts.addLayout(row(1, self._cancel, self.accept_button, spacing=8))
        self.setLayout(parts)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        first = next((one for one in in_reading_order(self) if one not in (self._cancel, self.accept_button)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

"""News and known errors above the page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QToolButton

from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.icons import put_icon
from netdesk.ui.widgets.basic import button, label, row


class Banner(QFrame):
    """News and known errors above the page: one at a time, with an action and a close."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.setObjectName("banner")
        self.words = label("", wrap=True, name="banner_words", selectable=True)
        self._deed: Callable[[], object] | None = None
        self.act = button("", self._do, name="banner_act")
        self.close_button = QToolButton()
        self.close_button.setObjectName("banner_close")
        self.close_button.setAccessibleName(_("Close this message"))
        self.close_button.setToolTip(_("Close this message"))
        put_icon(self.close_button, "close", always=True)
        self.close_button.clicked.connect(self.hide)
        self._mark = label("!", "hint_mark")
        self._mark.setFixedSize(theme.px(20), theme.px(20))
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._passing = False
        made = row(self._mark, spacing=12, margins=(24, 6, 16, 6))
        made.addWidget(self.words, 1)
        made.addWidget(self.act)
        made.addWidget(self.close_button)
        self.setLayout(made)
        self.hide()

    def tell(
        self, text: str, act: str = "", deed: Callable[[], object] | None = None, *, passing: bool = False
    ) -> None:
        """Show a sentence, in place of the one before, and announce it.

        ``passing`` news say that something went well; they go when the person goes on to another page, and what they
        told of may no longer be so after the next change.
        """
        self._deed = deed
        self._passing = passing
        self._mark.setText("✓" if passing else "!")
        self.words.setText(text)
        self.act.setText(act)
        self.act.setAccessibleName(act)
        self.act.setVisible(bool(act and deed))
        self.show()
        self.words.setAccessibleName(text)
        from PySide6.QtGui import QAccessible, QAccessibleEvent

        QAccessible.updateAccessibility(QAccessibleEvent(self.words, QAccessible.Event.Alert))

    def let_pass(self, *, offers: bool = True) -> None:
        """Hide news that only said that something went well; ``offers`` false keeps those that offer a next step."""
        if self._passing and (offers or self.act.isHidden()):
            self.hide()

    def _do(self) -> None:
        deed = self._deed
        self.hide()
        if deed is not None:
            deed()

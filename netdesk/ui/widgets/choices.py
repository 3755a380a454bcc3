"""Choices that are an edit the moment they are made: a list to choose from, with its label above."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyleOptionComboBox, QWidget

from netdesk.ui import theme
from netdesk.ui.widgets.basic import QUIET_INSET, column, label


class QuietCombo(QComboBox):
    """A combo box that a scrolling page passes over, so that no choice changes by accident."""

    def __init__(self, parent: QWidget | None = None, *, quiet: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("quiet", quiet)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # What ends in … where there is little room is said whole by the tool tip.
        self.currentTextChanged.connect(self.setToolTip)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        # Under a style sheet Qt cuts a long choice off instead of ending it in ….
        room = self.width() - theme.px(44) - (self.iconSize().width() if not option.currentIcon.isNull() else 0)
        cut = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, max(room, 20))
        option.currentText = cut

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceField(QWidget):
    """A labelled list of choices; ``chosen`` carries the value that a person chose ("" for none)."""

    chosen = Signal(str)

    def __init__(self, title: str, *, name: str, head: bool = False, quiet: bool = False) -> None:
        super().__init__()
        self.combo = QuietCombo(self, quiet=quiet)
        self.combo.setObjectName(name)
        self.combo.setAccessibleName(title)
        self.title = label(title, "head" if head else "label")
        self.title.setBuddy(self.combo)
        self.combo.activated.connect(lambda _index: self.chosen.emit(self.combo.currentData() or ""))
        if quiet:
            self.title.setContentsMargins(theme.px(QUIET_INSET), 0, 0, 0)
        self.setLayout(column(self.title, self.combo, spacing=0 if quiet else 4))

    def show_choices(self, choices: Sequence[tuple[str, str]], value: str | None) -> None:
        """Offer (value, words) pairs and show the one that holds; one that is not offered is shown as none."""
        self.combo.blockSignals(True)
        offered = [(self.combo.itemData(n), self.combo.itemText(n)) for n in range(self.combo.count())]
        if offered != list(choices):
            self.combo.clear()
            for one, words in choices:
                self.combo.addItem(words, one)
        self.combo.setCurrentIndex(max(-1, self.combo.findData(value or "")))
        self.combo.setToolTip(self.combo.currentText())
        self.combo.blockSignals(False)

    def value(self) -> str:
        """The value that holds, "" for none."""
        return self.combo.currentData() or ""

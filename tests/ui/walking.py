"""Walks over every widget of a screen and names what a person could not use: no name, no contrast, cut, over another.

Each function gives sentences, one a fault, so that a failing test reads as a list of what to mend. Widgets that end
their text in … on purpose are known by carrying the whole of it as tool tip and accessible name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPalette, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

#: Least contrast of letters, and of marks such as edges and icons (WCAG 2.2, 1.4.3 and 1.4.11).
LETTERS, MARKS = 4.5, 3.0
#: A rounded pixel more or less is no fault.
SLACK = 1
#: How wide a dialog can be on the smallest screen that NetDesk is made for.
LAPTOP = 1280 - 40
FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)


def seen(root: QWidget) -> Iterator[QWidget]:
    """Every widget of this window that is shown, its pop-ups and Qt's own inner parts left out."""
    for one in root.findChildren(QWidget):
        if one.isVisibleTo(root) and one.window() is root and not one.objectName().startswith("qt_"):
            yield one


def called(widget: QWidget) -> str:
    """How a fault names a widget."""
    names = []
    one: QWidget | None = widget
    while one is not None and len(names) < 3:
        if one.objectName() or one is widget:
            names.append(one.objectName() or f"{type(one).__name__} “{words_of(one)[:40]}”")
        one = one.parentWidget()
    return " in ".join(names)


def words_of(widget: QWidget) -> str:
    """The words a widget shows in one piece, "" where it shows none."""
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.toPlainText() if isinstance(widget, QTextEdit | QPlainTextEdit) else ""


# Names and order


def focusable(root: QWidget) -> list[QWidget]:
    """What can take the focus by Tab, whatever Tab does."""
    return [
        one for one in seen(root)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and one.focusProxy() is None
    ]  # fmt: skip


def tabbed(root: QWidget) -> list[QWidget]:
    """What Tab really goes through, from the rail or a dialog's beginning on."""
    found: list[QWidget] = []
    stops = focusable(root)
    start = next((one for one in stops if one.objectName() == "rail_find"), None)
    if stops:
        (start or min(stops, key=lambda one: reading_place(one, root))).setFocus()
    while True:
        now = root.focusWidget()
        if now is None or now in found:
            return found
        found.append(now)
        root.focusNextPrevChild(True)


def reading_place(one: QWidget, root: QWidget) -> tuple[int, ...]:
    """Where reading comes to a widget; what scrolls comes where its hole is, however far down it lies in there."""
    hole, own = place([*holes_of(one, root), one][0], root), place(one, root)
    return hole.top(), hole.left(), own.top(), own.left()


def nameless(root: QWidget) -> list[str]:
    """What can take the focus but has no accessible name."""
    return [f"{called(one)} has no accessible name" for one in focusable(root) if not one.accessibleName().strip()]


def disorder(root: QWidget) -> list[str]:
    """Where Tab jumps back: up to something above, or left on the same line."""
    faults = []
    order = tabbed(root)
    faults += [f"Tab does not reach {called(one)}" for one in focusable(root) if one not in order]
    for one, other in pairwise(order):
        here, there = places(one, other, root)
        beside = min(here.right(), there.right()) - max(here.left(), there.left()) > 0
        both = min(here.bottom(), there.bottom()) - max(here.top(), there.top())
        level = both > min(here.height(), there.height()) / 2
        if beside and there.bottom() <= here.top():
            faults.append(f"Tab goes up from {called(one)} to {called(other)}")
        elif level and there.right() <= here.left():
            faults.append(f"Tab goes back from {called(one)} to {called(other)}")
    return faults


def places(one: QWidget, other: QWidget, root: QWidget) -> tuple[QRect, QRect]:
    """Where two widgets lie to each other; what scrolls is where its hole is for what does not scroll with it."""
    mine, yours = holes_of(one, root), holes_of(other, root)
    while mine and yours and mine[0] is yours[0]:  # they scroll together
        mine, yours = mine[1:], yours[1:]
    return place((mine or [one])[0], root), place((yours or [other])[0], root)


def holes_of(widget: QWidget, root: QWidget) -> list[QWidget]:
    """The scroll areas that a widget scrolls in, the outermost first."""
    found: list[QWidget] = []
    above = widget.parentWidget()
    while above is not None and above is not root:
        if isinstance(above, QScrollArea):
            found.insert(0, above)
        above = above.parentWidget()
    return found


def place(widget: QWidget, root: QWidget) -> QRect:
    """Where a widget would lie in the window if nothing were scrolled."""
    found = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
    above = widget.parentWidget()
    while above is not None and above is not root:
        if isinstance(above, QScrollArea):
            found.translate(above.horizontalScrollBar().value(), above.verticalScrollBar().value())
        above = above.parentWidget()
    return found


# Contrast


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def over(colour: QColor, ground: QColor) -> QColor:
    """What a colour that lets its ground through looks like on it."""
    share = colour.alphaF()
    pairs = zip(colour.getRgbF()[:3], ground.getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(share * one + (1 - share) * under for one, under in pairs))


def ground_of(widget: QWidget) -> QColor:
    """The colour behind a widget's words: its own where it paints one, else that of what it lies on."""
    one: QWidget | None = widget
    while one is not None:
        paints = (
            one.property("role") not in (None, "body", "scrolled")
            or isinstance(one, (QPushButton, *FIELDS))
            or one.testAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            or one.autoFillBackground()
            or one.isWindow()
        )
        brush = one.palette().brush(QPalette.ColorRole.Window)
        if paints and brush.style() != Qt.BrushStyle.NoBrush and brush.color().alpha() == 255:
            return brush.color()
        one = one.parentWidget()
    raise AssertionError("a window paints its ground")


def faint(root: QWidget) -> list[str]:
    """Words, hints and edges of fields that do not stand out from their ground."""
    faults = []
    for one in seen(root):
        if not isinstance(one, (QLabel, QAbstractButton, *FIELDS)):
            continue
        palette, ground = one.palette(), ground_of(one)
        role = QPalette.ColorRole.Text if isinstance(one, FIELDS) else QPalette.ColorRole.WindowText
        if words_of(one) and contrast(palette.color(role), ground) < LETTERS:
            faults.append(f"{called(one)}: {palette.color(role).name()} on {ground.name()}")
        if isinstance(one, QLineEdit | QTextEdit | QPlainTextEdit):
            hint = over(palette.color(QPalette.ColorRole.PlaceholderText), ground)
            if contrast(hint, ground) < LETTERS:
                faults.append(f"the hint of {called(one)}: {hint.name()} on {ground.name()}")
    return faults


# Cut and over another


def cut(root: QWidget) -> list[str]:
    """Words that have no room in their widget, and widgets that stick out of what they lie in."""
    faults = []
    for one in seen(root):
        missing = missing_room(one)
        if missing and not tells_whole(one):
            faults.append(f"{called(one)} is cut: {missing}")
        outside = sticks_out(one)
        if outside:
            faults.append(f"{called(one)} sticks out of its place: {outside}")
    return faults


def tells_whole(widget: QWidget) -> bool:
    """Whether a widget that shows less than all says the whole otherwise."""
    if isinstance(widget, QHeaderView | QAbstractItemView):
        return False
    whole = widget.toolTip().strip()
    return bool(whole) and bool(widget.accessibleName() or isinstance(widget, QLabel))


def missing_room(one: QWidget) -> str:
    """What has no room in the widget; "" where all has."""
    if isinstance(one, QLabel):
        return _label_room(one)
    if isinstance(one, QMenuBar):
        last = one.actionGeometry(one.actions()[-1])
        return "" if last.right() <= one.width() + SLACK else "the menu bar's last menus"
    if isinstance(one, QCheckBox | QPushButton):
        need = one.sizeHint().width()
        return "" if not one.text() or one.width() >= need - SLACK else f"“{one.text()}” {one.width()} of {need}"
    if isinstance(one, QComboBox):
        need = QFontMetrics(one.font()).horizontalAdvance(one.currentText())
        room = one.width() - _arrow(one)
        return "" if room >= need - SLACK else f"“{one.currentText()}” {room} of {need}"
    if isinstance(one, QLineEdit) and not one.text():
        need = QFontMetrics(one.font()).horizontalAdvance(one.placeholderText())
        room = one.contentsRect().width() - 4
        return "" if room >= need - SLACK else f"its hint “{one.placeholderText()}” {room} of {need}"
    if isinstance(one, QTextEdit) and one.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        need = int(one.document().size().height())
        return "" if one.viewport().height() >= need - 4 else f"{one.viewport().height()} of {need} in height"
    if isinstance(one, QHeaderView):
        return _header_room(one)
    return ""


def _label_room(one: QLabel) -> str:
    if not one.text() or (one.pixmap() and not one.pixmap().isNull()):
        return ""
    room = one.contentsRect()
    metrics = QFontMetrics(one.font())
    if one.textFormat() == Qt.TextFormat.RichText or (one.textFormat() == Qt.TextFormat.AutoText and "<" in one.text()):
        document = QTextDocument()
        document.setDefaultFont(one.font())
        document.setDocumentMargin(0)
        document.setHtml(one.text())
        document.setTextWidth(room.width() if one.wordWrap() else -1)
        need_width, need_height = document.idealWidth(), document.size().height()
    else:
        flags = Qt.TextFlag.TextWordWrap if one.wordWrap() else 0
        bounds = metrics.boundingRect(QRect(0, 0, room.width(), 100_000), flags, one.text())
        need_width, need_height = bounds.width(), bounds.height()
        if one.wordWrap():
            words = re.split(r"[\s\u200b/–—-]+", one.text())
            need_width = max(metrics.horizontalAdvance(word) for word in words)
    if need_width > room.width() + SLACK:
        return f"“{one.text()[:60]}” {room.width()} of {need_width:.0f}"
    # The space between lines may be less than the font's own.
    if need_height > one.height() + 3 * SLACK:
        return f"“{one.text()[:60]}” {one.height()} of {need_height:.0f} in height"
    return ""


def _arrow(one: QComboBox) -> int:
    from PySide6.QtWidgets import QStyle, QStyleOptionComboBox

    option = QStyleOptionComboBox()
    option.initFrom(one)
    inner = one.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, one
    )
    return one.width() - inner.width()


def _header_room(one: QHeaderView) -> str:
    model, along = one.model(), one.orientation()
    if model is None or along == Qt.Orientation.Vertical:
        return ""
    for section in range(one.count()):
        text = model.headerData(section, along, Qt.ItemDataRole.DisplayRole)
        tip = model.headerData(section, along, Qt.ItemDataRole.ToolTipRole)
        if text and not one.isSectionHidden(section) and not tip:
            need = one.sectionSizeFromContents(section).width()
            if one.sectionSize(section) < need - SLACK:
                return f"the head “{text}” {one.sectionSize(section)} of {need}"
    return ""


def sticks_out(one: QWidget) -> str:
    """How far a widget leaves its parent's rectangle, "" where it does not; what scrolls may be longer."""
    parent = one.parentWidget()
    if parent is None or isinstance(one, QScrollBar) or one.isWindow():
        return ""
    hole, mine = parent.rect(), one.geometry()
    area = parent.parentWidget()
    if isinstance(area, QAbstractScrollArea) and parent is area.viewport():
        if not isinstance(area, QScrollArea):
            return ""
        never = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        return f"{mine.width()} of {hole.width()} wide" if never and mine.width() > hole.width() + SLACK else ""
    over = max(mine.right() - hole.right(), mine.bottom() - hole.bottom(), -mine.left(), -mine.top())
    return f"by {over}" if over > SLACK else ""


def sideways(root: QWidget) -> list[str]:
    """Sheets that one must move sideways to read a line. Printed pages are as large as they are wanted."""
    faults = []
    for one in seen(root):
        if isinstance(one, QScrollArea) and one.objectName() != "preview_pages":
            beyond = one.horizontalScrollBar().maximum()
            # A dialog is as wide as it asks for; only the screen of the tests, 800 wide, is narrower than a laptop's.
            spare = max(0, LAPTOP - root.width()) if isinstance(root, QDialog) else 0
            if beyond > spare:
                seen_of_it = one.viewport().width()
                faults.append(f"{called(one)} scrolls sideways: {seen_of_it} of {seen_of_it + beyond}")
    return faults


def overlapping(root: QWidget) -> list[str]:
    """Neighbours of which one lies over the other."""
    faults = []
    for parent in (root, *seen(root)):
        if isinstance(parent, QAbstractScrollArea) or isinstance(parent.parentWidget(), QAbstractItemView):
            continue
        near = [
            one for one in parent.children()
            if isinstance(one, QWidget) and one.isVisibleTo(root) and not one.isWindow()
            and not one.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            and not isinstance(one, QScrollBar)
            and not one.property("drawer")  # it lies over the page for as long as it is used
        ]  # fmt: skip
        for one, other in combinations(near, 2):
            both = one.geometry().intersected(other.geometry())
            if both.width() > SLACK and both.height() > SLACK:
                faults.append(f"{called(one)} and {called(other)} overlap by {both.width()}×{both.height()}")
    return faults


def too_large(root: QWidget, width: int, height: int) -> list[str]:
    """A window that does not fit the screen."""
    height = max(height, root.screen().availableSize().height())
    if root.width() > width or root.height() > height:
        return [f"{called(root)} is {root.width()}×{root.height()}, the screen {width}×{height}"]
    return []


def faults_of(root: QWidget) -> list[str]:
    """Everything that is wrong with how a window is laid out."""
    return [*cut(root), *sideways(root), *overlapping(root), *too_large(root, 1280, 720)]



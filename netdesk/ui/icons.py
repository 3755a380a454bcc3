"""Icons of one stroke style, recoloured from SVG so that light, dark and disabled all come from one file."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel

from netdesk import paths
from netdesk.ui import theme
from netdesk.ui.recolour import keep_coloured


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int = 20, ratio: float = 2.0) -> QPixmap:
    """The icon ``name`` in one colour, ``size`` logical pixels square, sharp up to the given pixel ratio.

    A page shows the same few many times over, so Qt keeps what has been drawn.
    """
    surface = theme.tokens().surface
    key = f"netdesk {name} {colour} {surface} {size} {ratio}"
    image = QPixmap()
    if QPixmapCache.find(key, image):
        return image
    drawing = _drawing(name).replace("currentColor", colour).replace("#ffffff", surface)
    image = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    image.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, image)
    return image


def icon(name: str, role: str = "second", *, always: bool = False) -> QIcon:
    """The icon as Qt wants it, in the token of its role; disabled in a quiet one, unless it ``always`` can be used."""
    colours = theme.tokens()
    made = QIcon(pixmap(name, getattr(colours, role)))
    if not always:
        made.addPixmap(pixmap(name, colours.off), QIcon.Mode.Disabled)
    return made


def put_icon(
    button: QAbstractButton,
    name: str | Callable[[], str],
    role: str = "second",
    *,
    checked_role: str = "",
    always: bool = False,
) -> Callable[[], None]:
    """Show the icon on the button, and paint it anew whenever the theme changes.

    Where ``name`` is a function, the returned one paints the icon that it names by then. Only what is shown is drawn,
    because the window's frame waits for it: the look of a checked button once it is checked, and that of a disabled
    one for no button that can ``always`` be used.
    """
    button.setIconSize(QSize(theme.px(18), theme.px(18)))

    def paint() -> None:
        shown = name if isinstance(name, str) else name()
        button.setIcon(icon(shown, checked_role if checked_role and button.isChecked() else role, always=always))

    keep_coloured(button, paint)
    if checked_role:
        button.toggled.connect(lambda _on: paint())
    return paint


def picture(name: str, role: str = "second", size: int = 16) -> QLabel:
    """A label that shows the icon; words beside it must say the same, so it is silent for screen readers."""
    label = QLabel()
    label.setFixedSize(theme.px(size), theme.px(size))
    keep_coloured(label, lambda: label.setPixmap(pixmap(name, getattr(theme.tokens(), role), theme.px(size))))
    return label

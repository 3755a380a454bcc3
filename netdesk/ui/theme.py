"""Colours, type and spacing of the window: one table of tokens for light and dark, applied to the whole program."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from netdesk import paths
from netdesk.ui.stylesheet import stylesheet

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = ("system", "light", "dark")

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew")
BODY = 13


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colour of each role as #RRGGBB; the roles are those of the design's palette."""

    dark: bool
    ground: str
    surface: str
    sunken: str
    chart_ground: str
    border: str
    control: str
    grid: str
    text: str
    second: str
    quiet: str
    accent: str
    accent_tint: str
    on_accent: str
    improvement: str
    concern: str
    neutral: str
    common: str
    hint: str
    hint_edge: str


LIGHT = Tokens(
    dark=False,
    ground="#FBF9F4",
    surface="#FFFFFF",
    sunken="#F4F1E9",
    chart_ground="#FFFFFF",
    border="#DFDACE",
    control="#8C897E",
    grid="#ECE8DE",
    text="#1F2523",
    second="#4E5654",
    quiet="#646B68",
    accent="#0B5E5A",
    accent_tint="#E1EFEC",
    on_accent="#FFFFFF",
    improvement="#0072B2",
    concern="#D55E00",
    neutral="#A6548A",
    common="#6B716F",
    hint="#FBF3DC",
    hint_edge="#9C7A12",
)
DARK = Tokens(
    dark=True,
    ground="#171918",
    surface="#1F2221",
    sunken="#121413",
    chart_ground="#1A1D1C",
    border="#363B39",
    control="#757B78",
    grid="#2B2F2D",
    text="#ECE9E2",
    second="#BBBBB4",
    quiet="#9C9E98",
    accent="#63C7BC",
    accent_tint="#1B3633",
    on_accent="#0D201E",
    improvement="#56B4E9",
    concern="#E69F00",
    neutral="#DB95BC",
    common="#A4A7A2",
    hint="#332D18",
    hint_edge="#B9962B",
)


class _News(QObject):
    """Tells painted things (icons, charts) that the colours have changed."""

    changed = Signal()


_tokens = LIGHT
_scale = 1.0
_news: _News | None = None


def tokens() -> Tokens:
    """The tokens in use."""
    return _tokens


def news() -> _News:
    """The object whose ``changed`` signal is sent when the tokens change."""
    global _news
    if _news is None:
        _news = _News()
    return _news


def px(length: float) -> int:
    """A length of the design at 100 % in this system's text scale, in logical pixels."""
    return round(length * _scale)


def font(size: float = BODY, *, bold: bool = False) -> QFont:
    """The program's font at a design size, bundled so that screen and paper look the same."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(px(size))
    if bold:
        made.setWeight(QFont.Weight.Bold)
    return made


def set_up(app: QApplication, mode: Mode = "system") -> None:
    """Give the program its style, fonts and colours; to be called once, before the first window."""
    global _scale
    app.setStyle("Fusion")
    # An old choice of the system to show text larger must be kept: our sizes grow with the system's own font.
    system_size = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).pixelSize()
    offscreen = app.platformName() in {"offscreen", "minimal"}  # these have no system font to follow
    _scale = 1.0 if offscreen else min(2.0, max(1.0, system_size / BODY))
    for file in sorted(paths.resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    app.setFont(font())
    set_mode(app, mode)
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: _follow_system(app))


def set_mode(app: QApplication, mode: Mode) -> None:
    """Use light, dark or the system's colours from now on, in every open window."""
    global _tokens
    app.setProperty("netdesk_mode", mode)
    dark = mode == "dark" or (mode == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark)
    _tokens = DARK if dark else LIGHT
    app.setPalette(_palette(_tokens))
    colours = {field.name: str(getattr(_tokens, field.name)) for field in fields(Tokens)}
    app.setStyleSheet(stylesheet(colours, px, chevron=_file("chevron-down"), tick=_file("tick")))
    news().changed.emit()


def mode(app: QApplication) -> Mode:
    """The chosen mode."""
    chosen = app.property("netdesk_mode")
    return chosen if chosen in MODES else "system"


def polish(widget: QWidget) -> None:
    """Apply the style sheet again after a property that it looks at has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _follow_system(app: QApplication) -> None:
    if mode(app) == "system":
        set_mode(app, "system")


def _file(name: str) -> str:
    """A picture of the style sheet, which cannot recolour: one file a mode is kept."""
    return paths.resource("icons", f"{name}-{'dark' if _tokens.dark else 'light'}.svg").as_posix()


def _palette(colours: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, colours.ground),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.sunken),
        (role.Text, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.text),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.quiet),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Accent, colours.accent),
        (role.Light, colours.surface),
        (role.Midlight, colours.grid),
        (role.Mid, colours.border),
        (role.Dark, colours.control),
        (role.Shadow, colours.border),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.quiet))
    return palette

"""Colours, type and spacing of the window: one table of tokens for light and dark, applied to the whole program."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from netdesk import paths
from netdesk.ui.recolour import recolouring
from netdesk.ui.stylesheet import stylesheet

Mode = Literal["system", "light", "dark", "contrast"]
MODES: tuple[Mode, ...] = ("system", "light", "dark", "contrast")
#: Text sizes in percent that can be chosen, beside the system's own.
TEXT_SIZES = (100, 110, 125, 150, 175, 200)

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew")
BODY = 13


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colour of each role as #RRGGBB; the roles are those of the design's palette, and ``off`` for what cannot be
    used now: where quiet words are as strong as others it must be told from both."""

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
    off: str
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
    off="#646B68",
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
    off="#9C9E98",
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
#: For those who need edges and letters as strong as a screen can show them: text 21:1, marks and edges at least 4.5:1.
LIGHT_CONTRAST = replace(
    LIGHT,
    ground="#FFFFFF",
    sunken="#FFFFFF",
    border="#595959",
    control="#000000",
    grid="#C8C8C8",
    text="#000000",
    second="#000000",
    quiet="#333333",
    off="#666666",
    accent="#00433F",
    accent_tint="#D5EBE8",
    improvement="#00497A",
    concern="#9C3F00",
    neutral="#7A2B62",
    common="#333333",
    hint="#FFF4CC",
    hint_edge="#6B5200",
)
DARK_CONTRAST = replace(
    DARK,
    ground="#000000",
    surface="#000000",
    sunken="#000000",
    chart_ground="#000000",
    border="#A6A6A6",
    control="#FFFFFF",
    grid="#4A4A4A",
    text="#FFFFFF",
    second="#FFFFFF",
    quiet="#D6D6D6",
    off="#A0A0A0",
    accent="#8FEDE2",
    accent_tint="#0F3B37",
    on_accent="#000000",
    improvement="#8CCBF2",
    concern="#FFC247",
    neutral="#F0B3D6",
    common="#D6D6D6",
    hint="#2E2600",
    hint_edge="#FFD84D",
)


_tokens = LIGHT
_system_scale = 1.0
_text_size = 100
_scale = 1.0


def tokens() -> Tokens:
    """The tokens in use."""
    return _tokens


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


def set_up(app: QApplication, mode: Mode = "system", text_size: int = 100) -> None:
    """Give the program its style, fonts and colours; to be called once, before the first window."""
    global _system_scale
    # An old choice of the system to show text larger must be kept: our sizes grow with the system's own font.
    system_size = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).pixelSize()
    offscreen = app.platformName() in {"offscreen", "minimal"}  # these have no system font to follow
    _system_scale = 1.0 if offscreen else min(2.0, max(1.0, system_size / BODY))
    for file in sorted(paths.resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    _set_scale(app, text_size)
    set_mode(app, mode)
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: _follow_system(app))


def text_size() -> int:
    """The chosen text size in percent of the system's."""
    return _text_size


def set_text_size(app: QApplication, percent: int) -> None:
    """Use another text size, from 100 to 200 %. Widgets take their measures when made: open windows are made anew."""
    _set_scale(app, percent)
    set_mode(app, mode(app))


def _set_scale(app: QApplication, percent: int) -> None:
    global _scale, _text_size
    _text_size = min(TEXT_SIZES[-1], max(TEXT_SIZES[0], percent))
    _scale = min(2.0, _system_scale * _text_size / 100)
    app.setFont(font())


def tokens_for(mode: Mode, *, system_dark: bool, system_contrast: bool) -> Tokens:
    """The colours of a mode, given what the system asks for."""
    dark = mode == "dark" or (mode in ("system", "contrast") and system_dark)
    if mode == "contrast" or (mode == "system" and system_contrast):
        return DARK_CONTRAST if dark else LIGHT_CONTRAST
    return DARK if dark else LIGHT


def set_mode(app: QApplication, mode: Mode) -> None:
    """Use these colours from now on, in every open window: light, dark, high contrast, or what the system asks for."""
    global _tokens
    app.setProperty("netdesk_mode", mode)
    hints = app.styleHints()
    strong = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    _tokens = tokens_for(mode, system_dark=hints.colorScheme() == Qt.ColorScheme.Dark, system_contrast=strong)
    colours = {field.name: str(getattr(_tokens, field.name)) for field in fields(Tokens)}
    sheet = stylesheet(colours, px, chevron=_file("chevron-down"), tick=_file("tick"))
    recolouring().begin(app, _palette(_tokens), sheet)


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
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.off))
    return palette

"""Paints `core.drawing` and lines of text on a reportlab canvas: fonts embedded, right-to-left text in its order."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from netdesk import paths
from netdesk.core import drawing, text
from netdesk.core.drawing import Drawing, Line, Marker, Palette, Polyline, Rect, Text
from netdesk.reports import vowels

if TYPE_CHECKING:
    from arabic_reshaper import ArabicReshaper
    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas


def register_fonts() -> None:
    """Make the bundled fonts known to reportlab; harmless when it is done twice."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    rl_config.useA85 = 0  # streams as bytes, not as letters: a fifth shorter, and quicker
    known = set(pdfmetrics.getRegisteredFontNames())
    for bold in (False, True):
        for face in text.faces(bold):
            if face.name not in known:
                pdfmetrics.registerFont(TTFont(face.name, str(paths.resource("fonts", f"{face.name}.ttf"))))


def is_right_to_left(line: str) -> bool:
    """True if the line's first letter with a direction is Arabic or Hebrew."""
    if line.isascii():
        return False
    for letter in line:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def _needs_order(line: str) -> bool:
    if line.isascii():
        return False
    return any(letter > "\u058f" and unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in line)


def in_visual_order(line: str, *, right_to_left: bool | None = None) -> str:
    """The line as its glyphs stand from left to right: Arabic joined, right-to-left stretches turned round."""
    if not _needs_order(line):
        return line
    from bidi.algorithm import get_display

    if right_to_left is None:
        right_to_left = is_right_to_left(line)
    return str(get_display(_joining().reshape(line), base_dir="R" if right_to_left else "L"))


@lru_cache
def _joining() -> ArabicReshaper:
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"delete_harakat": False})  # what was written is printed, vowels too


def draw_line(
    canvas: Canvas, x: float, y: float, line: str, size: float, *, bold: bool = False, right_to_left: bool | None = None
) -> float:
    """Paint one line with its left end at (x, y) in PDF units and give its width.

    Glyphs go in as they stand: readers of PDF text expect that and turn right-to-left words back themselves (an
    ActualText in written order would be turned a second time by some).
    """
    ordered = in_visual_order(text.printable(line), right_to_left=right_to_left)
    start = x
    pieces = text.face_runs(ordered, bold)
    for name, piece in pieces:
        canvas.setFont(name, size)
        if name.startswith(vowels.ARABIC) and vowels.has_marks(piece):
            _draw_with_marks(canvas, x, y, name, piece, size)
        else:
            canvas.drawString(x, y, piece)
        x += text.measure(piece, size, bold) if len(pieces) == 1 else canvas.stringWidth(piece, name, size)
    return x - start


def _draw_with_marks(canvas: Canvas, x: float, y: float, name: str, piece: str, size: float) -> None:
    """The letters, then each mark in its place; readers of PDF text find the word as people search for it, without."""
    canvas.drawString(x, y, vowels.without_marks(piece))
    canvas.addLiteral("/Span <</ActualText ()>> BDC")
    for one in vowels.placed(piece, name):
        canvas.drawString(x + one.x * size / 1000, y + one.y * size / 1000, one.mark)
    canvas.addLiteral("EMC")


def line_width(line: str, size: float, *, bold: bool = False) -> float:
    """The width that `draw_line` will need: of the joined forms, which differ from the single letters."""
    shown = text.printable(line)
    return text.measure(in_visual_order(shown), size, bold) if _needs_order(shown) else text.measure(shown, size, bold)


def paint(
    canvas: Canvas, picture: Drawing, x: float, y: float, *, scale: float = 1.0, palette: Palette = drawing.PRINT
) -> None:
    """Paint the drawing with its upper left corner at (x, y), PDF units from the lower left of the page.

    Call `register_fonts` before.
    """
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(scale, -scale)
    canvas.setLineCap(0)
    canvas.setLineJoin(1)
    for child in drawing.flat(picture.children):
        _paint_one(canvas, child, palette)
    canvas.restoreState()


def _paint_one(canvas: Canvas, child: Line | Polyline | Rect | Marker | Text, palette: Palette) -> None:
    if isinstance(child, Text):
        _paint_text(canvas, child, palette)
        return
    if isinstance(child, Line):
        _stroke(canvas, palette[child.stroke], child.width, child.dash)
        canvas.line(child.x1, child.y1, child.x2, child.y2)
        return
    if isinstance(child, Polyline):
        fills = _fill(canvas, child.fill, palette)
        strokes = _stroke(canvas, palette[child.stroke] if child.stroke else None, child.width, child.dash)
        _paint_path(canvas, child.points, fills, strokes, closed=child.fill is not None)
        return
    fills = _fill(canvas, child.fill, palette)
    dash = child.dash if isinstance(child, Marker) else ()
    strokes = _stroke(canvas, palette[child.stroke] if child.stroke else None, child.stroke_width, dash)
    if isinstance(child, Rect):
        if child.radius:
            canvas.roundRect(child.x, child.y, child.width, child.height, child.radius, stroke=strokes, fill=fills)
        else:
            canvas.rect(child.x, child.y, child.width, child.height, stroke=strokes, fill=fills)
    elif child.shape == "circle":
        canvas.circle(child.x, child.y, child.size / 2, stroke=strokes, fill=fills)
    else:
        _paint_path(canvas, drawing.outline(child), fills, strokes, closed=True)


def _paint_text(canvas: Canvas, child: Text, palette: Palette) -> None:
    canvas.saveState()
    canvas.translate(child.left, child.y)
    canvas.scale(1, -1)  # the drawing's y goes down, a letter's goes up
    canvas.setFillColor(colour(palette[child.colour]))
    needed = line_width(child.text, child.size, bold=child.bold)
    # Joined Arabic differs a little from its single letters: it is centred in the room that was measured.
    draw_line(canvas, (child.width - needed) / 2, 0, child.text, child.size, bold=child.bold)
    canvas.restoreState()


def _paint_path(
    canvas: Canvas, points: tuple[tuple[float, float], ...], fills: int, strokes: int, *, closed: bool
) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if closed:
        path.close()
    canvas.drawPath(path, stroke=strokes, fill=fills)


def _stroke(canvas: Canvas, code: str | None, width: float, dash: tuple[float, ...]) -> int:
    if code is None:
        return 0
    canvas.setStrokeColor(colour(code))
    canvas.setLineWidth(width)
    canvas.setDash(list(dash) if dash else [])
    return 1


def _fill(canvas: Canvas, role: drawing.Role | None, palette: Palette) -> int:
    if role is None:
        return 0
    canvas.setFillColor(colour(palette[role]))
    return 1


@lru_cache(maxsize=64)
def colour(code: str) -> Color:
    """The colour of a code such as "#1F2523"."""
    from reportlab.lib.colors import HexColor

    return HexColor(code)

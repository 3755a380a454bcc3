"""Paints core.drawing primitives with Qt: the same drawing that print paints, in the theme's colours."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from netdesk.core import drawing
from netdesk.core.drawing import Line, Marker, Polyline, Primitive, Rect, Text
from netdesk.ui import theme

#: The roles whose token has another name.
_TOKENS = {"second_text": "second", "quiet_text": "quiet"}


def colour_of(role: drawing.Role) -> QColor:
    """The colour of a role on the screen as it is now."""
    return QColor(getattr(theme.tokens(), _TOKENS.get(role, role)))


def paint(painter: QPainter, children: Iterable[Primitive]) -> None:
    """Paint the primitives in their order, in the painter's own coordinates."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    strokes: list[QLineF] = []
    pen: tuple[drawing.Role | None, float] | None = None
    for child in drawing.flat(tuple(children)):
        stroke = _stroke(child)
        if strokes and (stroke is None or stroke[0] != pen):
            _draw_strokes(painter, pen, strokes)
            strokes = []
        if stroke is not None:
            pen = stroke[0]
            strokes.append(stroke[1])
        else:
            _one(painter, child)
    if strokes:
        _draw_strokes(painter, pen, strokes)


def _stroke(child: Primitive) -> tuple[tuple[drawing.Role | None, float], QLineF] | None:
    """What an undashed straight line is drawn with, and where it lies; None for anything else.

    A chart of five thousand points has ten thousand of them in a row: drawn at once, they cost a tenth.
    """
    if isinstance(child, Line) and not child.dash:
        return (child.stroke, child.width), QLineF(*_crisp(child))
    if isinstance(child, Polyline) and not child.dash and not child.fill and len(child.points) == 2:
        (x1, y1), (x2, y2) = child.points
        return (child.stroke, child.width), QLineF(x1, y1, x2, y2)
    return None


def _draw_strokes(painter: QPainter, pen: tuple[drawing.Role | None, float] | None, strokes: list[QLineF]) -> None:
    assert pen is not None
    painter.setPen(_pen(*pen, ()))
    painter.drawLines(strokes)


def _one(painter: QPainter, child: Line | Polyline | Rect | Marker | Text) -> None:
    if isinstance(child, Text):
        _text(painter, child)
    elif isinstance(child, Line):
        painter.setPen(_pen(child.stroke, child.width, child.dash))
        painter.drawLine(*_crisp(child))
    elif isinstance(child, Polyline):
        painter.setPen(_pen(child.stroke, child.width, child.dash))
        painter.setBrush(_brush(child.fill))
        shape = QPolygonF([QPointF(x, y) for x, y in child.points])
        if child.fill:
            painter.drawPolygon(shape)
        else:
            painter.drawPolyline(shape)
    elif isinstance(child, Rect):
        painter.setPen(_pen(child.stroke, child.stroke_width, ()))
        painter.setBrush(_brush(child.fill))
        area = QRectF(child.x, child.y, child.width, child.height)
        painter.drawRoundedRect(area, child.radius, child.radius)
    else:
        _marker(painter, child)


def _crisp(line: Line) -> tuple[QPointF, QPointF]:
    # A hairline on whole pixels is smeared over two rows by antialiasing: set it on their middle.
    shift = 0.5 if line.width <= 1 else 0.0
    if line.y1 == line.y2:
        y = round(line.y1) + shift
        return QPointF(line.x1, y), QPointF(line.x2, y)
    if line.x1 == line.x2:
        x = round(line.x1) + shift
        return QPointF(x, line.y1), QPointF(x, line.y2)
    return QPointF(line.x1, line.y1), QPointF(line.x2, line.y2)


def _marker(painter: QPainter, marker: Marker) -> None:
    painter.setPen(_pen(marker.stroke, marker.stroke_width, marker.dash))
    painter.setBrush(_brush(marker.fill))
    if marker.shape == "circle":
        painter.drawEllipse(QPointF(marker.x, marker.y), marker.size / 2, marker.size / 2)
    else:
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in drawing.outline(marker)]))


@lru_cache(maxsize=2)
def _font(bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(theme.FAMILIES))
    font.setPixelSize(100)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setBold(bold)
    return font


@lru_cache(maxsize=8192)
def _natural_width(text: str, bold: bool) -> float:
    return QFontMetricsF(_font(bold)).horizontalAdvance(text)


def _text(painter: QPainter, text: Text) -> None:
    font = _font(text.bold)
    # Set at 100 px and scaled: sizes of the drawing are not whole pixels. Stretched to the width that the drawing
    # measured, because Qt's own differs by 2-3 % and labels would touch.
    natural = _natural_width(text.text, text.bold)
    scale = text.size / 100
    stretch = text.width / (natural * scale) if natural > 0 and text.width > 0 else 1.0
    painter.save()
    painter.setPen(colour_of(text.colour))
    painter.setFont(font)
    painter.translate(text.left, text.y)
    painter.scale(scale * min(max(stretch, 0.8), 1.2), scale)
    painter.drawText(QPointF(0, 0), text.text)
    painter.restore()


def _pen(role: drawing.Role | None, width: float, dash: tuple[float, ...]) -> QPen:
    if role is None:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(colour_of(role), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        pen.setDashPattern([length / width for length in dash])
    return pen


def _brush(role: drawing.Role | None) -> QBrush:
    return QBrush(colour_of(role)) if role else QBrush(Qt.BrushStyle.NoBrush)

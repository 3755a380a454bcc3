"""A drawing as SVG text: one file that needs nothing else, with title and description for screen readers."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from netdesk.core import drawing
from netdesk.core.drawing import Drawing, Group, Line, Marker, Palette, Polyline, Primitive, Rect, Text


def svg_text(picture: Drawing, palette: Palette = drawing.LIGHT, *, lang: str = "en") -> str:
    """The drawing as a complete SVG document in the colours of `palette`.

    Text keeps the width it was measured with (textLength), so that nothing overlaps where Noto Sans is not installed.
    """
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(picture.width)}" height="{_n(picture.height)}" '
        f'viewBox="0 0 {_n(picture.width)} {_n(picture.height)}" role="img" lang={quoteattr(lang)} '
        'aria-labelledby="title desc" font-family="\'Noto Sans\', sans-serif">',
        f'<title id="title">{_text(picture.title)}</title>',
        f'<desc id="desc">{_text(picture.description)}</desc>',
        f'<rect width="{_n(picture.width)}" height="{_n(picture.height)}" fill="{palette["chart_ground"]}"/>',
    ]
    for child in picture.children:
        parts += _element(child, palette)
    parts.append("</svg>\n")
    return "\n".join(parts)


def _element(child: Primitive, palette: Palette) -> list[str]:
    if isinstance(child, Group):
        name = f" aria-label={quoteattr(_clean(child.label))}" if child.label else ""
        return [f"<g{name}>", *(line for one in child.children for line in _element(one, palette)), "</g>"]
    if isinstance(child, Line):
        return [
            f'<line x1="{_n(child.x1)}" y1="{_n(child.y1)}" x2="{_n(child.x2)}" y2="{_n(child.y2)}"'
            f"{_stroke(child.stroke, child.width, child.dash, palette)}/>"
        ]
    if isinstance(child, Polyline):
        tag = "polygon" if child.fill else "polyline"
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in child.points)
        return [
            f'<{tag} points="{points}" fill="{_colour(child.fill, palette)}" stroke-linejoin="round"'
            f"{_stroke(child.stroke, child.width, child.dash, palette)}/>"
        ]
    if isinstance(child, Rect):
        radius = f' rx="{_n(child.radius)}"' if child.radius else ""
        return [
            f'<rect x="{_n(child.x)}" y="{_n(child.y)}" width="{_n(child.width)}" height="{_n(child.height)}"{radius}'
            f' fill="{_colour(child.fill, palette)}"{_stroke(child.stroke, child.stroke_width, (), palette)}/>'
        ]
    if isinstance(child, Marker):
        return [_marker(child, palette)]
    return [_text_element(child, palette)]


def _marker(child: Marker, palette: Palette) -> str:
    paint = f' fill="{_colour(child.fill, palette)}"{_stroke(child.stroke, child.stroke_width, child.dash, palette)}'
    if child.shape == "circle":
        return f'<circle cx="{_n(child.x)}" cy="{_n(child.y)}" r="{_n(child.size / 2)}"{paint}/>'
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in drawing.outline(child))
    return f'<polygon points="{points}"{paint}/>'


def _text_element(child: Text, palette: Palette) -> str:
    weight = ' font-weight="bold"' if child.bold else ""
    anchor = "" if child.anchor == "start" else f' text-anchor="{child.anchor}"'
    length = f' textLength="{_n(child.width)}" lengthAdjust="spacingAndGlyphs"' if len(child.text) > 1 else ""
    return (
        f'<text x="{_n(child.x)}" y="{_n(child.y)}" font-size="{_n(child.size)}"{weight}{anchor}{length}'
        f' fill="{palette[child.colour]}" xml:space="preserve">{_text(child.text)}</text>'
    )


def _stroke(role: drawing.Role | None, width: float, dash: tuple[float, ...], palette: Palette) -> str:
    if role is None:
        return ""
    dashes = f' stroke-dasharray="{" ".join(_n(length) for length in dash)}"' if dash else ""
    return f' stroke="{palette[role]}" stroke-width="{_n(width)}"{dashes}'


def _colour(role: drawing.Role | None, palette: Palette) -> str:
    return palette[role] if role else "none"


def _n(number: float) -> str:
    """A number with at most two decimals and no loose zeros, so that the same drawing is the same text."""
    return f"{number:.2f}".rstrip("0").rstrip(".").replace("-0", "0") if abs(number) < 0.005 else _short(number)


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _clean(text: str) -> str:
    # XML 1.0 has no place for control characters, not even escaped.
    return "".join(letter for letter in text if letter in "\n\t" or (letter >= " " and letter not in "\ufffe\uffff"))


def _text(text: str) -> str:
    return escape(_clean(text))

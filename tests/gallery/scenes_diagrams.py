"""Both diagrams small, large and with 200 letters in every box, in light, dark and grey, and beside a drawing tool's.

Each document's pages are: light, dark, grey as printed, and ours beside the same content as the best drawing tools'
templates set it (boxes of one size with centred words and right-angled arrows; causes on arrows along the bones).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from netdesk.core import drawing, text
from netdesk.core.diagram_drawing import NOTHING, Emphasis, draw_diagram
from netdesk.core.drawing import Drawing, Line, Palette, Polyline, Primitive, Rect, label, moved
from netdesk.core.layout import DriverInput, FishboneInput, LinkInput, NodeInput, place_drivers, place_fishbone
from netdesk.core.theory_difference import both, emphasis_of
from netdesk.reports import painter
from netdesk.reports.diagrams import DiagramSheet, diagram_pdf
from netdesk.reports.pages import spoken
from tests.gallery.scene import Sheet
from tests.reports.test_diagrams import TODAY, fishbone, theory
from tests.school_diagrams import school_fishbone, school_theory

_BOX: tuple[float, float] = (150.0, 56.0)
_STEP: tuple[float, float] = (210.0, 76.0)


def ours(given: FishboneInput | DriverInput, emphasis: Emphasis = NOTHING) -> Drawing:
    """A diagram as NetDesk draws it."""
    placed = place_fishbone(given) if isinstance(given, FishboneInput) else place_drivers(given)
    return draw_diagram(placed, title="Diagram", emphasis=emphasis)


def document(pictures: list[tuple[Drawing, Palette]], lang: str) -> bytes:
    """A PDF with a page for each drawing, as large as it is."""
    painter.register_fonts()
    held = io.BytesIO()
    canvas = Canvas(held, invariant=1, lang=lang)
    for picture, palette in pictures:
        canvas.setPageSize((picture.width, picture.height))
        canvas.setFillColor(painter.colour(palette["ground"]))
        canvas.rect(0, 0, picture.width, picture.height, stroke=0, fill=1)
        painter.paint(canvas, picture, 0, picture.height, palette=palette)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def beside(left: Drawing, right: Drawing) -> Drawing:
    """Two drawings side by side, each under its heading."""
    children = [moved(one, 0, 32) for one in left.children]
    children += [moved(one, left.width + 40, 32) for one in right.children]
    children.append(label(16, 20, "NetDesk", 14, bold=True))
    children.append(label(left.width + 56, 20, "As a drawing tool's template sets it", 14, bold=True))
    return Drawing(left.width + right.width + 40, max(left.height, right.height) + 32, tuple(children))


def _centred(words: str, x: float, y: float, width: float, height: float) -> list[Primitive]:
    lines = text.wrap(words, width - 12, 11)
    top = y + height / 2 - 7 * len(lines)
    return [label(x + width / 2, top + 14 * n + 11, one.text, 11, anchor="middle") for n, one in enumerate(lines)]


def template_theory(given: DriverInput) -> Drawing:
    """The theory in boxes of one size, evenly spread in their columns, with right-angled arrows."""
    columns = [[one for one in given.nodes if one.kind == kind] for kind in ("aim", "primary", "secondary", "idea")]
    height = max(map(len, columns)) * _STEP[1]
    place: dict[str, tuple[float, float]] = {}
    children: list[Primitive] = []
    for number, column in enumerate(columns):
        for n, node in enumerate(column):
            place[node.id] = (16 + number * _STEP[0], height / len(column) * (n + 0.5) - _BOX[1] / 2)
    for link in given.links:
        (x1, y1), (x2, y2) = place[link.parent], place[link.child]
        start, end = (x1 + _BOX[0], y1 + _BOX[1] / 2), (x2, y2 + _BOX[1] / 2)
        middle = end[0] - 30
        dash = (4.0, 3.0) if link.strength == "weak" else ()
        children.append(Polyline((start, (middle, start[1]), (middle, end[1]), end), "text", 1.0, dash))
        tip = (end, (end[0] - 8, end[1] - 4), (end[0] - 8, end[1] + 4))
        children.append(Polyline(tip, None, fill="text"))
    for node in given.nodes:
        x, y = place[node.id]
        fill: drawing.Role = "accent_tint" if node.kind in ("aim", "primary") else "surface"
        children.append(Rect(x, y, *_BOX, fill, "text", 1.0))
        children += _centred(node.text, x, y, *_BOX)
    return Drawing(4 * _STEP[0], height, tuple(children))


def template_fishbone(given: FishboneInput) -> Drawing:
    """The fishbone as a template: causes on arrows along the bones, those under them on shorter ones further down."""
    tops = [one for one in given.causes if one.parent is None]
    rows = {top.id: list(_below(given, top.id, 0)) for top in tops}
    half, step, columns = 80.0 + max(map(len, rows.values())) * 34, 270.0, (len(tops) + 1) // 2
    children: list[Primitive] = []
    for number, top in enumerate(tops):
        up = -1 if number < columns else 1
        foot_x = 300 + (number % columns) * step
        end = (foot_x - 110, half + up * (half - 34))
        children.append(Line(*end, foot_x, half, "text", 1.5))
        label_top = end[1] - (30 if up < 0 else 0)
        children.append(Rect(end[0] - 60, label_top, 120, 30, "accent_tint", "text"))
        children += _centred(top.text, end[0] - 60, label_top, 120, 30)
        for n, (words, depth) in enumerate(rows[top.id]):
            y = end[1] - up * 34 * (n + 1)
            right = end[0] + (foot_x - end[0]) * (y - end[1]) / (half - end[1]) - 18 * depth
            children.append(Line(right - 150, y, right, y, "text", 1.0))
            children.append(Polyline(((right, y), (right - 7, y - 3), (right - 7, y + 3)), None, fill="text"))
            lines = text.wrap(words, 140, 10)
            for at, line in enumerate(lines):
                children.append(label(right - 148, y - 4 - 12 * (len(lines) - 1 - at), line.text, 10))
    tail = 300 + columns * step - 110
    children.append(Line(60, half, tail, half, "text", 2.5))
    children.append(Rect(tail, half - 50, 160, 100, "accent_tint", "text"))
    children += _centred(given.effect, tail, half - 50, 160, 100)
    return Drawing(tail + 180, 2 * half, tuple(children))


def _below(given: FishboneInput, parent: str, depth: int) -> Iterator[tuple[str, int]]:
    """What hangs under a cause, in reading order, with how deep it lies."""
    for cause in given.causes:
        if cause.parent == parent:
            yield cause.text, depth
            yield from _below(given, cause.id, depth + 1)


def in_all_looks(
    given: FishboneInput | DriverInput, template: Drawing | None = None
) -> Callable[[str, str], bytes]:
    """The document of one diagram: light, dark, grey and, if one is given, beside the template's."""

    def make(_paper: str, lang: str) -> bytes:
        with spoken(lang):
            picture = ours(given)
        pages = [(picture, palette) for palette in (drawing.LIGHT, drawing.DARK, drawing.PRINT)]
        if template is not None:
            pages.append((beside(picture, template), drawing.LIGHT))
        return document(pages, lang)

    return make


def difference(_paper: str, lang: str) -> bytes:
    """A theory of the autumn and of now, and its selected chain, in light and dark."""
    after = school_theory(20)
    gone = NodeInput("old", "idea", "Letters home every Friday", status="abandoned")
    nodes = [replace(one, text="Students hear from us") if one.id == "p0" else one for one in after.nodes]
    before = DriverInput(
        (*(one for one in nodes if one.id not in ("i2", "i6")), gone),
        (*(LinkInput("s3", "i4") if one.child == "i4" else one for one in after.links), LinkInput("s4", "old")),
    )
    with spoken(lang):
        changed = ours(both(before, after), emphasis_of(before, after))
        chain = Emphasis(
            frozenset({"i0"}), frozenset({"aim", "p0", "s0", "i0"}),
            frozenset({("aim", "p0"), ("p0", "s0"), ("s0", "i0")}),
        )  # fmt: skip
        chosen = ours(after, chain)
    return document([(one, palette) for one in (changed, chosen) for palette in (drawing.LIGHT, drawing.DARK)], lang)


def poster(_paper: str, lang: str) -> bytes:
    """The fishbone as a poster glued from sheets of the paper."""
    size = "a3" if _paper == "a4" else "tabloid"
    return diagram_pdf(fishbone(20), paper=_paper, poster=size, lang=lang, printed_on=TODAY).pdf


def printed(sheet: DiagramSheet, paper: str, lang: str) -> bytes:
    """A diagram fitted on paper."""
    return diagram_pdf(sheet, paper=paper, lang=lang, printed_on=TODAY).pdf


SHEETS: tuple[Sheet, ...] = (
    Sheet("diagram-fishbone", in_all_looks(school_fishbone(25), template_fishbone(school_fishbone(25)))),
    Sheet("diagram-fishbone-large", in_all_looks(school_fishbone(150))),
    Sheet("diagram-fishbone-long", in_all_looks(school_fishbone(14, long=True))),
    Sheet("diagram-drivers", in_all_looks(school_theory(20), template_theory(school_theory(20)))),
    Sheet("diagram-drivers-large", in_all_looks(school_theory(150), template_theory(school_theory(150)))),
    Sheet("diagram-drivers-long", in_all_looks(school_theory(20, long=True))),
    Sheet("diagram-difference", difference),
    Sheet("print-fishbone", partial(printed, fishbone(20))),
    Sheet("print-drivers", partial(printed, theory(20))),
    Sheet("print-drivers-large", partial(printed, theory(150))),
    Sheet("print-fishbone-poster", poster),
)

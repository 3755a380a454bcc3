"""Fishbone and theory on paper and as files: fitted on a sheet, as a poster of one sheet or several, SVG, PNG, text.

No letter is ever printed smaller than can be read: where one sheet would need that, the diagram goes over several,
which overlap and carry marks to cut along.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import ceil, prod
from typing import TYPE_CHECKING, Final

from netdesk.core import drawing, outline, text
from netdesk.core.diagram_drawing import draw_diagram
from netdesk.core.drawing import Drawing, Palette, Primitive, label, moved
from netdesk.core.layout import DriverInput, FishboneInput, Placed, place_drivers, place_fishbone
from netdesk.core.layout.placed import SMALL_SIZE
from netdesk.core.svg import svg_text
from netdesk.errors import WrongUsage
from netdesk.i18n import _, ngettext
from netdesk.operations import diagrams
from netdesk.reports import painter
from netdesk.reports.flow import SMALL, Look
from netdesk.reports.pages import MARGIN, foot_words, new_flow, size_of, spoken, write_pdf
from netdesk.reports.raster import first_page_png

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from netdesk.core.outline import Entry
    from netdesk.operations.source import Source
    from netdesk.reports.flow import Flow

#: Width and height in points of the papers that only a copy shop has.
POSTERS: Final = {"a3": (841.89, 1190.55), "tabloid": (792.0, 1224.0)}
LEAST_SIZE: Final = 6.5  # points: smaller letters cannot be read
#: Points for one unit of the drawing: never smaller than the least, and on a sheet never larger than the natural.
LEAST_SCALE: Final = LEAST_SIZE / SMALL_SIZE
NATURAL_SCALE: Final = 0.8
POSTER_SCALE: Final = 1.6
OVERLAP: Final = 20.0
PNG_SCALE: Final = 2.0
_TITLE: Final = 20.0
_ABOUT: Final = 12.0


@dataclass(frozen=True, slots=True)
class DiagramSheet:
    """A diagram ready to print: its title, what is said below it, where its boxes stand, and its outline."""

    title: str
    about: str
    placed: Placed
    entries: tuple[Entry, ...]
    team: str = ""
    school: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A diagram as PDF, how many sheets it goes across and down, and a sentence on that where there are several."""

    pdf: bytes
    across: int = 1
    down: int = 1
    words: str = ""


def collect_fishbone(source: Source, fishbone: str, lang: str) -> DiagramSheet:
    """A fishbone of a workspace; NetDeskError if there is none of this id."""
    with spoken(lang):
        given = diagrams.fishbone_input(source, fishbone)
        about = marks_of_causes(given)
        title = diagrams.diagram_title(source, "fishbone", fishbone)
        return _sheet(source, title, about, place_fishbone(given), outline.fishbone_entries(given))


def collect_theory(source: Source, aim: str | None, lang: str) -> DiagramSheet:
    """The theory of an aim, or of the aim in use; NetDeskError if there is none."""
    with spoken(lang):
        given = diagrams.driver_input(source, aim)
        title = diagrams.diagram_title(source, "drivers", aim or "")
        return _sheet(source, title, gaps_of(given), place_drivers(given), outline.driver_entries(given))


def marks_of_causes(given: FishboneInput) -> str:
    """How many causes there are and how they stand: "12 causes: 5 supported, 2 ruled out"."""
    causes = [cause for cause in given.causes if not cause.category]
    count = ngettext("{n} cause", "{n} causes", len(causes)).format(n=len(causes))
    supported = sum(1 for cause in causes if cause.status == "supported")
    out = sum(1 for cause in causes if cause.status == "ruled_out")
    return _("{causes}: {supported} supported, {out} ruled out, {open} open").format(
        causes=count, supported=supported, out=out, open=len(causes) - supported - out
    )


def gaps_of(given: DriverInput) -> str:
    """What is still to do in a theory: "4 drivers without a measure, 2 ideas not yet tested"; "" where nothing is."""
    unmeasured = sum(1 for node in given.nodes for row in node.rows if row.mark == "no_measure")
    untested = sum(1 for node in given.nodes if node.status == "untested")
    told = []
    if unmeasured:
        words = ngettext("{n} box without a measure", "{n} boxes without a measure", unmeasured)
        told.append(words.format(n=unmeasured))
    if untested:
        told.append(ngettext("{n} idea not yet tested", "{n} ideas not yet tested", untested).format(n=untested))
    return _("Still to do: {list}").format(list=", ".join(told)) if told else ""


def _sheet(source: Source, title: str, about: str, placed: Placed, entries: tuple[Entry, ...]) -> DiagramSheet:
    team = next(iter(source.select("team")), {})
    names = (team.get("name") or "", team.get("school") or "", team.get("network_name") or "")
    return DiagramSheet(title, about, placed, entries, *names)


def whole_drawing(sheet: DiagramSheet) -> Drawing:
    """Title, what is said of it, the diagram and its legend as one drawing."""
    picture = draw_diagram(sheet.placed, title=sheet.title, description=outline.write(sheet.entries).strip())
    width = max(picture.width, 480.0)
    children: list[Primitive] = []
    y = 8.0
    for line in text.wrap(sheet.title, width - 32, _TITLE, bold=True):
        y += 26
        children.append(label(16, y - 6, line.text, _TITLE, bold=True))
    names = foot_words(sheet.team, sheet.school)
    for words in filter(None, (sheet.about, names)):
        for line in text.wrap(words, width - 32, _ABOUT):
            y += 18
            children.append(label(16, y - 5, line.text, _ABOUT, colour="second_text"))
    y += 8
    children += [moved(child, 0, y) for child in picture.children]
    return Drawing(width, y + picture.height, tuple(children), sheet.title, picture.description)


# Files


def diagram_text(sheet: DiagramSheet) -> str:
    """The diagram as indented text under its title."""
    head = "\n".join(filter(None, (sheet.title, sheet.about, foot_words(sheet.team, sheet.school))))
    return f"{head}\n\n{outline.write(sheet.entries)}"


def diagram_svg(sheet: DiagramSheet, *, lang: str, palette: Palette = drawing.LIGHT) -> str:
    """The diagram as one SVG document."""
    with spoken(lang):
        return svg_text(whole_drawing(sheet), palette, lang=lang)


def diagram_png(sheet: DiagramSheet, *, lang: str, palette: Palette = drawing.LIGHT, scale: float = PNG_SCALE) -> bytes:
    """The diagram as a picture, `scale` pixels for one unit of the drawing."""
    from reportlab.pdfgen.canvas import Canvas

    with spoken(lang):
        picture = whole_drawing(sheet)
    painter.register_fonts()
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=(picture.width, picture.height), pageCompression=1, invariant=1, lang=lang)
    canvas.setFillColor(painter.colour(palette["chart_ground"]))
    canvas.rect(0, 0, picture.width, picture.height, stroke=0, fill=1)
    painter.paint(canvas, picture, 0, picture.height, palette=palette)
    canvas.showPage()
    canvas.save()
    # A picture of more pixels than a screen or a mail can take would help nobody.
    return first_page_png(held.getvalue(), min(scale, 12_000 / max(picture.width, picture.height)))


# Paper


def diagram_pdf(
    sheet: DiagramSheet,
    *,
    paper: str = "letter",
    poster: str | None = None,
    one_sheet: bool = False,
    lang: str = "en",
    printed_on: date,
    palette: Palette = drawing.PRINT,
) -> Printed:
    """The diagram as PDF on `paper`; as a poster of the size `poster` glued from sheets of `paper`, or, with
    `one_sheet`, on a sheet of that size. WrongUsage for a paper or poster that is not known."""
    if poster is not None and poster not in POSTERS:
        known = ", ".join(POSTERS)
        raise WrongUsage(_('There is no poster "{name}". Choose one of: {known}.').format(name=poster, known=known))
    size = POSTERS[poster] if poster and one_sheet else size_of(paper)
    with spoken(lang):
        job = _Job(sheet, whole_drawing(sheet), lang, printed_on, palette)
        if poster and not one_sheet:
            return _tiled(job, max(_two_sheets(job.picture, size), LEAST_SCALE), size, _("The poster"))
        scale = min(_fit(job.picture, size), POSTER_SCALE if poster else NATURAL_SCALE)
        if scale >= LEAST_SCALE:
            return Printed(_one_page(job, scale, size))
        return _tiled(job, LEAST_SCALE, size, _("So that its words stay readable, the diagram"))


@dataclass(frozen=True, slots=True)
class _Job:
    """What is printed, and how."""

    sheet: DiagramSheet
    picture: Drawing
    lang: str
    printed_on: date
    palette: Palette

    @property
    def foot(self) -> str:
        return foot_words(self.sheet.school, self.sheet.team, self.sheet.network)

    def paint(self, canvas: Canvas, x: float, y: float, scale: float) -> None:
        painter.paint(canvas, self.picture, x, y, scale=scale, palette=self.palette)

    def write(self, flow: Flow, size: tuple[float, float]) -> bytes:
        return write_pdf(
            flow, foot=self.foot, size=size, lang=self.lang, printed_on=self.printed_on, title=self.sheet.title,
            subject=self.sheet.about,
        )  # fmt: skip


def _usable(size: tuple[float, float]) -> tuple[float, float]:
    """The room between the margins and above the foot."""
    return size[0] - 2 * MARGIN, size[1] - 2 * MARGIN - 30


def _turned(picture: Drawing, size: tuple[float, float]) -> tuple[float, float]:
    """The paper upright or lying, as the picture is larger on it."""
    lying = (size[1], size[0])
    return max((size, lying), key=lambda one: _scale_on(picture, one))


def _scale_on(picture: Drawing, size: tuple[float, float]) -> float:
    width, height = _usable(size)
    return min(width / picture.width, height / picture.height)


def _fit(picture: Drawing, size: tuple[float, float]) -> float:
    return _scale_on(picture, _turned(picture, size))


def _two_sheets(picture: Drawing, size: tuple[float, float]) -> float:
    """The scale at which two sheets glued along their long sides hold the drawing: A4 makes A3, Letter tabloid."""
    width, height = _usable(size)
    low_width, low_height = _usable((size[1], size[0]))
    beside, below = (2 * width - OVERLAP, height), (low_width, 2 * low_height - OVERLAP)
    scale = max(min(one[0] / picture.width, one[1] / picture.height) for one in (beside, below))
    return min(scale, POSTER_SCALE)


def _one_page(job: _Job, scale: float, size: tuple[float, float]) -> bytes:
    size = _turned(job.picture, size)
    flow = new_flow(size, job.foot, Look())
    x = MARGIN + (_usable(size)[0] - job.picture.width * scale) / 2
    flow.on_page(lambda canvas: job.paint(canvas, x, size[1] - MARGIN, scale))
    return job.write(flow, size)


def _tiled(job: _Job, scale: float, size: tuple[float, float], what: str) -> Printed:
    """Over as few sheets as it takes, upright or lying; neighbours share a strip and carry marks to cut along."""
    whole = (job.picture.width * scale, job.picture.height * scale)
    size = min((size, (size[1], size[0])), key=lambda one: prod(_sheets(whole, one)))
    across, down = _sheets(whole, size)
    # The same sheets may have room for larger letters.
    room = [one * n - OVERLAP * (n - 1) for one, n in zip(_usable(size), (across, down), strict=True)]
    scale = max(scale, min(room[0] / job.picture.width, room[1] / job.picture.height, NATURAL_SCALE))
    flow = new_flow(size, job.foot, Look())
    for row in range(down):
        for column in range(across):
            if row or column:
                flow.new_page()
            flow.on_page(_tile(job, scale, size, (column, row, across, down)))
    if across * down == 1:
        return Printed(job.write(flow, size))
    words = _(
        "{what} goes over {count} sheets, {across} across and {down} down. "
        "Cut along the marks and glue the sheets over one another."
    ).format(what=what, count=across * down, across=across, down=down)
    return Printed(job.write(flow, size), across, down, words)


def _sheets(whole: tuple[float, float], size: tuple[float, float]) -> tuple[int, int]:
    room = _usable(size)
    across, down = (
        max(1, ceil((length - OVERLAP) / (one - OVERLAP) - 1e-9)) for length, one in zip(whole, room, strict=True)
    )
    return across, down


def _tile(
    job: _Job, scale: float, size: tuple[float, float], part: tuple[int, int, int, int]
) -> Callable[[Canvas], None]:
    """One sheet of several; `part` is its column and row, and how many there are of each."""
    room = _usable(size)
    left, top = part[0] * (room[0] - OVERLAP), part[1] * (room[1] - OVERLAP)

    def paint(canvas: Canvas) -> None:
        upper = size[1] - MARGIN
        canvas.saveState()
        frame = canvas.beginPath()
        frame.rect(MARGIN, upper - room[1], room[0], room[1])
        canvas.clipPath(frame, stroke=0, fill=0)
        job.paint(canvas, MARGIN - left, upper + top, scale)
        canvas.restoreState()
        _cut_marks(canvas, size, room, part)

    return paint


def _cut_marks(
    canvas: Canvas, size: tuple[float, float], room: tuple[float, float], part: tuple[int, int, int, int]
) -> None:
    """Short strokes outside the corners, a dashed line where the next sheet is glued on, and the sheet's place."""
    column, row, across, down = part
    left, right = MARGIN, MARGIN + room[0]
    upper, lower = size[1] - MARGIN, size[1] - MARGIN - room[1]
    canvas.setStrokeColor(painter.colour(drawing.PRINT["text"]))
    canvas.setLineWidth(0.6)
    canvas.setDash([])
    for x, out in ((left, -1), (right, 1)):
        for y, up in ((upper, 1), (lower, -1)):
            canvas.line(x + 4 * out, y, x + 16 * out, y)
            if up > 0:
                canvas.line(x, y + 4, x, y + 16)
            else:
                canvas.line(x, y - 2, x, y - 7)
    canvas.setStrokeColor(painter.colour(drawing.PRINT["control"]))
    canvas.setDash([4, 4])
    if column < across - 1:
        canvas.line(right - OVERLAP, upper, right - OVERLAP, lower)
    if row < down - 1:
        canvas.line(left, lower + OVERLAP, right, lower + OVERLAP)
    canvas.setDash([])
    if across * down > 1:
        words = _("Sheet {n} of {count}").format(n=row * across + column + 1, count=across * down)
        if across > 1 and down > 1:
            words += ": " + _("row {row}, column {column}").format(row=row + 1, column=column + 1)
        canvas.setFillColor(painter.colour(drawing.PRINT["second_text"]))
        painter.draw_line(canvas, left + 24, upper + 8, words, SMALL)


__all__ = [
    "LEAST_SIZE", "POSTERS", "DiagramSheet", "Printed", "collect_fishbone", "collect_theory", "diagram_pdf",
    "diagram_png", "diagram_svg", "diagram_text", "whole_drawing",
]  # fmt: skip

"""The page of a chart: the picture, what it says in words, and its numbers beside it; as PDF, SVG, PNG and plain text.

A page is made of sections, so that a chart alone, its sub-groups side by side, and the causal line are set by the same
few functions. The HTML twin is in `reports.html`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from netdesk.core import chart_page, chart_words, drawing, text
from netdesk.core.chart_drawing import draw_chart
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_panels import Panel, draw_panels, gap_in_words
from netdesk.core.chart_stack import ChartStack, draw_stack, in_words
from netdesk.core.chart_table import ChartTable, table_of, table_text
from netdesk.core.drawing import Drawing, Palette
from netdesk.core.svg import svg_text
from netdesk.errors import WrongUsage
from netdesk.i18n import _
from netdesk.reports import marks, painter
from netdesk.reports.flow import SMALL, TITLE, Column, Flow, Look, Row, drawing_row, gap, lines_of
from netdesk.reports.pages import (
    CHART_SCALE,
    ENDLESS,
    foot_words,
    new_flow,
    size_of,
    spoken,
    write_pdf,
)
from netdesk.reports.pages import chart_words as words_of
from netdesk.reports.raster import first_page_png

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

#: Pixels a point of the PNG: 144 dots an inch, sharp on a screen and in a text document.
PNG_SCALE: Final = 2.0
FORMS: Final = (".pdf", ".svg", ".png", ".txt")
#: How high the data may be made, as parts of their height, before a picture goes to the next page.
HEIGHTS: Final = (1.0, 0.85, 0.7)
#: How much smaller a picture may become to stay on the page in hand.
SMALLEST: Final = 0.8
#: A page that is a picture has no foot line of pages; a little air stands there instead.
_LEAST_HEIGHT: Final = 200.0


@dataclass(frozen=True, slots=True)
class Section:
    """One picture of the page, its words as (label, sentences), and its numbers.

    `draw` takes the width and how high the data are to be, as a part of the height that they have with room enough.
    """

    draw: Callable[[float, float], Drawing]
    words: tuple[tuple[str, str], ...] = ()
    table: ChartTable | None = None
    aloud: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartPage:
    """A page to print: what it is, its title, whose it is, and its sections."""

    kind: str
    title: str
    sections: tuple[Section, ...]
    about: str = ""
    team: str = ""
    school: str = ""
    network: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def chart_section(chart: ChartInput, *, heading: bool = False) -> Section:
    """A chart with its words and its table."""
    said, chance = words_of(chart)
    told = [(_("What it says."), said), (_("By chance alone."), chance)]
    return Section(
        draw=lambda width, high: draw_chart(chart, width=width, plot_height=190 * high, heading=heading),
        words=tuple(one for one in told if one[1]),
        table=table_of(chart, compact=True),
        aloud=tuple(chart_words.read_aloud(chart)),
    )


def groups_section(panels: Sequence[Panel], *, title: str, subtitle: str = "") -> Section:
    """The sub-groups side by side, with the gap in words."""
    aloud = [words for panel in panels for words in chart_words.read_aloud(replace(panel.chart, title=panel.name))]
    return Section(
        draw=lambda width, high: draw_panels(
            panels, title=title, subtitle=subtitle, width=width, plot_height=96 * high
        ),
        aloud=(*aloud, gap_in_words(panels)),
    )


def line_section(stack: ChartStack) -> Section:
    """The causal line with what each of its charts says; the drawing itself carries the caution."""
    results = [one.chart.result for one in stack.storeys]
    first = next((result.check_first for result in results if result.check_first), "")
    told = [(f"{one.chart.title}.", one.chart.result.says) for one in stack.storeys]
    return Section(
        draw=lambda width, high: draw_stack(replace(stack, title=""), width=width, plot_height=110 * high),
        words=(*((("", first),) if first else ()), *told),
        aloud=(in_words(stack),),
    )


def page_of_chart(chart: ChartInput, panels: Sequence[Panel] = ()) -> ChartPage:
    """The page of a chart and, where there are sub-groups, of them."""
    sections = [chart_section(chart)]
    if panels:
        sections.append(groups_section(panels, title=_("By group"), subtitle=""))
    about = "  ·  ".join(part for part in (chart.subtitle, chart_words.kind_in_words(chart)) if part)
    return ChartPage(_("Chart"), chart.title or _("A chart"), tuple(sections), about)


def page_of_line(stack: ChartStack) -> ChartPage:
    """The page of a causal line."""
    return ChartPage(_("Causal line"), stack.title or _("From what we do to what we want"), (line_section(stack),))


def written(page: ChartPage, form: str, *, paper: str = "letter", lang: str = "en", printed_on: date) -> bytes:
    """The page in one of the `FORMS`; the same bytes for the same page. WrongUsage for another form."""
    if form == ".pdf":
        return page_pdf(page, paper=paper, lang=lang, printed_on=printed_on)
    if form == ".svg":
        return page_svg(page, lang=lang).encode()
    if form == ".png":
        return page_png(page, lang=lang, printed_on=printed_on)
    if form == ".txt":
        return page_text(page, lang=lang).encode()
    sentence = _("A chart is written as {forms}; {form} is none of them.")
    raise WrongUsage(sentence.format(forms=", ".join(FORMS), form=form or "?"))


def page_pdf(page: ChartPage, *, paper: str = "letter", lang: str = "en", printed_on: date) -> bytes:
    """The page as a PDF: vectors, text that can be copied, a long table over as many sheets as it needs.

    Raises WrongUsage for a paper that is neither "letter" nor "a4".
    """
    size = size_of(paper)
    with spoken(lang):
        return _pdf(page, _laid(page, size), size, lang, printed_on)


def page_png(page: ChartPage, *, lang: str = "en", printed_on: date) -> bytes:
    """The page as one picture, as high as it needs."""
    with spoken(lang):
        width = size_of("letter")[0]
        foot = ENDLESS - _laid(page, (width, ENDLESS)).bottom
        height = max(_laid(page, (width, ENDLESS)).y + foot, _LEAST_HEIGHT)
        size = (width, height)
        pdf = _pdf(page, _laid(page, size), size, lang, printed_on)
    return first_page_png(pdf, PNG_SCALE)


def page_svg(page: ChartPage, *, lang: str = "en", palette: Palette = drawing.LIGHT, width: float = 720.0) -> str:
    """The page as one SVG drawing: picture, words and table under one another."""
    with spoken(lang):
        heading = _svg_heading(page, width)
        parts = []
        for number, section in enumerate(page.sections):
            picture = section.draw(width, 1.0)
            if number == 0:
                picture = replace(chart_page.below_one_another([heading, picture]), title=page.title,
                                  description=" ".join(section.aloud))  # fmt: skip
            parts.append(chart_page.page_drawing(picture, section.words, section.table))
        whole = chart_page.below_one_another(parts)
        return svg_text(whole, palette, lang=lang)


def picture(
    chart: ChartInput, form: str, *, lang: str = "en", palette: Palette = drawing.LIGHT, plain: bool = False
) -> bytes:
    """The chart alone, with its own heading and a margin: ".svg", ".pdf" or ".png", for a slide."""
    with spoken(lang):
        made = chart_page.page_drawing(draw_chart(chart, plain=plain), (), None)
        if form == ".svg":
            return svg_text(made, palette, lang=lang).encode()
        if form not in (".pdf", ".png"):
            raise WrongUsage(_("A picture is written as .svg, .pdf or .png; {form} is none of them.").format(form=form))
        pdf = _picture_pdf(made, palette, lang)
        return pdf if form == ".pdf" else first_page_png(pdf, PNG_SCALE)


def _picture_pdf(made: Drawing, palette: Palette, lang: str) -> bytes:
    """One sheet of the picture's own size."""
    from reportlab.pdfgen.canvas import Canvas

    painter.register_fonts()
    held = io.BytesIO()
    size = (made.width * CHART_SCALE, made.height * CHART_SCALE)
    canvas = Canvas(held, pagesize=size, pageCompression=1, invariant=1, lang=lang)
    canvas.setTitle(made.title)
    canvas.setFillColor(painter.colour(palette["chart_ground"]))
    canvas.rect(0, 0, *size, stroke=0, fill=1)
    painter.paint(canvas, made, 0, size[1], scale=CHART_SCALE, palette=palette)
    canvas.save()
    return held.getvalue()


def page_text(page: ChartPage, *, lang: str = "en") -> str:
    """The page read aloud, and its numbers as columns of plain text."""
    with spoken(lang):
        parts = []
        for section in page.sections:
            parts.append("\n".join(section.aloud))
            if section.table is not None and section.table.shown:
                parts.append(table_text(section.table))
        whose = foot_words(page.school, page.team, page.network)
        return "\n\n".join(part for part in (*parts, whose) if part) + "\n"


def _svg_heading(page: ChartPage, width: float) -> Drawing:
    title = text.wrap(page.title, width, 16.0, bold=True)
    about = text.wrap(page.about, width, 11.0) if page.about else ()
    children: list[drawing.Primitive] = []
    y = 0.0
    for line in title:
        y += 22
        children.append(drawing.label(0, y - 5, line.text, 16.0, bold=True))
    for line in about:
        y += 15
        children.append(drawing.label(0, y - 4, line.text, 11.0, colour="second_text"))
    return Drawing(width, y + 6, tuple(children))


def _pdf(page: ChartPage, flow: Flow, size: tuple[float, float], lang: str, printed_on: date) -> bytes:
    foot = foot_words(page.school, page.team, page.network)
    return write_pdf(flow, foot=foot, size=size, lang=lang, printed_on=printed_on, title=page.title, subject=page.kind)


def _laid(page: ChartPage, size: tuple[float, float]) -> Flow:
    flow = new_flow(size, foot_words(page.school, page.team, page.network), Look())
    rows = lines_of(page.kind, flow.width, SMALL, colour="second_text")
    rows += [gap(2), *lines_of([(page.title, True)], flow.width, _title_size(page.title)), gap(1)]
    about = [page.about, "  ·  ".join(name for name in (page.school, page.team) if name)]
    for line in about:
        rows += lines_of(line, flow.width, SMALL, colour="second_text") if line else []
    flow.put(rows, keep=3)
    flow.space(8)
    flow.rule(strong=True)
    flow.space(10)
    for number, section in enumerate(page.sections):
        if number:
            flow.space(18)
        _put_section(flow, section, page.facts if number == 0 else ())
    return flow


def _title_size(title: str) -> float:
    """An aim's whole sentence is a title too, but not in the largest letters."""
    return TITLE if len(title) <= 60 else 12.0


def _put_section(flow: Flow, section: Section, facts: Sequence[tuple[str, str]] = ()) -> None:
    words = [line for told in section.words for line in (*_told(flow, *told), gap(4))]
    whole = sum(one.height for one in words)
    # Without a table to come, all the words stand under a picture that can be lower for them: no page of two lines.
    wanted = [whole] if section.table is None and not facts else []
    row = _picture_row(flow, section, [height + 10 for height in (*wanted, min(whole, 60.0))])
    flow.need(row.height)
    flow.put([row])
    flow.space(4)
    flow.rule()
    flow.space(6)
    flow.put(words, keep=2)
    for name, told in facts:
        flow.put(lines_of(marks.sentence(name, told), flow.width, SMALL, colour="second_text"))
    if section.table is not None and section.table.shown:
        flow.space(8)
        _put_table(flow, section.table)


def _told(flow: Flow, name: str, words: str) -> list[Row]:
    return lines_of(marks.sentence(name, words) if name else words, flow.width)


def _picture_row(flow: Flow, section: Section, words: Sequence[float]) -> Row:
    """The picture as high as it is meant to be; lower, and at last smaller, where it then fits the page in hand. Better
    with its words (the heights to try, the most first) than without; else it goes to a new page."""
    width = flow.width / CHART_SCALE
    drawn = [drawing_row(section.draw(width, part), flow.width, flow.tallest) for part in HEIGHTS]
    for room in (*(flow.room - height for height in words), flow.room):
        for row in drawn:
            if row.height <= room:
                return row
    if drawn[-1].height * SMALLEST <= flow.room:
        return drawing_row(section.draw(width, HEIGHTS[-1]), flow.width, flow.room)
    return drawn[0]


def _put_table(flow: Flow, table: ChartTable) -> None:
    """The rows under their head, page by page: in two columns where a half of the page is wide enough for them."""
    whole = flow.width / CHART_SCALE
    half = (whole - 24) / 2
    bands = chart_page.table_bands(table, half)
    if bands.squeezed or len(bands.rows) <= 8:
        _put_wide_table(flow, chart_page.table_bands(table, whole))
        return
    head, rows = _row_of(bands.head), [_row_of(band) for band in bands.rows]
    flow.need(head.height + sum(row.height for row in rows[:4]))
    while rows:
        left = _taken(rows, flow.room - head.height)
        right = _taken(rows[left:], flow.room - head.height)
        if left + right == len(rows):  # the last page: both columns end together
            left = (len(rows) + 1) // 2
            right = len(rows) - left
        second = Column((half + 24) * CHART_SCALE, half * CHART_SCALE, [head, *rows[left : left + right]])
        flow.columns([Column(0.0, half * CHART_SCALE, [head, *rows[:left]]), *([second] if right else [])])
        rows = rows[left + right :]
        if rows:
            flow.new_page()


def _taken(rows: Sequence[Row], room: float) -> int:
    """How many of the rows have room, one at the least."""
    used = 0.0
    for count, row in enumerate(rows):
        used += row.height
        if used > room:
            return max(count, 1)
    return len(rows)


def _put_wide_table(flow: Flow, bands: chart_page.TableBands) -> None:
    head, rows = _row_of(bands.head), [_row_of(band) for band in bands.rows]

    def head_again() -> None:
        flow.put([head])

    flow.need(head.height + sum(row.height for row in rows[:3]))
    flow.put([head])
    flow.columns([Column(0.0, flow.width, rows)], keep=2, on_new_page=head_again)


def _row_of(band: chart_page.Band) -> Row:
    picture = Drawing(0.0, band.height, band.children)

    def paint(canvas: Canvas, x: float, y: float) -> None:
        painter.paint(canvas, picture, x, y, scale=CHART_SCALE)

    return Row(band.height * CHART_SCALE, paint)

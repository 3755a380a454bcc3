"""What every printed report shares: papers, margins, the foot, charts with their words, and fitting one page."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from netdesk import i18n
from netdesk.core import drawing, text
from netdesk.core.chart_drawing import draw_chart
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_words import timing_is_not_proof
from netdesk.errors import WrongUsage
from netdesk.i18n import _
from netdesk.reports import marks, painter
from netdesk.reports.flow import SMALL, TITLE, Column, Flow, Look, Row, drawing_row, gap, leading, lines_of

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

# Width and height in points.
PAPERS: Final = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}
MARGIN: Final = 36.0
# A chart's own unit in points: its 11 becomes 8.25 on paper.
CHART_SCALE: Final = 0.75
#: Heights of a chart's data, in the chart's own unit: as designed, and the least that can be read.
PLOT, LEAST_PLOT = 190.0, 96.0
#: Of a chart that has the next page for itself.
NEXT_PAGE_PLOT: Final = 240.0
#: The height of a page on which everything has room: to measure what there is.
ENDLESS: Final = 1_000_000.0
#: The library behind pypdfium2 may be called by one thread at a time: hold this about each call.
one_at_a_time: Final = Lock()
#: From the airy to the close: the first that fits everything on one page is taken.
_LOOKS: Final = (Look(), Look(air=0.6, compact=True), Look(scale=0.92, air=0.5, compact=True))


def size_of(paper: str) -> tuple[float, float]:
    """Width and height in points; WrongUsage for a paper that is neither "letter" nor "a4"."""
    if paper not in PAPERS:
        raise WrongUsage(
            _('There is no paper "{paper}". Choose one of: {known}.').format(paper=paper, known=", ".join(PAPERS))
        )
    return PAPERS[paper]


@contextmanager
def spoken(lang: str) -> Iterator[None]:
    """Speak this language within the block."""
    before = i18n.language()
    i18n.set_language(lang)
    try:
        yield
    finally:
        i18n.set_language(before)


def foot_words(*names: str) -> str:
    """Whose page it is."""
    return " · ".join(name for name in names if name)


class Titled(Protocol):
    """What every sheet says of itself: its title (may be empty), and whose it is."""

    @property
    def title(self) -> str: ...
    @property
    def school(self) -> str: ...
    @property
    def team(self) -> str: ...
    @property
    def network(self) -> str: ...


SheetT = TypeVar("SheetT", bound=Titled)


def sheet_pdf(
    sheet: SheetT,
    laid: Callable[[SheetT, tuple[float, float], str, Look], Flow],
    subject: str,
    *,
    charts: Sequence[ChartInput] = (),
    paper: str,
    lang: str,
    printed_on: date,
) -> bytes:
    """A report as a PDF, set by `laid` on paper of a size with a foot that says whose it is, in the language.

    `subject` says what the report is, a string marked for translation; `charts` may be drawn lower to fit. WrongUsage
    for a paper that is neither "letter" nor "a4".
    """
    size = size_of(paper)
    with spoken(lang):
        foot = foot_words(sheet.school, sheet.team, sheet.network)
        flow = fitted(lambda room, look: laid(sheet, room, foot, look), size, charts)
        title, what = sheet.title or _(subject), _(subject)
        return write_pdf(flow, foot=foot, size=size, lang=lang, printed_on=printed_on, title=title, subject=what)


def heading_rows(kind: str, title: str, about: Sequence[str], width: float) -> list[Row]:
    """What a page is, its title large, and what else names it, in one line or more."""
    return [
        *lines_of(kind, width, SMALL, colour="second_text"),
        gap(2),
        *lines_of([(title, True)], width, TITLE),
        gap(1),
        *lines_of("  ·  ".join(part for part in about if part), width, SMALL, colour="second_text"),
    ]


def close_heading(flow: Flow) -> None:
    """The strong line under a page's heading."""
    flow.space(8)
    flow.rule(strong=True)


def new_flow(size: tuple[float, float], foot: str, look: Look) -> Flow:
    """Empty pages of this size with room for the foot."""
    painter.register_fonts()
    lines = _foot_lines(foot, (size[0] - 2 * MARGIN) / look.scale)
    return Flow(*size, MARGIN, 18 + leading(SMALL) * max(len(lines), 1), look)


def _foot_lines(foot: str, width: float) -> tuple[text.TextLine, ...]:
    return text.wrap(foot, width - 190, SMALL) if foot else ()


def fitted(
    laid: Callable[[tuple[float, float], Look], Flow], size: tuple[float, float], charts: Sequence[ChartInput]
) -> Flow:
    """The pages in the airiest look that needs one page only; where none does, as many as it takes.

    `laid` sets the pages on paper of a size; the charts on them can be made lower or higher.
    """
    count = sum(1 for chart in charts if has_points(chart))
    for look in _LOOKS:
        whole = laid((size[0], ENDLESS), replace(look, plot=PLOT))
        spare = size[1] / look.scale - (ENDLESS / look.scale - whole.bottom) - whole.y
        plot = PLOT + spare / CHART_SCALE / count if count else PLOT
        if spare >= 0 or (count and plot >= LEAST_PLOT):
            flow = laid(size, replace(look, plot=min(plot - 0.5, PLOT)))
            if len(flow.pages) == 1:
                return flow
        elif spare + count * (PLOT - LEAST_PLOT) * CHART_SCALE < -160:
            break  # no closer look makes up for that
    return laid(size, Look())


def write_pdf(
    flow: Flow, *, foot: str, size: tuple[float, float], lang: str, printed_on: date, title: str, subject: str
) -> bytes:
    """The pages as a PDF with fonts, title, language and a foot on each; the same bytes for the same pages."""
    from reportlab.pdfgen.canvas import Canvas

    held = io.BytesIO()
    canvas = Canvas(held, pagesize=size, pageCompression=1, invariant=1, lang=lang)
    canvas.setTitle(title)
    canvas.setAuthor(foot)
    canvas.setSubject(subject)
    canvas.setCreator("NetDesk")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    lines = _foot_lines(foot, flow.width)

    def paint_foot(page: Canvas, number: int, count: int) -> None:
        _foot(page, flow, lines, printed_on, number, count)

    flow.paint_all(canvas, paint_foot)
    canvas.save()
    return held.getvalue()


def _foot(
    page: Canvas, flow: Flow, lines: tuple[text.TextLine, ...], printed_on: date, number: int, count: int
) -> None:
    top = flow.page_height - flow.bottom - 8
    page.setStrokeColor(painter.colour(drawing.PRINT["border"]))
    page.setLineWidth(0.6)
    page.setDash([])
    page.line(flow.margin, top, flow.page_width - flow.margin, top)
    page.setFillColor(painter.colour(drawing.PRINT["second_text"]))
    y = top - 12
    for line in lines:
        painter.draw_line(page, flow.margin, y, line.text, SMALL)
        y -= leading(SMALL)
    printed = _("Printed {day} · page {number} of {count}").format(
        day=i18n.format_date(printed_on, "long"), number=number, count=count
    )
    right = flow.page_width - flow.margin - painter.line_width(printed, SMALL)
    painter.draw_line(page, right, top - 12, printed, SMALL)


def has_points(chart: ChartInput) -> bool:
    """Whether there is anything to draw: only then can the chart be made higher or lower."""
    return any(point.value is not None for point in chart.result.points)


def chart_fits_here(flow: Flow, chart: ChartInput) -> bool:
    """Whether `put_chart` will set the chart on the page in hand."""
    if flow.look.plot is not None:  # its height was chosen so that all is on one page
        return True
    row = _chart_row(flow, chart, PLOT)
    spare = (PLOT - LEAST_PLOT) * CHART_SCALE if has_points(chart) else 0.0
    return flow.room >= min(row.height - spare + _words_height(flow, chart) + 18, flow.tallest)


def _chart_row(flow: Flow, chart: ChartInput, plot: float) -> Row:
    return drawing_row(_drawn(chart, flow.width / CHART_SCALE, plot, i18n.language()), flow.width, flow.tallest)


# A page is set more than once until it fits its paper.
@lru_cache(maxsize=8)
def _drawn(chart: ChartInput, width: float, plot: float, _language: str) -> drawing.Drawing:
    return draw_chart(chart, width=width, plot_height=plot)


def chart_words(chart: ChartInput) -> tuple[str, str]:
    """What the chart says, the boring causes first, and what chance alone would do ("" where that is unknown)."""
    result = chart.result
    said = " ".join(part for part in (result.check_first, result.says) if part)
    if any(point.signals for point in result.points):
        said += " " + timing_is_not_proof()
    return said, result.chance_words


def _word_columns(flow: Flow, chart: ChartInput) -> list[Column]:
    said, chance = chart_words(chart)
    if not chance:
        return [Column(0, flow.width, lines_of(marks.sentence(_("What it says."), said), flow.width))]
    wide, narrow = flow.width * 0.7 - 8, flow.width * 0.3 - 10
    return [
        Column(0, wide, lines_of(marks.sentence(_("What it says."), said), wide)),
        Column(flow.width * 0.7 + 10, narrow, lines_of(marks.sentence(_("By chance alone."), chance), narrow)),
    ]


def _words_height(flow: Flow, chart: ChartInput) -> float:
    """The height of the words that stay on the chart's page."""
    return min(max(sum(row.height for row in column.rows) for column in _word_columns(flow, chart)), 90.0)


def put_chart(flow: Flow, chart: ChartInput) -> None:
    """The chart as vectors and, under it, its words. Its data are as high as the look says or, on several pages, as
    the room on the page allows."""
    plot = flow.look.plot or PLOT
    row = _chart_row(flow, chart, plot)
    flow.space(8)
    wanted = row.height + _words_height(flow, chart) + 10 * flow.look.air
    if flow.look.plot is None and has_points(chart) and wanted > flow.room:
        lower = plot - (wanted - flow.room) / CHART_SCALE - 0.1
        if lower >= LEAST_PLOT:
            row = _chart_row(flow, chart, lower)
            wanted = flow.room
        elif len(flow.pages) == 1:
            row = _chart_row(flow, chart, NEXT_PAGE_PLOT)
    flow.need(wanted)
    flow.put([row])
    flow.space(4)
    flow.rule()
    flow.space(6)
    columns = _word_columns(flow, chart)

    def divider(canvas: Canvas, top: float, bottom: float) -> None:
        if len(columns) > 1:
            canvas.setStrokeColor(painter.colour(drawing.PRINT["border"]))
            canvas.setLineWidth(0.6)
            x = flow.margin + flow.width * 0.7 + 1
            canvas.line(x, top, x, bottom)

    flow.columns(columns, keep=2, backdrop=divider)

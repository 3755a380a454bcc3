"""Work for a real table: a pin in the middle of wide margins, each line with a number that a note can name.

Notes are typed back by number. Only the kinds of feedback that are agreed to have a place on the paper.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from netdesk.core import drawing
from netdesk.core.chart_drawing import draw_chart
from netdesk.errors import WrongUsage
from netdesk.i18n import _
from netdesk.operations.copies import chart_from, copies_of
from netdesk.operations.feedback import PROMPTS, prompts
from netdesk.operations.table import Part, frozen_parts, read_pin
from netdesk.reports import marks, painter
from netdesk.reports.flow import SMALL, TITLE, Column, Flow, Look, Mark, Row, drawing_row, gap, lines_of
from netdesk.reports.pages import PAPERS, foot_words, new_flow, spoken, write_pdf
from netdesk.reports.sheet import PinSheet

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from netdesk.store.workspace import Workspace

#: Large papers for a table, lying on their long side: width and height in points.
POSTERS: Final = {"a3": (1190.55, 841.89), "tabloid": (1224.0, 792.0)}
#: How much of the width is left free for notes, on each side.
_FREE: Final = {"a3": 0.25, "tabloid": 0.25, "letter": 0.2, "a4": 0.2}
_INDENT: Final = 24.0
_PAD: Final = 14.0


def collect_pin(workspace: Workspace, pin: str, today: date) -> PinSheet:
    """The sheet of a pin, ours or another team's; NetDeskError where it is not here."""
    found = read_pin(workspace, pin, today)
    copies = copies_of(found.frozen)
    measure = copies.get("measure", str(found.frozen.get("id")))
    chart = chart_from(copies, measure) if measure is not None else None
    parts = frozen_parts(found.frozen)
    if chart is not None:  # the chart shows its points better than a line of numbers, and has their number
        parts = tuple(one for one in parts if one.kind != "observation")
    kinds = tuple(kind for kind in found.may_give if not (kind == "cool" and found.hold))
    return PinSheet(
        found.title, found.kind, found.team, found.question, found.wanted, found.stage, kinds, found.until, found.on,
        parts, chart,
    )  # fmt: skip


def paper_size(paper: str) -> tuple[float, float]:
    """Width and height in points of "letter", "a4", "a3" or "tabloid" (these two lie on their long side)."""
    known = {**PAPERS, **POSTERS}
    if paper not in known:
        raise WrongUsage(
            _('There is no paper "{paper}". Choose one of: {known}.').format(paper=paper, known=", ".join(known))
        )
    return known[paper]


def pin_pdf(sheet: PinSheet, *, paper: str = "letter", lang: str = "en", printed_on: date) -> bytes:
    """The tabletop print as a PDF: the same bytes for the same sheet, paper, language and day."""
    size = paper_size(paper)
    with spoken(lang):
        foot = foot_words(sheet.team, _("Write the number of the line on your note."))
        flow = _laid(sheet, size, foot, paper)
        return write_pdf(
            flow, foot=foot, size=size, lang=lang, printed_on=printed_on, title=sheet.title or _("On the table"),
            subject=_("On the table"),
        )  # fmt: skip


def _laid(sheet: PinSheet, size: tuple[float, float], foot: str, paper: str) -> Flow:
    flow = new_flow(size, foot, Look(scale=1.25 if paper in POSTERS else 1.0))
    free = flow.width * _FREE[paper]
    width = flow.width - 2 * free
    _put_head(flow, sheet)
    rows: list[Row] = []
    for part in sheet.parts:
        rows += [*([gap(9)] if rows else []), *_numbered(part, width - 2 * _PAD)]
    if sheet.chart is not None:
        rows.append(gap(9))
        rows += lines_of(
            [(_("Chart"), True)], width - 2 * _PAD, SMALL, indent=_INDENT, marker=_circle(len(sheet.parts) + 1)
        )
        picture = draw_chart(sheet.chart, width=(width - 2 * _PAD) / 0.75, plot_height=190.0)
        rows += [gap(8), drawing_row(picture, width - 2 * _PAD, flow.tallest * 0.6), gap(4)]
        rows += lines_of(sheet.chart.result.words, width - 2 * _PAD, SMALL, colour="second_text")

    def paper_edge(canvas: Canvas, top: float, _bottom: float) -> None:
        bottom = flow.page_height - flow.bottom + 6  # the margins are for notes: they go down to the foot
        canvas.setStrokeColor(painter.colour(drawing.PRINT["border"]))
        canvas.setLineWidth(0.8)
        canvas.setDash([])
        for x in (flow.margin + free, flow.margin + free + width):
            canvas.line(x, top, x, bottom)

    columns = [Column(free + _PAD, width - 2 * _PAD, rows)]
    columns += _prompt_columns(sheet, free, flow.width - free)
    flow.columns(columns, keep=3, backdrop=paper_edge)
    return flow


def _put_head(flow: Flow, sheet: PinSheet) -> None:
    rows = lines_of(_("On the table: unfinished, and meant to be"), flow.width, SMALL, colour="second_text")
    rows += [gap(2), *lines_of([(sheet.title or _("Without a title"), True)], flow.width, TITLE)]
    about = [sheet.team, marks.day(sheet.on)]
    if sheet.until is not None:
        about.append(_("until {date}").format(date=marks.day(sheet.until)))
    rows += lines_of("  ·  ".join(one for one in about if one), flow.width, SMALL, colour="second_text")
    rows += [gap(6), *lines_of(marks.sentence(_("We ask:"), sheet.question), flow.width, 12)]
    if sheet.wanted:
        wanted = ", ".join(prompts(one)[0] if one in PROMPTS else one for one in sheet.wanted)
        rows += lines_of(marks.sentence(_("We would like:"), wanted), flow.width)
    flow.put(rows, keep=len(rows))
    flow.space(8)
    flow.rule(strong=True)
    flow.space(10)


def _numbered(part: Part, width: float) -> list[Row]:
    head = lines_of([(part.label, True)], width, SMALL, colour="second_text", indent=_INDENT, marker=_circle(part.spot))
    body = [row for line in part.text.split("\n") for row in lines_of(line, width, indent=_INDENT)]
    return [*head, *body]


def _circle(number: int) -> Mark:
    """The number of a line in a circle, at its left."""

    def paint(canvas: Canvas, x: float, y: float) -> None:
        canvas.setStrokeColor(painter.colour(drawing.PRINT["text"]))
        canvas.setLineWidth(0.9)
        canvas.setDash([])
        canvas.circle(x + 8, y - 7, 8, stroke=1, fill=0)
        canvas.setFillColor(painter.colour(drawing.PRINT["text"]))
        words = str(number)
        left = x + 8 - painter.line_width(words, SMALL, bold=True) / 2
        painter.draw_line(canvas, left, y - 10, words, SMALL, bold=True)

    return paint


def _prompt_columns(sheet: PinSheet, free: float, right: float) -> list[Column]:
    """Strengths to the left, questions and cool comments to the right: a place only for what is agreed to."""
    columns = []
    for left, kinds in ((0.0, ("warm",)), (right + _PAD, ("clarifying", "probing", "cool"))):
        rows: list[Row] = []
        width = free - _PAD
        for kind in kinds:
            if kind in sheet.kinds:
                name, purpose, stems = prompts(kind)
                rows += lines_of([(name, True)], width)
                rows += lines_of(purpose, width, SMALL, colour="second_text")
                rows += lines_of(stems[0], width, SMALL, colour="second_text")
                rows.append(gap(110))
        if rows:
            columns.append(Column(left, width, rows[:-1]))
    return columns

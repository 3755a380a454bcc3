"""The cycle summary: one PDSA cycle on one page or two, for the wall, the meeting and the district.

Every field of the record that is filled is on it. Black and white: shapes, weights and words carry the meaning.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from netdesk import i18n
from netdesk.core import drawing, text
from netdesk.core.chart_drawing import draw_chart
from netdesk.core.chart_input import ChartInput
from netdesk.errors import WrongUsage
from netdesk.i18n import _
from netdesk.reports import cycle_plan, cycle_study, marks, painter
from netdesk.reports.flow import HEAD, SMALL, TITLE, Column, Flow, drawing_row, gap, leading, lines_of
from netdesk.reports.sheet import CycleSheet

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

# Width and height in points.
PAPERS: Final = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}
MARGIN: Final = 36.0
# A chart's own unit in points: its 11 becomes 8.25 on paper.
CHART_SCALE: Final = 0.75


def cycle_pdf(sheet: CycleSheet, *, paper: str = "letter", lang: str = "en", printed_on: date) -> bytes:
    """The summary of one cycle as a PDF: the same bytes for the same sheet, paper, language and day.

    Raises WrongUsage for a paper that is neither "letter" nor "a4".
    """
    if paper not in PAPERS:
        raise WrongUsage(
            _('There is no paper "{paper}". Choose one of: {known}.').format(paper=paper, known=", ".join(PAPERS))
        )
    before = i18n.language()
    i18n.set_language(lang)
    try:
        return _pdf(sheet, PAPERS[paper], lang, printed_on)
    finally:
        i18n.set_language(before)


def _pdf(sheet: CycleSheet, size: tuple[float, float], lang: str, printed_on: date) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    painter.register_fonts()
    width, height = size
    whose = " · ".join(name for name in (sheet.school, sheet.team, sheet.network) if name)
    foot_lines = text.wrap(whose, width - 2 * MARGIN - 190, SMALL) if whose else ()
    flow = Flow(width, height, MARGIN, 18 + leading(SMALL) * max(len(foot_lines), 1))
    _heading(flow, sheet)
    _aim(flow, sheet)
    cycle_plan.plan_and_do(flow, sheet)
    cycle_study.study(flow, sheet)
    for chart in sheet.charts:
        _chart(flow, chart)
    _act(flow, sheet)

    held = io.BytesIO()
    canvas = Canvas(held, pagesize=size, pageCompression=1, invariant=1, lang=lang)
    canvas.setTitle(sheet.title or _("Cycle summary"))
    canvas.setAuthor(whose)
    canvas.setSubject(_("Cycle summary"))
    canvas.setCreator("NetDesk")
    canvas.setViewerPreference("DisplayDocTitle", "true")

    def foot(page: Canvas, number: int, count: int) -> None:
        _foot(page, flow, foot_lines, printed_on, number, count)

    flow.paint_all(canvas, foot)
    canvas.save()
    return held.getvalue()


def _foot(
    page: Canvas, flow: Flow, lines: Sequence[text.TextLine], printed_on: date, number: int, count: int
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


def _heading(flow: Flow, sheet: CycleSheet) -> None:
    """What the page is, the cycle's title, its place and days; at the right, in a box, the decision."""
    box_width = _box_width(sheet)
    room = flow.width - box_width - 14 if box_width else flow.width
    rows = lines_of(_("Cycle summary"), room, SMALL, colour="second_text")
    rows += [gap(2), *lines_of([(sheet.title or _("A cycle without a title"), True)], room, TITLE), gap(1)]
    about = [_place(sheet), marks.days(sheet.started or sheet.planned_start, sheet.ended or sheet.planned_end)]
    about += [name for name in (sheet.school, sheet.team) if name]
    rows += lines_of("  ·  ".join(part for part in about if part), room, SMALL, colour="second_text")
    if box_width:
        _decision_box(flow, sheet, box_width)
    top = flow.y
    flow.columns([Column(0, room, rows)], keep=3)
    if len(flow.pages) == 1:
        flow.y = max(flow.y, top + (44 if box_width else 0))
    flow.y += 8
    flow.rule(strong=True)
    flow.y += 8


def _place(sheet: CycleSheet) -> str:
    if sheet.ramp is None:
        return sheet.ramp_title
    if sheet.of is not None and sheet.of > 1:
        place = _("Cycle {n} of {count}").format(n=sheet.ramp, count=sheet.of)
    else:
        place = _("Cycle {n}").format(n=sheet.ramp)
    return f"{place}: {sheet.ramp_title}" if sheet.ramp_title else place


def _box_words(sheet: CycleSheet) -> tuple[str, tuple[drawing.Primitive, ...], str]:
    """Over the box's words, its shape, and its words: the decision, or how far the cycle is."""
    if sheet.decision:
        shape, name = marks.DECISIONS.get(sheet.decision, (marks.DOT, sheet.decision))
        return _("Decision"), shape, _(name)
    if sheet.stage:
        return _("Stage"), marks.DOTTED, marks.named(marks.STAGES, sheet.stage)
    return "", (), ""


def _box_width(sheet: CycleSheet) -> float:
    over, _shape, words = _box_words(sheet)
    return max(text.measure(over, SMALL), text.measure(words, 14, True) + 20) + 24 if words else 0.0


def _decision_box(flow: Flow, sheet: CycleSheet, width: float) -> None:
    over, shape, words = _box_words(sheet)
    x, up = flow.page_width - flow.margin - width, flow.page_height - flow.y

    def paint(canvas: Canvas) -> None:
        canvas.setStrokeColor(painter.colour(drawing.PRINT["control"]))
        canvas.setLineWidth(0.8)
        canvas.setDash([])
        canvas.roundRect(x, up - 42, width, 42, 4, stroke=1, fill=0)
        canvas.setFillColor(painter.colour(drawing.PRINT["second_text"]))
        painter.draw_line(canvas, x + 11, up - 14, over, SMALL)
        grown = drawing.Drawing(0, 0, shape)
        painter.paint(canvas, grown, x + 17, up - 29, scale=1.3)
        canvas.setFillColor(painter.colour(drawing.PRINT["text"]))
        painter.draw_line(canvas, x + 28, up - 34, words, 14, bold=True)

    flow.on_page(paint)


def _aim(flow: Flow, sheet: CycleSheet) -> None:
    if not sheet.aim:
        return
    flow.put(lines_of(marks.sentence(_("Aim."), sheet.aim), flow.width), keep=2)
    flow.y += 5
    flow.rule()
    flow.y += 9


def _chart(flow: Flow, chart: ChartInput) -> None:
    """The chart as vectors; under it what it says, the boring causes first, and what chance alone would do."""
    picture = draw_chart(chart, width=flow.width / CHART_SCALE)
    row = drawing_row(picture, flow.width, flow.tallest)
    result = chart.result
    signals = any(point.signals for point in result.points)
    said = " ".join(part for part in (result.check_first, result.says) if part)
    if signals:
        said += " " + _("Timing alone does not prove cause.")
    left = lines_of(marks.sentence(_("What it says."), said), flow.width * 0.7 - 8)
    right = lines_of(marks.sentence(_("By chance alone."), result.chance_words), flow.width * 0.3 - 10)
    if not result.chance_words:
        right = []
    words_height = max(sum(one.height for one in left), sum(one.height for one in right))
    flow.space(8)
    flow.need(row.height + min(words_height, 60) + 8)
    flow.put([row])
    flow.y += 4
    flow.rule()
    flow.y += 6
    columns = [Column(0, flow.width * 0.7 - 8, left), Column(flow.width * 0.7 + 10, flow.width * 0.3 - 10, right)]

    def divider(canvas: Canvas, top: float, bottom: float) -> None:
        if right:
            canvas.setStrokeColor(painter.colour(drawing.PRINT["border"]))
            canvas.setLineWidth(0.6)
            x = flow.margin + flow.width * 0.7 + 1
            canvas.line(x, top, x, bottom)

    flow.columns(columns if right else [Column(0, flow.width, left)], keep=2, backdrop=divider)


def _act(flow: Flow, sheet: CycleSheet) -> None:
    rows = []
    if sheet.decision:
        _shape, name = marks.DECISIONS.get(sheet.decision, (marks.DOT, sheet.decision))
        head = _("{decision}, because").format(decision=_(name)) if sheet.decision_because else f"{_(name)}."
        rows += lines_of(marks.sentence(head, sheet.decision_because), flow.width)
    elif sheet.decision_because:
        rows += lines_of(marks.sentence(_("Because"), sheet.decision_because), flow.width)
    if sheet.act:
        rows += [*([gap(4)] if rows else []), *lines_of(sheet.act, flow.width)]
    if sheet.next_title:
        when = marks.days(sheet.next_start, sheet.next_end)
        following = f"{sheet.next_title}, {when}" if when else sheet.next_title
        rows += [*([gap(4)] if rows else []), *lines_of(marks.sentence(_("Next:"), following), flow.width)]
    if sheet.people is not None:
        rows += lines_of(marks.sentence(_("People affected:"), marks.number(sheet.people)), flow.width)
    if sheet.attachments:
        rows += lines_of(marks.sentence(_("Attached:"), "; ".join(sheet.attachments)), flow.width)
    if not rows:
        return
    flow.space(12)
    flow.put([*lines_of([(_("Act"), True)], flow.width, HEAD), gap(2), *rows], keep=4)

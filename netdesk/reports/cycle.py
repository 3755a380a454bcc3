"""The cycle summary: one PDSA cycle on one page or two, for the wall, the meeting and the district.

Every field of the record that is filled is on it. Black and white: shapes, weights and words carry the meaning.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netdesk.core import drawing, text
from netdesk.i18n import N_, _
from netdesk.reports import cycle_plan, cycle_study, marks, painter
from netdesk.reports.flow import HEAD, SMALL, Column, Flow, Look, Row, lines_of
from netdesk.reports.pages import (
    chart_fits_here,
    close_heading,
    heading_rows,
    new_flow,
    put_chart,
    sheet_pdf,
)
from netdesk.reports.sheet import CycleSheet

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


def cycle_pdf(sheet: CycleSheet, *, paper: str = "letter", lang: str = "en", printed_on: date) -> bytes:
    """The summary of one cycle as a PDF: the same bytes for the same sheet, paper, language and day.

    Raises WrongUsage for a paper that is neither "letter" nor "a4".
    """
    charts = sheet.charts
    return sheet_pdf(sheet, _laid, N_("Cycle summary"), charts=charts, paper=paper, lang=lang, printed_on=printed_on)


def _laid(sheet: CycleSheet, size: tuple[float, float], foot: str, look: Look) -> Flow:
    flow = new_flow(size, foot, look)
    _heading(flow, sheet)
    _aim(flow, sheet)
    cycle_plan.plan_and_do(flow, sheet)
    cycle_study.study(flow, sheet)
    act = _act(flow, sheet)
    act_height = sum(row.height for row in act)
    # Where the chart goes to the next page anyway, Act fills this one.
    moved = bool(sheet.charts) and act_height > 0 and not chart_fits_here(flow, sheet.charts[0])
    early = moved and act_height + 20 <= flow.room
    if early:
        put_act(flow, act)
    for chart in sheet.charts:
        put_chart(flow, chart)
    if not early:
        put_act(flow, act)
    return flow


def _heading(flow: Flow, sheet: CycleSheet) -> None:
    """What the page is, the cycle's title, its place and days; at the right, in a box, the decision."""
    box_width = _box_width(sheet)
    room = flow.width - box_width - 14 if box_width else flow.width
    days = marks.days(sheet.started or sheet.planned_start, sheet.ended or sheet.planned_end)
    about = (cycle_place(sheet), days, sheet.school, sheet.team)
    rows = heading_rows(_("Cycle summary"), sheet.title or _("A cycle without a title"), about, room)
    if box_width:
        _decision_box(flow, sheet, box_width)
    top = flow.y
    flow.columns([Column(0, room, rows)], keep=3)
    if len(flow.pages) == 1:
        flow.y = max(flow.y, top + (44 if box_width else 0))
    close_heading(flow)
    flow.space(8)


def cycle_place(sheet: CycleSheet) -> str:
    """Where the cycle stands in its ramp, in words."""
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
    flow.space(5)
    flow.rule()
    flow.space(9)


def act_parts(sheet: CycleSheet) -> list[list[tuple[str, bool]]]:
    """What Act says, each part as (text, bold) runs."""
    parts: list[list[tuple[str, bool]]] = []
    if sheet.decision:
        _shape, name = marks.DECISIONS.get(sheet.decision, (marks.DOT, sheet.decision))
        head = _("{decision}, because").format(decision=_(name)) if sheet.decision_because else f"{_(name)}."
        parts.append(marks.sentence(head, sheet.decision_because))
    elif sheet.decision_because:
        parts.append(marks.sentence(_("Because"), sheet.decision_because))
    if sheet.act:
        parts.append([(sheet.act, False)])
    if sheet.next_title:
        when = marks.days(sheet.next_start, sheet.next_end)
        parts.append(marks.sentence(_("Next:"), f"{sheet.next_title}, {when}" if when else sheet.next_title))
    if sheet.people is not None:
        parts.append(marks.sentence(_("People affected:"), marks.number(sheet.people)))
    if sheet.attachments:
        parts.append(marks.sentence(_("Attached:"), "; ".join(sheet.attachments)))
    return parts


def _act(flow: Flow, sheet: CycleSheet) -> list[Row]:
    """Act in one paragraph where its words are short, else in several."""
    parts = act_parts(sheet)
    if not parts:
        return []
    short = sum(len(words) for part in parts for words, _bold in part) < 600 and "\n" not in sheet.act
    rows: list[Row] = []
    if short:
        rows = lines_of([one for part in parts for one in (*_ended(part), (" ", False))], flow.width)
    else:
        for part in parts:
            rows += [*([flow.gap(4)] if rows else []), *lines_of(part, flow.width)]
    return [*lines_of([(_("Act"), True)], flow.width, HEAD), flow.gap(2), *rows]


def _ended(part: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """With a full stop, so that the next sentence can follow."""
    words, bold = part[-1]
    told = words.rstrip()
    return [*part[:-1], (told if not told or told[-1] in ".!?…:)”" else f"{told}.", bold)]


def put_act(flow: Flow, rows: list[Row]) -> None:
    """The last words, kept with their heading."""
    if rows:
        flow.space(12)
        flow.put(rows, keep=4)

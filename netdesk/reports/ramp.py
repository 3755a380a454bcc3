"""The ramp page: the cycles of one series as a staircase, each with its scale, its decision and one thing learned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from netdesk.core import drawing
from netdesk.i18n import N_, _
from netdesk.reports import marks, painter
from netdesk.reports.flow import SMALL, Column, Flow, Look, Row, gap, lines_of, shape_marker
from netdesk.reports.pages import (
    close_heading,
    heading_rows,
    new_flow,
    put_chart,
    sheet_pdf,
)
from netdesk.reports.sheet import RampSheet, RampStep

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_PAD = 9.0
#: How far each step stands to the right of the one before, at most; the last begins at half of the page at most.
_INDENT = 46.0


def ramp_pdf(sheet: RampSheet, *, paper: str = "letter", lang: str = "en", printed_on: date) -> bytes:
    """The page of one ramp as a PDF: the same bytes for the same sheet, paper, language and day.

    Raises WrongUsage for a paper that is neither "letter" nor "a4".
    """
    charts = sheet.charts
    return sheet_pdf(sheet, _laid, N_("Ramp of cycles"), charts=charts, paper=paper, lang=lang, printed_on=printed_on)


def _laid(sheet: RampSheet, size: tuple[float, float], foot: str, look: Look) -> Flow:
    flow = new_flow(size, foot, look)
    about = (ramp_span(sheet), sheet.school, sheet.team)
    title = sheet.title or _("A ramp without a title")
    flow.put(heading_rows(_("Ramp of cycles"), title, about, flow.width), keep=3)
    close_heading(flow)
    flow.space(8)
    if sheet.aim:
        flow.put(lines_of(marks.sentence(_("Aim."), sheet.aim), flow.width), keep=2)
    if sheet.trail:
        flow.put(lines_of(ramp_why(sheet), flow.width, SMALL, colour="second_text"))
    flow.space(10)
    _staircase(flow, sheet)
    flow.space(6)
    for chart in sheet.charts:
        put_chart(flow, chart)
    return flow


def ramp_span(sheet: RampSheet) -> str:
    """How many cycles from when to when."""
    count = len(sheet.steps)
    words = _("1 cycle") if count == 1 else _("{n} cycles").format(n=count)
    starts = [step.start for step in sheet.steps if step.start]
    ends = [day for step in sheet.steps for day in (step.end, step.start) if day]
    return f"{words}, {marks.days(min(starts), max(ends))}" if starts else words


def ramp_why(sheet: RampSheet) -> str:
    """The way from the idea up to the cause."""
    return _("Why we do this: {steps}.").format(steps=" › ".join(sheet.trail))


def step_scale(step: RampStep) -> str:
    """The scale of the test in words."""
    return f"{marks.number(step.scope) if step.scope is not None else ''} {step.scope_unit}".strip()


def step_outcome(step: RampStep) -> tuple[tuple[drawing.Primitive, ...], str]:
    """The decision or, before it, how far the cycle is: its shape and its words."""
    if step.decision:
        shape, name = marks.DECISIONS.get(step.decision, (marks.DOT, step.decision))
        return shape, _(name)
    return marks.DOTTED, _("Now in: {stage}").format(stage=marks.named(marks.STAGES, step.stage or "plan"))


def step_days(step: RampStep) -> str:
    """When it was, or since when it runs."""
    if step.running and step.start:
        return _("since {day}").format(day=marks.day(step.start))
    return marks.days(step.start, step.end)


def _staircase(flow: Flow, sheet: RampSheet) -> None:
    """Each step under the one before and further right; the line of the stairs is the left and upper edge."""
    count = max(len(sheet.steps) - 1, 1)
    indent = min(_INDENT, flow.width * 0.45 / count)
    for place, step in enumerate(sheet.steps):
        left = indent * place
        _step(flow, step, left, flow.width - left)
        flow.space(7)


def _step(flow: Flow, step: RampStep, left: float, width: float) -> None:
    shape, outcome = step_outcome(step)
    outcome_width = painter.line_width(outcome, 10, bold=True) + 18
    scale = step_scale(step)
    room = width - outcome_width - _PAD * 2 - 8
    head = [(f"{step.number}  ", False), (step.title or _("A cycle without a title"), True)]
    when = "  ·  ".join(part for part in (scale, step_days(step)) if part)
    words: list[Row] = [gap(4), *lines_of(head, room, 10)]
    if when:
        words += lines_of(when, room, SMALL, colour="second_text")
    if step.learned:
        words += [flow.gap(2), *lines_of(marks.sentence(_("Learned:"), step.learned), width - _PAD * 2)]
    words.append(gap(4))
    height = sum(row.height for row in words)
    flow.need(min(height, flow.tallest / 2))
    mark = lines_of([(outcome, True)], outcome_width, 10, indent=15, marker=shape_marker(shape, 10))
    def edge(canvas: Canvas, top: float, bottom: float) -> None:
        x = flow.margin + left
        canvas.setFillColor(painter.colour(drawing.PRINT["sunken"]))
        canvas.rect(x, bottom, width, top - bottom, stroke=0, fill=1)
        canvas.setStrokeColor(painter.colour(drawing.PRINT["text"]))
        canvas.setLineWidth(1.4)
        canvas.setDash([])
        canvas.line(x, top, x + width, top)
        canvas.line(x, top, x, bottom)

    at_right = flow.width - outcome_width - _PAD
    columns = [Column(left + _PAD, room, words), Column(at_right, outcome_width, [gap(4), *mark])]
    flow.columns(columns, keep=3, backdrop=edge)

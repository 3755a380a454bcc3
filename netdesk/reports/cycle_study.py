"""Study of a cycle summary: each prediction beside what happened and what was learned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from netdesk.core import drawing
from netdesk.i18n import _
from netdesk.reports import marks, painter
from netdesk.reports.flow import HEAD, SMALL, Column, Flow, Row, gap, lines_of, shape_marker
from netdesk.reports.sheet import Amendment, CycleSheet, Question

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_PAD = 6.0
# Shares of the width: number, question, predicted, happened, learned.
_SHARES = (0.035, 0.215, 0.24, 0.25, 0.26)


def study(flow: Flow, sheet: CycleSheet) -> None:
    """The table of predictions, then the words of Study; nothing where both are empty."""
    if not sheet.questions and not sheet.study:
        return
    title = _("Study: what we predicted, and what happened") if sheet.questions else _("Study")
    rows = [*lines_of([(title, True)], flow.width, HEAD), gap(3)]
    if sheet.questions:
        flow.need(sum(row.height for row in rows) + 90)
    flow.put(rows)
    if sheet.questions:
        _table(flow, sheet.questions)
    if sheet.study:
        flow.space(6 if sheet.questions else 0)
        flow.put(lines_of(sheet.study, flow.width), keep=2)
    flow.space(6)


def _table(flow: Flow, questions: Sequence[Question]) -> None:
    one_lock = _one_lock(questions)
    for number, question in enumerate(questions, 1):
        cells = _cells(flow, number, question, one_lock)
        height = max(sum(row.height for row in cell.rows) for cell in cells)
        if number == 1:
            _head(flow, one_lock)
        # A question stays together unless it is so long that it would leave much of a page white.
        elif flow.room < height and height < flow.tallest * 0.22:
            flow.new_page()
            _head(flow, one_lock)
        flow.columns(cells, backdrop=_backdrop(flow), on_new_page=lambda: _head(flow, one_lock))
        flow.rule()


def _one_lock(questions: Sequence[Question]) -> str:
    """The moment at which all predictions were locked, if it was one."""
    moments = {marks.moment(question.locked_at) if question.locked_at else "" for question in questions}
    return moments.pop() if len(moments) == 1 else ""


def _columns(flow: Flow, cells: Sequence[Sequence[Row]]) -> list[Column]:
    columns, left = [], 0.0
    for share, rows in zip(_SHARES, cells, strict=True):
        columns.append(Column(left + (_PAD if left else 0.0), share * flow.width - _PAD, rows))
        left += share * flow.width
    return columns


def _widths(flow: Flow) -> list[float]:
    return [share * flow.width - 2 * _PAD for share in _SHARES]


def _backdrop(flow: Flow) -> Callable[[Canvas, float, float], None]:
    left = flow.margin + sum(_SHARES[:2]) * flow.width
    width = _SHARES[2] * flow.width

    def paint(canvas: Canvas, top: float, bottom: float) -> None:
        canvas.setFillColor(painter.colour(drawing.PRINT["sunken"]))
        canvas.rect(left, bottom, width, top - bottom, stroke=0, fill=1)

    return paint


def _head(flow: Flow, one_lock: str) -> None:
    widths = _widths(flow)
    predicted = [gap(4), *lines_of([(_("We predicted"), True)], widths[2])]
    if one_lock:
        predicted += lines_of(_("locked {moment}").format(moment=one_lock), widths[2], SMALL)
    names: list[list[Row]] = [
        [],
        lines_of([(_("Question"), True)], widths[1]),
        predicted,
        lines_of([(_("What happened"), True)], widths[3]),
        lines_of([(_("What we learned"), True)], widths[4]),
    ]
    tallest = max(sum(row.height for row in rows) for rows in names) + 4
    padded = [[gap(tallest - sum(row.height for row in rows) - 4), *rows, gap(4)] for rows in names]
    flow.columns(_columns(flow, padded), keep=len(predicted) + 2, backdrop=_backdrop(flow))
    flow.rule(strong=True)


def _cells(flow: Flow, number: int, question: Question, one_lock: str) -> list[Column]:
    widths = _widths(flow)
    top = flow.gap(4)
    happened: list[Row] = []
    if question.matched:
        shape, name = marks.MATCHED.get(question.matched, (marks.DOT, question.matched))
        happened += lines_of([(_(name), True)], widths[3], indent=12, marker=shape_marker(shape))
    if question.observed:
        happened += lines_of(question.observed, widths[3])
    cells = [
        lines_of(str(number), 16, colour="second_text"),
        lines_of([(question.text, True)], widths[1]),
        _predicted(question, widths[2], one_lock),
        happened,
        lines_of(question.learned, widths[4]) if question.learned else [],
    ]
    return _columns(flow, [[top, *rows, flow.gap(5)] for rows in cells])


def _predicted(question: Question, width: float, one_lock: str) -> list[Row]:
    rows: list[Row] = []
    if question.prediction:
        rows += lines_of(question.prediction, width)
    if question.because:
        rows += lines_of(_("because {why}").format(why=question.because), width, colour="second_text")
    if not one_lock:
        when = marks.moment(question.locked_at) if question.locked_at else ""
        words = _("locked {moment}").format(moment=when) if when else _("not locked yet")
        rows += lines_of(words, width, SMALL, colour="quiet_text")
    for amendment in question.amendments:
        rows += [gap(3), *_amendment(amendment, width)]
    return rows


def amendment_head(amendment: Amendment) -> str:
    """When and by whom a prediction was amended."""
    head = _("Amended")
    if amendment.on:
        head = _("Amended {moment}").format(moment=marks.moment(amendment.on))
    if amendment.by:
        head = _("{what} by {person}").format(what=head, person=amendment.by)
    return head


def _amendment(amendment: Amendment, width: float) -> list[Row]:
    rows = lines_of([(f"{amendment_head(amendment)}:", True)], width, SMALL)
    if amendment.prediction:
        rows += lines_of(amendment.prediction, width)
    if amendment.because:
        rows += lines_of(_("because {why}").format(why=amendment.because), width, colour="second_text")
    if amendment.reason:
        rows += lines_of(_("Reason: {why}").format(why=amendment.reason), width, SMALL, colour="second_text")
    return rows

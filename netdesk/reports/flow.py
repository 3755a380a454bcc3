"""Setting type on pages: rows of text flow down columns and over page ends, and nothing is ever cut.

A `Row` is one line (or one drawing) with its height. Columns of rows run side by side and go on, each where it stopped,
on the next page. Pages are collected first and painted last, when the number of pages is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from netdesk.core import drawing, text
from netdesk.core.drawing import Drawing, Primitive, Role
from netdesk.reports import painter

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Mark = Callable[["Canvas", float, float], None]  # paints at x and the y of the row's top, PDF units

BODY: Final = 9.0
SMALL: Final = 8.0
HEAD: Final = 10.5
TITLE: Final = 16.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a column: its height, and how it is painted with its upper left corner at (x, y)."""

    height: float
    paint: Mark


@dataclass(frozen=True, slots=True)
class Look:
    """How closely a page is set: everything to `scale`, white space times `air`, and `plot`, the data's height in
    charts (None: as high as the page in hand has room for). `compact` lets short facts run on in one paragraph."""

    scale: float = 1.0
    air: float = 1.0
    compact: bool = False
    plot: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """Rows that stand under one another, `left` from the page's left margin."""

    left: float
    width: float
    rows: Sequence[Row]


def leading(size: float) -> float:
    """The height of a line of this size."""
    return round(size * 1.42, 2)


def gap(height: float) -> Row:
    """An empty row."""
    return Row(height, lambda _canvas, _x, _y: None)


def lines_of(
    runs: str | Sequence[tuple[str, bool]],
    width: float,
    size: float = BODY,
    *,
    colour: Role = "text",
    indent: float = 0.0,
    marker: Mark | None = None,
) -> list[Row]:
    """A paragraph, in one weight or as (text, bold) runs, wrapped into rows. `marker` is painted before its first line,
    in the indent. A line of Arabic or Hebrew stands at the right."""
    pieces = [(runs, False)] if isinstance(runs, str) else list(runs)
    room = width - indent
    rows: list[Row] = []
    for number, line in enumerate(text.wrap_runs(pieces, room, size)):
        rows.append(_line_row(line, room, size, colour, indent, marker if number == 0 else None))
    return rows


def _line_row(
    line: tuple[text.Segment, ...], room: float, size: float, colour: Role, indent: float, marker: Mark | None
) -> Row:
    height = leading(size)
    backwards = painter.is_right_to_left("".join(segment.text for segment in line))

    def paint(canvas: Canvas, x: float, y: float) -> None:
        if marker is not None:
            marker(canvas, x, y)
        canvas.setFillColor(painter.colour(drawing.PRINT[colour]))
        ordered = line[::-1] if backwards else line
        at = x + indent
        if backwards:
            at += room - sum(painter.line_width(one.text, size, bold=one.bold) for one in line)
        for segment in ordered:
            at += painter.draw_line(
                canvas, at, y - size * 1.08, segment.text, size, bold=segment.bold, right_to_left=backwards
            )

    return Row(height, paint)


def shape_marker(marks: Sequence[Primitive], size: float = BODY) -> Mark:
    """Paints small marks (about (0, 0), 9 across) on the first line of a paragraph, at its left."""

    def paint(canvas: Canvas, x: float, y: float) -> None:
        picture = Drawing(0, 0, tuple(drawing.moved(mark, 4.5, size * 0.78) for mark in marks))
        painter.paint(canvas, picture, x, y)

    return paint


def marked_row(parts: Sequence[tuple[Sequence[Primitive], str]], width: float, size: float = SMALL) -> list[Row]:
    """Marks with their words side by side in one row, such as a legend; under one another where that is too wide."""
    indent = 13.0
    widths = [indent + painter.line_width(words, size) + 14 for _marks, words in parts]
    if sum(widths) > width:
        stacked: list[Row] = []
        for marks, words in parts:
            mark = shape_marker(marks, size)
            stacked += lines_of(words, width, size, colour="second_text", indent=indent, marker=mark)
        return stacked
    rows = [
        lines_of(words, width, size, colour="second_text", indent=indent, marker=shape_marker(marks, size))[0]
        for marks, words in parts
    ]

    def paint(canvas: Canvas, x: float, y: float) -> None:
        for row, taken in zip(rows, widths, strict=True):
            row.paint(canvas, x, y)
            x += taken

    return [Row(leading(size), paint)]


def drawing_row(picture: Drawing, width: float, tallest: float) -> Row:
    """A drawing as one row, scaled to the width; smaller where it would be higher than a page."""
    scale = min(width / picture.width, tallest / picture.height)

    def paint(canvas: Canvas, x: float, y: float) -> None:
        painter.paint(canvas, picture, x, y, scale=scale)

    return Row(picture.height * scale, paint)


class Flow:
    """The pages of one document while they are set. `y` runs down from the top margin of the page in hand.

    Lengths are in points times the look's scale.
    """

    def __init__(self, width: float, height: float, margin: float, foot: float, look: Look | None = None) -> None:
        self.look = look or Look()
        self.page_width = width = width / self.look.scale
        self.page_height = height = height / self.look.scale
        self.margin = margin = margin / self.look.scale
        self.width = width - 2 * margin
        self.bottom = height - margin - foot
        self.pages: list[list[Callable[[Canvas], None]]] = [[]]
        self.y = margin

    @property
    def room(self) -> float:
        """The height left on this page."""
        return self.bottom - self.y

    @property
    def tallest(self) -> float:
        """The height of an empty page."""
        return self.bottom - self.margin

    def new_page(self) -> None:
        """Go on at the top of a new page."""
        self.pages.append([])
        self.y = self.margin

    def need(self, height: float) -> None:
        """Begin a new page if less than `height` is left here and a new page has more."""
        if self.room < min(height, self.tallest) and self.y > self.margin:
            self.new_page()

    def space(self, height: float) -> None:
        """Leave room, but none at the top of a page."""
        if self.y > self.margin:
            self.y += height * self.look.air

    def gap(self, height: float) -> Row:
        """An empty row, as high as the look's air makes it."""
        return gap(height * self.look.air)

    def on_page(self, action: Callable[[Canvas], None]) -> None:
        """Paint something on the page in hand."""
        self.pages[-1].append(action)

    def rule(self, *, strong: bool = False, left: float = 0.0, width: float | None = None) -> None:
        """A line across."""
        y, x1 = self.page_height - self.y, self.margin + left
        x2 = x1 + (self.width - left if width is None else width)

        def paint(canvas: Canvas) -> None:
            canvas.setStrokeColor(painter.colour(drawing.PRINT["text" if strong else "border"]))
            canvas.setLineWidth(1.2 if strong else 0.6)
            canvas.setDash([])
            canvas.line(x1, y, x2, y)

        self.on_page(paint)

    def put(self, rows: Sequence[Row], *, keep: int = 1) -> None:
        """Rows in one column over the whole width; at least `keep` of them stay together."""
        self.columns([Column(0.0, self.width, rows)], keep=keep)

    def columns(
        self,
        columns: Sequence[Column],
        *,
        keep: int = 1,
        backdrop: Callable[[Canvas, float, float], None] | None = None,
        on_new_page: Callable[[], None] | None = None,
    ) -> None:
        """Columns side by side, each going on over page ends. `backdrop` is painted behind each page's part, with the
        y of its top and bottom in PDF units; `on_new_page` sets what heads the part on a new page."""
        taken = [0] * len(columns)
        self.need(max((sum(row.height for row in column.rows[:keep]) for column in columns), default=0.0))
        fresh = False  # the page in hand was begun for these rows: it must take one, however high
        while any(taken[n] < len(column.rows) for n, column in enumerate(columns)):
            top, here = self.y, self.pages[-1]
            at = len(here)
            deepest = top
            for number, column in enumerate(columns):
                y = top
                while taken[number] < len(column.rows):
                    row = column.rows[taken[number]]
                    if y + row.height > self.bottom + 0.01 and not (y == top and (fresh or top == self.margin)):
                        break
                    self.on_page(self._placed(row, column.left, y))
                    y += row.height
                    taken[number] += 1
                deepest = max(deepest, y)
            if backdrop is not None and deepest > top:
                here.insert(at, self._behind(backdrop, top, deepest))
            self.y = deepest
            if any(taken[n] < len(column.rows) for n, column in enumerate(columns)):
                self.new_page()
                fresh = True
                if on_new_page is not None:
                    on_new_page()

    def _placed(self, row: Row, left: float, y: float) -> Callable[[Canvas], None]:
        x, up = self.margin + left, self.page_height - y
        return lambda canvas: row.paint(canvas, x, up)

    def _behind(
        self, backdrop: Callable[[Canvas, float, float], None], top: float, bottom: float
    ) -> Callable[[Canvas], None]:
        return lambda canvas: backdrop(canvas, self.page_height - top, self.page_height - bottom)

    def paint_all(self, canvas: Canvas, foot: Callable[[Canvas, int, int], None]) -> None:
        """Paint every page; `foot` gets the page's number and the count of pages."""
        for number, page in enumerate(self.pages, 1):
            canvas.scale(self.look.scale, self.look.scale)
            for action in page:
                action(canvas)
            foot(canvas, number, len(self.pages))
            canvas.showPage()

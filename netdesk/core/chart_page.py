"""A chart with its words and its table as one picture, and the rows of such a table for pages that break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from netdesk.core import chart_marks, text
from netdesk.core.chart_table import ChartTable
from netdesk.core.drawing import Drawing, Line, Primitive, Rect, Role, label, moved

SIZE: Final = 11.0
LINE: Final = 15.0
PAD: Final = 6.0
#: No column of words is set narrower than this, however crowded the table.
_LEAST_WORDS: Final = 90.0


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of a page, drawn from y = 0 downwards, and its height."""

    children: tuple[Primitive, ...]
    height: float


@dataclass(frozen=True, slots=True)
class TableBands:
    """A table ready to be set: the head, which is set again on each page, its rows, how wide they are, and whether
    its columns had to be made narrower than their numbers."""

    head: Band
    rows: tuple[Band, ...]
    width: float
    squeezed: bool = False


def words_band(told: Sequence[tuple[str, str]], width: float) -> Band:
    """Paragraphs, each with its label in bold before it."""
    children: list[Primitive] = []
    y = 0.0
    for name, words in told:
        if not words:
            continue
        for line in text.wrap_runs([(f"{name} ", True), (words, False)] if name else [(words, False)], width, 12.0):
            y += 17
            x = 0.0
            for segment in line:
                children.append(label(x, y - 4, segment.text, 12.0, bold=segment.bold))
                x += segment.width
        y += 6
    return Band(tuple(children), y)


def table_bands(table: ChartTable, width: float) -> TableBands:
    """The table no wider than `width`: columns as wide as their longest cell, words wrapped where that is too wide."""
    widths, squeezed = _widths(table, width)
    heads = [column.name for column in table.columns]
    head = _row(table, heads, (), widths, bold=True)
    under = Line(0, head.height - 0.5, sum(widths), head.height - 0.5, "text")
    shade = Rect(0, 0, sum(widths), head.height, fill="sunken")
    rows = []
    for shown, letters in zip(table.shown, table.letters, strict=True):
        row = _row(table, shown, letters, widths)
        line = Line(0, row.height - 0.5, sum(widths), row.height - 0.5, "border")
        rows.append(Band((*row.children, line), row.height))
    return TableBands(Band((shade, *head.children, under), head.height), tuple(rows), sum(widths), squeezed)


def page_drawing(
    picture: Drawing, told: Sequence[tuple[str, str]], table: ChartTable | None, *, margin: float = 20.0
) -> Drawing:
    """The picture, under it its words and its table: everything a reader needs, in one drawing."""
    width = picture.width
    children: list[Primitive] = [moved(child, margin, margin) for child in picture.children]
    y = margin + picture.height + 12
    words = words_band(told, width)
    children += [moved(child, margin, y) for child in words.children]
    y += words.height + 6
    if table is not None and table.shown:
        bands = table_bands(table, width)
        for band in (bands.head, *bands.rows):
            children += [moved(child, margin, y) for child in band.children]
            y += band.height
    return Drawing(width + 2 * margin, y + margin, tuple(children), picture.title, picture.description)


def below_one_another(pictures: Sequence[Drawing]) -> Drawing:
    """Several pictures as one, from top to bottom; title and words are those of the first."""
    children: list[Primitive] = []
    y = 0.0
    for picture in pictures:
        children += [moved(child, 0, y) for child in picture.children]
        y += picture.height
    width = max(picture.width for picture in pictures)
    return Drawing(width, y, tuple(children), pictures[0].title, pictures[0].description)


def _tags_width(letters: Sequence[str]) -> float:
    return sum(chart_marks.tag_width(letter) + 4 for letter in letters)


def _widths(table: ChartTable, width: float) -> tuple[list[float], bool]:
    """Each column's width with its padding; what is too much is taken from the columns of words, and only then (True)
    from all of them."""
    natural = []
    for number, column in enumerate(table.columns):
        cells = [text.measure(text.printable(row[number]), SIZE) for row in table.shown]
        if _is_reading(table, number):
            cells = [wide + _tags_width(own) for wide, own in zip(cells, table.letters, strict=True)]
        natural.append(max([*cells, text.measure(column.name, SIZE, bold=True)]) + 2 * PAD)
    wordy = sorted((n for n, column in enumerate(table.columns) if n and not column.numbers), key=lambda n: natural[n])
    room = width - sum(own for n, own in enumerate(natural) if n not in wordy)
    for place, n in enumerate(wordy):
        natural[n] = min(natural[n], max(room / (len(wordy) - place), _LEAST_WORDS))
        room -= natural[n]
    total = sum(natural)
    return (natural, False) if total <= width else ([own * width / total for own in natural], True)


def _is_reading(table: ChartTable, number: int) -> bool:
    """The reading is the first column of words after the period."""
    return number == next((n for n, column in enumerate(table.columns) if n and not column.numbers), -1)


def _row(
    table: ChartTable, cells: Sequence[str], letters: Sequence[str], widths: Sequence[float], *, bold: bool = False
) -> Band:
    children: list[Primitive] = []
    x = 0.0
    deepest = LINE
    for number, (words, column, wide) in enumerate(zip(cells, table.columns, widths, strict=True)):
        left, room = x + PAD, wide - 2 * PAD
        if letters and _is_reading(table, number):
            for letter in letters:
                children += chart_marks.letter_tag(left, 10.5, letter, "text", outlined=letter in ("O", "?", "·", "!"))
                left += chart_marks.tag_width(letter) + 4
            room = max(room - _tags_width(letters), 20.0)
        colour: Role = "text" if bold or number else "second_text"
        for place, line in enumerate(text.wrap(words, room, SIZE, bold=bold)):
            y = 14.5 + place * LINE
            deepest = max(deepest, (place + 1) * LINE)
            at, anchor = (x + wide - PAD, "end") if column.numbers else (left, "start")
            children.append(label(at, y, line.text, SIZE, bold=bold, colour=colour, anchor=anchor))  # type: ignore[arg-type]
        x += wide
    return Band(tuple(one for one in children), deepest + 6)

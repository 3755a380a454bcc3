"""The scene of a diagram: one item a box, a line, and the headings, kept by id and changed only where they differ.

Never cleared: clearing a scene kills Python's items behind its back. What is gone is taken out one by one.
"""

from __future__ import annotations

from collections.abc import Generator, Hashable, Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

from netdesk.core import drawing
from netdesk.core.diagram_drawing import NOTHING, Emphasis, draw_box, draw_columns, draw_line
from netdesk.core.drawing import Primitive
from netdesk.core.layout import Placed, PlacedBox, PlacedLine
from netdesk.ui.charts.painter import paint

#: How far marks of selection and change reach out of a box.
ROUND_BOX = 14.0
#: So many boxes or lines are shown between two pauses.
PORTION = 100


class Drawn(QGraphicsItem):
    """Primitives about a place; counts how often it was painted, which tests ask for."""

    painted = 0

    def __init__(self, key: Hashable, z: float) -> None:
        super().__init__()
        self.key = key
        self.children: tuple[Primitive, ...] = ()
        self._area = QRectF()
        self.setZValue(z)

    def draw(self, children: tuple[Primitive, ...], area: QRectF) -> None:
        """Paint these from now on; ``area`` is all they cover."""
        if area != self._area:
            self.prepareGeometryChange()
            self._area = area
        if children != self.children:
            self.children = children
            self.update()

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        Drawn.painted += 1
        paint(painter, self.children)


class DiagramScene(QGraphicsScene):
    """Shows a placed diagram. ``boxes`` and ``lines`` are the items by their ids."""

    def __init__(self) -> None:
        super().__init__()
        # Everything moves with a new layout: an index would be rebuilt more often than asked.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.boxes: dict[str, Drawn] = {}
        self.lines: dict[tuple[str, str, int], Drawn] = {}
        self.placed = Placed(0, 0, {}, ())
        self._shown: dict[Hashable, tuple[object, ...]] = {}
        self._turn: object = None
        self._headings = Drawn("headings", 0)
        self.addItem(self._headings)

    def showing(
        self, placed: Placed, emphasis: Emphasis = NOTHING, faint: frozenset[str] = frozenset()
    ) -> Generator[None, None, None]:
        """Show this layout, with pauses: boxes in ``faint`` are cut and shown paler. What does not change is not
        touched. Ends where something else was shown in a pause.
        """
        self.placed = placed
        self._turn = turn = object()
        for step in (self._show_lines(placed, emphasis), self._show_boxes(placed, emphasis, faint)):
            for _pause in step:
                yield
                if self._turn is not turn:
                    return
        for gone in self.boxes.keys() - placed.boxes.keys():
            self.removeItem(self.boxes.pop(gone))
            self._shown.pop(gone, None)
        self._headings.draw(draw_columns(placed), QRectF(0, 0, placed.width, 48))
        self.setSceneRect(QRectF(0, 0, placed.width, placed.height).adjusted(-12, -12, 12, 12))

    def _show_box(self, box: PlacedBox, emphasis: Emphasis, is_faint: bool) -> None:
        item = self.boxes.get(box.id)
        if item is None:
            item = self.boxes[box.id] = Drawn(box.id, 2)
            self.addItem(item)
        if item.pos().x() != box.x or item.pos().y() != box.y:
            item.setPos(box.x, box.y)
        item.setOpacity(0.45 if is_faint else 1.0)
        how = (
            box.id in emphasis.selected,
            box.id in emphasis.chain,
            emphasis.changes.get(box.id),
            box.width, box.height, box.lines, box.rows, box.status, box.kind, box.bone, box.trunk, box.trunk_end,
        )  # fmt: skip
        if self._shown.get(box.id) != how:
            self._shown[box.id] = how
            item.draw(draw_box(box, emphasis), _about(0, 0, box.width, box.height))

    def _show_boxes(self, placed: Placed, emphasis: Emphasis, faint: frozenset[str]) -> Iterator[None]:
        for n, box in enumerate(placed.boxes.values(), start=1):
            self._show_box(box, emphasis, box.id in faint)
            if n % PORTION == 0:
                yield

    def _show_lines(self, placed: Placed, emphasis: Emphasis) -> Iterator[None]:
        seen: dict[tuple[str, str], int] = {}
        kept: set[tuple[str, str, int]] = set()
        for n, line in enumerate(placed.lines, start=1):
            ends = (line.from_id, line.to_id)
            key = (*ends, seen.get(ends, 0))
            seen[ends] = key[2] + 1
            kept.add(key)
            self._show_line(key, line, emphasis)
            if n % PORTION == 0:
                yield
        for gone in self.lines.keys() - kept:
            self.removeItem(self.lines.pop(gone))
            self._shown.pop(gone, None)

    def _show_line(self, key: tuple[str, str, int], line: PlacedLine, emphasis: Emphasis) -> None:
        ends = (line.from_id, line.to_id)
        lit = ends in emphasis.chain_lines
        how = (line, lit, emphasis.line_changes.get(ends))
        if self._shown.get(key) == how:
            return
        self._shown[key] = how
        item = self.lines.get(key)
        if item is None:
            item = self.lines[key] = Drawn(key, 0)
            self.addItem(item)
        item.setZValue(1 if lit else 0)
        xs, ys = [x for x, _y in line.points], [y for _x, y in line.points]
        item.draw(draw_line(line, emphasis), _about(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))

    def primitives(self) -> tuple[Primitive, ...]:
        """Everything that is shown, in painting order and where it stands: what a bare painter would be given."""
        items = [*self.lines.values(), *self.boxes.values(), self._headings]
        ordered = sorted(items, key=lambda item: item.zValue())
        return tuple(drawing.moved(one, item.x(), item.y()) for item in ordered for one in item.children)


def _about(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x, y, width, height).adjusted(-ROUND_BOX, -ROUND_BOX, ROUND_BOX, ROUND_BOX)

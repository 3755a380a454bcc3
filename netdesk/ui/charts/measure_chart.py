"""The chart of a measure on the screen: pyqtgraph shows it, moves over it and answers pointer and keys.

Where everything lies is computed once, by core.chart_drawing, for screen and print alike. What lies still (words,
brackets, bands, lines) is painted once into a picture; zooming draws anew, wider, so that no label ever covers
another, and panning only moves the picture. The points are pyqtgraph's own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netdesk.core.chart_input import ChartInput
from netdesk.core.drawing import Drawing
from netdesk.ui import theme
from netdesk.ui.background import Reader
from netdesk.ui.charts.graphs import pyqtgraph as pg
from netdesk.ui.charts.layers import Chosen, Picture, Points, Words, in_portions
from netdesk.ui.charts.point_words import short_words
from netdesk.ui.charts.prepared import is_long
from netdesk.ui.charts.sheet import LEAST_PLOT, Place, Sheet, Wanted, draw_sheet
from netdesk.ui.recolour import keep_coloured
from netdesk.ui.steps import Steps, stop

#: The picture of a zoomed chart is at most this wide, in pixels of the screen.
WIDEST = 12_000
ZOOM_STEP = 1.5
#: How near the pointer must come to a point, in units of the drawing.
REACH = 14.0


class MeasureChart(pg.GraphicsView):
    """A chart that fills its width; what it says in words is its accessible description.

    A long one is drawn beside the window and shown a moment later; until then what was drawn before stands.

    ``interactive`` ones answer pointer and keys. ``pointed`` carries the index of the point under the pointer or the
    cursor (-1 none) and whether it came by keyboard; ``chosen`` that the chosen range is another; ``deeds_wanted`` asks
    for the menu of what can be done, at a place of the screen; ``note_wanted`` for a note at the cursor; ``moved`` that
    another part is seen.
    """

    pointed = Signal(int, bool)
    chosen = Signal()
    deeds_wanted = Signal(QPoint)
    note_wanted = Signal()
    moved = Signal()

    # pyqtgraph resizes the view while it is being made.
    _chart: ChartInput | None = None
    _interactive = False
    _heading = True

    def __init__(
        self,
        *,
        name: str,
        height: int = 300,
        interactive: bool = False,
        heading: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent, background=None)
        self.setObjectName(name)
        self._height = theme.px(height)
        self._interactive, self._heading = interactive, heading
        self.setMinimumHeight(self._height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if interactive else Qt.FocusPolicy.NoFocus)
        self.setFrameShape(pg.GraphicsView.Shape.NoFrame)
        self.setMouseTracking(interactive)
        self._view = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._view.invertY(True)
        self.setCentralItem(self._view)
        self._still, self._words, self._edges, self._marks = Picture(0), Words(25), Picture(20), Chosen()
        for item in (self._still, self._words, self._edges, self._marks):
            self._view.addItem(item, ignoreBounds=True)
        self._points = Points(self._view)
        self._plain = False
        self._zoom, self._pan = 1.0, 0.0
        #: What is to stay where it is while the chart is zoomed: a share of the data's width, and an x of the widget.
        self._held: tuple[float, float] | None = None
        self._size = (1.0, 1.0)
        self._plot = (0.0, 1.0)
        self._data = (0.0, 1.0)
        self._sheet: Sheet | None = None
        self._places: tuple[Place, ...] = ()
        self._plot_height = LEAST_PLOT
        self._cursor = -1
        self._anchor = -1
        self._pressed: QPointF | None = None
        self._hand: float | None = None
        self.drawing: Drawing | None = None
        self._drawer = Reader(self, pause=0)
        self._drawer.came.connect(self._take)
        self._painting: Iterator[None] | None = None
        self._turns: Steps | None = None
        keep_coloured(self, self._colour)

    # What is shown

    def show_chart(self, chart: ChartInput, *, plain: bool = False) -> None:
        """Show this chart; the plain view has the data, their middle and the goal alone."""
        another = self._chart is None or len(chart.dates) != len(self._chart.dates)
        self._chart, self._plain = chart, plain
        if another:
            # No point can be chosen before it is known which of them lies where.
            self._cursor = self._anchor = -1
            self._places = ()
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.result.words)
        self._draw()

    def show_nothing(self) -> None:
        """Show no chart: that of another measure must not stand under this one's name."""
        self._drawer.drop()
        self._drop_painting()
        self._chart = self._sheet = self.drawing = None
        self._cursor = self._anchor = -1
        self._zoom, self._pan, self._places = 1.0, 0.0, ()
        self._points.show_clouds({})
        for picture in (self._still, self._edges):
            picture.show_children((), QRectF(0, 0, 1, 1))
        self._words.show_words((), QRectF(0, 0, 1, 1))
        self._show_marks()
        self.moved.emit()

    @property
    def drawing_on(self) -> bool:
        """Whether the chart is still being drawn."""
        return self._drawer.reading or self._painting is not None

    def finish(self) -> None:
        """Have at once what is still being drawn."""
        self._drawer.finish()
        for _portion in self._painting or ():
            pass

    def stop(self) -> None:
        """Draw nothing more: the window goes."""
        self._drawer.stop()

    def show_whole(self) -> None:
        """Show all points again."""
        self._zoom, self._pan, self._held = 1.0, 0.0, None
        self._draw()

    def zoom_by(self, factor: float, at: float | None = None) -> None:
        """Zoom in (above 1) or out, keeping what lies at this x of the widget (None: the middle) where it is."""
        left, right = self._plot
        scale = theme.px(100) / 100
        middle = (left + self._size[0] - (self._whole_width() - right)) / 2 if at is None else at / scale
        before = (self._pan + middle - left) / max(right - left, 1.0)
        self._zoom = min(max(1.0, self._zoom * factor), self._most_zoom())
        self._held = (before, middle)
        self._draw()

    def pan_to(self, pan: float) -> None:
        """Show what lies this far from the left, in units of the drawing; kept within the chart."""
        if self.drawing is None:
            return
        ratio = self.devicePixelRatioF() * theme.px(100) / 100
        most = max(0.0, self._whole_width() - self._size[0])
        self._pan = round(min(max(0.0, pan), most) * ratio) / ratio  # on whole pixels the picture stays sharp
        width, height = self._size
        self._view.setRange(QRectF(self._pan, 0, width, height), padding=0, disableAutoRange=True)
        self._edges.setPos(self._pan, 0)
        left, right = self._plot
        self._words.look(self._pan + left - 1, self._pan + width - (self._whole_width() - right) + 1, self._data[1])
        self.moved.emit()

    @property
    def zoom(self) -> float:
        """1.0 where all points are seen."""
        return self._zoom

    @property
    def pan(self) -> tuple[float, float]:
        """How far from the left the view is, and how far it can be, in units of the drawing."""
        return self._pan, max(0.0, self._whole_width() - self._size[0])

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the points lie, in their order."""
        return self._places

    def can_zoom(self) -> bool:
        """Whether zooming in shows more."""
        return self._zoom < self._most_zoom()

    def _most_zoom(self) -> float:
        ratio = self.devicePixelRatioF() * theme.px(100) / 100
        return min(max(1.0, len(self._places) / 8), max(1.0, WIDEST / ratio / max(self._size[0], 1.0)))

    def _whole_width(self) -> float:
        return self.drawing.width if self.drawing is not None else self._size[0]

    # What is chosen

    @property
    def cursor_index(self) -> int:
        """The index of the point at the cursor, -1 for none."""
        return self._cursor

    def selection(self) -> tuple[int, int] | None:
        """The first and last index of the chosen range; None where nothing is chosen."""
        if self._cursor < 0:
            return None
        return min(self._anchor, self._cursor), max(self._anchor, self._cursor)

    def select(self, first: int, last: int, *, by_key: bool = False) -> None:
        """Choose the points from one to another; -1 chooses none."""
        if (first, last) == (self._anchor, self._cursor) and not by_key:
            return
        self._anchor, self._cursor = first, last
        self._show_marks()
        self._reveal(last)
        self.chosen.emit()
        self.pointed.emit(last, by_key)

    def _reveal(self, index: int) -> None:
        place = next((one for one in self._places if one.index == index), None)
        if place is None or self._zoom <= 1.0:
            return
        left, right = self._plot
        low, high = self._pan + left + 16, self._pan + self._size[0] - (self._whole_width() - right) - 16
        if not low <= place.x <= high:
            self.pan_to(self._pan + place.x - (low + high) / 2)

    def _show_marks(self) -> None:
        width, height = self._whole_width(), self._size[1]
        found = {one.index: one for one in self._places}
        at = found.get(self._cursor)
        ring = QPointF(at.x, at.y) if at is not None else None
        band, chosen = None, self.selection()
        if chosen is not None and chosen[0] != chosen[1]:
            xs = [one.x for one in self._places if chosen[0] <= one.index <= chosen[1]]
            if xs:
                band = QRectF(min(xs) - 6, self._data[0], max(xs) - min(xs) + 12, self._data[1] - self._data[0])
        self._marks.show_marks(band, ring, QRectF(0, 0, width, height))

    # Drawing

    def sizeHint(self) -> QSize:
        return QSize(theme.px(480), self._height)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is None or self._chart is None:
            return
        if event.size().width() == event.oldSize().width():
            # Only its own new height: what is drawn has it already, the view must but follow.
            self.pan_to(self._pan)
            return
        # Not within Qt's own resizing: a height changed there is put back by the outer resize.
        QTimer.singleShot(0, self, self._draw)

    def _draw(self) -> None:
        if self._chart is None or self.width() < 80:
            return
        scale = theme.px(100) / 100
        wanted = Wanted(
            self.width() / scale, self._height / scale, self._plain, self._heading, self._zoom, self._plot_height
        )
        if is_long(len(self._chart.dates)):
            self._drawer.read(partial(draw_sheet, self._chart, wanted))
        else:
            self._drawer.drop()
            self._take(draw_sheet(self._chart, wanted))

    def _take(self, sheet: Sheet) -> None:
        """Show what was drawn; a long chart is painted in portions first, while what stood before stands on."""
        self._drop_painting()
        if is_long(len(sheet.places)):
            self._painting = self._painted(sheet)
            self._turns = Steps(self, self._painting)
        else:
            self._show(sheet, None)

    def _painted(self, sheet: Sheet) -> Iterator[None]:
        ratio = self.devicePixelRatioF() * theme.px(100) / 100
        kept = yield from in_portions(sheet.still, QRectF(0, 0, sheet.made.width, self._height_of(sheet)), ratio)
        self._painting = None
        self._show(sheet, kept)

    def _drop_painting(self) -> None:
        self._painting = None
        stop(self._turns)
        self._turns = None

    def _height_of(self, sheet: Sheet) -> float:
        """How high the chart stands, in units of the drawing: whole pixels, and never less than there is."""
        scale = theme.px(100) / 100
        return max(self._height, round(sheet.height * scale)) / scale

    def _colour(self) -> None:
        """Show what is drawn in the colours there are now."""
        if self._sheet is not None:
            self._take(self._sheet)

    def _show(self, sheet: Sheet, kept: QPixmap | None) -> None:
        width, height = self._size = (sheet.wanted.width, self._height_of(sheet))
        pixels = round(height * theme.px(100) / 100)
        if self.minimumHeight() != pixels:
            self.setFixedHeight(pixels)
        self._sheet, self.drawing = sheet, sheet.made
        self._plot_height = sheet.wanted.plot
        self._plot, self._data, self._places = sheet.plot, sheet.data, sheet.places
        self.setBackground(QColor(theme.tokens().chart_ground))
        area = QRectF(0, 0, sheet.made.width, height)
        self._still.show_children(sheet.still, area, kept=kept)
        self._words.show_words(sheet.words, area)
        left, right = self._plot
        beyond = sheet.made.width - right
        ground = (QRectF(0, 0, left, height), QRectF(width - beyond, 0, beyond, height)) if sheet.edges else ()
        self._edges.show_children(sheet.edges, QRectF(0, 0, width, height), ground)
        self._points.show_clouds(sheet.clouds)
        self._show_marks()
        self.pan_to(self._pan)
        if self._held is not None:
            (share, middle), self._held = self._held, None
            self.pan_to(share * (right - left) + left - middle)

    # Pointer

    def place_at(self, where: QPointF) -> Place | None:
        """The point nearest to a place of the widget, if it is near enough."""
        scale = theme.px(100) / 100
        x, y = where.x() / scale + self._pan, where.y() / scale
        near = [one for one in self._near(x, REACH) if abs(one.y - y) <= 3 * REACH]
        return min(near, key=lambda one: (one.x - x) ** 2 + (one.y - y) ** 2, default=None)

    def position_of(self, index: int) -> QPointF:
        """Where in the widget a point is seen."""
        scale = theme.px(100) / 100
        place = next(one for one in self._places if one.index == index)
        return QPointF((place.x - self._pan) * scale, place.y * scale)

    def _near(self, x: float, reach: float) -> list[Place]:
        xs = [one.x for one in self._places]
        first, last = bisect_left(xs, x - reach), bisect_left(xs, x + reach)
        return list(self._places[first:last])

    def mousePressEvent(self, event: Any) -> None:
        if not self._interactive:
            event.ignore()
            return
        at = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._hand = at.x()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._pressed = at
            place = self.place_at(at)
            if place is not None:
                extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._cursor >= 0
                self.select(self._anchor if extends else place.index, place.index)
            else:
                self.select(-1, -1)
        event.accept()

    def mouseMoveEvent(self, event: Any) -> None:
        if not self._interactive:
            event.ignore()
            return
        at = event.position()
        scale = theme.px(100) / 100
        if self._hand is not None:
            self.pan_to(self._pan - (at.x() - self._hand) / scale)
            self._hand = at.x()
        elif self._pressed is not None and abs(at.x() - self._pressed.x()) > 4:
            low, high = sorted((self._pressed.x() / scale + self._pan, at.x() / scale + self._pan))
            inside = [one.index for one in self._places if low - 4 <= one.x <= high + 4]
            if inside:
                forward = at.x() >= self._pressed.x()
                self.select(*((inside[0], inside[-1]) if forward else (inside[-1], inside[0])))
        elif self._pressed is None:
            self._hover(self.place_at(at), at)
        event.accept()

    def _hover(self, place: Place | None, at: QPointF) -> None:
        assert self._chart is not None or place is None
        self.setToolTip(short_words(self._chart, place.index) if place and self._chart else "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if place is not None else Qt.CursorShape.ArrowCursor)
        self.pointed.emit(place.index if place is not None else self._cursor, False)

    def mouseReleaseEvent(self, event: Any) -> None:
        self._pressed = self._hand = None
        self.unsetCursor()
        event.accept()

    def mouseDoubleClickEvent(self, event: Any) -> None:
        if self._interactive and self._cursor >= 0:
            self.note_wanted.emit()
        event.accept()

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.pointed.emit(self._cursor, False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        keys, turned = event.modifiers(), event.angleDelta()
        if self._interactive and keys & Qt.KeyboardModifier.ControlModifier and turned.y():
            self.zoom_by(ZOOM_STEP if turned.y() > 0 else 1 / ZOOM_STEP, event.position().x())
            event.accept()
        elif self._interactive and self._zoom > 1.0 and (turned.x() or keys & Qt.KeyboardModifier.ShiftModifier):
            self.pan_to(self._pan - (turned.x() or turned.y()) / 2)
            event.accept()
        else:
            event.ignore()  # the page scrolls

    def contextMenuEvent(self, event: Any) -> None:
        if not self._interactive:
            return
        place = self.place_at(QPointF(event.pos()))
        chosen = self.selection()
        if place is not None and (chosen is None or not chosen[0] <= place.index <= chosen[1]):
            self.select(place.index, place.index)
        by_mouse = event.reason() == event.Reason.Mouse
        self.deeds_wanted.emit(event.globalPos() if by_mouse else self._menu_place())
        event.accept()

    def _menu_place(self) -> QPoint:
        at = self.position_of(self._cursor) if self._cursor >= 0 else QPointF(self.rect().center())
        return self.mapToGlobal(at.toPoint())

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._interactive or not self._places or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._places) - 1}
        if control and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.pan_to(self._pan + (60 if key == Qt.Key.Key_Right else -60))
        elif key in steps:
            self._go(self._position() + steps[key], extends)
        elif key in ends:
            self._go(ends[key], extends)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus) and not control:
            self.zoom_by(1 / ZOOM_STEP if key == Qt.Key.Key_Minus else ZOOM_STEP, self._cursor_x())
        elif key == Qt.Key.Key_0 and not control:
            self.show_whole()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._cursor >= 0:
            self.deeds_wanted.emit(self._menu_place())
        elif key == Qt.Key.Key_Escape and self._cursor >= 0:
            self.select(-1, -1, by_key=True)
        else:
            event.ignore()
            return
        event.accept()

    def _position(self) -> int:
        if self._cursor < 0:
            return len(self._places)
        return next((n for n, one in enumerate(self._places) if one.index == self._cursor), len(self._places))

    def _go(self, position: int, extends: bool) -> None:
        index = self._places[min(max(position, 0), len(self._places) - 1)].index
        self.select(self._anchor if extends and self._anchor >= 0 else index, index, by_key=True)

    def _cursor_x(self) -> float | None:
        return self.position_of(self._cursor).x() if self._cursor >= 0 else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def drawForeground(self, painter: QPainter, area: QRectF) -> None:
        super().drawForeground(painter, area)
        if self._interactive and self.hasFocus():
            painter.resetTransform()
            painter.setPen(QPen(QColor(theme.tokens().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1), 4, 4)

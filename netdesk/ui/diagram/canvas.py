"""The canvas: the diagram as a picture that can be worked on. Boxes stand where layout puts them; nobody drags x and y.

Ctrl+wheel zooms at the cursor, space and the middle button pan, F fits, arrows go to the next box in their direction.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QRubberBand

from netdesk.core.diagram_drawing import Emphasis, spoken
from netdesk.core.layout import PlacedBox
from netdesk.ui import theme
from netdesk.ui.diagram.acts import Acts, Spot, Where
from netdesk.ui.diagram.hands import Hands
from netdesk.ui.diagram.scene import DiagramScene
from netdesk.ui.recolour import keep_coloured
from netdesk.ui.steps import at_once

LEAST_ZOOM, MOST_ZOOM = 0.2, 3.0
STEP = 1.15
#: Fitting never makes the words larger than they are meant.
FIT_AT_MOST = 1.0
FIT_AT_LEAST = 0.45
#: Room round the diagram.
AROUND = 4.0

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Canvas(QGraphicsView):
    """Shows what the acts have placed. ``zoomed`` carries the zoom in per cent of the usual size."""

    zoomed = Signal(int)

    def __init__(self, acts: Acts, *, name: str, accessible: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self._accessible = accessible
        self.acts = acts
        self._scene = DiagramScene()
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(40)
        self.hands = Hands(self, acts)
        self.hands.asks_fit.connect(self.fit)
        self._zoom = 1.0
        self._space = False
        self._fitted = True
        self._pan_from: QPoint | None = None
        self._band: QRubberBand | None = None
        self._band_from = QPoint()
        self._apply_zoom()
        acts.shown_changed.connect(self.show_acts)
        acts.selection_changed.connect(self._on_selection)
        keep_coloured(self, self._on_theme)

    # Showing

    def show_acts(self) -> None:
        """Show the diagram and the selection as they are now."""
        at_once(self.showing_acts())

    def showing_acts(self) -> Generator[None, None, None]:
        """Show them with pauses, while nobody sees it yet."""
        faint = frozenset(spot.node for spot in self.acts.cut_spots)
        yield from self._scene.showing(self.acts.placed, self._emphasis(), faint)
        if self._fitted:
            self._fit_now()

    def _emphasis(self) -> Emphasis:
        chosen = frozenset(spot.node for spot in self.acts.selection)
        chain, lines = self.acts.chain_of(chosen)
        changes = self.acts.changes()
        return Emphasis(chosen, chain, lines, changes.changes, changes.line_changes)

    def _on_selection(self) -> None:
        self.show_acts()
        current = self.acts.current
        box = self.acts.placed.boxes.get(current.node) if current else None
        if box is not None and current is not None:
            words = spoken(box)
            self.setAccessibleDescription(words)
            if self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
            self.bring_into_view(current)

    def _on_theme(self) -> None:
        self.setBackgroundBrush(QColor(theme.tokens().ground))

    # Where things are

    def spot_at(self, at: QPoint) -> Spot | None:
        """The spot of the box under a point."""
        point = self.mapToScene(at)
        for box in reversed(list(self.acts.placed.boxes.values())):
            if QRectF(box.x, box.y, box.width, box.height).adjusted(-2, -2, 2, 2).contains(point):
                return self._spot_of(box.id)
        return None

    def _spot_of(self, node: str) -> Spot | None:
        chosen = next((spot for spot in self.acts.selection if spot.node == node), None)
        return chosen or next((line.spot for line in self.acts.lines if line.spot.node == node), None)

    def area_of(self, spot: Spot) -> QRect | None:
        """Where a box is shown."""
        box = self.acts.placed.boxes.get(spot.node)
        return self._on_view(box) if box is not None else None

    def _on_view(self, box: PlacedBox) -> QRect:
        return self.mapFromScene(QRectF(box.x, box.y, box.width, box.height)).boundingRect()

    def field_area(self, spot: Spot | None, where: Where | None) -> QRect:
        """Over the box that is renamed; under one that gets a sibling, at the right of one that gets a child."""
        spot = spot or self.acts.current
        area = self.area_of(spot) if spot is not None else None
        if area is None:
            return QRect(self.viewport().rect().center() - QPoint(90, 20), self.viewport().size() / 4)
        width = max(area.width(), theme.px(180))
        if where is None:
            return QRect(area.left(), area.top(), width, area.height())
        shift = theme.px(24) if where == "below" else 0
        return QRect(area.left() + shift, area.bottom() + theme.px(6), width, area.height())

    def bring_into_view(self, spot: Spot) -> None:
        """Scroll until a box can be seen whole."""
        box = self.acts.placed.boxes.get(spot.node)
        if box is not None:
            self.ensureVisible(QRectF(box.x, box.y, box.width, box.height), theme.px(24), theme.px(24))

    def keeps_press(self, _at: QPoint) -> bool:
        """Whether a press pans now."""
        return self._space

    # Zoom and pan

    @property
    def zoom(self) -> int:
        """The zoom in per cent."""
        return round(self._zoom * 100)

    def fit(self) -> None:
        """Show the whole diagram, and go on doing so until the person zooms or pans."""
        self._fitted = True
        self._fit_now()

    def _fit_now(self) -> None:
        # The room as it is without bars: else a bar that goes makes what it hid fit, which brings the bar back.
        placed, room = self.acts.placed, self.maximumViewportSize()
        if not placed.boxes or room.width() < 50:
            return
        base = theme.px(100) / 100
        share = min(room.width() / (placed.width + 2 * AROUND), room.height() / (placed.height + 2 * AROUND)) / base
        # Words too small to read help nobody: a large diagram begins at its readable size, and is panned.
        self._zoom = max(min(share, FIT_AT_MOST), FIT_AT_LEAST)
        self._apply_zoom()
        # Exactly fitted, a scroll bar would come and go by a rounding.
        whole = share >= FIT_AT_LEAST
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if whole else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._set_bars(policy)
        self.centerOn(placed.width / 2, placed.height / 2)
        if self.acts.current is not None and share < FIT_AT_LEAST:
            self.bring_into_view(self.acts.current)

    def set_zoom(self, factor: float, at: QPoint | None = None) -> None:
        """Zoom by a factor; what is under ``at`` (a point of the viewport, else its middle) stays there."""
        self._let_go()
        before = at or self.viewport().rect().center()
        point = self.mapToScene(before)
        self._zoom = min(MOST_ZOOM, max(LEAST_ZOOM, self._zoom * factor))
        self._apply_zoom()
        moved = self.mapFromScene(point) - before
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + moved.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved.y())

    def _let_go(self) -> None:
        """The person has chosen what to look at: it is not fitted any more."""
        self._fitted = False
        self._set_bars(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def _set_bars(self, policy: Qt.ScrollBarPolicy) -> None:
        self.setHorizontalScrollBarPolicy(policy)
        self.setVerticalScrollBarPolicy(policy)

    def usual_size(self) -> None:
        """Words at the size they are meant to be."""
        self.set_zoom(1 / self._zoom)

    def _apply_zoom(self) -> None:
        scale = self._zoom * theme.px(100) / 100
        if abs(self.transform().m11() - scale) > 1e-6:
            self.resetTransform()
            self.scale(scale, scale)
        self.zoomed.emit(self.zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(STEP ** (event.angleDelta().y() / 120), event.position().toPoint())
            event.accept()
        else:
            self._let_go()
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self._fit_now()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._fitted:
            QTimer.singleShot(0, self, self._fit_now)

    # Keys and mouse that only a picture has

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = True
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        elif key in _ARROWS and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier,
        ):  # fmt: skip
            self._go(*_ARROWS[Qt.Key(key)], more=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Home:
            self.acts.select([self.acts.lines[0].spot] if self.acts.lines else [])
        elif key == Qt.Key.Key_End:
            self.acts.select([self.acts.lines[-1].spot] if self.acts.lines else [])
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._pan_from = None
            self.viewport().unsetCursor()
        super().keyReleaseEvent(event)

    def _go(self, dx: int, dy: int, *, more: bool) -> None:
        """Choose the nearest box in a direction; with Shift one more."""
        current = self.acts.current
        here = self.acts.placed.boxes.get(current.node) if current else None
        if here is None:
            if self.acts.lines:
                self.acts.select([self.acts.lines[0].spot])
            return
        found = nearest(here, self.acts.placed.boxes.values(), dx, dy)
        spot = self._spot_of(found.id) if found is not None else None
        if spot is not None:
            self.acts.select([*self.acts.selection, spot] if more else [spot])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        middle = event.button() == Qt.MouseButton.MiddleButton
        if middle or (self._space and event.button() == Qt.MouseButton.LeftButton):
            self._pan_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._band_from = event.position().toPoint()
            self._band = QRubberBand(QRubberBand.Shape.Rectangle, self.viewport())
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.acts.select([])
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pan_from is not None:
            moved = at - self._pan_from
            self._pan_from = at
            self._let_go()
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())
        elif self._band is not None:
            self._band.setGeometry(QRect(self._band_from, at).normalized())
            self._band.show()
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            self._pan_from = None
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor) if self._space else self.viewport().unsetCursor()
            return
        band, self._band = self._band, None
        if band is not None:
            area = band.geometry()
            shown = band.isVisible()
            band.hide()
            band.deleteLater()
            if shown:
                self._choose_in(area)
            return
        super().mouseReleaseEvent(event)

    def _choose_in(self, area: QRect) -> None:
        inside = [box.id for box in self.acts.placed.boxes.values() if area.intersects(self._on_view(box))]
        spots = [spot for spot in (self._spot_of(node) for node in inside) if spot and spot.node != self.acts.root]
        self.acts.select([*self.acts.selection, *spots])


def nearest(here: PlacedBox, boxes: Iterable[PlacedBox], dx: int, dy: int) -> PlacedBox | None:
    """The box that lies nearest in a direction (dx, dy), sideways distance counting double."""
    best: tuple[float, PlacedBox] | None = None
    cx, cy = here.x + here.width / 2, here.y + here.height / 2
    for box in boxes:
        if box.id == here.id:
            continue
        bx, by = box.x + box.width / 2 - cx, box.y + box.height / 2 - cy
        along, aside = (bx * dx, abs(by)) if dx else (by * dy, abs(bx))
        if along <= 1 or aside > along * 3 + here.height:
            continue
        cost = along + 2 * aside
        if best is None or cost < best[0]:
            best = (cost, box)
    return best[1] if best else None

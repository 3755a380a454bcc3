"""The card of a measure's chart: which view, the chart, and under it what is pointed at and can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLayout, QScrollBar, QToolButton, QWidget

from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_words import kind_in_words
from netdesk.i18n import N_, _
from netdesk.ui import theme
from netdesk.ui.charts.measure_chart import ZOOM_STEP, MeasureChart
from netdesk.ui.charts.point_words import full_words
from netdesk.ui.context import Context
from netdesk.ui.icons import put_icon
from netdesk.ui.pages.measure_deeds import ChartDeeds, Deed
from netdesk.ui.widgets.basic import Card, Segments, button, column, empty, row
from netdesk.ui.widgets.frame import ElidedLabel

HINT = N_("Point at a point to read it. Click one, or drag over several, to say something about them.")


class ChartCard(Card):
    """One measure's chart with its views and its deeds; ``went`` carries the index of the point that is chosen."""

    went = Signal(int)

    def __init__(self, context: Context, more: list[Deed]) -> None:
        super().__init__(name="chart_card", holds="chart")
        self._more = more
        self._input: ChartInput | None = None
        self.deeds = ChartDeeds(context, self)
        self.body.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(4))
        self.body.setSpacing(theme.px(4))
        self.chart = MeasureChart(name="measure_chart", height=292, interactive=True, heading=False)
        self._bar = QScrollBar(Qt.Orientation.Horizontal)
        self._bar.setObjectName("chart_scroll")
        self._bar.setAccessibleName(_("Move along the chart"))
        self._bar.valueChanged.connect(self._scroll)
        self.body.addLayout(self._head())
        self.body.addWidget(self.chart)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._reading_line())
        self.chart.pointed.connect(self._show_pointed)
        self.chart.chosen.connect(self._show_deeds)
        self.chart.deeds_wanted.connect(self.pop_up)
        self.chart.note_wanted.connect(lambda: self._do("annotate"))
        self.chart.moved.connect(self._show_zoom)
        context.closing.connect(self.chart.stop)
        self._show_zoom()

    def _head(self) -> QLayout:
        self._subtitle = ElidedLabel("", "strong", name="chart_subtitle")
        self._kind = ElidedLabel("", "second", name="chart_kind")
        self._view = Segments((("plain", _("Plain")), ("full", _("Full"))), name="chart_view", accessible=_("View"))
        self._view.show_value("full")
        self._view.chosen.connect(self._show_view)
        self._out = self._tool("chart_zoom_out", _("Zoom out (−)"), "zoom-out", lambda: self.zoom(1 / ZOOM_STEP))
        self._in = self._tool("chart_zoom_in", _("Zoom in (+)"), "zoom-in", lambda: self.zoom(ZOOM_STEP))
        self._whole = self._tool("chart_whole", _("Show all points (0)"), "whole", self.chart.show_whole)
        self._menu = self._tool("chart_more", _("More about this chart"), "more", self._pop_up_more)
        line = row(spacing=8)
        line.addLayout(column(self._subtitle, self._kind, spacing=0), 1)
        line.addWidget(self._view)
        for one in (self._out, self._in, self._whole, self._menu):
            line.addWidget(one)
        return line

    def _tool(self, name: str, words: str, icon: str, pressed: Callable[[], object]) -> QToolButton:
        made = QToolButton()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setToolTip(words)
        put_icon(made, icon, "second")
        made.clicked.connect(lambda _checked=False: pressed())
        return made

    def _reading_line(self) -> QWidget:
        self._words = ElidedLabel("", "second", name="chart_pointed")
        self._words.setMinimumWidth(theme.px(120))
        self._buttons = row(spacing=2)
        self._all = button(_("What can be done…"), self._pop_up_here, name="chart_all_deeds", role="link")
        self._all.hide()
        made = QWidget()
        made.setObjectName("chart_reading_line")
        made.setFixedHeight(theme.px(28))
        line = row(spacing=8)
        line.addWidget(self._words, 1)
        line.addLayout(self._buttons)
        line.addWidget(self._all)
        made.setLayout(line)
        return made

    # Showing

    def show_chart(self, chart: ChartInput) -> None:
        """Show this chart, in the view that was chosen."""
        self._input = self.deeds.chart = chart
        subtitle, kind = chart.subtitle.removeprefix("%: ") or chart.title, kind_in_words(chart)
        self._subtitle.set_whole(subtitle[:1].upper() + subtitle[1:])
        self._kind.set_whole(kind[:1].upper() + kind[1:])
        self._show_view(self._view.value() or "full")
        self._show_deeds()
        self._show_pointed(self.chart.cursor_index, False)

    def show_nothing(self) -> None:
        """Show no chart, until there is one."""
        self._input = self.deeds.chart = None
        self.chart.show_nothing()
        self._subtitle.set_whole("")
        self._kind.set_whole("")
        self._words.set_whole("")
        self._show_deeds()

    def _show_view(self, view: str) -> None:
        self._view.show_value(view)
        if self._input is not None:
            self.chart.show_chart(self._input, plain=view == "plain")

    def _show_pointed(self, index: int, by_key: bool) -> None:
        if self._input is None:
            return
        chosen = self.chart.selection()
        if index < 0 or index >= len(self._input.dates):
            words = _(HINT)
        elif chosen is not None and chosen[0] != chosen[1] and index == self.chart.cursor_index:
            words = self.deeds.words_of(chosen)
        else:
            words = full_words(self._input, index)
        self._words.set_whole(words)
        if by_key:
            # Said at once, as the arrow keys go along the points.
            QAccessible.updateAccessibility(QAccessibleEvent(self._words, QAccessible.Event.Alert))

    def _show_deeds(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and focused.objectName().startswith("deed_") and self.isAncestorOf(focused):
            self.chart.setFocus(Qt.FocusReason.OtherFocusReason)  # the button that was pressed goes
        empty(self._buttons)
        first = [deed for deed in self.deeds.of(self.chart.selection()) if deed.first]
        for deed in first:
            made = button(deed.words, deed.act, name=f"deed_{deed.id}", role="link")
            self._buttons.addWidget(made)
        self._fit()
        if self.chart.cursor_index >= 0:
            self.went.emit(self.chart.cursor_index)

    def _fit(self) -> None:
        places = (self._buttons.itemAt(n) for n in range(self._buttons.count()))
        made = [one for place in places if place is not None and (one := place.widget()) is not None]
        room = self.width() - theme.px(32) - theme.px(220)
        fits = sum(one.sizeHint().width() + theme.px(2) for one in made) <= room
        for one in made:
            one.setVisible(fits)
        self._all.setVisible(bool(made) and not fits)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # Zoom

    def zoom(self, factor: float) -> None:
        """Zoom in or out at the chosen point, else in the middle."""
        index = self.chart.cursor_index
        self.chart.zoom_by(factor, self.chart.position_of(index).x() if index >= 0 else None)

    def _show_zoom(self) -> None:
        at, most = self.chart.pan
        self._out.setEnabled(self.chart.zoom > 1.0)
        self._whole.setEnabled(self.chart.zoom > 1.0)
        self._in.setEnabled(self.chart.can_zoom())
        self._bar.blockSignals(True)
        self._bar.setRange(0, round(most))
        self._bar.setPageStep(max(1, self.chart.width()))
        self._bar.setSingleStep(40)
        self._bar.setValue(round(at))
        self._bar.blockSignals(False)
        self._bar.setVisible(most > 0)

    def _scroll(self, value: int) -> None:
        self.chart.pan_to(float(value))

    # Deeds

    def _do(self, deed: str) -> None:
        for one in self.deeds.of(self.chart.selection()):
            if one.id == deed:
                one.act()

    def annotate(self) -> None:
        """Ask for a note at the point that is chosen, else at the newest one."""
        if self.chart.cursor_index < 0 and self._input is not None and self._input.dates:
            newest = len(self._input.dates) - 1
            self.chart.select(newest, newest)
        self._do("annotate")

    def pop_up(self, place: QPoint) -> None:
        """The menu of what can be done, at a place of the screen."""
        menu = self.deeds.menu(self.chart.selection(), self._more)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _pop_up_here(self) -> None:
        self.pop_up(self._all.mapToGlobal(self._all.rect().bottomLeft()))

    def _pop_up_more(self) -> None:
        menu = self.deeds.menu(None, self._more)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._menu.mapToGlobal(self._menu.rect().bottomLeft()))

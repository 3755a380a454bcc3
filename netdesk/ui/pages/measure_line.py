"""The causal line: process, driver and outcome on one time axis, with the cycles that ran and the caution."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from netdesk.core.chart_stack import ChartStack, draw_stack
from netdesk.core.drawing import Drawing
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.operations.causal import causal_line
from netdesk.ui import theme
from netdesk.ui.charts.drawn import Drawn
from netdesk.ui.context import Context
from netdesk.ui.widgets.basic import Card, ElidedButton, button, column, empty, label, row, scrolled


class CausalLine(QWidget):
    """The charts of one aim, driver, idea or measure, from what is done to what is wanted."""

    opened = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.title = ""
        card = Card(name="causal_line_card", holds="chart")
        card.body.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        self._problem = label("", wrap=True, name="causal_line_problem")
        self.picture = Drawn(name="causal_line")
        self._links = column(spacing=4)
        card.body.addWidget(self._problem)
        card.body.addWidget(self.picture)
        card.body.addLayout(self._links)
        inner = QWidget()
        inner.setLayout(column(card, 1, spacing=16, margins=(24, 16, 24, 16)))
        whole = column(scrolled(inner), spacing=0)
        self.setLayout(whole)

    def show_line(self, record: str) -> None:
        """Show the causal line of this record; where it has no measures yet, say so."""
        empty(self._links)
        try:
            stack = causal_line(self._context.workspace, record)
        except NetDeskError as error:
            self.title = _("Process to outcome")
            self._problem.setText(error.user_text)
            self._problem.show()
            self.picture.hide()
            return
        self.title = stack.title or _("Process to outcome")
        alone = _("Say of other measures which driver or idea they are of, and they stand here on the same time axis.")
        self._problem.setText(alone)
        self._problem.setVisible(len(stack.storeys) < 2)
        self.picture.show()
        self.picture.show_drawing(partial(_draw, stack))
        self._links.addWidget(label(_("Open:"), "second"))
        for storey in stack.storeys:
            measure = storey.chart.measure
            name = storey.chart.title or _("Unnamed measure")
            leading = ElidedButton(name, partial(self.opened.emit, measure), name=f"line_open_{measure}", link=True)
            self._links.addWidget(leading)
        saving = button(
            _("Save the picture…"), partial(self._save, stack), name="line_save", role="link", icon="download"
        )
        self._links.addLayout(row(saving, 1))

    def _save(self, stack: ChartStack) -> None:
        from netdesk.ui.pages.measure_export import ChartExport  # reports are loaded when something is saved

        ChartExport(self._context, self).save_line(stack)


def _draw(stack: ChartStack, width: float) -> Drawing:
    # The page's title says whose line it is.
    return draw_stack(replace(stack, title=""), width=width)

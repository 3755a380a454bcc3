"""The sub-groups of a measure: side by side on the same axes, and their names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from netdesk.core.chart_panels import Panel, draw_panels
from netdesk.core.drawing import Drawing
from netdesk.i18n import N_, _
from netdesk.ui import theme
from netdesk.ui.charts.drawn import Drawn
from netdesk.ui.context import Context, add_record
from netdesk.ui.widgets.basic import Card, button, column, label, row
from netdesk.ui.widgets.rows import FieldsRow, Rows

ADD_GROUP: str = N_("Add a sub-group")


class GroupsView(Card):
    """One small chart a sub-group, and under them the gap between them in a sentence."""

    def __init__(self, context: Context) -> None:
        super().__init__(name="groups_card", holds="chart")
        self._context = context
        self.body.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(8))
        self.picture = Drawn(name="groups_picture")
        self._measure: dict[str, Any] = {}
        self._panels: list[Panel] = []
        save = button(_("Save the picture…"), self._save, name="groups_save", role="link", icon="download")
        self.body.addWidget(self.picture)
        self.body.addLayout(row(1, save))
        self.hide()

    def show_groups(self, measure: dict[str, Any], panels: Sequence[Panel]) -> None:
        """Show the charts of this measure's sub-groups."""
        self._measure, self._panels = measure, list(panels)
        self.picture.show_drawing(partial(_draw, self._panels))

    def _save(self) -> None:
        from netdesk.ui.pages.measure_export import ChartExport  # reports are loaded when something is saved

        ChartExport(self._context, self).save_groups(self._measure.get("name") or _("Chart"), self._panels)


def _draw(panels: list[Panel], width: float) -> Drawing:
    return draw_panels(panels, title=_("By group"), width=width)


class GroupNames(QWidget):
    """The names of the sub-groups, to be written, added and taken away."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("measure_groups")
        self._context = context
        self._measure = ""
        self._rows = Rows(self._row, name="group_names")
        head = label(_("Sub-groups"), "head")
        head.setContentsMargins(8, 0, 0, 0)
        add = button(_("Add a sub-group"), self._add, name="add_group", role="link", icon="plus")
        add.setEnabled(not context.read_only)
        self.setLayout(column(head, self._rows, row(add, 1), spacing=4))

    def _row(self) -> FieldsRow:
        return FieldsRow(
            self._context,
            "subgroup",
            (("name", _("Sub-group"), _("Grade 7"), 1),),
            edit_label=N_("Rename a sub-group"),
            delete_label=N_("Delete a sub-group"),
            strong_first=False,
        )

    def show_groups(self, measure: str) -> None:
        """Show the names of this measure's sub-groups."""
        self._measure = measure
        self._rows.show_records(self._context.workspace.select("subgroup", measure=measure))

    def _add(self) -> None:
        made = self._context.edit(ADD_GROUP, add_record, "subgroup", {"measure": self._measure})
        if made:
            self._rows.row_of(made.value).take_focus()

"""What people said about a chart, each with its reason and a button that takes it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from netdesk.core.chart_input import ChartInput
from netdesk.i18n import _
from netdesk.operations import measure_marks as marks
from netdesk.ui.context import Context, delete_record
from netdesk.ui.icons import put_icon
from netdesk.ui.shown import shown_date, shown_number
from netdesk.ui.widgets.basic import column, empty, label, row


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: what it is, its reason, and how it is taken back."""

    key: str
    words: str
    reason: str
    take_back: Callable[[], object]
    deed: str


class MarksList(QWidget):
    """The marks of one measure's chart."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("chart_marks")
        self._context = context
        self._rows = column(spacing=6)
        self._shown: list[tuple[str, str, str]] = []
        self.setLayout(column(label(_("On this chart"), "head"), self._rows, spacing=6, margins=(8, 0, 0, 0)))

    def show_marks(self, measure: str, chart: ChartInput | None) -> None:
        """Show what was said about this measure's chart."""
        found = [*self._phases(measure), *self._points(chart), *self._notes(measure)]
        shown = [(one.key, one.words, one.reason) for one in found]
        if shown == self._shown and self._rows.count():
            return
        self._shown = shown
        empty(self._rows)
        if not found:
            words = _("Nothing yet. What you leave out, split, freeze or note is listed here with its reason.")
            self._rows.addWidget(label(words, "quiet", wrap=True))
        for one in found:
            self._rows.addWidget(self._row(one))

    def _row(self, mark: Mark) -> QWidget:
        words = column(label(mark.words, "says", wrap=True), spacing=0)
        if mark.reason:
            words.addWidget(label(mark.reason, "second", wrap=True))
        undo = QToolButton()
        undo.setObjectName(f"take_back_{mark.key}")
        undo.setAccessibleName(f"{mark.deed}: {mark.words}")
        undo.setToolTip(mark.deed)
        put_icon(undo, "close", "quiet")
        undo.setEnabled(not self._context.read_only)
        undo.clicked.connect(lambda _checked=False: mark.take_back())
        line = row(spacing=4)
        line.addLayout(words, 1)
        line.addWidget(undo, 0, Qt.AlignmentFlag.AlignTop)
        made = QWidget()
        made.setLayout(line)
        return made

    def _phases(self, measure: str) -> list[Mark]:
        phases = self._context.workspace.select("phase", measure=measure)
        found = []
        for one in sorted(phases, key=lambda one: one.get("starts") or ""):
            id_, reason = one["id"], one.get("reason", "")
            if one.get("starts"):
                words = _("Split on {day}").format(day=shown_date(one["starts"]))
                found.append(Mark(f"split_{id_}", words, reason, self._deed(marks.UNSPLIT, marks.remove_split, id_),
                                  _("Remove this split")))  # fmt: skip
                reason = ""
            if one.get("frozen_points"):
                count = shown_number(one["frozen_points"])
                words = _("Baseline frozen: first {n} points").format(n=count)
                found.append(Mark(f"freeze_{id_}", words, reason, self._deed(marks.UNFREEZE, marks.unfreeze, id_),
                                  _("Unfreeze the baseline")))  # fmt: skip
        return found

    def _points(self, chart: ChartInput | None) -> list[Mark]:
        if chart is None or not chart.ids:
            return []
        day_of = dict(zip(chart.ids, chart.dates, strict=True))
        found = []
        for one in self._context.workspace.select("exclusion"):
            point = one.get("observation", "")
            if point in day_of:
                words = _("Left out: {day}").format(day=_day(day_of[point]))
                found.append(Mark(f"out_{point}", words, one.get("reason", ""),
                                  self._deed(marks.TAKE_BACK_IN, marks.take_back_in, [point]),
                                  _("Take back in")))  # fmt: skip
        for one in self._context.workspace.select("judgement", astronomical=True):
            point = one.get("observation", "")
            if point in day_of:
                words = _("Judged unusual: {day}").format(day=_day(day_of[point]))
                found.append(Mark(f"judged_{point}", words, one.get("because", ""),
                                  self._deed(marks.UNJUDGE, delete_record, "judgement", one["id"]),
                                  _("Take the judgement back")))  # fmt: skip
        return found

    def _notes(self, measure: str) -> list[Mark]:
        found = self._context.workspace.select("annotation", measure=measure)
        return [
            Mark(f"note_{one['id']}", shown_date(one.get("on")), one.get("text", ""),
                 self._deed(marks.REMOVE_NOTE, delete_record, "annotation", one["id"]), _("Remove this note"))
            for one in sorted(found, key=lambda one: one.get("on") or "")
        ]  # fmt: skip

    def _deed(self, words: str, operation: Callable[..., Any], *args: Any) -> Callable[[], object]:
        return lambda: self._context.edit(words, operation, *args)


def _day(period: date | str) -> str:
    return shown_date(period.isoformat()) if isinstance(period, date) else period

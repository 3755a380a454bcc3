"""What can be done with chosen points of a chart; each deed asks its reason, is one edit, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from netdesk.core.chart_input import ChartInput
from netdesk.i18n import _, ngettext
from netdesk.operations import measure_marks as marks
from netdesk.ui.charts.point_words import period_words, range_words
from netdesk.ui.context import Context, delete_record
from netdesk.ui.dialogs.reason import CONDITIONS, Reason


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done now: its id, its words and the doing. ``first`` ones have a button of their own."""

    id: str
    words: str
    act: Callable[[], object]
    first: bool = False


class ChartDeeds(QObject):
    """The deeds on one measure's chart."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self.measure = ""
        self.subgroup: str | None = None
        self.chart: ChartInput | None = None

    def of(self, selection: tuple[int, int] | None) -> list[Deed]:
        """What can be done with the points from the first to the last; nothing in a workspace that is only read."""
        if selection is None or self.chart is None or self._context.read_only:
            return []
        first, last = selection
        return [
            Deed("annotate", _("Annotate…"), lambda: self.annotate(last), first=True),
            *self._exclusion_deeds(first, last),
            *self._phase_deeds(first, last),
            *(self._judgement_deeds(first) if first == last else ()),
        ]

    def _exclusion_deeds(self, first: int, last: int) -> list[Deed]:
        out = [index for index in self._valued(first, last) if self._points()[index].excluded]
        found = []
        if len(out) < len(self._valued(first, last)):
            found.append(Deed("leave_out", _("Leave out…"), lambda: self.leave_out(first, last), first=True))
        if out:
            found.append(Deed("take_back_in", _("Take back in"), lambda: self.take_back_in(first, last), first=True))
        return found

    def _phase_deeds(self, first: int, last: int) -> list[Deed]:
        assert self.chart is not None
        found = []
        phase = marks.phase_at(self._context.workspace, self.measure, self.chart, first) if first else None
        if phase is not None:
            found.append(Deed("unsplit", _("Remove this split"), lambda: self.unsplit(phase["id"]), first=True))
        elif first > 0:
            found.append(Deed("split", _("Split here…"), lambda: self.split(first), first=True))
        start = self.chart.result.phases[self._points()[last].phase].start
        if last > start and last < len(self._points()) - 1:
            found.append(Deed("freeze", _("Freeze up to here…"), lambda: self.freeze(last), first=True))
        frozen = marks.frozen_phase(self._context.workspace, self.measure)
        if frozen is not None:
            found.append(Deed("unfreeze", _("Unfreeze the baseline"), lambda: self.unfreeze(frozen["id"])))
        return found

    def _judgement_deeds(self, index: int) -> list[Deed]:
        assert self.chart is not None
        if index in self.chart.judged:
            return [Deed("unjudge", _("It is not unusual after all"), lambda: self.unjudge(index))]
        return [Deed("judge", _("Judge it unusual…"), lambda: self.judge(index))]

    # The deeds

    def annotate(self, index: int) -> None:
        """Ask for a note on what happened at this point, and make it."""
        assert self.chart is not None
        day = self.chart.dates[index]
        words = _("A note stands on the chart at {day}: what happened then?").format(day=self._named(index))
        self._ask(
            Reason(
                self._parent, title=_("Annotate"), words=words, deed=_("Add the note"), question=_("What happened")
            ),
            lambda text: self._context.edit(marks.ANNOTATE, marks.annotate, self.measure, day, text),
        )

    def leave_out(self, first: int, last: int) -> None:
        """Ask why these points do not count, and leave them out."""
        indices = [index for index in self._valued(first, last) if not self._points()[index].excluded]
        count = len(indices)
        words = ngettext(
            "{n} point stays on the chart, hollow, and counts in no line and no run.",
            "{n} points stay on the chart, hollow, and count in no line and no run.",
            count,
        ).format(n=count)
        dialog = Reason(self._parent, title=_("Leave out"), words=words, deed=_("Leave out"))
        observations = self._observations(indices)
        self._ask(dialog, lambda why: self._context.edit(marks.LEAVE_OUT, marks.leave_out, observations, why))

    def take_back_in(self, first: int, last: int) -> None:
        """Let the points count again."""
        found = self._observations(self._valued(first, last))
        self._context.edit(marks.TAKE_BACK_IN, marks.take_back_in, found)

    def split(self, index: int, *, proposed: bool = False) -> None:
        """Ask why a new phase starts here, and split."""
        assert self.chart is not None
        day = self.chart.dates[index]
        words = _("From {day} on the chart has lines of its own. Split only where all four hold:")
        dialog = Reason(
            self._parent,
            title=_("Split here?") if proposed else _("Split here"),
            words=words.format(day=self._named(index)),
            conditions=CONDITIONS,
            deed=_("Split here"),
            question=_("What changed, and how do you know?"),
        )
        self._ask(dialog, lambda why: self._context.edit(marks.SPLIT, marks.split_at, self.measure, day, why))

    def unsplit(self, phase: str) -> None:
        """Let the phase before go on."""
        self._context.edit(marks.UNSPLIT, marks.remove_split, phase)

    def freeze(self, index: int) -> None:
        """Ask why the points of this phase up to here are the baseline, and freeze it."""
        assert self.chart is not None
        phase = self.chart.result.phases[self._points()[index].phase]
        day = self.chart.dates[phase.start] if phase.start else None
        count = index - phase.start + 1
        words = ngettext(
            "The first {n} point fixes the lines; later points are judged against it.",
            "The first {n} points fix the lines; later points are judged against them.",
            count,
        ).format(n=count)
        dialog = Reason(self._parent, title=_("Freeze up to here"), words=words, deed=_("Freeze"))

        def act(why: str) -> object:
            return self._context.edit(marks.FREEZE, _freeze, self.measure, count, why, day)

        self._ask(dialog, act)

    def unfreeze(self, phase: str) -> None:
        """Let all points set the lines again."""
        self._context.edit(marks.UNFREEZE, marks.unfreeze, phase)

    def judge(self, index: int) -> None:
        """Ask why anyone would call this point unusual, and note it."""
        words = _("Not the highest or lowest, but so far off that any observer would agree it is unusual.")
        dialog = Reason(self._parent, title=_("Judge this point unusual"), words=words, deed=_("Judge it unusual"))
        point = self._observations([index])[0]
        self._ask(dialog, lambda why: self._context.edit(marks.JUDGE, marks.judge, point, why))

    def unjudge(self, index: int) -> None:
        """Take the judgement back."""
        point = self._observations([index])[0]
        for one in self._context.workspace.select("judgement", observation=point):
            self._context.edit(marks.UNJUDGE, delete_record, "judgement", one["id"])

    def menu(self, selection: tuple[int, int] | None, more: list[Deed]) -> QMenu:
        """The deeds on these points, then those on the whole chart, as a menu to pop up."""
        menu = QMenu(self._parent)
        menu.setObjectName("chart_menu")
        for n, part in enumerate((self.of(selection), more)):
            if n and menu.actions():
                menu.addSeparator()
            for deed in part:
                action = menu.addAction(deed.words)
                action.setObjectName(f"chart_{deed.id}")
                action.triggered.connect(lambda _checked=False, deed=deed: deed.act())
        return menu

    def _ask(self, dialog: Reason, act: Callable[[str], Any]) -> None:
        if dialog.exec():
            act(dialog.reason)
        dialog.deleteLater()

    def _points(self) -> Any:
        assert self.chart is not None
        return self.chart.result.points

    def _valued(self, first: int, last: int) -> list[int]:
        return [index for index in range(first, last + 1) if self._points()[index].value is not None]

    def _observations(self, indices: list[int]) -> list[str]:
        """The observations behind these points; of a chart of samples all of each period."""
        assert self.chart is not None
        if self.chart.samples is None:
            return [self.chart.ids[index] for index in indices]
        days = {day.isoformat() for day in (self.chart.dates[index] for index in indices) if isinstance(day, date)}
        found = self._context.workspace.select("observation", measure=self.measure)
        return [one["id"] for one in found if one.get("subgroup") == self.subgroup and one.get("period") in days]

    def _named(self, index: int) -> str:
        assert self.chart is not None
        return period_words(self.chart, index)

    def words_of(self, selection: tuple[int, int]) -> str:
        """The chosen range in words."""
        assert self.chart is not None
        return range_words(self.chart, *selection)


def _freeze(edit: Any, measure: str, count: int, why: str, starts: date | None) -> str:
    return marks.freeze_first(edit, measure, count, why, starts=starts)

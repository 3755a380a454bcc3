"""A measure's points as a table's rows: period, sub-group, numbers, reading, note; a cell set is an edit made."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_words import point_letters
from netdesk.core.typed import read_date, read_number, read_pair
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _, format_percent, language
from netdesk.importers.pasted import Block, next_period
from netdesk.operations.charts import SAMPLED
from netdesk.operations.measure_marks import subgroup_named
from netdesk.operations.measures import PointRow, PointsChanged, set_points
from netdesk.operations.source import Source
from netdesk.store.edit import Edit
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.shown import shown_date, shown_number

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
#: Cells that a person writes; the others are computed.
WRITTEN: Final = frozenset({"period", "group", "value", "n", "d", "note"})
_NUMBERS: Final = frozenset({"value", "n", "d", "share", "ordinal"})


@dataclass(frozen=True)
class Line:
    """One row as shown; without an ``id`` it is the empty one at the end, whose typed parts wait here."""

    period: date
    value: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    id: str = ""
    ordinal: int = 0
    subgroup: str | None = None


def take_in(edit: Edit, measure: str, block: Block) -> PointsChanged:
    """Make the measure's points say what a pasted block says; sub-groups named in it are made where there are none."""
    ids = {row.group: subgroup_named(edit, measure, row.group) for row in block.rows if row.group}
    rows = [PointRow(row.period, row.value, row.note, row.ordinal, ids.get(row.group)) for row in block.rows]
    return set_points(edit, measure, rows)


def move_point(edit: Edit, measure: str, old: PointRow, new: PointRow, group: str | None = None) -> None:
    """A corrected period or sub-group: the point is taken away where it was and added where it belongs, in one edit.

    ``group`` is the name of the new sub-group ("" for none), None where it stays. NetDeskError where there is a point
    already.
    """
    subgroup = new.subgroup if group is None else subgroup_named(edit, measure, group) if group else None
    for one in edit.select("observation", measure=measure, period=new.period.isoformat()):
        if one.get("subgroup") == subgroup and int(one.get("ordinal") or 0) == new.ordinal:
            raise NetDeskError(_("There is a point for that period already. Change that one, or delete it first."))
    set_points(edit, measure, [replace(old, value=None), replace(new, subgroup=subgroup)])


def enter_point(edit: Edit, measure: str, row: PointRow, group: str) -> None:
    """A new point, in the sub-group of this name ("" for none), which is made if need be."""
    subgroup = subgroup_named(edit, measure, group) if group else row.subgroup
    set_points(edit, measure, [replace(row, subgroup=subgroup)])


@dataclass(frozen=True, slots=True)
class Points:
    """All rows of a measure's table, or of one sub-group, as they are read; ``groups`` are names of all by their ids.

    ``shares`` says that they count so many out of so many, ``samples`` that a period has several.
    """

    measure: dict[str, Any]
    groups: Mapping[str, str]
    subgroup: str | None
    chart: ChartInput | None
    lines: tuple[Line, ...]
    readings: Mapping[str, str]
    shares: bool
    samples: bool
    columns: tuple[str, ...]


def read_points(
    source: Source,
    measure: dict[str, Any],
    groups: Mapping[str, str],
    counted: bool,
    chart: ChartInput | None,
    subgroup: str | None = None,
) -> Points:
    """This measure's points, or those of one sub-group.

    ``counted`` says that the definition counts so many out of so many; ``chart`` reads the points.
    """
    found = source.select("observation", measure=measure["id"])
    if subgroup is not None:
        found = [one for one in found if one.get("subgroup") == subgroup]
    lines = [_line(one) for one in found if one.get("period") and one.get("value")]
    lines.sort(key=_place_among(groups))
    shares = counted or any("d" in one.value for one in lines)
    samples = measure.get("chart") in SAMPLED or any(one.ordinal for one in lines)
    middle = ("n", "d", "share") if shares else ("value",)
    numbered = ("ordinal",) if samples else ()
    grouped = ("group",) if groups and subgroup is None else ()
    columns = ("period", *numbered, *grouped, *middle, "reading", "note")
    readings = _readings(chart) if chart is not None else {}
    return Points(measure, dict(groups), subgroup, chart, tuple(lines), readings, shares, samples, columns)


def _place_among(groups: Mapping[str, str]) -> Callable[[Line], tuple[Any, ...]]:
    """How rows are ordered: by period, then by the team's order of its sub-groups."""
    order = {id_: n for n, id_ in enumerate(("", *groups))}
    return lambda one: (one.period, order.get(one.subgroup or "", 0), one.ordinal, one.id)


class PointsModel(QAbstractTableModel):
    """A measure's points by period, with an empty row at the end."""

    problem = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._lines: list[Line] = []
        self._readings: Mapping[str, str] = {}
        self._groups: dict[str, str] = {}
        self._typed_group = ""
        self.measure: dict[str, Any] = {}
        self.chart: ChartInput | None = None
        self.subgroup: str | None = None
        self.shares = False
        self.samples = False
        self.columns: tuple[str, ...] = ("period", "value", "reading", "note")

    def show_points(self, points: Points) -> None:
        """Show these. Where the rows are as they were, they and what is selected stay: only the readings may differ."""
        waiting = self._lines[-1] if self._lines and points.measure["id"] == self.measure.get("id") else None
        same = self._shows(points)
        if not same:
            self.beginResetModel()
        self.measure, self._groups, self.subgroup = points.measure, dict(points.groups), points.subgroup
        self.chart, self._readings = points.chart, points.readings
        self.shares, self.samples, self.columns = points.shares, points.samples, points.columns
        if not same:
            self._lines = list(points.lines)
            if not self._context.read_only:
                self._lines.append(self._next(waiting))
            self.endResetModel()
        elif self._lines:
            if not self._context.read_only:
                self._lines[-1] = self._next(self._lines[-1])
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.columns) - 1))

    def _shows(self, points: Points) -> bool:
        shown = (self.measure.get("id"), self.columns, self._groups, self.subgroup)
        if shown != (points.measure["id"], points.columns, points.groups, points.subgroup):
            return False
        lines = self._lines if self._context.read_only else self._lines[:-1]
        return bool(self._lines) and lines == list(points.lines)

    def show_nothing(self) -> None:
        """Show no rows: another measure's are still to be read."""
        self.beginResetModel()
        self._lines, self._readings, self.chart, self.measure = [], {}, None, {}
        self.endResetModel()

    def take_changed(self, observations: Collection[str]) -> None:
        """Show these points as they are now, in their places; all else stays as it was last read."""
        if not self._lines:
            return  # they are still to be read, these with them
        for id_ in observations:
            record = self._context.workspace.get("observation", id_)
            row, line = self.row_of(id_), self._line_of(record)
            if row >= 0 and (line is None or self._place_of(line) != self._place_of(self._lines[row])):
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._lines[row]
                self.endRemoveRows()
                row = -1
            if line is not None and row >= 0:
                self._keep(row, line)
            elif line is not None:
                high = len(self._lines) - (not self._context.read_only)
                at = bisect(self._lines, self._place_of(line), hi=high, key=self._place_of)
                self.beginInsertRows(QModelIndex(), at, at)
                self._lines.insert(at, line)
                self.endInsertRows()
        if not self._context.read_only:
            self._keep(self.new_row, self._next(self._lines[-1]))

    def _line_of(self, record: Mapping[str, Any] | None) -> Line | None:
        """The row of this point; None where it is none of those that are shown."""
        if record is None or record.get("measure") != self.measure.get("id"):
            return None
        if self.subgroup is not None and record.get("subgroup") != self.subgroup:
            return None
        return _line(record) if record.get("period") and record.get("value") else None

    def _place_of(self, line: Line) -> tuple[Any, ...]:
        return _place_among(self._groups)(line)

    def _next(self, waiting: Line | None) -> Line:
        """The empty row: what waits in it, else the period after the newest point, or this week's Monday."""
        if waiting is not None and not waiting.id and waiting.value and not self._taken(waiting):
            return waiting
        last = next((one for one in reversed(self._lines) if one.id), None)
        if last is not None:
            if self.samples:
                return Line(last.period, ordinal=last.ordinal + 1, subgroup=self.subgroup)
            return Line(next_period(last.period, self.measure.get("every")), subgroup=self.subgroup)
        today = self._context.today()
        return Line(date.fromordinal(today.toordinal() - today.weekday()), subgroup=self.subgroup)

    def _taken(self, line: Line) -> bool:
        place = (line.period, line.subgroup, line.ordinal)
        return any((one.period, one.subgroup, one.ordinal) == place for one in self._lines if one.id)

    @property
    def new_row(self) -> int:
        """The row in which a new point is typed."""
        return len(self._lines) - 1

    def line(self, row: int) -> Line:
        """What a row holds."""
        return self._lines[row]

    def row_of(self, observation: str) -> int:
        """The row of a point, -1 for none."""
        return next((n for n, one in enumerate(self._lines) if one.id == observation), -1)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        name = self.columns[section]
        if role == Role.TextAlignmentRole:
            return _alignment(name)
        if role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        unit = self.measure.get("unit") or ""
        day = {"week": _("Week of"), "2 weeks": _("Weeks from"), "month": _("Month"), "term": _("Term from")}
        return {
            "period": day.get(self.measure.get("every") or "", _("Day")),
            "ordinal": _("No."),
            "group": _("Sub-group"),
            "value": unit[:1].upper() + unit[1:] if unit and unit != "%" else _("Value"),
            "n": _("How many"),
            "d": _("Out of"),
            "share": _("Share"),
            "reading": _("Reading"),
            "note": _("Note"),
        }[name]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line, name = self._lines[index.row()], self.columns[index.column()]
        if role == Role.DisplayRole:
            return self.text(line, name)
        if role == Role.EditRole:
            return "" if not line.id and name == "note" and not line.note else self.text(line, name)
        if role == Role.TextAlignmentRole:
            return _alignment(name)
        if role == Role.ForegroundRole and (not line.id or name in ("reading", "note")):
            return QColor(theme.tokens().quiet if not line.id and name not in ("n", "value") else theme.tokens().second)
        if role == Role.AccessibleTextRole:
            head = self.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{head}: {self.text(line, name)}"
        return None

    def text(self, line: Line, name: str) -> str:
        """What a cell shows."""
        if name == "period":
            return _day_words(line.period, language())
        if name == "ordinal":
            return str(line.ordinal + 1)
        if name == "group":
            return self._groups.get(line.subgroup or "", "") or (self._typed_group if not line.id else "")
        if name == "note":
            return line.note or (_("Type here, or paste rows from a spreadsheet") if not line.id else "")
        if name == "reading":
            if not line.id:
                return _("needs “out of”") if "n" in line.value and "d" not in line.value else ""
            return self._readings.get(line.id, "")
        if name == "share":
            if "d" in line.value and "n" in line.value:
                return format_percent(float(line.value["n"]) / float(line.value["d"]), 1)
            return shown_number(line.value["v"]) + "%" if "v" in line.value else ""
        if name == "value":
            text = _number_words(line.value["v"], language()) if "v" in line.value else ""
            if not text and "d" in line.value:
                return f"{shown_number(line.value['n'])}/{shown_number(line.value['d'])}"
            return f"{text}%" if text and self.measure.get("unit") == "%" else text
        return _number_words(line.value[name], language()) if name in line.value else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.columns[index.column()] in WRITTEN and not self._context.read_only:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        row, name = index.row(), self.columns[index.column()]
        text = str(value).strip()
        if role != Role.EditRole or text == self.data(index, Role.EditRole):
            return False
        try:
            self._set(row, name, text)
        except NetDeskError as error:
            self.problem.emit(error.user_text)
            return False
        self.problem.emit("")
        return True

    # What a cell's words become

    def _set(self, row: int, name: str, text: str) -> None:
        line = self._lines[row]
        if name == "note":
            if line.id:
                label = N_("Edit the note of a point")
                self._context.put(label, "observation", line.id, {"note": text or None})
            else:
                self._keep(row, replace(line, note=text))
        elif name == "period":
            self._set_period(row, line, read_date(text, language(), self._context.today()))
        elif name == "group":
            self._set_group(row, line, text)
        else:
            self._set_value(row, line, name, text)

    def _keep(self, row: int, line: Line) -> None:
        self._lines[row] = line
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def _set_period(self, row: int, line: Line, day: date) -> None:
        if not line.id:
            self._keep(row, replace(line, period=day, ordinal=self._free_ordinal(day, line.subgroup)))
        elif day != line.period:
            moved = replace(point_row(line), period=day, note=line.note)
            self._context.edit(N_("Correct a period"), move_point, self.measure["id"], point_row(line), moved)

    def _set_group(self, row: int, line: Line, text: str) -> None:
        known = {name.casefold(): id_ for id_, name in self._groups.items()}
        if not line.id:
            self._typed_group = "" if text.casefold() in known else text
            self._keep(row, replace(line, subgroup=known.get(text.casefold())))
            return
        moved = replace(point_row(line), note=line.note)
        self._context.edit(N_("Change a sub-group"), move_point, self.measure["id"], point_row(line), moved, text)

    def _free_ordinal(self, day: date, subgroup: str | None) -> int:
        if not self.samples:
            return 0
        return max((one.ordinal + 1 for one in self._lines if one.id and (one.period, one.subgroup) == (day, subgroup)),
                   default=0)  # fmt: skip

    def _set_value(self, row: int, line: Line, name: str, text: str) -> None:
        wanted = read_cell(line, name, text)
        if set(wanted) in ({"n"}, {"d"}) and not line.id:
            self._keep(row, replace(line, value=wanted))  # half a share waits in its row for the other half
            return
        check_value(wanted)
        if not wanted and not line.id:
            self._keep(row, replace(line, value={}))
            return
        if not line.id:
            self._enter(row, replace(line, value=wanted))
            return
        label = N_("Delete a point") if not wanted else N_("Change a point")
        new = replace(point_row(line), value=wanted or None, note=line.note or None)
        self._context.edit(label, set_points, self.measure["id"], [new])

    def _enter(self, row: int, line: Line) -> None:
        """Make a point of the empty row."""
        if self._taken(line) and not self._typed_group:
            self._keep(row, line)
            raise NetDeskError(_("There is a point for that period already. Change that one, or correct the period."))
        group, self._typed_group = self._typed_group, ""
        self._lines[row] = replace(line, value={}, note="")
        new = replace(point_row(line), note=line.note or None)
        self._context.edit(N_("Enter a point"), enter_point, self.measure["id"], new, group)


def point_row(line: Line) -> PointRow:
    """The row of points that says what the line says."""
    return PointRow(line.period, dict(line.value) or None, ordinal=line.ordinal, subgroup=line.subgroup)


def read_cell(line: Line, name: str, text: str) -> dict[str, str]:
    """The value of the line once this cell holds the text; {} for none. NetDeskError for what is no number."""
    if name == "value":
        return read_pair(text, language()) or {}
    wanted = {key: one for key, one in line.value.items() if key in ("n", "d")}
    wanted.pop(name, None)
    if text:
        wanted[name] = read_number(text, language())
    return wanted


def check_value(wanted: Mapping[str, str]) -> None:
    """Refuse half a share and a share of nothing."""
    if set(wanted) in ({"n"}, {"d"}):
        raise NetDeskError(_("A share needs both numbers. Delete the row if it was not counted."))
    if wanted.get("d") == "0":
        raise NetDeskError(_("Out of 0 is no share. Leave the row empty where nothing was counted."))


def _line(record: Mapping[str, Any]) -> Line:
    return Line(
        date.fromisoformat(record["period"]), record["value"], record.get("note", ""), record["id"],
        int(record.get("ordinal") or 0), record.get("subgroup"),
    )  # fmt: skip


def _readings(chart: ChartInput) -> dict[str, str]:
    """What the chart says of each observation."""
    found = {}
    for id_, point in zip(chart.ids, chart.result.points, strict=False):
        if point.signals or point.excluded or point.index in chart.judged or point.index in chart.hidden:
            # A rule about the whole says nothing about this one point.
            said = [one for one in point_letters(chart, point) if one[0] != "R"]
            found[id_] = ", ".join(f"{letter}  {words}".strip() for letter, words in said)
    return found


# Qt asks for the same few cells again and again while rows are scrolled.
@lru_cache(maxsize=8_192)
def _day_words(day: date, _language: str) -> str:
    return shown_date(day.isoformat())


@lru_cache(maxsize=8_192)
def _number_words(number: str, _language: str) -> str:
    return shown_number(number)


def _alignment(name: str) -> int:
    side = Qt.AlignmentFlag.AlignRight if name in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)

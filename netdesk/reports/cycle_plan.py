"""Plan and Do of a cycle summary, side by side."""

from __future__ import annotations

from netdesk.i18n import _
from netdesk.reports import marks
from netdesk.reports.flow import HEAD, SMALL, Column, Flow, Row, lines_of, marked_row, shape_marker
from netdesk.reports.sheet import CycleSheet, DataItem, FieldNote, Lineage, Task

_INDENT = 13.0


# Shares of the width that Plan may have beside Do; half and half unless one of them is much longer.
_SHARES = (0.5, 0.64, 0.36)
_GUTTER = 22.0


def plan_and_do(flow: Flow, sheet: CycleSheet) -> None:
    """Two columns that flow over page ends, or one where only one has anything to say."""
    pairs = []
    for share in _SHARES:
        left = (flow.width - _GUTTER) * share
        pair = _plan(flow, sheet, left), _do(flow, sheet, flow.width - _GUTTER - left)
        pairs.append((left, *pair))
        if not all(pair) or not _is_lopsided(*pair):
            break
    width, plan, do = min(pairs, key=lambda one: max(_height(one[1]), _height(one[2])))
    if plan and do:
        columns = [Column(0, width, plan), Column(width + _GUTTER, flow.width - width - _GUTTER, do)]
        flow.columns(columns, keep=3)
    elif plan or do:
        flow.put(_plan(flow, sheet, flow.width) if plan else _do(flow, sheet, flow.width), keep=3)
    if plan or do:
        flow.space(12)


def _height(rows: list[Row]) -> float:
    return sum(row.height for row in rows)


def _is_lopsided(plan: list[Row], do: list[Row]) -> bool:
    low, high = sorted((_height(plan), _height(do)))
    return high > 1.35 * low + 20


def _head(flow: Flow, words: str, width: float) -> list[Row]:
    return [*lines_of([(words, True)], width, HEAD), flow.gap(2)]


def _plan(flow: Flow, sheet: CycleSheet, width: float) -> list[Row]:
    rows: list[Row] = []
    if sheet.plan:
        rows += [*lines_of(sheet.plan, width), flow.gap(4)]
    told = facts(sheet)
    if flow.look.compact:
        run_on = [one for label, words in told for one in marks.sentence(label, f"{words}. ")]
        rows += lines_of(run_on, width) if run_on else []
    else:
        for label, words in told:
            rows += lines_of(marks.sentence(label, words), width)
    if sheet.data_items:
        rows += [flow.gap(4), *lines_of([(_("Data we collect"), True)], width)]
        for item in sheet.data_items:
            rows += lines_of(data_item(item), width, indent=_INDENT, marker=shape_marker(marks.DOT))
    if sheet.tasks:
        rows += [flow.gap(4), *lines_of([(_("Tasks"), True)], width)]
        for task in sheet.tasks:
            mark = shape_marker(marks.TICKED if task.done else marks.BOX)
            rows += lines_of(task_words(task), width, indent=_INDENT, marker=mark)
    for line in sheet.lineage:
        rows += [flow.gap(4), *lines_of(marks.sentence(*lineage_words(line)), width)]
    if sheet.trail or sheet.idea:
        rows += [flow.gap(4), *lines_of(why(sheet), width, SMALL, colour="second_text")]
    return [*_head(flow, _("Plan"), width), *rows] if rows else []


def facts(sheet: CycleSheet) -> list[tuple[str, str]]:
    """Who, when, how large and of what kind the test is: labels and words."""
    found = []
    who = "; ".join(f"{name} ({role})" if role else name for name, role in sheet.roles if name)
    if who:
        found.append((_("Who:"), who))
    planned = marks.days(sheet.planned_start, sheet.planned_end)
    ran = marks.days(sheet.started, sheet.ended)
    if ran and not sheet.ended:
        ran = _("since {day}").format(day=ran)
    if planned and planned == ran:
        found.append((_("Planned and run:"), planned))
    else:
        found += [(label, when) for label, when in ((_("Planned:"), planned), (_("Ran:"), ran)) if when]
    if sheet.scope is not None or sheet.scope_unit:
        amount = marks.number(sheet.scope) if sheet.scope is not None else ""
        found.append((_("Scale of test:"), f"{amount} {sheet.scope_unit}".strip()))
    kind = [(marks.PURPOSES, sheet.purpose), (marks.TIERS, sheet.tier), (marks.DEPTHS, sheet.depth)]
    words = " · ".join(marks.named(names, choice) for names, choice in kind if choice)
    if words:
        found.append((_("Kind of test:"), words))
    if sheet.decision and sheet.stage and sheet.stage != "closed":
        found.append((_("Stage:"), marks.named(marks.STAGES, sheet.stage)))
    return found


def data_item(item: DataItem) -> str:
    """One thing to collect, in a line."""
    what = item.what or item.measure
    if item.what and item.measure and item.measure != item.what:
        what = _("{what} (measure: {measure})").format(what=item.what, measure=item.measure)
    parts = [part for part in (what, item.who, item.when_text, item.where) if part]
    if item.minutes is not None:
        parts.append(_("{n} minutes").format(n=marks.number(item.minutes)))
    return ", ".join(parts)


def task_words(task: Task) -> str:
    """One task, in a line."""
    parts = [part for part in (task.what, task.who, task.where) if part]
    if task.due:
        parts.append(_("due {day}").format(day=marks.day(task.due)))
    parts.append(_("done") if task.done else _("open"))
    return ", ".join(parts)


def lineage_words(line: Lineage) -> tuple[str, str]:
    """From whom a change was taken over, and what was kept and changed."""
    parts = []
    if line.keep:
        parts.append(_("Kept: {what}.").format(what=line.keep.rstrip(".")))
    if line.change:
        parts.append(_("Changed: {what}.").format(what=line.change.rstrip(".")))
    if line.because:
        parts.append(_("Because: {what}.").format(what=line.because.rstrip(".")))
    return _("Taken over from {team}.").format(team=line.from_team or _("another team")), " ".join(parts)


def why(sheet: CycleSheet) -> str:
    """The way from the idea up to the cause, in a sentence."""
    steps = [f"“{sheet.idea}”"] if sheet.idea else []
    return _("Why we do this: {steps}.").format(steps=" › ".join([*steps, *sheet.trail]))


def _do(flow: Flow, sheet: CycleSheet, width: float) -> list[Row]:
    rows: list[Row] = []
    if sheet.do:
        rows += [*lines_of(sheet.do, width), flow.gap(4)]
    used = []
    for note in sheet.field_notes:
        shape, name = marks.EXPECTED.get(note.expected, (marks.DOT, ""))
        rows += lines_of(note_words(note), width, indent=_INDENT, marker=shape_marker(shape))
        if name and name not in used:
            used.append(name)
    legend = [(shape, _(name)) for shape, name in marks.EXPECTED.values() if name in used]
    if legend:
        rows += [flow.gap(3), *marked_row(legend, width)]
    return [*_head(flow, _("Do"), width), *rows] if rows else []


def note_words(note: FieldNote) -> str:
    """A field note with its day."""
    return f"{marks.short_day(note.on)}  {note.text}" if note.on else note.text

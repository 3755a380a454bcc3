"""Plan and Do of a cycle summary, side by side."""

from __future__ import annotations

from netdesk.i18n import _
from netdesk.reports import marks
from netdesk.reports.flow import HEAD, SMALL, Column, Flow, Row, gap, lines_of, shape_marker
from netdesk.reports.sheet import CycleSheet, DataItem, FieldNote, Lineage, Task

_INDENT = 13.0


def plan_and_do(flow: Flow, sheet: CycleSheet) -> None:
    """Two columns that flow over page ends, or one where only one has anything to say."""
    gutter = 22.0
    width = (flow.width - gutter) / 2
    plan, do = _plan(sheet, width), _do(sheet, width)
    if plan and do:
        flow.columns([Column(0, width, plan), Column(width + gutter, width, do)], keep=3)
    elif plan or do:
        flow.put(_plan(sheet, flow.width) if plan else _do(sheet, flow.width), keep=3)
    if plan or do:
        flow.y += 12


def _head(words: str, width: float) -> list[Row]:
    return [*lines_of([(words, True)], width, HEAD), gap(2)]


def _plan(sheet: CycleSheet, width: float) -> list[Row]:
    rows: list[Row] = []
    if sheet.plan:
        rows += [*lines_of(sheet.plan, width), gap(4)]
    for label, words in _facts(sheet):
        rows += lines_of(marks.sentence(label, words), width)
    if sheet.data_items:
        rows += [gap(4), *lines_of([(_("Data we collect"), True)], width)]
        for item in sheet.data_items:
            rows += lines_of(_data_item(item), width, indent=_INDENT, marker=shape_marker(marks.DOT))
    if sheet.tasks:
        rows += [gap(4), *lines_of([(_("Tasks"), True)], width)]
        for task in sheet.tasks:
            mark = shape_marker(marks.TICKED if task.done else marks.BOX)
            rows += lines_of(_task(task), width, indent=_INDENT, marker=mark)
    for line in sheet.lineage:
        rows += [gap(4), *_lineage(line, width)]
    if sheet.trail or sheet.idea:
        rows += [gap(4), *lines_of(_why(sheet), width, SMALL, colour="second_text")]
    return [*_head(_("Plan"), width), *rows] if rows else []


def _facts(sheet: CycleSheet) -> list[tuple[str, str]]:
    facts = []
    who = "; ".join(f"{name} ({role})" if role else name for name, role in sheet.roles if name)
    if who:
        facts.append((_("Who:"), who))
    planned = marks.days(sheet.planned_start, sheet.planned_end)
    ran = marks.days(sheet.started, sheet.ended)
    if ran and not sheet.ended:
        ran = _("since {day}").format(day=ran)
    if planned and planned == ran:
        facts.append((_("Planned and run:"), planned))
    else:
        facts += [(label, when) for label, when in ((_("Planned:"), planned), (_("Ran:"), ran)) if when]
    if sheet.scope is not None or sheet.scope_unit:
        amount = marks.number(sheet.scope) if sheet.scope is not None else ""
        facts.append((_("Scale of test:"), f"{amount} {sheet.scope_unit}".strip()))
    kind = [(marks.PURPOSES, sheet.purpose), (marks.TIERS, sheet.tier), (marks.DEPTHS, sheet.depth)]
    words = " · ".join(marks.named(names, choice) for names, choice in kind if choice)
    if words:
        facts.append((_("Kind of test:"), words))
    if sheet.decision and sheet.stage and sheet.stage != "closed":
        facts.append((_("Stage:"), marks.named(marks.STAGES, sheet.stage)))
    return facts


def _data_item(item: DataItem) -> str:
    what = item.what or item.measure
    if item.what and item.measure and item.measure != item.what:
        what = _("{what} (measure: {measure})").format(what=item.what, measure=item.measure)
    parts = [part for part in (what, item.who, item.when_text, item.where) if part]
    if item.minutes is not None:
        parts.append(_("{n} minutes").format(n=marks.number(item.minutes)))
    return ", ".join(parts)


def _task(task: Task) -> str:
    parts = [part for part in (task.what, task.who, task.where) if part]
    if task.due:
        parts.append(_("due {day}").format(day=marks.day(task.due)))
    parts.append(_("done") if task.done else _("open"))
    return ", ".join(parts)


def _lineage(line: Lineage, width: float) -> list[Row]:
    parts = []
    if line.keep:
        parts.append(_("Kept: {what}.").format(what=line.keep.rstrip(".")))
    if line.change:
        parts.append(_("Changed: {what}.").format(what=line.change.rstrip(".")))
    if line.because:
        parts.append(_("Because: {what}.").format(what=line.because.rstrip(".")))
    head = _("Taken over from {team}.").format(team=line.from_team or _("another team"))
    return lines_of(marks.sentence(head, " ".join(parts)), width)


def _why(sheet: CycleSheet) -> str:
    steps = [f"“{sheet.idea}”"] if sheet.idea else []
    return _("Why we do this: {steps}.").format(steps=" › ".join([*steps, *sheet.trail]))


def _do(sheet: CycleSheet, width: float) -> list[Row]:
    rows: list[Row] = []
    if sheet.do:
        rows += [*lines_of(sheet.do, width), gap(4)]
    used = []
    for note in sheet.field_notes:
        shape, name = marks.EXPECTED.get(note.expected, (marks.DOT, ""))
        rows += lines_of(_note(note), width, indent=_INDENT, marker=shape_marker(shape))
        if name and name not in used:
            used.append(name)
    legend = [(shape, name) for shape, name in marks.EXPECTED.values() if name in used]
    if legend:
        rows.append(gap(3))
        for shape, name in legend:
            mark = shape_marker(shape, SMALL)
            rows += lines_of(_(name), width, SMALL, colour="second_text", indent=_INDENT, marker=mark)
    return [*_head(_("Do"), width), *rows] if rows else []


def _note(note: FieldNote) -> str:
    return f"{marks.short_day(note.on)}  {note.text}" if note.on else note.text

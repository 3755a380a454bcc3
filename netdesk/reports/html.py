"""The HTML twin of each printed report: the same content in one file, for screen readers and for mail.

Headings, lists and tables carry the structure; each chart is a picture in SVG with its numbers in a table beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import Final

from netdesk import i18n
from netdesk.core import drawing
from netdesk.core.chart_drawing import draw_chart
from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_table import ChartTable, table_of
from netdesk.core.outline import Entry
from netdesk.core.svg import svg_text
from netdesk.i18n import _
from netdesk.operations.feedback import stage_words
from netdesk.reports import cycle_plan, marks
from netdesk.reports.chain import ChainSheet, parts_of
from netdesk.reports.chart import ChartPage
from netdesk.reports.cycle import act_parts, cycle_place
from netdesk.reports.cycle_study import amendment_head
from netdesk.reports.diagrams import DiagramSheet, diagram_svg
from netdesk.reports.pages import chart_words, foot_words, spoken
from netdesk.reports.ramp import ramp_span, ramp_why, step_days, step_outcome, step_scale
from netdesk.reports.sheet import CycleSheet, PinSheet, Question, RampSheet, RampStep

_STYLE: Final = """
:root { color-scheme: light; }
body { font-family: "Noto Sans", "Segoe UI", system-ui, sans-serif; color: #1f2523; background: #fff;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5; overflow-wrap: anywhere; }
h1 { line-height: 1.2; margin: 0.2rem 0; } h2 { margin: 1.8rem 0 0.4rem; }
.quiet { color: #4e5654; } .decision { border: 1px solid #8c897e; border-radius: 4px; padding: 0.3rem 0.8rem;
  display: inline-block; font-weight: bold; }
.kept { white-space: pre-line; } svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0; }
th, td { text-align: start; vertical-align: top; border-bottom: 1px solid #dfdace; padding: 0.35rem 0.5rem; }
.scroll { overflow-x: auto; } ol.ramp { padding: 0; list-style: none; }
ol.ramp li { border-top: 2px solid #1f2523; border-inline-start: 2px solid #1f2523; background: #f4f1e9;
  padding: 0.4rem 0.8rem; margin-block: 0.5rem; }
footer { border-top: 1px solid #dfdace; margin-top: 2rem; padding-top: 0.5rem; }
"""


def cycle_html(sheet: CycleSheet, *, lang: str = "en", printed_on: date) -> str:
    """The summary of one cycle as one HTML document that needs nothing else."""
    with spoken(lang):
        title = sheet.title or _("A cycle without a title")
        about = [cycle_place(sheet), marks.days(sheet.started or sheet.planned_start, sheet.ended or sheet.planned_end)]
        body = _head(_("Cycle summary"), title, [*about, sheet.school, sheet.team])
        if sheet.decision:
            _shape, name = marks.DECISIONS.get(sheet.decision, ((), sheet.decision))
            body.append(f'<p class="decision">{_e(_("Decision"))}: {_e(_(name))}</p>')
        elif sheet.stage:
            body.append(f'<p class="decision">{_e(_("Stage"))}: {_e(marks.named(marks.STAGES, sheet.stage))}</p>')
        body += _labelled(_("Aim."), sheet.aim)
        body += [*_plan(sheet), *_do(sheet), *_study(sheet)]
        for number, chart in enumerate(sheet.charts, 1):
            body += _chart(chart, number, lang)
        parts = act_parts(sheet)
        if parts:
            body.append(f"<h2>{_e(_('Act'))}</h2>")
            body += ["<p class=kept>" + "".join(_run(*run) for run in part) + "</p>" for part in parts]
        return _document(title, body, lang, foot_words(sheet.school, sheet.team, sheet.network), printed_on)


def ramp_html(sheet: RampSheet, *, lang: str = "en", printed_on: date) -> str:
    """The page of one ramp as one HTML document that needs nothing else."""
    with spoken(lang):
        title = sheet.title or _("A ramp without a title")
        body = _head(_("Ramp of cycles"), title, [ramp_span(sheet), sheet.school, sheet.team])
        body += _labelled(_("Aim."), sheet.aim)
        if sheet.trail:
            body.append(_p(ramp_why(sheet), "quiet"))
        body += [f"<h2>{_e(_('Cycles'))}</h2>", '<ol class="ramp">']
        body += [_step(step, place) for place, step in enumerate(sheet.steps)]
        body.append("</ol>")
        for number, chart in enumerate(sheet.charts, 1):
            body += _chart(chart, number, lang)
        return _document(title, body, lang, foot_words(sheet.school, sheet.team, sheet.network), printed_on)


def diagram_html(sheet: DiagramSheet, *, lang: str = "en", printed_on: date) -> str:
    """A fishbone or theory as one HTML document: the picture, and its outline as nested lists."""
    with spoken(lang):
        body = _head(_("Diagram"), sheet.title, [sheet.about, sheet.school, sheet.team])
        body += [f"<figure>{diagram_svg(sheet, lang=lang)}</figure>", f"<h2>{_e(_('The same in words'))}</h2>"]
        body.append(_nested(sheet.entries))
        return _document(sheet.title, body, lang, foot_words(sheet.school, sheet.team, sheet.network), printed_on)


def chain_html(sheet: ChainSheet, *, lang: str = "en", printed_on: date) -> str:
    """The chain through one record as one HTML document: each path as nested lists."""
    with spoken(lang):
        body = _head(_("The chain"), sheet.title, [sheet.school, sheet.team])
        for heading, lines in parts_of(sheet):
            body.append(f"<h2>{_e(heading)}</h2>")
            body.append(_nested([(depth, f"{named} ({said})" if said else named) for depth, named, said in lines]))
        return _document(sheet.title, body, lang, foot_words(sheet.school, sheet.team, sheet.network), printed_on)


def _nested(entries: Sequence[Entry]) -> str:
    """Entries as lists within lists."""
    parts: list[str] = []
    level = -1
    for depth, words in entries:
        if depth > level:
            parts.append("<ul>" * (depth - level))
        else:
            parts.append("</li></ul>" * (level - depth) + "</li>")
        parts.append(f'<li dir="auto">{_e(words)}')
        level = depth
    return "".join([*parts, "</li></ul>" * (level + 1)])


def pin_html(sheet: PinSheet, *, lang: str = "en", printed_on: date) -> str:
    """Work on the table as one HTML document; the numbers of its lines are those of the printed page."""
    with spoken(lang):
        title = sheet.title or _("Without a title")
        name, meaning = stage_words(sheet.stage)
        body = _head(_("On the table"), title, [sheet.team, i18n.format_date(sheet.on, "long")])
        body += _labelled(_("We ask:"), sheet.question)
        body += _labelled(_("We would like:"), ", ".join(_(one) for one in sheet.wanted))
        body += [*_labelled(f"{name}:", meaning), "<ol>"]
        body += ["<li>" + "".join(_labelled(f"{part.label}:", part.text)) + "</li>" for part in sheet.parts]
        body.append("</ol>")
        if sheet.chart is not None:
            body += _chart(sheet.chart, 1, lang)
        return _document(title, body, lang, foot_words(sheet.team), printed_on)


def _document(title: str, body: Sequence[str], lang: str, foot: str, printed_on: date) -> str:
    printed = _("Printed {day}").format(day=i18n.format_date(printed_on, "long"))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{_e(lang)}">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_e(title)}</title>",
            f"<style>{_STYLE}</style></head>",
            "<body><main>",
            *body,
            "</main>",
            f"<footer>{_p(' · '.join(part for part in (foot, printed) if part), 'quiet')}</footer>",
            "</body></html>\n",
        ]
    )


def _e(words: str) -> str:
    return escape("".join(letter for letter in words if letter in "\n\t" or letter >= " "))


def _p(words: str, role: str = "kept") -> str:
    return f'<p class="{role}" dir="auto">{_e(words)}</p>'


def _run(words: str, bold: bool) -> str:
    return f"<strong>{_e(words)}</strong>" if bold else _e(words)


def _labelled(label: str, words: str) -> list[str]:
    return ["<p class=kept>" + "".join(_run(*run) for run in marks.sentence(label, words)) + "</p>"] if words else []


def _head(kind: str, title: str, about: Iterable[str]) -> list[str]:
    line = " · ".join(part for part in about if part)
    return [_p(kind, "quiet"), f'<h1 dir="auto">{_e(title)}</h1>', *([_p(line, "quiet")] if line else [])]


def _list(words: Iterable[str]) -> str:
    return "<ul>" + "".join(f'<li dir="auto">{_e(one)}</li>' for one in words) + "</ul>"


def _plan(sheet: CycleSheet) -> list[str]:
    body = [_p(sheet.plan)] if sheet.plan else []
    for label, words in cycle_plan.facts(sheet):
        body += _labelled(label, words)
    if sheet.data_items:
        body += [f"<h3>{_e(_('Data we collect'))}</h3>", _list(map(cycle_plan.data_item, sheet.data_items))]
    if sheet.tasks:
        body += [f"<h3>{_e(_('Tasks'))}</h3>", _list(map(cycle_plan.task_words, sheet.tasks))]
    for line in sheet.lineage:
        body += _labelled(*cycle_plan.lineage_words(line))
    if sheet.trail or sheet.idea:
        body.append(_p(cycle_plan.why(sheet), "quiet"))
    return [f"<h2>{_e(_('Plan'))}</h2>", *body] if body else []


def _do(sheet: CycleSheet) -> list[str]:
    body = [_p(sheet.do)] if sheet.do else []
    notes = []
    for note in sheet.field_notes:
        _shape, name = marks.EXPECTED.get(note.expected, ((), ""))
        notes.append(" ".join(part for part in (cycle_plan.note_words(note), f"({_(name)})" if name else "") if part))
    body += [_list(notes)] if notes else []
    return [f"<h2>{_e(_('Do'))}</h2>", *body] if body else []


def _study(sheet: CycleSheet) -> list[str]:
    if not sheet.questions and not sheet.study:
        return []
    body: list[str] = []
    if sheet.questions:
        body = [f"<h2>{_e(_('Study: what we predicted, and what happened'))}</h2>", '<div class="scroll"><table>']
        names = (_("Question"), _("We predicted"), _("What happened"), _("What we learned"))
        body.append("<thead><tr>" + "".join(f'<th scope="col">{_e(name)}</th>' for name in names) + "</tr></thead>")
        body += ["<tbody>", *map(_question, sheet.questions), "</tbody></table></div>"]
    else:
        body = [f"<h2>{_e(_('Study'))}</h2>"]
    return [*body, *([_p(sheet.study)] if sheet.study else [])]


def _question(question: Question) -> str:
    predicted = [_p(question.prediction)] if question.prediction else []
    if question.because:
        predicted.append(_p(_("because {why}").format(why=question.because), "quiet"))
    locked = marks.moment(question.locked_at) if question.locked_at else ""
    predicted.append(_p(_("locked {moment}").format(moment=locked) if locked else _("not locked yet"), "quiet"))
    for amendment in question.amendments:
        words = [amendment.prediction]
        words += [_("because {why}").format(why=amendment.because)] if amendment.because else []
        words += [_("Reason: {why}").format(why=amendment.reason)] if amendment.reason else []
        predicted += _labelled(f"{amendment_head(amendment)}:", "\n".join(part for part in words if part))
    happened = []
    if question.matched:
        _shape, name = marks.MATCHED.get(question.matched, ((), question.matched))
        happened.append(f"<p><strong>{_e(_(name))}</strong></p>")
    happened += [_p(question.observed)] if question.observed else []
    learned = _p(question.learned) if question.learned else ""
    cells = (*(f"<td>{cell}</td>" for cell in ("".join(predicted), "".join(happened), learned)),)
    return f'<tr><th scope="row" dir="auto">{_e(question.text)}</th>{"".join(cells)}</tr>'


def _step(step: RampStep, place: int) -> str:
    _shape, outcome = step_outcome(step)
    when = " · ".join(part for part in (step_scale(step), step_days(step)) if part)
    inner = [f'<h3 dir="auto">{step.number} {_e(step.title or _("A cycle without a title"))}</h3>']
    inner += [_p(when, "quiet")] if when else []
    inner.append(f"<p><strong>{_e(outcome)}</strong></p>")
    inner += _labelled(_("Learned:"), step.learned)
    return f'<li style="margin-inline-start: {min(place, 8) * 1.5}rem">{"".join(inner)}</li>'


def chart_html(page: ChartPage, *, lang: str = "en", printed_on: date) -> str:
    """The page of a chart or a causal line as one HTML document that needs nothing else."""
    with spoken(lang):
        body = _head(page.kind, page.title, [page.about, page.school, page.team])
        for number, section in enumerate(page.sections, 1):
            body.append(f"<figure>{_picture(section.draw(720.0, 1.0), number, lang)}</figure>")
            for name, words in section.words:
                body += _labelled(name, words) if name else [_p(words)]
            said = _list(one for one in section.aloud if one)
            body += ["<details>", f"<summary>{_e(_('Read aloud'))}</summary>", said, "</details>"]
            if section.table is not None and section.table.shown:
                body += ['<div class="scroll">', _table(section.table), "</div>"]
        for name, words in page.facts:
            body += _labelled(name, words)
        return _document(page.title, body, lang, foot_words(page.school, page.team, page.network), printed_on)


def _picture(made: drawing.Drawing, number: int, lang: str) -> str:
    picture = svg_text(made, drawing.LIGHT, lang=lang)
    # Two charts in one document: their titles need names of their own.
    for name in ("title", "desc"):
        picture = picture.replace(f'id="{name}"', f'id="chart{number}-{name}"')
    return picture.replace('"title desc"', f'"chart{number}-title chart{number}-desc"')


def _chart(chart: ChartInput, number: int, lang: str) -> list[str]:
    said, chance = chart_words(chart)
    body = [f"<h2>{_e(chart.title)}</h2>", f"<figure>{_picture(draw_chart(chart, width=720), number, lang)}</figure>"]
    body += [*_labelled(_("What it says."), said), *_labelled(_("By chance alone."), chance)]
    summary = f"<summary>{_e(_('The numbers of this chart'))}</summary>"
    return [*body, "<details>", summary, _table(table_of(chart)), "</details>"]


def _table(table: ChartTable) -> str:
    """The chart's rows; the letters of its marks stand before their words."""
    heads = "".join(f'<th scope="col">{_e(column.name)}</th>' for column in table.columns)
    reading = next((n for n, column in enumerate(table.columns) if n and not column.numbers), -1)
    rows = []
    for shown, letters in zip(table.shown, table.letters, strict=True):
        marked = "".join(f"<b>{_e(letter)}</b> " for letter in letters)
        cells = [f"{marked if n == reading else ''}{_e(cell)}" for n, cell in enumerate(shown)]
        rows.append(f'<tr><th scope="row">{cells[0]}</th>{"".join(f"<td>{cell}</td>" for cell in cells[1:])}</tr>')
    caption = f"<caption>{_e(table.title)}</caption>"
    return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"

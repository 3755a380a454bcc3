"""summary.html: what a bundle holds, readable by anyone without NetDesk.

It is made only from records of the spaces that the bundle carries, so that it cannot say more than the bundle does;
it holds no script, loads nothing, and names what is new in this bundle.
"""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from netdesk.core.fields import canonical_value
from netdesk.core.records import KINDS
from netdesk.core.svg import svg_text
from netdesk.errors import NetDeskError
from netdesk.i18n import _, format_date, language
from netdesk.operations.aims import compose_sentence
from netdesk.operations.charts import chart_input
from netdesk.operations.source import title_of
from netdesk.store.rows import fields_of, select_among, select_rows
from netdesk.store.workspace import Workspace

#: {(space, kind): ids of the records that the bundle's changes touch}
New = Mapping[tuple[str, str], set[str]]
Record = dict[str, Any]
Records = dict[str, dict[str, Record]]

#: What people look for first; every other kind is named in the list of what is new.
_READ = (
    *("team", "aim", "charter", "measure", "observation", "subgroup", "exclusion", "phase", "annotation", "cycle"),
    *("question", "pin", "feedback", "notice", "ask", "insight", "dictionary_entry", "library_entry"),
)
#: What is read in full only in a full bundle: kind → its parts that the page shows, with their field for it.
_FAMILIES = {
    "measure": (("observation", "measure"), ("subgroup", "measure"), ("phase", "measure"), ("annotation", "measure")),
    "cycle": (("question", "cycle"),),
}
_LISTED = ("pin", "feedback", "notice", "ask", "insight", "dictionary_entry", "library_entry")
_MOST_NAMED = 40
_EXACT = frozenset({"num", "date", "when", "choice", "pair"})
#: Beyond this a chart says nothing on a page, and its run rules take long: the newest points are listed instead.
_MOST_DRAWN = 240
_MOST_ROWS = 60

_STYLE = (
    "body{font:16px/1.5 'Noto Sans',system-ui,sans-serif;color:#1f2a30;background:#fff;max-width:46rem;"
    "margin:2rem auto;padding:0 1rem}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;"
    "border-bottom:1px solid #ccd4d8}h3{font-size:1rem;margin-bottom:.2rem}.new{border:1px solid #57737f;"
    "border-radius:.6rem;padding:0 .5rem;font-size:.8rem}svg{max-width:100%;height:auto}p{white-space:pre-wrap}"
    "table{border-collapse:collapse}td,th{border:1px solid #ccd4d8;padding:.2rem .6rem;text-align:left}"
)


def summary_page(ws: Workspace, spaces: Iterable[str], new: New, *, full: bool) -> str:
    """The page as HTML text. ``spaces`` are those the bundle carries; ``new`` the records its changes are about.

    A ``full`` bundle shows every measure and cycle, another those that it is about: what is not inside is not shown,
    and a weekly file costs the same after ten years as after one.
    """
    carried = list(spaces)
    # A team's own copies in the published space would only say everything twice.
    own = [space for space in carried if space[0] == "T"]
    shown = [space for space in carried if not (own and space[0] == "N")]
    fresh = {record for (space, _kind), found in new.items() if space in shown for record in found}
    records = _read(ws, shown, None if full else fresh)
    # The hub's files carry the names of many teams; the page is headed by the sender's.
    sender = records["team"].get(ws.team_id) or next(iter(records["team"].values()), {})
    title = title_of(sender) or _("A NetDesk bundle")
    made = format_date(date(*time.localtime(ws.now())[:3]), "long")
    said = _("Made on {date}. Open the bundle with NetDesk to work with what it holds.").format(date=made)
    body = [
        f"<h1>{_text(title)}</h1>",
        f"<p>{_text(said)}</p>",
        *_new_section(records, {key: found for key, found in new.items() if key[0] in shown}),
        *_aims(records, fresh),
        *_measures(records, fresh),
        *_cycles(records, fresh),
        *_others(records, fresh),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language())}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _read(ws: Workspace, spaces: list[str], only: set[str] | None) -> Records:
    """{kind: {id: record}} of the living records of these spaces; a copy stands under its source's id.

    With ``only``, of measures and cycles just those that one of these records is or belongs to.
    """
    found: Records = {kind: {} for kind in _READ}
    with ws.read() as session:
        connection = session.connection()
        families = {kind for owner, parts in _FAMILIES.items() for kind in (owner, *(part for part, _f in parts))}
        for kind in _READ:
            if only is None or kind not in families | {"exclusion"}:
                _keep(found, kind, select_rows(connection, kind, spaces, equals={}))
        for owner, parts in _FAMILIES.items() if only is not None else ():
            assert only is not None
            touched = set()
            for part, field in parts:
                touched |= {getattr(row, field) for row in select_among(connection, part, spaces, "id", only)} - {None}
            for name, ids in (("id", only | touched), ("copy_of", touched)):
                _keep(found, owner, select_among(connection, owner, spaces, name, ids))
            for part, field in parts:
                _keep(found, part, select_among(connection, part, spaces, field, found[owner]))
        if only is not None:
            points = found["observation"]
            _keep(found, "exclusion", select_among(connection, "exclusion", spaces, "observation", points))
    return found


def _keep(found: Records, kind: str, rows: Iterable[Any]) -> None:
    for row in rows:
        name = row.copy_of or row.id
        found[kind][name] = {"id": row.id, "as": name, **_readable(kind, fields_of(kind, row))}


def _readable(kind: str, fields: Record) -> Record:
    """The fields without numbers, days and choices that are none: another program may have written anything."""
    kept = {}
    for name, value in fields.items():
        field = KINDS[kind].fields[name]
        if field.type in _EXACT:
            try:
                value = canonical_value(field, value)
            except NetDeskError:
                continue
        kept[name] = value
    return kept


#: What no page can show: the control characters but for the line's end and the tabulator.
_UNSEEN = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")})


def _text(value: object) -> str:
    return "" if value is None else html.escape(str(value).translate(_UNSEEN))


#: The program's own words, of which a page has the same few again and again.
_words = lru_cache(maxsize=256)(_text)


def _mark(record: Record, fresh: set[str]) -> str:
    return f' <span class="new">{_words(_("new or changed"))}</span>' if record["id"] in fresh else ""


def _heading(level: int, record: Record, fresh: set[str], words: str = "") -> str:
    return f"<h{level}>{_text(words or title_of(record, 200))}{_mark(record, fresh)}</h{level}>"


def _labelled(label: str, value: object) -> list[str]:
    return [f"<p><strong>{_words(label)}</strong> {_text(value)}</p>"] if value not in (None, "") else []


def _new_section(records: Records, new: New) -> list[str]:
    lines = [f"<h2>{_text(_('New in this bundle'))}</h2>"]
    counts: dict[str, set[str]] = {}
    for (_space, kind), found in new.items():
        counts.setdefault(kind, set()).update(found)
    if not counts:
        return [*lines, f"<p>{_text(_('Nothing new: it says what has been received.'))}</p>"]
    lines.append("<ul>")
    for kind in sorted(counts):
        label = _(KINDS[kind].label) if kind in KINDS else kind
        living = {one["id"]: one for one in records.get(kind, {}).values()}
        names = [title_of(living[one]) for one in sorted(counts[kind]) if one in living]
        named = [name for name in names if name][:_MOST_NAMED]
        more = " …" if len(names) > _MOST_NAMED else ""
        tail = ": " + "; ".join(named) + more if named and kind != "observation" else ""
        lines.append(f"<li>{_text(label)} ({len(counts[kind])}){_text(tail)}</li>")
    return [*lines, "</ul>"]


def _aims(records: Records, fresh: set[str]) -> list[str]:
    lines = []
    for aim in records["aim"].values():
        measure = records["measure"].get(aim.get("measure", ""), {})
        sentence = compose_sentence(aim, measure_name=measure.get("name", ""), unit=measure.get("unit", ""))
        lines.append(f"<p>{_text(sentence or title_of(aim))}{_mark(aim, fresh)}</p>")
    for charter in records["charter"].values():
        lines += _labelled(_("Our burning question:"), charter.get("burning_question"))
    return [f"<h2>{_text(_('Aim'))}</h2>", *lines] if lines else []


def _measures(records: Records, fresh: set[str]) -> list[str]:
    lines: list[str] = []
    for n, measure in enumerate(records["measure"].values()):
        lines.append(_heading(3, measure, fresh))
        points = _points(records, measure["as"])
        newer = sum(point["id"] in fresh for point in points)
        if newer:
            lines.append(f"<p>{_text(_('New or changed points in this bundle: {n}').format(n=newer))}</p>")
        lines += _chart(records, measure, points, n) or _table(points)
    return [f"<h2>{_text(_('Measures'))}</h2>", *lines] if lines else []


def _points(records: Records, measure: str) -> list[Record]:
    """The observations of the whole group, in their order in time."""
    found = [o for o in records["observation"].values() if o.get("measure") == measure and not o.get("subgroup")]
    return sorted(found, key=lambda o: (o.get("period", ""), float(o.get("ordinal") or 0)))


class _Carried:
    """The records of the page, read as operations read a workspace's."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def get(self, kind: str, record: str, /) -> Record | None:
        """The record of this name, or None."""
        found = self._records.get(kind, {}).get(record)
        return None if found is None else {**found, "id": record}

    @property
    def select(self) -> Callable[..., list[Record]]:
        """`select(kind, **equals)`: the records whose fields equal these."""
        return self._select

    def _select(self, kind: str, **equals: Any) -> list[Record]:
        return [
            {**one, "id": name}
            for name, one in self._records.get(kind, {}).items()
            if all(one.get(field) == value for field, value in equals.items())
        ]


def _chart(records: Records, measure: Record, points: list[Record], n: int) -> list[str]:
    """The measure's chart and its words; nothing where there are no points or they make no chart."""
    if not 0 < len(points) <= _MOST_DRAWN:
        return []
    from netdesk.core.chart_drawing import draw_chart  # at use: the window knows this module from its start

    started = [name for name, cycle in records["cycle"].items() if cycle.get("started")]
    try:
        chart = replace(chart_input(_Carried(records), measure["as"], cycles=started), title="")
    except (NetDeskError, KeyError, ValueError, OverflowError, ArithmeticError):
        return []
    picture = svg_text(draw_chart(chart), lang=language())
    # Several drawings share this page, and names within a page must differ.
    for old, own in (
        ('aria-labelledby="title desc"', f'aria-labelledby="title{n} desc{n}"'),
        ('<title id="title">', f'<title id="title{n}">'),
        ('<desc id="desc">', f'<desc id="desc{n}">'),
    ):
        picture = picture.replace(old, own, 1)
    return [picture, f"<p>{_text(chart.result.words)}</p>"]


def _table(points: list[Record]) -> list[str]:
    if not points:
        return [f"<p>{_text(_('No points yet.'))}</p>"]
    lines = []
    if len(points) > _MOST_ROWS:
        newest = _("The newest {n} of {all} points:").format(n=_MOST_ROWS, all=len(points))
        lines.append(f"<p>{_text(newest)}</p>")
    lines += ["<table>", f"<tr><th>{_text(_('Period'))}</th><th>{_text(_('Value'))}</th></tr>"]
    for point in points[-_MOST_ROWS:]:
        value = point.get("value") or {}
        shown = f"{value.get('n')}/{value.get('d')}" if "d" in value else value.get("v", "")
        lines.append(f"<tr><td>{_text(point.get('period'))}</td><td>{_text(shown)}</td></tr>")
    return [*lines, "</table>"]


def _cycles(records: Records, fresh: set[str]) -> list[str]:
    lines: list[str] = []
    asked: dict[str, list[Record]] = {}
    for question in records["question"].values():
        asked.setdefault(question.get("cycle", ""), []).append(question)
    for cycle in records["cycle"].values():
        lines.append(_heading(3, cycle, fresh))
        lines += _labelled(_("Stage:"), _(str(cycle.get("stage", ""))))
        lines += _labelled(_("Plan:"), cycle.get("plan"))
        for question in asked.get(cycle["as"], []):
            lines += _labelled(_("Question:"), question.get("text"))
            lines += _labelled(_("We predicted:"), question.get("prediction"))
            lines += _labelled(_("What happened:"), question.get("observed"))
            lines += _labelled(_("What we learned:"), question.get("learned"))
        lines += _labelled(_("Study:"), cycle.get("study"))
        lines += _labelled(_("Decision:"), _(str(cycle.get("decision", ""))))
        lines += _labelled(_("Because:"), cycle.get("decision_because"))
    return [f"<h2>{_text(_('Cycles'))}</h2>", *lines] if lines else []


def _others(records: Records, fresh: set[str]) -> list[str]:
    lines: list[str] = []
    for kind in _LISTED:
        if records[kind]:
            lines.append(f"<h2>{_text(_(KINDS[kind].label).capitalize())}</h2><ul>")
            for record in records[kind].values():
                words = ": ".join(one for one in (title_of(record, 400), str(record.get("question") or "")) if one)
                by = record.get("by_team") or record.get("from_team")
                words = f"{words} ({by})" if words and by else words
                lines.append(f"<li>{_text(words)}{_mark(record, fresh)}</li>")
            lines.append("</ul>")
    return lines

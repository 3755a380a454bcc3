"""From records to what the layout takes: the fishbone and the theory with all that their boxes say.

Read by the window and the printed page alike, in a number of questions that does not grow with the diagram (but for
the points of each measure linked to it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from netdesk.core import chart_scales, chart_words
from netdesk.core.chart_latest import reading_words
from netdesk.core.layout import CauseInput, DriverInput, FishboneInput, LinkInput, NodeInput, RowInput
from netdesk.errors import NetDeskError
from netdesk.i18n import _, ngettext
from netdesk.operations import charts, theory
from netdesk.operations.aims import aim_in_use, compose_sentence
from netdesk.operations.cause_ledger import Entry, ledger
from netdesk.operations.causes import parent_of
from netdesk.operations.cycles import idea_status
from netdesk.operations.source import Record, Source, must_get

if TYPE_CHECKING:
    from netdesk.operations.theory import Graph

#: The newest points that the small line on a box shows.
SPARK_POINTS: Final = 24
#: Read anew for each measure: there are many, and few of them belong to a diagram.
_MANY: Final = frozenset({"observation"})


class Remembered:
    """A source that asks for each kind once and answers from memory; what is written meanwhile is not seen."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._kinds: dict[str, list[Record]] = {}

    def _all(self, kind: str) -> list[Record]:
        if kind not in self._kinds:
            self._kinds[kind] = self._source.select(kind)
        return self._kinds[kind]

    def get(self, kind: str, record: str, /) -> Record | None:
        """The living record, or None."""
        return next((one for one in self._all(kind) if one["id"] == record), None)

    @property
    def select(self) -> Callable[..., list[Record]]:
        """``select(kind, **equals)``: living records whose fields equal these, in their order."""
        return self._select

    def _select(self, kind: str, **equals: Any) -> list[Record]:
        if kind in _MANY:
            return self._source.select(kind, **equals)
        return [one for one in self._all(kind) if all(one.get(name) == value for name, value in equals.items())]


# Fishbone


def fishbone_in_use(source: Source) -> Record | None:
    """The fishbone that was made last; None where there is none."""
    found = source.select("fishbone")
    return found[-1] if found else None


def fishbone_input(source: Source, fishbone: str, *, entries: Mapping[str, Entry] | None = None) -> FishboneInput:
    """The fishbone for layout, from its ledger if that is read already; NetDeskError if there is none of this id."""
    record = must_get(source, "fishbone", fishbone)
    entries = ledger(source, fishbone) if entries is None else entries
    problem = source.get("problem", record["problem"]) if record.get("problem") else None
    since = problem.get("since") if problem else None
    month = chart_scales.month_and_year(date.fromisoformat(since)) if since else ""
    words = _("Effect, since {date}").format(date=month) if since else ""
    effect = record.get("effect") or (problem or {}).get("statement") or _("An effect without words")
    return FishboneInput(effect, tuple(map(_cause, entries.values())), fishbone, words)


def _cause(entry: Entry) -> CauseInput:
    cause = entry.cause
    return CauseInput(
        cause["id"],
        parent_of(cause),
        cause.get("text") or "",
        bool(cause.get("category")),
        cause.get("status") or "open",
        cause.get("confidence") or "",
        evidence_words(entry),
    )


def evidence_words(entry: Entry) -> str:
    """Evidence and votes side by side, so that a gap is seen: "3 for, 1 against · 2 votes"; "" without either."""
    pieces = [
        _("{n} for").format(n=len(entry.pieces_for)) if entry.pieces_for else "",
        _("{n} against").format(n=len(entry.pieces_against)) if entry.pieces_against else "",
    ]
    told = ", ".join(one for one in pieces if one)
    votes = int(entry.votes)
    if not votes:
        return told
    said = ngettext("{n} vote", "{n} votes", votes).format(n=votes)
    return f"{told or _('no evidence')} · {said}"


# Theory


def driver_input(source: Source, aim: str | None = None, *, definitions: bool = True) -> DriverInput:
    """The theory of an aim (None: the aim in use) for layout; NetDeskError if there is no aim."""
    kept = Remembered(source)
    if aim is None:
        found = aim_in_use(kept)
        if found is None:
            raise NetDeskError(_("There is no aim yet, and a theory begins with one. Write the aim first."))
        aim = found["id"]
    must_get(kept, "aim", aim)
    graph = theory.read_graph(kept, aim)
    return input_of(kept, graph, definitions=definitions)


def input_of(source: Source, graph: Graph, *, definitions: bool = True) -> DriverInput:
    """A graph that is read already, for layout: nodes in the order of the outline."""
    measures: dict[str, list[Record]] = {}
    for one in source.select("measure"):
        if one.get("of"):
            measures.setdefault(one["of"], []).append(one)
    cycles: dict[str, list[Record]] = {}
    for one in source.select("cycle"):
        if one.get("idea"):
            cycles.setdefault(one["idea"], []).append(one)
    in_order = dict.fromkeys(place.node for place in theory.places(graph))
    nodes = []
    for id_ in in_order:
        node = graph.nodes[id_]
        found = measures.get(id_, [])
        if node.kind == "aim":
            nodes.append(_aim(source, node.record, found))
        elif node.kind == "driver":
            nodes.append(_driver(source, node.record, found, definitions))
        else:
            nodes.append(_idea(source, node.record, found, cycles.get(id_, []), definitions))
    links = [_link(one) for id_ in in_order for one in graph.below.get(id_, ())]
    return DriverInput(tuple(nodes), tuple(links))


def _link(record: Record) -> LinkInput:
    return LinkInput(record["parent"], record["child"], "weak" if record.get("strength") == "weak" else "strong")


def _aim(source: Source, record: Record, measures: list[Record]) -> NodeInput:
    own = source.get("measure", record["measure"]) if record.get("measure") else None
    if own is not None and own["id"] not in {one["id"] for one in measures}:
        measures = [own, *measures]
    sentence = compose_sentence(record, unit=(own or {}).get("unit", "")).rstrip(".")
    rows = measure_rows(source, measures[:1]) or (no_measure(),)
    return NodeInput(record["id"], "aim", sentence or _("An aim without words"), rows=rows)


def _driver(source: Source, record: Record, measures: list[Record], definitions: bool) -> NodeInput:
    definition = (record.get("definition") or "") if definitions else ""
    rows = measure_rows(source, measures) or (no_measure(),)
    return NodeInput(record["id"], record.get("level") or "primary", record.get("name") or "", definition, rows=rows)


def _idea(source: Source, record: Record, measures: list[Record], cycles: list[Record], definitions: bool) -> NodeInput:
    status = idea_status(cycles)
    definition = (record.get("description") or "") if definitions else ""
    rows = (idea_row(status, cycles), *measure_rows(source, measures))
    return NodeInput(record["id"], "idea", record.get("name") or "", definition, rows=rows, status=status)


def no_measure() -> RowInput:
    """The row of a driver that no measure is linked to."""
    return RowInput(_("no measure yet"), "no_measure")


def idea_row(status: str, cycles: list[Record]) -> RowInput:
    """What the cycles of an idea come to: "Testing, cycle 4", "Adopted, Jan 30", "no cycle yet"."""
    if status == "untested":
        return RowInput(_("Untested, cycle planned"), "untested") if cycles else RowInput(_("no cycle yet"), "no_test")
    if status == "testing":
        words = _("Testing, cycle {n}").format(n=len(cycles))
    else:
        ended = max((one.get("ended") or "" for one in cycles if one.get("decision")), default="")
        name = {"adapted": _("Adapted"), "adopted": _("Adopted"), "abandoned": _("Abandoned here")}[status]
        words = f"{name}, {chart_scales.day_and_month(date.fromisoformat(ended))}" if ended else name
    return RowInput(words, status, bold=status != "abandoned")


def measure_rows(source: Source, measures: Iterable[Record]) -> tuple[RowInput, ...]:
    """For each measure its last value with its day and small line, and what its chart says in a letter and words."""
    measures = list(measures)
    rows: list[RowInput] = []
    for measure in measures:
        chart = charts.chart_input(source, measure["id"], cycles=())
        counted = [one for one in chart.result.points if one.value is not None]
        name = f"{measure.get('name') or ''}: " if len(measures) > 1 else ""
        if not counted:
            rows.append(RowInput(name + _("no points yet"), "measure"))
            continue
        last = counted[-1]
        on = chart.dates[last.index]
        day = chart_scales.day_and_month(on) if isinstance(on, date) else on
        words = f"{name}{chart_words.shown_value(chart, last.value or 0.0)}, {day}"
        values = tuple(one.value for one in counted[-SPARK_POINTS:] if one.value is not None)
        rows.append(RowInput(words, "measure", values=values))
        letter, said, _look = reading_words(chart.result)
        if letter:
            rows.append(RowInput(said, letter=letter))
    return tuple(rows)


def diagram_title(source: Source, kind: str, id_: str) -> str:
    """The heading of a printed diagram: "Why? One in five …" or "Theory of improvement"."""
    if kind == "fishbone":
        record = must_get(source, "fishbone", id_)
        return _("Why? {effect}").format(effect=record["effect"]) if record.get("effect") else _("Causes")
    return _("Theory of improvement")


__all__ = [
    "Remembered", "diagram_title", "driver_input", "evidence_words", "fishbone_in_use", "fishbone_input",
    "idea_row", "input_of", "measure_rows", "no_measure",
]  # fmt: skip

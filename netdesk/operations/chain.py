"""The chain: problem → cause → driver → idea → cycle → measure → decision → spread, asked from any of its links.

"Why are we doing this?" walks up to the problem, "What came of it?" down to what others took up. Both are paths of
`Step`s that can be clicked and printed; where the chain is broken, `broken` says what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from netdesk.core.records import LINK
from netdesk.i18n import _, ngettext
from netdesk.operations.aims import aim_in_use, sentence_of
from netdesk.operations.cycles import idea_status
from netdesk.operations.source import Record, Source, title_of

#: The kinds that stand in the chain, from why to what.
LINKS: Final = ("problem", "fishbone", "cause", "aim", "driver", "change_idea", "cycle", "decision", "measure")


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a path: its record ("decision" is a cycle's), its words, what is said of it, and how deep it lies.

    ``also`` are the titles of other ways on from here that the path does not follow.
    """

    kind: str
    id: str
    title: str
    note: str = ""
    depth: int = 0
    mark: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """Both answers for one thing: ``why`` from it up to the problem, ``came`` from it down, each with it first."""

    why: tuple[Step, ...]
    came: tuple[Step, ...]
    broken: tuple[Broken, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A link that is missing: ``code`` names which, (kind, id) is the record to mend, ``words`` say it, ``act`` mends.

    Codes: cycle_idea, idea_driver, driver_aim, driver_cause, cause_driver, driver_idea, idea_cycle, measure_of,
    cycle_decision, aim_problem, aim_measure, fishbone_problem.
    """

    code: str
    kind: str
    id: str
    title: str
    words: str


@dataclass
class _Reader:
    """What the chain is made of, each kind read once and only when asked for."""

    source: Source
    _kinds: dict[str, dict[str, Record]] = field(default_factory=dict)

    def all(self, kind: str) -> dict[str, Record]:
        if kind not in self._kinds:
            self._kinds[kind] = {one["id"]: one for one in self.source.select(kind)}
        return self._kinds[kind]

    def get(self, kind: str, id_: object) -> Record | None:
        return self.all(kind).get(str(id_)) if id_ else None

    def where(self, kind: str, name: str, value: str) -> list[Record]:
        return [one for one in self.all(kind).values() if one.get(name) == value]

    def links(self, end: str, id_: str) -> list[Record]:
        """The links whose ``end`` (parent or child) is this node; the strong ones first, then in their order."""
        found = [one for one in self.all(LINK).values() if one.get(end) == id_]
        return sorted(found, key=lambda one: one.get("strength") == "weak")

    def node(self, id_: object) -> tuple[str, Record] | None:
        for kind in ("driver", "change_idea", "aim"):
            found = self.get(kind, id_)
            if found is not None:
                return kind, found
        return None


def chain(source: Source, kind: str, id_: str) -> Chain:
    """The chain through one record; ``kind`` is one of `LINKS`. All empty where the record is gone."""
    reader = _Reader(source)
    if reader.get("cycle" if kind == "decision" else kind, id_) is None:
        return Chain((), (), ())
    why = tuple(_why(reader, kind, id_))
    came = tuple(_came(reader, kind, id_, 0, set()))
    told = {(one.kind, one.id) for one in (*why, *came)}
    return Chain(why, came, tuple(one for one in _broken(reader) if (one.kind, one.id) in told))


def broken(source: Source) -> tuple[Broken, ...]:
    """Every broken link of the workspace, as work to do, from the problem downwards."""
    return tuple(_broken(_Reader(source)))


# Why: one way up, with the other ways named


def _why(reader: _Reader, kind: str, id_: str) -> Iterator[Step]:
    seen: set[tuple[str, str]] = set()
    note = ""
    at: tuple[str, str] | None = (kind, id_)
    while at is not None and at not in seen:
        seen.add(at)
        found, also, following = _up(reader, *at)
        yield _step(reader, *at, note=note, also=tuple(also))
        cause = reader.get("cause", (reader.get("driver", at[1]) or {}).get("from_cause"))
        if cause is not None:
            yield _step(reader, "cause", cause["id"], note=_("the cause it comes from"), depth=1)
        note, at = following, found


def _up(reader: _Reader, kind: str, id_: str) -> tuple[tuple[str, str] | None, list[str], str]:
    """Where the way up leads from here, what else it could lead to, and what is said of the step that follows."""
    record = reader.get("cycle" if kind == "decision" else kind, id_) or {}
    if kind == "decision":
        return ("cycle", id_), [], ""
    if kind == "cycle":
        idea = reader.get("change_idea", record.get("idea"))
        return (("change_idea", idea["id"]) if idea else None), [], ""
    if kind == "measure":
        node = reader.node(record.get("of"))
        if node is None:
            aim = next((one for one in reader.all("aim").values() if one.get("measure") == id_), None)
            return (("aim", aim["id"]) if aim else None), [], ""
        return (node[0], node[1]["id"]), [], ""
    if kind in ("driver", "change_idea"):
        return _up_the_graph(reader, id_)
    if kind == "cause":
        parent = (record.get("pos") or [None])[0]
        above = reader.get("cause", parent)
        if above is not None and not above.get("category"):
            return ("cause", above["id"]), [], _("asked why")
        bone = reader.get("fishbone", record.get("fishbone"))
        return (("fishbone", bone["id"]) if bone else None), [], ""
    if kind in ("fishbone", "aim"):
        problem = reader.get("problem", record.get("problem")) or _newest_problem(reader)
        return (("problem", problem["id"]) if problem else None), [], ""
    return None, [], ""


def _up_the_graph(reader: _Reader, id_: str) -> tuple[tuple[str, str] | None, list[str], str]:
    ways = []
    for link in reader.links("child", id_):
        node = reader.node(link.get("parent"))
        if node is not None:
            weak = link.get("strength") == "weak"
            ways.append((node, _("weak link, a guess so far") if weak else _("strong link")))
    if not ways:
        return None, [], ""
    (kind, parent), words = ways[0]
    return (kind, parent["id"]), [title_of(node[1]) for node, _words in ways[1:]], words


def _newest_problem(reader: _Reader) -> Record | None:
    return max(reader.all("problem").values(), key=lambda one: one.get("since") or "", default=None)


# What came of it: everything below, depth first


_DOWN: dict[str, Callable[[_Reader, str], list[tuple[str, str, str]]]] = {}


def _came(
    reader: _Reader, kind: str, id_: str, depth: int, seen: set[tuple[str, str]], note: str = ""
) -> Iterator[Step]:
    if (kind, id_) in seen:
        return
    seen.add((kind, id_))
    yield _step(reader, kind, id_, note=note, depth=depth)
    for below, record, words in _DOWN[kind](reader, id_) if kind in _DOWN else ():
        tested = (reader.get("cycle", record) or {}).get("idea") if kind == "decision" else None
        if tested and ("change_idea", tested) in seen:
            continue  # the idea lists its tests itself, side by side; one under the other they would be a staircase
        yield from _came(reader, below, record, depth + 1, seen, words)


def _below_problem(reader: _Reader, id_: str) -> list[tuple[str, str, str]]:
    newest = _newest_problem(reader)
    current = newest is not None and newest["id"] == id_
    meant = (id_, None) if current else (id_,)
    bones = [one for one in reader.all("fishbone").values() if one.get("problem") in meant]
    aim = aim_in_use(reader.source) if current else None
    return [("fishbone", one["id"], "") for one in bones] + ([("aim", aim["id"], "")] if aim else [])


def _below_fishbone(reader: _Reader, id_: str) -> list[tuple[str, str, str]]:
    used = {one.get("from_cause") for one in reader.all("driver").values()}
    causes = [one for one in reader.where("cause", "fishbone", id_) if not one.get("category")]
    return [("cause", one["id"], "") for one in causes if one["id"] in used or one.get("status") == "supported"]


def _below_cause(reader: _Reader, id_: str) -> list[tuple[str, str, str]]:
    return [("driver", one["id"], _("made from this cause")) for one in reader.where("driver", "from_cause", id_)]


def _below_node(reader: _Reader, id_: str) -> list[tuple[str, str, str]]:
    found = []
    for link in reader.all(LINK).values():
        node = reader.node(link.get("child")) if link.get("parent") == id_ else None
        if node is not None:
            found.append((node[0], str(node[1]["id"]), _("weak link") if link.get("strength") == "weak" else ""))
    measures = [one["id"] for one in reader.where("measure", "of", id_)]
    own = (reader.get("aim", id_) or {}).get("measure")
    if own and own not in measures and reader.get("measure", own) is not None:
        measures.insert(0, own)
    return [("measure", one, "") for one in measures] + found


def _below_idea(reader: _Reader, id_: str) -> list[tuple[str, str, str]]:
    def begun(one: Record) -> tuple[str, str]:
        return (one.get("started") or one.get("planned_start") or "9", one["id"])

    cycles = sorted(reader.where("cycle", "idea", id_), key=begun)
    found = [("measure", one["id"], "") for one in reader.where("measure", "of", id_)]
    found += [("cycle", one["id"], "") for one in cycles]
    found += [("lineage", one["id"], "") for one in reader.where("lineage", "of", id_)]
    return found + _taken_up(reader, id_)


def _taken_up(reader: _Reader, id_: str) -> list[tuple[str, str, str]]:
    said = [("contribution", one["id"], "") for one in reader.where("contribution", "what", id_)]
    said += [("publication", one["id"], "") for one in reader.where("publication", "of", id_)]
    return said


def _below_cycle(reader: _Reader, id_: str) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for item in reader.where("data_item", "cycle", id_):
        if reader.get("measure", item.get("measure")) is not None:
            found.append(("measure", item["measure"], _("data of this cycle")))
    cycle = reader.get("cycle", id_) or {}
    if cycle.get("decision"):
        found.append(("decision", id_, ""))
    return found + _taken_up(reader, id_)


def _below_decision(reader: _Reader, id_: str) -> list[tuple[str, str, str]]:
    following = reader.get("cycle", (reader.get("cycle", id_) or {}).get("next"))
    return [("cycle", following["id"], _("the cycle that followed"))] if following else []


_DOWN |= {
    "problem": _below_problem,
    "fishbone": _below_fishbone,
    "cause": _below_cause,
    "aim": _below_node,
    "driver": _below_node,
    "change_idea": _below_idea,
    "cycle": _below_cycle,
    "decision": _below_decision,
}


# Words


def _step(
    reader: _Reader, kind: str, id_: str, *, note: str = "", depth: int = 0, also: tuple[str, ...] = ()
) -> Step:
    record = reader.get("cycle" if kind == "decision" else kind, id_) or {}
    title, own, mark = _WORDS.get(kind, _plain_words)(reader, record)
    said = ", ".join(part for part in (note, own) if part)
    return Step(kind, id_, title, said, depth, mark, also)


def _plain_words(_reader: _Reader, record: Record) -> tuple[str, str, str]:
    return title_of(record, 120) or _("without a name"), "", ""


def _aim_words(reader: _Reader, record: Record) -> tuple[str, str, str]:
    return sentence_of(reader.source, record) or title_of(record), "", ""


def _cause_words(reader: _Reader, record: Record) -> tuple[str, str, str]:
    status = record.get("status") or "open"
    words = {"open": _("open"), "supported": _("supported"), "ruled_out": _("ruled out")}[status]
    pieces = len(reader.where("evidence", "of", record["id"]))
    told = ngettext("{n} piece of evidence", "{n} pieces of evidence", pieces).format(n=pieces)
    return title_of(record, 120), _("{first}, {second}").format(first=words, second=told), status


def kind_words(kind: str) -> str:
    """What kind of link it is, in a word."""
    return {
        "problem": _("Problem"), "aim": _("Aim"), "fishbone": _("Effect"), "cause": _("Cause"), "driver": _("Driver"),
        "change_idea": _("Change idea"), "cycle": _("Cycle"), "decision": _("Decision"), "measure": _("Measure"),
        "contribution": _("Taken up"), "publication": _("Published"), "lineage": _("Origin"),
    }[kind]  # fmt: skip


def status_words(status: str) -> str:
    """The word for a change idea's status."""
    return {
        "untested": _("untested"),
        "testing": _("testing"),
        "adapted": _("adapted"),
        "adopted": _("adopted"),
        "abandoned": _("abandoned here"),
    }[status]


def _idea_words(reader: _Reader, record: Record) -> tuple[str, str, str]:
    status = idea_status(reader.where("cycle", "idea", record["id"]))
    return title_of(record, 120), status_words(status), status


def _cycle_words(_reader: _Reader, record: Record) -> tuple[str, str, str]:
    stage = record.get("stage") or "plan"
    words = {
        "plan": _("planned"), "do": _("running"), "study": _("in study"), "act": _("being decided"),
        "closed": _("closed"),
    }[stage]  # fmt: skip
    scope = " ".join(str(record[one]) for one in ("scope", "scope_unit") if record.get(one))
    return title_of(record, 120), ", ".join(part for part in (scope, words) if part), stage


def _decision_words(_reader: _Reader, record: Record) -> tuple[str, str, str]:
    decision = record.get("decision") or ""
    words = {
        "adopt": _("Adopted"), "adapt": _("Adapted"), "abandon": _("Abandoned here"), "repeat": _("To be repeated"),
        "scale": _("Taken to more people"),
    }.get(decision, _("Not decided yet"))  # fmt: skip
    return words, " ".join(str(record.get("decision_because") or "").split())[:160], decision


def _contribution_words(_reader: _Reader, record: Record) -> tuple[str, str, str]:
    by = record.get("taken_up_by") or ""
    return (_("Taken up by {team}").format(team=by) if by else _("Contributed")), record.get("mattered") or "", ""


def _publication_words(_reader: _Reader, _record: Record) -> tuple[str, str, str]:
    return _("Published to the network"), "", ""


def _lineage_words(_reader: _Reader, record: Record) -> tuple[str, str, str]:
    return _("Taken from {team}").format(team=record.get("from_team") or _("another team")), "", ""


_WORDS: Mapping[str, Callable[[_Reader, Record], tuple[str, str, str]]] = {
    "aim": _aim_words,
    "cause": _cause_words,
    "change_idea": _idea_words,
    "cycle": _cycle_words,
    "decision": _decision_words,
    "contribution": _contribution_words,
    "publication": _publication_words,
    "lineage": _lineage_words,
}


# Broken links


def _broken(reader: _Reader) -> Iterator[Broken]:
    parents = {one.get("child") for one in reader.all(LINK).values() if reader.node(one.get("parent"))}
    children = {one.get("parent") for one in reader.all(LINK).values() if reader.node(one.get("child"))}
    used = {one.get("from_cause") for one in reader.all("driver").values()}
    tried = {one.get("idea") for one in reader.all("cycle").values()}
    some_problem = bool(reader.all("problem"))
    for one in reader.all("fishbone").values():
        if not some_problem:
            yield _lack("fishbone_problem", "fishbone", one, _("No problem is written down that this explains."))
    for one in reader.all("cause").values():
        if one.get("status") == "supported" and one["id"] not in used and not one.get("category"):
            yield _lack("cause_driver", "cause", one, _("Supported, but no driver of the theory comes from it."))
    for one in reader.all("aim").values():
        if one.get("active") is False:
            continue
        if not some_problem:
            yield _lack("aim_problem", "aim", one, _("No problem is written down that this aim answers."))
        if not one.get("measure"):
            yield _lack("aim_measure", "aim", one, _("No measure says whether the aim is met."))
    for one in reader.all("driver").values():
        if one["id"] not in parents:
            yield _lack("driver_aim", "driver", one, _("Leads to no aim."))
        elif not reader.get("cause", one.get("from_cause")) and _is_primary(reader, one["id"]):
            yield _lack("driver_cause", "driver", one, _("No cause is named that it comes from."))
        if one["id"] not in children:
            yield _lack("driver_idea", "driver", one, _("No change idea hangs under it."))
    for one in reader.all("change_idea").values():
        if one["id"] not in parents:
            yield _lack("idea_driver", "change_idea", one, _("Hangs under no driver, so it is for nothing yet."))
        if one["id"] not in tried:
            yield _lack("idea_cycle", "change_idea", one, _("Not tried in a cycle yet."))
    for one in reader.all("cycle").values():
        if reader.get("change_idea", one.get("idea")) is None:
            yield _lack("cycle_idea", "cycle", one, _("Tests no change idea of the theory."))
        if one.get("stage") == "closed" and not one.get("decision"):
            yield _lack("cycle_decision", "cycle", one, _("Closed without a decision."))
    aims = {one.get("measure") for one in reader.all("aim").values()}
    for one in reader.all("measure").values():
        if reader.node(one.get("of")) is None and one["id"] not in aims:
            yield _lack("measure_of", "measure", one, _("Measures no aim, driver or idea."))


def _is_primary(reader: _Reader, driver: str) -> bool:
    return any(reader.get("aim", one.get("parent")) for one in reader.links("child", driver))


def _lack(code: str, kind: str, record: Record, words: str) -> Broken:
    return Broken(code, kind, record["id"], title_of(record) or _("without a name"), words)

"""Asked, contributed, taken up, mattered: the way of each contribution; what we gave and got; and early wins.

The chain is read from what happened: a lineage, a reply that built on feedback, a test that ended in a decision. Only
the words of why something mattered are anybody's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.adopt import KEPT, TakenUp, taken_up
from netdesk.operations.measures import chart_settings, series
from netdesk.operations.others import Seen, by, called, seen, team_names
from netdesk.operations.source import known_fields, title_of

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

SAY_IT_MATTERED: Final = N_("Say what came of it")
STATES: Final = ("asked", "contributed", "taken up", "mattered")


@dataclass(frozen=True, slots=True)
class Contribution:
    """One contribution on its way. ``kind`` and ``id`` are what was contributed: an idea, a test, feedback, an answer.

    ``asked`` are the words that asked for it, by ``asked_by`` ("" where nobody asked: it was offered). ``contributed``
    is by whom and ``on`` when; ``taken_up`` by which teams; ``mattered`` what came of it, in sentences. ``uses`` are
    the takings up of an idea or test across teams, each with where and what was changed.
    """

    kind: str
    id: str
    title: str
    own: bool
    asked: str
    asked_by: str
    contributed: str
    on: date
    taken_up: tuple[str, ...]
    mattered: tuple[str, ...]
    minutes: int | None
    uses: tuple[TakenUp, ...] = ()

    @property
    def state(self) -> str:
        """How far along the chain it has come."""
        if self.mattered:
            return "mattered"
        return "taken up" if self.taken_up else "contributed"


@dataclass(frozen=True, slots=True)
class Win:
    """An early win with the evidence it rests on: ``kind`` is "signal", "adopted", "useful no" or "taken up"."""

    kind: str
    about: str
    id: str
    title: str
    evidence: str


@dataclass(frozen=True, slots=True)
class GaveAndGot:
    """What we gave the network and what it gave us, with the minutes that were noted, and the wins so far."""

    gave: tuple[Contribution, ...]
    got: tuple[Contribution, ...]
    minutes_given: int
    minutes_got: int
    wins: tuple[Win, ...]


def say_it_mattered(
    edit: Edit, what: str, words: str, *, contributed_by: str | None = None, minutes: int | None = None
) -> str:
    """Tell a contributor what came of their contribution; the record's id. It is published: it is meant for them."""
    if not words.strip():
        raise NetDeskError(_("Say in a sentence what came of it."))
    own = (edit.get("team", edit.team) or {}).get("name")
    fields = {
        "what": what,
        "contributed_by": contributed_by,
        "taken_up_by": own,
        "mattered": words,
        "minutes": minutes,
        "state": "mattered",
    }
    made = edit.add("contribution", known_fields("contribution", fields))
    edit.publish("contribution", made)
    return made


def contributions(ws: Workspace) -> tuple[Contribution, ...]:
    """Every contribution known here, ours and others', the newest first."""
    names = team_names(ws)
    said = by("what", seen(ws, "contribution"))
    found = [*_ideas(ws, names, said), *_feedback(ws, names, said), *_answers(ws, names)]
    return tuple(sorted(found, key=lambda one: (one.on, one.id), reverse=True))


def _ideas(ws: Workspace, names: dict[str, str], said: dict[str, list[Seen]]) -> Iterable[Contribution]:
    """Ideas and tests: ours once they are published, others' once we have taken them up."""
    uses: dict[str, list[TakenUp]] = {}
    for use in taken_up(ws):
        uses.setdefault(use.from_id, []).append(use)
    published = {one["of"] for one in ws.select("publication") if one.get("of")}
    for one in seen(ws, "change_idea", "cycle"):
        by_others = [use for use in uses.get(one.id, ()) if use.own != one.own]
        # What we took up from others is not ours to have given, unless they in turn take it up.
        first_ours = one.kind == "change_idea" and not one.fields.get("origin")
        offered = one.own and one.id in published and (first_ours or by_others)
        if not (offered or (not one.own and by_others)):
            continue
        words = said.get(one.id, [])
        yield Contribution(
            kind=one.kind,
            id=one.id,
            title=title_of(one.fields),
            own=one.own,
            asked="",
            asked_by=next((str(w.fields["asked_by"]) for w in words if w.fields.get("asked_by")), ""),
            contributed=names.get(one.team, ""),
            on=one.on,
            taken_up=tuple(dict.fromkeys(use.team for use in by_others)),
            mattered=(*(came_of(use) for use in by_others if use.mattered), *_words(words)),
            minutes=None,
            uses=tuple(by_others),
        )


def came_of(use: TakenUp) -> str:
    """What came of a taking up, as one sentence."""
    tests = [one for one in use.tests if one.decision]
    if not tests:
        return _("{team} has taken it up; no cycle has ended yet.").format(team=use.team)
    newest = max(tests, key=lambda one: one.ended)
    because = f" {newest.because}" if newest.because else ""
    sentences = {
        "adopt": _("{team} tested it and keeps it."),
        "adapt": _("{team} tested it and goes on with changes."),
        "scale": _("{team} tested it and carries it to more places."),
        "repeat": _("{team} tested it and tests it again."),
        "abandon": _("{team} tested it and found that it does not work there, which is worth knowing."),
    }
    return sentences.get(newest.decision, _("{team} tested it.")).format(team=use.team) + because


def _words(said: Iterable[Seen]) -> tuple[str, ...]:
    return tuple(str(one.fields["mattered"]) for one in said if one.fields.get("mattered"))


def _feedback(ws: Workspace, names: dict[str, str], said: dict[str, list[Seen]]) -> Iterable[Contribution]:
    pins = {one.id: one for one in seen(ws, "pin")}
    replies = by("feedback", seen(ws, "reply"))
    for one in seen(ws, "feedback"):
        pin = pins.get(str(one.fields.get("pin")))
        if pin is None or pin.own == one.own:
            continue  # among ourselves is no exchange
        built = [reply for reply in replies.get(one.id, ()) if reply.fields.get("built_on")]
        words = said.get(one.id, [])
        owner = called(pin, names)
        yield Contribution(
            kind="feedback",
            id=one.id,
            title=title_of({"text": one.fields.get("text")}, 120),
            own=one.own,
            asked=str(pin.fields.get("question") or ""),
            asked_by=owner,
            contributed=called(one, names),
            on=one.on,
            taken_up=(owner,) if built or words else (),
            mattered=_words(words),
            minutes=None,
        )


def _answers(ws: Workspace, names: dict[str, str]) -> Iterable[Contribution]:
    asks = {one.id: one for one in seen(ws, "ask")}
    for one in seen(ws, "contribution"):
        ask = asks.get(str(one.fields.get("what")))
        if ask is None or ask.own == one.own:
            continue
        minutes = one.fields.get("minutes")
        yield Contribution(
            kind="ask",
            id=one.id,
            title=title_of({"text": ask.fields.get("text")}, 120),
            own=one.own,
            asked=str(ask.fields.get("text") or ""),
            asked_by=names.get(ask.team, ""),
            contributed=str(one.fields.get("contributed_by") or names.get(one.team, "")),
            on=one.on,
            taken_up=tuple(filter(None, [str(one.fields.get("taken_up_by") or "")])),
            mattered=_words([one]),
            minutes=int(Decimal(minutes)) if minutes else None,
        )


def gave_and_got(ws: Workspace) -> GaveAndGot:
    """The "gave / got" page: contributions both ways, and wins that rest on evidence that is here."""
    found = contributions(ws)
    gave = tuple(one for one in found if one.own)
    got = tuple(one for one in found if not one.own)
    return GaveAndGot(
        gave, got, sum(one.minutes or 0 for one in gave), sum(one.minutes or 0 for one in got), wins(ws)
    )


def wins(ws: Workspace) -> tuple[Win, ...]:
    """Early wins from real evidence only: a signal the wanted way, an adopted change, the first useful "no"."""
    return (*_signals(ws), *_decided(ws), *_kept_elsewhere(ws))


def _signals(ws: Workspace) -> Iterable[Win]:
    from netdesk.core.charts import analyse

    for measure in ws.select("measure"):
        if measure.get("better") not in ("up", "down"):
            continue
        drawn = series(ws, measure["id"])
        try:
            result = analyse(drawn.values, drawn.denominators, **chart_settings(ws, measure["id"], drawn))
        except NetDeskError:
            continue  # a chart that cannot be drawn shows nothing
        if result.variation is not None and result.variation.startswith("improvement"):
            yield Win("signal", "measure", measure["id"], title_of(measure), f"{result.says} {result.chance_words}")


def _decided(ws: Workspace) -> Iterable[Win]:
    cycles = sorted(ws.select("cycle"), key=lambda one: (one.get("ended") or "9", one["id"]))
    learned = {one.get("cycle") for one in ws.select("question") if one.get("learned")}
    useful = [
        one
        for one in cycles
        if one.get("decision") == "abandon" and (one.get("decision_because") or one["id"] in learned)
    ]
    for one in cycles:
        if one.get("decision") in ("adopt", "scale"):
            yield Win("adopted", "cycle", one["id"], title_of(one), str(one.get("decision_because") or ""))
    for one in useful[:1]:
        evidence = one.get("decision_because") or _("What was learned stands with its questions.")
        yield Win("useful no", "cycle", one["id"], title_of(one), str(evidence))


def _kept_elsewhere(ws: Workspace) -> Iterable[Win]:
    for use in taken_up(ws):
        if not use.own and use.decision in KEPT and use.from_id:
            here = ws.get("change_idea", use.from_id) or ws.get("cycle", use.from_id)
            if here is not None:
                kind = "change_idea" if "name" in here else "cycle"
                yield Win("taken up", kind, use.from_id, title_of(here), came_of(use))

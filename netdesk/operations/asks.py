"""Asks: concrete, to somebody, sized in minutes; their answers; and thanks, for a shared failure above all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.others import by, seen, team_names
from netdesk.operations.source import known_fields, must_get, plain, title_of

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

ASK: Final = N_("Ask for something")
ANSWER: Final = N_("Answer what was asked")
THANK: Final = N_("Thank another team")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to an ask: by whom, its words, how many minutes it took (None: not said)."""

    by_team: str
    words: str
    minutes: int | None
    on: date


@dataclass(frozen=True, slots=True)
class Asked:
    """Something asked: of whom, by whom, how many minutes it takes; ``own`` if we ask; answered once answers are here.

    ``for_us`` says that it is put to us: to our team, to a person of ours, or to every team.
    """

    id: str
    text: str
    minutes: int | None
    by_team: str
    to_team: str
    to_person: str
    own: bool
    for_us: bool
    state: str
    on: date
    answers: tuple[Answer, ...]


def ask(
    edit: Edit, text: str, *, minutes: int, to_person: str | None = None, to_team: str | None = None, send: bool = True
) -> str:
    """Ask a person or a team for something that takes so many minutes; its id. Asked of another team, it is published.

    At the hub an ask to no team in particular is for all: it is published to the network.
    """
    if not text.strip():
        raise NetDeskError(_("Say what you ask for."))
    if minutes <= 0:
        raise NetDeskError(_("Say how many minutes it takes: people answer what they can size."))
    fields = {"text": text, "minutes": minutes, "to_person": to_person, "to_team": to_team, "state": "asked"}
    made = edit.add("ask", known_fields("ask", fields))
    if send and (to_team is None if edit.is_hub else to_team is not None):
        edit.publish("ask", made)
    return made


def answer(edit: Edit, asked: str, words: str, *, minutes: int | None = None) -> str:
    """Answer an ask, with the minutes it took; the contribution's id. To another team it is published."""
    if not words.strip():
        raise NetDeskError(_("There are no words yet."))
    own = (edit.get("team", edit.team) or {}).get("name")
    insight = edit.add("insight", {"text": words, "from": asked})
    fields = {"what": asked, "contributed_by": own, "minutes": minutes, "state": "contributed"}
    made = edit.add("contribution", known_fields("contribution", fields))
    if edit.get("ask", asked) is None:
        edit.publish("insight", insight)
        edit.publish("contribution", made)
    else:
        edit.put("ask", asked, {"state": "answered"})
    return made


def decline(edit: Edit, asked: str) -> None:
    """Set an ask of our own team aside, without blame."""
    must_get(edit, "ask", asked)
    edit.put("ask", asked, {"state": "declined"})


def read_asks(ws: Workspace) -> tuple[Asked, ...]:
    """Asks known here, open ones first, the newest first."""
    names = team_names(ws)
    ours = {plain(names.get(""))} - {""}
    if ws.hub:
        ours |= {"hub", "the hub", plain(_("the hub"))}
    people = {plain(one.get("name")) for one in ws.select("person")} - {""}
    words = by("from", seen(ws, "insight"))
    answers = by("what", seen(ws, "contribution"))
    found = []
    for one in seen(ws, "ask"):
        to_team, to_person = str(one.fields.get("to_team") or ""), str(one.fields.get("to_person") or "")
        given = []
        for made in answers.get(one.id, ()):
            said = [w for w in words.get(one.id, ()) if w.team == made.team]
            text = "\n".join(str(w.fields.get("text") or "") for w in said)
            team = str(made.fields.get("contributed_by") or names.get(made.team, ""))
            given.append(Answer(team, text, _whole(made.fields.get("minutes")), made.on))
        for_us = plain(to_team) in ours or plain(to_person) in people or (not one.own and not to_team)
        answered = "answered" if given else str(one.fields.get("state") or "asked")
        found.append(
            Asked(
                id=one.id,
                text=str(one.fields.get("text") or ""),
                minutes=_whole(one.fields.get("minutes")),
                by_team=names.get(one.team, ""),
                to_team=to_team,
                to_person=to_person,
                own=one.own,
                for_us=for_us,
                state=answered,
                on=one.on,
                answers=tuple(given),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.state != "asked", -one.on.toordinal(), one.id)))


def _whole(number: object) -> int | None:
    return int(Decimal(str(number))) if number else None


def thank(edit: Edit, about: str, to_team: str, words: str | None = None) -> str:
    """Thank a team for something it shared, a test that did not work above all; the notice's id. It is published."""
    if not to_team.strip():
        raise NetDeskError(_("Say which team you thank."))
    text = words or _("Thank you for sharing what did not work. It spares the rest of us the same weeks.")
    made = edit.add("notice", {"to_team": to_team, "about": about, "type": "thanks", "text": text})
    if not edit.is_hub:
        edit.publish("notice", made)
    return made


@dataclass(frozen=True, slots=True)
class Failure:
    """A test of another team that did not work and was shared: what was learned, and whether we have thanked for it."""

    cycle: str
    title: str
    team: str
    because: str
    thanked: bool


def shared_failures(ws: Workspace) -> tuple[Failure, ...]:
    """Tests that others shared though they did not work: the ones to thank for."""
    names = team_names(ws)
    thanked = {one.fields.get("about") for one in seen(ws, "notice") if one.own and one.fields.get("type") == "thanks"}
    return tuple(
        Failure(
            one.id, title_of(one.fields), names.get(one.team, ""), str(one.fields.get("decision_because") or ""),
            one.id in thanked,
        )
        for one in seen(ws, "cycle")
        if not one.own and one.fields.get("decision") == "abandon"
    )  # fmt: skip

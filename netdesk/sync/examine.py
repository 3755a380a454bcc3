"""Examining an arriving bundle against a workspace, before anything is written.

The order is: whose team, who signed, who may read and write, what is missing, then every stream: its chain joined to
ours, its head's signature, the references of its changes. What is found wrong is RefusedFile with one sentence; what is
merely early comes back as missing ranges.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from netdesk.core.arriving import Arrived
from netdesk.core.cards import Card, good_cards, team_of, trusted
from netdesk.core.changes import chain_on, head_message
from netdesk.core.pace import Pace
from netdesk.errors import RefusedFile
from netdesk.i18n import _
from netdesk.store.keys import verify
from netdesk.store.workspace import Workspace
from netdesk.sync.container import Container
from netdesk.sync.manifest import Manifest, Range, read_lines
from netdesk.sync.send import joined_teams
from netdesk.sync.trust import LEVELS, network_of, parse_card, reader_spaces, writers


@dataclass(frozen=True, slots=True)
class Missing:
    """Changes that must arrive first: ``first``..``last`` of a device in a space."""

    space: str
    device: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class News:
    """What of a range is new to us, and the range with the head that its author signed."""

    range: Range
    changes: list[Arrived]


@dataclass(slots=True)
class Findings:
    """What a bundle would bring: good cards, new changes by stream, or what is missing before it can be taken in."""

    cards: list[Card]
    signer: Card
    network: str | None
    missing: list[Missing] = field(default_factory=list)
    news: list[News] = field(default_factory=list)


def examine(ws: Workspace, container: Container, manifest: Manifest, pace: Pace | None = None) -> Findings:
    """Everything checked that can be checked without writing (RefusedFile)."""
    pace = pace or Pace()
    container.check_parts()
    brought = [parse_card(container.part(name), name) for name in manifest.cards]
    keep = {manifest.team, *(space[2:] for space in manifest.spaces)}
    known = ws.cards(keep)
    check_team(ws, manifest, known)
    cards = known + brought
    good = trusted(cards, manifest.team, verify)
    signer = good.get(manifest.device)
    if signer is None or signer["sign"] != container.sign_public:
        raise RefusedFile(
            _(
                "This file was signed by a computer without a card of this team. Ask an owner of the team to admit it "
                "first."
            )
        )
    network = manifest.team if ws.hub and manifest.team == ws.root else network_of(good.values())
    own = good.get(ws.device_id)
    _check_spaces(ws, manifest, own, signer, network)
    _check_own_streams(ws, manifest)
    believed = [card for root in sorted(keep) for found in good_cards(cards, root, verify).values() for card in found]
    findings = Findings(believed, signer, network, _missing(ws, manifest))
    if not findings.missing:
        for space, part in manifest.spaces.items():
            allowed = writers(believed, space, verify)
            held = {**ws.log.vector(space)}
            for one in part.ranges:
                held[one.device] = max(held.get(one.device, 0), one.last)
            findings.news += [_examine_range(ws, container, one, allowed, held, pace) for one in part.ranges]
        _check_homes(ws, findings.news)
    return findings


def check_team(ws: Workspace, manifest: Manifest, known: list[Card]) -> None:
    """Refuse a bundle of a team that this workspace does not work with; an invite brings its own team.

    ``known`` are the cards of the bundle's team that are here already.
    """
    if manifest.kind == "invite" and answers_ours(ws, manifest) and (ws.root is None or ws.hub):
        return
    if ws.root is None:
        raise RefusedFile(
            _(
                "This workspace waits for the invite that answers its request, and this file is not it. Receive the "
                "invite first."
            )
        )
    if manifest.team != ws.root and not (ws.hub and _has_admitted(ws, manifest.team, known)):
        raise RefusedFile(_("This file belongs to another team's work, so nothing was taken in. Check whose it is."))


def _has_admitted(ws: Workspace, team: str, known: list[Card]) -> bool:
    """Whether the team gave this hub a card."""
    return any(
        card["device"] == ws.device_id and card["role"] == "hub" and team_of(card) == team for card in known
    )


def answers_ours(ws: Workspace, manifest: Manifest) -> bool:
    """Whether this invite answers a request that this workspace made."""
    requests = ws.setting("requests", [])
    return manifest.invite is not None and manifest.invite["request"] in requests


def _check_spaces(ws: Workspace, manifest: Manifest, own: Card | None, signer: Card, network: str | None) -> None:
    if own is None:
        raise RefusedFile(_("This file holds no card for this computer. Ask an owner of the team for an invite."))
    mine, theirs = reader_spaces(own, network), reader_spaces(signer, network)
    for space in manifest.spaces:
        if space not in mine or space not in theirs:
            raise RefusedFile(
                _(
                    "This file carries work of the level {level}, which this exchange may not carry. Ask who made it."
                ).format(level=LEVELS[space[0]])
            )


def _check_own_streams(ws: Workspace, manifest: Manifest) -> None:
    """Others can hold no more of our own changes than we do, unless this file is an older copy of itself."""
    for space, part in manifest.spaces.items():
        have = ws.log.vector(space).get(ws.device_id, 0)
        named = max([part.vv.get(ws.device_id, 0), *(one.last for one in part.ranges if one.device == ws.device_id)])
        if named > have:
            raise RefusedFile(
                _(
                    "This file holds changes made under this computer's own name that are not in this workspace: it is "
                    "an older copy of itself. Nothing was taken in. Open the newer copy, or ask to be admitted anew."
                )
            )


def _missing(ws: Workspace, manifest: Manifest) -> list[Missing]:
    found = []
    for space, part in manifest.spaces.items():
        have = ws.log.vector(space)
        needed = dict(part.basis)
        for one in part.ranges:
            needed[one.device] = max(needed.get(one.device, 0), one.first - 1)
        found += [
            Missing(space, device, have.get(device, 0) + 1, last)
            for device, last in sorted(needed.items())
            if last > have.get(device, 0)
        ]
    return found


def _examine_range(
    ws: Workspace, container: Container, found: Range, allowed: dict[str, Card], held: dict[str, int], pace: Pace
) -> News:
    """Check one range and answer what of it is new. ``held`` is what we hold of the space when all is taken in."""
    card = allowed.get(found.device)
    if card is None:
        raise RefusedFile(
            _("This file holds changes by a computer that may not write at the level {level}. Ask who made it.").format(
                level=LEVELS[found.space[0]]
            )
        )
    message = head_message(found.space, found.device, found.last, found.after)
    if not verify(card["sign"], message, found.signature):
        raise RefusedFile(_("The author's signature under a stream of changes does not hold. Ask for the file again."))
    have = ws.log.vector(found.space).get(found.device, 0)
    if ws.log.chain_at(found.space, found.device, found.first - 1) != found.before:
        raise _fork(ws, card)
    # Only what overlaps with our own is chained here; storing chains the rest, and compares its end (``check_end``).
    chain = found.before
    news = News(found, [])
    overlap = min(have, found.last)
    for change in pace.over(read_lines(container, found)):
        if change.body["s"] <= overlap:
            chain = chain_on(chain, change.link)
        else:
            news.changes.append(change)
            _check_references(change.body, found.device, held)
    if overlap >= found.first and chain != ws.log.chain_at(found.space, found.device, overlap):
        raise _fork(ws, card)
    if not news.changes:
        check_end(found, chain)
    return news


def check_end(found: Range, chain: bytes) -> None:
    """Refuse a range whose changes do not lead to the head that its author signed."""
    if chain != found.after:
        raise RefusedFile(_("A stream of changes is not what its author signed. Ask for the file again."))


def _check_references(body: dict[str, Any], device: str, held: dict[str, int]) -> None:
    """A change can only know of changes that its readers will hold too."""
    for ref in body.get("p", ()):
        other, _dot, seq = ref.partition(".")
        most = body["s"] - 1 if other == device else held.get(other, 0)
        if int(seq) > most:
            raise _unknown_change()
    seen = body.get("n")
    if isinstance(seen, dict):
        for other, seq in seen.items():
            if seq > (body["s"] - 1 if other == device else held.get(other, 0)):
                raise _unknown_change()


def _unknown_change() -> RefusedFile:
    return RefusedFile(_("A change in this file speaks of another that nobody sent. Ask for a full file."))


def _fork(ws: Workspace, card: Card) -> RefusedFile:
    return RefusedFile(
        _(
            "Two copies of {who}'s workspace wrote different changes under one name, so this file does not fit what "
            "was received before. Nothing was taken in. Ask {who} which copy is in use."
        ).format(who=person_name(ws, card))
    )


def _check_homes(ws: Workspace, news: list[News]) -> None:
    """A record lives in one space for good: a change that speaks of it from another space is refused."""
    homes: dict[str, str] = {}
    for one in news:
        for change in one.changes:
            record = change.body.get("r")
            if record is not None and homes.setdefault(record, one.range.space) != one.range.space:
                raise _strayed()
    for record, space in ws.log.space_of(homes).items():
        if homes[record] != space:
            raise _strayed()


def _strayed() -> RefusedFile:
    return RefusedFile(
        _("A change in this file is about something that belongs to another level of sharing. Ask who made the file.")
    )


def person_name(ws: Workspace, card: Card) -> str:
    """What people call the card's owner: the person's name, on the hub's workspace the team's, else the device id."""
    if ws.hub and team_of(card) != ws.root:
        return joined_teams(ws).get(team_of(card), str(card["device"]))
    person = ws.get("person", card["person"]) if ws.root else None
    return str((person or {}).get("name") or card["device"])


#: Given a device id, what people call it.
Naming = Callable[[str], str]


def naming(ws: Workspace, cards: list[Card]) -> Naming:
    """A function from device id to what people call it, by these cards."""
    by_device = {card["device"]: card for card in cards}

    def name(device: str) -> str:
        card = by_device.get(device)
        return person_name(ws, card) if card else device

    return name

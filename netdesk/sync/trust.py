"""Whom to believe: requests to join, the six words that two people compare by voice, and who may write where."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from netdesk import paths
from netdesk.core import cards as core_cards
from netdesk.core.cards import Card, Sign, Verify, check_card_shape, device_id, fingerprint, team_of, trusted
from netdesk.core.changes import canonical
from netdesk.core.records import is_id
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.i18n import _
from netdesk.sync.container import parse_json

REQUEST_FORMAT = "netdesk-request/0"
REQUEST_PREFIX = b"netdesk-request/0\n"
MAX_REQUEST = 256 * 1024
WORDS = 6
MAX_NAME = 200

#: Space letter → what people call that space.
LEVELS = {"T": "team", "N": "published", "F": "hub", "H": "network"}


@dataclass(frozen=True, slots=True)
class Request:
    """A device that asks to be let in. ``cards`` are the hub's own, so that its network can be named; else empty."""

    sign_public: str
    seal_public: str
    person: str
    name: str
    role: str
    nonce: str
    network: str | None
    network_name: str
    cards: list[Card]

    @property
    def device(self) -> str:
        return device_id(self.sign_public)

    def wire(self) -> dict[str, Any]:
        """The request as canonical JSON values, without its signature."""
        body: dict[str, Any] = {
            "format": REQUEST_FORMAT,
            "sign": self.sign_public,
            "seal": self.seal_public,
            "person": self.person,
            "name": self.name,
            "role": self.role,
            "nonce": self.nonce,
            "network_name": self.network_name,
            "cards": self.cards,
        }
        if self.network is not None:
            body["network"] = self.network
        return body

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the canonical request: what the six words say, and what the invite answers to."""
        return hashlib.sha256(canonical(self.wire()).encode()).hexdigest()

    @property
    def words(self) -> str:
        """The six words that both sides read to each other."""
        return six_words(bytes.fromhex(self.digest))


def six_words(digest: bytes) -> str:
    """The first 66 bits of a SHA-256 as six words of a list of 2,048 (11 bits a word), most significant first."""
    number = int.from_bytes(digest, "big") >> (len(digest) * 8 - 11 * WORDS)
    listed = _word_list()
    return " ".join(listed[number >> 11 * place & 2047] for place in reversed(range(WORDS)))


def same_words(said: str, words: str) -> bool:
    """Whether what a person typed are these words; case, spaces and signs between them do not count."""
    return "".join(c if c.isalpha() else " " for c in said.casefold()).split() == words.split()


@functools.cache
def _word_list() -> tuple[str, ...]:
    words = tuple(paths.resource("words.txt").read_text(encoding="utf-8").split())
    if len(words) != 2048:
        raise ValueError("resources/words.txt must hold 2048 words")
    return words


def request_bytes(request: Request, sign: Sign) -> bytes:
    """The request file: canonical JSON, signed by the key that asks."""
    body = request.wire()
    body["sig"] = sign(REQUEST_PREFIX + canonical(body).encode())
    return canonical(body).encode()


def read_request(data: bytes, verify: Verify) -> Request:
    """The request in a file from outside; RefusedFile where it is damaged or was not signed by its own key."""
    if len(data) > MAX_REQUEST or not data.startswith(b"{"):
        raise RefusedFile(_("This file is not a request to join. Choose the file that the new member made."))
    body = parse_json(data)
    if body.get("format") != REQUEST_FORMAT:
        raise RefusedFile(_("This file is not a request to join that this version knows. Ask which NetDesk made it."))
    signature = body.pop("sig", None)
    texts = ("sign", "seal", "person", "name", "role", "nonce", "network_name")
    good = (
        all(isinstance(body.get(key), str) for key in texts)
        and core_cards.is_hex(signature, 128)
        and core_cards.is_hex(body["sign"], 64)
        and core_cards.is_hex(body["seal"], 64)
        and is_id(body["person"])
        and is_id(body["nonce"])
        and 0 < len(body["name"]) <= MAX_NAME
        and len(body["network_name"]) <= MAX_NAME
        and body["role"] in ("member", "hub")
        and isinstance(body.get("cards"), list)
        and (body["role"] == "hub") == is_id(body.get("network"))
        and verify(body["sign"], REQUEST_PREFIX + canonical(body).encode(), signature)
    )
    if not good:
        raise RefusedFile(_("This request to join is damaged. Ask for a new one."))
    for card in body["cards"]:
        check_card_shape(card)
    request = Request(
        body["sign"],
        body["seal"],
        body["person"],
        body["name"],
        body["role"],
        body["nonce"],
        body.get("network"),
        body["network_name"],
        body["cards"],
    )
    if request.network is not None and request.device not in trusted(request.cards, request.network, verify):
        raise RefusedFile(_("This request names a network that its computer does not belong to. Ask for a new one."))
    return request


def parse_card(data: bytes, name: str) -> Card:
    """A card of a bundle: its shape checked, its name that of its fingerprint (RefusedFile)."""
    card = parse_json(data)
    check_card_shape(card)
    if name != card_name(card):
        raise RefusedFile(_("A membership card in this file is damaged. Ask for the file again."))
    return card


def card_name(card: Card) -> str:
    """The card's place in a bundle."""
    return f"cards/{fingerprint(card)}.json"


def network_of(good: Iterable[Card]) -> str | None:
    """The network that a team's trusted hub cards name; None if no hub was admitted. The first admitted counts."""
    hubs = sorted((c for c in good if c["role"] == "hub" and "network" in c), key=lambda c: (c["serial"], c["device"]))
    return str(hubs[0]["network"]) if hubs else None


def writers(cards: list[Card], space: str, verify: Verify) -> dict[str, Card]:
    """{device: card} of those who may write in this space, by the cards given.

    The network's own space is written by the members of the hub's own team, whose chain begins at the card that names
    the network; a card that a team gave the hub lets it write to that team alone.
    """
    letter, _colon, root = space.partition(":")
    needed = "T" if letter == "H" else letter
    return {device: card for device, card in trusted(cards, root, verify).items() if needed in card["write"]}


def reader_spaces(card: Card, network: str | None) -> list[str]:
    """The spaces of the card's team (and of its network, if known) that the card may read."""
    team = team_of(card)
    spaces = [f"{letter}:{team}" for letter in ("T", "N", "F") if letter in card["read"]]
    if network is not None and "H" in card["read"]:
        spaces.append(f"H:{network}")
    return spaces


def own_card(cards: list[Card], team: str, device: str, verify: Verify) -> Card:
    """This device's good card of the team; NetDeskError where it has none."""
    card = trusted(cards, team, verify).get(device)
    if card is None:
        raise NetDeskError(
            _("This computer has no card of the team yet. Ask an owner of the team to admit it with an invite.")
        )
    return card

"""Cards: who may write and read in a team. A card names a device's public keys, its person's id and its role.

Trust is a chain: the team's first card (its genesis card) is signed by its own device, and its fingerprint is the
team's id. Every other card is good if an owner's good device signed it, or if it succeeds an earlier good device of
the same person (a restored copy makes a new device). A card never holds a name, because cards ride to the hub.

Nothing here computes a signature: ``sign`` and ``verify`` are passed in, so that the chain can be tested exactly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from netdesk.core.changes import canonical, shallow
from netdesk.core.records import is_id
from netdesk.errors import RefusedFile
from netdesk.i18n import _

CARD_PREFIX = "netdesk-card/1"
MAX_CARD = 16 * 1024
#: Letters of the spaces a card may speak of: team, published, hub, network. The private space never travels.
LETTERS = frozenset("TNFH")

Card = dict[str, Any]
Sign = Callable[[bytes], str]
#: (public key hex, message, signature hex) → whether the signature is that key's.
Verify = Callable[[str, bytes, str], bool]

#: role → (letters it writes, letters it reads).
SPACES_OF_ROLE: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "owner": (("N", "T"), ("F", "H", "N", "T")),
    "member": (("N", "T"), ("F", "H", "N", "T")),
    "viewer": ((), ("F", "H", "N", "T")),
    "hub": (("F", "H"), ("F", "H", "N")),
}
_RANK = {"viewer": 1, "member": 2, "owner": 3}
_NEEDED = frozenset(
    {"card", "device", "sign", "seal", "person", "role", "write", "read", "by", "serial", "roots", "threshold", "sig"}
)


def device_id(sign_public: str) -> str:
    """The id of the device that holds this Ed25519 key (hex): the first 16 hex of SHA-256 of the key's bytes."""
    return hashlib.sha256(bytes.fromhex(sign_public)).hexdigest()[:16]


def make_card(
    *,
    sign_public: str,
    seal_public: str,
    person: str,
    role: str,
    by: str,
    serial: int,
    team: str | None = None,
    network: str | None = None,
) -> Card:
    """An unsigned card. ``by`` is the signing device; without ``team`` a genesis card; ``serial`` only goes up."""
    write, read = SPACES_OF_ROLE[role]
    card: Card = {
        "card": 1,
        "device": device_id(sign_public),
        "sign": sign_public,
        "seal": seal_public,
        "person": person,
        "role": role,
        "write": list(write),
        "read": list(read),
        "by": by,
        "serial": serial,
        "roots": [],
        "threshold": 1,
    }
    if team is not None:
        card["team"] = team
    if network is not None:
        card["network"] = network
    return card


def _unsigned(card: Card) -> bytes:
    return canonical({key: one for key, one in card.items() if key != "sig"}).encode()


def signing_bytes(card: Card) -> bytes:
    """What the signer of this card signs: prefix, line end, canonical card without its signature."""
    return CARD_PREFIX.encode() + b"\n" + _unsigned(card)


def signed_card(card: Card, sign: Sign) -> Card:
    """The same card with its signature: ``sign`` is the private half of the device named in ``by``."""
    return {**card, "sig": sign(signing_bytes(card))}


def fingerprint(card: Card) -> str:
    """32 hex that name this card; of a genesis card, the id of the team (of the hub's, of the network)."""
    return hashlib.sha256(_unsigned(card)).hexdigest()[:32]


def team_of(card: Card) -> str:
    """The fingerprint of the genesis card of the team this card belongs to."""
    team: str = card.get("team") or fingerprint(card)
    return team


def check_card_shape(card: Any) -> None:
    """Refuse (RefusedFile) what has not the form of a signed card; says nothing about whether it can be trusted."""
    good = (
        isinstance(card, dict)
        and card.keys() >= _NEEDED
        and shallow(card)
        and len(canonical(card)) <= MAX_CARD
        and card["card"] == 1
        and all(is_hex(card[key], 64) for key in ("sign", "seal"))
        and card["device"] == device_id(card["sign"])
        and is_hex(card["by"], 16)
        and is_hex(card["sig"], 128)
        and all(is_id(card[key]) for key in ("person", "team", "network") if key in card)
        and isinstance(card["role"], str)
        and card["role"] in SPACES_OF_ROLE
        and all(_good_letters(card[key]) for key in ("write", "read"))
        and type(card["serial"]) is int
        and card["serial"] >= 0
        and ("team" in card or (card["role"] == "owner" and card["by"] == card["device"]))
    )
    if not good:
        raise RefusedFile(_("A membership card in this file is damaged. Ask for the file again."))


def is_hex(text: Any, length: int) -> bool:
    """Whether this is text of so many lower-case hex digits."""
    return isinstance(text, str) and len(text) == length and not text.strip("0123456789abcdef")


def _good_letters(letters: Any) -> bool:
    return isinstance(letters, list) and all(isinstance(one, str) and one in LETTERS for one in letters)


def trusted(cards: Iterable[Card], root: str, verify: Verify) -> dict[str, Card]:
    """The good cards of the team whose genesis card has the fingerprint ``root``: {device: its newest good card}.

    The order in which the cards came does not matter. Cards of other teams are passed over. Where two keys claim one
    device id, the card with the lower serial stands and the other is refused.
    """
    return {device: max(known, key=_age) for device, known in good_cards(cards, root, verify).items()}


def good_cards(cards: Iterable[Card], root: str, verify: Verify) -> dict[str, list[Card]]:
    """All good cards of the team, older ones of a device too, since later cards may lean on them: {device: cards}."""
    waiting = sorted((card for card in cards if team_of(card) == root), key=_age)
    good: dict[str, list[Card]] = {}
    moved = True
    while moved:
        moved = False
        for card in list(waiting):
            if _vouched_for(card, good.get(card["by"], []), verify):
                waiting.remove(card)
                known = good.setdefault(card["device"], [])
                if not known or known[0]["sign"] == card["sign"]:
                    known.append(card)
                    moved = True
    return good


def _age(card: Card) -> tuple[int, str]:
    return card["serial"], fingerprint(card)


def _vouched_for(card: Card, signers: list[Card], verify: Verify) -> bool:
    """Whether one of the signing device's good cards lets it sign this one, and the signature holds."""
    if "team" not in card:  # the genesis card: its fingerprint was compared, its own key signs it
        return verify(card["sign"], signing_bytes(card), card["sig"])
    allowed = [one for one in signers if one["role"] == "owner" or _succeeds(card, one)]
    return bool(allowed) and verify(allowed[0]["sign"], signing_bytes(card), card["sig"])


def _succeeds(card: Card, earlier: Card) -> bool:
    """Whether ``card`` is a new device of the same person with no more rights than the ``earlier`` one."""
    if card["role"] == "hub" or earlier["role"] == "hub":
        same_standing = card["role"] == earlier["role"] and card.get("network") == earlier.get("network")
    else:
        same_standing = _RANK[card["role"]] <= _RANK[earlier["role"]]
    return (
        card["person"] == earlier["person"]
        and same_standing
        and set(card["write"]) <= set(earlier["write"])
        and set(card["read"]) <= set(earlier["read"])
    )

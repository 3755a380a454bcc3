"""The chain of trust: who is believed, and who is not, whatever the order in which cards came."""

from __future__ import annotations

import hashlib
import itertools
from typing import Any

import pytest

from netdesk.core import cards
from netdesk.core.cards import Card, check_card_shape, fingerprint, make_card, signed_card, trusted
from netdesk.errors import RefusedFile

ANA, BEN, EVE = (letter * 32 for letter in "abe")


def key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def signature(public: str, message: bytes) -> str:
    """A stand-in for Ed25519: good enough to tell whose it is, since the real one is passed in."""
    return hashlib.sha512(public.encode() + message).hexdigest()


def verify(public: str, message: bytes, sig: str) -> bool:
    return sig == signature(public, message)


def card(name: str, person: str, role: str, by: str, serial: int = 1, team: str | None = None, **more: Any) -> Card:
    made = make_card(
        sign_public=key(name),
        seal_public=key(name + " seal"),
        person=person,
        role=role,
        by=cards.device_id(key(by)),
        serial=serial,
        team=team,
    )
    return signed_card({**made, **more}, lambda message: signature(key(by), message))


GENESIS = card("ana", ANA, "owner", "ana", 0)
ROOT = fingerprint(GENESIS)


def names_of(found: dict[str, Card]) -> set[str]:
    known = {cards.device_id(key(name)): name for name in ("ana", "ana2", "ben", "ben2", "eve", "hub", "hub2")}
    return {known[device] for device in found}


def test_that_a_team_begins_with_a_card_signed_by_its_own_key() -> None:
    assert names_of(trusted([GENESIS], ROOT, verify)) == {"ana"}
    assert trusted([GENESIS], fingerprint(card("eve", EVE, "owner", "eve", 0)), verify) == {}


def test_that_an_owner_admits_and_a_member_does_not() -> None:
    ben = card("ben", BEN, "member", "ana", team=ROOT)
    eve = card("eve", EVE, "member", "ben", team=ROOT)
    assert names_of(trusted([eve, ben, GENESIS], ROOT, verify)) == {"ana", "ben"}


def test_that_a_second_owner_admits_too_in_whatever_order_cards_came() -> None:
    ben = card("ben", BEN, "owner", "ana", team=ROOT)
    eve = card("eve", EVE, "member", "ben", 2, team=ROOT)
    for order in itertools.permutations([GENESIS, ben, eve]):
        assert names_of(trusted(order, ROOT, verify)) == {"ana", "ben", "eve"}


def test_that_a_new_device_of_the_same_person_may_be_signed_by_the_old_one() -> None:
    ben = card("ben", BEN, "member", "ana", team=ROOT)
    copy = card("ben2", BEN, "member", "ben", 2, team=ROOT)
    assert names_of(trusted([copy, ben, GENESIS], ROOT, verify)) == {"ana", "ben", "ben2"}


@pytest.mark.parametrize(
    "wrong",
    [
        card("ben2", EVE, "member", "ben", 2, team=ROOT),
        card("ben2", BEN, "owner", "ben", 2, team=ROOT),
        card("ben2", BEN, "hub", "ben", 2, team=ROOT),
        card("ben2", BEN, "viewer", "ben", 2, team=ROOT, write=["F"]),
        card("ben2", BEN, "member", "ben", 2, team=ROOT, read=["T", "N", "F", "H"], write=["T", "N", "H"]),
    ],
    ids=["another person", "a higher role", "a hub", "another space", "more spaces"],
)
def test_that_a_successor_gets_no_more_than_its_forerunner_had(wrong: Card) -> None:
    ben = card("ben", BEN, "member", "ana", team=ROOT)
    assert names_of(trusted([GENESIS, ben, wrong], ROOT, verify)) == {"ana", "ben"}


def test_that_a_hub_is_succeeded_by_a_hub_of_the_same_network_only() -> None:
    hub = card("hub", EVE, "hub", "ana", team=ROOT, network="1" * 32)
    same = card("hub2", EVE, "hub", "hub", 2, team=ROOT, network="1" * 32)
    other = card("hub2", EVE, "hub", "hub", 2, team=ROOT, network="2" * 32)
    assert names_of(trusted([GENESIS, hub, same], ROOT, verify)) == {"ana", "hub", "hub2"}
    assert names_of(trusted([GENESIS, hub, other], ROOT, verify)) == {"ana", "hub"}


def test_that_a_changed_card_is_not_believed() -> None:
    ben = card("ben", BEN, "viewer", "ana", team=ROOT)
    assert names_of(trusted([GENESIS, {**ben, "role": "owner"}], ROOT, verify)) == {"ana"}


def test_that_the_newest_card_of_a_device_counts() -> None:
    ben = card("ben", BEN, "member", "ana", team=ROOT)
    later = card("ben", BEN, "viewer", "ana", 2, team=ROOT)
    for order in ([ben, later, GENESIS], [later, GENESIS, ben]):
        assert trusted(order, ROOT, verify)[ben["device"]]["role"] == "viewer"


def test_that_two_keys_cannot_share_a_device_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        cards, "device_id", lambda public: "f" * 16 if public in (key("ben"), key("eve")) else public[:16]
    )
    genesis = card("ana", ANA, "owner", "ana", 0)
    root = fingerprint(genesis)
    ben = card("ben", BEN, "member", "ana", 1, team=root)
    eve = card("eve", EVE, "member", "ana", 2, team=root)
    assert trusted([eve, ben, genesis], root, verify)["f" * 16]["sign"] == key("ben")


def test_that_a_fingerprint_leaves_the_signature_out() -> None:
    assert fingerprint({**GENESIS, "sig": "0" * 128}) == ROOT
    assert fingerprint({**GENESIS, "serial": 1}) != ROOT


@pytest.mark.parametrize(
    "change",
    [
        {"card": 2},
        {"device": "0" * 16},
        {"sign": "zz"},
        {"person": "Ana"},
        {"role": "queen"},
        {"role": ["owner"]},
        {"write": ["P"]},
        {"write": [["T"]]},
        {"read": "TN"},
        {"serial": True},
        {"serial": -1},
        {"sig": ""},
        {"team": 7},
        {"role": "member"},
        {"by": "0" * 16},
        {"threshold": 1.5},
    ],
    ids=str,
)
def test_that_a_card_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    check_card_shape(GENESIS)
    with pytest.raises(RefusedFile):
        check_card_shape({**GENESIS, **change})


@pytest.mark.parametrize("name", ["card", "device", "sign", "seal", "person", "role", "write", "by", "serial", "sig"])
def test_that_a_card_lacks_nothing(name: str) -> None:
    with pytest.raises(RefusedFile):
        check_card_shape({key_: one for key_, one in GENESIS.items() if key_ != name})

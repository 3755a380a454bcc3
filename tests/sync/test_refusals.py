"""What is not right is refused with the reason, and leaves the workspace as it was."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from netdesk.core.cards import signed_card
from netdesk.core.changes import canonical, chain_next, head_message, header_of, parse_line
from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.store import keys
from netdesk.store.workspace import Workspace
from netdesk.sync import receive
from netdesk.sync.trust import card_name

from .conftest import Network, add_cycle, add_measure, card_of, content_of, device_keys

Parts = dict[str, bytes]


@pytest.fixture
def pair(network: Network) -> tuple[Workspace, Workspace, Path]:
    """Ana, Ben, and a bundle from Ben with one new change that Ana lacks."""
    ana = network.team()
    ben = network.member(ana)
    network.receive(ana, network.share(ben))
    network.receive(ben, network.share(ana))
    add_cycle(ben, "By Ben")
    return ana, ben, network.share(ben, "Ana")


def refusal(network: Network, ws: Workspace, bundle: Path) -> str:
    """Why the bundle was refused; asserts that nothing was taken in."""
    before = content_of(ws)
    answer = network.receive(ws, bundle)
    assert answer["received"] == answer["already"] == answer["waiting"] == [] and answer["changed"] == {}
    assert content_of(ws) == before
    return str(answer["refused"][0]["reason"])


Pair = tuple[Workspace, Workspace, Path]


def test_that_damage_anywhere_leaves_the_workspace_as_it_was(network: Network, pair: Pair) -> None:
    ana, _ben, bundle = pair
    data = bundle.read_bytes()
    damaged = network.folder / "damaged.ndsync"
    before = content_of(ana)
    for at in range(40, len(data), len(data) // 25):
        for content in (data[:at], data[:at] + bytes([data[at] ^ 16]) + data[at + 1 :]):
            damaged.write_bytes(content)
            try:
                receive.preview(damaged)
            except RefusedFile:
                assert network.receive(ana, damaged)["refused"] and content_of(ana) == before
    assert network.receive(ana, bundle)["received"]


def test_that_a_device_without_a_card_is_refused_even_with_good_changes(network: Network, pair: Pair) -> None:
    ana, _ben, bundle = pair
    eve = device_keys("eve")
    forged = network.repack(bundle, eve, lambda manifest, _parts: manifest.update({"from": eve.device}))
    assert "without a card" in refusal(network, ana, forged)
    assert network.receive(ana, forged, trust=True)["refused"]


def test_that_a_card_one_signs_for_oneself_opens_nothing(network: Network, pair: Pair) -> None:
    ana, ben, bundle = pair
    eve = device_keys("eve")
    card = {**card_of(ben), "device": eve.device, "sign": eve.sign_public, "by": eve.device, "role": "owner"}

    def change(manifest: dict[str, Any], parts: Parts) -> None:
        manifest["from"] = eve.device
        signed = signed_card(card, eve.sign)
        parts[card_name(signed)] = canonical(signed).encode()

    assert "without a card" in refusal(network, ana, network.repack(bundle, eve, change))


def test_that_a_changed_change_is_refused_though_a_member_signed_the_file(network: Network, pair: Pair) -> None:
    ana, ben, bundle = pair

    def change(_manifest: dict[str, Any], parts: Parts) -> None:
        name = next(name for name in parts if name.startswith("changes/"))
        parts[name] = parts[name].replace(b"By Ben", b"By Eve")

    assert "not what its author signed" in refusal(network, ana, network.repack(bundle, ben, change))


def test_that_ben_cannot_speak_for_ana(network: Network, pair: Pair) -> None:
    """Ben relays Ana's stream with one more change, chained well, signed by himself."""
    ana, ben, _bundle = pair
    space = f"T:{ana.root}"
    own = keys.load_keys(ben.workspace_id)
    assert own is not None
    cleo = network.member(ana, "Cleo")

    def change(manifest: dict[str, Any], parts: Parts) -> None:
        stream = next(s for s in manifest["spaces"][space]["streams"] if s["dev"] == ana.device_id)
        lines = parts[stream["entry"]].splitlines()
        last = parse_line(lines[-1])
        body = {**last, "s": last["s"] + 1, "t": f"{int(last['t'], 16) + 1:016x}"}
        chain = chain_next(bytes.fromhex(stream["last"]), header_of(body))
        parts[stream["entry"]] += canonical(body).encode() + b"\n"
        seq = body["s"]
        signature = own.sign(head_message(space, ana.device_id, seq, chain))
        stream.update({"to": seq, "last": chain.hex(), "head": [seq, chain.hex(), signature]})
        manifest["spaces"][space]["vv"][ana.device_id] = seq

    forged = network.repack(network.share(ben, "team", full=True), ben, change)
    assert "author's signature" in refusal(network, cleo, forged)


def rewritten(ws: Workspace, change: Any) -> Any:
    """A change of the last own line of a bundle, chained and signed as its author can."""
    own = keys.load_keys(ws.workspace_id)
    assert own is not None

    def edit(manifest: dict[str, Any], parts: Parts) -> None:
        for space, part in manifest["spaces"].items():
            for stream in part["streams"]:
                if stream["dev"] != ws.device_id:
                    continue
                bodies = [parse_line(one) for one in parts[stream["entry"]].splitlines()]
                bodies[-1] = change(bodies[-1])
                chain = bytes.fromhex(stream["prev"])
                for body in bodies:
                    chain = chain_next(chain, header_of(body))
                parts[stream["entry"]] = b"".join(canonical(body).encode() + b"\n" for body in bodies)
                signature = own.sign(head_message(space, ws.device_id, stream["to"], chain))
                stream.update({"last": chain.hex(), "head": [stream["to"], chain.hex(), signature]})

    return edit


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda body: {**body, "p": [f"{'9' * 16}.1"]}, "speaks of another"),
        (
            lambda body: {**body, "k": "put", "f": "title", "v": "x", "z": "0" * 32, "p": ["{own}.99"]},
            "speaks of another",
        ),
        (
            lambda body: {k: v for k, v in {**body, "k": "del", "n": {"9" * 16: 5}}.items() if k not in "vz"},
            "speaks of",
        ),
        (lambda body: {**body, "t": "f" * 16}, "form that no NetDesk writes"),
        (lambda body: {**body, "t": "0" * 16}, "not in their order"),
    ],
    ids=[
        "an unknown device",
        "its own future",
        "a deletion of the unseen",
        "a clock beyond 2100",
        "a clock going back",
    ],
)
def test_that_a_member_cannot_send_changes_that_make_no_sense(
    change: Any, why: str, network: Network, pair: Pair
) -> None:
    ana, ben, bundle = pair

    def with_own(body: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(json.dumps(change(body)).replace("{own}", ben.device_id))
        return made

    assert why in refusal(network, ana, network.repack(bundle, ben, rewritten(ben, with_own)))


def test_that_a_record_of_another_level_cannot_be_changed_from_this_one(network: Network, pair: Pair) -> None:
    ana, ben, bundle = pair
    with ana.edit("Note") as edit:
        private = edit.add("insight", {"text": "Mine"}, level="me")
    forged = network.repack(bundle, ben, rewritten(ben, lambda body: {**body, "r": private}))
    assert "another level" in refusal(network, ana, forged)


def without_salt(body: dict[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in body.items() if key != "z"}


@pytest.mark.parametrize(
    "fields",
    [
        {"v": {"title": {"a": [1]}, "stage": ["plan"], "started": "yesterday", "people": "many", "ramp": True}},
        {"v": {"title": None, "stage": "flying", "started": 7, "people": {"v": "1"}, "ended": ""}},
        {"v": {"title": ["x"], "no such field": 1, "_source": 5, "idea": [], "series": "not an id"}},
        {"T": "aim", "v": {"what": "x", "from": "much", "to": "9" * 500, "by": "soon", "measure": 3}},
        {
            "T": "observation",
            "v": {"measure": "{measure}", "period": "then", "ordinal": "x", "value": {"n": "a", "d": []}},
        },
        {"T": "observation", "v": {"measure": "{measure}", "period": "2026-02-01", "value": {"v": "1e999"}}},
        {"T": "driver_link", "v": {"parent": "{own}", "child": "{own}", "order": 3}},
        {"T": "cause", "v": {"fishbone": 1, "pos": ["{own}", "a"]}},
        {"T": "question", "v": {"cycle": [], "locked_at": "never", "prediction": 3}},
        {"T": "no such kind", "v": {"a": None}},
    ],
    ids=lambda fields: str(fields.get("T", "cycle")),
)
def test_that_values_of_another_type_harm_nobody(fields: Any, network: Network, pair: Pair) -> None:
    """A newer or a hostile program may write anything in a field: it is kept, and neither reading nor sharing fails."""
    ana, ben, bundle = pair
    measure = add_measure(ana, [(5, 20), (6, 20)])

    def change(body: dict[str, Any]) -> dict[str, Any]:
        text = json.dumps(without_salt({**body, **fields}))
        made: dict[str, Any] = json.loads(text.replace("{measure}", measure).replace("{own}", body["r"]))
        return made

    forged = network.repack(bundle, ben, rewritten(ben, change))
    answer = network.receive(ana, forged)
    assert answer["received"], answer
    for kind in KINDS:
        ana.select(kind)
    ana.dump(deleted=True, history=True)
    ana.conflicts()
    ana.history()
    assert network.share(ana).exists()
    add_cycle(ana, "Life goes on")


def test_that_an_older_copy_of_oneself_is_told_so(network: Network, pair: Pair) -> None:
    ana, ben, bundle = pair
    network.receive(ana, bundle)
    network.receive(ben, network.share(ana))

    def change(manifest: dict[str, Any], _parts: Parts) -> None:
        manifest["spaces"][f"T:{ana.root}"]["vv"][ana.device_id] += 5

    add_cycle(ben, "More")
    forged = network.repack(network.share(ben, "Ana"), ben, change)
    assert "older copy of itself" in refusal(network, ana, forged)


def test_that_a_forked_stream_is_named_with_its_person(network: Network, pair: Pair) -> None:
    ana, ben, bundle = pair
    network.receive(ana, bundle)
    forked = rewritten(ben, lambda body: {**body, "v": {"title": "Another history"}, "z": {"title": "0" * 32}})
    reason = refusal(network, ana, network.repack(network.share(ben, "Ana", full=True), ben, _renamed(forked)))
    assert "Two copies of Ben's workspace" in reason


def _renamed(change: Any) -> Any:
    """The same under a new bundle id, as a later file would have."""

    def edit(manifest: dict[str, Any], parts: Parts) -> None:
        manifest["bundle"] = "e" * 32
        change(manifest, parts)

    return edit


def test_that_another_teams_bundle_is_refused(network: Network) -> None:
    ana, dora = network.team("Ana"), network.team("Dora", name="Hill")
    add_cycle(dora, "Not yours")
    assert "another team" in refusal(network, ana, network.share(dora))


def test_that_the_hub_refuses_a_teams_own_work(network: Network) -> None:
    ana = network.team()
    hub = network.team("Hana", name="River Network", hub=True)
    network.admit_hub(ana, hub)
    add_cycle(ana, "Inside")
    assert "level team" in refusal(network, hub, network.share(ana))


def test_that_one_bad_file_does_not_keep_the_others_out(network: Network, pair: Pair) -> None:
    ana, _ben, bundle = pair
    bad = network.folder / "bad.ndsync"
    bad.write_bytes(zlib.compress(b"no"))
    answer = network.receive(ana, bad, bundle)
    assert answer["received"] == [str(bundle)] and answer["refused"][0]["bundle"] == str(bad)
    with pytest.raises(NetDeskError, match="could not be read"):
        network.receive(ana, network.folder / "missing.ndsync")


def test_that_ones_own_file_is_nothing_new(network: Network) -> None:
    ana = network.team()
    bundle = network.share(ana)
    assert network.receive(ana, bundle)["already"] == [str(bundle)]

"""Exchange between real workspaces: nothing lost, nothing seen that was not shared, nothing taken that is not right."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from netdesk.core.changes import canonical
from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError
from netdesk.store.keys import verify
from netdesk.store.workspace import Workspace
from netdesk.sync import receive, send
from netdesk.sync.container import read_container
from netdesk.sync.manifest import manifest_of, read_lines

from .conftest import Network, add_cycle, add_measure, content_of, parts_of


def titles(ws: Workspace) -> set[str]:
    return {one.get("title", "") for one in ws.select("cycle")}


# What goes, and what comes


def test_that_only_what_the_receiver_did_not_acknowledge_is_sent(network: Network) -> None:
    ana = network.team()
    add_cycle(ana, "Old")
    ben = network.member(ana)
    first = send.share(ana, "team", network.folder)
    assert first["full"] and first["records"]["cycle"] == 1  # Ben has said nothing yet
    network.receive(ana, network.share(ben))
    add_cycle(ana, "New")
    second = send.share(ana, "team", network.folder)
    assert not second["full"] and second["records"] == {"cycle": 1}
    assert second["bytes"] == Path(second["file"]).stat().st_size
    full = send.share(ana, "team", network.folder, full=True)
    assert full["full"] and full["records"]["cycle"] == 2
    network.receive(ben, Path(second["file"]))
    assert titles(ben) == {"Old", "New"}


def test_that_a_bundle_with_nothing_new_carries_the_acknowledgement(network: Network) -> None:
    ana = network.team()
    ben = network.member(ana)
    network.receive(ana, network.share(ben))
    network.receive(ben, network.share(ana))
    answer = send.share(ben, "Ana", network.folder)
    assert answer["records"] == {}
    network.receive(ana, Path(answer["file"]))
    assert ana.peers()[ben.device_id][f"T:{ana.root}"] == ana.log.vector(f"T:{ana.root}")


def test_that_the_same_files_in_any_order_twice_or_lost_give_the_same_work(network: Network) -> None:
    ana = network.team()
    cycle = add_cycle(ana, "Start")
    ben, cleo = network.member(ana), network.member(ana, "Cleo")
    people = [ana, ben, cleo]
    bundles = []
    for turn in range(3):
        for ws in people:
            with ws.edit("Edit") as edit:
                edit.put("cycle", cycle, {"title": f"{ws.path.stem} {turn}", "plan": f"{turn} by {ws.path.stem}"})
            bundles.append(network.share(ws))
    mixed = network.random.sample(bundles, len(bundles))
    network.receive(ana, *mixed[:4])
    network.receive(ben, *reversed(mixed))
    network.receive(cleo, *mixed, *mixed[:2])
    network.receive(ana, *mixed, mixed[0])
    dumps = {json.dumps(ws.dump(deleted=True)) for ws in people}
    assert len(dumps) == 1
    assert len({json.dumps([c["id"] for c in ws.conflicts()]) for ws in people}) == 1
    assert {v["value"] for c in ana.conflicts() if c["field"] == "title" for v in c["values"]} == {
        "ana 2",
        "ben 2",
        "cleo 2",
    }
    again = network.receive(ana, *bundles)
    assert again["received"] == [] and len(again["already"]) == 9 and again["changed"] == {}


def test_that_conflicts_are_counted_when_they_open(network: Network) -> None:
    ana = network.team()
    cycle = add_cycle(ana, "Start")
    ben = network.member(ana)
    for ws, title in ((ana, "By Ana"), (ben, "By Ben")):
        with ws.edit("Edit") as edit:
            edit.put("cycle", cycle, {"title": title})
    bundle = network.share(ben)
    assert network.receive(ana, bundle)["conflicts"] == 1
    assert network.receive(ana, bundle)["conflicts"] == 0 and len(ana.conflicts()) == 1


def test_that_changes_of_others_are_carried_on_byte_for_byte(network: Network) -> None:
    ana = network.team()
    ben, cleo = network.member(ana), network.member(ana, "Cleo")
    add_cycle(cleo, "By Cleo")
    network.receive(ben, network.share(cleo))
    network.receive(ana, network.share(ben))  # Ana never saw a file of Cleo's
    assert titles(ana) == {"By Cleo"}
    space = f"T:{ana.root}"
    assert list(ana.log.lines(space, cleo.device_id)) == list(cleo.log.lines(space, cleo.device_id))


def test_that_a_team_of_one_can_write_its_bundle_and_a_stranger_is_named(network: Network) -> None:
    ana = network.team()
    assert network.share(ana).exists()
    with pytest.raises(NetDeskError, match="Nobody called"):
        network.share(ana, "Zoe")
    with pytest.raises(NetDeskError, match="No hub"):
        network.share(ana, "hub")


def test_that_a_bundle_is_named_after_team_and_date_and_no_person(network: Network) -> None:
    ana = network.team(name="Équipe: Lecture/9")
    ben = network.member(ana)
    path = network.share(ben)
    assert path.name.startswith("Equipe-Lecture-9_2026") and path.suffix == ".ndsync"
    assert "Ben" not in path.name and "Ana" not in path.name
    assert path.stem.endswith("_" + read_container(path, verify).manifest["bundle"][:8])


def test_that_sharing_never_overwrites_a_file_that_is_no_bundle(network: Network) -> None:
    ana = network.team()
    other = network.folder / "budget.xlsx"
    other.write_bytes(b"numbers")
    with pytest.raises(NetDeskError, match="left alone"):
        send.share(ana, "team", other)
    assert other.read_bytes() == b"numbers"
    with pytest.raises(NetDeskError, match="could not be written"):
        send.share(ana, "team", network.folder / "nowhere" / "a.ndsync")


# Gaps (P14)


def test_that_a_gap_waits_with_its_exact_range_and_closes_in_any_order(network: Network) -> None:
    ana = network.team()
    ben, cleo = network.member(ana), network.member(ana, "Cleo")
    network.receive(ana, network.share(ben), network.share(cleo))
    network.receive(ben, network.share(ana))
    network.receive(ana, network.share(ben))  # Ana knows what Ben holds
    space = f"T:{ana.root}"
    held = cleo.log.vector(space).get(ana.device_id, 0)
    add_cycle(ana, "One")
    first = network.share(ana, "Ben")
    network.receive(ben, first)
    network.receive(ana, network.share(ben))
    add_cycle(ana, "Two")
    second = network.share(ana, "Ben")
    before = content_of(cleo)
    answer = network.receive(cleo, second)
    assert content_of(cleo) == before
    missing = answer["waiting"][0]["missing"]
    last = read_container(second, verify).manifest["spaces"][space]["basis"][ana.device_id]
    assert [(one["device"], one["first"], one["last"], one["space"], one["person"]) for one in missing] == [
        (ana.device_id, held + 1, last, "team", "Ana")
    ]
    assert f"{held + 1} to {last} by Ana" in missing[0]["words"]
    assert receive.preview(second, cleo)["missing"] == missing
    answer = network.receive(cleo, second, first)
    assert len(answer["received"]) == 2 and answer["waiting"] == []
    assert titles(cleo) == {"One", "Two"}


def test_that_a_prerequisite_of_which_nothing_new_is_carried_is_waited_for_too(network: Network) -> None:
    ana = network.team()
    ben, cleo = network.member(ana), network.member(ana, "Cleo")
    first = [network.share(ws) for ws in (ana, ben, cleo)]
    for ws in (ana, ben, cleo):
        network.receive(ws, *first)
    cycle = add_cycle(ben, "By Ben")
    from_ben = network.share(ben, "Ana")
    network.receive(ana, from_ben)
    with ana.edit("Edit") as edit:
        edit.put("cycle", cycle, {"title": "By Ana upon Ben's"})
    for_ben = network.share(ana, "Ben")  # Ben has his own change, so it is not in it
    missing = network.receive(cleo, for_ben)["waiting"][0]["missing"]
    assert [(one["person"], one["device"]) for one in missing] == [("Ben", ben.device_id)]
    assert len(network.receive(cleo, for_ben, from_ben)["received"]) == 2
    assert titles(cleo) == {"By Ana upon Ben's"}


def test_that_a_basis_is_the_least_that_all_readers_acknowledged() -> None:
    said = {"b": {"T": {"x": 5, "y": 2}, "N": {"x": 9}}, "c": {"T": {"x": 3, "z": 1}}}
    assert send.known_to_all(said, ["b", "c"], "T") == {"x": 3}
    assert send.known_to_all(said, ["b"], "T") == {"x": 5, "y": 2}
    assert send.known_to_all(said, ["b", "c"], "N") == {}
    assert send.known_to_all(said, ["b", "d"], "T") == {}
    assert send.known_to_all(said, [], "T") == {}


def test_that_no_bundle_ever_assumes_more_than_its_readers_hold(network: Network) -> None:
    """P15: files are made, lost, doubled and late at random; what a manifest presumes, each reader truly has."""
    chance = random.Random(15)
    ana = network.team()
    people = [ana, network.member(ana), network.member(ana, "Cleo")]
    space = f"T:{ana.root}"
    by_device = {ws.device_id: ws for ws in people}
    made: list[Path] = [network.share(ws) for ws in people]
    for ws in people:
        network.receive(ws, *made)
    assumed = 0
    for step in range(40):
        ws = chance.choice(people)
        what = chance.random()
        if what < 0.3:
            add_cycle(ws, f"Step {step}")
        elif what < 0.6:
            made.append(network.share(ws, _someone_else(chance, ws, people)))
            manifest = read_container(made[-1], verify).manifest
            for device in manifest["to"]:
                held = by_device[device].log.vector(space)
                for author, seq in manifest["spaces"][space]["basis"].items():
                    assert seq <= held.get(author, 0)
                    assumed += 1
        else:
            answer = network.receive(ws, chance.choice(made[-4:]))
            assert answer["refused"] == []
    assert assumed > 20
    for ws in people:
        made.append(network.share(ws, full=True))
    for ws in people:
        network.receive(ws, *made[-3:])
    assert len({json.dumps(ws.dump()) for ws in people}) == 1


def _someone_else(chance: random.Random, ws: Workspace, people: list[Workspace]) -> str:
    others = [one.path.stem.capitalize() for one in people if one is not ws]
    return chance.choice(["team", *others])


# Privacy (P12)


def everything_in(bundle: Path) -> bytes:
    """The raw bytes of a bundle and all its parts unpacked."""
    container = read_container(bundle, verify)
    return bundle.read_bytes() + canonical(container.manifest).encode() + b"".join(parts_of(container).values())


def test_that_nothing_private_or_unpublished_is_in_any_byte(network: Network) -> None:
    ana = network.team("Ana")
    ben = network.member(ana)
    hub = network.team("Hana", name="River Network", hub=True)
    network.admit_hub(ana, hub)
    with ana.edit("Work") as edit:
        secret = edit.add("insight", {"text": "CANARY-me"}, level="me")
        cycle = edit.add("cycle", {"title": "CANARY-published", "stage": "plan"})
        edit.add("data_item", {"cycle": cycle, "what": "CANARY-item", "who": "CANARY-who"})
        edit.add("task", {"cycle": cycle, "what": "CANARY-task"})
        edit.add("comment", {"of": cycle, "text": "CANARY-comment"})
        edit.add("cycle", {"title": "CANARY-team"})
        edit.publish("cycle", cycle)
    with ana.edit("Change my mind") as edit:
        edit.put("insight", secret, {"text": "CANARY-me again"})
    to_team, to_hub = everything_in(network.share(ana)), everything_in(network.share(ana, "hub"))
    assert b"CANARY-me" not in to_team and b"CANARY-team" in to_team and b"CANARY-task" in to_team
    for word in (b"CANARY-published", b"CANARY-item"):
        assert word in to_hub
    for word in (b"me", b"team", b"who", b"task", b"comment"):
        assert b"CANARY-" + word not in to_hub
    for person in (b"Ana", b"Ben"):
        assert person not in to_hub
    assert f"P:{ana.person_id}".encode() not in to_team
    assert f"T:{ana.root}".encode() not in to_hub
    assert ben.device_id.encode() in to_team


def test_that_only_fields_that_may_be_published_occur_in_published_changes(network: Network) -> None:
    ana = network.team()
    hub = network.team("Hana", name="River Network", hub=True)
    network.admit_hub(ana, hub)
    measure = add_measure(ana, [(8, 20), (3, 9), (9, 20)])
    with ana.edit("Publish") as edit:
        edit.publish("measure", measure)
        edit.publish("person", ana.person_id)
        edit.publish("team", ana.team_id)
    container = read_container(network.share(ana, "hub"), verify)
    lines = [
        body
        for part in manifest_of(container).spaces.values()
        for found in part.ranges
        for _line, body, _link in read_lines(container, found)
    ]
    assert len(lines) >= 4
    for body in lines:
        fields = body["v"] if body["k"] == "new" else {body["f"]: None} if "f" in body else {}
        assert set(fields) <= {*KINDS[body["T"]].shared_fields, "_source"}
        assert fields.get("value") != {"d": "9", "n": "3"}
    people = [body["v"] for body in lines if body["T"] == "person"]
    assert people and all("name" not in fields for fields in people)


def test_that_small_groups_and_changed_publications_are_held_back_and_said(network: Network) -> None:
    ana = network.team()
    hub = network.team("Hana", name="River Network", hub=True)
    network.admit_hub(ana, hub)
    measure = add_measure(ana, [(8, 20), (3, 9)])
    with ana.edit("Publish") as edit:
        edit.publish("measure", measure)
    with ana.edit("Edit") as edit:
        edit.put("measure", measure, {"name": "Attendance, all grades"})
    answer = send.share(ana, "hub", network.folder)
    assert [one["kind"] for one in answer["held_back"]] == ["measure", "observation"]
    assert "fewer than 10" in answer["held_back"][1]["why"]
    network.receive(hub, Path(answer["file"]))
    assert hub.select("measure", space="published")[0]["name"] == "Attendance"
    answer = send.share(ana, "hub", network.folder, publish=True)
    assert [one["kind"] for one in answer["held_back"]] == ["observation"]
    network.receive(hub, Path(answer["file"]))
    assert hub.select("measure", space="published")[0]["name"] == "Attendance, all grades"
    assert len(hub.select("observation", space="published")) == 1


# Preview (P19)


def test_that_preview_changes_nothing_and_tells_the_numbers_of_the_real_thing(network: Network) -> None:
    ana = network.team()
    cycle = add_cycle(ana, "Start")
    ben = network.member(ana)
    for ws in (ana, ben):
        with ws.edit("Edit") as edit:
            edit.put("cycle", cycle, {"title": f"By {ws.path.stem}"})
            edit.add("cycle", {"title": "Another"})
    bundle = network.share(ben)
    before = content_of(ana)
    seen = receive.preview(bundle, ana)
    assert content_of(ana) == before
    real = network.receive(ana, bundle)
    assert (seen["changed"], seen["conflicts"]) == (real["changed"], real["conflicts"]) == ({"cycle": 2}, 1)
    assert (seen["from"], seen["to"], seen["signed"]) == ("Ben", ["Ana"], "known")
    assert receive.preview(bundle, ana)["already"]


def test_that_preview_without_a_workspace_says_what_is_in_the_file(network: Network) -> None:
    ana = network.team()
    add_cycle(ana, "One")
    seen = receive.preview(network.share(ana))
    assert seen["signed"] == "unknown" and seen["from"] == ana.device_id
    assert seen["records"] == {"cycle": 1, "person": 1, "team": 1}


def test_that_preview_into_a_stranger_names_the_signer_unknown(network: Network) -> None:
    ana, eve = network.team("Ana"), network.team("Eve", name="Other")
    assert receive.preview(network.share(eve), ana)["signed"] == "unknown"

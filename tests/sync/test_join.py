"""Joining and trust: requests, six words, invites, and who is let in as what."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from netdesk import paths
from netdesk.core.cards import trusted
from netdesk.core.changes import canonical
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.store.keys import verify
from netdesk.store.workspace import Workspace
from netdesk.sync import join, receive, send
from netdesk.sync.container import read_container
from netdesk.sync.trust import read_request, same_words, six_words

from .conftest import Network, add_cycle, content_of


def test_that_six_words_are_the_first_66_bits() -> None:
    listed = paths.resource("words.txt").read_text().split()
    assert six_words(bytes(32)) == " ".join([listed[0]] * 6)
    assert six_words(b"\xff" * 32) == " ".join([listed[2047]] * 6)
    assert six_words(b"\x00\x20" + bytes(30)) == " ".join([listed[1], *[listed[0]] * 5])
    digest = hashlib.sha256(b"a request").digest()
    bits = "".join(f"{listed.index(word):011b}" for word in six_words(digest).split())
    assert bits == "".join(f"{byte:08b}" for byte in digest)[:66]


@pytest.mark.parametrize("said", ["able baker", " Able  BAKER ", "able, baker.", "able-baker", "able\nbaker"])
def test_that_words_are_compared_as_people_say_them(said: str) -> None:
    assert same_words(said, "able baker")
    assert not same_words(said, "baker able")


def test_that_a_new_member_gets_the_whole_shared_work(network: Network) -> None:
    ana = network.team()
    cycle = add_cycle(ana, "Call each family")
    ben = network.member(ana)
    assert ben.root == ana.root and not ben.waiting and ben.team_id == ana.team_id
    assert ben.get("cycle", cycle) is not None
    assert json.dumps(ana.dump()) == json.dumps(ben.dump())
    assert {person["name"] for person in ana.select("person")} == {"Ana", "Ben"}
    assert ben.get("person", ben.person_id) is not None
    add_cycle(ben, "Ask the pupils")
    assert network.receive(ana, network.share(ben))["received"]
    assert json.dumps(ana.dump()) == json.dumps(ben.dump())


def test_that_both_sides_see_the_same_words_and_wrong_ones_admit_nobody(network: Network) -> None:
    ana = network.team()
    _ben, asked, words = network.waiting("Ben")
    before = content_of(ana)
    assert len(words.split()) == 6 and join.words_of(asked) == words
    with pytest.raises(NetDeskError, match="six words differ"):
        join.admit(ana, asked, words="one two three four five six", out=network.folder / "no.ndsync")
    assert content_of(ana) == before and not (network.folder / "no.ndsync").exists()
    assert join.admit(ana, asked, words=words.upper(), out=network.folder / "yes.ndsync") == words


def test_that_an_invite_that_nobody_compared_needs_trust_and_that_is_noted(network: Network) -> None:
    ana = network.team()
    ben, asked, _words = network.waiting("Ben")
    invite = network.folder / "invite.ndsync"
    join.admit(ana, asked, out=invite)
    answer = network.receive(ben, invite)
    assert "six words" in answer["refused"][0]["reason"] and ben.waiting
    assert network.receive(ben, invite, trust=True)["received"]
    assert ben.setting("words_not_compared") == [ana.root]


def test_that_an_invite_for_another_does_not_open_this_workspace(network: Network) -> None:
    ana = network.team()
    ben, _asked, _words = network.waiting("Ben")
    _cleo, asked, words = network.waiting("Cleo")
    invite = network.folder / "cleo.ndsync"
    join.admit(ana, asked, words=words, out=invite)
    assert "waits for the invite" in network.receive(ben, invite)["refused"][0]["reason"]
    assert ben.waiting and ben.root is None


def test_that_a_waiting_workspace_refuses_edits_sharing_and_other_bundles(network: Network) -> None:
    ana = network.team()
    ben, _asked, _words = network.waiting("Ben")
    with pytest.raises(NetDeskError, match="invite"):
        add_cycle(ben, "Too early")
    with pytest.raises(NetDeskError, match="invite"):
        send.share(ben, "team", network.folder)
    assert network.receive(ben, network.share(ana))["refused"]


def test_that_asking_again_keeps_the_keys_and_either_invite_is_good(network: Network) -> None:
    ana = network.team()
    ben, first, first_words = network.waiting("Ben")
    ben.close()
    second = network.folder / "second.request"
    second_words = join.request(ben.path, "Ben", second, now=network.now, random_bytes=network.random.randbytes)
    assert second_words != first_words
    ben = network.keep(Workspace.open(ben.path, now=network.now))
    invite = network.folder / "invite.ndsync"
    join.admit(ana, first, words=first_words, out=invite)
    join.admit(ana, second, words=second_words, out=network.folder / "again.ndsync")
    assert len([card for card in ana.cards() if card["device"] == ben.device_id]) == 1
    assert network.receive(ben, invite, network.folder / "again.ndsync")["refused"] == []
    assert json.dumps(ana.dump()) == json.dumps(ben.dump())


def test_that_a_member_cannot_ask_for_a_second_team_nor_admit(network: Network) -> None:
    ana = network.team()
    ben = network.member(ana)
    with pytest.raises(NetDeskError, match="belongs to a team already"):
        join.request(ben, "Ben", network.folder / "again.request")
    _cleo, asked, words = network.waiting("Cleo")
    with pytest.raises(NetDeskError, match="Only an owner"):
        join.admit(ben, asked, words=words, out=network.folder / "no.ndsync")


def test_that_a_second_owner_admits_for_all(network: Network) -> None:
    ana = network.team()
    ben = network.member(ana, "Ben", role="owner")
    cleo = network.member(ben, "Cleo")
    add_cycle(cleo, "Cleo's test")
    bundle = network.share(cleo)
    assert network.receive(ana, bundle)["received"]  # Cleo's card rides with her bundle


def test_that_a_viewer_reads_and_is_not_heard(network: Network) -> None:
    ana = network.team()
    viewer = network.member(ana, "Vera", role="viewer")
    add_cycle(viewer, "A viewer's wish")
    bundle = network.share(viewer)
    before = ana.dump()
    assert "may not write" in network.receive(ana, bundle)["refused"][0]["reason"]
    assert ana.dump() == before


def test_that_a_request_with_any_byte_changed_is_refused(network: Network) -> None:
    _ben, asked, _words = network.waiting("Ben")
    data = asked.read_bytes()
    for at in range(len(data)):
        with pytest.raises(RefusedFile):
            read_request(data[:at] + bytes([data[at] ^ 1 << at % 7]) + data[at + 1 :], verify)


@pytest.mark.parametrize("content", [b"", b"hello", b"{}", b"[" * 9999, b'{"format":"netdesk-request/9"}'])
def test_that_a_file_that_is_no_request_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.request"
    path.write_bytes(content)
    with pytest.raises(RefusedFile):
        join.words_of(path)


def test_that_a_request_holds_no_private_key_and_a_card_no_name(network: Network) -> None:
    ana = network.team()
    ben, asked, _words = network.waiting("Ben")
    secret = json.loads((paths.keys_dir() / ben.workspace_id / "keys.json").read_text())
    text = asked.read_text()
    assert secret["sign"] not in text and secret["seal"] not in text
    assert read_request(asked.read_bytes(), verify).name == "Ben"
    assert not any("Ana" in canonical(card) for card in ana.cards())


# The hub


def test_that_the_hub_joins_several_teams_and_gets_only_what_is_published(network: Network) -> None:
    ana, dora = network.team("Ana"), network.team("Dora", name="Hill Attendance")
    hub = network.team("Hana", name="River Network", hub=True)
    cycle = add_cycle(ana, "CANARY-unpublished")
    for team in (ana, dora):
        network.admit_hub(team, hub)
        assert team.network == hub.root and team.spaces["network"] == f"H:{hub.root}"
    assert send.joined_teams(hub) == {ana.root: "Lincoln Reading", dora.root: "Hill Attendance"}
    assert all("T:" not in stream.space or stream.space == f"T:{hub.root}" for stream in hub.log.streams())
    assert hub.get("cycle", cycle) is None
    with ana.edit("Publish") as edit:
        edit.publish("cycle", cycle)
    assert network.receive(hub, network.share(ana, "hub"))["changed"] == {"cycle": 1}
    assert [one["title"] for one in hub.select("cycle", space="published")] == ["CANARY-unpublished"]


def test_that_the_hub_answers_a_team_by_its_name(network: Network) -> None:
    ana = network.team()
    hub = network.team("Hana", name="River Network", hub=True)
    network.admit_hub(ana, hub)
    with ana.edit("Publish") as edit:
        edit.publish("cycle", edit.add("cycle", {"title": "Published once"}))
    network.receive(hub, network.share(ana, "hub"))
    answer = network.share(hub, "lincoln reading")
    manifest = read_container(answer, verify).manifest
    assert manifest["spaces"].keys() == {f"N:{ana.root}", f"F:{ana.root}", f"H:{hub.root}"}
    assert manifest["spaces"][f"N:{ana.root}"]["streams"] == []  # heard, and not sent back
    assert b"Published once" not in read_container(answer, verify).part("summary.html")
    assert network.receive(ana, answer)["received"]
    assert ana.peers()[hub.device_id] == {f"N:{ana.root}": {ana.device_id: 1}}
    with pytest.raises(NetDeskError, match="Lincoln Reading"):
        network.share(hub, "Another Team")


def test_that_members_learn_the_network_from_the_cards(network: Network) -> None:
    ana = network.team()
    ben = network.member(ana)
    hub = network.team("Hana", name="River Network", hub=True)
    network.admit_hub(ana, hub)
    assert ben.network is None
    network.receive(ben, network.share(ana))
    assert ben.network == hub.root


def test_that_roles_fit_the_asking_workspace(network: Network) -> None:
    ana = network.team()
    hub = network.team("Hana", name="River Network", hub=True)
    asked = network.folder / "hub.request"
    join.request(hub, "Hana", asked)
    _ben, ben_asked, _words = network.waiting("Ben")
    out = network.folder / "no.ndsync"
    refusals = ((asked, "member", "role hub"), (ben_asked, "hub", "hub's workspace"), (ben_asked, "king", "no role"))
    for path, role, why in refusals:
        with pytest.raises(NetDeskError, match=why):
            join.admit(ana, path, role=role, out=out)


def test_that_a_team_has_one_network(network: Network) -> None:
    ana = network.team()
    network.admit_hub(ana, network.team("Hana", name="River Network", hub=True))
    other = network.team("Hugo", name="Other Network", hub=True)
    join.request(other, "Hugo", network.folder / "other.request")
    with pytest.raises(NetDeskError, match="another network"):
        join.admit(ana, network.folder / "other.request", role="hub", out=network.folder / "no.ndsync")


def test_that_a_hub_needs_the_words_too(network: Network) -> None:
    ana = network.team()
    hub = network.team("Hana", name="River Network", hub=True)
    join.request(hub, "Hana", network.folder / "hub.request")
    invite = network.folder / "hub.ndsync"
    join.admit(ana, network.folder / "hub.request", role="hub", out=invite)
    assert network.receive(hub, invite)["refused"]
    assert send.joined_teams(hub) == {}
    assert network.receive(hub, invite, trust=True)["received"]


def test_that_a_stranger_team_cannot_send_itself_to_the_hub(network: Network) -> None:
    ana, eve = network.team("Ana"), network.team("Eve", name="Eve's Team")
    hub = network.team("Hana", name="River Network", hub=True)
    network.admit_hub(ana, hub)
    add_cycle(eve, "Spam")
    assert "another team" in network.receive(hub, network.share(eve))["refused"][0]["reason"]


# Copies


def test_that_a_copied_workspace_is_a_new_device_that_its_team_believes(network: Network) -> None:
    ana = network.team()
    ben = network.member(ana)
    add_cycle(ben, "Before the copy")
    ben.save_copy(network.folder / "copy.netdesk")
    copy = network.keep(Workspace.open(network.folder / "copy.netdesk", now=network.now))
    assert copy.device_id != ben.device_id
    add_cycle(copy, "On the copy")
    add_cycle(ben, "On the first")
    assert network.receive(ana, network.share(copy), network.share(ben))["refused"] == []
    assert {one["title"] for one in ana.select("cycle")} == {"Before the copy", "On the copy", "On the first"}
    good = trusted(ana.cards(), str(ana.root), verify)
    assert good[copy.device_id]["person"] == ben.person_id


def test_that_a_copy_on_another_computer_asks_again_and_keeps_its_person(network: Network, tmp_path: Path) -> None:
    ana = network.team()
    ben = network.member(ana)
    ben.save_copy(network.folder / "copy.netdesk")
    ben.close()
    paths.set_data_dir(tmp_path / "another computer")
    copy = Workspace.open(network.folder / "copy.netdesk", now=network.now)
    with copy:
        add_cycle(copy, "Written before the new card")
        with pytest.raises(NetDeskError, match="no card"):
            network.share(copy)
        words = join.request(copy, "Ben", network.folder / "copy.request")
        paths.set_data_dir(None)
        join.admit(ana, network.folder / "copy.request", words=words, out=network.folder / "copy-invite.ndsync")
        paths.set_data_dir(tmp_path / "another computer")
        assert network.receive(copy, network.folder / "copy-invite.ndsync")["received"]
        bundle = network.share(copy)
    paths.set_data_dir(None)
    assert network.receive(ana, bundle)["received"]
    assert [one["title"] for one in ana.select("cycle")] == ["Written before the new card"]
    assert len([one for one in ana.select("person") if one.get("name") == "Ben"]) == 1


def test_that_preview_of_an_invite_says_who_invites_and_leaves_the_workspace_waiting(network: Network) -> None:
    ana = network.team()
    add_cycle(ana, "One")
    ben, asked, words = network.waiting("Ben")
    invite = network.folder / "invite.ndsync"
    join.admit(ana, asked, words=words, out=invite)
    seen = receive.preview(invite, ben)
    assert (seen["from"], seen["to"], seen["signed"], seen["kind"]) == ("Ana", ["Ben"], "known", "invite")
    assert ben.waiting and ben.cards() == []
    assert read_container(invite, verify).manifest["invite"]["name"] == "Lincoln Reading"


def test_that_a_copy_passes_on_what_its_forerunner_never_shared(network: Network) -> None:
    ana = network.team()
    ben = network.member(ana)
    cycle = add_cycle(ben, "Never shared by the first file")
    ben.save_copy(network.folder / "copy.netdesk")
    ben.close()
    ben.path.unlink()
    copy = network.keep(Workspace.open(network.folder / "copy.netdesk", now=network.now))
    with copy.edit("Edit") as edit:
        edit.put("cycle", cycle, {"title": "Edited in the copy"})
    answer = network.receive(ana, network.share(copy))
    assert answer["refused"] == [] and {one["title"] for one in ana.select("cycle")} == {"Edited in the copy"}

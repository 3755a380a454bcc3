"""No road puts a comment before a team that has not agreed to it, and nothing unpublished lies in any file."""

from __future__ import annotations

import random
import zipfile
from datetime import date
from pathlib import Path

import pytest

from netdesk.core.records import KINDS, Field
from netdesk.errors import NetDeskError
from netdesk.hub.giving_back import return_all, wanted_in
from netdesk.operations import adopt, asks, contributions, feedback, news, table
from netdesk.store.publish import copy_id
from netdesk.store.refold import COPY_OF, COPY_TEAM
from netdesk.store.workspace import Workspace
from netdesk.sync import receive, send
from tests.hub.conftest import TODAY, Exchange, add, agree
from tests.store.test_staged import everywhere

COOL = "kestrel"


def bytes_of(bundle: Path) -> bytes:
    """The file as it lies on the stick, and every part of it unpacked."""
    with zipfile.ZipFile(bundle) as archive:
        return bundle.read_bytes() + b"".join(archive.read(name) for name in archive.namelist())


def shown(ws: Workspace) -> str:
    """All that the store and the window's models show."""
    models = [
        table.read_table(ws, TODAY), news.read_news(ws), contributions.gave_and_got(ws), adopt.read_library(ws),
        asks.read_asks(ws), feedback.built_on(ws),
    ]  # fmt: skip
    return everywhere(ws) + repr(models)


def pinned(ws: Workspace, *, hold: bool = False) -> str:
    cycle = add(ws, "cycle", title="Text 5 families", plan="Text at 8:15")
    with ws.edit(table.PUT_ON_TABLE) as edit:
        return table.put_on_table(edit, cycle, "Too early?", audience="network", hold=hold)


def force(ws: Workspace, pin: str, kind: str = "cool") -> str:
    """What a program without our guards would write and publish."""
    with ws.edit("Force") as edit:
        edit.loading = True
        made = str(edit.add("feedback", {"pin": pin, "kind": kind, "text": COOL, "by_team": "Birch"}))
        edit.loading = False
        fields = {"pin": pin, "kind": kind, "text": COOL, "by_team": "Birch", COPY_OF: made}
        space = f"N:{ws.root}"
        edit.write_record("feedback", copy_id(space, "feedback", made), space, fields)
    return made


def test_that_a_forced_comment_from_a_stage_3_team_stops_at_the_hub(exchange: Exchange) -> None:
    a, b = exchange.member_team("Alder", "1"), exchange.member_team("Birch", "3")
    pin = pinned(a)
    exchange.round()
    with pytest.raises(NetDeskError, match="At stage 1"), b.edit(feedback.GIVE_FEEDBACK) as edit:
        feedback.give(edit, pin, "cool", COOL)
    force(b, pin)
    back = exchange.round()
    assert COOL in everywhere(exchange.hub)
    assert COOL.encode() not in bytes_of(back["Alder"])
    assert COOL not in shown(a)
    # Once the team agrees and says so anew, the comment comes: it was kept, not lost.
    agree(a, "3", date(2026, 4, 1))
    assert COOL not in shown(a)


def test_that_a_hub_without_the_rule_still_shows_nothing_to_a_stage_1_team(exchange: Exchange) -> None:
    a, b = exchange.member_team("Alder", "1"), exchange.member_team("Birch", "3")
    mate = exchange.member(a, "Ben")
    pin = pinned(a)
    exchange.round()
    made = force(b, pin)
    exchange.round()
    with exchange.hub.edit("Force") as edit:
        space = f"F:{a.root}"
        fields = {"pin": pin, "kind": "cool", "text": COOL, COPY_OF: made, COPY_TEAM: b.root}
        edit.write_record("feedback", copy_id(space, "feedback", made), space, fields)
    bundle = exchange.share(exchange.hub, "Alder")
    assert COOL.encode() in bytes_of(bundle)
    assert COOL not in repr(receive.preview(bundle, a))
    assert receive.receive(a, [bundle])["received"]
    assert COOL not in shown(a)
    # A teammate's laptop that has the comment but not yet the pin shows it no sooner.
    assert exchange.receive(mate, bundle)["received"]
    assert COOL not in shown(mate)
    exchange.receive(mate, exchange.share(a))
    assert COOL not in shown(mate)
    # Nothing is lost: the day the pin and the team are at stage 3, it is there.
    with a.edit("Raise") as edit:
        feedback.agree_on_stage(edit, "3", ["Ana"], on=date(2026, 4, 1))
        edit.by_program = True
        edit.put("pin", pin, {"stage": "3"})
    assert COOL in shown(a)


def test_that_held_comments_reach_the_team_only_when_it_releases_them(exchange: Exchange) -> None:
    a, b = exchange.member_team("Alder", "3"), exchange.member_team("Birch", "3")
    pin = pinned(a, hold=True)
    exchange.round()
    with b.edit(feedback.GIVE_FEEDBACK) as edit:
        feedback.give(edit, pin, "cool", COOL)
        feedback.give(edit, pin, "warm", "Small enough to see.")
    back = exchange.round()
    assert COOL.encode() not in bytes_of(back["Alder"])
    assert COOL not in shown(a) and "Small enough" in shown(a)
    with a.edit(table.RELEASE) as edit:
        assert "at the hub" in table.release(edit, pin)
    assert COOL not in shown(a)
    exchange.round()
    assert COOL in shown(a)


def test_that_a_stage_that_falls_takes_back_what_the_hub_had_sent(exchange: Exchange) -> None:
    a, b = exchange.member_team("Alder", "3"), exchange.member_team("Birch", "3")
    pin = pinned(a)
    exchange.round()
    with b.edit(feedback.GIVE_FEEDBACK) as edit:
        feedback.give(edit, pin, "cool", COOL)
    exchange.round()
    assert COOL in shown(a)
    agree(a, "1", date(2026, 4, 1))
    assert COOL not in shown(a)
    exchange.round()
    space = f"F:{a.root}"
    assert not [one for one in wanted_in(exchange.hub).get(space, []) if one.kind == "feedback"]


@pytest.mark.parametrize("seed", range(2))
def test_that_no_random_exchange_shows_or_sends_what_is_not_agreed(exchange: Exchange, seed: int) -> None:
    """Teams agree and go back, pin and hold, comment by the rules and against them; files cross by the hub."""
    chance = random.Random(seed)
    teams = [exchange.member_team(name, stage) for name, stage in (("Alder", "1"), ("Birch", "3"))]
    agree(exchange.hub, "3")
    turn = 0
    for _round in range(4):
        for _deed in range(6):
            turn += 1
            ws, other = chance.sample([*teams, exchange.hub], 2)
            pins = [one["id"] for one in other.select("pin")]
            deed = chance.choice(["agree", "pin", "give", "force", "smuggle", "hold"])
            try:
                if deed == "agree" and ws is not exchange.hub:
                    agree(ws, chance.choice("123"), date(2026, 3, turn % 28 + 1))
                elif deed == "pin":
                    pinned(ws, hold=chance.random() < 0.5)
                elif deed == "give" and pins:
                    with ws.edit("Give") as edit:
                        feedback.give(edit, chance.choice(pins), chance.choice(["warm", "cool", "probing"]), "words")
                elif deed == "force" and pins and ws is not exchange.hub:
                    force(ws, chance.choice(pins), chance.choice(["cool", "probing"]))
                elif deed == "smuggle" and pins and other is not exchange.hub:
                    smuggle(exchange.hub, other, chance.choice(pins), chance.choice(["cool", "probing"]))
                elif deed == "hold" and ws.select("pin"):
                    with ws.edit("Hold") as edit:
                        table.hold_back(edit, chance.choice(ws.select("pin"))["id"])
            except NetDeskError:
                continue
        exchange.round()
        for ws in teams:
            assert_allowed(ws)


def smuggle(hub: Workspace, team: Workspace, pin: str, kind: str) -> None:
    """What a hub without our rule would send to a team: straight into its space."""
    source, space = hub.random_bytes(16).hex(), f"F:{team.root}"
    with hub.edit("Smuggle") as edit:
        fields = {"pin": pin, "kind": kind, "text": COOL, COPY_OF: source}
        edit.write_record("feedback", copy_id(space, "feedback", source), space, fields)


def assert_allowed(ws: Workspace) -> None:
    """Said again in the test's own words."""
    steps = [one for one in ws.select("stage_step") if one.get("agreed_by")]
    stage = max(steps, key=lambda one: (one["on"], steps.index(one)))["to"] if steps else "0"
    pins = {one["id"]: one for one in ws.select("pin", deleted=True)}
    kinds = {"0": "", "1": "warm", "2": "warm clarifying probing", "3": "warm clarifying probing cool"}
    for one in (*ws.select("feedback"), *ws.select("feedback", space="hub")):
        pin = pins.get(one["pin"])
        if pin is None:
            assert one["space"].startswith("T:")  # what we gave to another team's
            continue
        assert one["kind"] in kinds[min(stage, pin["stage"])].split()
        assert not (one["kind"] == "cool" and pin.get("hold"))


# Canaries


def words_for(field: Field, mark: str) -> object:
    """A value of the field's type with the mark in it where the type holds words."""
    if field.type in ("text", "long"):
        return mark
    if field.type == "list":
        return [mark]
    if field.type == "pair":
        return {"n": 3, "d": 40}
    return None


def fill(ws: Workspace, mark: str, level: str) -> int:
    """A record of every kind with the mark in every field that holds words; how many were made."""
    made: dict[str, str] = {}
    with ws.edit("Fill") as edit:
        for kind, spec in KINDS.items():
            if kind in ("team", "publication", "pin", "feedback") or (level == "me" and spec.derived):
                continue
            fields = {name: words_for(f, mark) for name, f in spec.fields.items() if not f.written_by_program}
            for name, field in spec.fields.items():
                if field.type == "ref" and (set(field.to) & made.keys() or not field.to):
                    target = next((one for one in field.to if one in made), "cycle")
                    fields[name] = made.get(target)
            for name in spec.derived:
                if fields.get(name) is None and name in spec.fields:
                    fields[name] = {"period": "2026-03-02", "ordinal": "0"}.get(name)
            kept = {name: value for name, value in fields.items() if value is not None}
            made[kind] = edit.add(kind, kept, level=level)
        if level == "team":
            edit.add("pin", {"of": made["cycle"], "question": mark, "audience": "team"})
    return len(made)


def test_that_no_word_of_what_is_unpublished_lies_in_any_file_for_the_hub_or_another_team(exchange: Exchange) -> None:
    a, b = exchange.member_team("Alder", "3"), exchange.member_team("Birch", "3")
    assert fill(a, "sandpiper", "team") > 35
    assert fill(a, "curlew", "me") > 25
    # Published beside it, so that the files are not empty: a pin, an idea with lineage, feedback.
    pin = pinned(a)
    idea = add(a, "change_idea", publish=True, name="Open words")
    exchange.round()
    with b.edit(feedback.GIVE_FEEDBACK) as edit:
        feedback.give(edit, pin, "cool", "open feedback")
    with exchange.hub.edit("Shelf") as edit:
        edit.publish("library_entry", edit.add("library_entry", {"idea": idea, "name": "Open words"}))
    exchange.round()
    back = exchange.round()
    files = {name: bytes_of(path) for name, path in back.items()}
    files |= {path.name: bytes_of(path) for path in exchange.folder.rglob("*.ndsync")}
    for bundle in (send.share(a, "hub", exchange.folder / "full.ndsync", full=True)["file"],):
        files["full"] = bytes_of(Path(bundle))
    whole = exchange.folder / "whole"
    whole.mkdir()
    files |= {f"whole {one.team}": bytes_of(one.file) for one in return_all(exchange.hub, whole, full=True)}
    assert any(b"Open words" in data for data in files.values())
    assert any(b"open feedback" in data for data in files.values())
    for name, data in files.items():
        for mark in (b"sandpiper", b"curlew"):
            assert mark not in data, name


def test_that_what_the_hub_says_to_one_team_lies_in_no_other_teams_file(exchange: Exchange) -> None:
    a = exchange.member_team("Alder", "3")
    exchange.member_team("Birch", "3")
    pin = pinned(a)
    agree(exchange.hub, "3")
    exchange.round()
    with exchange.hub.edit("Say") as edit:
        feedback.give(edit, pin, "cool", COOL)
        asks.ask(edit, f"{COOL}?", minutes=5, to_team="Alder")
    for kind in ("feedback", "ask"):
        (one,) = exchange.hub.select(kind)
        with exchange.hub.edit("Publish") as edit:
            edit.publish(kind, one["id"])  # even asked to, it does not go to all
    back = exchange.round()
    assert COOL.encode() in bytes_of(back["Alder"])
    assert COOL.encode() not in bytes_of(back["Birch"])
    assert COOL in shown(a)

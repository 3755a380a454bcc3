"""The thread by command: three teams and a hub, from the table to what came of it; and how the hub's commands end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

IDEA, CYCLE, PIN, GIVEN = "1" * 32, "2" * 32, "3" * 32, "4" * 32
OURS, LINEAGE, TEST, SHELF = "5" * 32, "6" * 32, "7" * 32, "8" * 32
Edits = Callable[..., Path]


def add(kind: str, record: str | None = None, /, **fields: Any) -> dict[str, Any]:
    return {"do": "add", "kind": kind, **({"id": record} if record else {}), "fields": fields}


def publish(kind: str, record: str) -> dict[str, Any]:
    return {"do": "publish", "kind": kind, "id": record}


class Schools:
    """The workspaces of the network in one folder, and the roads between them, all by command."""

    def __init__(self, run: Any, edits: Edits, folder: Path) -> None:
        self.run = run
        self.edits = edits
        self.folder = folder
        self.rounds = 0
        self.hub = folder / "hub.netdesk"
        run("new", self.hub, "--team", "River Hub", "--person", "Hana", "--hub").good()
        self.teams = {name: self.join(name) for name in ("Alder", "Birch", "Cedar")}

    def join(self, name: str) -> Path:
        path, asked, invite = (self.folder / f"{name}{end}" for end in (".netdesk", ".request", ".invite"))
        self.run("new", path, "--team", name, "--school", f"{name} School", "--person", f"Lead of {name}").good()
        words = self.run("join", self.hub, "--person", "Hana", "--out", asked).good().out.strip()
        self.run("admit", path, asked, "--role", "hub", "--words", words, "--out", invite).good()
        self.run("receive", self.hub, invite).good()
        team = self.dump(path)["team"][0]["id"]
        self.apply(path, publish("team", team))
        return path

    def apply(self, path: Path, *lines: dict[str, Any]) -> Any:
        return self.run("apply", path, self.edits(*lines), "--json").good().json

    def refused(self, path: Path, *lines: dict[str, Any]) -> str:
        return str(self.run("apply", path, self.edits(*lines)).sentence(1))

    def dump(self, path: Path, space: str | None = None) -> Any:
        words = ("--space", space) if space else ()
        return self.run("dump", path, *words).good().json["records"]

    def round(self) -> None:
        """Each team sends, the hub collects the folder and returns, each team takes its bundle in."""
        self.rounds += 1
        out, back = self.folder / f"out{self.rounds}", self.folder / f"back{self.rounds}"
        out.mkdir()
        back.mkdir()
        for name, path in self.teams.items():
            self.run("share", path, "--with", "hub", "--publish", "--out", out / f"{name}.ndsync").good()
        assert len(self.run("hub", "collect", self.hub, out, "--json").good().json["received"]) == 3
        returned = self.run("hub", "return", self.hub, "--out", back, "--json").good().json["bundles"]
        for one in returned:
            self.run("receive", self.teams[one["team"]], one["file"]).good()


@pytest.fixture
def schools(run: Any, edits: Edits, tmp_path: Path) -> Schools:
    return Schools(run, edits, tmp_path)


@pytest.mark.slow
def test_that_the_thread_runs_from_the_table_to_what_came_of_it(schools: Schools) -> None:
    a, b = schools.teams["Alder"], schools.teams["Birch"]
    for path, stage in ((a, "1"), (b, "3"), (schools.hub, "3")):
        schools.apply(path, add("stage_step", to=stage, agreed_by=["Ana"], on="2026-03-01"))
    schools.apply(
        a,
        add("change_idea", IDEA, name="Text first", description="A text at 8:15"),
        add("cycle", CYCLE, title="Text 5 families", idea=IDEA, stage="do", plan="Text, then call"),
        add("pin", PIN, of=CYCLE, question="Too early?", audience="network", wanted=["warm"]),
        *(publish(kind, record) for kind, record in (("change_idea", IDEA), ("cycle", CYCLE), ("pin", PIN))),
    )
    frozen = schools.dump(a)["pin"][0]["frozen"]
    assert schools.dump(a)["pin"][0]["stage"] == "1" and frozen["fields"]["plan"] == "Text, then call"
    schools.round()

    (seen,) = schools.dump(b, "network")["pin"]
    assert (seen["source"], seen["by_team"], seen["stage"], seen["frozen"]) == (PIN, "Alder", "1", frozen)
    said = schools.refused(b, add("feedback", pin=PIN, kind="cool", text="No."))
    assert "Line 1: At stage 1 these kinds of feedback are agreed to: warm." in said
    schools.apply(b, add("feedback", GIVEN, pin=PIN, kind="warm", text="Small.", spot=1), publish("feedback", GIVEN))
    schools.apply(schools.hub, add("feedback", pin=PIN, kind="warm", text="It has a number."))
    schools.apply(
        schools.hub,
        add("library_entry", SHELF, idea=IDEA, name="Text first", from_team="Alder"),
        publish("library_entry", SHELF),
    )
    schools.round()
    assert {one["by_team"] for one in schools.dump(a, "hub")["feedback"]} == {"Birch", "River Hub"}
    schools.apply(a, add("reply", feedback=GIVEN, text="Thank you.", built_on=CYCLE))

    keep, change = "The text at 8:15", "The driver's name on it"
    schools.apply(
        b,
        add("change_idea", OURS, name="Text first"),
        add("lineage", LINEAGE, of=OURS, from_id=IDEA, from_team="Alder", keep=keep, change=change, because="Known"),
        {"do": "set", "kind": "change_idea", "id": OURS, "fields": {"origin": LINEAGE}},
        add("cycle", TEST, title="Six families", idea=OURS, stage="closed", decision="adapt", ended="2026-03-09"),
        *(publish(kind, record) for kind, record in (("change_idea", OURS), ("lineage", LINEAGE), ("cycle", TEST))),
    )
    schools.round()

    back = schools.dump(a, "hub")
    (lineage,) = back["lineage"]
    assert (lineage["by_team"], lineage["keep"], lineage["change"]) == ("Birch", keep, change)
    (notice,) = back["notice"]
    for words in ("1 other team", "Birch (Birch School)", keep, change, "goes on with changes"):
        assert words in notice["text"]
    assert [one["decision"] for one in back["cycle"]] == ["adapt"]
    # What the teams see is counted from lineage alone.
    counted = [one for one in back["lineage"] if one["from_id"] == IDEA]
    assert len({one["by_team"] for one in counted}) == 1
    assert "cool" not in json.dumps(back)
    told = schools.run("hub", "status", schools.hub, "--json").good().json["teams"]
    assert [(one["team"], one["cycles_open"]) for one in told] == [("Alder", 1), ("Birch", 0), ("Cedar", 0)]
    assert "Alder: last heard from on" in schools.run("hub", "status", schools.hub).good().out
    for path in (a, b, schools.hub):
        assert schools.run("check", path, "--json").good().json["ok"]


def test_that_a_bad_bundle_is_set_aside_with_its_reason_and_exit_3(run: Any, tmp_path: Path) -> None:
    hub, inbox = tmp_path / "hub.netdesk", tmp_path / "inbox"
    run("new", hub, "--team", "Hub", "--person", "Hana", "--hub").good()
    inbox.mkdir()
    (inbox / "torn.ndsync").write_bytes(b"PK\x03\x04" + b"x" * 90)
    ran = run("hub", "collect", hub, inbox, "--jobs", "2")
    assert ran.status == 3
    assert f"set aside: {inbox / 'torn.ndsync'}: " in ran.out
    assert "0 taken, 0 already had, 0 waiting, 1 set aside." in ran.out
    listed = run("hub", "collect", hub, inbox, "--json")
    assert (listed.status, len(listed.json["refused"])) == (3, 1)


def test_that_what_the_hub_cannot_do_is_said_in_a_sentence(run: Any, tmp_path: Path, lincoln: Path) -> None:
    hub = tmp_path / "hub.netdesk"
    run("new", hub, "--team", "Hub", "--person", "Hana", "--hub").good()
    address = "postgresql+psycopg://hub@localhost/netdesk"
    for words in (("collect", address, tmp_path), ("status", address), ("return", address, "--out", tmp_path)):
        assert "PostgreSQL is not built yet" in run("hub", *words).sentence(2)
    run("hub").sentence(2)
    run("hub", "digest", hub, "--out", tmp_path / "x.pdf").sentence(2)
    run("hub", "collect", hub, tmp_path, "--jobs", "0").sentence(2)
    run("hub", "collect", hub, tmp_path / "nowhere").sentence(1)
    assert "team's workspace" in run("hub", "collect", lincoln, tmp_path).sentence(1)
    assert "team's workspace" in run("hub", "return", lincoln, "--out", tmp_path).sentence(1)
    assert "No team has admitted" in run("hub", "return", hub, "--out", tmp_path).sentence(1)
    assert run("hub", "status", hub).good().out == "No team has admitted this hub yet.\n"

"""`make bench`: sending and receiving against what the machine can do at all (zlib, SHA-256, raw inserts)."""

from __future__ import annotations

import hashlib
import random
import resource
import sqlite3
import statistics
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from netdesk.store.keys import make_keys, verify
from netdesk.store.workspace import Workspace
from netdesk.sync.join import admit, request
from netdesk.sync.receive import preview, receive
from netdesk.sync.send import share
from tests.benchmarks.measure import Timed, both, median_seconds, once, say

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

MANY = 100_000
WORDS = ("call", "family", "morning", "seat", "test", "page", "week", "plan", "note", "chart", "school", "team")


def raw_rows_a_second(path: Path) -> Timed:
    """R: log rows a second that bare sqlite3 can insert into the log's table, clustered, in one transaction.

    By the clock it is the disk that is measured, by the processor the work; a busy machine bends the first alone.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(
        "CREATE TABLE change(stream INTEGER, seq INTEGER, body BLOB, PRIMARY KEY(stream, seq)) WITHOUT ROWID"
    )
    rows = [(1, seq, b"x" * 165) for seq in range(MANY)]

    def insert() -> None:
        connection.execute("DELETE FROM change")
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO change VALUES(?, ?, ?)", rows)
        connection.execute("COMMIT")

    insert()
    found = [both(insert) for _round in range(3)]
    connection.close()
    return Timed(*(MANY / statistics.median(kind) for kind in zip(*found, strict=True)))


def write_changes(ws: Workspace, changes: int, seed: int = 1) -> None:
    """Author about this many changes: cycles with four fields, each field edited again and again."""
    chance = random.Random(seed)
    made = 0
    while made < changes:
        with ws.edit("Edit cycles") as edit:
            for _cycle in range(250):
                cycle = edit.add("cycle", {"title": " ".join(chance.sample(WORDS, 3)), "people": chance.randrange(99)})
                made += 1
                for field in ("plan", "do", "study", "act", "plan", "do", "study"):
                    edit.put("cycle", cycle, {field: " ".join(chance.choices(WORDS, k=9))})
                    made += 1
                if made >= changes:
                    break


def teammate(folder: Path, ws: Workspace, name: str) -> Workspace:
    """A second member's workspace, joined by the real path."""
    path = folder / f"{name}.netdesk"
    words = request(path, name, folder / f"{name}.request")
    admit(ws, folder / f"{name}.request", words=words, out=folder / f"{name}.invite")
    found = Workspace.open(path)
    assert receive(found, [folder / f"{name}.invite"])["received"]
    return found


def test_that_the_machine_is_measured_first() -> None:
    data = bytes(range(256)) * 4096
    text = " ".join(random.Random(2).choices(WORDS, k=200_000)).encode()
    keys = make_keys("ab" * 16)
    signature = keys.sign(b"x")
    print("\nThe machine")
    say("SHA-256", f"{len(data) / median_seconds(lambda: hashlib.sha256(data)) / 1e6:.0f} MB/s")
    say("zlib level 6", f"{len(text) / median_seconds(lambda: zlib.compress(text, 6)) / 1e6:.0f} MB/s")
    say("signature checks", f"{1 / median_seconds(lambda: verify(keys.sign_public, b'x', signature), 50):.0f} /s")


def test_that_exchange_is_timed_against_raw_inserts(tmp_path: Path) -> None:
    rate = raw_rows_a_second(tmp_path / "raw.db")
    with Workspace.create(tmp_path / "a.netdesk", team="A", person="Ana") as ana:
        ben = teammate(tmp_path, ana, "Ben")
        write_changes(ana, MANY)
        changes = sum(stream.seq for stream in ana.log.streams())
        on_disk = ana.path.stat().st_size
        sent = both(lambda: share(ana, "team", tmp_path / "full.ndsync", full=True))
        size = (tmp_path / "full.ndsync").stat().st_size
        seen = both(lambda: preview(tmp_path / "full.ndsync", ben))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        result: dict[str, object] = {}
        taken = both(lambda: result.update(receive(ben, [tmp_path / "full.ndsync"])))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        assert result["received"]
        seconds = {"again": median_seconds(lambda: receive(ben, [tmp_path / "full.ndsync"]))}
        share(ben, "team", tmp_path / "ack.ndsync")
        assert receive(ana, [tmp_path / "ack.ndsync"])["received"]
        write_changes(ana, 200, seed=3)
        seconds["weekly send"] = once(lambda: share(ana, "team", tmp_path / "weekly.ndsync"))
        seconds["weekly receive"] = once(lambda: receive(ben, [tmp_path / "weekly.ndsync"]))
        assert ana.dump() == ben.dump()
        ben.close()
    print(f"\nExchange of {changes:,} changes")
    for way in Timed._fields:
        raw, one, other = getattr(rate, way), changes / getattr(taken, way), changes / getattr(sent, way)
        say(f"raw rows/s by executemany (R), by the {way}", f"{raw:,.0f}")
        say(f"receive changes/s (I), by the {way}", f"{one:,.0f}")
        say(f"I / R, by the {way}", f"{one / raw:.3f}", "≥ 0.10")
        say(f"send changes/s (E), by the {way}", f"{other:,.0f}")
        say(f"E / R, by the {way}", f"{other / raw:.3f}", "≥ 0.40")
        say(f"preview / receive, by the {way}", f"{getattr(seen, way) / getattr(taken, way):.2f}", "≤ 1.3")
    say("bytes a change in the bundle (synthetic words)", f"{size / changes:.0f}")
    say("bytes a change on disk, rows included", f"{on_disk / changes:.0f}")
    say("the same bundle again", f"{seconds['again'] * 1e3:.1f} ms")
    say("weekly bundle of 200 changes: send", f"{seconds['weekly send'] * 1e3:.0f} ms")
    say("weekly bundle of 200 changes: receive", f"{seconds['weekly receive'] * 1e3:.0f} ms")
    say("growth of memory over the receive", f"{grown:.0f} MB")


def test_that_a_weekly_bundle_is_timed_as_history_grows(tmp_path: Path) -> None:
    seconds = {}
    for history in (5_000, 50_000):
        folder = tmp_path / str(history)
        folder.mkdir()
        with Workspace.create(folder / "a.netdesk", team="A", person="Ana") as ana:
            write_changes(ana, history)
            ben = teammate(folder, ana, "Ben")
            share(ben, "team", folder / "ack.ndsync")
            receive(ana, [folder / "ack.ndsync"])
            rounds = []
            for week in range(5):
                write_changes(ana, 200, seed=10 + week)
                bundle = folder / f"week{week}.ndsync"
                rounds.append(once(lambda ana=ana, b=bundle: share(ana, "team", b)))
                rounds[-1] += once(lambda ben=ben, b=bundle: receive(ben, [b]))
                share(ben, "team", folder / "ack.ndsync")
                receive(ana, [folder / "ack.ndsync"])
            seconds[history] = sorted(rounds)[2]
            assert ana.dump() == ben.dump()
            ben.close()
    print("\nA weekly bundle of 200 changes, sent and received")
    say("after 5,000 changes", f"{seconds[5_000] * 1e3:.0f} ms")
    say("after 50,000 changes", f"{seconds[50_000] * 1e3:.0f} ms")
    say("ratio as history grows tenfold", f"{seconds[50_000] / seconds[5_000]:.2f} x", "≤ 1.3 x")


def test_that_a_receive_full_of_conflicts_is_timed_against_a_plain_one(tmp_path: Path) -> None:
    count = 5_000
    seconds = {}
    for name in ("plain", "conflicts"):
        folder = tmp_path / name
        folder.mkdir()
        with Workspace.create(folder / "a.netdesk", team="A", person="Ana") as ana:
            with ana.edit("Add cycles") as edit:
                cycles = [edit.add("cycle", {"title": f"Cycle {n}"}) for n in range(count)]
            ben = teammate(folder, ana, "Ben")
            for ws, word in ((ana, "one"), (ben, "two")):
                if ws is ana or name == "conflicts":
                    with ws.edit("Edit cycles") as edit:
                        for cycle in cycles:
                            edit.put("cycle", cycle, {"plan": word})
            share(ana, "team", folder / "x.ndsync")
            act: Callable[[], object] = lambda ben=ben, f=folder: receive(ben, [f / "x.ndsync"])  # noqa: E731
            seconds[name] = once(act)
            assert len(ben.conflicts()) == (count if name == "conflicts" else 0)
            ben.close()
    print(f"\n{count:,} changes received")
    say("plain", f"{seconds['plain']:.2f} s")
    say("every one a conflict", f"{seconds['conflicts']:.2f} s")
    say("ratio", f"{seconds['conflicts'] / seconds['plain']:.2f} x", "≤ 6 x")


def test_that_a_hub_takes_in_many_bundles(tmp_path: Path) -> None:
    teams = 12
    bundles: list[Path] = []
    with Workspace.create(tmp_path / "hub.netdesk", team="Hub", person="Hal", hub=True) as hub:
        for number in range(teams):
            folder = tmp_path / f"team{number}"
            folder.mkdir()
            with Workspace.create(folder / "a.netdesk", team=f"Team {number}", person="Ana") as ana:
                words = request(hub, "Hal", folder / "hub.request")
                admit(ana, folder / "hub.request", role="hub", words=words, out=folder / "hub.invite")
                assert receive(hub, [folder / "hub.invite"])["received"]
                write_changes(ana, 500, seed=number)
                with ana.edit("Publish") as edit:
                    for cycle in edit.select("cycle"):
                        edit.publish("cycle", cycle["id"])
                share(ana, "hub", folder / "work.ndsync")
                bundles.append(folder / "work.ndsync")
        seconds = once(lambda: receive(hub, bundles))
        published = len(hub.select("cycle", space="published"))
        assert published > teams
    print(f"\nA hub takes in {teams} bundles of {published // teams} published cycles each")
    say("bundles/s", f"{teams / seconds:.1f}")

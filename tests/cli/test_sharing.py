"""join, admit, share, preview, receive as commands; what bundles hold is tested with sync."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MEASURE, AIM = "1" * 32, "2" * 32
Edits = Callable[..., Path]


def add(kind: str, id_: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"do": "add", "kind": kind, "fields": fields} | ({"id": id_} if id_ else {})


@pytest.fixture
def ben(run: Any, lincoln: Path, edits: Edits, tmp_path: Path) -> Path:
    """Ben's workspace, admitted to the team, which has an aim."""
    run("apply", lincoln, edits(add("aim", AIM, what="Raise attendance"))).good()
    return admitted(run, lincoln, tmp_path / "ben.netdesk", "Ben")


def admitted(run: Any, team: Path, path: Path, name: str, *more: str) -> Path:
    request, invite = path.with_suffix(".request"), path.with_suffix(".invite")
    words = run("join", path, "--person", name, "--out", request).good().out
    assert len(words.split()) == 6
    assert run("admit", team, request, "--words", words, "--out", invite, *more).good().out == words
    run("receive", path, invite).good()
    return path


def test_that_a_teammate_joins_with_six_words_and_holds_the_same_work(run: Any, lincoln: Path, ben: Path) -> None:
    assert run("dump", ben).good().out == run("dump", lincoln).good().out
    assert sorted(one["name"] for one in run("dump", ben).json["records"]["person"]) == ["Ana", "Ben"]


def test_that_wrong_words_admit_nobody(run: Any, lincoln: Path, tmp_path: Path) -> None:
    run("join", tmp_path / "ben.netdesk", "--person", "Ben", "--out", tmp_path / "request").good()
    before = run("dump", lincoln).good().out
    words = "tent recycle agree method catalog tent"
    run("admit", lincoln, tmp_path / "request", "--words", words, "--out", tmp_path / "invite").sentence(1)
    assert run("dump", lincoln).good().out == before
    assert not (tmp_path / "invite").exists()


def test_that_an_invite_nobody_compared_needs_trust(run: Any, lincoln: Path, tmp_path: Path) -> None:
    path = tmp_path / "ben.netdesk"
    run("join", path, "--person", "Ben", "--out", tmp_path / "request").good()
    run("admit", lincoln, tmp_path / "request", "--out", tmp_path / "invite").good()
    assert run("receive", path, tmp_path / "invite").status == 3
    run("receive", path, tmp_path / "invite", "--trust").good()
    assert run("dump", path).good().out == run("dump", lincoln).good().out


def test_that_a_waiting_workspace_says_so_instead_of_working(run: Any, edits: Edits, tmp_path: Path) -> None:
    path = tmp_path / "ben.netdesk"
    run("join", path, "--person", "Ben", "--out", tmp_path / "request").good()
    assert "invite" in run("apply", path, edits(add("norm", text="early"))).sentence(1)
    assert run("dump", path).good().json == {"format": "netdesk-dump/1", "records": {}}
    run("share", path, "--with", "team").sentence(1)


def test_that_share_answers_what_it_wrote(run: Any, lincoln: Path, ben: Path, edits: Edits, tmp_path: Path) -> None:
    run("apply", lincoln, edits(add("norm", text="We start on time."))).good()
    out = tmp_path / "out"
    out.mkdir()
    answer = run("share", lincoln, "--with", "Ben", "--out", out, "--json").good().json
    assert set(answer) == {"file", "bytes", "full", "records", "held_back"}
    file = Path(answer["file"])
    assert (file.parent, file.suffix, file.stat().st_size) == (out, ".ndsync", answer["bytes"])
    assert answer["records"]["norm"] == 1
    assert answer["held_back"] == []
    named = run("share", lincoln, "--with", "team", "--out", tmp_path / "named.ndsync", "--full", "--json").good().json
    assert (Path(named["file"]), named["full"]) == (tmp_path / "named.ndsync", True)
    assert "norm" in run("share", lincoln, "--with", "team", "--out", out).good().out


def test_that_receive_answers_in_its_published_shape(
    run: Any, lincoln: Path, ben: Path, edits: Edits, tmp_path: Path
) -> None:
    run("apply", lincoln, edits(add("norm", text="We start on time."))).good()
    bundle = Path(run("share", lincoln, "--with", "team", "--out", tmp_path, "--json").good().json["file"])
    answer = run("receive", ben, bundle, "--json").good().json
    assert set(answer) == {"received", "already", "waiting", "refused", "conflicts", "changed"}
    assert answer["received"] == [str(bundle)]
    assert answer["changed"] == {"norm": 1}
    again = run("receive", ben, bundle, "--json").good().json
    assert (again["received"], again["already"], again["changed"]) == ([], [str(bundle)], {})


def test_that_a_bundle_with_a_gap_waits_with_status_1(
    run: Any, lincoln: Path, ben: Path, edits: Edits, tmp_path: Path
) -> None:
    def send(source: Path, name: str) -> Path:
        run("share", source, "--with", "team", "--out", tmp_path / name).good()
        return tmp_path / name

    run("apply", lincoln, edits(add("norm", text="First"))).good()
    first = send(lincoln, "1.ndsync")
    before = ben.read_bytes()
    run("receive", ben, first).good()
    run("receive", lincoln, send(ben, "ack.ndsync")).good()  # from here on, Ben is known to hold the first
    ben.write_bytes(before)  # … but his disk lost it
    run("apply", lincoln, edits(add("norm", text="Second"))).good()
    second = send(lincoln, "2.ndsync")
    dump = run("dump", ben, "--history").good().out
    ran = run("receive", ben, second, "--json")
    assert (ran.status, ran.json["received"], ran.json["changed"]) == (1, [], {})
    assert [one["bundle"] for one in ran.json["waiting"]] == [str(second)]
    assert ran.json["waiting"][0]["missing"]
    assert "earlier" in run("receive", ben, second).err
    assert run("preview", second, "--into", ben, "--json").good().json["missing"]
    assert run("dump", ben, "--history").good().out == dump
    run("receive", ben, second, first).good()  # in any order
    assert run("dump", ben).good().out == run("dump", lincoln).good().out


def test_that_junk_is_refused_with_status_3_and_good_bundles_go_on(
    run: Any, lincoln: Path, ben: Path, edits: Edits, tmp_path: Path
) -> None:
    run("apply", lincoln, edits(add("norm", text="We start on time."))).good()
    bundle = Path(run("share", lincoln, "--with", "team", "--out", tmp_path, "--json").good().json["file"])
    junk = tmp_path / "junk.ndsync"
    junk.write_bytes(b"PK\x03\x04 not a bundle")
    cut = tmp_path / "cut.ndsync"
    cut.write_bytes(bundle.read_bytes()[:-100])
    ran = run("receive", ben, junk, cut, bundle, "--json")
    assert ran.status == 3
    assert [one["bundle"] for one in ran.json["refused"]] == [str(junk), str(cut)]
    assert all(one["reason"] for one in ran.json["refused"])
    assert ran.json["received"] == [str(bundle)]
    assert "refused" in run("receive", ben, junk).err


def test_that_a_refused_bundle_changes_nothing(
    run: Any, lincoln: Path, ben: Path, edits: Edits, tmp_path: Path
) -> None:
    run("apply", lincoln, edits(add("norm", text="We start on time."))).good()
    bundle = Path(run("share", lincoln, "--with", "team", "--out", tmp_path, "--json").good().json["file"])
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 0x40
    bundle.write_bytes(data)
    before = run("dump", ben, "--deleted", "--history").good().out
    assert run("receive", ben, bundle).status == 3
    assert run("preview", bundle).status == 3
    assert run("dump", ben, "--deleted", "--history").good().out == before


def test_that_a_stranger_is_refused_whatever_is_trusted(run: Any, ben: Path, edits: Edits, tmp_path: Path) -> None:
    other = tmp_path / "other.netdesk"
    run("new", other, "--team", "Other", "--person", "Eve").good()
    admitted(run, other, tmp_path / "eve2.netdesk", "Eve Two")
    run("apply", other, edits(add("norm", text="intruder"))).good()
    bundle = Path(run("share", other, "--with", "team", "--out", tmp_path, "--json").good().json["file"])
    before = run("dump", ben).good().out
    for more in ((), ("--trust",)):
        assert run("receive", ben, bundle, *more).status == 3
    assert run("dump", ben).good().out == before


def test_that_preview_changes_nothing_and_tells_the_truth(
    run: Any, lincoln: Path, ben: Path, edits: Edits, tmp_path: Path
) -> None:
    run("apply", lincoln, edits(add("norm", text="We start on time."))).good()
    bundle = Path(run("share", lincoln, "--with", "team", "--out", tmp_path, "--json").good().json["file"])
    before = run("dump", ben, "--history").good().out
    answer = run("preview", bundle, "--into", ben, "--json").good().json
    assert {"from", "to", "signed", "records", "changed", "conflicts", "missing"} <= set(answer)
    assert (answer["signed"], answer["changed"], answer["missing"]) == ("known", {"norm": 1}, [])
    assert run("dump", ben, "--history").good().out == before
    assert run("receive", ben, bundle, "--json").good().json["changed"] == answer["changed"]
    alone = run("preview", bundle, "--json").good().json
    assert (alone["signed"], alone["changed"]) == ("unknown", {})
    assert "norm" in run("preview", bundle).good().out


@pytest.mark.parametrize(
    "words", [("preview", "{}"), ("receive", "ben.netdesk", "{}"), ("admit", "lincoln.netdesk", "{}", "--out", "x")]
)
def test_that_missing_files_and_folders_are_said(
    run: Any, ben: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("gone.ndsync", "."):
        ran = run(*(word.format(name) for word in words))
        assert ran.status in (1, 3)
        assert ran.err.startswith("netdesk: ")
        assert not (tmp_path / "x").exists()


def test_that_sharing_with_nobody_known_is_said(run: Any, lincoln: Path, ben: Path, tmp_path: Path) -> None:
    assert "Zoe" in run("share", lincoln, "--with", "Zoe", "--out", tmp_path).sentence(1)
    run("share", lincoln, "--with", "hub", "--out", tmp_path).sentence(1)
    run("share", lincoln, "--with", "team", "--out", tmp_path / "no" / "such" / "x.ndsync").sentence(1)


# The hub


@pytest.fixture
def hub(run: Any, lincoln: Path, tmp_path: Path) -> Path:
    path = tmp_path / "hub.netdesk"
    run("new", path, "--team", "River Network", "--hub", "--person", "Hana").good()
    return admitted(run, lincoln, path, "Hana", "--role", "hub")


def test_that_only_what_is_published_reaches_the_hub(
    run: Any, lincoln: Path, hub: Path, edits: Edits, tmp_path: Path
) -> None:
    run(
        "apply",
        lincoln,
        edits(
            add("measure", MEASURE, name="Attendance"),
            add("observation", measure=MEASURE, period="2026-01-05", value={"n": 3, "d": 9}),
            add("observation", measure=MEASURE, period="2026-01-12", value={"n": 27, "d": 30}),
            add("norm", text="CANARY stays"),
            {"do": "publish", "kind": "measure", "id": MEASURE},
        ),
    ).good()
    answer = run("share", lincoln, "--with", "hub", "--out", tmp_path / "h.ndsync", "--json").good().json
    assert [one["kind"] for one in answer["held_back"]] == ["observation"]
    assert set(answer["held_back"][0]) == {"kind", "id", "why"}
    run("receive", hub, tmp_path / "h.ndsync").good()
    held = run("dump", hub, "--space", "published").good()
    assert [one["source"] for one in held.json["records"]["measure"]] == [MEASURE]
    assert [one["period"] for one in held.json["records"]["observation"]] == ["2026-01-12"]
    assert "CANARY" not in held.out + run("dump", hub, "--history").good().out


def test_that_published_items_changed_since_are_held_back_until_published(
    run: Any, lincoln: Path, hub: Path, edits: Edits, tmp_path: Path
) -> None:
    run(
        "apply",
        lincoln,
        edits(add("measure", MEASURE, name="Old"), {"do": "publish", "kind": "measure", "id": MEASURE}),
    ).good()
    run("apply", lincoln, edits({"do": "set", "kind": "measure", "id": MEASURE, "fields": {"name": "New"}})).good()
    held = run("share", lincoln, "--with", "hub", "--out", tmp_path / "1.ndsync", "--json").good().json["held_back"]
    assert [(one["kind"], one["id"]) for one in held] == [("measure", MEASURE)]
    run("receive", hub, tmp_path / "1.ndsync").good()
    assert run("dump", hub, "--space", "published").json["records"]["measure"][0]["name"] == "Old"
    sent = run("share", lincoln, "--with", "hub", "--publish", "--out", tmp_path / "2.ndsync", "--json").good().json
    assert sent["held_back"] == []
    run("receive", hub, tmp_path / "2.ndsync").good()
    assert run("dump", hub, "--space", "published").json["records"]["measure"][0]["name"] == "New"

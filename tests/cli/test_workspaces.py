"""new, apply, dump: a workspace, work brought in by other tools, and all of it given back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MEASURE, AIM, CYCLE, QUESTION = ("1" * 32, "2" * 32, "3" * 32, "4" * 32)
Edits = Callable[..., Path]

WORK: list[dict[str, Any]] = [
    {"do": "add", "kind": "measure", "id": MEASURE, "fields": {"name": "Attendance", "unit": "%"}},
    {"do": "add", "kind": "aim", "id": AIM, "fields": {"what": "Raise attendance", "to": "93.50", "measure": MEASURE}},
    {"do": "add", "kind": "cycle", "id": CYCLE, "fields": {"title": "Call home", "stage": "plan"}},
    {
        "do": "add",
        "kind": "question",
        "id": QUESTION,
        "fields": {"cycle": CYCLE, "text": "Who answers?", "prediction": "7"},
    },
]


def dump_of(run: Any, path: Path, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = run("dump", path, *more).good().json
    return found


# new


def test_that_new_makes_a_workspace_with_team_and_person(run: Any, lincoln: Path) -> None:
    records = dump_of(run, lincoln)["records"]
    assert [(one["name"], one["school"]) for one in records["team"]] == [("Lincoln", "Lincoln Middle")]
    assert [one["name"] for one in records["person"]] == ["Ana"]


def test_that_new_never_replaces_a_file(run: Any, lincoln: Path) -> None:
    before = lincoln.read_bytes()
    assert "already there" in run("new", lincoln, "--team", "Other").sentence(1)
    assert lincoln.read_bytes() == before


def test_that_new_in_a_missing_folder_says_so(run: Any, tmp_path: Path) -> None:
    assert "no folder" in run("new", tmp_path / "no" / "a.netdesk", "--team", "A").sentence(1)


def test_that_new_without_a_team_is_wrong_usage(run: Any, tmp_path: Path) -> None:
    assert "--team" in run("new", tmp_path / "a.netdesk").sentence(2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "   ", "a\0b", "\udcff", "x" * 70_000])
def test_that_a_team_without_a_sound_name_is_refused_and_nothing_is_left(run: Any, tmp_path: Path, name: str) -> None:
    run("new", tmp_path / "a.netdesk", "--team", name).sentence(1)
    assert list(tmp_path.iterdir()) == []


def test_that_a_workspace_made_from_a_dump_dumps_the_same(
    run: Any, lincoln: Path, edits: Edits, tmp_path: Path
) -> None:
    begun = {"do": "set", "kind": "cycle", "id": CYCLE, "fields": {"stage": "do"}}
    run("apply", lincoln, edits(*WORK, begun)).good()
    text = run("dump", lincoln).good().out
    (tmp_path / "dump.json").write_text(text, encoding="utf-8")
    copy = tmp_path / "copy.netdesk"
    run("new", copy, "--team", "Lincoln", "--person", "Ana", "--from", tmp_path / "dump.json").good()
    assert run("dump", copy).good().out == text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\x00\xff junk",
        b"[]",
        b'{"format": "netdesk-dump/9", "records": {}}',
        b'{"format": "netdesk-dump/1"}',
        b'{"format": "netdesk-dump/1", "records": {"aims": []}}',
        b'{"format": "netdesk-dump/1", "records": {"aim": [{"what": "no id"}]}}',
        b'{"format": "netdesk-dump/1", "records": {"aim": [{"id": "short"}]}}',
        b'{"format": "netdesk-dump/1", "records": {"aim": [{"id": "%s", "by": "soon"}]}}' % (b"1" * 32),
        b'{"format": "netdesk-dump/1", "records": {"aim": [{"id": "%s", "colour": "red"}]}}' % (b"1" * 32),
        b'{"format": "netdesk-dump/1", "records": {"aim": "none"}}',
    ],
)
def test_that_a_damaged_or_foreign_dump_is_refused_and_nothing_is_left(
    run: Any, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "dump.json").write_bytes(content)
    run("new", tmp_path / "a.netdesk", "--team", "A", "--from", tmp_path / "dump.json").sentence(3)
    assert [one.name for one in tmp_path.iterdir()] == ["dump.json"]


def test_that_a_missing_dump_is_said(run: Any, tmp_path: Path) -> None:
    assert "gone.json" in run("new", tmp_path / "a.netdesk", "--team", "A", "--from", tmp_path / "gone.json").sentence(
        1
    )


# apply


def test_that_apply_answers_edit_and_ids_line_by_line(run: Any, lincoln: Path, edits: Edits) -> None:
    file = edits(*WORK, "", {"do": "add", "kind": "norm", "fields": {"text": "We start on time."}})
    answer = run("apply", lincoln, file, "--json").good().json
    assert set(answer) == {"edit", "records"}
    assert [(one["line"], one["kind"]) for one in answer["records"]] == [
        (1, "measure"), (2, "aim"), (3, "cycle"), (4, "question"), (6, "norm"),
    ]  # fmt: skip
    assert answer["records"][1]["id"] == AIM
    assert len(answer["records"][4]["id"]) == 32
    newest = run("history", lincoln, "--json").good().json[0]
    assert newest["edit"] == answer["edit"]


def test_that_numbers_are_read_exactly_and_dumped_as_text(run: Any, lincoln: Path, edits: Edits) -> None:
    line = (
        '{"do": "add", "kind": "aim", "id": "%s", "fields": {"from": 0.1000000000000000055511151231257827, "to": 1e2}}'
    )
    run("apply", lincoln, edits(line % AIM)).good()
    aim = dump_of(run, lincoln)["records"]["aim"][0]
    assert (aim["from"], aim["to"]) == ("0.1000000000000000055511151231257827", "100")


def test_that_a_derived_id_may_be_left_out_or_must_be_right(run: Any, lincoln: Path, edits: Edits) -> None:
    point = {"measure": MEASURE, "period": "2026-01-05", "value": {"n": 12, "d": 30}}
    answer = run(
        "apply", lincoln, edits(WORK[0], {"do": "add", "kind": "observation", "fields": point}), "--json"
    ).good()
    derived = answer.json["records"][1]["id"]
    wrong = {"do": "add", "kind": "observation", "id": "9" * 32, "fields": {**point, "period": "2026-01-12"}}
    assert "Line 1:" in run("apply", lincoln, edits(wrong)).sentence(1)
    assert dump_of(run, lincoln)["records"]["observation"][0]["id"] == derived


def test_that_every_verb_does_its_deed(run: Any, lincoln: Path, edits: Edits) -> None:
    bone, first, second = "a" * 32, "b" * 32, "c" * 32
    run(
        "apply",
        lincoln,
        edits(
            {"do": "add", "kind": "fishbone", "id": bone, "fields": {"effect": "Low attendance"}},
            {"do": "add", "kind": "cause", "id": first, "fields": {"fishbone": bone, "text": "Bus"}},
            {"do": "add", "kind": "cause", "id": second, "fields": {"fishbone": bone, "text": "Late bus"}},
            {"do": "move", "kind": "cause", "id": second, "parent": first, "after": None},
            {"do": "set", "kind": "cause", "id": first, "fields": {"text": "The bus", "note": "Line 7"}},
            {"do": "set", "kind": "cause", "id": first, "fields": {"note": None}},
            {"do": "delete", "kind": "cause", "id": second},
            {"do": "restore", "kind": "cause", "id": second},
            {"do": "publish", "kind": "fishbone", "id": bone},
        ),
    ).good()
    causes = {one["id"]: one for one in dump_of(run, lincoln)["records"]["cause"]}
    assert causes[first]["text"] == "The bus"
    assert "note" not in causes[first]
    assert causes[second]["pos"][0] == first
    copies = dump_of(run, lincoln, "--space", "published")["records"]
    assert [one["source"] for one in copies["fishbone"]] == [bone]
    assert all("team" in one for rows in copies.values() for one in rows)
    run("apply", lincoln, edits({"do": "unpublish", "kind": "fishbone", "id": bone})).good()
    assert "fishbone" not in dump_of(run, lincoln, "--space", "published")["records"]


def test_that_a_private_record_never_enters_the_teams_log(run: Any, lincoln: Path, edits: Edits) -> None:
    secret = {"do": "add", "kind": "insight", "id": AIM, "level": "me", "fields": {"text": "CANARY"}}
    run("apply", lincoln, edits(secret)).good()
    assert "CANARY" not in run("dump", lincoln, "--deleted", "--history").good().out
    assert dump_of(run, lincoln, "--space", "me")["records"]["insight"][0]["text"] == "CANARY"
    run("apply", lincoln, edits({"do": "level", "kind": "insight", "id": AIM, "to": "team"})).good()
    assert "CANARY" in run("dump", lincoln).good().out


def test_that_apply_is_one_undo_step(run: Any, lincoln: Path, edits: Edits) -> None:
    before = run("dump", lincoln).good().out
    run("apply", lincoln, edits(*WORK)).good()
    after = run("dump", lincoln).good().out
    assert set(run("undo", lincoln, "--json").good().json) == {"label", "changes", "left_alone"}
    assert run("dump", lincoln).good().out == before
    run("redo", lincoln).good()
    assert run("dump", lincoln).good().out == after


@pytest.mark.parametrize(
    "bad",
    [
        {"do": "add", "kind": "aim", "fields": {"by": "May"}},
        {"do": "add", "kind": "aim", "fields": {"colour": "red"}},
        {"do": "add", "kind": "aim", "fields": {"measure": "9" * 32}},
        {"do": "add", "kind": "observation", "fields": {"measure": MEASURE, "period": "2026-01-05", "value": {"n": 1}}},
        {"do": "add", "kind": "observation", "fields": {"period": "2026-01-05", "value": {"v": 1}}},
        {"do": "add", "kind": "aim", "id": AIM, "fields": {"what": "twice"}},
        {"do": "add", "kind": "publication", "fields": {"of": AIM}},
        {"do": "add", "kind": "stage_step", "fields": {"to": "1"}},
        {"do": "add", "kind": "feedback", "fields": {"kind": "cool", "text": "no"}},
        {"do": "set", "kind": "aim", "id": "9" * 32, "fields": {"what": "nothing there"}},
        {"do": "set", "kind": "question", "id": QUESTION, "fields": {"locked_at": "2026-01-05T00:00:00Z"}},
        {"do": "set", "kind": "cycle", "id": CYCLE, "fields": {"stage": "finished"}},
        {"do": "delete", "kind": "aim", "id": CYCLE},
        {"do": "restore", "kind": "aim", "id": AIM},
        {"do": "move", "kind": "aim", "id": AIM},
        {"do": "publish", "kind": "comment", "id": AIM},
        {"do": "unpublish", "kind": "aim", "id": AIM},
        {"do": "fly", "kind": "aim", "id": AIM},
        "not json",
        "[" * 5000,
    ],
)  # fmt: skip
def test_that_a_bad_line_is_named_and_nothing_of_the_file_is_kept(
    run: Any, lincoln: Path, edits: Edits, bad: dict[str, Any] | str
) -> None:
    run("apply", lincoln, edits(*WORK)).good()
    before = run("dump", lincoln, "--deleted", "--history").good().out
    good = {"do": "add", "kind": "norm", "fields": {"text": "kept?"}}
    sentence = run("apply", lincoln, edits(good, "", bad, good)).sentence(1)
    assert sentence.startswith("netdesk: Line 3: ")
    assert run("dump", lincoln, "--deleted", "--history").good().out == before


def test_that_a_locked_prediction_is_refused_to_change(run: Any, lincoln: Path, edits: Edits) -> None:
    run("apply", lincoln, edits(*WORK, {"do": "set", "kind": "cycle", "id": CYCLE, "fields": {"stage": "do"}})).good()
    for field in ("prediction", "because"):
        line = {"do": "set", "kind": "question", "id": QUESTION, "fields": {field: "I knew it"}}
        assert "amendment" in run("apply", lincoln, edits(line)).sentence(1)
    question = dump_of(run, lincoln)["records"]["question"][0]
    assert (question["prediction"], "locked_at" in question) == ("7", True)


def test_that_a_circle_in_the_theory_is_refused_by_name(run: Any, lincoln: Path, edits: Edits) -> None:
    one, two = "a" * 32, "b" * 32
    run(
        "apply",
        lincoln,
        edits(
            {"do": "add", "kind": "driver", "id": one, "fields": {"name": "Trust"}},
            {"do": "add", "kind": "driver", "id": two, "fields": {"name": "Contact"}},
            {"do": "add", "kind": "driver_link", "fields": {"parent": one, "child": two}},
        ),
    ).good()
    back = {"do": "add", "kind": "driver_link", "fields": {"parent": two, "child": one}}
    sentence = run("apply", lincoln, edits(back)).sentence(1)
    assert "Trust" in sentence
    assert "Contact" in sentence


def test_that_published_copies_are_never_written(run: Any, lincoln: Path, edits: Edits) -> None:
    run("apply", lincoln, edits(WORK[0], {"do": "publish", "kind": "measure", "id": MEASURE})).good()
    copy = dump_of(run, lincoln, "--space", "published")["records"]["measure"][0]["id"]
    for line in (
        {"do": "set", "kind": "measure", "id": copy, "fields": {"name": "Other"}},
        {"do": "delete", "kind": "measure", "id": copy},
    ):
        assert "Line 1:" in run("apply", lincoln, edits(line)).sentence(1)


def test_that_edits_that_say_nothing_new_make_no_edit(run: Any, lincoln: Path, edits: Edits) -> None:
    run("apply", lincoln, edits(*WORK)).good()
    count = len(run("history", lincoln, "--json").good().json)
    same = {"do": "set", "kind": "aim", "id": AIM, "fields": {"to": "93.500"}}
    assert run("apply", lincoln, edits(same), "--json").good().json["edit"] is None
    assert run("apply", lincoln, edits(), "--json").good().json == {"edit": None, "records": []}
    assert len(run("history", lincoln, "--json").good().json) == count


def test_that_edits_that_cannot_be_read_are_said(run: Any, lincoln: Path, tmp_path: Path) -> None:
    assert "gone.jsonl" in run("apply", lincoln, tmp_path / "gone.jsonl").sentence(1)
    assert "folder" in run("apply", lincoln, tmp_path).sentence(1)
    (tmp_path / "junk").write_bytes(os.urandom(2000).replace(b"\n", b" ") + b"\xff")
    assert "Line 1:" in run("apply", lincoln, tmp_path / "junk").sentence(1)


# dump


def test_that_a_dump_is_canonical_sorted_and_holds_nothing_local(run: Any, lincoln: Path, edits: Edits) -> None:
    run("apply", lincoln, edits(*WORK, {"do": "add", "kind": "norm", "fields": {"text": "Días ¡sí! 日本"}})).good()
    text = run("dump", lincoln).good().out
    document = json.loads(text)
    assert text == json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    assert document["format"] == "netdesk-dump/1"
    for rows in document["records"].values():
        assert [one["id"] for one in rows] == sorted(one["id"] for one in rows)
        assert all(not {"space", "created", "changed", "alive", "team", "source"} & set(one) for one in rows)
    assert str(lincoln.parent) not in text


def test_that_a_dump_can_keep_what_was_deleted_and_the_log(run: Any, lincoln: Path, edits: Edits) -> None:
    run("apply", lincoln, edits(*WORK, {"do": "delete", "kind": "aim", "id": AIM})).good()
    assert "aim" not in dump_of(run, lincoln)["records"]
    assert dump_of(run, lincoln, "--deleted")["records"]["aim"][0]["id"] == AIM
    assert {one["k"] for one in dump_of(run, lincoln, "--history")["history"]} == {"new", "del"}


def test_that_a_dump_goes_to_a_file_but_never_over_a_workspace(run: Any, lincoln: Path, tmp_path: Path) -> None:
    text = run("dump", lincoln).good().out
    ran = run("dump", lincoln, "--out", tmp_path / "d.json").good()
    assert ran.out == ""
    assert (tmp_path / "d.json").read_text(encoding="utf-8") == text
    before = lincoln.read_bytes()
    run("dump", lincoln, "--out", lincoln).sentence(1)
    assert lincoln.read_bytes() == before
    run("dump", lincoln, "--out", tmp_path).sentence(1)
    run("dump", lincoln, "--out", tmp_path / "no" / "d.json").sentence(1)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["d.json", "lincoln.netdesk"]


def test_that_a_dump_goes_through_links_and_into_devices_without_replacing_them(
    run: Any, lincoln: Path, tmp_path: Path
) -> None:
    real, link, pipe = tmp_path / "real.json", tmp_path / "link.json", tmp_path / "pipe"
    link.symlink_to(real)
    run("dump", lincoln, "--out", link).good()
    assert link.is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))["format"] == "netdesk-dump/1"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        run("dump", lincoln, "--out", pipe).good()
        assert os.read(reader, 65536) == real.read_bytes()
        assert "ordinary file" in run("share", lincoln, "--with", "team", "--out", pipe).sentence(1)
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_that_a_data_folder_that_cannot_be_used_is_named(run: Any, lincoln: Path) -> None:
    assert "data folder" in run("--data-dir", lincoln / "inside", "dump", lincoln).sentence(1)


# Every command that opens a workspace

OPENING = [
    ("apply", "{}", "edits.jsonl"),
    ("dump", "{}"),
    ("undo", "{}"),
    ("redo", "{}"),
    ("history", "{}"),
    ("conflicts", "{}"),
    ("resolve", "{}", "1" * 32, "--keep", "1"),
    ("check", "{}"),
    ("backup", "{}"),
    ("share", "{}", "--with", "team"),
    ("receive", "{}", "x.ndsync"),
    ("report", "{}", "cycle", "1" * 32, "--out", "x.pdf"),
]


@pytest.mark.parametrize("words", OPENING, ids=[words[0] for words in OPENING])
def test_that_a_file_that_is_no_workspace_is_refused_untouched(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "edits.jsonl").write_text("", encoding="utf-8")
    for name, content, status in (
        ("empty", b"", 3),
        ("text", b"my notes\n" * 50, 3),
        ("junk", bytes(range(256)) * 20, 3),
        ("halfway", b"SQLite format 3\0" + b"\0" * 500, 3),
    ):
        (tmp_path / name).write_bytes(content)
        run(*(word.format(name) for word in words)).sentence(status)
        assert (tmp_path / name).read_bytes() == content
    assert "missing" in run(*(word.format("missing") for word in words)).sentence(1)
    run(*(word.format(".") for word in words)).sentence(1)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["edits.jsonl", "empty", "halfway", "junk", "text"]

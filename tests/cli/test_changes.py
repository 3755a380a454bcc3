"""undo, redo, history, conflicts, resolve."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AIM, IDEA, BONE = "2" * 32, "3" * 32, "4" * 32
Edits = Callable[..., Path]


def put(kind: str, id_: str, **fields: Any) -> dict[str, Any]:
    return {"do": "set", "kind": kind, "id": id_, "fields": fields}


def add(kind: str, id_: str, **fields: Any) -> dict[str, Any]:
    return {"do": "add", "kind": kind, "id": id_, "fields": fields}


def test_that_undo_and_redo_walk_back_and_forth_over_restarts(run: Any, lincoln: Path, edits: Edits) -> None:
    dumps = [run("dump", lincoln).good().out]
    for what in ("one", "two", "three"):
        fields = {"what": what}
        line = {"do": "set", "kind": "aim", "id": AIM, "fields": fields}
        run("apply", lincoln, edits(line if len(dumps) > 1 else {**line, "do": "add"})).good()
        dumps.append(run("dump", lincoln).good().out)
    for expected in dumps[-2::-1]:
        run("undo", lincoln).good()
        assert run("dump", lincoln).good().out == expected
    assert "nothing to undo" in run("undo", lincoln).sentence(1).lower()
    for expected in dumps[1:]:
        run("redo", lincoln).good()
        assert run("dump", lincoln).good().out == expected
    assert "nothing to redo" in run("redo", lincoln).sentence(1).lower()


def test_that_undo_answers_what_it_did(run: Any, lincoln: Path, edits: Edits) -> None:
    run("apply", lincoln, edits(add("aim", AIM, what="one", to="3"))).good()
    answer = run("undo", lincoln, "--json").good().json
    assert answer == {"label": "Apply edits from a file", "changes": answer["changes"], "left_alone": []}
    assert answer["changes"] >= 1


def test_that_history_tells_each_edit_newest_first(run: Any, lincoln: Path, edits: Edits) -> None:
    run("apply", lincoln, edits(add("aim", AIM, what="one"))).good()
    run("apply", lincoln, edits(put("aim", AIM, what="two"))).good()
    newest, before, *_older = run("history", lincoln, "--json").good().json
    assert set(newest) == {"edit", "label", "person", "when", "undone", "changes"}
    assert newest["changes"] == [{"kind": "aim", "record": AIM, "field": "what", "before": "one", "after": "two"}]
    assert (newest["person"], newest["undone"], before["undone"]) == ("Ana", False, False)
    run("undo", lincoln).good()
    marked = {edit["edit"]: edit["undone"] for edit in run("history", lincoln, "--json").good().json}
    assert marked[newest["edit"]] is True
    assert marked[before["edit"]] is False


def test_that_history_can_be_that_of_one_record(run: Any, lincoln: Path, edits: Edits) -> None:
    run("apply", lincoln, edits(add("aim", AIM, what="one"), add("change_idea", IDEA, name="Call"))).good()
    run("apply", lincoln, edits(put("change_idea", IDEA, name="Call home"))).good()
    found = run("history", lincoln, "--record", f"aim:{AIM}", "--json").good().json
    assert [[change["record"] for change in edit["changes"]] for edit in found] == [[AIM]]
    assert "Ana" in run("history", lincoln, "--record", f"aim:{AIM}").good().out
    assert len(run("history", lincoln, "--limit", "1", "--json").good().json) == 1


@pytest.mark.parametrize("record", ["aim", "aim:", f"aims:{AIM}", "aim:zz", ":", f"{AIM}"])
def test_that_a_record_is_named_by_kind_and_id(run: Any, lincoln: Path, record: str) -> None:
    run("history", lincoln, "--record", record).sentence(2)


# Conflicts


@pytest.fixture
def pair(run: Any, lincoln: Path, edits: Edits, tmp_path: Path) -> tuple[Path, Path]:
    """Ana's and Ben's workspaces of one team, holding the same work."""
    run(
        "apply",
        lincoln,
        edits(add("aim", AIM, what="Raise attendance", to="93"), add("change_idea", IDEA, name="Call")),
    ).good()
    ben = tmp_path / "ben.netdesk"
    words = run("join", ben, "--person", "Ben", "--out", tmp_path / "ben.request").good().out.strip()
    run("admit", lincoln, tmp_path / "ben.request", "--words", words, "--out", tmp_path / "ben.invite").good()
    run("receive", ben, tmp_path / "ben.invite").good()
    return lincoln, ben


def exchange(run: Any, one: Path, other: Path) -> None:
    for source, target in ((one, other), (other, one)):
        bundle = run("share", source, "--with", "team", "--out", source.parent, "--json").good().json["file"]
        run("receive", target, bundle).good()


def test_that_two_values_are_listed_and_settled_on_both_sides(run: Any, pair: tuple[Path, Path], edits: Edits) -> None:
    ana, ben = pair
    run("apply", ana, edits(put("aim", AIM, to="94"))).good()
    run("apply", ben, edits(put("aim", AIM, to="95"))).good()
    exchange(run, ana, ben)
    found = run("conflicts", ana, "--json").good().json
    assert found == run("conflicts", ben, "--json").good().json
    conflict = found[0]
    assert set(conflict) == {"id", "kind", "record", "field", "type", "values"}
    assert (conflict["kind"], conflict["record"], conflict["field"], conflict["type"]) == ("aim", AIM, "to", "value")
    values = {one["value"]: one for one in conflict["values"]}
    assert (values["94"]["person"], values["95"]["person"]) == ("Ana", "Ben")
    assert sorted(one["n"] for one in conflict["values"]) == [1, 2]
    assert "94" in run("conflicts", ana).good().out
    run("resolve", ana, conflict["id"], "--keep", values["94"]["n"]).good()
    exchange(run, ana, ben)
    for path in pair:
        assert run("conflicts", path, "--json").good().json == []
        assert run("dump", path).good().json["records"]["aim"][0]["to"] == "94"
    assert run("dump", ana).good().out == run("dump", ben).good().out


def test_that_a_conflict_can_be_settled_with_words_of_ones_own(run: Any, pair: tuple[Path, Path], edits: Edits) -> None:
    ana, ben = pair
    run("apply", ana, edits(put("aim", AIM, rationale="Because A"))).good()
    run("apply", ben, edits(put("aim", AIM, rationale="Because B"))).good()
    exchange(run, ana, ben)
    conflict = run("conflicts", ben, "--json").good().json[0]
    assert conflict["type"] == "text"
    run("resolve", ben, conflict["id"], "--keep", "text:Because A and B: both").good()
    assert run("dump", ben).good().json["records"]["aim"][0]["rationale"] == "Because A and B: both"
    assert run("conflicts", ben, "--json").good().json == []


@pytest.mark.parametrize(("keep", "alive"), [("1", True), ("2", False)])
def test_that_an_edit_against_a_deletion_is_kept_or_deleted(
    run: Any, pair: tuple[Path, Path], edits: Edits, keep: str, alive: bool
) -> None:
    ana, ben = pair
    run("apply", ana, edits({"do": "delete", "kind": "change_idea", "id": IDEA})).good()
    run("apply", ben, edits(put("change_idea", IDEA, name="Call home"))).good()
    exchange(run, ana, ben)
    conflict = run("conflicts", ana, "--json").good().json[0]
    assert (conflict["type"], conflict["field"]) == ("edit-vs-delete", None)
    run("resolve", ana, conflict["id"], "--keep", keep).good()
    exchange(run, ana, ben)
    for path in pair:
        assert ("change_idea" in run("dump", path).good().json["records"]) is alive
        assert run("conflicts", path, "--json").good().json == []


def test_that_a_wrong_answer_to_a_conflict_changes_nothing(run: Any, pair: tuple[Path, Path], edits: Edits) -> None:
    ana, ben = pair
    run("apply", ana, edits(put("aim", AIM, to="94"))).good()
    run("apply", ben, edits(put("aim", AIM, to="95"))).good()
    exchange(run, ana, ben)
    id_ = run("conflicts", ana, "--json").good().json[0]["id"]
    before = run("dump", ana, "--history").good().out
    run("resolve", ana, "0" * 32, "--keep", "1").sentence(1)
    run("resolve", ana, id_, "--keep", "3").sentence(1)
    run("resolve", ana, id_, "--keep", "text:ninety-four").sentence(1)
    run("resolve", ana, id_, "--keep", "both").sentence(2)
    run("resolve", ana, id_).sentence(2)
    assert run("dump", ana, "--history").good().out == before


def test_that_undo_leaves_a_teammates_newer_value_alone_and_says_so(
    run: Any, pair: tuple[Path, Path], edits: Edits
) -> None:
    ana, ben = pair
    run("apply", ana, edits(put("aim", AIM, to="94", what="Raise it"))).good()
    exchange(run, ana, ben)
    run("apply", ben, edits(put("aim", AIM, to="95"))).good()
    exchange(run, ana, ben)
    answer = run("undo", ana, "--json").good().json
    assert answer["left_alone"] == [{"kind": "aim", "record": AIM, "field": "to"}]
    aim = run("dump", ana).good().json["records"]["aim"][0]
    assert (aim["to"], aim["what"]) == ("95", "Raise attendance")


# Writing as somebody else, and beside an open window


def test_that_a_shared_computer_writes_as_the_person_named(run: Any, lincoln: Path, edits: Edits) -> None:
    run("apply", lincoln, edits({"do": "add", "kind": "person", "fields": {"name": "Rosa Ortiz"}})).good()
    run("--as", "rosa ortiz", "apply", lincoln, edits(add("aim", AIM, what="hers"))).good()
    assert run("history", lincoln, "--json").good().json[0]["person"] == "Rosa Ortiz"
    assert "Rosa Ortiz" in run("--as", "Zoe", "apply", lincoln, edits(put("aim", AIM, what="x"))).sentence(1)
    run("undo", lincoln, "--as", "Ana").good()  # Ana's own newest edit, not Rosa's
    records = run("dump", lincoln).good().json["records"]
    assert records["aim"][0]["what"] == "hers"
    assert [one["name"] for one in records["person"]] == ["Ana"]


def test_that_commands_read_but_do_not_write_while_the_workspace_is_open_elsewhere(
    run: Any, lincoln: Path, edits: Edits
) -> None:
    from netdesk import Workspace

    file = edits(add("aim", AIM, what="no"))
    with Workspace.open(lincoln) as window:
        assert not window.read_only
        for words in (("dump",), ("history",), ("conflicts",), ("check",)):
            run(*words, lincoln).good()
        for words in (
            ("apply", lincoln, file),
            ("undo", lincoln),
            ("redo", lincoln),
            ("share", lincoln, "--with", "team"),
        ):
            assert "open elsewhere" in run(*words).sentence(1)
    run("apply", lincoln, file).good()

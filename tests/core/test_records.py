"""The table of records: names that are kept for ever, and ids that everybody computes alike."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from netdesk.core.records import (
    FEEDBACK_BY_STAGE,
    KINDS,
    LINK,
    LISTS,
    OWNED,
    PARTS,
    RESERVED,
    STAGES,
    STRUCTURED,
    TREES,
    derive_id,
    derived_parts,
    is_id,
)

TYPES = {"text", "long", "num", "date", "when", "bool", "choice", "ref", "list", "pos", "pair", "key", "json"}
IDS = json.loads((Path(__file__).parent.parent / "data" / "changes" / "ids.json").read_text(encoding="utf-8"))
R = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize("golden", IDS, ids=lambda golden: f"{golden['kind']} {len(golden['parts'])}")
def test_that_derived_ids_are_the_golden_ones(golden: dict) -> None:
    assert derive_id(golden["kind"], golden["parts"]) == golden["id"]
    assert is_id(golden["id"])


def test_that_an_id_tells_kinds_and_the_places_of_its_parts_apart() -> None:
    made = [
        derive_id("observation", ["a", None, "b", "0"]),
        derive_id("observation", ["a", "b", None, "0"]),
        derive_id("observation", ["b", None, "a", "0"]),
        derive_id("judgement", ["a", None, "b", "0"]),
        derive_id("observation", ["a", None, "b"]),
        derive_id("observation", ["ab", None, "", "0"]),
    ]
    assert len(set(made)) == len(made)
    assert derive_id("observation", ["a", None, "b", "0"]) == derive_id("observation", ["a", "", "b", "0"])


def test_that_the_parts_of_an_id_come_from_the_fields_the_table_names() -> None:
    values: dict[str, object] = {"ordinal": "0", "period": "2026-09-07", "measure": R, "value": {"v": "1"}}
    assert derived_parts(KINDS["observation"], values, "team") == [R, None, "2026-09-07", "0"]
    assert derived_parts(KINDS["charter"], {}, "team") == ["team"]
    assert derived_parts(KINDS["cycle"], {"title": "x"}, "team") == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_that_every_field_of_a_kind_is_whole(kind) -> None:  # type: ignore[no-untyped-def]
    assert kind.label and kind.fields and kind.name == kind.name.lower()
    for name, field in kind.fields.items():
        assert field.name == name and field.type in TYPES, name
        assert bool(field.choices) == (field.type == "choice")
        assert set(field.to) <= KINDS.keys()
        assert field.attribute.isidentifier()
    assert set(kind.derived) <= {*kind.fields, "(team)"}
    assert not kind.part_of or kind.part_of in KINDS


def test_that_the_kinds_of_the_records_page_are_all_there() -> None:
    named = (
        "team person charter tried_before norm why_together problem aim aim_version fishbone cause evidence cause_vote "
        "driver driver_link change_idea theory_version measure measure_definition subgroup observation exclusion phase "
        "judgement target_step annotation calendar_gap cycle question amendment data_item task field_note cycle_person "
        "attachment comment insight lineage pin feedback reply stage_step contribution ask dictionary_entry "
        "library_entry notice publication"
    )
    assert list(KINDS) == named.split()
    assert not RESERVED & KINDS.keys()


def test_that_what_people_can_make_twice_has_an_id_that_follows_from_it() -> None:
    assert {name: kind.derived for name, kind in KINDS.items() if kind.derived} == {
        "charter": ("(team)",),
        "why_together": ("(team)",),
        "cause_vote": ("cause", "person"),
        "driver_link": ("parent", "child"),
        "observation": ("measure", "subgroup", "period", "ordinal"),
        "exclusion": ("observation",),
        "judgement": ("observation",),
        "cycle_person": ("cycle", "person"),
        "publication": ("of",),
    }


def test_that_what_may_never_leave_the_team_has_no_shared_field() -> None:
    assert {name for name, kind in KINDS.items() if not kind.shared} == {
        "cause_vote",
        "task",
        "cycle_person",
        "comment",
        "stage_step",
        "publication",
    }
    assert all(kind.shared_fields == () for kind in KINDS.values() if not kind.shared)
    shared = [kind for kind in KINDS.values() if kind.shared]
    held_back = {(kind.name, name) for kind in shared for name in kind.fields.keys() - set(kind.shared_fields)}
    assert held_back == {
        ("person", "active"),
        ("person", "agrees"),
        ("theory_version", "picture"),
        ("data_item", "who"),
    }


def test_that_only_the_program_writes_what_must_not_be_claimed() -> None:
    written = {(k.name, f.name) for k in KINDS.values() for f in k.fields.values() if f.written_by_program}
    assert written == {
        ("question", "locked_at"),
        ("theory_version", "picture"),
        ("pin", "stage"),
        ("pin", "frozen"),
        ("attachment", "sha256"),
        ("attachment", "size"),
        ("attachment", "mime"),
        ("publication", "of"),
        ("publication", "on"),
    }


def test_that_a_field_named_like_a_word_of_python_keeps_its_public_name() -> None:
    fields = KINDS["aim"].fields
    assert (fields["from"].name, fields["from"].attribute, fields["to"].attribute) == ("from", "from_", "to")


def test_that_the_maps_of_parts_name_kinds_and_fields_that_exist() -> None:
    for owner, parts in PARTS.items():
        for part, path in parts:
            first = path.partition(".")[0]
            assert owner in KINDS and part in KINDS and (not first or first in KINDS[part].fields)
            assert KINDS[part].shared
    for owner, owned in OWNED.items():
        for part, field in owned:
            assert KINDS[part].fields[field].type == "ref" and (
                owner in KINDS[part].fields[field].to or not KINDS[part].fields[field].to
            )
    for kind, field in LISTS.items():
        assert field is None or KINDS[kind].fields[field].type == "ref"
        assert KINDS[kind].fields["order" if kind == LINK else "pos"].type in ("pos", "key")
    assert set(LISTS) == {k.name for k in KINDS.values() if {f.type for f in k.fields.values()} & {"pos", "key"}}
    assert all(KINDS[kind].fields["pos"].type == "pos" and KINDS[kind].fields[tree] for kind, tree in TREES.items())
    assert {"list", "pos", "pair", "json"} == STRUCTURED


def test_that_stages_of_work_and_of_feedback_go_up() -> None:
    assert STAGES == ("plan", "do", "study", "act", "closed")
    allowed = [FEEDBACK_BY_STAGE[stage] for stage in "0123"]
    assert allowed[0] == set() and allowed[1] == {"warm"} and allowed[3] == {"warm", "clarifying", "probing", "cool"}
    assert all(one < other for one, other in pairwise(allowed))
    assert set(KINDS["feedback"].fields["kind"].choices) == allowed[3]


@pytest.mark.parametrize("text", ["", "0" * 31, "0" * 33, "G" * 32, "A" * 32, None, 5, "é" * 32, "٠" * 32])
def test_that_other_texts_are_no_ids(text: object) -> None:
    assert not is_id(text)

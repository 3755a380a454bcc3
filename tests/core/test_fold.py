"""The fold, rule by rule: what two people who did not know of each other find when their changes meet."""

from __future__ import annotations

from typing import Any

import pytest

from netdesk.core.changes import DELETE, NEW, PURGED, PUT, RESTORE, Change
from netdesk.core.fold import (
    LIFE,
    Folded,
    Link,
    Position,
    closes_cycle,
    conflict_id,
    fold_record,
    move_conflict,
    path_between,
    replay_links,
    replay_tree,
)

R = "12" * 16
ANA, BEN, EVE = "a" * 16, "b" * 16, "e" * 16


def change(ref: str, k: str, *, t: int | None = None, kind: str = "cycle", **parts: Any) -> Change:
    """A change by its reference, such as "a.3"; ``p`` the references it replaces; the clock is the sequence."""
    device, _dot, seq = ref.partition(".")
    refs = tuple(full(one) for one in parts.pop("p", "").split())
    stamp = f"{int(seq) if t is None else t:016x}"
    return Change("T:1", device * 16, int(seq), stamp, k, kind, R, replaces=refs, w=int(seq), **parts)


def full(ref: str) -> str:
    device, _dot, seq = ref.partition(".")
    return f"{device * 16}.{seq}"


def new(ref: str, values: dict[str, Any], **parts: Any) -> Change:
    return change(ref, NEW, value=values, **parts)


def put(ref: str, name: str, value: Any, **parts: Any) -> Change:
    return change(ref, PUT, field=name, value=value, **parts)


def delete(ref: str, seen: dict[str, int], **parts: Any) -> Change:
    return change(ref, DELETE, seen=seen, **parts)


def restore(ref: str, p: str, **parts: Any) -> Change:
    return change(ref, RESTORE, p=p, **parts)


def fold(*changes: Change) -> Folded:
    """Fold in this order and in the other, which must be the same."""
    one, other = fold_record(changes), fold_record(changes[::-1])
    assert one is not None and other is not None
    assert one._replace(late=[]) == other._replace(late=[]) and sorted(one.late) == sorted(other.late)
    return one


def heads(folded: Folded, name: str) -> list[str]:
    return [f"{one.device[0]}.{one.seq}" for one in folded.heads[name]]


# ---- fields --------------------------------------------------------------------------------------------------------


def test_that_a_settled_field_leaves_the_others_alone() -> None:
    folded = fold(
        new("a.1", {"title": "x", "plan": "p"}),
        put("b.1", "plan", "q"),
        put("b.2", "title", "y", p="a.1"),
    )
    assert heads(folded, "plan") == ["b.1", "a.1"]
    assert [conflict.field for conflict in folded.conflicts] == ["plan"]


def test_that_conflicts_of_two_fields_are_two() -> None:
    made = [put(f"{who}.{n}", name, who) for who in "ab" for n, name in ((2, "title"), (3, "scope_unit"))]
    assert len({conflict.id for conflict in fold(new("a.1", {}), *made).conflicts}) == 2


def test_that_a_later_write_that_knew_the_earlier_replaces_it_whatever_the_clocks_say() -> None:
    folded = fold(new("a.1", {"title": "x", "plan": "p"}), put("b.1", "title", "y", p="a.1", t=0))
    assert (folded.values, heads(folded, "title"), folded.conflicts) == ({"title": "y", "plan": "p"}, ["b.1"], [])
    assert heads(folded, "plan") == ["a.1"]


def test_that_two_answers_given_apart_are_both_kept_and_the_later_is_shown() -> None:
    folded = fold(
        new("a.1", {"title": "x"}),
        put("a.2", "title", "ana's", p="a.1", t=9, person="11" * 16),
        put("b.1", "title", "ben's", p="a.1", t=12),
    )
    assert folded.values["title"] == "ben's" and heads(folded, "title") == ["b.1", "a.2"]
    (conflict,) = folded.conflicts
    assert conflict.id == conflict_id(R, "title", "value")
    assert (conflict.kind, conflict.record, conflict.field, conflict.type) == ("cycle", R, "title", "value")
    assert [(v.value, v.device, v.person, v.w, v.refs) for v in conflict.versions] == [
        ("ben's", BEN, None, 1, (full("b.1"),)),
        ("ana's", ANA, "11" * 16, 2, (full("a.2"),)),
    ]


def test_that_equal_stamps_are_decided_by_the_device_and_then_the_sequence() -> None:
    one = fold(new("a.9", {"title": "ana's"}, t=5), new("b.1", {"title": "ben's"}, t=5))
    assert one.values["title"] == "ben's"
    other = fold(put("a.9", "title", "later", t=5), put("a.8", "title", "sooner", t=5), new("a.1", {}))
    assert other.values["title"] == "later"


def test_that_a_choice_that_names_all_answers_settles_the_conflict() -> None:
    folded = fold(
        new("a.1", {"title": "x"}),
        put("a.2", "title", "ana's", p="a.1"),
        put("b.1", "title", "ben's", p="a.1"),
        put("e.1", "title", "ana's", p="a.2 b.1", t=0),
    )
    assert (folded.values["title"], folded.conflicts) == ("ana's", [])


def test_that_a_choice_between_two_of_three_leaves_the_third_standing() -> None:
    folded = fold(
        new("a.1", {"title": "x"}),
        put("a.2", "title", "ana's", p="a.1"),
        put("b.1", "title", "ben's", p="a.1"),
        put("e.1", "title", "eve's", p="a.1"),
        put("a.3", "title", "ana's", p="a.2 b.1"),
    )
    assert [version.value for version in folded.conflicts[0].versions] == ["ana's", "eve's"]


@pytest.mark.parametrize(
    ("kind", "name", "one", "other"),
    [
        ("cycle", "title", "same", "same"),
        ("cycle", "title", None, None),
        ("observation", "value", {"n": "1", "d": "2"}, {"d": "2", "n": "1"}),
        ("driver_link", "order", "a0", "a1"),
        ("cause", "pos", [None, "a0"], [None, "a1"]),
        ("question", "locked_at", "2026-09-01T08:00:00Z", "2026-09-01T08:00:01Z"),
    ],
)
def test_that_there_is_no_conflict_where_nobody_must_choose(kind: str, name: str, one: Any, other: Any) -> None:
    made = new("a.1", {}, kind=kind), put("a.2", name, one, kind=kind), put("b.1", name, other, kind=kind)
    folded = fold(*made)
    assert folded.conflicts == [] and len(folded.heads[name]) == 2


@pytest.mark.parametrize(
    ("kind", "name", "one", "other", "type_"),
    [
        ("cycle", "plan", "long one", "other", "text"),
        ("cycle", "plan", "long one", None, "text"),
        ("cause", "pos", [None, "a0"], ["34" * 16, "a0"], "move"),
        ("aim", "active", True, False, "value"),
        ("cycle", "of_a_later_version", 1, True, "value"),
        ("kind_of_a_later_version", "x", 1, 2, "value"),
        ("question", "locked_at", "2026-09-01T08:00:00Z", None, "value"),
    ],
)
def test_that_a_conflict_says_what_it_is_about(kind: str, name: str, one: Any, other: Any, type_: str) -> None:
    (conflict,) = fold(
        new("a.1", {}, kind=kind), put("a.2", name, one, kind=kind), put("b.1", name, other, kind=kind)
    ).conflicts
    assert (conflict.field, conflict.type, conflict.id) == (name, type_, conflict_id(R, name, type_))


def test_that_the_same_answer_of_two_and_another_of_a_third_are_two_versions() -> None:
    made = [put(f"{who}.1", "title", value) for who, value in (("a", "x"), ("b", "x"), ("e", "y"))]
    (conflict,) = fold(new("a.9", {}), *made).conflicts
    assert [(version.value, version.refs) for version in conflict.versions] == [
        ("y", (full("e.1"),)),
        ("x", (full("b.1"), full("a.1"))),
    ]


def test_that_a_record_made_by_two_is_one_with_the_older_as_its_making() -> None:
    folded = fold(
        new("a.4", {"measure": "m", "value": {"v": "1"}}, kind="observation"),
        new("b.2", {"measure": "m", "value": {"v": "2"}}, kind="observation"),
    )
    assert folded.created is not None and folded.created.ref == full("b.2") and folded.changed.ref == full("a.4")
    assert [conflict.field for conflict in folded.conflicts] == ["value"]


def test_that_a_value_is_not_misread_whatever_form_another_version_gave_it() -> None:
    made = [put(f"{who}.1", "pos", value, kind="cause") for who, value in (("a", 5), ("b", {"x": 1}), ("e", []))]
    (conflict,) = fold(new("a.9", {}, kind="cause"), *made).conflicts
    assert [version.value for version in conflict.versions] == [[], {"x": 1}, 5]


def test_that_a_purged_value_reads_as_none() -> None:
    folded = fold(
        change("a.1", NEW, value=PURGED),
        put("a.2", "plan", PURGED),
        put("b.1", "title", "y", p="a.1"),
        put("a.3", "act", 1),
    )
    assert folded.alive and folded.values == {"plan": None, "title": "y", "act": 1}


def test_that_changes_that_refer_to_each_other_in_a_ring_break_nothing() -> None:
    folded = fold(new("a.1", {}), put("a.2", "title", "x", p="b.1"), put("b.1", "title", "y", p="a.2"))
    assert (folded.values, folded.conflicts) == ({}, [])


def test_that_what_this_version_does_not_know_says_nothing_about_the_record() -> None:
    strange = change("a.5", "merge", field="title", value="z", seen={ANA: 9})
    assert fold_record([strange]) is None and fold_record([]) is None
    folded = fold(new("a.1", {"title": "x"}), strange)
    assert (folded.values, folded.changed.ref, folded.alive) == ({"title": "x"}, full("a.1"), True)
    assert not fold(new("a.1", {}), strange, delete("b.1", {ANA: 1})).alive


def test_that_a_record_lives_only_once_its_making_arrived() -> None:
    assert not fold(put("b.1", "title", "x")).alive
    assert fold(put("b.1", "title", "x"), new("a.1", {})).alive


# ---- life ----------------------------------------------------------------------------------------------------------


def test_that_a_deletion_that_saw_everything_kills() -> None:
    folded = fold(new("a.1", {"title": "x"}), put("b.1", "title", "y", p="a.1"), delete("a.2", {ANA: 1, BEN: 1}))
    assert not folded.alive and folded.conflicts == [] and heads(folded, LIFE) == ["a.2"]
    assert folded.values == {"title": "y"} and folded.changed.ref == full("a.2")


@pytest.mark.parametrize(
    "unseen",
    [
        put("b.2", "title", "y", p="a.1"),
        new("b.2", {"title": "x"}),
        new("b.2", {}),
        restore("b.2", "e.7"),
        change("b.2", PUT, field="title", value=PURGED),
    ],
    ids=lambda one: one.k + str(one.value),
)
def test_that_what_a_deletion_has_not_seen_keeps_the_record_and_asks(unseen: Change) -> None:
    made = [new("a.1", {"title": "x"}), delete("a.9", {ANA: 1, BEN: 1}, person="11" * 16), unseen]
    folded = fold(*made)
    assert folded.alive
    conflict = folded.conflicts[0]
    assert (conflict.type, conflict.field, conflict.id) == (
        "edit-vs-delete",
        None,
        conflict_id(R, None, "edit-vs-delete"),
    )
    assert [(v.value, v.device, v.person, v.refs) for v in conflict.versions] == [
        ("keep", BEN, None, (full("b.2"),)),
        ("delete", ANA, "11" * 16, (full("a.9"),)),
    ]


def test_that_two_empty_records_and_one_deletion_ask_too() -> None:
    folded = fold(new("a.1", {}), new("b.1", {}), delete("a.2", {ANA: 1}))
    assert folded.alive and [conflict.type for conflict in folded.conflicts] == ["edit-vs-delete"]


def test_that_no_two_half_informed_deletions_add_up_to_one() -> None:
    folded = fold(
        new("a.1", {}),
        put("a.2", "title", "x"),
        put("b.1", "plan", "y"),
        delete("a.3", {ANA: 2}),
        delete("b.2", {BEN: 1}),
    )
    assert folded.alive and heads(folded, LIFE) == ["a.3", "b.2"]
    (conflict,) = folded.conflicts
    assert conflict.versions[1].refs == (full("a.3"), full("b.2"))


def test_that_two_who_delete_the_same_agree() -> None:
    folded = fold(new("a.1", {}), delete("a.2", {ANA: 1}), delete("b.1", {ANA: 1}))
    assert not folded.alive and folded.conflicts == []


def test_that_deleting_once_more_in_knowledge_of_the_edit_kills() -> None:
    folded = fold(
        new("a.1", {}), delete("a.2", {ANA: 1}), put("b.1", "title", "y"), delete("e.1", {ANA: 2, BEN: 1}, t=0)
    )
    assert not folded.alive and folded.conflicts == []


def test_that_a_restored_record_lives_without_a_quarrel() -> None:
    folded = fold(new("a.1", {"title": "x"}), delete("a.2", {ANA: 1}), restore("b.1", "a.2", t=0))
    assert folded.alive and folded.conflicts == [] and LIFE not in folded.heads


def test_that_a_restored_record_can_die_again() -> None:
    folded = fold(new("a.1", {}), delete("a.2", {ANA: 1}), restore("b.1", "a.2"), delete("a.3", {ANA: 2, BEN: 1}))
    assert not folded.alive and heads(folded, LIFE) == ["a.3"]


def test_that_restoring_answers_only_the_deletions_it_names() -> None:
    folded = fold(new("a.1", {}), delete("a.2", {ANA: 1}), delete("b.1", {ANA: 1}), restore("a.3", "a.2"))
    assert folded.alive and [conflict.type for conflict in folded.conflicts] == ["edit-vs-delete"]


# ---- locked predictions --------------------------------------------------------------------------------------------

ASKED = new("a.1", {"prediction": "first"}, kind="question")


def lock(start: int, text: str | None, p: str, *, who: str = "a", t: int = 100, x: int = 7) -> list[Change]:
    """The step to Do as it is written: both texts once more, then the lock."""
    parts = {"kind": "question", "x": x}
    return [
        put(f"{who}.{start}", "prediction", text, p=p, t=t, **parts),
        put(f"{who}.{start + 1}", "because", None, t=t + 1, **parts),
        put(f"{who}.{start + 2}", "locked_at", "2026-09-01T08:00:00Z", t=t + 2, **parts),
    ]


@pytest.mark.parametrize("x", [1, 7])
@pytest.mark.parametrize("t", [1, 50, 100, 101, 10_000])
def test_that_a_lock_holds_its_text_whatever_the_clock_of_a_late_one_says(t: int, x: int) -> None:
    late = put("b.1", "prediction", "ben's", p="a.1", t=t, x=x, kind="question")
    folded = fold(ASKED, *lock(2, "first", "a.1"), late)
    assert folded.values["prediction"] == "first"
    assert folded.late == [late] and folded.conflicts == []


def test_that_a_late_reason_is_shown_too_and_the_same_text_is_not() -> None:
    same = put("b.1", "prediction", "first", p="a.1", t=900, kind="question")
    reason = put("b.2", "because", "so", t=901, kind="question")
    folded = fold(ASKED, *lock(2, "first", "a.1"), same, reason)
    assert folded.values["because"] is None and folded.late == [reason]


def test_that_a_text_put_and_locked_in_one_edit_is_the_one_held() -> None:
    folded = fold(
        ASKED, put("a.2", "prediction", "draft", p="a.1", t=90, x=7, kind="question"), *lock(3, "better", "a.2")
    )
    assert (folded.values["prediction"], folded.late) == ("better", [])


def test_that_a_prediction_without_a_lock_merges_like_any_text() -> None:
    folded = fold(
        ASKED,
        put("a.2", "prediction", "x", p="a.1", kind="question"),
        put("b.1", "prediction", "y", p="a.1", kind="question"),
    )
    assert folded.late == [] and [conflict.type for conflict in folded.conflicts] == ["text"]


def test_that_taking_the_lock_back_opens_the_prediction() -> None:
    undone = put("a.5", "locked_at", None, p="a.4", t=200, x=8, kind="question")
    after = put("a.6", "prediction", "second", p="a.2", t=201, x=9, kind="question")
    folded = fold(ASKED, *lock(2, "first", "a.1"), undone, after)
    assert (folded.values["prediction"], folded.values["locked_at"], folded.late) == ("second", None, [])


def test_that_of_two_locks_the_later_holds_and_the_text_of_the_other_is_shown_late() -> None:
    ours, theirs = lock(2, "first", "a.1"), lock(1, "ben's", "a.1", who="b", t=200)
    folded = fold(ASKED, *ours, *theirs)
    assert folded.values["prediction"] == "ben's"
    assert [one.ref for one in folded.late] == [ours[0].ref] and folded.conflicts == []


def test_that_a_lock_kept_against_its_undoing_holds_its_own_text() -> None:
    when = "2026-09-01T08:00:00Z"
    undone = put("a.5", "locked_at", None, p="a.4", t=200, x=8, kind="question")
    after = put("a.6", "prediction", "second", p="a.2", t=201, x=9, kind="question")
    theirs = put("b.1", "locked_at", when, p="a.4", t=150, x=1, kind="question")
    kept = put("e.1", "locked_at", when, p="a.5 b.1", t=300, x=1, kind="question")
    folded = fold(ASKED, *lock(2, "first", "a.1"), undone, after, theirs, kept)
    assert (folded.values["prediction"], folded.late, folded.conflicts) == ("first", [after], [])


def test_that_locks_that_refer_to_each_other_in_a_ring_break_nothing() -> None:
    ring = [put(ref, "locked_at", "now", p=p, kind="question") for ref, p in (("b.2", "b.3"), ("b.3", "b.2"))]
    folded = fold(ASKED, *ring, put("e.4", "locked_at", "now", p="b.2", kind="question"))
    assert (folded.values["prediction"], folded.late) == ("first", [])


def test_that_a_lock_from_a_dump_holds_the_text_that_came_with_it() -> None:
    made = new("a.1", {"prediction": "first", "locked_at": "2026-09-01T08:00:00Z"}, kind="question")
    late = put("b.1", "prediction", "ben's", p="a.1", t=900, kind="question")
    folded = fold(made, late)
    assert (folded.values["prediction"], folded.late) == ("first", [late])


# ---- trees ---------------------------------------------------------------------------------------------------------


def place(t: int, record: str, parent: str | None, key: str = "a0") -> Position:
    return Position((f"{t:016x}", ANA, t), record, parent, key)


def test_that_moves_are_replayed_in_clock_order_however_they_came() -> None:
    moves = [place(1, "x", None), place(2, "y", None), place(3, "x", "y", "a5"), place(4, "x", None, "a7")]
    assert replay_tree(reversed(moves)) == ({"x": (None, "a7"), "y": (None, "a0")}, set())


@pytest.mark.parametrize("length", [1, 2, 3, 6])
def test_that_a_move_under_oneself_is_skipped_and_named(length: int) -> None:
    names = [f"n{number}" for number in range(length)]
    moves = [place(number, name, None) for number, name in enumerate(names)]
    moves += [place(10 + number, names[number], names[number - 1]) for number in range(1, length)]
    closing = place(50, names[0], names[-1])
    found, skipped = replay_tree([*moves, closing])
    assert skipped == {closing.order} and found[names[0]] == (None, "a0")
    assert closes_cycle(found, names[0], names[-1])
    assert closes_cycle(found, names[-1], names[0]) == (length == 1)


def test_that_an_older_move_that_arrives_late_can_unmake_a_newer() -> None:
    moves = [place(1, "x", None), place(2, "y", None), place(9, "y", "x")]
    assert replay_tree(moves)[0]["y"] == ("x", "a0")
    found, skipped = replay_tree([*moves, place(5, "x", "y")])
    assert found == {"x": ("y", "a0"), "y": (None, "a0")} and skipped == {moves[2].order}


def test_that_a_record_whose_only_place_makes_no_sense_stands_at_the_top() -> None:
    found, skipped = replay_tree([place(1, "x", "x", "a3")])
    assert found == {"x": (None, "a3")} and len(skipped) == 1


def test_that_a_place_under_something_unknown_is_kept() -> None:
    assert replay_tree([place(1, "x", "elsewhere")]) == ({"x": ("elsewhere", "a0")}, set())


def test_that_a_skipped_move_is_listed_with_every_standing_answer() -> None:
    writes = [
        new("a.1", {"pos": [None, "a0"]}, kind="cause"),
        put("a.2", "pos", ["p2", "a0"], p="a.1", t=20, kind="cause"),
        put("b.1", "pos", ["p1", "a0"], p="a.1", t=10, kind="cause"),
        put("a.3", "pos", ["p3", "a0"], p="a.2", t=30, kind="cause"),
    ]
    conflict = move_conflict("cause", R, writes, {writes[3].order}, ["p2", "a0"])
    assert conflict is not None and (conflict.type, conflict.field) == ("move", "pos")
    assert [version.value[0] for version in conflict.versions] == ["p2", "p3", "p1"]
    assert conflict.id == conflict_id(R, "pos", "move")


def test_that_a_move_made_as_wanted_is_no_conflict() -> None:
    writes = [new("a.1", {"pos": [None, "a0"]}, kind="cause"), put("a.2", "pos", ["p2", "a0"], p="a.1", kind="cause")]
    assert move_conflict("cause", R, writes, set(), ["p2", "a0"]) is None
    assert move_conflict("cause", R, [], set(), None) is None


# ---- links ---------------------------------------------------------------------------------------------------------


def link(t: int, parent: str, child: str) -> Link:
    return Link((f"{t:016x}", ANA, t), f"{parent}{child}", parent, child)


def test_that_the_link_that_came_last_gives_way_where_links_go_round() -> None:
    links = [link(1, "a", "b"), link(2, "b", "c"), link(3, "c", "a"), link(4, "a", "c")]
    assert replay_links(links) == replay_links(reversed(links)) == {"ca"}
    assert replay_links([link(9, "a", "b"), link(2, "b", "c"), link(3, "c", "a")]) == {"ab"}


def test_that_a_link_to_itself_is_never_shown() -> None:
    assert replay_links([link(1, "a", "a")]) == {"aa"}


def test_that_many_ways_to_one_goal_are_no_circle() -> None:
    assert replay_links([link(n, p, c) for n, (p, c) in enumerate(["ab", "ac", "bd", "cd", "ad"])]) == set()


def test_that_a_path_names_both_ends_and_each_step() -> None:
    below = {"a": {"b", "c"}, "c": {"d"}, "d": {"e"}}
    assert path_between(below, "a", "e") == ["a", "c", "d", "e"]
    assert path_between(below, "a", "a") == ["a"]
    assert path_between(below, "e", "a") == [] and path_between({}, "a", "b") == []


def test_that_a_path_is_found_in_links_that_go_round() -> None:
    assert path_between({"a": {"b"}, "b": {"a", "c"}}, "a", "c") == ["a", "b", "c"]
    assert path_between({"a": {"b"}, "b": {"a"}}, "a", "z") == []

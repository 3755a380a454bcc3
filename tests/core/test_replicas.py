"""What must hold of every history of people who work apart, whatever their clocks say and whatever gets lost.

The first tests say it of short drawn histories; the last ones say all of it again of long ones. The properties
themselves are in tests/core/properties.py.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netdesk.core.changes import Change
from netdesk.core.fold import fold_record
from netdesk.core.records import derive_id
from tests.core.histories import CYCLES, DEEDS, FIELDS, NODES, actions, begin, named, play, seeded, skews, worlds
from tests.core.properties import (
    ALL,
    check_a_confirmed_deletion_holds,
    check_clocks_follow_knowledge,
    check_conflicts_are_true,
    check_convergence,
    check_life,
    check_locked_predictions,
    check_nothing_is_lost,
    check_only_a_circle_hides_a_link,
    check_order_is_nothing,
    check_receiving_again_changes_nothing,
    check_rows_can_be_made_again,
    check_the_last_informed_word_counts,
    check_the_unknown_is_kept,
    check_trees_and_graphs,
    check_winner_is_the_latest,
    is_locked,
)
from tests.core.replica import Replica, World

# ---- of short histories, each property by itself -------------------------------------------------------------------


@given(worlds())
def test_that_everybody_sees_the_same_in_the_end(world: World) -> None:
    check_convergence(world)


@given(worlds())
def test_that_no_answer_is_lost(world: World) -> None:
    check_nothing_is_lost(world)


@given(worlds())
def test_that_receiving_again_changes_nothing(world: World) -> None:
    check_receiving_again_changes_nothing(world)


@given(worlds(), st.randoms(use_true_random=False))
def test_that_the_order_of_arrival_is_nothing(world: World, source: random.Random) -> None:
    check_order_is_nothing(world, source)


@given(worlds())
def test_that_rows_can_always_be_made_again_from_the_changes(world: World) -> None:
    check_rows_can_be_made_again(world)


@given(worlds())
def test_that_conflicts_stand_where_answers_differ_and_nowhere_else(world: World) -> None:
    check_conflicts_are_true(world)


@given(worlds())
def test_that_the_latest_of_standing_answers_is_shown(world: World) -> None:
    check_winner_is_the_latest(world)


@given(worlds(longest=25))
def test_that_the_last_informed_word_counts_whatever_the_clocks_say(world: World) -> None:
    check_the_last_informed_word_counts(world)


@given(worlds())
def test_that_clocks_follow_knowledge(world: World) -> None:
    check_clocks_follow_knowledge(world)


@given(worlds())
def test_that_a_record_is_dead_only_for_one_who_knew_all_of_it(world: World) -> None:
    check_life(world)


@given(worlds(longest=60))
def test_that_a_confirmed_deletion_holds_and_a_restored_record_is_at_peace(world: World) -> None:
    check_a_confirmed_deletion_holds(world)


@given(worlds(longest=60))
def test_that_nothing_hangs_under_itself(world: World) -> None:
    check_trees_and_graphs(world)
    check_only_a_circle_hides_a_link(world)


@given(worlds(longest=60))
def test_that_a_locked_prediction_never_changes_unseen(world: World) -> None:
    check_locked_predictions(world)
    world.exchange_all()
    check_locked_predictions(world)


@given(worlds())
def test_that_what_this_version_does_not_know_is_kept_and_handed_on(world: World) -> None:
    check_the_unknown_is_kept(world)


@given(skews(), actions(25, DEEDS))
def test_that_people_who_always_know_all_never_meet_a_conflict(clocks: list[float | None], deeds: list) -> None:
    world = begin(clocks)
    for deed in deeds:
        play(clocks, [deed], world)
        world.exchange_all()
    for one in world.replicas:
        assert one.conflicts() == {}
        assert all(folded.late == [] for folded in one.folded.values())
        assert one.tree("cause")[1] == set()


@given(skews(), st.integers(0, 3))
def test_that_the_same_answer_given_twice_is_no_conflict(clocks: list[float | None], number: int) -> None:
    world = begin(clocks)
    for one in world.replicas:
        one.edit()
        for name, values in FIELDS["cycle"]:
            one.put(CYCLES[0], name, values[number % len(values)])
        one.make("charter", derive_id("charter", ["team"]), {"why_now": "now"})
        one.link(NODES[0], NODES[1])
    world.exchange_all()
    assert all(one.conflicts() == {} for one in world.replicas)
    assert all(len(one.folded[CYCLES[0]].heads["title"]) == len(clocks) for one in world.replicas)


def test_that_two_people_who_reorder_one_list_have_no_quarrel() -> None:
    world = begin([0.0, 0.0])
    ana, ben = world.replicas
    causes = [named(f"cause {number}") for number in range(4)]
    for one, record in ((ana, causes[0]), (ben, causes[0])):
        one.edit()
        assert one.move(record, None, causes[2] if one is ana else causes[3])
    world.exchange_all()
    assert ana.conflicts() == {} and ana.children("cause", None) == ben.children("cause", None)
    assert ana.children("cause", None).index(causes[0]) in (2, 3)


def test_that_moving_two_causes_under_each_other_lists_the_move_not_made() -> None:
    world = begin([0.0, 0.0])
    ana, ben = world.replicas
    one, other = named("cause 0"), named("cause 1")
    ana.edit()
    assert ana.move(one, other, None)
    world.seconds += 1
    ben.edit()
    assert ben.move(other, one, None)
    world.exchange_all()
    place, skipped = ana.tree("cause")
    assert place[one][0] == other and place[other][0] is None and len(skipped) == 1
    (conflict,) = ana.conflicts().values()
    assert (conflict.record, conflict.field, conflict.type) == (other, "pos", "move")
    assert [version.value[0] for version in conflict.versions] == [None, one]


# ---- of long histories, all at once --------------------------------------------------------------------------------


def count(world: World, found: Counter[str]) -> None:
    """Note what a history brought about."""
    one: Replica = world.replicas[0]
    found.update(conflict.type for conflict in one.conflicts().values())
    found["skipped move"] += len(one.tree("cause")[1])
    found["hidden link"] += len(one.hidden_links())
    found["dead"] += len(one.dead())
    found["locked"] += sum(is_locked(f.values) for f in one.folded.values())
    found["late"] += sum(bool(f.late) for f in one.folded.values())
    found["equal stamps"] += len(world.made) - len({change.t for change in world.all_changes()})


def test_that_the_histories_bring_about_all_that_can_go_wrong() -> None:
    found: Counter[str] = Counter()
    for seed in range(30):
        world = seeded(seed, 70)
        world.exchange_all()
        count(world, found)
    for what in ("value", "text", "move", "edit-vs-delete", "link"):
        assert found[what] >= 3, f"the histories have too few conflicts of {what}: {found}"
    for what in ("skipped move", "hidden link", "dead", "locked", "late", "equal stamps"):
        assert found[what] >= 5, f"the histories bring too little of {what}: {found}"


@pytest.mark.parametrize("seed", range(20))
def test_that_all_of_it_holds_of_a_long_history(seed: int) -> None:
    world = seeded(1000 + seed, 60 + 5 * seed, people=2 + seed % 4)
    for check in ALL:
        check(world)
    check_order_is_nothing(world, random.Random(seed))


@pytest.mark.soak
@given(skews(2, 6), actions(150), st.randoms(use_true_random=False))
def test_that_all_of_it_holds_of_any_history(clocks: list[float | None], deeds: list, source: random.Random) -> None:
    world = play(clocks, deeds)
    for check in ALL:
        check(world)
    check_order_is_nothing(world, source)


@pytest.mark.soak
def test_that_all_of_it_holds_of_hundreds_of_long_histories() -> None:
    for seed in range(300):
        world = seeded(10_000 + seed, 200, people=2 + seed % 5)
        for check in ALL:
            check(world)
        check_order_is_nothing(world, random.Random(seed))


def test_that_folding_is_blind_to_the_order_of_the_changes() -> None:
    source = random.Random(5)
    world = seeded(77, 150)
    world.exchange_all()
    for record, folded in world.replicas[0].folded.items():
        made: list[Change] = list(world.replicas[0].changes[record])
        for _time in range(5):
            source.shuffle(made)
            again = fold_record(made)
            assert again is not None
            assert again._replace(late=sorted(again.late)) == folded._replace(late=sorted(folded.late))

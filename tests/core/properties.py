"""Properties of a world of replicas: each is one function that fails where the property does.

Several let everybody exchange first. What they compare with comes from the oracles of ``World``.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from netdesk.core.changes import DELETE, NEW, PUT, RESTORE, canonical
from netdesk.core.fold import LIFE, fold_record, value_in
from netdesk.core.records import KINDS
from tests.core.histories import CYCLES, STRANGE
from tests.core.replica import World


def check_convergence(world: World) -> None:
    """After everybody exchanged, everybody sees the same and holds the same bytes."""
    world.exchange_all()
    first = world.replicas[0]
    for one in world.replicas[1:]:
        assert one.state() == first.state()
        assert one.streams == first.streams and one.ends == first.ends


def check_nothing_is_lost(world: World) -> None:
    """Every change is held, and every answer that nobody decided against is shown, listed as a conflict, or late."""
    world.exchange_all()
    one = world.replicas[0]
    assert sum(one.vector().values()) == len(world.made)
    conflicts = {(c.record, c.field): c for c in one.conflicts().values()}
    place, _skipped = one.tree("cause")
    for record, folded in one.folded.items():
        made = {change.ref: change for change in one.changes[record]}
        true = world.true_heads(list(made.values()))
        assert {name: {c.ref for c in heads} for name, heads in folded.heads.items() if name != LIFE} == true
        for name, refs in true.items() if folded.alive else ():
            shown = list(place[record]) if name == "pos" and record in place else folded.values[name]
            listed = conflicts.get((record, name))
            said = [shown, *(version.value for version in listed.versions)] if listed else [shown]
            said += [value_in(change, name) for change in folded.late]
            for ref in refs:
                _assert_said(folded.kind, name, value_in(made[ref], name), said, is_locked(folded.values))


def _assert_said(kind: str, name: str, value: object, said: list[object], locked: bool) -> None:
    type_ = KINDS[kind].fields[name].type if kind in KINDS and name in KINDS[kind].fields else "text"
    if type_ == "key" or name == "locked_at" or (locked and name in ("prediction", "because") and value is None):
        return
    if type_ == "pos" and value is not None:
        assert value[0] in [one[0] for one in said if one]  # type: ignore[index]
    else:
        assert value in said


def is_locked(values: dict[str, object]) -> bool:
    return bool(values.get("locked_at"))


def check_receiving_again_changes_nothing(world: World) -> None:
    """Any parcel ever made can come again, any number of times."""
    world.exchange_all()
    for one in world.replicas:
        before = one.state()
        for parcel in [*world.parcels, *world.parcels[::-1], one.pack({})]:
            assert one.take(parcel)
        assert one.state() == before


def check_order_is_nothing(world: World, source: random.Random) -> None:
    """The streams may come in any order and any pieces: what is seen in the end is the same."""
    world.exchange_all()
    reader = world.reader()
    left = {device: list(lines) for device, lines in world.replicas[0].streams.items()}
    while left:
        device = source.choice(sorted(left))
        count = source.randint(1, 8)
        reader.take_lines(device, left[device][:count])
        left[device] = left[device][count:]
        if not left[device]:
            del left[device]
    assert reader.state() == world.replicas[0].state()


def check_rows_can_be_made_again(world: World) -> None:
    """What a replica came to see bit by bit is what it sees when it folds all that it holds at once."""
    for one in world.replicas:
        again = world.reader()
        assert again.take(one.pack({}))
        assert again.state() == one.state()


def check_conflicts_are_true(world: World) -> None:
    """A conflict stands exactly where answers differ that were given without knowledge of each other."""
    world.exchange_all()
    one = world.replicas[0]
    expected = set()
    for record, folded in one.folded.items():
        made = {change.ref: change for change in one.changes[record]}
        lives, doubtful = world.true_life(list(made.values()))
        if not lives:
            continue
        if doubtful:
            expected.add((record, None, "edit-vs-delete"))
        for name, refs in world.true_heads(list(made.values())).items():
            type_ = _conflict_type(folded.kind, name, is_locked(folded.values))
            if type_ and len({canonical(_answer(value_in(made[ref], name), name)) for ref in refs}) > 1:
                expected.add((record, name, type_))
    found = {(c.record, c.field, c.type) for c in one.conflicts().values() if c.type != "link"}
    place, skipped = one.tree("cause")
    for record in place:
        newest = max((c.order for c in one.position_writes(record)), default=None)
        if newest in skipped and one.folded[record].alive:
            expected.add((record, "pos", "move"))
    assert found == expected
    for conflict in one.conflicts().values():
        if conflict.field and not (conflict.type == "move" and conflict.kind == "cause"):
            named = [ref for version in conflict.versions for ref in version.refs]
            assert sorted(named) == sorted(world.true_heads(one.changes[conflict.record])[conflict.field])


def _conflict_type(kind: str, name: str, locked: bool) -> str:
    if kind == "question" and name == "locked_at":
        return "value"
    if kind == "question" and locked and name in ("prediction", "because"):
        return ""
    type_ = KINDS[kind].fields[name].type if kind in KINDS and name in KINDS[kind].fields else "text"
    return {"long": "text", "pos": "move", "key": ""}.get(type_, "value")


def _answer(value: object, name: str) -> object:
    """What makes one answer differ from another: of a place the parent, of a lock that there is one."""
    if name == "locked_at":
        return value is not None
    return value[0] if name == "pos" and isinstance(value, list) else value


def check_the_last_informed_word_counts(world: World) -> None:
    """What is put in knowledge of all else is what everybody sees, whatever the writer's clock says."""
    for writer in world.replicas:
        world.exchange_all()
        writer.edit()
        cycle = next((one for one in CYCLES if writer.folded[one].alive), None)
        if cycle is not None:
            writer.put(cycle, "title", f"by {writer.device}")
        causes = writer.alive("cause")
        siblings = [one for one in writer.children("cause", None) if one not in causes[-1:]]
        after = siblings[len(world.made) % len(siblings)] if siblings else None
        if causes:
            assert writer.move(causes[-1], None, after), "nothing keeps a cause from the top"
        world.exchange_all()
        for one in world.replicas:
            if cycle is not None:
                assert one.folded[cycle].values["title"] == f"by {writer.device}"
                assert not [c for c in one.folded[cycle].conflicts if c.field == "title"]
            if causes:
                top = one.children("cause", None)
                assert top.index(causes[-1]) == (top.index(after) + 1 if after else 0)


def check_winner_is_the_latest(world: World) -> None:
    """Of several standing answers the one with the greatest (clock, device, sequence) is shown, and so with making."""
    world.exchange_all()
    for record, folded in world.replicas[0].folded.items():
        ordered = sorted(world.replicas[0].changes[record], key=lambda change: (change.t, change.device, change.seq))
        assert folded.created == next(change for change in ordered if change.k == NEW)
        assert folded.changed == next(change for change in ordered[::-1] if change.k in (NEW, PUT, DELETE, RESTORE))
        for name, heads in folded.heads.items():
            assert heads[0] == max(heads, key=lambda change: (change.t, change.device, change.seq))
            if name != LIFE and not (is_locked(folded.values) and name in ("prediction", "because")):
                assert canonical(folded.values[name]) == canonical(value_in(heads[0], name))


def check_clocks_follow_knowledge(world: World) -> None:
    """A change is stamped later than all that its author held, and names as replaced only what its author held."""
    made = list(world.all_changes())
    newest = dict.fromkeys(world.made, "")
    for change in made:
        newest[change.ref] = change.t
    for change in made:
        held = world.held[change.ref]
        for device, seq in held.items():
            assert seq == 0 or newest[f"{device}.{seq}"] < change.t
        for ref in change.replaces:
            device, _dot, seq_text = ref.partition(".")
            assert held.get(device, 0) >= int(seq_text)


def check_life(world: World) -> None:
    """A record is dead exactly where somebody deleted it in knowledge of all that was done to it."""
    world.exchange_all()
    one = world.replicas[0]
    for record, folded in one.folded.items():
        lives, doubtful = world.true_life(one.changes[record])
        assert folded.alive == lives
        assert doubtful == any(c.type == "edit-vs-delete" for c in folded.conflicts)


def check_a_confirmed_deletion_holds(world: World) -> None:
    """Deleted in knowledge of the edit, a record is dead for all; brought back, it lives without a quarrel about it."""
    world.exchange_all()
    decider = world.replicas[-1]
    open_now = [c for c in decider.conflicts().values() if c.type == "edit-vs-delete"]
    for number, conflict in enumerate(sorted(open_now)):
        decider.edit()
        decider.settle(conflict, number)
    dead = decider.dead()
    for record in dead[::2]:
        decider.restore(record)
    world.exchange_all()
    for one in world.replicas:
        assert not [c for c in one.conflicts().values() if c.type == "edit-vs-delete"]
        for number, conflict in enumerate(sorted(open_now)):
            wants = conflict.versions[number % 2].value
            assert wants == "keep" or not one.folded[conflict.record].alive or conflict.record in dead[::2]
        assert all(one.folded[record].alive for record in dead[::2])
        assert not any(one.folded[record].alive for record in dead[1::2])


def check_trees_and_graphs(world: World) -> None:
    """No record hangs under itself; every one is reached from the top or from a dead one; arrows make no circle."""
    for one in world.replicas:
        place, _skipped = one.tree("cause")
        assert set(place) == {record for record, folded in one.folded.items() if folded.kind == "cause"}
        for record in place:
            above, seen = record, []
            while above is not None and above in place:
                assert above not in seen, "a record hangs under itself"
                seen.append(above)
                above = place[above][0]
        below = one.below()
        bare = {parent: set(children) for parent, children in below.items()}
        while bare:
            leaves = [p for p, children in bare.items() if not children & bare.keys()]
            assert leaves, "the arrows go round in a circle"
            for leaf in leaves:
                del bare[leaf]
        shown = {(parent, child) for parent, children in below.items() for child in children}
        for link in sorted(one.links()):
            hidden = link.record in one.hidden_links()
            assert hidden != ((link.parent, link.child) in shown)


def check_only_a_circle_hides_a_link(world: World) -> None:
    """A link is hidden because links that came before it lead back, and for no other reason."""
    for one in world.replicas:
        below: dict[str, set[str]] = {}
        hidden = one.hidden_links()
        for link in sorted(one.links(), key=lambda one: one.order):
            reached, waiting = {link.child}, [link.child]
            while waiting:
                for child in below.get(waiting.pop(), set()) - reached:
                    reached.add(child)
                    waiting.append(child)
            assert (link.record in hidden) == (link.parent in reached)
            if link.record not in hidden:
                below.setdefault(link.parent, set()).add(link.child)


def check_locked_predictions(world: World) -> None:
    """A locked question shows the text its lock wrote down, at everybody's; whatever else was said shows as late."""
    for one in world.replicas:
        for record, folded in one.folded.items():
            if folded.kind != "question" or not is_locked(folded.values):
                continue
            assert not [c for c in folded.conflicts if c.field in ("prediction", "because")]
            locks = [c for c in one.changes[record] if c.k == PUT and c.field == "locked_at"]
            # No two locks have one value; a settled conflict says the value of the lock that it keeps once more.
            lock = min((c for c in locks if c.value == folded.values["locked_at"]), key=lambda c: c.order)
            for name in ("prediction", "because"):
                written = [c for c in one.changes[record] if c.k == PUT and c.field == name]
                mine = [c for c in written if c.device == lock.device and lock.seq - 2 <= c.seq < lock.seq]
                assert len(mine) == 1
                assert folded.values[name] == mine[0].value
                others = {c.ref for c in folded.heads[name] if c.value if c.k == PUT and c.value != mine[0].value}
                others |= {
                    c.ref for c in folded.heads[name] if c.k == NEW and value_in(c, name) not in (None, mine[0].value)
                }
                assert {c.ref for c in folded.late if c.k == NEW or c.field == name} >= others
                assert {c.ref for c in folded.late if c.field == name} <= others


def check_the_unknown_is_kept(world: World) -> None:
    """Changes, kinds and fields of later versions are held, handed on byte for byte, and never in the way."""
    world.exchange_all()
    middle, last = world.replicas[1], world.reader()
    assert last.take(middle.pack({}))
    arrived = {f"{device}.{n}": line for device, lines in last.streams.items() for n, line in enumerate(lines, 1)}
    assert arrived == world.made
    assert last.folded[STRANGE].kind == "kind_of_the_future"
    for record, folded in last.folded.items():
        known = [c for c in last.changes[record] if c.k in (NEW, PUT, DELETE, RESTORE)]
        again = fold_record(known)
        assert again is not None and again == folded
        for name, heads in folded.heads.items():
            if name == "not_yet_known":
                assert folded.values[name] == value_in(heads[0], name)


ALL: list[Callable[[World], None]] = [
    check_clocks_follow_knowledge,
    check_rows_can_be_made_again,
    check_trees_and_graphs,
    check_only_a_circle_hides_a_link,
    check_locked_predictions,
    check_convergence,
    check_nothing_is_lost,
    check_conflicts_are_true,
    check_winner_is_the_latest,
    check_life,
    check_receiving_again_changes_nothing,
    check_the_unknown_is_kept,
    check_the_last_informed_word_counts,
    check_a_confirmed_deletion_holds,
]

"""Random histories of a few people who work apart: small pools of records and values, so that they often collide.

An action is (verb, who, three numbers); the numbers choose among what there is, so every list of actions is a history
and a failing one shrinks well. What an action's guard would refuse is simply not done.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

from netdesk.core.fold import Conflict
from netdesk.core.records import LINK, derive_id
from tests.core.replica import Replica, World

Action = tuple[str, int, int, int, int]

#: Right, an hour ahead, once set years wrong either way, and stuck.
SKEWS: tuple[float | None, ...] = (0.0, 3600.0, 400 * 86400.0, -3000 * 86400.0, None)


def named(name: str) -> str:
    """A record id that a test can speak of."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


CYCLES = [named("cycle 0"), named("cycle 1")]
QUESTIONS = [named("question 0"), named("question 1")]
FISHBONE = named("fishbone")
NODES = [named(f"node {n}") for n in range(5)]
MEASURE = named("measure")
STRANGE = named("strange")

TEXTS = [None, "red", "green", "blue"]
PAIRS = [{"v": "1"}, {"n": "1", "d": "2"}, {"n": "12", "d": "30"}]
FIELDS: dict[str, list[tuple[str, Sequence[Any]]]] = {
    "cycle": [("title", TEXTS), ("stage", ["plan", "do", "study"]), ("plan", TEXTS), ("not_yet_known", TEXTS)],
    "question": [("prediction", TEXTS), ("because", TEXTS), ("text", TEXTS)],
    "observation": [("value", PAIRS), ("note", TEXTS)],
    "cause": [("text", TEXTS), ("category", [True, False])],
    "charter": [("why_now", TEXTS)],
    LINK: [("strength", ["strong", "weak"]), ("order", ["a0", "a1", "a2"])],
    "kind_of_the_future": [("a", TEXTS), ("b", PAIRS)],
}


def begin(skews: Sequence[float | None]) -> World:
    """A world where everybody has the same two cycles, two questions, four causes and a record of an unknown kind."""
    world = World(list(skews))
    first = world.replicas[0]
    first.edit()
    for cycle, question in zip(CYCLES, QUESTIONS, strict=True):
        first.add("cycle", cycle, {"title": "start", "stage": "plan"})
        first.add("question", question, {"cycle": cycle, "prediction": "red", "pos": [None, "a0"]})
    for number in range(4):
        first.add("cause", named(f"cause {number}"), {"fishbone": FISHBONE, "pos": [None, f"a{number}"]})
    first.add("kind_of_the_future", STRANGE, {"a": "1"})
    world.exchange_all()
    return world


def play(skews: Sequence[float | None], actions: Sequence[Action], world: World | None = None) -> World:
    """Let the actions happen, from the common beginning or in a given world."""
    world = world or begin(skews)
    for verb, who, a, b, c in actions:
        actor = world.replicas[who % len(world.replicas)]
        actor.edit()
        # Half of all deeds happen in the same second as the one before, elsewhere: equal stamps are common.
        world.seconds += b % 2
        VERBS[verb](world, actor, a, b, c)
    return world


def _chosen(actor: Replica, a: int, *kinds: str) -> str | None:
    found = actor.alive(*kinds)
    return found[a % len(found)] if found else None


def _put(_world: World, actor: Replica, a: int, b: int, c: int) -> None:
    record = _chosen(actor, a)
    if record is not None:
        one = actor.folded[record]
        name, values = FIELDS[one.kind][b % len(FIELDS[one.kind])]
        if one.kind == "question" and name != "text" and one.values.get("locked_at"):
            return
        actor.put(record, name, values[c % len(values)])


def _add(_world: World, actor: Replica, a: int, b: int, c: int) -> None:
    if a % 4 == 0:
        actor.make("charter", derive_id("charter", ["team"]), {"why_now": TEXTS[c % 4]} if c % 4 else {})
    elif a % 4 == 1:
        values = {"fishbone": FISHBONE, "pos": [_chosen(actor, b, "cause"), "a5"]}
        actor.make("cause", named(f"cause of {actor.device} {actor.x}"), values)
    else:
        period = f"2026-09-{7 * (1 + b % 3):02d}"
        values = {"measure": MEASURE, "period": period, "value": PAIRS[c % 3]}
        actor.make("observation", derive_id("observation", [MEASURE, None, period, "0"]), values)


def _move(_world: World, actor: Replica, a: int, b: int, c: int) -> None:
    record = _chosen(actor, a, "cause")
    if record is not None:
        parent = _chosen(actor, b, "cause") if b % 4 else None
        siblings = [one for one in actor.children("cause", parent) if one != record]
        actor.move(record, parent, siblings[c % len(siblings)] if siblings and c % 3 else None)


def _delete(_world: World, actor: Replica, a: int, _b: int, _c: int) -> None:
    record = _chosen(actor, a)
    if record is not None:
        actor.delete(record)


def _spoil(_world: World, actor: Replica, a: int, _b: int, c: int) -> None:
    """Change a record and delete it at once: what another does to it meanwhile is the other half of the story."""
    record = CYCLES[a % 2]
    if actor.folded[record].alive:
        actor.put(record, "title", TEXTS[c % 4])
        actor.delete(record)


def _restore(_world: World, actor: Replica, a: int, _b: int, _c: int) -> None:
    dead = actor.dead()
    if dead:
        actor.restore(dead[a % len(dead)])


def _link(_world: World, actor: Replica, a: int, b: int, _c: int) -> None:
    actor.link(NODES[a % 5], NODES[b % 5])


def _unlink(_world: World, actor: Replica, a: int, _b: int, _c: int) -> None:
    record = _chosen(actor, a, LINK)
    if record is not None:
        actor.delete(record)


def _settle(_world: World, actor: Replica, a: int, b: int, _c: int) -> None:
    open_now = actor.conflicts()
    if open_now:
        conflict: Conflict = open_now[sorted(open_now)[a % len(open_now)]]
        actor.settle(conflict, b)


def _lock(_world: World, actor: Replica, a: int, _b: int, _c: int) -> None:
    record = _chosen(actor, a, "question")
    if record is not None and not actor.folded[record].values.get("locked_at"):
        actor.lock(record)


def _unlock(_world: World, actor: Replica, a: int, b: int, _c: int) -> None:
    record = _chosen(actor, a, "question")
    if record is not None and actor.folded[record].values.get("locked_at") and b % 2:
        actor.put(record, "locked_at", None)


def _future(_world: World, actor: Replica, a: int, _b: int, c: int) -> None:
    record = _chosen(actor, a)
    if record is not None:
        actor.write(
            "kind_of_change_of_the_future", actor.folded[record].kind, record, seen={"0" * 16: c}, field="title"
        )


def _pack(world: World, actor: Replica, a: int, _b: int, _c: int) -> None:
    basis: dict[str, int] = {}
    if a % 2:
        # What the other one once said to hold; if that news is old, the parcel carries more than it must.
        other = world.replicas[a % len(world.replicas)]
        basis = actor.acked.get(other.device, {})
    world.parcels.append(actor.pack(basis))


def _unpack(world: World, actor: Replica, a: int, _b: int, _c: int) -> None:
    if world.parcels:
        actor.take(world.parcels[a % len(world.parcels)])


def _give(world: World, actor: Replica, a: int, _b: int, _c: int) -> None:
    other = world.replicas[a % len(world.replicas)]
    if other is not actor:
        assert other.take(actor.pack(actor.acked.get(other.device, {})))
        actor.acked[other.device] = other.vector()


def _restart(_world: World, actor: Replica, _a: int, _b: int, _c: int) -> None:
    actor.restart()


def _wait(world: World, _actor: Replica, _a: int, b: int, _c: int) -> None:
    world.seconds += 100.0 * b


VERBS: dict[str, Callable[[World, Replica, int, int, int], None]] = {
    "put": _put,
    "add": _add,
    "move": _move,
    "delete": _delete,
    "spoil": _spoil,
    "restore": _restore,
    "link": _link,
    "unlink": _unlink,
    "settle": _settle,
    "lock": _lock,
    "unlock": _unlock,
    "future": _future,
    "pack": _pack,
    "unpack": _unpack,
    "give": _give,
    "restart": _restart,
    "wait": _wait,
}
#: How often each verb is drawn: mostly work, now and then an exchange, seldom the rest.
WEIGHTS = {"put": 8, "move": 5, "link": 5, "add": 4, "delete": 3, "restore": 3, "give": 3}
WEIGHTS |= {"lock": 2, "settle": 2, "spoil": 2}
DRAWN = [verb for verb in VERBS for _time in range(WEIGHTS.get(verb, 1))]
#: The deeds that change records; the others only carry them about.
DEEDS = [verb for verb in DRAWN if verb not in ("pack", "unpack", "give", "restart", "wait")]

numbers = st.integers(0, 11)


def actions(longest: int = 40, verbs: Sequence[str] = DRAWN) -> st.SearchStrategy[list[Action]]:
    """Lists of actions by up to five people."""
    return st.lists(st.tuples(st.sampled_from(verbs), st.integers(0, 4), numbers, numbers, numbers), max_size=longest)


def skews(least: int = 3, most: int = 5) -> st.SearchStrategy[list[float | None]]:
    """The wall clocks of three to five devices."""
    return st.lists(st.sampled_from(SKEWS), min_size=least, max_size=most)


def worlds(longest: int = 40) -> st.SearchStrategy[World]:
    """Worlds after a history; not everything has arrived everywhere."""
    return st.builds(play, skews(), actions(longest))


def seeded(seed: int, steps: int, people: int = 4) -> World:
    """A long history from a number: quicker to make than a drawn one, and the same each time."""
    source = random.Random(seed)
    chosen = [source.choice(SKEWS) for _person in range(people)]
    return play(
        chosen,
        [
            (source.choice(DRAWN), *(source.randrange(12) for _number in range(4)))  # type: ignore[misc]
            for _step in range(steps)
        ],
    )

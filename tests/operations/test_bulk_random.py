"""Any edits whatever: done whole and undone whole, or refused by their line with nothing changed."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from netdesk import Workspace
from netdesk.core.records import KINDS, Field, is_id
from netdesk.errors import NetDeskError
from netdesk.operations import bulk

VERBS = ["add", "add", "add", "set", "set", "delete", "restore", "move", "publish", "unpublish", "level"]
HERE = (
    *("cause", "cycle", "question", "aim", "driver", "driver_link", "change_idea", "measure", "observation"),
    *("pin", "fishbone", "feedback", "stage_step", "insight", "norm"),
)
VALUES: dict[str, list[Any]] = {
    "text": ["", "one", "two", "a\0b", 7],
    "long": ["", "one\r\ntwo", "\u00e9"],
    "num": [-3, 12, "1.50", "x", "-0"],
    "date": ["2026-01-05", "2026-01-12", "2026-02-30"],
    "when": ["2026-01-05T10:00:00Z", "now"],
    "bool": [True, False],
    "list": [[], ["a"], ["a", "b"]],
    "pos": [[None, "a0"], [None, "a1V"], [None, "0"]],
    "pair": [{"v": 3}, {"n": 3, "d": 30}, {"n": 1, "d": 4}, {"n": 1, "d": 0}],
    "key": ["a0", "a1", ""],
    "json": [{"a": 1}],
}


def id_of(kind: str, n: int) -> str:
    return f"{HERE.index(kind):016x}{n:016x}"


#: What a record of a kind cannot be without.
NEEDED: dict[str, dict[str, Any]] = {
    "stage_step": {"agreed_by": ["Ana"], "to": "3"},
    "pin": {"of": id_of("cycle", 1)},
}
#: Two records of each kind that has random ids, so that references and verbs find something.
FIRST = [
    {
        "do": "add",
        "kind": kind,
        "id": id_of(kind, n),
        "fields": NEEDED.get(kind, {}),
    }
    for kind in HERE
    for n in (1, 2)
    if not KINDS[kind].derived and kind != "feedback"
]


def value_of(rng: random.Random, field: Field) -> Any:
    if field.type == "ref":
        return id_of(rng.choice([kind for kind in field.to or HERE if kind in HERE] or HERE), rng.randrange(1, 4))
    # A value that is refused would end nearly every batch; most are sound.
    choices = list(field.choices) or VALUES[field.type]
    return rng.choice(choices if rng.random() < 0.3 else choices[: max(1, len(choices) - 1)])


def line_of(rng: random.Random) -> dict[str, Any]:
    kind, verb = rng.choice(HERE), rng.choice(VERBS)
    spec = KINDS[kind]
    line: dict[str, Any] = {"do": verb, "kind": kind}
    if verb != "add":
        line["id"] = id_of(kind, rng.randrange(1, 4))
    if verb in ("add", "set"):
        names = rng.sample(sorted(spec.fields), k=min(len(spec.fields), rng.randrange(1, 4)))
        needed = [name for name in spec.derived if name in spec.fields and verb == "add"]
        line["fields"] = {name: value_of(rng, spec.fields[name]) for name in {*names, *needed}}
    if verb == "add":
        line["level"] = rng.choice(["team", "team", "team", "me"])
        if not spec.derived:
            line["id"] = id_of(kind, rng.randrange(1, 6))
    elif verb == "move":
        line |= {name: rng.choice([None, None, id_of(kind, rng.randrange(1, 4))]) for name in ("parent", "after")}
    elif verb == "level":
        line["to"] = rng.choice(["me", "team"])
    return line


def everything(workspace: Workspace) -> list[Any]:
    """What people can see: all levels' living records."""
    return [workspace.dump(space=level) for level in ("me", "team", "published")]


@pytest.mark.parametrize("seed", range(4))
def test_that_random_edits_are_whole_or_not_at_all_and_undo_backwards(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    with Workspace.create(tmp_path / "team.netdesk", team="Lincoln", person="Ana") as workspace:
        with workspace.edit("Set up") as edit:
            bulk.apply(edit, bulk.parse_edits("\n".join(map(json.dumps, FIRST)).encode()))
        dumps, deeds = [everything(workspace)], []
        for _batch in range(60):
            batch = [line_of(rng) for _line in range(rng.choice([1, 1, 1, 2]))]
            lines = bulk.parse_edits("\n".join(map(json.dumps, batch)).encode())
            try:
                with workspace.edit(bulk.APPLY) as edit:
                    done = bulk.apply(edit, lines)
            except NetDeskError as error:
                assert error.user_text.startswith("Line "), batch
                assert everything(workspace) == dumps[-1], batch
                continue
            assert all(is_id(one.id) for one in done)
            if edit.changed:
                dumps.append(everything(workspace))
                deeds.append(batch)
        assert len(deeds) > 5
        for before, deed in zip(dumps[-2::-1], deeds[::-1], strict=True):
            workspace.undo()
            assert everything(workspace) == before, deed

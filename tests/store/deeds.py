"""Random deeds: any verb on any record, as a person (or a program through ``apply``) could do them."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from netdesk.core.records import KINDS, LINK, LISTS
from netdesk.errors import NetDeskError
from netdesk.store.edit import Edit
from netdesk.store.workspace import Workspace

WORDS = ("attendance", "calls home", "ninth grade", "reading", "Mondays", "late buses", "Ünïcödé ✓", "tutoring")
#: Kinds that the deeds touch; small pools, so that people often touch the same thing.
KINDS_USED = (
    "aim", "fishbone", "cause", "evidence", "driver", "change_idea", LINK, "measure", "measure_definition",
    "subgroup", "observation", "exclusion", "annotation", "cycle", "question", "amendment", "task", "norm", "comment",
)  # fmt: skip


def begin(workspace: Workspace) -> None:
    """Some work of each kind, so that the first deeds already find something to act on."""
    with workspace.edit("Begin") as edit:
        aim = edit.add("aim", {"what": "attendance"})
        bone = edit.add("fishbone", {"effect": "absence"})
        first = edit.add("cause", {"fishbone": bone, "text": "late buses"})
        for text in ("no calls", "illness", "no ride"):
            cause = edit.add("cause", {"fishbone": bone, "text": text})
        edit.move("cause", cause, parent=first)
        drivers = [edit.add("driver", {"aim": aim, "name": name}) for name in ("rides", "calls", "welcome")]
        idea = edit.add("change_idea", {"name": "call before eight"})
        for parent, child in zip((aim, drivers[0], drivers[1]), (drivers[0], drivers[1], idea), strict=True):
            edit.add(LINK, {"parent": parent, "child": child})
        measure = edit.add("measure", {"name": "absences", "of": aim})
        for day in ("01", "02", "03"):
            edit.add("observation", {"measure": measure, "period": f"2026-01-{day}", "value": {"n": "3", "d": "20"}})
        cycle = edit.add("cycle", {"title": "First calls", "stage": "plan", "idea": idea})
        edit.add("question", {"cycle": cycle, "text": "Will they come?", "prediction": "Half of them"})
        edit.add("task", {"cycle": cycle, "what": "Find the numbers"})
        edit.add("norm", {"text": "Begin on time"})


class Deeds:
    """Makes one random edit after another on a workspace; refused ones change nothing and are counted."""

    def __init__(self, workspace: Workspace, chance: random.Random, *, levels: bool = True) -> None:
        self.workspace = workspace
        self.chance = chance
        self.levels = levels
        self.done = 0
        self.refused = 0
        self.verbs: list[Callable[[Edit], None]] = [
            self.add, self.add, self.add, self.put, self.put, self.put, self.put, self.move, self.move,
            self.delete, self.restore, self.publish, self.unpublish, self.settle,
        ]  # fmt: skip
        if levels:
            self.verbs += [self.change_level]

    def do(self) -> bool:
        """One edit of one to three verbs; whether it was taken."""
        before = self._edits()
        try:
            with self.workspace.edit("Do something", self.done) as edit:
                for _verb in range(self.chance.choice((1, 1, 1, 2, 3))):
                    self.chance.choice(self.verbs)(edit)
        except NetDeskError:
            self.refused += 1
            return False
        made = self._edits() > before
        self.done += made
        return made

    def _edits(self) -> int:
        return max((s.x for s in self.workspace.log.streams() if s.device == self.workspace.device_id), default=0)

    def pick(self, edit: Edit, *kinds: str, deleted: bool = False) -> tuple[str, str] | None:
        """A random record of these kinds (any, if none is named)."""
        names = list(kinds or KINDS_USED)
        self.chance.shuffle(names)
        for kind in names:
            found = [
                one["id"]
                for one in edit.select(kind, deleted=deleted)
                if not deleted or edit.get(kind, one["id"]) is None
            ]
            if found:
                return kind, self.chance.choice(sorted(found))
        return None

    def value(self, edit: Edit, kind: str, name: str) -> Any:
        field = KINDS[kind].fields[name]
        if field.type == "ref":
            found = self.pick(edit, *(field.to or ("aim", "cycle", "cause")))
            return found[1] if found else None
        made: dict[str, Callable[[], Any]] = {
            "text": lambda: self.chance.choice(WORDS),
            "long": lambda: " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 9))),
            "num": lambda: str(self.chance.randint(-3, 40)),
            "date": lambda: f"2026-0{self.chance.randint(1, 4)}-0{self.chance.randint(1, 3)}",
            "when": lambda: "2026-03-01T12:00:00Z",
            "bool": lambda: self.chance.random() < 0.5,
            "choice": lambda: self.chance.choice(field.choices),
            "list": lambda: self.chance.sample(WORDS, 2),
            "pair": lambda: {"n": str(self.chance.randint(0, 9)), "d": str(self.chance.randint(1, 30))},
        }
        return made[field.type]()

    def _fields(self, edit: Edit, kind: str, *, whole: bool) -> dict[str, Any]:
        spec = KINDS[kind]
        names = [
            f.name
            for f in spec.fields.values()
            if f.type not in ("pos", "key", "json")
            and not f.written_by_program
            and (whole or f.name not in spec.derived)
        ]
        wanted = {name for name in names if name in spec.derived or KINDS[kind].fields[name].type == "ref"}
        wanted |= set(self.chance.sample(names, min(len(names), self.chance.randint(1, 3))))
        if not whole:
            wanted = set(self.chance.sample(names, min(len(names), self.chance.randint(1, 2))))
        return {
            name: None if not whole and self.chance.random() < 0.15 else self.value(edit, kind, name)
            for name in sorted(wanted)
        }

    # The verbs

    def add(self, edit: Edit) -> None:
        kind = self.chance.choice(KINDS_USED)
        level = "me" if self.levels and self.chance.random() < 0.1 else "team"
        edit.add(kind, self._fields(edit, kind, whole=True), level=level)

    def put(self, edit: Edit) -> None:
        found = self.pick(edit)
        if found:
            edit.put(*found, self._fields(edit, found[0], whole=False))

    def move(self, edit: Edit) -> None:
        found = self.pick(edit, *(kind for kind in LISTS if kind in KINDS_USED))
        if not found:
            return
        kind, record = found
        owner = LISTS[kind]
        own = edit.get(kind, record) or {}
        near = edit.select_where(kind, {owner: own.get(owner)} if owner else {})
        others = [one for one in near if one["id"] != record and one["space"] == own["space"]]
        parent = None
        if kind == "cause" and others and self.chance.random() < 0.7:
            parent = self.chance.choice(others)["id"]
        beside = [one["id"] for one in others if kind == LINK or (one.get("pos") or [None])[0] == parent]
        after = self.chance.choice([None, *beside])
        edit.move(kind, record, parent=parent, after=after)

    def delete(self, edit: Edit) -> None:
        found = self.pick(edit)
        if found:
            edit.delete(*found)

    def restore(self, edit: Edit) -> None:
        found = self.pick(edit, deleted=True)
        if found:
            edit.restore(*found)

    def publish(self, edit: Edit) -> None:
        found = self.pick(edit, "cycle", "measure", "aim", "fishbone", "change_idea")
        if found:
            edit.publish(*found)

    def unpublish(self, edit: Edit) -> None:
        published = [one["of"] for one in edit.select("publication")]
        if published:
            record = self.chance.choice(sorted(published))
            kind = next((k for k in KINDS_USED if edit.find(k, record) is not None), None)
            if kind:
                edit.unpublish(kind, record)

    def change_level(self, edit: Edit) -> None:
        found = self.pick(edit)
        if found:
            edit.level(*found, self.chance.choice(("me", "team")))

    def settle(self, edit: Edit) -> None:
        conflicts = self.workspace.conflicts()
        if conflicts:
            one = self.chance.choice(conflicts)
            edit.settle(one["id"], self.chance.randint(1, len(one["values"])))

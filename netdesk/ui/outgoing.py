"""What a bundle would carry, record by record, before it leaves: the real bundle is made of a copy and read back."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netdesk.core.records import KINDS
from netdesk.i18n import _
from netdesk.operations.source import title_of
from netdesk.store.keys import verify
from netdesk.store.workspace import Workspace
from netdesk.sync.container import read_container
from netdesk.sync.manifest import manifest_of, read_lines
from netdesk.sync.send import share

#: Parts are counted with the record they belong to instead of being listed one by one.
OWNERS = {
    "observation": "measure", "measure_definition": "measure", "target_step": "measure", "phase": "measure",
    "annotation": "measure", "question": "cycle", "data_item": "cycle", "task": "cycle", "field_note": "cycle",
    "aim_version": "aim", "cause": "fishbone",
}  # fmt: skip
#: Kinds that only say how other records hang together; they travel, but nobody knows them by a name.
QUIET = frozenset({"publication", "driver_link", "cause_vote", "cycle_person"})


@dataclass(frozen=True, slots=True)
class Leaving:
    """One record that would leave: what it is, its level and how many changes of it and its parts are carried."""

    kind: str
    title: str
    level: str
    changes: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The whole of the next bundle: its records, its size, what is held back and why."""

    receiver: str
    records: tuple[Leaving, ...]
    bytes: int
    full: bool
    held_back: tuple[dict[str, str], ...]


LEVELS = {"P": "me", "T": "team", "N": "published", "F": "hub", "H": "network"}


def plan(workspace: Workspace, receiver: str, *, full: bool = False, publish: bool = False) -> Outgoing:
    """What ``share`` to this receiver would write now; nothing is changed or kept. NetDeskError as ``share`` raises."""
    with workspace.preview_copy() as copy, tempfile.TemporaryDirectory(prefix="netdesk-outgoing-") as folder:
        made = share(copy, receiver, Path(folder), full=full, publish=publish)
        container = read_container(Path(made["file"]), verify)
        manifest = manifest_of(container)
        counts: dict[tuple[str, str, str], int] = {}
        for space, part in manifest.spaces.items():
            for one in part.ranges:
                for _line, body in read_lines(container, one):
                    key = _owner(copy, body.get("T", ""), body.get("r", ""), LEVELS.get(space[0], space))
                    counts[key] = counts.get(key, 0) + 1
        records = [
            Leaving(kind, _title(copy, kind, record), level, count)
            for (kind, record, level), count in counts.items()
            if kind not in QUIET
        ]
    order = {kind: n for n, kind in enumerate(KINDS)}
    records.sort(key=lambda one: (order.get(one.kind, len(order)), one.title))
    return Outgoing(receiver, tuple(records), made["bytes"], made["full"], tuple(made["held_back"]))


def kind_words(kind: str) -> str:
    """A kind in words, such as "Measure"."""
    found = KINDS.get(kind)
    text = _(found.label) if found else kind
    return text[:1].upper() + text[1:]


def _owner(workspace: Workspace, kind: str, record: str, level: str) -> tuple[str, str, str]:
    """The record under which a change is listed: the owner of a part, else the record itself."""
    owner_kind = OWNERS.get(kind)
    if owner_kind:
        found = _find(workspace, kind, record)
        field = "fishbone" if kind == "cause" else owner_kind
        if found and found.get(field):
            return owner_kind, found[field], level
    return kind, record, level


def _title(workspace: Workspace, kind: str, record: str) -> str:
    found = _find(workspace, kind, record)
    if found is None:
        return _("{kind}, deleted").format(kind=kind_words(kind))
    return title_of(found) or kind_words(kind)


def _find(workspace: Workspace, kind: str, record: str) -> dict[str, Any] | None:
    return workspace.get(kind, record) if kind in KINDS else None

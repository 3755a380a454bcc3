"""The manifest of a bundle: who sends what to whom, what the sender holds, and what it assumes the receiver holds.

For each space: ``vv`` is everything the sender holds, which acknowledges it; ``basis`` is what the receiver must hold
already; ``streams`` are the ranges carried, each up to a head that its author signed.
"""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from netdesk import __version__
from netdesk.core.arriving import Arrived, read_line
from netdesk.core.records import is_id
from netdesk.errors import RefusedFile
from netdesk.i18n import _
from netdesk.sync.container import FORMAT, FORMAT_NUMBER, Container

KINDS = ("delta", "full", "invite")
#: {device: highest sequence}
Vector = dict[str, int]

_SPACE = re.compile(r"[TNFH]:[0-9a-f]{32}")
_DEVICE = re.compile(r"[0-9a-f]{16}")
_HASH = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_ENTRY = re.compile(r"changes/[0-9]{4}\.jsonl")
_MAX_SEQ = 1 << 48


@dataclass(frozen=True, slots=True)
class Range:
    """The changes ``first``..``last`` of one device in one space: chain hash before, chain hash after, signed head."""

    space: str
    device: str
    first: int
    last: int
    before: bytes
    after: bytes
    signature: str
    entry: str

    def wire(self) -> dict[str, Any]:
        return {
            "dev": self.device,
            "from": self.first,
            "to": self.last,
            "prev": self.before.hex(),
            "last": self.after.hex(),
            "head": [self.last, self.after.hex(), self.signature],
            "entry": self.entry,
        }


@dataclass(frozen=True, slots=True)
class SpacePart:
    """What a bundle says of one space."""

    vv: Vector
    basis: Vector
    ranges: list[Range]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A bundle's manifest, its shape checked. ``team`` is the fingerprint of the team's genesis card."""

    bundle: str
    kind: str
    team: str
    device: str
    to: list[str]
    created: str
    spaces: dict[str, SpacePart]
    cards: list[str] = field(default_factory=list)
    invite: dict[str, Any] | None = None

    @property
    def made_at(self) -> int:
        """When the sender says it was made, in seconds since 1970."""
        return calendar.timegm(time.strptime(self.created, "%Y-%m-%dT%H:%M:%SZ"))

    def wire(self) -> dict[str, Any]:
        """The manifest as the container writes it (which adds its list of parts)."""
        body: dict[str, Any] = {
            "format": FORMAT,
            "min_reader": FORMAT_NUMBER,
            "app": __version__,
            "bundle": self.bundle,
            "kind": self.kind,
            "team": self.team,
            "from": self.device,
            "to": self.to,
            "created": self.created,
            "part": [1, 1],
            "spaces": {
                space: {"vv": part.vv, "basis": part.basis, "streams": [one.wire() for one in part.ranges]}
                for space, part in self.spaces.items()
            },
            "blobs": {},
            "want": [],
        }
        if self.invite is not None:
            body["invite"] = self.invite
        return body


def manifest_of(container: Container) -> Manifest:
    """The manifest of an opened container; RefusedFile where it has not the form that FORMAT.md describes."""
    body = container.manifest
    entries = body["entries"]
    good = (
        is_id(body.get("bundle"))
        and body.get("kind") in KINDS
        and is_id(body.get("team"))
        and isinstance(body.get("to"), list)
        and all(_matches(_DEVICE, one) for one in body["to"])
        and _is_instant(body.get("created"))
        and body.get("part") == [1, 1]
        and isinstance(body.get("spaces"), dict)
        and (body["kind"] == "invite") == ("invite" in body)
        and ("invite" not in body or _good_invite(body["invite"]))
    )
    if not good:
        raise _refused()
    spaces = {space: _space_part(space, one) for space, one in body["spaces"].items()}
    named = [one.entry for part in spaces.values() for one in part.ranges]
    carried = {name for name in entries if name.startswith("changes/")}
    if len(named) != len(set(named)) or set(named) != carried:
        raise _refused()
    return Manifest(
        body["bundle"],
        body["kind"],
        body["team"],
        body["from"],
        body["to"],
        body["created"],
        spaces,
        sorted(name for name in entries if name.startswith("cards/")),
        body.get("invite"),
    )


def read_lines(container: Container, found: Range) -> Iterator[Arrived]:
    """The changes of a range, each checked for shape and for its place in the stream."""
    content = container.part(found.entry)
    lines = content.split(b"\n")
    if lines.pop() != b"" or len(lines) != found.last - found.first + 1:
        raise RefusedFile(_("A stream of changes in this file is cut off. Ask for the file again."))
    clock = ""
    for seq, line in enumerate(lines, found.first):
        arrived = read_line(line)
        body = arrived.body
        if body["s"] != seq or body["t"] <= clock:
            raise RefusedFile(_("The changes in this file are not in their order. Ask for the file again."))
        clock = body["t"]
        yield arrived


def _refused() -> RefusedFile:
    return RefusedFile(_("The signed description of this file has a form that no NetDesk writes. Ask for it again."))


def _matches(pattern: re.Pattern[str], one: Any) -> bool:
    return isinstance(one, str) and pattern.fullmatch(one) is not None


def _is_instant(one: Any) -> bool:
    try:
        return isinstance(one, str) and len(one) == 20 and bool(time.strptime(one, "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        return False


def _is_seq(one: Any) -> bool:
    return type(one) is int and 0 < one < _MAX_SEQ


def _good_invite(invite: Any) -> bool:
    return (
        isinstance(invite, dict)
        and _matches(_HASH, invite.get("request"))
        and type(invite.get("compared")) is bool
        and isinstance(invite.get("name"), str)
    )


def _vector(value: Any) -> Vector:
    if not isinstance(value, dict) or not all(_matches(_DEVICE, d) and _is_seq(s) for d, s in value.items()):
        raise _refused()
    return value


def _space_part(space: str, body: Any) -> SpacePart:
    if not _matches(_SPACE, space) or not isinstance(body, dict) or not isinstance(body.get("streams"), list):
        raise _refused()
    part = SpacePart(
        _vector(body.get("vv")), _vector(body.get("basis")), [_range(space, one) for one in body["streams"]]
    )
    devices = [one.device for one in part.ranges]
    # What the sender sends it holds, and what it assumes the receiver to hold it holds too.
    held = all(part.vv.get(one.device, 0) >= one.last for one in part.ranges)
    assumed = all(part.vv.get(device, 0) >= seq for device, seq in part.basis.items())
    joined = all(one.first <= part.basis.get(one.device, 0) + 1 for one in part.ranges)
    if len(devices) != len(set(devices)) or not held or not assumed or not joined:
        raise _refused()
    return part


def _range(space: str, body: Any) -> Range:
    good = (
        isinstance(body, dict)
        and _matches(_DEVICE, body.get("dev"))
        and _is_seq(body.get("from"))
        and _is_seq(body.get("to"))
        and body["from"] <= body["to"]
        and _matches(_HASH, body.get("prev"))
        and _matches(_HASH, body.get("last"))
        and isinstance(body.get("head"), list)
        and len(body["head"]) == 3
        and body["head"][:2] == [body["to"], body["last"]]
        and _matches(_SIGNATURE, body["head"][2])
        and _matches(_ENTRY, body.get("entry"))
    )
    if not good:
        raise _refused()
    return Range(
        space,
        body["dev"],
        body["from"],
        body["to"],
        bytes.fromhex(body["prev"]),
        bytes.fromhex(body["last"]),
        body["head"][2],
        body["entry"],
    )

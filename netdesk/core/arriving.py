"""Reading a line from outside: what it says, that it may say so, and the hash by which it is chained.

Nearly every line is a ``new`` or a ``put`` of the plain form below. Of these one look at the text proves what
``parse_line``, ``check_shape`` and ``header_of`` would find one after the other: the text is put together again from
its parts, so it is the canonical one, and the header is the same text with the value's hash in the value's place.
Every other line goes that longer way.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, NamedTuple

from netdesk.core.changes import (
    MAX_DEPTH,
    MAX_LINE,
    MAX_TEXT,
    PUT,
    canonical,
    check_shape,
    good_edit,
    good_value,
    header_of,
    no_fraction,
    parse_line,
    sha256,
    shallow,
)
from netdesk.core.clock import MAX_CLOCK


class Arrived(NamedTuple):
    """A line from outside that was read: its bytes, its body, and the SHA-256 of its header (32 bytes)."""

    line: bytes
    body: dict[str, Any]
    link: bytes


# The parts of a line, in the order of their keys, each once, in the one way to write them.
_REF = r'"[0-9a-f]{16}\.[1-9][0-9]{0,14}"'
_KIND = r'\{"T":"[a-z_]{1,64}",'
_FIELD = r'"f":"[a-zA-Z_]{1,64}","k":"put",'
_PLACE = (
    rf'(?:"p":\[{_REF}(?:,{_REF}){{0,63}}\],)?'
    r'"r":"[0-9a-f]{32}","s":[1-9][0-9]{0,14},"t":"([0-9a-f]{16})",(?:"u":"[0-9a-f]{32}",)?'
)
_WHOLE = r"(?:0|-?[1-9][0-9]{0,14})"
_START = re.compile(_KIND)
_MIDDLE = re.compile(rf'(?:{_FIELD}|"k":"new",){_PLACE}')
#: A whole line that puts a text in which nothing had to be written in another way: more than half of all lines.
_TEXT = re.compile(
    rf'({_KIND}{_FIELD}{_PLACE})"v":("[^"\\\x00-\x1f]*"),("w":{_WHOLE},"x":{_WHOLE})(?:,"z":"([0-9a-f]{{32}})")?\}}'
)
_LARGEST = 1 << 53
_decode = json.JSONDecoder(parse_float=no_fraction, parse_constant=no_fraction).raw_decode


def read_line(line: bytes) -> Arrived:
    """The line, read and checked for its shape. Damage of any kind, and what no NetDesk writes, is RefusedFile."""
    found = _read_plain(line) if len(line) <= MAX_LINE else None
    if found is not None:
        return found
    body = parse_line(line)
    check_shape(body, plain=True)
    return Arrived(line, body, sha256(header_of(body)))


def _read_plain(line: bytes) -> Arrived | None:
    """The same for a line of the plain form; None for every other one."""
    try:
        text = line.decode()
        body, _end = _decode(text)
    except (ValueError, RecursionError):
        return None
    whole = _TEXT.fullmatch(text)
    if whole is not None:
        before, t, told, after, salt = whole.groups()
        if len(told) > MAX_TEXT or t >= MAX_CLOCK:
            return None
        return Arrived(line, body, sha256(f'{before}"vh":"{_hash_one(told, salt)}",{after}}}'.encode()))
    start = _START.match(text)
    if start is None:
        return None
    at = start.end()
    if "e" in body:
        if not shallow(body["e"], MAX_DEPTH - 1) or not good_edit(body["e"]):
            return None
        label = f'"e":{canonical(body["e"])},'
        if not text.startswith(label, at):
            return None
        at += len(label)
    middle = _MIDDLE.match(text, at)
    if middle is None or "v" not in body:
        return None
    at = middle.end()
    k, value, salt, w, x = body["k"], body["v"], body.get("z"), body.get("w"), body.get("x")
    if not shallow(value, MAX_DEPTH - 1) or not good_value(k, value, salt, salted="z" in body):
        return None
    if type(w) is not int or type(x) is not int or not (-_LARGEST < w < _LARGEST and -_LARGEST < x < _LARGEST):
        return None
    told, hashed = _told_and_hashed(k, value, salt)
    salts = "" if not salt else f',"z":"{salt}"' if k == PUT else f',"z":{canonical(salt)}'
    if text[at:] != f'"v":{told},"w":{w},"x":{x}{salts}}}':
        return None
    if body["t"] >= MAX_CLOCK:
        return None
    header = f'{text[:at]}"vh":"{hashed}","w":{w},"x":{x}}}'
    return Arrived(line, body, sha256(header.encode()))


def _told_and_hashed(k: str, value: Any, salt: Any) -> tuple[str, str]:
    """The canonical text of a value, and its hash as ``value_hash`` says; each part is written once for both."""
    if k == PUT:
        told = canonical(value)
        return told, _hash_one(told, salt)
    salts = salt or {}
    texts = {name: canonical(value[name]) for name in sorted(value)}
    names = {name: canonical(name) for name in texts}
    told = ",".join(f"{names[name]}:{one}" for name, one in texts.items())
    hashes = ",".join(f'{names[name]}:"{_hash_one(one, salts.get(name))}"' for name, one in texts.items())
    return f"{{{told}}}", hashlib.sha256(f"{{{hashes}}}".encode()).hexdigest()


def _hash_one(told: str, salt: str | None) -> str:
    data = told.encode()
    return hashlib.sha256(bytes.fromhex(salt) + data if salt else data).hexdigest()

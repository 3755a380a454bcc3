"""The change line: the one currency of NetDesk, and the hash chain of a stream.

A change is one line of canonical JSON; the bytes are what is stored, hashed and sent on, never re-serialised.
Its keys: ``s`` sequence in its stream, ``t`` clock (16 hex), ``k`` kind of change, ``T`` record kind, ``r`` record
id, ``f`` field, ``v`` value, ``p`` the heads it replaces ("device.seq"), ``n`` for a deletion {device: highest
sequence of this record seen}, ``x`` edit number, ``w`` wall clock in seconds (shown only), ``u`` person (absent:
the device's own), ``e`` the edit's label on its first change in the stream, ``z`` salt, ``vh`` value hash (in the
line only where the value was purged). The golden lines in tests/data/changes fix this format.
"""

from __future__ import annotations

import hashlib
import json
import json.encoder
from collections.abc import Callable
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from netdesk.core.clock import MAX_CLOCK
from netdesk.errors import RefusedFile
from netdesk.i18n import _

STREAM_PREFIX = "netdesk-stream/1"
HEAD_PREFIX = "netdesk-head/1"

#: Kinds of change this version writes and folds; others are kept and relayed.
NEW, PUT, DELETE, RESTORE = "new", "put", "del", "undel"

MAX_LINE = 256 * 1024
MAX_TEXT = 64 * 1024
MAX_HEADS = 64
MAX_FIELD = 64
MAX_DEPTH = 8

_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _kept_encoder() -> Callable[[Any], str]:
    """The encoder above, made once: the standard library makes it anew for each value, which takes as long again."""
    try:
        parts = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
            None, _json.default, encode_basestring, None, ":", ",", True, False, False
        )
    except (AttributeError, TypeError):  # a Python that has it otherwise
        return _json.encode
    return lambda value: "".join(parts(value, 0))


_encode = _kept_encoder()


class Change(NamedTuple):
    """One change, with the stream it stands in. ``value`` is ``PURGED`` where only its hash is left."""

    space: str
    device: str
    seq: int
    t: str
    k: str
    kind: str = ""
    record: str = ""
    field: str | None = None
    value: Any = None
    replaces: tuple[str, ...] = ()
    seen: dict[str, int] | None = None
    x: int = 0
    w: int = 0
    person: str | None = None
    edit: dict[str, Any] | None = None
    salt: Any = None

    @property
    def ref(self) -> str:
        """How other changes of the space name this one: "device.seq"."""
        return f"{self.device}.{self.seq}"

    @property
    def order(self) -> tuple[str, str, int]:
        """The total order that decides which concurrent value is shown: clock, then device, then sequence."""
        return (self.t, self.device, self.seq)


#: A change from its sixteen parts in their order.
_change = Change._make


class _Purged:
    def __repr__(self) -> str:
        return "PURGED"


PURGED = _Purged()


def canonical(value: Any) -> str:
    """Canonical JSON text: sorted keys, no spaces, no floats; equal to RFC 8785 under the house rules."""
    return encode_basestring(value) if type(value) is str else _encode(value)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def line_of(change: Change) -> bytes:
    """The canonical line (UTF-8, no line end) of a change made here."""
    body: dict[str, Any] = {"s": change.seq, "t": change.t, "k": change.k, "x": change.x, "w": change.w}
    if change.kind:
        body["T"] = change.kind
    if change.record:
        body["r"] = change.record
    if change.field is not None:
        body["f"] = change.field
    if change.k in (NEW, PUT):
        body["v"] = change.value
    if change.replaces:
        body["p"] = list(change.replaces)
    if change.seen is not None:
        body["n"] = change.seen
    if change.person is not None:
        body["u"] = change.person
    if change.edit is not None:
        body["e"] = change.edit
    if change.salt:
        body["z"] = change.salt
    return _encode(body).encode()


def value_hash(k: str, value: Any, salt: Any) -> str:
    """Hex SHA-256 of salt ‖ canonical value; of a ``new``, of the object {field: hash of its value}."""
    if k == NEW:
        salts = salt or {}
        hashes = {name: _hash_one(one, salts.get(name)) for name, one in value.items()}
        return hashlib.sha256(_encode(hashes).encode()).hexdigest()
    return _hash_one(value, salt)


def _hash_one(value: Any, salt: str | None) -> str:
    data = canonical(value).encode()
    return hashlib.sha256(bytes.fromhex(salt) + data if salt else data).hexdigest()


def header_of(body: dict[str, Any]) -> bytes:
    """The header: the line without value and salt, with the value's hash. It alone is chained."""
    if "v" in body:
        head = {key: one for key, one in body.items() if key != "v" and key != "z"}
        head["vh"] = value_hash(body["k"], body["v"], body.get("z"))
        return _encode(head).encode()
    return _encode(body).encode()


def chain_start(space: str, device: str) -> bytes:
    """c₀ of a stream (32 bytes)."""
    return sha256(f"{STREAM_PREFIX}\n{space}\n{device}".encode())


def chain_next(previous: bytes, header: bytes) -> bytes:
    """cᵢ from cᵢ₋₁ and the header of change i (32 bytes)."""
    return chain_on(previous, sha256(header))


def chain_on(previous: bytes, link: bytes) -> bytes:
    """cᵢ from cᵢ₋₁ and the SHA-256 of the header of change i (32 bytes)."""
    return sha256(previous + link)


def head_message(space: str, device: str, seq: int, chain: bytes) -> bytes:
    """What a device signs to vouch for its stream up to ``seq``."""
    return f"{HEAD_PREFIX}\n{space}\n{device}\n{seq}\n{chain.hex()}".encode()


def no_fraction(text: str) -> Any:
    """No number of ours has a fraction or an exponent."""
    raise ValueError(text)


def _whole(text: str) -> int:
    if len(text) > 17 or abs(int(text)) >= 1 << 53:
        raise ValueError(text)
    return int(text)


_decode = json.JSONDecoder(parse_float=no_fraction, parse_constant=no_fraction, parse_int=_whole).decode


def parse_line(line: bytes) -> dict[str, Any]:
    """The body of a stored or arriving line, plain in the sense of ``shallow``. Damage of any kind is RefusedFile.

    That the line is the canonical text of what it says also shows that no key stands twice and no surrogate alone.
    """
    if len(line) > MAX_LINE:
        raise RefusedFile(_("A line of the change log is longer than any honest one. Ask for the file again."))
    try:
        text = line.decode()
        body = _decode(text)
        # Only a line with many brackets can be too deep; the others need no walk.
        deep = line.count(b"{") + line.count(b"[") > MAX_DEPTH
        if isinstance(body, dict) and _encode(body) == text and (not deep or shallow(body)):
            return body
    except (ValueError, RecursionError):
        pass
    raise RefusedFile(_("A line of the change log is damaged. Ask for the file again."))


def kind_in(line: bytes) -> str:
    """The record kind of a canonical line about a record: "T" sorts before every other key, so it stands first."""
    return line[6 : line.index(b'"', 6)].decode()


def change_of(body: dict[str, Any], space: str, device: str) -> Change:
    """A change from its parsed line; its shape is trusted (``check_shape`` has seen what comes from outside)."""
    get = body.get
    value = get("v") if "v" in body else (PURGED if "vh" in body else None)
    return _change((
        space, device, body["s"], body["t"], body["k"], get("T", ""), get("r", ""), get("f"), value,
        tuple(get("p", ())), get("n"), get("x", 0), get("w", 0), get("u"), get("e"), get("z"),
    ))  # fmt: skip


def _is_hex(text: Any, length: int) -> bool:
    return isinstance(text, str) and len(text) == length and not text.strip("0123456789abcdef")


def check_shape(body: dict[str, Any], *, plain: bool = False) -> None:
    """Refuse a line from outside whose parts have not the form every reader relies on (RefusedFile).

    ``plain``: the body comes from ``parse_line``, which has looked at its depth, numbers and characters.
    """
    get = body.get
    k = get("k")
    good = (
        type(get("s")) is int
        and body["s"] > 0
        and _is_hex(get("t"), 16)
        and body["t"] < MAX_CLOCK
        and isinstance(k, str)
        and 0 < len(k) <= MAX_FIELD
        and type(get("x", 0)) is int
        and type(get("w", 0)) is int
        and ("u" not in body or _is_hex(body["u"], 32))
        and ("p" not in body or _good_heads(body["p"]))
        and ("e" not in body or good_edit(body["e"]))
        and ("vh" not in body or ("v" not in body and _is_hex(body["vh"], 64)))
        and ("r" not in body or _is_hex(body["r"], 32))
        and ("T" not in body or _is_name(body["T"]))
        and ("f" not in body or _is_name(body["f"]))
        and ("z" not in body or ("v" in body and (k == NEW or _is_hex(body["z"], 32))))
    )
    if good and k in (NEW, PUT, DELETE, RESTORE):
        good = _good_record(body, k)
    if not good or not (plain or shallow(body)):
        raise RefusedFile(_("A change in this file has a form that no NetDesk writes. Ask for the file again."))


def _good_record(body: dict[str, Any], k: str) -> bool:
    if "r" not in body or "T" not in body:
        return False
    if k == NEW:
        return "vh" in body or good_value(k, body.get("v"), body.get("z"), salted="z" in body)
    if k == PUT:
        return "f" in body and ("vh" in body or ("v" in body and _short(body["v"])))
    if k == DELETE:
        seen = body.get("n")
        return isinstance(seen, dict) and all(_is_hex(d, 16) and type(s) is int for d, s in seen.items())
    return bool(body.get("p"))


def good_value(k: str, value: Any, salt: Any, *, salted: bool) -> bool:
    """Whether a ``new`` or a ``put`` may have this value, and ``salted`` this salt."""
    if k == NEW:
        return (
            isinstance(value, dict)
            and all(0 < len(name) <= MAX_FIELD for name in value)
            and (not salted or _good_salts(salt, value))
            and all(_short(one) for one in value.values())
        )
    return _short(value) and (not salted or _is_hex(salt, 32))


def _is_name(text: Any) -> bool:
    return isinstance(text, str) and 0 < len(text) <= MAX_FIELD


def _good_heads(heads: Any) -> bool:
    return isinstance(heads, list) and 0 < len(heads) <= MAX_HEADS and all(_good_ref(one) for one in heads)


def _good_ref(ref: Any) -> bool:
    if not isinstance(ref, str):
        return False
    device, _dot, seq = ref.partition(".")
    return _is_hex(device, 16) and seq.isascii() and seq.isdigit() and len(seq) < 16


def good_edit(edit: Any) -> bool:
    """Whether the first change of an edit may say this of it."""
    return (
        isinstance(edit, dict)
        and isinstance(edit.get("l"), str)
        and isinstance(edit.get("a", []), list)
        and type(edit.get("undo", 0)) is int
    )


def _good_salts(salts: Any, values: dict[str, Any]) -> bool:
    return isinstance(salts, dict) and bool(salts) and all(n in values and _is_hex(z, 32) for n, z in salts.items())


def _short(value: Any) -> bool:
    return not isinstance(value, str) or len(value) <= MAX_TEXT


def shallow(value: Any, depth: int = MAX_DEPTH) -> bool:
    """Whether nested lists and objects stay within the format's depth, hold no floats and no lone surrogates."""
    kind = type(value)
    if kind is str:
        return value.isascii() or _encodable(value)
    if kind is dict:
        return depth > 0 and all(shallow(key, 0) and shallow(one, depth - 1) for key, one in value.items())
    if kind is list:
        return depth > 0 and all(shallow(one, depth - 1) for one in value)
    return kind is bool or value is None or (kind is int and abs(value) < 1 << 53)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

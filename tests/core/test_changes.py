"""The change line: golden bytes that never change, one text for one value, and nothing ill-formed taken in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netdesk.core.changes import (
    DELETE,
    MAX_LINE,
    NEW,
    PURGED,
    PUT,
    RESTORE,
    Change,
    canonical,
    chain_next,
    chain_start,
    change_of,
    check_shape,
    head_message,
    header_of,
    line_of,
    parse_line,
    shallow,
    value_hash,
)
from netdesk.errors import RefusedFile

GOLDEN = json.loads((Path(__file__).parent.parent / "data" / "changes" / "stream.json").read_text(encoding="utf-8"))
SPACE, DEVICE, LINES = GOLDEN["space"], GOLDEN["device"], GOLDEN["changes"]
RECORD = "ab" * 16
SALT = "0f" * 16

by_name = pytest.mark.parametrize("golden", LINES, ids=lambda golden: golden["name"])


# ---- the golden stream ---------------------------------------------------------------------------------------------


@by_name
def test_that_a_golden_line_is_read_and_written_byte_for_byte(golden: dict[str, Any]) -> None:
    line = golden["line"].encode()
    body = parse_line(line)
    check_shape(body)
    change = change_of(body, SPACE, DEVICE)
    assert change.ref == f"{DEVICE}.{body['s']}" and change.order == (body["t"], DEVICE, body["s"])
    if change.k in (NEW, PUT, DELETE, RESTORE, "note"):
        # What line_of does not know it cannot write; nothing needs it to, since lines are kept as they came.
        assert line_of(change) == line


@by_name
def test_that_header_and_value_hash_are_the_golden_ones(golden: dict[str, Any]) -> None:
    body = parse_line(golden["line"].encode())
    assert header_of(body) == golden["header"].encode()
    if golden["value_hash"]:
        assert value_hash(body["k"], body["v"], body.get("z")) == golden["value_hash"]
        assert json.loads(golden["header"]).keys() == body.keys() - {"v", "z"} | {"vh"}


def test_that_the_chain_and_the_message_to_sign_are_the_golden_ones() -> None:
    chain = chain_start(SPACE, DEVICE)
    assert chain.hex() == GOLDEN["start"]
    for golden in LINES:
        chain = chain_next(chain, header_of(parse_line(golden["line"].encode())))
        assert chain.hex() == golden["chain"]
    assert head_message(SPACE, DEVICE, len(LINES), chain) == GOLDEN["head_message"].encode()


def test_that_the_golden_stream_has_every_kind_and_every_key() -> None:
    bodies = [parse_line(golden["line"].encode()) for golden in LINES]
    assert {body["k"] for body in bodies} >= {"new", "put", "del", "undel", "note"}
    purged = [parse_line(golden["purged"].encode()) for golden in LINES if golden["purged"]]
    assert {key for body in bodies + purged for key in body} >= {*"stkTrfvpnxwuez", "vh"}


@pytest.mark.parametrize("golden", [one for one in LINES if one["purged"]], ids=lambda golden: golden["name"])
def test_that_a_purged_line_keeps_the_chain_whole(golden: dict[str, Any]) -> None:
    purged = parse_line(golden["purged"].encode())
    check_shape(purged)
    assert "v" not in purged and "z" not in purged and "name" not in golden["purged"].lower()
    assert header_of(purged) == golden["header"].encode()
    assert change_of(purged, SPACE, DEVICE).value is PURGED


def test_that_spaces_and_devices_have_streams_of_their_own() -> None:
    starts = {chain_start(space, device) for space in ("T:1", "N:1", "T:11") for device in ("1" * 16, "2" * 16)}
    assert len(starts) == 6
    assert len({head_message("T:1", "1" * 16, seq, b"\1" * 32) for seq in (1, 2)}) == 2


# ---- one text for one value ----------------------------------------------------------------------------------------


def rfc8785(value: Any) -> str:
    """The rules of RFC 8785 once more, for values without floats: keys by UTF-16 units, the shortest escapes."""
    if isinstance(value, dict):
        ordered = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return "{" + ",".join(f"{rfc8785(key)}:{rfc8785(one)}" for key, one in ordered) + "}"
    if isinstance(value, list):
        return "[" + ",".join(rfc8785(one) for one in value) + "]"
    if isinstance(value, str):
        short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
        return '"' + "".join(short.get(c) or (c if c >= " " else f"\\u{ord(c):04x}") for c in value) + '"'
    words = {"None": "null", "True": "true", "False": "false"}
    return words.get(str(value), str(value))


house_texts = st.text(st.characters(exclude_categories=["Cs"]))
house_keys = st.text(st.characters(max_codepoint=127), max_size=8)
house_values = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | house_texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(house_keys, inner, max_size=4),
    max_leaves=12,
)


@given(house_values)
def test_that_the_text_of_a_value_is_that_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785(value)
    assert json.loads(canonical(value)) == value
    assert shallow(value, 20)


@given(
    st.sampled_from([NEW, PUT, DELETE, RESTORE]),
    house_values,
    st.integers(1, 2**40),
    st.none() | st.just("cd" * 16),
    st.none() | st.just({"l": "Do it"}),
)
def test_that_a_change_comes_back_from_its_line(k: str, value: Any, seq: int, person: str | None, edit: Any) -> None:
    change = Change(SPACE, DEVICE, seq, f"{seq:016x}", k, "cycle", RECORD, x=3, w=5, person=person, edit=edit)
    if k == NEW:
        change = change._replace(value={"title": value}, salt={"title": SALT})
    elif k == PUT:
        change = change._replace(field="title", value=value, salt=SALT, replaces=(f"{DEVICE}.7",))
    elif k == DELETE:
        change = change._replace(seen={DEVICE: seq - 1})
    else:
        change = change._replace(replaces=(f"{DEVICE}.7",))
    line = line_of(change)
    assert b"\n" not in line
    assert change_of(parse_line(line), SPACE, DEVICE) == change


@given(house_values, house_values)
def test_that_the_header_tells_values_apart_but_not_what_they_are(one: Any, other: Any) -> None:
    bodies = [{"k": PUT, "s": 1, "f": "title", "v": value, "z": SALT} for value in (one, other)]
    first, second = (header_of(body) for body in bodies)
    assert (first == second) == (canonical(one) == canonical(other))
    assert set(json.loads(first)) == {"k", "s", "f", "vh"}


def test_that_a_salt_hides_a_short_text() -> None:
    hashes = {value_hash(PUT, "Ana", salt) for salt in (None, "00" * 16, "01" * 16)}
    assert len(hashes) == 3
    news = {value_hash(NEW, {"name": "Ana"}, salt) for salt in (None, {"name": "00" * 16}, {"name": "01" * 16})}
    assert len(news) == 3 and not news & hashes


def test_that_each_key_of_a_line_is_bound_by_the_chain() -> None:
    body = parse_line(LINES[3]["line"].encode())
    other: dict[str, Any] = {"s": 5, "t": "0" * 16, "k": "del", "T": "aim", "r": RECORD, "f": "plan", "v": "x"}
    other |= {"p": ["0" * 16 + ".1"], "x": 4, "w": 1, "u": "00" * 16, "z": SALT, "e": {"l": "x"}}
    assert other.keys() == body.keys()
    headers = {header_of(body | {key: value}) for key, value in other.items()}
    headers |= {header_of({k: v for k, v in body.items() if k != key}) for key in body if key not in "ks"}
    assert len(headers | {header_of(body)}) == 1 + len(other) + len(body) - 2


# ---- what is refused -----------------------------------------------------------------------------------------------

GOOD = {"k": PUT, "T": "cycle", "r": RECORD, "f": "title", "v": "x", "z": SALT, "s": 1, "t": "01" * 8, "x": 1, "w": 1}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b'"s"',
        b'{"s": 1}',
        b'{"t":1,"s":1}',
        b'{"s":1,"s":1}',
        b'{"s":1,"v":1e3}',
        b'{"v":NaN}',
        b'{"v":1e999}',
        b'{"v":"\\u0041"}',
        b'{"v":"\\ud800"}',
        b'{"v":"\xff"}',
        b'\xef\xbb\xbf{"v":1}',
        '{"v":1}'.encode("utf-16"),
        b'{"v":1}\n',
        b'{"v":01}',
        b'{"v":-0}',
        b'{"v":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"v":' + b"9" * 5_000 + b"}",
        b'{"v":"' + b"x" * MAX_LINE + b'"}',
    ],
    ids=lambda line: repr(line[:24]),
)
def test_that_a_line_that_is_not_the_one_text_of_its_value_is_refused(line: bytes) -> None:
    with pytest.raises(RefusedFile, match="Ask for the file again"):
        parse_line(line)


def test_that_the_good_change_of_these_tests_is_good() -> None:
    check_shape(GOOD)
    check_shape(parse_line(canonical(GOOD).encode()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"s": 0},
        {"s": "1"},
        {"s": True},
        {"s": 2**53},
        {"t": "01" * 7},
        {"t": "0G" * 8},
        {"t": 1},
        {"t": f"{4102444800000 << 16:016x}"},
        {"k": ""},
        {"k": 5},
        {"k": "x" * 65},
        {"x": "1"},
        {"w": None},
        {"x": 2**60},
        {"u": "somebody"},
        {"r": "short"},
        {"r": None},
        {"r": "AB" * 16},
        {"r": [1], "k": "future"},
        {"T": ""},
        {"T": 4, "k": "future"},
        {"f": ""},
        {"f": None},
        {"f": "x" * 65},
        {"v": 0.5},
        {"v": "x" * (64 * 1024 + 1)},
        {"v": "\ud800"},
        {"v": [[[[[[[[1]]]]]]]]},
        {"z": "0f"},
        {"z": None},
        {"z": {"title": SALT}},
        {"z": "no hex", "k": "future"},
        {"vh": "0" * 64},
        {"p": []},
        {"p": {}},
        {"p": ["x"]},
        {"p": [f"{DEVICE}.one"]},
        {"p": [f"{DEVICE}.1"] * 65},
        {"p": [f"{DEVICE}.١"]},
        {"e": "label"},
        {"e": {}},
        {"e": {"l": 1}},
        {"e": {"l": "x", "undo": "1"}},
        {"k": NEW},
        {"k": NEW, "v": {"": 1}},
        {"k": NEW, "v": {"x" * 65: 1}},
        {"k": NEW, "v": {"title": "x"}, "z": {"other": SALT}},
        {"k": NEW, "v": {"title": "x"}, "z": {"title": "0"}},
        {"k": NEW, "v": {"title": "x"}, "z": None},
        {"k": NEW, "v": {"title": "x"}, "z": {}},
        {"k": NEW, "v": {"title": "x" * (64 * 1024 + 1)}},
        {"k": DELETE},
        {"k": DELETE, "n": [DEVICE]},
        {"k": DELETE, "n": {"device": 1}},
        {"k": DELETE, "n": {DEVICE: "1"}},
        {"k": RESTORE},
    ],
    ids=lambda wrong: canonical(wrong)[:40].encode("ascii", "replace").decode(),
)
def test_that_a_change_that_no_netdesk_writes_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RefusedFile, match="Ask for the file again"):
        check_shape(GOOD | wrong)


@pytest.mark.parametrize("missing", ["s", "t", "k", "T", "r", "f", "v"])
def test_that_a_change_without_a_part_it_needs_is_refused(missing: str) -> None:
    with pytest.raises(RefusedFile):
        check_shape({key: one for key, one in GOOD.items() if key != missing})


def test_that_a_change_of_a_kind_of_the_future_is_taken_in() -> None:
    check_shape({"s": 1, "t": "01" * 8, "k": "future", "v": {"deep": [[1]]}, "q": "anything", "n": 5})


def test_that_values_may_be_nested_eight_deep_and_no_deeper() -> None:
    assert shallow([[[[[[[[1]]]]]]]]) and not shallow([[[[[[[[[1]]]]]]]]])
    assert shallow({"a": {"b": [None, True, -1, "x"]}}) and not shallow({"a": 1.0}) and not shallow((1,))

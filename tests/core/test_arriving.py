"""Reading lines from outside: the short way takes exactly what the long way takes, and finds the same in it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from netdesk.core import arriving
from netdesk.core.arriving import read_line
from netdesk.core.changes import MAX_LINE, canonical, check_shape, header_of, parse_line, sha256
from netdesk.core.clock import MAX_CLOCK
from netdesk.errors import RefusedFile

GOLDEN = json.loads((Path(__file__).parent.parent / "data" / "changes" / "stream.json").read_text(encoding="utf-8"))
LINES = [one["line"].encode() for one in GOLDEN["changes"]]
SALT = "0f" * 16
PUT = {
    "T": "cycle", "f": "plan", "k": "put", "p": ["0123456789abcdef.4"], "r": "ab" * 16, "s": 5, "t": "01" * 8,
    "v": "Call first", "w": 1_772_366_400, "x": 3, "z": SALT,
}  # fmt: skip
NEW = {
    "T": "cycle", "e": {"l": "Add cycle", "a": ["ab" * 16, 2]}, "k": "new", "r": "ab" * 16, "s": 4, "t": "01" * 8,
    "v": {"title": "Süß“\\\n", "stage": "plan", "pos": [None, "a0"], "people": "3"}, "w": -5, "x": 0,
    "z": {"title": SALT},
}  # fmt: skip


def long_way(line: bytes) -> tuple[dict[str, Any], bytes] | None:
    try:
        body = parse_line(line)
        check_shape(body)
    except RefusedFile:
        return None
    return body, sha256(header_of(body))


def short_way(line: bytes) -> tuple[dict[str, Any], bytes] | None:
    try:
        arrived = read_line(line)
    except RefusedFile:
        return None
    assert arrived.line == line
    return arrived.body, arrived.link


def test_that_lines_as_people_make_them_go_the_short_way() -> None:
    for body in (PUT, NEW, {**PUT, "v": None}, {**PUT, "u": "cd" * 16}, {key: PUT[key] for key in PUT if key != "p"}):
        line = canonical({key: one for key, one in body.items() if key != "z" or body["v"]}).encode()
        found = arriving._read_plain(line)
        assert found is not None and (found.body, found.link) == long_way(line)


@pytest.mark.parametrize("line", LINES, ids=[one["name"] for one in GOLDEN["changes"]])
def test_that_a_golden_line_is_read_as_ever(line: bytes) -> None:
    assert short_way(line) == long_way(line) is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"w": [1]}, {"w": "1"}, {"w": True}, {"w": None}, {"w": {}}, {"w": 1 << 53}, {"x": -(1 << 53)}, {"w": 1.5},
        {"s": 0}, {"s": 1 << 60}, {"t": MAX_CLOCK}, {"t": "01" * 7}, {"v": 0.5}, {"v": 1 << 53}, {"v": "\ud800"},
        {"v": [[[[[[[[1]]]]]]]]}, {"v": "x" * 65_537}, {"v": "x" * MAX_LINE}, {"z": ""}, {"z": None}, {"z": "0f"},
        {"z": {"plan": SALT}}, {"p": []}, {"p": ["0123456789abcdef.4"] * 65}, {"p": ["0123456789abcdef.x"]}, {"e": {}},
        {"e": {"l": 1}}, {"e": {"l": "\udfff"}}, {"e": {"l": "x", "q": [[[[[[[[1]]]]]]]]}}, {"f": ""}, {"f": "x" * 65},
        {"k": "new"}, {"k": "new", "v": {"": 1}}, {"k": "new", "v": {"title": "x"}, "z": {"other": SALT}}, {"vh": SALT},
        {"k": "new", "v": {"title": "x" * 65_537}, "z": {"title": SALT}}, {"r": "AB" * 16}, {"u": "Ana"}, {"T": ""},
    ],
    ids=lambda wrong: ascii(wrong)[:40],
)  # fmt: skip
def test_that_neither_way_takes_what_no_netdesk_writes(wrong: dict[str, Any]) -> None:
    line = json.dumps({**PUT, **wrong}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert short_way(line.encode("utf-8", "surrogatepass")) is None
    escaped = json.dumps({**PUT, **wrong}, sort_keys=True, separators=(",", ":"))
    assert short_way(escaped.encode()) is None and long_way(escaped.encode()) is None


@pytest.mark.parametrize(
    "unusual",
    [
        {"q": "unknown"}, {"va": 1}, {"zz": 1}, {"k": "future"}, {"f": "größe"}, {"p": ["0123456789abcdef.04"]},
        {"v": {"a": [1, None, True]}}, {"v": ["x", -1]}, {"v": 7}, {"v": True}, {"w": (1 << 53) - 1}, {"w": 0},
        {"T": "Käse"},
        {"v": [[[[[[[]]]]]]]},
    ],
    ids=lambda unusual: ascii(unusual)[:40],
)  # fmt: skip
def test_that_what_is_unusual_and_good_is_taken_all_the_same(unusual: dict[str, Any]) -> None:
    line = canonical({**PUT, **unusual}).encode()
    assert short_way(line) == long_way(line) is not None


def test_that_both_ways_agree_on_every_damaged_line() -> None:
    chance = random.Random(4)
    agreed = taken = 0
    for line in (canonical(PUT).encode(), canonical(NEW).encode(), *LINES):
        for at in range(len(line)):
            byte = bytes([chance.choice(b'"{}[],:0123456789abcdefnu\\ \xc3\n')])
            before, after = line[:at], line[at + 1 :]
            for damaged in (before + byte + after, before + byte + line[at:], before + after):
                assert short_way(damaged) == long_way(damaged), damaged
                agreed += 1
                taken += short_way(damaged) is not None
        assert short_way(line[: len(line) // 2] + line[:5] + line[len(line) // 2 :]) is None
    assert agreed > 3000 and taken > 100  # some damage says another thing in good form, which the chain then tells

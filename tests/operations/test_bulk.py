"""Bulk edits: the form of their lines. What they do is tested where the command is."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from netdesk.errors import NetDeskError, RefusedFile
from netdesk.operations.bulk import parse_edits, read_dump, read_json

AN_ID = "ab" * 16


def line(**parts: object) -> bytes:
    return json.dumps(parts).encode()


def test_that_lines_are_numbered_as_in_the_file_and_blank_ones_skipped() -> None:
    data = b"\xef\xbb\xbf" + line(do="add", kind="aim", fields={}) + b"\r\n\n" + line(do="delete", kind="aim", id=AN_ID)
    assert [one.number for one in parse_edits(data)] == [1, 3]
    assert parse_edits(b"") == []
    assert parse_edits(b"\n \n") == []


def test_that_fractions_are_read_exactly() -> None:
    assert read_json('{"to": 0.1, "from": 1e400}') == {"to": Decimal("0.1"), "from": Decimal("1e400")}
    assert read_json("1" * 5000) == Decimal("1" * 5000)


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b"[]",
        b"1",
        b"null",
        b'"add"',
        b"{}",
        b'{"do": "add", "do": "set", "kind": "aim", "fields": {}}',
        b'{"do": "add", "kind": "aim", "fields": {"to": NaN}}',
        b"[" * 100_000,
        b'{"do":"add","kind":"aim","fields":' + b'{"a":' * 50_000,
        line(do="ADD", kind="aim", fields={}),
        line(do=["add"], kind="aim", fields={}),
        line(do="add", kind="aims", fields={}),
        line(do="add", kind=None, fields={}),
        line(do="add", kind="aim"),
        line(do="add", kind="aim", fields=[]),
        line(do="add", kind="aim", fields={}, feilds={}),
        line(do="add", kind="aim", fields={}, level="published"),
        line(do="add", kind="aim", fields={}, level=None),
        line(do="add", kind="aim", fields={}, id="short"),
        line(do="add", kind="aim", fields={}, id=AN_ID.upper()),
        line(do="set", kind="aim", fields={}),
        line(do="set", kind="aim", id=None, fields={}),
        line(do="set", kind="aim", id=AN_ID),
        line(do="delete", kind="aim"),
        line(do="delete", kind="aim", id=7),
        line(do="move", kind="cause", id=AN_ID, after="x"),
        line(do="level", kind="aim", id=AN_ID),
        line(do="level", kind="aim", id=AN_ID, to="hub"),
        b"\xff\xfe",
        b"\x00\x01binary",
    ],
)
def test_that_a_line_of_a_wrong_form_is_refused_by_its_number(bad: bytes) -> None:
    with pytest.raises(NetDeskError, match=r"^Line 2: ") as caught:
        parse_edits(b"\n" + bad)
    assert "\n" not in caught.value.user_text
    assert len(caught.value.user_text) < 300


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"{", b"[" * 100_000])
def test_that_a_damaged_dump_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedFile):
        read_dump(data)

"""Values of fields: one stored form for equal things, and a sentence for everything else."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netdesk.core.fields import MAX_DIGITS, canonical_value, is_order_key, number, order_between, rekey
from netdesk.core.order import MAX_KEY
from netdesk.core.records import KINDS, Field
from netdesk.errors import NetDeskError

AN_ID = "0123456789abcdef" * 2


def field(type_: str, **more: object) -> Field:
    return Field("worth", type_, **more)  # type: ignore[arg-type]


def refused(type_: str, value: object, **more: object) -> str:
    with pytest.raises(NetDeskError) as caught:
        canonical_value(field(type_, **more), value)
    assert '"worth"' in caught.value.user_text
    assert "\n" not in caught.value.user_text
    return caught.value.user_text


@pytest.mark.parametrize(
    "type_", ["text", "long", "num", "date", "when", "bool", "ref", "list", "pos", "pair", "key", "json"]
)
def test_that_none_and_empty_text_clear_a_field(type_: str) -> None:
    assert canonical_value(field(type_), None) is None
    assert canonical_value(field(type_), "") is None


@pytest.mark.parametrize(
    ("given_", "stored"),
    [
        ("12.50", "12.5"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("007", "7"),
        ("+3", "3"),
        (" 12 ", "12"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        (Decimal("1E+5"), "100000"),
        (Decimal("0.10"), "0.1"),
        (Decimal("1.10e-3"), "0.0011"),
        (-12, "-12"),
        (0, "0"),
        ("1" * MAX_DIGITS, "1" * MAX_DIGITS),
    ],
)
def test_that_equal_numbers_have_one_stored_form(given_: object, stored: str) -> None:
    assert canonical_value(field("num"), given_) == stored
    assert number(given_) == stored


@pytest.mark.parametrize(
    "value",
    [
        "1,5",
        "NaN",
        "Infinity",
        "١٢",
        "1_000",
        "0x1f",
        "1 2",
        "1" * (MAX_DIGITS + 1),
        "1e41",
        "1e-41",
        "1e999999",
        True,
        False,
        1.5,
        float("nan"),
        Decimal("NaN"),
        Decimal("Infinity"),
        [],
        {},
    ],
)
def test_that_what_is_no_exact_number_is_refused(value: object) -> None:
    refused("num", value)


def test_that_a_number_too_long_to_write_out_is_refused() -> None:
    refused("num", 10**5000)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_that_a_number_is_read_exactly_and_its_form_is_stable(value: Decimal) -> None:
    stored = number(value)
    assert Decimal(stored) == value
    assert number(stored) == stored
    assert "e" not in stored.lower()
    assert "." not in stored or not stored.endswith("0")


def test_that_text_is_stored_composed_and_with_plain_line_ends() -> None:
    assert canonical_value(field("text"), "cafe\u0301") == "caf\u00e9"
    assert canonical_value(field("long"), "one\r\ntwo\rthree") == "one\ntwo\nthree"
    assert canonical_value(field("long"), "  kept as typed  ") == "  kept as typed  "


@pytest.mark.parametrize("value", ["\ud800", "a\udfffb", "a\0b", "x" * 65537, "é" * 40000, 12, b"bytes", ["a"], True])
def test_that_broken_or_endless_text_is_refused(value: object) -> None:
    refused("text", value)
    refused("long", value)


def test_that_a_text_of_just_64_kb_is_taken() -> None:
    assert canonical_value(field("long"), "x" * 65536) == "x" * 65536


def test_that_a_date_is_a_real_day() -> None:
    assert canonical_value(field("date"), "2024-02-29") == "2024-02-29"
    assert canonical_value(field("date"), date(2026, 3, 1)) == "2026-03-01"
    for value in (
        "2023-02-29",
        "2026-13-01",
        "2026-3-1",
        "20260301",
        "2026-W01-1",
        "03/01/2026",
        20260301,
        True,
        "2026-03-01T00:00:00Z",
        datetime(2026, 3, 1, tzinfo=UTC),
    ):
        refused("date", value)


def test_that_a_moment_is_stored_in_universal_time_to_the_second() -> None:
    moment = field("when")
    assert canonical_value(moment, "2026-03-01T12:00:00Z") == "2026-03-01T12:00:00Z"
    assert canonical_value(moment, "2026-03-01T14:00:00.75+02:00") == "2026-03-01T12:00:00Z"
    assert (
        canonical_value(moment, datetime(2026, 3, 1, 1, tzinfo=timezone(timedelta(hours=2)))) == "2026-02-28T23:00:00Z"
    )
    for value in (
        "2026-03-01",
        "2026-03-01T12:00:00",
        "noon",
        "2026-02-30T12:00:00Z",
        1772366400,
        "0001-01-01T00:00:00+23:59",
    ):
        refused("when", value)


def test_that_a_choice_outside_the_list_is_refused_with_the_list() -> None:
    stage = KINDS["cycle"].fields["stage"]
    assert canonical_value(stage, "do") == "do"
    for value in ("Do", "done", 1, True, ["do"]):
        with pytest.raises(NetDeskError, match="plan, do, study, act, closed"):
            canonical_value(stage, value)


def test_that_true_and_false_are_the_only_truths() -> None:
    assert canonical_value(field("bool"), True) is True
    assert canonical_value(field("bool"), False) is False
    for value in ("true", 1, 0, "no"):
        refused("bool", value)


def test_that_a_reference_is_an_id() -> None:
    assert canonical_value(field("ref"), AN_ID) == AN_ID
    for value in (AN_ID.upper(), AN_ID[:-1], AN_ID + "0", "measure", 7):
        refused("ref", value)


def test_that_a_list_holds_texts() -> None:
    assert canonical_value(field("list"), ["warm", "cafe\u0301"]) == ["warm", "café"]
    assert canonical_value(field("list"), []) is None
    for value in ("warm", [1], [None], [["a"]], ["x" * 40000, "y" * 40000], {"a": 1}, ["a"] * 501, [" "]):
        refused("list", value)


def test_that_a_place_is_a_parent_and_an_order_key() -> None:
    assert canonical_value(field("pos"), [None, "a0"]) == [None, "a0"]
    assert canonical_value(field("pos"), (AN_ID, "a0V")) == [AN_ID, "a0V"]
    for value in (
        "a0",
        [None],
        [None, "a0", "a1"],
        ["parent", "a0"],
        [None, ""],
        [None, "0a"],
        [None, "a00"],
        [None, 1],
    ):
        refused("pos", value)


def test_that_an_order_key_has_room_before_and_after() -> None:
    assert canonical_value(field("key"), "Zz") == "Zz"
    for value in ("", "a", "b0", "a0 ", "é0", "a0\n", "A" + "0" * 26, "_a"):
        assert not is_order_key(value)
    refused("key", "a00")


def test_that_a_pair_is_one_value_or_both_numerator_and_denominator() -> None:
    assert canonical_value(field("pair"), {"v": "12.50"}) == {"v": "12.5"}
    assert canonical_value(field("pair"), {"n": 12, "d": Decimal("30.0")}) == {"n": "12", "d": "30"}
    assert canonical_value(field("pair"), {"n": "45", "d": "30"}) == {"n": "45", "d": "30"}  # a rate may pass one
    for value in (
        "12/30",
        {"n": "1"},
        {"d": "1"},
        {"v": "1", "d": "2"},
        {},
        {"v": None},
        {"n": "1", "d": "x"},
        12,
        {"v": True},
    ):
        refused("pair", value)
    assert "greater than 0" in refused("pair", {"n": "0", "d": "0"})
    assert "greater than 0" in refused("pair", {"n": "1", "d": "-2"})


def test_that_json_is_shallow_small_and_without_fractions() -> None:
    frozen = {"of": [1, "two", None, True, {"deep": []}]}
    assert canonical_value(field("json"), frozen) == frozen
    for value in (
        {"a": 1.5},
        {"a": Decimal("1.5")},
        [[[[[[1]]]]]],
        {"a": "\ud800"},
        {1: 2},
        {"a": "x" * 300000},
        1 << 53,
    ):
        refused("json", value)


def test_that_what_a_person_gave_is_quoted_short_and_printable() -> None:
    sentence = refused("num", "x" * 5000)
    assert len(sentence) < 200
    assert "\0" not in refused("text", "a\0b" + "c" * 100)
    refused("num", "\ud800").encode()


# Order keys


def test_that_keys_stay_in_order_through_any_inserts() -> None:
    rng = random.Random(7)
    keys: list[str] = []
    for _step in range(1500):
        at = rng.choice([0, len(keys), rng.randrange(len(keys) + 1)])
        before = keys[at - 1] if at else None
        after = keys[at] if at < len(keys) else None
        keys.insert(at, order_between(before, after, rng.randbytes))
    assert keys == sorted(set(keys))
    assert all(is_order_key(key) for key in keys)


def test_that_two_people_who_insert_at_one_spot_get_different_keys() -> None:
    rng = random.Random(3)
    made = {order_between("a0", "a1", rng.randbytes) for _person in range(50)}
    assert len(made) == 50
    assert all("a0" < key < "a1" for key in made)


def test_that_a_key_fits_even_before_one_that_begins_with_it() -> None:
    rng = random.Random(5)
    for after in ("a01", "a001", "a0001", "a0V"):
        assert "a0" < order_between("a0", after, rng.randbytes) < after
        assert order_between(None, after, rng.randbytes) < after


@pytest.mark.parametrize(
    ("before", "after"), [("a1", "a1"), ("a2", "a1"), ("strange!", None), (None, "0"), ("a00", None)]
)
def test_that_a_list_without_room_asks_for_fresh_keys(before: str | None, after: str | None) -> None:
    with pytest.raises(ValueError, match="key"):
        order_between(before, after, random.Random(1).randbytes)


def test_that_fresh_keys_are_short_and_in_order() -> None:
    keys = rekey(300, random.Random(1).randbytes)
    assert keys == sorted(set(keys))
    assert max(map(len, keys)) < MAX_KEY / 4
    assert rekey(0, random.Random(1).randbytes) == []

"""What people type: read by the language, and never guessed silently."""

from __future__ import annotations

from datetime import date

import pytest

from netdesk.core.typed import read_date, read_number, read_pair
from netdesk.errors import NetDeskError

TODAY = date(2026, 9, 10)


@pytest.mark.parametrize(
    ("text", "lang", "stored"),
    [
        ("12", "en", "12"),
        ("1,234", "en", "1234"),
        ("1.234", "en", "1.234"),
        ("1,234.5", "en", "1234.5"),
        ("1.234,5", "en", "1234.5"),
        ("1.234.567", "en", "1234567"),
        ("0,85", "en", "0.85"),
        ("0,85", "es", "0.85"),
        ("12,5", "es_ES", "12.5"),
        ("1.234", "es_ES", "1234"),
        ("1,234", "es_MX", "1234"),
        ("0,123", "es", "0.123"),
        ("−3", "en", "-3"),
        ("85 %", "en", "85"),
        ("85%", "en", "85"),
        ("1\u202f234", "en", "1234"),
        ("\uff11\uff12", "en", "12"),
    ],
)
def test_that_a_number_is_read_by_the_languages_marks(text: str, lang: str, stored: str) -> None:
    assert read_number(text, lang) == stored


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("1.234", "es"),
        ("1,234", "es"),
        ("1,2,3", "en"),
        ("1.2.3,4", "en"),
        ("12,345,67", "en"),
        ("abc", "en"),
        ("", "en"),
        ("12 34", "en"),
        ("٣", "en"),
        ("1/2", "en"),
        ("--3", "en"),
        ("%", "en"),
        (".", "en"),
    ],
)
def test_that_a_doubtful_number_is_refused(text: str, lang: str) -> None:
    with pytest.raises(NetDeskError):
        read_number(text, lang)


def test_that_both_readings_of_a_doubtful_number_are_named() -> None:
    with pytest.raises(NetDeskError, match=r"1234 or as 1,234"):
        read_number("1.234", "es")


@pytest.mark.parametrize(
    ("text", "lang", "day"),
    [
        ("2026-03-01", "en", date(2026, 3, 1)),
        ("2026/3/1", "en", date(2026, 3, 1)),
        ("2026-09-07 00:00:00", "en", date(2026, 9, 7)),
        ("Sep 7, 2026", "en", date(2026, 9, 7)),
        ("7th September 2026", "en", date(2026, 9, 7)),
        ("7 de septiembre de 2025", "es", date(2025, 9, 7)),
        ("9/7/2026", "en", date(2026, 9, 7)),
        ("9/7/2026", "es", date(2026, 7, 9)),
        ("9/7/2026", "en_GB", date(2026, 7, 9)),
        ("7.9.2026", "en", date(2026, 9, 7)),
        ("9/7/26", "en", date(2026, 9, 7)),
        ("7-Sep-25", "en", date(2025, 9, 7)),
        ("9/7", "en", date(2026, 9, 7)),
        ("1/2", "en", date(2027, 1, 2)),
        ("Sep 3", "en", date(2026, 9, 3)),
        ("Sep 2025", "en", date(2025, 9, 1)),
        ("2025-09", "en", date(2025, 9, 1)),
        ("yesterday", "en", date(2026, 9, 9)),
        ("hoy", "es", TODAY),
    ],
)
def test_that_a_date_is_read_in_the_languages_order(text: str, lang: str, day: date) -> None:
    assert read_date(text, lang, TODAY) == day


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("13/7/2026", "en"),
        ("7/13/2026", "es"),
        ("2/30/2026", "en"),
        ("2026-02-30", "en"),
        ("Sep 25", "en"),
        ("may", "en"),
        ("2026", "en"),
        ("soon", "en"),
        ("", "en"),
        ("1/2/3/4", "en"),
        ("12", "en"),
        ("Sep Oct 2026", "en"),
    ],
)
def test_that_a_doubtful_date_is_refused(text: str, lang: str) -> None:
    with pytest.raises(NetDeskError):
        read_date(text, lang, TODAY)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("12/30", {"n": "12", "d": "30"}),
        ("12 of 30", {"n": "12", "d": "30"}),
        ("12 out of 30", {"n": "12", "d": "30"}),
        ("12 de 30", {"n": "12", "d": "30"}),
        ("1,200 / 1,500", {"n": "1200", "d": "1500"}),
        ("85 %", {"v": "85"}),
        ("0,85", {"v": "0.85"}),
        ("0", {"v": "0"}),
        ("", None),
        ("   ", None),
    ],
)
def test_that_an_observation_is_a_value_or_a_share(text: str, pair: dict[str, str] | None) -> None:
    assert read_pair(text, "en") == pair


@pytest.mark.parametrize("text", ["0/0", "3/0", "1/2/3", "3/30 %", "12/", "/30", "x", "absent"])
def test_that_what_is_no_observation_is_refused(text: str) -> None:
    with pytest.raises(NetDeskError):
        read_pair(text, "en")

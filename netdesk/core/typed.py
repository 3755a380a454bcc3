"""What people type: numbers, dates and numerator/denominator pairs, read by the language's own habits.

Nothing is guessed silently: what can be read in two ways is refused with a sentence that names both readings.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

from netdesk.core.fields import number
from netdesk.errors import NetDeskError
from netdesk.i18n import _

#: Regions where Spanish writes 12.5; elsewhere it writes 12,5, and "es" alone says neither.
_SPANISH_POINT: Final = frozenset({"419", "MX", "US", "PR", "DO", "GT", "HN", "NI", "SV", "PA", "PE", "CU", "BO"})
_SPACES = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_MONTHS: Final = {
    "en": [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}
_DAY_WORDS: Final = {"today": 0, "yesterday": -1, "tomorrow": 1, "hoy": 0, "ayer": -1, "mañana": 1}
_PAIR = re.compile(r"(.+?)\s*(?:/|⁄|÷|\bout\s+of\b|\bof\b|\bde\b)\s*(.+)", re.IGNORECASE)


def read_number(text: str, lang: str = "en") -> str:
    """The canonical decimal string of a typed number: "1,234.5", "12,5", "−3", "85 %" (which gives "85").

    A single mark before exactly three digits is read by the language: 1,234 is a thousand in "en"; in "es", which is
    written both ways, it is refused. NetDeskError where the text is no number or can be read in two ways.
    """
    plain = _plain(text)
    if plain.endswith("%"):
        plain = plain[:-1].rstrip()
    sign = "-" if plain[:1] in ("-", "−", "–") else ""
    plain = plain[1:] if sign or plain[:1] == "+" else plain
    plain = _SPACES.sub("", plain.strip())
    if not re.fullmatch(r"[\d.,]*\d[\d.,]*", plain, re.ASCII):
        raise NetDeskError(_('"{text}" is not a number. Write it like 12 or 12.5.').format(text=_short(text)))
    return number(sign + _point_only(plain, text, lang))


def _point_only(plain: str, text: str, lang: str) -> str:
    """The digits with a decimal point at most; the marks' meaning follows from their places, then the language."""
    marks = [mark for mark in plain if mark in ".,"]
    if not marks:
        return plain
    last = marks[-1]
    whole, _mark, rest = plain.rpartition(last)
    if len(marks) == 1:
        groups = len(rest) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole) is not None
        decimal = decimal_mark(lang)
        if groups and decimal is None:
            raise NetDeskError(
                _('"{text}" can be read as {a} or as {b}. Write {a}, or {b}0.').format(
                    text=_short(text), a=whole + rest, b=f"{whole},{rest}"
                )
            )
        return whole + rest if groups and last != decimal else f"{whole}.{rest}"
    grouped = whole if marks.count(last) == 1 else plain
    mark = marks[0]
    good = set(marks[:-1]) == {mark} and re.fullmatch(rf"[1-9]\d{{0,2}}(\{mark}\d{{3}})+", grouped) is not None
    if not good:
        raise NetDeskError(
            _('The marks in "{text}" do not make a number. Write it like 1234.5.').format(text=_short(text))
        )
    joined = grouped.replace(mark, "")
    return joined if grouped is plain else f"{joined}.{rest}"


def decimal_mark(lang: str) -> str | None:
    """The mark before decimals in this language; None where it is written both ways."""
    language, _sep, region = lang.replace("-", "_").partition("_")
    if language.lower() != "es":
        return "."
    if not region:
        return None
    return "." if region.upper() in _SPANISH_POINT else ","


def read_date(text: str, lang: str, today: date) -> date:
    """The day of a typed date: ISO, "Sep 7, 2026", "7 de septiembre", "9/7/2026" in the language's order, "yesterday".

    A month without a day is its first day. Without a year it is the year that brings the day nearest to ``today``.
    NetDeskError where there is no such day, or where the order of day and month is not the language's.
    """
    plain = re.sub(r"[T ]00:00(:00(\.0+)?)?Z?$", "", _plain(text))  # a spreadsheet's midnight
    word = plain.casefold()
    if word in _DAY_WORDS:
        return today + timedelta(days=_DAY_WORDS[word])
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", plain, re.ASCII):
        return _day(int(found[1]), int(found[2]), int(found[3] or 1), text)
    if found := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?", plain, re.ASCII):
        first, second = int(found[1]), int(found[3])
        # A point between day and month is written only where the day comes first.
        day_first = found[2] == "." or reads_day_first(lang)
        day, month = (first, second) if day_first else (second, first)
        if month > 12 and day <= 12:
            order = _("day/month/year") if day_first else _("month/day/year")
            raise NetDeskError(
                _('"{text}" has no month {n}; dates are read as {order} here. Write it like {iso}.').format(
                    text=_short(text), n=month, order=order, iso=today.isoformat()
                )
            )
        return _with_year(found[4], month, day, today, text)
    return _date_in_words(word, text, today)


def reads_day_first(lang: str) -> bool:
    """Whether the day stands before the month in this language."""
    language, _sep, region = lang.replace("-", "_").partition("_")
    return language.lower() != "en" or region.upper() not in ("", "US", "XA")  # XA: the pseudo-language


def _date_in_words(word: str, text: str, today: date) -> date:
    parts = [part for part in re.split(r"[\s,.\-/]+", word) if part and part not in ("de", "del", "of", "the")]
    months = [_month(part) for part in parts]
    numbers = [re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th|º)?", part, re.ASCII) for part in parts]
    named = [month for month in months if month]
    counted = [found[1] for found in numbers if found]
    if len(named) == 1 and len(named) + len(counted) == len(parts):
        month = named[0]
        years = [digits for digits in counted if len(digits) == 4]
        days = [digits for digits in counted if len(digits) < 3]
        if len(years) == 1 and len(days) == len(counted) - 1 <= 1:
            return _day(int(years[0]), month, int(days[0]) if days else 1, text)
        if not years and len(days) == 2:  # 7-Sep-26, September 7 26
            return _with_year(days[1], month, int(days[0]), today, text)
        if not years and len(days) == 1 and months[0] and int(days[0]) + 2000 in range(today.year - 9, today.year + 10):
            raise NetDeskError(
                _('"{text}" can be a day or a month of a year. Write the year in full, such as {iso}.').format(
                    text=_short(text), iso=today.isoformat()
                )
            )
        if not years and len(days) == 1:
            return _with_year(None, month, int(days[0]), today, text)
    raise NetDeskError(
        _('"{text}" is not a date. Write it like {iso}.').format(text=_short(text), iso=today.isoformat())
    )


def _month(part: str) -> int | None:
    bare = part.rstrip(".")
    if len(bare) < 3:
        return None
    for names in _MONTHS.values():
        for n, name in enumerate(names, start=1):
            if name.startswith(bare) or (bare == "sept" and n == 9) or (bare == "setiembre" and n == 9):
                return n
    return None


def _with_year(year: str | None, month: int, day: int, today: date, text: str) -> date:
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day, text)
    nearby = []
    for one in (today.year - 1, today.year, today.year + 1):
        try:
            nearby.append(date(one, month, day))
        except ValueError:
            continue
    if not nearby:
        return _day(today.year, month, day, text)
    return min(nearby, key=lambda day_: abs(day_ - today))


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NetDeskError(
            _('"{text}" is no day of the calendar. Check the month and the day.').format(text=_short(text))
        ) from None


def read_pair(text: str, lang: str = "en") -> dict[str, str] | None:
    """A typed observation: "12/30", "12 of 30" and "12 de 30" give {"n", "d"}, any other number {"v"}; None if empty.

    "85 %" gives {"v": "85"}: the measure's unit says that it is per cent. NetDeskError where it is neither.
    """
    plain = _plain(text)
    if not plain:
        return None
    found = _PAIR.fullmatch(plain)
    if not found:
        return {"v": read_number(plain, lang)}
    if "%" in plain or _PAIR.fullmatch(found[2]):
        raise NetDeskError(
            _('"{text}" is not a numerator and a denominator. Write it like 12/30.').format(text=_short(text))
        )
    numerator, denominator = read_number(found[1], lang), read_number(found[2], lang)
    if denominator == "0" or denominator.startswith("-"):
        raise NetDeskError(
            _('The denominator of "{text}" must be greater than 0. Leave out what nobody counted.').format(
                text=_short(text)
            )
        )
    return {"n": numerator, "d": denominator}


def _plain(text: str) -> str:
    """The text with ordinary spaces, compatibility forms resolved (full-width digits, narrow spaces), trimmed."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else plain[:39] + "…"

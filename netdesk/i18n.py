"""The language of everything a person reads: sentences, dates and numbers, in window, terminal, PDF and HTML alike.

Sentences go through `_`; a sentence without a translation is shown in English, never as an error. Babel is loaded only
when a date or a number is first written.

"pseudo" is a language for looking at: every sentence that goes through `_` in accents and brackets and 40 % longer, so
that a forgotten sentence and a place too narrow for a translation can be seen before there is one.
"""

from __future__ import annotations

import gettext
import re
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Literal

from netdesk import paths

if TYPE_CHECKING:
    from decimal import Decimal

DOMAIN = "netdesk"
LANGUAGES = ("en", "es")
PSEUDO = "pseudo"

DateStyle = Literal["short", "medium", "long", "full"]

# What `language` says while the pseudo-language is spoken: English as nobody writes it, so that nothing kept for
# English is taken for it.
_PSEUDO_LOCALE = "en_XA"
#: How much longer than its English a sentence may become; Spanish and German stay below it.
LONGER = 1.4
_ACCENTED = str.maketrans("aceilnorsuyzACEILNORSUYZ", "áçéíľñóřšúýžÁÇÉÍĽÑÓŘŠÚÝŽ")
# Placeholders, tags, the key of a menu's word and a file dialog's patterns mean something to the program.
_KEPT = re.compile(r"(\{[^}]*\}|</?\w[^>]*>|&\w|%%|\(\*[^)]*\))")

_language = "en"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def _(text: str) -> str:
    """`text` in the language that `set_language` chose; `text` itself if it has no translation."""
    return _catalogue.gettext(text) if text else ""  # gettext answers "" with the catalogue's header


def ngettext(one: str, many: str, n: int) -> str:
    """`one` or `many` by the count `n`, in the chosen language; put n in with `.format(n=n)`."""
    return _catalogue.ngettext(one, many, n)


def N_(text: str) -> str:  # noqa: N802 - the name that message extraction looks for
    """Mark `text` for translation without translating it yet: for tables that are filled at import."""
    return text


def set_language(language: str) -> None:
    """Speak `language` (such as "es", "es_MX" or "pseudo") from now on; without a catalogue for it, English."""
    global _language, _catalogue
    if language in (PSEUDO, _PSEUDO_LOCALE):
        _language, _catalogue = _PSEUDO_LOCALE, _Pseudo()
        return
    wanted = language.replace("-", "_")
    short = wanted.split("_", 1)[0].lower()
    if short not in LANGUAGES:
        wanted = short = "en"
    _language = wanted
    if short == "en":
        _catalogue = gettext.NullTranslations()
    else:
        _catalogue = gettext.translation(
            DOMAIN, localedir=paths.resource("locale"), languages=[wanted, short], fallback=True
        )


class _Pseudo(gettext.NullTranslations):
    """The catalogue that makes its translations up."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(super().ngettext(msgid1, msgid2, n))


def pseudo(text: str) -> str:
    """`text` in accents and brackets, its letters' length times `LONGER`; what the program fills in or reads is kept.

    >>> pseudo("Save {name}")
    '[Šáávéé {name}]'
    """
    parts = _KEPT.split(text)
    letters = sum(len(part) for part in parts[::2])
    missing = round(letters * (LONGER - 1)) - 2  # the brackets count
    vowels = sum(one in "aeiouAEIOU" for part in parts[::2] for one in part)
    made, given, seen = [], 0, 0
    for place, part in enumerate(parts):
        if place % 2:
            made.append(part)
            continue
        for one in part:
            made.append(one)
            if one in "aeiouAEIOU":
                seen += 1
                due = max(missing, 0) * seen // vowels
                made.append(one.lower() * (due - given))
                given = due
    long = "".join(
        part if place % 2 else part.translate(_ACCENTED) for place, part in enumerate(_KEPT.split("".join(made)))
    )
    return f"[{long}{'~' * max(missing - given, 0)}]"


def language() -> str:
    """The language in use, such as "en": for a document's language mark and for Qt's own dialogs."""
    return _language


def format_date(day: date, style: DateStyle = "medium") -> str:
    """`day` as people write it in the chosen language: "7 Sep 2026" and the like; a datetime's time is left out."""
    import babel.dates

    plain_day = day.date() if isinstance(day, datetime) else day
    return babel.dates.format_date(plain_day, format=style, locale=locale_name())


def format_number(value: int | float | Decimal, places: int | None = None) -> str:
    """`value` with the chosen language's decimal mark and thousands mark.

    `places` fixes the count of decimals (0 or more); without it as many as needed, at most three.
    """
    import babel.numbers

    pattern = "#,##0.###" if places is None else "#,##0" + ("." + "0" * places if places else "")
    return babel.numbers.format_decimal(value, format=pattern, locale=locale_name())


def format_percent(proportion: float | Decimal, places: int = 0) -> str:
    """A proportion 0-1 as per cent in the chosen language: 0.425 with one place is "42.5%"."""
    import babel.numbers

    pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
    return babel.numbers.format_percent(proportion, format=pattern, locale=locale_name())


def locale_name() -> str:
    """The locale by whose habits dates and numbers are written: the language in use, without a region nobody knows."""
    # "en" alone is American in Babel, which is what an English-speaking network in the field's home country reads.
    return _locale_of(_language)


@cache
def _locale_of(language: str) -> str:
    from babel.core import Locale, UnknownLocaleError

    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return language.split("_", 1)[0]
    return language

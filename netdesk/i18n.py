"""The language of everything a person reads: sentences, dates and numbers, in window, terminal, PDF and HTML alike.

Sentences go through `_`; a sentence without a translation is shown in English, never as an error. Babel is loaded only
when a date or a number is first written.
"""

from __future__ import annotations

import gettext
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from netdesk import paths

DOMAIN = "netdesk"
LANGUAGES = ("en", "es")

DateStyle = Literal["short", "medium", "long", "full"]

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
    """Speak `language` (such as "es" or "es_MX") from now on; without a catalogue for it, English."""
    global _language, _catalogue
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


def language() -> str:
    """The language in use, such as "en": for a document's language mark and for Qt's own dialogs."""
    return _language


def format_date(day: date, style: DateStyle = "medium") -> str:
    """`day` as people write it in the chosen language: "7 Sep 2026" and the like; a datetime's time is left out."""
    import babel.dates

    plain_day = day.date() if isinstance(day, datetime) else day
    return babel.dates.format_date(plain_day, format=style, locale=_babel_locale())


def format_number(value: int | float | Decimal, places: int | None = None) -> str:
    """`value` with the chosen language's decimal mark and thousands mark.

    `places` fixes the count of decimals (0 or more); without it as many as needed, at most three.
    """
    import babel.numbers

    pattern = "#,##0.###" if places is None else "#,##0" + ("." + "0" * places if places else "")
    return babel.numbers.format_decimal(value, format=pattern, locale=_babel_locale())


def format_percent(proportion: float | Decimal, places: int = 0) -> str:
    """A proportion 0-1 as per cent in the chosen language: 0.425 with one place is "42.5%"."""
    import babel.numbers

    pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
    return babel.numbers.format_percent(proportion, format=pattern, locale=_babel_locale())


def _babel_locale() -> str:
    # "en" alone is American in Babel, which is what an English-speaking network in the field's home country reads.
    from babel.core import Locale, UnknownLocaleError

    try:
        Locale.parse(_language)
    except (UnknownLocaleError, ValueError):
        return _language.split("_", 1)[0]
    return _language

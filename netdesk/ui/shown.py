"""Stored values as a person reads them, and what a person types as values: by the language, for every field type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from netdesk.core.records import KINDS
from netdesk.core.typed import read_date, read_number
from netdesk.i18n import _, format_date, format_number, language, locale_name


def shown_number(text: str | None) -> str:
    """A canonical number with the language's marks and all its decimals."""
    if text is None:
        return ""
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    return format_number(number, places=max(0, -exponent) if isinstance(exponent, int) else 0)


def shown_date(text: str | None) -> str:
    """An ISO date as people write it; empty for none."""
    return format_date(date.fromisoformat(text)) if text else ""


def shown_moment(text: str | None) -> str:
    """An ISO instant as local day and time, such as "Nov 20, 2025, 3:42 PM"."""
    if not text:
        return ""
    moment = datetime.fromisoformat(text).astimezone()
    from babel.dates import format_time

    return f"{format_date(moment.date())}, {format_time(moment.time(), 'short', locale=locale_name())}"


def shown_when(seconds: float) -> str:
    """A clock reading as local day and time."""
    return shown_moment(datetime.fromtimestamp(seconds, UTC).isoformat())


def shown_value(kind: str, field: str, record: dict[str, Any]) -> str:
    """The text to show in the editor of a field."""
    value = record.get(field)
    if value is None:
        return ""
    type_ = KINDS[kind].fields[field].type
    if type_ == "num":
        return shown_number(value)
    if type_ in ("date", "when"):
        return shown_date(value[:10])
    return str(value)


def read_field(kind: str, field: str, text: str, today: date) -> str | None:
    """The value of what was typed for a field; None clears it. NetDeskError where it cannot be read."""
    if not text.strip():
        return None
    type_ = KINDS[kind].fields[field].type
    if type_ == "num":
        return read_number(text, language())
    if type_ == "date":
        return read_date(text, language(), today).isoformat()
    return text.strip() if type_ == "text" else text.rstrip()


def choice_words() -> Mapping[str, str]:
    """The words of stored choices, in the language in use."""
    return _choice_words(language())


@cache
def _choice_words(_language: str) -> Mapping[str, str]:
    return {
        "outcome": _("Outcome"),
        "process": _("Process"),
        "balancing": _("Balancing"),
        "driver": _("Driver"),
        "up": _("Up"),
        "down": _("Down"),
        "neither": _("Neither"),
        "day": _("Day"),
        "week": _("Week"),
        "2 weeks": _("Two weeks"),
        "month": _("Month"),
        "term": _("Term"),
        "plan": _("Plan"),
        "do": _("Do"),
        "study": _("Study"),
        "act": _("Act"),
        "closed": _("Closed"),
        "adopt": _("Adopt"),
        "adapt": _("Adapt"),
        "abandon": _("Abandon"),
        "repeat": _("Repeat"),
        "scale": _("Scale"),
        "yes": _("As predicted"),
        "partly": _("Partly"),
        "no": _("Not as predicted"),
        "cannot tell": _("Cannot tell yet"),
        "as planned": _("As planned"),
        "not as planned": _("Not as planned"),
        "anhoej": _("Anhøj"),
        "ihi": _("IHI"),
    }

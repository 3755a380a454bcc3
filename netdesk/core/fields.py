"""Values of fields: from what was given to the one stored form, or a sentence that says how to mend it.

Every way in (window, ``apply``, operations, a dump) goes through `canonical_value`, so equal things have equal bytes in
the change log. What people type is read first by netdesk.core.typed; order keys are made by netdesk.core.order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from netdesk.core.changes import MAX_TEXT, canonical
from netdesk.core.order import is_order_key, order_between, rekey
from netdesk.core.records import Field, is_id
from netdesk.errors import NetDeskError
from netdesk.i18n import _

__all__ = ["canonical_value", "number", "is_order_key", "order_between", "rekey"]

#: More digits than any honest number of a school has.
MAX_DIGITS: Final = 40
#: A json field (a frozen copy on the table, a picture of the theory) may hold this many bytes of canonical JSON.
MAX_JSON: Final = 200 * 1024
#: A json value lies three levels deep in its line (line, first fields, field), and the line may be eight deep.
MAX_JSON_DEPTH: Final = 5
MAX_LIST: Final = 500
#: Numbers about fewer people than this are neither drawn nor sent: their members could be known by name.
SMALL_GROUP: Final = 10

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,6})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class _UnfitError(Exception):
    """What is wrong with a value, without the field's name yet."""


def canonical_value(field: Field, value: object) -> Any:
    """The stored form of ``value`` for this field; None (and empty text) clears the field and gives None.

    text and long: NFC text with plain line ends; num: canonical decimal string; date: "2026-03-01"; when:
    "2026-03-01T12:00:00Z"; bool; choice and ref: text; list: texts; pos: [parent id or None, order key]; pair:
    {"v"} or {"n", "d"} of canonical numbers; key: order key; json: as given. Raises NetDeskError with one sentence that
    names the field, what is wrong and what to do.
    """
    if value is None or value == "":
        return None
    try:
        return _READERS[field.type](field, value)
    except _UnfitError as unfit:
        raise NetDeskError(
            _('"{field}" cannot be {value}: {what}').format(field=field.name, value=_shown(value), what=unfit.args[0])
        ) from None


def number(value: object) -> str:
    """The canonical decimal string of an int, Decimal or numeric text ("12.50" gives "12.5"); NetDeskError if none."""
    try:
        return _number(value)
    except _UnfitError as unfit:
        raise NetDeskError(
            _("{value} cannot be used: {what}").format(value=_shown(value), what=unfit.args[0])
        ) from None


def _shown(value: object) -> str:
    """The value as a person would recognise it, short enough for one line."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, int) and value.bit_length() > 200:
        return _("that number")  # Python refuses to write out a very long one
    elif isinstance(value, str):
        text = '"' + " ".join(value.encode("utf-8", "replace").decode().replace("\0", "?").split()) + '"'
    else:
        text = str(value)
    return text if len(text) <= 60 else text[:56] + '…"' if text.startswith('"') else text[:59] + "…"


def _text(_field: Field | None, value: object) -> str | None:
    if not isinstance(value, str):
        raise _UnfitError(_("it must be text. Put it in quotation marks."))
    if "\0" in value:
        raise _UnfitError(_("it holds a zero character, which no text has. Type it again."))
    try:
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
        size = len(text.encode())
    except UnicodeEncodeError:
        raise _UnfitError(_("it holds half of a character. Type it again.")) from None
    if size > MAX_TEXT:
        raise _UnfitError(_("it is longer than 64 KB. Shorten it, or attach it as a file.")) from None
    return text or None


def _number(value: object) -> str:
    if isinstance(value, str):
        text = value.strip()
        if not _NUMBER.fullmatch(text):
            raise _UnfitError(_("it must be a number such as 12.5, with a point and nothing else."))
        value = Decimal(text)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        # A float is refused because 0.1 + 0.2 is not 0.3: what was typed must come back as typed.
        raise _UnfitError(_("it must be a number such as 12.5."))
    exact = Decimal(value)
    if not exact.is_finite():
        raise _UnfitError(_("it must be a number such as 12.5."))
    _sign, digits, exponent = exact.as_tuple()
    whole = "".join(map(str, digits)).lstrip("0")
    if not whole:
        return "0"
    power = int(exponent) + len(whole) - len(whole.rstrip("0"))
    whole = whole.rstrip("0")
    if max(len(whole) + max(power, 0), -power, len(whole)) > MAX_DIGITS:
        raise _UnfitError(_("it has more than {n} digits. Round it.").format(n=MAX_DIGITS))
    if power >= 0:
        text = whole + "0" * power
    else:
        padded = whole.rjust(1 - power, "0")
        text = padded[:power] + "." + padded[power:]
    return "-" + text if exact < 0 else text


def _num(_field: Field, value: object) -> str:
    return _number(value)


def _day(_field: Field, value: object) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise _UnfitError(_("there is no such day in the calendar. Check the month and the day.")) from None
    raise _UnfitError(_("it must be a date written as year-month-day, such as 2026-03-01."))


def _when(_field: Field, value: object) -> str:
    moment: datetime | None = value if isinstance(value, datetime) else None
    if isinstance(value, str) and _DATE.match(value) and value[10:11] in ("T", "t", " "):
        try:
            moment = datetime.fromisoformat(value.upper())
        except ValueError:
            moment = None
    if moment is None or moment.tzinfo is None:
        raise _UnfitError(_("it must be a moment with its time zone, such as 2026-03-01T12:00:00Z."))
    try:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    except OverflowError:
        raise _UnfitError(_("there is no such moment in the calendar. Check the year.")) from None


def _truth(_field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise _UnfitError(_("it must be true or false."))
    return value


def _choice(field: Field, value: object) -> str:
    if not isinstance(value, str) or value not in field.choices:
        raise _UnfitError(_("it must be one of: {choices}.").format(choices=", ".join(field.choices)))
    return value


def _ref(_field: Field, value: object) -> str:
    if not isinstance(value, str) or not is_id(value):
        raise _UnfitError(_("it must be the id of a record, 32 digits 0-9 and a-f. Look it up in a dump."))
    return value


def _list(field: Field, value: object) -> list[str] | None:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one.strip() for one in value):
        raise _UnfitError(_('it must be a list of texts, such as ["one", "two"].'))
    if len(value) > MAX_LIST:
        raise _UnfitError(_("it has more than {n} entries. Shorten it.").format(n=MAX_LIST))
    texts = [str(_text(field, one)) for one in value]
    _text(field, "\n".join(texts))  # together they may not pass the limit of one text either
    return texts or None


def _key(_field: Field | None, value: object) -> str:
    if not isinstance(value, str) or not is_order_key(value):
        raise _UnfitError(_("it must be an order key as a dump shows it. Leave it out to put the record last."))
    return value


def _pos(_field: Field, value: object) -> list[str | None]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise _UnfitError(_("it must be [parent id or null, order key], as a dump shows it."))
    parent, key = value
    if parent is not None and not is_id(parent):
        raise _UnfitError(_("its first part must be the parent's id, or null."))
    return [parent, _key(None, key)]


def _pair(_field: Field, value: object) -> dict[str, str]:
    if isinstance(value, Mapping):
        if set(value) == {"v"}:
            return {"v": _number(value["v"])}
        if set(value) == {"n", "d"}:
            pair = {"n": _number(value["n"]), "d": _number(value["d"])}
            if pair["d"] == "0" or pair["d"].startswith("-"):
                raise _UnfitError(_("the denominator must be greater than 0. Leave out what nobody counted."))
            return pair
    raise _UnfitError(_('it must be {"v": value} or {"n": numerator, "d": denominator}.'))


def _json(_field: Field, value: object) -> Any:
    if not _plain(value, MAX_JSON_DEPTH):
        raise _UnfitError(_("it must be JSON without fractions, at most {n} levels deep.").format(n=MAX_JSON_DEPTH))
    if len(canonical(value).encode()) > MAX_JSON:
        raise _UnfitError(_("it is larger than {n} KB. Take a smaller part.").format(n=MAX_JSON // 1024))
    return value


def _plain(value: object, depth: int) -> bool:
    if isinstance(value, str):
        return "\0" not in value and value.encode("utf-8", "ignore").decode() == value
    if isinstance(value, dict):
        return depth > 0 and all(
            isinstance(name, str) and _plain(name, 0) and _plain(one, depth - 1) for name, one in value.items()
        )
    if isinstance(value, list):
        return depth > 0 and all(_plain(one, depth - 1) for one in value)
    return value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 1 << 53)


_READERS: dict[str, Callable[[Field, object], Any]] = {
    "text": _text,
    "long": _text,
    "num": _num,
    "date": _day,
    "when": _when,
    "bool": _truth,
    "choice": _choice,
    "ref": _ref,
    "list": _list,
    "pos": _pos,
    "pair": _pair,
    "key": _key,
    "json": _json,
}

"""Bulk edits: the lines of an EDITS.jsonl as one edit, and reading a dump. The road in from other tools."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from netdesk.core.records import KINDS, is_id
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.i18n import N_, _
from netdesk.store import guards

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

APPLY: Final = N_("Apply edits from a file")

#: verb → (keys a line must have, keys it may have), besides "do" and "kind".
VERBS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "add": (frozenset({"fields"}), frozenset({"id", "level"})),
    "set": (frozenset({"id", "fields"}), frozenset()),
    "delete": (frozenset({"id"}), frozenset()),
    "restore": (frozenset({"id"}), frozenset()),
    "move": (frozenset({"id"}), frozenset({"parent", "after"})),
    "publish": (frozenset({"id"}), frozenset()),
    "unpublish": (frozenset({"id"}), frozenset()),
    "level": (frozenset({"id", "to"}), frozenset()),
}


#: Where a reference stands: kind, field, and the space of the record that names it.
Reference = tuple[str, str, str]


class EditLine(NamedTuple):
    """One line of a file of edits: its number (from 1) and its object."""

    number: int
    body: dict[str, Any]


class Applied(NamedTuple):
    """What a line did: its number, and the kind and id of the record it is about."""

    line: int
    kind: str
    id: str


def parse_edits(data: bytes) -> list[EditLine]:
    """The lines of a JSONL file of edits, checked for form; numbers are read exactly. NetDeskError names the line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NetDeskError(_("Line {n}: this is not UTF-8 text. Save the file as UTF-8.").format(n=line)) from None
    lines = []
    for number, one in enumerate(text.split("\n"), start=1):
        if one.strip():
            with _naming_line(number):
                lines.append(EditLine(number, _checked_line(read_json(one))))
    return lines


@contextmanager
def _naming_line(number: int) -> Iterator[None]:
    try:
        yield
    except NetDeskError as error:
        raise NetDeskError(_("Line {n}: {what}").format(n=number, what=error.user_text)) from error


def read_json(text: str) -> Any:
    """JSON as written: fractions as Decimal, no NaN, no name twice in an object. NetDeskError says what is wrong."""
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise NetDeskError(_("this is nested too deeply to be an edit.")) from None
    except json.JSONDecodeError as error:
        raise NetDeskError(
            _("this is not JSON ({what} at character {at}).").format(what=error.msg, at=error.colno)
        ) from None


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < 20 else Decimal(digits)


def _no_constant(name: str) -> Any:
    raise NetDeskError(_("{name} is no number that NetDesk keeps. Leave the field out instead.").format(name=name))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        twice = next(name for name, _value in pairs if [one for one, _v in pairs].count(name) > 1)
        raise NetDeskError(_('"{name}" stands twice in one object. Keep one of them.').format(name=twice))
    return made


def _checked_line(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise NetDeskError(_('an edit is an object such as {"do": "add", "kind": "measure", "fields": {…}}.'))
    verb, kind = body.get("do"), body.get("kind")
    if not isinstance(verb, str) or verb not in VERBS:
        raise NetDeskError(_('"do" must be one of: {verbs}.').format(verbs=", ".join(VERBS)))
    if not isinstance(kind, str) or kind not in KINDS:
        raise NetDeskError(
            _('"kind" must be a kind of record, such as measure; {kind} is none.').format(kind=_show(kind))
        )
    required, allowed = VERBS[verb]
    missing = sorted(required - set(body))
    if missing:
        raise NetDeskError(_('"{verb}" needs "{name}".').format(verb=verb, name=missing[0]))
    foreign = sorted(set(body) - required - allowed - {"do", "kind"})
    if foreign:
        raise NetDeskError(_('"{verb}" knows no "{name}".').format(verb=verb, name=foreign[0]))
    if "fields" in body and not isinstance(body["fields"], dict):
        raise NetDeskError(_('"fields" must be an object of field names and values.'))
    for name in ("id", "parent", "after"):
        # An id left out of "add" is made; null says the same.
        nothing = body.get(name) is None and (name != "id" or verb == "add")
        if name in body and not nothing and not is_id(body[name]):
            raise NetDeskError(
                _('"{name}" must be an id, 32 digits 0-9 and a-f in lower case; {value} is none.').format(
                    name=name, value=_show(body[name])
                )
            )
    for name, levels in (("level", ("team", "me")), ("to", ("me", "team"))):
        if name in body and body[name] not in levels:
            raise NetDeskError(_('"{name}" must be "me" or "team".').format(name=name))
    return body


def _show(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True, default=str)
    return text if len(text) <= 40 else text[:39] + "…"


def apply(edit: Edit, lines: list[EditLine]) -> list[Applied]:
    """Do all lines in this edit, by the same rules as the window; NetDeskError names the line and undoes them all."""
    done = []
    named: dict[Reference, dict[str, int]] = {}
    for line in lines:
        edit.named = {}
        with _naming_line(line.number):
            done.append(Applied(line.number, line.body["kind"], _do(edit, line.body)))
        for reference, ids in edit.named.items():
            for id_ in ids:
                named.setdefault(reference, {}).setdefault(id_, line.number)
    _check_references(edit, named)
    return done


def _check_references(edit: Edit, named: dict[Reference, dict[str, int]]) -> None:
    """What the edit checks at its end, since a line may name what a later one adds; here so that the line is named."""
    edit.flush()
    for reference, lines in named.items():
        for id_, number in lines.items():
            edit.named = {reference: {id_}}
            with _naming_line(number):
                guards.check_references(edit)
    edit.named = {}


def _do(edit: Edit, body: dict[str, Any]) -> str:
    verb, kind = body["do"], body["kind"]
    if verb == "add":
        return edit.add(kind, body["fields"], id=body.get("id"), level=body.get("level", "team"))
    id_: str = body["id"]
    if verb == "set":
        edit.put(kind, id_, body["fields"])
    elif verb == "delete":
        edit.delete(kind, id_)
    elif verb == "restore":
        edit.restore(kind, id_)
    elif verb == "move":
        parent = body["parent"] if "parent" in body else _parent_of(edit, kind, id_)
        edit.move(kind, id_, parent=parent, after=body.get("after"))
    elif verb == "publish":
        edit.publish(kind, id_)
    elif verb == "unpublish":
        edit.unpublish(kind, id_)
    else:
        edit.level(kind, id_, body["to"])
    return id_


def _parent_of(edit: Edit, kind: str, id_: str) -> str | None:
    """A line without "parent" moves a record among its own siblings."""
    found = edit.get(kind, id_) or {}
    parent: str | None = (found.get("pos") or [None])[0]
    return parent


def read_dump(data: bytes) -> Any:
    """The JSON document of a dump; what is in it is checked when it is loaded. RefusedFile where it is damaged."""
    try:
        return read_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RefusedFile(_("The dump is not UTF-8 text. Make it again with netdesk dump.")) from None
    except NetDeskError as error:
        raise RefusedFile(_("The dump is damaged: {what}").format(what=error.user_text)) from None

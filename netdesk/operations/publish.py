"""Publishing as an act: what goes with an item, and what a person should read before it leaves the team."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from netdesk.core.records import KINDS, PARTS
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations.people import names
from netdesk.operations.source import Record, Source, must_get, title_of
from netdesk.store.publish import SMALL
from netdesk.store.publish import is_small as small_value

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

PUBLISH: Final = N_("Publish")
UNPUBLISH: Final = N_("Unpublish")

#: Groups smaller than this could point at a pupil; their points are held back.
SMALL_GROUP: Final = SMALL
#: The local setting that keeps the answers to `asks_small_groups`.
SMALL_GROUPS: Final = "small_groups"

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(r"(?<![\d.])(?:\+?\d{1,3}[\s.-]?)?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Leaving:
    """One record that would leave: its kind and id, what people know it by, and each field's words as they would go."""

    kind: str
    id: str
    title: str
    fields: dict[str, object]


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to read again before it leaves; it never blocks. ``words`` is what was noticed."""

    kind: str
    id: str
    field: str
    words: str
    text: str


def parts_of(source: Source, kind: str, id_: str) -> list[tuple[str, str]]:
    """The records published along with this one, as (kind, id), itself first (records page: what goes with it)."""
    must_get(source, kind, id_)
    found = [(kind, id_)]
    for part, path in PARTS.get(kind, ()):
        for record in source.select(part):
            if not path or _owner(source, part, record, path) == id_:
                found.append((part, record["id"]))
    return found


def _owner(source: Source, kind: str, record: Record, path: str) -> str | None:
    """Where a dotted path of refs leads from the record: "observation.measure" is the measure's id."""
    first, _dot, rest = path.partition(".")
    value = record.get(first)
    if not rest or value is None:
        return value
    between = KINDS[kind].fields[first].to[0]
    found = source.get(between, value)
    return None if found is None else _owner(source, between, found, rest)


def what_leaves(source: Source, kind: str, id_: str) -> list[Leaving]:
    """Exactly what publishing this item would put before the network: its records with their shareable fields."""
    if not KINDS[kind].shared:
        raise NetDeskError(_("A {kind} is never published; it stays with the team.").format(kind=_(KINDS[kind].label)))
    leaving = []
    for part, part_id in parts_of(source, kind, id_):
        record = must_get(source, part, part_id)
        allowed = KINDS[part].shared_fields
        if part == "person" and not record.get("agrees"):
            allowed = tuple(name for name in allowed if name == "tier")
        if part == "observation" and is_small(record):
            continue
        fields = {name: record[name] for name in allowed if name in record}
        leaving.append(Leaving(part, part_id, title_of(record), fields))
    return leaving


def is_small(observation: Record) -> bool:
    """Whether the point's denominator is under `SMALL_GROUP`: such points are held back."""
    return small_value(observation.get("value"))


def cautions(leaving: Iterable[Leaving], people: Iterable[str] = ()) -> list[Caution]:
    """E-mail addresses, telephone numbers and names of the team's people in what would leave. Never a block."""
    known = [name for name in people if len(name) > 2]
    found = []
    for one in leaving:
        for field, value in one.fields.items():
            text = value if isinstance(value, str) else ""
            if one.kind == "person" or KINDS[one.kind].fields[field].type not in ("text", "long"):
                continue
            hits = [(mail, _("looks like an e-mail address")) for mail in _MAIL.findall(text)]
            hits += [(phone, _("looks like a telephone number")) for phone in _PHONE.findall(text)]
            hits += [
                (name, _("is the name of a person of the team"))
                for name in known
                if re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
            ]
            for words, why in hits:
                sentence = _('"{words}" {why}. Read it again before it leaves.').format(words=words, why=why)
                found.append(Caution(one.kind, one.id, field, words, sentence))
    return found


def asks_small_groups(source: Source, measure: str, answers: Mapping[str, bool]) -> bool:
    """Whether a person must say first if groups under `SMALL_GROUP` stand behind this measure's numbers.

    A share tells how many people stand behind it; a count or a single value does not. ``answers`` are those given
    before on this computer ({measure: whether there are such groups}), kept under `SMALL_GROUPS`.
    """
    if measure in answers:
        return False
    return any("d" not in (one.get("value") or {"d": ""}) for one in source.select("observation", measure=measure))


def publish(edit: Edit, kind: str, id_: str) -> list[Caution]:
    """Publish the item with its parts; the cautions on what it says."""
    noticed = cautions(what_leaves(edit, kind, id_), names(edit).values())
    edit.publish(kind, id_)
    return noticed


def unpublish(edit: Edit, kind: str, id_: str) -> str:
    """Take the item back; the sentence to say, since copies already sent remain."""
    edit.unpublish(kind, id_)
    return _("The network will hide it with the next bundle. Copies already sent remain.")

"""Where operations read records: a workspace outside an edit, or the edit's transaction inside one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError
from netdesk.i18n import _

Record = dict[str, Any]


class Source(Protocol):
    """Both `Workspace` and `Edit` read this way; records come as a dump shows them, with "id"."""

    def get(self, kind: str, record: str, /) -> Record | None:
        """The living record, or None."""

    @property
    def select(self) -> Callable[..., list[Record]]:
        """``select(kind, *, space=…, deleted=False, **equals)``: records whose fields equal these, in their order."""


class ReadOnce:
    """A source that reads each thing once, for parts of a page that ask for the same; to be thrown away after."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._got: dict[tuple[str, str], Record | None] = {}
        self._selected: dict[tuple[Any, ...], list[Record]] = {}

    def get(self, kind: str, record: str, /) -> Record | None:
        """The living record, a copy of its own."""
        if (kind, record) not in self._got:
            self._got[kind, record] = self._source.get(kind, record)
        found = self._got[kind, record]
        return None if found is None else dict(found)

    @property
    def select(self) -> Callable[..., list[Record]]:
        """As of any source; copies of their own."""
        return self._select

    def _select(self, kind: str, **equals: Any) -> list[Record]:
        asked = (kind, *sorted(equals.items()))
        if asked not in self._selected:
            self._selected[asked] = self._source.select(kind, **equals)
        return [dict(one) for one in self._selected[asked]]


def must_get(source: Source, kind: str, id_: str) -> Record:
    """The living record, or NetDeskError: it may have been deleted meanwhile."""
    found = source.get(kind, id_)
    if found is None:
        raise NetDeskError(
            _("There is no {kind} {id} here. It may have been deleted; look for it in the history.").format(
                kind=_(KINDS[kind].label), id=id_
            )
        )
    return found


#: The fields that tell people which record is meant, the best first.
TITLES = ("name", "title", "what", "text", "statement", "effect", "sentence", "burning_question", "period", "caption")


def title_of(record: Record, longest: int = 60) -> str:
    """A short text by which people know the record; "" where it has none (links, votes).

    What lies on the table is known by what is shown there, else by the question put to it.
    """
    for name in TITLES:
        value = record.get(name)
        if isinstance(value, str) and value.strip():
            text = " ".join(value.split())
            return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
    frozen = record.get("frozen")
    if isinstance(frozen, dict):
        return title_of(frozen.get("fields") or {}, longest) or title_of({"text": record.get("question")}, longest)
    return ""


def plain(text: object) -> str:
    """A name or wording without regard to case and spaces, for comparing; "" for none."""
    return " ".join(str(text or "").split()).casefold()


def known_fields(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields without those that are None: for adding a record from optional arguments."""
    unknown = set(fields) - set(KINDS[kind].fields)
    if unknown:
        raise TypeError(f"{kind} has no field {sorted(unknown)}")
    return {name: value for name, value in fields.items() if value is not None}

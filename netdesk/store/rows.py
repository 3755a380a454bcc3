"""Records as plain dicts: read from their tables, for edits, windows, dumps and scripts alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.models import RECORD_TABLES


def check_kind(kind: str) -> None:
    """Refuse a name that is no kind of record."""
    if kind not in KINDS:
        raise NetDeskError(_('There is no kind of record "{kind}". Look the kinds up in the help.').format(kind=kind))


def fields_of(kind: str, row: Any) -> dict[str, Any]:
    """The record's fields that are not empty, under their public names, in the table's order."""
    names, values_of = _columns(kind)
    return {name: one for name, one in zip(names, values_of(row), strict=True) if one is not None}


@cache
def _columns(kind: str) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of a kind's fields, and what takes all their values out of a row at once."""
    fields = KINDS[kind].fields.values()
    if len(fields) == 1:
        (only,) = fields
        return (only.name,), lambda row: (getattr(row, only.attribute),)
    return tuple(one.name for one in fields), attrgetter(*(one.attribute for one in fields))


def record_of(kind: str, row: Any) -> dict[str, Any]:
    """A record as a dict: id, space, then its filled fields; a copy also says whose it is (``copy_of``, ``copy_team``).

    ``copy_of`` is the id of the record it was copied from, ``copy_team`` the team that made that one, where the hub
    passed the copy on.
    """
    record = {"id": row.id, "space": row.space, **fields_of(kind, row)}
    if row.copy_of:
        record["copy_of"] = row.copy_of
        if row.copy_team:
            record["copy_team"] = row.copy_team
    return record


def sort_key(kind: str) -> Any:
    """How lists of a kind are ordered: by position where it has one, else by when it was made; ties by id."""
    fields = KINDS[kind].fields
    if "pos" in fields:
        return lambda row: ((row.pos or [None, ""])[1], row.id)
    if kind == "driver_link":
        return lambda row: (row.order or "", row.id)
    if kind == "observation":
        return lambda row: (row.period or "", _ordinal(row), row.id)
    return lambda row: (row.created_t, row.id)


def _ordinal(row: Any) -> float:
    try:
        return float(row.ordinal or 0)
    except ValueError:
        return 0.0


def select_rows(
    connection: Connection, kind: str, spaces: Iterable[str], *, deleted: bool = False, equals: dict[str, Any]
) -> list[Any]:
    """Rows of a kind in these spaces whose fields equal the given values, in the kind's order."""
    check_kind(kind)
    given = {name: value for name, value in equals.items() if value is not None}
    query = _query(kind, deleted, tuple(given), tuple(name for name in equals if name not in given))
    values = {"spaces": list(spaces), **{f"is_{name}": value for name, value in given.items()}}
    return sorted(connection.execute(query, values).all(), key=sort_key(kind))


# To build a statement takes SQLAlchemy several times as long as to run it: each is built once.


@cache
def _query(kind: str, deleted: bool, given: tuple[str, ...], empty: tuple[str, ...]) -> Select[Any]:
    """Rows in the spaces whose ``given`` fields have the values that come at its use, the ``empty`` ones none."""
    table = RECORD_TABLES[kind]
    query = select(table).where(table.c.space.in_(bindparam("spaces", expanding=True)))
    if not deleted:
        query = query.where(table.c.alive)
    elif "withheld" in table.c:
        query = query.where(~table.c.withheld)
    for name in (*given, *empty):
        attribute = KINDS[kind].fields[name].attribute if name in KINDS[kind].fields else name
        column = table.c[attribute]
        query = query.where(column.is_(None) if name in empty else column == bindparam(f"is_{name}"))
    return query


def living_row(connection: Connection, kind: str, record: str) -> Any:
    """The row of a record that is not deleted, None where there is none."""
    return connection.execute(_living(kind), {"record": record}).first()


@cache
def _living(kind: str) -> Select[Any]:
    table = RECORD_TABLES[kind]
    return select(table).where(table.c.id == bindparam("record"), table.c.alive)


def select_among(
    connection: Connection, kind: str, spaces: Iterable[str], name: str, values: Iterable[str]
) -> list[Any]:
    """Living rows of a kind in these spaces whose field (or column) has one of these values, in the kind's order."""
    table = RECORD_TABLES[kind]
    column = table.c[KINDS[kind].fields[name].attribute if name in KINDS[kind].fields else name]
    wanted = sorted(set(values))
    rows: list[Any] = []
    for start in range(0, len(wanted), 500):
        query = select(table).where(table.c.space.in_(list(spaces)), table.c.alive)
        rows += connection.execute(query.where(column.in_(wanted[start : start + 500]))).all()
    return sorted(rows, key=sort_key(kind))

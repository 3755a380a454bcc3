"""Tables of records made from ``core.records``, and the base that entities stand on."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Boolean, Column, Dialect, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

from netdesk.core.records import KINDS, LINK, STRUCTURED, Field

metadata = MetaData()


class Json(TypeDecorator[Any]):
    """A structured value (list, pos, pair, json) as compact JSON text: the same bytes on SQLite and PostgreSQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Base(DeclarativeBase):
    """Base of all entities. They are read models: only the fold writes their rows."""

    metadata = metadata


#: Columns that every record has beside its fields.
RECORD_COLUMNS = [
    "id",
    "space",
    "copy_of",
    "copy_team",
    "alive",
    "unknown",
    "created_t",
    "created_w",
    "created_by",
    "created_device",
    "changed_t",
    "changed_w",
    "changed_by",
    "changed_device",
]


def _column(field: Field) -> Column[Any]:
    type_: TypeEngine[Any]
    if field.type in STRUCTURED:
        type_ = Json()
    elif field.type == "bool":
        type_ = Boolean()
    else:
        type_ = Text()
    return Column(field.name, type_, key=field.attribute, nullable=True)


def _make_table(kind: str) -> Table:
    extra: list[Column[Any]] = []
    if kind == LINK:
        extra.append(Column("skipped", Boolean, nullable=False, server_default="0"))
    if kind == "amendment":
        extra.append(Column("computed", Boolean, nullable=False, server_default="0"))
    if kind == "feedback":
        extra.append(Column("withheld", Boolean, nullable=False, server_default="0"))
    table = Table(
        kind,
        metadata,
        Column("id", String(32), primary_key=True),
        Column("space", String(40), nullable=False),
        Column("copy_of", String(32)),
        Column("copy_team", String(32)),
        Column("alive", Boolean, nullable=False),
        Column("unknown", Boolean, nullable=False),
        Column("created_t", String(16), nullable=False),
        Column("created_w", Integer, nullable=False),
        Column("created_by", String(32)),
        Column("created_device", String(16), nullable=False),
        Column("changed_t", String(16), nullable=False),
        Column("changed_w", Integer, nullable=False),
        Column("changed_by", String(32)),
        Column("changed_device", String(16), nullable=False),
        *extra,
        *(_column(field) for field in KINDS[kind].fields.values()),
    )
    Index(f"{kind}_copy_of", table.c.copy_of, sqlite_where=table.c.copy_of.is_not(None))
    for field in KINDS[kind].fields.values():
        # The owner of a part: charts, sheets and trees ask for the parts of one record.
        if field.type == "ref" and len(field.to) == 1 and KINDS[kind].part_of and field.name != "because":
            Index(f"{kind}_{field.name}", table.c[field.attribute])
    return table


RECORD_TABLES = {kind: _make_table(kind) for kind in KINDS}

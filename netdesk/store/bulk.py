"""Many rows at once: the statement is SQLAlchemy's, the loop over the rows the driver's own.

Handing a thousand rows over as a thousand named sets costs more than storing them. Values go through the same types
as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

_Process = Callable[[Any], Any]
#: The text, where each of its places is filled from (None: by name), and what some places do with their values first.
_Statement = tuple[str, tuple[int, ...] | None, list[tuple[int, _Process]]]
#: One for each table, set of columns and kind of database: making it takes longer than running it.
_known: dict[tuple[Table, tuple[str, ...], type[Dialect]], _Statement] = {}


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert these rows, which all name the same columns (by their keys)."""
    if rows:
        names = tuple(rows[0])
        insert_tuples(connection, table, names, map(itemgetter(*names), rows))


def insert_tuples(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows whose values stand in the order of the named columns (by their keys, two or more)."""
    values = list(rows)
    if not values:
        return
    key = (table, names, type(connection.dialect))
    if key not in _known:
        _known[key] = _statement(table, names, connection.dialect)
    statement, order, processes = _known[key]
    if order is None:  # a driver that wants names
        connection.execute(insert(table), [dict(zip(names, one, strict=True)) for one in values])
        return
    if order != tuple(range(len(names))):
        values = list(map(itemgetter(*order), values))
    if processes:
        columns: list[Iterable[Any]] = list(zip(*values, strict=True))
        for n, process in processes:
            columns[n] = map(process, columns[n])
        values = list(zip(*columns, strict=True))
    connection.exec_driver_sql(statement, values)


def _statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Statement:
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    placed = compiled.positiontup
    if placed is None:
        return "", None, []
    processes: list[tuple[int, _Process]] = []
    for n, name in enumerate(placed):
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if process is not None:
            processes.append((n, process))
    return str(compiled), tuple(names.index(name) for name in placed), processes

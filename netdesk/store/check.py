"""Whether a workspace is sound: the file, the log's chains, the rows against the fold, and what records name."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from sqlalchemy import Connection, Table, select

from netdesk.core.changes import chain_next, chain_start, header_of, parse_line
from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.i18n import _
from netdesk.models import RECORD_TABLES
from netdesk.models.log import CHANGE, CONFLICT, HEAD
from netdesk.store import backup
from netdesk.store.log import Streams
from netdesk.store.refold import chunks, refold_all
from netdesk.store.workspace import Workspace


class Problem(TypedDict):
    """One thing that is wrong: where (file, log, rows, references) and what, in words."""

    where: str
    what: str


def check(workspace: Workspace) -> list[Problem]:
    """Everything that is wrong with an open workspace; it is only read, the comparing is done on a temporary copy."""
    problems: list[Problem] = []
    with workspace.read() as session:
        connection = session.connection()
        problems += _file_problems(connection)
        if problems:
            return problems
        problems += _chain_problems(connection)
        problems += _reference_problems(connection, workspace)
    with workspace.preview_copy() as copy:
        problems += _row_problems(copy)
    return problems


def _file_problems(connection: Connection) -> list[Problem]:
    rows = connection.exec_driver_sql("PRAGMA integrity_check(20)").all()
    return [{"where": "file", "what": row[0]} for row in rows if row[0] != "ok"]


def _chain_problems(connection: Connection) -> list[Problem]:
    """Recompute every stream's chain from its lines and compare it with what is stored."""
    streams = Streams(lambda: 0.0)
    streams.load(connection)
    problems: list[Problem] = []
    for stream in streams.streams():
        chain = chain_start(stream.space, stream.device)
        name = f"log {stream.space} {stream.device}"
        expected = 1
        query = select(CHANGE.c.seq, CHANGE.c.chain, CHANGE.c.body).where(CHANGE.c.stream == stream.id)
        for seq, stored, body in connection.execute(query.order_by(CHANGE.c.seq)):
            try:
                chain = chain_next(chain, header_of(parse_line(bytes(body))))
            except RefusedFile as refused:
                problems.append({"where": name, "what": _("change {n}: {why}").format(n=seq, why=refused.user_text)})
                break
            if seq != expected or chain != bytes(stored):
                problems.append({"where": name, "what": _("change {n} is not the one that was written").format(n=seq)})
                break
            expected += 1
        else:
            if expected - 1 != stream.seq or chain != stream.chain:
                problems.append({"where": name, "what": _("the log does not end where it says it does")})
    return problems


def _reference_problems(connection: Connection, workspace: Workspace) -> list[Problem]:
    """References of the team's living records to records that were never here."""
    named: dict[str, list[tuple[str, str, str]]] = {}
    spaces = [workspace.spaces[level] for level in ("team", "me") if level in workspace.spaces]
    for kind, spec in KINDS.items():
        table = RECORD_TABLES[kind]
        for field in spec.fields.values():
            if field.type != "ref":
                continue
            column = table.c[field.attribute]
            query = select(table.c.id, column).where(table.c.space.in_(spaces), table.c.alive, column.is_not(None))
            for record, target in connection.execute(query):
                named.setdefault(target, []).append((kind, record, field.name))
    missing = set(named)
    for part in chunks(named):
        missing -= {row[0] for row in connection.execute(select(CHANGE.c.record).where(CHANGE.c.record.in_(part)))}
    for table in RECORD_TABLES.values() if missing else ():
        for part in chunks(missing):
            missing -= {row[0] for row in connection.execute(select(table.c.copy_of).where(table.c.copy_of.in_(part)))}
    return [
        {
            "where": f"{kind} {record}",
            "what": _('"{field}" names {id}, which is not here').format(field=field, id=target),
        }
        for target in sorted(missing)
        for kind, record, field in named[target]
    ]


def _row_problems(copy: Workspace) -> list[Problem]:
    """Compare the rows with what the log says, by folding a copy anew."""
    problems: list[Problem] = []
    with copy._start_transaction() as connection:
        tables = [*RECORD_TABLES.values(), HEAD, CONFLICT]
        before = {table.name: _content(connection, table) for table in tables}
        refold_all(connection, copy._need_writer())
        for table in tables:
            after = _content(connection, table)
            for key in sorted(before[table.name] ^ after)[:20]:
                what = _("the row does not say what the log says")
                problem: Problem = {"where": f"rows {table.name} {key[0]}", "what": what}
                if problem not in problems:
                    problems.append(problem)
    return problems


def _content(connection: Connection, table: Table) -> set[tuple[str, ...]]:
    return {tuple(str(value) for value in row) for row in connection.execute(select(table))}


def repair(workspace: Workspace, out: Path) -> None:
    """Write a copy of the workspace whose rows are made anew from its log; the workspace itself is left as it is."""
    if out.exists():
        raise NetDeskError(_("{name} is already there. Name a new file.").format(name=out))
    with workspace.preview_copy() as copy:
        with copy._start_transaction() as connection:
            refold_all(connection, copy._need_writer())
        copy.checkpoint()
        backup.copy_database(copy.path, out)

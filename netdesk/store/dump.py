"""The whole content as open JSON, and back: two replicas that hold the same work dump the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from netdesk.core.changes import canonical, parse_line
from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.i18n import _
from netdesk.models import RECORD_TABLES
from netdesk.store.edit import Edit
from netdesk.store.log import Streams
from netdesk.store.rows import fields_of
from netdesk.store.staged import withheld_records

DUMP_FORMAT = "netdesk-dump/1"


def dump(connection: Connection, spaces: Iterable[str], *, deleted: bool, copies: bool) -> dict[str, Any]:
    """Every record of these spaces: {"format", "records": {kind: [record, …]}}, kinds and records sorted.

    With ``copies`` each record also says its team (the space's) and its source, the id it was copied from; where a
    kind has a field named source itself, the copy's origin stands as "source_id".
    """
    records: dict[str, list[dict[str, Any]]] = {}
    wanted = list(spaces)
    for kind in sorted(RECORD_TABLES):
        table = RECORD_TABLES[kind]
        query = select(table).where(table.c.space.in_(wanted))
        if not deleted:
            query = query.where(table.c.alive)
        elif "withheld" in table.c:
            query = query.where(~table.c.withheld)
        rows = connection.execute(query.order_by(table.c.id)).all()
        if rows:
            records[kind] = [_record(kind, row, copies) for row in rows]
    return {"format": DUMP_FORMAT, "records": records}


def _record(kind: str, row: Any, copies: bool) -> dict[str, Any]:
    record: dict[str, Any] = {"id": row.id, **fields_of(kind, row)}
    if copies:
        record["team"] = row.space.partition(":")[2]
        if row.copy_of:
            record["source_id" if "source" in KINDS[kind].fields else "source"] = row.copy_of
            record["team"] = row.copy_team or record["team"]
    return record


def change_log(connection: Connection, log: Streams, spaces: Iterable[str]) -> list[dict[str, Any]]:
    """The change log of these spaces, stream by stream: each change's own keys with its space and device.

    Of feedback that waits, the words are left out here too; the change keeps its place and says "withheld".
    """
    wanted = set(spaces)
    waiting = withheld_records(connection)
    streams = sorted((s for s in log.streams() if s.space in wanted), key=lambda s: (s.space, s.device))
    found = []
    for stream in streams:
        for record, line in log.changes(connection, stream.space, stream.device):
            body = parse_line(line)
            if record in waiting:
                body = {key: one for key, one in body.items() if key not in ("v", "z")} | {"withheld": True}
            found.append({"space": stream.space, "device": stream.device, **body})
    return found


def dump_text(document: dict[str, Any]) -> str:
    """The canonical text of a dump: sorted keys, UTF-8, one line end at the end."""
    return canonical(document) + "\n"


def check_dump(document: Any) -> dict[str, list[dict[str, Any]]]:
    """The records of a dump, or RefusedFile where it is none."""
    if not isinstance(document, dict) or document.get("format") != DUMP_FORMAT:
        raise RefusedFile(_("This is no dump of a NetDesk workspace (format {format}).").format(format=DUMP_FORMAT))
    records = document.get("records")
    if not isinstance(records, dict):
        raise RefusedFile(_("This dump is damaged: it has no records."))
    ids: set[str] = set()
    for kind, found in records.items():
        if kind not in KINDS or not isinstance(found, list):
            raise RefusedFile(
                _('This dump holds "{kind}", which this NetDesk does not know. Update it.').format(kind=kind)
            )
        for record in found:
            if not isinstance(record, dict) or not isinstance(record.get("id"), str):
                raise RefusedFile(_("This dump is damaged: a {kind} has no id.").format(kind=kind))
            if record["id"] in ids:
                raise RefusedFile(_("This dump is damaged: two records have the id {id}.").format(id=record["id"]))
            ids.add(record["id"])
    return records


def load_dump(edit: Edit, records: dict[str, list[dict[str, Any]]]) -> None:
    """Add every record of a dump, ids and locks kept; part of the edit that makes the workspace."""
    edit.loading = True
    try:
        for kind in KINDS:
            for record in records.get(kind, []):
                fields = {name: value for name, value in record.items() if name != "id"}
                try:
                    if edit.get(kind, record["id"]) is None:
                        edit.add(kind, fields, id=record["id"])
                    else:
                        edit.put(kind, record["id"], fields)
                except NetDeskError as error:
                    raise RefusedFile(
                        _("This dump cannot be taken in: {kind} {id}: {why}").format(
                            kind=kind, id=record["id"], why=error.user_text
                        )
                    ) from error
    finally:
        edit.loading = False

"""The one publishing rule: whitelisted copies of a record and its parts in another space; and moves between levels.

A copy's id is derived from the space, the kind and its source's id, so two members who publish the same thing make
the same copies. References in copies name the sources' own ids. Nothing else writes the published space.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from netdesk.core.changes import parse_line
from netdesk.core.fields import SMALL_GROUP
from netdesk.core.records import KINDS, OWNED, PARTS, TREES, derive_id, derived_parts
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.models import RECORD_TABLES
from netdesk.models.log import CHANGE
from netdesk.store.refold import COPY_OF
from netdesk.store.rows import fields_of, select_rows
from netdesk.store.staged import allowed_kinds, team_stage

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

#: Observations of fewer than this many people are held back.
SMALL = SMALL_GROUP

Part = tuple[str, Any]


def kind_of(connection: Connection, record: str) -> str | None:
    """The kind of a record known only by its id."""
    body = connection.execute(select(CHANGE.c.body).where(CHANGE.c.record == record).limit(1)).scalar()
    return None if body is None else parse_line(bytes(body)).get("T")


def parts_of(connection: Connection, space: str, kind: str, record: str) -> list[Part]:
    """(kind, row) of the living parts that are published with a record, in the given space."""
    found: list[Part] = []
    for part, path in PARTS.get(kind, ()):
        field, _dot, over = path.partition(".")
        if not field:
            found += [(part, row) for row in select_rows(connection, part, [space], equals={})]
        elif not over:
            found += [(part, row) for row in select_rows(connection, part, [space], equals={field: record})]
        else:
            between = {_own_id(row) for row in select_rows(connection, field, [space], equals={over: record})}
            rows = select_rows(connection, part, [space], equals={})
            found += [(part, row) for row in rows if getattr(row, field) in between]
    return found


def _own_id(row: Any) -> str:
    """The id by which others name this record: of a copy, its source's."""
    return str(row.copy_of or row.id)


def is_small(value: dict[str, str] | None) -> bool:
    """Whether an observation's group (its value's denominator) is so small that the observation is held back."""
    return value is not None and "d" in value and Decimal(value["d"]) < SMALL


def projection(kind: str, row: Any) -> dict[str, Any] | None:
    """The fields of a record that may leave the team; None where nothing of it may."""
    if kind == "observation" and is_small(row.value):
        return None
    fields = fields_of(kind, row)
    names = set(KINDS[kind].shared_fields)
    if kind == "person" and not fields.get("agrees"):
        names -= {"name", "role_title"}
    return {name: one for name, one in fields.items() if name in names}


def _staying(connection: Connection, spaces: dict[str, str], kind: str, row: Any) -> bool:
    """Whether a record stays though its kind may be published: it is not for the network, or not agreed to."""
    if spaces["published"].startswith("H:") and (
        kind in ("feedback", "reply") or (kind in ("ask", "notice") and row.to_team)
    ):
        return True  # what the hub says to one team is not for all: it goes with what the hub returns
    if kind == "pin":
        return bool(row.audience != "network")
    return kind == "feedback" and row.kind not in allowed_kinds(connection, row.pin or "")


def wanted_copies(
    connection: Connection, spaces: dict[str, str], kind: str, record: str
) -> dict[str, tuple[str, dict[str, Any]]]:
    """What publishing a record would show: {copy id: (kind, fields with the source's id)}; empty if it is deleted."""
    table = RECORD_TABLES[kind]
    own = connection.execute(select(table).where(table.c.id == record, table.c.alive)).first()
    if own is None:
        return {}
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    held: set[str] = set()
    for part, row in [(kind, own), *parts_of(connection, spaces["team"], kind, record)]:
        fields = None if _staying(connection, spaces, part, row) else projection(part, row)
        if fields is not None and part == "pin":
            # What the network may say follows the team's agreement of today, where that is lower than it was.
            fields["stage"] = min(fields.get("stage", "0"), team_stage(connection))
        if fields is None:
            held.add(row.id)
        elif fields.get("observation") not in held:
            found[copy_id(spaces["published"], part, row.id)] = (part, {**fields, COPY_OF: row.id})
    return found


def copy_id(space: str, kind: str, source: str) -> str:
    """The id of the copy of a record in a space."""
    return derive_id(kind, [space, source])


def present_copies(
    connection: Connection, spaces: dict[str, str], kind: str, record: str
) -> dict[str, tuple[str, dict[str, Any]]]:
    """What is published of a record now, in the same shape."""
    space = spaces["published"]
    table = RECORD_TABLES[kind]
    own = connection.execute(select(table).where(table.c.id == copy_id(space, kind, record), table.c.alive)).first()
    rows = parts_of(connection, space, kind, record) if kind in PARTS else []
    if own is not None:
        rows = [(kind, own), *rows]
    return {row.id: (part, {**fields_of(part, row), COPY_OF: row.copy_of}) for part, row in rows}


def publish(edit: Edit, kind: str, record: str) -> None:
    """Publish a record with its parts, or bring its copies up to date with it."""
    state = edit.need(kind, record)
    spec = KINDS[kind]
    if not spec.shared:
        raise NetDeskError(_("A {kind} is never published.").format(kind=_(spec.label)))
    if state.space != edit.spaces["team"]:
        raise NetDeskError(_("Only what the team sees can be published. Move it to the team level first."))
    edit.flush()
    if kind == "pin" and state.values.get("audience") != "network":
        raise NetDeskError(_("This lies on the team's own table. Put it on the network's table to publish it."))
    publication = derive_id("publication", [record])
    found = edit.get("publication", publication)
    if found is None:
        now = datetime.fromtimestamp(edit.note.w, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        edit.write_record("publication", publication, edit.spaces["team"], {"of": record, "on": now})
    _bring_up_to_date(edit, kind, record, wanted_copies(edit.connection, edit.spaces, kind, record))


def unpublish(edit: Edit, kind: str, record: str) -> None:
    """Take a record back: its copies and the note that it is published are deleted."""
    edit.flush()
    state = edit.find("publication", derive_id("publication", [record]))
    if state is None or not state.alive:
        raise NetDeskError(_("This {kind} is not published.").format(kind=_(KINDS[kind].label)))
    _bring_up_to_date(edit, kind, record, {})
    edit.write_delete(state)


def republish(edit: Edit, kind: str, record: str) -> None:
    """Bring a published record's copies up to date; if it was deleted since, take its copies back."""
    if edit.get(kind, record) is None:
        unpublish(edit, kind, record)
    else:
        publish(edit, kind, record)


def _bring_up_to_date(edit: Edit, kind: str, record: str, wanted: dict[str, tuple[str, dict[str, Any]]]) -> None:
    present = present_copies(edit.connection, edit.spaces, kind, record)
    space = edit.spaces["published"]
    for copy, (part, fields) in wanted.items():
        edit.write_record(part, copy, space, fields)
    for copy, (part, _fields) in present.items():
        if copy not in wanted:
            state = edit.find(part, copy)
            if state is not None and state.alive:
                edit.write_delete(state)


def publications(connection: Connection, spaces: dict[str, str]) -> list[tuple[str, str]]:
    """(kind, id) of every record that is published, deleted ones included."""
    found = []
    for row in select_rows(connection, "publication", [spaces["team"]], equals={}):
        kind = kind_of(connection, row.of) if row.of else None
        if kind is not None and kind in KINDS:
            found.append((kind, row.of))
    return found


def changed_since_published(connection: Connection, spaces: dict[str, str]) -> list[tuple[str, str]]:
    """(kind, id) of published records whose copies no longer say what the records say."""
    return [
        (kind, record)
        for kind, record in publications(connection, spaces)
        if wanted_copies(connection, spaces, kind, record) != present_copies(connection, spaces, kind, record)
    ]


def held_back(connection: Connection, spaces: dict[str, str]) -> list[tuple[str, str]]:
    """(kind, id) of observations of published measures that are never published because their groups are small."""
    return [
        (part, row.id)
        for kind, record in publications(connection, spaces)
        for part, row in parts_of(connection, spaces["team"], kind, record)
        if part == "observation" and is_small(row.value)
    ]


# Levels


def change_level(edit: Edit, kind: str, record: str, to: str) -> None:
    """Move a record with what belongs to it between "me" and "team": new records there, the old ones deleted."""
    if to not in ("me", "team"):
        raise NetDeskError(_('A level is "me" or "team" here; publish it to show it to the network.'))
    state = edit.need(kind, record)
    target = edit.space_id(to)
    if state.space == target:
        return
    if kind == "pin":
        raise NetDeskError(_("A table has others around it: what lies on it stays with the team. Take it off instead."))
    group = [(kind, record), *_owned(edit, kind, record)]
    if to == "me":
        _check_leaving(edit, group)
    names = {old: copy_id(target, part, old) for part, old in group}
    for part, old in group:
        # What only shows a late change has no changes of its own: in its new place it becomes an amendment like others.
        there = edit.find(part, old)
        fields = {n: v for n, v in there.values.items() if n in KINDS[part].fields} if there is not None else {}
        moved = {n: _renamed(v, names) for n, v in fields.items()}
        if KINDS[part].derived:
            names[old] = derive_id(part, derived_parts(KINDS[part], moved, edit.team))
        edit.write_record(part, names[old], target, moved)
        edit.note_references(part, moved, target)
    _rename_references(edit, names)
    for part, old in reversed(group):
        there = edit.find(part, old)
        if there is not None and there.alive and not there.computed:
            edit.write_delete(there)


def _owned(edit: Edit, kind: str, record: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if kind in TREES:
        tree = (edit.get(kind, record) or {}).get(TREES[kind])
        for one in edit.select_where(kind, {TREES[kind]: tree}):
            if (one.get("pos") or [None])[0] == record:
                found += [(kind, one["id"]), *_owned(edit, kind, one["id"])]
    for part, field in OWNED.get(kind, ()):
        for one in edit.select_where(part, {field: record}):
            found += [(part, one["id"]), *_owned(edit, part, one["id"])]
    return list(dict.fromkeys(found))


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list) and value and isinstance(value[0], str):
        return [names.get(value[0], value[0]), *value[1:]]
    return value


def _referring(edit: Edit, level: str, ids: set[str]) -> Iterable[tuple[str, str, str, str]]:
    """(kind, record, field, id) of the records of a level that name one of these ids."""
    edit.flush()
    for kind, spec in KINDS.items():
        for field in spec.fields.values():
            if field.type != "ref":
                continue
            table = RECORD_TABLES[kind]
            column = table.c[field.attribute]
            query = select(table.c.id, column).where(
                table.c.space == edit.spaces[level], table.c.alive, column.in_(sorted(ids))
            )
            for row in edit.connection.execute(query).all():
                yield kind, row[0], field.name, row[1]


def _check_leaving(edit: Edit, group: list[tuple[str, str]]) -> None:
    ids = {record for _kind, record in group}
    for kind, record, _field, named in _referring(edit, "team", ids):
        if kind == "publication":
            raise NetDeskError(_("This is published. Take it back first; copies already sent remain."))
        if record not in ids:
            raise NetDeskError(
                _(
                    "A {kind} of the team ({id}) names {named}. Move both to your own level, or take the link away."
                ).format(kind=_(KINDS[kind].label), id=record, named=named)
            )


def _rename_references(edit: Edit, names: dict[str, str]) -> None:
    """Private records that named what moved name it by its new id."""
    moved = set(names)
    for kind, record, field, named in list(_referring(edit, "me", moved)):
        if record not in moved:
            edit.write_put(edit.need(kind, record), field, names[named])

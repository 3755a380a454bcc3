"""The first moments of a workspace: its tables, its keys, its team, its first person."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from netdesk.core import cards
from netdesk.core.clock import new_id
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.store import keys, schema
from netdesk.store.dump import check_dump, load_dump
from netdesk.store.keys import DeviceKeys
from netdesk.store.log import EditNote
from netdesk.store.receiving import store_card
from netdesk.store.undo import START_LABEL

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace


def start_team(
    made: Workspace,
    team: str,
    school: str | None,
    network: str | None,
    person: str | None,
    *,
    hub: bool,
    document: dict[str, Any] | None,
) -> None:
    """Fill a new file: a team (or hub) with its first person and genesis card, and a dump's records if given."""
    if not team.strip():
        raise NetDeskError(_("A workspace needs its team's name."))
    records = check_dump(document) if document is not None else {}
    person_id = _person_of(records, person) or new_id(made.random_bytes)
    teams = records.get("team", [])
    team_id = teams[0]["id"] if teams else new_id(made.random_bytes)
    device_keys = _make_tables(made, person_id)
    genesis = cards.signed_card(
        cards.make_card(
            sign_public=device_keys.sign_public,
            seal_public=device_keys.seal_public,
            person=person_id,
            role="owner",
            by=device_keys.device,
            serial=0,
        ),
        device_keys.sign,
    )
    root = cards.fingerprint(genesis)
    entries = {"root": root, "team": team_id, "waiting": ""}
    if hub:
        entries |= {"hub": "1", "network": root}
    with made._start_transaction() as connection:
        made.store_meta(connection, entries)
        store_card(connection, genesis)
    with made._start_edit(EditNote(0, START_LABEL, [])) as edit:
        load_dump(edit, records)
        _name_team(edit, team_id, team, school, network)
        _name_person(edit, person_id, person)


def _person_of(records: dict[str, list[dict[str, Any]]], name: str | None) -> str | None:
    """Whose device this is, among a dump's people: the one of that name; without a name, the first by name."""
    people = records.get("person", [])
    if name is not None:
        people = [one for one in people if one.get("name") == name]
    found = sorted(people, key=lambda one: (str(one.get("name", "\uffff")), one["id"]))
    return str(found[0]["id"]) if found else None


def _name_team(edit: Edit, record: str, name: str, school: str | None, network: str | None) -> None:
    fields = {"name": name, **({"school": school} if school else {}), **({"network_name": network} if network else {})}
    if edit.get("team", record) is None:
        edit.add("team", fields, id=record)
    else:
        edit.put("team", record, fields)


def _name_person(edit: Edit, record: str, name: str | None) -> None:
    if edit.get("person", record) is None:
        edit.add("person", {"active": True, **({"name": name} if name else {})}, id=record)


def start_waiting(made: Workspace, person_id: str) -> None:
    """Fill a new member's file: keys and the id of its person; the invite brings the rest."""
    _make_tables(made, person_id)
    with made._start_transaction() as connection:
        made.store_meta(connection, {"waiting": "1"})


def _make_tables(made: Workspace, person_id: str) -> DeviceKeys:
    workspace = new_id(os.urandom)
    device_keys = keys.make_keys(workspace)
    entries = {
        "workspace": workspace,
        "device": device_keys.device,
        "instance": new_id(os.urandom),
        "person": person_id,
        "fold": schema.fold_mark(),
    }
    with made._start_transaction() as connection:
        schema.create_tables(connection)
        made.store_meta(connection, entries)
    made._sign_as_own_device()
    return device_keys

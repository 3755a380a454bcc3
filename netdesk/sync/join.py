"""Joining: a machine asks, an owner's machine admits it, and the invite brings the whole shared work.

The six words say the request: both people read them to each other, so that nobody in between can put in a request of
their own. The hub's machine asks each team in the same way and is given cards and the published space only.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from netdesk.core.cards import Card, make_card, signed_card, team_of, trusted
from netdesk.core.clock import Now, RandomBytes, new_id
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.store.keys import verify
from netdesk.store.workspace import Workspace
from netdesk.sync.container import read_file, write_file
from netdesk.sync.send import Audience, network_id, own_keys, write_bundle
from netdesk.sync.trust import Request, own_card, read_request, reader_spaces, request_bytes, same_words


def request(
    workspace: Path | Workspace,
    person: str,
    out: Path,
    *,
    now: Now = time.time,
    random_bytes: RandomBytes = os.urandom,
) -> str:
    """Write a request to join to ``out`` and answer its six words.

    A path where nothing is yet becomes a new workspace that waits for its invite; one that waits already asks again
    with the same keys, and so does a copy carried to another computer, whose new device has no card; the hub's
    workspace asks another team. NetDeskError for any other workspace.
    """
    name = " ".join(person.split())
    if not name:
        raise NetDeskError(_("A request needs the name of the person who asks."))
    if isinstance(workspace, Workspace):
        return _request(workspace, name, out)
    if workspace.exists():
        with Workspace.open(workspace, now=now, random_bytes=random_bytes) as ws:
            return _request(ws, name, out)
    with Workspace.create_waiting(workspace, person_id=new_id(random_bytes), now=now, random_bytes=random_bytes) as ws:
        return _request(ws, name, out)


def _request(ws: Workspace, name: str, out: Path) -> str:
    if ws.root is not None and not ws.hub and ws.device_id in trusted(ws.cards(), ws.root, verify):
        raise NetDeskError(
            _("This workspace belongs to a team already. To join another, give the name of a new workspace file.")
        )
    device_keys = own_keys(ws)
    asked = Request(
        sign_public=device_keys.sign_public,
        seal_public=device_keys.seal_public,
        person=ws.person_id,
        name=name,
        role="hub" if ws.hub else "member",
        nonce=ws.random_bytes(16).hex(),
        network=ws.root if ws.hub else None,
        network_name=_own_name(ws) if ws.hub else "",
        cards=[card for card in ws.cards() if team_of(card) == ws.root] if ws.hub else [],
    )
    ws.set_setting("requests", [*ws.setting("requests", []), asked.digest])
    write_file(out, request_bytes(asked, device_keys.sign))
    return asked.words


def words_of(request_path: Path) -> str:
    """The six words of a request file, for the owner to compare before admitting it."""
    return read_request(read_file(request_path), verify).words


def admit(ws: Workspace, request_path: Path, *, role: str = "member", words: str | None = None, out: Path) -> str:
    """Admit the device that asks, write its invite to ``out`` and answer the six words.

    ``words`` are those the other person read out: where they differ nothing is done (NetDeskError). Without them the
    invite says that nobody compared. Only an owner can admit; ``role`` is member, viewer, owner or hub.
    """
    asked = read_request(read_file(request_path), verify)
    if words is not None and not same_words(words, asked.words):
        raise NetDeskError(
            _("The six words differ from those of this request, so nobody was admitted. Read them again together.")
        )
    _check_role(asked, role)
    card = _card_for(ws, asked, role)
    _note_person(ws, asked, role)
    network = asked.network if role == "hub" else network_id(ws)
    audience = Audience(team_of(card), [asked.device], reader_spaces(card, network))
    if role == "hub":
        # What the hub itself writes is its own; a new hub needs what the team published.
        audience = Audience(team_of(card), [asked.device], [f"N:{team_of(card)}"])
    invite: dict[str, Any] = {"request": asked.digest, "compared": words is not None, "name": _own_name(ws)}
    write_bundle(ws, audience, out, invite=invite)
    return asked.words


def _check_role(asked: Request, role: str) -> None:
    if role not in ("member", "viewer", "owner", "hub"):
        raise NetDeskError(_('There is no role "{role}". Choose member, viewer, owner or hub.').format(role=role))
    if role == "hub" and asked.role != "hub":
        raise NetDeskError(_("This request does not come from a hub's workspace. Admit it as a member instead."))
    if role != "hub" and asked.role == "hub":
        raise NetDeskError(_("This request comes from the hub's workspace. Admit it with the role hub."))


def _card_for(ws: Workspace, asked: Request, role: str) -> Card:
    """The asking device's card: the one it has, if the same request is admitted twice; else a new one, stored."""
    if ws.root is None:
        raise NetDeskError(_("This workspace still waits for its own invite, so it can admit nobody."))
    cards = ws.cards()
    own = own_card(cards, ws.root, ws.device_id, verify)
    if own["role"] != "owner":
        raise NetDeskError(_("Only an owner of the team can admit somebody. Hand the request to an owner."))
    good = trusted(cards, ws.root, verify)
    known = good.get(asked.device)
    if known is not None and known["sign"] != asked.sign_public:
        raise NetDeskError(_("Another computer has this one's name already. Ask for a new request."))
    network = network_id(ws)
    if role == "hub" and network not in (None, asked.network):
        raise NetDeskError(_("This team belongs to another network already, whose hub was admitted before."))
    if known is not None and known["role"] == role:
        return known
    device_keys = own_keys(ws)
    card = signed_card(
        make_card(
            sign_public=asked.sign_public,
            seal_public=asked.seal_public,
            person=asked.person,
            role=role,
            by=device_keys.device,
            serial=max(one["serial"] for one in good.values()) + 1,
            team=ws.root,
            network=asked.network,
        ),
        device_keys.sign,
    )
    ws.add_cards([card, *asked.cards])
    if asked.network is not None:
        ws.set_network(asked.network)
    return card


def _note_person(ws: Workspace, asked: Request, role: str) -> None:
    """The person's record, so that history can say a name; cards carry none."""
    if ws.get("person", asked.person) is None:
        fields: dict[str, Any] = {"name": asked.name, "active": True}
        if role == "hub":
            fields["tier"] = "hub"
        with ws.edit(N_("Admit {0}"), asked.person) as edit:
            edit.add("person", fields, id=asked.person)


def _own_name(ws: Workspace) -> str:
    team = ws.get("team", ws.team_id) if ws.team_id else None
    return str((team or {}).get("name") or "")

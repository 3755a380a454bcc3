"""Sending: what a receiver is not known to hold, in one file, with an acknowledgement of all that we hold.

What a receiver is known to hold is what it said itself in a signed bundle, and nothing else: "we sent it" changes
nothing, so a lost file heals itself with the next one.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netdesk.core.cards import Card, team_of, trusted
from netdesk.core.changes import canonical, kind_in
from netdesk.core.pace import Pace, Step, no_step
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.store import keys
from netdesk.store.keys import verify
from netdesk.store.publish import SMALL, republish
from netdesk.store.workspace import Workspace
from netdesk.sync.container import SUFFIX, write_container
from netdesk.sync.manifest import Manifest, Range, SpacePart, Vector
from netdesk.sync.summary import summary_page
from netdesk.sync.trust import card_name, network_of, own_card, reader_spaces

#: Mail systems stop attachments at 20-25 MB, and mail makes a file a third larger.
MAIL_BYTES = 14 * 1024 * 1024

README = N_(
    "This is a NetDesk bundle. Open it with NetDesk: Share, then Receive. To see what is in it without NetDesk, "
    "open summary.html beside this file."
)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a bundle is for: the devices that are to read it, the team it belongs to, and the spaces they may read.

    Of the ``heard`` spaces only the acknowledgement is sent: what the hub wrote need not go back to the hub.
    """

    team: str
    devices: list[str]
    spaces: list[str]
    heard: frozenset[str] = frozenset()

    @property
    def carried(self) -> list[str]:
        return [space for space in self.spaces if space not in self.heard]


def share(
    ws: Workspace,
    receiver: str,
    out: Path | None,
    *,
    full: bool = False,
    publish: bool = False,
    step: Step = no_step,
) -> dict[str, Any]:
    """Write a bundle for "team", "hub", or a peer named by person, team or device id.

    ``out`` is a file or a folder (None: the workspace's folder). ``full`` sends everything again; ``publish`` first
    publishes anew what was published and has changed. What ``step`` raises ends the work, and no file is written
    (what was published stays so). Returns {"file", "bytes", "full", "records": {kind: count},
    "held_back": [{"kind", "id", "why"}]}, with "note" where the file is too large for most mail.
    """
    audience = find_audience(ws, receiver)
    reads_published = any(space[0] == "N" for space in audience.spaces)
    if publish and reads_published:
        changed = ws.unpublished_changes()
        if changed:
            with ws.edit(N_("Publish what changed")) as edit:
                for kind, record in changed:
                    republish(edit, kind, record)
    result = write_bundle(ws, audience, out, full=full, step=step)
    result["held_back"] = held_back(ws) if reads_published and not any(s[0] == "T" for s in audience.spaces) else []
    return result


def write_bundle(
    ws: Workspace,
    audience: Audience,
    out: Path | None,
    *,
    full: bool = False,
    invite: dict[str, Any] | None = None,
    step: Step = no_step,
) -> dict[str, Any]:
    """Write the bundle for this audience; the result of ``share`` without what was held back."""
    device_keys = own_keys(ws)
    ws.note_sequences()
    acknowledged = {} if full or invite else ws.peers()
    bundle = ws.random_bytes(16).hex()
    pace = Pace(step)
    changes: dict[str, bytes] = {}
    spaces: dict[str, SpacePart] = {}
    new: dict[tuple[str, str], set[str]] = {}
    for space in audience.spaces:
        if space in audience.heard:
            spaces[space] = SpacePart(ws.log.vector(space), {}, [])
            continue
        basis = known_to_all(acknowledged, audience.devices, space)
        spaces[space] = _carry(ws, space, basis, changes, new, pace)
    complete = not any(part.basis for part in spaces.values())
    manifest = Manifest(
        bundle=bundle,
        kind="invite" if invite else "full" if complete else "delta",
        team=audience.team,
        device=device_keys.device,
        to=sorted(audience.devices),
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ws.now())),
        spaces=spaces,
        invite=invite,
    )
    path = _place(ws, out, bundle)
    parts = {
        "README.txt": _(README).encode() + b"\n",
        "summary.html": summary_page(ws, audience.carried, new, full=complete).encode(),
        **{card_name(card): canonical(card).encode() for card in _cards_for(ws, audience)},
        **changes,
    }
    pace.step()  # the last moment at which no file is there
    size = write_container(
        path,
        manifest.wire(),
        sorted(parts.items(), key=lambda part: (part[0] not in ("README.txt", "summary.html"), part[0])),
        sign_public=device_keys.sign_public,
        sign=device_keys.sign,
        now=ws.now(),
    )
    counts: dict[str, int] = {}
    for (_space, kind), records in sorted(new.items()):
        counts[kind] = counts.get(kind, 0) + len(records)
    result: dict[str, Any] = {"file": str(path), "bytes": size, "full": complete, "records": counts}
    if size > MAIL_BYTES:
        result["note"] = _(
            "This file has {size} MB: most mail systems stop it. Carry it on a stick or a shared drive."
        ).format(size=round(size / 1e6))
    return result


def known_to_all(acknowledged: dict[str, dict[str, Vector]], devices: Iterable[str], space: str) -> Vector:
    """What every one of the devices has said to hold of a space: the least of each, missing is 0 (and left out)."""
    vectors = [acknowledged.get(device, {}).get(space, {}) for device in devices]
    if not vectors:
        return {}
    common = set.intersection(*(set(vector) for vector in vectors))
    return {device: min(vector[device] for vector in vectors) for device in sorted(common)}


def _carry(
    ws: Workspace,
    space: str,
    basis: Vector,
    changes: dict[str, bytes],
    new: dict[tuple[str, str], set[str]],
    pace: Pace,
) -> SpacePart:
    """The part of one space after ``basis``: its lines go into ``changes``, the records they name into ``new``."""
    streams = sorted((one for one in ws.log.streams() if one.space == space and one.seq), key=lambda one: one.device)
    # A basis beyond what we hold is another's business: this workspace was perhaps restored, so send what there is.
    basis = {one.device: min(basis[one.device], one.head_seq) for one in streams if basis.get(one.device)}
    ranges = []
    for stream in streams:
        first = basis.get(stream.device, 0) + 1
        if first > stream.head_seq:
            continue
        lines = []
        pace.expect(stream.head_seq - first + 1)
        for record, line in pace.over(ws.log.changes(space, stream.device, first - 1, stream.head_seq)):
            lines.append(line)
            if record is not None:
                new.setdefault((space, kind_in(line)), set()).add(record)
        entry = f"changes/{len(changes):04d}.jsonl"
        changes[entry] = b"\n".join(lines) + b"\n"
        ranges.append(
            Range(
                space,
                stream.device,
                first,
                stream.head_seq,
                ws.log.chain_at(space, stream.device, first - 1),
                ws.log.chain_at(space, stream.device, stream.head_seq),
                stream.head_sig or "",
                entry,
            )
        )
    return SpacePart({one.device: one.seq for one in streams}, basis, ranges)


def _cards_for(ws: Workspace, audience: Audience) -> list[Card]:
    """The cards a reader needs to believe the streams: those of the team, and of the network if its space rides too."""
    teams = {audience.team, *(space[2:] for space in audience.spaces if space[0] == "H")}
    return [card for card in ws.cards() if team_of(card) in teams]


def own_keys(ws: Workspace) -> keys.DeviceKeys:
    """The keys of this workspace on this computer; NetDeskError where they are missing."""
    found = keys.load_keys(ws.workspace_id)
    if found is None:
        raise NetDeskError(
            _("The keys of this workspace are not on this computer, so nothing can be signed. Open it once in NetDesk.")
        )
    return found


def find_audience(ws: Workspace, receiver: str) -> Audience:
    """Whom the word means: "team", "hub", a person's name, a team's name (on the hub's workspace) or a device id."""
    if ws.root is None:
        raise NetDeskError(_("This workspace still waits for its invite. Receive the invite first, then share."))
    cards = ws.cards()
    own_card(cards, ws.root, ws.device_id, verify)
    good = {device: card for device, card in trusted(cards, ws.root, verify).items() if device != ws.device_id}
    network = network_id(ws)
    word = receiver.strip()
    if word == "team":
        chosen = [card for card in good.values() if card["role"] != "hub"]
        # A team of one still gets its file: whoever joins later is sent everything by the invite.
        return _audience(ws, ws.root, chosen, network)
    if word == "hub" and not ws.hub:
        chosen = [card for card in good.values() if card["role"] == "hub"]
        if not chosen:
            raise NetDeskError(_("No hub has been admitted to this team yet. Admit the hub's request first."))
        return _audience(ws, ws.root, chosen, network, heard="FH")
    if ws.hub:
        teams = joined_teams(ws)
        named = [root for root, name in teams.items() if word == root or word.casefold() == name.casefold()]
        # Only a device's id needs every team's cards to be proved; a team is known by its name.
        for root in named or teams:
            members = trusted(cards, root, verify)
            if named or word in members:
                chosen = [card for card in members.values() if card["role"] != "hub"]
                return _audience(ws, root, chosen, network, heard="N")
    persons = {person["id"] for person in ws.select("person") if _same_name(person.get("name"), word)}
    chosen = [card for device, card in good.items() if device == word or card["person"] in persons]
    if not chosen:
        raise NetDeskError(
            _('Nobody called "{name}" has joined with a computer. Choose one of: {names}.').format(
                name=word, names=", ".join(_peer_names(ws, good))
            )
        )
    hubs = all(card["role"] == "hub" for card in chosen)
    return _audience(ws, ws.root, chosen, network, heard="FH" if hubs else "")


def _audience(ws: Workspace, team: str, chosen: list[Card], network: str | None, *, heard: str = "") -> Audience:
    """The spaces are those that every chosen card may read and that we may read ourselves."""
    mine = reader_spaces(own_card(ws.cards(), team, ws.device_id, verify), network)
    spaces = [space for space in mine if all(space in reader_spaces(card, network) for card in chosen)]
    return Audience(
        team, [card["device"] for card in chosen], spaces, frozenset(space for space in spaces if space[0] in heard)
    )


def network_id(ws: Workspace) -> str | None:
    """The network this workspace belongs to: the hub's own team, or the one that the admitted hub named."""
    if ws.root is None:
        return None
    return ws.root if ws.hub else network_of(trusted(ws.cards(), ws.root, verify).values())


def joined_teams(ws: Workspace) -> dict[str, str]:
    """On the hub's workspace: {team: its name as the invite gave it} of the teams that admitted this hub."""
    names = ws.setting("team_names", {})
    return {team: str(names.get(team, team[:8])) for team in ws.admitted_by()}


def _same_name(name: str | None, word: str) -> bool:
    return name is not None and " ".join(name.split()).casefold() == " ".join(word.split()).casefold()


def _peer_names(ws: Workspace, good: dict[str, Card]) -> list[str]:
    names = {person["id"]: person.get("name", "") for person in ws.select("person")}
    known = sorted({names.get(card["person"]) or device for device, card in good.items()})
    return ["team", *(["hub"] if not ws.hub else list(joined_teams(ws).values())), *known]


def held_back(ws: Workspace) -> list[dict[str, str]]:
    """What the hub does not get though it was published: items changed since, and counts of groups under 10."""
    changed = _("changed since it was published; publish it again to send the change")
    small = _("its group has fewer than {n} people, who could be recognized").format(n=SMALL)
    return [
        *({"kind": kind, "id": record, "why": changed} for kind, record in ws.unpublished_changes()),
        *({"kind": kind, "id": record, "why": small} for kind, record in ws.small_groups()),
    ]


def _place(ws: Workspace, out: Path | None, bundle: str) -> Path:
    """The file to write: a given name, or in a given folder <team>_<date-time>_<8 hex of bundle id>.ndsync."""
    if out is not None and not out.is_dir():
        if out.is_file() and out.read_bytes()[30:38] != b"mimetype":
            raise NetDeskError(
                _("{path} is there already and is no bundle, so it was left alone. Choose another name.").format(
                    path=out
                )
            )
        return out
    folder = ws.path.parent if out is None else out
    stamp = time.strftime("%Y%m%d-%H%M", time.localtime(ws.now()))
    return folder / f"{slug(_team_name(ws))}_{stamp}_{bundle[:8]}{SUFFIX}"


def _team_name(ws: Workspace) -> str:
    team = ws.get("team", ws.team_id) if ws.team_id else None
    return str((team or {}).get("name") or "team")


def slug(name: str) -> str:
    """A team's name as part of a file name on any system."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40] or "team"

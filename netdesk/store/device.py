"""Which device writes in this file: keys and file are bound to each other, and a copy becomes a new device.

Two files that write as one device is how comparable systems lose work: their logs fork. So a random token lies both
in the workspace and beside the keys, with the file's place and the last own sequences. A copy at a second place while
the first exists, a file that is behind the noted sequences, a file without the token (a backup, a saved copy), another
computer: each gets new keys and a new device on its next opening, and the old streams stay as history.
"""

from __future__ import annotations

import os
from pathlib import Path

from netdesk.core import cards
from netdesk.core.clock import new_id
from netdesk.core.records import is_id
from netdesk.store import keys as key_files
from netdesk.store.keys import Binding, DeviceKeys


def inode_of(path: Path) -> str:
    """The file's identity on its disk, "" where the system has none."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_dev}:{found.st_ino}" if found.st_ino else ""


def bound_here(meta: dict[str, str], path: Path, sequences: dict[str, int]) -> bool:
    """Whether this file may go on writing as the device it names."""
    noted = _noted(meta)
    if noted is None or noted.device != meta.get("device") or noted.instance != meta.get("instance"):
        return False
    if key_files.load_keys(meta["workspace"]) is None:
        return False
    if any(sequences.get(space, 0) < seq for space, seq in noted.sequences.items()):
        return False
    if Path(noted.path) == path.absolute():
        return True
    first = Path(noted.path)
    # Moved or renamed: the old place is empty, or it is another file now.
    return not first.exists() or inode_of(first) != noted.inode or inode_of(path) == noted.inode


def _noted(meta: dict[str, str]) -> Binding | None:
    workspace = meta.get("workspace", "")
    return key_files.binding(workspace) if is_id(workspace) and meta.get("instance") else None


def bind(meta: dict[str, str], path: Path, sequences: dict[str, int]) -> None:
    """Note beside the keys which file is theirs, where it lies, and how far its own streams reach."""
    wanted = Binding(meta["device"], meta["instance"], str(path.absolute()), inode_of(path), sequences)
    if key_files.binding(meta["workspace"]) != wanted:
        key_files.write_binding(meta["workspace"], wanted)


def new_device(
    meta: dict[str, str],
) -> tuple[dict[str, str], DeviceKeys, DeviceKeys | None]:
    """New identity for a file: (meta entries to store, its new keys, the keys it had if they are on this computer)."""
    workspace = meta.get("workspace", "")
    old = key_files.load_keys(workspace) if is_id(workspace) else None
    if old is not None and old.device != meta.get("device"):
        old = None
    fresh = new_id(os.urandom)
    made = key_files.make_keys(fresh)
    entries = {"workspace": fresh, "device": made.device, "instance": new_id(os.urandom)}
    return entries, made, old


def successor_card(old_cards: list[cards.Card], old: DeviceKeys, made: DeviceKeys, root: str) -> cards.Card | None:
    """A card for the new device, vouched for by the old one of the same person; None where that had none itself."""
    good = cards.trusted(old_cards, root, key_files.verify)
    mine = good.get(old.device)
    if mine is None:
        return None
    card = cards.make_card(
        sign_public=made.sign_public,
        seal_public=made.seal_public,
        person=mine["person"],
        role=mine["role"],
        by=old.device,
        serial=mine["serial"] + 1,
        team=root,
        network=mine.get("network"),
    )
    return cards.signed_card(card, old.sign)

"""Bundles that lie in a folder which people share: what is there, whose it is, and whether it was taken in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from netdesk.errors import NetDeskError
from netdesk.store.keys import verify
from netdesk.store.workspace import Workspace
from netdesk.sync.container import SUFFIX, read_container
from netdesk.sync.examine import naming
from netdesk.sync.manifest import manifest_of

#: Only the newest are opened: a folder that is never cleared must not cost a minute each time.
MOST = 40


@dataclass(frozen=True, slots=True)
class Lying:
    """One bundle in a folder. ``state``: new here, taken in already, or not readable (perhaps half copied)."""

    path: Path
    bytes: int
    state: Literal["new", "received", "unreadable"]
    sender: str = ""
    created: str = ""


def bundles_in(ws: Workspace, folder: Path) -> list[Lying]:
    """The bundles of others in a folder, the newest first; nothing is changed. Empty where it cannot be read."""
    try:
        paths = [path for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file()]
        paths.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    except OSError:
        return []
    name = naming(ws, ws.cards())
    found = []
    for path in paths[:MOST]:
        try:
            size = path.stat().st_size
            manifest = manifest_of(read_container(path, verify))
        except (NetDeskError, OSError):
            found.append(Lying(path, 0, "unreadable"))
            continue
        if manifest.device != ws.device_id:
            state: Literal["new", "received"] = "received" if ws.bundle_seen(manifest.bundle) else "new"
            found.append(Lying(path, size, state, name(manifest.device), manifest.created))
    return found

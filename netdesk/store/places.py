"""Whether a place is fit for a workspace in use: folders that others share or a service copies spoil SQLite files.

The judgement (`why_not_live`) is made from facts that are passed in; `facts_of` gathers them for a real path.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Literal

from netdesk.errors import NetDeskError
from netdesk.i18n import _

System = Literal["windows", "darwin", "linux"]

#: File systems that live on another computer.
_REMOTE = frozenset(
    {
        *("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "ncpfs", "afs", "webdav", "davfs"),
        *("ceph", "glusterfs", "lustre", "sshfs"),
    }
)
#: File systems in user space that lie on this computer's own disks: sticks, encrypted folders, containers.
_LOCAL_FUSE = re.compile(
    r"^fuse(blk|ctl|\.(overlay|fuse-overlayfs|ntfs|exfat|encfs|gocryptfs|cryfs|securefs|mergerfs|unionfs|bindfs|lxcfs"
    r"|portal|veracrypt|vfat|ext|btrfs|zfs|apfs|squashfuse|snapfuse|.*AppImage).*)$",
    re.IGNORECASE,
)
#: Marks that services leave in the top folder of what they copy, and their names.
MARKERS: Mapping[str, str] = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".tmp.drivedownload": "Google Drive",
}
#: Folders right under a person's home that belong to a service, in lower case.
_AT_HOME: Mapping[str, str] = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "iclouddrive": "iCloud",
    "icloud drive": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "box": "Box",
    "box sync": "Box",
}
_DRIVE_REMOTE = 4  # what Windows' GetDriveTypeW answers for a network drive


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a place: its absolute path, the kind of computer, and what the computer says of it.

    ``mounts`` are (mount point, file system type); ``markers`` the names of `MARKERS` found in a folder above.
    """

    path: str
    system: System
    home: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    mounts: tuple[tuple[str, str], ...] = ()
    markers: tuple[str, ...] = ()
    drive_type: int = 0


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a place is unfit: others share it, or a service (``by``) copies it."""

    why: Literal["shared", "synced"]
    by: str = ""


def why_not_live(facts: Facts) -> Unfit | None:
    """Why a workspace must not be in use at this place; None where it may."""
    path = _pure(facts, facts.path)
    if facts.system == "windows" and (_is_unc(facts.path) or facts.drive_type == _DRIVE_REMOTE):
        return Unfit("shared")
    service = _service(facts, path)
    if service:
        return Unfit("synced", service)
    if facts.system != "windows" and _on_remote_mount(facts, path):
        return Unfit("shared")
    return None


def _pure(facts: Facts, text: str) -> PurePath:
    return PureWindowsPath(text) if facts.system == "windows" else PurePosixPath(text)


def _is_unc(path: str) -> bool:
    plain = path.replace("/", "\\")
    for prefix in ("\\\\?\\UNC\\", "\\\\.\\UNC\\"):
        if plain.upper().startswith(prefix):
            return True
    return plain.startswith("\\\\") and not plain.startswith(("\\\\?\\", "\\\\.\\"))


def _service(facts: Facts, path: PurePath) -> str:
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        folder = facts.environment.get(name, "")
        if folder and _inside(path, _pure(facts, folder)):
            return "OneDrive"
    if facts.markers:
        return MARKERS.get(facts.markers[0], facts.markers[0])
    parts = [part.casefold() for part in path.parts]
    for n, part in enumerate(parts[:-2]):
        if part == "library" and parts[n + 1] == "cloudstorage":
            return path.parts[n + 2].split("-")[0]
        if part == "library" and parts[n + 1] == "mobile documents":
            return "iCloud"
    if facts.system == "windows" and len(parts) > 2 and parts[1] in ("my drive", "shared drives"):
        return "Google Drive"
    home = _pure(facts, facts.home) if facts.home else None
    if home is not None and _inside(path, home) and len(path.parts) > len(home.parts) + 1:
        first = parts[len(home.parts)]
        return _AT_HOME.get(first, "OneDrive" if first.startswith("onedrive - ") else "")
    return ""


def _inside(path: PurePath, folder: PurePath) -> bool:
    # Windows' paths compare without case by themselves; on a Mac they mostly should as well.
    if path.is_relative_to(folder):
        return True
    lower = type(path)(str(path).casefold())
    return lower.is_relative_to(type(path)(str(folder).casefold())) and not isinstance(folder, PurePosixPath)


def _on_remote_mount(facts: Facts, path: PurePath) -> bool:
    """By the mount point that lies nearest above the path; the last of several at one place is the one in use."""
    best, kind = -1, ""
    for point, type_ in facts.mounts:
        folder = PurePosixPath(point)
        if path.is_relative_to(folder) and len(folder.parts) >= best:
            best, kind = len(folder.parts), type_
    if kind.startswith("fuse"):
        # A whole system that runs from a file system in user space (a container) has no other place to offer.
        return best > 1 and not _LOCAL_FUSE.match(kind)
    return kind in _REMOTE


# Gathering


def facts_of(path: Path) -> Facts:
    """What this computer says of a place; it need not exist."""
    absolute = Path(os.path.realpath(path))
    system: System = "windows" if os.name == "nt" else "darwin" if sys.platform == "darwin" else "linux"
    return Facts(
        str(absolute),
        system,
        home=str(Path.home()),
        environment=os.environ,
        mounts=_mounts(system),
        markers=_markers(absolute),
        drive_type=_drive_type(absolute),
    )


def _markers(path: Path) -> tuple[str, ...]:
    found = []
    for folder in path.parents:
        for name in MARKERS:
            marker = folder / name
            # In a person's home .dropbox is a folder of the program's own; in what it copies, it is a file.
            if marker.is_file() if name == ".dropbox" else marker.exists() and folder != Path.home():
                found.append(name)
    return tuple(found)


def _mounts(system: System) -> tuple[tuple[str, str], ...]:
    try:
        if system == "linux":
            text = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
            return mounts_from_proc(text)
        if system == "darwin":
            return mounts_from_command(_said_by_mount())
    except OSError:
        pass  # what cannot be known is no reason to keep a team from its work
    return ()


def _said_by_mount() -> str:
    """What the command prints; OSError where it does not answer."""
    import subprocess

    try:
        return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
    except subprocess.SubprocessError as error:
        raise OSError("mount does not answer") from error


def mounts_from_proc(text: str) -> tuple[tuple[str, str], ...]:
    """(mount point, type) of each line of /proc/mounts, its octal escapes undone."""
    found = []
    for line in text.splitlines():
        parts = line.split(" ")
        if len(parts) > 2:
            point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), parts[1])
            found.append((point, parts[2]))
    return tuple(found)


def mounts_from_command(text: str) -> tuple[tuple[str, str], ...]:
    """(mount point, type) of each line that ``mount`` prints on a Mac: "//a@b/c on /Volumes/c (smbfs, nodev)"."""
    matches = (re.match(r"^.+? on (.+) \(([^,)]+)", line) for line in text.splitlines())
    return tuple((match[1], match[2]) for match in matches if match)


def _drive_type(path: Path) -> int:
    if os.name != "nt":
        return 0
    import ctypes

    return int(getattr(ctypes, "windll").kernel32.GetDriveTypeW(path.anchor))  # noqa: B009 - only Windows has it


def unfit(path: Path) -> Unfit | None:
    """Why a workspace must not be in use at this path of this computer; None where it may."""
    return why_not_live(facts_of(path))


def reason(found: Unfit, name: str) -> str:
    """The sentence that says why, for a person."""
    if found.why == "synced":
        return _(
            "{name} lies in a folder that {service} copies to other computers. Two computers that write there would "
            "spoil it."
        ).format(name=name, service=found.by)
    shared = _("{name} lies on a drive that other computers share. Two computers that write there would spoil it.")
    return shared.format(name=name)


def refuse_unfit(path: Path) -> None:
    """NetDeskError where a workspace at this path must not be written in."""
    found = unfit(path)
    if found is not None:
        why = reason(found, path.name)
        raise NetDeskError(
            _("{why} Copy it to a folder of this computer only, work there, and exchange bundles.").format(why=why)
        )

"""The keys of this device, and the note that binds them to one workspace file in one place.

They lie in the data folder under keys/<workspace id>/, readable by their owner only, never inside the workspace: a
copied file without them becomes a new device. Files are replaced whole (temporary name, fsync, rename), so a power
cut leaves the old one or the new one.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from netdesk import paths
from netdesk.core.cards import device_id
from netdesk.core.clock import RandomBytes
from netdesk.core.records import is_id
from netdesk.errors import NetDeskError
from netdesk.i18n import _

KEYS_NAME = "keys.json"
BINDING_NAME = "device.json"
RETIRED_NAME = "retired"


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """The public halves of a device's keys (hex), its id (16 hex), and ``sign``: message → Ed25519 signature (hex)."""

    device: str
    sign_public: str
    seal_public: str
    sign: Callable[[bytes], str] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Binding:
    """Which file the keys belong to.

    ``instance`` is the random token that is also in the workspace; ``path`` and ``inode`` ("device:inode", "" where
    the system has none) say where the file was last seen; ``sequences`` the last own sequence written, by space.
    """

    device: str
    instance: str
    path: str
    inode: str = ""
    sequences: dict[str, int] = field(default_factory=dict)


def make_keys(workspace_id: str, random_bytes: RandomBytes = os.urandom) -> DeviceKeys:
    """New keys for this workspace file, written to the data folder. Keys that are already there are retired first."""
    if load_keys(workspace_id) is not None:
        retire_keys(workspace_id)
    private = {"sign": random_bytes(32).hex(), "seal": random_bytes(32).hex()}
    _write(_folder(workspace_id) / KEYS_NAME, private)
    return keys_from(private)


def load_keys(workspace_id: str) -> DeviceKeys | None:
    """The keys of this workspace file on this computer; None if it has none here."""
    private = _read(_folder(workspace_id) / KEYS_NAME)
    return None if private is None else keys_from({name: str(private[name]) for name in ("sign", "seal")})


def retire_keys(workspace_id: str) -> None:
    """Move the keys and their binding aside: kept, since they can still open what was sealed to them, never used."""
    keys = load_keys(workspace_id)
    if keys is None:
        return
    folder = _folder(workspace_id)
    (folder / RETIRED_NAME).mkdir(mode=0o700, exist_ok=True)
    aside = folder / RETIRED_NAME / keys.device
    aside.mkdir(mode=0o700, exist_ok=True)
    # The binding goes first: keys without a binding are retired again at the next opening, not trusted.
    for name in (BINDING_NAME, KEYS_NAME):
        with contextlib.suppress(FileNotFoundError):
            (folder / name).replace(aside / name)
    _sync_folder(folder)


def verify(public: str, message: bytes, signature: str) -> bool:
    """Whether ``signature`` (hex) is that of the Ed25519 key ``public`` (hex) on the message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def binding(workspace_id: str) -> Binding | None:
    """The note of where this workspace's file was last seen; None if there is none."""
    noted = _read(_folder(workspace_id) / BINDING_NAME)
    if noted is None:
        return None
    sequences = noted.get("sequences")
    return Binding(
        str(noted["device"]),
        str(noted["instance"]),
        str(noted["path"]),
        str(noted.get("inode", "")),
        {str(space): int(seq) for space, seq in sequences.items()} if isinstance(sequences, dict) else {},
    )


def write_binding(workspace_id: str, noted: Binding) -> None:
    """Replace the note, atomically and safe against a power cut."""
    _write(_folder(workspace_id) / BINDING_NAME, asdict(noted))


def keys_from(private: dict[str, str]) -> DeviceKeys:
    """The keys whose private halves these are: {"sign": 32 bytes in hex, "seal": 32 bytes in hex}."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    signing = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private["sign"]))
    sealing = X25519PrivateKey.from_private_bytes(bytes.fromhex(private["seal"]))
    public = signing.public_key().public_bytes_raw().hex()

    def sign(message: bytes) -> str:
        return signing.sign(message).hex()

    return DeviceKeys(device_id(public), public, sealing.public_key().public_bytes_raw().hex(), sign)


def _folder(workspace_id: str) -> Path:
    if not is_id(workspace_id):
        raise ValueError(f"not a workspace id: {workspace_id!r}")
    folder = paths.keys_dir() / workspace_id
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _read(path: Path) -> dict[str, object] | None:
    try:
        found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found


def _write(path: Path, value: dict[str, object] | dict[str, str]) -> None:
    temporary = path.with_name(path.name + ".new")
    try:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()  # left by a crash, perhaps with wider rights
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(value, file, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise NetDeskError(
            _(
                "The keys of this computer could not be written in {folder} ({why}). Check its rights and free space."
            ).format(folder=path.parent, why=error.strerror)
        ) from error


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no way to sync a folder's entry
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

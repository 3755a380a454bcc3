"""The container of a bundle: mimetype, signed manifest, and parts that are each listed with size and SHA-256.

Reading goes from the outside in: form of the archive, signature of the manifest, then its meaning, then every part
against its hash. Whatever is not as FORMAT.md says is RefusedFile with one sentence, and nothing has been written.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netdesk.core.cards import Verify, device_id
from netdesk.core.changes import canonical, shallow
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.i18n import _
from netdesk.sync.archive import MAX_FILE, MIMETYPE, Entry, read_directory, unpack, write_archive

FORMAT = "netdesk-sync/0"
FORMAT_NAME, FORMAT_NUMBER = "netdesk-sync", 0
MANIFEST_PREFIX = b"netdesk-manifest/1\n"
MAX_MANIFEST = 4 * 1024 * 1024
MAX_SIGNATURE = 4096
SUFFIX = ".ndsync"

#: The parts a manifest lists: names of changes, cards, attachments, and what people read without NetDesk.
LISTED = re.compile(r"changes/[0-9]{4}\.jsonl|cards/[0-9a-f]{32}\.json|blobs/[0-9a-f]{64}|README\.txt|summary\.html")
_UNLISTED = ("mimetype", "manifest.json", "manifest.sig")


@dataclass(frozen=True, slots=True)
class Container:
    """An opened bundle. ``manifest`` is as its signer wrote it; ``part(name)`` is checked against its hash."""

    manifest: dict[str, Any]
    device: str
    sign_public: str
    sha256: str
    data: bytes
    entries: dict[str, Entry]

    def part(self, name: str) -> bytes:
        """The content of a listed part (RefusedFile if it is not what the manifest says)."""
        listed = self.manifest["entries"].get(name)
        if listed is None or name not in self.entries:
            raise RefusedFile(_("This file lacks a part that it names. Ask for it again."))
        content = unpack(self.data, self.entries[name])
        if len(content) != listed["size"] or hashlib.sha256(content).hexdigest() != listed["sha256"]:
            raise RefusedFile(_("A part of this file was changed after it was signed. Ask for the file again."))
        return content

    def check_parts(self) -> None:
        """Read every part once, so that nothing is taken from a file of which any part is wrong (RefusedFile)."""
        for name in self.manifest["entries"]:
            self.part(name)


def write_container(
    path: Path,
    manifest: dict[str, Any],
    parts: Iterable[tuple[str, bytes]],
    *,
    sign_public: str,
    sign: Callable[[bytes], str],
    now: float,
) -> int:
    """Write the bundle and answer its size in bytes.

    The manifest gets its ``entries`` here. The file is written under a temporary name, forced to the disk, read back,
    compared, and only then given its name: a half-written bundle never looks like one.
    """
    contents = dict(parts)
    manifest = {
        **manifest,
        "entries": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in contents.items()
        },
    }
    wire = canonical(manifest).encode()
    signature = {
        "alg": "ed25519",
        "dev": device_id(sign_public),
        "key": sign_public,
        "sig": sign(MANIFEST_PREFIX + hashlib.sha256(wire).digest()),
    }
    year, month, day, hour, minute, second = time.gmtime(now)[:6]
    data = write_archive(
        [
            ("mimetype", MIMETYPE, False),
            ("manifest.json", wire, True),
            ("manifest.sig", canonical(signature).encode(), False),
            *((name, content, not name.startswith("blobs/")) for name, content in contents.items()),
        ],
        (year, month, day, hour, minute, second),
    )
    if len(data) > MAX_FILE or len(wire) > MAX_MANIFEST:
        raise NetDeskError(_("The bundle would be larger than 100 MB, which no NetDesk takes in. Share less at once."))
    write_file(path, data)
    return len(data)


def write_file(path: Path, data: bytes) -> None:
    """Write a file that travels: temporary name, fsync, read back, rename. NetDeskError where the place refuses."""
    temporary = path.with_name(path.name + ".tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if hashlib.sha256(temporary.read_bytes()).digest() != hashlib.sha256(data).digest():
            raise OSError("the written bytes read back differently")
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise NetDeskError(
            _("{path} could not be written ({why}). Choose another place or check the drive.").format(
                path=path, why=error.strerror or error
            )
        ) from error


def read_file(path: Path) -> bytes:
    """The bytes of a file from outside, at most a bundle's size (RefusedFile), or NetDeskError if it can't be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise NetDeskError(
            _("{path} could not be read ({why}). Check the name and the drive.").format(
                path=path, why=error.strerror or error
            )
        ) from error
    if not data:
        raise RefusedFile(
            _("{name} is empty: it was perhaps not copied to its end. Copy it again.").format(name=path.name)
        )
    return data


def read_container(path: Path, verify: Verify) -> Container:
    """Open a bundle: form, signature, format, list of parts. Its parts are checked as they are read."""
    return open_container(read_file(path), verify)


def open_container(data: bytes, verify: Verify) -> Container:
    """The same, for the bytes of a file."""
    entries = {entry.name: entry for entry in read_directory(data)}
    if unpack(data, entries["mimetype"]) != MIMETYPE:
        raise RefusedFile(_("This file is not a NetDesk bundle that this version can open."))
    wire = _early_part(data, entries, "manifest.json", MAX_MANIFEST)
    device, public = _check_signature(wire, _early_part(data, entries, "manifest.sig", MAX_SIGNATURE), verify)
    manifest = parse_json(wire)
    _check_format(manifest)
    _check_list(manifest, entries)
    if manifest.get("from") != device:
        raise RefusedFile(_("This file was not signed by the computer that it says it is from. Ask for it again."))
    return Container(manifest, device, public, hashlib.sha256(data).hexdigest(), data, entries)


def parse_json(data: bytes) -> dict[str, Any]:
    """A canonical JSON object from outside: no doubled keys, no floats, not deep (RefusedFile)."""
    try:
        value = json.loads(data)
        if isinstance(value, dict) and shallow(value) and canonical(value).encode() == data:
            return value
    except (ValueError, RecursionError):
        pass
    raise RefusedFile(_("A part of this file has a form that no NetDesk writes. Ask for the file again."))


def _early_part(data: bytes, entries: dict[str, Entry], name: str, most: int) -> bytes:
    if name not in entries:
        raise RefusedFile(_("This file is not a NetDesk bundle: its signed list of parts is missing."))
    if entries[name].size > most:
        raise RefusedFile(_("The list of parts of this file is larger than any honest one. It was not opened."))
    return unpack(data, entries[name])


def _check_signature(wire: bytes, part: bytes, verify: Verify) -> tuple[str, str]:
    signature = parse_json(part)
    key, sig = signature.get("key"), signature.get("sig")
    good = (
        signature.keys() == {"alg", "dev", "key", "sig"}
        and signature["alg"] == "ed25519"
        and isinstance(key, str)
        and re.fullmatch("[0-9a-f]{64}", key)
        and signature["dev"] == device_id(key)
        and isinstance(sig, str)
        and re.fullmatch("[0-9a-f]{128}", sig)
        and verify(key, MANIFEST_PREFIX + hashlib.sha256(wire).digest(), sig)
    )
    if not good:
        raise RefusedFile(_("The signature of this file does not hold: it was changed on its way. Ask for it again."))
    return signature["dev"], str(key)


def _check_format(manifest: dict[str, Any]) -> None:
    name, _slash, number = str(manifest.get("format")).partition("/")
    least = manifest.get("min_reader")
    if name != FORMAT_NAME or not number.isdecimal() or type(least) is not int:
        raise RefusedFile(_("This file is of a format that this NetDesk does not know. Ask which program made it."))
    if least > FORMAT_NUMBER:
        raise RefusedFile(
            _("This file was made by a newer NetDesk and needs it to be read. Get the newer version, then try again.")
        )


def _check_list(manifest: dict[str, Any], entries: dict[str, Entry]) -> None:
    listed = manifest.get("entries")
    if not isinstance(listed, dict) or not all(map(_good_listing, listed.values())):
        raise RefusedFile(_("The list of parts of this file is damaged. Ask for the file again."))
    if not all(LISTED.fullmatch(name) for name in listed):
        raise RefusedFile(_("This file has a part with a name or kind that no bundle has. It was not opened."))
    if set(listed) != set(entries) - set(_UNLISTED):
        raise RefusedFile(_("This file has a part that its signed list does not name, or lacks one. Ask for it again."))


def _good_listing(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and one.keys() == {"sha256", "size"}
        and type(one["size"]) is int
        and isinstance(one["sha256"], str)
        and re.fullmatch("[0-9a-f]{64}", one["sha256"]) is not None
    )

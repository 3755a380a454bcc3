"""The ZIP form of a bundle, written by the standard library and read by a reader of our own that refuses all else.

Programs disagree about ZIP files whose parts overlap, are named twice or differ between directory and entry; files
built on those disagreements are a known road for attacks. This reader knows one plain form: entries one after the
other from the first byte, then the directory, then its end, and not a byte between. Nothing is ever extracted to disk.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from netdesk.errors import RefusedFile
from netdesk.i18n import _

MAX_FILE = 100 * 1024 * 1024
MAX_INFLATED = 512 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_RATIO = 200
#: Entries that pack to fewer bytes than this are measured as if they had this many.
RATIO_FLOOR = 512

MIMETYPE = b"application/vnd.netdesk.sync+zip"

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_FLAG_UTF8 = 0x800
#: A name that cannot leave a folder on any system; which names mean something is the container's to say.
_HARMLESS = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,79})?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of the archive: where its packed bytes lie and what they must become."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int


def write_archive(parts: Iterable[tuple[str, bytes, bool]], when: tuple[int, int, int, int, int, int]) -> bytes:
    """The archive of the parts (name, content, whether to pack) in their order; ``when`` is shown by unzip programs."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content, pack in parts:
            info = zipfile.ZipInfo(name, max(when, (1980, 1, 1, 0, 0, 0)))
            info.external_attr = 0o600 << 16
            info.compress_type = zipfile.ZIP_DEFLATED if pack else zipfile.ZIP_STORED
            archive.writestr(info, content, compresslevel=6)
    return file.getvalue()


def read_directory(data: bytes) -> list[Entry]:
    """The entries of the archive, its form checked from the first byte to the last (RefusedFile)."""
    if len(data) > MAX_FILE:
        raise RefusedFile(_("This file is larger than any bundle may be (100 MB), so it was not opened."))
    if data[:4] != b"PK\x03\x04" or data[30:38] != b"mimetype":
        raise RefusedFile(_("This file is not a NetDesk bundle. Choose the file that a teammate or the hub sent."))
    count, size, start = _end(data)
    if count > MAX_ENTRIES:
        raise RefusedFile(_("This file has more parts than any bundle may have, so it was not opened."))
    entries = _central(data, start, size, count)
    where = 0
    for entry, (flags, offset) in entries:
        if offset != where:
            raise _broken(_("its parts overlap or leave gaps"))
        where = entry.start + entry.packed
        _check_local(data, entry, flags, offset)
    if where != start:
        raise _broken(_("its parts overlap or leave gaps"))
    found = [entry for entry, _place in entries]
    _check_sizes(found)
    return found


def unpack(data: bytes, entry: Entry) -> bytes:
    """The content of an entry; its size and checksum must be what the directory declares (RefusedFile)."""
    packed = data[entry.start : entry.start + entry.packed]
    if entry.method == _STORED:
        content = packed
    else:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflate.decompress(packed, entry.size + 1)
            whole = inflate.eof and not inflate.unused_data and not inflate.unconsumed_tail
        except zlib.error:
            whole = False
        if not whole:
            raise _broken(_("a part cannot be unpacked"))
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise _broken(_("a part is not what the file says it is"))
    return content


def _broken(why: str) -> RefusedFile:
    return RefusedFile(_("This file is damaged: {why}. Ask for it again.").format(why=why))


def _end(data: bytes) -> tuple[int, int, int]:
    if len(data) < _END.size + _LOCAL.size:
        raise _broken(_("its end is missing"))
    mark, disk, first_disk, here, count, size, start, comment = _END.unpack_from(data, len(data) - _END.size)
    if mark != b"PK\x05\x06" or comment or disk or first_disk or here != count:
        raise _broken(_("its end is missing"))
    if start + size + _END.size != len(data):
        raise _broken(_("its list of parts is not where it should be"))
    return count, size, start


def _central(data: bytes, start: int, size: int, count: int) -> list[tuple[Entry, tuple[int, int]]]:
    """The directory as [(entry, (flags, offset of its local header))], in its order."""
    found: list[tuple[Entry, tuple[int, int]]] = []
    names: set[str] = set()
    at, stop = start, start + size
    for _n in range(count):
        if at + _CENTRAL.size > stop:
            raise _broken(_("its list of parts is cut off"))
        head = _CENTRAL.unpack_from(data, at)
        flags, method, crc, packed, inflated, name_size, extra, comment, disk = *head[3:5], *head[7:14]
        attributes, offset = head[15], head[16]
        raw = data[at + _CENTRAL.size : at + _CENTRAL.size + name_size]
        at += _CENTRAL.size + name_size
        if head[0] != b"PK\x01\x02" or extra or comment or disk or at > stop:
            raise _broken(_("its list of parts has a form that no bundle has"))
        name = _checked_name(raw, flags, attributes)
        if name in names:
            raise RefusedFile(_("This file names one of its parts twice, as no bundle does. It was not opened."))
        names.add(name)
        if flags & ~_FLAG_UTF8 or method not in (_STORED, _DEFLATED):
            raise _broken(_("a part is packed in a way that no bundle uses"))
        entry = Entry(name, method, crc, packed, inflated, offset + _LOCAL.size + name_size)
        found.append((entry, (flags, offset)))
    if at != stop:
        raise _broken(_("its list of parts has a form that no bundle has"))
    return found


def _checked_name(raw: bytes, flags: int, attributes: int) -> str:
    if flags & _ENCRYPTED:
        raise RefusedFile(_("This file is locked with a ZIP password, which no bundle is. It was not opened."))
    kind = stat.S_IFMT(attributes >> 16)
    name = raw.decode("ascii", "replace")
    if kind not in (0, stat.S_IFREG) or not _HARMLESS.fullmatch(name):
        raise RefusedFile(_("This file has a part with a name or kind that no bundle has. It was not opened."))
    return name


def _check_local(data: bytes, entry: Entry, flags: int, offset: int) -> None:
    """The header before the content must say the same as the directory, so that no two programs see two files."""
    if entry.start + entry.packed > len(data):
        raise _broken(_("a part is cut off"))
    mark, _version, local_flags, method, _time, _date, crc, packed, size, name_size, extra = _LOCAL.unpack_from(
        data, offset
    )
    name = data[offset + _LOCAL.size : offset + _LOCAL.size + name_size]
    same = (local_flags, method, crc, packed, size) == (flags, entry.method, entry.crc, entry.packed, entry.size)
    if mark != b"PK\x03\x04" or extra or name != entry.name.encode() or not same:
        raise _broken(_("a part is not what the file says it is"))


def _check_sizes(entries: list[Entry]) -> None:
    if sum(entry.size for entry in entries) > MAX_INFLATED:
        raise RefusedFile(_("This file would grow beyond 512 MB when unpacked. It was not opened."))
    for entry in entries:
        if entry.size > MAX_RATIO * max(entry.packed, RATIO_FLOOR):
            raise RefusedFile(_("A part of this file would grow far more than honest work does. It was not opened."))
        if entry.method == _STORED and entry.size != entry.packed:
            raise _broken(_("a part is not what the file says it is"))
    if not entries or entries[0].name != "mimetype" or entries[0].method != _STORED:
        raise RefusedFile(_("This file is not a NetDesk bundle. Choose the file that a teammate or the hub sent."))

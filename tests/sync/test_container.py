"""The container: what is written comes back, and whatever is not exactly so is refused before it means anything."""

from __future__ import annotations

import hashlib
import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netdesk.core.changes import canonical, chain_start, check_shape, parse_line
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.store import keys
from netdesk.store.keys import DeviceKeys, verify
from netdesk.sync import archive
from netdesk.sync.archive import MIMETYPE
from netdesk.sync.container import MANIFEST_PREFIX, Container, open_container, read_container, write_container
from netdesk.sync.manifest import Manifest, Range, SpacePart, manifest_of, read_lines

TEAM = "5" * 32
SPACE = f"T:{TEAM}"
RECORD = "a" * 32


@pytest.fixture
def signer() -> DeviceKeys:
    return keys.make_keys("1" * 32, random.Random(1).randbytes)


def line(seq: int, **more: Any) -> bytes:
    body = {
        "s": seq,
        "t": f"{seq:016x}",
        "k": "put",
        "T": "cycle",
        "r": RECORD,
        "f": "title",
        "v": "Zwei",
        "x": 1,
        "w": 0,
    }
    return canonical({**body, **more}).encode()


def manifest_for(device: str, lines: int = 2, **more: Any) -> dict[str, Any]:
    zero = chain_start(SPACE, device)
    part = SpacePart({device: lines}, {}, [Range(SPACE, device, 1, lines, zero, zero, "0" * 128, "changes/0000.jsonl")])
    made = Manifest("b" * 32, "full", TEAM, device, ["c" * 16], "2026-03-01T12:00:00Z", {SPACE: part})
    return {**made.wire(), **more}


def write(path: Path, signer: DeviceKeys, lines: list[bytes] | None = None, **more: Any) -> Path:
    lines = [line(1), line(2)] if lines is None else lines
    parts = [("README.txt", b"Open with NetDesk.\n"), ("changes/0000.jsonl", b"".join(one + b"\n" for one in lines))]
    manifest = manifest_for(signer.device, len(lines), **more)
    write_container(path, manifest, parts, sign_public=signer.sign_public, sign=signer.sign, now=1_772_366_400)
    return path


def meaning_of(data: bytes) -> tuple[Any, ...]:
    """Everything a reader takes from the bytes."""
    container = open_container(data, verify)
    container.check_parts()
    manifest = manifest_of(container)
    lines = [
        one.line for part in manifest.spaces.values() for found in part.ranges for one in read_lines(container, found)
    ]
    return container.manifest, lines, {name: container.part(name) for name in container.manifest["entries"]}


def test_that_what_was_written_comes_back(tmp_path: Path, signer: DeviceKeys) -> None:
    container = read_container(write(tmp_path / "a.ndsync", signer), verify)
    manifest = manifest_of(container)
    assert (container.device, container.sign_public) == (signer.device, signer.sign_public)
    assert manifest.spaces[SPACE].vv == {signer.device: 2}
    assert [one.line for one in read_lines(container, manifest.spaces[SPACE].ranges[0])] == [line(1), line(2)]
    assert container.part("README.txt") == b"Open with NetDesk.\n"


def test_that_a_bundle_is_known_by_its_first_bytes_and_readable_with_any_zip_program(
    tmp_path: Path, signer: DeviceKeys
) -> None:
    path = write(tmp_path / "file (1).bin", signer)
    data = path.read_bytes()
    assert data[30:38] == b"mimetype" and data[38 : 38 + len(MIMETYPE)] == MIMETYPE
    with zipfile.ZipFile(path) as found:
        assert found.testzip() is None
        assert found.namelist()[:3] == ["mimetype", "manifest.json", "manifest.sig"]
        assert found.read("README.txt") == b"Open with NetDesk.\n"


def test_that_the_same_bundle_is_the_same_bytes(tmp_path: Path, signer: DeviceKeys) -> None:
    assert write(tmp_path / "a", signer).read_bytes() == write(tmp_path / "b", signer).read_bytes()


def test_that_writing_leaves_no_temporary_file_and_names_a_place_that_refuses(
    tmp_path: Path, signer: DeviceKeys
) -> None:
    write(tmp_path / "a.ndsync", signer)
    assert [one.name for one in tmp_path.iterdir()] == ["a.ndsync"]
    with pytest.raises(NetDeskError, match="could not be written"):
        write(tmp_path / "no folder" / "a.ndsync", signer)


def test_that_no_flipped_byte_changes_what_a_reader_takes(tmp_path: Path, signer: DeviceKeys) -> None:
    data = write(tmp_path / "a.ndsync", signer).read_bytes()
    truth = meaning_of(data)
    refused = 0
    for at in range(len(data)):
        flipped = data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]
        try:
            assert meaning_of(flipped) == truth, at
        except RefusedFile:
            refused += 1
    # What remains are fields of the archive that nothing is taken from: times, versions, attributes.
    assert refused > 0.7 * len(data)


def test_that_no_part_of_a_bundle_is_a_bundle(tmp_path: Path, signer: DeviceKeys) -> None:
    data = write(tmp_path / "a.ndsync", signer).read_bytes()
    for size in [*range(0, len(data), 13), len(data) - 1]:
        with pytest.raises(RefusedFile):
            open_container(data[:size], verify)
    for more in (b"\0", data, b"PK\x05\x06" + bytes(18)):
        with pytest.raises(RefusedFile):
            open_container(data + more, verify)
        with pytest.raises(RefusedFile):
            open_container(more + data, verify)


# Hostile files, made here


def zip_of(entries: list[tuple[str, bytes]], *, method: int = zipfile.ZIP_DEFLATED, first: bytes = MIMETYPE) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(zipfile.ZipInfo("mimetype"), first)
        for name, content in entries:
            made.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return file.getvalue()


def signed(signer: DeviceKeys, manifest: dict[str, Any] | bytes, parts: list[tuple[str, bytes]], **more: Any) -> bytes:
    """A well-formed, well-signed archive around any manifest and parts."""
    wire = manifest if isinstance(manifest, bytes) else canonical(manifest).encode()
    signature = {
        "alg": "ed25519",
        "dev": signer.device,
        "key": signer.sign_public,
        "sig": signer.sign(MANIFEST_PREFIX + hashlib.sha256(wire).digest()),
        **more,
    }
    return zip_of([("manifest.json", wire), ("manifest.sig", canonical(signature).encode()), *parts])


def listing(parts: list[tuple[str, bytes]]) -> dict[str, Any]:
    return {name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)} for name, content in parts}


def good_parts() -> list[tuple[str, bytes]]:
    return [("changes/0000.jsonl", line(1) + b"\n" + line(2) + b"\n")]


def good(signer: DeviceKeys, **more: Any) -> dict[str, Any]:
    return {**manifest_for(signer.device), "entries": listing(good_parts()), **more}


def patched(data: bytes, name: bytes, change: Callable[[bytearray, int, int], None]) -> bytes:
    """The archive with fields of an entry's two headers changed: ``change(data, local offset, central offset)``."""
    made = bytearray(data)
    central = data.rindex(b"PK\x01\x02", 0, data.rindex(name))
    change(made, struct.unpack_from("<L", data, central + 42)[0], central)
    return bytes(made)


def both(offset: int, form: str, value: int) -> Callable[[bytearray, int, int], None]:
    """Change a field in the local header (at ``offset``) and in the central one (two bytes later)."""

    def change(data: bytearray, local: int, central: int) -> None:
        struct.pack_into(form, data, local + offset, value)
        struct.pack_into(form, data, central + offset + 2, value)

    return change


def test_that_the_forger_of_these_tests_can_make_a_good_bundle(signer: DeviceKeys) -> None:
    assert meaning_of(signed(signer, good(signer), good_parts()))[1] == [line(1), line(2)]


def fine(signer: DeviceKeys) -> bytes:
    return signed(signer, good(signer), good_parts())


def a_link() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE)
        info = zipfile.ZipInfo("README.txt")
        info.external_attr = 0o120777 << 16
        made.writestr(info, "/etc/passwd")
    return file.getvalue()


def a_quoted_part() -> bytes:
    """Two entries over the same bytes: the second's header and content lie inside the stored first one."""
    inner = zip_of([("README.txt", b"a" * 99)], method=zipfile.ZIP_STORED)
    local = inner[inner.index(b"PK\x03\x04", 1) : inner.index(b"PK\x01\x02")]
    outer = zip_of([("summary.html", local)], method=zipfile.ZIP_STORED)
    start = outer.index(b"PK\x01\x02")
    central, end = outer[start:-22], bytearray(outer[-22:])
    second = bytearray(inner[inner.rindex(b"PK\x01\x02") : -22])
    struct.pack_into("<L", second, 42, outer.index(b"PK\x03\x04", outer.index(b"summary.html")))
    directory = central + bytes(second)
    struct.pack_into("<2HL", end, 8, 3, 3, len(directory))
    return outer[:start] + directory + bytes(end)


def a_name_twice() -> bytes:
    data = zip_of([("README.txt", b"a"), ("README.tyt", b"b")])
    return data.replace(b"README.tyt", b"README.txt")


def a_false_ratio() -> bytes:
    """Declared sizes that are small, content that is not: the reader must stop at what was declared."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packed.compress(b"{" * 20_000_000) + packed.flush()
    data = zip_of([("manifest.json", content), ("manifest.sig", b"{}")], method=zipfile.ZIP_STORED)
    data = patched(data, b"manifest.json", both(8, "<H", 8))
    return patched(data, b"manifest.json", both(22, "<L", 100))


CHANGES = b"changes/0000.jsonl"

ARCHIVES: dict[str, Callable[[DeviceKeys], bytes]] = {
    "text": lambda _s: b"Dear Ben, here is my bundle.",
    "nothing": lambda _s: b"",
    "a plain zip": lambda _s: zip_of([("a.txt", b"a")])[45 + len(MIMETYPE) :],
    "another kind of document": lambda _s: zip_of([("content.xml", b"<x/>")], first=b"application/epub+zip"),
    "only a mimetype": lambda _s: zip_of([]),
    "a database": lambda _s: b"SQLite format 3\0" + bytes(5000),
    "a bomb": lambda _s: zip_of([("manifest.json", bytes(50_000_000)), ("manifest.sig", b"{}")]),
    "a bomb with a false size": lambda _s: a_false_ratio(),
    "a huge declared size": lambda s: patched(fine(s), CHANGES, both(22, "<L", 0xFFFFFFFE)),
    "many parts": lambda _s: zip_of([(f"blobs/{n:064x}", b"") for n in range(archive.MAX_ENTRIES)]),
    "a way up": lambda _s: zip_of([("../evil.txt", b"a")]),
    "a root": lambda _s: zip_of([("/etc/evil", b"a")]),
    "a drive": lambda _s: zip_of([("C:evil.txt", b"a")]),
    "a backslash": lambda _s: zip_of([("changes/..\\evil", b"a")]),
    "a folder": lambda _s: zip_of([("changes/", b"")]),
    "a hidden name": lambda _s: zip_of([("changes/.evil", b"a")]),
    "a name beyond ASCII": lambda _s: zip_of([("résumé.html", b"a")]),
    "a long name": lambda _s: zip_of([("a" * 300, b"a")]),
    "a name twice": lambda _s: a_name_twice(),
    "a link": lambda _s: a_link(),
    "another method": lambda _s: zip_of([("manifest.json", b"{}" * 99)], method=zipfile.ZIP_LZMA),
    "a password": lambda s: patched(fine(s), CHANGES, both(6, "<H", 1)),
    "a data descriptor": lambda s: patched(fine(s), CHANGES, both(6, "<H", 8)),
    "a smaller size": lambda s: patched(fine(s), CHANGES, both(22, "<L", 10)),
    "a larger size": lambda s: patched(fine(s), CHANGES, both(22, "<L", 5000)),
    "a wrong checksum": lambda s: patched(fine(s), CHANGES, both(14, "<L", 1)),
    "headers that differ": lambda s: patched(fine(s), CHANGES, lambda d, at, _c: struct.pack_into("<L", d, at + 14, 1)),
    "names that differ": lambda s: patched(fine(s), CHANGES, lambda d, at, _c: d.__setitem__(at + 30, ord("x"))),
    "overlapping parts": lambda s: patched(fine(s), CHANGES, lambda d, _at, c: struct.pack_into("<L", d, c + 42, 0)),
    "a quoted part": lambda _s: a_quoted_part(),
    "bytes before": lambda s: b"#!/bin/sh\n" + fine(s),
    "a comment": lambda s: fine(s)[:-2] + b"\x03\x00abc",
}


@pytest.mark.parametrize("make", ARCHIVES.values(), ids=ARCHIVES.keys())
def test_that_a_hostile_archive_is_refused_with_one_sentence(
    make: Callable[[DeviceKeys], bytes], tmp_path: Path, signer: DeviceKeys
) -> None:
    path = tmp_path / "evil.ndsync"
    path.write_bytes(make(signer))
    with pytest.raises(RefusedFile) as refused:
        meaning_of(path.read_bytes()) if path.stat().st_size else read_container(path, verify)
    assert refused.value.user_text.endswith(".") and "\n" not in refused.value.user_text


def test_that_what_makes_an_archive_hostile_is_what_it_is_refused_for(signer: DeviceKeys) -> None:
    said = {}
    for name in ("a name twice", "a quoted part", "a password", "a link", "a bomb", "many parts", "a folder"):
        with pytest.raises(RefusedFile) as refused:
            meaning_of(ARCHIVES[name](signer))
        said[name] = refused.value.user_text
    assert "twice" in said["a name twice"] and "overlap" in said["a quoted part"] and "password" in said["a password"]
    assert "name or kind" in said["a link"] and "name or kind" in said["a folder"]
    assert "far more" in said["a bomb"] and "more parts" in said["many parts"]


def with_reader(signer: DeviceKeys, number: bytes) -> bytes:
    return canonical(good(signer)).encode().replace(b'"min_reader":0', b'"min_reader":' + number)


DEEP = b"[" * 4000 + b"]" * 4000

SIGNED: dict[str, Callable[[DeviceKeys], bytes]] = {
    "no signature": lambda s: zip_of([("manifest.json", canonical(good(s)).encode())]),
    "a manifest changed after signing": lambda s: signed(s, good(s), good_parts(), sig="0" * 128),
    "a key that is not the device's": lambda s: signed(s, good(s), good_parts(), dev="0" * 16),
    "another algorithm": lambda s: signed(s, good(s), good_parts(), alg="none"),
    "more beside the signature": lambda s: signed(s, good(s), good_parts(), note="hello"),
    "another sender": lambda s: signed(s, good(s, **{"from": "0" * 16}), good_parts()),
    "an unlisted part": lambda s: signed(s, good(s), [*good_parts(), ("README.txt", b"evil")]),
    "a missing part": lambda s: signed(s, good(s), []),
    "a part changed after signing": lambda s: signed(
        s, good(s), [("changes/0000.jsonl", good_parts()[0][1].replace(b"Zwei", b"Drei"))]
    ),
    "a part of unknown kind": lambda s: signed(
        s, good(s, entries=listing([*good_parts(), ("evil.exe", b"a")])), [*good_parts(), ("evil.exe", b"a")]
    ),
    "changes that no stream names": lambda s: signed(
        s,
        good(s, entries=listing([*good_parts(), ("changes/0001.jsonl", b"")])),
        [*good_parts(), ("changes/0001.jsonl", b"")],
    ),
    "a listing of another shape": lambda s: signed(s, good(s, entries={"changes/0000.jsonl": 7}), good_parts()),
    "doubled keys": lambda s: signed(s, b'{"a":1,"a":2}', good_parts()),
    "a float": lambda s: signed(s, with_reader(s, b"0.0"), good_parts()),
    "infinity": lambda s: signed(s, with_reader(s, b"1e999"), good_parts()),
    "spaces between": lambda s: signed(s, json.dumps(good(s)).encode(), good_parts()),
    "a deep manifest": lambda s: signed(s, b'{"a":' + DEEP + b"}", good_parts()),
    "a list for a manifest": lambda s: signed(s, b"[]", good_parts()),
    "a private space": lambda s: signed(s, good(s, spaces={f"P:{TEAM}": {}}), good_parts()),
    "sequences below one": lambda s: signed(s, good(s, spaces={SPACE: {"vv": {s.device: 0}}}), good_parts()),
    "another program's format": lambda s: signed(s, good(s, format="other/1"), good_parts()),
    "a time that is none": lambda s: signed(s, good(s, created="2026-02-31T12:00:00Z"), good_parts()),
    "a part of several": lambda s: signed(s, good(s, part=[1, 2]), good_parts()),
    "an unknown kind": lambda s: signed(s, good(s, kind="checkpoint"), good_parts()),
    "an invite without a request": lambda s: signed(s, good(s, kind="invite"), good_parts()),
}


@pytest.mark.parametrize("make", SIGNED.values(), ids=SIGNED.keys())
def test_that_a_signature_does_not_make_a_bad_bundle_good(
    make: Callable[[DeviceKeys], bytes], signer: DeviceKeys
) -> None:
    with pytest.raises(RefusedFile):
        meaning_of(make(signer))


def test_that_a_newer_format_is_refused_politely_and_only_after_its_signature(signer: DeviceKeys) -> None:
    newer = good(signer, format="netdesk-sync/3", min_reader=2)
    more = [*good_parts(), ("index.bin", b"a")]
    newer["entries"] = listing(more)
    with pytest.raises(RefusedFile, match="newer NetDesk"):
        meaning_of(signed(signer, newer, more))
    with pytest.raises(RefusedFile, match="signature"):
        meaning_of(signed(signer, newer, more, sig="0" * 128))


def test_that_a_newer_format_that_asks_for_no_newer_reader_is_read(signer: DeviceKeys) -> None:
    assert meaning_of(signed(signer, good(signer, format="netdesk-sync/1", mood="sunny"), good_parts()))


BAD_LINES = {
    "not JSON": b"hello",
    "an empty line": b"",
    "doubled keys": line(2)[:-1] + b',"x":2}',
    "a float": line(2, v=1.5),
    "not a number": line(2).replace(b'"Zwei"', b"NaN"),
    "a number beyond all": line(2).replace(b'"Zwei"', b"1e999"),
    "a large integer": line(2, v=1 << 60),
    "depth": line(2, v=[[[[[[[[[1]]]]]]]]]),
    "endless depth": line(2).replace(b'"Zwei"', DEEP),
    "a lone surrogate": line(2).replace(b"Zwei", b"\\ud800"),
    "keys out of order": b'{"x":1,' + line(2)[1:],
    "spaces": line(2).replace(b":", b": "),
    "a length beyond all": line(2, v="a" * 300_000),
    "a long text": line(2, v="a" * 70_000),
    "bytes that are no text": line(2).replace(b"Zwei", b"\xff\xfe"),
    "another sequence": line(3),
    "a clock that goes back": line(2, t="0" * 16),
    "a clock beyond 2100": line(2, t="f" * 16),
    "no record": canonical({"s": 2, "t": "2" * 16, "k": "put", "x": 1, "w": 0}).encode(),
    "a long field name": line(2, f="a" * 65),
    "many heads": line(2, p=[f"{'a' * 16}.{n}" for n in range(65)]),
    "a head of no device": line(2, p=["a.1"]),
}


@pytest.mark.parametrize("bad", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_that_a_bad_line_is_refused(bad: bytes, tmp_path: Path, signer: DeviceKeys) -> None:
    data = write(tmp_path / "a.ndsync", signer, [line(1), bad]).read_bytes()
    with pytest.raises(RefusedFile):
        meaning_of(data)


def test_that_unknown_kinds_of_change_pass_as_they_are(tmp_path: Path, signer: DeviceKeys) -> None:
    unknown = canonical({"s": 2, "t": "0" * 15 + "2", "k": "merge", "zz": {"a": [1]}}).encode()
    data = write(tmp_path / "a.ndsync", signer, [line(1), unknown]).read_bytes()
    assert meaning_of(data)[1] == [line(1), unknown]
    check_shape(parse_line(unknown))


def test_that_a_stream_cut_off_at_a_line_is_refused(tmp_path: Path, signer: DeviceKeys) -> None:
    parts = [("changes/0000.jsonl", line(1) + b"\n")]
    with pytest.raises(RefusedFile, match="cut off"):
        meaning_of(signed(signer, good(signer, entries=listing(parts)), parts))


GOLDEN = Path(__file__).parent.parent / "data" / "bundles" / "two-changes.ndsync"


def test_that_the_format_has_not_changed_unseen(tmp_path: Path, signer: DeviceKeys) -> None:
    """The kept file was written once; new code must still read it, and write its parts and manifest alike."""
    kept: Container = read_container(GOLDEN, verify)
    new = read_container(write(tmp_path / "a.ndsync", signer), verify)
    assert meaning_of(kept.data)[1] == [line(1), line(2)]
    assert kept.sign_public == new.sign_public
    assert {**kept.manifest, "app": ""} == {**new.manifest, "app": ""}

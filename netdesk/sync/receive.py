"""Receiving: each bundle whole or not at all, in any order, twice if need be.

Changes, cards, the sender's acknowledgement and the ledger's line are stored in one transaction with the refolded rows.
What lacks an earlier file waits: nothing of it is taken in, and what is missing is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from netdesk.core.cards import Card
from netdesk.core.garbage import uncollected
from netdesk.core.pace import Pace, Step, no_step
from netdesk.errors import RefusedFile
from netdesk.i18n import _
from netdesk.models.log import CONFLICT
from netdesk.store.keys import verify
from netdesk.store.receiving import Report
from netdesk.store.workspace import Workspace
from netdesk.sync.container import Container, read_container
from netdesk.sync.examine import Findings, Missing, Naming, answers_ours, check_end, examine, naming
from netdesk.sync.incoming import differences
from netdesk.sync.manifest import Manifest, manifest_of, read_lines
from netdesk.sync.trust import LEVELS

Counts = dict[str, int]


def receive(
    ws: Workspace,
    paths: Iterable[Path],
    *,
    trust: bool = False,
    step: Step = no_step,
    read: Callable[[Path], Container] | None = None,
) -> dict[str, Any]:
    """Take the bundles in, in whatever order fits. ``trust``: also an invite whose six words nobody compared.

    ``step`` is told how far the bundle in hand is; what it raises ends the work, and nothing of it is taken in.
    ``read`` gives a path's checked container, for who has it read ahead already.

    Returns {"received": [path], "already": [path], "waiting": [{"bundle", "missing": [{"space", "device", "person",
    "first", "last", "words"}]}], "refused": [{"bundle", "reason"}], "conflicts": how many these bundles opened,
    "changed": {kind: records that look different now}}. NetDeskError where a file cannot be read at all.
    """
    result: dict[str, Any] = {
        "received": [], "already": [], "waiting": [], "refused": [], "conflicts": 0, "changed": {},
    }  # fmt: skip
    waiting: dict[Path, list[dict[str, Any]]] = {path: [] for path in paths}
    progress = True
    while waiting and progress:
        progress = False
        for path in list(waiting):
            try:
                with uncollected():
                    container = read(path) if read else read_container(path, verify)
                    taken = _take(ws, container, trust=trust, step=step)
            except RefusedFile as refused:
                result["refused"].append({"bundle": str(path), "reason": refused.user_text})
                del waiting[path]
                continue
            if isinstance(taken, list):
                waiting[path] = taken
                continue
            if taken is None:
                result["already"].append(str(path))
                del waiting[path]
                continue
            opened, report = taken
            result["conflicts"] += opened
            for kind, count in report.changed.items():
                result["changed"][kind] = result["changed"].get(kind, 0) + count
            result["received"].append(str(path))
            del waiting[path]
            progress = True
    result["waiting"] = [{"bundle": str(path), "missing": missing} for path, missing in waiting.items()]
    return result


def _take(
    ws: Workspace, container: Container, *, trust: bool, step: Step
) -> tuple[int, Report] | list[dict[str, Any]] | None:
    """Take one bundle in: the conflicts it opened and what it changed; what it waits for; None if it was had before."""
    manifest = manifest_of(container)
    if ws.bundle_seen(manifest.bundle):
        return None
    pace = pace_of(manifest, step)
    findings = examine(ws, container, manifest, pace)
    if manifest.device == ws.device_id:  # our own file, found among the others in a folder
        return None
    if findings.missing:
        return _describe(ws, findings)
    _check_words_compared(ws, manifest, trust)
    return _store(ws, container, manifest, findings, pace, trust=trust)


def preview(path: Path, into: Workspace | None = None, *, step: Step = no_step) -> dict[str, Any]:
    """What a bundle holds and who signed it; with a workspace also what receiving it would change there.

    Returns {"from", "to": [names], "signed": "known" | "unknown", "records": {kind: count}, "changed": {kind: count},
    "conflicts", "missing": as ``receive`` says, "kind", "created", "team", "already", "details": the changed records
    as ``differences`` tells them}. All of it comes from receiving into a temporary copy, so it is that of the real
    thing. RefusedFile where it would be refused; what ``step`` raises ends the work.
    """
    container = read_container(path, verify)
    container.check_parts()
    manifest = manifest_of(container)
    result: dict[str, Any] = {
        "from": manifest.device,
        "to": list(manifest.to),
        "signed": "unknown",
        "records": {},
        "changed": {},
        "conflicts": 0,
        "missing": [],
        "kind": manifest.kind,
        "created": manifest.created,
        "team": manifest.team,
        "already": False,
        "details": [],
    }
    if into is not None:
        known = {card["device"] for card in into.cards()}
        if manifest.device in known or answers_ours(into, manifest):
            _try(into, container, manifest, result, step)
    if not result["records"]:
        result["records"] = _records_in(container, manifest)
    return result


def _try(
    into: Workspace, container: Container, manifest: Manifest, result: dict[str, Any], step: Step
) -> None:
    """Receive into a copy of the workspace, and note what came of it."""
    with into.preview_copy() as copy:
        if copy.bundle_seen(manifest.bundle):
            result["already"] = True
        else:
            pace = pace_of(manifest, step)
            with uncollected():
                findings = examine(copy, container, manifest, pace)
                result["missing"] = _describe(copy, findings)
                if not findings.missing:
                    result["conflicts"], report = _store(copy, container, manifest, findings, pace, trust=True)
            if not findings.missing:
                result["changed"] = report.changed
                if all(len(one.changes) == one.range.last - one.range.first + 1 for one in findings.news):
                    bodies = ((one.range.space, change.body) for one in findings.news for change in one.changes)
                    result["records"] = _count(bodies)  # all was read already, because all is new
                if into.root is not None:
                    pace.step()
                    result["details"] = differences(into, copy, report.records)
        # Only now does the copy of a workspace that waited for its invite know the people's names.
        name = naming(copy, copy.cards())
        result["signed"] = "known"
        result["from"], result["to"] = name(manifest.device), [name(device) for device in manifest.to]


def _check_words_compared(ws: Workspace, manifest: Manifest, trust: bool) -> None:
    if manifest.invite is None or manifest.invite["compared"] or trust or not answers_ours(ws, manifest):
        return
    raise RefusedFile(
        _(
            "Nobody compared the six words of this invite, so it could come from a stranger. Read them to each other "
            "and ask to be admitted with the words, or take it in on trust (--trust)."
        )
    )


def _store(
    ws: Workspace, container: Container, manifest: Manifest, findings: Findings, pace: Pace, *, trust: bool
) -> tuple[int, Report]:
    """One transaction: all of the bundle, or nothing. Returns the conflicts it opened and what it changed."""
    joins = manifest.kind == "invite" and answers_ours(ws, manifest)
    with ws.receiving() as receiving:
        if joins and ws.root is None:
            receiving.complete(manifest.team)
        for card in findings.cards:
            receiving.add_card(card)
        if findings.network is not None and not ws.hub:
            receiving.set_network(findings.network)
        for news in findings.news:
            if news.changes:
                found = news.range
                head = (found.last, found.signature)
                end = receiving.append(found.space, found.device, pace.over(news.changes), head)
                check_end(found, end)
        receiving.acknowledge(manifest.device, {space: part.vv for space, part in manifest.spaces.items()})
        receiving.heard_from(manifest.device, manifest.made_at)
        receiving.note_bundle(manifest.bundle, container.sha256, manifest.device)
        open_before = _conflicts(receiving.connection)
        report = receiving.finish(pace)
        opened = len(_conflicts(receiving.connection) - open_before)
        pace.step()  # the last moment at which nothing is taken in
    if joins and manifest.invite is not None:
        _note_joining(ws, manifest, trusted_blindly=trust and not manifest.invite["compared"])
    return opened, report


def pace_of(manifest: Manifest, step: Step) -> Pace:
    """The pace of taking this bundle in: each of its changes is read and checked, then stored, then folded."""
    lines = sum(one.last - one.first + 1 for part in manifest.spaces.values() for one in part.ranges)
    return Pace(step, 2 * lines)


def _conflicts(connection: Connection) -> set[str]:
    return set(connection.execute(select(CONFLICT.c.id)).scalars())


def _note_joining(ws: Workspace, manifest: Manifest, *, trusted_blindly: bool) -> None:
    assert manifest.invite is not None
    if ws.hub:
        ws.set_setting("team_names", {**ws.setting("team_names", {}), manifest.team: manifest.invite["name"]})
    if trusted_blindly:
        noted = set(ws.setting("words_not_compared", []))
        ws.set_setting("words_not_compared", sorted(noted | {manifest.team}))


def _describe(ws: Workspace, findings: Findings) -> list[dict[str, Any]]:
    name = naming(ws, findings.cards)
    return [_describe_one(one, name, findings.signer) for one in findings.missing]


def _describe_one(one: Missing, name: Naming, signer: Card) -> dict[str, Any]:
    words = _(
        "Changes {first} to {last} by {who} ({level}) have not arrived. Receive the earlier file from {sender} first, "
        "or ask {sender} for a full file."
    ).format(
        first=one.first, last=one.last, who=name(one.device), level=LEVELS[one.space[0]], sender=name(signer["device"])
    )
    return {
        "space": LEVELS[one.space[0]],
        "device": one.device,
        "person": name(one.device),
        "first": one.first,
        "last": one.last,
        "words": words,
    }


def _records_in(container: Container, manifest: Manifest) -> Counts:
    """{kind: how many records the bundle's changes are about}."""
    return _count(
        (space, change.body)
        for space, part in manifest.spaces.items()
        for one in part.ranges
        for change in read_lines(container, one)
    )


def _count(bodies: Iterable[tuple[str, dict[str, Any]]]) -> Counts:
    found: dict[str, set[tuple[str, str]]] = {}
    for space, body in bodies:
        if "r" in body:
            found.setdefault(str(body.get("T", "")), set()).add((space, body["r"]))
    return {kind: len(records) for kind, records in sorted(found.items())}

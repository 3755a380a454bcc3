"""undo, redo, history, conflicts, resolve: what was done, taking it back, and settling what two people did at once."""

from __future__ import annotations

import argparse
import json
from typing import Any

from netdesk.cli.common import Commands, add_command, add_json, number_of, print_json, reading, writing
from netdesk.core.records import KINDS, is_id
from netdesk.errors import NetDeskError, WrongUsage
from netdesk.i18n import N_, _


def add_to(commands: Commands) -> None:
    """Add undo, redo, history, conflicts and resolve to the table of commands."""
    undo = add_command(commands, "undo", _undo, _("take back your newest edit that is not yet taken back"))
    redo = add_command(commands, "redo", _redo, _("do again what undo took back last"))
    for parser in (undo, redo):
        parser.add_argument("workspace", metavar="WORKSPACE")
        add_json(parser)

    history = add_command(commands, "history", _history, _("list the edits, the newest first"))
    history.add_argument("workspace", metavar="WORKSPACE")
    history.add_argument("--record", metavar="KIND:ID", help=_("only the edits of this record"))
    history.add_argument("--limit", type=_count, metavar="N", help=_("at most the newest N"))
    add_json(history)

    conflicts = add_command(
        commands, "conflicts", _conflicts, _("list what two people changed at once, with all values")
    )
    conflicts.add_argument("workspace", metavar="WORKSPACE")
    add_json(conflicts)

    resolve = add_command(
        commands,
        "resolve",
        _resolve,
        _("settle a conflict"),
        _("Of edit-vs-delete, 1 keeps and 2 deletes; of move and link, 1 is as shown and 2 as wanted, if it can be."),
    )
    resolve.add_argument("workspace", metavar="WORKSPACE")
    resolve.add_argument("conflict", metavar="ID", help=_("the conflict's id, as conflicts lists it"))
    resolve.add_argument(
        "--keep",
        required=True,
        metavar="N|text:…",
        help=_("keep value N, or write the field anew: text:what it shall say"),
    )


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(_("must be a whole number from 1 up"))
    return int(text)


def _undo(args: argparse.Namespace) -> int:
    with writing(args, args.workspace) as workspace:
        done = workspace.undo()
    return _print_undone(args, done, _("Taken back: {label} ({changes})."))


def _redo(args: argparse.Namespace) -> int:
    with writing(args, args.workspace) as workspace:
        done = workspace.redo()
    return _print_undone(args, done, _("Done again: {label} ({changes})."))


def _print_undone(args: argparse.Namespace, done: Any, sentence: str) -> int:
    left = [{"kind": kind, "record": record, "field": field} for kind, record, field in done.left_alone]
    if args.json:
        print_json({"label": done.label, "changes": done.changes, "left_alone": left})
        return 0
    print(sentence.format(label=done.label, changes=number_of(done.changes, _("change"), _("changes"))))
    for one in left:
        kind = _(KINDS[one["kind"]].label) if one["kind"] in KINDS else one["kind"]
        print(
            _("  left alone, because somebody has changed it since: {kind} {id}, {field}").format(
                kind=kind, id=one["record"], field=one["field"] or _("the whole record")
            )
        )
    return 0


def _history(args: argparse.Namespace) -> int:
    record = None
    if args.record is not None:
        kind, colon, id_ = args.record.partition(":")
        if not colon or kind not in KINDS or not is_id(id_):
            raise WrongUsage(_("--record must be KIND:ID, such as measure:0123…, the id with 32 digits 0-9 and a-f."))
        record = (kind, id_)
    with reading(args, args.workspace) as workspace:
        edits = workspace.history(*([record] if record else []), limit=args.limit)
    if args.json:
        print_json(edits)
        return 0
    for edit in edits:
        mark = _(" (taken back)") if edit["undone"] else ""
        changes = number_of(len(edit["changes"]), _("change"), _("changes"))
        print(f"{edit['when']}  {edit['person'] or '?'}  {edit['label']}{mark}, {changes}")
    return 0


_TYPES = {
    "value": N_("two values"),
    "text": N_("two texts"),
    "edit-vs-delete": N_("changed by one, deleted by another"),
    "move": N_("moved to two places"),
    "link": N_("a link that would close a circle"),
}


def _conflicts(args: argparse.Namespace) -> int:
    with reading(args, args.workspace) as workspace:
        found = workspace.conflicts()
    if args.json:
        print_json(found)
        return 0
    if not found:
        print(_("No conflicts."))
    for conflict in found:
        kind = _(KINDS[conflict["kind"]].label) if conflict["kind"] in KINDS else conflict["kind"]
        where = f"{kind} {conflict['record']}" + (f", {conflict['field']}" if conflict["field"] else "")
        print(f"{conflict['id']}  {where}: {_(_TYPES.get(conflict['type'], conflict['type']))}")
        for value in conflict["values"]:
            print(f"  {value['n']}  {_shown(value['value'])}  ({value['person'] or '?'}, {value['when']})")
    return 0


def _shown(value: Any) -> str:
    if value is None:
        return _("(empty)")
    return " ".join(value.split()) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _resolve(args: argparse.Namespace) -> int:
    keep: int | None = None
    text: str | None = None
    if args.keep.startswith("text:"):
        text = args.keep.removeprefix("text:")
    elif args.keep.isascii() and args.keep.isdigit():
        keep = int(args.keep)
    else:
        raise WrongUsage(_("--keep must be the number of a value, or text: and what the field shall say."))
    with writing(args, args.workspace) as workspace:
        found = {conflict["id"]: conflict for conflict in workspace.conflicts()}
        conflict = found.get(args.conflict)
        if conflict is None:
            raise NetDeskError(
                _("There is no conflict {id} here. It may be settled already; see netdesk conflicts.").format(
                    id=args.conflict
                )
            )
        if keep is not None and keep not in [value["n"] for value in conflict["values"]]:
            numbers = ", ".join(str(value["n"]) for value in conflict["values"])
            raise NetDeskError(_("This conflict has the values {numbers}. Keep one of them.").format(numbers=numbers))
        with workspace.edit(N_("Settle a conflict")) as edit:
            edit.settle(args.conflict, keep, text=text)
    print(_("Settled."))
    return 0

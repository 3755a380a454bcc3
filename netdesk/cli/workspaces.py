"""new, apply, dump: make a workspace, bring work in from other tools, and give all of it back as open JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from netdesk.cli.common import (
    Commands,
    add_command,
    add_json,
    number_of,
    print_json,
    read_bytes,
    reading,
    say,
    write_whole,
    writing,
)
from netdesk.errors import NetDeskError
from netdesk.i18n import _

#: Spaces whose records `dump --space` shows besides the team's own.
SPACES = ("team", "me", "published", "network", "hub")


def add_to(commands: Commands) -> None:
    """Add new, apply and dump to the table of commands."""
    new = add_command(commands, "new", _new, _("make a workspace file; it never replaces one"))
    new.add_argument("workspace", metavar="WORKSPACE", help=_("the file to make, such as lincoln.netdesk"))
    new.add_argument("--team", required=True, metavar="NAME", help=_("the team's name"))
    new.add_argument("--school", metavar="NAME", help=_("the school's name"))
    new.add_argument("--network", metavar="NAME", help=_("the network's name, a note until its hub's invite says it"))
    new.add_argument("--person", metavar="NAME", help=_("your name"))
    new.add_argument("--hub", action="store_true", help=_("the workspace is the hub's"))
    new.add_argument("--from", dest="dump", metavar="DUMP", help=_("start from the content of a dump"))

    apply = add_command(
        commands,
        "apply",
        _apply,
        _("do the edits of a file, one JSON object a line, as one undo step"),
        _(
            'Lines: {"do": "add", "kind", "id", "fields", "level"}, {"do": "set", "kind", "id", "fields"}, "delete", '
            '"restore", "move" (with "parent", "after"), "publish", "unpublish", and "level" (with "to"). All or none.'
        ),
    )
    apply.add_argument("workspace", metavar="WORKSPACE")
    apply.add_argument("edits", metavar="EDITS.jsonl", help=_("the file of edits; - is standard input"))
    add_json(apply)

    dump = add_command(commands, "dump", _dump, _("print the whole content as canonical open JSON"))
    dump.add_argument("workspace", metavar="WORKSPACE")
    dump.add_argument("--out", metavar="FILE", help=_("write to FILE instead of standard output"))
    dump.add_argument("--space", choices=SPACES, default="team", help=_("whose records (default: the team's own)"))
    dump.add_argument("--deleted", action="store_true", help=_("keep deleted records"))
    dump.add_argument("--history", action="store_true", help=_("add the change log"))


def _new(args: argparse.Namespace) -> int:
    from netdesk.operations.bulk import read_dump
    from netdesk.store.places import refuse_unfit
    from netdesk.store.workspace import Workspace

    path = Path(args.workspace)
    if path.exists() or path.is_symlink():
        raise NetDeskError(_("{name} is already there and is not replaced. Choose another name.").format(name=path))
    if not path.parent.is_dir():
        raise NetDeskError(_("There is no folder {name}. Make it first.").format(name=path.parent))
    refuse_unfit(path)
    if args.person and args.as_person:
        raise NetDeskError(_("Name yourself with --person; --as is for a workspace that is there."))
    document: dict[str, Any] | None = read_dump(read_bytes(args.dump)) if args.dump else None
    with Workspace.create(
        path,
        team=args.team,
        school=args.school,
        network=args.network,
        person=args.person,
        hub=args.hub,
        dump=document,
    ) as workspace:
        made = workspace.path
    print(_("Made {path}.").format(path=made))
    return 0


def _apply(args: argparse.Namespace) -> int:
    from netdesk.operations import bulk

    lines = bulk.parse_edits(read_bytes(args.edits))
    with writing(args, args.workspace) as workspace:
        with workspace.edit(bulk.APPLY) as edit:
            done = bulk.apply(edit, lines)
        # The id under which history shows the edit; none where the lines said only what was there already.
        number = f"{workspace.device_id}.{edit.note.x}" if edit.changed else None
    if args.json:
        print_json({"edit": number, "records": [{"line": one.line, "kind": one.kind, "id": one.id} for one in done]})
    else:
        print(number_of(len(done), _("edit done."), _("edits done.")))
    return 0


def _dump(args: argparse.Namespace) -> int:
    from netdesk.core.changes import canonical

    with reading(args, args.workspace) as workspace:
        document = workspace.dump(space=args.space, deleted=args.deleted, history=args.history)
    text = canonical(document) + "\n"
    if args.out:
        if Path(args.out).exists() and Path(args.out).samefile(args.workspace):
            raise NetDeskError(_("The dump would replace the workspace itself. Choose another name."))
        write_whole(args.out, text.encode())
        say(_("Wrote {path}.").format(path=args.out))
    else:
        sys.stdout.write(text)
    return 0

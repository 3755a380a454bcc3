"""check and backup: whether everything holds together, and copies to go back to."""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path
from typing import TYPE_CHECKING

from netdesk import paths
from netdesk.cli.common import Commands, add_command, add_json, print_json, reading, say, writing
from netdesk.errors import NetDeskError, WrongUsage
from netdesk.i18n import _
from netdesk.store import keys

if TYPE_CHECKING:
    from netdesk.store.backup import Backup


def add_to(commands: Commands) -> None:
    """Add check and backup to the table of commands."""
    check = add_command(
        commands,
        "check",
        _check,
        _("look whether file, log, state and references hold together"),
        _("Exit status 1 with a list where something is wrong."),
    )
    check.add_argument("workspace", metavar="WORKSPACE")
    check.add_argument(
        "--repair", action="store_true", help=_("rebuild the state from the log on a copy beside the workspace")
    )
    add_json(check)

    backup = add_command(commands, "backup", _backup, _("make a backup now, list backups, or restore one"))
    backup.add_argument("workspace", metavar="WORKSPACE")
    backup.add_argument("--list", action="store_true", help=_("list the backups, the newest first"))
    backup.add_argument("--restore", metavar="ID", help=_("write the backup ID as a new workspace to --out"))
    backup.add_argument("--out", metavar="FILE", help=_("where --restore writes"))
    add_json(backup)


def _check(args: argparse.Namespace) -> int:
    from netdesk.store.check import check, repair

    path = Path(args.workspace)
    if args.repair:
        out = _name_beside(path)
        with reading(args, path) as workspace:
            repair(workspace, out)
        say(_("The rebuilt copy is {path}; the workspace itself is as it was.").format(path=out))
        path = out
    with reading(args, path) as workspace:
        problems = check(workspace)
    if args.json:
        print_json({"ok": not problems, "problems": problems})
    elif problems:
        for problem in problems:
            print(f"{problem['where']}: {problem['what']}")
    else:
        print(_("Everything holds together."))
    if problems:
        say(_("netdesk: Something is wrong. Try check --repair, or restore a backup."))
    return 1 if problems else 0


def _name_beside(path: Path) -> Path:
    """A free name for the rebuilt copy: lincoln-repaired.netdesk, lincoln-repaired-2.netdesk, …"""
    for count in itertools.count(1):
        out = path.with_name(f"{path.stem}-repaired{'' if count == 1 else f'-{count}'}{path.suffix}")
        if not out.exists():
            break
    return out


def _backup(args: argparse.Namespace) -> int:
    from netdesk.store import backup

    if args.list and args.restore:
        raise WrongUsage(_("Use either --list or --restore."))
    if bool(args.restore) != bool(args.out):
        raise WrongUsage(_("--restore and --out go together: which backup, and where to."))
    path = Path(args.workspace)
    if args.restore:
        target = Path(args.out)
        backup.restore(_workspace_id(args, path), args.restore, target)
        print(_("Restored as {path}.").format(path=target))
        return 0
    if args.list:
        rows = [_row(one) for one in backup.list_backups(_workspace_id(args, path))]
        if args.json:
            print_json(rows)
        else:
            for row in rows:
                print(f"{row['id']}  {row['when']}  {row['bytes']}")
        return 0
    with writing(args, path) as workspace:
        made = _row(workspace.back_up())
    if args.json:
        print_json(made)
    else:
        print(_("Made the backup {id}.").format(id=made["id"]))
    return 0


def _row(one: Backup) -> dict[str, object]:
    return {"id": one.id, "when": one.when, "bytes": one.bytes}


def _workspace_id(args: argparse.Namespace, path: Path) -> str:
    """Whose backups are meant: asked of the file, or of what is noted beside the keys where it is damaged or gone."""
    try:
        with reading(args, path) as workspace:
            return workspace.workspace_id
    except NetDeskError:
        for folder in paths.keys_dir().iterdir():
            noted = keys.binding(folder.name)
            if noted is not None and Path(noted.path) == path.absolute():
                return folder.name
        raise

"""hub: take the teams' bundles in, see the network, and send back what concerns each team."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from netdesk.cli.common import (
    Commands,
    Parser,
    add_command,
    add_json,
    not_built,
    number_of,
    print_json,
    reading,
    writing,
)
from netdesk.cli.sharing import REFUSED, WAITING
from netdesk.errors import WrongUsage
from netdesk.i18n import _, format_date

POSTGRESQL: Final = "postgresql"


def add_to(commands: Commands) -> None:
    """Add hub with its own commands to the table of commands."""
    hub = add_command(commands, "hub", _nothing, _("the hub's work: collect, status, return"))
    verbs = hub.add_subparsers(title=_("commands"), metavar="COMMAND", prog="netdesk hub", parser_class=Parser)

    collect = add_command(
        verbs,
        "collect",
        _collect,
        _("take in the bundles of files and folders"),
        _("What was taken in before is left alone, a bad bundle is set aside with its reason, and the rest goes on."),
    )
    collect.add_argument("database", metavar="DATABASE", help=_("the hub's workspace file"))
    collect.add_argument("places", nargs="+", metavar="BUNDLE|DIR")
    collect.add_argument("--jobs", type=int, default=1, metavar="N", help=_("how many bundles are checked at once"))
    add_json(collect)

    status = add_command(verbs, "status", _status, _("the teams, when each was heard from, and where data move"))
    status.add_argument("database", metavar="DATABASE")
    add_json(status)

    back = add_command(
        verbs,
        "return",
        _return,
        _("write one bundle back for each team"),
        _("It carries feedback on its work on the table, who uses its ideas, asks, thanks, dictionary and library."),
    )
    back.add_argument("database", metavar="DATABASE")
    back.add_argument("--out", required=True, metavar="DIR", help=_("the folder for the bundles"))
    back.add_argument("--full", action="store_true", help=_("everything, not only what the teams lack"))
    add_json(back)


def _nothing(args: argparse.Namespace) -> int:
    raise WrongUsage(_("Say what the hub is to do: netdesk hub collect, status or return."))


def _database(name: str) -> Path:
    """The hub's file; a PostgreSQL address is for a later version."""
    if name.startswith(POSTGRESQL) and "://" in name:
        raise not_built(_("A hub on PostgreSQL"), _("Use a hub's workspace file."))
    return Path(name)


def _collect(args: argparse.Namespace) -> int:
    from netdesk.hub.collect import collect, lines_of

    if args.jobs < 1:
        raise WrongUsage(_("--jobs is a number from 1 up."))
    with writing(args, _database(args.database)) as workspace:
        result = collect(workspace, [Path(place) for place in args.places], jobs=args.jobs)
    if args.json:
        print_json(result)
    else:
        words = {
            "taken": _("taken"),
            "already": _("already had"),
            "waiting": _("waiting"),
            "set aside": _("set aside"),
        }
        for state, path, why in lines_of(result):
            print(f"{words[state]}: {path}" + (f": {why}" if why and state != "already" else ""))
        print(
            _("{taken} taken, {had} already had, {waiting} waiting, {aside} set aside.").format(
                taken=len(result["received"]),
                had=len(result["already"]),
                waiting=len(result["waiting"]),
                aside=len(result["refused"]),
            )
        )
    return REFUSED if result["refused"] else WAITING if result["waiting"] else 0


def _status(args: argparse.Namespace) -> int:
    from netdesk.hub.network import status

    with reading(args, _database(args.database)) as workspace:
        found = status(workspace)
    if args.json:
        print_json(found)
        return 0
    for one in found["teams"]:
        heard = _heard(one["last_heard"])
        tests = number_of(int(str(one["cycles_open"])), _("cycle under way"), _("cycles under way"))
        print(f"{one['team']}: {heard}; {tests}")
        for signal in one["signals"] if isinstance(one["signals"], list) else ():
            print(f"  {signal}")
    if not found["teams"]:
        print(_("No team has admitted this hub yet."))
    return 0


def _heard(when: object) -> str:
    from datetime import datetime

    if not isinstance(when, str) or not when:
        return _("not heard from yet")
    day = datetime.fromisoformat(when).astimezone().date()
    return _("last heard from on {date}").format(date=format_date(day))


def _return(args: argparse.Namespace) -> int:
    from netdesk.hub.giving_back import return_all

    with writing(args, _database(args.database)) as workspace:
        made = return_all(workspace, Path(args.out), full=args.full)
    if args.json:
        print_json(
            {
                "bundles": [
                    {"team": one.team, "file": str(one.file), "bytes": one.bytes, "records": one.records}
                    for one in made
                ]
            }
        )
    else:
        for one in made:
            print(_("{team}: wrote {path}.").format(team=one.team, path=one.file))
    return 0

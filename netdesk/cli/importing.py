"""import: the numbers of a spreadsheet into a measure, with a preview; the same file twice changes nothing."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from netdesk.cli.common import Commands, add_command, add_json, print_json, read_bytes, reading, say, writing
from netdesk.core.records import is_id
from netdesk.errors import NetDeskError
from netdesk.i18n import _

if TYPE_CHECKING:
    from netdesk.importers.files import DataFile
    from netdesk.importers.mapping import Mapping
    from netdesk.importers.plan import ImportPlan
    from netdesk.store.workspace import Workspace


def add_to(commands: Commands) -> None:
    """Add import to the table of commands."""
    parser = add_command(
        commands,
        "import",
        _import,
        _("take the numbers of a CSV or XLSX file into a measure"),
        _(
            "Each row is compared with what is there: the same file twice changes nothing. Rows that cannot be read "
            "are listed with their reason and left out. What was guessed is in --json under map, the form of --map."
        ),
    )
    parser.add_argument("workspace", metavar="WORKSPACE")
    parser.add_argument("data", metavar="DATA", help=_("a .csv or .xlsx file"))
    parser.add_argument("--measure", required=True, metavar="ID", help=_("the measure's id, or its whole name"))
    parser.add_argument("--map", metavar="FILE", help=_("JSON: which column is what"))
    parser.add_argument("--sheet", default="", metavar="NAME", help=_("the sheet of a workbook (default: the first)"))
    parser.add_argument("--dry-run", action="store_true", help=_("say what would be done, and do nothing"))
    add_json(parser)


def _import(args: argparse.Namespace) -> int:
    from netdesk.importers.files import open_data
    from netdesk.importers.plan import IMPORT_POINTS, remember, take_in, told

    given = _given_map(args.map)
    data = open_data(Path(args.data))
    if args.dry_run:
        with reading(args, args.workspace) as workspace:
            plan = _plan(args, workspace, data, given)
    else:
        with writing(args, args.workspace) as workspace:
            plan = _plan(args, workspace, data, given)
            if plan.changes_something:
                with workspace.edit(IMPORT_POINTS) as edit:
                    take_in(edit, plan)
            remember(workspace.set_setting, plan)
    if args.json:
        print_json({**told(plan), "dry_run": args.dry_run})
    else:
        _print(plan, data, dry=args.dry_run)
    return 0 if plan.points or not plan.reading.problems else 1


def _plan(args: argparse.Namespace, workspace: Workspace, data: DataFile, given: Mapping | None) -> ImportPlan:
    from netdesk.importers.plan import REMEMBERED, plan_import

    measure = find_measure(workspace, args.measure)
    today = datetime.fromtimestamp(workspace.now(), UTC).astimezone().date()
    remembered = workspace.setting(REMEMBERED + measure)
    return plan_import(
        workspace, measure, data, mapping=given, remembered=remembered, sheet=args.sheet, lang=args.lang, today=today
    )


def _given_map(path: str | None) -> Mapping | None:
    if path is None:
        return None
    from netdesk.importers.mapping import from_json
    from netdesk.operations.bulk import read_json

    try:
        return from_json(read_json(read_bytes(path, 1_000_000).decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise NetDeskError(_("{name} is not UTF-8 text.").format(name=path)) from None


def find_measure(workspace: Workspace, wanted: str) -> str:
    """The id of the measure with this id or name. NetDeskError where none has it, or two have."""
    if is_id(wanted) and workspace.get("measure", wanted) is not None:
        return wanted
    named = [one["id"] for one in workspace.select("measure") if one.get("name") == wanted]
    if len(named) == 1:
        return str(named[0])
    if named:
        raise NetDeskError(_('Two measures are named "{name}". Give the id of the one you mean.').format(name=wanted))
    raise NetDeskError(_('There is no measure "{name}" here. See netdesk dump for their ids.').format(name=wanted))


def _print(plan: ImportPlan, data: DataFile, *, dry: bool) -> None:
    from netdesk.importers.plan import summary

    print((_("Would be: {what}") if dry else _("Done: {what}")).format(what=summary(plan)))
    for one in plan.points:
        if one.state == "changed":
            where = f"{one.point.row}: {one.point.period.isoformat()} {one.point.group}".rstrip()
            print(f"{where}  {_pair(one.before)} → {_pair(one.point.value)}")
    for sentence in (*data.notes, *plan.guess.doubts):
        say(sentence)
    for problem in plan.reading.problems:
        say(_("Row {n}: {text}: {why}").format(n=problem.row, text=problem.text, why=problem.why))


def _pair(value: dict[str, str] | None) -> str:
    if value is None:
        return ""
    return value["v"] if "v" in value else f"{value['n']}/{value['d']}"

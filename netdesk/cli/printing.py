"""report: what a team prints. For now the summary of a cycle, one or all finished ones."""

from __future__ import annotations

import argparse
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from netdesk.cli.common import Commands, add_command, not_built, number_of, reading, say, write_whole
from netdesk.core.records import is_id
from netdesk.errors import NetDeskError, WrongUsage
from netdesk.i18n import _

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace

#: Reports of the contract that a later version prints.
LATER: Final = ("ramp", "chart", "fishbone", "drivers", "pin", "team", "forms")


def add_to(commands: Commands) -> None:
    """Add report to the table of commands."""
    report = add_command(commands, "report", _report, _("print the summary of a cycle, or of every finished one"))
    report.usage = "netdesk report WORKSPACE cycle ID --out FILE.pdf  |  netdesk report WORKSPACE --all --out DIR"
    report.add_argument("workspace", metavar="WORKSPACE")
    report.add_argument("what", nargs="?", metavar="cycle", help=_("what to print"))
    report.add_argument("id", nargs="?", metavar="ID", help=_("the cycle's id, as a dump shows it"))
    report.add_argument(
        "--all", action="store_true", help=_("every finished cycle, one PDF each, into the folder --out")
    )
    report.add_argument("--out", required=True, metavar="FILE.pdf|DIR", help=_("where it goes"))
    report.add_argument("--paper", choices=("letter", "a4"), default="letter", help=_("paper size (default letter)"))


def _report(args: argparse.Namespace) -> int:
    if args.what in LATER:
        raise not_built(f"netdesk report … {args.what}", _("Print a cycle instead."))
    if args.what not in (None, "cycle"):
        raise WrongUsage(_('"{what}" is nothing that report prints. Use cycle and its id.').format(what=args.what))
    if args.all:
        if args.id:
            raise WrongUsage(_("Use either a cycle's id or --all."))
        return _print_all(args)
    if args.what is None or args.id is None:
        raise WrongUsage(_("Say which cycle to print: report WORKSPACE cycle ID --out FILE.pdf, or --all."))
    target = Path(args.out)
    if target.suffix.lower() in (".svg", ".png", ".txt", ".html"):
        raise not_built(_("A cycle as {form}").format(form=target.suffix), _("Print it as .pdf."))
    if not is_id(args.id):
        raise NetDeskError(_("{id} is no id of a cycle: an id has 32 digits 0-9 and a-f.").format(id=args.id))
    with reading(args, args.workspace) as workspace:
        if workspace.get("cycle", args.id) is None:
            raise NetDeskError(_("There is no cycle {id} here. Look its id up with netdesk dump.").format(id=args.id))
        data = _cycle_pdf(workspace, args.id, args)
    write_whole(target, data)
    say(_("Wrote {path}.").format(path=target))
    return 0


def _print_all(args: argparse.Namespace) -> int:
    from netdesk.operations.cycles import is_finished

    folder = Path(args.out)
    with reading(args, args.workspace) as workspace:
        finished = [cycle for cycle in workspace.select("cycle") if is_finished(cycle)]
        folder.mkdir(parents=True, exist_ok=True)
        names: set[str] = set()
        for cycle in finished:
            name = _file_name(cycle, names)
            names.add(name)
            write_whole(folder / name, _cycle_pdf(workspace, cycle["id"], args))
            print(folder / name)
    say(number_of(len(finished), _("finished cycle printed."), _("finished cycles printed.")))
    return 0


def _file_name(cycle: dict[str, Any], taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", cycle.get("title") or "").encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "cycle"
    day = cycle.get("started") or cycle.get("planned_start") or ""
    name = "-".join(part for part in (day, words) if part) + ".pdf"
    return name if name not in taken else name.removesuffix(".pdf") + f"-{cycle['id'][:8]}.pdf"


def _cycle_pdf(workspace: Workspace, cycle: str, args: argparse.Namespace) -> bytes:
    from netdesk.reports.collect import collect_cycle
    from netdesk.reports.cycle import cycle_pdf

    return cycle_pdf(collect_cycle(workspace, cycle), paper=args.paper, lang=args.lang, printed_on=date.today())

"""report: what a team prints. The summary of a cycle, one or all finished ones, and the page of a ramp."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from netdesk.cli.common import Commands, add_command, not_built, number_of, reading, say, write_whole
from netdesk.core.records import is_id
from netdesk.errors import NetDeskError, WrongUsage
from netdesk.i18n import _

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace

#: Reports of the contract that a later version prints.
LATER: Final = ("chart", "fishbone", "drivers", "team", "forms")
BUILT: Final = ("cycle", "ramp", "pin")


def add_to(commands: Commands) -> None:
    """Add report to the table of commands."""
    report = add_command(
        commands, "report", _report, _("print the summary of a cycle, of every finished one, or the page of a ramp")
    )
    report.usage = (
        "netdesk report WORKSPACE cycle|ramp|pin ID --out FILE.pdf [--html FILE] [--poster a3|tabloid]  |  "
        "netdesk report WORKSPACE --all --out DIR"
    )
    report.add_argument("workspace", metavar="WORKSPACE")
    report.add_argument("what", nargs="?", metavar="cycle|ramp|pin", help=_("what to print"))
    report.add_argument(
        "id", nargs="?", metavar="ID", help=_("the cycle's id, as a dump shows it; of a ramp any of its cycles")
    )
    report.add_argument(
        "--all", action="store_true", help=_("every finished cycle, one PDF each, into the folder --out")
    )
    report.add_argument("--out", metavar="FILE.pdf|DIR", help=_("where it goes"))
    report.add_argument("--html", metavar="FILE", help=_("the same content as one HTML file, for screen readers"))
    report.add_argument("--poster", choices=("a3", "tabloid"), help=_("large paper for a table, for a pin"))
    report.add_argument("--paper", choices=("letter", "a4"), default="letter", help=_("paper size (default letter)"))


def _report(args: argparse.Namespace) -> int:
    if args.what in LATER:
        raise not_built(f"netdesk report … {args.what}", _("Print a cycle or a ramp instead."))
    if args.what not in (None, *BUILT):
        sentence = _('"{what}" is nothing that report prints. Use cycle, ramp or pin and an id.')
        raise WrongUsage(sentence.format(what=args.what))
    if args.all:
        if args.id or args.what in ("ramp", "pin") or args.html:
            raise WrongUsage(_("Use either a cycle's id or --all, which prints PDF files only."))
        if not args.out:
            raise WrongUsage(_("Say where the files go: --out DIR."))
        return _print_all(args)
    if args.what is None or args.id is None or not (args.out or args.html):
        raise WrongUsage(_("Say which cycle to print: report WORKSPACE cycle ID --out FILE.pdf, or --all."))
    if args.out and Path(args.out).suffix.lower() in (".svg", ".png", ".txt", ".html"):
        form = Path(args.out).suffix
        raise not_built(_("A report as {form}").format(form=form), _("Print it as .pdf, or as HTML with --html FILE."))
    if args.poster and args.what != "pin":
        raise not_built(_("A poster of a {what}").format(what=args.what), _("Print a pin on large paper."))
    if not is_id(args.id):
        raise NetDeskError(_("{id} is no id of a cycle: an id has 32 digits 0-9 and a-f.").format(id=args.id))
    with reading(args, args.workspace) as workspace:
        if args.what != "pin" and workspace.get("cycle", args.id) is None:
            raise NetDeskError(_("There is no cycle {id} here. Look its id up with netdesk dump.").format(id=args.id))
        pdf, html = {"ramp": _ramp, "pin": _pin, "cycle": _cycle}[args.what](workspace, args)
    for target, data in ((args.out, pdf), (args.html, html)):
        if target:
            write_whole(Path(target), data)
            say(_("Wrote {path}.").format(path=target))
    return 0


def _cycle(workspace: Workspace, args: argparse.Namespace) -> tuple[bytes, bytes]:
    """PDF and HTML of a cycle, each empty if it was not asked for."""
    from netdesk.reports.collect import collect_cycle
    from netdesk.reports.cycle import cycle_pdf
    from netdesk.reports.html import cycle_html

    sheet, today = collect_cycle(workspace, args.id), date.today()
    pdf = cycle_pdf(sheet, paper=args.paper, lang=args.lang, printed_on=today) if args.out else b""
    return pdf, cycle_html(sheet, lang=args.lang, printed_on=today).encode() if args.html else b""


def _ramp(workspace: Workspace, args: argparse.Namespace) -> tuple[bytes, bytes]:
    """PDF and HTML of a ramp, each empty if it was not asked for."""
    from netdesk.reports.collect import collect_ramp
    from netdesk.reports.html import ramp_html
    from netdesk.reports.ramp import ramp_pdf

    sheet, today = collect_ramp(workspace, args.id), date.today()
    pdf = ramp_pdf(sheet, paper=args.paper, lang=args.lang, printed_on=today) if args.out else b""
    return pdf, ramp_html(sheet, lang=args.lang, printed_on=today).encode() if args.html else b""


def _pin(workspace: Workspace, args: argparse.Namespace) -> tuple[bytes, bytes]:
    """PDF and HTML of a pin for the table, each empty if it was not asked for."""
    from netdesk.reports.html import pin_html
    from netdesk.reports.tabletop import collect_pin, pin_pdf

    sheet, today = collect_pin(workspace, args.id, date.today()), date.today()
    paper = args.poster or args.paper
    pdf = pin_pdf(sheet, paper=paper, lang=args.lang, printed_on=today) if args.out else b""
    return pdf, pin_html(sheet, lang=args.lang, printed_on=today).encode() if args.html else b""


def _print_all(args: argparse.Namespace) -> int:
    from netdesk.reports.batch import print_finished

    folder = Path(args.out)

    def write(path: Path, data: bytes) -> None:
        write_whole(path, data)
        print(path)

    def show(done: int, of: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done == of else ""
            told = _("{done} of {count} printed").format(done=done, count=of)
            print(f"\r{told}", end=end, file=sys.stderr, flush=True)

    with reading(args, args.workspace) as workspace:
        folder.mkdir(parents=True, exist_ok=True)
        made = print_finished(
            workspace, folder, paper=args.paper, lang=args.lang, printed_on=date.today(), write=write, step=show
        )
    say(number_of(len(made), _("finished cycle printed."), _("finished cycles printed.")))
    return 0

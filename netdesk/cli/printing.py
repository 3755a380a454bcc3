"""report: what a team prints: cycles, ramps, charts, and the diagrams of causes and theory."""

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
LATER: Final = ("team", "forms")
DIAGRAMS: Final = ("fishbone", "drivers")
BUILT: Final = ("cycle", "ramp", "chart", "pin", *DIAGRAMS)


def add_to(commands: Commands) -> None:
    """Add report to the table of commands."""
    report = add_command(
        commands, "report", _report, _("print cycles, ramps, charts, and the diagrams of causes and theory")
    )
    report.usage = (
        "netdesk report WORKSPACE cycle|ramp ID --out FILE.pdf [--html FILE]  |  "
        "netdesk report WORKSPACE chart ID --out FILE.pdf|.svg|.png|.txt [--html FILE]  |  "
        "netdesk report WORKSPACE pin ID --out FILE.pdf [--poster a3|tabloid] [--html FILE]  |  "
        "netdesk report WORKSPACE fishbone|drivers [ID] --out FILE.pdf|.svg|.png|.txt [--poster a3|tabloid]  |  "
        "netdesk report WORKSPACE --all --out DIR"
    )
    report.add_argument("workspace", metavar="WORKSPACE")
    report.add_argument("what", nargs="?", metavar="cycle|ramp|chart|pin|fishbone|drivers", help=_("what to print"))
    report.add_argument(
        "id",
        nargs="?",
        metavar="ID",
        help=_(
            "the cycle's id, as a dump shows it; of a ramp any of its cycles; of a chart its measure, or an aim, a "
            "driver or a change idea for the causal line; of drivers the aim"
        ),
    )
    report.add_argument(
        "--all", action="store_true", help=_("every finished cycle, one PDF each, into the folder --out")
    )
    report.add_argument("--out", metavar="FILE|DIR", help=_("where it goes"))
    report.add_argument("--html", metavar="FILE", help=_("the same content as one HTML file, for screen readers"))
    report.add_argument("--paper", choices=("letter", "a4"), default="letter", help=_("paper size (default letter)"))
    report.add_argument(
        "--poster",
        choices=("a3", "tabloid"),
        help=_("large paper for a pin; a diagram as a poster, glued from sheets of --paper"),
    )
    report.add_argument("--one-sheet", action="store_true", help=_("the poster on one sheet of its own size"))


def _check_usage(args: argparse.Namespace) -> None:
    """WrongUsage for words that do not go together."""
    if args.what in LATER:
        raise not_built(f"netdesk report … {args.what}", _("Print a cycle, a ramp or a chart instead."))
    if args.what not in (None, *BUILT):
        sentence = _('"{what}" is nothing that report prints. Use one of: {known}.')
        raise WrongUsage(sentence.format(what=args.what, known=", ".join(BUILT)))
    if args.one_sheet and not (args.poster and args.what in DIAGRAMS):
        raise WrongUsage(_("--one-sheet goes with a diagram and --poster a3 or --poster tabloid."))
    if args.poster and args.what not in ("pin", *DIAGRAMS):
        raise WrongUsage(_("Only a fishbone, a driver diagram or work on the table is printed as a poster."))
    if args.all:
        if args.id or args.what not in (None, "cycle") or args.html:
            raise WrongUsage(_("Use either a cycle's id or --all, which prints PDF files only."))
        if not args.out:
            raise WrongUsage(_("Say where the files go: --out DIR."))
        return
    if args.what in DIAGRAMS:
        return
    if args.what is None or args.id is None or not (args.out or args.html):
        raise WrongUsage(_("Say which cycle to print: report WORKSPACE cycle ID --out FILE.pdf, or --all."))
    form = Path(args.out).suffix.lower() if args.out else ""
    if args.what != "chart" and form in (".svg", ".png", ".txt", ".html"):
        raise not_built(_("A report as {form}").format(form=form), _("Print it as .pdf, or as HTML with --html FILE."))
    if args.what == "chart" and args.out:
        check_form(args.out)
    if not is_id(args.id):
        kind = _("chart") if args.what == "chart" else _("cycle")
        raise NetDeskError(
            _("{id} is no id of a {kind}: an id has 32 digits 0-9 and a-f.").format(id=args.id, kind=kind)
        )


def _report(args: argparse.Namespace) -> int:
    _check_usage(args)
    if args.all:
        return _print_all(args)
    if args.what in DIAGRAMS:
        return _diagram(args)
    with reading(args, args.workspace) as workspace:
        if args.what in ("cycle", "ramp") and workspace.get("cycle", args.id) is None:
            raise NetDeskError(_("There is no cycle {id} here. Look its id up with netdesk dump.").format(id=args.id))
        made = {"ramp": _ramp, "chart": _chart, "pin": _pin}.get(args.what, _cycle)
        page, html = made(workspace, args)
    for target, data in ((args.out, page), (args.html, html)):
        if target:
            write_whole(Path(target), data)
            say(_("Wrote {path}.").format(path=target))
    return 0


def _diagram(args: argparse.Namespace) -> int:
    """A fishbone or a theory, in the form that the file's name asks for."""
    from netdesk.reports import diagrams
    from netdesk.reports.html import diagram_html

    form = Path(args.out or "").suffix.lower()
    if not (args.out or args.html):
        raise WrongUsage(_("Say where the diagram goes: --out with a name that ends in .pdf, .svg, .png or .txt."))
    if args.out and form not in (".pdf", ".svg", ".png", ".txt"):
        raise WrongUsage(_("--out must be a name that ends in .pdf, .svg, .png or .txt."))
    if args.poster and form != ".pdf":
        raise WrongUsage(_("A poster is printed as PDF: --out must be a name that ends in .pdf."))
    if args.id and not is_id(args.id):
        raise NetDeskError(_("{id} is no id: an id has 32 digits 0-9 and a-f.").format(id=args.id))
    with reading(args, args.workspace) as workspace:
        if args.what == "fishbone":
            sheet = diagrams.collect_fishbone(workspace, args.id or _newest_fishbone(workspace), args.lang)
        else:
            sheet = diagrams.collect_theory(workspace, args.id, args.lang)
    today = date.today()
    told, data = "", b""
    if form == ".pdf":
        printed = diagrams.diagram_pdf(
            sheet, paper=args.paper, poster=args.poster, one_sheet=args.one_sheet, lang=args.lang, printed_on=today
        )
        told, data = printed.words, printed.pdf
    elif form == ".svg":
        data = diagrams.diagram_svg(sheet, lang=args.lang).encode()
    elif form == ".png":
        data = diagrams.diagram_png(sheet, lang=args.lang)
    elif form == ".txt":
        data = diagrams.diagram_text(sheet).encode()
    html = diagram_html(sheet, lang=args.lang, printed_on=today).encode() if args.html else b""
    for target, written in ((args.out, data), (args.html, html)):
        if target:
            write_whole(Path(target), written)
            say(_("Wrote {path}.").format(path=target))
    if told:
        say(told)
    return 0


def _newest_fishbone(workspace: Workspace) -> str:
    from netdesk.operations.diagrams import fishbone_in_use

    found = fishbone_in_use(workspace)
    if found is None:
        raise NetDeskError(_("There is no fishbone here yet. Make one in the window, under Causes."))
    return str(found["id"])


def check_form(out: str) -> None:
    """Refuse a name whose ending says no form that a chart is written in."""
    from netdesk.reports.chart import FORMS

    if Path(out).suffix.lower() not in FORMS:
        raise WrongUsage(_("--out must be a name that ends in one of {forms}.").format(forms=", ".join(FORMS)))


def _chart(workspace: Workspace, args: argparse.Namespace) -> tuple[bytes, bytes]:
    """The page of a measure's chart, or of the causal line of an aim, a driver or an idea, and its HTML."""
    from netdesk.reports.chart import written
    from netdesk.reports.collect import collect_chart, collect_line
    from netdesk.reports.html import chart_html

    is_measure = workspace.get("measure", args.id) is not None
    if not is_measure and not any(workspace.get(kind, args.id) for kind in ("aim", "driver", "change_idea")):
        raise NetDeskError(
            _("There is no measure, aim, driver or change idea {id} here. Look its id up with netdesk dump.").format(
                id=args.id
            )
        )
    page, today = (collect_chart if is_measure else collect_line)(workspace, args.id), date.today()
    form = Path(args.out).suffix.lower() if args.out else ""
    data = written(page, form, paper=args.paper, lang=args.lang, printed_on=today) if args.out else b""
    return data, chart_html(page, lang=args.lang, printed_on=today).encode() if args.html else b""


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

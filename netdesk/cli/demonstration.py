"""demo and self-test: a sample network to look around in, and proof that this copy of the program works."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from netdesk.cli.common import Commands, add_command, number_of, say
from netdesk.cli.window import no_display, open_window
from netdesk.errors import NetDeskError
from netdesk.i18n import _


def add_to(commands: Commands) -> None:
    """Add demo and self-test to the table of commands."""
    demo = add_command(
        commands,
        "demo",
        _demo,
        _("make a sample network of six school teams and a hub, and open the first team's window"),
        _("It is kept and used again if it is already there."),
    )
    demo.add_argument(
        "folder", nargs="?", default="netdesk-demo", metavar="DIR", help=_("where (default ./netdesk-demo)")
    )
    demo.add_argument("--no-window", action="store_true", help=_("make it only"))
    demo.add_argument("--seed", type=_whole, default=1, metavar="N", help=_("same seed, same network (default 1)"))
    demo.add_argument("--today", type=_day, metavar="DATE", help=_("the day on which the story ends (default today)"))

    add_command(
        commands,
        "self-test",
        _self_test,
        _("try every part of the program in a temporary folder"),
        _("Exit status 0 only if all held."),
    )


def _whole(text: str) -> int:
    if not text.lstrip("-").isdigit() or not text.isascii() or len(text) > 18:
        raise argparse.ArgumentTypeError(_("must be a whole number"))
    return int(text)


def _day(text: str) -> date:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(_("must be a date such as 2026-03-01"))


def _demo(args: argparse.Namespace) -> int:
    from netdesk.demo.build import build

    folder = Path(args.folder)
    if folder.exists() and not folder.is_dir():
        raise NetDeskError(_("{name} is a file. Name a folder for the sample network.").format(name=folder))
    report = build(folder, seed=args.seed, today=args.today or date.today(), progress=say)
    print(
        _("{teams}, a hub, {bundles} and {pdfs} in {folder} ({size:.1f} MB).").format(
            teams=number_of(len(report.teams), _("team"), _("teams")),
            bundles=number_of(len(report.bundles), _("bundle"), _("bundles")),
            pdfs=number_of(len(report.pdfs), _("printed cycle"), _("printed cycles")),
            folder=folder,
            size=report.bytes / 1_000_000,
        )
    )
    for path in report.teams:
        print(path)
    if args.no_window:
        return 0
    why = no_display()
    if why:
        say(why)
        return 0
    try:
        return open_window(Path(report.teams[0]))
    except NetDeskError as error:
        say(error.user_text)
        return 0


def _self_test(args: argparse.Namespace) -> int:
    from netdesk.demo.selftest import run

    good = run(print, window=_window_step)
    if not good:
        say(_("netdesk: The self-test failed; the last line above says where. Install NetDesk again, or ask for help."))
    return 0 if good else 1


def _window_step(path: Path) -> bool | None:
    """Show a window on the workspace if this machine can; None where it cannot."""
    if no_display():
        return None
    try:
        from netdesk.ui.app import smoke
    except ImportError:
        return None
    return smoke(path)

"""join, admit, share, preview, receive: computers that trust one another, and bundles between them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from netdesk.cli.common import (
    Commands,
    add_command,
    add_json,
    number_of,
    place_for,
    print_json,
    reading,
    say,
    writing,
)
from netdesk.core.records import KINDS
from netdesk.i18n import _

ROLES = ("member", "viewer", "owner", "hub")
#: Exit statuses of receive besides 0.
WAITING, REFUSED = 1, 3


def add_to(commands: Commands) -> None:
    """Add join, admit, share, preview and receive to the table of commands."""
    join = add_command(
        commands,
        "join",
        _join,
        _("ask to join a team from this computer"),
        _("A new WORKSPACE is made and waits for its invite. On a hub's workspace it makes the hub's request."),
    )
    join.add_argument("workspace", metavar="WORKSPACE")
    join.add_argument("--person", required=True, metavar="NAME", help=_("your name"))
    join.add_argument("--out", required=True, metavar="REQUEST", help=_("the request to send to an owner of the team"))

    admit = add_command(commands, "admit", _admit, _("let a computer join: answer its request with an invite"))
    admit.add_argument("workspace", metavar="WORKSPACE")
    admit.add_argument("request", metavar="REQUEST")
    admit.add_argument("--role", choices=ROLES, default="member", help=_("what it may do (default member)"))
    admit.add_argument("--words", metavar="WORDS", help=_("the six words as you heard them; they must fit"))
    admit.add_argument("--out", required=True, metavar="INVITE", help=_("the invite to send back"))

    share = add_command(commands, "share", _share, _("write a bundle for a teammate, the hub or a named peer"))
    share.add_argument("workspace", metavar="WORKSPACE")
    share.add_argument(
        "--with", dest="peer", required=True, metavar="PEER", help=_("team, hub, or a person or team by name")
    )
    share.add_argument("--out", metavar="FILE|DIR", help=_("where the bundle goes (default: beside the workspace)"))
    share.add_argument("--full", action="store_true", help=_("everything, not only what the receiver lacks"))
    share.add_argument(
        "--publish", action="store_true", help=_("first publish anew what was published and has changed")
    )
    add_json(share)

    preview = add_command(
        commands, "preview", _preview, _("show what a bundle holds and would change; changes nothing")
    )
    preview.add_argument("bundle", metavar="BUNDLE")
    preview.add_argument("--into", metavar="WORKSPACE", help=_("what receiving it here would change"))
    add_json(preview)

    receive = add_command(commands, "receive", _receive, _("take bundles in, each whole or not at all"))
    receive.add_argument("workspace", metavar="WORKSPACE")
    receive.add_argument("bundles", nargs="+", metavar="BUNDLE")
    receive.add_argument("--trust", action="store_true", help=_("take an invite whose six words nobody compared"))
    add_json(receive)


def _join(args: argparse.Namespace) -> int:
    from netdesk.store.places import refuse_unfit
    from netdesk.sync import join

    path = Path(args.workspace)
    if path.exists():
        with writing(args, path) as workspace:
            words = join.request(workspace, args.person, place_for(args.out))
    else:
        refuse_unfit(path)
        words = join.request(path, args.person, place_for(args.out))
    _print_words(words, _("Wrote the request {path}. Send it to an owner of the team.").format(path=args.out))
    return 0


def _admit(args: argparse.Namespace) -> int:
    from netdesk.sync import join

    with writing(args, args.workspace) as workspace:
        words = join.admit(workspace, Path(args.request), role=args.role, words=args.words, out=place_for(args.out))
    _print_words(words, _("Wrote the invite {path}. Send it back.").format(path=args.out))
    return 0


def _print_words(words: str, sentence: str) -> None:
    print(words)
    say(sentence)
    say(_("Compare these six words by voice: both sides must have the same."))


def _share(args: argparse.Namespace) -> int:
    from netdesk.sync import send

    with writing(args, args.workspace) as workspace:
        result = send.share(
            workspace, args.peer, place_for(args.out) if args.out else None, full=args.full, publish=args.publish
        )
    note = result.pop("note", None)
    if args.json:
        print_json(result)
    else:
        print(_("Wrote {path} ({size}).").format(path=result["file"], size=_size(result["bytes"])))
        print(_("In it: {what}.").format(what=_counted(result["records"]) or _("only the news of what we hold")))
        for one in result["held_back"]:
            print(_("  held back: {kind} {id}: {why}").format(kind=_label(one["kind"]), id=one["id"], why=one["why"]))
    if note:
        say(note)
    return 0


def _size(count: int) -> str:
    if count < 1000:
        return number_of(count, _("byte"), _("bytes"))
    return f"{count / 1000:.0f} KB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def _label(kind: str) -> str:
    return _(KINDS[kind].label) if kind in KINDS else kind


def _counted(records: dict[str, int]) -> str:
    return ", ".join(f"{count} × {_label(kind)}" for kind, count in sorted(records.items()) if count)


def _preview(args: argparse.Namespace) -> int:
    from netdesk.sync.receive import preview

    if args.into:
        with reading(args, args.into) as workspace:
            result = preview(Path(args.bundle), workspace)
    else:
        result = preview(Path(args.bundle), None)
    if args.json:
        print_json(result)
        return 0
    signed = (
        _("signed by a computer of this team")
        if result["signed"] == "known"
        else _("signed by a computer not known here")
    )
    print(_("From {who}, {signed}.").format(who=result["from"], signed=signed))
    print(_("It holds: {what}.").format(what=_counted(result["records"]) or _("nothing new")))
    if args.into:
        print(_("Receiving it would change: {what}.").format(what=_counted(result["changed"]) or _("nothing")))
        print(_("New conflicts: {n}.").format(n=result["conflicts"]))
    for missing in result["missing"]:
        print(_("  missing first: {what}").format(what=missing["words"]))
    return 0


def _receive(args: argparse.Namespace) -> int:
    from netdesk.sync.receive import receive

    with writing(args, args.workspace) as workspace:
        result = receive(workspace, [Path(name) for name in args.bundles], trust=args.trust)
    if args.json:
        print_json(result)
    else:
        for name in result["received"]:
            print(_("Received {name}.").format(name=name))
        for name in result["already"]:
            print(_("Already received: {name}.").format(name=name))
        if result["changed"]:
            print(_("Changed: {what}.").format(what=_counted(result["changed"])))
        if result["conflicts"]:
            print(_("Conflicts open: {n}. See netdesk conflicts.").format(n=result["conflicts"]))
    for one in result["waiting"]:
        say(
            _("netdesk: {name} needs an earlier bundle first: {what}.").format(
                name=one["bundle"], what=_missing(one["missing"])
            )
        )
    for one in result["refused"]:
        say(_("netdesk: {name} was refused: {why}").format(name=one["bundle"], why=one["reason"]))
    if result["refused"]:
        return REFUSED
    return WAITING if result["waiting"] else 0


def _missing(missing: list[dict[str, Any]]) -> str:
    return "; ".join(str(one["words"]) for one in missing)

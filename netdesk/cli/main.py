"""The `netdesk` command: options that hold everywhere, the table of commands, and how trouble ends."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import netdesk
from netdesk import paths
from netdesk.cli.common import Parser, not_built, say
from netdesk.errors import NetDeskError, WrongUsage
from netdesk.i18n import LANGUAGES, N_, PSEUDO, _, set_language

#: Commands of the contract that a later version has: what to do meanwhile.
NOT_BUILT: Final = {
    "export": N_("Use dump, which gives everything as open JSON."),
    "revoke": N_("Leave the person's computer out of what you send."),
}
STOPPED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 could not be done, 2 wrong usage, 3 a file was refused."""
    as_program = argv is None
    words = list(sys.argv[1:] if argv is None else argv)
    if as_program:
        _prepare_streams()
    try:
        status = _run(words, as_program)
        sys.stdout.flush()
    except NetDeskError as error:
        say("netdesk: " + _one_line(error.user_text))
        return error.exit_status
    except BrokenPipeError:
        _close_stdout()
        return 1
    except KeyboardInterrupt:
        say(_("netdesk: Stopped. Nothing of the last step was kept."))
        return STOPPED
    except OSError as error:
        say("netdesk: " + _sentence_for(error))
        return 1
    return status


def _run(words: list[str], as_program: bool) -> int:
    everywhere = _global_options()
    globals_, rest = everywhere.parse_known_args(words)
    if globals_.data_dir is not None:
        paths.set_data_dir(globals_.data_dir)
    set_language(globals_.lang)
    if not rest or (len(rest) == 1 and not rest[0].startswith("-") and _looks_like_a_file(rest[0])):
        return _window(rest, set(), as_program)  # the window does not wait for the commands to load
    parser, names = _parser(everywhere)
    if rest[0] in NOT_BUILT:
        raise not_built(f"netdesk {rest[0]}", _(NOT_BUILT[rest[0]]))
    if rest[:1] == ["--"]:
        return _window(rest[1:], names, as_program)
    if rest[:1] == ["--version"]:
        print(version())
        return 0
    if not rest[0].startswith("-") and rest[0] not in names:
        return _window(rest, names, as_program)
    try:
        args = parser.parse_args(rest)
    except SystemExit as end:  # --help prints and leaves
        return int(end.code or 0)
    for name, value in vars(globals_).items():
        setattr(args, name, value)  # sub-commands list these options for their help only
    _check_data_dir()
    if as_program:
        from netdesk import logs

        logs.set_up()
    status: int = args.run(args)
    return status


def _check_data_dir() -> None:
    """A data folder that cannot be used is named as such, not as trouble with the file at hand."""
    try:
        paths.keys_dir()
    except OSError as error:
        raise NetDeskError(
            _("The data folder {name} cannot be used ({why}). Choose another with --data-dir.").format(
                name=error.filename, why=error.strerror
            )
        ) from error


def _global_options() -> Parser:
    options = Parser(add_help=False, prog="netdesk")
    group = options.add_argument_group(_("options that hold for every command, before or after its name"))
    group.add_argument(
        "--data-dir", metavar="DIR", help=_("where settings, keys, backups and logs lie (or set NETDESK_DATA_DIR)")
    )
    group.add_argument(
        "--lang",
        choices=(*LANGUAGES, PSEUDO),
        default="en",
        help=_("language of texts and paper (default en); pseudo shows what a longer language would do"),
    )
    group.add_argument(
        "--as", dest="as_person", metavar="PERSON", help=_("write as this person (name or id) on a shared computer")
    )
    return options


def _parser(everywhere: Parser) -> tuple[Parser, set[str]]:
    parser = Parser(
        prog="netdesk",
        usage="netdesk [FILE]  |  netdesk COMMAND …",
        description=_(
            "The desk of a school improvement team. Without a command it opens the window on FILE, a workspace or a "
            "bundle. Results go to standard output, words for people to standard error. Exit status: 0 done, 1 could "
            "not be done, 2 wrong usage, 3 a bundle or file was refused."
        ),
        parents=[everywhere],
        conflict_handler="resolve",
    )
    parser.add_argument("--version", action="store_true", help=_("print the versions of program and formats"))
    commands = parser.add_subparsers(
        title=_("commands"), prog="netdesk", metavar="COMMAND", dest="command", parser_class=_sub(everywhere)
    )
    from netdesk.cli import changes, charting, demonstration, hub, importing, printing, safety, sharing, workspaces

    for group in (workspaces, changes, importing, sharing, hub, printing, charting, safety, demonstration):
        group.add_to(commands)
    return parser, set(commands.choices)


def _sub(everywhere: Parser) -> type[Parser]:
    """Sub-commands show the options that hold everywhere in their help; they were read before."""

    class SubParser(Parser):
        def __init__(self, **settings: object) -> None:
            super().__init__(parents=[everywhere], **settings)

    return SubParser


def version() -> str:
    """The program's version and the two formats' versions, as --version prints them."""
    from netdesk.store.schema import FORMAT as WORKSPACE_FORMAT
    from netdesk.sync.container import FORMAT_NUMBER as BUNDLE_FORMAT

    workspace = ".".join(map(str, WORKSPACE_FORMAT))
    return f"netdesk {netdesk.__version__} (workspace format {workspace}, bundle format {BUNDLE_FORMAT}.0)"


def _window(rest: list[str], names: set[str], as_program: bool) -> int:
    if len(rest) > 1 or (rest and not Path(rest[0]).exists() and not _looks_like_a_file(rest[0])):
        import difflib

        close = difflib.get_close_matches(rest[0], sorted(names), n=1)
        hint = _("Did you mean {name}?").format(name=close[0]) if close else _("See netdesk --help.")
        raise WrongUsage(_('There is no command "{name}". {hint}').format(name=rest[0], hint=hint))
    from netdesk.cli.window import open_window

    _check_data_dir()
    return open_window(Path(rest[0]) if rest else None, logged=as_program)


def _looks_like_a_file(word: str) -> bool:
    return bool(Path(word).suffix) or os.sep in word


def _prepare_streams() -> None:
    """UTF-8 out whatever the terminal says, and no crash over a file name that is not."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _close_stdout() -> None:
    """The reader of our output has gone; keep Python from complaining about it at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sentence_for(error: OSError) -> str:
    """What the operating system refused, as one sentence with what to do."""
    name = error.filename2 or error.filename or ""
    known = {
        errno.ENOENT: _("There is no file {name}. Check the name."),
        errno.EACCES: _("{name} may not be read or written by you. Ask for the right, or choose another place."),
        errno.EPERM: _("{name} may not be read or written by you. Ask for the right, or choose another place."),
        errno.EROFS: _("{name} lies on a disk that cannot be written. Choose another place."),
        errno.EISDIR: _("{name} is a folder. Name the file in it."),
        errno.ENOTDIR: _("A part of {name} is a file, not a folder. Check the name."),
        errno.EEXIST: _("{name} is already there. Choose another name."),
        errno.ENOSPC: _("The disk is full, so nothing of this was kept. Free some space and try again."),
        errno.EFBIG: _("The file would be larger than this disk allows, so nothing of it was kept."),
        errno.EDQUOT: _("Your share of the disk is full, so nothing of this was kept. Free some space and try again."),
        errno.ENAMETOOLONG: _("That name is too long. Choose a shorter one."),
    }
    sentence = known.get(error.errno or 0)
    if sentence is None:
        return _("The system refused: {what}. Check {name}.").format(what=error.strerror or error, name=name or "it")
    return sentence.format(name=name)

"""What every command shares: opening a workspace to read or to write, printing results, reading and writing files."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from netdesk.errors import NetDeskError, WrongUsage
from netdesk.i18n import _

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace

#: What a command runs with the parsed arguments; its answer is the exit status.
Command = Callable[[argparse.Namespace], int]

SQLITE_START: Final = b"SQLite format 3\0"
ZIP_START: Final = b"PK\x03\x04"


class Parser(argparse.ArgumentParser):
    """argparse with one sentence on wrong usage instead of a block of usage lines."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("allow_abbrev", False)
        super().__init__(**settings)

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:].rstrip(".")
        raise WrongUsage(_("{sentence}. See {program} --help.").format(sentence=sentence, program=self.prog))


#: Where the groups of commands add theirs.
Commands = Any  # argparse's own type has no public name


def add_command(commands: Commands, name: str, run: Command, summary: str, more: str = "") -> argparse.ArgumentParser:
    """A sub-command with its help; ``run`` is called with the parsed arguments."""
    text = f"{summary} {more}".strip()
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=text)
    parser.set_defaults(run=run)
    return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("print one JSON document and nothing else"))


@contextmanager
def reading(args: argparse.Namespace, path: Path | str) -> Iterator[Workspace]:
    """The workspace to read from, also while the window has it open."""
    from netdesk.store.workspace import Workspace

    with Workspace.open(Path(path), read_only=True) as workspace:
        yield workspace


@contextmanager
def writing(args: argparse.Namespace, path: Path | str) -> Iterator[Workspace]:
    """The workspace to write in, as the person of --as if given; NetDeskError says who has it open."""
    from netdesk.store.places import refuse_unfit
    from netdesk.store.workspace import Workspace

    refuse_unfit(Path(path))
    person = None
    if args.as_person:
        from netdesk.operations.people import find_person

        with reading(args, path) as workspace:
            person = find_person(workspace, args.as_person)
    with Workspace.open(Path(path), as_person=person) as workspace:
        if workspace.read_only:
            if workspace.locked_by:
                raise NetDeskError(
                    _("{name} is open elsewhere: {who}. Close it there and try again.").format(
                        name=Path(path).name, who=workspace.locked_by
                    )
                )
            raise NetDeskError(
                _("{name} cannot be written. Ask for the right to change it, or save a copy.").format(
                    name=Path(path).name
                )
            )
        yield workspace


def print_json(document: Any) -> None:
    """The one JSON document of --json: sorted keys, UTF-8."""
    print(json.dumps(document, sort_keys=True, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Words for people, beside the result."""
    print(text, file=sys.stderr)


def number_of(count: int, one: str, many: str) -> str:
    """ "1 change", "2 changes": the two forms come translated."""
    return f"{count} {one if count == 1 else many}"


def read_bytes(path: Path | str, longest: int = 512 * 1024 * 1024) -> bytes:
    """A file's bytes ("-": standard input); NetDeskError or OSError where it cannot be read or is too long."""
    if str(path) == "-":
        return sys.stdin.buffer.read(longest)
    target = Path(path)
    if target.is_dir():
        raise NetDeskError(_("{name} is a folder. Name the file in it.").format(name=target))
    with target.open("rb") as file:
        data = file.read(longest + 1)
    if len(data) > longest:
        raise NetDeskError(_("{name} is larger than anything NetDesk reads.").format(name=target))
    return data


def write_whole(path: Path | str, data: bytes) -> None:
    """Write a file so that it is there whole or not at all; a workspace or a folder is never written over."""
    target = Path(path).resolve()  # through a link to its file, so that the link stays
    if target.is_dir():
        raise NetDeskError(_("{name} is a folder. Name a file in it.").format(name=path))
    refuse_workspace(target)
    if not target.parent.is_dir():
        raise NetDeskError(_("There is no folder {name}. Make it first.").format(name=target.parent))
    if target.exists() and not target.is_file():
        # A device or a pipe is written to; renaming a file over it would take it away from the whole computer.
        with target.open("wb") as device:
            device.write(data)
        return
    waiting = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with waiting.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            waiting.unlink()
        raise


def place_for(out: str) -> Path:
    """The file or folder to write to; NetDeskError where that would replace a workspace or what is no file."""
    target = Path(out)
    if target.exists() and not target.is_file() and not target.is_dir():
        raise NetDeskError(_("{name} is no ordinary file. Choose another name.").format(name=target))
    refuse_workspace(target)
    return target


def refuse_workspace(target: Path) -> None:
    """NetDeskError where a command's result would replace somebody's workspace."""
    if target.is_file():
        with target.open("rb") as file:
            start = file.read(len(SQLITE_START))
        if start == SQLITE_START:
            raise NetDeskError(
                _("{name} is a workspace and is not written over. Choose another name.").format(name=target)
            )


def not_built(what: str, instead: str = "") -> WrongUsage:
    """The error for what a later version will do: absent from help, exit status 2, one sentence."""
    sentence = _("{what} is not built yet.").format(what=what)
    return WrongUsage(f"{sentence} {instead}".strip())

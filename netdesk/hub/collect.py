"""Taking many bundles in: each whole or not at all, none twice; a bad one is set aside and the rest goes on."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from netdesk.core.pace import Step, no_step
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.store.keys import verify
from netdesk.store.workspace import Workspace
from netdesk.sync.container import SUFFIX, Container, read_container
from netdesk.sync.receive import receive

#: What a folder of bundles may also hold without being asked about.
_ZIP_START = b"PK\x03\x04"


def bundles_in(places: Iterable[Path]) -> list[Path]:
    """The bundles in these files and folders (with the folders in them), each once, in the order of names.

    A file that is named is taken as it is; in a folder, what is called a bundle or begins like one. Files that are
    still being copied there (hidden, or with another ending) are left for the next time.
    """
    found: dict[Path, None] = {}
    for place in places:
        if place.is_dir():
            for path in sorted(place.rglob("*")):
                if path.is_file() and not path.name.startswith(".") and _is_bundle(path):
                    found[path] = None
        elif place.exists():
            found[place] = None
        else:
            raise NetDeskError(_("There is no file or folder {name}. Check the name.").format(name=place))
    return list(found)


def _is_bundle(path: Path) -> bool:
    if path.suffix.lower() == SUFFIX:
        return True
    try:
        with path.open("rb") as file:
            start = file.read(38)
    except OSError:
        return False
    return start.startswith(_ZIP_START) and start[30:38] == b"mimetype"


def collect(ws: Workspace, places: Iterable[Path], *, jobs: int = 1, step: Step = no_step) -> dict[str, Any]:
    """Take in every bundle of these files and folders; the result of ``receive``, with each file in exactly one list.

    With more ``jobs``, that many files are read and unpacked ahead while one is taken in: a shared drive is slow.
    ``step`` is told how far the bundle in hand is; what it raises ends the work after the bundles before it.

    Broken off half way, it goes on where it stopped: what was taken in is known by its id and answers "already".
    """
    _check_hub(ws)
    paths = bundles_in(places)
    if jobs == 1:
        return receive(ws, paths, step=step)
    with ThreadPoolExecutor(jobs) as readers:
        return receive(ws, paths, step=step, read=_ReadingAhead(readers, paths, jobs))


def _check_hub(ws: Workspace) -> None:
    if not ws.hub:
        raise NetDeskError(_("This is a team's workspace. Only a hub's collects; a team receives its bundles."))


def collecting(ws: Workspace, places: Iterable[Path], *, step: Step = no_step) -> Iterator[dict[str, Any]]:
    """The same, file by file: after each the result so far, so that who stops it knows what was taken in.

    ``step`` is told how many thousandths of a file are done, of all files. What could not be read at all is set aside.
    """
    _check_hub(ws)
    paths = bundles_in(places)
    whole: dict[str, Any] = {name: [] for name in ("received", "already", "waiting", "refused")}
    for n, path in enumerate(paths):
        step(1000 * n, 1000 * len(paths))
        _take(ws, [path], whole, _within(step, n, len(paths)))
        yield whole
    waiting = [Path(one["bundle"]) for one in whole["waiting"]]
    if waiting:  # an earlier file of theirs may have come after them
        whole["waiting"] = []
        _take(ws, waiting, whole, lambda _done, _of: step(1000 * len(paths), 1000 * len(paths)))
        yield whole


def _within(step: Step, n: int, files: int) -> Step:
    """The step of the file in hand, told as thousandths of all files."""
    return lambda done, of: step(1000 * n + 1000 * done // max(of, 1), 1000 * files)


def _take(ws: Workspace, paths: list[Path], whole: dict[str, Any], step: Step) -> None:
    try:
        part = receive(ws, paths, step=step)
    except NetDeskError as error:
        whole["refused"] += [{"bundle": str(path), "reason": error.user_text} for path in paths]
        return
    for name, found in whole.items():
        found += part[name]


class _ReadingAhead:
    """Reads the files that come next while the one before them is taken in; at most ``ahead`` wait in memory."""

    def __init__(self, readers: Executor, paths: list[Path], ahead: int) -> None:
        self._readers = readers
        self._waiting = iter(paths)
        self._read: dict[Path, Future[Container]] = {}
        for path in itertools.islice(self._waiting, ahead):
            self._read[path] = readers.submit(read_container, path, verify)

    def __call__(self, path: Path) -> Container:
        following = next(self._waiting, None)
        if following is not None:
            self._read[following] = self._readers.submit(read_container, following, verify)
        ready = self._read.pop(path, None)
        return ready.result() if ready is not None else read_container(path, verify)


def lines_of(result: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(state, file, words) of each bundle: state is "taken", "already", "waiting" or "set aside"."""
    for path in result["received"]:
        yield "taken", path, ""
    for path in result["already"]:
        yield "already", path, _("had been taken in before")
    for one in result["waiting"]:
        yield "waiting", one["bundle"], " ".join(missing["words"] for missing in one["missing"])
    for one in result["refused"]:
        yield "set aside", one["bundle"], one["reason"]

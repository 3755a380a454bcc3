"""Automatic backups: whole copies of the workspace in the data folder, thinned with age, restored as a copy."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from netdesk import paths
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.store import keys as key_files
from netdesk.store.files import open_sqlite, plain_words
from netdesk.store.schema import quick_check

SUFFIX = ".netdesk"
#: A further automatic backup is made at closing when the last one is this old.
EVERY_SECONDS = 20 * 3600
KEEP_NEWEST = 10
#: In a second place all backups lie in one folder of this name, whatever the language.
SECOND_FOLDER = "NetDesk backups"


class Backup(NamedTuple):
    """One backup: its id (also its file's name), when it was made (ISO), its size."""

    id: str
    when: str
    bytes: int
    path: Path


def folder_of(workspace: str) -> Path:
    return paths.backups_dir() / workspace


def copy_database(source: Path, target: Path) -> None:
    """A whole copy of a database while it is in use, by SQLite's own backup; without the token that binds it to keys.

    It is made under another name and renamed, so that no half copy is ever taken for a whole one.
    """
    part = target.with_name(target.name + ".part")
    try:
        with plain_words(target):
            reading = open_sqlite(source, "mode=ro")
            try:
                writing = sqlite3.connect(part, isolation_level=None)
                try:
                    reading.backup(writing)
                    writing.execute("PRAGMA journal_mode=DELETE")
                    writing.execute("DELETE FROM meta WHERE key = 'instance'")
                    writing.execute("DELETE FROM draft")
                finally:
                    writing.close()
            finally:
                reading.close()
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise NetDeskError(
            _("The copy could not be written ({why}). Check the place and its free space.").format(why=error.strerror)
        ) from error
    finally:
        for leftover in (part, part.with_name(part.name + "-journal"), part.with_name(part.name + "-wal")):
            with contextlib.suppress(OSError):
                leftover.unlink()


def make_backup(source: Path, workspace: str, now: float) -> Backup:
    """Back the workspace up now, then thin the older ones."""
    folder = folder_of(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    stem = datetime.fromtimestamp(now, UTC).strftime("%Y%m%d-%H%M%S")
    name = stem
    count = 1
    while (folder / (name + SUFFIX)).exists():
        count += 1
        name = f"{stem}-{count}"
    copy_database(source, folder / (name + SUFFIX))
    thin(workspace)
    return next(one for one in list_backups(workspace) if one.id == name)


def list_backups(workspace: str) -> list[Backup]:
    """The backups there are, newest first."""
    return list_in(folder_of(workspace))


def list_in(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first."""
    found = []
    for path in folder.glob("*" + SUFFIX) if folder.is_dir() else ():
        moment = _moment(path.stem)
        if moment is not None:
            found.append(Backup(path.stem, moment.strftime("%Y-%m-%dT%H:%M:%SZ"), path.stat().st_size, path))
    return sorted(found, key=lambda one: (one.when, len(one.id), one.id), reverse=True)


def _moment(name: str) -> datetime | None:
    try:
        return datetime.strptime("-".join(name.split("-")[:2]), "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def thin(workspace: str) -> None:
    """Keep the newest ten, then the newest of each day for a week, each week for five, each month for ever."""
    thin_in(folder_of(workspace))


def thin_in(folder: Path) -> None:
    """Thin the backups of one folder as `thin` says."""
    backups = list_in(folder)
    if not backups:
        return
    newest = _moment(backups[0].id)
    kept: set[tuple[str, str]] = set()
    for place, one in enumerate(backups):
        made = _moment(one.id)
        if place < KEEP_NEWEST or made is None or newest is None:
            continue
        days = (newest - made).days
        period = ("day", made.strftime("%Y%j")) if days < 7 else ("week", made.strftime("%G%V"))
        if days >= 35:
            period = ("month", made.strftime("%Y%m"))
        if period in kept:
            with contextlib.suppress(OSError):
                one.path.unlink()
        kept.add(period)


def restore(workspace: str, backup: str, out: Path) -> None:
    """Write a backup as a workspace file of its own at ``out``; it becomes a new device when it is opened."""
    found = next((one for one in list_backups(workspace) if one.id == backup), None)
    if found is None:
        raise NetDeskError(_("There is no backup {id}. See the list of backups.").format(id=backup))
    restore_file(found.path, out)


def restore_file(found: Path, out: Path) -> None:
    """Write this backup file as a workspace file of its own at ``out``; NetDeskError where that cannot be."""
    if out.exists():
        raise NetDeskError(_("{name} is already there. Name a new file for the backup.").format(name=out))
    if not out.parent.is_dir():
        raise NetDeskError(_("There is no folder {name}. Make it, or name another.").format(name=out.parent))
    if not quick_check(found):
        raise NetDeskError(_("This backup is damaged. Choose another one from the list."))
    copy_database(found, out)


# The second place


def second_folder(place: Path, workspace: str, name: str) -> Path:
    """The folder of this workspace's backups in a second place, where backups of other workspaces may lie too."""
    folder = place / SECOND_FOLDER
    # The workspace may have been renamed since: its id is what tells its backups from others'.
    there = sorted(folder.glob(f"* {workspace[:8]}")) if folder.is_dir() else []
    return there[0] if there else folder / f"{name} {workspace[:8]}"


def copy_to_second(made: Backup, place: Path, workspace: str, name: str) -> Path:
    """Copy a backup to the second place and thin what lies there. NetDeskError where it cannot be reached.

    A backup is a plain file that nobody writes to any more, so the place may be a folder that a service copies.
    """
    folder = second_folder(place, workspace, name)
    target = folder / (made.id + SUFFIX)
    part = target.with_name(target.name + ".part")
    try:
        if not place.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made.path, part)
        part.replace(target)
        thin_in(folder)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        told = _("The second place {place} could not be written ({why}). The backups on this computer are as before.")
        raise NetDeskError(told.format(place=place, why=error.strerror or error)) from error
    return target


def latest_for_path(path: Path) -> Backup | None:
    """The newest sound backup of the workspace that lay at this path, found by what is noted beside the keys."""
    for folder in sorted(paths.keys_dir().iterdir()) if paths.keys_dir().is_dir() else ():
        with contextlib.suppress(Exception):
            noted = key_files.binding(folder.name)
            if noted is not None and Path(noted.path) == path.absolute():
                for one in list_backups(folder.name):
                    if quick_check(one.path):
                        return one
    return None

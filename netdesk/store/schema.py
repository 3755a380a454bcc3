"""The form of the workspace file: version, creation, numbered steps, and what a newer table of records adds.

``PRAGMA user_version`` holds major × 1000 + minor. A newer major is refused with a sentence; a newer minor can be
read. A step, once released, is frozen: raw SQL that names no living code. Fields and kinds that a newer table of
records adds need no step: their columns are added on opening and filled by the refold.
"""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.schema import CreateColumn

from netdesk.core.fold import FOLD_VERSION
from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError, RefusedFile
from netdesk.i18n import _
from netdesk.models import RECORD_TABLES, metadata
from netdesk.models import log as _log_tables  # noqa: F401  (their tables belong to the same metadata)
from netdesk.store.files import open_sqlite

#: Workspace format: major, minor.
FORMAT = (1, 0)
APPLICATION_ID = 0x4E44534B  # "NDSK": files are known by content, not by name

#: version before → (version after, SQL statements). Frozen once released.
STEPS: dict[int, tuple[int, tuple[str, ...]]] = {}


def version_number(version: tuple[int, int] = FORMAT) -> int:
    return version[0] * 1000 + version[1]


def fold_mark() -> str:
    """What rows were folded by: the fold's version and the table of records. Another mark means: refold every row."""
    table = repr([(k.name, [(f.name, f.type) for f in k.fields.values()]) for k in KINDS.values()])
    return f"{FOLD_VERSION}:{hashlib.sha256(table.encode()).hexdigest()[:16]}"


def create_tables(connection: Connection) -> None:
    """Make an empty workspace's tables in an empty database."""
    metadata.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={version_number()}")


def check_file(path: Path) -> None:
    """Refuse, with one sentence and nothing changed, what is not a workspace this version can open."""
    name = path.name
    try:
        # All looking is inside: a folder that one may not enter refuses already the question what is there.
        if not path.exists():
            raise NetDeskError(_("There is no workspace {name}. Check the name, or make one.").format(name=path))
        if path.is_dir():
            raise NetDeskError(_("{name} is a folder, not a workspace. Name the file in it.").format(name=path))
        with path.open("rb") as file:
            start = file.read(100)
    except PermissionError:
        raise NetDeskError(_("You may not read {name}. Ask its owner.").format(name=name)) from None
    if not start.startswith(b"SQLite format 3\0"):
        raise RefusedFile(_("{name} is not a NetDesk workspace, or it is damaged.").format(name=name))
    if int.from_bytes(start[68:72], "big") != APPLICATION_ID:
        raise RefusedFile(_("{name} is another program's file, not a NetDesk workspace.").format(name=name))
    major = int.from_bytes(start[60:64], "big") // 1000
    if major > FORMAT[0]:
        raise RefusedFile(
            _("{name} was made by a newer NetDesk. Update NetDesk on this computer to open it.").format(name=name)
        )


def quick_check(path: Path) -> bool:
    """Whether SQLite finds the file sound (0.04 s for 50 MB)."""
    try:
        connection = open_sqlite(path, "mode=ro")
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
        finally:
            connection.close()
    except sqlite3.Error:
        return False


def upgrade(connection: Connection) -> bool:
    """Run the steps this file lacks and add missing tables and columns; True where rows must be refolded."""
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    while version in STEPS:
        version, statements = STEPS[version]
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version={version}")
    mark = connection.execute(text("SELECT value FROM meta WHERE key='fold'")).scalar()
    if mark == fold_mark():
        return False
    metadata.create_all(connection)
    found = inspect(connection)
    for kind, table in RECORD_TABLES.items():
        there = {column["name"] for column in found.get_columns(kind)}
        for column in table.columns:
            if column.name not in there:
                words = CreateColumn(column).compile(connection)
                connection.exec_driver_sql(f'ALTER TABLE "{kind}" ADD COLUMN {words}')
    return True

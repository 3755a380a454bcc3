"""What can be sent with a question: the log, versions and the check's result, and nothing of what the team wrote."""

from __future__ import annotations

import contextlib
import getpass
import io
import platform
import re
import sqlite3
import zipfile
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import __version__ as sqlalchemy_version
from sqlalchemy import func, select

from netdesk import __version__, logs
from netdesk.i18n import language
from netdesk.models import RECORD_TABLES
from netdesk.store.check import check
from netdesk.store.workspace import Workspace

#: Only the end of a log is sent: it is what a question is about.
MOST_BYTES = 200_000
_QUOTED = re.compile(r"[\"“][^\"”\n]*[\"”]")


def collect_report(workspace: Workspace, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """{name: text} of the report's parts, to be read by the person before anything is saved.

    ``more`` are further versions to name. Paths of the person's home, the user's name and the workspace's name are
    taken out; of records there are only counts.
    """
    parts = {
        "versions.txt": _versions(more or {}),
        "check.txt": _check(workspace),
        "workspace.txt": _sizes(workspace),
    }
    for path in logs.files():
        text = path.read_bytes()[-MOST_BYTES:].decode("utf-8", "replace")
        parts[path.name] = text
    return {name: _without_names(text, workspace) for name, text in parts.items()}


def report_zip(parts: Mapping[str, str]) -> bytes:
    """The parts as one zip file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(parts.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode())
    return made.getvalue()


def _versions(more: Mapping[str, str]) -> str:
    known = {
        "NetDesk": __version__,
        "Python": platform.python_version(),
        "System": platform.platform(),
        "SQLite": sqlite3.sqlite_version,
        "SQLAlchemy": sqlalchemy_version,
        "Language": language(),
        **more,
    }
    return "".join(f"{name}: {value}\n" for name, value in known.items())


def _check(workspace: Workspace) -> str:
    problems = check(workspace)
    if not problems:
        return "Everything holds together.\n"
    # What stands in quotes may be a value of the work.
    return "".join(f"{one['where']}: {_QUOTED.sub('…', one['what'])}\n" for one in problems)


def _sizes(workspace: Workspace) -> str:
    lines = [f"bytes: {workspace.path.stat().st_size}", f"for reading only: {workspace.read_only}"]
    lines.append(f"devices: {len({card['device'] for card in workspace.cards()})}")
    lines.append(f"changes: {sum(stream.seq for stream in workspace.log.streams())}")
    with workspace.read() as session:
        for kind, table in RECORD_TABLES.items():
            count = session.execute(select(func.count()).select_from(table).where(table.c.alive)).scalar_one()
            if count:
                lines.append(f"{kind}: {count}")
    return "\n".join(lines) + "\n"


def _without_names(text: str, workspace: Workspace) -> str:
    replaced = [(str(workspace.path), "(workspace)"), (str(Path.home()), "~"), (workspace.path.stem, "(workspace)")]
    with contextlib.suppress(OSError, KeyError, ImportError):
        replaced.append((getpass.getuser(), "(user)"))
    for name, stand_in in replaced:
        if len(name) > 2:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", stand_in, text)
    return text

"""The workspaces opened last on this computer, newest first; kept in the data folder, never in a workspace."""

from __future__ import annotations

import json
from pathlib import Path

from netdesk import paths

LIMIT = 10


def recent_files() -> list[Path]:
    """The workspaces opened last that are still where they were, newest first."""
    return [path for path in _kept() if path.is_file()]


def note(path: Path) -> None:
    """This workspace was opened now."""
    path = path.absolute()
    _keep([path, *(one for one in _kept() if one != path)][:LIMIT])


def forget_all() -> None:
    """Empty the list; the files stay where they are."""
    _keep([])


def titles(files: list[Path]) -> list[str]:
    """A short name for each: the file's, with its folder's where two would be named alike."""
    names = [path.stem for path in files]
    return [
        path.stem if names.count(path.stem) == 1 else f"{path.stem} ({path.parent.name or path.parent})"
        for path in files
    ]


def _kept() -> list[Path]:
    try:
        found = json.loads((paths.data_dir() / "recent.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []  # a lost list costs one look into a folder; it must not stop the window
    return [Path(one) for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _keep(files: list[Path]) -> None:
    file = paths.data_dir() / "recent.json"
    part = file.with_suffix(".part")
    part.write_text(json.dumps([str(path) for path in files]), encoding="utf-8")
    part.replace(file)

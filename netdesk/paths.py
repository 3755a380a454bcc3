"""Where things lie on this machine: the person's data folder, and the resources that come with the program.

The data folder holds what belongs to this computer and never travels: settings, device keys, backups and logs. It is
never a roaming profile folder, because those are copied to and from a server and break SQLite files.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

DATA_DIR_VARIABLE = "NETDESK_DATA_DIR"

_chosen_data_dir: Path | None = None


def set_data_dir(path: Path | str | None) -> None:
    """Put settings, keys, backups and logs in `path` for the rest of this process; None goes back to the default."""
    global _chosen_data_dir
    _chosen_data_dir = None if path is None else Path(path).expanduser().absolute()


def data_dir() -> Path:
    """The folder for this person's settings, keys, backups and logs; made if it is missing.

    The order of choice: `set_data_dir`, then the environment's NETDESK_DATA_DIR, then the system's own place for a
    program's local data.
    """
    if _chosen_data_dir is not None:
        return _private_folder(_chosen_data_dir)
    from_environment = os.environ.get(DATA_DIR_VARIABLE, "")
    if from_environment:
        return _private_folder(Path(from_environment).expanduser().absolute())
    import platformdirs  # at use: most commands are told where to look

    return _private_folder(Path(platformdirs.user_data_dir("NetDesk", appauthor=False, roaming=False)))


def keys_dir() -> Path:
    """The folder of this device's private keys; only its owner may look inside."""
    return _private_folder(data_dir() / "keys")


def backups_dir() -> Path:
    """The folder of automatic backups."""
    return _private_folder(data_dir() / "backups")


def logs_dir() -> Path:
    """The folder of the program's log and crash log."""
    return _private_folder(data_dir() / "logs")


def resource(*parts: str) -> Path:
    """The path of a file or folder that comes with the program, such as `resource("fonts", "NotoSans-Regular.ttf")`.

    One name serves a checkout, an installed wheel and a frozen program. The path is not promised to exist.
    """
    return _resources_root().joinpath(*parts)


@cache
def _resources_root() -> Path:
    frozen_root = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's start-up code
    if frozen_root is not None:
        return Path(frozen_root) / "netdesk" / "_resources"
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def _private_folder(path: Path) -> Path:
    # Mode 0700 counts only for folders made here: one that the person made keeps the rights they gave it.
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path

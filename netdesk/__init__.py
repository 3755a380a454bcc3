"""NetDesk, the desk of a school improvement team: the lazy scripting door.

`from netdesk import Workspace, analyse` is all a script needs. Importing the package alone loads nothing heavy (no Qt,
no pandas, no reportlab, no SQLAlchemy): each name is fetched when it is first used. The door must know nothing but
where those names live.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netdesk.core.charts import analyse as analyse
    from netdesk.store.workspace import Workspace as Workspace

__version__ = "0.1.0"
__all__ = ["Workspace", "__version__", "analyse"]

_DOOR = {"Workspace": "netdesk.store.workspace", "analyse": "netdesk.core.charts"}


def __getattr__(name: str) -> object:
    if name not in _DOOR:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_DOOR[name]), name)
    globals()[name] = found  # next time Python finds it without asking here
    return found


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_DOOR))

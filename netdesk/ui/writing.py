"""The one way in which the window writes a file that a person asked for: whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from netdesk.errors import NetDeskError
from netdesk.i18n import _


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that there is the whole of it or the one before; NetDeskError where it cannot be written."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # a stick is pulled out as soon as the window says "Saved"
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        text = _("{name} could not be written ({why}). Choose another place.")
        raise NetDeskError(text.format(name=path.name, why=error.strerror or error)) from error

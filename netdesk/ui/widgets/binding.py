"""Which field a widget writes to; light, because the frame asks it before any page with fields is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from netdesk.ui.widgets.autosave import Autosave


def binding_of(widget: QWidget | None) -> Autosave | None:
    """The binding of a field widget, if it is one."""
    found: Autosave | None = getattr(widget, "autosave", None)
    return found

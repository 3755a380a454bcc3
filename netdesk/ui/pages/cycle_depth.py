"""How much of a cycle's sheet is asked for: three depths of one record. What is filled is always shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtGui import QFontMetrics

from netdesk.core.records import KINDS
from netdesk.i18n import _
from netdesk.ui import theme
from netdesk.ui.icons import icon
from netdesk.ui.widgets.basic import Segments

DEPTHS = KINDS["cycle"].fields["depth"].choices
#: The least depth at which an empty part of the sheet is asked for; parts that are not named are asked for always.
ASKED_FROM = {
    "plan": "guided",
    "scope": "guided",
    "scope_unit": "guided",
    "idea": "guided",
    "because": "guided",
    "data_item": "guided",
    "study": "guided",
    "act": "guided",
    "people": "guided",
    "task": "guided",
    "purpose": "full",
    "tier": "full",
    "cycle_person": "full",
    "data_detail": "full",
    "task_detail": "guided",
}
DECISION_ICONS = {
    "adopt": ("matched-yes", "accent"),
    "adapt": ("stage-act", "accent"),
    "abandon": ("close", "second"),
    "repeat": ("cycles", "accent"),
    "scale": ("decision-scale", "accent"),
}


def is_asked(part: str, depth: str | None, value: Any = None) -> bool:
    """Whether a part of the sheet is shown at a depth: it is asked for there, or it is filled."""
    if value:
        return True
    shown = depth if depth in DEPTHS else DEPTHS[0]
    return DEPTHS.index(shown) >= DEPTHS.index(ASKED_FROM.get(part, DEPTHS[0]))


def depth_words() -> dict[str, str]:
    """The words of the depths, in the language in use."""
    return {"quick": _("Quick"), "guided": _("Guided"), "full": _("Full")}


def purpose_words() -> dict[str, str]:
    """What a cycle is for, in the language in use."""
    return {
        "learn": _("Learn about the problem"),
        "develop": _("Develop the idea"),
        "test": _("Test the idea"),
        "implement": _("Make it the way we work"),
    }


def tier_words() -> dict[str, str]:
    """Where a cycle takes place, in the language in use."""
    return {
        "classroom": _("Classroom"),
        "school": _("School"),
        "district": _("District"),
        "county": _("County"),
        "hub": _("Hub"),
    }


def roomy(segments: Segments, choices: Iterable[str]) -> Segments:
    """Segments whose words have room when chosen, too: they turn bold then, which Qt does not reckon with."""
    bold = QFontMetrics(theme.font(12, bold=True))
    for one in choices:
        made = segments.button_of(one)
        made.setMinimumWidth(bold.horizontalAdvance(made.text()) + theme.px(26))
    return segments


def show_decision_icons(segments: Segments) -> None:
    """Give each decision its shape beside its word."""
    for decision, (name, role) in DECISION_ICONS.items():
        segments.button_of(decision).setIcon(icon(name, role))

"""The small shapes of a printed page with their words: they read the same in black and white."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from netdesk import i18n
from netdesk.core import chart_scales, status_marks
from netdesk.core.drawing import Marker, Polyline, Primitive, Rect
from netdesk.i18n import N_, _

_CROSS: Final = status_marks.shape("cross", 0, 0, 8, "text")
_TICK: Final = Polyline(((-1.9, 0.1), (-0.5, 1.6), (2.0, -1.5)), "on_accent", 1.1)
FULL: Final[tuple[Primitive, ...]] = (Marker(0, 0, "circle", 7.6, "text"), _TICK)
HALF: Final = status_marks.shape("half", 0, 0, 8, "text")
DIAMOND: Final[tuple[Primitive, ...]] = (Marker(0, 0, "diamond", 6.2, "surface", "text", 1.1),)
DOTTED: Final[tuple[Primitive, ...]] = (Marker(0, 0, "circle", 6.8, "surface", "text", 1.1, (1.4, 1.4)),)
BOX: Final[tuple[Primitive, ...]] = (Rect(-3.2, -3.2, 6.4, 6.4, "surface", "text", 1.0, 1),)
TICKED: Final = status_marks.shape("ticked", 0, 0, 7.2, "text")
DOT: Final[tuple[Primitive, ...]] = (Marker(0, 0, "circle", 2.6, "second_text"),)

# What each choice of the records is called on paper, with its shape.
MATCHED: Final[dict[str, tuple[tuple[Primitive, ...], str]]] = {
    "yes": (FULL, N_("As predicted")),
    "partly": (HALF, N_("Partly as predicted")),
    "no": (DIAMOND, N_("Not as predicted")),
    "cannot tell": (DOTTED, N_("Cannot tell yet")),
}
EXPECTED: Final[dict[str, tuple[tuple[Primitive, ...], str]]] = {
    "as planned": (FULL, N_("as planned")),
    "not as planned": (DIAMOND, N_("not as planned")),
    "neither": (DOT, N_("seen along the way")),
}
DECISIONS: Final[dict[str, tuple[tuple[Primitive, ...], str]]] = {
    "adopt": (TICKED, N_("Adopt")),
    "adapt": ((Marker(0, 0, "diamond", 7.2, "text"),), N_("Adapt")),
    "abandon": (_CROSS, N_("Abandon")),
    "repeat": (HALF, N_("Repeat")),
    "scale": ((Marker(0, 0, "triangle", 8, "text"),), N_("Scale up")),
}
STAGES: Final = {
    "plan": N_("Plan"), "do": N_("Do"), "study": N_("Study"), "act": N_("Act"), "closed": N_("Closed"),
}  # fmt: skip
PURPOSES: Final = {
    "learn": N_("learn about the system"), "develop": N_("develop a change"), "test": N_("test a change"),
    "implement": N_("implement a change"),
}  # fmt: skip
DEPTHS: Final = {"quick": N_("quick form"), "guided": N_("guided form"), "full": N_("full form")}
TIERS: Final = {
    "classroom": N_("in a classroom"),
    "school": N_("in a school"),
    "district": N_("in a district"),
    "county": N_("in a county"),
    "hub": N_("at the hub"),
}


def named(names: dict[str, str], choice: str) -> str:
    """A choice in words; one from a newer program as it is written."""
    return _(names[choice]) if choice in names else choice


def day(on: date) -> str:
    """A day with its year."""
    return i18n.format_date(on, "medium")


def short_day(on: date) -> str:
    """A day without its year."""
    return chart_scales.day_and_month(on)


def days(start: date | None, end: date | None) -> str:
    """From one day to another, as short as the language writes it: "Dec 1 – 12, 2025"."""
    if start is None or end is None or start == end:
        one = start or end
        return day(one) if one else ""
    import babel.dates

    written = babel.dates.format_interval(start, end, "yMMMd", locale=i18n.locale_name())
    return " ".join(str(written).split())  # Babel writes thin spaces that few fonts have


def moment(when: datetime) -> str:
    """A day and the time of day: "Nov 20, 2025, 3:42 PM"."""
    import babel.dates

    clock = babel.dates.format_time(when, "short", locale=i18n.locale_name())
    return f"{day(when)}, {' '.join(str(clock).split())}"


def number(value: Decimal) -> str:
    """A number as people write it."""
    return i18n.format_number(value)


def sentence(label: str, words: str) -> list[tuple[str, bool]]:
    """A bold label and its words, to run on in one paragraph."""
    return [(f"{label} ", True), (words, False)]

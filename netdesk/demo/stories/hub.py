"""The network's hub: what it wrote itself. Plain data; what it knows of the teams comes by bundle."""

from __future__ import annotations

from dataclasses import dataclass

TEAM = "Alder Valley hub"
NETWORK = "Alder Valley Improvement Network"
COORDINATOR = "Teresa Nakamura"
SECOND = "Bao Vue"


@dataclass(frozen=True)
class Entry:
    """A measure of the network's dictionary."""

    week: int
    name: str
    type: str
    unit: str
    better: str
    text: str
    numerator: str
    denominator: str
    exclusions: str
    source: str


@dataclass(frozen=True)
class Shelf:
    """An entry of the change library: whose idea it is (story's slug, idea's key) and what was found."""

    week: int
    slug: str
    idea: str
    name: str
    description: str
    found: str


ENTRIES = (
    Entry(
        30,
        "Weekly attendance",
        "outcome",
        "%",
        "up",
        "Share of the days students could attend on which they were present for at least half the day.",
        "Student-days present, half a day or more",
        "Enrolled students × school days",
        "Suspensions, independent study",
        "District attendance export",
    ),
    Entry(
        30,
        "Failing one or more courses",
        "outcome",
        "%",
        "down",
        "Share of the students with an F or an Incomplete in one or more courses on Friday.",
        "Students with one or more Fs or Incompletes",
        "Enrolled students",
        "Enrolled for under two weeks",
        "Gradebook export, every second Friday",
    ),
    Entry(
        31,
        "Families heard from",
        "outcome",
        "%",
        "up",
        "Share of families from whom a teacher heard at least once in the month.",
        "Families heard from",
        "All families",
        "Families new that month",
        "Contact log",
    ),
)

SHELVES = (
    Shelf(
        41,
        "lincoln-attendance",
        "checkin",
        "Text first, then call",
        "A text with a name on it at 8:15, then a call to those who did not answer.",
        "Families answer once they know who writes. Two machines that were tried instead reached nobody.",
    ),
    Shelf(
        49,
        "roosevelt-course-failure",
        "finish_it",
        "Finish-it Friday",
        "The last hour on Friday is for missing work, in the rooms of the teachers whose work it is.",
        "Works with ordinary teachers once it is on the calendar. A rally breaks it.",
    ),
    Shelf(
        49,
        "cedar-writing",
        "point",
        "Point to the line",
        "Pairs say a claim and put a finger on the line; then they write.",
        "Works in five rooms, and slides back when nobody keeps it. Name a keeper first.",
    ),
    Shelf(
        49,
        "jefferson-family-contact",
        "good_news",
        "Two good-news calls a week",
        "Each teacher calls two families a week with something good, by name.",
        "Teachers keep it up; whether more families are heard from is not known yet.",
    ),
    Shelf(
        49,
        "jefferson-family-contact",
        "app",
        "One app for all",
        "One app for every message of the school.",
        "Did not work there, twice: families wait for a reason to answer, not for a way.",
    ),
)

ASKS = (
    (
        48,
        "Cedar Street asks who has kept a routine after its coach left. Ten minutes of your Monday are an answer.",
        10,
    ),
)

INSIGHT = "Four of six teams ruled out a cause that blamed students or families, each by asking them."

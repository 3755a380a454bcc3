"""The school calendar behind the stories: which weeks have school, what the breaks are called, which weeks are short.

A story always spans the same number of school weeks, the last of which ended on or before "today"; so the stories read
alike whenever the demo is made. Pure functions of dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: School weeks of a story: a year and a half of 37-week school years.
WEEKS = 56
#: School weeks after today that plans may name.
AHEAD = 40


@dataclass(frozen=True)
class Gap:
    """A break of the school calendar, first and last day included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class SchoolWeeks:
    """The axis of a story: `mondays[k]` begins school week k; weeks from `WEEKS` on lie after `today`."""

    today: date
    mondays: tuple[date, ...]
    gaps: tuple[Gap, ...]

    def monday(self, week: int) -> date:
        """The first day of school week `week`; the week before week 0 counts as week -1."""
        return self.mondays[0] + timedelta(weeks=week) if week < 0 else self.mondays[week]

    def day(self, week: int, days: int) -> date:
        """The school day `days` school days after the Monday of `week`, past breaks too."""
        return self.monday(week + days // 5) + timedelta(days=days % 5)

    def moment(self, week: int, days: int = 0, minutes: int = 0) -> float:
        """Seconds since 1970 of that school day at 21:00 UTC (after school in most of North America) plus minutes."""
        day = self.day(week, days)
        start = datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
        return (start + timedelta(minutes=minutes)).timestamp()

    def days(self, week: int) -> int:
        """How many school days the week has: 5, or 4 with a public holiday."""
        monday = self.monday(week)
        return 5 - sum(is_holiday(monday + timedelta(days=i)) for i in range(5))

    def year_end(self, years: int = 1, *, seen_from: date | None = None) -> date:
        """The last Friday of the school year in which today (or `seen_from`) lies; years = 2 is the next one's."""
        day = seen_from or self.today
        return last_friday(day.year + (day > last_friday(day.year)) + years - 1)

    def months(self) -> list[tuple[date, int]]:
        """The months with at least two of the story's weeks: (first day, last week in it), in order."""
        weeks: dict[date, list[int]] = {}
        for week in range(WEEKS):
            weeks.setdefault(self.mondays[week].replace(day=1), []).append(week)
        return [(month, max(held)) for month, held in sorted(weeks.items()) if len(held) >= 2]


def first_monday(year: int) -> date:
    """The Monday on which the school year of `year` begins: the third of August."""
    day = date(year, 8, 15)
    return day + timedelta(days=-day.weekday() % 7)


def last_friday(year: int) -> date:
    """The last day of the school year that ends in `year`: the Friday of the week with June 3."""
    day = date(year, 6, 3)
    return day + timedelta(days=4 - day.weekday())


def breaks(year: int) -> list[Gap]:
    """The breaks of the school year that begins in `year`, its summer last."""
    november = date(year, 11, 1)
    thanksgiving = november + timedelta(days=(3 - november.weekday()) % 7 + 21)
    december = date(year, 12, 20)
    winter = december + timedelta(days=-december.weekday() % 7)
    presidents = date(year + 1, 2, 15)
    february = presidents + timedelta(days=-presidents.weekday() % 7)
    march = date(year + 1, 3, 25)
    spring = march + timedelta(days=-march.weekday() % 7)
    summer = last_friday(year + 1) + timedelta(days=3)
    return [
        Gap("Thanksgiving week", thanksgiving - timedelta(days=3), thanksgiving + timedelta(days=1)),
        Gap("Winter break", winter, winter + timedelta(days=11)),
        Gap("February break", february, february + timedelta(days=4)),
        Gap("Spring break", spring, spring + timedelta(days=4)),
        Gap("Summer", summer, first_monday(year + 1) - timedelta(days=3)),
    ]


def is_holiday(day: date) -> bool:
    """Whether schools close on this one day: Labor Day, Veterans Day, Martin Luther King Day, Memorial Day."""
    if day.month == 11 and day.day == 11:
        return True
    if day.weekday() != 0:
        return False
    return (
        (day.month == 9 and day.day <= 7)
        or (day.month == 1 and 15 <= day.day <= 21)
        or (day.month == 5 and day.day >= 25)
    )


def school_weeks(today: date) -> SchoolWeeks:
    """The axis that ends today: `WEEKS` whole school weeks up to today, and `AHEAD` after them."""
    gaps = [gap for year in range(today.year - 4, today.year + 3) for gap in breaks(year)]
    mondays: list[date] = []
    monday = first_monday(today.year - 4)
    while monday <= today or sum(day + timedelta(days=4) > today for day in mondays) < AHEAD:
        if not any(gap.first <= monday <= gap.last for gap in gaps):
            mondays.append(monday)
        monday += timedelta(weeks=1)
    past = sum(day + timedelta(days=4) <= today for day in mondays)
    axis = tuple(mondays[past - WEEKS : past + AHEAD])
    spanned = tuple(gap for gap in gaps if gap.last > axis[0] and gap.first <= today)
    return SchoolWeeks(today, axis, spanned)

"""The school calendar behind the stories."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netdesk.demo.school_year import WEEKS, breaks, is_holiday, last_friday, school_weeks

DAYS = [date(2026, 11, 22), date(2026, 7, 10), date(2027, 1, 2), date(2026, 3, 5), date(2028, 2, 29)]


@pytest.mark.parametrize("today", DAYS)
def test_that_a_story_spans_the_same_school_weeks_whenever_it_ends(today: date) -> None:
    weeks = school_weeks(today)
    past = weeks.mondays[:WEEKS]
    assert len(past) == WEEKS
    assert past[-1] + timedelta(days=4) <= today < weeks.mondays[WEEKS] + timedelta(days=5)
    assert all(monday.weekday() == 0 for monday in weeks.mondays)
    assert 16.5 <= (today - past[0]).days / 30.44 <= 20.5


@pytest.mark.parametrize("today", DAYS)
def test_that_no_school_week_lies_in_a_break(today: date) -> None:
    weeks = school_weeks(today)
    for gap in weeks.gaps:
        assert not any(gap.first <= monday <= gap.last for monday in weeks.mondays)
    assert {"Winter break", "Summer"} <= {gap.name for gap in weeks.gaps}


def test_that_the_breaks_fall_where_schools_have_them() -> None:
    found = {gap.name: (gap.first, gap.last) for gap in breaks(2026)}
    assert found["Thanksgiving week"] == (date(2026, 11, 23), date(2026, 11, 27))
    assert found["Winter break"] == (date(2026, 12, 21), date(2027, 1, 1))
    assert last_friday(2027) == date(2027, 6, 4)


def test_that_a_week_with_a_public_holiday_has_four_days() -> None:
    weeks = school_weeks(date(2026, 11, 22))
    labor_day = weeks.mondays.index(date(2026, 9, 7))
    assert weeks.days(labor_day) == 4
    assert weeks.days(labor_day + 1) == 5
    assert is_holiday(date(2026, 11, 11)) and not is_holiday(date(2026, 11, 12))


def test_that_an_aim_is_for_the_end_of_a_school_year_to_come() -> None:
    weeks = school_weeks(date(2026, 11, 22))
    assert weeks.year_end() == date(2027, 6, 4)
    assert weeks.year_end(2) == date(2028, 6, 2)
    assert weeks.year_end(seen_from=date(2025, 10, 1)) == date(2026, 6, 5)

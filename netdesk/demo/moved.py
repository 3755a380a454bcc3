"""A dump moved in time by whole weeks, so that the example team's work ends where the person begins.

Weeks, not days: a Monday stays a Monday, and every distance between two dates stays what it was. Pure functions.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from netdesk.core.records import KINDS, derive_id, derived_parts
from netdesk.store.dump import check_dump

Records = dict[str, list[dict[str, Any]]]

#: From the first day of the newest week with a value to the day on which the team can have written it down.
SCHOOL_WEEK = timedelta(days=4)
# The example is written in English, whatever language the window speaks.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WORDED = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}}), (\d{{4}})\b")


def moved_to(document: dict[str, Any], today: date) -> dict[str, Any]:
    """The dump with its newest observation in the last school week that had ended on ``today``.

    Every date and moment moves by the same number of weeks, also the dates that an aim's kept sentences name; ids that
    are made of a date follow, and so does what refers to them. A dump without observations is given back as it is.
    """
    periods = [one["period"] for one in document["records"].get("observation", [])]
    if not periods:
        return document
    weeks = (today - SCHOOL_WEEK - date.fromisoformat(max(periods))).days // 7
    return moved_by(document, weeks)


def moved_by(document: dict[str, Any], weeks: int) -> dict[str, Any]:
    """The dump with every date and moment ``weeks`` weeks later (earlier where negative)."""
    moved = copy.deepcopy(document)
    records: Records = check_dump(moved)
    names = set(_followers(records))
    by = timedelta(weeks=weeks)
    for kind, found in records.items():
        for record in found:
            for field in KINDS[kind].fields.values():
                value = record.get(field.name)
                if field.type in ("date", "when") and value:
                    record[field.name] = _later(value, by)
    for version in records.get("aim_version", []):
        if version.get("sentence"):
            version["sentence"] = _WORDED.sub(lambda found: _later_words(found, by), version["sentence"])
    _rename(records, names)
    for found in records.values():
        found.sort(key=lambda one: str(one["id"]))
    return moved


def _later(value: str, by: timedelta) -> str:
    """A date, or a moment whose time of day stays."""
    return (date.fromisoformat(value[:10]) + by).isoformat() + value[10:]


def _later_words(found: re.Match[str], by: timedelta) -> str:
    month, day, year = found.groups()
    moved = date(int(year), _MONTHS.index(month) + 1, int(day)) + by
    return f"{_MONTHS[moved.month - 1]} {moved.day}, {moved.year}"


def _derived(kind: str, record: Mapping[str, Any], team: str) -> str:
    return derive_id(kind, derived_parts(KINDS[kind], dict(record), team))


def _team_of(records: Records) -> str:
    teams = records.get("team", [])
    return str(teams[0]["id"]) if teams else ""


def _followers(records: Records) -> Iterable[str]:
    """The ids that are made of their record's own values."""
    team = _team_of(records)
    for kind, found in records.items():
        if KINDS[kind].derived:
            yield from (one["id"] for one in found if one["id"] == _derived(kind, one, team))


def _rename(records: Records, followers: set[str]) -> None:
    """Give the followers the ids that their values make now, and every reference the new name.

    An id can be made of another such id (an exclusion's of its observation's), so this goes on until none changes.
    """
    team = _team_of(records)
    while True:
        names = {
            one["id"]: new
            for kind, found in records.items()
            for one in found
            if one["id"] in followers and (new := _derived(kind, one, team)) != one["id"]
        }
        if not names:
            return
        followers = {names.get(one, one) for one in followers}
        for found in records.values():
            found[:] = [{field: _renamed(value, names) for field, value in one.items()} for one in found]


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    return value

"""The example team's dates: moved by whole weeks to the person's own days, and nothing else moved with them."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from netdesk import paths
from netdesk.core.records import KINDS, derive_id, derived_parts
from netdesk.demo.moved import moved_by, moved_to
from netdesk.operations.aims import sentence_of
from netdesk.store.workspace import Workspace

TODAYS = [date(2026, 11, 20), date(2026, 11, 26), date(2027, 2, 28), date(2028, 2, 29), date(2031, 7, 4)]
ISO_DAY = re.compile(r"^\d{4}-\d\d-\d\d")


def example() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(paths.resource("templates", "example.json").read_text(encoding="utf-8"))
    return found


def newest(document: dict[str, Any]) -> date:
    return date.fromisoformat(max(one["period"] for one in document["records"]["observation"]))


@pytest.mark.parametrize("today", [*TODAYS, date(2020, 1, 1)])
def test_that_the_newest_value_lies_in_the_last_finished_school_week(today: date) -> None:
    moved = moved_to(example(), today)
    assert newest(moved).weekday() == 0
    assert timedelta(days=4) <= today - newest(moved) < timedelta(days=11)
    assert all(date.fromisoformat(one["period"]).weekday() == 0 for one in moved["records"]["observation"])


@pytest.mark.parametrize("today", TODAYS)
def test_that_nothing_but_dates_and_the_ids_that_follow_from_them_differs(today: date) -> None:
    before, after = example(), moved_to(example(), today)
    by = newest(after) - newest(before)
    team = before["records"]["team"][0]["id"]

    def follows(kind: str, one: dict[str, Any], whole: str) -> bool:
        return bool(KINDS[kind].derived) and one["id"] == derive_id(kind, derived_parts(KINDS[kind], one, whole))

    # Observations keep their order by what they say; their new ids are looked up by it.
    def told(one: dict[str, Any], shift: timedelta) -> tuple[Any, ...]:
        return one["measure"], one.get("subgroup"), _later(one["period"], shift), one.get("ordinal")

    names = {told(one, timedelta(0)): one["id"] for one in after["records"]["observation"]}
    renamed = {one["id"]: names[told(one, by)] for one in before["records"]["observation"]}
    for kind in ("exclusion", "notice"):
        for one in before["records"].get(kind, []):
            if follows(kind, one, team):
                renamed[one["id"]] = derive_id(kind, [renamed[one["observation"]]])
    assert before["records"].keys() == after["records"].keys()
    for kind, found in before["records"].items():
        there = {one["id"]: one for one in after["records"][kind]}
        assert len(there) == len(found)
        for one in found:
            other = there[renamed.get(one["id"], one["id"])]
            assert one.keys() == other.keys()
            for field, value in one.items():
                if isinstance(value, str) and ISO_DAY.match(value):
                    assert other[field] == _later(value, by)
                elif (kind, field) != ("aim_version", "sentence"):
                    assert other[field] == (renamed.get(value, value) if isinstance(value, str) else value)
            assert follows(kind, one, team) == follows(kind, other, team)


def _later(day: str, by: timedelta) -> str:
    return (date.fromisoformat(day[:10]) + by).isoformat() + day[10:]


def test_that_no_move_changes_nothing_and_there_and_back_is_the_same() -> None:
    assert moved_by(example(), 0) == example()
    assert moved_by(moved_by(example(), 61), -61) == example()


def test_that_the_moved_example_is_a_sound_workspace_whose_aim_still_says_its_sentence(tmp_path: Path) -> None:
    moved = moved_to(example(), date(2028, 2, 29))
    with Workspace.create(tmp_path / "moved.netdesk", team="Grade 7 attendance", dump=moved) as made:
        assert made.dump()["records"] == moved["records"]
        assert made.conflicts() == []
        [aim] = made.select("aim")
        sentences = {one["sentence"] for one in made.select("aim_version", aim=aim["id"])}
        assert sentence_of(made, aim) in sentences
        excluded = {one["observation"] for one in made.select("exclusion")}
        assert excluded <= {one["id"] for one in made.select("observation")}


def test_that_a_dump_without_values_stays_as_it_is() -> None:
    empty = {"format": "netdesk-dump/1", "records": {"team": [{"id": "0" * 32, "name": "Us"}]}}
    assert moved_to(empty, TODAYS[0]) == empty

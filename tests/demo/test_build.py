"""Making the sample network: through edits and bundles, alike for the same seed and day, careful with other files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from netdesk import paths
from netdesk.core.charts import analyse
from netdesk.core.records import KINDS
from netdesk.demo.build import MARKER, UNFINISHED, DemoReport, build, start_team
from netdesk.demo.school_year import school_weeks
from netdesk.demo.sheet import Story
from netdesk.demo.stories import STORIES
from netdesk.demo.tell_purpose import purpose_events
from netdesk.demo.tell_work import work_events
from netdesk.demo.telling import StoryClock, Telling, tell
from netdesk.errors import NetDeskError
from netdesk.operations import measures
from netdesk.store.lock import FileLock
from netdesk.store.workspace import Workspace

TODAY = date(2026, 11, 22)
ATTENDANCE = STORIES[:1]


@dataclass(frozen=True)
class Made:
    """A demo of one team and the hub, and the data folder in which its keys lie."""

    report: DemoReport
    folder: Path
    data: Path


def make(folder: Path, data: Path, seed: int = 5) -> Made:
    paths.set_data_dir(data)
    report = build(folder, seed=seed, today=TODAY, progress=lambda _text: None, stories=ATTENDANCE)
    return Made(report, folder, data)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    base = tmp_path_factory.mktemp("demo")
    yield make(base / "net", base / "data")
    paths.set_data_dir(None)
    shutil.rmtree(base)


@pytest.fixture
def opened(made: Made) -> Iterator[dict[str, Workspace]]:
    paths.set_data_dir(made.data)
    found = {}
    for name, path in workspaces(made.folder).items():
        found[name] = Workspace.open(path, read_only=True)
    yield found
    for workspace in found.values():
        workspace.close()


def workspaces(folder: Path) -> dict[str, Path]:
    slug = ATTENDANCE[0].slug
    return {
        "lead": folder / slug / f"{slug}.netdesk",
        "mate": folder / f"{slug}-second-laptop" / f"{slug}.netdesk",
        "hub": folder / "hub" / "hub.netdesk",
    }


def dumps(folder: Path) -> dict[str, Any]:
    found = {}
    for name, path in workspaces(folder).items():
        with Workspace.open(path, read_only=True) as workspace:
            found[name] = workspace.dump()
    return found


def test_that_the_report_names_what_is_there(made: Made) -> None:
    report = made.report
    assert report.teams == [workspaces(made.folder)["lead"]]
    assert set(report.bundles) < set(report.files) and set(report.pdfs) < set(report.files)
    closed = [cycle for cycle in ATTENDANCE[0].cycles if cycle.until == "closed"]
    assert len(report.pdfs) == len(closed)
    assert all(path.read_bytes().startswith(b"%PDF-") for path in report.pdfs)
    assert report.bytes == sum(path.stat().st_size for path in report.files) < 40_000_000 / 6


def test_that_two_conflicts_are_left_for_people_to_see(opened: dict[str, Workspace]) -> None:
    found = opened["lead"].conflicts()
    assert {(one["kind"], one["field"]) for one in found} == {("charter", "who_is_missing"), ("cycle", "scope")}
    assert {value["person"] for one in found for value in one["values"]} == {"Rosa Ortiz", "Mai Vang"}
    assert opened["mate"].conflicts() == found


def test_that_the_teammate_holds_the_work_but_not_the_private_note(opened: dict[str, Workspace]) -> None:
    lead, mate = opened["lead"], opened["mate"]
    shared = {one["id"] for one in lead.select("comment", space="team")}
    private = {one["id"] for one in lead.select("comment", space="me")}
    assert len(private) == 1
    theirs = {one["id"] for one in mate.select("comment")}
    assert theirs == shared and not theirs & private
    assert [one["id"] for one in mate.select("cycle")] == [one["id"] for one in lead.select("cycle")]


def test_that_the_hub_holds_what_was_published_and_no_more(opened: dict[str, Workspace]) -> None:
    records = opened["hub"].dump(space="published")["records"]
    assert "comment" not in records and "task" not in records and "cause_vote" not in records
    named = {name for name, kind in KINDS.items() if kind.shared}
    assert set(records) <= named
    titles = {one["title"] for one in records["cycle"]}
    assert "Automatic calls, one homeroom" in titles and "The front office takes over" not in titles
    people = {one.get("name") for one in records["person"] if one.get("role_title") != "Hub coordinator"}
    assert people == {"Rosa Ortiz"}


def test_that_what_the_hub_wrote_for_all_reaches_the_team(opened: dict[str, Workspace]) -> None:
    for laptop in ("lead", "mate"):
        records = opened[laptop].dump(space="network")["records"]
        assert {"Weekly attendance", "Families heard from"} <= {one["name"] for one in records["dictionary_entry"]}
        assert [one["name"] for one in records["library_entry"]] == ["Text first, then call"]


def test_that_history_says_who_did_what_and_when(opened: dict[str, Workspace]) -> None:
    history = opened["lead"].history()
    people = {one["person"] for one in history}
    assert {"Rosa Ortiz", "Mai Vang", "Dana Whitfield", "Omar Haddad"} <= people
    moments = [one["when"] for one in history]
    assert moments == sorted(moments, reverse=True)
    assert moments[-1] < "2025-06" and "2026-11" in moments[0]


def test_that_some_changes_still_wait_to_be_published(opened: dict[str, Workspace]) -> None:
    assert "measure" in {kind for kind, _record in opened["lead"].unpublished_changes()}


def test_that_a_finished_demo_is_kept(made: Made) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.report.files}
    said: list[str] = []
    again = build(made.folder, seed=99, today=date(2030, 1, 1), progress=said.append, stories=ATTENDANCE)
    assert again.teams == made.report.teams and again.bundles == made.report.bundles
    assert {path: path.stat().st_mtime_ns for path in made.report.files} == before
    assert len(said) == 1 and "kept" in said[0]


def test_that_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("mine")
    with pytest.raises(NetDeskError, match="holds other files"):
        build(tmp_path, seed=1, today=TODAY, progress=lambda _text: None, stories=ATTENDANCE)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.odt"]


def test_that_an_unfinished_demo_is_cleared_of_its_own_files_only(tmp_path: Path) -> None:
    (tmp_path / UNFINISHED).touch()
    own = tmp_path / ATTENDANCE[0].slug
    own.mkdir()
    (own / "old.netdesk").write_text("half")
    (own / "my notes.txt").write_text("mine")
    with pytest.raises(NetDeskError, match="not the sample network's"):
        build(tmp_path, seed=1, today=TODAY, progress=lambda _text: None, stories=ATTENDANCE)
    assert not (own / "old.netdesk").exists()
    assert (own / "my notes.txt").read_text() == "mine"
    assert not (tmp_path / MARKER).exists()


def test_that_an_unfinished_demo_is_made_anew_and_gives_the_same_dumps(tmp_path: Path, made: Made) -> None:
    """Same seed, same day: the same dumps byte for byte, whatever a killed run left in the folder."""
    folder = tmp_path / "net"
    shutil.copytree(made.folder, folder)
    (folder / MARKER).rename(folder / UNFINISHED)
    half = workspaces(folder)["lead"]
    half.write_bytes(half.read_bytes()[:5000])
    for suffix in ("-lock", "-wal", "-shm"):
        half.with_name(half.name + suffix).touch()
    again = make(folder, tmp_path / "data")
    assert not (folder / UNFINISHED).exists()
    mine, theirs = dumps(made.folder), dumps(folder)
    assert mine.keys() == theirs.keys()
    for name in mine:
        assert json.dumps(mine[name], sort_keys=True) == json.dumps(theirs[name], sort_keys=True), name
    assert [path.name for path in again.report.pdfs] == [path.name for path in made.report.pdfs]


def test_that_a_demo_being_made_is_not_disturbed(tmp_path: Path) -> None:
    (tmp_path / UNFINISHED).touch()
    other = FileLock(tmp_path / "netdesk-demo")
    assert other.acquire({})
    with pytest.raises(NetDeskError, match="being made"):
        build(tmp_path, seed=1, today=TODAY, progress=lambda _text: None, stories=ATTENDANCE)
    other.release()


def test_that_a_damaged_list_is_said_and_nothing_touched(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text("{")
    with pytest.raises(NetDeskError, match="cannot be read"):
        build(tmp_path, seed=1, today=TODAY, progress=lambda _text: None, stories=ATTENDANCE)
    assert [path.name for path in tmp_path.iterdir()] == [MARKER]


def tell_alone(story: Story, folder: Path) -> tuple[Telling, Workspace]:
    """One team's story without the network: every event, no bundles."""
    weeks = school_weeks(TODAY)
    telling = Telling(story, weeks, f"2/{story.slug}")
    clock = StoryClock(weeks.moment(0, 0, -60))
    workspace = start_team(telling, folder / "team.netdesk", clock)
    events = sorted((*purpose_events(story, weeks), *work_events(story, weeks)), key=lambda event: event.when)
    for event in events:
        clock.at = event.when
        tell(telling, workspace, event)
    return telling, workspace


@pytest.mark.parametrize("story", STORIES[1:], ids=lambda story: story.slug)
def test_that_a_told_story_is_whole_and_its_words_agree_with_its_numbers(story: Story, tmp_path: Path) -> None:
    telling, workspace = tell_alone(story, tmp_path)
    with workspace:
        dump = workspace.dump()["records"]
        assert "{" not in json.dumps([dump["question"], dump["cycle"], dump["problem"], dump["notice"]])[2:].replace(
            '{"', ""
        )
        assert [one.get("stage") for one in dump["cycle"]].count("do") == 1
        for question in dump["question"]:
            assert bool(question.get("locked_at")) == (stage_of(dump, question["cycle"]) != "plan")
        for measure in story.measures:
            record = telling.ids[f"measure:{measure.key}"]
            drawn = measures.series(workspace, record)
            settings = measures.chart_settings(workspace, record, drawn)
            result = analyse(drawn.values, drawn.denominators, **settings)
            assert len(drawn.values) == len(telling.points[measure.key])
            if measure.shape == "shift":
                assert any("shift" in point.signals for point in result.points)
            if measure.shape == "steady":
                assert not any(point.signals for point in result.points)
        aim = dump["aim"][0]
        said = telling.facts[story.aims[-1].start or f"{story.aim_measure}_baseline"]  # type: ignore[index]
        assert f"{aim['from']}%" == said


def stage_of(dump: dict[str, Any], cycle: str) -> str:
    return next(one["stage"] for one in dump["cycle"] if one["id"] == cycle)

"""Long exchanges can be stopped at any step; what is stopped has changed nothing and written no file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from netdesk.core import pace
from netdesk.core.pace import Pace
from netdesk.store.workspace import Workspace
from netdesk.sync import receive, send

from .conftest import Network, add_measure, content_of


class StoppedError(Exception):
    """A test's Cancel."""


def stop_at(number: int) -> tuple[Callable[[int, int], None], list[tuple[int, int]]]:
    """A step that raises when it is taken for the ``number``th time (never for 0), and the steps that were taken."""
    taken: list[tuple[int, int]] = []

    def step(done: int, of: int) -> None:
        taken.append((done, of))
        if len(taken) == number:
            raise StoppedError

    return step, taken


@pytest.fixture
def arriving(network: Network, monkeypatch: pytest.MonkeyPatch) -> tuple[Workspace, Path]:
    """Ana, and a bundle from Ben with changes enough for several batches."""
    monkeypatch.setattr(pace, "BATCH", 10)
    ana = network.team()
    ben = network.member(ana)
    measure = add_measure(ben, [])
    with ben.edit("Enter points") as edit:
        for day in range(1, 29):
            fields = {"measure": measure, "period": f"2026-02-{day:02d}", "value": {"v": str(day)}}
            edit.add("observation", fields)
    return ana, network.share(ben)


def test_that_a_receive_stopped_at_any_step_has_taken_nothing_in(
    network: Network, arriving: tuple[Workspace, Path]
) -> None:
    ana, bundle = arriving
    before, streams = content_of(ana), ana.log.vector(ana.spaces["team"])
    identity = receive.manifest_of(receive.read_container(bundle, receive.verify)).bundle
    number = 0
    while True:
        number += 1
        step, taken = stop_at(number)
        try:
            result = receive.receive(ana, [bundle], step=step)
        except StoppedError:
            assert content_of(ana) == before
            assert ana.log.vector(ana.spaces["team"]) == streams
            assert not ana.bundle_seen(identity)
            continue
        break
    assert number > 9  # reading, storing and folding, each in several batches
    assert len(taken) == number - 1
    assert result["received"] == [str(bundle)] and ana.bundle_seen(identity)
    assert len(ana.select("observation")) == 28
    assert all(done <= of for done, of in taken) and [d for d, _of in taken] == sorted(d for d, _of in taken)


def test_that_after_a_stop_the_workspace_can_be_written_and_the_file_taken_in(
    network: Network, arriving: tuple[Workspace, Path]
) -> None:
    ana, bundle = arriving
    with pytest.raises(StoppedError):
        receive.receive(ana, [bundle], step=stop_at(8)[0])
    with ana.edit("Add cycle") as edit:
        edit.add("cycle", {"title": "Written after the stop"})
    assert network.receive(ana, bundle)["received"]
    assert len(ana.select("cycle")) == 1 and len(ana.select("observation")) == 28


def test_that_of_two_files_only_the_one_in_hand_is_left_out(network: Network, arriving: tuple[Workspace, Path]) -> None:
    ana, bundle = arriving
    carl = network.member(ana, "Carl")
    with carl.edit("Add") as edit:
        edit.add("measure", {"name": "Reading"})
    second = network.share(carl)
    whole, steps = stop_at(0)
    with ana.preview_copy() as copy:
        receive.receive(copy, [bundle], step=whole)
    with pytest.raises(StoppedError):
        receive.receive(ana, [bundle, second], step=stop_at(len(steps) + 1)[0])
    assert {one["name"] for one in ana.select("measure")} == {"Attendance"}


def test_that_a_preview_stopped_leaves_nothing_behind(
    arriving: tuple[Workspace, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ana, bundle = arriving
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = content_of(ana)
    with pytest.raises(StoppedError):
        receive.preview(bundle, ana, step=stop_at(5)[0])
    assert list(tmp_path.glob("netdesk-preview-*")) == []
    assert content_of(ana) == before


def test_that_sharing_stopped_at_any_step_writes_no_file(
    network: Network, arriving: tuple[Workspace, Path], tmp_path: Path
) -> None:
    ana, bundle = arriving
    network.receive(ana, bundle)
    target = tmp_path / "out.ndsync"
    number = 1
    while True:
        step, taken = stop_at(number)
        try:
            send.share(ana, "team", target, full=True, step=step)
        except StoppedError:
            assert not target.exists() and list(target.parent.glob(f"{target.name}*")) == []
            number += 1
            continue
        break
    assert number > 4 and target.exists()
    done, of = taken[-1]
    assert done == of


def test_that_a_pace_counts_what_passes_and_never_says_more_than_the_whole() -> None:
    told: list[tuple[int, int]] = []
    passing = Pace(lambda done, of: told.append((done, of)), 3)
    assert list(passing.over("abc")) == ["a", "b", "c"]
    passing.expect(2)
    assert list(passing.over("de")) == ["d", "e"]
    passing.step()
    assert told == [(0, 3), (5, 5)]

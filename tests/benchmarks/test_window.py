"""`make bench`: how soon the window is there, and whether it ever keeps a person waiting."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from netdesk.store.workspace import Workspace
from tests.benchmarks.measure import say
from tests.benchmarks.test_canvas import fill_diagrams
from tests.benchmarks.test_store import fill
from tests.ui.sample_team import make_sample_team

pytestmark = pytest.mark.bench

ROUNDS = 5


def program(tmp_path: Path, module: str, *words: str) -> str:
    """What one of the benchmark's own programs prints."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "NETDESK_DATA_DIR": str(tmp_path / "data"),
        # As where it is installed: what Python has compiled once is kept, here for this test only.
        "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def milestones(tmp_path: Path, *programs: tuple[str, ...]) -> list[dict[str, float]]:
    """The median seconds of each program's milestones; they are started by turns, so that all meet the same moods."""
    rounds: list[list[dict[str, float]]] = []
    for _round in range(ROUNDS + 1):
        told = [program(tmp_path, "window_start", *words).split() for words in programs]
        rounds.append([dict(zip(one[::2], map(float, one[1::2]), strict=True)) for one in told])
    del rounds[0]  # it warms the disk, and Python compiles in it
    return [
        {name: statistics.median(one[place][name] for one in rounds) for name in rounds[0][place]}
        for place in range(len(programs))
    ]


def test_that_the_window_is_timed_against_a_bare_one(tmp_path: Path, own_data_dir: Path) -> None:
    path = tmp_path / "sample.netdesk"
    make_sample_team(path).close()
    (bare, mapped, ours) = milestones(tmp_path, ("bare",), ("mapping",), ("window", str(path)))
    base, mapping = bare["shown"], mapped["mapped"]
    assert 0 < ours["shown"] <= ours["home"]
    print("\nThe window, in seconds of work since the start of Python")
    say("a bare PySide6 window", f"{base:.2f} s")
    say("SQLAlchemy imported, the entities mapped", f"{mapping:.2f} s")
    say("the frame shown", f"{ours['shown']:.2f} s")
    say("frame / bare window", f"{ours['shown'] / base:.1f} x", "≤ 1.5 x")
    say("Home painted with all it says", f"{ours['home']:.2f} s")
    say("Home / (bare window + SQLAlchemy and mapping)", f"{ours['home'] / (base + mapping):.2f} x", "≤ 1.5 x")


@pytest.mark.timeout(600)  # two sittings, one of them to compile, on a machine that may have other work
def test_that_no_event_keeps_the_window_waiting_with_20_000_observations(tmp_path: Path) -> None:
    path = tmp_path / "large.netdesk"
    with Workspace.create(path, team="A", person="Ana") as workspace:
        fill(workspace, 20_000, 400)
        with workspace.edit("Draw") as edit:
            fill_diagrams(edit)
        assert len(workspace.select("observation")) == 20_000
    program(tmp_path, "watchdog", str(path))  # the first keeps what Python compiles
    told = program(tmp_path, "watchdog", str(path)).splitlines()
    assert told[0].split()[0].isdigit() and int(told[0].split()[0]) > 500
    print("\nThe window with 20,000 observations, 400 cycles, and a theory and a fishbone of 500 nodes each")
    for line in told:
        print(f"  {line}")

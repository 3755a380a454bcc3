"""Killed at any moment, a workspace holds every edit that was answered, and nothing by halves."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netdesk.store.check import check
from netdesk.store.workspace import Workspace
from tests.store.school import School

CHECKOUT = Path(__file__).resolve().parents[2]


def read_lines(stream: int, seconds: float, most: int | None = None) -> list[bytes]:
    """Whole lines that arrive within this time, or until there are ``most``."""
    data = b""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and (most is None or data.count(b"\n") < most):
        if select.select([stream], [], [], left)[0]:
            part = os.read(stream, 1 << 16)
            if not part:
                break
            data += part
    return data.split(b"\n")[:-1]


def kill_while_typing(path: Path, seed: int, seconds: float) -> dict[str, str]:
    """Let a typist work, kill it after this time; {record: text} of what it had acknowledged, newest last."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.typist", str(path), str(seed)], stdout=subprocess.PIPE, cwd=CHECKOUT
    ) as typist:
        assert typist.stdout is not None
        stream = typist.stdout.fileno()
        assert read_lines(stream, 60, most=1)[:1] == [b"ready"]
        lines = read_lines(stream, seconds)
        os.kill(typist.pid, signal.SIGKILL)
        # What was printed before the kill was acknowledged, also if it is read only now.
        lines += read_lines(stream, 5)
    words = [line.decode().split(" ", 3) for line in lines if line.count(b" ") == 3]
    return {record: text for _kind, record, _field, text in words}


def number(text: str) -> tuple[int, int]:
    seed, count = text.split("-")
    return int(seed), int(count)


def kill_often(school: School, kills: int, seed: int, *, check_every: int) -> int:
    """So many kills at random moments on one file; returns the number of acknowledged edits, none of them lost."""
    chance = random.Random(seed)
    path = school.team("Ana").path
    school.close()
    acknowledged: dict[str, str] = {}
    edits = 0
    for turn in range(1, kills + 1):
        said = kill_while_typing(path, turn, chance.uniform(0.02, 0.25))
        edits += max((number(text)[1] for text in said.values()), default=0)
        acknowledged |= said
        with Workspace.open(path) as found:
            assert not found.read_only, "the lock of the killed is free"
            texts = {one["id"]: one["text"] for one in found.select("norm")}
            for record, text in acknowledged.items():
                # The very last edit may be on disk without having been acknowledged.
                assert record in texts and number(texts[record]) >= number(text), (turn, record, text)
            titles = {one["id"] for one in found.select("cycle")}
            assert {one["cycle"] for one in found.select("question")} == titles, "an edit is whole or not at all"
            if turn % check_every == 0 or turn == kills:
                assert check(found) == []
            for one in found.backups():
                assert one.path.suffix == ".netdesk"
    return edits


@pytest.mark.slow
def test_that_20_kills_lose_no_acknowledged_edit(school: School) -> None:
    assert kill_often(school, 20, seed=7, check_every=10) > 100


@pytest.mark.soak
def test_that_200_kills_lose_none_of_5000_acknowledged_edits(school: School) -> None:
    kills, edits = 0, 0
    while kills < 200 or edits < 5000:
        folder = school.folder / str(kills)
        folder.mkdir()
        edits += kill_often(School(folder, kills), 50, seed=kills, check_every=10)
        kills += 50
    assert kills >= 200 and edits >= 5000


AT_THE_COMMIT = """
import os, signal, sys
from netdesk.store.workspace import Workspace

ws = Workspace.open(sys.argv[1])
with ws.edit("Add") as edit:
    record = edit.add("aim", {"what": "acknowledged"})
print("acknowledged", flush=True)
moment = sys.argv[2]
writer = ws._need_writer()
raw = writer._Log__connection.connection.dbapi_connection
count = 0

def die(*_parts):
    global count
    count += 1
    if count >= int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

if moment == "statement":
    raw.set_trace_callback(die)
else:
    raw.set_progress_handler(die, 20)
if moment == "checkpoint":
    ws.checkpoint()
else:
    with ws.edit("Change") as edit:
        edit.put("aim", record, {"what": "new", "to": "1"})
        edit.add("norm", {"text": "new"})
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "count"),
    [("statement", 1), ("statement", 5), ("statement", 9), ("inside", 8), ("inside", 25), ("checkpoint", 1)],
)
def test_that_a_kill_inside_an_edit_leaves_the_old_state_or_the_new(school: School, moment: str, count: int) -> None:
    path = school.team("Ana").path
    school.close()
    ended = subprocess.run(
        [sys.executable, "-c", AT_THE_COMMIT, str(path), moment, str(count)], capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout) == (-9, "acknowledged\n"), ended.stderr
    with Workspace.open(path) as found:
        aims, norms = [one["what"] for one in found.select("aim")], [one["text"] for one in found.select("norm")]
        assert (aims, norms) in ((["acknowledged"], []), (["new"], ["new"]))
        assert check(found) == []

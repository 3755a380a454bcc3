"""The main job from end to end, as people run it: separate programs, separate computers, files in between."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
MEASURE, AIM, CYCLE, QUESTION = ("1" * 32, "2" * 32, "3" * 32, "4" * 32)


@pytest.fixture
def on(tmp_path: Path) -> Callable[..., str]:
    """Run a command on somebody's computer: each has a folder and a data folder of its own."""

    def runner(computer: str, *words: str, status: int = 0) -> str:
        folder = tmp_path / computer
        folder.mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "netdesk", *words],
            cwd=folder,
            env={
                **os.environ,
                "NETDESK_DATA_DIR": str(folder / "data"),
                "PYTHONPATH": os.pathsep.join([str(CHECKOUT), os.environ.get("PYTHONPATH", "")]),
            },
            capture_output=True,
            timeout=90,
            check=False,
        )
        assert done.returncode == status, done.stderr.decode()
        assert b"Traceback" not in done.stderr
        return done.stdout.decode()

    return runner


def write(path: Path, *lines: dict[str, Any]) -> None:
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")


def carry(tmp_path: Path, source: str, target: str, name: str) -> None:
    """A USB stick."""
    (tmp_path / target / name).write_bytes((tmp_path / source / name).read_bytes())


def first_work() -> list[dict[str, Any]]:
    """An aim, a measure with 24 weeks, and a cycle whose test begins with a prediction."""
    values = [61, 63, 60, 62, 64, 61, 59, 63, 62, 60, 61, 62, 71, 73, 72, 74, 71, 75, 73, 72, 74, 73, 75, 74]
    weeks = [date(2025, 9, 1) + timedelta(weeks=n) for n in range(len(values))]
    return [
        {
            "do": "add",
            "kind": "measure",
            "id": MEASURE,
            "fields": {"name": "Days attended", "unit": "%", "better": "up"},
        },
        {
            "do": "add",
            "kind": "aim",
            "id": AIM,
            "fields": {"what": "Raise attendance", "from": 62, "to": 75.5, "by": "2026-05-29", "measure": MEASURE},
        },
        *(
            {
                "do": "add",
                "kind": "observation",
                "fields": {"measure": MEASURE, "period": week.isoformat(), "value": {"n": value, "d": 100}},
            }
            for week, value in zip(weeks, values, strict=True)
        ),
        {"do": "add", "kind": "cycle", "id": CYCLE, "fields": {"title": "Call on the first morning", "stage": "plan"}},
        {
            "do": "add",
            "kind": "question",
            "id": QUESTION,
            "fields": {
                "cycle": CYCLE,
                "text": "Do families answer?",
                "prediction": "7 of 10",
                "because": "They did in May",
            },
        },
        {"do": "add", "kind": "data_item", "fields": {"cycle": CYCLE, "measure": MEASURE, "what": "calls answered"}},
        {"do": "set", "kind": "cycle", "id": CYCLE, "fields": {"stage": "do", "started": "2025-11-24"}},
    ]


@pytest.mark.slow
@pytest.mark.timeout(300)  # two dozen programs, each with its own start
def test_that_a_team_a_teammate_and_a_hub_do_the_main_job(on: Callable[..., str], tmp_path: Path) -> None:
    import pypdf

    on("ana", "new", "lincoln.netdesk", "--team", "Lincoln", "--person", "Ana")
    write(tmp_path / "ana" / "work.jsonl", *first_work())
    on("ana", "apply", "lincoln.netdesk", "work.jsonl")

    words = on("ben", "join", "lincoln.netdesk", "--person", "Ben", "--out", "ben.request").strip()
    carry(tmp_path, "ben", "ana", "ben.request")
    assert (
        on("ana", "admit", "lincoln.netdesk", "ben.request", "--words", words, "--out", "ben.invite").strip() == words
    )
    carry(tmp_path, "ana", "ben", "ben.invite")
    on("ben", "receive", "lincoln.netdesk", "ben.invite")
    assert on("ben", "dump", "lincoln.netdesk") == on("ana", "dump", "lincoln.netdesk")

    study = {"observed": "4 of 10", "matched": "no", "learned": "Evenings work better"}
    write(
        tmp_path / "ben" / "study.jsonl",
        {"do": "set", "kind": "question", "id": QUESTION, "fields": study},
        {"do": "set", "kind": "cycle", "id": CYCLE, "fields": {"stage": "act", "decision": "adapt"}},
        {"do": "publish", "kind": "measure", "id": MEASURE},
        {"do": "publish", "kind": "cycle", "id": CYCLE},
    )
    on("ben", "apply", "lincoln.netdesk", "study.jsonl")
    bundle = Path(json.loads(on("ben", "share", "lincoln.netdesk", "--with", "team", "--json"))["file"]).name
    carry(tmp_path, "ben", "ana", bundle)
    assert json.loads(on("ana", "preview", bundle, "--into", "lincoln.netdesk", "--json"))["signed"] == "known"
    on("ana", "receive", "lincoln.netdesk", bundle)
    assert on("ana", "dump", "lincoln.netdesk") == on("ben", "dump", "lincoln.netdesk")
    assert json.loads(on("ana", "check", "lincoln.netdesk", "--json"))["ok"] is True

    on("ana", "report", "lincoln.netdesk", "cycle", CYCLE, "--out", "cycle.pdf", "--paper", "a4")
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "ana" / "cycle.pdf").pages)
    for words_on_paper in ("Call on the first morning", "7 of 10", "4 of 10", "Evenings work better"):
        assert words_on_paper in text

    on("hub", "new", "hub.netdesk", "--team", "River Network", "--hub", "--person", "Hana")
    words = on("hub", "join", "hub.netdesk", "--person", "Hana", "--out", "hub.request").strip()
    carry(tmp_path, "hub", "ana", "hub.request")
    on("ana", "admit", "lincoln.netdesk", "hub.request", "--role", "hub", "--words", words, "--out", "hub.invite")
    carry(tmp_path, "ana", "hub", "hub.invite")
    on("hub", "receive", "hub.netdesk", "hub.invite")
    on("ana", "share", "lincoln.netdesk", "--with", "hub", "--out", "to-hub.ndsync")
    carry(tmp_path, "ana", "hub", "to-hub.ndsync")
    on("hub", "receive", "hub.netdesk", "to-hub.ndsync")
    published = json.loads(on("hub", "dump", "hub.netdesk", "--space", "published"))["records"]
    assert len(published["observation"]) == 24
    assert published["question"][0]["learned"] == "Evenings work better"
    assert "aim" not in published
    on("hub", "receive", "hub.netdesk", bundle, status=1)  # the team's own bundle is not there …
    carry(tmp_path, "ana", "hub", bundle)
    on("hub", "receive", "hub.netdesk", bundle, status=3)  # … and is not for the hub

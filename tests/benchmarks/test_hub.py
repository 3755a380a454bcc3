"""`make bench`: a hub with 300 teams' bundles of 500 changes each, its page on the result, and what goes back."""

from __future__ import annotations

import os
import resource
import statistics
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from netdesk.hub.collect import collect
from netdesk.hub.giving_back import return_all
from netdesk.hub.network import read_network
from netdesk.store.workspace import Workspace
from tests.benchmarks.measure import median_seconds, once, say
from tests.benchmarks.test_exchange import WORDS, raw_rows_a_second
from tests.hub.paper import PaperTeam, asked_by

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1700)]

TEAMS = 300
CHANGES = 500
#: As many as the demo has: the page on these is what the large one is compared with.
FEW = 6


def write_team(team: PaperTeam) -> None:
    """A team's published work: 500 changes in its published space, among them a measure with 40 weeks."""
    chance = team.random
    measure = team.publish("measure", {"name": "Weekly attendance", "better": "up", "unit": "%", "rules": "anhoej"})
    for week in range(40):
        period = (date(2025, 9, 1) + timedelta(weeks=week)).isoformat()
        value = {"n": str(chance.randrange(70, 95)), "d": "99"}
        team.publish("observation", {"measure": measure, "period": period, "ordinal": "0", "value": value})
    for _cycle in range(51):
        stage = chance.choice(["do", "closed", "closed"])
        made = team.publish("cycle", {"title": " ".join(chance.sample(WORDS, 3)), "stage": stage})
        for field in ("plan", "do", "study", "act", "plan", "do", "study", "act"):
            team.put("cycle", made, field, " ".join(chance.choices(WORDS, k=9)))


def network(folder: Path, teams: int) -> tuple[Workspace, Path]:
    """A hub that so many teams admitted, and the folder of their bundles."""
    inbox, invites = folder / "inbox", folder / "invites"
    inbox.mkdir(parents=True)
    invites.mkdir()
    hub = Workspace.create(folder / "hub.netdesk", team="Hub", person="Hal", hub=True)
    asked = asked_by(hub, folder)
    for number in range(teams):
        team = PaperTeam(hub, f"Team {number}", number, time.time)
        team.write(invites / f"{number:03d}.ndsync", answering=asked)
        write_team(team)
        team.write(inbox / f"{number:03d}.ndsync")
    assert len(collect(hub, [invites])["received"]) == teams
    return hub, inbox


def painted_seconds(path: Path) -> tuple[float, float]:
    """How long the Network room takes from being opened until its teams are read and painted, in the real window.

    The second number is how much of it the window's own thread works, in seconds of the processor.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication, QWidget

    from netdesk.ui import app as program
    from netdesk.ui.pages.network import NetworkPage

    program.make_application()
    window = program.open_window(path, remembered=False)
    window.resize(1280, 720)
    page = window.pages["network"]
    assert isinstance(page, NetworkPage)

    def open_room() -> None:
        window.go("network", "teams")
        page.part.finish()
        QApplication.processEvents()
        window.grab()

    seconds = median_seconds(open_room)
    own = []
    for _round in range(5):
        began = time.thread_time()
        open_room()
        own.append(time.thread_time() - began)
    assert page.teams.findChildren(QWidget, "team_row")
    window.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return seconds, statistics.median(own)


def test_that_a_hub_collects_shows_and_returns_for_300_teams(tmp_path: Path) -> None:
    rate = raw_rows_a_second(tmp_path / "raw.db")
    few, inbox = network(tmp_path / "few", FEW)
    assert len(collect(few, [inbox])["received"]) == FEW
    small = median_seconds(lambda: read_network(few))
    few.close()
    small_page, small_own = painted_seconds(few.path)
    hub, inbox = network(tmp_path / "many", TEAMS)
    result: dict[str, object] = {}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = once(lambda: result.update(collect(hub, [inbox])))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert len(result["received"]) == TEAMS  # type: ignore[arg-type]
    changes = sum(stream.seq for stream in hub.log.streams() if stream.space.startswith("N:"))
    assert changes >= TEAMS * CHANGES * 0.95
    again = once(lambda: collect(hub, [inbox]))
    page = once(lambda: result.update(view=read_network(hub)))
    assert len(result["view"].teams) == TEAMS  # type: ignore[attr-defined]
    out = tmp_path / "back"
    out.mkdir()
    returned = once(lambda: result.update(back=return_all(hub, out)))
    assert len(result["back"]) == TEAMS  # type: ignore[arg-type]
    hub.close()
    large_page, large_own = painted_seconds(hub.path)
    print(f"\nA hub with {TEAMS} teams, {changes:,} changes in their bundles")
    say("bundles/s", f"{TEAMS / seconds:.1f}")
    say("changes/s", f"{changes / seconds:,.0f}")
    say("changes/s by raw rows/s (R)", f"{changes / seconds / rate:.3f}")
    say("the same folder again, bundles/s", f"{TEAMS / again:.0f}")
    say("growth of memory over the collect", f"{grown:.0f} MB")
    say(f"the network's page read: {FEW} teams", f"{small * 1e3:.0f} ms")
    say(f"the network's page read: {TEAMS} teams", f"{page * 1e3:.0f} ms")
    say("per team, the large by the small", f"{page / TEAMS / (small / FEW):.2f} x", "≤ 2 x")
    say(f"the Network page read and painted: {FEW} teams", f"{small_page * 1e3:.0f} ms")
    say(f"the Network page read and painted: {TEAMS} teams", f"{large_page * 1e3:.0f} ms")
    say("the page of the large by that of the small", f"{large_page / small_page:.2f} x", "≤ 2 x")
    say("the same, the window's own thread alone", f"{large_own / small_own:.2f} x", "≤ 2 x")
    say("return, bundles/s", f"{TEAMS / returned:.1f}")

"""The hub's desk: collecting, the network's page, the dictionary and the matrix."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from netdesk.errors import NetDeskError
from netdesk.hub import dictionary as hub_dictionary
from netdesk.hub.collect import bundles_in, collect, lines_of
from netdesk.hub.giving_back import return_all
from netdesk.hub.network import read_network, status
from netdesk.operations import dictionary, measures
from netdesk.store.check import check
from netdesk.store.workspace import Workspace
from netdesk.sync import send
from tests.hub.conftest import TODAY, Exchange, add

ENTRY = {
    "name": "Attendance", "type": "outcome", "unit": "%", "better": "up", "chart": "run",
    "text": "Students present half a day.", "denominator": "Enrolled",
}  # fmt: skip


def points(ws: Workspace, measure: str, low: int, high: int) -> None:
    rows = [
        measures.PointRow(date(2025, 9, 1) + timedelta(weeks=n), {"n": low if n < 12 else high, "d": 100})
        for n in range(24)
    ]
    with ws.edit("Points") as edit:
        measures.set_points(edit, measure, rows)
        edit.publish("measure", measure)


def test_that_bad_bundles_are_set_aside_and_the_rest_goes_on_and_a_second_time_all_is_had(exchange: Exchange) -> None:
    a, b = exchange.member_team("Alder"), exchange.member_team("Birch")
    inbox = exchange.folder / "inbox"
    (inbox / "more").mkdir(parents=True)
    add(a, "cycle", publish=True, title="Text")
    good = Path(send.share(a, "hub", inbox / "a.ndsync")["file"])
    other = Path(send.share(b, "hub", inbox / "more" / "renamed")["file"])
    torn = inbox / "half.ndsync"
    torn.write_bytes(good.read_bytes()[:-200])
    (inbox / "notes.txt").write_text("Bring the sticks back.")
    (inbox / ".a.ndsync.part").write_bytes(good.read_bytes())
    assert bundles_in([inbox]) == [good, torn, other]
    result = collect(exchange.hub, [inbox], jobs=2)
    assert result["received"] == [str(good), str(other)]
    assert [one["bundle"] for one in result["refused"]] == [str(torn)]
    assert result["refused"][0]["reason"]
    again = collect(exchange.hub, [inbox, good])
    assert again["already"] == [str(good), str(other)] and len(again["refused"]) == 1
    assert [(state, path) for state, path, _why in lines_of(again)] == [
        ("already", str(good)), ("already", str(other)), ("set aside", str(torn)),
    ]  # fmt: skip
    assert len(exchange.hub.select("cycle", space="published")) == 1
    with pytest.raises(NetDeskError, match="team's workspace"):
        collect(a, [inbox])
    with pytest.raises(NetDeskError, match="no file or folder"):
        collect(exchange.hub, [exchange.folder / "nowhere"])


def test_that_the_network_is_shown_by_name_with_own_centre_lines_and_other_definitions_apart(
    exchange: Exchange,
) -> None:
    b, a, c = (exchange.member_team(name) for name in ("Birch", "alder", "Cedar"))
    with exchange.hub.edit("Entry") as edit:
        entry = hub_dictionary.add_entry(edit, ENTRY)
    exchange.round()
    for ws, low, high in ((a, 80, 90), (b, 60, 61)):
        with ws.edit(dictionary.USE_ENTRY) as edit:
            measure = dictionary.use_entry(edit, entry, since=date(2025, 9, 1))
        points(ws, measure, low, high)
        add(ws, "cycle", publish=True, title="Text", stage="do")
        add(ws, "driver", publish=True, name="Families  hear first")
    other = add(c, "measure", name="Attendance, ours", unit="%", better="up", dictionary=entry)
    add(c, "measure_definition", measure=other, text="Present at all.", denominator="enrolled.")
    points(c, other, 70, 70)
    add(c, "cycle", publish=True, title="Done", stage="closed", decision="adopt")
    exchange.round()
    view = read_network(exchange.hub)
    assert [row.name for row in view.teams] == ["alder", "Birch", "Cedar"]
    assert [len(row.cycles) for row in view.teams] == [1, 1, 0]
    assert view.teams[0].signals and "Attendance" in view.teams[0].signals[0]
    assert view.teams[2].signals == ()
    (shared,) = view.measures
    assert [panel.team_name for panel in shared.panels] == ["alder", "Birch"]
    centres = [panel.chart.result.phases[0].centre for panel in shared.panels if panel.chart]
    assert len(set(centres)) == 2
    assert [(panel.team_name, panel.differs) for panel in shared.apart] == [("Cedar", ("definition",))]
    assert shared.not_yet == ()
    assert [(one.name, one.teams) for one in view.drivers] == [("Families hear first", ("alder", "Birch"))]
    told = status(exchange.hub)["teams"]
    assert [set(one) for one in told] == [{"team", "last_heard", "cycles_open", "signals"}] * 3
    assert all(str(one["last_heard"]).endswith("Z") for one in told)
    assert check(exchange.hub) == []


def test_that_a_new_version_reaches_the_teams_and_who_counts_by_the_older_is_seen(exchange: Exchange) -> None:
    a = exchange.member_team("Alder")
    with exchange.hub.edit("Entry") as edit:
        first = hub_dictionary.add_entry(edit, ENTRY)
    exchange.round()
    with a.edit(dictionary.USE_ENTRY) as edit:
        measure = dictionary.use_entry(edit, first, since=TODAY)
        edit.publish("measure", measure)
    with exchange.hub.edit(hub_dictionary.NEW_VERSION) as edit:
        second = hub_dictionary.new_version(edit, first, {"denominator": "Enrolled on the day"})
    with pytest.raises(NetDeskError, match="newer version"), exchange.hub.edit("Again") as edit:
        hub_dictionary.new_version(edit, first, {"text": "x"})
    exchange.round()
    known = dictionary.read_dictionary(a)
    assert [(one.id, one.version, one.older) for one in known.entries] == [(second, 2, (first,))]
    assert [(one.entry, one.newer, one.differs) for one in known.uses] == [(first, second, ())]
    (use,) = hub_dictionary.read_uses(exchange.hub)
    assert [(one.team_name, one.version) for one in use.older] == [("Alder", 1)] and not use.alike
    with a.edit(dictionary.USE_ENTRY) as edit:
        dictionary.use_entry(edit, second, since=date(2026, 5, 1), measure=measure)
    # What is counted changed, so the chart shows the break: a second definition with its day.
    assert [one["since"] for one in a.select("measure_definition")] == ["2026-03-02", "2026-05-01"]
    exchange.round()
    (use,) = hub_dictionary.read_uses(exchange.hub)
    assert [one.team_name for one in use.alike] == ["Alder"]


def test_that_a_return_twice_carries_nothing_twice_and_needs_teams_and_a_folder(exchange: Exchange) -> None:
    with pytest.raises(NetDeskError, match="No team has admitted"):
        return_all(exchange.hub, exchange.folder)
    a = exchange.member_team("Alder")
    exchange.round()
    with pytest.raises(NetDeskError, match="no folder"):
        return_all(exchange.hub, exchange.folder / "nowhere")
    with pytest.raises(NetDeskError, match="team's workspace"):
        return_all(a, exchange.folder)
    exchange.round()
    seq = {stream.space: stream.seq for stream in exchange.hub.log.streams()}
    exchange.round()
    assert {stream.space: stream.seq for stream in exchange.hub.log.streams() if stream.space[0] in "FH"} == {
        space: n for space, n in seq.items() if space[0] in "FH"
    }

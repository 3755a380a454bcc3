"""The chain from problem to spread: both questions from every kind of link, and what is missing."""

from __future__ import annotations

import pytest

from netdesk import Workspace
from netdesk.operations import aims, causes, chain, cycles, drivers


@pytest.fixture
def made(workspace: Workspace) -> dict[str, str]:
    with workspace.edit("The whole way") as edit:
        ids = {"problem": edit.add("problem", {"statement": "1 in 5 misses two days a month", "since": "2026-01-10"})}
        ids["fishbone"] = causes.add_fishbone(edit, "Low attendance", preset="blank", problem=ids["problem"])
        bone = causes.add_cause(edit, ids["fishbone"], "People", category=True)
        upper = causes.add_cause(edit, ids["fishbone"], "Families hear too late", parent=bone)
        ids["cause"] = causes.add_cause(edit, ids["fishbone"], "The list comes at 11", parent=upper)
        causes.set_cause(edit, ids["cause"], "status", "supported")
        causes.add_evidence(edit, ids["cause"], "for", "Printed at 10:52")
        ids["aim"] = aims.add_aim(edit, {"what": "Raise attendance", "to": "93"})
        ids["driver"] = causes.cause_to_driver(edit, ids["cause"], ids["aim"])
        other = drivers.add_driver(edit, ids["aim"], "Trust")
        ids["change_idea"] = drivers.add_idea(edit, "Morning call", parent=ids["driver"])
        drivers.link(edit, other, ids["change_idea"], strength="weak")
        ids["cycle"] = cycles.add_cycle(edit, "12 families", fields={"idea": ids["change_idea"]})
        following = cycles.add_cycle(edit, "Whole grade", fields={"idea": ids["change_idea"]})
        edit.put("cycle", ids["cycle"], {"stage": "closed", "decision": "scale", "next": following})
        ids["measure"] = edit.add("measure", {"name": "Families reached", "of": ids["driver"]})
        edit.add("data_item", {"cycle": ids["cycle"], "measure": ids["measure"]})
        edit.add("contribution", {"what": ids["change_idea"], "taken_up_by": "Grant Middle"})
    return ids


@pytest.mark.parametrize(
    ("start", "path"),
    [
        ("decision", "decision cycle change_idea driver cause aim problem"),
        ("cycle", "cycle change_idea driver cause aim problem"),
        ("measure", "measure driver cause aim problem"),
        ("change_idea", "change_idea driver cause aim problem"),
        ("driver", "driver cause aim problem"),
        ("aim", "aim problem"),
        ("cause", "cause cause fishbone problem"),
    ],
)
def test_that_every_link_tells_why(workspace: Workspace, made: dict[str, str], start: str, path: str) -> None:
    found = chain.chain(workspace, start, made["cycle" if start == "decision" else start])
    assert [one.kind for one in found.why] == path.split()
    assert found.why[-1].title == "1 in 5 misses two days a month"


def test_that_the_way_up_follows_the_strong_link_and_names_the_others_and_the_cause(
    workspace: Workspace, made: dict[str, str]
) -> None:
    why = chain.chain(workspace, "cycle", made["cycle"]).why
    assert why[1].also == ("Trust",)
    assert [one.note for one in why[2:5]] == [
        "strong link", "the cause it comes from, supported, 1 piece of evidence", "strong link",
    ]  # fmt: skip
    assert (why[3].title, why[3].depth) == ("The list comes at 11", 1)


def test_that_the_way_down_reaches_tests_decisions_measures_and_spread(
    workspace: Workspace, made: dict[str, str]
) -> None:
    came = chain.chain(workspace, "problem", made["problem"]).came
    assert [(one.depth, one.kind) for one in came][:6] == [
        (0, "problem"), (1, "fishbone"), (2, "cause"), (3, "driver"), (4, "measure"), (4, "change_idea"),
    ]  # fmt: skip
    titles = [one.title for one in came]
    for words in ("12 families", "Taken to more people", "Whole grade", "Taken up by Grant Middle", "Families reached"):
        assert words in titles
    assert len(titles) == len({(one.kind, one.id) for one in came})  # nothing is told twice
    depths = {one.title: one.depth for one in came}
    assert depths["Whole grade"] == depths["12 families"]  # tests of one idea stand side by side
    alone = chain.chain(workspace, "decision", made["cycle"]).came
    assert [one.kind for one in alone][:2] == ["decision", "cycle"]


def test_that_broken_links_are_listed_as_work(workspace: Workspace, made: dict[str, str]) -> None:
    with workspace.edit("Loose ends") as edit:
        edit.add("cycle", {"title": "A test of nothing", "stage": "closed"})
        drivers.add_idea(edit, "Loose idea")
        edit.add("measure", {"name": "Suspensions"})
    codes = {(one.code, one.title) for one in chain.broken(workspace)}
    assert codes == {
        ("aim_measure", "Raise attendance"),
        ("driver_cause", "Trust"),
        ("idea_driver", "Loose idea"),
        ("idea_cycle", "Loose idea"),
        ("cycle_idea", "A test of nothing"),
        ("cycle_decision", "A test of nothing"),
        ("measure_of", "Suspensions"),
    }
    own = chain.chain(workspace, "driver", made["driver"]).broken
    assert [one.code for one in own] == ["aim_measure"]


def test_that_a_record_that_is_gone_has_no_chain(workspace: Workspace, made: dict[str, str]) -> None:
    assert chain.chain(workspace, "driver", "9" * 32) == chain.Chain((), (), ())

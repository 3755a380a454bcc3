"""The thread from the table to what mattered: three teams, a hub, and the counts again from lineage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from netdesk.errors import NetDeskError
from netdesk.hub.library import add_to_library, candidates, read_matrix
from netdesk.operations import adopt, asks, contributions, feedback, news, table
from netdesk.store.workspace import Workspace
from tests.hub.conftest import TODAY, Exchange, add


@dataclass(frozen=True)
class Told:
    """The thread as it went through its four rounds: who took part, what was made, and what each saw on the way."""

    a: Workspace
    b: Workspace
    c: Workspace
    hub: Workspace
    idea: str
    pin: str
    given: str
    waits: tuple[table.OnTable, ...]
    came_back: tuple[table.Given, ...]
    shelf: tuple[adopt.Shelf, ...]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    exchange = Exchange(tmp_path_factory.mktemp("thread"))
    a, b, c = (exchange.member_team(name, stage) for name, stage in (("Alder", "2"), ("Birch", "3"), ("Cedar", "1")))
    idea, cycle, pin = _put_down(a)
    with exchange.hub.edit("Agree") as edit:
        feedback.agree_on_stage(edit, "3", ["Hana"], on=TODAY)
    exchange.round()
    waits = table.read_table(b, TODAY).waits
    given = _answer(exchange.hub, b, pin)
    exchange.round()
    came_back = table.read_table(a, TODAY).came_back
    with a.edit(feedback.REPLY) as edit:
        (from_birch,) = [one.id for one in came_back if one.by_team == "Birch"]
        feedback.reply(edit, from_birch, "We now ask for an answer.", built_on=cycle)
    shelf = adopt.read_library(b)
    _take_up(b, idea)
    exchange.round()
    yield Told(a, b, c, exchange.hub, idea, pin, given, waits, came_back, shelf)
    for workspace in reversed(exchange.open):
        workspace.close()


def _put_down(a: Workspace) -> tuple[str, str, str]:
    """Alder's idea, its unfinished cycle, and that on the network's table."""
    idea = add(a, "change_idea", publish=True, name="Text first", description="A text at 8:15, then a call")
    cycle = add(a, "cycle", publish=True, title="Text 5 families", idea=idea, stage="do", plan="Text, then call")
    with a.edit(table.PUT_ON_TABLE) as edit:
        pin = table.put_on_table(edit, cycle, "Is 8:15 too early?", wanted=["warm", "probing"], audience="network")
    return idea, cycle, pin


def _answer(hub: Workspace, b: Workspace, pin: str) -> str:
    """Birch asks, the hub says a strength and puts the idea into its library; Birch's feedback."""
    with b.edit(feedback.GIVE_FEEDBACK) as edit:
        given = feedback.give(edit, pin, "probing", "What if nobody reads it?", evidence_seen="Plan, line 1", spot=1)
    with hub.edit(feedback.GIVE_FEEDBACK) as edit:
        feedback.give(edit, pin, "warm", "Five families is small enough to see.")
    with hub.edit("Add to the library") as edit:
        (one,) = candidates(hub)
        add_to_library(edit, one.idea, name=one.name, description=one.description, from_team=one.team_name, found="")
    return given


def _take_up(b: Workspace, idea: str) -> None:
    """Birch takes the idea up with a change, tests it, and adopts it."""
    with b.edit(adopt.ADOPT) as edit:
        ours = adopt.adopt_idea(
            edit, idea, keep="The text at 8:15", change="The bus driver's name on it", because="Families know him"
        )
    add(b, "cycle", publish=True, title="Six families", idea=ours, stage="closed", decision="adopt",
        decision_because="Five answered.", ended="2026-03-09")  # fmt: skip


def test_that_what_alder_put_down_waits_at_birch_within_alders_stage(told: Told) -> None:
    assert [(one.id, one.team, one.title, one.may_give) for one in told.waits] == [
        (told.pin, "Alder", "Text 5 families", ("warm", "clarifying", "probing"))
    ]


def test_that_feedback_comes_back_with_who_gave_it_and_the_spot(told: Told) -> None:
    back = {(one.kind, one.by_team): one for one in told.came_back}
    assert set(back) == {("probing", "Birch"), ("warm", "River Hub")}
    assert back["probing", "Birch"].spot == 1


def test_that_the_idea_stands_on_birchs_shelf_with_its_test(told: Told) -> None:
    (shelf,) = told.shelf
    assert (shelf.idea, shelf.name, shelf.team) == (told.idea, "Text first", "Alder")
    assert not shelf.own and not shelf.ours
    assert [test.title for test in shelf.tests] == ["Text 5 families"]


def test_that_alder_sees_who_took_it_up_where_what_changed_and_what_came_of_it(told: Told) -> None:
    (use,) = adopt.taken_up(told.a)
    assert (use.team, use.school, use.keep, use.change, use.because) == (
        "Birch", "Birch School", "The text at 8:15", "The bus driver's name on it", "Families know him",
    )  # fmt: skip
    assert (use.decision, use.tests[0].because, use.own) == ("adopt", "Five answered.", False)


def test_that_the_first_news_is_the_use_from_who_uses_it_not_from_the_hub_that_passes_it_on(told: Told) -> None:
    first = news.read_news(told.a)[0]
    assert (first.sort, first.id, first.team) == ("uptake", told.idea, "Birch")
    for words in ("in use at 1 other team", "Birch (Birch School)", "bus driver's name", "keeps it. Five answered."):
        assert words in first.words
    assert news.read_news(told.b)[0].sort == "built on"


def test_that_what_was_given_is_counted_from_the_lineage_records_themselves(told: Told) -> None:
    (use,) = adopt.taken_up(told.a)
    (offered,) = [one for one in contributions.gave_and_got(told.a).gave if one.id == told.idea]
    lineages = told.a.select("lineage", space="hub", from_id=told.idea)
    assert len(offered.taken_up) == len({one["by_team"] for one in lineages}) == 1
    assert len(offered.mattered) == sum(1 for test in use.tests if test.decision)
    assert offered.state == "mattered"
    assert [(one.school, one.change) for one in offered.uses] == [("Birch School", "The bus driver's name on it")]
    assert "taken up" in {one.kind for one in contributions.wins(told.a)}


def test_that_what_birch_took_up_is_not_counted_among_what_birch_gave(told: Told) -> None:
    ours = contributions.gave_and_got(told.b)
    assert {(one.kind, one.state) for one in ours.gave} == {("feedback", "taken up")}
    assert [(one.kind, one.contributed) for one in ours.got] == [("change_idea", "Alder")]
    assert told.given in {one.id for one in contributions.contributions(told.b)}


def test_that_the_hub_sees_origin_and_use_side_by_side_and_cedar_gave_nothing(told: Told) -> None:
    (row,) = read_matrix(told.hub).rows
    assert [(cell.team_name, cell.role, cell.decision, cell.change) for cell in row.cells] == [
        ("Alder", "origin", "", ""),
        ("Birch", "taken up", "adopt", "The bus driver's name on it"),
    ]
    assert adopt.taken_up(told.c) and not contributions.gave_and_got(told.c).gave


def test_that_asks_find_their_team_and_answers_find_the_way_back(exchange: Exchange) -> None:
    a, b = exchange.member_team("Alder"), exchange.member_team("Birch")
    with a.edit(asks.ASK) as edit:
        asks.ask(edit, "How do you reach families without a phone?", minutes=10, to_team="birch")
    with exchange.hub.edit(asks.ASK) as edit:
        asks.ask(edit, "Who kept a routine after its coach left?", minutes=5)
    exchange.round()
    waiting = [one for one in asks.read_asks(b) if one.for_us and one.state == "asked"]
    assert sorted((one.by_team, one.minutes) for one in waiting) == [("Alder", 10), ("River Hub", 5)]
    assert [one.for_us for one in asks.read_asks(a) if not one.own] == [True]
    (of_a,) = [one for one in waiting if one.by_team == "Alder"]
    with b.edit(asks.ANSWER) as edit:
        asks.answer(edit, of_a.id, "We send a note with the bus.", minutes=8)
    exchange.round()
    (asked,) = [one for one in asks.read_asks(a) if one.own]
    assert asked.state == "answered"
    assert [(one.by_team, one.words, one.minutes) for one in asked.answers] == [
        ("Birch", "We send a note with the bus.", 8)
    ]
    assert contributions.gave_and_got(b).minutes_given == 8
    assert contributions.gave_and_got(a).minutes_got == 8


def test_that_a_shared_failure_is_thanked_and_the_thanks_come_first_on_home(exchange: Exchange) -> None:
    a, b = exchange.member_team("Alder"), exchange.member_team("Birch")
    idea = add(a, "change_idea", publish=True, name="Phone tree")
    cycle = add(a, "cycle", publish=True, title="Phone tree", idea=idea, stage="closed", decision="abandon",
                decision_because="It reached nobody.")  # fmt: skip
    exchange.round()
    with exchange.hub.edit("Add to the library") as edit:
        add_to_library(edit, idea, name="Phone tree", description="", from_team="Alder", found="Did not work.")
    exchange.round()
    (failure,) = asks.shared_failures(b)
    assert failure == asks.Failure(cycle, "Phone tree", "Alder", "It reached nobody.", False)
    with b.edit(asks.THANK) as edit:
        asks.thank(edit, failure.cycle, failure.team)
    exchange.round()
    first = news.read_news(a)[0]
    assert (first.sort, first.team, first.kind, first.id, first.new) == ("thanks", "Birch", "cycle", cycle, True)
    news.mark_seen(a)
    assert not any(one.new for one in news.read_news(a))
    assert asks.shared_failures(b)[0].thanked
    assert [one.kind for one in contributions.wins(a)] == ["useful no"]


def test_that_what_is_taken_off_the_table_goes_from_the_others_too_and_what_was_said_stays(exchange: Exchange) -> None:
    a, b = exchange.member_team("Alder", "1"), exchange.member_team("Birch", "1")
    cycle = add(a, "cycle", title="Text")
    with a.edit(table.PUT_ON_TABLE) as edit:
        pin = table.put_on_table(edit, cycle, "Worth it?", audience="network", until=date(2026, 6, 1))
    exchange.round()
    with b.edit(feedback.GIVE_FEEDBACK) as edit:
        feedback.give(edit, pin, "warm", "Small and quick.")
    exchange.round()
    with a.edit(table.TAKE_OFF_TABLE) as edit:
        words = table.withdraw(edit, pin, today=TODAY)
    assert "A copy that a team has received stays" in words
    exchange.round()
    assert table.read_table(b, TODAY).others == ()
    (over,) = table.read_table(a, TODAY).over
    assert [one.text for one in over.feedback] == ["Small and quick."]
    assert a.select("cycle")[0]["title"] == "Text"


def test_that_a_test_is_taken_up_with_its_questions_but_none_of_its_predictions(exchange: Exchange) -> None:
    a, b = exchange.member_team("Alder"), exchange.member_team("Birch")
    idea = add(a, "change_idea", publish=True, name="Text first")
    with a.edit("Test") as edit:
        cycle = edit.add("cycle", {"title": "Text 5 families", "idea": idea, "plan": "Text at 8:15", "scope": 5})
        edit.add("question", {"cycle": cycle, "text": "Do they answer?", "prediction": "7 of 10", "because": "May"})
        edit.publish("cycle", cycle)
    exchange.round()
    with exchange.hub.edit("Add to the library") as edit:
        add_to_library(edit, idea, name="Text first", description="", from_team="Alder", found="")
    exchange.round()
    (shelf,) = adopt.read_library(b)
    with pytest.raises(NetDeskError, match="what you keep or what you change"), b.edit(adopt.ADOPT) as edit:
        adopt.adopt_cycle(edit, shelf.tests[0].id, keep="", change=" ", because="x")
    assert b.select("cycle") == []
    with b.edit(adopt.ADOPT) as edit:
        ours = adopt.adopt_cycle(edit, shelf.tests[0].id, keep="The text", change="At 8:30", because="Later bus")
    record = b.get("cycle", ours) or {}
    assert (record["title"], record["plan"], record["scope"], record["stage"]) == (
        "Text 5 families", "Text at 8:15", "5", "plan",
    )  # fmt: skip
    (question,) = b.select("question", cycle=ours)
    assert question["text"] == "Do they answer?" and not {"prediction", "because"} & question.keys()
    exchange.round()
    (use,) = adopt.taken_up(a)
    assert (use.from_id, use.from_title, use.team, use.change) == (cycle, "Text 5 families", "Birch", "At 8:30")
    assert [test.title for test in use.tests] == ["Text 5 families"]
    (row,) = read_matrix(exchange.hub).rows
    assert [(cell.team_name, cell.role) for cell in row.cells] == [("Alder", "origin"), ("Birch", "taken up")]
    # Taken back, it goes from the other side with the next files.
    with b.edit("Take back") as edit:
        edit.unpublish("lineage", edit.select("lineage")[0]["id"])
    exchange.round()
    assert adopt.taken_up(a) == () and a.select("notice", space="hub") == []

"""Conflicts between two members, and settling each kind; everyone sees it closed."""

from __future__ import annotations

from typing import Any

import pytest

from netdesk.errors import NetDeskError
from netdesk.store.check import check
from netdesk.store.workspace import Workspace
from tests.store.school import School, add, exchange, put, shared_text, text_of


class Pair:
    """Ana and Ben of one team, who hold the same."""

    def __init__(self, school: School) -> None:
        self.ana = school.team("Ana")
        self.ben = school.member(self.ana)

    def exchange(self) -> None:
        exchange(self.ana, self.ben)
        exchange(self.ana, self.ben)
        assert shared_text(self.ana) == shared_text(self.ben)

    def the_conflict(self, type_: str, kind: str, record: str, field: str | None) -> dict[str, Any]:
        """The one open conflict, the same at both."""
        (one,), (other,) = self.ana.conflicts(), self.ben.conflicts()
        assert (one["type"], one["kind"], one["record"], one["field"]) == (type_, kind, record, field)
        assert one["id"] == other["id"] and [v["value"] for v in one["values"]] == [v["value"] for v in other["values"]]
        assert [value["n"] for value in one["values"]] == list(range(1, len(one["values"]) + 1))
        return one

    def settle(
        self, who: Workspace, conflict: dict[str, Any], keep: int | None = None, text: str | None = None
    ) -> None:
        with who.edit("Settle") as edit:
            edit.settle(conflict["id"], keep, text=text)
        assert who.conflicts() == []
        self.exchange()
        assert self.ana.conflicts() == self.ben.conflicts() == []
        for workspace in (self.ana, self.ben):
            assert check(workspace) == []


@pytest.fixture
def pair(school: School) -> Pair:
    return Pair(school)


def test_that_two_values_are_both_kept_with_who_and_when_and_one_is_chosen(pair: Pair) -> None:
    aim = add(pair.ana, "aim", what="Attendance", to="10")
    pair.exchange()
    put(pair.ana, "aim", aim, to="12")
    put(pair.ben, "aim", aim, to="15")
    pair.exchange()
    conflict = pair.the_conflict("value", "aim", aim, "to")
    assert [one["value"] for one in conflict["values"]] == ["15", "12"], "the shown value comes first"
    assert all(one["when"].startswith("2026-03-01T") for one in conflict["values"])
    assert (pair.ana.get("aim", aim) or {})["to"] == "15"
    pair.settle(pair.ana, conflict, keep=2)
    assert (pair.ben.get("aim", aim) or {})["to"] == "12"


def test_that_choosing_the_shown_value_settles_too(pair: Pair) -> None:
    aim = add(pair.ana, "aim", what="Attendance")
    pair.exchange()
    put(pair.ana, "aim", aim, to="12")
    put(pair.ben, "aim", aim, to="15")
    pair.exchange()
    pair.settle(pair.ben, pair.ben.conflicts()[0], keep=1)
    assert (pair.ana.get("aim", aim) or {})["to"] == "15"


def test_that_putting_a_value_by_hand_settles_even_the_shown_one(pair: Pair) -> None:
    aim = add(pair.ana, "aim", what="Attendance")
    pair.exchange()
    put(pair.ana, "aim", aim, to="12")
    put(pair.ben, "aim", aim, to="15")
    pair.exchange()
    put(pair.ana, "aim", aim, to="15")
    pair.exchange()
    assert pair.ana.conflicts() == pair.ben.conflicts() == []


def test_that_the_same_value_typed_twice_is_no_conflict(pair: Pair) -> None:
    aim = add(pair.ana, "aim", what="Attendance")
    pair.exchange()
    put(pair.ana, "aim", aim, to="12")
    put(pair.ben, "aim", aim, to="12.0")
    pair.exchange()
    assert pair.ana.conflicts() == []


def test_that_a_value_and_its_clearing_are_a_conflict_and_the_clearing_can_be_kept(pair: Pair) -> None:
    aim = add(pair.ana, "aim", what="Attendance", to="10")
    pair.exchange()
    put(pair.ana, "aim", aim, to=None)
    put(pair.ben, "aim", aim, to="15")
    pair.exchange()
    conflict = pair.the_conflict("value", "aim", aim, "to")
    pair.settle(pair.ana, conflict, keep=[one["value"] for one in conflict["values"]].index(None) + 1)
    assert "to" not in (pair.ben.get("aim", aim) or {})


def test_that_two_long_texts_can_be_settled_by_a_third(pair: Pair) -> None:
    cycle = add(pair.ana, "cycle", title="First", study="One")
    pair.exchange()
    put(pair.ana, "cycle", cycle, study="Ana's")
    put(pair.ben, "cycle", cycle, study="Ben's")
    pair.exchange()
    conflict = pair.the_conflict("text", "cycle", cycle, "study")
    pair.settle(pair.ben, conflict, text="Ana's and Ben's")
    assert (pair.ana.get("cycle", cycle) or {})["study"] == "Ana's and Ben's"


def test_that_a_pair_is_one_answer_and_never_mixed(pair: Pair) -> None:
    measure = add(pair.ana, "measure", name="Absences")
    point = add(pair.ana, "observation", measure=measure, period="2026-03-01", value={"n": 1, "d": 10})
    pair.exchange()
    put(pair.ana, "observation", point, value={"n": 2, "d": 10})
    put(pair.ben, "observation", point, value={"n": 1, "d": 20})
    pair.exchange()
    conflict = pair.the_conflict("value", "observation", point, "value")
    assert {str(one["value"]) for one in conflict["values"]} == {str({"d": "10", "n": "2"}), str({"d": "20", "n": "1"})}
    pair.settle(pair.ana, conflict, keep=1)


def test_that_two_who_enter_the_same_period_meet_in_one_observation(pair: Pair) -> None:
    measure = add(pair.ana, "measure", name="Absences")
    pair.exchange()
    one = add(pair.ana, "observation", measure=measure, period="2026-03-01", value={"v": 1})
    two = add(pair.ben, "observation", measure=measure, period="2026-03-01", value={"v": 2})
    pair.exchange()
    assert one == two
    pair.settle(pair.ana, pair.the_conflict("value", "observation", one, "value"), keep=2)


@pytest.mark.parametrize("keep", [1, 2])
def test_that_an_edit_of_what_another_deleted_is_kept_until_someone_decides(pair: Pair, keep: int) -> None:
    cycle = add(pair.ana, "cycle", title="First")
    pair.exchange()
    with pair.ana.edit("Delete") as edit:
        edit.delete("cycle", cycle)
    put(pair.ben, "cycle", cycle, study="It worked")
    pair.exchange()
    conflict = pair.the_conflict("edit-vs-delete", "cycle", cycle, None)
    assert (pair.ana.get("cycle", cycle) or {})["study"] == "It worked"
    pair.settle(pair.ana, conflict, keep=keep)
    assert (pair.ben.get("cycle", cycle) is not None) == (keep == 1)


@pytest.mark.parametrize("keep", [1, 2])
def test_that_two_moves_under_two_parents_are_a_conflict(pair: Pair, keep: int) -> None:
    bone = add(pair.ana, "fishbone", effect="Absence")
    one, two, three = (add(pair.ana, "cause", fishbone=bone, text=text) for text in ("one", "two", "three"))
    pair.exchange()
    with pair.ana.edit("Move") as edit:
        edit.move("cause", three, parent=one)
    with pair.ben.edit("Move") as edit:
        edit.move("cause", three, parent=two)
    pair.exchange()
    conflict = pair.the_conflict("move", "cause", three, "pos")
    wanted = conflict["values"][keep - 1]["value"][0]
    pair.settle(pair.ben, conflict, keep=keep)
    assert (pair.ana.get("cause", three) or {})["pos"][0] == wanted


def test_that_two_orders_of_one_list_are_no_conflict(pair: Pair) -> None:
    norms = [add(pair.ana, "norm", text=text) for text in "abc"]
    pair.exchange()
    with pair.ana.edit("Move") as edit:
        edit.move("norm", norms[2])
    with pair.ben.edit("Move") as edit:
        edit.move("norm", norms[2], after=norms[0])
    pair.exchange()
    assert pair.ana.conflicts() == []


def crossed_causes(pair: Pair) -> tuple[str, str]:
    bone = add(pair.ana, "fishbone", effect="Absence")
    one, two = (add(pair.ana, "cause", fishbone=bone, text=text) for text in ("one", "two"))
    pair.exchange()
    with pair.ana.edit("Move") as edit:
        edit.move("cause", one, parent=two)
    with pair.ben.edit("Move") as edit:
        edit.move("cause", two, parent=one)
    pair.exchange()
    return one, two


def test_that_two_moves_that_would_make_a_circle_show_the_first_and_list_the_second(pair: Pair) -> None:
    one, two = crossed_causes(pair)
    conflict = pair.the_conflict("move", "cause", two, "pos")
    assert (pair.ana.get("cause", one) or {})["pos"][0] == two
    assert (pair.ana.get("cause", two) or {})["pos"][0] is None
    with pytest.raises(NetDeskError, match="cannot go under"), pair.ana.edit("Settle") as edit:
        edit.settle(conflict["id"], 2)
    pair.settle(pair.ana, conflict, keep=1)


def test_that_the_second_move_can_be_had_once_the_first_is_moved_away(pair: Pair) -> None:
    one, two = crossed_causes(pair)
    with pair.ana.edit("Move") as edit:
        edit.move("cause", one, parent=None)
    pair.exchange()
    conflict = pair.the_conflict("move", "cause", two, "pos")
    pair.settle(pair.ben, conflict, keep=2)
    assert (pair.ana.get("cause", two) or {})["pos"][0] == one


def crossed_links(pair: Pair) -> tuple[str, str]:
    aim = add(pair.ana, "aim", what="Attendance")
    one, two = (add(pair.ana, "driver", aim=aim, name=name) for name in ("one", "two"))
    pair.exchange()
    first = add(pair.ana, "driver_link", parent=one, child=two)
    second = add(pair.ben, "driver_link", parent=two, child=one)
    pair.exchange()
    return first, second


def test_that_two_links_that_would_make_a_circle_show_the_first_and_list_the_second(pair: Pair) -> None:
    first, second = crossed_links(pair)
    conflict = pair.the_conflict("link", "driver_link", second, None)
    assert [one["id"] for one in pair.ben.select("driver_link")] == [first]
    with pytest.raises(NetDeskError, match="circle"), pair.ana.edit("Settle") as edit:
        edit.settle(conflict["id"], 2)
    pair.settle(pair.ben, conflict, keep=1)
    assert [one["id"] for one in pair.ana.select("driver_link")] == [first]


def test_that_the_second_link_shows_once_the_first_is_deleted(pair: Pair) -> None:
    first, second = crossed_links(pair)
    with pair.ana.edit("Delete") as edit:
        edit.delete("driver_link", first)
    assert [one["id"] for one in pair.ana.select("driver_link")] == [second]
    assert pair.ana.conflicts() == []
    pair.exchange()
    assert pair.ben.conflicts() == []


def test_that_the_hidden_link_can_be_drawn_again_in_the_edit_that_deletes_the_other(pair: Pair) -> None:
    first, second = crossed_links(pair)
    with pair.ana.edit("Turn the link round") as edit:
        ends = {"parent": edit.find("driver_link", second).values["parent"], "child": None}  # type: ignore[union-attr]
        ends["child"] = edit.find("driver_link", second).values["child"]  # type: ignore[union-attr]
        edit.delete("driver_link", first)
        if edit.get("driver_link", second) is None:
            edit.add("driver_link", ends)
    pair.exchange()
    assert [one["id"] for one in pair.ben.select("driver_link")] == [second]
    assert check(pair.ana) == check(pair.ben) == []


def test_that_a_prediction_that_arrives_after_the_lock_is_shown_as_an_amendment(pair: Pair) -> None:
    cycle = add(pair.ana, "cycle", title="First", stage="plan")
    question = add(pair.ana, "question", cycle=cycle, text="Will it?", prediction="Half")
    pair.exchange()
    put(pair.ana, "cycle", cycle, stage="do")
    put(pair.ben, "question", question, prediction="All of them")
    pair.exchange()
    for workspace in (pair.ana, pair.ben):
        assert (workspace.get("question", question) or {})["prediction"] == "Half"
        (late,) = workspace.select("amendment")
        assert (late["question"], late["prediction"]) == (question, "All of them")
        assert workspace.conflicts() == []
        assert check(workspace) == []
        with pytest.raises(NetDeskError, match="amendment of your own"):
            put(workspace, "amendment", late["id"], reason="x")
    with pair.ana.edit("Delete") as edit:
        edit.delete("question", question)
    assert pair.ana.select("amendment") == []
    assert check(pair.ana) == []
    pair.ana.undo()
    assert len(pair.ana.select("amendment")) == 1
    with pair.ana.edit("Keep to myself") as edit:
        edit.level("cycle", cycle, "me")
    (kept,) = pair.ana.select("amendment")
    assert (kept["prediction"], kept["space"]) == ("All of them", pair.ana.spaces["me"])
    assert check(pair.ana) == []


def test_that_settling_says_what_is_wrong_with_the_choice(pair: Pair) -> None:
    aim = add(pair.ana, "aim", what="Attendance")
    pair.exchange()
    put(pair.ana, "aim", aim, to="12")
    put(pair.ben, "aim", aim, to="15")
    pair.exchange()
    conflict, before = pair.ana.conflicts()[0], text_of(pair.ana)
    for keep, text, words in ((3, None, "1 to 2"), (0, None, "1 to 2"), (None, "many", '"to" cannot be')):
        with pytest.raises(NetDeskError, match=words), pair.ana.edit("Settle") as edit:
            edit.settle(conflict["id"], keep, text=text)
    assert text_of(pair.ana) == before and len(pair.ana.conflicts()) == 1


def test_that_three_values_are_all_listed(school: School, pair: Pair) -> None:
    aim = add(pair.ana, "aim", what="Attendance")
    cy = school.member(pair.ana, "Cy")
    exchange(pair.ana, pair.ben, cy)
    for workspace, value in ((pair.ana, "1"), (pair.ben, "2"), (cy, "3")):
        put(workspace, "aim", aim, to=value)
    exchange(pair.ana, pair.ben, cy)
    exchange(pair.ana, pair.ben, cy)
    assert [one["value"] for one in cy.conflicts()[0]["values"]] == ["3", "2", "1"]
    assert shared_text(pair.ana) == shared_text(pair.ben) == shared_text(cy)

"""The verbs of an edit, and what it may not do: one sentence each, nothing changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from netdesk.core.order import MAX_KEY
from netdesk.core.records import derive_id
from netdesk.errors import NetDeskError
from netdesk.store.check import check
from netdesk.store.edit import Edit
from netdesk.store.workspace import Workspace
from tests.store.school import School, add, put, text_of

NOBODY = "0" * 32


def names(workspace: Workspace, kind: str, field: str = "text", **equals: Any) -> list[str]:
    return [one[field] for one in workspace.select(kind, **equals)]


# The verbs


def test_that_added_fields_are_stored_in_their_one_form_and_empty_ones_not_at_all(ana: Workspace) -> None:
    aim = add(ana, "aim", what=" Attendance\r\n", to="12.50", by="2026-06-30", for_whom="", active=True)
    assert ana.get("aim", aim) == {
        "id": aim, "space": ana.spaces["team"], "what": " Attendance\n", "to": "12.5", "by": "2026-06-30",
        "active": True,
    }  # fmt: skip


def test_that_an_id_may_be_given_and_is_taken_once(ana: Workspace) -> None:
    with ana.edit("Add aim") as edit:
        assert edit.add("aim", {"what": "Attendance"}, id="a" * 32) == "a" * 32
    with pytest.raises(NetDeskError, match="already such a"), ana.edit("Add aim") as edit:
        edit.add("aim", {"what": "Again"}, id="a" * 32)
    with pytest.raises(NetDeskError, match="already such a"), ana.edit("Add cycle") as edit:
        edit.add("cycle", {"title": "A record has one kind"}, id="a" * 32)
    with pytest.raises(NetDeskError, match="already such a"), ana.edit("Add two") as edit:
        edit.add("norm", {"text": "One"}, id="b" * 32)
        edit.add("cycle", {"title": "Two"}, id="b" * 32)


def test_that_a_derived_id_follows_from_its_parts_and_the_ordinal_is_0_unless_said(ana: Workspace) -> None:
    measure = add(ana, "measure", name="Absences")
    record = add(ana, "observation", measure=measure, period="2026-03-01", value={"v": 3})
    assert record == derive_id("observation", [measure, None, "2026-03-01", "0"])
    second = add(ana, "observation", measure=measure, period="2026-03-01", ordinal=1, value={"v": 4})
    assert second == derive_id("observation", [measure, None, "2026-03-01", "1"])


def test_that_a_put_changes_clears_and_leaves_equal_values_without_a_change(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance", to="10")
    put(ana, "aim", aim, what="Reading", to=None)
    assert ana.get("aim", aim) == {"id": aim, "space": ana.spaces["team"], "what": "Reading"}
    before = ana.log.vector(ana.spaces["team"])
    put(ana, "aim", aim, what="Reading", to="")
    assert ana.log.vector(ana.spaces["team"]) == before


def test_that_edits_see_their_own_changes(ana: Workspace) -> None:
    with ana.edit("Work") as edit:
        aim = edit.add("aim", {"what": "Attendance"})
        edit.put("aim", aim, {"what": "Reading"})
        assert edit.get("aim", aim) == {"id": aim, "space": ana.spaces["team"], "what": "Reading"}
        assert [one["what"] for one in edit.select("aim")] == ["Reading"]
        edit.delete("aim", aim)
        assert edit.get("aim", aim) is None
        edit.restore("aim", aim)
        assert [one["what"] for one in edit.select("aim", what="Reading")] == ["Reading"]
    assert names(ana, "aim", "what") == ["Reading"]


def test_that_an_exception_keeps_nothing_of_the_edit(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance")
    before = (text_of(ana), ana.history(), ana.log.vector(ana.spaces["team"]))
    told: list[Any] = []
    ana.subscribe(lambda changed, initiator: told.append(changed))
    with pytest.raises(ZeroDivisionError), ana.edit("Work") as edit:
        edit.put("aim", aim, {"what": "Reading"})
        edit.add("norm", {"text": "Begin on time"})
        edit.flush()
        _ = 1 / 0
    assert (text_of(ana), ana.history(), ana.log.vector(ana.spaces["team"])) == before
    assert told == []
    put(ana, "aim", aim, what="Writing")
    assert names(ana, "aim", "what") == ["Writing"], "the workspace writes on after an edit that failed"


def test_that_subscribers_hear_what_changed_from_whom_and_can_stop(ana: Workspace) -> None:
    told: list[Any] = []
    stop = ana.subscribe(lambda changed, initiator: told.append((changed, initiator)))
    with ana.edit("Add", initiator="page") as edit:
        aim = edit.add("aim", {"what": "Attendance"})
    ana.undo()
    stop()
    ana.redo()
    assert told == [({("aim", aim)}, "page"), ({("aim", aim)}, None)]


def test_that_lists_keep_the_order_given_to_them(ana: Workspace) -> None:
    ids = {text: add(ana, "norm", text=text) for text in "abcd"}
    assert names(ana, "norm") == list("abcd")
    with ana.edit("Move") as edit:
        edit.move("norm", ids["d"])
        edit.move("norm", ids["a"], after=ids["c"])
    assert names(ana, "norm") == list("dbca")


def test_that_a_tree_moves_by_parent_and_place(ana: Workspace) -> None:
    bone = add(ana, "fishbone", effect="Absence")
    ids = {text: add(ana, "cause", fishbone=bone, text=text) for text in ("buses", "calls", "late", "early")}
    with ana.edit("Move") as edit:
        edit.move("cause", ids["late"], parent=ids["buses"])
        edit.move("cause", ids["early"], parent=ids["buses"])
        edit.move("cause", ids["late"], parent=ids["buses"], after=ids["early"])
    tree = {(one["text"], one["pos"][0]) for one in ana.select("cause")}
    assert tree == {("buses", None), ("calls", None), ("late", ids["buses"]), ("early", ids["buses"])}
    assert [one["text"] for one in ana.select("cause") if one["pos"][0]] == ["early", "late"]


def test_that_links_move_in_the_list_of_their_parent(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance")
    links = []
    for name in ("rides", "calls", "welcome"):
        driver = add(ana, "driver", aim=aim, name=name)
        links.append(add(ana, "driver_link", parent=aim, child=driver, strength="strong"))
    with ana.edit("Move") as edit:
        edit.move("driver_link", links[2], after=None)
    assert [one["id"] for one in ana.select("driver_link")] == [links[2], links[0], links[1]]


def test_that_keys_that_grow_long_are_given_anew_to_the_whole_list_in_one_edit(ana: Workspace) -> None:
    with ana.edit("Add") as edit:
        first = edit.add("norm", {"text": "first"})
        last = edit.add("norm", {"text": "last"})
        for n in range(40):
            moved = edit.add("norm", {"text": f"n{n}"})
            edit.move("norm", moved, after=first)
    with ana.edit("Move") as edit:
        for _turn in range(150):
            edit.move("norm", last, after=first)
            first, last = last, first
            edit.move("norm", last, after=first)
    keys = [one["pos"][1] for one in ana.select("norm")]
    assert max(map(len, keys)) <= MAX_KEY
    assert keys == sorted(keys) and len(set(keys)) == len(keys)


def test_that_a_deletion_takes_parts_along_and_a_restore_brings_them_back(ana: Workspace) -> None:
    measure = add(ana, "measure", name="Absences")
    group = add(ana, "subgroup", measure=measure, name="Ninth grade")
    point = add(ana, "observation", measure=measure, subgroup=group, period="2026-03-01", value={"v": 3})
    add(ana, "exclusion", observation=point, reason="Snow day")
    gone_before = add(ana, "observation", measure=measure, period="2026-02-01", value={"v": 9})
    with ana.edit("Delete") as edit:
        edit.delete("observation", gone_before)
    before = text_of(ana)
    with ana.edit("Delete") as edit:
        edit.delete("measure", measure)
    assert not any(ana.select(kind) for kind in ("measure", "subgroup", "observation", "exclusion"))
    with ana.edit("Restore") as edit:
        edit.restore("measure", measure)
    assert text_of(ana) == before, "what was deleted earlier stays deleted"


def test_that_deleting_a_cause_takes_what_hangs_under_it(ana: Workspace) -> None:
    bone = add(ana, "fishbone", effect="Absence")
    top, other = (add(ana, "cause", fishbone=bone, text=text) for text in ("top", "other"))
    middle = add(ana, "cause", fishbone=bone, text="middle")
    low = add(ana, "cause", fishbone=bone, text="low")
    with ana.edit("Move") as edit:
        edit.move("cause", middle, parent=top)
        edit.move("cause", low, parent=middle)
        edit.add("evidence", {"of": low, "side": "for", "text": "Seen twice"})
    with ana.edit("Delete") as edit:
        edit.delete("cause", top)
    assert [one["id"] for one in ana.select("cause")] == [other]
    assert ana.select("evidence") == []
    ana.undo()
    assert len(ana.select("cause")) == 4 and len(ana.select("evidence")) == 1


def test_that_deleting_a_driver_takes_its_links_and_leaves_what_hung_on_it(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance")
    driver = add(ana, "driver", aim=aim, name="Rides")
    idea = add(ana, "change_idea", name="Vans")
    add(ana, "driver_link", parent=aim, child=driver)
    add(ana, "driver_link", parent=driver, child=idea)
    with ana.edit("Delete") as edit:
        edit.delete("driver", driver)
    assert ana.select("driver_link") == []
    assert names(ana, "change_idea", "name") == ["Vans"]


def test_that_adding_a_dead_derived_record_again_brings_it_back_without_a_conflict(ana: Workspace) -> None:
    measure = add(ana, "measure", name="Absences")
    point = add(ana, "observation", measure=measure, period="2026-03-01", value={"v": 3}, note="snow")
    with ana.edit("Delete") as edit:
        edit.delete("observation", point)
    again = add(ana, "observation", measure=measure, period="2026-03-01", value={"v": 5})
    assert again == point
    assert ana.get("observation", point) == {
        "id": point, "space": ana.spaces["team"], "measure": measure, "period": "2026-03-01", "ordinal": "0",
        "value": {"v": "5"},
    }  # fmt: skip
    assert ana.conflicts() == []


def test_that_the_step_to_do_locks_every_prediction_and_its_undo_unlocks(ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First", stage="plan")
    question = add(ana, "question", cycle=cycle, text="Will it?", prediction="Yes", because="It did before")
    put(ana, "cycle", cycle, stage="do")
    locked = ana.get("question", question)
    assert locked is not None and locked["locked_at"].startswith("2026-03-01T")
    put(ana, "cycle", cycle, stage="study")
    assert ana.get("question", question) == locked, "later steps do not lock again"
    ana.undo()
    ana.undo()
    assert "locked_at" not in (ana.get("question", question) or {})
    put(ana, "question", question, prediction="No")
    assert (ana.get("question", question) or {})["prediction"] == "No"


def test_that_a_question_added_to_a_running_cycle_is_not_locked_until_another_step_to_do(ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First", stage="do")
    question = add(ana, "question", cycle=cycle, text="Will it?", prediction="Yes")
    assert "locked_at" not in (ana.get("question", question) or {})


# The guards


class Bench:
    """Some work for the guards to stand before."""

    def __init__(self, school: School) -> None:
        self.ws = school.team("Ana")
        self.ben = add(self.ws, "person", name="Ben", active=True)
        self.aim = add(self.ws, "aim", what="Attendance")
        self.bone = add(self.ws, "fishbone", effect="Absence")
        self.other_bone = add(self.ws, "fishbone", effect="Lateness")
        self.cause = add(self.ws, "cause", fishbone=self.bone, text="Buses")
        self.child = add(self.ws, "cause", fishbone=self.bone, text="Late buses")
        self.grandchild = add(self.ws, "cause", fishbone=self.bone, text="Old engines")
        with self.ws.edit("Move") as edit:
            edit.move("cause", self.child, parent=self.cause)
            edit.move("cause", self.grandchild, parent=self.child)
        self.driver, self.second = (add(self.ws, "driver", aim=self.aim, name=name) for name in ("Rides", "Calls"))
        self.idea = add(self.ws, "change_idea", name="Vans")
        self.link = add(self.ws, "driver_link", parent=self.driver, child=self.second)
        self.measure = add(self.ws, "measure", name="Absences")
        self.point = add(self.ws, "observation", measure=self.measure, period="2026-03-01", value={"v": 1})
        self.cycle = add(self.ws, "cycle", title="First", stage="plan")
        self.question = add(self.ws, "question", cycle=self.cycle, text="Will it?", prediction="Yes")
        put(self.ws, "cycle", self.cycle, stage="do")
        self.gap = add(self.ws, "calendar_gap", name="Break", **{"from": "2026-02-02", "to": "2026-02-06"})
        self.norm = add(self.ws, "norm", text="Begin on time")
        self.private = add(self.ws, "cycle", title="Mine", level="me")
        self.pin = add(self.ws, "pin", of=self.cycle, question="What do you see?")
        with self.ws.edit("Publish") as edit:
            edit.publish("aim", self.aim)
            self.shown = edit.add("change_idea", {"name": "Calls"})
            edit.publish("change_idea", self.shown)
        self.copy = derive_id("aim", [self.ws.spaces["published"], self.aim])


GUARDS: dict[str, tuple[Callable[[Edit, Bench], object], str]] = {
    "no such kind": (lambda e, b: e.add("wish", {}), 'no kind of record "wish"'),
    "no such field": (lambda e, b: e.add("aim", {"wish": "x"}), '"wish" is no field'),
    "no such level": (lambda e, b: e.add("aim", {}, level="hub"), '"team" or "me"'),
    "a bad id": (lambda e, b: e.add("aim", {}, id="ABC"), "is no id"),
    "a wrong derived id": (lambda e, b: e.add("exclusion", {"observation": b.point}, id=NOBODY), "Leave the id out"),
    "a derived id without its parts": (lambda e, b: e.add("observation", {"measure": b.measure}), 'needs "period"'),
    "an unfit value": (lambda e, b: e.put("aim", b.aim, {"to": "many"}), '"to" cannot be'),
    "a float": (lambda e, b: e.put("aim", b.aim, {"to": 0.1}), '"to" cannot be'),
    "no such record": (lambda e, b: e.put("aim", NOBODY, {"what": "x"}), "There is no aim"),
    "a record of another kind": (lambda e, b: e.put("cycle", b.aim, {"title": "x"}), "There is no cycle"),
    "a locked prediction": (
        lambda e, b: e.put("question", b.question, {"prediction": "No"}),
        "locked when the cycle began",
    ),
    "a locked because": (lambda e, b: e.put("question", b.question, {"because": "x"}), "Add an amendment"),
    "a lock by hand": (lambda e, b: e.put("question", b.question, {"locked_at": None}), "written only by the program"),
    "a lock on a new question": (
        lambda e, b: e.add("question", {"cycle": b.cycle, "locked_at": "2026-03-01T12:00:00Z"}),
        "written only by the program",
    ),
    "a field of a derived id": (
        lambda e, b: e.put("observation", b.point, {"period": "2026-03-02"}),
        "Delete it, add it anew",
    ),
    "a link's end": (lambda e, b: e.put("driver_link", b.link, {"child": b.idea}), "Delete it, add it anew"),
    "a frozen copy by hand": (
        lambda e, b: e.add("pin", {"of": b.cycle, "frozen": {"a": 1}}),
        "written only by the program",
    ),
    "a stage of a pin by hand": (lambda e, b: e.put("pin", b.pin, {"stage": "3"}), "written only by the program"),
    "a break that ends before it begins": (
        lambda e, b: e.add("calendar_gap", {"name": "Fair", "from": "2026-03-06", "to": "2026-03-02"}),
        "cannot end on 2026-03-02, before it begins on 2026-03-06",
    ),
    "a last day before the first": (
        lambda e, b: e.put("calendar_gap", b.gap, {"to": "2026-02-01"}),
        "before it begins on 2026-02-02",
    ),
    "another's agreement": (lambda e, b: e.put("person", b.ben, {"agrees": True}), "Only the person"),
    "a circle of two links": (
        lambda e, b: e.add("driver_link", {"parent": b.second, "child": b.driver}),
        "“Calls” → “Rides” → “Calls”",
    ),
    "a link to itself": (lambda e, b: e.add("driver_link", {"parent": b.driver, "child": b.driver}), "circle"),
    "a cause under itself": (lambda e, b: e.move("cause", b.cause, parent=b.cause), "cannot go under"),
    "a cause under its grandchild": (
        lambda e, b: e.move("cause", b.cause, parent=b.grandchild),
        "“Old engines” → “Late buses”",
    ),
    "a cause under one of another fishbone": (
        lambda e, b: e.add("cause", {"fishbone": b.other_bone, "pos": [b.cause, "a0"]}),
        "not in this fishbone",
    ),
    "a move after a stranger": (lambda e, b: e.move("norm", b.norm, after=NOBODY), "not in that list"),
    "a move of what stands in no list": (lambda e, b: e.move("aim", b.aim), "stands in no list"),
    "a step nobody agreed to": (lambda e, b: e.add("stage_step", {"to": "1"}), "names of those who agreed"),
    "a step with an empty list": (lambda e, b: e.add("stage_step", {"to": "1", "agreed_by": []}), "agreed"),
    "feedback before any step": (
        lambda e, b: e.add("feedback", {"pin": b.pin, "kind": "warm", "text": "Good"}),
        "At stage 0",
    ),
    "a reference to nothing": (lambda e, b: e.put("aim", b.aim, {"measure": NOBODY}), "no such measure"),
    "a reference to the wrong kind": (lambda e, b: e.put("aim", b.aim, {"measure": b.cycle}), "no such measure"),
    "any reference to nothing": (lambda e, b: e.add("comment", {"of": NOBODY, "text": "x"}), "there is no such record"),
    "a team record that names a private one": (
        lambda e, b: e.add("question", {"cycle": b.private, "text": "x"}),
        "only yours",
    ),
    "a private charter": (lambda e, b: e.add("charter", {"why_now": "x"}, level="me"), "whole team"),
    "a private point of a team's measure": (
        lambda e, b: e.add("observation", {"measure": b.measure, "period": "2026-03-05"}, level="me"),
        "cannot be only yours",
    ),
    "a published copy": (lambda e, b: e.put("aim", b.copy, {"what": "x"}), "Change the original"),
    "a deleted published copy": (lambda e, b: e.delete("aim", b.copy), "Change the original"),
    "the team deleted": (lambda e, b: e.delete("team", b.ws.team_id), "cannot be deleted"),
    "oneself deleted": (lambda e, b: e.delete("person", b.ws.person_id), "cannot be deleted"),
    "a publication by hand": (lambda e, b: e.add("publication", {"of": b.cycle}), 'made by "publish"'),
    "a publication deleted": (
        lambda e, b: e.delete("publication", derive_id("publication", [b.aim])),
        'taken back by "unpublish"',
    ),
    "a restore of the living": (lambda e, b: e.restore("aim", b.aim), "was not deleted"),
    "a restore of nothing": (lambda e, b: e.restore("aim", NOBODY), "here to restore"),
    "a publish of the private": (lambda e, b: e.publish("cycle", b.private), "Move it to the team level"),
    "a publish of what never leaves": (lambda e, b: e.publish("person", NOBODY), "There is no person"),
    "an unpublish of what is not": (lambda e, b: e.unpublish("cycle", b.cycle), "is not published"),
    "a level that is none": (lambda e, b: e.level("cycle", b.cycle, "network"), '"me" or "team"'),
    "the published made private": (lambda e, b: e.level("change_idea", b.shown, "me"), "Take it back first"),
    "a move away from what names it": (lambda e, b: e.level("aim", b.aim, "me"), "Move both to your own level"),
    "a conflict that is none": (lambda e, b: e.settle(NOBODY, 1), "There is no open conflict"),
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    school = School(tmp_path_factory.mktemp("bench"))
    yield Bench(school)
    school.close()


def test_that_a_cause_cannot_go_under_itself_by_way_of_another_fishbone(ana: Workspace) -> None:
    with ana.edit("Begin") as edit:
        bone, other = (edit.add("fishbone", {"effect": name}) for name in ("absence", "lateness"))
        top, middle, low = (edit.add("cause", {"fishbone": bone, "text": text}) for text in ("top", "middle", "low"))
        edit.move("cause", middle, parent=top)
        edit.move("cause", low, parent=middle)
        edit.put("cause", middle, {"fishbone": other})
    with pytest.raises(NetDeskError, match="“top” cannot go under “low” → “middle”"), ana.edit("Move") as edit:
        edit.move("cause", top, parent=low)
    assert check(ana) == []


@pytest.mark.parametrize("name", GUARDS)
def test_that_a_guard_refuses_with_one_sentence_and_nothing_is_changed(bench: Bench, name: str) -> None:
    deed, words = GUARDS[name]
    before = (text_of(bench.ws, ["team"]), bench.ws.log.streams())
    with pytest.raises(NetDeskError) as refused, bench.ws.edit("Work") as edit:
        edit.add("norm", {"text": "which must not stay"})
        deed(edit, bench)
    sentence = refused.value.user_text
    assert words in sentence
    assert "\n" not in sentence and sentence.endswith(".")
    assert (text_of(bench.ws, ["team"]), bench.ws.log.streams()) == before


def test_that_one_says_oneself_that_ones_name_may_be_published(ana: Workspace) -> None:
    put(ana, "person", ana.person_id, agrees=True)
    assert (ana.get("person", ana.person_id) or {})["agrees"] is True


def test_that_feedback_follows_the_stage_the_team_has_agreed_to(ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First")
    allowed = {}
    for stage in ("1", "2", "3"):
        add(ana, "stage_step", to=stage, agreed_by=["Ana"], on=f"2026-03-0{stage}")
        pin = add(ana, "pin", of=cycle)
        assert (ana.get("pin", pin) or {})["stage"] == stage
        allowed[stage] = []
        for kind in ("warm", "clarifying", "probing", "cool"):
            with contextlib.suppress(NetDeskError), ana.edit("Add feedback") as edit:
                edit.add("feedback", {"pin": pin, "kind": kind, "text": "…"})
                allowed[stage].append(kind)
    assert allowed == {
        "1": ["warm"], "2": ["warm", "clarifying", "probing"], "3": ["warm", "clarifying", "probing", "cool"],
    }  # fmt: skip


def test_that_an_old_pin_keeps_its_lower_stage(ana: Workspace) -> None:
    add(ana, "stage_step", to="1", agreed_by=["Ana"], on="2026-03-01")
    pin = add(ana, "pin", of=add(ana, "cycle", title="First"))
    add(ana, "stage_step", to="3", agreed_by=["Ana"], on="2026-03-02")
    with pytest.raises(NetDeskError, match="At stage 1"), ana.edit("Add feedback") as edit:
        edit.add("feedback", {"pin": pin, "kind": "cool", "text": "…"})


def test_that_nothing_is_private_where_several_persons_write(school: School, ana: Workspace) -> None:
    add(ana, "person", name="Ben", active=True)
    ben = school.reopen(ana, as_person="Ben")
    with pytest.raises(NetDeskError, match="Several persons"):
        add(ben, "cycle", title="Mine", level="me")
    with pytest.raises(NetDeskError, match="no one person"):
        school.reopen(ben, as_person="Nobody")


def test_that_an_edit_of_a_waiting_workspace_is_refused(school: School, ana: Workspace) -> None:
    with Workspace.create_waiting(school.path("Cy"), person_id=NOBODY) as waiting, pytest.raises(NetDeskError) as no:
        add(waiting, "aim", what="x")
    assert "waits for its invite" in no.value.user_text

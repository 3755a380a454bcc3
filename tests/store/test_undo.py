"""Undo and redo, read from the log."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netdesk import paths
from netdesk.errors import NetDeskError
from netdesk.store.check import check
from netdesk.store.workspace import Workspace
from tests.store.deeds import Deeds, begin
from tests.store.school import School, add, exchange, put, shared_text, text_of


@pytest.mark.slow
def test_that_500_random_deeds_undone_give_the_first_dump_byte_for_byte_and_redone_the_last(
    school: School, ana: Workspace
) -> None:
    begin(ana)
    first = text_of(ana)
    deeds = Deeds(ana, random.Random(2026))
    middle = ""
    while deeds.done < 500:
        deeds.do()
        if deeds.done == 250:
            middle = text_of(ana)
    last = text_of(ana)
    for left in range(499, -1, -1):
        assert ana.undo().left_alone == []
        if left == 250:
            assert text_of(ana) == middle
    assert text_of(ana) == first
    assert ana.undo_label() == "Begin"
    ana = school.reopen(ana)
    for _step in range(500):
        assert ana.redo().left_alone == []
    assert ana.redo_label() is None
    assert text_of(ana) == last
    assert check(ana) == []


def undo_and_redo_some(folder: Path, seed: int, count: int, back: int) -> None:
    school = School(folder, seed)
    paths.set_data_dir(school.folder / "data")
    ana = school.team("Ana")
    begin(ana)
    deeds = Deeds(ana, random.Random(seed))
    texts = [text_of(ana)]
    while deeds.done < count:
        if deeds.do():
            texts.append(text_of(ana))
    back = min(back, count)
    for _step in range(back):
        ana.undo()
    assert text_of(ana) == texts[count - back]
    for _step in range(back):
        ana.redo()
    assert text_of(ana) == texts[-1]
    with pytest.raises(NetDeskError, match="nothing to redo"):
        ana.redo()
    for _step in range(count):
        assert ana.undo().left_alone == []
    assert text_of(ana) == texts[0]
    assert check(ana) == []
    school.close()


@given(seed=st.integers(0, 1 << 32), count=st.integers(1, 12), back=st.integers(0, 12))
@settings(max_examples=4)
def test_that_any_deeds_can_be_undone_partly_redone_and_undone(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, back: int
) -> None:
    undo_and_redo_some(tmp_path_factory.mktemp("undo"), seed, count, back)


@pytest.mark.soak
@given(seed=st.integers(0, 1 << 32), count=st.integers(1, 60), back=st.integers(0, 60))
@settings(max_examples=50)
def test_that_many_deeds_can_be_undone_partly_redone_and_undone(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, back: int
) -> None:
    undo_and_redo_some(tmp_path_factory.mktemp("undo"), seed, count, back)


def test_that_a_new_workspace_has_nothing_to_undo_or_redo(ana: Workspace) -> None:
    assert ana.undo_label() is None and ana.redo_label() is None
    for act in (ana.undo, ana.redo):
        with pytest.raises(NetDeskError, match="There is nothing to"):
            act()
    assert ana.select("team")[0]["name"] == "Lincoln"


def test_that_undo_and_redo_say_what_they_do_and_outlive_a_restart(school: School, ana: Workspace) -> None:
    with ana.edit("Rename {0} of {1}", 3, 4) as edit:
        aim = edit.add("aim", {"what": "Attendance"})
    put(ana, "aim", aim, what="Reading")
    ana = school.reopen(ana)
    assert ana.undo_label() == "Change"
    assert ana.undo().label == "Change"
    ana = school.reopen(ana)
    assert (ana.undo_label(), ana.redo_label()) == ("Rename 3 of 4", "Change")
    assert ana.undo().changes == 1
    assert ana.select("aim") == []
    ana = school.reopen(ana)
    assert [ana.redo().label, ana.redo().label] == ["Rename 3 of 4", "Change"]
    assert ana.redo_label() is None
    assert [one["what"] for one in ana.select("aim")] == ["Reading"]


def test_that_a_new_deed_ends_the_chance_to_redo(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance")
    put(ana, "aim", aim, what="Reading")
    ana.undo()
    put(ana, "aim", aim, what="Writing")
    assert ana.redo_label() is None
    ana.undo()
    assert [one["what"] for one in ana.select("aim")] == ["Attendance"]
    ana.undo()
    assert ana.select("aim") == []


def test_that_an_empty_or_failed_edit_is_no_step_to_undo(ana: Workspace) -> None:
    add(ana, "aim", what="Attendance")
    with ana.edit("Nothing"):
        pass
    with pytest.raises(ZeroDivisionError), ana.edit("Failed") as edit:
        edit.add("aim", {"what": "x"})
        _ = 1 / 0
    assert ana.undo_label() == "Add"


def test_that_someone_elses_newer_value_is_left_alone_and_said(school: School, ana: Workspace) -> None:
    ben = school.member(ana)
    aim = add(ana, "aim", what="Attendance", to="10")
    with ana.edit("Change both") as edit:
        edit.put("aim", aim, {"what": "Reading", "to": "20"})
    exchange(ana, ben)
    put(ben, "aim", aim, to="30")
    exchange(ana, ben)
    done = ana.undo()
    assert done.left_alone == [("aim", aim, "to")] and done.changes == 1
    assert ana.get("aim", aim) == {"id": aim, "space": ana.spaces["team"], "what": "Attendance", "to": "30"}
    assert ana.undo_label() == "Add", "the stack moves on"
    done = ana.undo()
    assert done.left_alone == [("aim", aim, None)] and done.changes == 0
    assert ana.get("aim", aim) is not None, "a record on which someone else worked is not taken away"
    assert ana.undo_label() == "Add person"
    exchange(ana, ben)
    assert shared_text(ana) == shared_text(ben)
    assert check(ana) == check(ben) == []


def test_that_a_concurrent_value_is_left_to_a_person(school: School, ana: Workspace) -> None:
    ben = school.member(ana)
    aim = add(ana, "aim", what="Attendance", to="10")
    exchange(ana, ben)
    put(ana, "aim", aim, to="20")
    put(ben, "aim", aim, to="30")
    exchange(ana, ben)
    assert ana.undo().left_alone == [("aim", aim, "to")]
    assert len(ana.conflicts()) == 1


def test_that_undo_takes_back_ones_own_deeds_only(school: School, ana: Workspace) -> None:
    ben = school.member(ana)
    add(ana, "aim", what="Ana's")
    add(ben, "aim", what="Ben's")
    exchange(ana, ben)
    ana.undo()
    assert [one["what"] for one in ana.select("aim")] == ["Ben's"]
    assert ben.undo_label() == "Add"


def test_that_deleting_a_teammates_record_can_be_undone_and_redone_again_and_again(
    school: School, ana: Workspace
) -> None:
    ben = school.member(ana)
    cycle = add(ana, "cycle", title="First")
    exchange(ana, ben)
    with ben.edit("Delete") as edit:
        edit.delete("cycle", cycle)
    for _turn in range(2):
        assert ben.undo().left_alone == []
        assert ben.get("cycle", cycle) is not None
        assert ben.redo().left_alone == []
        assert ben.get("cycle", cycle) is None
    ben.undo()
    exchange(ana, ben)
    put(ana, "cycle", cycle, study="It worked")
    exchange(ana, ben)
    assert ben.redo().left_alone == [("cycle", cycle, None)], "Ana's newer work stands"
    assert (ben.get("cycle", cycle) or {})["study"] == "It worked"
    assert check(ben) == []


def test_that_a_move_that_cannot_be_undone_without_a_circle_is_listed_not_lost(school: School, ana: Workspace) -> None:
    ben = school.member(ana)
    bone = add(ana, "fishbone", effect="Absence")
    one, two = (add(ana, "cause", fishbone=bone, text=text) for text in ("one", "two"))
    with ana.edit("Move") as edit:
        edit.move("cause", one, parent=two)
    with ana.edit("Move back") as edit:
        edit.move("cause", one)
    exchange(ana, ben)
    with ben.edit("Move") as edit:
        edit.move("cause", two, parent=one)
    exchange(ana, ben)
    ana.undo()
    assert check(ana) == []
    assert (ana.get("cause", two) or {})["pos"][0] == one
    assert (ana.get("cause", one) or {})["pos"][0] is None
    assert [(c["type"], c["record"]) for c in ana.conflicts()] == [("move", one)]
    exchange(ana, ben)
    assert shared_text(ana) == shared_text(ben)


def test_that_a_deletion_and_a_restore_in_one_edit_can_be_undone(school: School, ana: Workspace) -> None:
    ben = school.member(ana)
    aim = add(ana, "aim", what="Attendance")
    with ana.edit("Clear up") as edit:
        edit.delete("aim", aim)
        edit.restore("aim", aim)
        edit.put("aim", aim, {"what": "Reading"})
        edit.delete("aim", aim)
    assert ana.select("aim") == []
    assert ana.undo().left_alone == []
    assert [one["what"] for one in ana.select("aim")] == ["Attendance"]
    ana.redo()
    assert ana.select("aim") == []
    assert check(ana) == []
    exchange(ana, ben)
    assert shared_text(ana) == shared_text(ben)


def test_that_each_person_at_a_shared_computer_has_a_stack_of_their_own(school: School, ana: Workspace) -> None:
    ben = add(ana, "person", name="Ben", active=True)
    aim = add(ana, "aim", what="Attendance")
    put(ana, "aim", aim, to="10")
    as_ben = school.reopen(ana, as_person="Ben")
    assert as_ben.writer_id == ben
    assert as_ben.undo_label() is None
    put(as_ben, "aim", aim, to="20")
    add(as_ben, "norm", text="Ben's")
    again = school.reopen(as_ben)
    assert again.undo_label() == "Change"
    assert again.undo().left_alone == [("aim", aim, "to")], "Ben's newer value is left alone"
    assert (again.get("aim", aim) or {})["to"] == "20"
    as_ben = school.reopen(again, as_person="Ben")
    assert [as_ben.undo().label, as_ben.undo().label] == ["Add", "Change"]
    assert as_ben.undo_label() is None
    assert (as_ben.get("aim", aim) or {})["to"] == "10"
    assert as_ben.redo().label == "Change"
    assert (as_ben.get("aim", aim) or {})["to"] == "20"
    people = [(one["label"], one["person"]) for one in as_ben.history(limit=4)]
    assert people == [("Change", "Ben"), ("Change", "Ben"), ("Add", "Ben"), ("Change", "Ana")]

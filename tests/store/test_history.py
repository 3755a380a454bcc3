"""The history: who did what and when, before and after, what was taken back; and the dump's change log."""

from __future__ import annotations

from netdesk.store.workspace import Workspace
from tests.store.school import School, add, exchange, put


def test_that_the_history_tells_each_edit_newest_first_with_before_and_after(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance", to="10")
    put(ana, "aim", aim, what="Reading", to=None)
    with ana.edit("Delete {0}", aim) as edit:
        edit.delete("aim", aim)
    newest, changed, added, started = ana.history()
    assert (newest["label"], newest["person"], newest["undone"]) == (f"Delete {aim}", "Ana", False)
    assert newest["changes"] == [{"kind": "aim", "record": aim, "field": None, "before": "present", "after": "deleted"}]
    assert changed["changes"] == [
        {"kind": "aim", "record": aim, "field": "what", "before": "Attendance", "after": "Reading"},
        {"kind": "aim", "record": aim, "field": "to", "before": "10", "after": None},
    ]
    assert added["changes"] == [
        {"kind": "aim", "record": aim, "field": "to", "before": None, "after": "10"},
        {"kind": "aim", "record": aim, "field": "what", "before": None, "after": "Attendance"},
    ]
    assert started["label"] == "Start the workspace"
    assert newest["when"] > changed["when"] > added["when"]
    assert newest["when"].startswith("2026-03-01T")


def test_that_what_was_taken_back_says_so_and_no_longer_once_redone(ana: Workspace) -> None:
    add(ana, "aim", what="Attendance")
    assert [one["undone"] for one in ana.history(limit=1)] == [False]
    ana.undo()
    assert [one["undone"] for one in ana.history(limit=2)] == [False, True]
    ana.redo()
    assert [(one["label"], one["undone"]) for one in ana.history(limit=3)] == [
        ("Add", False), ("Add", True), ("Add", False),
    ]  # fmt: skip


def test_that_a_record_has_a_history_of_its_own(ana: Workspace) -> None:
    aim, other = add(ana, "aim", what="Attendance"), add(ana, "aim", what="Reading")
    with ana.edit("Change both") as edit:
        edit.put("aim", aim, {"to": "1"})
        edit.put("aim", other, {"to": "2"})
    ana.undo()
    found = ana.history(("aim", aim))
    assert [one["label"] for one in found] == ["Change both", "Change both", "Add"]
    assert [one["undone"] for one in found] == [False, True, False]
    assert {change["record"] for one in found for change in one["changes"]} == {aim}
    assert ana.history(("aim", aim), limit=1) == found[:1]


def test_that_everyone_reads_the_same_history_with_the_names_of_those_who_did_it(
    school: School, ana: Workspace
) -> None:
    ben = school.member(ana)
    aim = add(ana, "aim", what="Attendance")
    exchange(ana, ben)
    put(ben, "aim", aim, what="Reading")
    exchange(ana, ben)
    here, there = ana.history(("aim", aim)), ben.history(("aim", aim))
    assert [one["edit"] for one in here] == [one["edit"] for one in there]
    assert [one["changes"] for one in here] == [one["changes"] for one in there]
    assert there[0]["person"] == "Ben"


def test_that_the_dump_can_carry_the_change_log(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance")
    add(ana, "norm", text="mine", level="me")
    log = ana.dump(history=True)["history"]
    assert {one["space"] for one in log} == {ana.spaces["team"]}
    assert [(one["k"], one.get("r")) for one in log][-1] == ("new", aim)
    assert log[-1]["e"] == {"l": "Add"}
    assert [one["s"] for one in log] == list(range(1, len(log) + 1))


def test_that_the_change_log_carries_no_typed_text_in_a_label(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance")
    with ana.edit("Move {0} to place {1}", aim, 3) as edit:
        edit.put("aim", aim, {"to": "1"})
    (last,) = [one["e"] for one in ana.dump(history=True)["history"] if "Move" in one.get("e", {"l": ""})["l"]]
    assert last == {"l": "Move {0} to place {1}", "a": [aim, 3]}


def test_that_deleted_records_are_in_the_dump_only_when_asked_for(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance")
    with ana.edit("Delete") as edit:
        edit.delete("aim", aim)
    assert "aim" not in ana.dump()["records"]
    assert ana.dump(deleted=True)["records"]["aim"] == [{"id": aim, "what": "Attendance"}]


def test_that_reading_finds_by_fields_in_the_order_of_the_kind(ana: Workspace) -> None:
    measure = add(ana, "measure", name="Absences")
    for day in ("03", "01", "02"):
        add(ana, "observation", measure=measure, period=f"2026-03-{day}", value={"v": 1})
    assert [one["period"][-2:] for one in ana.select("observation", measure=measure)] == ["01", "02", "03"]
    assert ana.select("observation", measure="0" * 32) == []
    assert len(ana.select("observation", subgroup=None)) == 3
    assert ana.get("measure", "0" * 32) is None

"""Share levels: what is published and what is held back, and moves between me and team."""

from __future__ import annotations

from typing import Any

import pytest

from netdesk.core.changes import parse_line
from netdesk.core.records import KINDS, derive_id
from netdesk.errors import NetDeskError
from netdesk.store.publish import copy_id, republish
from netdesk.store.workspace import Workspace
from tests.store.school import School, add, exchange, put, rows_of, shared_text, text_of


def publish(workspace: Workspace, kind: str, record: str) -> None:
    with workspace.edit("Publish") as edit:
        edit.publish(kind, record)


def published(workspace: Workspace, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workspace.dump(space="published")["records"].get(kind, [])
    return found


def measure_with(workspace: Workspace, *pairs: tuple[int, int]) -> tuple[str, list[str]]:
    measure = add(workspace, "measure", name="Absences", collector=workspace.person_id)
    points = [
        add(workspace, "observation", measure=measure, period=f"2026-03-{n:02d}", value={"n": n_, "d": d})
        for n, (n_, d) in enumerate(pairs, 1)
    ]
    return measure, points


def test_that_publishing_copies_the_record_and_its_parts_and_names_their_sources(ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First", stage="plan")
    question = add(ana, "question", cycle=cycle, text="Will it?")
    add(ana, "task", cycle=cycle, what="Find numbers")
    add(ana, "field_note", cycle=cycle, text="Rain")
    assert ana.dump(space="published")["records"] == {}
    publish(ana, "cycle", cycle)
    assert published(ana, "cycle") == [
        {
            "id": copy_id(ana.spaces["published"], "cycle", cycle),
            "title": "First", "stage": "plan", "source": cycle, "team": ana.root,
        }
    ]  # fmt: skip
    assert [(one["cycle"], one["source"]) for one in published(ana, "question")] == [(cycle, question)]
    assert set(ana.dump(space="published")["records"]) == {"cycle", "question"}


def test_that_only_listed_fields_are_in_the_published_log_in_any_form(ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First")
    add(ana, "data_item", cycle=cycle, what="Counts", who="Maria of 9B")
    publish(ana, "cycle", cycle)
    put(ana, "cycle", cycle, plan="x")
    lines = b"\n".join(ana.log.lines(ana.spaces["published"], ana.device_id))
    assert b"Counts" in lines
    assert b"Maria" not in lines
    for line in lines.split(b"\n"):
        body = parse_line(line)
        names = set(body.get("v") or {}) if body["k"] == "new" else {body.get("f")}
        assert names - {"_source"} <= set(KINDS[body["T"]].shared_fields)


def test_that_a_persons_name_is_published_only_when_they_agree(ana: Workspace) -> None:
    put(ana, "person", ana.person_id, role_title="Teacher", tier="classroom")
    publish(ana, "person", ana.person_id)
    assert [set(one) for one in published(ana, "person")] == [{"id", "tier", "source", "team"}]
    put(ana, "person", ana.person_id, agrees=True)
    assert ana.unpublished_changes() == [("person", ana.person_id)]
    publish(ana, "person", ana.person_id)
    assert [(one["name"], one["role_title"]) for one in published(ana, "person")] == [("Ana", "Teacher")]
    put(ana, "person", ana.person_id, agrees=False)
    publish(ana, "person", ana.person_id)
    assert "name" not in published(ana, "person")[0]


def test_that_small_groups_are_held_back_with_what_hangs_on_them_and_said(ana: Workspace) -> None:
    measure, points = measure_with(ana, (3, 30), (2, 9), (1, 10))
    add(ana, "exclusion", observation=points[1], reason="Nine pupils")
    add(ana, "exclusion", observation=points[2], reason="Ten pupils")
    publish(ana, "measure", measure)
    assert {one["source"] for one in published(ana, "observation")} == {points[0], points[2]}
    assert [one["reason"] for one in published(ana, "exclusion")] == ["Ten pupils"]
    assert ana.small_groups() == [("observation", points[1])]
    lines = b"\n".join(ana.log.lines(ana.spaces["published"], ana.device_id))
    assert b'"d":"9"' not in lines and b"Nine pupils" not in lines


def test_that_a_group_that_became_small_is_taken_back_by_publishing(ana: Workspace) -> None:
    measure, points = measure_with(ana, (3, 30))
    publish(ana, "measure", measure)
    put(ana, "observation", points[0], value={"n": 3, "d": 5})
    assert ana.unpublished_changes() == [("measure", measure)]
    publish(ana, "measure", measure)
    assert published(ana, "observation") == []


def test_that_changes_since_are_listed_until_published_and_sent_only_then(ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First")
    publish(ana, "cycle", cycle)
    assert ana.unpublished_changes() == []
    put(ana, "cycle", cycle, title="Second")
    add(ana, "question", cycle=cycle, text="Will it?")
    assert ana.unpublished_changes() == [("cycle", cycle)]
    assert published(ana, "cycle")[0]["title"] == "First" and published(ana, "question") == []
    publish(ana, "cycle", cycle)
    assert published(ana, "cycle")[0]["title"] == "Second" and len(published(ana, "question")) == 1
    assert ana.unpublished_changes() == []


def test_that_unpublishing_hides_record_and_parts_and_can_be_taken_back(ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First")
    add(ana, "question", cycle=cycle, text="Will it?")
    publish(ana, "cycle", cycle)
    before = text_of(ana)
    with ana.edit("Take back") as edit:
        edit.unpublish("cycle", cycle)
    assert ana.dump(space="published")["records"] == {}
    assert ana.select("publication") == []
    ana.undo()
    assert text_of(ana) == before


def test_that_a_deleted_original_is_listed_and_its_copies_go_when_published(ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First")
    publish(ana, "cycle", cycle)
    with ana.edit("Delete") as edit:
        edit.delete("cycle", cycle)
    assert ana.unpublished_changes() == [("cycle", cycle)]
    with ana.edit("Publish") as edit:
        republish(edit, "cycle", cycle)
    assert ana.dump(space="published")["records"] == {}
    assert ana.unpublished_changes() == []


def test_that_two_members_who_publish_the_same_make_the_same_copies_without_a_conflict(
    school: School, ana: Workspace
) -> None:
    ben = school.member(ana)
    measure, _points = measure_with(ana, (3, 30), (4, 40))
    exchange(ana, ben)
    publish(ana, "measure", measure)
    publish(ben, "measure", measure)
    exchange(ana, ben)
    assert len(published(ana, "measure")) == 1 and len(published(ana, "observation")) == 2
    assert [one for one in ana.conflicts() if one["kind"] != "publication"] == []
    assert shared_text(ana) == shared_text(ben)


# Me and team


def private_measure(workspace: Workspace) -> str:
    measure = add(workspace, "measure", name="Mine", level="me")
    for day in ("01", "02"):
        point = add(workspace, "observation", measure=measure, period=f"2026-03-{day}", value={"v": 1}, level="me")
    add(workspace, "exclusion", observation=point, reason="Snow", level="me")
    add(workspace, "comment", of=measure, text="about mine", level="me")
    return measure


def test_that_the_private_is_in_no_shared_log(ana: Workspace) -> None:
    private_measure(ana)
    assert ana.dump()["records"].keys() == {"person", "team"}
    for level in ("team", "published"):
        assert not any(b"Mine" in one for one in ana.log.lines(ana.spaces[level], ana.device_id))
    assert {one["space"] for one in ana.select("measure")} == {ana.spaces["me"]}


def test_that_a_move_to_the_team_makes_new_records_with_their_parts_and_deletes_the_private(ana: Workspace) -> None:
    measure = private_measure(ana)
    with ana.edit("Share") as edit:
        edit.level("measure", measure, "team")
    records = ana.dump()["records"]
    moved = records["measure"][0]["id"]
    assert moved == derive_id("measure", [ana.spaces["team"], measure])
    assert {one["id"] for one in records["observation"]} == {
        derive_id("observation", [moved, None, f"2026-03-{day}", "0"]) for day in ("01", "02")
    }
    assert records["exclusion"][0]["observation"] in {one["id"] for one in records["observation"]}
    private = ana.dump(space="me")["records"]
    assert set(private) == {"comment"}
    assert private["comment"][0]["of"] == moved, "what stays private names the record by its new id"


def test_that_a_move_to_me_and_back_keeps_every_word_and_undo_takes_it_back(ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First", plan="Call at eight")
    add(ana, "question", cycle=cycle, text="Will it?", prediction="Yes")
    before = text_of(ana)
    with ana.edit("Keep to myself") as edit:
        edit.level("cycle", cycle, "me")
    assert ana.select("cycle", space="team") == []
    (mine,) = ana.select("cycle", space="me")
    assert mine["plan"] == "Call at eight"
    with ana.edit("Share") as edit:
        edit.level("cycle", mine["id"], "team")
    (again,) = ana.select("cycle", space="team")
    assert [(one["cycle"], one["prediction"]) for one in ana.select("question", space="team")] == [(again["id"], "Yes")]
    ana.undo()
    ana.undo()
    assert text_of(ana) == before


def test_that_a_cause_moves_with_what_hangs_under_it(ana: Workspace) -> None:
    bone = add(ana, "fishbone", effect="Absence")
    top, low = (add(ana, "cause", fishbone=bone, text=text) for text in ("top", "low"))
    with ana.edit("Move") as edit:
        edit.move("cause", low, parent=top)
        edit.level("cause", top, "me")
    causes = {one["text"]: one for one in ana.select("cause")}
    assert {one["space"] for one in causes.values()} == {ana.spaces["me"]}
    assert causes["low"]["pos"][0] == causes["top"]["id"]


def test_that_a_move_is_refused_where_team_records_name_what_would_go(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance")
    add(ana, "driver", aim=aim, name="Rides")
    before = rows_of(ana)
    with pytest.raises(NetDeskError, match="Move both to your own level"), ana.edit("Keep to myself") as edit:
        edit.level("aim", aim, "me")
    assert rows_of(ana) == before


def test_that_a_move_to_where_it_is_is_no_change(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance")
    before = ana.log.vector(ana.spaces["team"])
    with ana.edit("Share") as edit:
        edit.level("aim", aim, "team")
    assert ana.log.vector(ana.spaces["team"]) == before

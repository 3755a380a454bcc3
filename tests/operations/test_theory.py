"""Aims with their versions, fishbones, drivers, people, and publishing."""

from __future__ import annotations

from datetime import date

import pytest

from netdesk import Workspace
from netdesk.errors import NetDeskError
from netdesk.operations import aims, causes, drivers, people, publish

TODAY = date(2026, 3, 2)


def test_that_a_changed_aim_keeps_its_sentence_as_a_version(workspace: Workspace) -> None:
    with workspace.edit(aims.CHANGE_AIM) as edit:
        measure = edit.add("measure", {"name": "Days attended", "unit": "%"})
        aim = aims.add_aim(edit, {"what": "Perfect attendance", "measure": measure})
        aims.change_aim(edit, aim, {}, on=TODAY, because="Our first sentence")
    with workspace.edit(aims.CHANGE_AIM) as edit:
        aims.change_aim(edit, aim, {"what": "Raise attendance", "to": "93"}, on=TODAY, because="Twelve weeks of data")
    versions = {one["sentence"]: one["because"] for one in workspace.select("aim_version", aim=aim)}
    assert versions == {
        "Perfect attendance, measured by days attended.": "Our first sentence",
        "Raise attendance to 93%, measured by days attended.": "Twelve weeks of data",
    }
    assert aims.sentence_of(workspace, workspace.get("aim", aim) or {}) in versions


def test_that_a_solution_moves_from_the_aim_to_the_ideas(workspace: Workspace) -> None:
    with workspace.edit(aims.EDIT_AIM) as edit:
        aim = aims.add_aim(edit, {"what": "Raise attendance by calling families"})
        idea = aims.move_solution_to_ideas(edit, aim)
        assert aims.move_solution_to_ideas(edit, aim) is None
    assert workspace.get("aim", aim)["what"] == "Raise attendance"  # type: ignore[index]
    assert workspace.get("change_idea", idea or "")["name"] == "Calling families"  # type: ignore[index]


def test_that_a_fishbone_begins_with_its_presets_bones(workspace: Workspace) -> None:
    with workspace.edit(causes.ADD_FISHBONE) as edit:
        bone = causes.add_fishbone(edit, "Low attendance")
        people_bone = edit.select("cause", fishbone=bone)[0]["id"]
        first = causes.add_cause(edit, bone, "Nobody calls", parent=people_bone)
        second = causes.add_cause(edit, bone, "Phones are off", parent=people_bone)
        causes.add_evidence(edit, first, "for", "31 of 40 families said so", source_kind="family voice")
    found = workspace.select("cause", fishbone=bone)
    assert [one["text"] for one in found if one["pos"][0] is None] == list(causes.PRESETS["school"])
    assert [one["id"] for one in found if one["pos"][0] == people_bone] == [first, second]
    assert workspace.select("evidence", of=first)[0]["side"] == "for"


def test_that_a_person_has_one_vote_on_a_cause(workspace: Workspace) -> None:
    with workspace.edit(causes.VOTE) as edit:
        bone = causes.add_fishbone(edit, "Low attendance", preset="blank")
        cause = causes.add_cause(edit, bone, "Nobody calls")
        first = causes.vote(edit, cause, workspace.person_id, 1)
        assert causes.vote(edit, cause, workspace.person_id, 3) == first
    assert [one["weight"] for one in workspace.select("cause_vote", cause=cause)] == ["3"]


def test_that_a_cause_becomes_a_driver_that_remembers_it(workspace: Workspace) -> None:
    with workspace.edit(causes.CAUSE_TO_DRIVER) as edit:
        aim = aims.add_aim(edit, {"what": "Raise attendance"})
        bone = causes.add_fishbone(edit, "Low attendance", preset="blank")
        cause = causes.add_cause(edit, bone, "Nobody calls")
        driver = causes.cause_to_driver(edit, cause, aim)
        below = drivers.add_driver(edit, driver, "A caller each day")
        idea = drivers.add_idea(edit, "Call by 9:30", parent=below, strength="weak")
    found = workspace.get("driver", driver)
    assert found is not None
    assert (found["from_cause"], found["level"], found["aim"], found["name"]) == (cause, "primary", aim, "Nobody calls")
    assert workspace.get("driver", below)["level"] == "secondary"  # type: ignore[index]
    links = {(one["parent"], one["child"]): one["strength"] for one in workspace.select("driver_link")}
    assert links == {(aim, driver): "strong", (driver, below): "strong", (below, idea): "weak"}


def test_that_a_link_is_made_once_and_can_be_taken_away_and_made_again(workspace: Workspace) -> None:
    with workspace.edit(drivers.LINK_DRIVERS) as edit:
        aim = aims.add_aim(edit, {"what": "Raise attendance"})
        driver = drivers.add_driver(edit, aim, "Trust")
        drivers.link(edit, aim, driver, strength="weak")
    assert [one["strength"] for one in workspace.select("driver_link")] == ["weak"]
    with workspace.edit(drivers.UNLINK_DRIVERS) as edit:
        drivers.unlink(edit, aim, driver)
        drivers.unlink(edit, aim, driver)
    assert workspace.select("driver_link") == []
    with workspace.edit(drivers.LINK_DRIVERS) as edit:
        drivers.link(edit, aim, driver)
    assert len(workspace.select("driver_link")) == 1
    with pytest.raises(NetDeskError), workspace.edit(drivers.ADD_DRIVER) as edit:
        drivers.add_driver(edit, "9" * 32, "Hangs nowhere")


def test_that_people_are_found_by_name_however_it_is_typed(workspace: Workspace) -> None:
    with workspace.edit(people.ADD_PERSON) as edit:
        mai = people.add_person(edit, "Mai Vang", role_title="front office")
        people.add_person(edit, "Sam")
        people.add_person(edit, "sam")
    assert people.find_person(workspace, " mai  VANG ") == mai
    assert people.find_person(workspace, mai) == mai
    assert people.names(workspace)[mai] == "Mai Vang"
    for name, words in (("Sam", "2 people"), ("Zoe", "Mai Vang")):
        with pytest.raises(NetDeskError, match=words):
            people.find_person(workspace, name)


def test_that_only_the_person_lets_their_name_be_published(workspace: Workspace) -> None:
    with workspace.edit(people.AGREE_TO_BE_NAMED) as edit:
        people.agree_to_be_named(edit, workspace.person_id, True)
        other = people.add_person(edit, "Mai Vang")
    with pytest.raises(NetDeskError), workspace.edit(people.AGREE_TO_BE_NAMED) as edit:
        people.agree_to_be_named(edit, other, True)


def test_that_what_leaves_is_listed_with_its_parts_and_only_shareable_fields(workspace: Workspace) -> None:
    with workspace.edit("Set up") as edit:
        cycle = edit.add("cycle", {"title": "Call home", "plan": "Ask Ana, ana@school.example or 555-123-4567"})
        question = edit.add("question", {"cycle": cycle, "text": "Who answers?"})
        edit.add("amendment", {"question": question, "reason": "Snow"})
        edit.add("data_item", {"cycle": cycle, "what": "answered calls", "who": "Mai Vang"})
        edit.add("task", {"cycle": cycle, "what": "print the list"})
        other = edit.add("cycle", {"title": "Another"})
        edit.add("question", {"cycle": other, "text": "Not this one"})
    leaving = publish.what_leaves(workspace, "cycle", cycle)
    assert [one.kind for one in leaving] == ["cycle", "question", "amendment", "data_item"]
    assert "Mai Vang" not in str([one.fields for one in leaving])
    noticed = publish.cautions(leaving, people.names(workspace).values())
    assert [one.words for one in noticed] == ["ana@school.example", "555-123-4567", "Ana"]
    with workspace.edit(publish.PUBLISH) as edit:
        assert publish.publish(edit, "cycle", cycle) == noticed
    copies = workspace.dump(space="published")["records"]
    assert {kind: len(rows) for kind, rows in copies.items()} == {
        "amendment": 1, "cycle": 1, "data_item": 1, "question": 1,
    }  # fmt: skip
    with workspace.edit(publish.UNPUBLISH) as edit:
        assert "remain" in publish.unpublish(edit, "cycle", cycle)
    assert workspace.dump(space="published")["records"] == {}


def test_that_small_groups_are_not_among_what_leaves(workspace: Workspace) -> None:
    with workspace.edit("Set up") as edit:
        measure = edit.add("measure", {"name": "Suspensions"})
        for week, value in enumerate(({"n": 1, "d": 9}, {"n": 1, "d": 10}, {"v": 3}), start=5):
            edit.add("observation", {"measure": measure, "period": f"2026-01-{week:02d}", "value": value})
    leaving = publish.what_leaves(workspace, "measure", measure)
    assert [one.fields["value"] for one in leaving if one.kind == "observation"] == [{"n": "1", "d": "10"}, {"v": "3"}]


def test_that_what_never_leaves_is_refused(workspace: Workspace) -> None:
    with workspace.edit("Set up") as edit:
        note = edit.add("comment", {"text": "just us"})
    with pytest.raises(NetDeskError, match="never published"):
        publish.what_leaves(workspace, "comment", note)

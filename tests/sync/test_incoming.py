"""What a bundle would change, told record by record before anything is taken in."""

from __future__ import annotations

from typing import Any

from netdesk.store.workspace import Workspace
from netdesk.sync import receive

from .conftest import Network, add_cycle, add_measure


def told(network: Network, into: Workspace, by: Workspace) -> dict[str, dict[str, Any]]:
    """What Ben's next file would change for Ana, by title."""
    return {one["title"]: one for one in receive.preview(network.share(by), into)["details"]}


def pair(network: Network) -> tuple[Workspace, Workspace]:
    ana = network.team()
    cycle = add_cycle(ana, "Call home")
    with ana.edit("Add") as edit:
        edit.add("question", {"cycle": cycle, "text": "Do they answer?", "prediction": "Half do."})
        edit.add("change_idea", {"name": "Post cards"})
    add_measure(ana, [])
    ben = network.member(ana)
    return ana, ben


def test_that_new_changed_and_deleted_records_are_told_apart(network: Network) -> None:
    ana, ben = pair(network)
    [cycle], [idea] = ben.select("cycle"), ben.select("change_idea")
    with ben.edit("Work") as edit:
        edit.put("cycle", cycle["id"], {"title": "Call at eight", "plan": "Two teachers call."})
        edit.delete("change_idea", idea["id"])
        edit.add("change_idea", {"name": "Home visits"})
        edit.add("cycle", {"title": "Gone before it came"})
        edit.delete("cycle", edit.select("cycle", title="Gone before it came")[0]["id"])
    found = told(network, ana, ben)
    assert {title: one["what"] for title, one in found.items()} == {
        "Call at eight": "changed", "Post cards": "deleted", "Home visits": "new",
    }  # fmt: skip
    fields = {one["field"]: (one["before"], one["after"]) for one in found["Call at eight"]["fields"]}
    assert fields == {"title": ("Call home", "Call at eight"), "plan": (None, "Two teachers call.")}


def test_that_parts_are_told_with_what_they_belong_to(network: Network) -> None:
    ana, ben = pair(network)
    [measure], [question] = ben.select("measure"), ben.select("question")
    with ben.edit("Work") as edit:
        for day in range(2, 7):
            edit.add("observation", {"measure": measure["id"], "period": f"2026-02-{day:02d}", "value": {"v": "1"}})
        edit.put("question", question["id"], {"prediction": "Most do."})
    found = told(network, ana, ben)
    assert found.keys() == {"Attendance", "Call home"}
    assert found["Attendance"]["parts"] == [{"kind": "observation", "what": "new", "count": 5}]
    assert found["Attendance"]["what"] == "changed" and found["Attendance"]["fields"] == []
    [line] = found["Call home"]["fields"]
    assert (line["kind"], line["title"], line["before"], line["after"]) == (
        "question", "Do they answer?", "Half do.", "Most do.",
    )  # fmt: skip


def test_that_a_conflict_that_would_open_stands_with_its_record(network: Network) -> None:
    ana, ben = pair(network)
    [cycle] = ana.select("cycle")
    for ws, title in ((ana, "By Ana"), (ben, "By Ben")):
        with ws.edit("Edit") as edit:
            edit.put("cycle", cycle["id"], {"title": title})
    seen = receive.preview(network.share(ben), ana)
    [one] = seen["details"]
    assert seen["conflicts"] == len(one["conflicts"]) == 1
    assert (one["conflicts"][0]["field"], one["conflicts"][0]["type"]) == ("title", "value")
    assert {version["value"] for version in one["conflicts"][0]["values"]} == {"By Ana", "By Ben"}


def test_that_a_record_named_by_a_field_is_named_by_its_title(network: Network) -> None:
    ana, ben = pair(network)
    [cycle] = ben.select("cycle")
    with ben.edit("Work") as edit:
        idea = edit.add("change_idea", {"name": "Home visits"})
        edit.put("cycle", cycle["id"], {"idea": idea})
    [line] = told(network, ana, ben)["Call home"]["fields"]
    assert line["names"] == {idea: "Home visits"}


def test_that_what_was_brought_back_is_told_so(network: Network) -> None:
    ana, ben = pair(network)
    [idea] = ben.select("change_idea")
    with ben.edit("Delete") as edit:
        edit.delete("change_idea", idea["id"])
    network.receive(ana, network.share(ben))
    with ben.edit("Restore") as edit:
        edit.restore("change_idea", idea["id"])
    assert told(network, ana, ben)["Post cards"]["what"] == "restored"


def test_that_every_changed_record_is_told_of_or_belongs_to_one_that_is(network: Network) -> None:
    ana, ben = pair(network)
    with ben.edit("Work") as edit:
        edit.add("norm", {"text": "We say the number first."})
        edit.add("cycle", {"title": "Another"})
    seen = receive.preview(network.share(ben), ana)
    assert {one["kind"] for one in seen["details"]} == set(seen["changed"]) == {"norm", "cycle"}

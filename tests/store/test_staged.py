"""Staged feedback in the store: no kind above the stage is made or shown by any road, and nothing of it is lost."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from netdesk.core.changes import canonical
from netdesk.errors import NetDeskError
from netdesk.store.check import check
from netdesk.store.search import SearchIndex
from netdesk.store.workspace import Workspace
from tests.store.school import School, exchange

CANARY = "kestrel"


def agree(ws: Workspace, to: str, on: str = "2026-03-01") -> str:
    with ws.edit("Agree on a stage of feedback") as edit:
        return str(edit.add("stage_step", {"to": to, "agreed_by": ["Ana", "Ben"], "on": on}))


def put_down(ws: Workspace, **fields: Any) -> str:
    with ws.edit("Put on the table") as edit:
        cycle = edit.add("cycle", {"title": "Text first", "plan": "Text at 8:15"})
        edit.add("question", {"cycle": cycle, "text": "Do they answer?", "prediction": "7 of 10"})
        return str(edit.add("pin", {"of": cycle, "question": "Too soon?", **fields}))


def say(ws: Workspace, pin: str, kind: str, text: str = CANARY) -> str:
    with ws.edit("Give feedback") as edit:
        return str(edit.add("feedback", {"pin": pin, "kind": kind, "text": text}))


def everywhere(ws: Workspace) -> str:
    """All that any reader of the workspace is shown."""
    levels = [name for name in ("team", "me", "published", "hub", "network") if name in ws.spaces]
    dumps = [ws.dump(space=level, deleted=True, history=True) for level in levels]
    index = SearchIndex(ws)
    index.refresh()
    found = [one.snippet for one in index.find(CANARY)]
    index.close()
    rows = [ws.select("feedback", space=level, deleted=True) for level in levels]
    return json.dumps([dumps, ws.history(), ws.conflicts(), found, rows])


def test_that_a_pin_keeps_its_bytes_when_its_source_is_edited(ana: Workspace) -> None:
    agree(ana, "2")
    pin = put_down(ana)
    before = canonical((ana.get("pin", pin) or {})["frozen"])
    assert "7 of 10" in before and "Text at 8:15" in before
    (cycle,), (question,) = ana.select("cycle"), ana.select("question")
    with ana.edit("Edit") as edit:
        edit.put("cycle", cycle["id"], {"plan": "Call instead", "stage": "do"})
        edit.delete("question", question["id"])
    assert canonical((ana.get("pin", pin) or {})["frozen"]) == before
    with pytest.raises(NetDeskError, match="frozen copy"), ana.edit("Swap") as edit:
        edit.put("pin", pin, {"of": ana.team_id})


def test_that_a_frozen_copy_holds_only_what_may_be_published(ana: Workspace) -> None:
    with ana.edit("Put on the table") as edit:
        cycle = edit.add("cycle", {"title": "Text first"})
        edit.add("data_item", {"cycle": cycle, "what": "answers", "who": CANARY})
        edit.add("task", {"cycle": cycle, "what": CANARY})
        measure = edit.add("measure", {"name": "Answers"})
        edit.add("observation", {"measure": measure, "period": "2026-03-02", "value": {"n": 3, "d": 9}})
        edit.add("observation", {"measure": measure, "period": "2026-03-09", "value": {"n": 3, "d": 10}})
        pins = [edit.add("pin", {"of": one}) for one in (cycle, measure)]
    frozen = [(ana.get("pin", pin) or {})["frozen"] for pin in pins]
    assert CANARY not in canonical(frozen)
    assert [part["fields"]["period"] for part in frozen[1]["parts"]] == ["2026-03-09"]


def test_that_what_is_too_large_for_the_table_is_refused_with_its_size(ana: Workspace) -> None:
    with pytest.raises(NetDeskError, match="251 KB"), ana.edit("Put on the table") as edit:
        long = dict.fromkeys(("plan", "do", "study", "act"), "x" * 62_700)
        edit.add("pin", {"of": edit.add("cycle", {"title": "Long", **long})})
    assert ana.select("cycle") == []


def test_that_a_pin_is_the_teams_and_of_something_that_may_be_published(ana: Workspace) -> None:
    with ana.edit("Add") as edit:
        private = edit.add("cycle", {"title": "Mine"}, level="me")
        task = edit.add("task", {"what": "Copy sheets"})
    for of, words in ((private, "item of the team"), (task, "cannot be put"), (None, "needs")):
        with pytest.raises(NetDeskError, match=words), ana.edit("Put on the table") as edit:
            edit.add("pin", {"of": of})
    with pytest.raises(NetDeskError, match="has others around it"), ana.edit("Put on the table") as edit:
        edit.add("pin", {"of": private}, level="me")


@pytest.mark.parametrize("stage", ["0", "1", "2", "3"])
def test_that_a_kind_above_the_stage_can_neither_be_made_nor_become_one(ana: Workspace, stage: str) -> None:
    agree(ana, stage)
    pin = put_down(ana)
    allowed = {"0": set(), "1": {"warm"}, "2": {"warm", "clarifying", "probing"}}.get(
        stage, {"warm", "clarifying", "probing", "cool"}
    )
    made = set()
    for kind in ("warm", "clarifying", "probing", "cool"):
        try:
            say(ana, pin, kind)
            made.add(kind)
        except NetDeskError:
            continue
    assert made == allowed
    if "warm" in made and "cool" not in made:
        (warm,) = (one for one in ana.select("feedback") if one["kind"] == "warm")
        with pytest.raises(NetDeskError, match=f"At stage {stage}"), ana.edit("Change") as edit:
            edit.put("feedback", warm["id"], {"kind": "cool"})


def test_that_a_stage_that_falls_hides_feedback_and_one_that_rises_shows_it_again(ana: Workspace) -> None:
    agree(ana, "3", "2026-03-01")
    pin = put_down(ana)
    cool = say(ana, pin, "cool")
    assert CANARY in everywhere(ana)
    agree(ana, "1", "2026-03-08")
    assert CANARY not in everywhere(ana)
    assert ana.get("feedback", cool) is None
    assert check(ana) == []
    agree(ana, "3", "2026-03-15")
    assert (ana.get("feedback", cool) or {})["text"] == CANARY
    ana.undo()
    assert CANARY not in everywhere(ana)


def test_that_a_held_comment_appears_only_when_the_pin_is_released(ana: Workspace) -> None:
    agree(ana, "3")
    pin = put_down(ana, hold=True)
    say(ana, pin, "warm", "kind words")
    say(ana, pin, "cool")
    shown = everywhere(ana)
    assert "kind words" in shown and CANARY not in shown
    with ana.edit("Release") as edit:
        edit.put("pin", pin, {"hold": False})
    assert CANARY in everywhere(ana)
    assert check(ana) == []


def test_that_feedback_that_waits_is_taken_back_by_undo_and_not_brought_to_light(ana: Workspace) -> None:
    agree(ana, "3")
    pin = put_down(ana, hold=True)
    say(ana, pin, "cool")
    ana.undo()
    with ana.edit("Release") as edit:
        edit.put("pin", pin, {"hold": False})
    assert ana.select("feedback") == []


def test_that_no_random_order_of_deeds_on_two_laptops_shows_what_is_not_allowed(school: School) -> None:
    """Two teammates agree, disagree, pin, hold, comment, delete and undo; files cross. The rule holds on both."""
    for seed in range(3):
        chance = random.Random(seed)
        ana = school.team(f"Ana{seed}")
        ben = school.member(ana, f"Ben{seed}")
        for turn in range(40):
            ws = chance.choice([ana, ben])
            try:
                random_deed(ws, chance, turn)
            except NetDeskError:
                continue
            if chance.random() < 0.3:
                exchange(ana, ben)
            for one in (ana, ben):
                assert_only_allowed(one)
        exchange(ana, ben)
        exchange(ana, ben)
        assert ana.dump() == ben.dump()


def random_deed(ws: Workspace, chance: random.Random, turn: int) -> None:
    pins, given = ws.select("pin"), ws.select("feedback")
    deed = chance.choice(["agree", "pin", "say", "say", "say", "hold", "delete", "undo"])
    if deed == "agree":
        agree(ws, chance.choice("0123"), f"2026-03-{turn % 28 + 1:02d}")
    elif deed == "pin":
        put_down(ws, hold=chance.random() < 0.5)
    elif deed == "say" and pins:
        say(ws, chance.choice(pins)["id"], chance.choice(["warm", "clarifying", "probing", "cool"]), f"{CANARY}{turn}")
    elif deed == "hold" and pins:
        with ws.edit("Hold") as edit:
            edit.put("pin", chance.choice(pins)["id"], {"hold": chance.random() < 0.5})
    elif deed == "delete" and given:
        with ws.edit("Delete") as edit:
            edit.delete("feedback", chance.choice(given)["id"])
    elif deed == "undo":
        ws.undo()


def assert_only_allowed(ws: Workspace) -> None:
    """Said again in the test's own words: by the newest agreement, the pin's stage and its hold."""
    steps = [one for one in ws.select("stage_step") if one.get("agreed_by")]
    stage = max(steps, key=lambda one: (one["on"], steps.index(one)))["to"] if steps else "0"
    for one in ws.select("feedback", deleted=False):
        pin = ws.select("pin", deleted=True, id=one["pin"])[0]
        lower = min(stage, pin["stage"])
        assert one["kind"] != "cool" or (lower == "3" and not pin.get("hold"))
        assert one["kind"] == "warm" or lower in "23"
        assert lower != "0"


def test_that_an_agreement_without_names_or_of_no_known_stage_raises_nothing(ana: Workspace) -> None:
    agree(ana, "1", "2026-03-01")
    with ana.edit("Force") as edit:  # what another program might write
        edit.loading = True
        edit.add("stage_step", {"to": "3", "on": "2026-03-02"})
        edit.loading = False
        edit.write_put(edit.need("stage_step", edit.select("stage_step")[0]["id"]), "to", "9")
    pin = put_down(ana)
    assert (ana.get("pin", pin) or {})["stage"] == "0"
    with pytest.raises(NetDeskError, match="At stage 0"):
        say(ana, pin, "warm")


def test_that_a_pin_taken_from_a_dump_shows_no_more_than_is_agreed(ana: Workspace, school: School) -> None:
    agree(ana, "3")
    say(ana, put_down(ana), "cool")
    dump = ana.dump()
    for step in dump["records"]["stage_step"]:
        step["to"] = "1"
    again = school.team("Ben", dump=dump)
    assert [one["kind"] for one in again.select("feedback")] == []
    assert CANARY not in everywhere(again)


def test_that_a_pin_stays_on_the_teams_table_and_its_feedback_goes_and_comes_with_it(ana: Workspace) -> None:
    agree(ana, "1")
    pin = put_down(ana)
    say(ana, pin, "warm")
    with pytest.raises(NetDeskError, match="stays with the team"), ana.edit("Keep to myself") as edit:
        edit.level("pin", pin, "me")
    with ana.edit("Delete") as edit:
        edit.delete("pin", pin)
    assert ana.select("feedback") == []
    with pytest.raises(NetDeskError, match="no longer on the table"):
        say(ana, pin, "warm")
    with ana.edit("Restore") as edit:
        edit.restore("pin", pin)
    assert len(ana.select("feedback")) == 1
    assert check(ana) == []

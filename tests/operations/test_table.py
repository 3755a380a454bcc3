"""On the table and feedback on a team's own side: stages, frozen lines, before and after, practice, the dictionary."""

from __future__ import annotations

from datetime import date

import pytest

from netdesk import Workspace
from netdesk.core.records import KINDS
from netdesk.errors import NetDeskError
from netdesk.operations import asks, contributions, feedback, network_aim, practice, table

TODAY = date(2026, 3, 2)


def agree(ws: Workspace, to: str, on: date = TODAY) -> None:
    with ws.edit(feedback.AGREE_ON_STAGE) as edit:
        feedback.agree_on_stage(edit, to, [" Ana ", "Ben"], on=on, because="We are ready.")


def pinned(ws: Workspace, **options: object) -> str:
    with ws.edit(table.PUT_ON_TABLE) as edit:
        cycle = edit.add("cycle", {"title": "Text first", "plan": "Text at 8:15", "scope": 5, "scope_unit": "families"})
        edit.add("question", {"cycle": cycle, "text": "Do they answer?", "prediction": "7 of 10"})
        return table.put_on_table(edit, cycle, "Too early?", **options)  # type: ignore[arg-type]


def test_that_a_pin_needs_a_question_and_keeps_what_was_asked_for(workspace: Workspace) -> None:
    with pytest.raises(NetDeskError, match="what you want to know"), workspace.edit("Pin") as edit:
        table.put_on_table(edit, edit.add("cycle", {"title": "x"}), "  ")
    agree(workspace, "2")
    pin = pinned(workspace, wanted=["warm"], until=date(2026, 3, 20))
    found = table.read_pin(workspace, pin, TODAY)
    assert (found.title, found.question, found.wanted, found.stage, found.mine) == (
        "Text first", "Too early?", ("warm",), "2", True,
    )  # fmt: skip
    assert found.may_give == ("warm", "clarifying", "probing")
    assert not found.over and table.read_pin(workspace, pin, date(2026, 3, 21)).over


def test_that_a_frozen_copy_is_read_line_by_line_with_numbers_that_stay(workspace: Workspace) -> None:
    pin = pinned(workspace)
    parts = table.frozen_parts(table.read_pin(workspace, pin, TODAY).frozen)
    assert [(one.spot, one.label) for one in parts] == [(1, "Plan"), (2, "In short"), (3, "Question")]
    assert parts[1].text == "How many: 5 families"
    assert parts[2].text == "Do they answer?\nPrediction: 7 of 10"
    with workspace.edit("Edit") as edit:
        edit.put("cycle", edit.select("cycle")[0]["id"], {"plan": "Call", "do": "Called"})
    assert table.frozen_parts(table.read_pin(workspace, pin, TODAY).frozen) == parts


def test_that_a_frozen_fishbone_is_read_down_its_bones(workspace: Workspace) -> None:
    with workspace.edit("Draw") as edit:
        bone = edit.add("fishbone", {"effect": "They miss days", "preset": "blank"})

        def cause(text: str, under: str | None = None, **fields: object) -> str:
            made = edit.add("cause", {"fishbone": bone, "text": text, **fields})
            if under:
                edit.move("cause", made, parent=under)
            return made

        people, place = cause("People", category=True), cause("Place", category=True)
        cause("The gate shuts", place, status="ruled_out", confidence="low")
        cause("The list is late", cause("They hear late", people))
        pin = table.put_on_table(edit, bone, "What next?")
    parts = table.frozen_parts(table.read_pin(workspace, pin, TODAY).frozen)
    assert [(one.label, one.text.replace("\nStatus: open", "")) for one in parts] == [
        ("Effect", "They miss days"),
        ("Main group", "People"),
        ("Cause", "They hear late"),
        ("Cause", "Why? The list is late"),
        ("Main group", "Place"),
        ("Cause", "The gate shuts\nStatus: ruled out · Confidence: low"),
    ]


def test_that_a_teammates_pin_waits_for_each_who_has_said_nothing(workspace: Workspace) -> None:
    with workspace.edit("Add") as edit:
        ben = edit.add("person", {"name": "Ben", "active": True})
    agree(workspace, "1")
    pin = pinned(workspace)
    assert table.read_table(workspace, TODAY).waits == ()
    workspace.write_as(ben)
    assert [one.id for one in table.read_table(workspace, TODAY).waits] == [pin]
    with workspace.edit(feedback.GIVE_FEEDBACK) as edit:
        feedback.give(edit, pin, "warm", "Small enough.", spot=1)
    assert table.read_table(workspace, TODAY).waits == ()
    assert table.read_pin(workspace, pin, TODAY).feedback[0].person == ben


def test_that_held_comments_are_counted_for_the_presenter_and_shown_by_the_release(workspace: Workspace) -> None:
    agree(workspace, "3")
    pin = pinned(workspace, hold=True)
    with workspace.edit(feedback.GIVE_FEEDBACK) as edit:
        feedback.give(edit, pin, "cool", "Who is on the phone?")
    found = table.read_pin(workspace, pin, TODAY)
    assert (found.held, found.feedback) == (1, ())
    with workspace.edit(table.RELEASE) as edit:
        assert table.release(edit, pin) == "What was held back is shown now."
    assert [one.text for one in table.read_pin(workspace, pin, TODAY).feedback] == ["Who is on the phone?"]
    workspace.undo()
    assert table.read_pin(workspace, pin, TODAY).held == 1


def test_that_built_on_links_feedback_to_the_pins_before_and_after(workspace: Workspace) -> None:
    agree(workspace, "1")
    before = pinned(workspace)
    with workspace.edit(feedback.GIVE_FEEDBACK) as edit:
        given = feedback.give(edit, before, "warm", "The number helps.")
    cycle = workspace.select("cycle")[0]["id"]
    with workspace.edit(table.PUT_ON_TABLE) as edit:
        edit.put("cycle", cycle, {"plan": "Text at 8:30"})
        after = table.put_on_table(edit, cycle, "Better?", before=before)
    with workspace.edit(feedback.REPLY) as edit:
        feedback.reply(edit, given, "Thank you.", built_on=cycle)
    (built,) = feedback.built_on(workspace)
    assert (built.words, built.kind, built.title, built.before, built.after) == (
        "The number helps.", "cycle", "Text first", before, after,
    )  # fmt: skip
    assert table.read_pin(workspace, before, TODAY).after == after


def test_that_a_stage_is_an_agreement_with_names_and_can_go_back(workspace: Workspace) -> None:
    assert feedback.read_stage(workspace) == feedback.Stage("0", (), (), "1")
    agree(workspace, "2")
    agree(workspace, "1", date(2026, 4, 1))
    stage = feedback.read_stage(workspace)
    assert (stage.stage, stage.kinds, stage.next) == ("1", ("warm",), "2")
    assert [(one.to, one.agreed_by, one.because) for one in stage.steps] == [
        ("1", ("Ana", "Ben"), "We are ready."), ("2", ("Ana", "Ben"), "We are ready."),
    ]  # fmt: skip
    with pytest.raises(NetDeskError, match="names of those"), workspace.edit("Agree") as edit:
        feedback.agree_on_stage(edit, "3", [" "], on=TODAY)


def test_that_each_kind_has_prompts_and_each_stage_its_words() -> None:
    for kind in KINDS["feedback"].fields["kind"].choices:
        name, purpose, stems = feedback.prompts(kind)
        assert name and purpose and len(stems) >= 3
    assert {feedback.stage_words(stage)[0] for stage in "0123"} == {
        "Practice", "Strengths", "Strengths and questions", "Warm and cool",
    }  # fmt: skip


def test_that_practice_stays_on_this_computer_and_shows_how_others_did_it(workspace: Workspace) -> None:
    kinds = set(KINDS["feedback"].fields["kind"].choices)
    assert len(practice.pack()) >= 3
    for work in practice.pack():
        assert work.lines and {one.kind for one in work.examples} == kinds
    before = workspace.dump(history=True)
    (example,) = practice.practise(workspace, practice.pack()[0].id, "cool", "Nobody answered on Tuesday.")
    assert example.kind == "cool" and example.why
    assert [one.text for one in practice.practised(workspace)] == ["Nobody answered on Tuesday."]
    assert workspace.dump(history=True) == before
    with pytest.raises(NetDeskError):
        practice.practise(workspace, "no such work", "warm", "x")


def test_that_asks_are_sized_and_failures_are_thanked_by_name(workspace: Workspace) -> None:
    with workspace.edit(asks.ASK) as edit:
        made = asks.ask(edit, "Count the answers on Friday?", minutes=5, to_person="Ana")
    assert [(one.for_us, one.state, one.minutes) for one in asks.read_asks(workspace)] == [(True, "asked", 5)]
    with workspace.edit(asks.ANSWER) as edit:
        asks.answer(edit, made, "Eleven.", minutes=4)
    (asked,) = asks.read_asks(workspace)
    assert (asked.state, asked.answers[0].words, asked.answers[0].minutes) == ("answered", "Eleven.", 4)
    with pytest.raises(NetDeskError, match="how many minutes"), workspace.edit(asks.ASK) as edit:
        asks.ask(edit, "Help?", minutes=0)
    with pytest.raises(NetDeskError, match="which team"), workspace.edit(asks.THANK) as edit:
        asks.thank(edit, made, " ")


def test_that_wins_rest_on_evidence_that_is_here(workspace: Workspace) -> None:
    assert contributions.wins(workspace) == ()
    with workspace.edit("Work") as edit:
        measure = edit.add("measure", {"name": "Answers", "better": "up", "chart": "run", "rules": "anhoej"})
        for n in range(24):
            period = date(2026, 1, 1 + n).isoformat()
            edit.add("observation", {"measure": measure, "period": period, "value": {"v": 10 + n % 2 + 10 * (n > 11)}})
        edit.add("cycle", {"title": "No reason given", "stage": "closed", "decision": "abandon"})
        edit.add("cycle", {"title": "Phone tree", "stage": "closed", "decision": "abandon", "ended": "2026-02-01",
                           "decision_because": "It reached nobody."})  # fmt: skip
        edit.add("cycle", {"title": "Text", "stage": "closed", "decision": "adopt", "ended": "2026-03-01"})
    found = {one.kind: one for one in contributions.wins(workspace)}
    assert set(found) == {"signal", "adopted", "useful no"}
    assert found["useful no"].title == "Phone tree" and found["useful no"].evidence == "It reached nobody."
    with workspace.edit("Turn") as edit:
        edit.put("measure", measure, {"better": "down"})
    assert "signal" not in {one.kind for one in contributions.wins(workspace)}


def test_that_a_misfit_of_aims_is_said_and_a_fit_says_nothing() -> None:
    network = {"id": "n", "what": "Attend", "from": "90", "to": "95", "by": "2027-06-04", "measure": "m1"}
    ours = {"id": "o", "what": "Attend", "from": "95", "to": "90", "by": "2028-06-02", "measure": "m2", "parent": "n"}
    measures = {"m1": {"name": "Attendance"}, "m2": {"name": "Late"}, "m3": {"name": "attendance"}}
    found = network_aim.fit("", ours, network, measures)
    assert found.linked and len(found.misfits) == 3
    fits = {**ours, "from": "88", "to": "93", "by": "2027-06-04", "measure": "m3"}
    assert network_aim.fit("", fits, network, measures).misfits == ()

"""Acts on a fishbone: places, pasting, deleting and restoring, evidence, votes, and the ledger with its gaps."""

from __future__ import annotations

import pytest

from netdesk import Workspace
from netdesk.errors import NetDeskError
from netdesk.operations import aims, cause_ledger, causes


@pytest.fixture
def bone(workspace: Workspace) -> str:
    with workspace.edit(causes.ADD_FISHBONE) as edit:
        fishbone = causes.add_fishbone(edit, "Low attendance", preset="blank")
        causes.paste_causes(
            edit,
            fishbone,
            None,
            [(0, "People"), (1, "Nobody calls"), (2, "The list comes at 11"), (1, "Phones are off"), (0, "Place")],
        )
    return fishbone


def shape(workspace: Workspace, fishbone: str) -> list[str]:
    """The tree as indented lines, bones marked."""

    def below(parent: str | None, depth: int) -> list[str]:
        lines = []
        for one in causes.children_of(workspace, fishbone, parent):
            mark = "#" if one.get("category") else ""
            lines += ["  " * depth + mark + one["text"], *below(one["id"], depth + 1)]
        return lines

    return below(None, 0)


def id_of(workspace: Workspace, text: str) -> str:
    return str(next(one["id"] for one in workspace.select("cause") if one["text"] == text))


def do(workspace: Workspace, operation, *args, **named):  # type: ignore[no-untyped-def]
    with workspace.edit("Do") as edit:
        return operation(edit, *args, **named)


def test_that_an_indented_list_becomes_causes_in_one_edit(workspace: Workspace, bone: str) -> None:
    assert shape(workspace, bone) == [
        "#People", "  Nobody calls", "    The list comes at 11", "  Phones are off", "#Place",
    ]  # fmt: skip
    assert workspace.undo().label
    assert workspace.select("cause") == []


def test_that_a_sibling_comes_right_behind_and_a_child_last(workspace: Workspace, bone: str) -> None:
    do(workspace, causes.add_beside, id_of(workspace, "Nobody calls"), "Calls come at noon")
    do(workspace, causes.add_below, id_of(workspace, "People"), "  No one \n is asked ")
    do(workspace, causes.add_beside, id_of(workspace, "People"), "Policy")
    assert shape(workspace, bone) == [
        "#People", "  Nobody calls", "    The list comes at 11", "  Calls come at noon", "  Phones are off",
        "  No one is asked", "#Policy", "#Place",
    ]  # fmt: skip


def test_that_a_cause_without_words_is_refused(workspace: Workspace, bone: str) -> None:
    for deed in (causes.add_beside, causes.add_below, causes.rename_cause):
        with pytest.raises(NetDeskError, match="needs words"):
            do(workspace, deed, id_of(workspace, "Nobody calls"), "  \n ")
    do(workspace, causes.rename_cause, id_of(workspace, "Nobody calls"), "Nobody calls by 9")
    assert "  Nobody calls by 9" in shape(workspace, bone)


def test_that_causes_step_indent_and_outdent(workspace: Workspace, bone: str) -> None:
    phones = id_of(workspace, "Phones are off")
    do(workspace, causes.step_cause, phones, -1)
    assert shape(workspace, bone)[1:3] == ["  Phones are off", "  Nobody calls"]
    do(workspace, causes.step_cause, phones, -1)  # at the end it stays
    do(workspace, causes.step_cause, phones, 1)
    assert shape(workspace, bone)[3] == "  Phones are off"
    do(workspace, causes.indent_cause, phones)
    assert shape(workspace, bone)[2:4] == ["    The list comes at 11", "    Phones are off"]
    do(workspace, causes.outdent_cause, phones)
    do(workspace, causes.outdent_cause, phones)
    assert shape(workspace, bone)[-2:] == ["#Phones are off", "#Place"]
    do(workspace, causes.indent_cause, phones)
    assert shape(workspace, bone)[-2:] == ["  Phones are off", "#Place"]  # and it is no bone any more


def test_that_several_causes_move_together_with_what_hangs_under_them(workspace: Workspace, bone: str) -> None:
    chosen = [id_of(workspace, one) for one in ("Nobody calls", "The list comes at 11", "Phones are off")]
    do(workspace, causes.append_causes, chosen, parent=id_of(workspace, "Place"))
    assert shape(workspace, bone) == [
        "#People", "#Place", "  Nobody calls", "    The list comes at 11", "  Phones are off",
    ]  # fmt: skip
    workspace.undo()
    assert shape(workspace, bone)[1] == "  Nobody calls"


def test_that_a_circle_is_refused_and_named(workspace: Workspace, bone: str) -> None:
    with pytest.raises(NetDeskError, match="“Nobody calls” cannot go under “The list comes at 11”"):
        do(
            workspace,
            causes.append_causes,
            [id_of(workspace, "Nobody calls")],
            parent=id_of(workspace, "The list comes at 11"),
        )
    assert shape(workspace, bone)[2] == "    The list comes at 11"


def test_that_what_belongs_to_a_deleted_cause_goes_and_comes_back_with_it(workspace: Workspace, bone: str) -> None:
    before = shape(workspace, bone)
    under, calls = id_of(workspace, "The list comes at 11"), id_of(workspace, "Nobody calls")
    do(workspace, causes.add_evidence, under, "for", "Printed at 10:52 on 9 of 10 days", source_kind="data")
    do(workspace, causes.vote, under, workspace.person_id, 2)
    do(workspace, causes.delete_causes, [under, calls])
    assert shape(workspace, bone) == ["#People", "  Phones are off", "#Place"]
    assert workspace.select("evidence") == [] == workspace.select("cause_vote")
    with workspace.edit(causes.RESTORE_CAUSE) as edit:
        edit.restore("cause", calls)
    assert shape(workspace, bone) == before
    assert [one["of"] for one in workspace.select("evidence")] == [under]
    assert [one["weight"] for one in workspace.select("cause_vote")] == ["2"]


def test_that_evidence_names_where_it_comes_from_and_can_be_mended(workspace: Workspace, bone: str) -> None:
    calls = id_of(workspace, "Nobody calls")
    cycle = do(workspace, lambda edit: edit.add("cycle", {"title": "12 families"}))
    piece = do(workspace, causes.add_evidence, calls, "for", "5 of 9 came", source_kind="data", link=cycle)
    do(workspace, causes.edit_evidence, piece, {"side": "against", "text": "4 of 9 did not"})
    found = workspace.select("evidence", of=calls)[0]
    assert (found["side"], found["text"], found["source_kind"], found["link"]) == (
        "against", "4 of 9 did not", "data", cycle,
    )  # fmt: skip
    do(workspace, causes.delete_evidence, piece)
    assert workspace.select("evidence", of=calls) == []


def test_that_the_ledger_shows_votes_beside_evidence_and_lists_the_gaps(workspace: Workspace, bone: str) -> None:
    calls, phones, late = (id_of(workspace, one) for one in ("Nobody calls", "Phones are off", "The list comes at 11"))
    with workspace.edit("Vote") as edit:
        mai = edit.add("person", {"name": "Mai Vang"})
        causes.vote(edit, phones, workspace.person_id, 3)
        causes.vote(edit, phones, mai, 2)
        causes.vote(edit, late, mai, 1)
        for text in ("31 of 40 families said so", "Median first call 11:20"):
            causes.add_evidence(edit, calls, "for", text)
        causes.set_cause(edit, calls, "status", "supported")
    entries = cause_ledger.ledger(workspace, bone)
    assert [(one.votes, one.voters) for one in (entries[phones], entries[calls])] == [(5, 2), (0, 0)]
    assert len(entries[calls].pieces_for) == 2
    found = cause_ledger.gaps(entries)
    assert [(one.code, one.text) for one in found] == [
        ("preferred", "Phones are off"),
        ("unused", "Nobody calls"),
        ("unexamined", "The list comes at 11"),
    ]
    assert found[0].words == "5 votes, no evidence yet"
    with workspace.edit("Use it") as edit:
        aim = aims.add_aim(edit, {"what": "Raise attendance"})
        causes.cause_to_driver(edit, calls, aim)
        causes.set_cause(edit, late, "status", "ruled_out")
    assert [one.code for one in cause_ledger.gaps(cause_ledger.ledger(workspace, bone))] == ["preferred", "unfounded"]


@pytest.mark.parametrize(
    ("text", "is_blame"),
    [
        ("Parents don’t care about school", True),
        ("Students are unmotivated", True),
        ("Teachers refuse to call", True),
        ("Laziness", True),
        ("Mr. Bell never answers", True),
        ("Families hear too late", False),
        ("Students take two buses", False),
        ("Teachers have no phone in their rooms", False),
        ("The bell will not ring on Fridays", False),
        ("Dan Bell", True),
        ("The bell is broken", False),
    ],
)
def test_that_only_a_cause_that_blames_gets_a_note(text: str, is_blame: bool) -> None:
    assert cause_ledger.blames(text, ["Dan Bell", "Grace"]) is is_blame
    assert "process" in cause_ledger.kind_note()


def test_that_silent_writing_is_revealed_once_and_as_one_edit(workspace: Workspace, bone: str) -> None:
    before = shape(workspace, bone)
    written = ["Bus 12 is full", " bus 12 is  full", "", "No form in Hmong"]
    with workspace.edit(causes.REVEAL_CAUSES) as edit:
        assert len(causes.reveal_hidden(edit, bone, written, "Not sorted yet")) == 2
    assert shape(workspace, bone) == [*before, "#Not sorted yet", "  Bus 12 is full", "  No form in Hmong"]
    workspace.undo()
    assert shape(workspace, bone) == before
    with workspace.edit(causes.REVEAL_CAUSES) as edit:
        assert causes.reveal_hidden(edit, bone, [" "], "Not sorted yet") == []

"""Acts on the theory: nodes with several parents, their order, moving and linking, pasting, and what is to be done."""

from __future__ import annotations

import pytest

from netdesk import Workspace
from netdesk.errors import NetDeskError
from netdesk.operations import aims, drivers, theory


@pytest.fixture
def aim(workspace: Workspace) -> str:
    with workspace.edit("Begin") as edit:
        made = aims.add_aim(edit, {"what": "Raise attendance"})
        drivers.paste_nodes(
            edit,
            made,
            [
                (0, "Families know"), (1, "Reach by 9:30"), (2, "Morning call"), (2, "Text first"),
                (1, "One adult"), (2, "Buddies"), (0, "Want to be there"), (1, "First period"),
            ],
        )  # fmt: skip
    return made


def id_of(workspace: Workspace, name: str) -> str:
    found = [*workspace.select("driver"), *workspace.select("change_idea")]
    return str(next(one["id"] for one in found if one["name"] == name))


def shape(workspace: Workspace, aim: str) -> list[str]:
    """The outline as indented lines: ideas in brackets, "…" where the children stand elsewhere."""
    graph = theory.read_graph(workspace, aim)
    lines = []
    for place in theory.places(graph)[1:]:
        node = graph.nodes[place.node]
        text = f"({node.text})" if node.kind == "change_idea" else node.text
        end = " …" if place.again else "" if place.linked else " (not linked)"
        lines.append("  " * max(0, place.depth - 1) + text + end)
    return lines


def do(workspace: Workspace, operation, *args, **named):  # type: ignore[no-untyped-def]
    with workspace.edit("Do") as edit:
        return operation(edit, *args, **named)


FIRST = [
    "Families know", "  Reach by 9:30", "    (Morning call)", "    (Text first)", "  One adult", "    (Buddies)",
    "Want to be there", "  First period",
]  # fmt: skip


def test_that_an_indented_list_becomes_drivers_with_ideas_at_the_ends(workspace: Workspace, aim: str) -> None:
    assert shape(workspace, aim) == FIRST
    levels = {one["name"]: one["level"] for one in workspace.select("driver")}
    assert levels["Families know"] == "primary" and levels["One adult"] == "secondary"


def test_that_a_new_node_is_what_fits_its_place(workspace: Workspace, aim: str) -> None:
    assert drivers.child_kind(workspace, aim) == "driver"
    assert drivers.child_kind(workspace, id_of(workspace, "Families know")) == "driver"
    assert drivers.child_kind(workspace, id_of(workspace, "Reach by 9:30")) == "change_idea"
    with pytest.raises(NetDeskError, match="has no parts"):
        do(workspace, drivers.add_below, id_of(workspace, "Morning call"), "Whatever")
    reach, call = id_of(workspace, "Reach by 9:30"), id_of(workspace, "Morning call")
    do(workspace, drivers.add_beside, reach, call, "Postcard")
    do(workspace, drivers.add_below, reach, "Home visit")
    assert shape(workspace, aim)[1:6] == [
        "  Reach by 9:30", "    (Morning call)", "    (Postcard)", "    (Text first)", "    (Home visit)",
    ]  # fmt: skip
    with pytest.raises(NetDeskError, match="needs words"):
        do(workspace, drivers.rename_node, reach, " ")
    with pytest.raises(NetDeskError, match="Purpose"):
        do(workspace, drivers.rename_node, aim, "Another aim")


def test_that_a_node_serves_several_parents_and_its_children_are_listed_once(workspace: Workspace, aim: str) -> None:
    want, adult = id_of(workspace, "Want to be there"), id_of(workspace, "One adult")
    do(workspace, drivers.link_under, want, [adult])
    assert shape(workspace, aim)[-3:] == ["Want to be there", "  First period", "  One adult …"]
    do(workspace, drivers.set_strength, want, adult, "weak")
    link = workspace.get("driver_link", drivers.link_id(want, adult))
    assert link is not None and link["strength"] == "weak"
    do(workspace, drivers.unlink, want, adult)
    assert shape(workspace, aim)[4] == "  One adult"


def test_that_a_circle_is_refused_with_its_names_and_changes_nothing(workspace: Workspace, aim: str) -> None:
    know, adult = id_of(workspace, "Families know"), id_of(workspace, "One adult")
    before = shape(workspace, aim)
    with pytest.raises(NetDeskError, match="“One adult” → “Families know” → “One adult”"):
        do(workspace, drivers.link_under, adult, [know])
    with pytest.raises(NetDeskError, match="circle"):
        do(workspace, drivers.move_node, aim, know, adult, after=None)
    assert shape(workspace, aim) == before


def test_that_nodes_move_with_the_strength_of_their_link_and_other_parents_stay(workspace: Workspace, aim: str) -> None:
    know, want = id_of(workspace, "Families know"), id_of(workspace, "Want to be there")
    adult, reach = id_of(workspace, "One adult"), id_of(workspace, "Reach by 9:30")
    do(workspace, drivers.set_strength, know, adult, "weak")
    do(workspace, drivers.append_nodes, [(know, reach), (know, adult)], want)
    assert [one["child"] for one in drivers.links_below(workspace, want)][-2:] == [reach, adult]
    assert [one["strength"] for one in drivers.links_below(workspace, want)][-1] == "weak"
    do(workspace, drivers.link_under, know, [adult])
    do(workspace, drivers.move_node, want, adult, know, after=None)  # it hangs there already
    assert [one["parent"] for one in workspace.select("driver_link", child=adult)] == [know]


def test_that_nodes_step_indent_and_outdent_under_the_parent_they_are_shown_at(workspace: Workspace, aim: str) -> None:
    know, reach, adult = (id_of(workspace, one) for one in ("Families know", "Reach by 9:30", "One adult"))
    do(workspace, drivers.step_node, know, adult, -1)
    assert [one["child"] for one in drivers.links_below(workspace, know)] == [adult, reach]
    assert do(workspace, drivers.indent_node, know, adult) is None
    assert do(workspace, drivers.indent_node, know, reach) == adult
    assert [one["parent"] for one in workspace.select("driver_link", child=reach)] == [adult]
    assert do(workspace, drivers.outdent_node, know, adult, reach) == know
    assert do(workspace, drivers.outdent_node, aim, know, reach) == aim
    assert [one["child"] for one in drivers.links_below(workspace, aim)][:2] == [know, reach]
    with pytest.raises(NetDeskError, match="hangs under a driver"):
        do(workspace, drivers.outdent_node, aim, reach, id_of(workspace, "Text first"))


def test_that_what_hung_only_on_a_deleted_driver_stays_and_is_listed(workspace: Workspace, aim: str) -> None:
    before = shape(workspace, aim)
    do(workspace, drivers.delete_nodes, [id_of(workspace, "Reach by 9:30")])
    assert shape(workspace, aim)[-2:] == ["(Morning call) (not linked)", "(Text first) (not linked)"]
    graph = theory.read_graph(workspace, aim)
    found = [one for one in theory.work(workspace, graph) if one.code == "unlinked"]
    assert [one.text for one in found] == ["Morning call", "Text first"]
    with pytest.raises(NetDeskError, match="Purpose"):
        do(workspace, drivers.delete_nodes, [aim])
    workspace.undo()
    assert shape(workspace, aim) == before


def test_that_unmeasured_drivers_and_untested_ideas_are_work_to_do(workspace: Workspace, aim: str) -> None:
    know, call = id_of(workspace, "Families know"), id_of(workspace, "Morning call")
    with workspace.edit("Do the work") as edit:
        edit.add("measure", {"name": "Families reached", "of": know})
        edit.add("cycle", {"title": "12 families", "idea": call})
    found = theory.work(workspace, theory.read_graph(workspace, aim))
    unmeasured = {one.text for one in found if one.code == "unmeasured"}
    untested = {one.text for one in found if one.code == "untested"}
    assert "Families know" not in unmeasured and "Reach by 9:30" in unmeasured
    assert "Morning call" not in untested and "Text first" in untested


def test_that_the_theory_of_one_aim_leaves_out_what_serves_only_another(workspace: Workspace, aim: str) -> None:
    with workspace.edit("Another aim") as edit:
        other = aims.add_another_aim(edit, {"what": "Raise reading"})
        theirs = drivers.add_driver(edit, other, "Books at home")
        shared = drivers.add_driver(edit, other, "Trust")
        drivers.link_under(edit, aim, [shared])
    mine = theory.read_graph(workspace, aim)
    assert theirs not in mine.nodes and shared in mine.nodes
    assert set(theory.read_graph(workspace, other).nodes) == {other, theirs, shared}

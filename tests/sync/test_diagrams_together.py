"""Two people edit one diagram apart: in whatever order bundles come, both see one diagram, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from netdesk.operations import aims, cause_ledger, causes, drivers, theory
from netdesk.store.workspace import Workspace

from .conftest import Network


def begin(ana: Workspace) -> dict[str, str]:
    """A fishbone and a theory; ids by words."""
    with ana.edit("Begin") as edit:
        bone = causes.add_fishbone(edit, "Late", preset="blank")
        made = causes.paste_causes(
            edit, bone, None, [(0, "Home"), (1, "Alarm"), (1, "Bus"), (1, "Gate"), (0, "Way"), (1, "Rain")]
        )
        aim = aims.add_aim(edit, {"what": "On time"})
        nodes = drivers.paste_nodes(
            edit, aim, [(0, "A"), (1, "A1"), (2, "Idea one"), (0, "B"), (1, "B1"), (2, "Idea two")]
        )
    names = ("Home", "Alarm", "Bus", "Gate", "Way", "Rain")
    ids = dict(zip(names, made, strict=True)) | {"bone": bone, "aim": aim}
    return ids | dict(zip(("A", "A1", "one", "B", "B1", "two"), nodes, strict=True))


def edit_apart(network: Network, ana: Workspace, ben: Workspace, ids: dict[str, str]) -> None:
    """Each does what the other's deeds get in the way of."""

    def do(who: Workspace, operation: Any, *args: Any) -> None:
        network.time += 1
        with who.edit("Do") as edit:
            operation(edit, *args)

    do(ana, causes.step_cause, ids["Gate"], -1)  # both reorder one list
    do(ben, causes.step_cause, ids["Alarm"], 1)
    do(ana, causes.append_causes, [ids["Alarm"]], ids["Bus"])  # each under the other
    do(ben, causes.append_causes, [ids["Bus"]], ids["Alarm"])
    do(ana, drivers.link_under, ids["A1"], [ids["B1"]])  # A1 → B1 here, B1 → A1 there
    do(ben, drivers.link_under, ids["B1"], [ids["A1"]])
    do(ana, causes.delete_causes, [ids["Way"]])  # a parent goes while a child comes
    do(ben, causes.add_below, ids["Way"], "Puddles")
    do(ana, drivers.delete_nodes, [ids["B"]])
    do(ben, drivers.add_below, ids["B"], "B2", "driver")
    do(ana, causes.rename_cause, ids["Home"], "At home")
    do(ben, causes.rename_cause, ids["Rain"], "Heavy rain")  # changed here, deleted there
    do(ben, causes.add_evidence, ids["Gate"], "for", "It shuts at 8:05")


def tree(workspace: Workspace, bone: str) -> list[tuple[int, str]]:
    """The fishbone as it is drawn: depth and words, each cause once."""
    entries = cause_ledger.ledger(workspace, bone)
    found: list[tuple[int, str]] = []

    def walk(parent: str | None, depth: int) -> None:
        for one in entries.values():
            above = causes.parent_of(one.cause)
            if (above if above in entries else None) == parent:
                found.append((depth, one.cause["text"]))
                walk(one.cause["id"], depth + 1)

    walk(None, 0)
    return found


@pytest.mark.parametrize("order", ["ana first", "ben first", "crossed", "twice"])
def test_that_two_who_edit_one_diagram_apart_see_the_same_one(network: Network, order: str) -> None:
    ana = network.team("Ana")
    ids = begin(ana)
    ben = network.member(ana, "Ben")
    network.receive(ben, network.share(ana))
    network.receive(ana, network.share(ben))
    edit_apart(network, ana, ben, ids)
    if order == "crossed":  # both written before either is read
        of_ana, of_ben = network.share(ana), network.share(ben)
        network.receive(ana, of_ben)
        network.receive(ben, of_ana)
    else:
        first, second = (ana, ben) if order == "ana first" else (ben, ana)
        bundle = network.share(first)
        network.receive(second, bundle)
        if order == "twice":
            network.receive(second, bundle)
        network.receive(first, network.share(second))
    network.receive(ben, network.share(ana))
    assert ana.dump() == ben.dump()

    # One diagram, without a circle: everything that lives is in the tree once.
    assert tree(ana, ids["bone"]) == tree(ben, ids["bone"])
    living = [one["text"] for one in ana.select("cause", fishbone=ids["bone"])]
    assert sorted(words for _depth, words in tree(ana, ids["bone"])) == sorted(living)
    assert {"Alarm", "Bus", "Gate", "Puddles"} <= set(living)  # nothing is lost
    graphs = [theory.read_graph(one, ids["aim"]) for one in (ana, ben)]
    assert next(theory.places(graph) for graph in graphs) == theory.places(graphs[1])
    assert {"A1", "B1", "B2"} <= {node.text for node in graphs[0].nodes.values()}
    links = {(one["parent"], one["child"]) for one in ana.select("driver_link")}
    crossed = {(ids["A1"], ids["B1"]), (ids["B1"], ids["A1"])}
    assert len(links & crossed) == 1
    assert ana.select("evidence")[0]["text"] == "It shuts at 8:05"

    # What was skipped or is in conflict is listed, the same for both.
    listed = sorted((one["type"], one["kind"]) for one in ana.conflicts())
    assert listed == sorted((one["type"], one["kind"]) for one in ben.conflicts())
    assert ("move", "cause") in listed and ("link", "driver_link") in listed and ("edit-vs-delete", "cause") in listed

"""What comes to a team both from the hub alone and with the network's shelf is shown to it once."""

from __future__ import annotations

from netdesk.hub.collect import collect
from netdesk.hub.giving_back import return_all
from netdesk.hub.library import add_to_library, candidates
from netdesk.operations import adopt
from netdesk.sync import receive, send
from tests.hub.conftest import Exchange, add


def test_that_an_idea_that_comes_by_two_ways_is_listed_once(exchange: Exchange) -> None:
    a, b = (exchange.member_team(name, "3") for name in ("Alder", "Birch"))
    idea = add(a, "change_idea", publish=True, name="Text first")
    exchange.round()
    with exchange.hub.edit("Add to the library") as edit:
        (one,) = candidates(exchange.hub)
        add_to_library(edit, one.idea, name=one.name, description="", from_team=one.team_name, found="")
    exchange.round()
    with b.edit(adopt.ADOPT) as edit:
        adopt.adopt_idea(edit, idea, keep="The text", change="", because="")
    with a.edit("Rename") as edit:
        edit.put("change_idea", idea, {"name": "Text before the call"})
    out, folder = exchange.folder / "last", exchange.folder / "back"
    out.mkdir()
    folder.mkdir()
    for name, ws in exchange.teams.items():
        send.share(ws, "hub", out / f"{name}.ndsync", publish=True)
    collect(exchange.hub, [out])
    bundles = {one.team: one.file for one in return_all(exchange.hub, folder)}
    listed = {
        name: [(one["title"], one["what"]) for one in receive.preview(bundles[name], ws)["details"]
               if one["kind"] == "change_idea"]
        for name, ws in exchange.teams.items()
    }  # fmt: skip
    # Alder's own idea, and Birch's that was made of it: each once, though the hub sends the first by two ways.
    assert listed == {"Alder": [("Text first", "new")], "Birch": [("Text before the call", "changed")]}

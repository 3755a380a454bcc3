"""How the demo's bundles travel: joins with six words, files in folders, received at the other side; nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from netdesk.demo.school_year import SchoolWeeks
from netdesk.demo.sheet import MateEdit, Story
from netdesk.demo.telling import StoryClock, Telling
from netdesk.i18n import N_
from netdesk.store.workspace import Workspace
from netdesk.sync import join
from netdesk.sync.receive import receive
from netdesk.sync.send import share

#: What a deed of the second laptop is called, by the part it changes.
LABELS = {
    "charter": N_("Edit the charter"),
    "cycle": N_("Edit a cycle"),
    "cause": N_("Edit a cause"),
    "idea": N_("Edit a change idea"),
}


@dataclass
class Team:
    """One team of the network: its telling, its workspace, the second laptop's (once it has joined), its folder."""

    telling: Telling
    workspace: Workspace
    folder: Path
    mate: Workspace | None = None

    @property
    def bundles(self) -> Path:
        return self.folder / "bundles"


@dataclass
class Network:
    """The whole demo while it is made. `bundles` are the files that travelled, in order."""

    directory: Path
    clock: StoryClock
    hub: Workspace
    teams: dict[str, Team]
    bundles: list[Path] = field(default_factory=list)
    #: What goes between teams, by the keys of its sheet: pins, comments, tests of what was taken up.
    made: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Trip:
    """Something that happens between workspaces at a moment."""

    when: float
    act: Callable[[Network], None]


def trips(stories: Iterable[Story], weeks: SchoolWeeks) -> list[Trip]:
    """All exchanges of the demo, in no particular order."""
    found = []
    for n, story in enumerate(stories):
        first, *later = [one.week for one in story.publishing]
        slug = story.slug
        found.append(Trip(weeks.moment(first, 3, 60 + n), partial(join_hub, slug=slug)))
        found.append(Trip(weeks.moment(later[-1], 3, 60 + n), partial(send_to_hub, slug=slug)))
        # The points of the last session are entered after this; they wait as "changed since it was published".
        found.append(Trip(weeks.moment(54, 4, 60 + n), partial(send_to_hub, slug=slug, publish=True)))
        found.append(Trip(weeks.moment(54, 4, 120 + n), partial(send_from_hub, slug=slug)))
        if story.teammate:
            found.append(Trip(weeks.moment(story.joins, 4), partial(join_mate, slug=slug)))
            for week, days in story.exchanges:
                found.append(Trip(weeks.moment(week, days, 5), partial(exchange_with_mate, slug=slug)))
            for deed in story.mate_edits:
                when = weeks.moment(deed.week, deed.days, -30)
                found.append(Trip(when, partial(write_on_a_laptop, slug=slug, deed=deed)))
    return found


def join_hub(network: Network, slug: str) -> None:
    """The hub's machine asks, the lead admits it, the hub takes the invite."""
    team = network.teams[slug]
    asked = team.bundles / "hub.request"
    invite = team.bundles / "invite-hub.ndsync"
    words = join.request(network.hub, _person_name(network.hub), asked)
    join.admit(team.workspace, asked, role="hub", words=words, out=invite)
    _take(network, network.hub, invite)
    network.bundles.append(invite)


def send_to_hub(network: Network, slug: str, *, publish: bool = False) -> None:
    """What the team has published goes to the hub, which takes it in."""
    team = network.teams[slug]
    _carry(network, team.workspace, "hub", team.bundles, [network.hub], publish=publish)


def send_from_hub(network: Network, slug: str) -> None:
    """What the hub has for all, and what it holds of this team, goes back; each of the team's laptops takes it in."""
    team = network.teams[slug]
    to = team.telling.story.team
    laptops = [one for one in (team.workspace, team.mate) if one is not None]
    _carry(network, network.hub, to, network.directory / "hub" / "bundles", laptops)


def join_mate(network: Network, slug: str) -> None:
    """A teammate's second laptop joins; the invite brings the whole work."""
    team = network.teams[slug]
    telling = team.telling
    folder = network.directory / f"{slug}-second-laptop"
    folder.mkdir()
    path = folder / f"{slug}.netdesk"
    key = telling.story.teammate
    name = next(person.name for person in telling.story.people if person.key == key)
    mate = Workspace.create_waiting(
        path,
        person_id=telling.ids[f"person:{key}"],
        now=network.clock,
        random_bytes=_random_bytes(telling, "mate"),
    )
    team.mate = mate
    asked, invite = team.bundles / "second-laptop.request", team.bundles / "invite-second-laptop.ndsync"
    words = join.request(mate, name, asked)
    join.admit(team.workspace, asked, words=words, out=invite)
    _take(network, mate, invite)
    network.bundles.append(invite)


def exchange_with_mate(network: Network, slug: str) -> None:
    """A bundle each way: first the mate's, then the lead's, which already answers it."""
    team = network.teams[slug]
    assert team.mate is not None
    _carry(network, team.mate, "team", team.bundles, [team.workspace])
    network.clock.at += 600
    _carry(network, team.workspace, "team", team.bundles, [team.mate])


def write_on_a_laptop(network: Network, slug: str, deed: MateEdit) -> None:
    """One deed of the sheet's `mate_edits`."""
    team = network.teams[slug]
    workspace = team.mate if deed.where == "mate" else team.workspace
    assert workspace is not None
    record = team.telling.ids[deed.about]
    if deed.field == "comment":
        with workspace.edit(N_("Add a comment")) as edit:
            edit.add("comment", {"of": record, "text": deed.value})
        return
    kind = deed.about.partition(":")[0]
    with workspace.edit(LABELS[kind]) as edit:
        edit.put({"idea": "change_idea"}.get(kind, kind), record, {deed.field: deed.value})


def _carry(
    network: Network, sender: Workspace, to: str, folder: Path, receivers: list[Workspace], *, publish: bool = False
) -> None:
    path = Path(share(sender, to, folder, publish=publish)["file"])
    network.bundles.append(path)
    for receiver in receivers:
        _take(network, receiver, path)


def _take(network: Network, receiver: Workspace, path: Path) -> None:
    network.clock.at += 60
    result = receive(receiver, [path])
    if result["waiting"] or result["refused"]:
        raise RuntimeError(f"the demo's own bundle {path.name} was not taken in: {result}")


def _person_name(workspace: Workspace) -> str:
    person = workspace.get("person", workspace.person_id) or {}
    return str(person.get("name", ""))


def _random_bytes(telling: Telling, what: str) -> Callable[[int], bytes]:
    return random.Random(f"{telling.seed}/{what}").randbytes

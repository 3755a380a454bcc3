"""Make the sample network: six teams and a hub told event by event on one timeline, bundles and printed cycles.

The result is the same for the same seed and day, but for keys and file times. A folder with a finished demo is kept and
used again; one that was left unfinished is cleared of the demo's own files and made anew; any other folder that holds
something is refused.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from netdesk.demo import exchange
from netdesk.demo.exchange import Network, Team
from netdesk.demo.hub import hub_deeds, write_week
from netdesk.demo.school_year import SchoolWeeks, school_weeks
from netdesk.demo.sheet import Story
from netdesk.demo.stories import STORIES
from netdesk.demo.stories import hub as hub_sheet
from netdesk.demo.tell_purpose import purpose_events
from netdesk.demo.tell_work import work_events
from netdesk.demo.telling import StoryClock, Telling, tell
from netdesk.demo.thread import thread_events
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.store.lock import FileLock
from netdesk.store.workspace import Workspace
from netdesk.sync.send import slug as file_word

#: Written last: a folder with it holds a whole demo.
MARKER = "netdesk-demo.json"
#: Written first: a folder with it and without the other was left unfinished, and is ours to clear.
UNFINISHED = "netdesk-demo.unfinished"
#: What the demo writes, by the end of the name; nothing else is ever deleted.
OWN_FILES = (".netdesk", ".netdesk-wal", ".netdesk-shm", ".netdesk-lock", ".ndsync", ".request", ".pdf", ".part")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class DemoReport:
    """What there is: all files, the teams' workspaces (the first is the one to open), bundles and printed cycles.

    `seconds` is how long it took (0 if it was there already); `bytes` is the size of all files.
    """

    files: list[Path]
    teams: list[Path]
    bundles: list[Path]
    pdfs: list[Path]
    seconds: float
    bytes: int


def build(
    directory: Path, *, seed: int, today: date, progress: Progress, stories: Sequence[Story] = STORIES
) -> DemoReport:
    """Make the sample network in `directory`, or answer what is there if it was made before.

    NetDeskError where the folder holds something else, or cannot be written.
    """
    directory = directory.absolute()
    if (directory / MARKER).is_file():
        progress(_("The sample network in {folder} is there already; it is kept.").format(folder=directory))
        return _report(directory, 0.0)
    began = time.monotonic()
    weeks = school_weeks(today)
    with ExitStack() as stack:
        stack.enter_context(_prepared(directory))
        network = _tell_all(stack, directory, list(stories), weeks, seed, progress)
        for team in network.teams.values():
            progress(_("{team}: printing the cycles").format(team=team.telling.story.team))
            print_cycles(team, today)
    _write_readme(directory, list(stories), today)
    teams = [f"{story.slug}/{story.slug}.netdesk" for story in stories]
    bundles = [path.relative_to(directory).as_posix() for path in network.bundles]
    made = {"seed": seed, "today": today.isoformat(), "teams": teams, "bundles": bundles}
    (directory / MARKER).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    (directory / UNFINISHED).unlink()
    return _report(directory, time.monotonic() - began)


def _tell_all(
    stack: ExitStack, directory: Path, stories: list[Story], weeks: SchoolWeeks, seed: int, progress: Progress
) -> Network:
    """Live the whole timeline: every event of every team, every deed of the hub, every trip of a bundle."""
    clock = StoryClock(weeks.moment(0, 0, -60))
    teams = {}
    for story in stories:
        progress(_("{team}: eighteen months of work").format(team=story.team))
        telling = Telling(story, weeks, f"{seed}/{story.slug}")
        folder = directory / story.slug
        (folder / "bundles").mkdir(parents=True)
        (folder / "cycles").mkdir()
        teams[story.slug] = Team(telling, start_team(telling, folder / f"{story.slug}.netdesk", clock), folder)
    hub_folder = directory / "hub"
    (hub_folder / "bundles").mkdir(parents=True)
    hub = Workspace.create(
        hub_folder / "hub.netdesk",
        team=hub_sheet.TEAM,
        network=hub_sheet.NETWORK,
        person=hub_sheet.COORDINATOR,
        hub=True,
        now=clock,
        random_bytes=random.Random(f"{seed}/hub").randbytes,
    )
    network = Network(directory, clock, hub, teams)
    stack.callback(_close, network)
    progress(_("Telling the stories, with {n} teams and a hub").format(n=len(teams)))
    for when, act in _timeline(network, stories, weeks):
        clock.at = when
        act()
    return network


def start_team(telling: Telling, path: Path, clock: StoryClock) -> Workspace:
    """The team's workspace on its first day, its lead as the first person."""
    story = telling.story
    lead = next(person.name for person in story.people if person.key == story.lead)
    return Workspace.create(
        path,
        team=story.team,
        school=story.school,
        network=hub_sheet.NETWORK,
        person=lead,
        now=clock,
        random_bytes=random.Random(telling.seed).randbytes,
    )


def _timeline(network: Network, stories: list[Story], weeks: SchoolWeeks) -> list[tuple[float, Callable[[], None]]]:
    """Everything that happens, by time; at one moment in the order of the stories."""
    found: list[tuple[float, Callable[[], None]]] = []
    for story in stories:
        team = network.teams[story.slug]
        for event in (*purpose_events(story, weeks), *work_events(story, weeks)):
            found.append((event.when, partial(tell, team.telling, team.workspace, event)))
    ids = {slug: team.telling.ids for slug, team in network.teams.items()}
    for story in stories:
        ids[story.slug]["name"] = story.team
    for when, week in hub_deeds(weeks):
        found.append((when, partial(write_week, network.hub, week, ids)))
    for when, deed in thread_events(weeks):
        found.append((when, partial(deed, network)))
    for trip in exchange.trips(stories, weeks):
        found.append((trip.when, partial(trip.act, network)))
    return sorted(found, key=lambda one: one[0])


def _close(network: Network) -> None:
    for team in network.teams.values():
        team.workspace.close()
        if team.mate is not None:
            team.mate.close()
    network.hub.close()


def print_cycles(team: Team, today: date) -> list[Path]:
    """The summary of each finished cycle as a PDF in the team's folder."""
    from netdesk.reports.collect import collect_cycle
    from netdesk.reports.cycle import cycle_pdf

    made = []
    for n, cycle in enumerate(one for one in team.workspace.select("cycle") if one.get("stage") == "closed"):
        path = team.folder / "cycles" / f"{n + 1:02d}-{file_word(cycle['title']).lower()}.pdf"
        path.write_bytes(cycle_pdf(collect_cycle(team.workspace, cycle["id"]), printed_on=today))
        made.append(path)
    return made


@contextmanager
def _prepared(directory: Path) -> Iterator[None]:
    """An empty folder with the sign that a demo is being made in it, locked meanwhile against a second maker.

    Only the demo's own leftovers are cleared.
    """
    lock = FileLock(directory / "netdesk-demo")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not (directory / UNFINISHED).is_file() and any(directory.iterdir()):
            raise NetDeskError(
                _("{folder} holds other files, so no sample network was made there. Name a new folder.").format(
                    folder=directory
                )
            )
        (directory / UNFINISHED).touch()
        if not lock.acquire({"who": "netdesk demo"}):
            raise NetDeskError(
                _("A sample network is being made in {folder} just now. Wait for it, or name another folder.").format(
                    folder=directory
                )
            )
    except OSError as error:
        raise NetDeskError(
            _("No sample network can be made in {folder}: {why}. Name another folder.").format(
                folder=directory, why=error.strerror or error
            )
        ) from error
    try:
        _clear(directory, keep={UNFINISHED, lock.path.name})
        yield
    finally:
        lock.release()


def _clear(directory: Path, keep: set[str]) -> None:
    """Delete what an unfinished demo left; NetDeskError where anything else is there, which is left alone."""
    own = [story.slug for story in STORIES]
    folders = [directory / name for name in (*own, *(f"{slug}-second-laptop" for slug in own), "hub")]
    for folder in (one for one in folders if one.is_dir() and not one.is_symlink()):
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_file() and not path.is_symlink() and path.name.endswith(OWN_FILES):
                path.unlink()
        for path in (*sorted(folder.rglob("*"), reverse=True), folder):
            if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
                path.rmdir()
    strange = [path for path in directory.iterdir() if path.name not in keep | {"README.txt"}]
    if strange:
        raise NetDeskError(
            _("{folder} also holds files that are not the sample network's ({name}). Name a new folder.").format(
                folder=directory, name=strange[0].name
            )
        )


def _report(directory: Path, seconds: float) -> DemoReport:
    try:
        made = json.loads((directory / MARKER).read_text(encoding="utf-8"))
        names = [str(name) for name in made["teams"]], [str(name) for name in made["bundles"]]
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise NetDeskError(
            _("The list of the sample network in {folder} cannot be read. Name a new folder.").format(folder=directory)
        ) from error
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    teams = [directory / name for name in names[0]]
    missing = [path for path in teams if not path.is_file()]
    if missing:
        raise NetDeskError(
            _("The sample network in {folder} is no longer whole: {name} is gone. Name a new folder.").format(
                folder=directory, name=missing[0].name
            )
        )
    bundles = [directory / name for name in names[1] if (directory / name).is_file()]
    pdfs = [path for path in files if path.suffix == ".pdf"]
    return DemoReport(files, teams, bundles, pdfs, seconds, sum(path.stat().st_size for path in files))


def _write_readme(directory: Path, stories: list[Story], today: date) -> None:
    lines = [
        "A sample network for NetDesk. All schools, people and numbers in it are invented.",
        "",
        f"Six teams and a hub, eighteen months of work up to {today:%B} {today.day}, {today.year}.",
        "Each team has a folder:",
        "  <team>.netdesk   the team's workspace; open it with NetDesk",
        "  bundles/         the files it sent and received the invites by; each has a summary.html inside",
        "  cycles/          the printed summary of each finished cycle",
        "",
        *(f"  {story.slug:32} {story.team}, {story.school}" for story in stories),
        *(f"  {story.slug + '-second-laptop':32} a teammate's copy of it" for story in stories if story.teammate),
        f"  {'hub':32} {hub_sheet.NETWORK}",
        "",
        "Where to look first: lincoln-attendance has two conflicts open between two laptops (Sharing), a change that",
        "worked, a machine that did not, and a wrong prediction that was thanked. jefferson-family-contact has no",
        "result yet and says so. cedar-writing slid back. On the table of lincoln-attendance lies unfinished work with",
        "comments of every kind; its idea is in use at Jefferson, which changed it. alder-creek-reading takes",
        "strengths only, so nothing else is shown there. hub/hub.netdesk holds what all teams have published.",
        "Nothing here has to be kept: delete the folder when you are done.",
        "",
    ]
    (directory / "README.txt").write_text("\n".join(lines), encoding="utf-8")

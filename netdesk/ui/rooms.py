"""The rooms of the window: which there are, and their pages, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from netdesk.i18n import N_
from netdesk.ui.context import Context
from netdesk.ui.steps import Built, imported
from netdesk.ui.widgets.frame import Page

#: Every room in the order of the rail: its name in the program, and its words.
ROOMS: tuple[tuple[str, str], ...] = (
    ("home", N_("Home")),
    ("purpose", N_("Purpose")),
    ("causes", N_("Causes")),
    ("theory", N_("Theory")),
    ("measures", N_("Measures")),
    ("cycles", N_("Cycles")),
    ("table", N_("Table")),
    ("story", N_("Story")),
    ("sharing", N_("Sharing")),
)
#: The room that a hub's workspace has beside them.
HUB_ROOM = ("network", N_("Network"))


class Pages(Mapping[str, Page]):
    """The page of each room by its name. When it is first looked up a page is ``placed`` in the window and made there.

    Most sittings visit three rooms of nine; the others then cost neither the start nor a change of colours anything.
    """

    def __init__(self, context: Context, rooms: Sequence[str], placed: Callable[[Page], object]) -> None:
        self._context, self._placed = context, placed
        self._rooms = list(rooms)
        self._made: dict[str, Page] = {}
        #: What each page made so far does not show yet; None for all there is.
        self._unshown: dict[str, set[tuple[str, str]] | None] = {}
        self._built = {room: Built(partial(self._build, room)) for room in self._rooms}

    def __getitem__(self, room: str) -> Page:
        self._built[room].finish()
        return self._made[room]

    def making(self, room: str) -> Iterator[None]:
        """Make the room's page and fill it in steps; whoever looks it up meanwhile gets it whole, filled by `go`."""
        yield from imported(f"netdesk.ui.pages.{room}", self._built[room].steps())
        if not self.is_filled(room):
            read = self._context.told_changes
            yield from self._made[room].fill()
            if read == self._context.told_changes:
                self._unshown[room] = set()

    def has(self, room: str) -> bool:
        """Whether the room's page has been made."""
        return room in self._made

    def is_filled(self, room: str) -> bool:
        """Whether the room's page has been made and shows the workspace, but perhaps for its newest changes."""
        return self.has(room) and self._unshown.get(room) is not None

    def note(self, changed: set[tuple[str, str]], *, shown_by: QWidget | None) -> None:
        """Keep what changed for the pages that are out of sight."""
        for page in self.made():
            before = self._unshown[page.room]
            if page is not shown_by and before is not None:
                self._unshown[page.room] = before | changed

    def changes_of(self, room: str) -> set[tuple[str, str]] | None:
        """What the room's page does not show yet, which it is about to be told; None for all there is."""
        changes, self._unshown[room] = self._unshown[room], set()
        return changes

    def _build(self, room: str) -> Iterator[None]:
        page = _page_of(room, self._context)
        # Put there when it is whole, everything in it would take its style a second time.
        self._placed(page)
        yield
        yield from page.build()
        self._unshown[room] = None
        self._made[room] = page

    def __contains__(self, room: object) -> bool:
        return room in self._rooms

    def __iter__(self) -> Iterator[str]:
        return iter(self._rooms)

    def __len__(self) -> int:
        return len(self._rooms)

    def made(self) -> list[Page]:
        """The pages that have been made so far."""
        return list(self._made.values())


def _page_of(room: str, context: Context) -> Page:
    """A new page; KeyError where there is no such room. Each file is imported at use, because pages take their time."""
    match room:
        case "home":
            from netdesk.ui.pages.home import HomePage

            return HomePage(context)
        case "purpose":
            from netdesk.ui.pages.purpose import PurposePage

            return PurposePage(context)
        case "causes":
            from netdesk.ui.pages.causes import CausesPage

            return CausesPage(context)
        case "theory":
            from netdesk.ui.pages.theory import TheoryPage

            return TheoryPage(context)
        case "measures":
            from netdesk.ui.pages.measures import MeasuresPage

            return MeasuresPage(context)
        case "cycles":
            from netdesk.ui.pages.cycles import CyclesPage

            return CyclesPage(context)
        case "table":
            from netdesk.ui.pages.table import TablePage

            return TablePage(context)
        case "story":
            from netdesk.ui.pages.story import StoryPage

            return StoryPage(context)
        case "sharing":
            from netdesk.ui.pages.sharing import SharingPage

            return SharingPage(context)
        case "network":
            from netdesk.ui.pages.network import NetworkPage

            return NetworkPage(context)
    raise KeyError(room)
